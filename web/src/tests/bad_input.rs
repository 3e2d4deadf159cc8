//! Files that nobody should have sent: each is answered with what is wrong and how to mend it, in both languages, and
//! leaves the database as it was.

use axum::http::StatusCode;
use center::{Actor, Role, registry::import};
use store::sql;
use vocab::ImportId;

use super::{
    client::{Client, Page},
    stage::Stage,
};

#[path = "../../../intake/tests/make/mod.rs"]
mod make;

const HEADER: &str = "Nama Pemilik;Nama Usaha;Kecamatan;Desa;NIK;Tanggal Mulai\n";

fn under_a_password() -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    container.create_stream("/EncryptionInfo").unwrap();
    container.create_stream("/EncryptedPackage").unwrap();
    container.flush().unwrap();
    container.into_inner().into_inner()
}

fn zip_bomb() -> Vec<u8> {
    let spaces = vec![b' '; 20 << 20];
    make::zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &spaces),
    ])
}

/// A sheet of 20 columns and half a million rows, which says so in one line.
fn ten_million_cells() -> Vec<u8> {
    let cell = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let names = ["Nama Pemilik", "Nama Usaha", "Kecamatan", "Desa"].map(cell);
    make::ods(&format!(
        r#"<table:table table:name="Data"><table:table-row>{}</table:table-row>
        <table:table-row table:number-rows-repeated="500000">{}
        <table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16"/>
        </table:table-row></table:table>"#,
        names.concat(),
        cell("Weleri").repeat(4)
    ))
}

/// How many rows every table holds that an import writes to.
async fn counts(stage: &Stage) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    let mut session = stage.hall.db().read().await.unwrap();
    for table in [
        "business",
        "person",
        "statement",
        "source",
        "import",
        "import_row",
        "job",
        "audit",
    ] {
        let count = sql(format!("SELECT COUNT(*) FROM {table}"));
        counts.push((table, session.one(count).await.unwrap().get(0).unwrap()));
    }
    counts
}

async fn bring(client: &mut Client, name: &str, bytes: &[u8]) -> Page {
    let token = client.token().await;
    let fields = [
        ("csrf", token.as_str()),
        ("source", "Sensus 2026"),
        ("day", ""),
    ];
    client.upload("/import", &fields, (name, bytes)).await
}

#[tokio::test]
async fn a_bad_file_says_what_is_wrong_in_both_languages_and_writes_nothing() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let cookies = officer.cookies.clone();
    let before = counts(&stage).await;
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("kosong.csv", Vec::new(), "Berkas kosong", "file is empty"),
        (
            "sandi.xlsx",
            under_a_password(),
            "dikunci kata sandi",
            "locked by a password",
        ),
        (
            "bom.xlsx",
            zip_bomb(),
            "membengkak tidak wajar",
            "swells beyond reason",
        ),
        (
            "huruf.csv",
            [
                HEADER.as_bytes(),
                b"Siti;Batik \x81\x8d\x8f;Weleri;Weleri;;\n",
            ]
            .concat(),
            "Pengodean huruf tidak dikenali di baris 2",
            "line 2 are in no known encoding",
        ),
        // Its first rows are as they should be: all of it is looked through before anything is shown.
        (
            "besar.ods",
            ten_million_cells(),
            "lebih dari 6000000 sel",
            "more than 6000000 filled cells",
        ),
        (
            "judul.csv",
            HEADER.into(),
            "Hanya ada judul kolom",
            "no row of data below",
        ),
        (
            "nul.csv",
            [HEADER.as_bytes(), b"Siti;Ba\0tik;Weleri;Weleri;;\n"].concat(),
            "karakter NUL di baris 2",
            "NUL character in line 2",
        ),
    ];
    for (name, bytes, indonesian, english) in cases {
        // Another door each time: so many uploads in a row would have to wait.
        officer = Client::new(crate::router(
            stage.hall.clone(),
            crate::WebConfig::loopback(8080),
        ));
        officer.cookies = cookies.clone();
        for (lang, expected) in [("id", indonesian), ("en", english)] {
            officer.get(&format!("/import?lang={lang}")).await;
            let page = bring(&mut officer, name, &bytes)
                .await
                .expect(StatusCode::UNPROCESSABLE_ENTITY);
            page.has("role=\"alert\"").has(expected);
        }
    }
    assert_eq!(counts(&stage).await, before);
    let staged = stage.files().join(import::STAGED);
    assert!(std::fs::read_dir(staged).unwrap().next().is_none());
}

#[tokio::test]
async fn a_bad_row_is_refused_with_its_reason_and_hurts_no_other() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let text = format!(
        "{HEADER}Siti;Batik Weleri;Weleri;Weleri;;24 November 2020\n\
         Budi;Warung Budi;Weleri;Weleri;3.32409E+15;01/02/2019\n\
         Tini;Jamu Tini;Weleri;Weleri;;kemarin dulu\n"
    );
    let staged = bring(&mut officer, "sensus.csv", text.as_bytes()).await;
    let staged = staged.expect(StatusCode::SEE_OTHER).location().to_owned();
    let before = counts(&stage).await;
    for (lang, expected) in [
        ("id", "Angka NIK hilang di spreadsheet"),
        ("en", "NIK digits lost in spreadsheet"),
    ] {
        let page = officer.get(&format!("{staged}?lang={lang}")).await;
        page.expect(StatusCode::OK).has(expected);
    }
    assert_eq!(counts(&stage).await, before, "a look writes nothing");
    let run = officer.post(&format!("{staged}/run"), &[]).await;
    let path = run.expect(StatusCode::SEE_OTHER).location().to_owned();
    let id: ImportId = path.rsplit('/').next().unwrap().parse().unwrap();
    let system = Actor::system("33.24");
    let import = import::run(&stage.hall, &system, id, None).await.unwrap();
    let counts = import.counts;
    assert_eq!((counts.new, counts.rejected, counts.noted), (2, 1, 1));
    let mut session = stage.hall.db().read().await.unwrap();
    let dated = sql("SELECT facts FROM business WHERE name = 'Batik Weleri'");
    let facts: String = session.one(dated).await.unwrap().get(0).unwrap();
    assert!(facts.contains("2020-11-24"), "{facts}");
}

#[tokio::test]
async fn a_formula_without_its_value_is_named_and_not_taken_for_nothing() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let names = ["Nama Usaha", "Kecamatan", "Desa", "NIK"]
        .map(cell)
        .concat();
    let (one, place) = (cell("Batik"), cell("Weleri"));
    let book = make::xlsx_parts(&format!(
        "<row r=\"1\">{names}</row><row r=\"2\">{one}{place}{place}<c><f>A1</f></c></row>"
    ));
    let staged = bring(&mut officer, "rumus.xlsx", &book).await;
    let staged = staged.expect(StatusCode::SEE_OTHER).location().to_owned();
    for (lang, expected) in [("id", "rumus"), ("en", "formula")] {
        let page = officer.get(&format!("{staged}?lang={lang}")).await;
        page.expect(StatusCode::OK).has(expected);
    }
}
