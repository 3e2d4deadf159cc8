//! What can be wrong with a file that is brought or fetched.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why a file was not taken or not given.
    FilesError {
        /// It holds something harmful.
        Infected { name: String } => "files.infected",
            "Pemindai virus menolak berkas ini ({name}). Foto ulang dokumennya dengan HP lain atau tanyakan ke petugas.",
            "The virus scanner refuses this file ({name}). Take the photo with another phone, or ask an officer.";
        /// The scanner does not answer; a file that was not looked at is not kept.
        ScannerSilent => "files.scanner_silent",
            "Pemindai virus sedang tidak menjawab, jadi berkas belum disimpan. Coba lagi beberapa menit lagi.",
            "The virus scanner does not answer, so the file was not kept. Try again in a few minutes.";
        /// The storage failed.
        Storage { reason: String } => "files.storage",
            "Tempat penyimpanan berkas bermasalah ({reason}).",
            "The file storage has a problem ({reason}).";
        /// The bytes are gone or damaged.
        Damaged => "files.damaged",
            "Berkas ini tidak terbaca lagi; mintalah dikirim ulang.",
            "This file can no longer be read; ask for it again.";
        /// The storage is not set up as it must be.
        Setup { reason: String } => "files.setup",
            "Pengaturan penyimpanan berkas salah: {reason}",
            "The file storage is set up wrongly: {reason}";
    }
}

impl FilesError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Infected { .. } | Self::ScannerSilent => ErrorKind::Invalid,
            Self::Storage { .. } | Self::Damaged | Self::Setup { .. } => ErrorKind::Fault,
        }
    }
}
