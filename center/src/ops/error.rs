//! What can be wrong with operating the hall.

vocab::domain_error! {
    /// Why a backup, a restore or a check did not work.
    OpsError {
        /// The file exists.
        FileExists { path: String } => "ops.file_exists",
            "Berkas {path} sudah ada dan tidak akan ditimpa; pilih nama lain.",
            "File {path} exists and will not be overwritten; choose another name.";
        /// The file cannot be read or written.
        File { path: String, reason: String } => "ops.file",
            "Berkas {path} tidak dapat dibaca atau ditulis: {reason}.",
            "File {path} cannot be read or written: {reason}.";
        /// Not a backup.
        NotABackup { path: String } => "ops.not_a_backup",
            "Berkas {path} bukan cadangan Pendopo.",
            "File {path} is no Pendopo backup.";
        /// Cut off or changed.
        Damaged { path: String, row: u64 } => "ops.damaged",
            "Cadangan {path} rusak atau terpotong setelah baris {row}; tidak ada yang dipulihkan.",
            "Backup {path} is damaged or cut off after row {row}; nothing was restored.";
        /// Made by a newer program.
        Newer { found: i64, known: i64 } => "ops.newer_backup",
            "Cadangan dibuat oleh versi yang lebih baru ({found}, program ini {known}); perbarui programnya.",
            "The backup was made by a newer version ({found}, this program {known}); update the program.";
        /// The target holds data.
        NotEmpty => "ops.not_empty",
            "Basis data tujuan sudah berisi data dan tidak akan ditimpa; tunjuk basis data yang kosong.",
            "The target database holds data and will not be overwritten; name an empty one.";
        /// The key is another.
        OtherKey => "ops.other_key",
            "Cadangan ini dibuat dengan kunci lain; pasang berkas kunci yang asli dulu, bila tidak nomor identitas terkunci.",
            "The backup was made with another key; install the original key file first, or the numbers stay locked.";
        /// An anchor that is none.
        AnchorMalformed { text: String } => "ops.anchor_malformed",
            "Jangkar \"{text}\" tidak dikenal; bentuknya nomor:hash seperti keluaran `pendopo audit verify`.",
            "Anchor \"{text}\" is not known; its form is number:hash as `pendopo audit verify` prints it.";
    }
}
