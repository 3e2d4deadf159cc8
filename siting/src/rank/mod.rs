//! Ranking of candidate sites by many criteria, with reasons which hold in front of a council.
//!
//! Weights come from pairwise judgements of several people, three methods score side by side,
//! rules exclude what no score may outweigh, and the result says how sure it is.

pub mod ahp;
mod criteria;
mod error;
mod flip;
mod outcome;
mod robust;
mod score;
mod sites;
mod weights;

pub use criteria::{
    Comparison, Criteria, Criterion, Direction, Exclusion, Judge, Missing, Normalisation, Ratio,
    Text, Uncertainty, Undecided,
};
pub use error::RankError;
pub use flip::{Shift, Single, shifts, singles};
pub use outcome::{Minority, Outcome, Ranked, rank};
pub use robust::{METHODS, Robustness};
pub use score::{Figures, Grid, compromise, places};
pub use sites::{Excluded, Field, Imputed, Site};
pub use weights::{Group, Tree, Voice};
