//! Who does not sell online yet, asked for by village, product and readiness.

use rulebook::Stage;
use serde_json::json;
use store::registry::marks;
use vocab::{RegionCode, RegionLevel};

use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::find::{Query, matches};
use crate::registry::palette::{Online, key};

/// Which businesses that do not sell online are meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// A district or a village.
    pub region: Option<RegionCode>,
    /// Choice of `product_kind`.
    pub kind: Option<String>,
    /// How ready they are: the first stage of the plan that is not done.
    pub stage: Option<Stage>,
    /// Only those who were asked and said no; else also those nobody asked.
    pub asked: bool,
}

impl Filter {
    /// The same as a question to the registry.
    pub fn query(&self) -> Query {
        Query {
            region: self.region,
            kind: self.kind.clone(),
            stage: self.stage.map(Some),
            online: if self.asked {
                vec![Online::No]
            } else {
                vec![Online::No, Online::Unknown]
            },
            ..Query::default()
        }
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        json!({
            "region": self.region.map(|region| region.to_string()),
            "kind": self.kind,
            "stage": self.stage.map(Stage::id),
            "asked": self.asked,
        })
    }

    /// Reads what a campaign keeps.
    pub fn read(text: &str) -> Self {
        let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(|value| value.as_str());
        Self {
            region: text("region").and_then(|code| code.parse().ok()),
            kind: text("kind").map(str::to_owned),
            stage: text("stage").and_then(Stage::from_id),
            asked: json.get("asked").and_then(serde_json::Value::as_bool) == Some(true),
        }
    }
}

/// Who does not sell online, counted.
#[derive(Debug, Clone)]
pub struct NotOnline {
    /// How many there are.
    pub total: u64,
    /// How many in each district, or in each village of the chosen district; regions without any are left out.
    pub areas: Vec<(RegionCode, String, u64)>,
}

/// Counts those who do not sell online.
pub async fn not_online(hall: &Hall, actor: &Actor, filter: &Filter) -> Result<NotOnline> {
    actor.must(Permission::SeeRegistry)?;
    let regency: Option<RegionCode> = actor.regency.parse().ok();
    let mut session = hall.db().read().await?;
    let found = matches(hall, &mut session, actor, &filter.query()).await?;
    let (whole, level) = match filter.region {
        Some(code) => (code.at(RegionLevel::District), RegionLevel::Village),
        None => (regency, RegionLevel::District),
    };
    let mut areas = Vec::new();
    for place in whole
        .into_iter()
        .flat_map(|code| hall.gazetteer().within(code, level))
    {
        let Some(mark) = hall.marks().number(&key::region(place.code.as_str())) else {
            continue;
        };
        let there = marks::carrying(&mut session, &actor.regency, &[mark]).await?;
        let n = there.intersection_len(&found.matches.seqs);
        if n > 0 {
            areas.push((place.code, place.name.to_string(), n));
        }
    }
    Ok(NotOnline {
        total: found.matches.seqs.len(),
        areas,
    })
}
