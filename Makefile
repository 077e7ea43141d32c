# make run    the site with its demo, on http://127.0.0.1:8000  (PORT=8100 DATA=folder for a second one)
# make test   everything a change must pass  (ARGS="tests/orders -k cancel" for a part)

PYTHON ?= python3
PORT ?= 8000
DATA ?= data
ARGS ?=

VENV := .venv/bin/python
RUNTIME := $(PYTHON) devtools/environment.py requirements.txt
DEV := $(PYTHON) devtools/environment.py requirements-dev.txt
COMPILE := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"

.PHONY: help run test lint format lock pictures search-quality bench bench-search torture audit
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

run:
	@$(RUNTIME)
	@exec $(VENV) -m devtools.run --port $(PORT) --data "$(DATA)"

test:
	@$(DEV)
	@exec $(VENV) -m devtools.test $(ARGS)

# make lint   ruff and mypy alone
lint:
	@$(DEV)
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check
	@$(VENV) -m mypy

# make format rewrites the code as ruff likes it
format:
	@$(DEV)
	@$(VENV) -m ruff check --fix
	@$(VENV) -m ruff format

# make lock   resolves the dependencies of pyproject.toml anew into both requirements files
lock:
	@$(DEV)
	$(COMPILE) --output-file requirements.txt $(LOCKARGS)
	$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt $(LOCKARGS)

# make pictures takes the README's screenshots anew, by the browser test of the main job
pictures:
	@$(DEV)
	@mkdir -p docs/pictures
	@PASAR_PICTURES=docs/pictures $(VENV) -m pytest tests/browser/test_main_job.py -q -k "sqlite and with"

# make search-quality measures search by judged queries  (ARGS="--worst 20", "--show price")
search-quality:
	@$(DEV)
	@exec $(VENV) -m devtools.search_quality $(ARGS)

# make bench  measures pages over 1,000 and 100,000 products  (ARGS="--sizes 1000,10000 --only sqlite")
bench:
	@$(DEV)
	@exec $(VENV) -m devtools.bench $(ARGS)

# make bench-search  measures search beside the bare library  (ARGS="--sizes 10000 --only race browse")
bench-search:
	@$(DEV)
	@exec $(VENV) -m devtools.bench.search $(ARGS)

# make torture kills the indexer of search a hundred times over each database  (ARGS="--kills 20")
torture:
	@$(DEV)
	@exec $(VENV) -m tests.torture $(ARGS)

# make audit  checks what takes other packages than ours: search with the older Whoosh
audit:
	@$(DEV)
	@exec $(VENV) -m devtools.audit
