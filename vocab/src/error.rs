//! How the nouns say what is wrong: a stable code, and a text in each language.

use serde::{Deserialize, Serialize};

use crate::Lang;

/// An error which speaks the domain: what is wrong, where, and how to mend it.
pub trait DomainError: std::error::Error {
    /// Stable code such as `nik.length`, for programs and translations.
    fn code(&self) -> &'static str;
    /// The text in Indonesian.
    fn id(&self) -> String;
    /// The text in English.
    fn en(&self) -> String;
    /// Code and both texts, free of the error's own type.
    fn message(&self) -> Message {
        Message {
            code: self.code().to_owned(),
            id: self.id(),
            en: self.en(),
        }
    }
}

/// What a [`DomainError`] says, ready to be stored or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Stable code such as `nik.length`.
    pub code: String,
    /// The text in Indonesian.
    pub id: String,
    /// The text in English.
    pub en: String,
}

impl Message {
    /// The text in the reader's language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

impl<E: DomainError> From<&E> for Message {
    fn from(error: &E) -> Self {
        error.message()
    }
}

/// Declares an error enum together with its codes and its texts in both languages.
///
/// One line per variant keeps the code, the Indonesian and the English text beside each other, so
/// that none can be forgotten. Texts may name the variant's fields in braces.
#[macro_export]
macro_rules! domain_error {
    (
        $(#[$meta:meta])*
        $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $({ $($field:ident : $type:ty),+ $(,)? })?
                => $code:literal, $id:literal, $en:literal;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                $variant $({
                    $(
                        #[doc = concat!("Named in the text as `", stringify!($field), "`.")]
                        $field: $type
                    ),+
                })?
            ),+
        }

        impl $crate::DomainError for $name {
            fn code(&self) -> &'static str {
                match self {
                    $( Self::$variant $({ $($field: _),+ })? => $code ),+
                }
            }
            fn id(&self) -> String {
                match self {
                    $( Self::$variant $({ $($field),+ })? => format!($id) ),+
                }
            }
            fn en(&self) -> String {
                match self {
                    $( Self::$variant $({ $($field),+ })? => format!($en) ),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::DomainError::en(self))
            }
        }

        impl std::error::Error for $name {}
    };
}
