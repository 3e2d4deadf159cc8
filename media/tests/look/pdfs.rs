//! PDFs are kept as they are, or not at all.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use media::{Active, Kind, Limits, Refused, look};

/// A PDF of one page; `catalog` and `objects` are put into it.
fn pdf(catalog: &str, objects: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalog} >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n{objects}\
         trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n9\n%%EOF\n"
    )
    .into_bytes()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("packs");
    encoder.finish().expect("packs")
}

/// A PDF with a packed table of objects.
fn with_table(dictionary: &str, table: &[u8]) -> Vec<u8> {
    let whole = pdf("", "");
    let at = whole
        .windows(7)
        .position(|part| part == b"trailer")
        .expect("a trailer");
    let mut out = whole[..at].to_vec();
    out.extend(format!("7 0 obj\n<< /Type /ObjStm {dictionary} >>\nstream\n").bytes());
    out.extend(table);
    out.extend(b"\nendstream\nendobj\n");
    out.extend(&whole[at..]);
    out
}

fn refused(bytes: &[u8]) -> Refused {
    look(bytes, &Limits::default()).expect_err("refused")
}

#[test]
fn a_plain_pdf_is_kept_byte_for_byte_and_its_pages_are_counted() {
    let sent = pdf("", "");
    let clean = look(&sent, &Limits::default()).expect("a document");
    assert_eq!(clean.kind, Kind::Pdf);
    assert_eq!(clean.bytes, sent);
    assert_eq!(clean.pages, Some(1));
    assert_eq!(clean.thumbnail, None);
    assert!(clean.active.is_empty());
}

#[test]
fn what_acts_by_itself_is_refused_by_its_name() {
    for (catalog, what) in [
        (
            "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
            "JavaScript",
        ),
        ("/AA << /WC << /S /Launch /F (cmd.exe) >> >>", "Launch"),
        ("/Names << /EmbeddedFiles 9 0 R >>", "EmbeddedFile"),
        ("/AcroForm << /XFA 9 0 R >>", "XFA"),
        ("/A << /S /SubmitForm /F (http://x) >>", "SubmitForm"),
        ("/A << /S /Rendition >>", "RichMedia"),
    ] {
        assert_eq!(
            refused(&pdf(catalog, "")),
            Refused::PdfActive { what },
            "{catalog}"
        );
    }
}

#[test]
fn a_name_written_with_escapes_is_still_that_name() {
    let sent = pdf("/OpenAction << /S /J#61va#53cript >>", "");
    assert_eq!(refused(&sent), Refused::PdfActive { what: "JavaScript" });
}

#[test]
fn what_hides_in_a_packed_table_is_found() {
    let table = deflated(b"8 0 << /S /JavaScript /JS (x) >>");
    let sent = with_table("/N 1 /First 4 /Filter /FlateDecode", &table);
    assert_eq!(refused(&sent), Refused::PdfActive { what: "JavaScript" });
}

#[test]
fn what_hides_in_a_stream_to_which_a_forged_table_points_is_found() {
    let objects =
        "9 0 obj\n<< /Length 40 >>\nstream\n8 0 obj << /S /Launch >> endobj\nendstream\nendobj\n";
    assert_eq!(
        refused(&pdf("", objects)),
        Refused::PdfActive { what: "Launch" }
    );
}

#[test]
fn tables_packed_as_no_program_packs_them_are_refused() {
    let twice = deflated(&deflated(b"8 0 << /S /JavaScript >>"));
    for (dictionary, table) in [
        ("/Filter [/FlateDecode /FlateDecode]", twice),
        ("/Filter [/ASCIIHexDecode /FlateDecode]", b"78>".to_vec()),
        (
            "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
            deflated(b"8 0 <<>>"),
        ),
    ] {
        assert_eq!(
            refused(&with_table(dictionary, &table)),
            Refused::PdfMixed,
            "{dictionary}"
        );
    }
}

#[test]
fn a_table_that_unpacks_without_end_is_refused() {
    let table = deflated(&vec![b' '; 3_000_000]);
    let limits = Limits {
        unpacked: 1_000_000,
        ..Limits::default()
    };
    let sent = with_table("/Filter /FlateDecode", &table);
    assert!(sent.len() < 10_000);
    assert_eq!(look(&sent, &limits), Err(Refused::Unreadable));
}

#[test]
fn pages_are_counted_in_packed_tables_too_and_have_a_limit() {
    let table = deflated(b"8 0 << /Type /Pages /Kids [] /Count 101 >>");
    let sent = with_table("/Filter /FlateDecode", &table);
    assert_eq!(
        refused(&sent),
        Refused::TooManyPages {
            pages: 101,
            limit: 100
        }
    );
}

#[test]
fn opening_at_page_one_is_told_but_not_refused() {
    let clean = look(&pdf("/OpenAction [3 0 R /Fit]", ""), &Limits::default()).expect("kept");
    assert_eq!(clean.active, [Active::OnOpen]);
    let strict = Limits {
        refuse: vec![Active::OnOpen],
        ..Limits::default()
    };
    assert_eq!(
        look(&pdf("/OpenAction [3 0 R /Fit]", ""), &strict),
        Err(Refused::PdfActive { what: "OpenAction" })
    );
}

#[test]
fn a_signed_document_with_a_form_field_is_kept() {
    let sent = pdf(
        "/AcroForm << /Fields [4 0 R] /SigFlags 3 >>",
        "4 0 obj\n<< /FT /Sig >>\nendobj\n",
    );
    assert!(look(&sent, &Limits::default()).is_ok());
}

#[test]
fn a_locked_document_is_refused() {
    let sent = String::from_utf8_lossy(&pdf("", "")).replace("/Size 4", "/Size 4 /Encrypt 5 0 R");
    assert_eq!(refused(sent.as_bytes()), Refused::PdfLocked);
}

#[test]
fn a_document_without_its_end_is_refused() {
    let whole = pdf("", "");
    assert_eq!(refused(&whole[..whole.len() - 10]), Refused::Truncated);
}

#[test]
fn junk_before_or_behind_a_document_is_refused() {
    let whole = pdf("", "");
    let mut before = b"junk\n".to_vec();
    before.extend(&whole);
    assert_eq!(refused(&before), Refused::PdfMixed);

    for behind in [&b"MZ\x90\0 program"[..], b"<html><script>", b"PK\x03\x04"] {
        let mut sent = whole.clone();
        sent.extend(behind);
        assert_eq!(refused(&sent), Refused::PdfMixed);
        sent.extend(vec![b'x'; 5000]);
        assert_eq!(refused(&sent), Refused::PdfMixed);
    }
}

#[test]
fn an_archive_that_is_a_document_at_the_same_time_is_refused() {
    let mut sent = b"%PDF-1.4\nPK\x03\x04 berkas\nPK\x05\x06".to_vec();
    sent.extend([0; 16]);
    let rest = &pdf("", "")[9..];
    sent.extend(u16::try_from(rest.len()).expect("short").to_le_bytes());
    sent.extend(rest);
    assert_eq!(refused(&sent), Refused::PdfMixed);
}

#[test]
fn a_page_or_a_tape_archive_in_the_head_of_a_document_is_refused() {
    let page = b"%PDF-1.4\n<HTML><Script>alert(1)</script>\n%%EOF".to_vec();
    assert_eq!(refused(&page), Refused::PdfMixed);
    let mut tape = b"%PDF-1.4\n".to_vec();
    tape.resize(257, 0);
    tape.extend(b"ustar\0");
    tape.extend(&pdf("", "")[9..]);
    assert_eq!(refused(&tape), Refused::PdfMixed);
}
