//! Papers that the hall makes for a case: the receipt, the letter for a mark, what an owner declares, the summary of an
//! SPP-IRT application, the label. Each says what must be filled in; what is known is filled in already. A paper is made
//! anew from the case each time it is asked for, and who took it is noted.

mod compose;
mod fields;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use documents::Order;
use documents::label::Draft;
use documents::office::Office;
use rulebook::Facts;
use serde_json::json;
use store::Session;
use store::licensing::case::{self as kept, Case};
use store::licensing::document::{self, Document};
use store::licensing::paper;
use store::people::person;
use store::registry::business;
use vocab::id::CaseId;

pub use fields::{Asked, Shape};

use super::act::{state_of, subject};
use super::case::State;
use super::error::LicensingError;
use super::open::facts_of;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::label;
use crate::registry::listing::{Listed, listed};
use crate::registry::state::may_see;

vocab::words! {
    /// A paper.
    CasePaper {
        /// That the case was taken in, and how to see where it stands.
        Receipt = "receipt", "Tanda terima", "Receipt";
        /// The office's letter with which a mark costs less.
        MarkLetter = "mark_letter", "Surat rekomendasi merek", "Letter for the mark";
        /// What a producer declares for halal.
        HalalDeclaration = "halal_declaration", "Pernyataan halal (self-declare)", "Halal declaration";
        /// The promise about the surroundings.
        Sppl = "sppl", "Surat pernyataan lingkungan (SPPL)", "Environmental statement (SPPL)";
        /// What an SPP-IRT application asks.
        Pirt = "pirt", "Ringkasan permohonan SPP-IRT", "Summary of the SPP-IRT application";
        /// The label of the product.
        Label = "label", "Label produk", "Label of the product";
    }
}

/// What is filled in, by the name of the field.
pub type Filled = BTreeMap<String, String>;

impl CasePaper {
    /// The papers of a permit.
    pub fn of(permit: &str) -> Vec<Self> {
        let own: &[Self] = match permit {
            "merek_letter" | "merek" | "merek_regular" => &[Self::MarkLetter],
            "halal_self_declare" => &[Self::HalalDeclaration, Self::Label],
            "halal_regular" | "halal_larger" | "bpom_md" => &[Self::Label],
            "spp_irt" | "spp_irt_renewal" => &[Self::Pirt, Self::Label],
            "sppl" => &[Self::Sppl],
            _ => &[],
        };
        [&[Self::Receipt], own].concat()
    }

    /// What must be filled in, or may.
    pub fn asked(self) -> &'static [Asked] {
        fields::of(self)
    }

    /// Whether it is the office's word and not the owner's.
    pub const fn is_the_offices(self) -> bool {
        matches!(self, Self::MarkLetter)
    }

    /// Whether the office's head stands on it.
    const fn bears_the_office(self) -> bool {
        matches!(self, Self::MarkLetter | Self::Receipt)
    }
}

/// A paper as the page of its case offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Which.
    pub paper: CasePaper,
    /// Whether it can be taken now.
    pub ready: bool,
    /// Whether the actor fills it in.
    pub may_fill: bool,
}

/// A paper with what is filled in.
#[derive(Debug, Clone)]
pub struct PaperView {
    /// How it is offered.
    pub offered: Offered,
    /// What is filled in, or known.
    pub filled: Filled,
    /// The business.
    pub business: String,
    /// Id of the permit's rule.
    pub permit: String,
}

/// What goes to the press.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// A paper that is ready to be printed.
    Sheet(Box<Order>),
    /// A label, which the press lays out to its size.
    Label(Box<Draft>),
}

/// A case with everything that its papers say.
struct Material {
    case: Case,
    state: State,
    listed: Listed,
    facts: Facts,
    owner: Option<person::Person>,
    documents: Vec<Document>,
    label: Option<Draft>,
    kept: BTreeMap<String, Filled>,
    today: NaiveDate,
}

async fn gather(hall: &Hall, session: &mut Session, actor: &Actor, id: CaseId) -> Result<Material> {
    // Papers show personal data: the owner's own, or that of owners for those who see such data.
    if !actor.may(Permission::SeePersonal) && !actor.may(Permission::SeeOwnBusiness) {
        return Err(Error::NotFound("case"));
    }
    let regency = actor.regency.as_str();
    let case = kept::find(session, regency, id).await?;
    let case = case.ok_or(Error::NotFound("case"))?;
    let found = business::find(session, regency, case.business).await?;
    let business = found
        .filter(|found| may_see(actor, found))
        .ok_or(Error::NotFound("case"))?;
    let facts = facts_of(session, regency, business.id).await?;
    let owner = match business.owner {
        Some(owner) => person::find(session, owner).await?,
        None => None,
    };
    let labels = label::of(session, regency, business.id).await?;
    let kept = paper::of_case(session, regency, id).await?;
    let kept = kept.into_iter().map(|(paper, filled)| {
        let filled: Filled = serde_json::from_str(&filled).unwrap_or_default();
        (paper, filled)
    });
    Ok(Material {
        state: state_of(&case)?,
        documents: document::of_case(session, regency, id).await?,
        label: label_for(&case.product, labels),
        kept: kept.collect(),
        listed: listed(hall, business),
        today: hall.clock().today(),
        facts,
        owner,
        case,
    })
}

/// The label of the case's product; a case that names none takes the only one there is.
fn label_for(product: &str, mut labels: Vec<(String, Draft)>) -> Option<Draft> {
    if product.is_empty() && labels.len() == 1 {
        return labels.pop().map(|(_, draft)| draft);
    }
    let wanted = product.to_lowercase();
    let mut labels = labels.into_iter();
    labels
        .find(|(name, _)| name.to_lowercase() == wanted)
        .map(|(_, draft)| draft)
}

impl Material {
    /// What is filled in for a paper; where nothing is, what is known.
    fn filled(&self, paper: CasePaper) -> Filled {
        let kept = self.kept.get(paper.id());
        kept.cloned()
            .unwrap_or_else(|| fields::known(paper, &self.facts, &self.listed, self.label.as_ref()))
    }

    fn offered(&self, paper: CasePaper, actor: &Actor, office: Option<&Office>) -> Offered {
        let may_state = actor.may(Permission::OpenCases);
        let filled = fields::missing(paper, &self.filled(paper)).is_empty();
        let may_fill = !paper.asked().is_empty()
            && !self.state.is_closed()
            && if paper.is_the_offices() {
                actor.may(Permission::WorkCases)
            } else {
                may_state
            };
        let issued = !paper.is_the_offices()
            || actor.may(Permission::WorkCases)
            || self.state == State::Issued;
        Offered {
            ready: filled
                && issued
                && (paper != CasePaper::Label || self.label.is_some())
                && (!paper.bears_the_office() || office.is_some()),
            paper,
            may_fill,
        }
    }
}

/// The papers of a case, as its page offers them.
pub async fn offered(
    hall: &Hall,
    actor: &Actor,
    office: Option<&Office>,
    id: CaseId,
) -> Result<Vec<Offered>> {
    let mut session = hall.db().read().await?;
    let material = match gather(hall, &mut session, actor, id).await {
        Ok(material) => material,
        // Whoever sees no personal data sees no papers.
        Err(Error::NotFound(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let papers = CasePaper::of(&material.case.permit).into_iter();
    Ok(papers
        .map(|paper| material.offered(paper, actor, office))
        .collect())
}

/// A paper with what is filled in, for its form.
pub async fn view(
    hall: &Hall,
    actor: &Actor,
    office: Option<&Office>,
    id: CaseId,
    paper: CasePaper,
) -> Result<PaperView> {
    let mut session = hall.db().read().await?;
    let material = gather(hall, &mut session, actor, id).await?;
    must_belong(&material.case, paper)?;
    Ok(PaperView {
        offered: material.offered(paper, actor, office),
        filled: material.filled(paper),
        business: material.listed.name,
        permit: material.case.permit,
    })
}

fn must_belong(case: &Case, paper: CasePaper) -> Result<()> {
    if CasePaper::of(&case.permit).contains(&paper) {
        Ok(())
    } else {
        Err(Error::NotFound("paper"))
    }
}

/// Keeps what was filled in. It may be incomplete; the paper is made once it is not.
pub async fn fill(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    paper: CasePaper,
    given: &Filled,
) -> Result<()> {
    actor.must(if paper.is_the_offices() {
        Permission::WorkCases
    } else {
        Permission::OpenCases
    })?;
    let mut tx = hall.db().write().await?;
    let material = gather(hall, &mut tx, actor, id).await?;
    must_belong(&material.case, paper)?;
    if material.state.is_closed() {
        return Err(LicensingError::NotNow {
            state: material.state.label(vocab::Lang::Id).to_owned(),
        }
        .into());
    }
    let filled = fields::clean(paper, given)?;
    let text = serde_json::to_string(&filled).unwrap_or_default();
    let now = hall.clock().now();
    let regency = &actor.regency;
    paper::put(&mut tx, regency, id, paper.id(), &text, actor.account, now).await?;
    let detail = json!({ "paper": paper.id() });
    audit::record(hall, &mut tx, actor, "paper.filled", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

/// Gives a paper to the press, for somebody who may have it. That it was taken is in the trail before it is printed.
pub async fn give(
    hall: &Hall,
    actor: &Actor,
    office: Option<&Office>,
    id: CaseId,
    paper: CasePaper,
) -> Result<Work> {
    let mut tx = hall.db().write().await?;
    let material = gather(hall, &mut tx, actor, id).await?;
    must_belong(&material.case, paper)?;
    let offered = material.offered(paper, actor, office);
    if !offered.ready {
        let unfilled = !fields::missing(paper, &material.filled(paper)).is_empty();
        return Err(if unfilled || paper == CasePaper::Label {
            LicensingError::PaperUnfilled
        } else if paper.bears_the_office() && office.is_none() {
            LicensingError::NoOffice
        } else {
            LicensingError::PaperNotYet
        }
        .into());
    }
    let work = compose::work(hall, &material, paper, office)?;
    let detail = json!({ "paper": paper.id() });
    audit::record(hall, &mut tx, actor, "paper.given", &subject(id), detail).await?;
    tx.commit().await?;
    Ok(work)
}

/// Orders a paper.
fn sheet<P: documents::Paper>(paper: &P) -> Work {
    Work::Sheet(Box::new(Order::of(paper)))
}
