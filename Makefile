# Jobone: `make report` and `make test` need Python 3.11 or later, git and the package index.
# Each sets up .venv with the pins of requirements/*.lock, and again only when those change.

PYTHON ?= python3
PYTEST_ARGS ?= -n auto
LOCK_ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help report test test-browser lint types imports pytest bench bench-line bench-reading learn-reading lock schemas docs clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile | awk -F': ' '{ printf "  make %-14s  %s\n", $$1, $$2 }'

report: .venv/runtime ## run the main job on examples/xiaomi: the answer here, the report in build/
	@mkdir -p build
	.venv/bin/jobone report examples/xiaomi --as-of 2023-11-09 -o build/xiaomi-2023-11-09.html

test: lint types imports pytest ## lint, types, import contracts, tests

lint: .venv/development ## style and formatting
	.venv/bin/ruff check
	.venv/bin/ruff format --check

types: .venv/development ## types
	.venv/bin/mypy

imports: .venv/development ## import contracts
	.venv/bin/lint-imports --no-logo

pytest: .venv/development ## tests; PYTEST_ARGS="-k bounds" for some of them
	.venv/bin/python -m pytest $(PYTEST_ARGS)

test-browser: .venv/development ## tests of the what-if page in a real browser, brought where it may be
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo 'Installing chromium'; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; \
		else \
			echo 'chromium is missing, so the tests are skipped; apt-get install chromium brings it'; \
		fi; }
	.venv/bin/python -m pytest -m browser -n 2 -ra tests/app/test_browser.py

bench: .venv/runtime ## how fast it is, and in how much memory
	.venv/bin/python benchmarks/run.py

bench-line: .venv/development ## how fast a line is simulated, beside C, NumPy and SimPy
	.venv/bin/python benchmarks/line.py

bench-reading: .venv/development ## how much of labelled texts is read right, and how fast; ARGS=-v for every miss
	.venv/bin/python benchmarks/reading.py $(ARGS)

learn-reading: .venv/development ## learn the reader's second opinion from the labelled texts; ARGS=--check compares
	OMP_NUM_THREADS=1 .venv/bin/python -m tools.learn_reading $(ARGS)

schemas: .venv/runtime ## write schemas/ anew from the model
	.venv/bin/jobone schema --write schemas

docs: .venv/development ## write the generated parts of docs/ anew
	.venv/bin/python tools/regenerate_docs.py
	.venv/bin/python tools/past_decisions.py
	.venv/bin/python tools/picture_movement.py

clean: ## remove the environment and everything built
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ------------------------------------------------------------------------

# A .venv that was moved or copied still runs the old folder's code: it is made anew.
ifneq ($(shell test -x .venv/bin/python && test "$$(cat .venv/made-in 2>/dev/null)" = "$$(pwd -P)" && echo ok),ok)
.PHONY: .venv/made-in
endif

.venv/made-in:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Jobone needs Python 3.11 or later. Name one: make PYTHON=python3.12'; exit 1; }
	@echo "Setting up .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear .venv
	@pwd -P > $@

PIP_INSTALL := .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps

define install-pins
@echo "Installing the pins of $< (the first time takes a minute or so)"
@$(PIP_INSTALL) --require-hashes --only-binary :all: -r $<
@$(PIP_INSTALL) --no-build-isolation -e .
@touch .venv/runtime $@
endef

.venv/runtime: requirements/runtime.lock pyproject.toml .venv/made-in
	$(install-pins)

# A superset of the runtime's pins, at the same versions.
.venv/development: requirements/development.lock pyproject.toml .venv/made-in
	$(install-pins)

# --- the pins -------------------------------------------------------------------------------

# Written with the lowest Python we promise, so that they serve the later ones too.
LOCKING := build/locking
COMPILE := $(LOCKING)/bin/pip-compile -q --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-annotate --no-emit-options $(LOCK_ARGS)

lock: ## write the pins anew; LOCK_ARGS=--upgrade for newer versions
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'The pins are written with Python 3.11: make lock PYTHON=python3.11'; exit 1; }
	@"$(PYTHON)" -m venv --clear $(LOCKING)
	@$(LOCKING)/bin/python -m pip install -qq --disable-pip-version-check pip==26.3 pip-tools==7.6.2
	$(COMPILE) --extra app --build-deps-for editable -o requirements/runtime.lock pyproject.toml
	$(COMPILE) --extra dev -c requirements/runtime.lock --build-deps-for editable \
		-o requirements/development.lock pyproject.toml
	@rm -rf $(LOCKING)
