# `make run` starts the server with virtual devices, `make test` passes all tests; both make what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-search test-faults test-fuzz test-tools check bench clean

run: .venv/.run
	$(BIN)/kkmserver serve

# Two at a time, a file in one go: servers are shared within a file, and more at once would spoil what is timed.
test: .venv/.dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

# New random examples for the property tests; make test repeats known ones.
test-search: .venv/.dev
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -q

# Half an hour: 500 kills, 1 100 with registers at a wire, 200 of paid sales, every fault on every wire, ten thousand
# commands in one queue. make test has a choice of each.
test-faults: .venv/.dev
	FAULTS=long KILLS=500 REGISTER_KILLS=1100 PAID_KILLS=200 WIRES=1 $(BIN)/python -m pytest -q -s tests/faults
	$(BIN)/python -m tests.faults.cups_faults

# Five minutes of schemathesis over /openapi.json of a server with every kind of virtual device. make test has a little.
test-fuzz: .venv/.dev
	$(BIN)/python -m tests.fuzz

# A real CUPS, Chromium, PHP, an independent ZPL renderer …; without them their tests are skipped. Needs root and Debian
# for the first three.
test-tools:
	tests/tools/install

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	tests/tools/check-scripts

bench: .venv/.dev
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.rendering
	$(BIN)/python -m tests.bench.throughput
	$(BIN)/python -m tests.bench.pools
	$(BIN)/python -m tests.bench.journal
	$(BIN)/python -m tests.bench.links

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kkmserver needs Python 3.11 or newer; set PYTHON=python3.12 or the like")'
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/.dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@
