//! A specification from the columns themselves: roles, and which left column goes with which right one.

use super::{Field, Profile, ROW_ID, Role, Specification, headers};
use crate::{LinkError, MAX_FIELDS, Table};

/// A proposed specification with what the reader should know about it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The specification.
    pub specification: Specification,
    /// Remarks in Indonesian and English.
    pub notices: Vec<(String, String)>,
}

/// Profiles both lists (or one, for duplicates) and proposes what to compare.
pub fn propose(left: &Table, right: Option<&Table>) -> Result<Proposal, LinkError> {
    let mut notices = Vec::new();
    let left_id = id_column(left, right, &mut notices);
    let right_id = right.map(|table| id_column(table, Some(left), &mut notices));
    let left_profiles = profiles(left, &left_id);
    let fields = match (right, &right_id) {
        (Some(right), Some(right_id)) => pair(&left_profiles, &profiles(right, right_id)),
        _ => left_profiles
            .iter()
            .map(|(profile, role)| Field {
                name: profile.header.clone(),
                role: *role,
                left: vec![profile.header.clone()],
                right: Vec::new(),
            })
            .collect(),
    };
    let fields = settle(fields, &mut notices);
    if fields.is_empty() {
        return Err(LinkError::NothingToCompare);
    }
    let right_id = right_id.filter(|id| *id != left_id);
    Ok(Proposal {
        specification: Specification {
            left_id,
            right_id,
            fields,
        },
        notices,
    })
}

/// The first column named id; else the first column whose name ends in id and whose values are all different; else
/// one by whose name lists number their rows, if the other list has none of that name: what both lists have may be a
/// number that belongs to the thing itself.
fn id_column(table: &Table, other: Option<&Table>, notices: &mut Vec<(String, String)>) -> String {
    let named = |header: &str| {
        let words = headers::words(header);
        words
            .last()
            .is_some_and(|w| matches!(w.as_str(), "id" | "uid" | "uuid" | "key"))
            || header.to_lowercase().ends_with("id") && headers::role(header).is_none()
    };
    let exact = table
        .headers()
        .iter()
        .position(|h| h.eq_ignore_ascii_case("id"));
    let others = table
        .headers()
        .iter()
        .enumerate()
        .filter(|(_, h)| named(h))
        .map(|(i, _)| i);
    let own = |h: &str| other.is_none_or(|other| other.column(h).is_none());
    let numbers = table
        .headers()
        .iter()
        .enumerate()
        .filter(|(_, h)| headers::is_row_number(h) && own(h))
        .map(|(i, _)| i);
    let mut refused = None;
    for column in exact.into_iter().chain(others).chain(numbers) {
        if is_unique(table, column) {
            return table.headers()[column].clone();
        }
        refused = refused.or(Some(column));
    }
    if let Some(column) = refused.filter(|c| Some(*c) == exact) {
        return table.headers()[column].clone(); // linking will say which ids repeat
    }
    let name = table.name();
    notices.push((
        format!("Di {name} tidak ada kolom id yang unik; nomor baris dipakai sebagai id."),
        format!("{name} has no column of unique ids; row numbers are used as ids."),
    ));
    ROW_ID.to_owned()
}

fn is_unique(table: &Table, column: usize) -> bool {
    let mut seen = rustc_hash::FxHashSet::default();
    (0..table.rows())
        .map(|row| table.cell(row, column))
        .filter(|cell| !cell.is_empty())
        .all(|cell| seen.insert(cell))
        && !seen.is_empty()
}

fn profiles(table: &Table, id: &str) -> Vec<(Profile, Role)> {
    use rayon::prelude::*;
    (0..table.headers().len())
        .into_par_iter()
        .filter(|column| {
            table.headers()[*column] != id && !headers::is_never(&table.headers()[*column])
        })
        .map(|column| Profile::of(table, column))
        .filter(Profile::is_useful)
        .map(|profile| {
            let role = profile.role();
            (profile, role)
        })
        .collect()
}

type Column = (Profile, Role);

/// Best pairs first: equal headers, then roles, words in common and kindred headers.
fn pair(left: &[Column], right: &[Column]) -> Vec<Field> {
    let mut scored = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            let score = kinship(a, b);
            if score >= 0.55 {
                scored.push((score, i, j));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut left_free, mut right_free) = (vec![true; left.len()], vec![true; right.len()]);
    let mut fields = Vec::new();
    for (_, i, j) in scored {
        if left_free[i] && right_free[j] {
            (left_free[i], right_free[j]) = (false, false);
            fields.push((i, field(&left[i..=i], &right[j..=j])));
        }
    }
    fuse_names(left, right, &mut left_free, &mut right_free, &mut fields);
    fuse_addresses(left, right, &mut left_free, &mut right_free, &mut fields);
    fuse_contained(left, right, &left_free, &mut fields, true);
    fuse_contained(right, left, &right_free, &mut fields, false);
    fields.sort_by_key(|(i, _)| *i);
    fields.into_iter().map(|(_, field)| field).collect()
}

fn field(left: &[Column], right: &[Column]) -> Field {
    let names = |columns: &[Column]| {
        columns
            .iter()
            .map(|(p, _)| p.header.clone())
            .collect::<Vec<_>>()
    };
    let (left_names, right_names) = (names(left), names(right));
    let name = left_names.first().cloned().unwrap_or_default();
    let role = joint_role(left[0].1, right[0].1);
    let right = if left_names == right_names {
        Vec::new()
    } else {
        right_names
    };
    Field {
        name,
        role,
        left: left_names,
        right,
    }
}

/// When the two sides disagree, the reading that loses least.
fn joint_role(a: Role, b: Role) -> Role {
    if a == b {
        return a;
    }
    match (a.min(b), a.max(b)) {
        (x, Role::Text) if x.is_words() => x,
        (x, y) if x.is_person() && y.is_person() => Role::Person,
        (Role::Place, Role::Address) => Role::Address,
        (Role::Place, Role::Category) => Role::Place,
        (Role::Person, Role::Business) => Role::Business,
        (Role::Phone | Role::Identity, Role::Identity | Role::Number | Role::Postcode) => {
            Role::Identity
        }
        (Role::Postcode, Role::Number | Role::Category) => Role::Postcode,
        (x, _) if x.is_words() => Role::Text,
        (_, y) => y,
    }
}

fn kinship(a: &Column, b: &Column) -> f64 {
    let header = headers::likeness(&a.0.header, &b.0.header);
    if header >= 1.0 {
        return 2.0;
    }
    let roles = if a.1 == b.1 {
        0.45
    } else if a.1.is_words() && b.1.is_words()
        || (a.1.max(b.1) == Role::Category && a.1.min(b.1) == Role::Place)
    {
        0.15
    } else {
        return 0.0;
    };
    let named = headers::role(&a.0.header).is_some()
        && headers::role(&a.0.header) == headers::role(&b.0.header);
    // Numbers of which no header says that they belong to the thing, and of which the lists share none, are each
    // list's own.
    let numbers =
        matches!(a.1, Role::Identity | Role::Number) && a.0.variety.min(b.0.variety) > 0.9;
    if numbers && !named && a.0.overlap(&b.0) <= 0.0 {
        return 0.0;
    }
    let shape = if a.1.is_words() {
        0.0
    } else {
        likeness_of_shape(&a.0, &b.0)
    };
    roles + 0.35 * header + 0.55 * a.0.overlap(&b.0) + 0.15 * f64::from(u8::from(named)) + shape
}

fn likeness_of_shape(a: &Profile, b: &Profile) -> f64 {
    let apart = (a.digit_length - b.digit_length).abs() + 2.0 * (a.digits - b.digits).abs();
    if apart < 1.0 { 0.15 } else { 0.0 }
}

/// "name" on one side, given name and surname on the other.
fn fuse_names(
    left: &[Column],
    right: &[Column],
    left_free: &mut [bool],
    right_free: &mut [bool],
    fields: &mut Vec<(usize, Field)>,
) {
    let parts = |columns: &[Column]| {
        let given = columns.iter().position(|(_, r)| *r == Role::Given)?;
        let surname = columns.iter().position(|(_, r)| *r == Role::Surname)?;
        Some((given, surname))
    };
    let whole = |columns: &[Column], parts: &[Column]| {
        let like = |c: &Column| parts.iter().map(|p| p.0.overlap(&c.0)).sum::<f64>();
        let candidates = columns
            .iter()
            .enumerate()
            .filter(|(_, c)| matches!(c.1, Role::Person | Role::Text));
        candidates
            .max_by(|a, b| like(a.1).total_cmp(&like(b.1)))
            .map(|(i, _)| i)
    };
    let one_sided = |side: &[Column], other: &[Column]| {
        let (given, surname) = parts(side)?;
        if other
            .iter()
            .any(|(_, r)| matches!(r, Role::Given | Role::Surname))
        {
            return None;
        }
        let pieces = [side[given].clone(), side[surname].clone()];
        Some((given, surname, whole(other, &pieces)?, pieces))
    };
    if let Some((given, surname, name, pieces)) = one_sided(left, right) {
        (left_free[given], left_free[surname], right_free[name]) = (false, false, false);
        release(fields, &right[name].0.header, false);
        fields.push((
            given,
            Field {
                role: Role::Person,
                ..field(&pieces, &right[name..=name])
            },
        ));
    } else if let Some((given, surname, name, pieces)) = one_sided(right, left) {
        (right_free[given], right_free[surname], left_free[name]) = (false, false, false);
        release(fields, &left[name].0.header, true);
        fields.push((
            name,
            Field {
                role: Role::Person,
                ..field(&left[name..=name], &pieces)
            },
        ));
    }
}

/// Takes a column out of the pair it was in.
fn release(fields: &mut Vec<(usize, Field)>, header: &str, on_left: bool) {
    fields.retain(|(_, f)| {
        let columns = if on_left { &f.left } else { f.right_columns() };
        !columns.iter().any(|c| c == header)
    });
}

/// One side writes the town into the address, the other in a column of its own.
fn fuse_addresses(
    left: &[Column],
    right: &[Column],
    left_free: &mut [bool],
    right_free: &mut [bool],
    fields: &mut [(usize, Field)],
) {
    let spare = |columns: &[Column], free: &[bool]| -> Vec<String> {
        let local = |r: Role| matches!(r, Role::Place | Role::Postcode | Role::Address);
        columns
            .iter()
            .zip(free)
            .filter(|((_, r), free)| **free && local(*r))
            .map(|((p, _), _)| p.header.clone())
            .collect()
    };
    let (left_spare, right_spare) = (spare(left, &*left_free), spare(right, &*right_free));
    let Some((_, address)) = fields.iter_mut().find(|(_, f)| f.role == Role::Address) else {
        return;
    };
    if left_spare.is_empty() == right_spare.is_empty() {
        return;
    }
    let right_columns = address.right_columns().to_vec();
    address.right = right_columns;
    for (columns, free, spare) in [
        (left, left_free, &left_spare),
        (right, right_free, &right_spare),
    ] {
        for (column, free) in columns.iter().zip(free) {
            *free &= !spare.contains(&column.0.header);
        }
    }
    address.left.extend(left_spare);
    address.right.extend(right_spare);
}

/// Words of a column without partner that must stand in the other side's column for the two to be one thing.
const CONTAINED: f64 = 0.6;

/// Whatever the headers say: a column whose words stand in a longer column of the other list, beside those of the
/// column that is paired with it, is a part of the same thing ("Nombre" and "Apellidos" against "titular").
fn fuse_contained(
    side: &[Column],
    other: &[Column],
    free: &[bool],
    fields: &mut [(usize, Field)],
    on_left: bool,
) {
    for (column, _) in side
        .iter()
        .zip(free)
        .filter(|((_, r), free)| **free && r.is_words())
    {
        let room = |field: &Field| -> Option<f64> {
            let (own, others) = if on_left {
                (&field.left[..], field.right_columns())
            } else {
                (field.right_columns(), &field.left[..])
            };
            let words = |columns: &[Column], names: &[String]| -> f64 {
                let named = columns.iter().filter(|(p, _)| names.contains(&p.header));
                named.map(|(p, _)| p.words).sum()
            };
            let whole = other
                .iter()
                .find(|(p, _)| others.first() == Some(&p.header))?;
            let long = words(other, others) >= words(side, own) + 0.6 * column.0.words;
            let share = column.0.contained_in(&whole.0);
            let fits = field.role.is_words() && field.role != Role::Place && long;
            (fits && share >= CONTAINED).then_some(share)
        };
        let best = fields
            .iter_mut()
            .filter_map(|(_, field)| room(field).map(|share| (share, field)))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, field)) = best {
            field.right = field.right_columns().to_vec();
            let columns = if on_left {
                &mut field.left
            } else {
                &mut field.right
            };
            columns.push(column.0.header.clone());
        }
    }
}

/// At most [`MAX_FIELDS`] comparisons; the least telling go first.
fn settle(mut fields: Vec<Field>, notices: &mut Vec<(String, String)>) -> Vec<Field> {
    while fields.len() > MAX_FIELDS {
        let worth = |f: &Field| match f.role {
            Role::Category => 0,
            Role::Number => 1,
            Role::Place => 2,
            Role::Date => 3,
            _ => 4,
        };
        let Some((index, _)) = fields
            .iter()
            .enumerate()
            .rev()
            .min_by_key(|(_, f)| worth(f))
        else {
            break;
        };
        let field = fields.remove(index);
        notices.push((
            format!(
                "Kolom {} tidak dibandingkan: paling banyak {MAX_FIELDS} field.",
                field.name
            ),
            format!(
                "Column {} is not compared: at most {MAX_FIELDS} fields.",
                field.name
            ),
        ));
    }
    fields
}
