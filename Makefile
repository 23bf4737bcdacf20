.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
BROWSER := signing_gateway/browser
NPM_QUIET := --ignore-scripts --no-audit --no-fund --silent

.PHONY: help install run test check format messages transcripts rules kill bench city diagram lock bundle bundle-check

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch .venv/.installed

install: .venv/.installed ## create .venv from the lock file

run: install ## start the program (and, without a token, the simulator beside it)
	@$(BIN)/python -m bot.demo

test: install ## run every test that this machine can run
	@$(RUN) pytest -n 2 --dist loadgroup -m "not slow"

kill: install ## kill the program at every commit point on both channels, change every byte of signatures (long; CHANNEL=parent|whatsapp, FROM=point)
	@$(if $(CHANNEL),,$(RUN) pytest tests/signing_gateway -m slow)
	@$(RUN) pytest tests/faults -m slow -s $(if $(CHANNEL),-k $(CHANNEL))

transcripts: install ## write the golden conversations anew
	@UPDATE_TRANSCRIPTS=1 $(RUN) pytest -q tests/transcripts

bench: install ## measure turns, webhooks, photos, places in queues of a million, and a city of 5,000 children
	@$(RUN) tests.bench

city: install ## live a year with 100,000 children and look for what may never be (CHILDREN=, SEED=, DATABASE_URL=)
	@$(RUN) tests.city

diagram: install ## draw the rooms and their arrows
	@$(RUN) tests.diagram

check: install ## formatter, linter, types, arrows
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install ## format the code and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: install ## bring the Kazakh and Russian catalogues up to the texts in the code
	@$(RUN) locales.messages

lock: ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --group dev pyproject.toml -o requirements.lock

bundle: ## build the signing page's JavaScript anew (needs Node and npm; the program does not)
	@cd $(BROWSER) && npm ci $(NPM_QUIET) && npm run --silent types && npm run --silent bundle

bundle-check: ## show that the committed JavaScript is what its sources make
	@cd $(BROWSER) && npm ci $(NPM_QUIET) && npm run --silent types && npm run --silent bundle -- --outdir=node_modules/.fresh
	@diff --exclude=LICENSES.txt --recursive $(BROWSER)/node_modules/.fresh $(BROWSER)/bundle && echo "the bundle is what its sources make"

rules: install ## every acceptance row with the tests that show it
	@$(RUN) tests.rules
