//! A short word to the visitor after something was done, carried over one redirect in a cookie
//! which names a text (never the text itself, so that nobody can put words in the hall's mouth).

use vocab::Lang;

use crate::language;

/// A note as the page shows it.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// Every note there is: its key in the translation files and its tone.
const NOTES: &[(&str, &str)] = &[
    ("note-logged-in", "good"),
    ("note-logged-out", "good"),
    ("note-saved", "good"),
    ("note-label-saved", "good"),
    ("note-password-changed", "good"),
    ("note-session-ended", "good"),
    ("note-totp-on", "good"),
    ("note-totp-off", "mind"),
    ("note-answer-kept", "good"),
    ("note-account-made", "good"),
    ("note-account-changed", "good"),
    ("note-import-undone", "mind"),
    ("note-share-ended", "mind"),
    ("note-business-added", "good"),
    ("note-withdrawn", "mind"),
    ("note-list-brought", "good"),
    ("note-duplicates-sought", "good"),
    ("note-merge-undone", "mind"),
    ("note-answer-undone", "mind"),
    ("note-campaign-made", "good"),
    ("note-campaign-assigned", "good"),
    ("note-site-offered", "good"),
    ("note-site-swapped", "mind"),
    ("note-site-withdrawn", "mind"),
    ("note-judged", "good"),
    ("note-campaign-moved", "good"),
    ("note-campaign-closed", "mind"),
    ("note-campaign-opened", "good"),
    ("note-merged", "good"),
    ("note-case-opened", "good"),
    ("note-case-moved", "good"),
    ("note-batch-made", "good"),
    ("note-batch-closed", "good"),
    ("note-decided", "good"),
    ("note-removed", "mind"),
    ("note-budget-drafted", "good"),
    ("note-budget-enacted", "good"),
    ("note-assessed", "good"),
    ("note-visited", "good"),
    ("note-mentoring-closed", "good"),
    ("note-asked", "good"),
    ("note-handed-over", "good"),
    ("note-proposed", "good"),
    ("note-assigned", "good"),
    ("note-invited", "good"),
    ("note-registered", "good"),
    ("note-waiting", "mind"),
    ("note-attended", "good"),
    ("note-certified", "good"),
];

impl Note {
    /// The note of that key, if there is one.
    pub(crate) fn of(key: &str, lang: Lang) -> Option<Self> {
        let (key, tone) = NOTES.iter().find(|(known, _)| *known == key)?;
        let icon = if *tone == "good" { "done" } else { "info" };
        Some(Self {
            tone,
            icon,
            text: language::text(lang, key),
        })
    }
}

#[cfg(test)]
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    NOTES.iter().map(|(key, _)| *key)
}
