//! The list of the Dinas: semicolons between the cells, Windows-1252, headings in capitals.

use std::io::Write;

use super::business::Business;
use super::dice::Dice;
use super::dirt::{Clerk, Tally, day_of};
use super::error::DemoError;
use super::villages::Villages;

/// The file.
pub(super) struct Dinas<W: Write> {
    csv: csv::Writer<W>,
    rows: u64,
}

const HEADERS: [&str; 29] = [
    "NO",
    "KODE UMKM",
    "NAMA PELAKU UMKM",
    "NIK",
    "L/P",
    "TGL LAHIR",
    "NO TELP",
    "NAMA UMKM",
    "BENTUK USAHA",
    "SEKTOR USAHA",
    "KBLI",
    "ALAMAT USAHA",
    "DESA/KELURAHAN",
    "KECAMATAN",
    "TGL MULAI USAHA",
    "ASET (Rp)",
    "OMZET PER TAHUN (Rp)",
    "JML TK (L)",
    "JML TK (P)",
    "PUNYA NPWP",
    "NIB",
    "NO. P-IRT",
    "SERTIFIKAT HALAL",
    "HKI",
    "MARKETPLACE",
    "QRIS",
    "PERNAH PELATIHAN",
    "PERNAH KREDIT",
    "STATUS USAHA",
];

impl<W: Write> Dinas<W> {
    pub(super) fn new(out: W) -> Result<Self, DemoError> {
        let mut csv = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        csv.write_record(HEADERS)?;
        Ok(Self { csv, rows: 0 })
    }

    /// Writes a business; false if the row cannot be taken whatever the reader does.
    pub(super) fn add(
        &mut self,
        business: &Business,
        villages: &Villages,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Result<bool, DemoError> {
        self.rows += 1;
        let mut clerk = Clerk {
            dice,
            tally,
            careless: 80,
            hopeless: false,
        };
        let cells = cells(business, self.rows, villages, &mut clerk);
        for cell in &cells {
            let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(cell);
            self.csv.write_field(&bytes)?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(!clerk.hopeless)
    }

    pub(super) fn finish(mut self) -> Result<(), DemoError> {
        self.csv.flush()?;
        Ok(())
    }
}

fn cells(
    business: &Business,
    row: u64,
    villages: &Villages,
    clerk: &mut Clerk<'_>,
) -> [String; HEADERS.len()] {
    let (owner, permits, selling) = (&business.owner, &business.permits, &business.selling);
    let district_missing = clerk.dice.chance(8);
    let district = if district_missing {
        String::new()
    } else {
        clerk.name(&business.village.district_name)
    };
    [
        row.to_string(),
        format!("KDL-{:06}", business.number),
        // A word processor's apostrophes and dashes come along with copied names.
        clerk.name(&owner.name).replace('\'', "\u{2019}"),
        clerk.nik(&owner.nik),
        owner.sex.as_str().to_owned(),
        clerk.date(owner.born),
        clerk.phone(&owner.phone),
        clerk.name(&business.name),
        business.legal_form.to_owned(),
        business.trade.activity.to_uppercase(),
        if permits.nib.is_some() {
            business.trade.kbli.to_owned()
        } else {
            String::new()
        },
        format!(
            "{} RT {:02} RW {:02}",
            business.address, business.rt, business.rw
        )
        .replace(" RT", " \u{2013} RT"),
        clerk.village(&business.village, !district_missing, villages),
        district,
        clerk.date(day_of(business.start_year, business.start_day)),
        clerk.rupiah(business.capital),
        clerk.rupiah(business.month_sales * 12),
        business.men.to_string(),
        business.women.to_string(),
        clerk.yes(permits.npwp).to_owned(),
        clerk.permit(permits.nib.as_deref()),
        clerk.permit(permits.pirt.as_deref()),
        clerk.permit(permits.halal.as_deref()),
        clerk.permit(permits.merek.as_deref()),
        marketplaces(selling),
        clerk.yes(selling.qris).to_owned(),
        clerk.yes(business.growth.training).to_owned(),
        clerk.yes(business.growth.loan).to_owned(),
        if business.closed { "TUTUP" } else { "AKTIF" }.to_owned(),
    ]
}

/// The channels in one cell, as the lists of offices have them.
pub(super) fn marketplaces(selling: &super::business::Selling) -> String {
    let names = [
        (selling.shopee, "Shopee"),
        (selling.shopeefood, "ShopeeFood"),
        (selling.tokopedia, "Tokopedia"),
        (selling.tiktok, "TikTok"),
        (selling.grabfood, "GrabFood"),
        (selling.gofood, "GoFood"),
        (selling.other, "Facebook"),
    ];
    let list: Vec<&str> = names
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
        .collect();
    if list.is_empty() {
        "-".to_owned()
    } else {
        list.join(", ")
    }
}
