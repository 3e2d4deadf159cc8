//! From a case to the paper that the press prints. Papers are in Indonesian: offices read them.

use documents::letter::{Effect, HalalDeclaration, MarkLetter, Sppl};
use documents::office::{self, Office};
use documents::pirt::PirtSummary;
use documents::receipt::{Receipt, ReceiptFacts};
use rulebook::{Fact, Value};
use vocab::Lang;

use super::fields::lines_of;
use super::{CasePaper, Filled, Material, Work, sheet};
use crate::error::Result;
use crate::hall::Hall;
use crate::licensing::LicensingError;
use crate::licensing::case::{State, Turn};
use crate::licensing::view::permit_title;
use crate::registry::label;

pub(super) fn work(
    hall: &Hall,
    of: &Material,
    paper: CasePaper,
    office: Option<&Office>,
) -> Result<Work> {
    let filled = of.filled(paper);
    let text = |name: &str| filled.get(name).cloned().unwrap_or_default();
    let place = || office.map_or_else(|| regency(hall), |office| office.place.clone());
    let owner = owner(of);
    let business = business(hall, of);
    Ok(match paper {
        CasePaper::Receipt => {
            let office = office.ok_or(LicensingError::NoOffice)?.clone();
            let receipt = Receipt::new(receipt(hall, of, office, business.name));
            sheet(&receipt.map_err(|_| LicensingError::PaperNotYet)?)
        }
        CasePaper::MarkLetter => sheet(&MarkLetter {
            office: office.ok_or(LicensingError::NoOffice)?.clone(),
            // Until it has its number, the letter is a draft with a line to write it on.
            number: of.case.issued_number.clone().unwrap_or_default(),
            date: of.case.issued_on.unwrap_or(of.today),
            owner,
            business,
            mark: text("mark"),
            class: text("class"),
            goods: text("goods"),
        }),
        CasePaper::HalalDeclaration => sheet(&HalalDeclaration {
            place: place(),
            date: of.today,
            owner,
            business,
            products: lines_of(&filled, "products"),
            materials: lines_of(&filled, "materials"),
            process: lines_of(&filled, "process"),
        }),
        CasePaper::Sppl => sheet(&Sppl {
            place: place(),
            date: of.today,
            owner,
            business,
            effects: effects(&filled),
        }),
        CasePaper::Pirt => sheet(&PirtSummary {
            date: of.today,
            owner,
            business,
            product: text("product"),
            brand: text("brand"),
            food_type: text("food_type"),
            packaging: text("packaging"),
            composition: lines_of(&filled, "composition"),
            process: lines_of(&filled, "process"),
            storage: text("storage"),
            shelf_life: text("shelf_life"),
            production_code: text("production_code"),
        }),
        CasePaper::Label => {
            let draft = of.label.clone().ok_or(LicensingError::PaperUnfilled)?;
            Work::Label(Box::new(draft))
        }
    })
}

/// The name of the regency, for the line with place and date.
fn regency(hall: &Hall) -> String {
    let code = hall.settings().regency.parse().ok();
    let name = code.and_then(|code| hall.gazetteer().name(&code));
    let name = name.unwrap_or_default();
    name.trim_start_matches("Kabupaten ").to_owned()
}

/// The NIK stays a line to be written by hand: it is opened only with a stated purpose, number by number.
fn owner(of: &Material) -> office::Owner {
    let address = of.facts.get(Fact::OwnerAddress).and_then(Value::as_text);
    let person = of.owner.as_ref();
    office::Owner {
        name: person
            .and_then(|person| person.name.clone())
            .unwrap_or_default(),
        nik: String::new(),
        address: address.unwrap_or_default().to_owned(),
        phone: person
            .and_then(|person| person.phone.as_ref())
            .and_then(|phone| phone.parse::<vocab::PhoneNumber>().ok())
            .map(|phone| phone.national())
            .unwrap_or_default(),
    }
}

fn business(hall: &Hall, of: &Material) -> office::Business {
    let nib = of.facts.get(Fact::Nib).and_then(Value::as_text);
    let activity = match of.facts.get(Fact::Kbli) {
        Some(Value::Kbli(code)) => {
            let rulebook = hall.rulebook();
            let known = rulebook.kbli().find(*code);
            let title = known.map(|known| known.title.get(Lang::Id).to_owned());
            format!("{code} {}", title.unwrap_or_default())
        }
        _ => String::new(),
    };
    office::Business {
        name: of.listed.name.clone(),
        nib: nib.unwrap_or_default().to_owned(),
        activity: activity.trim().to_owned(),
        address: label::place(&of.facts, &of.listed),
    }
}

fn effects(filled: &Filled) -> Vec<Effect> {
    let lines = lines_of(filled, "effects").into_iter();
    lines
        .map(|line| match line.split_once(':') {
            Some((what, care)) => Effect {
                what: what.trim().to_owned(),
                care: care.trim().to_owned(),
            },
            None => Effect {
                what: line,
                care: String::new(),
            },
        })
        .collect()
}

fn receipt(hall: &Hall, of: &Material, office: Office, business: String) -> ReceiptFacts {
    let permit = permit_title(hall, &of.case.permit, Lang::Id);
    let brought = of.documents.iter().filter(|one| one.state != "missing");
    let base = &hall.settings().ways.base_url;
    let id = of.case.id.as_uuid().simple().to_string();
    ReceiptFacts {
        office,
        // The year and the end of the id, which is random: enough to tell two papers apart.
        number: format!(
            "{}-{}",
            of.case.opened_at.format("%Y"),
            id.get(24..).unwrap_or_default().to_uppercase()
        ),
        date: of.today,
        owner: of
            .owner
            .as_ref()
            .and_then(|owner| owner.name.clone())
            .unwrap_or_default(),
        business,
        subject: match of.case.product.as_str() {
            "" => permit,
            product => format!("{permit}: {product}"),
        },
        documents: brought.map(|one| one.name_id.clone()).collect(),
        next: next(of).to_owned(),
        address: format!("{base}/licensing/cases/{}", of.case.id),
    }
}

/// What happens next, in plain words.
fn next(of: &Material) -> &'static str {
    match (of.state, Turn::from_id(&of.case.turn)) {
        (State::Draft | State::Documents | State::NeedsRepair, Some(Turn::Owner)) => {
            "Kirim berkas yang masih kurang. Pindai kode di samping dengan HP untuk melihat daftarnya dan mengirim fotonya."
        }
        (State::Draft | State::Documents | State::NeedsRepair, _) => {
            "Petugas memeriksa berkas Anda. Kalau ada yang perlu diganti, Anda diberi tahu."
        }
        (State::Ready, _) => "Berkas lengkap. Petugas mengajukannya.",
        (State::Submitted | State::InVerification, _) => {
            "Sudah diajukan. Anda tidak perlu melakukan apa-apa; kami kabari kalau ada perkembangan."
        }
        (State::Issued, _) => "Izin sudah terbit. Lihat langkah berikutnya di rencana usaha Anda.",
        (State::Refused | State::Withdrawn, _) => {
            "Pengajuan ini sudah ditutup. Tanyakan ke dinas kalau ingin mengajukan lagi."
        }
    }
}
