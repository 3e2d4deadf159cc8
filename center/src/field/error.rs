//! What can be wrong with the census in the field.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// What can be wrong with the census in the field.
    FieldError {
        /// The questionnaire or its version is not known.
        UnknownForm { form: String } => "field.unknown_form",
            "Kuesioner \"{form}\" tidak dikenal di sini; simpan isian ke berkas dan hubungi petugas dinas.",
            "The questionnaire \"{form}\" is not known here; save your work to a file and ask the office.";
        /// The questionnaire's file has mistakes.
        BadForm { problems: String } => "field.bad_form",
            "Berkas kuesioner belum benar: {problems}",
            "The questionnaire's file has mistakes: {problems}";
        /// The version is there with another text.
        FormExists { form: String } => "field.form_exists",
            "Kuesioner \"{form}\" sudah ada dan tidak boleh berubah; naikkan versinya.",
            "The questionnaire \"{form}\" is there and may not change; raise its version.";
        /// What was sent is no set of answers.
        Unreadable { why: String } => "field.unreadable",
            "Isian tidak dapat dibaca: {why}. Perbarui aplikasi lalu kirim ulang.",
            "The answers cannot be read: {why}. Update the app and send them again.";
        /// The account never had an area where it happened.
        NoArea => "field.no_area",
            "Akun Anda tidak pernah ditugaskan di tempat usaha ini; minta petugas dinas memberi tugas, lalu kirim lagi.",
            "Your account was never sent to the place of this business; ask the office for the task, then send again.";
        /// An answer cannot be taken as a fact.
        NoFact { question: String } => "field.no_fact",
            "Jawaban \"{question}\" tidak dapat dipakai; periksa isinya.",
            "The answer to \"{question}\" cannot be used; check it.";
        /// A round without a name.
        RoundName => "field.round_name",
            "Beri nama putaran pendataan, misalnya \"Pendataan 2027\".",
            "Name the round, such as \"Census 2027\".";
        /// Another round has the name.
        RoundTaken { name: String } => "field.round_taken",
            "Sudah ada putaran bernama \"{name}\"; pakai nama lain.",
            "There is a round named \"{name}\"; use another name.";
        /// It ends before it begins.
        RoundDays => "field.round_days",
            "Tanggal selesai harus sesudah tanggal mulai.",
            "The last day must come after the first.";
        /// Not a village of this regency.
        AreaRegion { region: String } => "field.area_region",
            "\"{region}\" bukan desa atau kelurahan di kabupaten ini.",
            "\"{region}\" is no village of this regency.";
        /// An RT or RW that is no number.
        AreaPart { part: String } => "field.area_part",
            "RT/RW \"{part}\" harus berupa angka, paling banyak 3 angka.",
            "RT/RW \"{part}\" must be a number of at most 3 digits.";
        /// Somebody who may not answer the census.
        NoEnumerator => "field.no_enumerator",
            "Orang itu tidak boleh mendata; pilih pencacah, pendamping, atau petugas dinas.",
            "That person may not answer the census; choose an enumerator, mentor or officer.";
        /// A refusal without a reason.
        NoReason => "field.no_reason",
            "Tulis alasan pengembalian, agar pencacah tahu apa yang diperbaiki.",
            "Write why it goes back, so that the enumerator knows what to mend.";
        /// It was decided before.
        Decided => "field.decided",
            "Isian ini sudah diputuskan; muat ulang halamannya.",
            "This was decided before; reload the page.";
        /// A share that is no percentage.
        Share => "field.share",
            "Bagian yang dikunjungi ulang antara 1 dan 100 persen.",
            "The share to visit again is between 1 and 100 per cent.";
    }
}

impl FieldError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Decided | Self::RoundTaken { .. } | Self::FormExists { .. } => {
                ErrorKind::Conflict
            }
            _ => ErrorKind::Invalid,
        }
    }
}
