//! The page of one business: plan, facts with their sources, history.

use axum::extract::{Path, State};
use center::{
    Permission, Role,
    registry::{
        linking::{self, merge},
        view::{self, BusinessView, FactView, From, Shown, StatementView},
    },
};
use rulebook::{Fact, Value};
use vocab::{BusinessId, PhoneNumber};

use super::{
    groups,
    list::{name, online, place},
    pages::{BusinessPage, Contested, Entry, FactLine, Group, Merged, Tag},
    presence,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    licensing::doors,
    page::{Answer, page},
    plan::{
        build::{Answers, Ground},
        view::{Choice, Known, PlanView},
    },
};

/// `GET /registry/{business}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen = view::view(&app.hall, &frame.actor, id).await?;
    let may_state = frame.may(Permission::StateFacts) || frame.may(Permission::StateOwnFacts);
    let answers = if may_state {
        Answers::Posted {
            to: format!("/plan/{id}/answer"),
            form: format!("/registry/{id}/facts"),
        }
    } else {
        Answers::None
    };
    let id = seen.business.id;
    let merges = if frame.may(Permission::Merge) {
        merge::of_business(&app.hall, &frame.actor, id).await?
    } else {
        Vec::new()
    };
    let evidence = linking::presence(&app.hall, &frame.actor, id).await?;
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &seen.plan_facts,
        on: seen.plan.on,
        lang: frame.lang,
    };
    let words = Words {
        app: &app,
        frame: &frame,
    };
    let mut plan = ground.view(&seen.plan, &answers);
    if may_state {
        doors::put(&app, &frame, id, &seen.plan_facts, &mut plan).await?;
    }
    page(&BusinessPage {
        f: &frame,
        id: id.to_string(),
        staff: frame.actor.role != Role::Owner,
        name: name(&frame, &seen.business),
        owner: seen.business.owner_name.clone().unwrap_or_default(),
        place: place(&seen.business),
        tags: tags(&frame, &seen),
        whatsapp: whatsapp(&frame, &seen),
        plan: PlanView {
            for_staff: frame.actor.role != Role::Owner,
            ..plan
        },
        channels: presence::channels(&words, &seen, &evidence),
        registers: presence::registers(&words, &evidence),
        may_merge: frame.may(Permission::Merge),
        merges: merges
            .iter()
            .map(|one| Merged {
                id: one.id.to_string(),
                when: frame.moment(&one.merged_at),
            })
            .collect(),
        groups: words.groups(&seen),
        missing: missing(&frame, &seen),
        may_state,
        may_unmask: frame.may(Permission::Unmask),
        may_withdraw: frame.may(Permission::WithdrawStatement),
        personal_hidden: seen.personal_hidden,
        account_href: seen
            .owner_account
            .map(|account| format!("/people/{account}")),
        may_make_account: frame.may(Permission::ManageOwnerAccounts)
            && seen.owner_account.is_none()
            && seen.business.owner.is_some(),
        phone: phone(&seen)
            .map(|phone| phone.national())
            .unwrap_or_default(),
        history: seen
            .history
            .iter()
            .map(|entry| words.entry(entry))
            .collect(),
    })
}

fn tags(frame: &Frame, seen: &BusinessView) -> Vec<Tag> {
    let (online, tone) = online(frame, seen.business.online);
    let mut tags = vec![Tag { tone, text: online }];
    if let Some(size) = seen.business.size {
        tags.insert(
            0,
            Tag {
                tone: "",
                text: size.label(frame.lang).to_owned(),
            },
        );
    }
    let status = seen
        .business
        .status
        .as_deref()
        .filter(|status| *status != "active");
    if let Some(choice) = status.and_then(|status| Fact::Status.choice(status)) {
        let text = Fact::Status.choice_label(choice, frame.lang).to_owned();
        tags.push(Tag { tone: "bad", text });
    }
    tags
}

fn phone(seen: &BusinessView) -> Option<PhoneNumber> {
    let fact = seen
        .facts
        .iter()
        .find(|fact| fact.fact == Fact::OwnerPhone)?;
    let Shown::Value(Value::Text(number)) = &fact.value else {
        return None;
    };
    number.parse().ok()
}

fn whatsapp(frame: &Frame, seen: &BusinessView) -> Option<String> {
    let staff = frame.may(Permission::StateFacts);
    phone(seen).filter(|_| staff)?.whatsapp_link("")
}

/// Facts nobody has told yet, for the select below the tables.
fn missing(frame: &Frame, seen: &BusinessView) -> Vec<Choice> {
    groups::headings()
        .into_iter()
        .flat_map(|heading| heading.facts)
        .filter(|fact| !seen.facts.iter().any(|known| known.fact == *fact))
        .map(|fact| Choice::new(fact.id(), fact.label(frame.lang)))
        .collect()
}

/// The page's words for facts and where they come from.
pub(crate) struct Words<'a> {
    pub(crate) app: &'a App,
    pub(crate) frame: &'a Frame,
}

impl Words<'_> {
    fn groups(&self, seen: &BusinessView) -> Vec<Group> {
        groups::headings()
            .into_iter()
            .filter_map(|heading| {
                let facts: Vec<FactLine> = heading
                    .facts
                    .iter()
                    .filter_map(|fact| seen.facts.iter().find(|known| known.fact == *fact))
                    .map(|fact| self.line(fact))
                    .collect();
                let label = self.frame.t(heading.key);
                (!facts.is_empty()).then_some(Group { label, facts })
            })
            .collect()
    }

    fn line(&self, known: &FactView) -> FactLine {
        let contested = known.contested.iter().map(|(value, from)| Contested {
            value: self.value(known.fact, value),
            from: self.from(from),
        });
        FactLine {
            id: known.fact.id(),
            label: known.fact.label(self.frame.lang).to_owned(),
            value: self.value(known.fact, &known.value),
            from: self.from(&known.from),
            sealed: known.fact.is_sealed(),
            contested: contested.collect(),
        }
    }

    pub(crate) fn value(&self, fact: Fact, shown: &Shown) -> String {
        match shown {
            Shown::Value(value) => in_words(self.app, self.frame, fact, value),
            Shown::Masked(masked) => masked.clone(),
            Shown::Specimen(masked) => self.frame.t1("registry-specimen", "number", masked),
        }
    }

    /// `Sensus, 3 Maret 2026 (Pendataan Weleri, Siti)`.
    pub(super) fn from(&self, from: &From) -> String {
        let day = self.frame.date(&from.stated_on);
        let door = from.door.label(self.frame.lang);
        let names = [from.source.as_deref(), from.account.as_deref()];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        if names.is_empty() {
            format!("{door}, {day}")
        } else {
            format!("{door}, {day} ({})", names.join(", "))
        }
    }

    fn entry(&self, said: &StatementView) -> Entry {
        let facts = said.facts.iter().map(|(fact, shown)| Known {
            label: fact.label(self.frame.lang).to_owned(),
            value: self.value(*fact, shown),
        });
        Entry {
            id: said.from.statement.to_string(),
            when: self.frame.moment(&said.from.said_at),
            from: self.from(&said.from),
            withdrawn: said.withdrawn_at.is_some(),
            facts: facts.collect(),
        }
    }
}

/// A value as people say it; a region by its name.
pub(crate) fn in_words(app: &App, frame: &Frame, fact: Fact, value: &Value) -> String {
    match value {
        Value::Region(code) => {
            let gazetteer = app.hall.gazetteer();
            let above = code.parent().and_then(|above| gazetteer.name(&above));
            match (gazetteer.name(code), above) {
                (Some(name), Some(above)) => format!("{name}, {above}"),
                (Some(name), None) => name.to_owned(),
                (None, _) => code.to_string(),
            }
        }
        Value::Kbli(code) => app.hall.rulebook().kbli().find(*code).map_or_else(
            || code.to_string(),
            |known| format!("{} ({code})", known.title.get(frame.lang)),
        ),
        value => value.display(fact, frame.lang),
    }
}
