//! Codes made by qriskit 0.2.0, an independent implementation, and what must become of them.

#![expect(clippy::unwrap_used, reason = "a helper of a test may stop it")]

use proptest::prelude::*;
use qris::{Amount, BuildError, Finding, Initiation, Qris, Reference, report};

const STATIC: &str = "00020101021126610014COM.GO-JEK.WWW01189360091401234567890210G1234567890303UMI\
    51440014ID.CO.QRIS.WWW0215ID10200123456780303UMI5204549953033605802ID5920KERIPIK TEMPE KENDAL\
    6006KENDAL61055131163047A86";
const DYNAMIC: &str = "00020101021226610014COM.GO-JEK.WWW01189360091401234567890210G1234567890303UMI\
    51440014ID.CO.QRIS.WWW0215ID10200123456780303UMI5204549953033605405250005802ID\
    5920KERIPIK TEMPE KENDAL6006KENDAL61055131162160512INV-2026-0016304F3CC";

fn shop() -> Qris {
    Qris::parse(STATIC).unwrap()
}

/// The text with another CRC put on, as a careless or malicious editor would.
fn resealed(text: &str) -> String {
    let body = &text[..text.len() - 4];
    format!("{body}{:04X}", qris::crc16(body.as_bytes()))
}

fn codes(text: &str) -> Vec<&'static str> {
    report(text)
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn the_printed_code_is_read_whole() {
    let code = shop();
    assert_eq!(code.check(), []);
    assert_eq!(code.initiation(), Some(Initiation::Static));
    assert_eq!(code.merchant_name(), Some("KERIPIK TEMPE KENDAL"));
    assert_eq!(code.merchant_city(), Some("KENDAL"));
    assert_eq!(code.postal_code(), Some("51311"));
    assert_eq!(code.category(), Some("5499"));
    assert_eq!(code.nmid().as_deref(), Some("ID1020012345678"));
    let accounts = code.accounts();
    assert_eq!(accounts[0].provider(), Some("COM.GO-JEK.WWW"));
    assert_eq!(accounts[0].acquirer_number(), Some("93600914"));
    assert_eq!(accounts[0].criteria(), Some("UMI"));
    assert!(!accounts[0].is_national() && accounts[1].is_national());
}

#[test]
fn the_code_for_an_order_equals_the_peers() {
    let reference: Reference = "INV-2026-001".parse().unwrap();
    let built = shop()
        .dynamic(Amount::whole(25_000).unwrap(), Some(&reference))
        .unwrap();
    assert_eq!(built.text(), DYNAMIC);
    assert_eq!(built.check(), []);
    assert_eq!(built.reference().as_deref(), Some("INV-2026-001"));
}

#[test]
fn a_wrong_crc_is_told_and_refused() {
    let wrong = STATIC.replace("63047A86", "63040000");
    let code = Qris::parse(&wrong).unwrap();
    let mismatch = Finding::CrcMismatch {
        found: "0000".into(),
        expected: "7A86".into(),
    };
    assert_eq!(code.check(), std::slice::from_ref(&mismatch));
    let refused = code.dynamic(Amount::whole(1).unwrap(), None).unwrap_err();
    let BuildError::Unsound { reason } = refused else {
        panic!("{refused}")
    };
    assert_eq!(reason.finding(), &mismatch);
}

#[test]
fn each_bad_thing_has_its_own_reason() {
    let edited = |from: &str, to: &str| resealed(&STATIC.replace(from, to));
    let before_country = |element: &str| edited("5802ID", &format!("{element}5802ID"));
    let cases = [
        (edited("5802ID", "5802SG"), "qris.country"),
        (edited("5303360", "5303840"), "qris.currency"),
        (edited("000201", "000202"), "qris.format"),
        (edited("010211", "010213"), "qris.initiation"),
        (edited("52045499", "5204549A"), "qris.digits"),
        (edited("5802ID", ""), "qris.missing"),
        (before_country("5802ID"), "qris.duplicate"),
        (before_country("5406250.5a"), "qris.amount"),
        (before_country("54010"), "qris.amount"),
        (before_country("550202"), "qris.tip_missing"),
        (before_country("550209"), "qris.tip"),
        (before_country("5605500.5"), "qris.tip_orphan"),
        (before_country("5502035706100.55"), "qris.tip_value"),
        (
            edited("6006KENDAL", "6016KENDAL PEGANDON "),
            "qris.too_long",
        ),
        (edited("5920KERIPIK TEMPE KENDAL", "5900"), "qris.blank"),
        (
            edited("0303UMI5204", "0302UM5204").replace("5144", "5143"),
            "qris.length_exact",
        ),
        (edited("0303UMI5204", "0304UMI5204"), "qris.template"),
        (STATIC.replace("63047A86", ""), "qris.crc_missing"),
        (STATIC.replace("63047A86", "6304zzzz"), "qris.crc"),
        (
            STATIC.replace("63047A86", "63047A866405abcde"),
            "qris.crc_not_last",
        ),
        (
            STATIC.replacen("000201010211", "010211000201", 1),
            "qris.order",
        ),
        (STATIC[..100].to_owned(), "qris.length"),
        (String::new(), "qris.empty"),
        ("https://example.id/bayar".to_owned(), "qris.tag"),
    ];
    for (text, expected) in cases {
        let found = report(&text);
        assert!(!found.valid, "{text} was taken as valid");
        if expected != "qris.structure" {
            assert!(
                codes(&text).contains(&expected),
                "{text}: {:?}",
                codes(&text)
            );
        }
        assert!(
            found
                .problems
                .iter()
                .all(|p| !p.id.is_empty() && !p.en.is_empty())
        );
    }
}

#[test]
fn warnings_do_not_stop_a_payment() {
    let cases = [
        (
            resealed(&STATIC.replace("610551311", "")),
            "qris.postal_missing",
        ),
        (
            resealed(&STATIC.replace("ID.CO.QRIS.WWW", "ID.CO.OTHERWWW")),
            "qris.national_missing",
        ),
        (STATIC.replace("7A86", "7a86"), "qris.crc_lowercase"),
        (
            resealed(&STATIC.replace("5802ID", "5405250005802ID")),
            "qris.amount_on_static",
        ),
        (
            resealed(&STATIC.replace("KERIPIK TEMPE KENDAL", "KERIPIK TÉMPÉ KENDAL")),
            "qris.not_ascii",
        ),
        (
            resealed(
                &STATIC
                    .replace("52045499", "")
                    .replace("5303360", "530336052045499"),
            ),
            "qris.not_ascending",
        ),
    ];
    for (text, expected) in cases {
        let found = report(&text);
        assert_eq!(codes(&text), [expected], "{text}");
        assert!(found.valid, "{text}");
        let built = Qris::parse(&text)
            .unwrap()
            .dynamic(Amount::whole(7_500).unwrap(), None)
            .unwrap();
        assert!(built.is_sound());
        assert_eq!(built.amount().map(Amount::rupiah), Some(7_500));
    }
}

#[test]
fn lengths_in_bytes_are_read_and_kept() {
    let bytes = resealed(&STATIC.replace("5920KERIPIK TEMPE KENDAL", "5922KERIPIK TÉMPÉ KENDAL"));
    let code = Qris::parse(&bytes).unwrap();
    assert_eq!(code.unit(), qris::LengthUnit::Bytes);
    assert!(code.is_sound());
    let built = code.dynamic(Amount::whole(1_000).unwrap(), None).unwrap();
    assert!(built.text().contains("5922KERIPIK TÉMPÉ KENDAL"));
    assert_eq!(Qris::parse(built.text()).unwrap(), built);
}

#[test]
fn a_dynamic_code_is_not_a_shop_to_build_from() {
    let dynamic = Qris::parse(DYNAMIC).unwrap();
    assert_eq!(
        dynamic.dynamic(Amount::whole(1).unwrap(), None),
        Err(BuildError::NotStatic)
    );
}

#[test]
fn a_tip_and_an_old_amount_give_way_to_the_orders_total() {
    let tipped = resealed(&STATIC.replace("5802ID", "540350055020256035005802ID"));
    let built = Qris::parse(&tipped)
        .unwrap()
        .dynamic(Amount::whole(25_000).unwrap(), None)
        .unwrap();
    assert_eq!(
        built,
        shop()
            .dynamic(Amount::whole(25_000).unwrap(), None)
            .unwrap()
    );
}

#[test]
fn other_additional_data_stays_and_the_reference_takes_its_place() {
    let with_terminal = resealed(&STATIC.replace("6304", "62180506OLDREF0704KAS16304"));
    let code = Qris::parse(&with_terminal).unwrap();
    assert_eq!(code.check(), []);
    let reference = "A-1".parse().unwrap();
    let built = code
        .dynamic(Amount::whole(1).unwrap(), Some(&reference))
        .unwrap();
    assert!(built.text().contains("62150503A-10704KAS1"), "{built}");
}

#[test]
fn additional_data_that_would_burst_is_refused() {
    let full = format!("62990125{0}0325{0}0626{1}", "X".repeat(25), "Y".repeat(26));
    let full = full
        .replace("0626", "0625")
        .replace(&"Y".repeat(26), &"Y".repeat(25));
    let full = full.replacen("6299", "6287", 1);
    let code = Qris::parse(&resealed(&STATIC.replace("6304", &format!("{full}6304")))).unwrap();
    assert_eq!(code.check(), []);
    let reference = "REFERENCE-25-CHARACTERS-X".parse().unwrap();
    let refused = code.dynamic(Amount::whole(1).unwrap(), Some(&reference));
    assert!(
        matches!(refused, Err(BuildError::NoRoom { .. })),
        "{refused:?}"
    );
}

#[test]
fn references_are_short_and_plain() {
    assert!("INV-2026-001".parse::<Reference>().is_ok());
    for bad in [
        "",
        "   ",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "pesanan nº 1",
        "a\nb",
    ] {
        assert!(bad.parse::<Reference>().is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn every_amount_and_reference_comes_back(
        rupiah in 1i64..=9_999_999_999_999,
        reference in "[!-~]([ -~]{0,23}[!-~])?",
    ) {
        let amount = Amount::whole(rupiah).unwrap();
        let reference: Reference = reference.parse().unwrap();
        let built = shop().dynamic(amount, Some(&reference)).unwrap();
        let read = Qris::parse(built.text()).unwrap();
        prop_assert_eq!(read.check(), []);
        prop_assert_eq!(read.amount(), Some(amount));
        prop_assert_eq!(read.reference(), Some(reference.to_string()));
        prop_assert_eq!(read.nmid(), shop().nmid());
    }

    #[test]
    fn one_changed_character_never_stays_unnoticed(at in 0usize..STATIC.len(), to in "[ -~]") {
        let mut changed = STATIC.to_owned();
        changed.replace_range(at..=at, &to);
        // Small letters in the CRC itself mean the same number; that is a warning.
        prop_assume!(!changed.eq_ignore_ascii_case(STATIC) || at < STATIC.len() - 4);
        prop_assume!(changed != STATIC);
        prop_assert!(!report(&changed).valid, "{}", changed);
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,120}") {
        let found = report(&text);
        prop_assert!(found.valid || !found.problems.is_empty());
    }

    #[test]
    fn any_digits_get_an_answer(text in "[0-9]{0,160}") {
        let _ = report(&text);
    }
}
