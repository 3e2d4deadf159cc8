//! What somebody decided about a source's columns, kept for its next file.

use serde::{Deserialize, Serialize};

use super::names::Names;
use super::target::{Hint, Target};
use crate::error::IntakeError;

/// The decisions about one source's columns. Columns are known by their header, not by their place,
/// since the next file of the same office has them elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Read these sheets only; all that look like a register when none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    /// The number of the row with the headers, when it is not found by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// What each column is.
    pub columns: Vec<Rule>,
}

/// The decision about one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its header as it stands in the file. Of two columns with one header the second is `Nama#2`.
    pub header: String,
    /// Where it leads.
    pub target: Target,
    /// How its amounts are converted.
    #[serde(default, skip_serializing_if = "Hint::is_none")]
    pub hint: Hint,
}

impl Mapping {
    /// Reads a mapping file, TOML or JSON.
    pub fn parse(text: &str) -> Result<Self, IntakeError> {
        let parsed = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| error.to_string())
        } else {
            toml::from_str(text).map_err(|error| error.to_string())
        };
        parsed.map_err(|detail| IntakeError::Mapping { detail })
    }

    /// The decision about the column with this header, spelt alike or written the same way.
    pub(crate) fn rule(&self, header: &str) -> Option<&Rule> {
        let exact = self.columns.iter().find(|rule| rule.header == header);
        exact.or_else(|| {
            let plain = key(header);
            self.columns.iter().find(|rule| key(&rule.header) == plain)
        })
    }
}

/// A header's words and which of its namesakes it is.
fn key(header: &str) -> (Vec<String>, &str) {
    let (name, which) = match header.rsplit_once('#') {
        Some((name, which)) if which.parse::<u16>().is_ok() => (name, which),
        _ => (header, "1"),
    };
    (Names::builtin().plain(name), which)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulebook::Fact;

    #[test]
    fn a_mapping_file_is_toml_or_json() {
        let toml =
            "[[columns]]\nheader = \"Omset/bln\"\ntarget = \"sales\"\nhint = { per = \"month\" }\n";
        let mapping = Mapping::parse(toml).unwrap();
        let json = serde_json::to_string(&mapping).unwrap();
        assert_eq!(Mapping::parse(&json).unwrap(), mapping);
        assert_eq!(mapping.columns[0].target, Target::Fact(Fact::Sales));
        let wrong = Mapping::parse("[[columns]]\nheader = \"x\"\ntarget = \"omzet\"\n");
        assert!(matches!(wrong, Err(IntakeError::Mapping { .. })));
    }

    #[test]
    fn a_rule_is_found_by_the_header_however_it_is_spelt() {
        let rule = |header: &str, target| Rule {
            header: header.into(),
            target,
            hint: Hint::default(),
        };
        let mapping = Mapping {
            columns: vec![
                rule("No. HP", Target::Fact(Fact::OwnerPhone)),
                rule("Nama", Target::Fact(Fact::OwnerName)),
                rule("Nama#2", Target::Fact(Fact::BusinessName)),
            ],
            ..Mapping::default()
        };
        let target = |header: &str| mapping.rule(header).map(|rule| rule.target.as_str());
        assert_eq!(target("NOMOR HP"), Some("owner_phone"));
        assert_eq!(target("NAMA#2"), Some("business_name"));
        assert_eq!(target("nama"), Some("owner_name"));
        assert_eq!(target("Alamat"), None);
    }
}
