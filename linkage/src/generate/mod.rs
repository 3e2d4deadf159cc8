//! Seeded lists with known truth, for measuring.
//!
//! [`Profile::HELD_OUT`] and seeds from [`HELD_OUT_SEED`] up are for the final measurement only: nothing in
//! the engine was chosen by looking at them.

mod foreign;
mod noise;
mod pools;
mod random;
mod umkm;

pub use noise::Noise;

/// Seeds from here on are held out.
pub const HELD_OUT_SEED: u64 = 9000;

/// Two lists (or one) as CSV, and the pairs (or clusters) that are true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// The left list.
    pub left: String,
    /// The right list; without it the left one holds duplicates.
    pub right: Option<String>,
    /// `left_id,right_id`, or `id,cluster` for one list.
    pub gold: String,
}

/// A kind of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Census and marketplace, with the noise that the rivals' figures were measured with.
    Reference,
    /// The same with careful hands.
    Light,
    /// The same with careless hands.
    Heavy,
    /// Names and places only: neither phones nor NIKs.
    NamesOnly,
    /// Held out: read by machine from scanned forms.
    Scanned,
    /// Held out: written years apart; people moved, phones and shop names changed.
    YearsApart,
    /// Organisations with addresses, other headers on each side.
    Organisations,
    /// Bibliographic records.
    Papers,
    /// Persons with many records each, in one list.
    Visits,
}

impl Profile {
    /// All profiles with their names.
    pub const ALL: [(&'static str, Self); 9] = [
        ("reference", Self::Reference),
        ("light", Self::Light),
        ("heavy", Self::Heavy),
        ("names_only", Self::NamesOnly),
        ("scanned", Self::Scanned),
        ("years_apart", Self::YearsApart),
        ("organisations", Self::Organisations),
        ("papers", Self::Papers),
        ("visits", Self::Visits),
    ];

    /// Profiles that are measured at the end only.
    pub const HELD_OUT: [Self; 2] = [Self::Scanned, Self::YearsApart];

    /// The profile of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, profile)| *profile)
    }

    fn noise(self) -> (Noise, Noise) {
        let market = REFERENCE;
        // The census takers write more carefully, and ask for the NIK.
        let census = Noise {
            suffix: 0.0,
            title: 0.05,
            wrong_phone: 0.02,
            no_nik: 0.25,
            moved: 0.0,
            renamed: 0.0,
            drop: 0.02,
            ..market.scaled(0.45)
        };
        match self {
            Self::Light => (census.scaled(0.5), market.scaled(0.4)),
            Self::Heavy => (census.scaled(1.6), market.scaled(1.6)),
            Self::NamesOnly => {
                let bare = |noise: Noise| Noise {
                    no_phone: 1.0,
                    no_nik: 1.0,
                    ..noise
                };
                (bare(census), bare(market))
            }
            Self::Scanned => {
                let scan = |noise: Noise| Noise {
                    lookalike: 0.2,
                    wrong_nik: 0.15,
                    typo: 0.05,
                    ..noise
                };
                (scan(census), scan(market))
            }
            Self::YearsApart => {
                let later = Noise {
                    moved: 0.12,
                    wrong_phone: 0.35,
                    renamed: 0.12,
                    no_nik: 0.5,
                    typo: 0.08,
                    ..market
                };
                (census, later)
            }
            _ => (census, market),
        }
    }
}

/// The marketplace side of the lists which the rivals' figures come from.
const REFERENCE: Noise = Noise {
    typo: 0.14,
    lookalike: 0.0,
    old_spelling: 0.06,
    abbreviation: 0.3,
    swap: 0.04,
    drop: 0.07,
    suffix: 0.12,
    title: 0.08,
    wrong_phone: 0.14,
    no_phone: 0.08,
    no_nik: 0.7,
    wrong_nik: 0.02,
    moved: 0.01,
    no_address: 0.15,
    renamed: 0.02,
};

impl Noise {
    fn scaled(self, by: f64) -> Self {
        let times = |p: f64| (p * by).min(0.9);
        Self {
            typo: times(self.typo),
            lookalike: times(self.lookalike),
            old_spelling: times(self.old_spelling),
            abbreviation: times(self.abbreviation),
            swap: times(self.swap),
            drop: times(self.drop),
            suffix: times(self.suffix),
            title: times(self.title),
            wrong_phone: times(self.wrong_phone),
            no_phone: times(self.no_phone),
            no_nik: self.no_nik,
            wrong_nik: times(self.wrong_nik),
            moved: times(self.moved),
            no_address: times(self.no_address),
            renamed: times(self.renamed),
        }
    }
}

/// Generates lists of `n` records.
pub fn generate(profile: Profile, n: usize, seed: u64) -> Lists {
    match profile {
        Profile::Organisations => foreign::organisations(n, seed),
        Profile::Papers => foreign::papers(n, seed),
        Profile::Visits => foreign::visits(n, seed),
        _ => {
            let (census, market) = profile.noise();
            umkm::lists(n, seed, &census, &market)
        }
    }
}

fn csv_text<const N: usize>(rows: &[[String; N]]) -> String {
    let mut out = String::with_capacity(rows.len() * 100);
    for row in rows {
        for (i, cell) in row.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            if cell.contains([',', '"', '\n']) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(cell);
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_lists() {
        for (name, profile) in Profile::ALL {
            let lists = generate(profile, 200, 7);
            assert_eq!(lists, generate(profile, 200, 7), "{name}");
            assert_ne!(lists, generate(profile, 200, 8), "{name}");
            assert!(lists.left.lines().count() > 200, "{name}");
        }
    }

    #[test]
    fn half_of_each_list_stands_in_the_other() {
        let lists = generate(Profile::Reference, 400, 1);
        assert_eq!(lists.gold.lines().count(), 201);
        let right = lists.right.unwrap_or_default();
        let ids: Vec<&str> = right.lines().filter_map(|l| l.split(',').next()).collect();
        assert!(
            lists
                .gold
                .lines()
                .skip(1)
                .all(|l| l.split(',').nth(1).is_some_and(|id| ids.contains(&id)))
        );
    }
}
