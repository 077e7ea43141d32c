import pytest

from devtools import environment


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A checkout with two locks and an empty environment."""
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    for lock in environment.SATISFIED_BY:
        (tmp_path / lock).write_text(f"# {lock}\n")
    return tmp_path


def installed(lock: str) -> None:
    environment.stamp_of(lock).write_text(environment.fingerprint(lock))


def test_nothing_is_installed_in_a_new_environment(house):
    assert not environment.is_installed("requirements.txt")


def test_a_changed_lock_is_installed_again(house):
    installed("requirements.txt")
    assert environment.is_installed("requirements.txt")

    (house / "requirements.txt").write_text("flask==3.1.3\n")

    assert not environment.is_installed("requirements.txt")


def test_without_rights_one_sentence_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        environment.install_venv_package()
