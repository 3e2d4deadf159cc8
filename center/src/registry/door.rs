//! The five doors by which facts come in, and how far each is believed.

use rulebook::{Fact, FactSet};

use crate::permission::Role;

/// A door. Later ones are believed over earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// A census: spreadsheets, the field form.
    Census,
    /// An outside list: licence registers, marketplace lists, aid lists.
    Linked,
    /// The owner.
    Owner,
    /// A mentor who visited.
    Mentor,
    /// An officer who saw the paper.
    Officer,
}

impl Door {
    /// All doors.
    pub const ALL: [Self; 5] = [
        Self::Census,
        Self::Linked,
        Self::Owner,
        Self::Mentor,
        Self::Officer,
    ];

    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Census => "census",
            Self::Linked => "linked",
            Self::Owner => "owner",
            Self::Mentor => "mentor",
            Self::Officer => "officer",
        }
    }

    /// The door of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.id() == id)
    }

    /// What people call it.
    pub const fn label(self, lang: vocab::Lang) -> &'static str {
        match (self, lang) {
            (Self::Census, vocab::Lang::Id) => "Sensus",
            (Self::Census, vocab::Lang::En) => "Census",
            (Self::Linked, vocab::Lang::Id) => "Daftar luar",
            (Self::Linked, vocab::Lang::En) => "Outside list",
            (Self::Owner, vocab::Lang::Id) => "Pemilik",
            (Self::Owner, vocab::Lang::En) => "Owner",
            (Self::Mentor, vocab::Lang::Id) => "Pendamping",
            (Self::Mentor, vocab::Lang::En) => "Mentor",
            (Self::Officer, vocab::Lang::Id) => "Petugas",
            (Self::Officer, vocab::Lang::En) => "Officer",
        }
    }

    /// The door of those who type facts in.
    pub const fn of_role(role: Role) -> Option<Self> {
        match role {
            Role::Owner => Some(Self::Owner),
            Role::Enumerator => Some(Self::Census),
            Role::Mentor => Some(Self::Mentor),
            Role::Officer => Some(Self::Officer),
            Role::Public | Role::Gallery | Role::Head | Role::Admin => None,
        }
    }

    /// How far it is believed about a fact. A list that is the authority for the fact (OSS for the NIB) is believed
    /// over everybody.
    pub fn rank(self, fact: Fact, authority: FactSet) -> u8 {
        match self {
            Self::Census => 1,
            Self::Linked if authority.contains(fact) => 6,
            Self::Linked => 2,
            Self::Owner => 3,
            Self::Mentor => 4,
            Self::Officer => 5,
        }
    }
}

/// The facts named in a source's `authority` column.
pub fn authority(ids: &str) -> FactSet {
    ids.split(' ')
        .filter_map(Fact::from_id)
        .fold(FactSet::EMPTY, |set, fact| set.union(FactSet::of(fact)))
}
