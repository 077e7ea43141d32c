"""What training does when a lower floor announces something."""

from sqlalchemy import update

from marketplace.accounts.models import User
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
