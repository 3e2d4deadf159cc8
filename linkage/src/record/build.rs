//! From tables to prepared records. Records are taken in an order given by their ids, and lists in an order
//! given by their content, so that neither the order of rows nor which list is called left plays any part.

use super::{Dictionary, MISSING, Prepared, PreparedField, Sides};
use crate::normal::{is_blank, normalise};
use crate::spec::{Field, Ids, Role};
use crate::{LinkError, Table, hash};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

const CHUNK: usize = 1 << 14;

/// A list with its ids.
pub(crate) struct List<'t> {
    pub(crate) table: &'t Table,
    pub(crate) ids: &'t Ids<'t>,
}

/// Prepares one list, or two.
pub(crate) fn build(
    first: &List<'_>,
    second: Option<&List<'_>>,
    fields: &[Field],
) -> Result<Prepared, LinkError> {
    let mut rows = canonical_order(first);
    let sides_first = rows.len();
    if let Some(second) = second {
        rows.extend(canonical_order(second));
    }
    let sides = Sides {
        first: sides_first,
        all: rows.len(),
    };
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let find = |table: &Table, names: &[String]| {
            names
                .iter()
                .map(|n| table.require(n))
                .collect::<Result<Vec<_>, _>>()
        };
        let left = find(first.table, &field.left)?;
        let right = match second {
            Some(second) => find(second.table, field.right_columns())?,
            None => Vec::new(),
        };
        columns.push((left, right));
    }
    let source = Source {
        sides,
        rows: &rows,
        first: first.table,
        second: second.map_or(first.table, |s| s.table),
    };
    let mut fields: Vec<PreparedField> = fields
        .par_iter()
        .zip(&columns)
        .map(|(field, columns)| source.field(field, columns))
        .collect();
    let words = intern_words(&mut fields);
    let mut prepared = Prepared {
        sides,
        rows,
        fields,
        words,
        full_bits: 2.0,
    };
    prepared.weigh(None);
    Ok(prepared)
}

/// Rows sorted by their ids' hashes (and ids, should two hashes meet).
fn canonical_order(list: &List<'_>) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = (0..list.table.rows())
        .into_par_iter()
        .map(|row| (hash::text(&list.ids.get(row)), row as u32))
        .collect();
    keyed.par_sort_unstable_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| list.ids.get(a.1 as usize).cmp(&list.ids.get(b.1 as usize)))
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

struct Source<'t> {
    sides: Sides,
    rows: &'t [u32],
    first: &'t Table,
    second: &'t Table,
}

/// Normal forms of one chunk of distinct cells.
struct Chunk {
    text: String,
    ends: Vec<usize>,
}

impl Source<'_> {
    fn field(&self, field: &Field, columns: &(Vec<usize>, Vec<usize>)) -> PreparedField {
        let (raw_of, representatives) = self.distinct_cells(columns);
        let chunks: Vec<Chunk> = representatives
            .par_chunks(CHUNK)
            .map(|records| self.normal_forms(field.role, columns, records))
            .collect();
        let (text, ends, value_of_raw) = distinct_forms(&chunks);
        let value_of = raw_of
            .into_par_iter()
            .map(|raw| value_of_raw[raw as usize])
            .collect();
        let mut prepared = PreparedField {
            name: field.name.clone(),
            role: field.role,
            value_of,
            text,
            ends,
            words: Vec::new(),
            word_ends: Vec::new(),
            bits: Vec::new(),
            word_bits: Vec::new(),
            numbers: Vec::new(),
        };
        if matches!(field.role, Role::Date | Role::Number) {
            prepared.numbers = (0..prepared.len() as u32)
                .map(|v| number(prepared.text(v)))
                .collect();
        }
        prepared
    }

    fn cell<'s>(
        &'s self,
        record: usize,
        columns: &(Vec<usize>, Vec<usize>),
        joined: &'s mut String,
    ) -> &'s str {
        let row = self.rows[record] as usize;
        let (table, columns) = if record < self.sides.first {
            (self.first, &columns.0)
        } else {
            (self.second, &columns.1)
        };
        if let [column] = columns[..] {
            return table.cell(row, column);
        }
        joined.clear();
        for column in columns {
            let part = table.cell(row, *column);
            if !is_blank(part) {
                joined.push_str(part);
                joined.push(' ');
            }
        }
        joined
    }

    /// Gives equal cells one number; tells a record for each.
    fn distinct_cells(&self, columns: &(Vec<usize>, Vec<usize>)) -> (Vec<u32>, Vec<u32>) {
        let hashes: Vec<u64> = (0..self.sides.all)
            .into_par_iter()
            .map_init(String::new, |joined, record| {
                hash::text(self.cell(record, columns, joined))
            })
            .collect();
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut representatives = Vec::new();
        let raw_of = hashes
            .iter()
            .enumerate()
            .map(|(record, hash)| {
                *numbers.entry(*hash).or_insert_with(|| {
                    representatives.push(record as u32);
                    representatives.len() as u32 - 1
                })
            })
            .collect();
        (raw_of, representatives)
    }

    fn normal_forms(
        &self,
        role: Role,
        columns: &(Vec<usize>, Vec<usize>),
        records: &[u32],
    ) -> Chunk {
        let (mut joined, mut scratch, mut out) = (String::new(), String::new(), String::new());
        let mut chunk = Chunk {
            text: String::new(),
            ends: Vec::with_capacity(records.len()),
        };
        for record in records {
            let cell = self.cell(*record as usize, columns, &mut joined);
            if !is_blank(cell) {
                normalise(role, cell, &mut scratch, &mut out);
                chunk.text.push_str(&out);
            }
            chunk.ends.push(chunk.text.len());
        }
        chunk
    }
}

/// Gives equal normal forms one number; the empty form is number 0.
fn distinct_forms(chunks: &[Chunk]) -> (String, Vec<u32>, Vec<u32>) {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let (mut text, mut ends) = (String::new(), vec![0u32]);
    let mut value_of_raw = Vec::new();
    for chunk in chunks {
        let mut start = 0;
        for end in &chunk.ends {
            let form = &chunk.text[start..*end];
            start = *end;
            if form.is_empty() {
                value_of_raw.push(MISSING);
                continue;
            }
            let value = *numbers.entry(hash::text(form)).or_insert_with(|| {
                text.push_str(form);
                ends.push(text.len() as u32);
                ends.len() as u32 - 1
            });
            value_of_raw.push(value);
        }
    }
    (text, ends, value_of_raw)
}

fn number(form: &str) -> f64 {
    let digits: String = form.chars().filter(|c| *c != ' ').collect();
    digits.parse().unwrap_or(0.0)
}

/// One dictionary for the words of all fields, so that a given name can be met among surnames.
fn intern_words(fields: &mut [PreparedField]) -> Dictionary {
    let locals: Vec<(Dictionary, Vec<u32>, Vec<u32>)> = fields
        .par_iter()
        .map(|field| {
            if field.role.is_words() {
                local_words(field)
            } else {
                Default::default()
            }
        })
        .collect();
    let mut dictionary = Dictionary::default();
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    for (field, (local, words, word_ends)) in fields.iter_mut().zip(locals) {
        let global: Vec<u32> = (0..local.len() as u32)
            .map(|word| {
                let word = local.word(word);
                *numbers
                    .entry(hash::text(word))
                    .or_insert_with(|| dictionary.push(word))
            })
            .collect();
        field.words = words
            .into_iter()
            .map(|word| global[word as usize])
            .collect();
        field.word_ends = word_ends;
    }
    dictionary.finish();
    dictionary
}

/// More words than this add nothing to what two texts have in common.
const WORDS_PER_VALUE: usize = 48;

fn local_words(field: &PreparedField) -> (Dictionary, Vec<u32>, Vec<u32>) {
    let mut dictionary = Dictionary::default();
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let (mut words, mut ends) = (Vec::new(), Vec::with_capacity(field.len()));
    for value in 0..field.len() as u32 {
        for word in field
            .text(value)
            .split(' ')
            .filter(|w| !w.is_empty())
            .take(WORDS_PER_VALUE)
        {
            words.push(*numbers.entry(word).or_insert_with(|| dictionary.push(word)));
        }
        ends.push(words.len() as u32);
    }
    (dictionary, words, ends)
}
