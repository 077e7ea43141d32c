"""The outbox table and the worker; handlers are registered from above, by name."""
