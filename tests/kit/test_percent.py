"""Rates: how they look, how they are read, and that nothing is lost between."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.kit.percent import format_percent, parse_percent


@pytest.mark.parametrize(
    ("basis_points", "words"),
    [(0, "0%"), (1, "0,01%"), (50, "0,5%"), (205, "2,05%"), (250, "2,5%"), (1000, "10%")],
)
def test_a_rate_looks_as_people_write_it(basis_points, words):
    assert format_percent(basis_points) == words


@given(some.integers(0, 99_999))
def test_what_is_shown_is_read_back(basis_points):
    assert parse_percent(format_percent(basis_points)) == basis_points


@pytest.mark.parametrize("typed", ["", "-1", "2,555", "1.000", "dua", "2,", ",5", "2,5,5", "²"])
def test_what_is_no_rate_is_refused(typed):
    with pytest.raises(ValueError, match="not a percentage"):
        parse_percent(typed)
