//! Mentoring in the demonstration: mentors of several districts, and businesses in every state of it.

use center::mentoring::{agree, assess, care, caseload, mentor, visit};
use center::people::accounts::{self, NewAccount};
use center::registry::find::{self, Query};
use center::{Actor, Hall, Role};
use growth::Answers;
use vocab::id::{AccountId, EngagementId};
use vocab::{Lang, RegionLevel};

use super::open::{choose_password, is_taken};
use crate::failure::Failure;

/// Login, name, fields, position of the district among those of the regency.
const MENTORS: [(&str, &str, &[&str], usize); 3] = [
    (
        "pendamping-timur",
        "Sulastri Contoh",
        &["produksi", "kelembagaan"],
        3,
    ),
    (
        "pendamping-barat",
        "Bambang Contoh",
        &["pemasaran", "ti"],
        11,
    ),
    (
        "pendamping-selatan",
        "Wahyuni Contoh",
        &["pembiayaan", "sdm", "jaringan"],
        1,
    ),
];

/// Businesses taken into care.
const CASES: usize = 24;

/// Fills the mentoring room, unless somebody is in care already.
pub(super) async fn fill(hall: &Hall, actor: &Actor) -> Result<(), Failure> {
    if caseload::caseload(hall, actor, None, None).await?.open > 0 {
        return Ok(());
    }
    let mentors = mentors(hall, actor).await?;
    let found = find::find(hall, actor, &Query::default(), None, CASES).await?;
    for (at, row) in found.rows.iter().enumerate() {
        let Some(mentor) = mentors.get(at % mentors.len().max(1)) else {
            break;
        };
        let case = care::open(hall, actor, row.id, Some(*mentor)).await?;
        advance(hall, actor, case, at).await?;
    }
    Ok(())
}

async fn mentors(hall: &Hall, actor: &Actor) -> Result<Vec<AccountId>, Failure> {
    let regency = actor.regency.parse().ok();
    let districts: Vec<String> = regency
        .into_iter()
        .flat_map(|code| hall.gazetteer().within(code, RegionLevel::District))
        .map(|place| place.code.to_string())
        .collect();
    for (login, name, ..) in MENTORS {
        let new = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            role: Role::Mentor,
            scope: None,
            language: Lang::Id,
        };
        match accounts::create(hall, actor, &new).await {
            Ok(made) => choose_password(hall, login, &made.code).await?,
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut ids = Vec::new();
    for one in mentor::all(hall, actor).await? {
        let known = MENTORS.iter().find(|(_, name, ..)| *name == one.name);
        if let Some((_, _, fields, district)) = known {
            let noted = mentor::Noted {
                fields: fields.iter().map(|field| (*field).to_owned()).collect(),
                area: districts.get(*district).cloned().unwrap_or_default(),
                point: String::new(),
                capacity: "60".to_owned(),
            };
            mentor::note(hall, actor, one.account, &noted).await?;
        }
        ids.push(one.account);
    }
    Ok(ids)
}

/// Every fifth is only opened; the others come further the higher their remainder.
async fn advance(hall: &Hall, actor: &Actor, case: EngagementId, at: usize) -> Result<(), Failure> {
    let stage = at % 5;
    if stage >= 1 {
        assess(hall, actor, case, at).await?;
    }
    let today = hall.clock().today();
    if stage >= 2 {
        let due = today + chrono::Days::new(20);
        agree::agree(hall, actor, case, "nib", "", &due.to_string()).await?;
    }
    if stage >= 3 {
        let noted = visit::Noted {
            day: (today - chrono::Days::new(3)).to_string(),
            began: "09:00".to_owned(),
            ended: "10:15".to_owned(),
            notes: "Dapur rapi, label belum memuat tanggal kedaluwarsa.".to_owned(),
            owner_tasks: "Cetak label baru\nFoto produk dari depan".to_owned(),
            mentor_tasks: "Kirim contoh label".to_owned(),
            next: (today + chrono::Days::new(u64::try_from(at).unwrap_or(0) % 9)).to_string(),
            ..visit::Noted::default()
        };
        visit::note(hall, actor, case, &noted).await?;
    }
    if stage >= 4 {
        assess(hall, actor, case, at + 7).await?;
    }
    Ok(())
}

async fn assess(
    hall: &Hall,
    actor: &Actor,
    case: EngagementId,
    seed: usize,
) -> Result<(), Failure> {
    let instrument =
        assess::instrument(hall, actor, case, growth::instrument::MENTORING, None).await?;
    let level =
        |place: usize, highest: u8| u8::try_from((place + seed) % 4).unwrap_or(0).min(highest);
    let answers = instrument
        .questions()
        .enumerate()
        .map(|(place, (_, question))| (question.id.clone(), level(place, question.highest())))
        .collect();
    let given = assess::Given {
        instrument: instrument.id.clone(),
        version: instrument.version,
        answers: Answers(answers),
        note: String::new(),
    };
    assess::assess(hall, actor, case, &given).await?;
    Ok(())
}
