//! Reading conditions from a rule file.

use std::collections::BTreeMap;

use vocab::SizeClass;

use super::{Check, Condition, Day, PirtPart};
use crate::fact::{Fact, Kind};
use crate::kbli::CodeRanges;
use crate::reader::{Node, Reader};
use crate::stage::Risk;

/// Conditions that rules may use by name.
#[derive(Debug, Default)]
pub(crate) struct Named(BTreeMap<String, Condition>);

impl Named {
    /// Adds a condition; false if the name is taken.
    pub(crate) fn add(&mut self, name: &str, condition: Condition) -> bool {
        if self.0.contains_key(name) {
            return false;
        }
        // Beyond the last slot conditions are kept as they are and looked at each time.
        let slot = u8::try_from(self.0.len())
            .ok()
            .filter(|slot| u32::from(*slot) < u64::BITS);
        let condition = match slot {
            Some(slot) => Condition::Shared(slot, Box::new(condition)),
            None => condition,
        };
        self.0.insert(name.to_owned(), condition);
        true
    }
}

const FORMS: &str = "fact, kbli, pirt, size, risk, today, all, any, not, surely, use";

/// Reads a list of conditions: all must hold, and a later one is asked about only when the earlier
/// ones are known to hold.
pub(crate) fn read_conditions(
    reader: &mut Reader,
    node: Node<'_>,
    named: &Named,
) -> Vec<Condition> {
    let items = node.items(reader);
    items
        .into_iter()
        .filter_map(|item| read_condition(reader, item, named))
        .collect()
}

/// Reads one condition; `None` if something is wrong with it, which is then reported.
pub(crate) fn read_condition(
    reader: &mut Reader,
    node: Node<'_>,
    named: &Named,
) -> Option<Condition> {
    let form = node
        .members()
        .find(|(key, _)| FORMS.split(", ").any(|form| form == *key));
    let Some((form, inner)) = form else {
        node.complain(
            reader,
            format!("Syarat harus memuat salah satu dari: {FORMS}."),
            format!("A condition must have one of: {FORMS}."),
        );
        return None;
    };
    if form != "fact" {
        node.deny_unknown(reader, &[form]);
    }
    match form {
        "fact" => read_fact(reader, node, inner),
        "kbli" => CodeRanges::read(reader, inner).map(Condition::Kbli),
        "pirt" => read_pirt(reader, inner),
        "size" => read_names(reader, inner, &["mikro", "kecil", "menengah", "besar"])
            .map(|bits| Condition::Size(low_byte(bits))),
        "risk" => {
            let ids: Vec<_> = Risk::ALL.iter().map(|risk| risk.id()).collect();
            read_names(reader, inner, &ids).map(|bits| Condition::Risk(low_byte(bits)))
        }
        "today" => read_today(reader, inner),
        "all" => read_group(reader, inner, named).map(Condition::All),
        "any" => read_group(reader, inner, named).map(Condition::Any),
        "not" => read_condition(reader, inner, named).map(|it| Condition::Not(Box::new(it))),
        "surely" => read_condition(reader, inner, named).map(|it| Condition::Surely(Box::new(it))),
        _ => read_use(reader, inner, named),
    }
}

fn read_pirt(reader: &mut Reader, node: Node<'_>) -> Option<Condition> {
    let name = node.need_str(reader)?;
    let part = PirtPart::ALL.iter().find(|(_, known)| *known == name);
    if part.is_none() {
        node.wrong_type(
            reader,
            "packaging, food_type, atau region",
            "packaging, food_type or region",
        );
    }
    part.map(|(part, _)| Condition::Pirt(*part))
}

fn low_byte(bits: u32) -> u8 {
    u8::try_from(bits).unwrap_or(u8::MAX)
}

fn read_group(reader: &mut Reader, node: Node<'_>, named: &Named) -> Option<Vec<Condition>> {
    let conditions = read_conditions(reader, node, named);
    if conditions.is_empty() {
        // An empty list would hold always (all) or never (any): surely not what was meant.
        node.wrong_type(
            reader,
            "paling sedikit satu syarat",
            "at least one condition",
        );
        return None;
    }
    Some(conditions)
}

fn read_use(reader: &mut Reader, node: Node<'_>, named: &Named) -> Option<Condition> {
    let name = node.need_str(reader)?;
    let found = named.0.get(name).cloned();
    if found.is_none() {
        node.complain(
            reader,
            format!("Tidak ada syarat bernama \"{name}\" sebelum baris ini di conditions.toml."),
            format!("No condition named \"{name}\" stands before this line in conditions.toml."),
        );
    }
    found
}

/// A list of names as bits, in the order of `all`.
fn read_names(reader: &mut Reader, node: Node<'_>, all: &[&str]) -> Option<u32> {
    let mut bits = 0;
    let items = node.items(reader);
    if items.is_empty() && node.is_array() {
        node.wrong_type(reader, "paling sedikit satu pilihan", "at least one choice");
    }
    for item in items {
        let Some(name) = item.need_str(reader) else {
            continue;
        };
        match all.iter().position(|known| *known == name) {
            Some(at) => bits |= 1_u32 << at,
            None => item.complain(
                reader,
                format!("\"{name}\" bukan pilihan; yang ada: {}.", all.join(", ")),
                format!("\"{name}\" is no choice; there are: {}.", all.join(", ")),
            ),
        }
    }
    (bits != 0).then_some(bits)
}

fn read_today(reader: &mut Reader, node: Node<'_>) -> Option<Condition> {
    node.deny_unknown(reader, &["from", "until"]);
    let mut date = |key| {
        let node = node.get(key)?;
        let date = node.date();
        if date.is_none() {
            node.wrong_type(
                reader,
                "tanggal, misalnya 2026-10-17",
                "a date such as 2026-10-17",
            );
        }
        date
    };
    let (from, until) = (date("from"), date("until"));
    if from.is_none() && until.is_none() {
        node.wrong_type(reader, "from, until, atau keduanya", "from, until or both");
        return None;
    }
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        complain_empty_range(reader, node);
        return None;
    }
    Some(Condition::Today { from, until })
}

fn complain_empty_range(reader: &mut Reader, node: Node<'_>) {
    node.complain(
        reader,
        "Batas bawah lebih besar daripada batas atas.".to_owned(),
        "The lower bound is above the upper bound.".to_owned(),
    );
}

fn read_fact(reader: &mut Reader, node: Node<'_>, name: Node<'_>) -> Option<Condition> {
    let id = name.need_str(reader)?;
    let Some(fact) = Fact::from_id(id) else {
        name.complain(
            reader,
            format!("Tidak ada data bernama \"{id}\"; lihat facts.toml."),
            format!("There is no fact named \"{id}\"; see facts.toml."),
        );
        return None;
    };
    if node.get("known").is_some() {
        node.deny_unknown(reader, &["fact", "known"]);
        return read_bool(reader, node, "known")
            .map(|yes| Condition::Fact(fact, Check::Known(yes)));
    }
    let check = match fact.kind() {
        Kind::Bool => {
            node.deny_unknown(reader, &["fact", "is"]);
            read_bool(reader, node, "is").map(Check::Is)
        }
        Kind::Permit(_) => {
            node.deny_unknown(reader, &["fact", "held"]);
            read_bool(reader, node, "held").map(Check::Held)
        }
        Kind::Choice(ids) => {
            node.deny_unknown(reader, &["fact", "in"]);
            let list = node.need(reader, "in")?;
            read_names(reader, list, ids).map(Check::OneOf)
        }
        Kind::Count | Kind::Days | Kind::Rupiah | Kind::Year => read_number(reader, node),
        Kind::Date => read_date(reader, node),
        Kind::Text | Kind::Number(_) | Kind::Kbli | Kind::Region | Kind::Point => {
            node.deny_unknown(reader, &["fact", "known"]);
            node.complain(
                reader,
                format!("Untuk {fact} hanya known = true atau false yang dapat ditanyakan."),
                format!("Of {fact} only known = true or false can be asked."),
            );
            None
        }
    };
    check.map(|check| Condition::Fact(fact, check))
}

fn read_bool(reader: &mut Reader, node: Node<'_>, key: &str) -> Option<bool> {
    let node = node.need(reader, key)?;
    if node.bool().is_none() {
        node.wrong_type(reader, "true atau false", "true or false");
    }
    node.bool()
}

fn read_number(reader: &mut Reader, node: Node<'_>) -> Option<Check> {
    node.deny_unknown(
        reader,
        &["fact", "at_least", "at_most", "more_than", "less_than"],
    );
    let mut number = |key| {
        let node = node.get(key)?;
        let number = node.integer().filter(|number| *number >= 0);
        if number.is_none() {
            node.wrong_type(reader, "bilangan bulat", "a whole number");
        }
        number
    };
    let least = number("at_least").or_else(|| number("more_than").map(|it| it.saturating_add(1)));
    let most = number("at_most").or_else(|| number("less_than").map(|it| it.saturating_sub(1)));
    if least.is_none() && most.is_none() {
        node.wrong_type(
            reader,
            "at_least, at_most, more_than, atau less_than",
            "at_least, at_most, more_than or less_than",
        );
        return None;
    }
    let (least, most) = (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX));
    if least > most {
        complain_empty_range(reader, node);
        return None;
    }
    Some(Check::Number { least, most })
}

fn read_date(reader: &mut Reader, node: Node<'_>) -> Option<Check> {
    node.deny_unknown(reader, &["fact", "from", "until"]);
    let from = node.get("from").map(|node| read_day(reader, node));
    let until = node.get("until").map(|node| read_day(reader, node));
    match (from, until) {
        (None, None) => {
            node.wrong_type(reader, "from, until, atau keduanya", "from, until or both");
            None
        }
        (from, until) => Some(Check::Date {
            from: from.map_or(Some(None), |day| day.map(Some))?,
            until: until.map_or(Some(None), |day| day.map(Some))?,
        }),
    }
}

/// `2026-10-17`, `"today"` or `"today + 6 months"`.
fn read_day(reader: &mut Reader, node: Node<'_>) -> Option<Day> {
    let counted = |text: &str| {
        let rest = text.strip_prefix("today")?.trim();
        if rest.is_empty() {
            return Some(0);
        }
        let months = rest.strip_prefix('+')?.trim();
        months
            .strip_suffix("months")
            .or_else(|| months.strip_suffix("month"))?
            .trim()
            .parse()
            .ok()
    };
    let day = node.date().map(Day::Fixed).or_else(|| {
        node.str()
            .and_then(counted)
            .map(|months| Day::Today { months })
    });
    if day.is_none() {
        node.wrong_type(
            reader,
            "tanggal seperti 2026-10-17, atau \"today + 6 months\"",
            "a date such as 2026-10-17, or \"today + 6 months\"",
        );
    }
    day
}

/// The bit of a size class, in the order the rule files name them.
pub(super) fn size_bit(class: SizeClass) -> u8 {
    1 << match class {
        SizeClass::Mikro => 0,
        SizeClass::Kecil => 1,
        SizeClass::Menengah => 2,
        SizeClass::Besar => 3,
    }
}
