//! Pages, JSON, sessions and static files.
