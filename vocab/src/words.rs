//! Sets of words that the whole house speaks: an enum with its words for the database and for people.

/// Makes an enum of fixed words: each has an id (for the database, files and addresses) and a label in both languages.
///
/// ```
/// vocab::words! {
///     /// Whose turn it is.
///     Turn {
///         /// Ours.
///         Ours = "ours", "Giliran kita", "Our turn";
///     }
/// }
/// assert_eq!(Turn::from_id("ours"), Some(Turn::Ours));
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $id:literal, $label_id:literal, $label_en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in the database, in files and in addresses.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The one of a word.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }

            /// What people call it.
            pub const fn label(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, $crate::Lang::Id) => $label_id, (Self::$variant, $crate::Lang::En) => $label_en,)*
                }
            }
        }
    };
}
