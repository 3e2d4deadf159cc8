//! Who may do what: one table.

use vocab::Lang;

/// What somebody is in this hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Nobody signed in.
    Public,
    /// Owner of a business.
    Owner,
    /// Fills the census in the field.
    Enumerator,
    /// Accompanies businesses (pendamping).
    Mentor,
    /// Officer of the agency.
    Officer,
    /// Runs the gallery and shop window.
    Gallery,
    /// Head of the office.
    Head,
    /// Runs the installation; sees no personal data by that.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::Public,
        Self::Owner,
        Self::Enumerator,
        Self::Mentor,
        Self::Officer,
        Self::Gallery,
        Self::Head,
        Self::Admin,
    ];

    /// Roles of those who work for the office.
    pub const STAFF: [Self; 6] = [
        Self::Enumerator,
        Self::Mentor,
        Self::Officer,
        Self::Gallery,
        Self::Head,
        Self::Admin,
    ];

    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Owner => "owner",
            Self::Enumerator => "enumerator",
            Self::Mentor => "mentor",
            Self::Officer => "officer",
            Self::Gallery => "gallery",
            Self::Head => "head",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// What people call it.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Public, Lang::Id) => "Umum",
            (Self::Public, Lang::En) => "Public",
            (Self::Owner, Lang::Id) => "Pemilik usaha",
            (Self::Owner, Lang::En) => "Business owner",
            (Self::Enumerator, Lang::Id) => "Pencacah",
            (Self::Enumerator, Lang::En) => "Enumerator",
            (Self::Mentor, Lang::Id) => "Pendamping",
            (Self::Mentor, Lang::En) => "Mentor",
            (Self::Officer, Lang::Id) => "Petugas dinas",
            (Self::Officer, Lang::En) => "Officer",
            (Self::Gallery, Lang::Id) => "Petugas galeri",
            (Self::Gallery, Lang::En) => "Gallery staff",
            (Self::Head, Lang::Id) => "Kepala dinas",
            (Self::Head, Lang::En) => "Head of office",
            (Self::Admin, _) => "Admin",
        }
    }

    /// Whether it works for the office.
    pub fn is_staff(self) -> bool {
        Self::STAFF.contains(&self)
    }

    /// Whether the table gives it a permission.
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $label_id:literal, $label_en:literal => [$($role:ident),*];)*) => {
        /// Something that only some roles may do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            /// All permissions.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its word in the audit trail.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it allows, to follow "may": "state facts about businesses".
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::Id) => $label_id, (Self::$name, Lang::En) => $label_en,)* }
            }

            /// The roles that have it.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$name => &[$(Role::$role,)*],)* }
            }
        }
    };
}

permissions! {
    /// See one's own business and its plan.
    SeeOwnBusiness, "business.see_own", "melihat usaha sendiri", "see its own business" => [Owner];
    /// State facts about one's own business.
    StateOwnFacts, "facts.state_own", "mengisi data usaha sendiri", "state facts about its own business" => [Owner];
    /// See the list of businesses, and any business without the personal facts.
    SeeRegistry, "registry.see", "melihat daftar usaha", "see the registry"
        => [Enumerator, Mentor, Officer, Gallery, Head, Admin];
    /// See personal facts too (names are part of the list; numbers stay masked).
    SeePersonal, "personal.see", "melihat data pribadi pemilik", "see owners' personal data"
        => [Enumerator, Mentor, Officer];
    /// Register a business and state facts about any.
    StateFacts, "facts.state", "mengisi data usaha", "state facts about businesses" => [Enumerator, Mentor, Officer];
    /// Withdraw what somebody stated.
    WithdrawStatement, "statement.withdraw", "menarik pernyataan", "withdraw statements" => [Officer];
    /// See a whole NIK, KK or NPWP, saying what for.
    Unmask, "personal.unmask", "membuka nomor identitas", "see identity numbers in full" => [Officer];
    /// Make and take back share links of any business' plan.
    Share, "plan.share", "membagikan rencana", "share plans" => [Owner, Mentor, Officer];
    /// Take a filtered list away as a file.
    Export, "registry.export", "mengunduh daftar usaha", "export the registry" => [Officer, Head];
    /// Import lists and undo imports.
    Import, "registry.import", "mengimpor daftar", "import lists" => [Officer, Admin];
    /// See outside lists and what became of their rows.
    SeeLists, "lists.see", "melihat daftar luar", "see outside lists" => [Mentor, Officer, Head, Admin];
    /// Say whether two records are one.
    ReviewLinks, "links.review", "meninjau pasangan data", "review pairs of records" => [Mentor, Officer];
    /// Merge businesses that are one, and take that back.
    Merge, "business.merge", "menggabungkan data usaha ganda", "merge duplicate businesses" => [Officer];
    /// Make campaigns and give their members to mentors.
    ManageCampaigns, "campaign.manage", "mengatur kampanye", "manage campaigns" => [Officer, Head];
    /// Go and see the members of a campaign and note what became of them.
    WorkCampaigns, "campaign.work", "menjalankan kampanye", "work on campaigns" => [Mentor, Officer];
    /// Open a licence case, bring its documents and give it up; an owner their own, staff any.
    OpenCases, "case.open", "mengurus pengajuan izin", "open licence cases and bring documents"
        => [Owner, Mentor, Officer];
    /// See the queue of licence cases.
    SeeCases, "case.see", "melihat antrean pengajuan izin", "see the queue of licence cases" => [Mentor, Officer, Head];
    /// Look at documents, submit, and say what became of a case.
    WorkCases, "case.work", "memproses pengajuan izin", "work on licence cases" => [Officer];
    /// Give cases to officers.
    AssignCases, "case.assign", "membagi pengajuan izin", "assign licence cases" => [Officer, Head];
    /// Make batch days and note who came.
    ManageBatches, "batch.manage", "mengatur hari layanan bersama", "manage batch days" => [Mentor, Officer];
    /// Send messages to owners by hand, from one's own phone.
    SendNews, "notify.send", "mengirim kabar kepada pemilik usaha", "send messages to owners" => [Mentor, Officer];
    /// See who accompanies whom and what came of it.
    SeeMentoring, "mentoring.see", "melihat pendampingan", "see mentoring" => [Mentor, Officer, Head];
    /// Accompany businesses: assess, agree on goals, visit.
    Mentor, "mentoring.work", "mendampingi usaha", "mentor businesses" => [Mentor, Officer];
    /// Say who accompanies whom, and work on anybody's engagement.
    ManageMentoring, "mentoring.manage", "mengatur pendampingan", "manage mentoring" => [Officer];
    /// Hold trainings and issue their certificates.
    ManageTrainings, "training.manage", "mengatur pelatihan", "manage trainings" => [Officer];
    /// Work without a network and send it later.
    WorkOffline, "offline.work", "bekerja tanpa sinyal dan mengirimnya kemudian", "work offline and send it later"
        => [Enumerator, Mentor, Officer, Gallery];
    /// Answer the census at doors.
    Enumerate, "census.answer", "mendata usaha di lapangan", "answer the census in the field"
        => [Enumerator, Mentor, Officer];
    /// See how the census goes.
    SeeCensus, "census.see", "melihat jalannya pendataan", "see how the census goes" => [Officer, Head];
    /// Make rounds, give areas out, take and refuse sets of answers.
    ManageCensus, "census.manage", "mengatur pendataan lapangan", "manage the census" => [Officer];
    /// Erase a person's data (UU 27/2022).
    ErasePerson, "person.erase", "menghapus data pribadi seseorang", "erase a person's data" => [Officer, Admin];
    /// Write down and withdraw consent of a person.
    RecordConsent, "consent.record", "mencatat persetujuan", "record consent" => [Owner, Enumerator, Mentor, Officer];
    /// Make an owner's account and issue its one-time codes.
    ManageOwnerAccounts, "account.owners", "mengurus akun pemilik usaha", "manage owners' accounts"
        => [Officer, Mentor, Admin];
    /// Make and change accounts of staff.
    ManageAccounts, "account.staff", "mengurus akun petugas", "manage staff accounts" => [Admin];
    /// See sites, plan and budget of the centre.
    SeeProject, "project.see", "melihat proyek UMKM Center", "see the project of the centre"
        => [Mentor, Officer, Gallery, Head, Admin];
    /// Offer sites, plan tasks, note progress and risks, ask for decisions.
    ManageProject, "project.manage", "mengurus proyek UMKM Center", "manage the project of the centre" => [Officer];
    /// Compare the criteria for the site.
    JudgeSites, "project.judge", "menilai kriteria lokasi", "judge the criteria of the site"
        => [Mentor, Officer, Gallery, Head];
    /// Lay down budgets, promise and pay.
    ManageBudget, "budget.manage", "mengurus anggaran", "manage the budget" => [Officer];
    /// Decide what waits for the head, and what of the project is public.
    DecideProject, "project.decide", "memutuskan hal proyek", "decide about the project" => [Head];
    /// See overviews and counts.
    SeeInsight, "insight.see", "melihat ikhtisar", "see overviews"
        => [Enumerator, Mentor, Officer, Gallery, Head, Admin];
    /// See the audit trail.
    SeeAudit, "audit.see", "melihat jejak audit", "see the audit trail" => [Head, Admin];
    /// Backup, jobs, new plans for all.
    Operate, "hall.operate", "mengelola sistem", "operate the installation" => [Admin];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_may_nothing_that_is_in_the_table() {
        assert!(
            Permission::ALL
                .iter()
                .all(|permission| !Role::Public.may(*permission))
        );
    }

    #[test]
    fn running_the_installation_opens_no_personal_data() {
        for permission in [
            Permission::SeePersonal,
            Permission::Unmask,
            Permission::StateFacts,
        ] {
            assert!(!Role::Admin.may(permission), "{permission:?}");
        }
    }

    #[test]
    fn only_officers_unmask() {
        let who: Vec<Role> = Role::ALL
            .into_iter()
            .filter(|role| role.may(Permission::Unmask))
            .collect();
        assert_eq!(who, [Role::Officer]);
    }

    #[test]
    fn words_are_unique_and_come_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_id(role.id()), Some(role));
        }
        let mut ids: Vec<_> = Permission::ALL
            .iter()
            .map(|permission| permission.id())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Permission::ALL.len());
    }
}
