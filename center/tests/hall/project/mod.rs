//! The project: sites, plan and budget.

mod budget;
mod programme;
mod sites;
