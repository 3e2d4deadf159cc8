//! The field form's export: a CSV in UTF-8 with the form's machine names as headers.
//!
//! It asks the most, answers come from lists, and only what is typed by hand is dirty.

use std::io::Write;

use super::business::Business;
use super::dice::Dice;
use super::dirt::{Clerk, Tally, day_of};
use super::error::DemoError;
use super::villages::Villages;

/// The file.
pub(super) struct Kobo<W: Write> {
    csv: csv::Writer<W>,
    record: csv::StringRecord,
    /// Forms sent in so far; a second visit to a business is another form.
    forms: u64,
}

const HEADERS: [&str; 75] = [
    "start",
    "end",
    "pemilik/nama_pemilik",
    "pemilik/nik",
    "pemilik/jenis_kelamin",
    "pemilik/tanggal_lahir",
    "pemilik/no_hp",
    "pemilik/email",
    "usaha/nama_usaha",
    "usaha/status_usaha",
    "usaha/bentuk_usaha",
    "usaha/tahun_berdiri",
    "usaha/kbli",
    "usaha/jenis_usaha",
    "usaha/produk_utama",
    "usaha/kelompok_produk",
    "lokasi/kecamatan",
    "lokasi/desa",
    "lokasi/alamat_usaha",
    "lokasi/rt",
    "lokasi/rw",
    "lokasi/koordinat",
    "lokasi/tempat_usaha",
    "keuangan/modal_usaha",
    "keuangan/omzet_per_tahun",
    "tenaga_kerja/tenaga_kerja_l",
    "tenaga_kerja/tenaga_kerja_p",
    "produk/cara_pengawetan",
    "produk/masa_simpan_hari",
    "produk/bahan_hewani",
    "produk/produk_susu",
    "produk/bahan_hasil_sembelihan",
    "produk/bahan_kemasan",
    "produk/proses_produksi",
    "legalitas/nib",
    "legalitas/punya_npwp",
    "legalitas/sertifikat_standar",
    "legalitas/no_pirt",
    "legalitas/pirt_berlaku_sampai",
    "legalitas/sertifikat_pkp",
    "legalitas/slhs",
    "legalitas/no_halal",
    "legalitas/merek",
    "legalitas/sni_bina_umk",
    "legalitas/sppl",
    "kemasan/kemasan",
    "kemasan/label_nama_produk",
    "kemasan/label_komposisi",
    "kemasan/label_netto",
    "kemasan/label_produsen",
    "kemasan/kode_produksi",
    "kemasan/label_kedaluwarsa",
    "kemasan/label_nomor_izin",
    "kemasan/label_halal",
    "kemasan/informasi_nilai_gizi",
    "pemasaran/foto_produk",
    "pemasaran/daftar_harga",
    "pemasaran/wa_bisnis",
    "pemasaran/shopee",
    "pemasaran/shopeefood",
    "pemasaran/tokopedia",
    "pemasaran/tiktok_shop",
    "pemasaran/grabfood",
    "pemasaran/gofood",
    "pemasaran/media_sosial",
    "pemasaran/qris",
    "usaha_maju/pembukuan",
    "usaha_maju/rekening_bank",
    "usaha_maju/kur",
    "usaha_maju/pelatihan",
    "usaha_maju/kurasi",
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
];

impl<W: Write> Kobo<W> {
    pub(super) fn new(out: W) -> Result<Self, DemoError> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(HEADERS)?;
        Ok(Self {
            csv,
            record: csv::StringRecord::with_capacity(1024, HEADERS.len()),
            forms: 0,
        })
    }

    /// Writes a business; false if the row cannot be taken whatever the reader does.
    pub(super) fn add(
        &mut self,
        business: &Business,
        villages: &Villages,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Result<bool, DemoError> {
        self.record.clear();
        self.forms += 1;
        let mut clerk = Clerk {
            dice,
            tally,
            careless: 30,
            hopeless: false,
        };
        let mut form = Form {
            record: &mut self.record,
            clerk: &mut clerk,
            business,
        };
        form.owner();
        form.business_and_place(villages);
        form.product();
        form.permits();
        form.pack_and_selling();
        form.growth_and_form(self.forms);
        let good = !clerk.hopeless;
        self.csv.write_record(&self.record)?;
        Ok(good)
    }

    pub(super) fn finish(mut self) -> Result<(), DemoError> {
        self.csv.flush()?;
        Ok(())
    }
}

struct Form<'a, 'b> {
    record: &'a mut csv::StringRecord,
    clerk: &'a mut Clerk<'b>,
    business: &'a Business,
}

impl Form<'_, '_> {
    fn put(&mut self, cell: &str) {
        self.record.push_field(cell);
    }

    /// List answers are exact.
    fn yes(&mut self, yes: bool) {
        self.put(if yes { "ya" } else { "tidak" });
    }

    /// A multiple choice is exported as one column of 1 and 0 for each answer.
    fn tick(&mut self, ticked: bool) {
        self.put(if ticked { "1" } else { "0" });
    }

    fn owner(&mut self) {
        let business = self.business;
        let day = day_of(2024, business.number % 300);
        let hour = 8 + business.number % 8;
        self.put(&format!(
            "{day}T{hour:02}:{:02}:00.000+07:00",
            business.number % 60
        ));
        self.put(&format!(
            "{day}T{hour:02}:{:02}:59.000+07:00",
            business.number % 60
        ));
        let owner = &business.owner;
        let name = self.clerk.name(&owner.name);
        self.put(&name);
        let nik = self.clerk.nik(&owner.nik);
        self.put(&nik);
        self.put(owner.sex.label(vocab::Lang::Id));
        self.put(&owner.born.to_string());
        let phone = self.clerk.phone(&owner.phone);
        self.put(&phone);
        self.put(owner.email.as_deref().unwrap_or_default());
    }

    fn business_and_place(&mut self, villages: &Villages) {
        let business = self.business;
        let name = self.clerk.name(&business.name);
        self.put(&name);
        self.put(if business.closed { "tutup" } else { "aktif" });
        self.put(business.legal_form);
        self.put(&business.start_year.to_string());
        // Owners without a NIB do not know their code.
        self.put(if business.permits.nib.is_some() {
            business.trade.kbli
        } else {
            ""
        });
        self.put(business.trade.activity);
        self.put(business.product);
        self.put(business.trade.kind);
        self.put(&business.village.district_name);
        let village = self.clerk.village(&business.village, true, villages);
        self.put(&village);
        self.put(&business.address);
        self.put(&format!("{:02}", business.rt));
        self.put(&format!("{:02}", business.rw));
        // Latitude, longitude, altitude, accuracy.
        let point = business
            .point
            .map(|p| format!("{:.6} {:.6} 0 5", p.lat(), p.lng()));
        self.put(point.as_deref().unwrap_or_default());
        self.put(business.trade.premise);
        let capital = self.clerk.rupiah(business.capital);
        self.put(&capital);
        let sales = self.clerk.rupiah(business.month_sales * 12);
        self.put(&sales);
        self.put(&business.men.to_string());
        self.put(&business.women.to_string());
    }

    /// The form skips the food questions for what is no food.
    fn product(&mut self) {
        let business = self.business;
        let Some(food) = business.trade.food else {
            (0..7).for_each(|_| self.put(""));
            return;
        };
        let (low, high) = food.shelf;
        self.put(food.preservation);
        self.put(&(low + business.number % (high - low + 1)).to_string());
        self.yes(food.animal);
        self.yes(food.milk);
        self.yes(food.slaughtered);
        self.put(food.material);
        self.put(if business.month_sales > 20_000_000 {
            "semi otomatis"
        } else {
            "manual"
        });
    }

    fn permits(&mut self) {
        let permits = &self.business.permits;
        let nib = self.clerk.permit(permits.nib.as_deref());
        self.put(&nib);
        self.yes(permits.npwp);
        self.put(if permits.standard {
            "pernyataan mandiri"
        } else {
            "belum"
        });
        let pirt = self.clerk.permit(permits.pirt.as_deref());
        self.put(&pirt);
        let expiry = permits
            .pirt
            .as_ref()
            .map(|_| day_of(permits.pirt_year, self.business.start_day).to_string());
        self.put(expiry.as_deref().unwrap_or_default());
        self.yes(permits.pkp);
        self.yes(permits.slhs);
        let halal = self.clerk.permit(permits.halal.as_deref());
        self.put(&halal);
        let merek = self.clerk.permit(permits.merek.as_deref());
        self.put(&merek);
        self.yes(permits.sni);
        self.yes(permits.sppl);
    }

    fn pack_and_selling(&mut self) {
        let pack = &self.business.pack;
        self.put(match pack.level {
            0 => "tanpa kemasan",
            1 => "polos",
            2 => "berlabel",
            _ => "desain sendiri",
        });
        if pack.level >= 2 {
            pack.label.into_iter().for_each(|mark| self.tick(mark));
            self.tick(pack.nutrition);
        } else {
            (0..9).for_each(|_| self.put(""));
        }
        let selling = self.business.selling;
        self.yes(selling.photos);
        self.yes(selling.price_list);
        self.yes(selling.whatsapp_business);
        for channel in [
            selling.shopee,
            selling.shopeefood,
            selling.tokopedia,
            selling.tiktok,
            selling.grabfood,
            selling.gofood,
            selling.other,
        ] {
            self.tick(channel);
        }
        self.yes(selling.qris);
    }

    fn growth_and_form(&mut self, form: u64) {
        let growth = self.business.growth;
        self.put(match growth.bookkeeping {
            0 => "tidak ada",
            1 => "buku tulis",
            _ => "aplikasi",
        });
        self.yes(growth.bank);
        self.yes(growth.loan);
        self.yes(growth.training);
        self.yes(growth.curated);
        let number = self.business.number;
        self.put(&(210_000_000 + form).to_string());
        // The id comes from the answers' own chance, so a second visit gets another.
        let (high, low) = (self.clerk.dice.next(), self.clerk.dice.next());
        self.put(&uuid(high, low));
        self.put(&format!("{}T16:00:00", day_of(2024, number % 300)));
        self.put("");
    }
}

/// A random UUID (version 4), as the survey tool gives one to each filled form.
fn uuid(high: u64, low: u64) -> String {
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFF,
        0x8000 | low >> 50,
        low & 0xFFFF_FFFF_FFFF
    )
}
