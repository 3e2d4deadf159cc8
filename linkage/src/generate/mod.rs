//! Seeded lists with known truth.
