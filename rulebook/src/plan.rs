//! Facts, a rulebook and a day make a plan.

use chrono::NaiveDate;

use crate::condition::{Inputs, Truth};
use crate::fact_set::FactSet;
use crate::facts::Facts;
use crate::risk::Finding;
use crate::rule::{Rule, RuleIndex};
use crate::rulebook::{Links, Rulebook};
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
    /// Whether it is not even known that the rule applies: say "perhaps". Only with `Ask`.
    pub undecided: bool,
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

/// How far a rule is for one business, whether or not it has a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It does not apply, or does not hold on this day.
    Absent,
    /// It is done.
    Done,
    /// It applies, or may apply, and is not known to be done; it has a step.
    Open,
    /// Whether it applies is not known, and the step asks.
    Undecided,
    /// Whether it applies is not known, and another step asks; it has no step.
    Hidden,
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
        let mut planner = Planner {
            inputs,
            standings: Vec::with_capacity(self.rules.len()),
            asked: FactSet::EMPTY,
            askers: Vec::new(),
            hidden_behind: Vec::new(),
        };
        let mut plan = Plan {
            on,
            steps: Vec::with_capacity(self.rules.len()),
            bounds: [0; Stage::ALL.len() + 1],
        };
        let entries = self
            .rules
            .iter()
            .zip(&self.links)
            .zip((0..=u16::MAX).map(RuleIndex));
        for ((rule, links), index) in entries {
            let (standing, state) = planner.judge(index, rule, links);
            planner.standings.push(standing);
            if let Some(state) = state {
                plan.steps.push(Step {
                    rule: index,
                    state,
                    undecided: standing == Standing::Undecided,
                    likely: likely && rule.uses_risk,
                });
                for bound in plan.bounds.iter_mut().skip(rule.stage as usize + 1) {
                    *bound += 1;
                }
            }
        }
        plan
    }
}

/// What is gathered while the rules are gone through in order.
struct Planner<'a> {
    inputs: Inputs<'a>,
    /// One for each rule so far.
    standings: Vec<Standing>,
    /// Every fact that a step so far asks for.
    asked: FactSet,
    /// The steps which ask, and for what.
    askers: Vec<(FactSet, RuleIndex)>,
    /// The hidden rules, and the steps whose answers will decide them.
    hidden_behind: Vec<(RuleIndex, Vec<RuleIndex>)>,
}

impl Planner<'_> {
    fn judge(
        &mut self,
        index: RuleIndex,
        rule: &Rule,
        links: &Links,
    ) -> (Standing, Option<StepState>) {
        if !rule.valid_on(self.inputs.today) {
            return (Standing::Absent, None);
        }
        let others = links.unless.iter().map(|other| self.standing(*other));
        let covered = others
            .clone()
            .any(|it| matches!(it, Standing::Done | Standing::Open));
        let undecided = others.clone().any(|it| it != Standing::Absent);
        let applies = if covered {
            Truth::False
        } else {
            self.inputs.all(&rule.applies_when)
        };
        match applies {
            Truth::False => (Standing::Absent, None),
            // The rule it stands in for is not decided yet; that one's questions decide both.
            _ if undecided => {
                let behind = self.open_among(&links.unless);
                self.hide(index, behind)
            }
            Truth::Unknown => {
                let facts = self.inputs.first_deciding(&rule.applies_when);
                if self.asked.contains_all(facts) {
                    let behind = self.askers_of(facts);
                    return self.hide(index, behind);
                }
                (Standing::Undecided, Some(self.ask(index, facts)))
            }
            Truth::True => self.judge_applying(index, rule, links),
        }
    }

    fn judge_applying(
        &mut self,
        index: RuleIndex,
        rule: &Rule,
        links: &Links,
    ) -> (Standing, Option<StepState>) {
        let state = match self.inputs.all(&rule.done_when) {
            Truth::True => return (Standing::Done, Some(StepState::Done)),
            Truth::Unknown => {
                let facts = self.inputs.first_deciding(&rule.done_when);
                // Each question is put once, by the first step that needs it; later ones wait.
                if self.asked.contains_all(facts) {
                    StepState::Blocked {
                        by: self.askers_of(facts),
                    }
                } else {
                    self.ask(index, facts)
                }
            }
            Truth::False => {
                let by = self.open_among(&links.requires);
                if by.is_empty() {
                    StepState::Next
                } else {
                    StepState::Blocked { by }
                }
            }
        };
        (Standing::Open, Some(state))
    }

    fn standing(&self, rule: RuleIndex) -> Standing {
        self.standings
            .get(usize::from(rule.0))
            .copied()
            .unwrap_or(Standing::Absent)
    }

    fn ask(&mut self, index: RuleIndex, facts: FactSet) -> StepState {
        self.asked = self.asked.union(facts);
        self.askers.push((facts, index));
        StepState::Ask { facts }
    }

    fn hide(&mut self, index: RuleIndex, behind: Vec<RuleIndex>) -> (Standing, Option<StepState>) {
        self.hidden_behind.push((index, behind));
        (Standing::Hidden, None)
    }

    /// The steps which ask for any of these facts.
    fn askers_of(&self, facts: FactSet) -> Vec<RuleIndex> {
        let asks = |(asked, _): &&(FactSet, RuleIndex)| !asked.intersection(facts).is_empty();
        self.askers
            .iter()
            .filter(asks)
            .map(|(_, rule)| *rule)
            .collect()
    }

    /// The open steps among these rules; for a hidden one, the steps that will decide it.
    fn open_among(&self, rules: &[RuleIndex]) -> Vec<RuleIndex> {
        let mut open = Vec::new();
        for rule in rules {
            match self.standing(*rule) {
                Standing::Absent | Standing::Done => {}
                Standing::Open | Standing::Undecided => open.push(*rule),
                Standing::Hidden => {
                    let behind = self.hidden_behind.iter().find(|(hidden, _)| hidden == rule);
                    open.extend(behind.into_iter().flat_map(|(_, behind)| behind));
                }
            }
        }
        open.sort_unstable();
        open.dedup();
        open
    }
}
