//! Names of villages to their codes, each pair of names looked up once.

use rustc_hash::FxHashMap;
use vocab::{Gazetteer, Message, RegionCode, Resolution};

use super::message;

/// Pairs of names remembered at most; a regency has some hundred villages, each spelt a few ways.
const REMEMBERED: usize = 20_000;

type Resolved = Result<RegionCode, (Message, Vec<RegionCode>)>;

pub(super) struct Places<'a> {
    gazetteer: &'a Gazetteer,
    known: FxHashMap<String, Resolved>,
    key: String,
}

impl<'a> Places<'a> {
    pub(super) fn new(gazetteer: &'a Gazetteer) -> Self {
        Self {
            gazetteer,
            known: FxHashMap::default(),
            key: String::new(),
        }
    }

    pub(super) fn resolve(&mut self, village: &str, district: &str) -> Resolved {
        self.key.clear();
        self.key.push_str(village);
        self.key.push('\n');
        self.key.push_str(district);
        if let Some(known) = self.known.get(&self.key) {
            return known.clone();
        }
        let resolved = self.look_up(village, district);
        if self.known.len() < REMEMBERED {
            self.known.insert(self.key.clone(), resolved.clone());
        }
        resolved
    }

    fn look_up(&self, village: &str, district: &str) -> Resolved {
        if village.is_empty() {
            let missing = message(
                "village.empty",
                "Desa/kelurahan belum diisi.",
                "The village is not filled in.",
            );
            return Err((missing, Vec::new()));
        }
        match self
            .gazetteer
            .resolve(village, (!district.is_empty()).then_some(district))
        {
            Resolution::One(code) => Ok(code),
            Resolution::Many(codes) => Err((self.ambiguous(village, &codes), codes)),
            Resolution::None { nearest } => {
                Err((self.unknown(village, district, &nearest), nearest))
            }
        }
    }

    fn ambiguous(&self, village: &str, codes: &[RegionCode]) -> Message {
        let list = self.list(codes);
        Message {
            code: "village.ambiguous".to_owned(),
            id: format!("\"{village}\" ada lebih dari satu: {list}. Isi kecamatannya."),
            en: format!("There is more than one \"{village}\": {list}. Fill in the district."),
        }
    }

    fn unknown(&self, village: &str, district: &str, nearest: &[RegionCode]) -> Message {
        let (at, within) = if district.is_empty() {
            (String::new(), String::new())
        } else {
            (
                format!(" di kecamatan \"{district}\""),
                format!(" in the district \"{district}\""),
            )
        };
        let (mut id, mut en) = (
            format!("Desa/kelurahan \"{village}\"{at} tidak ditemukan."),
            format!("There is no village \"{village}\"{within}."),
        );
        if !nearest.is_empty() {
            let list = self.list(nearest);
            id = format!("{id} Yang mirip: {list}.");
            en = format!("{en} Like it: {list}.");
        }
        Message {
            code: "village.unknown".to_owned(),
            id,
            en,
        }
    }

    /// Village with district, as people tell them apart.
    fn list(&self, codes: &[RegionCode]) -> String {
        let full = |code: &RegionCode| {
            let village = self.gazetteer.name(code).unwrap_or_else(|| code.as_str());
            match code
                .parent()
                .and_then(|parent| self.gazetteer.name(&parent))
            {
                Some(district) => format!("{village} ({district})"),
                None => village.to_owned(),
            }
        };
        codes
            .iter()
            .take(5)
            .map(full)
            .collect::<Vec<_>>()
            .join(", ")
    }
}
