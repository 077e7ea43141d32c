"""What every template of the site must keep: no inline style or script, our words, icons that exist."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path("templates").rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+=|javascript:|src=\"https?:",
    re.IGNORECASE,
)
NOT_OURS = re.compile(r"\b(Anda|toko|bazaar|submit)\b", re.IGNORECASE)
CODE = re.compile(r'\{%.*?%\}|type="[a-z]+"|<[^>]*>', re.DOTALL)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
ICONS = re.compile(r'\bicon\("([a-z0-9-]+)"')
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', Path("static/img/icons.svg").read_text()))


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_nothing_is_inline(path: Path) -> None:
    assert not INLINE.search(source(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_words_are_plain_and_warm(path: Path) -> None:
    text = CODE.sub(" ", source(path))
    spoken = re.sub(
        r"\{\{.*?\}\}", lambda said: " ".join(re.findall(r"'[^']*'|\"[^\"]*\"", said[0])), text
    )

    assert not re.search(NOT_OURS, spoken)
    assert "!" not in spoken
    assert not EMOJI.search(spoken)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    assert set(ICONS.findall(source(path))) <= SPRITE
