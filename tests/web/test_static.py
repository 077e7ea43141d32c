"""Static files: an address for each content, kept for a year, and never a file that is not there."""

import hashlib
import os
from pathlib import Path

import pytest

from marketplace.web.static import static_url

CSS = "css/pasar.css"


@pytest.fixture
def here(app):
    with app.test_request_context():
        yield app


def test_the_address_carries_the_hash_of_the_content(here) -> None:
    content = (Path(here.static_folder) / CSS).read_bytes()

    assert static_url(CSS) == f"/static/{CSS}?v={hashlib.sha256(content).hexdigest()[:10]}"


def test_a_changed_file_has_another_address(here, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(here, "static_folder", str(tmp_path))
    file = tmp_path / "a.css"
    addresses = []
    for seconds, content in enumerate(("a{}", "b{}"), start=1):
        file.write_text(content)
        os.utime(file, (seconds, seconds))
        addresses.append(static_url("a.css"))

    assert addresses[0] != addresses[1]


def test_a_name_that_is_not_there_is_a_mistake(here) -> None:
    with pytest.raises(FileNotFoundError):
        static_url("css/tidak-ada.css")


def test_a_file_with_its_hash_is_kept_for_a_year(client, here) -> None:
    kept = client.get(static_url(CSS))
    plain = client.get(f"/static/{CSS}")

    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in kept.headers


@pytest.mark.parametrize(
    "path", ["../wsgi.py", "%2e%2e/wsgi.py", "css/../../wsgi.py", "//etc/passwd"]
)
def test_nothing_outside_the_folder_is_given(client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code in (308, 404)
