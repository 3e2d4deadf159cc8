//! The census as it is organised: rounds, areas, lists of businesses, sets of answers.

pub mod answer;
pub mod area;
pub mod board;
pub mod form;
pub mod revisit;
pub mod round;
pub mod target;
