//! Questionnaires go to Kobo and ODK and come back.

use questionnaire::{builtin, xlsform};

#[test]
fn the_shipped_questionnaires_come_back_as_they_were() {
    for form in builtin().unwrap() {
        let bytes = xlsform::export(&form).unwrap();
        let back = xlsform::import("form.xlsx", &bytes)
            .map_err(|wrong| wrong.to_string())
            .unwrap();
        assert_eq!(back.lost, []);
        for (back, form) in back.form.pages.iter().zip(&form.pages) {
            assert_eq!(back, form);
        }
        assert_eq!(back.form, form);
    }
}

#[test]
fn what_cannot_be_carried_is_named_with_its_row() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let survey = book.add_worksheet().set_name("survey").unwrap();
    let rows = [
        ["type", "name", "label", "relevant", "constraint"],
        ["text", "nama", "Nama", "", ""],
        [
            "integer",
            "umur",
            "Umur",
            "${nama} != ''",
            ". >= 17 and . < 120",
        ],
        ["calculate", "hasil", "", "", ""],
        ["text", "desa", "Desa", "pulldata('desa', ${nama})", ""],
        [
            "select_one agama",
            "agama",
            "Agama",
            "not(selected(${nama}, 'x'))",
            "",
        ],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            survey.write_string(row, column, cell).unwrap();
        }
    }
    let choices = book.add_worksheet().set_name("choices").unwrap();
    for (row, cells) in (0..).zip([["list_name", "name", "label"], ["agama", "islam", "Islam"]]) {
        for (column, cell) in (0..).zip(cells) {
            choices.write_string(row, column, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let found = xlsform::import("kobo.xlsx", &bytes)
        .map_err(|wrong| wrong.to_string())
        .unwrap();
    let lost: Vec<(usize, bool)> = found
        .lost
        .iter()
        .map(|one| {
            (
                one.line,
                one.en.contains("calculate") || one.en.contains("pulldata"),
            )
        })
        .collect();
    assert_eq!(lost, [(4, true), (5, true)]);
    let age = found.form.question("umur").unwrap();
    assert_eq!(
        age.check.as_ref().unwrap().test.to_json(),
        serde_json::json!([
            "all",
            [["not", ["under", "umur", 17]], ["under", "umur", 120]]
        ])
    );
    assert_eq!(
        age.label.jv, "Umur",
        "a form of one language stands for all three"
    );
}

#[test]
fn a_file_that_is_no_workbook_is_refused() {
    for bytes in [b"".as_slice(), b"type,name\ntext,a\n", b"PK\x03\x04broken"] {
        let wrong = xlsform::import("x.xlsx", bytes).unwrap_err();
        assert!(wrong.to_string().contains("no XLSForm"));
    }
}
