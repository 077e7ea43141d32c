"""flask user: how the first people get in."""

import pytest

from marketplace.accounts.actions import find_user
from marketplace.accounts.models import AuditEntry
from marketplace.accounts.rules import Role
from marketplace.web.db import db
from tests.make import make_market, make_user

PHONE = "0812-0000-0123"
STORED = "6281200000123"


@pytest.fixture
def flask(app):
    def run(*words):
        answer = app.test_cli_runner().invoke(args=["user", *words])
        db.session.expire_all()
        return answer

    return run


def test_the_first_officer_is_made_on_the_command_line(app, flask):
    answer = flask("create", "Pak Dinas", PHONE, "--password", "tempe mendoan hangat")
    assert answer.exit_code == 0, answer.output
    answer = flask("grant", "city_officer", PHONE)

    assert answer.exit_code == 0, answer.output
    assert find_user(STORED).has(Role.CITY_OFFICER)


def test_a_role_of_a_market_names_the_market(app, flask):
    market = make_market()
    make_user(phone=STORED)

    assert flask("grant", "rw_admin", PHONE).output == "Error: Peran rw_admin perlu --market.\n"
    assert flask("grant", "rw_admin", PHONE, "--market", "tidak-ada").exit_code == 1
    answer = flask("grant", "rw_admin", PHONE, "--market", market.slug)

    assert answer.exit_code == 0, answer.output
    assert find_user(STORED).scopes(Role.RW_ADMIN) == [market.id]


def test_a_role_is_taken_back_and_both_acts_stand_in_the_trail(app, flask):
    make_user(phone=STORED)
    flask("grant", "operator", PHONE)

    assert flask("revoke", "operator", PHONE).exit_code == 0
    assert flask("revoke", "operator", PHONE).exit_code == 1
    assert not find_user(STORED).has(Role.OPERATOR)
    acts = db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["memberi peran", "mencabut peran"]


def test_faults_are_told_in_a_sentence(app, flask):
    make_user(phone=STORED)

    assert "sudah punya akun" in flask("create", "Bu Sari", PHONE).output
    assert "Nomornya kurang angka" in flask("create", "Bu Sari", "0812").output
    assert (
        "mudah ditebak" in flask("create", "A", "0812-0000-0777", "--password", "12345678").output
    )
    assert "Belum ada akun" in flask("grant", "operator", "0812-0000-0888").output
