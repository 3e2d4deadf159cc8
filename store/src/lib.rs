//! The database: entities, migrations and queries on SQLite and PostgreSQL.
