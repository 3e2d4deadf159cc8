//! Facts about a business and a dated rulebook make a plan.
