"""People: users, sessions, grants, one-time codes, the audit trail."""
