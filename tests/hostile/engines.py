"""The mark of a test that PostgreSQL alone minds."""

import pytest

on_postgres = pytest.mark.parametrize(
    "engine_name", [pytest.param("postgresql", marks=pytest.mark.postgres)]
)
