//! What can be wrong with mentoring.

use growth::ScoreError;

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why something about mentoring did not work.
    MentoringError {
        /// The built-in instruments do not load.
        Instruments { what: String } => "mentoring.instruments",
            "Instrumen penilaian rusak: {what}",
            "The assessment instruments are damaged: {what}";
        /// No such instrument or version.
        InstrumentUnknown => "mentoring.instrument_unknown",
            "Instrumen atau versinya tidak ada; pilih dari daftar.",
            "There is no such instrument or version; choose one of the list.";
        /// Somebody accompanies it already.
        AlreadyInCare => "mentoring.already_in_care",
            "Usaha ini sudah didampingi; buka pendampingannya yang berjalan.",
            "This business has a mentor already; open the mentoring that is under way.";
        /// Who is to go is no mentor.
        NotAMentor => "mentoring.not_a_mentor",
            "Pilih akun pendamping yang masih aktif.",
            "Choose an active account of a mentor.";
        /// No room left.
        Full { name: String, capacity: i64 } => "mentoring.full",
            "{name} sudah penuh ({capacity} usaha); pilih pendamping lain atau naikkan kapasitasnya.",
            "{name} is full ({capacity} businesses); choose another mentor or raise the capacity.";
        /// Ended already.
        Closed => "mentoring.closed",
            "Pendampingan ini sudah selesai dan tidak dapat diubah.",
            "This mentoring has ended and cannot be changed.";
        /// Goals without a baseline.
        AssessFirst => "mentoring.assess_first",
            "Nilai usaha ini dulu, baru sepakati target, supaya kemajuannya dapat diukur.",
            "Assess the business first and agree on goals after that, so that progress can be measured.";
        /// Graduation without having been there.
        VisitFirst => "mentoring.visit_first",
            "Lulus hanya setelah target disepakati dan usaha dikunjungi.",
            "A business graduates only after goals were agreed and it was visited.";
        /// Graduation without a second assessment.
        AssessAgain => "mentoring.assess_again",
            "Nilai ulang dulu dengan instrumen dan versi yang sama seperti penilaian awal, baru luluskan.",
            "Assess again with the same instrument and version as at the start before it graduates.";
        /// An exit without reason.
        ReasonMissing => "mentoring.reason_missing",
            "Tulis alasan berhenti, paling sedikit 5 huruf.",
            "Write why it ends, at least 5 letters.";
        /// A goal without words.
        GoalEmpty => "mentoring.goal_empty",
            "Pilih langkah dari rencana atau tulis targetnya.",
            "Choose a step of the plan or write the goal.";
        /// The same step again.
        GoalTwice => "mentoring.goal_twice",
            "Langkah ini sudah menjadi target yang berjalan.",
            "This step is an open goal already.";
        /// A day that is no day, or in the past.
        DayInvalid { day: String } => "mentoring.day_invalid",
            "Tanggal \"{day}\" tidak dapat dipakai; tulis tanggal hari ini atau sesudahnya, seperti 2026-12-01.",
            "The day \"{day}\" cannot be used; write today or a later day, such as 2026-12-01.";
        /// A time that does not read.
        TimeInvalid { time: String } => "mentoring.time_invalid",
            "Waktu \"{time}\" tidak dapat dibaca; tulis tanggal dan jam, seperti 2026-11-25 dan 09:30.",
            "The time \"{time}\" cannot be read; write day and hour, such as 2026-11-25 and 09:30.";
        /// The end before the beginning.
        EndsBeforeStart { began: String, ended: String } => "mentoring.ends_before_start",
            "Kunjungan selesai ({ended}) sebelum mulai ({began}); perbaiki salah satunya.",
            "The visit ends ({ended}) before it begins ({began}); mend one of them.";
        /// A visit that lasts too long.
        TooLong { hours: i64 } => "mentoring.too_long",
            "Kunjungan tercatat {hours} jam; paling lama 12 jam. Periksa jam mulai dan selesai.",
            "The visit is noted as {hours} hours; 12 is the most. Check when it began and ended.";
        /// A visit to come.
        NotYet => "mentoring.not_yet",
            "Kunjungan belum terjadi; catat setelah selesai.",
            "The visit has not happened yet; note it afterwards.";
        /// A place that is none.
        PlaceInvalid { place: String } => "mentoring.place_invalid",
            "Titik peta \"{place}\" tidak dapat dibaca; tulis lintang dan bujur seperti -6.92, 110.20.",
            "The point \"{place}\" cannot be read; write latitude and longitude such as -6.92, 110.20.";
        /// Nothing written.
        WordsEmpty => "mentoring.words_empty",
            "Tulis dulu isinya.",
            "Write something first.";
        /// It is not open.
        NotOpen => "mentoring.not_open",
            "Sudah diselesaikan orang lain; muat ulang halamannya.",
            "Somebody has done that meanwhile; reload the page.";
        /// A figure far from the one before.
        UnlikelySales { given: String, before: String, period: String } => "mentoring.unlikely_sales",
            "Penjualan {given} jauh dari {before} pada {period}. Apakah nolnya benar? Centang \"sudah saya periksa\" bila benar.",
            "Sales of {given} are far from {before} in {period}. Are the zeros right? Tick \"I have checked\" if they are.";
        /// A figure that does not read.
        FigureInvalid { field: String, value: String } => "mentoring.figure_invalid",
            "{field} \"{value}\" bukan angka 0 atau lebih; perbaiki, isian lain tetap tersimpan di formulir.",
            "{field} \"{value}\" is no number of 0 or more; mend it, the other entries are still in the form.";
        /// No figure at all.
        FigureEmpty => "mentoring.figure_empty",
            "Isi paling sedikit satu angka.",
            "Fill in at least one figure.";
        /// A period that is none or to come.
        PeriodInvalid { period: String } => "mentoring.period_invalid",
            "Periode \"{period}\" harus tahun atau triwulan yang sudah dimulai, seperti 2026 atau 2026-Q3.",
            "The period \"{period}\" must be a year or quarter that has begun, such as 2026 or 2026-Q3.";
        /// Closing a mentor's account with open cases.
        OpenCases { n: i64 } => "mentoring.open_cases",
            "Pendamping ini masih memegang {n} usaha; serahkan dulu kepada pendamping lain di halaman Pendamping.",
            "This mentor still has {n} businesses; hand them over to another mentor first, on the page Mentors.";
        /// A capacity that is none.
        CapacityInvalid => "mentoring.capacity_invalid",
            "Kapasitas harus 1 sampai 500 usaha.",
            "The capacity must be 1 to 500 businesses.";
        /// No such area.
        AreaUnknown { area: String } => "mentoring.area_unknown",
            "Wilayah \"{area}\" bukan kecamatan atau desa di kabupaten ini.",
            "The area \"{area}\" is no district or village of this regency.";
        /// Nobody could be assigned.
        NobodyWaits => "mentoring.nobody_waits",
            "Tidak ada usaha yang menunggu, atau semua pendamping penuh.",
            "No business waits, or every mentor is full.";
        /// The proposal is gone.
        ProposalGone => "mentoring.proposal_gone",
            "Usulan ini sudah diganti yang baru; muat ulang halamannya.",
            "This proposal was replaced by a newer one; reload the page.";
        /// A training that does not fit.
        TrainingInvalid => "mentoring.training_invalid",
            "Isi nama pelatihan (paling sedikit 3 huruf), kuota 1 sampai 1.000, dan paling sedikit satu tanggal.",
            "Fill in the training's name (3 letters at least), a quota of 1 to 1,000 and at least one day.";
        /// No such step.
        StepUnknown { step: String } => "mentoring.step_unknown",
            "Langkah \"{step}\" tidak ada dalam buku aturan.",
            "There is no step \"{step}\" in the rulebook.";
        /// The test points are none.
        PointsInvalid => "mentoring.points_invalid",
            "Nilai tes harus 0 sampai 100.",
            "Test points must be 0 to 100.";
        /// No place in this training.
        NotRegistered => "mentoring.not_registered",
            "Usaha ini belum terdaftar di pelatihan ini.",
            "This business is not registered for this training.";
        /// A QR code of another day.
        OtherDay { day: String } => "mentoring.other_day",
            "Kode hadir ini untuk tanggal {day}; minta petugas menampilkan kode hari ini.",
            "This code is for {day}; ask the officer for the code of today.";
        /// No certificate yet.
        NotEarned { why: String } => "mentoring.not_earned",
            "Sertifikat belum dapat diterbitkan: {why}",
            "The certificate cannot be issued yet: {why}";
    }
}

impl MentoringError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Instruments { .. } => ErrorKind::Fault,
            Self::AlreadyInCare
            | Self::Closed
            | Self::NotOpen
            | Self::ProposalGone
            | Self::OpenCases { .. } => ErrorKind::Conflict,
            _ => ErrorKind::Invalid,
        }
    }
}

/// A score that cannot be is something wrong with what was sent.
impl From<ScoreError> for crate::error::Error {
    fn from(error: ScoreError) -> Self {
        Self::Score(error)
    }
}
