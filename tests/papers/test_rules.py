"""Numbers, what a correction takes back, how papers add up."""

from dataclasses import replace

import pytest

from marketplace.kit.rupiah import Rupiah
from marketplace.payments.papers.reports import Report, Sums, row_of
from marketplace.payments.papers.rules import (
    Back,
    Facts,
    Kind,
    code_of,
    left_of,
    taken_back,
    year_of,
)
from marketplace.payments.rules import Payee
from tests.papers.test_pages import AT, FACTS


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("purwantoro-rw-15", "PURWANTORO-15/2026/7"),
        ("sukoharjo-batu-rw-05", "SUKOHARJO-BATU-05/2026/7"),
    ],
)
def test_a_number_can_be_said_on_the_phone(slug: str, code: str) -> None:
    assert code_of(slug, 2026, 7) == code


def test_the_year_is_that_of_malang() -> None:
    assert year_of(AT.replace(month=12, day=31, hour=16)) == 2026
    assert year_of(AT.replace(month=12, day=31, hour=17)) == 2027  # midnight in Malang


def test_what_a_paper_says_comes_back_from_the_database_the_same() -> None:
    assert Facts.from_json(FACTS.to_json()) == FACTS
    assert FACTS.adds_up
    assert not replace(FACTS, total=Rupiah(48_001)).adds_up


def test_a_part_corrects_and_the_rest_cancels() -> None:
    kind, first = taken_back(FACTS, [], Back(13_500, "Gosong", fee=338, borne=0))
    assert (kind, first.total, first.turnover, first.fee) == (Kind.CORRECTION, 13_500, 13_500, 338)

    kind, second = taken_back(FACTS, [first], Back(34_500, "Batal", fee=787, borne=0))

    assert (kind, second.total) == (Kind.CANCELLATION, 34_500)
    assert first.turnover + second.turnover == FACTS.turnover
    assert left_of(FACTS, [first, second]) == 0


def test_a_unique_code_goes_back_without_being_corrected() -> None:
    kind, facts = taken_back(FACTS, [], Back(48_123, "Batal", fee=1_125, borne=0))

    assert (kind, facts.total, facts.returned) == (Kind.CANCELLATION, 48_000, 48_123)


def test_a_cancelled_sale_leaves_the_stall_nothing() -> None:
    on_kas = replace(FACTS, borne=FACTS.discount)
    kind, back = taken_back(on_kas, [], Back(48_000, "Batal", fee=1_125, borne=5_000))

    rows = [row_of(AT, "A", Kind.NOTA, on_kas), row_of(AT, "B", kind, back)]

    assert rows[0].sums == Sums(50_000, -5_000, 5_000, 3_000, -1_125)
    assert rows[0].sums.net == 51_875
    assert Report(rows).total.net == 0
    assert Report(rows).orders == 1


def test_a_month_keeps_the_payees_apart() -> None:
    facts = (FACTS, replace(FACTS, payee="treasurer"))
    report = Report([row_of(AT, "A", Kind.NOTA, one) for one in facts])

    assert list(report.by_payee) == [Payee.STALL, Payee.TREASURER]
    assert sum(sums.net for sums in report.by_payee.values()) == report.total.net == 2 * 46_875
