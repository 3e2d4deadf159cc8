//! Registers as offices have them: what is guessed of their columns, what their rows become, and the
//! way of refused rows back through the report.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use intake::report::{REASON_HEADER, Rejected};
use intake::{
    Draft, Drafter, IntakeError, Layout, Limits, Mapping, Needed, Policy, Verdict, Workbook, open,
    report,
};
use rulebook::{Fact, Value};
use vocab::Gazetteer;

const DINAS: &str = "\
DATA UMKM KABUPATEN KENDAL;;;;;;;;;;;;;;
TAHUN 2026;;;;;;;;;;;;;;
;;;;;;;;;;;;;;
No;Nama Pelaku Usaha;NIK;L/P;No. HP/WA;Nama Usaha;Jenis Usaha;Alamat;RT/RW;Desa/Kel;Kec.;Omzet per Bulan (Rp);Jml Tenaga Kerja L;Jml Tenaga Kerja P;NIB
(1);(2);(3);(4);(5);(6);(7);(8);(9);(10);(11);(12);(13);(14);(15)
1;Sri Wahyuni;'3324125201900001;P;0812-3456-7890;Keripik Bu Sri;Keripik singkong;Jl. Raya 5;03/02;Jungsemi;Kangkung;2.500.000;1;2;ada
2;Ahmad Fauzi;3,32412E+15;L;62813;Bengkel Jaya;Servis motor;;1/1;Gempolsewu;Rowosari;5 jt;2;0;tidak
3;;;;;;;;;;;;;;
4;Budi Santoso;3324121203850002;L;-;-;Warung;;2/1;Atlantis;Kangkung;750rb;0;1;1234567890123
5;Siti Aminah;;P;08122222333;Batik Siti;Batik tulis;;;Ds. Gempol Sewu;Rowosari;tiga juta;1;1;belum
JUMLAH;;;;;;;;;;;9.999.999;;;
";

const KOBO: &str = "\
start,end,grup_pemilik/owner_name,grup_pemilik/owner_nik,grup_pemilik/owner_phone,grup_usaha/business_name,grup_usaha/village,grup_usaha/kecamatan,grup_usaha/sales,_gps_latitude,_gps_longitude,pemasaran_online,_uuid
2026-03-01T08:00,2026-03-01T08:20,Sri Wahyuni,3324125201900001,081234567890,Keripik Bu Sri,33.24.13.2005,kangkung,30000000,-6.92,110.10,shopee gofood,abc-1
2026-03-01T09:00,2026-03-01T09:20,Siti Aminah,3324125201900002,081234567891,Batik Siti,33.24.13.2005,kangkung,45000000,-6.93,110.11,tidak ada,abc-2
";

fn book(text: &str) -> Workbook {
    open(text.as_bytes().to_vec(), &Limits::default()).unwrap()
}

fn drafts(book: &Workbook, layout: &Layout) -> Vec<Draft> {
    let gazetteer = Gazetteer::kendal();
    let mut all = Vec::new();
    for sheet in &layout.sheets {
        let mut drafter = Drafter::new(sheet, &gazetteer, Policy::builtin());
        book.rows(&sheet.name, &mut |row| {
            all.extend(drafter.draft(row));
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    all
}

/// One line for each column: what the guess was, and how sure.
fn shown(layout: &Layout) -> String {
    let line = |column: &intake::Column| {
        let hint = serde_json::to_string(&column.hint).unwrap();
        format!(
            "{:>3} {:<16} {} {}",
            column.score, column.target, column.header, hint
        )
    };
    layout
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.columns)
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn guessed(text: &str) -> (Workbook, Layout) {
    let book = book(text);
    let layout = Layout::guess(&book, None, &Gazetteer::kendal()).unwrap();
    (book, layout)
}

#[test]
fn an_office_list_is_understood_without_help() {
    let (_, layout) = guessed(DINAS);
    insta::assert_snapshot!(shown(&layout));
    assert_eq!(layout.sheets[0].header_row, 4);
    layout.check().unwrap();
}

#[test]
fn a_survey_tool_export_is_understood_without_help() {
    let (book, layout) = guessed(KOBO);
    insta::assert_snapshot!(shown(&layout));
    let drafts = drafts(&book, &layout);
    assert_eq!(drafts[0].row_id.as_deref(), Some("abc-1"));
    assert_eq!(
        drafts[0].facts.get(Fact::OnlineShopee),
        Some(&Value::Bool(true))
    );
    assert_eq!(drafts[0].facts.get(Fact::OnlineTokopedia), None);
    assert_eq!(
        drafts[1].facts.get(Fact::OnlineTokopedia),
        Some(&Value::Bool(false))
    );
    assert!(drafts[0].facts.get(Fact::Location).is_some());
}

#[test]
fn rows_become_facts_and_bad_cells_say_why() {
    let (book, layout) = guessed(DINAS);
    let drafts: Vec<Draft> = drafts(&book, &layout)
        .into_iter()
        .filter(|d| d.verdict != Verdict::Skip)
        .collect();
    let codes = |draft: &Draft| {
        let code = |problem: &intake::CellProblem| (problem.message.code.clone(), problem.grave);
        draft.problems.iter().map(code).collect::<Vec<_>>()
    };
    let outcome: Vec<_> = drafts
        .iter()
        .map(|draft| (draft.number, draft.verdict, codes(draft)))
        .collect();
    insta::assert_debug_snapshot!(outcome);
    let sri = &drafts[0];
    assert_eq!(sri.facts.get(Fact::Sales), Some(&Value::Rupiah(30_000_000)));
    assert_eq!(sri.facts.get(Fact::Rt), Some(&Value::Text("003".into())));
    assert_eq!(sri.facts.get(Fact::Nib), Some(&Value::Bool(true)));
    assert_eq!(sri.business.as_ref().unwrap().display(), "Keripik Bu Sri");
    let siti = drafts.last().unwrap();
    assert_eq!(siti.verdict, Verdict::Take);
    assert!(
        siti.village.is_some(),
        "a village in two words with Ds. is still found"
    );
    assert!(siti.facts.get(Fact::Sales).is_none() || siti.problems.is_empty());
}

#[test]
fn refused_rows_come_back_marked_and_are_accepted_when_mended() {
    let (book, layout) = guessed(DINAS);
    let refused: Vec<Rejected> = drafts(&book, &layout)
        .into_iter()
        .filter(|draft| draft.verdict == Verdict::Reject)
        .map(|draft| Rejected {
            number: draft.number,
            problems: draft.problems,
        })
        .collect();
    let count = refused.len();
    let mut out = Cursor::new(Vec::new());
    let by_sheet = BTreeMap::from([(String::new(), refused)]);
    assert_eq!(
        report::write(&book, &layout, &by_sheet, &mut out).unwrap(),
        count
    );

    let returned = open(out.into_inner(), &Limits::default()).unwrap();
    let again = Layout::guess(&returned, Some(&layout.to_mapping()), &Gazetteer::kendal()).unwrap();
    again.check().unwrap();
    let reason = again.sheets[0].columns.last().unwrap();
    assert_eq!(
        (reason.header.as_str(), reason.target.as_str()),
        (REASON_HEADER, "ignore")
    );
    let still = drafts(&returned, &again);
    assert_eq!(still.len(), count);
    assert!(
        still.iter().all(|draft| draft.verdict == Verdict::Reject),
        "nothing was mended yet"
    );
    // The texts came back letter by letter, so that what was right stays right.
    let head = returned.head(&returned.sheets()[0], 2).unwrap();
    assert_eq!(head[1].cell(2), "3,32412E+15");
    assert!(head[1].cells().last().unwrap().contains("NIK"));
}

#[test]
fn a_mended_report_is_taken() {
    let mended = "Nama Pelaku Usaha;NIK;Nama Usaha;Desa/Kel;Kec.;Alasan penolakan (Pendopo)\n\
                  Ahmad Fauzi;3324121203850009;Bengkel Jaya;Gempolsewu;Rowosari;NIK: angka hilang\n";
    let (book, layout) = guessed(mended);
    let drafts = drafts(&book, &layout);
    assert_eq!(drafts[0].verdict, Verdict::Take);
    assert_eq!(drafts[0].problems, []);
}

#[test]
fn a_number_cell_that_lost_its_last_digit_is_refused_although_it_shows_sixteen() {
    let mut writer = rust_xlsxwriter::Workbook::new();
    let page = writer.add_worksheet();
    for (at, name) in (0..).zip(["Nama Pemilik", "NIK", "Desa", "Kecamatan"]) {
        page.write(0, at, name).unwrap();
    }
    for (line, nik) in [(1, 3_324_121_203_850_000.0), (2, 3_324_121_203_850_010.0)] {
        page.write(line, 0, "Budi Santoso").unwrap();
        page.write(line, 1, nik).unwrap();
        page.write(line, 2, "Jungsemi").unwrap();
        page.write(line, 3, "Kangkung").unwrap();
    }
    let book = open(writer.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    let layout = Layout::guess(&book, None, &Gazetteer::kendal()).unwrap();
    for draft in drafts(&book, &layout) {
        assert_eq!(draft.verdict, Verdict::Reject);
        assert!(
            draft.problems[0].message.code.starts_with("nik."),
            "{:?}",
            draft.problems
        );
    }
}

#[test]
fn mappings_that_cannot_work_are_refused_with_the_columns_named() {
    let gazetteer = Gazetteer::kendal();
    let text = "Nama Usaha;Merk;Desa;Kecamatan\nBatik Siti;Siti;Jungsemi;Kangkung\n";
    let twice = Mapping::parse(
        r#"{"columns":[{"header":"Nama Usaha","target":"business_name"},{"header":"Merk","target":"business_name"}]}"#,
    )
    .unwrap();
    let layout = Layout::guess(&book(text), Some(&twice), &gazetteer).unwrap();
    match layout.check() {
        Err(IntakeError::TwoColumns { first, second, .. }) => {
            assert_eq!((first.as_str(), second.as_str()), ("Nama Usaha", "Merk"));
        }
        other => panic!("{other:?}"),
    }
    let absent = Mapping::parse("[[columns]]\nheader = \"Omzet\"\ntarget = \"sales\"\n").unwrap();
    assert!(matches!(
        layout.check_names(&absent),
        Err(IntakeError::NoColumn { .. })
    ));

    let placeless = Layout::guess(
        &book("Nama Usaha;No HP\nBatik;0812345678\n"),
        None,
        &gazetteer,
    );
    assert!(matches!(
        placeless.unwrap().check(),
        Err(IntakeError::Unmapped {
            what: Needed::Village
        })
    ));
}

#[test]
fn a_header_alone_and_no_header_are_told_apart() {
    let guess = |text: &str| Layout::guess(&book(text), None, &Gazetteer::kendal());
    let header = "Nama Usaha;Nama Pemilik;Desa;Kecamatan\n";
    assert!(matches!(guess(header), Err(IntakeError::HeaderOnly)));
    assert!(matches!(
        guess("a;b;c\n1;2;3\n"),
        Err(IntakeError::NoHeader)
    ));
    assert!(matches!(guess("\n\n"), Err(IntakeError::Empty)));
}

#[test]
fn what_an_officer_decided_holds_for_the_next_file() {
    let gazetteer = Gazetteer::kendal();
    let decided = Mapping::parse(
        "[[columns]]\nheader = \"Keterangan\"\ntarget = \"activity\"\n\
         [[columns]]\nheader = \"Omzet\"\ntarget = \"sales\"\nhint = { per = \"month\", unit = \"thousand\" }\n",
    )
    .unwrap();
    let text = "NAMA USAHA,DESA,KECAMATAN,OMZET,KETERANGAN\nBatik Siti,Jungsemi,Kangkung,2500,batik tulis\n";
    let book = book(text);
    let layout = Layout::guess(&book, Some(&decided), &gazetteer).unwrap();
    let draft = drafts(&book, &layout).remove(0);
    assert_eq!(
        draft.facts.get(Fact::Sales),
        Some(&Value::Rupiah(30_000_000))
    );
    assert_eq!(
        draft.facts.get(Fact::Activity),
        Some(&Value::Text("batik tulis".into()))
    );
}

#[test]
fn every_message_speaks_both_languages() {
    let (book, layout) = guessed(DINAS);
    for problem in drafts(&book, &layout)
        .iter()
        .flat_map(|draft| &draft.problems)
    {
        assert!(!problem.message.id.is_empty() && !problem.message.en.is_empty());
        assert_ne!(problem.message.id, problem.message.en);
    }
}

proptest::proptest! {
    #[test]
    fn no_table_makes_the_way_from_file_to_facts_panic(
        cells in proptest::collection::vec(
            proptest::collection::vec("[-A-Za-z0-9 .,'+]{0,18}|NIK|Nama Usaha|Desa|332412.*|\\PC{0,8}", 0..7), 0..12),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(["Nama Usaha", "NIK", "Desa", "Kecamatan", "Omzet", "No HP"]).unwrap();
        for row in &cells { writer.write_record(row).unwrap(); }
        let bytes = writer.into_inner().unwrap();
        if let Ok(book) = open(bytes, &Limits::default())
            && let Ok(layout) = Layout::guess(&book, None, &Gazetteer::kendal())
        {
            for draft in drafts(&book, &layout) {
                let grave = draft.problems.iter().any(|problem| problem.grave);
                proptest::prop_assert_eq!(draft.verdict == Verdict::Reject, grave);
                if draft.verdict == Verdict::Take {
                    proptest::prop_assert!(draft.village.is_some());
                    proptest::prop_assert!(draft.business.is_some() || draft.owner.is_some());
                }
            }
        }
    }
}

#[test]
fn a_column_of_worn_down_niks_is_still_the_column_of_niks() {
    let text = "Nama Pemilik;Nama Usaha;Kecamatan;Desa;NIK\n\
                Budi;Warung Budi;Weleri;Weleri;3.32409E+15\n\
                Siti;Batik Siti;Weleri;Weleri;12345\n";
    let book = intake::open(text.as_bytes().to_vec(), &Limits::default()).unwrap();
    let layout = Layout::guess(&book, None, &Gazetteer::kendal()).unwrap();
    let column = &layout.sheets[0].columns[4];
    assert_eq!(column.target, intake::Target::Fact(Fact::OwnerNik));
}
