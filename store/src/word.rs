//! Enums that are kept as words: one place for the word, and for telling that a kept word is none.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident in $table:literal $column:literal { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The one of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }

            /// The one that a column holds.
            pub(crate) fn read(row: &$crate::query::Row, index: usize) -> $crate::error::StoreResult<Self> {
                let word: String = row.get(index)?;
                Self::from_word(&word).ok_or($crate::error::StoreError::Damaged { table: $table, column: $column })
            }
        }
    };
}

pub(crate) use words;
