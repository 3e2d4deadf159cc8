pub(crate) mod branch;
pub(crate) mod interchange;
pub(crate) mod lagrange;
pub(crate) mod problem;
