//! The papers the hall makes.
