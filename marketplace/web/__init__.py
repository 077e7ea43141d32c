"""Plumbing without domain: database, settings, effects, forms, audience words, senders, errors."""
