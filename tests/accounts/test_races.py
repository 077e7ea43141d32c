"""Many at once: limits hold across threads, as they do across processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from marketplace.accounts import passwords
from marketplace.accounts.actions import Taken, TooMany, ask_code, check_code, create_user
from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.rules import Purpose
from marketplace.web.db import db

PHONE = "6281200000123"


def at_once(app, count: int, do: Callable[[int], object]) -> list[object]:
    """Each in a context of its own, as requests of different visitors are."""

    def one(n: int) -> object:
        with app.app_context():
            return do(n)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def ask(n: int) -> bool:
    try:
        ask_code(Purpose.FIND_ORDERS, PHONE, device="a", network=f"203.0.113.{n}")
    except TooMany:
        return False
    db.session.commit()
    return True


def test_twelve_who_ask_at_once_get_five_codes(app):
    answers = at_once(app, 12, ask)

    assert sorted(answers) == [False] * 7 + [True] * 5


def test_twelve_wrong_tries_at_once_count_as_five_and_kill_the_code(app, inbox):
    ask(0)
    code = inbox.code()

    def guess(n: int) -> bool:
        wrong = f"{(int(code) + n + 1) % 1_000_000:06}"
        right = check_code(Purpose.FIND_ORDERS, PHONE, wrong, device="a")
        db.session.commit()
        return right

    assert not any(at_once(app, 12, guess))
    assert db.session.scalar(db.select(OneTimeCode.tries)) == 5
    assert not check_code(Purpose.FIND_ORDERS, PHONE, code, device="a")


def test_a_code_answered_twice_at_once_is_right_once(app, inbox):
    ask(0)
    code = inbox.code()

    def answer(_n: int) -> bool:
        right = check_code(Purpose.FIND_ORDERS, PHONE, code, device="a")
        db.session.commit()
        return right

    assert sorted(at_once(app, 6, answer)) == [False] * 5 + [True]


def test_a_number_proved_in_two_tabs_makes_one_person(app):
    def sign_up(n: int) -> bool:
        try:
            create_user(f"Bu Sari {n}", phone=PHONE)
        except Taken:
            return False
        db.session.commit()
        return True

    assert sorted(at_once(app, 6, sign_up)) == [False] * 5 + [True]
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


def test_two_passwords_are_hashed_at_a_time_at_most(app, monkeypatch):
    running, most, counting = [0], [0], Lock()

    class Counting:
        def hash(self, typed: str) -> str:
            with counting:
                running[0] += 1
                most[0] = max(most[0], running[0])
            answer = real.hash(typed)
            with counting:
                running[0] -= 1
            return answer

    real = passwords.hasher
    monkeypatch.setattr(passwords, "hasher", Counting())

    at_once(app, 8, lambda n: passwords.hash_password(f"kata sandi {n}"))

    assert most[0] <= 2
