//! What can be wrong about sites, plans and budgets of the project.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why something about the project did not work.
    ProjectError {
        /// Nothing in the parcel's text.
        ParcelEmpty => "project.parcel_empty",
            "Bidang tanah belum digambar; isi sudut-sudutnya atau pilih berkas GeoJSON/KML.",
            "There is no parcel yet; give its corners or choose a GeoJSON or KML file.";
        /// The text is no parcel.
        ParcelUnreadable { reason: String } => "project.parcel_unreadable",
            "Bidang tanah tidak terbaca: {reason}. Tulis satu sudut per baris (lintang, bujur), atau pakai berkas GeoJSON/KML.",
            "The parcel cannot be read: {reason}. Write one corner a line (latitude, longitude), or use a GeoJSON or KML file.";
        /// Several parcels, or none, in one file.
        ParcelCount { count: usize } => "project.parcel_count",
            "Berkas memuat {count} bidang; harus tepat satu. Simpan bidang yang dimaksud saja, lalu unggah lagi.",
            "The file holds {count} parcels; it must hold exactly one. Save only the one that is meant and upload it again.";
        /// Too few corners.
        ParcelCorners { count: usize } => "project.parcel_corners",
            "Bidang hanya punya {count} sudut yang berbeda; perlu paling sedikit 3.",
            "The parcel has only {count} different corners; it needs at least 3.";
        /// Too many corners.
        ParcelTooFine { count: usize } => "project.parcel_too_fine",
            "Bidang punya {count} sudut; paling banyak 2.000. Sederhanakan garisnya.",
            "The parcel has {count} corners; at most 2,000 are taken. Simplify its line.";
        /// Sides that cross.
        ParcelCrosses { first: usize, second: usize } => "project.parcel_crosses",
            "Batas bidang memotong dirinya sendiri: sisi ke-{first} memotong sisi ke-{second}. Periksa urutan sudutnya.",
            "The parcel's boundary crosses itself: side {first} crosses side {second}. Check the order of its corners.";
        /// A hole outside, or one hole in another.
        ParcelHole => "project.parcel_hole",
            "Lubang pada bidang tidak berada di dalam batas luarnya.",
            "A hole of the parcel does not lie within its outer boundary.";
        /// Too large or too small to be a parcel.
        ParcelSize { hectares: String } => "project.parcel_size",
            "Luas bidang {hectares} ha tidak wajar untuk lokasi gedung; periksa koordinatnya (0,01 sampai 1.000 ha).",
            "The parcel's area of {hectares} ha is not that of a building site; check its coordinates (0.01 to 1,000 ha).";
        /// Elsewhere.
        ParcelElsewhere { found: String } => "project.parcel_elsewhere",
            "Titik {found} jauh di luar kabupaten ini; periksa lintang dan bujur, juga sistem koordinatnya (harus WGS 84).",
            "Point {found} is far outside this regency; check latitude and longitude, and that the coordinates are WGS 84.";
        /// A code that is none.
        SiteCode { found: String } => "project.site_code",
            "Kode lokasi \"{found}\" harus 1 sampai 12 huruf atau angka tanpa spasi.",
            "The site's code \"{found}\" must be 1 to 12 letters or digits without spaces.";
        /// A code that is taken.
        SiteCodeTaken { code: String } => "project.site_code_taken",
            "Kode lokasi \"{code}\" sudah dipakai; pilih kode lain.",
            "The code \"{code}\" is taken; choose another.";
        /// A name that is none.
        Name { what: &'static str } => "project.name",
            "Nama ({what}) harus 1 sampai 200 huruf.",
            "The name ({what}) must have 1 to 200 characters.";
        /// No such criterion.
        Criterion { name: String } => "project.criterion",
            "\"{name}\" bukan kriteria atau aturan dalam pengaturan proyek ini.",
            "\"{name}\" is no criterion and no rule of this project's settings.";
        /// A value that fits no scale.
        Value { name: String, found: String, wanted: String } => "project.value",
            "{name}: \"{found}\" tidak dapat dipakai; tulis {wanted}.",
            "{name}: \"{found}\" cannot be used; write {wanted}.";
        /// A value without a source.
        SourceMissing => "project.source_missing",
            "Tulis sumber nilai itu (surat, peta, pengukuran), paling sedikit 3 huruf.",
            "Say where the value comes from (letter, map, measurement), at least 3 characters.";
        /// A day to come.
        DayToCome { day: String } => "project.day_to_come",
            "Tanggal {day} belum tiba; tulis tanggal hari ini atau sebelumnya.",
            "The day {day} has not come yet; give today or an earlier day.";
        /// A day that is none.
        DayUnreadable { found: String } => "project.day_unreadable",
            "Tanggal \"{found}\" tidak terbaca; tulis misalnya 2026-11-24.",
            "The day \"{found}\" cannot be read; write for example 2026-11-24.";
        /// Days in the wrong order.
        DayOrder { first: String, second: String } => "project.day_order",
            "Tanggal {second} mendahului {first}; periksa urutannya.",
            "The day {second} lies before {first}; check their order.";
        /// A comparison that is none.
        Judgement { first: String, second: String } => "project.judgement",
            "Perbandingan \"{first}\" dengan \"{second}\" tidak dikenal; muat ulang halaman penilaian.",
            "There is no comparison of \"{first}\" and \"{second}\"; reload the page of judgements.";
        /// Judging needs an account.
        JudgeUnknown => "project.judge_unknown",
            "Penilaian harus dilakukan dengan akun sendiri.",
            "Judgements must be given with an account of one's own.";
        /// No sites.
        NoSites => "project.no_sites",
            "Belum ada lokasi yang ditawarkan.",
            "No site is offered yet.";
        /// A setting that does not parse.
        SettingUnreadable { name: &'static str, reason: String } => "project.setting_unreadable",
            "Pengaturan \"{name}\" tidak terbaca: {reason}",
            "The setting \"{name}\" cannot be read: {reason}";
        /// A setting beyond what makes sense.
        SettingRange { name: &'static str, what: String } => "project.setting_range",
            "Pengaturan \"{name}\": {what} di luar batas yang masuk akal.",
            "The setting \"{name}\": {what} is beyond what makes sense.";
        /// No such phase.
        Phase { found: String } => "project.phase",
            "Tahap \"{found}\" tidak dikenal; pilih dari daftar.",
            "There is no phase \"{found}\"; choose one of the list.";
        /// A number outside its range.
        Range { what: &'static str, low: i64, high: i64 } => "project.range",
            "{what} harus angka bulat antara {low} dan {high}.",
            "{what} must be a whole number between {low} and {high}.";
        /// A circle of dependencies.
        Cycle { path: String } => "project.cycle",
            "Ketergantungan ini membuat lingkaran: {path}. Tidak ada pekerjaan yang dapat dimulai; hapus salah satu.",
            "This dependency makes a circle: {path}. No task could begin; take one of them away.";
        /// Done without proof.
        ProofMissing { name: String } => "project.proof_missing",
            "Tonggak \"{name}\" hanya dapat dinyatakan tercapai dengan buktinya (nomor surat, berita acara, tautan foto).",
            "The milestone \"{name}\" can only be reached with its proof (number of a paper, minutes, link to a photograph).";
        /// A predecessor that is not done.
        NotYet { name: String, before: String } => "project.not_yet",
            "\"{name}\" menunggu \"{before}\" yang belum selesai.",
            "\"{name}\" waits for \"{before}\", which is not done.";
        /// A text that is too short or long.
        Words { what: &'static str, low: usize, high: usize } => "project.words",
            "{what} harus {low} sampai {high} huruf.",
            "{what} must have {low} to {high} characters.";
        /// A year that is none.
        Year { found: String } => "project.year",
            "Tahun anggaran \"{found}\" harus antara 2020 dan 2100.",
            "The budget year \"{found}\" must lie between 2020 and 2100.";
        /// A code of the budget that is none.
        BudgetCode { row: usize, found: String } => "project.budget_code",
            "Baris {row}: kode \"{found}\" bukan kode sub kegiatan atau rekening; tulis angka dengan titik, misalnya 2.17.07.2.01.0003.",
            "Row {row}: \"{found}\" is no code of a sub-activity or account; write numbers with dots, such as 2.17.07.2.01.0003.";
        /// One line twice.
        BudgetTwice { row: usize, code: String } => "project.budget_twice",
            "Baris {row}: {code} tertulis dua kali.",
            "Row {row}: {code} stands twice.";
        /// An amount that is none.
        BudgetAmount { row: usize, found: String, reason: String } => "project.budget_amount",
            "Baris {row}: \"{found}\": {reason}",
            "Row {row}: \"{found}\": {reason}";
        /// A cash plan that is another sum.
        CashPlan { row: usize, planned: String, ceiling: String } => "project.cash_plan",
            "Baris {row}: rencana kas {planned} tidak sama dengan pagu {ceiling}.",
            "Row {row}: the cash plan of {planned} is not the ceiling of {ceiling}.";
        /// A sheet without the columns.
        BudgetColumns { missing: String } => "project.budget_columns",
            "Kolom {missing} tidak ditemukan; unduh dulu lembar kerja dari halaman ini lalu isi.",
            "The columns {missing} are missing; download the sheet from this page first and fill it in.";
        /// No lines.
        BudgetEmpty => "project.budget_empty",
            "Tidak ada satu baris anggaran pun.",
            "There is not a single line of a budget.";
        /// A draft is being worked on.
        DraftOpen { name: String } => "project.draft_open",
            "Rancangan \"{name}\" belum ditetapkan; tetapkan atau buang dulu.",
            "The draft \"{name}\" is not enacted; enact it or throw it away first.";
        /// Not a draft.
        NoDraft => "project.no_draft",
            "Versi ini sudah ditetapkan dan tidak dapat diubah; buat perubahan baru.",
            "This version is in force and cannot be changed; make a new revision.";
        /// A revision below what was promised.
        BelowCommitted { lines: String } => "project.below_committed",
            "Perubahan ini menurunkan pagu di bawah yang sudah dikontrakkan: {lines}. Naikkan pagunya atau akhiri kontraknya dulu; rancangan tetap tersimpan.",
            "This revision lowers ceilings below what is promised already: {lines}. Raise them or end contracts first; the draft is kept.";
        /// A commitment above the ceiling.
        AboveCeiling { left: String } => "project.above_ceiling",
            "Ikatan ini melebihi pagu; sisa yang dapat diikat {left}.",
            "This commitment is above the ceiling; {left} is left.";
        /// A payment above the commitment.
        AboveCommitment { left: String } => "project.above_commitment",
            "Pembayaran ini melebihi sisa kontrak {left}, atau kontraknya sudah diakhiri.",
            "This payment is above what is left of the contract, {left}, or the contract has ended.";
        /// Another year.
        OtherYear { day: String, year: i64 } => "project.other_year",
            "Tanggal {day} di luar tahun anggaran {year}.",
            "The day {day} lies outside the budget year {year}.";
        /// Nothing in force.
        NotEnacted { year: i64 } => "project.not_enacted",
            "Anggaran {year} belum ditetapkan; belum ada yang dapat diikat.",
            "The budget of {year} is not in force; nothing can be promised yet.";
        /// No such method.
        Method { found: String } => "project.method",
            "Cara pengadaan \"{found}\" tidak ada dalam pengaturan; pilih dari daftar.",
            "There is no way of procurement \"{found}\" in the settings; choose one of the list.";
        /// Decided by somebody else.
        Decided => "project.decided",
            "Hal ini sudah diputuskan; muat ulang halamannya.",
            "This was decided meanwhile; reload the page.";
    }
}

impl ProjectError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Decided | Self::NoDraft | Self::DraftOpen { .. } | Self::SiteCodeTaken { .. } => {
                ErrorKind::Conflict
            }
            _ => ErrorKind::Invalid,
        }
    }
}
