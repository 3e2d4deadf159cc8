//! What may become of a business of a campaign.

use vocab::Lang;

macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $label_id:literal, $label_en:literal;)*) => {
        /// What became of a business in a month.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Outcome { $($(#[$doc])* $name,)* }

        impl Outcome {
            /// All of them, in order of progress.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word in the database.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What people call it.
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::Id) => $label_id, (Self::$name, Lang::En) => $label_en,)* }
            }

            /// The one of a word.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

outcomes! {
    /// Nobody was met.
    NotMet, "not_met", "Belum bertemu", "Not met";
    /// Met; thinks about it.
    Met, "met", "Sudah bertemu", "Met";
    /// Getting ready: photos, permits, packaging.
    Preparing, "preparing", "Sedang bersiap", "Getting ready";
    /// Has opened a shop.
    Opened, "opened", "Sudah buka toko daring", "Opened an online shop";
    /// Sells online.
    Selling, "selling", "Sudah ada penjualan daring", "Sells online";
    /// Does not want to.
    Declined, "declined", "Tidak berminat", "Not interested";
    /// Closed, moved or not to be found.
    Gone, "gone", "Tutup, pindah, atau tidak ditemukan", "Closed, moved or not found";
}
