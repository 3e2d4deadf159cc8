//! Accounts: who may come in, and as what.

use axum::{
    Form,
    extract::{Query, State},
};
use center::{
    ErrorKind, Permission, Role,
    people::accounts::{self, AccountView, NewAccount},
};
use serde::Deserialize;
use vocab::{AccountId, DomainError, RegionCode, RegionLevel};

use super::{
    account,
    pages::{Line, ListPage},
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page, say, wrong},
    plan::view::Choice,
    registry::wanted,
};

const PAGE: u32 = 100;

/// Which accounts are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    role: String,
    after: String,
}

/// A new account of staff.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct New {
    role: String,
    name: String,
    login: String,
    /// District or village; empty for the whole regency.
    #[serde(default)]
    scope: String,
}

/// `GET /people`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    page(&form(&app, &frame, &wanted, New::default(), Vec::new()).await?)
}

/// `POST /people`
pub(crate) async fn add(State(app): State<App>, frame: Frame, Form(new): Form<New>) -> Answer {
    let role = Role::from_id(&new.role).unwrap_or(Role::Public);
    let scope = match new.scope.as_str() {
        "" => None,
        // A place that is none must not become an account for all of the regency.
        code => match code.parse() {
            Ok(code) => Some(code),
            Err(error) => {
                let problem = say(frame.lang, &vocab::Message::from(&error));
                let shown = form(&app, &frame, &Wanted::default(), new, vec![problem]).await?;
                return wrong(&shown);
            }
        },
    };
    let wanted = NewAccount {
        login: new.login.clone(),
        name: new.name.clone(),
        role,
        scope,
        language: frame.lang,
    };
    match accounts::create(&app.hall, &frame.actor, &wanted).await {
        Ok(made) => account::shown(&app, &frame, made.account, Some(made.code)).await,
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problem = say(frame.lang, &error.message());
            wrong(&form(&app, &frame, &Wanted::default(), new, vec![problem]).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    wanted: &Wanted,
    new: New,
    problems: Vec<String>,
) -> center::Result<ListPage<'a>> {
    let role = Role::from_id(&wanted.role);
    let after: Option<AccountId> = wanted.after.parse().ok();
    let found = accounts::list(&app.hall, &frame.actor, role, after, PAGE).await?;
    let full = u32::try_from(found.len()).is_ok_and(|len| len == PAGE);
    let last = found.last().filter(|_| full);
    let more_href = last.map(|last| format!("/people?role={}&after={}", wanted.role, last.id));
    let manages = frame.may(Permission::ManageAccounts);
    let shown = if manages {
        &Role::ALL[1..]
    } else {
        &[Role::Owner]
    };
    Ok(ListPage {
        f: frame,
        problems,
        filter: roles(frame, shown, &wanted.role),
        accounts: found
            .iter()
            .map(|account| line(app, frame, account))
            .collect(),
        more_href,
        roles: if manages {
            roles(frame, &Role::STAFF, &new.role)
        } else {
            Vec::new()
        },
        scopes: scopes(app, frame, &new.scope),
        name: new.name,
        login: new.login,
    })
}

fn roles(frame: &Frame, roles: &[Role], chosen: &str) -> Vec<Choice> {
    roles
        .iter()
        .map(|role| Choice::new(role.id(), role.label(frame.lang)).chosen_if(role.id() == chosen))
        .collect()
}

/// The whole regency and its districts.
fn scopes(app: &App, frame: &Frame, chosen: &str) -> Vec<Choice> {
    let regency = app.hall.settings().regency.parse::<RegionCode>();
    let districts = regency
        .ok()
        .into_iter()
        .flat_map(|regency| wanted::places(app.hall.gazetteer(), regency, RegionLevel::District));
    std::iter::once((String::new(), frame.t("people-everywhere")))
        .chain(districts)
        .map(|(code, name)| {
            let is_chosen = code == chosen;
            Choice::new(code, name).chosen_if(is_chosen)
        })
        .collect()
}

fn line(app: &App, frame: &Frame, account: &AccountView) -> Line {
    let (state, tone) = account::state(frame, account);
    Line {
        id: account.id.to_string(),
        name: account.name.clone(),
        login: account.login.clone(),
        role: account.role.label(frame.lang).to_owned(),
        scope: account::scope(app, account),
        state,
        tone,
    }
}
