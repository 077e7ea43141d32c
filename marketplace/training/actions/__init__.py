"""Rosters come in, certificates go out. Nothing here commits."""

from marketplace.training.actions.certificates import (
    certificate_by_number,
    certificates_for,
    issue_certificate,
)
from marketplace.training.actions.importing import Report, import_roster

__all__ = [
    "Report",
    "certificate_by_number",
    "certificates_for",
    "import_roster",
    "issue_certificate",
]
