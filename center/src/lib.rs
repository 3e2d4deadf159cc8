//! The use cases of each room, in one transaction with their audit entry.
