//! Every rule a code must keep, told all at once rather than one by one.

use crate::amount::Amount;
use crate::code::{Initiation, Qris};
use crate::crc::crc16;
use crate::finding::{Finding, Path, What};
use crate::spec::{self, Form};
use crate::tlv::{self, Element, LengthUnit, Tag};

impl Qris {
    /// All findings, in the order of reading: format, CRC, structure, what is missing, values.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        found.extend(format(self.elements()));
        found.extend(crc(self));
        structure(self, &mut found);
        required(self, &mut found);
        values(self, &mut found);
        tip(self, &mut found);
        advice(self, &mut found);
        found
    }

    /// Whether nothing stops a payment. Warnings do not.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.check().iter().any(Finding::is_error)
    }
}

fn format(elements: &[Element]) -> Option<Finding> {
    let Some(format) = elements.iter().find(|element| element.tag == spec::FORMAT) else {
        return Some(Finding::FormatMissing);
    };
    if elements
        .first()
        .is_some_and(|first| first.tag != spec::FORMAT)
    {
        return Some(Finding::FormatNotFirst);
    }
    (format.value != "01").then(|| Finding::FormatUnknown {
        found: format.value.clone(),
    })
}

fn crc(code: &Qris) -> Vec<Finding> {
    let mut found = Vec::new();
    let elements = code.elements();
    let Some(at) = elements.iter().position(|element| element.tag == spec::CRC) else {
        return vec![Finding::CrcMissing];
    };
    if at + 1 != elements.len() {
        found.push(Finding::CrcNotLast);
    }
    let (before, from) = elements.split_at(at);
    let Some(written) = from.first().map(|element| element.value.as_str()) else {
        return found;
    };
    if written.len() != 4 || !written.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        found.push(Finding::CrcForm {
            found: written.to_owned(),
        });
        return found;
    }
    let Some(expected) = crc_after(before, code.unit()) else {
        return found;
    };
    if !written.eq_ignore_ascii_case(&expected) {
        found.push(Finding::CrcMismatch {
            found: written.to_owned(),
            expected,
        });
    } else if written != expected {
        found.push(Finding::CrcLowercase {
            found: written.to_owned(),
        });
    }
    found
}

/// The CRC that belongs after these elements; `None` only if one of them cannot be written at all.
pub(crate) fn crc_after(elements: &[Element], unit: LengthUnit) -> Option<String> {
    let text = tlv::encode(elements, unit).ok()?;
    Some(format!(
        "{:04X}",
        crc16(format!("{text}{}04", spec::CRC).as_bytes())
    ))
}

fn structure(code: &Qris, found: &mut Vec<Finding>) {
    duplicates(code.elements(), None, found);
    for Element { tag, value } in code.elements() {
        if !value.is_ascii() {
            found.push(Finding::NotAscii {
                path: Path::root(*tag),
            });
        }
        if let Some(rule) = spec::root_form(*tag) {
            found.extend(form(Path::root(*tag), value, rule));
        }
        if spec::is_template(*tag) {
            template(*tag, value, code.unit(), found);
        }
    }
    let middle = code.elements().iter().map(|element| element.tag);
    if !middle
        .filter(|tag| ![spec::FORMAT, spec::CRC].contains(tag))
        .is_sorted()
    {
        found.push(Finding::OutOfOrder);
    }
}

fn template(tag: Tag, value: &str, unit: LengthUnit, found: &mut Vec<Finding>) {
    let Ok(fields) = tlv::decode(value, unit) else {
        found.push(Finding::TemplateBroken {
            path: Path::root(tag),
        });
        return;
    };
    duplicates(&fields, Some(tag), found);
    for field in &fields {
        if let Some(rule) = spec::inner_form(tag, field.tag) {
            found.extend(form(Path::inner(tag, field.tag), &field.value, rule));
        }
    }
}

fn duplicates(elements: &[Element], template: Option<Tag>, found: &mut Vec<Finding>) {
    let mut tags: Vec<_> = elements.iter().map(|element| element.tag).collect();
    tags.sort_unstable();
    for same in tags.chunk_by(PartialEq::eq).filter(|same| same.len() > 1) {
        found.extend(same.first().map(|tag| Finding::Duplicate {
            path: Path {
                template,
                tag: *tag,
            },
        }));
    }
}

fn form(path: Path, value: &str, rule: Form) -> Option<Finding> {
    let path = What(path);
    let length = value.chars().count();
    if length > rule.max {
        Some(Finding::TooLong {
            path,
            length,
            max: rule.max,
        })
    } else if length == 0 {
        Some(Finding::Blank { path })
    } else if rule.exact && length != rule.max {
        Some(Finding::NotExact {
            path,
            length,
            exact: rule.max,
        })
    } else if rule.digits && !value.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(Finding::NotDigits { path })
    } else {
        None
    }
}

fn required(code: &Qris, found: &mut Vec<Finding>) {
    let absent = spec::REQUIRED
        .into_iter()
        .filter(|tag| code.value(*tag).is_none());
    found.extend(absent.map(|tag| Finding::Missing {
        path: What(Path::root(tag)),
    }));
    if !code
        .elements()
        .iter()
        .any(|element| spec::is_account(element.tag))
    {
        found.push(Finding::AccountMissing);
    }
}

fn values(code: &Qris, found: &mut Vec<Finding>) {
    let differs = |tag, wanted: &str| {
        code.value(tag)
            .filter(|value| *value != wanted)
            .map(str::to_owned)
    };
    if code.initiation().is_none() {
        let written = code.value(spec::INITIATION).map(str::to_owned);
        found.extend(written.map(|found| Finding::InitiationUnknown { found }));
    }
    found.extend(differs(spec::CURRENCY, spec::RUPIAH).map(|found| Finding::Currency { found }));
    found.extend(differs(spec::COUNTRY, spec::INDONESIA).map(|found| Finding::Country { found }));
    if let Some(written) = code.value(spec::AMOUNT)
        && written.parse::<Amount>().is_err()
    {
        found.push(Finding::AmountForm {
            found: written.to_owned(),
        });
    }
    match (code.initiation(), code.value(spec::AMOUNT)) {
        (Some(Initiation::Static), Some(_)) => found.push(Finding::AmountOnStatic),
        (Some(Initiation::Dynamic), None) => found.push(Finding::AmountMissing),
        _ => {}
    }
}

fn tip(code: &Qris, found: &mut Vec<Finding>) {
    let indicator = code.value(spec::TIP);
    if let Some(unknown) = indicator.filter(|value| !["01", "02", "03"].contains(value)) {
        found.push(Finding::TipUnknown {
            found: unknown.to_owned(),
        });
    }
    for (tag, announced_by, max) in [(spec::TIP_FIXED, "02", 13), (spec::TIP_PERCENT, "03", 5)] {
        let path = Path::root(tag);
        match (code.value(tag), indicator == Some(announced_by)) {
            (None, true) => found.push(Finding::TipMissing { path }),
            (Some(_), false) => found.push(Finding::TipOrphan { path }),
            (Some(value), true) if !tip_value(value, max, tag == spec::TIP_PERCENT) => {
                found.push(Finding::TipForm {
                    path,
                    found: value.to_owned(),
                });
            }
            _ => {}
        }
    }
}

/// Digits with at most two decimals, more than nothing, and for per cent below 100.
fn tip_value(value: &str, max: usize, percent: bool) -> bool {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    value.len() <= max
        && digits(whole)
        && digits(decimals)
        && decimals.len() <= 2
        && value.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
        && (!percent || whole.trim_start_matches('0').len() <= 2)
}

fn advice(code: &Qris, found: &mut Vec<Finding>) {
    if code.nmid().is_none() {
        found.push(Finding::NationalMissing);
    }
    if code.postal_code().is_none() {
        found.push(Finding::PostalMissing);
    }
}
