//! What was written, counted.

use serde::Serialize;

use super::dirt::Tally;

/// What was written.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest {
    /// Nothing in the files is real; said here for whoever finds them.
    pub(super) note: &'static str,
    pub(super) seed: u64,
    /// Businesses, each counted once.
    pub(super) businesses: u32,
    pub(super) files: Vec<FileReport>,
}

/// One file.
#[derive(Debug, Serialize)]
pub(crate) struct FileReport {
    pub(super) file: String,
    pub(super) layout: &'static str,
    pub(super) encoding: &'static str,
    pub(super) sheets: usize,
    pub(super) rows: u64,
    /// Rows about a business which stands in another file too.
    pub(super) repeated_from_another_file: u64,
    /// Rows about a business which stands in this file twice.
    pub(super) repeated_within: u64,
    /// Rows without a village, or with a NIK or village which no reader can put right: an import must
    /// reject these and no others.
    pub(super) must_reject: u64,
    /// How often each kind of dirt was put in.
    pub(super) dirt: Tally,
}

/// The note within the manifest.
pub(super) const NOTE: &str = "Demonstration data. No person or business in these files exists: \
    every NIK has the serial 0000, which is never issued, telephone numbers begin with the unused \
    0841, and permit numbers are marked by runs of 9.";
