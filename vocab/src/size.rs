//! Size classes of businesses.
//!
//! PP 7/2021 Art. 35: by capital without land and building for new businesses (par. 3), by sales of
//! a year for businesses which existed before it came into force on 2 February 2021 (par. 5).

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::macros::{display_as_str, serde_as_text};
use crate::{Lang, Rupiah};

/// The size class of a business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeClass {
    /// Micro: capital to 1 bn, sales to 2 bn rupiah.
    Mikro,
    /// Small: capital to 5 bn, sales to 15 bn rupiah.
    Kecil,
    /// Medium: capital to 10 bn, sales to 50 bn rupiah.
    Menengah,
    /// Above medium.
    Besar,
}

/// Which figure decided the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SizeBasis {
    /// Sales of a year.
    Sales,
    /// Capital without land and building.
    Capital,
}

/// A class and the figure which decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sizing {
    /// The class.
    pub class: SizeClass,
    /// What decided it.
    pub basis: SizeBasis,
}

const BILLION: i64 = 1_000_000_000;

/// The day PP 7/2021 came into force.
pub const PP_7_2021_IN_FORCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2021, 2, 2);

impl SizeClass {
    /// All classes, smallest first.
    pub const ALL: [Self; 4] = [Self::Mikro, Self::Kecil, Self::Menengah, Self::Besar];

    /// Art. 35(3): by capital without land and building of the place of business.
    pub const fn by_capital(capital: Rupiah) -> Self {
        Self::below(capital, [BILLION, 5 * BILLION, 10 * BILLION])
    }

    /// Art. 35(5): by sales of a year.
    pub const fn by_sales(sales: Rupiah) -> Self {
        Self::below(sales, [2 * BILLION, 15 * BILLION, 50 * BILLION])
    }

    /// The limits belong to the lower class ("paling banyak").
    const fn below(figure: Rupiah, [micro, small, medium]: [i64; 3]) -> Self {
        if figure.0 <= micro {
            Self::Mikro
        } else if figure.0 <= small {
            Self::Kecil
        } else if figure.0 <= medium {
            Self::Menengah
        } else {
            Self::Besar
        }
    }

    /// `mikro`, `kecil`, `menengah` or `besar`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mikro => "mikro",
            Self::Kecil => "kecil",
            Self::Menengah => "menengah",
            Self::Besar => "besar",
        }
    }

    /// The word in the reader's language.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (_, Lang::Id) => self.as_str(),
            (Self::Mikro, Lang::En) => "micro",
            (Self::Kecil, Lang::En) => "small",
            (Self::Menengah, Lang::En) => "medium",
            (Self::Besar, Lang::En) => "large",
        }
    }
}

/// Classifies by the figure the law names for a business of this age, or by the other if only that
/// one is known. A business of unknown age counts as existing, because most registered ones do.
pub fn classify(
    capital: Option<Rupiah>,
    sales: Option<Rupiah>,
    founded: Option<NaiveDate>,
) -> Option<Sizing> {
    let by_capital = capital.map(|c| Sizing {
        class: SizeClass::by_capital(c),
        basis: SizeBasis::Capital,
    });
    let by_sales = sales.map(|s| Sizing {
        class: SizeClass::by_sales(s),
        basis: SizeBasis::Sales,
    });
    let is_new = founded
        .zip(PP_7_2021_IN_FORCE)
        .is_some_and(|(day, force)| day >= force);
    if is_new {
        by_capital.or(by_sales)
    } else {
        by_sales.or(by_capital)
    }
}

crate::domain_error! {
    /// A word which names no size class.
    SizeError {
        /// A word not known here.
        Unknown { found: String } => "size.unknown",
            "Skala usaha \"{found}\" tidak dikenal; isi mikro, kecil, menengah atau besar.",
            "Size \"{found}\" is not known; give mikro, kecil, menengah or besar.";
    }
}

impl FromStr for SizeClass {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.trim().to_lowercase();
        let word = lower.strip_prefix("usaha ").unwrap_or(&lower).trim();
        match word {
            "mikro" | "micro" | "umi" => Ok(Self::Mikro),
            "kecil" | "small" | "uk" => Ok(Self::Kecil),
            "menengah" | "sedang" | "medium" | "um" => Ok(Self::Menengah),
            "besar" | "large" | "ub" => Ok(Self::Besar),
            _ => Err(SizeError::Unknown {
                found: text.trim().chars().take(40).collect(),
            }),
        }
    }
}

display_as_str!(SizeClass);
serde_as_text!(SizeClass, "mikro, kecil, menengah or besar");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_belong_to_the_lower_class() {
        for (amount, expected) in [
            (BILLION, SizeClass::Mikro),
            (BILLION + 1, SizeClass::Kecil),
            (5 * BILLION, SizeClass::Kecil),
            (5 * BILLION + 1, SizeClass::Menengah),
            (10 * BILLION, SizeClass::Menengah),
            (10 * BILLION + 1, SizeClass::Besar),
        ] {
            assert_eq!(
                SizeClass::by_capital(Rupiah(amount)),
                expected,
                "capital {amount}"
            );
        }
        for (amount, expected) in [
            (2 * BILLION, SizeClass::Mikro),
            (2 * BILLION + 1, SizeClass::Kecil),
            (15 * BILLION, SizeClass::Kecil),
            (15 * BILLION + 1, SizeClass::Menengah),
            (50 * BILLION, SizeClass::Menengah),
            (50 * BILLION + 1, SizeClass::Besar),
        ] {
            assert_eq!(
                SizeClass::by_sales(Rupiah(amount)),
                expected,
                "sales {amount}"
            );
        }
    }

    #[test]
    fn the_day_of_founding_decides_which_figure_counts() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let basis = |founded| {
            classify(Some(Rupiah(1)), Some(Rupiah(3 * BILLION)), founded).map(|s| s.basis)
        };
        assert_eq!(basis(day(2021, 2, 1)), Some(SizeBasis::Sales));
        assert_eq!(basis(day(2021, 2, 2)), Some(SizeBasis::Capital));
        assert_eq!(basis(None), Some(SizeBasis::Sales));
        assert_eq!(classify(None, None, None), None);
        assert_eq!(
            classify(Some(Rupiah(1)), None, None),
            Some(Sizing {
                class: SizeClass::Mikro,
                basis: SizeBasis::Capital
            })
        );
    }
}
