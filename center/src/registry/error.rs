//! What can be wrong with businesses and facts.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why something about a business did not work.
    RegistryError {
        /// Nothing was stated.
        NothingStated => "registry.nothing_stated",
            "Belum ada yang diisi; isi paling sedikit satu data.",
            "Nothing was entered; enter at least one fact.";
        /// Neither business nor owner has a name.
        NoName => "registry.no_name",
            "Isi nama usaha atau nama pemiliknya.",
            "Enter the name of the business or of its owner.";
        /// Facts about tomorrow.
        StatedInFuture { day: String } => "registry.stated_in_future",
            "Tanggal data ({day}) belum tiba; isi tanggal hari ini atau sebelumnya.",
            "The day of the facts ({day}) is yet to come; enter today or an earlier day.";
        /// A region of another regency.
        OtherRegency { region: String } => "registry.other_regency",
            "Wilayah {region} di luar kabupaten ini.",
            "Region {region} lies outside this regency.";
        /// Outside the account's own district or village.
        OutsideScope { region: String } => "registry.outside_scope",
            "Akun Anda bekerja di {region}; pilih desa di wilayah itu.",
            "Your account works in {region}; choose a village there.";
        /// An account that sees a part does something to the whole.
        Bound => "registry.bound",
            "Ini dikerjakan untuk seluruh kabupaten sekaligus; mintalah petugas yang akunnya tidak dibatasi wilayah.",
            "This is done for the whole regency at once; ask an officer whose account is not bound to a place.";
        /// The owner was erased.
        Erased => "registry.erased",
            "Data pribadi pemilik sudah dihapus atas permintaannya; data pribadi baru tidak diterima.",
            "The owner's personal data was erased on request; new personal data is not taken.";
        /// No purpose stated.
        PurposeMissing => "registry.purpose_missing",
            "Tuliskan untuk apa nomor itu dibuka, paling sedikit 10 huruf; tujuan ini dicatat.",
            "Say what the number is opened for, in at least 10 letters; the purpose is recorded.";
        /// The number is not known.
        NumberUnknown => "registry.number_unknown",
            "Nomor itu belum pernah dicatat untuk pemilik ini.",
            "That number was never recorded for this owner.";
        /// A cursor that was cut or made up.
        CursorMalformed => "registry.cursor_malformed",
            "Halaman lanjutan tidak dikenal; mulai lagi dari halaman pertama.",
            "The next page's mark is not known; start again at the first page.";
        /// A label without the name of its product.
        LabelNameless => "registry.label_nameless",
            "Isi nama produk sebelum menyimpan label.",
            "Fill in the product before saving its label.";
        /// Labels without end.
        TooManyLabels { most: usize } => "registry.too_many_labels",
            "Usaha ini sudah punya {most} label; pakai lagi salah satunya.",
            "This business has {most} labels already; use one of them again.";
        /// A rule that is not in the rulebook.
        StepUnknown { rule: String } => "registry.step_unknown",
            "Langkah \"{rule}\" tidak ada di buku aturan.",
            "There is no step \"{rule}\" in the rulebook.";
        /// No such format.
        FormatUnknown { format: String } => "registry.format_unknown",
            "Bentuk berkas \"{format}\" tidak dikenal; pilih csv atau xlsx.",
            "File format \"{format}\" is not known; choose csv or xlsx.";
        /// The file could not be written.
        ExportFailed => "registry.export_failed",
            "Berkas unduhan gagal ditulis; coba lagi.",
            "The file could not be written; try again.";
        /// More rows than a sheet has.
        ExportTooLong { rows: u64 } => "registry.export_too_long",
            "Daftar berisi {rows} baris, lebih dari batas satu lembar XLSX (1.048.575); pilih csv atau persempit.",
            "The list has {rows} rows, more than one XLSX sheet holds (1,048,575); choose csv or narrow it.";
        /// Nothing to withdraw.
        StatementGone => "registry.statement_gone",
            "Pernyataan itu tidak ada atau sudah ditarik.",
            "There is no such statement, or it was withdrawn already.";
    }
}

impl RegistryError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Erased | Self::StatementGone => ErrorKind::Conflict,
            Self::NumberUnknown => ErrorKind::NotFound,
            Self::ExportFailed => ErrorKind::Fault,
            _ => ErrorKind::Invalid,
        }
    }
}
