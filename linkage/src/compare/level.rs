//! Graded levels: how alike two values are, and (where they are alike) how rare what they share is.

use super::Likeness;
use crate::spec::Role;

/// Bits per level in a pattern.
pub(crate) const LEVEL_BITS: u32 = 5;
/// Room for levels of one field.
pub(crate) const LEVELS: usize = 1 << LEVEL_BITS;

/// Rarity grades of each class from [`FIRST_RARE`] up.
const RARITIES: u8 = 3;
const FIRST_RARE: u8 = 2;

/// One field's place on the scale: 0 = a side is missing, then classes, each from class 2 in three rarities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Level(pub(crate) u8);

/// Whether a class is graded by rarity.
pub(crate) const fn has_rarity(class: u8) -> bool {
    class >= FIRST_RARE
}

/// How many classes of likeness a role has.
pub(crate) const fn classes(role: Role) -> u8 {
    match role {
        Role::Given
        | Role::Surname
        | Role::Person
        | Role::Business
        | Role::Place
        | Role::Address
        | Role::Text => 8,
        Role::Phone => 6,
        Role::Identity | Role::Date | Role::Number => 5,
        Role::Email | Role::Postcode => 4,
        Role::Category => 3,
    }
}

impl Level {
    pub(crate) const MISSING: Self = Self(0);

    /// Grades a likeness; `full_bits` is what a value shared by only two records carries.
    pub(crate) fn new(likeness: Likeness, full_bits: f32) -> Self {
        let share = likeness.bits / full_bits;
        let rarity = u8::from(share >= 0.45) + u8::from(share >= 0.8);
        Self::of(likeness.class, rarity)
    }

    /// The level of a class and a rarity from 0 to 2.
    pub(crate) const fn of(class: u8, rarity: u8) -> Self {
        if class < FIRST_RARE {
            Self(1 + class)
        } else {
            Self(1 + FIRST_RARE + (class - FIRST_RARE) * RARITIES + rarity)
        }
    }

    /// Class and rarity; nothing when a side is missing.
    pub(crate) fn parts(self) -> Option<(u8, u8)> {
        match self.0 {
            0 => None,
            n if n <= FIRST_RARE => Some((n - 1, 0)),
            n => {
                let graded = n - 1 - FIRST_RARE;
                Some((FIRST_RARE + graded / RARITIES, graded % RARITIES))
            }
        }
    }

    /// Present on both sides, and not much alike.
    pub(crate) fn is_poor(self) -> bool {
        self.parts().is_some_and(|(class, _)| class < 3)
    }
}
