//! One cell to the facts it states.

use std::str::FromStr;

use rulebook::{Fact, FactError, Flaw, Kind as FactKind, Value};
use vocab::text::is_absent;
use vocab::{DomainError, Message};

use super::message;
use crate::map::names::Names;
use crate::map::{Hint, Target, Unit};
use crate::policy::Policy;
use crate::row::Mark;

type Stated = Vec<(Fact, Value)>;

pub(super) struct Converter<'a> {
    policy: &'a Policy,
    names: &'static Names,
}

impl<'a> Converter<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self {
            policy,
            names: Names::builtin(),
        }
    }

    pub(super) fn read(
        &self,
        cell: &str,
        mark: Option<Mark>,
        target: Target,
        hint: Hint,
    ) -> Result<Stated, Message> {
        match mark {
            Some(Mark::Fault) => return Err(fault(cell)),
            Some(Mark::FormulaWithoutValue) => return Err(without_value()),
            _ => {}
        }
        match target {
            Target::Fact(fact) if fact.kind() == FactKind::Rupiah => self.amount(fact, cell, hint),
            Target::Fact(Fact::OwnerNpwp) => npwp(cell, mark),
            Target::Fact(fact) => fact_of(fact, cell, mark),
            Target::RtRw => Ok(rt_rw(cell)),
            Target::Channels | Target::Permits => Ok(self.list(target, cell)),
            _ => Ok(Vec::new()),
        }
    }

    /// An amount, made that of a year and with the zeros which the header says were left out.
    fn amount(&self, fact: Fact, cell: &str, hint: Hint) -> Result<Stated, Message> {
        let Some(Value::Rupiah(amount)) = one(fact, cell)? else {
            return Ok(Vec::new());
        };
        // A cell that brings its own "ribu" or "jt" does not need the header's.
        let spelt_out = cell
            .chars()
            .any(|letter| letter.is_alphabetic() && !"RrPp".contains(letter));
        let unit = match hint.unit {
            Some(Unit::Thousand) if !spelt_out => 1_000,
            Some(Unit::Million) if !spelt_out => 1_000_000,
            _ => 1,
        };
        let times = hint.per.map_or(1, |per| self.policy.per_year(per));
        match amount
            .checked_mul(unit)
            .and_then(|amount| amount.checked_mul(times))
        {
            Some(amount) => Ok(vec![(fact, Value::Rupiah(amount))]),
            None => Err(too_much(cell)),
        }
    }

    /// Every fact that the list names is so. "Tidak ada" says that none is; of what a list merely
    /// leaves out nothing is known, since nobody asked about it.
    fn list(&self, target: Target, cell: &str) -> Stated {
        let named = self.names.listed(target, cell);
        if named.is_empty() && is_absent(cell) {
            return self
                .names
                .list(target)
                .map(|fact| (fact, Value::Bool(false)))
                .collect();
        }
        named
            .into_iter()
            .map(|fact| (fact, Value::Bool(true)))
            .collect()
    }
}

fn one(fact: Fact, cell: &str) -> Result<Option<Value>, Message> {
    match Value::parse(fact, cell) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.flaw == Flaw::Empty || is_absent(cell) => Ok(None),
        // The noun's own code says more than that a noun complained.
        Err(FactError {
            flaw: Flaw::Noun(message),
            ..
        }) => Err(message),
        Err(error) => Err((&error).into()),
    }
}

fn fact_of(fact: Fact, cell: &str, mark: Option<Mark>) -> Result<Stated, Message> {
    let value = match (fact.kind(), mark) {
        // The nouns take ".0" as the sign of a number cell, which may have lost digits.
        (FactKind::Number(_) | FactKind::Permit(_), Some(Mark::Number)) if cell.len() > 1 => {
            one(fact, &format!("{cell}.0"))?
        }
        _ => one(fact, cell)?,
    };
    Ok(value.map(|value| (fact, value)).into_iter().collect())
}

/// A column "NPWP" holds numbers in some lists and ticks in others.
fn npwp(cell: &str, mark: Option<Mark>) -> Result<Stated, Message> {
    if let Ok(held) = Value::parse(Fact::NpwpHeld, cell) {
        return Ok(vec![(Fact::NpwpHeld, held)]);
    }
    let mut stated = fact_of(Fact::OwnerNpwp, cell, mark)?;
    if !stated.is_empty() {
        stated.push((Fact::NpwpHeld, Value::Bool(true)));
    }
    Ok(stated)
}

/// "03/02", "RT 3 RW 2", "003.002".
fn rt_rw(cell: &str) -> Stated {
    let mut numbers = cell
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| !digits.is_empty() && digits.len() <= 3);
    let number = |digits: &str| Value::Text(format!("{digits:0>3}").into_boxed_str());
    match (numbers.next(), numbers.next()) {
        (Some(rt), Some(rw)) => vec![(Fact::Rt, number(rt)), (Fact::Rw, number(rw))],
        (Some(rt), None) => vec![(Fact::Rt, number(rt))],
        _ => Vec::new(),
    }
}

/// A name in the form for comparing; `None` where the cell says that there is none.
pub(super) fn name<N>(cell: &str) -> Result<Option<N>, Message>
where
    N: FromStr,
    N::Err: DomainError,
{
    if is_absent(cell) {
        return Ok(None);
    }
    cell.parse()
        .map(Some)
        .map_err(|error: N::Err| (&error).into())
}

/// A name as it was written, if there is one.
pub(super) fn text(fact: Fact, cell: &str, is_name: bool) -> Stated {
    let value = is_name.then(|| Value::parse(fact, cell).ok()).flatten();
    value.map(|value| (fact, value)).into_iter().collect()
}

/// The source's own number of a row: anything short that says something.
pub(super) fn row_id(cell: &str) -> Option<Box<str>> {
    (!is_absent(cell) && cell.len() <= 100).then(|| cell.into())
}

fn fault(cell: &str) -> Message {
    Message {
        code: "cell.fault".to_owned(),
        id: format!("Rumus di sel ini gagal ({cell}); isi nilainya langsung."),
        en: format!("The formula of this cell failed ({cell}); type the value itself."),
    }
}

fn without_value() -> Message {
    message(
        "cell.formula",
        "Rumus di sel ini belum pernah dihitung; buka dan simpan di Excel, atau isi nilainya langsung.",
        "The formula of this cell was never calculated; open and save it in Excel, or type the value.",
    )
}

fn too_much(cell: &str) -> Message {
    Message {
        code: "cell.too_much".to_owned(),
        id: format!("\"{cell}\" menjadi terlalu besar setelah dikalikan; periksa satuannya."),
        en: format!("\"{cell}\" becomes too large when multiplied; check its unit."),
    }
}
