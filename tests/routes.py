"""What the enumerating tests walk over: every rule of the site, with values for its arguments."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from marketplace.web.audience import audience_of

SAFE = {"GET", "HEAD", "OPTIONS"}


def rules_of(app: Flask) -> list[Rule]:
    """Every rule of the site, ordered by address."""
    return sorted(app.url_map.iter_rules(), key=str)


def pages_of(app: Flask) -> list[Rule]:
    """Rules that answer GET with something of ours."""
    return [r for r in rules_of(app) if "GET" in (r.methods or ()) and r.endpoint != "static"]


def unsafe_of(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with each of its methods that may change something."""
    for rule in rules_of(app):
        for method in sorted((rule.methods or set()) - SAFE):
            yield rule, method


def word_of(app: Flask, rule: Rule) -> str | None:
    return audience_of(app, rule.endpoint)


def any_address(app: Flask, rule: Rule) -> str:
    """An address that fits the rule, whatever it may lead to."""
    converters = rule._converters
    values = {name: any_value(converters[name]) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def any_value(converter: BaseConverter) -> int | str:
    """One of the words a choice allows; else a number, which fits every other kind of argument."""
    return min(converter.items) if isinstance(converter, AnyConverter) else 1
