//! The page of a business: what is believed and where it comes from, everything that was said, who did what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use rulebook::{Fact, Plan, Value};
use store::people::account;
use store::people::person;
use store::registry::statement::{self, Statement};
use store::registry::{business, source};
use store::{Session, audit as trail};
use vocab::id::{AccountId, BusinessId, PersonId, SourceId, StatementId};
use vocab::{Nik, Npwp};

use super::content::Content;
use super::door::Door;
use super::facts::{Believed, Known, Provenance, for_rulebook};
use super::listing::{Listed, listed};
use super::sealing;
use super::state::may_see;
use super::{facts::Believes, refresh};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::Keys;
use crate::permission::{Permission, Role};

/// The page of a business.
#[derive(Debug, Clone)]
pub struct BusinessView {
    /// What lists show.
    pub business: Listed,
    /// What is believed, fact by fact. Personal facts only for those who may see them.
    pub facts: Vec<FactView>,
    /// Everything that was said, newest first, withdrawn statements too.
    pub history: Vec<StatementView>,
    /// The plan of today.
    pub plan: Plan,
    /// The facts the plan was made from.
    pub plan_facts: rulebook::Facts,
    /// What was done to it, newest first; only for those who may see the audit trail.
    pub trail: Vec<trail::Entry>,
    /// Whether personal facts were left out.
    pub personal_hidden: bool,
    /// The owner's account, if there is one; only for those who manage owners' accounts.
    pub owner_account: Option<AccountId>,
}

/// A value to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// In the clear.
    Value(Value),
    /// A sealed number, masked.
    Masked(String),
    /// A NIK that belongs to nobody (serial 0000, which is never issued), masked: sample data, not a person's number.
    Specimen(String),
}

/// A fact that is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct FactView {
    /// Which fact.
    pub fact: Fact,
    /// Its value.
    pub value: Shown,
    /// Where it comes from.
    pub from: From,
    /// Newer statements by worse-ranked doors which say something else.
    pub contested: Vec<(Shown, From)>,
}

/// Where a fact comes from, in names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// Which statement.
    pub statement: StatementId,
    /// Through which door.
    pub door: Door,
    /// From which list.
    pub source: Option<String>,
    /// Who answers for it.
    pub account: Option<String>,
    /// For which day.
    pub stated_on: chrono::NaiveDate,
    /// When written down.
    pub said_at: DateTime<Utc>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementView {
    /// Who, when, through which door.
    pub from: From,
    /// What it says.
    pub facts: Vec<(Fact, Shown)>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Names of sources and accounts, read once for the page.
struct Names {
    sources: HashMap<SourceId, String>,
    accounts: HashMap<AccountId, String>,
}

impl Names {
    fn from(&self, by: &Provenance) -> From {
        From {
            statement: by.statement,
            door: by.door,
            source: by.source.and_then(|id| self.sources.get(&id).cloned()),
            account: by.account.and_then(|id| self.accounts.get(&id).cloned()),
            stated_on: by.stated_on,
            said_at: by.said_at,
        }
    }
}

/// The page of a business.
pub async fn view(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<BusinessView> {
    let mut session = hall.db().read().await?;
    let found = business::find(&mut session, &actor.regency, id).await?;
    let found = found
        .filter(|found| may_see(actor, found))
        .ok_or(Error::NotFound("business"))?;
    let id = found.id;
    let statements = statement::of_business(&mut session, &actor.regency, id).await?;
    let authorities = refresh::authorities(&mut session, &actor.regency).await?;
    let believes = refresh::believe(&statements, &authorities)?;
    let names = names(&mut session, actor, &statements).await?;
    let personal = actor.role == Role::Owner || actor.may(Permission::SeePersonal);
    let masks = if personal {
        masks(hall, &mut session, found.owner, &statements).await?
    } else {
        BTreeMap::new()
    };
    let trail = if actor.may(Permission::SeeAudit) {
        trail::of_subject(
            &mut session,
            &actor.regency,
            &crate::audit::business(id),
            100,
        )
        .await?
    } else {
        Vec::new()
    };
    let owner_account = match found
        .owner
        .filter(|_| actor.may(Permission::ManageOwnerAccounts))
    {
        Some(owner) => account::by_person(&mut session, &actor.regency, owner)
            .await?
            .map(|account| account.id),
        None => None,
    };
    drop(session);
    let page = Page {
        personal,
        masks,
        names,
    };
    let plan_facts = for_rulebook(&believes);
    Ok(BusinessView {
        plan: hall.rulebook().plan(&plan_facts, hall.clock().today()),
        plan_facts: if personal {
            plan_facts
        } else {
            without_personal(plan_facts)
        },
        facts: page.facts(&believes),
        history: page.history(&statements)?,
        personal_hidden: !personal,
        business: listed(hall, found),
        trail,
        owner_account,
    })
}

fn without_personal(mut facts: rulebook::Facts) -> rulebook::Facts {
    for fact in Fact::ALL
        .iter()
        .filter(|fact| fact.is_personal() && **fact != Fact::OwnerName)
    {
        facts.remove(*fact);
    }
    facts
}

async fn names(session: &mut Session, actor: &Actor, statements: &[Statement]) -> Result<Names> {
    let sources = source::all(session, &actor.regency).await?;
    let ids: BTreeSet<AccountId> = statements
        .iter()
        .filter_map(|statement| statement.account)
        .collect();
    let accounts = account::names(session, &ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(Names {
        sources: sources
            .into_iter()
            .map(|(id, source)| (id, source.name))
            .collect(),
        accounts,
    })
}

/// Masked forms of the sealed numbers in some statements: what may be shown without stating a purpose. Numbers that
/// no longer open (the person was erased) are shown as that.
async fn masks(
    hall: &Hall,
    session: &mut Session,
    owner: Option<PersonId>,
    statements: &[Statement],
) -> Result<BTreeMap<String, Shown>> {
    let person = match owner {
        Some(owner) => person::find(session, owner).await?,
        None => None,
    };
    let key = person
        .as_ref()
        .and_then(|person| sealing::data_key(hall.keys(), person).ok());
    let mut masks = BTreeMap::new();
    for statement in statements {
        for (fact, sealed) in Content::parse(&statement.facts)?.sealed {
            let number = key
                .as_ref()
                .and_then(|key| Keys::open_number(key, fact.id(), &sealed).ok());
            masks.insert(
                sealed,
                number.map_or_else(unreadable, |number| mask(fact, &number)),
            );
        }
    }
    Ok(masks)
}

fn unreadable() -> Shown {
    Shown::Masked("…".to_owned())
}

/// First six and last digit, as on a NIK: enough to recognise one's own.
fn mask(fact: Fact, number: &str) -> Shown {
    let known = match fact {
        Fact::OwnerNik => match number.parse::<Nik>() {
            Ok(nik) if nik.is_specimen() => return Shown::Specimen(nik.masked()),
            other => other.ok().map(|nik| nik.masked()),
        },
        Fact::OwnerNpwp => number.parse::<Npwp>().ok().map(|npwp| npwp.masked()),
        _ => None,
    };
    Shown::Masked(known.unwrap_or_else(|| {
        let last = number.chars().count().saturating_sub(1);
        number
            .chars()
            .enumerate()
            .map(|(at, sign)| if at < 5 || at == last { sign } else { '*' })
            .collect()
    }))
}

struct Page {
    personal: bool,
    masks: BTreeMap<String, Shown>,
    names: Names,
}

impl Page {
    /// The owner's name is part of every list, so it is no secret among staff; the rest of what is personal is.
    fn may_show(&self, fact: Fact) -> bool {
        self.personal || !fact.is_personal() || fact == Fact::OwnerName
    }

    fn shown(&self, known: &Known) -> Shown {
        match known {
            Known::Open(value) => Shown::Value(value.clone()),
            Known::Sealed(sealed) => self.masks.get(sealed).cloned().unwrap_or_else(unreadable),
        }
    }

    fn facts(&self, believes: &Believes) -> Vec<FactView> {
        let view = |(fact, believed): (&Fact, &Believed)| FactView {
            fact: *fact,
            value: self.shown(&believed.value),
            from: self.names.from(&believed.by),
            contested: believed
                .contested
                .iter()
                .map(|(value, by)| (self.shown(value), self.names.from(by)))
                .collect(),
        };
        believes
            .iter()
            .filter(|(fact, _)| self.may_show(**fact))
            .map(view)
            .collect()
    }

    fn history(&self, statements: &[Statement]) -> Result<Vec<StatementView>> {
        let none = refresh::Authorities::new();
        let mut views = Vec::with_capacity(statements.len());
        for statement in statements.iter().rev() {
            let said = refresh::said(statement, &none)?;
            let open = said
                .content
                .open
                .iter()
                .map(|(fact, value)| (fact, Shown::Value(value.clone())));
            let sealed = said
                .content
                .sealed
                .iter()
                .map(|(fact, sealed)| (*fact, self.shown(&Known::Sealed(sealed.clone()))));
            views.push(StatementView {
                from: self.names.from(&said.by),
                facts: open
                    .chain(sealed)
                    .filter(|(fact, _)| self.may_show(*fact))
                    .collect(),
                withdrawn_at: statement.withdrawn_at,
            });
        }
        Ok(views)
    }
}
