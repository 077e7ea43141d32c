"""Every route says who may come, and means it: the whole site asked by nobody and by the wrong people.

Object by object: two markets, and the people of one ask for the things of the other by every address there is.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from marketplace.orders.queries import COOKIE as GUEST_COOKIE
from tests.addresses import BY_ENDPOINT, addresses, home_of, is_known
from tests.routes import SAFE, any_address, pages_of, rules_of, word_of
from tests.rows import differing, rows_of_all
from tests.world import Side, make_everybody, make_officer, make_side

WORDS = {
    "public",
    "buyer",
    "signed_in",
    "producer",
    "treasurer",
    "rw_admin",
    "city_officer",
    "operator",
    "webhook",
    "api_token",
}
WRITTEN_BY_ANYBODY = {
    "one_time_codes",
    "jobs",
    "sign_in_failures",
}  # a code asked for, a wrong password
SAME_AS_ENDED = {  # what is not ours is answered as what has ended
    "accounts.end_device": 302,
    "checkout.show": 302,
    "checkout.place": 409,
    "checkout.recount": 302,
}
BODY = {
    "one_time_codes",
    "jobs",
    "sign_in_failures",
}  # a code asked for, a wrong password
LEADS_AWAY = {  # the same for a checkout that ended as for one that is not ours
    "checkout.show": "/keranjang",
    "checkout.place": "/keranjang",
    "checkout.recount": "/keranjang",
}
BODY = {
    "alasan": "lain",
    "catatan": "Uji",
    "jumlah": "1",
    "on_hand": "1",
    "pilihan": "terima",
    "nama": "Orang Lain",
    "wa": "0812-0000-0999",
    "total": "1",
    "starts": "10.00",
    "ends": "11.00",
    "weekday": "1",
}


def every_rule(app: Flask) -> list[Rule]:
    return [rule for rule in rules_of(app) if rule.endpoint != "static"]


def test_every_endpoint_says_who_may_come(app) -> None:
    words = {rule.endpoint: word_of(app, rule) for rule in rules_of(app)}

    assert {endpoint: word for endpoint, word in words.items() if word not in WORDS} == {}


def test_every_address_with_an_argument_is_in_the_table(app) -> None:
    rules = every_rule(app)

    assert [f"{rule.endpoint} {rule}" for rule in rules if not is_known(rule)] == []
    assert BY_ENDPOINT.keys() - {rule.endpoint for rule in rules} == set()


def test_forms_are_all_there_is(app) -> None:
    """What a browser without scripts cannot send, no address waits for."""
    odd = [str(rule) for rule in rules_of(app) if not (rule.methods or set()) <= SAFE | {"POST"}]

    assert odd == []


@pytest.fixture
def sides(app) -> tuple[Side, Side]:
    """Ours, whose things are asked for, and theirs, who ask."""
    return make_side("Sanan", "purwantoro", 15), make_side("Merjosari", "merjosari", 3)


def test_nobody_gets_past_the_door(app, client) -> None:
    """Each guarded address leads to signing in or does not exist, and nothing is written."""
    before, let_in = rows_of_all(), []
    for rule in every_rule(app):
        for method in methods_of(rule):
            answer = ask(client, method, any_address(app, rule))
            if not is_refusal(answer, word_of(app, rule)):
                let_in.append(f"{method} {rule}: {answer.status_code}")

    assert let_in == []
    assert differing(before, rows_of_all()) <= WRITTEN_BY_ANYBODY


@dataclass
class Stranger:
    """Somebody who has no business with our things: a browser, desks of their own, words that fit them after all."""

    name: str
    browser: FlaskClient
    homes: list[dict[str, str]]
    may: tuple[str, ...] = ()


@pytest.fixture
def strangers(app, sign_in, sides) -> list[Stranger]:
    ours, theirs = sides
    here, there, people = home_of(ours), home_of(theirs), ours.people
    next_door = {**here, "stall": ours.things["other stall"].slug}
    guest = app.test_client()
    guest.set_cookie(GUEST_COOKIE, theirs.guest_key)
    return [
        Stranger("nobody", app.test_client(), [here]),
        Stranger("a guest", guest, [here]),
        Stranger("everybody of the other market", sign_in(make_everybody(theirs)), [here, there]),
        Stranger("the stall next door", sign_in(people["neighbour"]), [here, next_door]),
        Stranger("our producer", sign_in(people["producer"]), [here], ("producer",)),
        Stranger("our admin", sign_in(people["admin"]), [here], ("rw_admin", "treasurer")),
        Stranger("our treasurer", sign_in(people["treasurer"]), [here], ("treasurer",)),
        Stranger(
            "an officer of the city",
            sign_in(make_officer()),
            [here],
            ("city_officer", "operator"),
        ),
    ]


@pytest.mark.timeout(300)
def test_nobody_reaches_the_things_of_others(app, engine_name, sides, strangers) -> None:
    """Each thing of ours, by each address, at our own desk and at that of whoever asks. On PostgreSQL only the
    two who can do most elsewhere.
    """
    ours, _ = sides
    if engine_name == "postgresql":
        strangers = [one for one in strangers if len(one.homes) > 1]
    reached: list[str] = []
    before = rows_of_all()
    for rule in (rule for rule in every_rule(app) if rule.arguments):
        for stranger in strangers:
            reached += reached_by(app, rule, ours, stranger)
        after = rows_of_all()
        reached += [f"{rule}: {table} changed" for table in differing(before, after)]
        before = after
    reached += told_in_lists(app, ours, strangers)

    assert reached == []


def reached_by(app: Flask, rule: Rule, ours: Side, stranger: Stranger) -> list[str]:
    """What this stranger got of our things by this rule, and should not have."""
    word, found = word_of(app, rule), []
    if word in stranger.may:
        return []
    for home in stranger.homes if rule.endpoint in BY_ENDPOINT else stranger.homes[:1]:
        for path in addresses(app, rule, ours, home):
            for method in methods_of(rule):
                answer = ask(stranger.browser, method, path)
                told = [secret for secret in ours.secrets if secret in answer.text]
                if told or not is_refusal(answer, word, rule.endpoint):
                    found.append(f"{stranger.name}: {method} {path}: {answer.status_code} {told}")
    return found


def told_in_lists(app: Flask, ours: Side, strangers: list[Stranger]) -> list[str]:
    """Pages that everybody has, and the desks of the other market: none tells what is private to us."""
    told = []
    stranger = next(one for one in strangers if len(one.homes) > 1)
    for rule in (rule for rule in pages_of(app) if rule.endpoint not in BY_ENDPOINT):
        page = stranger.browser.get(addresses(app, rule, ours, stranger.homes[-1])[0])
        told += [f"{rule}: {secret}" for secret in ours.secrets if secret in page.text]
    return told


def methods_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def ask(client: FlaskClient, method: str, path: str) -> Any:
    return client.open(path, method=method, data=BODY if method == "POST" else None)


def is_refusal(answer: Any, word: str | None, endpoint: str = "") -> bool:
    """A stranger's answer to a guarded address; an open one only must not break."""
    if word == "public" or (word == "buyer" and not endpoint):
        return answer.status_code < 500
    to_sign_in = answer.status_code == 302 and urlsplit(answer.location).path == "/masuk"
    return to_sign_in or answer.status_code in (403, 404, SAME_AS_ENDED.get(endpoint))
