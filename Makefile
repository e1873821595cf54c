# Two commands: `make run` does the main job, `make test` passes the tests. While working on a module:
# `make test-of FILE=models/alerts/trends.py` runs the test file of its name, or else all of its folder, without servers.
PYTHON ?= python3
UV ?= $(shell command -v uv 2>/dev/null || echo .venv/bin/uv)
BIN := .venv/bin
SQL := $(shell find pipelines dashboard -name '*.sql')

.PHONY: run test test-of check setup samples screenshots languages schedule licences clean

run: .venv/.ready
	$(BIN)/liftcast run

schedule: .venv/.ready
	$(BIN)/liftcast schedule

setup: .venv/.ready

test: check
	tests/with-browser $(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

test-of: .venv/.ready-dev
	set -- tests/$(dir $(FILE))test_$(notdir $(FILE)); until test -e $$1; do set -- $$(dirname $$1); done; \
	$(BIN)/pytest -q -m "not prefect and not browser" $$1

check: .venv/.ready-dev .venv/.sql-checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The slowest check, and it keeps no cache: what has not changed since it passed is not read again.
.venv/.sql-checked: $(SQL) pyproject.toml requirements-dev.lock | .venv/.ready-dev
	$(BIN)/sqlfluff lint --processes 2 -q $(if $(filter-out %.sql,$?),$(SQL),$?)
	touch $@

samples: .venv/.ready
	$(BIN)/python -m pipelines.simulated.simulate data/samples

screenshots: .venv/.ready-dev
	$(BIN)/python -m dashboard.screenshots http://127.0.0.1:8501 docs/images

# Sentences new in the code go into every catalogue, to be translated there; what is translated is compiled.
languages: .venv/.ready-dev
	$(BIN)/pybabel -q extract -k gettext_noop -k counted:2,3 --no-location --sort-output -o .venv/liftcast.pot dashboard
	$(BIN)/pybabel -q update -i .venv/liftcast.pot -d dashboard/languages -D liftcast --no-fuzzy-matching -w 110 \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d dashboard/languages -D liftcast

licences: .venv/.ready-dev
	$(BIN)/python benchmarks/licences.py

# The environment comes from the lock files alone; every hash is checked.
.venv/bin/python:
	command -v uv >/dev/null && uv venv -q .venv || $(PYTHON) -m venv .venv && $(BIN)/python -m pip install -q uv \
	|| { rm -rf .venv && $(PYTHON) -m pip install -q --target .uv uv && .uv/bin/uv venv -q .venv && cp .uv/bin/uv $(BIN)/; }

.venv/.ready: requirements.lock pyproject.toml | .venv/bin/python
	test -e .venv/.ready-dev || $(UV) pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

.venv/.ready-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch .venv/.ready $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
