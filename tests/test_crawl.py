"""Every page, as everybody who may see it: nothing breaks, no link is dead, no GET writes, none asks too much."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from marketplace.orders.queries import COOKIE as GUEST_COOKIE
from tests.addresses import addresses, home_of
from tests.crawling import Visitor
from tests.routes import pages_of, word_of
from tests.rows import differing, rows_of_all
from tests.world import Side, make_officer, make_side

OF_WORD = {  # who is at home behind each word
    "public": "nobody",
    "producer": "producer",
    "rw_admin": "admin",
    "treasurer": "treasurer",
    "city_officer": "officer",
    "operator": "officer",
}
OF_FEATURE = {"stalls": "applicant"}
MOST_OF_A_PAGE, MOST_OF_A_DESK = 12, 15  # statements
ROLES = "nobody guest buyer applicant producer treasurer admin officer".split()
NOT_BEGUN = (200, 302)  # a page in the middle of something that this visitor has not begun
LEADS_ON = (200, 302)  # to the only stall or market there is
ALSO = {
    "accounts.contact_code": NOT_BEGUN,
    "accounts.reset": NOT_BEGUN,
    "accounts.sign_in_by_code": NOT_BEGUN,
    "accounts.sign_up_code": NOT_BEGUN,
    "accounts.sign_up_name": NOT_BEGUN,
    "checkout.begin": (302,),
    "desks.admin_home": LEADS_ON,
    "desks.producer_home": LEADS_ON,
    "files.photo": (404,),  # nobody has taken a photo
    "orders.find_code": NOT_BEGUN,
    "stalls.show": LEADS_ON,
}


@pytest.fixture
def side(app) -> Side:
    side = make_side("Sanan", "purwantoro", 15)
    side.people["officer"] = make_officer()
    return side


@pytest.fixture
def visitor(app, side, sign_in):
    """`visitor(role)` gives somebody of this market with a browser."""

    def of(role: str) -> Visitor:
        if role in side.people:
            browser = sign_in(side.people[role])
        else:
            browser = app.test_client()
        if role == "guest":
            browser.set_cookie(GUEST_COOKIE, side.guest_key)
        return Visitor(role, browser, app.config["BASE_URL"])

    return of


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_everybody_can_knock_everywhere_and_go_on_from_where_they_are_at_home(
    app, side, visitor
) -> None:
    visitors = [visitor(role) for role in ROLES]
    before, home = rows_of_all(), home_of(side)
    for who in visitors:
        for rule in pages_of(app):
            for path in addresses(app, rule, side, home):
                who.open(path)
                if who.name in (home_role(app, rule), "guest"):
                    who.follow(who.open(path))

    assert [fault for who in visitors for fault in who.faults] == []
    assert differing(before, rows_of_all()) == set()


def test_whoever_is_at_home_on_a_page_gets_it_for_few_statements(
    app, side, visitor, keep_words
) -> None:
    at_home, faults = {role: visitor(role) for role in ROLES}, []
    home = home_of(side)
    keep_words()
    for rule in pages_of(app):
        who, most = at_home[home_role(app, rule)], most_statements(app, rule)
        for path in addresses(app, rule, side, home):
            visit = who.open(path)
            if visit.answer.status_code not in ALSO.get(rule.endpoint, (200,)):
                faults.append(f"{who.name}: {path} answers {visit.answer.status_code}")
            if visit.is_page and len(visit.sql) > most:
                faults.append(f"{who.name}: {path} asks {len(visit.sql)} times, at most {most}")

    assert faults + [fault for who in at_home.values() for fault in who.faults] == []


def home_role(app: Flask, rule: Rule) -> str:
    """Who is at home on the pages of this rule."""
    by_feature = OF_FEATURE.get(rule.endpoint.split(".")[0])
    return by_feature or OF_WORD.get(word_of(app, rule) or "", "buyer")


def most_statements(app: Flask, rule: Rule) -> int:
    return MOST_OF_A_PAGE if word_of(app, rule) in ("public", "buyer") else MOST_OF_A_DESK
