//! A mentor's visits without a network: the engagements in one's care are on the phone, and a visit noted there comes in
//! under the very rules of one noted here.

use serde_json::{Value as Json, json};
use store::Tx;
use store::mentoring::engagement as kept;
use vocab::DomainError;
use vocab::id::{EngagementId, VisitId};

use questionnaire::{AnswerSet, Rows};

use super::visit::{self, Noted};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::field::{FieldError, form};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::sync::{Collection, Given, Item, Pulled, Pushed, Reply, Row, digest_page};

/// More than a mentor can have in care.
const MOST: u32 = 500;

/// The engagements in a mentor's care.
#[derive(Debug)]
pub struct Engagements;

impl Collection for Engagements {
    fn name(&self) -> &'static str {
        "mentoring.engagement"
    }

    fn permission(&self) -> Permission {
        Permission::Mentor
    }

    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        Box::pin(async move {
            let account = actor.account.ok_or(Error::SignInFirst)?;
            let mut session = hall.db().read().await?;
            let regency = actor.regency.as_str();
            let cases = kept::caseload(&mut session, regency, Some(account), None, MOST).await?;
            let rows = cases.into_iter().map(|case| {
                let one = case.engagement;
                let place = one.region.parse().ok();
                Row {
                    id: one.id.as_uuid(),
                    version: one.visits,
                    deleted: false,
                    body: json!({
                        "business": one.business.to_string(),
                        "name": case.name,
                        "owner": case.owner,
                        "place": place.and_then(|code| hall.gazetteer().name(&code)),
                        "state": one.state,
                        "due_on": one.due_on,
                        "next_on": one.next_on,
                        "visits": one.visits,
                        "visited_on": one.visited_on,
                    }),
                }
            });
            Ok(digest_page(hall, given, rows.collect()))
        })
    }
}

/// Visits.
#[derive(Debug)]
pub struct Visits;

impl Collection for Visits {
    fn name(&self) -> &'static str {
        "mentoring.visit"
    }

    fn permission(&self) -> Permission {
        Permission::Mentor
    }

    fn adds(&self) -> bool {
        true
    }

    fn pull<'a>(&'a self, hall: &'a Hall, _: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        // What was noted is read on the page of its engagement; phones only send.
        Box::pin(async move { Ok(digest_page(hall, given, Vec::new())) })
    }

    fn push<'a>(
        &'a self,
        hall: &'a Hall,
        tx: &'a mut Tx,
        actor: &'a Actor,
        item: &'a Item,
    ) -> Reply<'a, Pushed> {
        Box::pin(async move {
            let mut noted = match noted(tx, actor, item).await? {
                Ok(noted) => noted,
                Err(refused) => return Ok(refused),
            };
            noted.id = Some(VisitId::from_uuid(item.id));
            let engagement = EngagementId::from_uuid(item.entity);
            match visit::note_in(hall, tx, actor, engagement, &noted).await {
                Ok(_) => Ok(Pushed::Taken),
                Err(Error::Mentoring(error)) => Ok(Pushed::Refused {
                    message: error.message(),
                    field: None,
                }),
                Err(error) => Err(error),
            }
        })
    }
}

/// A visit of an item: noted as on the page, or as answers of the questionnaire `kunjungan`.
async fn noted(
    tx: &mut Tx,
    actor: &Actor,
    item: &Item,
) -> Result<std::result::Result<Noted, Pushed>> {
    let unreadable = |why: String| FieldError::Unreadable { why };
    if item.body.get("answers").is_none() {
        let noted = serde_json::from_value(item.body.clone());
        return Ok(Ok(noted.map_err(|error| unreadable(error.to_string()))?));
    }
    let set: AnswerSet =
        serde_json::from_value(item.body.clone()).map_err(|error| unreadable(error.to_string()))?;
    let name = item
        .body
        .get("questionnaire")
        .and_then(Json::as_str)
        .or(item.form.as_deref())
        .unwrap_or_default();
    let form = form::find(tx, &actor.regency, name).await?;
    let looked = form.look(&set, true);
    if let Some(wrong) = looked.wrong.into_iter().next() {
        return Ok(Err(Pushed::Refused {
            message: wrong.message,
            field: Some(wrong.question),
        }));
    }
    let place = form
        .question("place_kind")
        .map(|question| form.choices_of(question))
        .unwrap_or_default()
        .iter()
        .find(|choice| Some(choice.value.as_str()) == text(&looked.asked, "place_kind"))
        .map(|choice| choice.label.id.as_str());
    Ok(Ok(of_answers(&looked.asked, place.unwrap_or_default())))
}

fn text<'a>(answers: &'a Rows, name: &str) -> Option<&'a str> {
    answers.get(name).and_then(Json::as_str)
}

fn of_answers(answers: &Rows, place: &str) -> Noted {
    let word = |name: &str| text(answers, name).unwrap_or_default().to_owned();
    let lines = |repeat: &str, name: &str| -> String {
        let rows = answers.get(repeat).and_then(Json::as_array);
        let said = rows
            .into_iter()
            .flatten()
            .filter_map(|row| row.get(name)?.as_str());
        said.map(|line| line.replace('\n', " "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let point = answers.get("location").and_then(|at| {
        let part = |name: &str| at.get(name).and_then(Json::as_f64);
        Some(format!("{:.6}, {:.6}", part("lat")?, part("lon")?))
    });
    Noted {
        id: None,
        day: word("day"),
        began: word("began"),
        ended: word("ended"),
        place: text(answers, "place").unwrap_or(place).to_owned(),
        point: point.unwrap_or_default(),
        notes: word("notes"),
        owner_tasks: lines("owner_tasks", "owner_task"),
        mentor_tasks: lines("mentor_tasks", "mentor_task"),
        next: word("next"),
    }
}
