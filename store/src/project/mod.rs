//! The project: candidate sites and judgements, tasks, budget.

pub mod budget;
pub mod decision;
pub mod judgement;
pub mod ledger;
pub mod procurement;
pub mod risk;
pub mod setting;
pub mod site;
pub mod task;
