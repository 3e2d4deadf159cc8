//! What kinds of outside lists there are, and what each says of a business that is on it.

use rulebook::{Fact, Facts, Value};
use vocab::Lang;

/// A kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Shops on Shopee.
    Shopee,
    /// Merchants of ShopeeFood.
    Shopeefood,
    /// Shops on Tokopedia.
    Tokopedia,
    /// Shops on TikTok Shop.
    Tiktok,
    /// Merchants of GrabFood.
    Grabfood,
    /// Merchants of GoFood.
    Gofood,
    /// Another place to sell online.
    OtherChannel,
    /// Business numbers, from OSS.
    Oss,
    /// Home-industry food permits.
    Pirt,
    /// Halal certificates.
    Halal,
    /// A list of aid given.
    Aid,
}

/// One line for each: word, labels, the fact that being on the list makes true, the facts it is the authority for.
type Line = (
    Kind,
    &'static str,
    &'static str,
    &'static str,
    Option<Fact>,
    &'static [Fact],
);

const KINDS: [Line; 11] = [
    (
        Kind::Shopee,
        "shopee",
        "Shopee",
        "Shopee",
        Some(Fact::OnlineShopee),
        &[],
    ),
    (
        Kind::Shopeefood,
        "shopeefood",
        "ShopeeFood",
        "ShopeeFood",
        Some(Fact::OnlineShopeefood),
        &[],
    ),
    (
        Kind::Tokopedia,
        "tokopedia",
        "Tokopedia",
        "Tokopedia",
        Some(Fact::OnlineTokopedia),
        &[],
    ),
    (
        Kind::Tiktok,
        "tiktok",
        "TikTok Shop",
        "TikTok Shop",
        Some(Fact::OnlineTiktok),
        &[],
    ),
    (
        Kind::Grabfood,
        "grabfood",
        "GrabFood",
        "GrabFood",
        Some(Fact::OnlineGrabfood),
        &[],
    ),
    (
        Kind::Gofood,
        "gofood",
        "GoFood",
        "GoFood",
        Some(Fact::OnlineGofood),
        &[],
    ),
    (
        Kind::OtherChannel,
        "other_channel",
        "Tempat jualan daring lain",
        "Another online channel",
        Some(Fact::OnlineOther),
        &[],
    ),
    // OSS gives the NIB out (PP 5/2021, since replaced by PP 28/2025), so its list is believed over everybody.
    (
        Kind::Oss,
        "oss",
        "NIB (OSS)",
        "NIB (OSS)",
        None,
        &[Fact::Nib],
    ),
    (
        Kind::Pirt,
        "pirt",
        "SPP-IRT",
        "SPP-IRT",
        None,
        &[Fact::Pirt, Fact::PirtExpiry],
    ),
    (
        Kind::Halal,
        "halal",
        "Sertifikat halal",
        "Halal certificate",
        None,
        &[Fact::Halal],
    ),
    // Aid given is evidence that the business was there; it makes no fact of the rulebook true.
    (
        Kind::Aid,
        "aid",
        "Penerima bantuan",
        "Aid received",
        None,
        &[],
    ),
];

impl Kind {
    fn line(self) -> &'static Line {
        // The table has a line for every kind; a test holds it to that.
        KINDS
            .iter()
            .find(|line| line.0 == self)
            .unwrap_or(&KINDS[0])
    }

    /// All kinds, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|line| line.0)
    }

    /// Its word.
    pub fn id(self) -> &'static str {
        self.line().1
    }

    /// The kind of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|kind| kind.id() == id)
    }

    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.line().2,
            Lang::En => self.line().3,
        }
    }

    /// The fact that being on such a list makes true.
    pub fn flag(self) -> Option<Fact> {
        self.line().4
    }

    /// Whether it is a place to sell online.
    pub fn is_channel(self) -> bool {
        self.line().4.is_some()
    }

    /// The facts for which such a list is the authority, as a source keeps them.
    pub fn authority(self) -> String {
        let ids: Vec<&str> = self.line().5.iter().map(|fact| fact.id()).collect();
        ids.join(" ")
    }

    /// What a row of such a list says of the business it is linked to. Names, phones and addresses of an outside list
    /// serve to find the business; they are never stated, since a shop's name on a platform is not the business' name.
    pub fn says(self, row: &Facts) -> Facts {
        let (.., flag, copied) = self.line();
        let mut facts = Facts::new();
        let values = copied
            .iter()
            .filter_map(|fact| Some((*fact, row.get(*fact)?.clone())));
        for (fact, value) in flag
            .map(|fact| (fact, Value::Bool(true)))
            .into_iter()
            .chain(values)
        {
            // A value that was read for this fact fits it.
            let _ = facts.set(fact, value);
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_line_and_word() {
        for kind in Kind::all() {
            assert_eq!(kind.line().0, kind);
            assert_eq!(Kind::from_id(kind.id()), Some(kind));
        }
    }

    #[test]
    fn a_merchant_list_says_that_one_sells_there_and_nothing_else() {
        let row = Facts::from_json(
            &serde_json::json!({ "business_name": "Official Store", "nib": "1234567890123" }),
        );
        let said = Kind::Shopee.says(&row.unwrap());
        assert_eq!(said.to_json(), serde_json::json!({ "online_shopee": true }));
    }

    #[test]
    fn a_register_says_the_number_it_gives_out() {
        let row =
            Facts::from_json(&serde_json::json!({ "business_name": "X", "nib": "1234567890123" }));
        let said = Kind::Oss.says(&row.unwrap());
        assert_eq!(
            said.to_json(),
            serde_json::json!({ "nib": "1234567890123" })
        );
        assert!(Kind::Aid.says(&Facts::new()).is_empty());
    }
}
