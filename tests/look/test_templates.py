"""What every template of the site must keep: no inline style or script, our words, icons that exist."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

TEMPLATES = sorted(Path("templates").rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+=|javascript:|src=\"https?:",
    re.IGNORECASE,
)
NOT_OURS = re.compile(r"\b(Anda|toko|bazaar|submit)\b", re.IGNORECASE)
CODE = re.compile(r'\{%.*?%\}|type="[a-z]+"|<[^>]*>', re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
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
    text = spoken(source(path))

    assert not NOT_OURS.search(text)
    assert "!" not in text
    assert not EMOJI.search(text)


def spoken(template: str) -> str:
    """What a visitor may read: text between tags, and quoted words inside expressions that are no name."""
    return EXPRESSION.sub(quoted_words, CODE.sub(" ", template))


def quoted_words(expression: re.Match[str]) -> str:
    quoted = (single or double for single, double in QUOTED.findall(expression[0]))
    return " ".join(words for words in quoted if " " in words.strip() or words[:1].isupper())


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    assert set(ICONS.findall(source(path))) <= SPRITE


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_macro_asked_for_is_there(path: Path, look: Flask) -> None:
    for asked in look.jinja_env.parse(path.read_text()).find_all(nodes.FromImport):
        offered = look.jinja_env.get_template(asked.template.value).module
        for name in asked.names:
            assert hasattr(offered, name if isinstance(name, str) else name[0]), name
