"""Pasar RW: the online market of every RW of a city."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace.web import audience, errors, headers, keeping, origin, static, words
from marketplace.web import db as database
from marketplace.web.settings import read_settings

FLOORS = (
    "web jobs accounts regions training stalls catalogue search cart orders ledger payments "
    "checkout reviews shop desks site demo"
).split()
ROOMS = "models effects jobs wiring views commands".split()


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """The application. `config` replaces what the environment says (tests). Raises BadSettings."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(read_settings() if config is None else config)
    app.config["DATA"].mkdir(parents=True, exist_ok=True)
    trust_proxies(app, app.config["TRUSTED_PROXIES"])
    database.init_app(app)
    audience.refuse_unmarked(app)
    origin.refuse_foreign_posts(app)
    errors.show_errors(app)
    headers.set_headers(app)
    keeping.mark_copies(app)
    static.keep_static_files(app)
    words.teach_words(app)
    for floor in FLOORS:
        open_floor(app, floor)
    return app


def open_floor(app: Flask, floor: str) -> None:
    """Load a feature's rooms: `wiring.init_app`, `views.blueprints` and `commands.commands` join the app."""
    for room in ROOMS:
        name = f"marketplace.{floor}.{room}"
        if find_spec(name) is None:
            continue
        module = import_module(name)
        if room == "wiring":
            module.init_app(app)
        for blueprint in getattr(module, "blueprints", ()):
            app.register_blueprint(blueprint)
        for command in getattr(module, "commands", ()):
            app.cli.add_command(command)


def trust_proxies(app: Flask, count: int) -> None:
    """Believe the address and scheme that so many proxies in front of us say; the host stays ours."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
