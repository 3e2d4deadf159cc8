//! Checks one value and tells everything that can be read from it.
//!
//! The result prints as one JSON object, `{"input":…,"ok":true,"value":…,"parts":{…}}` or
//! `{"input":…,"ok":false,"error":{"code":…,"id":…,"en":…}}`.

use std::str::FromStr;
use std::sync::LazyLock;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::{Value, json};

use crate::bpom::{BpomForm, BpomNumber, BpomOrigin};
use crate::phone::PhoneKind;
use crate::pirt::Named;
use crate::region::province_name;
use crate::{
    DomainError, Gazetteer, HalalNumber, KbliCode, Lang, Message, Nib, Nik, Npwp, PhoneNumber,
    PirtNumber, RegionCode, Rupiah,
};

/// What kind of value to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Population number.
    Nik,
    /// Business number.
    Nib,
    /// Taxpayer number.
    Npwp,
    /// Home-industry food number.
    Pirt,
    /// Food registration number.
    Bpom,
    /// Halal certificate number.
    Halal,
    /// Activity code.
    Kbli,
    /// Telephone number.
    Phone,
    /// Amount of money.
    Rupiah,
}

crate::domain_error! {
    /// A word which names no kind of value.
    KindError {
        /// A word not known here.
        Unknown { found: String } => "check.unknown_kind",
            "Jenis \"{found}\" tidak dikenal; pilih nik, nib, npwp, pirt, bpom, halal, kbli, phone atau rupiah.",
            "Kind \"{found}\" is not known; choose nik, nib, npwp, pirt, bpom, halal, kbli, phone or rupiah.";
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Nik,
        Self::Nib,
        Self::Npwp,
        Self::Pirt,
        Self::Bpom,
        Self::Halal,
        Self::Kbli,
        Self::Phone,
        Self::Rupiah,
    ];

    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::Nib => "nib",
            Self::Npwp => "npwp",
            Self::Pirt => "pirt",
            Self::Bpom => "bpom",
            Self::Halal => "halal",
            Self::Kbli => "kbli",
            Self::Phone => "phone",
            Self::Rupiah => "rupiah",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = KindError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| word.eq_ignore_ascii_case(kind.as_str()))
            .ok_or_else(|| KindError::Unknown {
                found: word.chars().take(40).collect(),
            })
    }
}

/// A good value and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The official form; a number for rupiah.
    pub value: Value,
    /// Everything that can be read from it.
    pub parts: Value,
}

/// What came of checking one value.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// The text as given.
    pub input: String,
    /// The reading, or what is wrong.
    pub outcome: Result<Reading, Message>,
}

impl CheckResult {
    /// Was the value good?
    pub const fn is_ok(&self) -> bool {
        self.outcome.is_ok()
    }
}

impl Serialize for CheckResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("CheckResult", 4)?;
        object.serialize_field("input", &self.input)?;
        object.serialize_field("ok", &self.is_ok())?;
        match &self.outcome {
            Ok(reading) => {
                object.serialize_field("value", &reading.value)?;
                object.serialize_field("parts", &reading.parts)?;
            }
            Err(message) => object.serialize_field("error", message)?,
        }
        object.end()
    }
}

/// Checks one value. `this_year` decides the century of a birth date within a NIK.
pub fn check(kind: Kind, input: &str, this_year: i32) -> CheckResult {
    let outcome = match kind {
        Kind::Nik => read(input, |nik: &Nik| nik_parts(nik, this_year)),
        Kind::Nib => read(input, |nib: &Nib| json!({ "digits": nib.as_str().len() })),
        Kind::Npwp => read(input, npwp_parts),
        Kind::Pirt => read(input, pirt_parts),
        Kind::Bpom => read(input, bpom_parts),
        Kind::Halal => read(input, halal_parts),
        Kind::Kbli => read(input, kbli_parts),
        Kind::Phone => read(input, phone_parts),
        Kind::Rupiah => read(input, rupiah_parts).map(|reading| Reading {
            value: reading.parts.get("amount").cloned().unwrap_or_default(),
            ..reading
        }),
    };
    CheckResult {
        input: input.to_owned(),
        outcome,
    }
}

fn read<T>(input: &str, parts: impl Fn(&T) -> Value) -> Result<Reading, Message>
where
    T: FromStr + ToString,
    T::Err: DomainError,
{
    let noun: T = input.parse().map_err(|error: T::Err| error.message())?;
    Ok(Reading {
        value: Value::String(noun.to_string()),
        parts: parts(&noun),
    })
}

/// The name of a region, as far as the embedded table and the list of provinces go.
fn region_name(code: &RegionCode) -> Option<String> {
    static KENDAL: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::kendal);
    KENDAL
        .name(code)
        .or_else(|| province_name(code.as_str()))
        .map(str::to_owned)
}

fn nik_parts(nik: &Nik, this_year: i32) -> Value {
    json!({
        "province": nik.province(),
        "province_name": region_name(&nik.province()),
        "regency": nik.regency(),
        "regency_name": region_name(&nik.regency()),
        "district": nik.district(),
        "district_name": region_name(&nik.district()),
        "birth_date": nik.birth_date(this_year).map(|day| day.to_string()),
        "sex": nik.sex(),
        "serial": nik.serial(),
        "specimen": nik.is_specimen(),
    })
}

fn npwp_parts(npwp: &Npwp) -> Value {
    json!({
        "kind": if npwp.nik().is_some() { "nik" } else { "with_leading_zero" },
        "old_form": npwp.old_form(),
        // No official text at hand states the rule, so this is a hint and never an error.
        "check_digit_agrees_unofficial": npwp.check_digit_agrees(),
    })
}

fn named(name: Option<Named>, code: &str) -> Value {
    json!({ "code": code, "id": name.map(|n| n.id), "en": name.map(|n| n.en) })
}

fn pirt_parts(pirt: &PirtNumber) -> Value {
    json!({
        "packaging": named(pirt.packaging(), pirt.digits().get(..1).unwrap_or_default()),
        "food_type": named(pirt.food_type(), pirt.food_type_code()),
        "region": pirt.regency(),
        "region_name": region_name(&pirt.regency()),
        "product": pirt.product(),
        "producer": pirt.producer(),
        "expiry_year": pirt.expiry_year(),
    })
}

fn bpom_parts(bpom: &BpomNumber) -> Value {
    let part = |from: usize, to: usize| bpom.digits().get(from..to).map(str::to_owned);
    let origin = match bpom.origin() {
        BpomOrigin::Domestic => "domestic",
        BpomOrigin::Imported => "imported",
    };
    match bpom.form() {
        BpomForm::RiskBased => json!({
            "origin": origin,
            "form": "risk_based",
            "risk": part(0, 1),
            "packaging": part(1, 2),
            "province": bpom.province(),
            "type": part(4, 6),
            "sequence": part(6, 10),
            "company": part(10, 15),
        }),
        BpomForm::Legacy => json!({
            "origin": origin,
            "form": "legacy",
            "packaging": part(0, 1),
            "type": part(1, 4),
            "province": bpom.province(),
        }),
    }
}

fn halal_parts(halal: &HalalNumber) -> Value {
    let province = halal.province();
    json!({
        // Seen in samples; BPJPH has published no decoding.
        "province_inferred": province,
        "province_name": province.and_then(|p| region_name(&p)),
        "issued_inferred": halal.issued().map(|(year, month)| format!("{year}-{month:02}")),
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "`read` passes every noun by reference"
)]
fn kbli_parts(kbli: &KbliCode) -> Value {
    json!({
        "version": kbli.version(),
        "code": kbli.code(),
        "section": kbli.section(),
        "division": kbli.code().get(..2),
        "group": kbli.code().get(..3),
        "class": kbli.code().get(..4),
    })
}

fn phone_parts(phone: &PhoneNumber) -> Value {
    json!({
        "e164": phone,
        "national": phone.national(),
        "kind": phone.kind().as_str(),
        // Operators' number ranges are reassigned, and no list of them is at hand.
        "operator": if phone.kind() == PhoneKind::Mobile { Value::from("unknown") } else { Value::Null },
        "whatsapp": phone.whatsapp_link(""),
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "`read` passes every noun by reference"
)]
fn rupiah_parts(amount: &Rupiah) -> Value {
    json!({
        "amount": amount,
        "display": amount.to_string(),
        "sales_class": crate::SizeClass::by_sales(*amount).label(Lang::Id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: Kind, input: &str) -> String {
        serde_json::to_string(&check(kind, input, 2026)).expect("JSON")
    }

    #[test]
    fn a_good_value_prints_its_parts() {
        assert_eq!(
            line(Kind::Nik, "'3324 1241 0180 0001"),
            concat!(
                r#"{"input":"'3324 1241 0180 0001","ok":true,"value":"3324124101800001","parts":"#,
                r#"{"birth_date":"1980-01-01","district":"33.24.12","district_name":"Weleri","#,
                r#""province":"33","province_name":"Jawa Tengah","regency":"33.24","#,
                r#""regency_name":"Kendal","serial":1,"sex":"P","specimen":false}}"#
            )
        );
        assert_eq!(
            line(Kind::Rupiah, "1,25 jt"),
            concat!(
                r#"{"input":"1,25 jt","ok":true,"value":1250000,"parts":"#,
                r#"{"amount":1250000,"display":"Rp1.250.000","sales_class":"mikro"}}"#
            )
        );
    }

    #[test]
    fn a_bad_value_prints_what_is_wrong_in_both_languages() {
        assert_eq!(
            line(Kind::Nib, "123"),
            concat!(
                r#"{"input":"123","ok":false,"error":{"code":"nib.length","#,
                r#""id":"NIB terdiri dari 13 angka; yang ini 3 angka.","#,
                r#""en":"A NIB has 13 digits; this one has 3."}}"#
            )
        );
    }

    #[test]
    fn every_kind_has_a_good_value() {
        for (kind, input) in [
            (Kind::Nik, "3324120101800001"),
            (Kind::Nib, "8123456789012"),
            (Kind::Npwp, "09.254.294.3-407.000"),
            (Kind::Pirt, "P-IRT 6073302010556-27"),
            (Kind::Bpom, "MD 240935001200027"),
            (Kind::Halal, "ID33110003549730523"),
            (Kind::Kbli, "2025:10307"),
            (Kind::Phone, "0812-3456-7890"),
            (Kind::Rupiah, "500rb"),
        ] {
            let result = check(kind, input, 2026);
            assert!(result.is_ok(), "{kind}: {:?}", result.outcome);
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert!(!check(kind, "entah", 2026).is_ok(), "{kind}");
        }
    }
}
