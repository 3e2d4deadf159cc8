//! What can be wrong with cases, their documents and batch days.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why something about a case did not work.
    LicensingError {
        /// No case can be made of this step.
        NotAPermit => "licensing.not_a_permit",
            "Langkah ini bukan izin yang bisa diajukan lewat sini.",
            "This step is not a permit that can be applied for here.";
        /// The step is not in the plan of this business, or is done.
        NotNeeded => "licensing.not_needed",
            "Izin ini tidak ada dalam rencana usaha tersebut, atau sudah dimiliki.",
            "This permit is not in the plan of this business, or the business has it.";
        /// Other steps come first.
        Blocked { steps: String } => "licensing.blocked",
            "Selesaikan dulu: {steps}.",
            "First finish: {steps}.";
        /// There is an open case already.
        AlreadyOpen => "licensing.already_open",
            "Izin ini sedang diurus untuk usaha dan produk yang sama; lanjutkan pengajuan yang ada.",
            "This permit is being got for the same business and product; go on with the case there is.";
        /// Somebody else changed the case meanwhile.
        Changed { who: String, what: String } => "licensing.changed",
            "{who} baru saja mengubah pengajuan ini ({what}). Perubahan Anda belum disimpan; lihat dulu keadaan terbarunya.",
            "{who} has just changed this case ({what}). Your change was not saved; look at it as it is now.";
        /// The event does not fit the state.
        NotNow { state: String } => "licensing.not_now",
            "Itu tidak bisa dilakukan sekarang: pengajuan ini berstatus \"{state}\".",
            "That cannot be done now: the case is \"{state}\".";
        /// Somebody else has to do it.
        NotYours => "licensing.not_yours",
            "Hanya petugas dinas yang boleh melakukan ini.",
            "Only an officer may do this.";
        /// A reason is wanted.
        ReasonMissing => "licensing.reason_missing",
            "Tulis alasannya dengan kata yang mudah dimengerti pemilik usaha (paling banyak 500 huruf).",
            "Give the reason in words that the owner understands (at most 500 letters).";
        /// Where it was submitted is not said.
        SystemMissing => "licensing.system_missing",
            "Sebutkan diajukan ke mana, misalnya oss.go.id.",
            "Say where it was submitted, such as oss.go.id.";
        /// The number of an application is too long or holds strange signs.
        OutsideNumber => "licensing.outside_number",
            "Nomor pengajuan paling banyak 60 huruf, angka, titik, garis miring, atau tanda hubung.",
            "The application's number has at most 60 letters, digits, dots, slashes or hyphens.";
        /// A number is wanted.
        NumberMissing => "licensing.number_missing",
            "Tulis nomor izin yang terbit.",
            "Give the number of the permit that was issued.";
        /// The day of issue is to come, or before the business' case was opened by years.
        IssuedInFuture => "licensing.issued_in_future",
            "Tanggal terbit belum tiba; periksa tanggalnya.",
            "The day of issue is to come; check the date.";
        /// It ends before it begins, or before today.
        Expired { until: String } => "licensing.expired",
            "Izin ini hanya berlaku sampai {until}, jadi sudah tidak berlaku; periksa nomornya.",
            "This permit was good until {until} and no longer is; check the number.";
        /// An SPP-IRT is good for at most five years (BPOM 22/2018).
        TooLong { until: String } => "licensing.too_long",
            "P-IRT berlaku paling lama 5 tahun, tetapi nomor ini sampai {until}; periksa dua angka terakhir.",
            "A P-IRT is good for at most 5 years, but this number until {until}; check the last two digits.";
        /// The day given and the year in the number differ.
        OtherYear { number: i32 } => "licensing.other_year",
            "Nomor P-IRT berakhir tahun {number}, berbeda dengan tanggal yang diisi.",
            "The P-IRT number ends in {number}, which differs from the date given.";
        /// An SPP-IRT of another regency.
        OtherRegion { found: String, own: String } => "licensing.other_region",
            "Nomor P-IRT ini milik wilayah {found}, sedangkan usahanya di {own}; periksa angka ke-4 sampai ke-7.",
            "This P-IRT number belongs to {found}, but the business is in {own}; check digits 4 to 7.";
        /// An SPP-IRT for another kind of food.
        OtherFood { found: String, own: String } => "licensing.other_food",
            "Nomor P-IRT ini untuk {found}, sedangkan produknya tercatat {own}; periksa angka ke-2 dan ke-3, atau perbaiki data produk.",
            "This P-IRT number is for {found}, but the product is noted as {own}; check digits 2 and 3, or mend the product's data.";
        /// An SPP-IRT for another pack.
        OtherPack { found: String, own: String } => "licensing.other_pack",
            "Nomor P-IRT ini untuk kemasan {found}, sedangkan kemasan produk tercatat {own}; periksa angka pertama, atau perbaiki data produk.",
            "This P-IRT number is for a {found} pack, but the product's pack is noted as {own}; check the first digit, or mend the product's data.";
        /// ML is for imported food.
        Imported => "licensing.imported",
            "Nomor ML untuk pangan impor; produk yang dibuat di sini bernomor MD.",
            "ML numbers are for imported food; a product made here has an MD number.";
        /// A halal number of a month to come.
        HalalFuture { month: String } => "licensing.halal_future",
            "Empat angka terakhir nomor halal menunjuk {month}, yang belum tiba; periksa nomornya.",
            "The last four digits of the halal number say {month}, which is to come; check the number.";
        /// A day that cannot be read.
        Day => "licensing.day",
            "Tanggal tidak terbaca; tulis seperti 24-11-2026.",
            "The date cannot be read; write it like 24-11-2026.";
        /// Not an officer of this hall.
        NotAnOfficer => "licensing.not_an_officer",
            "Pilih akun petugas yang masih aktif.",
            "Choose an active account of an officer.";
        /// Nothing was brought that could be looked at.
        NothingBrought => "licensing.nothing_brought",
            "Berkas ini belum dikirim; mintalah pemilik mengirim, atau tandai bahwa aslinya sudah dilihat.",
            "This document was not brought; ask the owner for it, or note that you saw the paper.";
        /// A good document is not exchanged.
        AlreadyGood => "licensing.already_good",
            "Berkas ini sudah dinyatakan baik dan tidak perlu dikirim lagi.",
            "This document was found good and need not be sent again.";
        /// No such document in this case.
        DocumentUnknown => "licensing.document_unknown",
            "Berkas itu tidak ada dalam daftar pengajuan ini; muat ulang halamannya.",
            "There is no such document in this case; load the page again.";
        /// A batch day without name, place or day.
        BatchIncomplete => "licensing.batch_incomplete",
            "Isi nama, tempat, dan tanggal (mulai hari ini) untuk hari layanan bersama.",
            "Give the batch day a name, a place and a date from today on.";
        /// Nobody needs the step there.
        BatchEmpty => "licensing.batch_empty",
            "Tidak ada usaha di wilayah itu yang memerlukan izin ini sekarang.",
            "No business of that region needs this permit now.";
        /// Too many to meet in a hall.
        BatchTooLarge { rows: u64 } => "licensing.batch_too_large",
            "Ada {rows} usaha yang memerlukan izin ini, lebih dari 500; pilih desa atau kecamatan yang lebih kecil.",
            "There are {rows} businesses that need this permit, more than 500; choose a smaller region.";
        /// It is still to come.
        BatchToCome => "licensing.batch_to_come",
            "Hari layanan ini belum tiba; tutup setelah acaranya berlangsung.",
            "This batch day is still to come; close it once it was held.";
        /// It was closed.
        BatchClosed => "licensing.batch_closed",
            "Hari layanan ini sudah ditutup; lanjutkan di pengajuan masing-masing usaha.",
            "This batch day was closed; go on in the case of each business.";
        /// The class of a mark is none.
        MarkClass => "licensing.mark_class",
            "Kelas merek berupa angka 1 sampai 45 (klasifikasi Nice), misalnya 30 untuk makanan ringan.",
            "The class of a mark is a number from 1 to 45 (Nice classification), such as 30 for snacks.";
        /// Something that the paper needs is not filled in.
        PaperUnfilled => "licensing.paper_unfilled",
            "Dokumen ini belum bisa dibuat: isi dulu semua kolom yang bertanda wajib.",
            "This paper cannot be made yet: first fill in every field that is marked as needed.";
        /// The letter is the office's and the case has not come so far.
        PaperNotYet => "licensing.paper_not_yet",
            "Surat ini bisa diunduh setelah dinas menerbitkannya.",
            "This letter can be downloaded once the office has issued it.";
        /// Letters need the office's head.
        NoOffice => "licensing.no_office",
            "Kop surat dinas belum diatur; pengelola mengisinya di [documents.office].",
            "The head of the office's letters is not set; the operator fills in [documents.office].";
        /// Not invited.
        NotInvited => "licensing.not_invited",
            "Usaha ini tidak ada dalam daftar undangan.",
            "This business is not on the list of those invited.";
    }
}

impl LicensingError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::AlreadyOpen
            | Self::Changed { .. }
            | Self::NotNow { .. }
            | Self::AlreadyGood
            | Self::BatchClosed => ErrorKind::Conflict,
            _ => ErrorKind::Invalid,
        }
    }
}
