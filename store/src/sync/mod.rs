//! What comes from phones: devices, items, conflicts, files on their way.

pub mod conflict;
pub mod device;
pub mod file;
pub mod item;
