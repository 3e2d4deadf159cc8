//! The room `mentoring`: who accompanies whom, what was found, agreed, done and reached.

pub mod assessment;
pub mod engagement;
pub mod figure;
pub mod mentor;
pub mod neglect;
pub mod proposal;
pub mod training;
pub mod visit;
