//! Patterns by name, instead of a language of patterns: what they want can be said in words, and be the same on the
//! phone.

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// How an answer must be written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Pattern { $($(#[$doc])* $name,)* }

        impl Pattern {
            /// All patterns.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The pattern of a name.
            pub fn from_id(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

patterns! {
    /// Digits, at least one.
    Digits = "digits";
    /// 1 to 3 digits: an RT or RW.
    Rt = "rt";
    /// 16 digits: a family card.
    Kk = "kk";
    /// 16 digits whose day and month can be true: a NIK.
    Nik = "nik";
    /// 13 digits: a NIB.
    Nib = "nib";
    /// 15 or 16 digits: a tax number.
    Npwp = "npwp";
    /// 10 to 13 digits that begin with 0, or with 62: a telephone.
    Phone = "phone";
    /// Something, an @, and something with a dot in it.
    Email = "email";
}

impl Pattern {
    /// Whether a text is written so. Spaces, dots and hyphens between digits do not count.
    pub fn fits(self, text: &str) -> bool {
        if self == Self::Email {
            return is_email(text.trim());
        }
        let kept: String = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '.' | '-'))
            .collect();
        let digits = kept.strip_prefix('+').unwrap_or(&kept);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let bare = digits.len() == kept.len();
        match self {
            Self::Digits => bare,
            Self::Rt => bare && digits.len() <= 3,
            Self::Kk => bare && digits.len() == 16,
            Self::Nik => bare && digits.parse::<vocab::Nik>().is_ok(),
            Self::Nib => bare && digits.len() == 13,
            Self::Npwp => bare && matches!(digits.len(), 15 | 16),
            Self::Phone => {
                (digits.starts_with('0') && bare && (10..=13).contains(&digits.len()))
                    || (digits.starts_with("62") && (10..=15).contains(&digits.len()))
            }
            Self::Email => false,
        }
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && !text.contains(char::is_whitespace)
            && host.split('.').count() >= 2
            && host.split('.').all(|label| !label.is_empty())
    })
}
