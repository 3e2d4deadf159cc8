//! Who writes: the office at the head of a letter and the person at its foot.

use serde::{Deserialize, Serialize};

/// The office as its letters show it. Configuration: names and addresses change with every
/// reorganisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// First line of the head: the regency.
    pub government: String,
    /// The office.
    pub name: String,
    /// Street and town.
    pub address: String,
    /// Telephone, e-mail, web address.
    #[serde(default)]
    pub contact: String,
    /// Town in "Kendal, 25 November 2026".
    pub place: String,
    /// Who signs.
    pub signer: Signer,
}

/// The person who signs for the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Post, such as "Kepala Dinas".
    pub post: String,
    /// Name with titles.
    pub name: String,
    /// Rank, such as "Pembina Tingkat I".
    #[serde(default)]
    pub rank: String,
    /// Civil servant's number (NIP); empty where there is none.
    #[serde(default)]
    pub nip: String,
}

/// The owner who declares or for whom the office writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Full name.
    pub name: String,
    /// NIK, shown in full where a form demands it.
    #[serde(default)]
    pub nik: String,
    /// Where the owner lives.
    pub address: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
}

/// The business a letter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// Its name.
    pub name: String,
    /// NIB; empty where there is none yet.
    #[serde(default)]
    pub nib: String,
    /// Activity code with what it means, such as "10794 Industri kerupuk (KBLI 2020)".
    #[serde(default)]
    pub activity: String,
    /// Where it works.
    pub address: String,
}
