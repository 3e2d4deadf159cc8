//! Who was counted and never visited: by village, sex of the owner, size, distance and time since.

use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;
use store::mentoring::neglect as kept;
use store::registry::marks;
use store::registry::tally;
use vocab::id::BusinessId;
use vocab::{RegionCode, RegionLevel};

use super::caseload::whereabouts;
use super::mentor::{self, MentorView};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::palette::key;

/// A group, how many are in it, and how many of them were ever visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is: a word of the group, or a name.
    pub name: String,
    /// Code of the region; empty for other groups.
    pub region: String,
    /// How many businesses.
    pub all: i64,
    /// How many were visited.
    pub visited: i64,
}

impl Group {
    /// How many were never visited.
    pub fn never(&self) -> i64 {
        self.all - self.visited
    }
}

/// A business that waits, with the nearest mentor who has room.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Which.
    pub id: BusinessId,
    /// Name.
    pub name: String,
    /// Village or district.
    pub place: String,
    /// Days since it was first counted.
    pub days: i64,
    /// Nearest mentor with room, and the way in metres.
    pub nearest: Option<(String, i64)>,
}

/// The report.
#[derive(Debug, Clone)]
pub struct Report {
    /// All businesses.
    pub all: i64,
    /// Those visited at least once.
    pub visited: i64,
    /// Villages without any visit, and villages in all.
    pub villages: (usize, usize),
    /// By sex of the owner: male, female, unknown.
    pub sexes: Vec<Group>,
    /// By size class.
    pub sizes: Vec<Group>,
    /// By distance from the nearest mentor's start.
    pub distances: Vec<Group>,
    /// By district, or the villages of one.
    pub areas: Vec<Group>,
    /// Those who wait longest.
    pub waiting: Vec<Waiting>,
}

/// Borders between the groups of distance, in kilometres.
const NEAR_KM: [i64; 3] = [5, 10, 20];

/// Those who wait longest, on one page.
const WAITING: u32 = 30;

/// Who was counted and never visited.
pub async fn report(hall: &Hall, actor: &Actor, district: Option<RegionCode>) -> Result<Report> {
    actor.must(Permission::SeeMentoring)?;
    let mentors = mentor::all(hall, actor).await?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let visited: RoaringBitmap = kept::visited(&mut session, regency)
        .await?
        .into_iter()
        .collect();
    let all = carrying(hall, &mut session, regency, key::ALL).await?;
    let sizes = sizes(hall, &mut session, regency, &visited).await?;
    let sexes = sexes(&mut session, regency, &all, &visited).await?;
    let counted = counted(hall, &mut session, regency).await?;
    let seen: HashMap<String, i64> = kept::visited_by_region(&mut session, regency)
        .await?
        .into_iter()
        .collect();
    let waiting = kept::waiting(&mut session, regency, WAITING).await?;
    drop(session);
    let villages: Vec<&String> = counted.keys().filter(|code| code.len() > 8).collect();
    let without = villages
        .iter()
        .filter(|code| !seen.contains_key(**code))
        .count();
    Ok(Report {
        all: whole(all.len()),
        visited: whole(all.intersection_len(&visited)),
        villages: (without, villages.len()),
        sexes,
        sizes,
        distances: distances(hall, &mentors, &counted, &seen),
        areas: areas(hall, regency, district, &counted, &seen),
        waiting: waiting
            .into_iter()
            .map(|one| waits(hall, &mentors, one))
            .collect(),
    })
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

async fn carrying(
    hall: &Hall,
    session: &mut store::Session,
    regency: &str,
    key: &str,
) -> Result<RoaringBitmap> {
    match hall.marks().number(key) {
        Some(mark) => Ok(marks::carrying(session, regency, &[mark]).await?),
        None => Ok(RoaringBitmap::new()),
    }
}

fn group(name: &str, all: &RoaringBitmap, visited: &RoaringBitmap) -> Group {
    Group {
        name: name.to_owned(),
        region: String::new(),
        all: whole(all.len()),
        visited: whole(all.intersection_len(visited)),
    }
}

async fn sizes(
    hall: &Hall,
    session: &mut store::Session,
    regency: &str,
    visited: &RoaringBitmap,
) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for (key, _) in hall.marks().with_prefix("size:") {
        let those = carrying(hall, session, regency, &key).await?;
        if !those.is_empty() {
            groups.push(group(key.trim_start_matches("size:"), &those, visited));
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.all));
    Ok(groups)
}

async fn sexes(
    session: &mut store::Session,
    regency: &str,
    all: &RoaringBitmap,
    visited: &RoaringBitmap,
) -> Result<Vec<Group>> {
    let mut of: HashMap<u32, bool> = HashMap::new();
    for (seq, sex) in kept::sexes(session, regency).await? {
        of.insert(seq, sex == "female");
    }
    let those = |female: bool| {
        of.iter()
            .filter(|(_, is)| **is == female)
            .map(|(seq, _)| *seq)
            .collect::<RoaringBitmap>()
    };
    let (women, men) = (those(true) & all, those(false) & all);
    let unknown = all - &(&women | &men);
    Ok(vec![
        group("female", &women, visited),
        group("male", &men, visited),
        group("unknown", &unknown, visited),
    ])
}

/// How many businesses each region has.
async fn counted(
    hall: &Hall,
    session: &mut store::Session,
    regency: &str,
) -> Result<BTreeMap<String, i64>> {
    let Some(mark) = hall.marks().number(key::ALL) else {
        return Ok(BTreeMap::new());
    };
    let counts = tally::by_part(session, regency, regency, 13, &[mark]).await?;
    Ok(counts
        .into_iter()
        .map(|count| (count.region, count.n))
        .collect())
}

/// The nearest working mentor to a place, with the way in metres.
fn nearest(mentors: &[MentorView], at: vocab::GeoPoint, room: bool) -> Option<(&MentorView, i64)> {
    mentors
        .iter()
        .filter(|one| one.works && (!room || one.room() > 0))
        .filter_map(|one| Some((one, metres(one.start?, at))))
        .min_by_key(|(_, metres)| *metres)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a way on earth is below 2^31 metres"
)]
fn metres(from: vocab::GeoPoint, to: vocab::GeoPoint) -> i64 {
    from.metres_to(to).round() as i64
}

/// Villages by how far the nearest mentor starts from their middle.
fn distances(
    hall: &Hall,
    mentors: &[MentorView],
    counted: &BTreeMap<String, i64>,
    seen: &HashMap<String, i64>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = NEAR_KM
        .iter()
        .map(|km| format!("{km}"))
        .chain(["far".to_owned(), "unknown".to_owned()])
        .map(|name| Group {
            name,
            region: String::new(),
            all: 0,
            visited: 0,
        })
        .collect();
    for (code, n) in counted {
        let at = whereabouts(hall, None, code).map(|(at, _)| at);
        let way = at
            .and_then(|at| nearest(mentors, at, false))
            .map(|(_, metres)| metres);
        let place = match way {
            Some(way) => NEAR_KM
                .iter()
                .position(|km| way <= km * 1_000)
                .unwrap_or(NEAR_KM.len()),
            None => NEAR_KM.len() + 1,
        };
        if let Some(group) = groups.get_mut(place) {
            group.all += n;
            group.visited += seen.get(code).copied().unwrap_or(0);
        }
    }
    groups.retain(|group| group.all > 0);
    groups
}

/// Districts, or the villages of one, those with most unvisited first.
fn areas(
    hall: &Hall,
    regency: &str,
    district: Option<RegionCode>,
    counted: &BTreeMap<String, i64>,
    seen: &HashMap<String, i64>,
) -> Vec<Group> {
    let (whole, level) = match district {
        Some(code) => (Some(code), RegionLevel::Village),
        None => (regency.parse::<RegionCode>().ok(), RegionLevel::District),
    };
    let mut groups: Vec<Group> = whole
        .into_iter()
        .flat_map(|code| hall.gazetteer().within(code, level))
        .map(|place| {
            let below = |code: &String| growth::assign::lies_in(code, place.code.as_str());
            Group {
                name: place.name.to_string(),
                region: place.code.to_string(),
                all: counted
                    .iter()
                    .filter(|(code, _)| below(code))
                    .map(|(_, n)| n)
                    .sum(),
                visited: seen
                    .iter()
                    .filter(|(code, _)| below(code))
                    .map(|(_, n)| n)
                    .sum(),
            }
        })
        .collect();
    groups.sort_by(|a, b| b.never().cmp(&a.never()).then(a.region.cmp(&b.region)));
    groups
}

fn waits(hall: &Hall, mentors: &[MentorView], one: kept::Waiting) -> Waiting {
    let at = whereabouts(hall, one.location.as_deref(), &one.region).map(|(at, _)| at);
    let code: Option<RegionCode> = one.region.parse().ok();
    Waiting {
        id: one.id,
        days: (hall.clock().now().timestamp_micros() - one.since) / 86_400_000_000,
        place: code
            .and_then(|code| hall.gazetteer().name(&code))
            .unwrap_or_default()
            .to_owned(),
        nearest: at
            .and_then(|at| nearest(mentors, at, true))
            .map(|(mentor, metres)| (mentor.name.clone(), metres)),
        name: one.name,
    }
}
