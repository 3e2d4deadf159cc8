//! Telling how far the work has come.

/// The parts of the work, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Normal forms and counts.
    Prepare,
    /// Finding pairs worth comparing.
    Candidates,
    /// Comparing them.
    Compare,
    /// Learning weights.
    Learn,
    /// Deciding.
    Decide,
}

/// Told the stage, how much of it is done and of how much in all; called from many threads.
pub type Progress<'p> = &'p (dyn Fn(Stage, u64, u64) + Sync);

/// Tells nobody.
pub fn silent(_: Stage, _: u64, _: u64) {}
