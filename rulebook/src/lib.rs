//! Facts about a business and a dated rulebook make a plan.
//!
//! ```text
//! plan(facts about a business, rulebook, date) -> Plan
//! ```
//!
//! Rules are data files (`rulebook/rules/`), not code: each says for whom it holds, when its step is
//! done, what comes before it, why it matters, how to do it, and which law says so. The engine is
//! pure and total; what is not known is asked for, never guessed.

mod arrange;
mod changes;
mod condition;
mod dictionary;
mod explain;
mod fact;
mod fact_error;
mod fact_set;
mod facts;
mod finder;
mod kbli;
mod load;
mod plan;
mod reader;
pub mod render;
mod risk;
mod rule;
mod rulebook;
mod stage;
mod text;
mod value;

pub use changes::Change;
pub use condition::Truth;
pub use dictionary::Dictionary;
pub use explain::{Explanation, Known, Reason};
pub use fact::{ChoiceId, Fact, Kind, Number};
pub use fact_error::{FactError, Flaw, LONGEST_TEXT, UnknownFact};
pub use fact_set::FactSet;
pub use facts::{Facts, FactsError, Written};
pub use finder::{
    Found, ReferenceError, ReferenceList, ReferenceRow, RequiredStep, Requirements, RiskLine,
};
pub use kbli::{Activity, KbliTable};
pub use plan::{Plan, Step, StepState};
pub use risk::{Finding, RiskRow, RiskTable};
pub use rule::{Cost, Rule, RuleIndex, Source};
pub use rulebook::Rulebook;
pub use stage::{Certainty, Duty, Risk, Stage};
pub use text::Text;
pub use value::Value;
pub use vocab::{Problem, Problems};
