//! Every kind of file that offices send, good and bad, made here and read back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod make;

use std::fmt::Write;
use std::ops::ControlFlow;

use intake::{Foreign, IntakeError, Kind, Limits, Mark, Row, open};
use make::{ods, xlsx_parts, zipped};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn rows(bytes: Vec<u8>) -> Vec<Row> {
    let book = open(bytes, &Limits::default()).unwrap();
    let sheet = book.sheets()[0].clone();
    book.head(&sheet, usize::MAX).unwrap()
}

fn cells(row: &Row) -> Vec<&str> {
    row.cells().collect()
}

fn refused(bytes: Vec<u8>, limits: &Limits) -> IntakeError {
    match open(bytes, limits) {
        Err(error) => error,
        Ok(book) => {
            let sheet = book.sheets()[0].clone();
            book.rows(&sheet, &mut |_| ControlFlow::Continue(()))
                .unwrap_err()
        }
    }
}

fn sample_xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 4, "DATA UMKM KECAMATAN WELERI", &Format::new())
        .unwrap();
    for (column, name) in (0..).zip(["Nama", "NIK", "Lahir", "Aktif", "Omzet"]) {
        sheet.write(2, column, name).unwrap();
    }
    sheet.write(3, 0, "Sri Wahyuni").unwrap();
    sheet.write(3, 1, 3_324_125_201_900_001.0).unwrap();
    let born = ExcelDateTime::from_ymd(1990, 1, 12).unwrap();
    sheet.write_with_format(3, 2, &born, &date).unwrap();
    sheet.write(3, 3, true).unwrap();
    sheet
        .write(3, 4, Formula::new("=12*500000").set_result("6000000"))
        .unwrap();
    book.add_worksheet().set_name("Kosong").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn an_xlsx_gives_its_sheets_rows_dates_and_calculated_values() {
    let bytes = sample_xlsx();
    let book = open(bytes.clone(), &Limits::default()).unwrap();
    assert_eq!(book.kind(), Kind::Xlsx);
    assert_eq!(book.sheets(), ["Sheet1", "Kosong"]);
    let rows = rows(bytes);
    assert_eq!(cells(&rows[0]), ["DATA UMKM KECAMATAN WELERI"]);
    assert_eq!(rows[1].number(), 3);
    assert_eq!(
        cells(&rows[2]),
        [
            "Sri Wahyuni",
            "3324125201900001",
            "1990-01-12",
            "ya",
            "6000000"
        ]
    );
    assert_eq!(rows[2].mark(1), Some(Mark::Number));
    assert_eq!(rows[2].mark(4), Some(Mark::Formula));
    assert_eq!(rows[2].mark(0), None);
}

#[test]
fn a_formula_that_was_never_calculated_is_marked_and_not_taken_for_zero() {
    let sheet = r#"<row r="1"><c r="A1"><f>B1*12</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#;
    let rows = rows(xlsx_parts(sheet));
    assert_eq!(rows[0].mark(0), Some(Mark::FormulaWithoutValue));
    assert_eq!(
        (rows[0].cell(2), rows[0].mark(2)),
        ("#DIV/0!", Some(Mark::Fault))
    );
}

#[test]
fn an_ods_gives_the_same_rows_and_repeats_what_it_repeats() {
    let content = r#"<table:table table:name="Data">
      <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
      <table:table-row><table:table-cell office:value-type="string"><text:p>Nama &amp; alamat</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="2.5E6"><text:p>Rp2.500.000</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="1990-01-12T00:00:00"><office:annotation><text:p>catatan</text:p></office:annotation><text:p>12/01/90</text:p></table:table-cell></table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
    </table:table><table:table table:name="Dua"/>"#;
    let book = open(ods(content), &Limits::default()).unwrap();
    assert_eq!(
        (book.kind(), book.sheets()),
        (Kind::Ods, &["Data".to_owned(), "Dua".to_owned()][..])
    );
    let rows = rows(ods(content));
    assert_eq!(rows.len(), 3);
    assert_eq!(
        cells(&rows[0]),
        ["Nama & alamat", "2500000", "2500000", "1990-01-12"]
    );
    assert_eq!(rows[0].number(), 4);
    assert_eq!((rows[2].number(), cells(&rows[2])), (6, vec!["", "ya"]));
}

#[test]
fn an_ods_cell_that_stands_for_a_billion_is_refused() {
    let content = r#"<table:table table:name="Data"><table:table-row table:number-rows-repeated="1048576">
      <table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="500"/></table:table-row></table:table>"#;
    assert!(matches!(
        refused(ods(content), &Limits::default()),
        IntakeError::TooManyCells { .. } | IntakeError::TooManyRows { .. }
    ));
}

#[test]
fn files_that_are_no_tables_are_named_for_what_they_are() {
    let cases: [(&[u8], Foreign); 6] = [
        (b"%PDF-1.7 ...", Foreign::Pdf),
        (
            b"<html><table><tr><td>Nama</td></tr></table></html>",
            Foreign::Html,
        ),
        (
            b"\xEF\xBB\xBF <?xml version=\"1.0\"?><Workbook/>",
            Foreign::Xml,
        ),
        (b"\x89PNG\r\n\x1a\n", Foreign::Picture),
        (b"\x1F\x8B\x08rest", Foreign::Archive),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08abc", Foreign::Binary),
    ];
    for (bytes, expected) in cases {
        match open(bytes.to_vec(), &Limits::default()) {
            Err(IntakeError::NotATable { found }) => assert_eq!(found, expected),
            other => panic!("{expected:?}: {other:?}"),
        }
    }
    let document = zipped(&[
        ("[Content_Types].xml", b"<x/>"),
        ("word/document.xml", b"<x/>"),
    ]);
    assert!(matches!(
        refused(document, &Limits::default()),
        IntakeError::NotATable {
            found: Foreign::Document
        }
    ));
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    assert!(matches!(
        open(Vec::new(), &Limits::default()),
        Err(IntakeError::Empty)
    ));
}

#[test]
fn a_workbook_under_a_password_is_recognised() {
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    container.create_stream("/EncryptionInfo").unwrap();
    container.create_stream("/EncryptedPackage").unwrap();
    container.flush().unwrap();
    let bytes = container.into_inner().into_inner();
    assert!(matches!(
        refused(bytes, &Limits::default()),
        IntakeError::Password
    ));

    // BIFF: FILEPASS after BOF says that the records which follow are encrypted.
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let mut stream = container.create_stream("/Workbook").unwrap();
    std::io::Write::write_all(&mut stream, &[9, 8, 2, 0, 0, 6, 0x2F, 0, 2, 0, 1, 0]).unwrap();
    drop(stream);
    let bytes = container.into_inner().into_inner();
    assert!(matches!(
        refused(bytes, &Limits::default()),
        IntakeError::Password
    ));
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read_as_a_workbook() {
    let zeros = vec![b' '; 20 << 20];
    let bomb = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bomb.len() < 100_000);
    assert!(matches!(
        refused(bomb, &Limits::default()),
        IntakeError::ZipBomb { .. }
    ));
}

#[test]
fn a_sheet_of_ten_million_cells_is_refused_at_the_door() {
    let mut sheet = String::new();
    for row in 1..=1000 {
        write!(sheet, "<row r=\"{row}\">").unwrap();
        (0..20).for_each(|_| sheet.push_str("<c><v>1</v></c>"));
        sheet.push_str("</row>");
    }
    // The same in small: 20,000 cells against a bound of 10,000.
    let limits = Limits {
        cells: 10_000,
        ..Limits::default()
    };
    assert!(matches!(
        open(xlsx_parts(&sheet), &limits),
        Err(IntakeError::TooManyCells { .. })
    ));
    assert!(open(xlsx_parts(&sheet), &Limits::default()).is_ok());
}

#[test]
fn an_upload_over_the_limit_is_refused() {
    let limits = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    assert!(matches!(
        open(b"nama,desa\na,b\n".to_vec(), &limits),
        Err(IntakeError::TooLarge {
            bytes: 14,
            limit: 10
        })
    ));
}

#[test]
fn damaged_workbooks_are_errors_and_not_panics() {
    let whole = sample_xlsx();
    for cut in (4..whole.len()).step_by(97) {
        let _ = open(whole[..cut].to_vec(), &Limits::default());
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x55;
        if let Ok(book) = open(flipped, &Limits::default()) {
            for sheet in book.sheets() {
                let _ = book.head(sheet, 10);
            }
        }
    }
}
