//! What can be wrong with outside lists, reviews, merges and campaigns.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why something about linking did not work.
    LinkingError {
        /// No such kind of list.
        KindUnknown { kind: String } => "linking.kind_unknown",
            "Jenis daftar \"{kind}\" tidak dikenal; pilih salah satu dari pilihan yang ada.",
            "There is no kind of list \"{kind}\"; choose one of those offered.";
        /// The source is a census.
        NotAList { name: String } => "linking.not_a_list",
            "\"{name}\" adalah sumber sensus; beri nama lain untuk daftar luar ini.",
            "\"{name}\" is a source of the census; give this outside list another name.";
        /// The source is another kind of list.
        OtherKind { name: String } => "linking.other_kind",
            "\"{name}\" sudah dipakai untuk jenis daftar lain; beri nama lain.",
            "\"{name}\" is used for another kind of list; give it another name.";
        /// The thresholds are not in order.
        Thresholds => "linking.thresholds",
            "Ambang harus antara 0,05 dan 1, dan ambang terima tidak di bawah ambang tinjau.",
            "Thresholds must lie between 0.05 and 1, and the one to accept must not lie below the one to review.";
        /// An edition of the list is still at work.
        Busy => "linking.busy",
            "Edisi sebelumnya dari daftar ini masih dikerjakan; tunggu sampai selesai.",
            "The edition of this list before is still being worked on; wait until it is done.";
        /// An older edition.
        Older { newest: String } => "linking.older",
            "Daftar ini sudah punya edisi tanggal {newest}; edisi yang lebih lama tidak dapat menggantikannya.",
            "This list has an edition of {newest}; an older one cannot take its place.";
        /// What was kept does not parse.
        Damaged => "linking.damaged",
            "Catatan daftar ini rusak; unggah lagi berkasnya.",
            "The record of this list is damaged; upload the file again.";
        /// The kept file is gone.
        FileGone => "linking.file_gone",
            "Berkas daftar ini sudah tidak ada di folder berkas; unggah lagi.",
            "The file of this list is gone from the files folder; upload it again.";
        /// The engine could not work.
        Engine { what: String } => "linking.engine",
            "Pencocokan gagal: {what}",
            "The comparison failed: {what}";
        /// Nobody who could answer for it.
        ReaderUnknown => "linking.reader_unknown",
            "Peninjauan harus dilakukan dengan akun sendiri.",
            "A review must be done with an account of one's own.";
        /// Decided meanwhile.
        Decided => "linking.decided",
            "Pasangan ini sudah diputuskan; lanjutkan ke pasangan berikutnya.",
            "This pair was decided meanwhile; go on to the next one.";
        /// The same reader again.
        SecondReader => "linking.second_reader",
            "Anda sudah menjawab pasangan ini; pembaca kedua harus orang lain.",
            "You have answered this pair; the second reader must be somebody else.";
        /// Nothing to take back.
        NothingToUndo => "linking.nothing_to_undo",
            "Tidak ada jawaban Anda yang dapat dibatalkan.",
            "You have no answer that could be taken back.";
        /// One business with itself.
        SameBusiness => "linking.same_business",
            "Kedua catatan ini sudah satu usaha.",
            "The two records are one business already.";
        /// Two owners who sign in.
        TwoAccounts => "linking.two_accounts",
            "Kedua usaha punya pemilik dengan akun masing-masing; tutup dulu salah satu akunnya.",
            "Both businesses have owners with accounts of their own; close one of the accounts first.";
        /// Undone already.
        MergeGone => "linking.merge_gone",
            "Penggabungan itu sudah dibatalkan.",
            "That merge was undone already.";
        /// A campaign without a name.
        CampaignName => "linking.campaign_name",
            "Beri nama kampanye, 1 sampai 120 huruf.",
            "Give the campaign a name of 1 to 120 characters.";
        /// A campaign without members.
        CampaignEmpty => "linking.campaign_empty",
            "Tidak ada usaha yang cocok dengan saringan ini; longgarkan dulu.",
            "No business matches this filter; widen it first.";
        /// Too many members.
        CampaignTooLarge { rows: u64 } => "linking.campaign_too_large",
            "Saringan ini memuat {rows} usaha, lebih dari 50.000; persempit dulu.",
            "This filter holds {rows} businesses, more than 50,000; narrow it first.";
        /// Who is to go is no mentor.
        NotAMentor => "linking.not_a_mentor",
            "Pilih akun pendamping atau petugas yang masih aktif.",
            "Choose an active account of a mentor or officer.";
        /// No such outcome.
        OutcomeUnknown => "linking.outcome_unknown",
            "Pilih salah satu hasil kunjungan dari daftar.",
            "Choose one of the outcomes offered.";
        /// A month to come, or no month.
        MonthInvalid => "linking.month_invalid",
            "Bulan harus seperti 2026-11 dan bukan bulan yang akan datang.",
            "The month must look like 2026-11 and not be one to come.";
        /// The campaign is over.
        CampaignClosed => "linking.campaign_closed",
            "Kampanye ini sudah ditutup; buka lagi dulu bila masih ada yang harus dicatat.",
            "This campaign is closed; open it again first if there is still something to note.";
        /// It has members elsewhere.
        CampaignWider => "linking.campaign_wider",
            "Kampanye ini juga memuat usaha di luar wilayah Anda; mintalah petugas kabupaten menutupnya.",
            "This campaign holds businesses outside your place too; ask an officer of the regency to close it.";
        /// Closed, or open, already.
        CampaignStands => "linking.campaign_stands",
            "Keadaan kampanye ini sudah seperti itu; muat ulang halamannya.",
            "The campaign stands so already; reload the page.";
        /// Not one's own member.
        NotYours => "linking.not_yours",
            "Usaha ini tidak ditugaskan kepada Anda dalam kampanye ini.",
            "This business is not assigned to you in this campaign.";
    }
}

impl LinkingError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Busy
            | Self::Decided
            | Self::CampaignClosed
            | Self::CampaignStands
            | Self::SecondReader
            | Self::NothingToUndo
            | Self::TwoAccounts
            | Self::MergeGone
            | Self::Older { .. } => ErrorKind::Conflict,
            Self::Damaged | Self::Engine { .. } => ErrorKind::Fault,
            _ => ErrorKind::Invalid,
        }
    }
}
