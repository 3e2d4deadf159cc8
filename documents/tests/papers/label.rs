//! Labels: what they lack, and that what they say is on them.

use chrono::NaiveDate;
use documents::PressError;
use documents::label::{Draft, Problem, print};
use proptest::prelude::*;
use vocab::DomainError;

use crate::make::{PRESS, keep, problems, read_on, tempe, today};

#[test]
fn a_complete_label_has_no_problems_and_fits_one_page_of_its_size() {
    let (label, problems) = read_on(&tempe(), today());
    assert_eq!(problems, []);
    let sheet = print(&*PRESS, &label, today()).unwrap();
    keep("label", &sheet);
    assert_eq!(sheet.pages, 1);
    insta::assert_snapshot!("label", sheet.text);
    assert!(sheet.pdf.starts_with(b"%PDF-"));
    // 110 x 75 mm in points.
    assert!(
        sheet.svg.contains("viewBox=\"0 0 311.81"),
        "{}",
        &sheet.svg[..200]
    );
}

#[test]
fn the_same_label_on_the_same_day_gives_the_same_bytes() {
    let (label, _) = read_on(&tempe(), today());
    let first = print(&*PRESS, &label, today()).unwrap();
    assert_eq!(first, print(&*PRESS, &label, today()).unwrap());
}

#[test]
fn an_empty_draft_lists_every_required_element() {
    let mut codes: Vec<&str> = problems(&Draft::default())
        .iter()
        .map(DomainError::code)
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "label.address",
            "label.brand",
            "label.halal",
            "label.ingredients",
            "label.net",
            "label.nutrition",
            "label.permit",
            "label.producer",
            "label.product",
            "label.serving",
            "label.size",
            "label.stamp",
        ]
    );
}

#[test]
fn halal_is_missing_only_after_the_duty_has_begun() {
    let draft = Draft {
        halal: String::new(),
        ..tempe()
    };
    let on = |day: NaiveDate| read_on(&draft, day).1.contains(&Problem::NoHalal);
    assert!(!on(NaiveDate::from_ymd_opt(2026, 10, 16).unwrap()));
    assert!(on(NaiveDate::from_ymd_opt(2026, 10, 17).unwrap()));
    let said = Draft {
        not_halal: "ya".to_owned(),
        ..draft.clone()
    };
    assert_eq!(problems(&said), []);
}

#[test]
fn a_number_that_contradicts_the_label_is_told() {
    for (pirt, expected) in [
        ("2153324010123-25", Problem::PermitExpired { year: 2025 }),
        (
            "2153302010123-30",
            Problem::PermitElsewhere {
                region: "33.02".to_owned(),
            },
        ),
    ] {
        let found = problems(&Draft {
            pirt: pirt.to_owned(),
            ..tempe()
        });
        assert_eq!(found, [expected], "{pirt}");
    }
    let found = problems(&Draft {
        pirt: "123".to_owned(),
        ..tempe()
    });
    assert!(
        matches!(
            &found[..],
            [Problem::Unreadable {
                field: "Nomor P-IRT",
                ..
            }]
        ),
        "{found:?}"
    );
}

#[test]
fn pork_and_halal_exclude_each_other() {
    let draft = Draft {
        near_pork: "ya".to_owned(),
        ..tempe()
    };
    assert_eq!(problems(&draft), [Problem::HalalContradicted]);
}

#[test]
fn dates_in_the_wrong_order_and_in_the_past_are_told() {
    let draft = Draft {
        best_before: "1 November 2026".to_owned(),
        ..tempe()
    };
    assert_eq!(
        problems(&draft),
        [Problem::ExpiryPast, Problem::ExpiryBeforeProduction]
    );
}

#[test]
fn exempt_kinds_need_no_nutrition_table() {
    let coffee = Draft {
        product: "Kopi Robusta Bubuk".to_owned(),
        ingredients: "Kopi robusta 100%".to_owned(),
        serving: String::new(),
        exempt: "kopi".to_owned(),
        ..tempe()
    };
    assert_eq!(problems(&coffee), []);
    let (label, _) = read_on(&coffee, today());
    assert!(label.nutrition().is_none());
    for code in ["teh", "air", "herba", "rempah", "bumbu", "cuka", "ragi"] {
        let draft = Draft {
            exempt: code.to_owned(),
            serving: String::new(),
            ..tempe()
        };
        assert_eq!(problems(&draft), [], "{code}");
    }
}

#[test]
fn text_that_does_not_fit_is_an_error_with_the_height_it_needs() {
    let draft = Draft {
        width: "60".to_owned(),
        height: "40".to_owned(),
        ..tempe()
    };
    let (label, _) = read_on(&draft, today());
    let error = print(&*PRESS, &label, today()).unwrap_err();
    let PressError::Overfull {
        needed,
        width: 60,
        height: 40,
    } = error
    else {
        panic!("{error:?}");
    };
    assert!((41..300).contains(&needed), "{needed}");
    let tall = Draft {
        width: "60".to_owned(),
        height: needed.to_string(),
        ..tempe()
    };
    let (label, _) = read_on(&tall, today());
    let sheet = print(&*PRESS, &label, today()).unwrap();
    keep("label_tall", &sheet);
    assert_eq!(sheet.pages, 1);
}

#[test]
fn a_word_wider_than_the_label_is_an_error() {
    let draft = Draft {
        brand: "W".repeat(60),
        ..tempe()
    };
    let (label, _) = read_on(&draft, today());
    assert_eq!(
        print(&*PRESS, &label, today()),
        Err(PressError::TooWide { width: 110 })
    );
}

#[test]
fn what_a_person_writes_is_never_read_as_a_command() {
    let hostile = "#panic(\"x\") $1/0$ *tebal* @ref <label> \\ #read(\"/etc/passwd\") #[]{}";
    let draft = Draft {
        product: "Keripik #1 $uper*".to_owned(),
        producer: hostile.to_owned(),
        address: hostile.to_owned(),
        storage: hostile.to_owned(),
        width: "150".to_owned(),
        height: "120".to_owned(),
        ..tempe()
    };
    let (label, _) = read_on(&draft, today());
    let sheet = print(&*PRESS, &label, today()).unwrap();
    keep("label_hostile", &sheet);
    assert_eq!(sheet.pages, 1);
}

#[test]
fn a_file_with_an_unknown_field_is_refused() {
    let error = serde_json::from_str::<Draft>("{\"brnad\": \"x\"}").unwrap_err();
    assert!(error.to_string().contains("brnad"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_draft_is_drawn_or_refused_with_a_reason(
        brand in "\\PC{0,30}", product in "\\PC{0,40}", net in "\\PC{0,12}",
        ingredients in "(\\PC{0,20}( [0-9]{1,4} ?g)?\n){0,6}", address in "\\PC{0,80}",
        width in "[0-9]{0,4}", height in "[0-9]{0,4}", pirt in "[0-9-]{0,18}",
    ) {
        let draft = Draft { brand, product, net, ingredients, address, width, height, pirt, ..tempe() };
        let (label, problems) = read_on(&draft, today());
        for problem in &problems {
            prop_assert!(!problem.id().is_empty() && !problem.en().is_empty());
        }
        match print(&*PRESS, &label, today()) {
            Ok(sheet) => prop_assert_eq!(sheet.pages, 1),
            Err(PressError::Template { reason }) => prop_assert!(false, "{}", reason),
            Err(_) => {}
        }
    }
}
