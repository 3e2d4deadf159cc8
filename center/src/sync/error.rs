//! What can be wrong with what phones send.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// What can be wrong with what phones send.
    SyncError {
        /// There is no such collection.
        UnknownCollection { name: String } => "sync.unknown_collection",
            "Kumpulan data \"{name}\" tidak dikenal; perbarui aplikasinya.",
            "There is no collection \"{name}\"; update the app.";
        /// It is only given, never taken.
        GivenOnly { name: String } => "sync.given_only",
            "Kumpulan data \"{name}\" hanya dapat diambil, tidak dapat dikirim.",
            "The collection \"{name}\" can be fetched but not sent to.";
        /// The phone was revoked.
        Revoked => "sync.revoked",
            "Ponsel ini sudah dicabut aksesnya. Simpan isian yang belum terkirim ke berkas, lalu hubungi petugas dinas.",
            "This phone's access was revoked. Save unsent work to a file and ask the office.";
        /// The phone never said hello.
        UnknownDevice => "sync.unknown_device",
            "Ponsel ini belum terdaftar; buka aplikasi saat ada sinyal, lalu kirim lagi.",
            "This phone is not known yet; open the app with a signal, then send again.";
        /// No id of a phone.
        BadDevice => "sync.bad_device",
            "Nomor ponsel tidak dapat dibaca; pasang ulang aplikasinya setelah menyimpan isian ke berkas.",
            "The phone's id cannot be read; install the app anew after saving unsent work to a file.";
        /// Too many items at once.
        TooMany { count: usize, most: usize } => "sync.too_many",
            "Sekali kirim paling banyak {most} isian; ini {count}.",
            "At most {most} items are sent at once; these are {count}.";
        /// The id is known with another content.
        OtherContent => "sync.other_content",
            "Isian dengan nomor ini sudah diterima dengan isi yang lain; kirim perubahan sebagai isian baru.",
            "An item of this id was taken with another content; send a change as a new item.";
        /// The conflict that it decides is not there.
        NothingToDecide => "sync.nothing_to_decide",
            "Pertentangan yang dimaksud tidak ada atau sudah diputuskan; muat ulang datanya.",
            "The conflict it decides is not there or was decided; load the data anew.";
        /// The file is larger than is taken.
        FileTooLarge { megabytes: u64 } => "sync.file_too_large",
            "Foto paling besar {megabytes} MB; kecilkan dulu di ponsel.",
            "A photo has at most {megabytes} MB; shrink it on the phone first.";
        /// The file's description cannot be true.
        FileUndescribed => "sync.file_undescribed",
            "Ukuran atau sidik berkas tidak dapat dibaca; kirim ulang dari awal.",
            "The file's size or hash cannot be read; send it anew.";
        /// The bytes are not those that were announced.
        FileChanged => "sync.file_changed",
            "Isi berkas tidak cocok dengan sidiknya; kirim ulang dari awal.",
            "The file's bytes do not fit its hash; send it anew from the start.";
        /// It is a paper and not a picture.
        NoPicture => "sync.no_picture",
            "Berkas ini bukan foto; jawabannya tetap disimpan, fotonya tidak.",
            "This file is no photo; the answers are kept, the photo is not.";
        /// Another request writes it.
        FileBusy => "sync.file_busy",
            "Berkas ini sedang dikirim lewat sambungan lain; coba lagi sebentar lagi.",
            "The file is being sent over another connection; try again in a moment.";
    }
}

impl SyncError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::FileBusy => ErrorKind::Conflict,
            _ => ErrorKind::Invalid,
        }
    }
}
