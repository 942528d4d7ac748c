"""The only room that speaks SQL: SQLite by default, PostgreSQL for many replicas."""
