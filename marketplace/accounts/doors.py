"""What an account opens: desks and offers, named by the floors above through the effect `list_doors`."""

from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.web.effects import bring_about


@dataclass(frozen=True)
class Door:
    """One row of "Milikmu": a link, or a button that posts when `posts` says what is written on it."""

    title: str
    note: str
    url: str
    icon: str
    posts: str = ""


def doors_of(user: User) -> list[Door]:
    """In the order of the floors: certificates, stalls, markets."""
    doors: list[Door] = []
    bring_about("list_doors", user, doors)
    return doors
