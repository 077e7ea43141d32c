"""What an account shows of stalls: certificates that may become one, and applications that are not decided."""

from flask import url_for

from marketplace.accounts.doors import Door
from marketplace.accounts.models import User
from marketplace.stalls.models import Stall
from marketplace.stalls.queries import applications_of
from marketplace.stalls.rules import StallStatus
from marketplace.training.actions import certificates_for
from marketplace.training.models import Certificate
from marketplace.web.db import db
from marketplace.web.effects import effect


@effect("list_doors")
def open_or_go_on(user: User, doors: list[Door]) -> None:
    """Every certificate is an invitation to open a stall, until there is one."""
    stalls = list(db.session.scalars(applications_of(user).order_by(Stall.id)))
    used = {stall.certificate_id for stall in stalls}
    doors += [invitation(c) for c in certificates_for(user) if c.id not in used]
    doors += [application(s) for s in stalls if s.status is not StallStatus.APPROVED]


def invitation(certificate: Certificate) -> Door:
    participant = certificate.participant
    return Door(
        title=f"Sertifikat {certificate.programme.name}",
        note=f"{participant.product or 'Dagangan'} di {participant.rw.full_label}",
        url=url_for("stalls.from_certificate", number=certificate.number),
        icon="certificate",
        posts="Buka lapak",
    )


def application(stall: Stall) -> Door:
    note = f"{stall.status.label}, {stall.market.name}"
    return Door(stall.name, note, url_for("stalls.show", id=stall.id), "clipboard-list")
