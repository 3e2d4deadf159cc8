//! The filtered list as a file. Streamed in chunks, audited, and safe to open: a cell that a spreadsheet would take for a
//! formula is written as text.

use std::collections::HashMap;

use rulebook::{Fact, Facts};
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};
use serde_json::json;
use store::people::person;
use store::registry::business::{self, Business};
use store::registry::campaign as kept;
use vocab::id::{CampaignId, PersonId};
use vocab::{Lang, PhoneNumber};

use super::RegistryError;
use super::find::{Query, matches};
use super::listing::{Listed, listed};
use super::palette::Online;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Rows read at once.
const CHUNK: usize = 500;
/// Rows of one XLSX sheet, less the line of headings.
const MOST_XLSX_ROWS: u64 = 1_048_575;

/// Facts that have a column of their own.
const FACTS: [Fact; 14] = [
    Fact::MainProduct,
    Fact::Address,
    Fact::Rt,
    Fact::Rw,
    Fact::Nib,
    Fact::Pirt,
    Fact::PirtExpiry,
    Fact::Bpom,
    Fact::Halal,
    Fact::Merek,
    Fact::Capital,
    Fact::Sales,
    Fact::WorkersMale,
    Fact::WorkersFemale,
];

/// Columns of a campaign: who goes there, the month of the last note, the outcome, the note.
pub(super) const BESIDE: usize = 4;

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with commas (RFC 4180), UTF-8 with a mark so that Excel knows.
    Csv,
    /// A workbook.
    Xlsx,
}

impl std::str::FromStr for Format {
    type Err = RegistryError;

    fn from_str(text: &str) -> std::result::Result<Self, RegistryError> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            other => Err(RegistryError::FormatUnknown {
                format: other.to_owned(),
            }),
        }
    }
}

/// An export that has begun.
#[derive(Debug)]
pub struct Export {
    hall: Hall,
    lang: Lang,
    personal: bool,
    seqs: Vec<u32>,
    /// Of a campaign: what its members' lines say besides, by short key.
    beside: Option<HashMap<u32, [String; BESIDE]>>,
    at: usize,
    headed: bool,
}

/// Begins an export: permission, filter, and the entry in the trail. Phone numbers are in it only for those who may
/// see personal data; identity numbers never are.
pub async fn begin(
    hall: &Hall,
    actor: &Actor,
    query: &Query,
    format: Format,
    lang: Lang,
) -> Result<Export> {
    actor.must(Permission::Export)?;
    let mut session = hall.db().read().await?;
    let found = matches(hall, &mut session, actor, query).await?;
    drop(session);
    let rows = found.matches.seqs.len();
    if format == Format::Xlsx && rows > MOST_XLSX_ROWS {
        return Err(RegistryError::ExportTooLong { rows }.into());
    }
    let personal = actor.may(Permission::SeePersonal);
    let mut tx = hall.db().write().await?;
    let detail = json!({
        "rows": rows,
        "personal": personal,
        "region": query.region.map(|region| region.to_string()),
        "words": !query.text.trim().is_empty(),
    });
    audit::record(
        hall,
        &mut tx,
        actor,
        "registry.exported",
        "registry",
        detail,
    )
    .await?;
    tx.commit().await?;
    let seqs = found.matches.seqs.iter().collect();
    Ok(Export {
        hall: hall.clone(),
        lang,
        personal,
        seqs,
        beside: None,
        at: 0,
        headed: false,
    })
}

/// Begins an export of a campaign's members. Who manages campaigns may take it along, to print it or hand it on.
pub async fn begin_campaign(
    hall: &Hall,
    actor: &Actor,
    campaign: CampaignId,
    lang: Lang,
) -> Result<Export> {
    actor.must(Permission::Export)?;
    let mut session = hall.db().read().await?;
    kept::find(&mut session, &actor.regency, campaign)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let beside = super::campaign::beside(&mut session, actor, campaign, lang).await?;
    let seqs: Vec<u32> = beside.iter().map(|(seq, _)| *seq).collect();
    drop(session);
    let personal = actor.may(Permission::SeePersonal);
    let mut tx = hall.db().write().await?;
    let detail = json!({ "rows": seqs.len(), "personal": personal });
    let subject = format!("campaign:{campaign}");
    audit::record(hall, &mut tx, actor, "campaign.exported", &subject, detail).await?;
    tx.commit().await?;
    Ok(Export {
        hall: hall.clone(),
        lang,
        personal,
        seqs,
        beside: Some(beside.into_iter().collect()),
        at: 0,
        headed: false,
    })
}

impl Export {
    /// How many rows it will have.
    pub fn rows(&self) -> usize {
        self.seqs.len()
    }

    /// The next piece of the CSV file; none at its end.
    pub async fn csv_piece(&mut self) -> Result<Option<Vec<u8>>> {
        let mut piece = Vec::new();
        if !self.headed {
            self.headed = true;
            piece.extend_from_slice("\u{feff}".as_bytes());
            write_csv(&mut piece, std::iter::once(self.headings()))?;
        }
        let lines = self.next_lines().await?;
        if lines.is_empty() && piece.is_empty() {
            return Ok(None);
        }
        write_csv(
            &mut piece,
            lines
                .into_iter()
                .map(|line| line.into_iter().map(|cell| harmless(&cell)).collect()),
        )?;
        Ok(Some(piece))
    }

    /// The whole workbook. Rows go to a temporary file as they are read, so memory holds only the packed result.
    pub async fn xlsx(mut self) -> Result<Vec<u8>> {
        let mut workbook = Workbook::new();
        let sheet = workbook
            .add_worksheet_with_constant_memory()
            .map_err(failed)?;
        let bold = Style::new().set_bold();
        sheet.set_name("UMKM").map_err(failed)?;
        for (column, heading) in (0..).zip(self.headings()) {
            sheet
                .write_string_with_format(0, column, heading, &bold)
                .map_err(failed)?;
        }
        let mut row = 1;
        loop {
            let lines = self.next_lines().await?;
            if lines.is_empty() {
                break;
            }
            for line in lines {
                write_row(sheet, row, line).map_err(failed)?;
                row += 1;
            }
        }
        let packed = tokio::task::spawn_blocking(move || workbook.save_to_buffer()).await?;
        packed.map_err(failed)
    }

    fn headings(&self) -> Vec<String> {
        let own = match self.lang {
            Lang::Id => [
                "Nama usaha",
                "Pemilik",
                "Kecamatan",
                "Desa/Kelurahan",
                "KBLI",
                "Skala",
                "Tahap",
                "Langkah berikut",
                "Jualan daring",
            ],
            Lang::En => [
                "Business",
                "Owner",
                "District",
                "Village",
                "KBLI",
                "Size",
                "Stage",
                "Next steps",
                "Sells online",
            ],
        };
        let mut headings: Vec<String> = own.into_iter().map(str::to_owned).collect();
        headings.extend(FACTS.iter().map(|fact| fact.label(self.lang).to_owned()));
        if self.personal {
            headings.push(Fact::OwnerPhone.label(self.lang).to_owned());
        }
        if self.beside.is_some() {
            let own = match self.lang {
                Lang::Id => ["Pendamping", "Bulan", "Hasil", "Catatan"],
                Lang::En => ["Mentor", "Month", "Outcome", "Note"],
            };
            headings.extend(own.map(str::to_owned));
        }
        headings
    }

    async fn next_lines(&mut self) -> Result<Vec<Vec<String>>> {
        let some = self
            .seqs
            .get(self.at..(self.at + CHUNK).min(self.seqs.len()))
            .unwrap_or_default();
        self.at += some.len();
        if some.is_empty() {
            return Ok(Vec::new());
        }
        let mut session = self.hall.db().read().await?;
        let found = business::by_seqs(&mut session, some).await?;
        let mut phones = HashMap::new();
        if self.personal {
            let owners: Vec<PersonId> = found.iter().filter_map(|row| row.owner).collect();
            let people = person::find_many(&mut session, &owners).await?;
            phones.extend(
                people
                    .into_iter()
                    .filter_map(|person| Some((person.id, person.phone?))),
            );
        }
        drop(session);
        Ok(found
            .into_iter()
            .map(|row| self.line(row, &phones))
            .collect())
    }

    fn line(&self, row: Business, phones: &HashMap<PersonId, String>) -> Vec<String> {
        let facts: Facts = serde_json::from_str(&row.facts).unwrap_or_default();
        let phone = row.owner.and_then(|owner| phones.get(&owner));
        let seq = row.seq;
        let row = listed(&self.hall, row);
        let mut line = self.own_cells(row);
        line.extend(FACTS.iter().map(|fact| {
            facts
                .get(*fact)
                .map(|value| value.display(*fact, self.lang))
                .unwrap_or_default()
        }));
        if self.personal {
            // The national form begins with 0, which no spreadsheet takes for a formula.
            let national = phone
                .and_then(|phone| phone.parse::<PhoneNumber>().ok())
                .map(|phone| phone.national());
            line.push(national.unwrap_or_default());
        }
        if let Some(beside) = &self.beside {
            let own = u32::try_from(seq).ok().and_then(|seq| beside.get(&seq));
            line.extend(own.cloned().unwrap_or_default());
        }
        line
    }

    fn own_cells(&self, row: Listed) -> Vec<String> {
        let lang = self.lang;
        let rulebook = self.hall.rulebook();
        let title = |id: &String| {
            rulebook
                .versions(id)
                .last()
                .map(|(_, rule)| rule.title.get(lang).to_owned())
        };
        let now: Vec<String> = row.now.iter().filter_map(title).collect();
        let done = match lang {
            Lang::Id => "Selesai",
            Lang::En => "Done",
        };
        vec![
            row.name,
            row.owner_name.unwrap_or_default(),
            row.district.unwrap_or_default(),
            row.village.unwrap_or_default(),
            row.kbli.unwrap_or_default(),
            row.size
                .map(|size| size.label(lang).to_owned())
                .unwrap_or_default(),
            row.stage.map_or(done, |stage| stage.label(lang)).to_owned(),
            now.join("; "),
            match (row.online, lang) {
                (Online::Yes, Lang::Id) => "Ya",
                (Online::Yes, Lang::En) => "Yes",
                (Online::No, Lang::Id) => "Tidak",
                (Online::No, Lang::En) => "No",
                (Online::Unknown, _) => "",
            }
            .to_owned(),
        ]
    }
}

/// A cell that begins like a formula gets an apostrophe before it, which spreadsheets read as "this is text".
fn harmless(cell: &str) -> String {
    let begins = cell.trim_start_matches([' ', '\u{a0}']).chars().next();
    match begins {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

fn write_csv(piece: &mut Vec<u8>, lines: impl Iterator<Item = Vec<String>>) -> Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(piece);
    for line in lines {
        writer
            .write_record(&line)
            .map_err(|_| RegistryError::ExportFailed)?;
    }
    writer.flush().map_err(|_| RegistryError::ExportFailed)?;
    Ok(())
}

/// Strings are written as strings, so that nothing in them can become a formula.
fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    line: Vec<String>,
) -> std::result::Result<(), XlsxError> {
    for (column, cell) in (0..).zip(line) {
        if !cell.is_empty() {
            let cell: String = cell.chars().take(32_767).collect();
            sheet.write_string(row, column, cell)?;
        }
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn failed(error: XlsxError) -> crate::Error {
    tracing::error!(%error, "an export could not be written");
    RegistryError::ExportFailed.into()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_looks_like_a_formula_is_written_as_text() {
        for cell in [
            "=1+1",
            "+62",
            "-5",
            "@cmd",
            " =HYPERLINK(\"x\")",
            "\t=1",
            "%0A",
        ] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["Keripik", "0812-3456", "Rp1.000", "", "a=b"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
