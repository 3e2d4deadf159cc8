//! What a list is asked for: read from its address, and shown as the selects above it.

use center::registry::{
    find::{Query, Sort, StepFilter},
    palette::{Online, Standing},
};
use chrono::NaiveDate;
use rulebook::{Fact, Rulebook, Stage};
use vocab::{Gazetteer, RegionCode, RegionLevel, SizeClass};

use super::{address::Address, pages::Filter};
use crate::{App, frame::Frame, plan::view::Choice};

/// What cannot be read of an address counts as not asked for: the selects show what is in force.
pub(crate) fn query(app: &App, address: &Address) -> Query {
    let region = |name| {
        address
            .get(name)
            .and_then(|code| code.parse::<RegionCode>().ok())
    };
    let district = region("district").filter(|code| code.level() == RegionLevel::District);
    let village = region("village")
        .filter(|code| code.level() == RegionLevel::Village)
        .filter(|code| district.is_none_or(|district| code.starts_with(&district)));
    let rulebook = app.hall.rulebook();
    let today = app.hall.clock().today();
    Query {
        text: address.get("q").unwrap_or_default().to_owned(),
        region: village.or(district),
        size: address.get("size").and_then(|id| match id {
            "unknown" => Some(None),
            id => SizeClass::ALL
                .into_iter()
                .find(|size| size.as_str() == id)
                .map(Some),
        }),
        stage: address.get("stage").and_then(|id| match id {
            "done" => Some(None),
            id => Stage::from_id(id).map(Some),
        }),
        online: match address.get("online") {
            Some("not") => vec![Online::No, Online::Unknown],
            id => Online::ALL
                .into_iter()
                .filter(|online| Some(online.id()) == id)
                .collect(),
        },
        step: address
            .get("lacks")
            .filter(|rule| rulebook.find(rule, today).is_some())
            .map(|rule| StepFilter {
                rule: rule.to_owned(),
                standings: vec![Standing::Open, Standing::Ask],
            }),
        kbli: address.get("kbli").and_then(|code| code.parse().ok()),
        kind: choice(Fact::ProductKind, address.get("kind")),
        status: choice(Fact::Status, address.get("status")),
        sort: if address.get("sort") == Some("newest") {
            Sort::Newest
        } else {
            Sort::Name
        },
    }
}

fn choice(fact: Fact, id: Option<&str>) -> Option<String> {
    id.filter(|id| fact.choice(id).is_some()).map(str::to_owned)
}

/// How many filters narrow the list, its words not counted.
pub(crate) fn chosen(query: &Query) -> i64 {
    let given = [
        query.region.is_some(),
        query.size.is_some(),
        query.stage.is_some(),
        !query.online.is_empty(),
        query.step.is_some(),
        query.kbli.is_some(),
        query.kind.is_some(),
        query.status.is_some(),
    ];
    given.into_iter().map(i64::from).sum()
}

/// The selects above the list.
pub(crate) fn filters(app: &App, frame: &Frame, address: &Address) -> Vec<Filter> {
    let selects = Selects { frame, address };
    let gazetteer = app.hall.gazetteer();
    let mut filters = vec![selects.one(
        "district",
        "filter-district",
        Selects::districts(app, gazetteer),
    )];
    let district = address
        .get("district")
        .and_then(|code| code.parse::<RegionCode>().ok());
    if let Some(district) = district.filter(|code| code.level() == RegionLevel::District) {
        let villages = places(gazetteer, district, RegionLevel::Village);
        filters.push(selects.one("village", "filter-village", villages));
    }
    filters.push(selects.one("online", "filter-online", selects.online()));
    let lacks = steps(&app.hall.rulebook(), app.hall.clock().today(), frame);
    filters.push(selects.one("lacks", "filter-step", lacks));
    filters.push(selects.one("stage", "filter-stage", selects.stages()));
    filters.push(selects.one("kind", "filter-kind", selects.of_fact(Fact::ProductKind)));
    filters.push(selects.one("size", "filter-size", selects.sizes()));
    filters.push(selects.one("status", "filter-status", selects.of_fact(Fact::Status)));
    let sorts = [("name", "sort-name"), ("newest", "sort-newest")];
    let sorts = sorts.map(|(id, key)| (id.to_owned(), frame.t(key))).into();
    let mut sort = selects.one("sort", "filter-sort", sorts);
    sort.choices.remove(0);
    filters.push(sort);
    filters
}

type Options = Vec<(String, String)>;

struct Selects<'a> {
    frame: &'a Frame,
    address: &'a Address,
}

impl Selects<'_> {
    fn one(&self, name: &'static str, label: &str, options: Options) -> Filter {
        let given = self.address.get(name).unwrap_or_default();
        let any = Choice::new("", self.frame.t("registry-any"));
        let choices = options.into_iter().map(|(id, label)| {
            let chosen = id == given;
            Choice::new(id, label).chosen_if(chosen)
        });
        Filter {
            name,
            label: self.frame.t(label),
            choices: std::iter::once(any).chain(choices).collect(),
        }
    }

    fn districts(app: &App, gazetteer: &Gazetteer) -> Options {
        let regency = app.hall.settings().regency.parse::<RegionCode>();
        regency
            .map(|code| places(gazetteer, code, RegionLevel::District))
            .unwrap_or_default()
    }

    fn online(&self) -> Options {
        [
            ("no", "online-no"),
            ("unknown", "online-unknown"),
            ("not", "online-not"),
            ("yes", "online-yes"),
        ]
        .map(|(id, key)| (id.to_owned(), self.frame.t(key)))
        .into()
    }

    fn stages(&self) -> Options {
        let stages = Stage::ALL.iter();
        let mut options: Options = stages
            .map(|stage| {
                (
                    stage.id().to_owned(),
                    stage.label(self.frame.lang).to_owned(),
                )
            })
            .collect();
        options.push(("done".to_owned(), self.frame.t("stage-all-done")));
        options
    }

    fn sizes(&self) -> Options {
        let sizes = SizeClass::ALL.into_iter();
        let mut options: Options = sizes
            .map(|size| {
                (
                    size.as_str().to_owned(),
                    size.label(self.frame.lang).to_owned(),
                )
            })
            .collect();
        options.push(("unknown".to_owned(), self.frame.t("online-unknown")));
        options
    }

    fn of_fact(&self, fact: Fact) -> Options {
        let ids = fact.choices().iter();
        ids.filter_map(|id| {
            let label = fact.choice_label(fact.choice(id)?, self.frame.lang);
            Some(((*id).to_owned(), label.to_owned()))
        })
        .collect()
    }
}

/// Places at a level, by name.
pub(crate) fn places(gazetteer: &Gazetteer, within: RegionCode, level: RegionLevel) -> Options {
    let mut places: Options = gazetteer
        .within(within, level)
        .map(|place| (place.code.as_str().to_owned(), place.name.to_string()))
        .collect();
    places.sort_by(|one, other| one.1.cmp(&other.1));
    places
}

fn steps(rulebook: &Rulebook, on: NaiveDate, frame: &Frame) -> Options {
    rulebook
        .rules()
        .filter(|(_, rule)| rule.valid_on(on))
        .map(|(_, rule)| (rule.id.clone(), rule.title.get(frame.lang).to_owned()))
        .collect()
}
