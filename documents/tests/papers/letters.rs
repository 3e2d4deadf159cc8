//! Letters and slips.

use documents::letter::{Effect, HalalDeclaration, MarkLetter, Sppl};
use documents::pirt::PirtSummary;
use documents::receipt::{Receipt, ReceiptFacts};
use documents::{CodeError, Order, Paper, Printer};

use crate::make::{PRESS, business, keep, office, owner, today};

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn mark_letter() -> MarkLetter {
    MarkLetter {
        office: office(),
        number: "510/0123/2026".to_owned(),
        date: today(),
        owner: owner(),
        business: business(),
        mark: "SARI KENDAL".to_owned(),
        class: "30".to_owned(),
        goods: "Keripik tempe; keripik singkong".to_owned(),
    }
}

fn declaration() -> HalalDeclaration {
    HalalDeclaration {
        place: "Kendal".to_owned(),
        date: today(),
        owner: owner(),
        business: business(),
        products: strings(&["Keripik tempe original", "Keripik tempe daun jeruk"]),
        materials: strings(&[
            "Tempe (buatan sendiri)",
            "Minyak goreng (bersertifikat halal)",
        ]),
        process: strings(&["Tempe diiris", "Digoreng", "Ditiriskan dan dikemas"]),
    }
}

fn sppl() -> Sppl {
    Sppl {
        place: "Kendal".to_owned(),
        date: today(),
        owner: owner(),
        business: business(),
        effects: vec![Effect {
            what: "Minyak jelantah".to_owned(),
            care: "Ditampung dalam jeriken dan dijual kepada pengepul".to_owned(),
        }],
    }
}

fn pirt() -> PirtSummary {
    PirtSummary {
        date: today(),
        owner: owner(),
        business: business(),
        product: "Keripik tempe".to_owned(),
        brand: "Sari Kendal".to_owned(),
        food_type: "Hasil olahan kacang".to_owned(),
        packaging: "Plastik, 200 g".to_owned(),
        composition: strings(&["Tempe", "Minyak goreng", "Garam"]),
        process: strings(&["Diiris", "Digoreng", "Dikemas"]),
        storage: "Suhu ruang".to_owned(),
        shelf_life: "6 bulan".to_owned(),
        production_code: "KT-hhbbtttt".to_owned(),
    }
}

fn receipt() -> Receipt {
    Receipt::new(ReceiptFacts {
        office: office(),
        number: "IZN-2026-000123".to_owned(),
        date: today(),
        owner: owner().name,
        business: business().name,
        subject: "SPP-IRT keripik tempe".to_owned(),
        documents: strings(&["Foto KTP", "Rancangan label"]),
        next: "Petugas memeriksa dokumen paling lambat 3 hari kerja.".to_owned(),
        address: "https://kendal.example/kasus/IZN-2026-000123".to_owned(),
    })
    .unwrap()
}

fn pages<P: Paper>(paper: &P) -> usize {
    let sheet = PRESS.print(Order::of(paper), today()).unwrap();
    keep(P::TEMPLATE, &sheet);
    if sheet.pages == 1 {
        insta::assert_snapshot!(P::TEMPLATE, sheet.text);
    }
    assert!(sheet.pdf.starts_with(b"%PDF-"));
    sheet.pages
}

#[test]
fn every_paper_is_printed_on_one_page() {
    assert_eq!(pages(&mark_letter()), 1);
    assert_eq!(pages(&declaration()), 1);
    assert_eq!(pages(&sppl()), 1);
    assert_eq!(pages(&pirt()), 1);
    assert_eq!(pages(&receipt()), 1);
}

#[test]
fn a_long_list_flows_onto_further_pages() {
    let materials = (1..=120).map(|n| format!("Bahan nomor {n}")).collect();
    assert!(
        pages(&HalalDeclaration {
            materials,
            ..declaration()
        }) > 2
    );
}

#[test]
fn an_address_too_long_for_a_code_is_refused() {
    let facts = ReceiptFacts {
        address: "x".repeat(4000),
        office: office(),
        number: String::new(),
        date: today(),
        owner: String::new(),
        business: String::new(),
        subject: String::new(),
        documents: Vec::new(),
        next: String::new(),
    };
    assert_eq!(
        Receipt::new(facts),
        Err(CodeError::TooLong { length: 4000 })
    );
}
