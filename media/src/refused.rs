//! Why a file is not taken, and what its sender can do.

vocab::domain_error! {
    /// A file that is not kept.
    Refused {
        /// Nothing was sent.
        Empty => "media.empty",
            "Berkas ini kosong. Pilih lagi fotonya atau berkasnya.",
            "This file is empty. Choose the photo or file again.";
        /// Larger than the limit.
        TooManyBytes { megabytes: usize, limit: usize } => "media.too_many_bytes",
            "Berkas ini {megabytes} MB; paling besar {limit} MB. Foto ulang dengan ukuran lebih kecil atau pecah dokumennya.",
            "This file has {megabytes} MB; at most {limit} MB are taken. Take a smaller photo or split the document.";
        /// A program.
        Program => "media.program",
            "Berkas ini program, bukan dokumen, apa pun namanya. Kirim foto atau PDF.",
            "This file is a program, not a document, whatever its name. Send a photo or a PDF.";
        /// A packed or office file.
        Archive => "media.archive",
            "Berkas ini berkas ZIP, Word atau Excel. Simpan sebagai PDF dulu, atau foto dokumennya.",
            "This is a ZIP, Word or Excel file. Save it as PDF first, or take a photo of the document.";
        /// A web page.
        WebPage => "media.web_page",
            "Berkas ini halaman web, bukan dokumen. Simpan sebagai PDF, atau ambil gambar layarnya.",
            "This file is a web page, not a document. Save it as PDF, or take a screenshot.";
        /// A picture of another format.
        OtherPicture { format: &'static str } => "media.other_picture",
            "Gambar {format} tidak diterima. Kirim sebagai JPEG, PNG, WebP, HEIC atau PDF.",
            "{format} pictures are not taken. Send it as JPEG, PNG, WebP, HEIC or PDF.";
        /// A moving picture.
        Video => "media.video",
            "Berkas ini video. Kirim foto atau PDF.",
            "This file is a video. Send a photo or a PDF.";
        /// Something else.
        Unknown => "media.unknown",
            "Jenis berkas ini tidak dikenal. Kirim foto (JPEG, PNG, WebP, HEIC) atau PDF.",
            "This kind of file is not known. Send a photo (JPEG, PNG, WebP, HEIC) or a PDF.";
        /// The end is missing.
        Truncated => "media.truncated",
            "Berkas ini terpotong, mungkin karena kiriman terputus. Kirim sekali lagi.",
            "This file is cut off, perhaps because sending was interrupted. Send it once more.";
        /// Damaged, or made so that it cannot be read safely.
        Unreadable => "media.unreadable",
            "Berkas ini rusak dan tidak dapat dibaca. Foto ulang atau simpan ulang dokumennya.",
            "This file is damaged and cannot be read. Take the photo or save the document again.";
        /// More pixels than may be decoded.
        TooManyPixels { width: u32, height: u32, megapixels: u64 } => "media.too_many_pixels",
            "Gambar ini {width} x {height} titik; paling banyak {megapixels} juta titik. Foto ulang dengan ukuran lebih kecil.",
            "This picture is {width} x {height} pixels; at most {megapixels} million are taken. Take a smaller photo.";
        /// More pages than are taken.
        TooManyPages { pages: u32, limit: u32 } => "media.too_many_pages",
            "PDF ini {pages} halaman; paling banyak {limit}. Kirim hanya halaman yang diminta.",
            "This PDF has {pages} pages; at most {limit} are taken. Send only the pages asked for.";
        /// Encrypted.
        PdfLocked => "media.pdf_locked",
            "PDF ini terkunci sandi. Buka, lalu simpan atau cetak ke PDF tanpa sandi.",
            "This PDF is locked. Open it, then save or print it to PDF without a password.";
        /// Does something by itself.
        PdfActive { what: &'static str } => "media.pdf_active",
            "PDF ini memuat bagian yang berjalan sendiri ({what}). Cetak ke PDF lagi, atau foto dokumennya.",
            "This PDF holds something that acts by itself ({what}). Print it to PDF again, or take a photo.";
        /// Another file in, before or behind the PDF.
        PdfMixed => "media.pdf_mixed",
            "PDF ini bercampur dengan berkas lain. Cetak ke PDF lagi, atau foto dokumennya.",
            "This PDF is mixed with another file. Print it to PDF again, or take a photo.";
    }
}
