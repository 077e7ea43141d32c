"""The words of the market are read once a minute by each process, aside, while the older ones answer."""

from threading import Event, Thread

import pytest

from marketplace.search import kept
from tests.counting import statements
from tests.make import make_product


@pytest.fixture
def live(app, monkeypatch):
    """The app as it runs for visitors, with threads that a test can wait for."""
    threads = []

    class Seen(Thread):
        def start(self) -> None:
            threads.append(self)
            super().start()

    monkeypatch.setattr(kept, "Thread", Seen)
    monkeypatch.setitem(app.config, "SEARCH_KEEPS_WORDS", True)
    kept.forget()
    yield threads
    for thread in threads:
        thread.join()
    kept.forget()


def grow_old(app):
    kept.shelf_of(app).read_at -= 2 * kept.SECONDS


def test_under_test_they_are_always_fresh(app):
    assert not kept.current().vocabulary.knows("nastar xyzzy")
    make_product(title="Xyzzy manis")
    assert "xyzzy" in kept.current().vocabulary.frequency


def test_the_first_call_reads_in_seven_statements_and_the_next_asks_nothing(app, live):
    with statements() as first:
        kept.current()
    with statements() as second:
        kept.current()

    assert len(first) <= 7
    assert second == []


def test_after_a_minute_the_old_ones_answer_while_a_thread_reads(app, live):
    old = kept.current()
    make_product(title="Xyzzy manis")
    assert kept.current() is old

    grow_old(app)
    assert kept.current() is old
    live[0].join()

    assert "xyzzy" in kept.current().vocabulary.frequency
    assert len(live) == 1


def test_another_generation_is_read_at_once(app, live, monkeypatch):
    old = kept.current()
    monkeypatch.setattr(kept.chosen_engine(), "generation", lambda: "another")

    assert kept.current() is old
    live[0].join()

    assert kept.current().generation == "another"
    assert len(live) == 1


def test_only_one_thread_reads_and_a_failure_leaves_the_old_ones(app, live, monkeypatch):
    old, going = kept.current(), Event()

    def fail(_generation):
        going.wait(10)
        raise OSError("no database")

    monkeypatch.setattr(kept, "build", fail)
    grow_old(app)
    assert [kept.current() is old for _ in range(3)] == [True] * 3
    going.set()
    live[0].join()

    assert kept.current() is old
    assert len(live) == 1


def test_what_was_forgotten_is_read_anew(app, live):
    old = kept.current()
    kept.forget()
    assert kept.current() is not old
