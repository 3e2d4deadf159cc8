//! Which two records are the same business?.
