//! Under which headings the facts of a business are shown.
//!
//! The rulebook's table keeps facts which belong together side by side, so a heading only says at
//! which fact it begins; a fact added there later stands under the right heading by itself.

use rulebook::Fact;

/// Where each heading begins in the table, and its key in the translation files.
const BEGIN: &[(Fact, &str)] = &[
    (Fact::OwnerName, "business-owner"),
    (Fact::BusinessName, "business-main"),
    (Fact::Capital, "business-figures"),
    (Fact::ProductKind, "business-product"),
    (Fact::Nib, "business-permits"),
    (Fact::HygienePractice, "business-quality"),
    (Fact::Packaging, "business-packaging"),
    (Fact::Photos, "business-marketing"),
    (Fact::Bookkeeping, "business-growth"),
];

/// A heading and its facts.
pub(crate) struct Heading {
    pub(crate) key: &'static str,
    pub(crate) facts: Vec<Fact>,
}

/// The business itself first, then its owner, then the rest in the order of the table.
pub(crate) fn headings() -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for fact in Fact::ALL {
        if let Some((_, key)) = BEGIN.iter().find(|(first, _)| first == fact) {
            headings.push(Heading {
                key,
                facts: Vec::new(),
            });
        }
        if let Some(heading) = headings.last_mut() {
            heading.facts.push(*fact);
        }
    }
    headings.sort_by_key(|heading| heading.key != "business-main");
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_stands_under_one_heading() {
        let headings = headings();
        for fact in Fact::ALL {
            let times = headings
                .iter()
                .filter(|heading| heading.facts.contains(fact))
                .count();
            assert_eq!(times, 1, "{fact}");
        }
        assert_eq!(headings.len(), BEGIN.len());
        let of = |fact| {
            headings
                .iter()
                .find(|h| h.facts.contains(&fact))
                .map(|h| h.key)
        };
        assert_eq!(of(Fact::Village), Some("business-main"));
        assert_eq!(of(Fact::OwnerNik), Some("business-owner"));
        assert_eq!(of(Fact::Pirt), Some("business-permits"));
        assert_eq!(of(Fact::Qris), Some("business-marketing"));
    }
}
