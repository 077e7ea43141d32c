"""Rosters come in, certificates go out."""

from marketplace.training.actions.certificates import certificates_for, issue_certificate

__all__ = ["certificates_for", "issue_certificate"]
