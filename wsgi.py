"""The application as gunicorn and the command line find it."""

from marketplace import create_app

app = create_app()
