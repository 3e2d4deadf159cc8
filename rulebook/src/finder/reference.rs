//! A publisher's whole list of codes, beside our own table.
//!
//! Our table speaks of what small businesses do, in plain words. The official list has every code;
//! an operator may load it so that no code is unknown. Where both have a code, our words stay.

use std::collections::BTreeSet;

use vocab::{DomainError, KbliCode, KbliVersion};

use crate::kbli::KbliTable;

/// More rows than any edition of the list has five-digit codes.
const MOST_ROWS: usize = 10_000;
/// The longest title that is taken for one.
const LONGEST_TITLE: usize = 400;

/// One code of a publisher's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceRow {
    /// The code with its edition.
    pub code: KbliCode,
    /// What the publisher calls it.
    pub title: String,
}

/// A publisher's list of one edition, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceList {
    pub(crate) rows: Vec<ReferenceRow>,
    version: KbliVersion,
}

/// What is wrong with a publisher's list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It has no row.
    #[error("the list is empty")]
    Empty,
    /// It has more rows than there can be codes.
    #[error("the list has more than {MOST_ROWS} rows")]
    TooLong,
    /// This row's code is not five digits.
    #[error("row {row}: {code:?} is not a five-digit code")]
    Code {
        /// The row's place, from 1, without the heading.
        row: usize,
        /// What stands there.
        code: String,
    },
    /// This row's title is missing or far too long.
    #[error("row {row}: no usable title")]
    Title {
        /// The row's place.
        row: usize,
    },
    /// This row's code was there before.
    #[error("row {row}: {code} stands twice")]
    Twice {
        /// The row's place.
        row: usize,
        /// The code.
        code: String,
    },
    /// The rows do not show which edition they are of.
    #[error("the edition is not clear")]
    Edition,
}

impl DomainError for ReferenceError {
    fn code(&self) -> &'static str {
        match self {
            ReferenceError::Empty => "reference_empty",
            ReferenceError::TooLong => "reference_too_long",
            ReferenceError::Code { .. } => "reference_code",
            ReferenceError::Title { .. } => "reference_title",
            ReferenceError::Twice { .. } => "reference_twice",
            ReferenceError::Edition => "reference_edition",
        }
    }

    fn id(&self) -> String {
        match self {
            ReferenceError::Empty => "Daftar ini kosong.".to_owned(),
            ReferenceError::TooLong => {
                format!("Daftar ini lebih dari {MOST_ROWS} baris; ini bukan daftar KBLI.")
            }
            ReferenceError::Code { row, code } => {
                format!("Baris {row}: \"{code}\" bukan kode 5 angka.")
            }
            ReferenceError::Title { row } => {
                format!("Baris {row}: judulnya kosong atau terlalu panjang.")
            }
            ReferenceError::Twice { row, code } => {
                format!("Baris {row}: kode {code} tertulis dua kali.")
            }
            ReferenceError::Edition => {
                "Tidak jelas ini KBLI 2020 atau 2025; tambahkan --version 2020 atau --version 2025."
                    .to_owned()
            }
        }
    }

    fn en(&self) -> String {
        match self {
            ReferenceError::Empty => "This list is empty.".to_owned(),
            ReferenceError::TooLong => {
                format!("This list has more than {MOST_ROWS} rows; it is no KBLI list.")
            }
            ReferenceError::Code { row, code } => {
                format!("Row {row}: \"{code}\" is not a code of 5 digits.")
            }
            ReferenceError::Title { row } => format!("Row {row}: its title is empty or too long."),
            ReferenceError::Twice { row, code } => format!("Row {row}: code {code} stands twice."),
            ReferenceError::Edition => {
                "It is not clear whether this is KBLI 2020 or 2025; add --version 2020 or --version 2025.".to_owned()
            }
        }
    }
}

impl ReferenceList {
    /// Checks the rows (code and title) of one edition.
    pub fn new(
        version: KbliVersion,
        rows: &[(String, String)],
    ) -> Result<ReferenceList, ReferenceError> {
        if rows.is_empty() {
            return Err(ReferenceError::Empty);
        }
        if rows.len() > MOST_ROWS {
            return Err(ReferenceError::TooLong);
        }
        let mut seen = BTreeSet::new();
        let mut checked = Vec::with_capacity(rows.len());
        for (row, (code, title)) in (1..).zip(rows) {
            let digits = code.trim();
            let good = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let parsed = KbliCode::parse(digits, version).ok().filter(|_| good);
            let Some(code) = parsed else {
                let code = code.chars().take(20).collect();
                return Err(ReferenceError::Code { row, code });
            };
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            if title.is_empty() || title.len() > LONGEST_TITLE {
                return Err(ReferenceError::Title { row });
            }
            if !seen.insert(code) {
                let code = digits.to_owned();
                return Err(ReferenceError::Twice { row, code });
            }
            checked.push(ReferenceRow { code, title });
        }
        Ok(ReferenceList {
            rows: checked,
            version,
        })
    }

    /// Which edition the rows are of, told by how many codes of our table they have: each edition
    /// has hundreds of codes that the other lacks.
    pub fn guess_version(
        table: &KbliTable,
        rows: &[(String, String)],
    ) -> Result<KbliVersion, ReferenceError> {
        let codes: BTreeSet<&str> = rows.iter().map(|(code, _)| code.trim()).collect();
        let missing = |version: KbliVersion| {
            let own = table.activities().iter().filter_map(|it| match version {
                KbliVersion::V2020 => it.v2020,
                KbliVersion::V2025 => it.v2025,
            });
            own.filter(|code| !codes.contains(code.code())).count()
        };
        // A whole list has all codes of its own edition, give or take a few.
        match (missing(KbliVersion::V2020), missing(KbliVersion::V2025)) {
            (old, new) if old * 4 < new => Ok(KbliVersion::V2020),
            (old, new) if new * 4 < old => Ok(KbliVersion::V2025),
            _ => Err(ReferenceError::Edition),
        }
    }

    /// The edition.
    pub fn version(&self) -> KbliVersion {
        self.version
    }

    /// The rows, in the order of the list.
    pub fn rows(&self) -> &[ReferenceRow] {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter()
            .map(|(code, title)| ((*code).to_owned(), (*title).to_owned()))
            .collect()
    }

    #[test]
    fn a_wrong_row_is_told_with_its_place() {
        let list = |given: &[(&str, &str)]| ReferenceList::new(KbliVersion::V2020, &rows(given));
        assert_eq!(list(&[]), Err(ReferenceError::Empty));
        assert_eq!(
            list(&[("10794", "Kerupuk"), ("1079", "Lain")]),
            Err(ReferenceError::Code {
                row: 2,
                code: "1079".to_owned()
            })
        );
        assert_eq!(
            list(&[("10794", "  ")]),
            Err(ReferenceError::Title { row: 1 })
        );
        assert_eq!(
            list(&[("10794", "Kerupuk"), ("10794", "Lagi")]),
            Err(ReferenceError::Twice {
                row: 2,
                code: "10794".to_owned()
            })
        );
    }

    #[test]
    fn the_edition_is_told_by_the_codes_or_asked_for() {
        let book = Rulebook::builtin().expect("a good rulebook");
        let of = |version: KbliVersion| -> Vec<(String, String)> {
            let codes = book
                .kbli()
                .activities()
                .iter()
                .filter_map(|it| match version {
                    KbliVersion::V2020 => it.v2020,
                    KbliVersion::V2025 => it.v2025,
                });
            codes
                .map(|code| (code.code().to_owned(), "x".to_owned()))
                .collect()
        };
        for version in [KbliVersion::V2020, KbliVersion::V2025] {
            assert_eq!(
                ReferenceList::guess_version(book.kbli(), &of(version)),
                Ok(version)
            );
        }
        assert_eq!(
            ReferenceList::guess_version(book.kbli(), &rows(&[("10794", "Kerupuk")])),
            Err(ReferenceError::Edition)
        );
    }

    #[test]
    fn a_loaded_list_is_found_where_ours_is_silent_and_never_overrides_it() {
        let mut book = Rulebook::builtin().expect("a good rulebook");
        let given = rows(&[
            ("30112", "Industri Bangunan Lepas Pantai"),
            ("10391", "Nama Lain"),
        ]);
        let list = ReferenceList::new(KbliVersion::V2020, &given).expect("a list");
        book.add_reference(&list);
        let found = book.find_activity("bangunan lepas pantai", Some(KbliVersion::V2020), 3);
        assert!(
            found
                .iter()
                .any(|it| it.code.code() == "30112" && !it.builtin),
            "{found:?}"
        );
        let tempe = book.find_activity("10391", Some(KbliVersion::V2020), 3);
        assert!(
            tempe
                .first()
                .is_some_and(|it| it.builtin && it.title.id.contains("tempe"))
        );
    }
}
