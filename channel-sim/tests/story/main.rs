//! The connectors against the simulator, over real HTTP on loopback, in both directions.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may stop it"
)]

mod converge;
mod food;
mod hall;
mod shops;
