# Two commands: `make run` does the main job, `make test` passes the tests.
PYTHON ?= python3
UV ?= $(shell command -v uv 2>/dev/null || echo .venv/bin/uv)
BIN := .venv/bin

.PHONY: run test check setup samples screenshots schedule clean

run: .venv/.ready
	$(BIN)/liftcast run

schedule: .venv/.ready
	$(BIN)/liftcast schedule

setup: .venv/.ready

test: check
	tests/with-browser $(BIN)/pytest -q

check: .venv/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 -q pipelines dashboard

samples: .venv/.ready
	$(BIN)/python -m pipelines.simulated.simulate data/samples

screenshots: .venv/.ready-dev
	$(BIN)/python -m dashboard.screenshots http://127.0.0.1:8501 docs/images

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
