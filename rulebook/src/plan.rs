//! Facts, a rulebook and a day make a plan.

use chrono::NaiveDate;

use crate::condition::{Inputs, Truth};
use crate::fact::FactSet;
use crate::facts::Facts;
use crate::risk::Finding;
use crate::rule::RuleIndex;
use crate::rulebook::Rulebook;
use crate::stage::Stage;

/// The steps between a business and the next class up, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The day for which it was made.
    pub on: NaiveDate,
    /// The steps: by stage, prerequisites first.
    pub steps: Vec<Step>,
    /// Where each stage's steps begin; the last is the number of all steps.
    bounds: [u16; Stage::ALL.len() + 1],
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule it comes from.
    pub rule: RuleIndex,
    /// How far it is.
    pub state: StepState,
    /// Whether an unconfirmed row of the risk table decided here: say "probably", and ask OSS.
    pub likely: bool,
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// It is done, whatever else is open.
    Done,
    /// It can be done now.
    Next,
    /// Other steps come first.
    Blocked {
        /// The steps right before it which are open.
        by: Vec<RuleIndex>,
    },
    /// Whether it applies or is done is not known: tell us these facts.
    Ask {
        /// The unknown facts which decide.
        facts: FactSet,
    },
}

/// How far a rule is for one business, before it is known what comes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It does not apply, or does not hold on this day.
    Absent,
    /// Whether it applies is not known, and the step asks.
    Undecided,
    /// It stands in for another rule which is undecided; that one asks.
    Hidden,
    /// It is done.
    Done,
    /// It applies, or may apply, and is not known to be done.
    Open,
}

impl StepState {
    /// The id used in JSON and the database.
    pub fn id(&self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Next => "next",
            StepState::Blocked { .. } => "blocked",
            StepState::Ask { .. } => "ask",
        }
    }
}

impl Step {
    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.state == StepState::Done
    }

    /// Whether something can be done about it today: a step to take or a question to answer.
    pub fn is_actionable(&self) -> bool {
        matches!(self.state, StepState::Next | StepState::Ask { .. })
    }
}

impl Plan {
    /// The steps of one stage.
    pub fn steps_of(&self, stage: Stage) -> &[Step] {
        let at = stage as usize;
        let bound = |at: usize| self.bounds.get(at).copied().map_or(0, usize::from);
        self.steps.get(bound(at)..bound(at + 1)).unwrap_or_default()
    }

    /// Where the owner stands in a stage: the first step that can be acted on today, or else the
    /// first that waits for one of an earlier stage; `None` if all is done.
    pub fn current(&self, stage: Stage) -> Option<&Step> {
        let steps = self.steps_of(stage);
        let actionable = steps.iter().find(|step| step.is_actionable());
        actionable.or_else(|| steps.iter().find(|step| !step.is_done()))
    }

    /// The first stage that has a step which is not done; `None` if the whole plan is done.
    pub fn stage(&self) -> Option<Stage> {
        Stage::ALL
            .iter()
            .copied()
            .find(|stage| self.current(*stage).is_some())
    }

    /// The step of a rule, if the plan has one.
    pub fn step(&self, rule: RuleIndex) -> Option<&Step> {
        let at = self
            .steps
            .binary_search_by_key(&rule, |step| step.rule)
            .ok()?;
        self.steps.get(at)
    }

    /// Every fact that is asked for anywhere in the plan.
    pub fn asked(&self) -> FactSet {
        self.steps
            .iter()
            .fold(FactSet::EMPTY, |all, step| match step.state {
                StepState::Ask { facts } => all.union(facts),
                _ => all,
            })
    }
}

impl Rulebook {
    /// The plan of a business with these facts on this day. Pure and total: the same facts, rules
    /// and day give the same plan, and there is a plan for every set of facts.
    pub fn plan(&self, facts: &Facts, on: NaiveDate) -> Plan {
        let inputs = Inputs::new(facts, on, &self.kbli, &self.risks);
        let likely = matches!(inputs.risk, Finding::Level { sure: false, .. });
        let mut standings = vec![Standing::Absent; self.rules.len()];
        let mut plan = Plan {
            on,
            steps: Vec::with_capacity(self.rules.len()),
            bounds: [0; Stage::ALL.len() + 1],
        };
        for (at, entry) in self.rules.iter().enumerate() {
            let (standing, state) = self.judge(at, &inputs, &standings);
            if let Some(slot) = standings.get_mut(at) {
                *slot = standing;
            }
            if let (Some(state), Ok(index)) = (state, u16::try_from(at)) {
                let likely = likely && entry.uses_risk;
                plan.steps.push(Step {
                    rule: RuleIndex(index),
                    state,
                    likely,
                });
                for bound in plan.bounds.iter_mut().skip(entry.stage as usize + 1) {
                    *bound += 1;
                }
            }
        }
        plan
    }

    fn judge(
        &self,
        at: usize,
        inputs: &Inputs<'_>,
        standings: &[Standing],
    ) -> (Standing, Option<StepState>) {
        let absent = (Standing::Absent, None);
        let (Some(rule), Some(links)) = (self.rules.get(at), self.links.get(at)) else {
            return absent;
        };
        if !rule.valid_on(inputs.today) {
            return absent;
        }
        // Another rule covers the case, or will once its question is answered.
        let mut hidden = false;
        for other in &links.unless {
            match standing_of(*other, standings) {
                Standing::Absent => {}
                Standing::Undecided | Standing::Hidden => hidden = true,
                Standing::Done | Standing::Open => return absent,
            }
        }
        match inputs.all(&rule.applies_when) {
            Truth::False => return absent,
            _ if hidden => return (Standing::Hidden, None),
            Truth::Unknown => {
                let facts = inputs.first_deciding(&rule.applies_when);
                return (Standing::Undecided, Some(StepState::Ask { facts }));
            }
            Truth::True => {}
        }
        match inputs.all(&rule.done_when) {
            Truth::True => (Standing::Done, Some(StepState::Done)),
            Truth::Unknown => {
                let facts = inputs.first_deciding(&rule.done_when);
                (Standing::Open, Some(StepState::Ask { facts }))
            }
            Truth::False => {
                let mut by = Vec::new();
                self.add_blockers(&links.requires, standings, &mut by);
                let state = if by.is_empty() {
                    StepState::Next
                } else {
                    StepState::Blocked { by }
                };
                (Standing::Open, Some(state))
            }
        }
    }

    /// The open steps among these rules; for a hidden one, the steps that must be answered first.
    fn add_blockers(&self, rules: &[RuleIndex], standings: &[Standing], by: &mut Vec<RuleIndex>) {
        for rule in rules {
            match standing_of(*rule, standings) {
                Standing::Absent | Standing::Done => {}
                Standing::Open | Standing::Undecided => {
                    if !by.contains(rule) {
                        by.push(*rule);
                    }
                }
                Standing::Hidden => {
                    if let Some(links) = self.links.get(usize::from(rule.0)) {
                        self.add_blockers(&links.unless, standings, by);
                    }
                }
            }
        }
    }
}

fn standing_of(rule: RuleIndex, standings: &[Standing]) -> Standing {
    standings
        .get(usize::from(rule.0))
        .copied()
        .unwrap_or(Standing::Absent)
}
