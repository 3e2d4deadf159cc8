//! What can keep sites from being ranked, said so that the asker can mend it.

vocab::domain_error! {
    /// Why there is no ranking.
    RankError {
        /// The criteria file is no such file.
        Toml { reason: String } => "siting.toml",
            "Berkas kriteria tidak dapat dibaca: {reason}.",
            "The criteria file cannot be read: {reason}.";
        /// No criteria at all.
        NoCriteria => "siting.no_criteria",
            "Belum ada kriteria.",
            "There are no criteria.";
        /// One name for two criteria.
        CriterionTwice { name: String } => "siting.criterion_twice",
            "Kriteria \"{name}\" tertulis dua kali.",
            "Criterion \"{name}\" stands twice.";
        /// A parent which does not exist, or a circle of parents.
        Parent { name: String, parent: String } => "siting.parent",
            "Induk \"{parent}\" dari kriteria \"{name}\" tidak ada atau melingkar.",
            "Parent \"{parent}\" of criterion \"{name}\" does not exist or goes in a circle.";
        /// A criterion at the tips without direction.
        Direction { name: String } => "siting.direction",
            "Kriteria \"{name}\" perlu direction = \"benefit\" (makin besar makin baik) atau \"cost\" (makin kecil makin baik).",
            "Criterion \"{name}\" needs direction = \"benefit\" (more is better) or \"cost\" (less is better).";
        /// A setting outside its range.
        Setting { name: String, found: String, range: String } => "siting.setting",
            "{name} = {found} di luar batas {range}.",
            "{name} = {found} is outside {range}.";
        /// Weights which are none.
        Weight { name: String } => "siting.weight",
            "Bobot kriteria \"{name}\" harus angka nol atau lebih, dan tidak semua saudaranya nol.",
            "The weight of criterion \"{name}\" must be zero or more, and not all of its siblings zero.";
        /// Neither weights nor judgements for some siblings.
        Unweighted { group: String, missing: String } => "siting.unweighted",
            "Kelompok \"{group}\" belum punya bobot lengkap; perbandingan yang masih perlu dinilai: {missing}.",
            "Group \"{group}\" has no complete weights; comparisons still to be judged: {missing}.";
        /// A judgement about a criterion which does not exist.
        Unknown { judge: String, name: String } => "siting.unknown_criterion",
            "Penilai {judge} membandingkan \"{name}\", yang bukan kriteria.",
            "Judge {judge} compares \"{name}\", which is no criterion.";
        /// A comparison of criteria which are no siblings.
        NotSiblings { judge: String, first: String, second: String } => "siting.not_siblings",
            "Penilai {judge}: \"{first}\" dan \"{second}\" bukan dua kriteria berbeda di bawah induk yang sama.",
            "Judge {judge}: \"{first}\" and \"{second}\" are not two different criteria under one parent.";
        /// The same comparison twice.
        JudgedTwice { judge: String, first: String, second: String } => "siting.judged_twice",
            "Penilai {judge} membandingkan \"{first}\" dan \"{second}\" dua kali.",
            "Judge {judge} compares \"{first}\" and \"{second}\" twice.";
        /// A judgement outside 1/9..9.
        Judgement { judge: String, found: String } => "siting.judgement",
            "Penilai {judge}: nilai {found} di luar skala 1/9 sampai 9.",
            "Judge {judge}: value {found} is outside the scale 1/9 to 9.";
        /// More siblings than the method holds for.
        TooManySiblings { group: String, count: usize } => "siting.too_many_siblings",
            "Kelompok \"{group}\" memuat {count} kriteria; perbandingan berpasangan paling banyak 15. Bagi menjadi beberapa kelompok.",
            "Group \"{group}\" has {count} criteria; pairwise comparison takes at most 15. Split it into several groups.";
        /// Values which nobody has filled in.
        MissingValues { cells: String, count: usize } => "siting.missing_values",
            "{count} nilai belum diisi: {cells}. Lengkapi, atau tulis missing = \"worst\" atau \"median\" agar diisi sementara dan ditandai.",
            "{count} values are missing: {cells}. Fill them in, or write missing = \"worst\" or \"median\" to have them filled in for now and marked.";
        /// A criterion nobody has measured.
        NothingKnown { name: String } => "siting.nothing_known",
            "Kriteria \"{name}\" tidak punya satu nilai pun pada lokasi yang tersisa.",
            "Criterion \"{name}\" has not a single value for the remaining sites.";
        /// A word which is not on the criterion's scale.
        Scale { site: String, name: String, found: String } => "siting.scale",
            "Lokasi \"{site}\", kriteria \"{name}\": \"{found}\" bukan angka dan tidak ada pada skala.",
            "Site \"{site}\", criterion \"{name}\": \"{found}\" is no number and not on the scale.";
        /// An exclusion rule without exactly one test.
        Rule { name: String } => "siting.rule",
            "Aturan pengecualian \"{name}\" harus punya tepat satu dari at_least, at_most, allow, forbid.",
            "Exclusion rule \"{name}\" must have exactly one of at_least, at_most, allow, forbid.";
        /// All sites are excluded.
        NoneLeft { count: usize } => "siting.none_left",
            "Semua {count} lokasi gugur oleh aturan pengecualian; tidak ada yang diperingkat.",
            "All {count} sites are excluded by the rules; nothing is left to rank.";
        /// A normalisation which needs positive values.
        NeedsPositive { name: String } => "siting.needs_positive",
            "Normalisasi ini memerlukan nilai di atas nol pada kriteria \"{name}\"; gunakan normalisation = \"minmax\".",
            "This normalisation needs values above zero in criterion \"{name}\"; use normalisation = \"minmax\".";
    }
}
