//! A row of a list, read from a business and its marks.

use rulebook::Stage;
use store::registry::business::Business;
use vocab::id::{BusinessId, PersonId};
use vocab::{RegionCode, RegionLevel, SizeClass};

use super::palette::{Online, Standing};
use crate::hall::Hall;

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Id.
    pub id: BusinessId,
    /// Name of the business.
    pub name: String,
    /// Name of the owner.
    pub owner_name: Option<String>,
    /// The owner.
    pub owner: Option<PersonId>,
    /// The deepest region known.
    pub region: Option<RegionCode>,
    /// Name of the district.
    pub district: Option<String>,
    /// Name of the village.
    pub village: Option<String>,
    /// Code of activity, with its edition.
    pub kbli: Option<String>,
    /// Kind of the product, by the id of its choice.
    pub kind: Option<String>,
    /// Size class.
    pub size: Option<SizeClass>,
    /// First stage that is not done; none if all are.
    pub stage: Option<Stage>,
    /// Whether it sells online.
    pub online: Online,
    /// `active`, `closed`, `moved`, `not_found`.
    pub status: Option<String>,
    /// Ids of the rules whose step is the current one of its stage, in the order of the stages.
    pub now: Vec<String>,
    /// When it was last changed.
    pub changed_at: chrono::DateTime<chrono::Utc>,
}

/// Reads a row. Everything comes from the row itself: a page of a list is one query.
pub(crate) fn listed(hall: &Hall, business: Business) -> Listed {
    let region: Option<RegionCode> = business.region.parse().ok();
    let name = |level| {
        let code = region.and_then(|code: RegionCode| code.at(level))?;
        hall.gazetteer().name(&code).map(str::to_owned)
    };
    let mut listed = Listed {
        id: business.id,
        name: business.name,
        owner_name: business.owner_name,
        owner: business.owner,
        region,
        district: name(RegionLevel::District),
        village: name(RegionLevel::Village),
        kbli: business.kbli,
        kind: None,
        size: None,
        stage: None,
        online: Online::Unknown,
        status: None,
        now: Vec::new(),
        changed_at: business.changed_at,
    };
    for number in business.marks.iter() {
        if let Some(key) = hall.marks().key(number)
            && let Some((group, word)) = key.split_once(':')
        {
            read(&mut listed, group, word);
        }
    }
    let rulebook = hall.rulebook();
    let stage = |rule: &String| rulebook.versions(rule).next().map(|(index, _)| index);
    listed.now.sort_by_key(stage);
    listed
}

fn read(listed: &mut Listed, group: &str, word: &str) {
    match group {
        "size" => listed.size = word.parse().ok(),
        "stage" => listed.stage = Stage::from_id(word),
        "online" => {
            listed.online = Online::ALL
                .into_iter()
                .find(|online| online.id() == word)
                .unwrap_or(Online::Unknown);
        }
        "kind" => listed.kind = Some(word.to_owned()),
        "status" => listed.status = Some(word.to_owned()),
        group if group == Standing::Now.id() => listed.now.push(word.to_owned()),
        _ => {}
    }
}
