# Everything a person or CI does, by name. `make` alone lists it.
.DEFAULT_GOAL := help
PY    := .venv/bin/python
UV    := .venv/bin/uv
READY := .venv/.ready

help:  ## List what can be made
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  %-12s %s\n", $$1, $$2}'

setup: $(READY)  ## Make .venv with the locked packages (needs only Python 3.11 or newer)

$(READY): requirements/dev.txt pyproject.toml
	@test -x $(PY) || python3 -m venv .venv
	@test -x $(UV) || .venv/bin/pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet --require-hashes requirements/dev.txt
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --no-deps --editable .
	@touch $@

demo: setup  ## Synthesise, ingest, assess and report a synthetic London; prints the report's path
	$(PY) -m opensna demo demo

test: setup  ## Run every test
	$(PY) -m pytest -n 2

check: setup  ## Lint, formatting, types and the order of the rooms
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

fix: setup  ## Mend what the linter can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs: setup  ## Regenerate the generated pages of docs/
	$(PY) scripts/generate_docs.py

bench: setup  ## Run the benchmarks (minutes; each script takes the number of rows)
	$(PY) benchmarks/ingest.py
	$(PY) benchmarks/measures.py
	$(PY) benchmarks/whole_profile.py

lock: setup  ## Resolve the dependencies again into requirements/*.txt
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header pyproject.toml --extra report -o requirements/run.txt
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header pyproject.toml --extra report --group dev -o requirements/dev.txt

clean:  ## Remove the environment, caches and the demo
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help setup demo test check fix docs bench lock clean
