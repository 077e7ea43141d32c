"""What training does when a lower floor announces something."""

from flask import url_for
from sqlalchemy import update

from marketplace.accounts.doors import Door
from marketplace.accounts.models import User
from marketplace.training.actions import certificates_for
from marketplace.training.models import Participant
from marketplace.web.db import db
from marketplace.web.effects import effect


@effect("phone_verified")
def know_participant(user: User) -> None:
    """Whoever proves to own the phone on a roster is that participant."""
    db.session.execute(
        update(Participant)
        .where(Participant.phone == user.phone, Participant.user_id.is_(None))
        .values(user_id=user.id)
    )


@effect("list_doors")
def offer_stalls(user: User, doors: list[Door]) -> None:
    """Every certificate is an invitation to open a stall, already filled in."""
    for certificate in certificates_for(user):
        participant = certificate.participant
        doors.append(
            Door(
                title=f"Sertifikat {certificate.programme.name}",
                note=f"{participant.product or 'Dagangan'} di {participant.rw.full_label}",
                url=url_for("stalls.from_certificate", number=certificate.number),
                icon="certificate",
                posts="Buka lapak",
            )
        )
