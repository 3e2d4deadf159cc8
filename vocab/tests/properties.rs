//! What holds for every text: no parser panics, and what a noun prints, it reads back as itself.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use vocab::check::{Kind, check};
use vocab::{
    BpomNumber, BusinessName, DomainError, Gazetteer, GeoPoint, HalalNumber, KbliCode, MerekNumber,
    Nib, Nik, Npwp, Period, PersonName, PhoneNumber, PirtNumber, RegionCode, Resolution, Rupiah,
    Sex, SizeClass,
};

/// Reads `text`; if it can be read, its official form must read back as the same noun, and if not,
/// the error must speak both languages.
fn round_trip<T>(text: &str) -> Result<(), TestCaseError>
where
    T: FromStr + Display + PartialEq + Debug,
    T::Err: DomainError,
{
    match text.parse::<T>() {
        Ok(noun) => {
            let again = noun.to_string().parse::<T>();
            prop_assert!(again.is_ok(), "{:?} printed {}, unreadable", text, noun);
            prop_assert_eq!(again.ok(), Some(noun));
        }
        Err(error) => {
            prop_assert!(error.code().contains('.'));
            prop_assert!(!error.id().is_empty() && !error.en().is_empty());
        }
    }
    Ok(())
}

fn all_nouns(text: &str) -> Result<(), TestCaseError> {
    round_trip::<BpomNumber>(text)?;
    round_trip::<BusinessName>(text)?;
    round_trip::<GeoPoint>(text)?;
    round_trip::<HalalNumber>(text)?;
    round_trip::<KbliCode>(text)?;
    round_trip::<MerekNumber>(text)?;
    round_trip::<Nib>(text)?;
    round_trip::<Nik>(text)?;
    round_trip::<Npwp>(text)?;
    round_trip::<Period>(text)?;
    round_trip::<PersonName>(text)?;
    round_trip::<PhoneNumber>(text)?;
    round_trip::<PirtNumber>(text)?;
    round_trip::<RegionCode>(text)?;
    round_trip::<Rupiah>(text)?;
    round_trip::<Sex>(text)?;
    round_trip::<SizeClass>(text)?;
    if let Ok(day) = vocab::date::parse_date(text) {
        prop_assert_eq!(vocab::date::parse_date(&day.to_string()).ok(), Some(day));
    }
    for kind in Kind::ALL {
        let line = serde_json::to_string(&check(kind, text, 2026));
        let whole = line.is_ok_and(|line| line.starts_with(r#"{"input":"#));
        prop_assert!(whole);
    }
    Ok(())
}

/// A number with the dirt people and spreadsheets leave on it.
fn dirty(number: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let dirt = prop_oneof![
        Just(""),
        Just("'"),
        Just(" "),
        Just("\u{a0}"),
        Just("-"),
        Just("."),
        Just("\u{200b}"),
    ];
    (number, dirt.clone(), proptest::collection::vec(dirt, 16)).prop_map(
        |(number, first, between)| {
            let mut text = first.to_owned();
            let dots_until = number.len().saturating_sub(3);
            for (at, (c, dirt)) in number.chars().zip(between.iter().cycle()).enumerate() {
                text.push(c);
                // A dot before closing zeros would make it a floating-point number.
                text.push_str(if *dirt == "." && at >= dots_until {
                    "-"
                } else {
                    dirt
                });
            }
            text
        },
    )
}

fn nik() -> impl Strategy<Value = String> {
    (
        1_u32..=20,
        1_u32..=28,
        1_u32..=12,
        0_u32..=99,
        any::<bool>(),
        1_u32..=9999,
    )
        .prop_map(|(district, day, month, year, woman, serial)| {
            let day = if woman { day + 40 } else { day };
            format!("3324{district:02}{day:02}{month:02}{year:02}{serial:04}")
        })
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,60}") {
        all_nouns(&text)?;
    }

    #[test]
    fn nor_do_control_characters(text in any::<String>()) {
        all_nouns(&text)?;
    }

    #[test]
    fn nor_does_anything_like_a_number(text in "[-+ '.,:/0-9eERpjtrbKM()°]{0,40}") {
        all_nouns(&text)?;
    }

    #[test]
    fn nor_does_anything_like_a_labelled_number(
        text in "(NIK|NIB|P-IRT|MD|ML|ID|IDM|KBLI|Rp|HP)?[ .:-]{0,3}[0-9]{0,18}(-[0-9]{2})?(\\.0)?"
    ) {
        all_nouns(&text)?;
    }

    #[test]
    fn nor_does_anything_like_a_date(text in "[0-9]{1,4}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{1,4}") {
        all_nouns(&text)?;
    }

    #[test]
    fn dirt_does_not_change_a_nik(clean in nik(), dirt in dirty(Just(String::new())), text in nik().prop_flat_map(|n| dirty(Just(n.clone())).prop_map(move |d| (n.clone(), d)))) {
        prop_assert!(dirt.parse::<Nik>().is_err());
        prop_assert!(clean.parse::<Nik>().is_ok());
        let (clean, dirty) = text;
        prop_assert_eq!(dirty.parse::<Nik>().map(|n| n.to_string()), Ok(clean));
    }

    #[test]
    fn dirt_does_not_change_a_mobile_number(text in "8[1-9][0-9]{7,10}".prop_flat_map(|n| (prop_oneof![Just("0"), Just("+62"), Just("62"), Just("")], dirty(Just(n.clone())), Just(n)))) {
        let (prefix, dirty, clean) = text;
        let phone = format!("{prefix}{dirty}").parse::<PhoneNumber>().map(|p| p.to_string());
        prop_assert_eq!(phone, Ok(format!("+62{clean}")));
    }

    #[test]
    fn every_amount_reads_back(amount in 0_i64..=Rupiah::MAX.0) {
        let rupiah = Rupiah(amount);
        prop_assert_eq!(rupiah.to_string().parse(), Ok(rupiah));
        prop_assert_eq!(format!("{rupiah},00").parse(), Ok(rupiah));
        prop_assert_eq!(amount.to_string().parse(), Ok(rupiah));
    }

    #[test]
    fn millions_read_as_millions(tenths in 1_i64..=9_999) {
        let text = format!("{},{} jt", tenths / 10, tenths % 10);
        prop_assert_eq!(text.parse(), Ok(Rupiah(tenths * 100_000)));
    }

    #[test]
    fn normal_forms_are_their_own_normal_form(text in "[A-Za-z.,' ]{1,40}") {
        if let Ok(name) = text.parse::<PersonName>() {
            let again: Result<PersonName, _> = name.normal().parse();
            prop_assert_eq!(again.as_ref().map(PersonName::normal), Ok(name.normal()));
        }
        if let Ok(name) = text.parse::<BusinessName>() {
            let again: Result<BusinessName, _> = name.normal().parse();
            prop_assert_eq!(again.as_ref().map(BusinessName::normal), Ok(name.normal()));
            let core: Result<BusinessName, _> = name.core().parse();
            prop_assert_eq!(core.as_ref().map(BusinessName::core), Ok(name.core()));
        }
        let place = vocab::region::normal_place(&text);
        // Shorter keys may happen to spell a word such as `desa`.
        if place.len() > 9 {
            prop_assert_eq!(vocab::region::normal_place(&place), place);
        }
    }

    #[test]
    fn every_day_reads_back(days in 1_i64..73_000) {
        let day = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day") + chrono::TimeDelta::days(days);
        for text in [
            day.to_string(),
            day.format("%d/%m/%Y").to_string(),
            vocab::date::long_form(day, vocab::Lang::Id),
            vocab::date::long_form(day, vocab::Lang::En),
        ] {
            prop_assert_eq!(vocab::date::parse_date(&text).ok(), Some(day), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_gazetteer_panic(village in "\\PC{0,50}", district in proptest::option::of("\\PC{0,20}")) {
        thread_local!(static KENDAL: Gazetteer = Gazetteer::kendal());
        KENDAL.with(|kendal| {
            if let Resolution::Many(codes) = kendal.resolve(&village, district.as_deref()) {
                assert!(codes.len() > 1, "Many means more than one");
            }
        });
    }
}
