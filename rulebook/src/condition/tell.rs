//! A condition in words, for the page "why?".

use vocab::{KbliVersion, Lang, Rupiah, SizeClass};

use super::{Check, Condition, Day, PirtPart};
use crate::fact::{Fact, Kind};
use crate::kbli::CodeRanges;
use crate::stage::Risk;

/// The condition in words.
pub(crate) fn tell(condition: &Condition, lang: Lang) -> String {
    match condition {
        Condition::All(inner) => group(inner, word(lang, " dan ", " and "), lang),
        Condition::Any(inner) => group(inner, word(lang, " atau ", " or "), lang),
        Condition::Shared(_, inner) => tell(inner, lang),
        Condition::Not(inner) => format!("{} ({})", word(lang, "bukan", "not"), tell(inner, lang)),
        Condition::Surely(inner) => {
            format!(
                "{} ({})",
                word(lang, "sudah pasti", "surely"),
                tell(inner, lang)
            )
        }
        Condition::Fact(fact, check) => {
            format!("{}: {}", fact.label(lang), tell_check(*fact, *check, lang))
        }
        Condition::Kbli(ranges) => tell_codes(ranges, lang),
        Condition::Pirt(part) => tell_pirt(*part, lang).to_owned(),
        Condition::Size(classes) => {
            let chosen = chosen(u32::from(*classes), SizeClass::ALL.iter());
            let names = chosen.map(|class| class.label(lang).to_owned());
            format!(
                "{}: {}",
                word(lang, "Skala usaha", "Size"),
                any_of(names, lang)
            )
        }
        Condition::Risk(levels) => {
            let chosen = chosen(u32::from(*levels), Risk::ALL.iter());
            let names = chosen.map(|risk| risk.label(lang).to_lowercase());
            format!(
                "{}: {}",
                word(lang, "Tingkat risiko", "Risk level"),
                any_of(names, lang)
            )
        }
        Condition::Today { from, until } => {
            let bounds = (from.map(Day::Fixed), until.map(Day::Fixed));
            format!(
                "{}: {}",
                word(lang, "Hari ini", "Today"),
                tell_days(bounds, lang)
            )
        }
    }
}

fn tell_pirt(part: PirtPart, lang: Lang) -> &'static str {
    match part {
        PirtPart::Packaging => word(
            lang,
            "Nomor P-IRT cocok dengan bahan kemasan",
            "The P-IRT number agrees with the packaging",
        ),
        PirtPart::FoodType => word(
            lang,
            "Nomor P-IRT cocok dengan jenis pangan",
            "The P-IRT number agrees with the food type",
        ),
        PirtPart::Region => word(
            lang,
            "Nomor P-IRT cocok dengan kabupaten tempat usaha",
            "The P-IRT number agrees with the regency of the business",
        ),
    }
}

fn word(lang: Lang, id: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}

fn group(inner: &[Condition], joint: &str, lang: Lang) -> String {
    let parts = inner.iter().map(|part| match part {
        Condition::All(_) | Condition::Any(_) | Condition::Shared(..) => {
            format!("({})", tell(part, lang))
        }
        _ => tell(part, lang),
    });
    parts.collect::<Vec<_>>().join(joint)
}

fn any_of(names: impl Iterator<Item = String>, lang: Lang) -> String {
    let mut names: Vec<_> = names.collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => {
            format!("{}{}{last}", names.join(", "), word(lang, " atau ", " or "))
        }
        None => String::new(),
    }
}

fn chosen<'a, T: 'a>(
    bits: u32,
    all: impl Iterator<Item = &'a T> + 'a,
) -> impl Iterator<Item = &'a T> + 'a {
    all.zip(0_u32..)
        .filter(move |(_, at)| bits & (1 << at) != 0)
        .map(|(item, _)| item)
}

fn tell_check(fact: Fact, check: Check, lang: Lang) -> String {
    match check {
        Check::Is(true) => word(lang, "ya", "yes").to_owned(),
        Check::Is(false) => word(lang, "tidak", "no").to_owned(),
        Check::Held(true) => word(lang, "sudah ada", "held").to_owned(),
        Check::Held(false) => word(lang, "belum ada", "not held").to_owned(),
        Check::Known(true) => word(lang, "sudah diketahui", "known").to_owned(),
        Check::Known(false) => word(lang, "belum diketahui", "not known").to_owned(),
        Check::OneOf(choices) => {
            let chosen = chosen(choices, fact.choices().iter()).copied();
            let names = chosen.filter_map(|id| fact.choice(id));
            any_of(
                names.map(|choice| fact.choice_label(choice, lang).to_owned()),
                lang,
            )
        }
        Check::Number { least, most } => tell_range(fact, least, most, lang),
        Check::Date { from, until } => tell_days((from, until), lang),
    }
}

fn tell_range(fact: Fact, least: i64, most: i64, lang: Lang) -> String {
    let amount = |number: i64| match fact.kind() {
        Kind::Rupiah => Rupiah(number).to_string(),
        Kind::Days => format!("{number} {}", word(lang, "hari", "days")),
        _ => number.to_string(),
    };
    match (least == i64::MIN, most == i64::MAX) {
        (true, _) => format!(
            "{} {}",
            word(lang, "paling banyak", "at most"),
            amount(most)
        ),
        (_, true) => format!(
            "{} {}",
            word(lang, "paling sedikit", "at least"),
            amount(least)
        ),
        _ => format!(
            "{} {} {}",
            amount(least),
            word(lang, "sampai", "to"),
            amount(most)
        ),
    }
}

fn tell_days((from, until): (Option<Day>, Option<Day>), lang: Lang) -> String {
    let day = |day: Day| match day {
        Day::Fixed(date) => vocab::date::long_form(date, lang),
        Day::Today { months: 0 } => word(lang, "hari ini", "today").to_owned(),
        Day::Today { months } => {
            format!(
                "{months} {}",
                word(lang, "bulan dari hari ini", "months from today")
            )
        }
    };
    let from = from.map(|from| format!("{} {}", word(lang, "mulai", "from"), day(from)));
    let until = until.map(|until| format!("{} {}", word(lang, "sampai", "until"), day(until)));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}

fn tell_codes(ranges: &CodeRanges, lang: Lang) -> String {
    let edition = |version| {
        let codes: Vec<_> = ranges
            .of(version)
            .iter()
            .map(|range| tell_range_of_codes(*range))
            .collect();
        (!codes.is_empty()).then(|| format!("{} ({version})", codes.join(", ")))
    };
    let editions = [KbliVersion::V2020, KbliVersion::V2025]
        .into_iter()
        .filter_map(edition);
    format!(
        "{}: {}",
        word(lang, "Kode KBLI", "KBLI code"),
        editions.collect::<Vec<_>>().join("; ")
    )
}

fn tell_range_of_codes((first, last): (u32, u32)) -> String {
    if first == last {
        format!("{first:05}")
    } else {
        format!("{first:05}-{last:05}")
    }
}
