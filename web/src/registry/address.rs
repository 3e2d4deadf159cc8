//! The list's address: filters and place in the list as a query string, so that a list can be
//! linked, bookmarked and sent by message.

use form_urlencoded::{Serializer, parse};

/// The parameters of a query, in order, empty ones dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Address(Vec<(String, String)>);

impl Address {
    pub(crate) fn read(query: &str) -> Self {
        let pairs = parse(query.as_bytes());
        Self(
            pairs
                .filter(|(name, value)| !value.trim().is_empty() && name != "lang")
                .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The same address with one parameter changed; an empty value takes it away.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut pairs: Vec<_> = self
            .0
            .iter()
            .filter(|(known, _)| known != name)
            .cloned()
            .collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Self(pairs)
    }

    pub(crate) fn query(&self) -> String {
        let mut out = Serializer::new(String::new());
        for (name, value) in &self.0 {
            out.append_pair(name, value);
        }
        out.finish()
    }

    pub(crate) fn href(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_parameter_changes_and_the_rest_stays() {
        let address = Address::read("q=keripik+tempe&district=33.24.01&online=&lang=en");
        assert_eq!(address.get("q"), Some("keripik tempe"));
        assert_eq!(address.get("online"), None);
        assert_eq!(
            address.with("after", "x&y").href("/registry"),
            "/registry?q=keripik+tempe&district=33.24.01&after=x%26y"
        );
        assert_eq!(
            address.with("q", "").with("district", "").href("/registry"),
            "/registry"
        );
    }
}
