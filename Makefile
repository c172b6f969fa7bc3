# Two commands do everything: `make run` and `make test`. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
# The tests start some thousand processes: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check browser clean constraints

run: .venv/installed
	$(BIN)/sbd app

# A worker per core, up to four; each starts an app and a browser of its own. One that
# has run out of tests takes half of what another still has before it. Style and types
# are checked meanwhile: browsers leave a core idle now and then.
test: .venv/installed browser
	@$(MAKE) --no-print-directory check & check=$$!; \
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal; tests=$$?; \
	wait $$check && exit $$tests

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/installed: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sbd needs Python 3.11 or newer: run make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The browser tests drive Debian's chromium; elsewhere name one in SBD_CHROMIUM. The
# tests of the PDF read it with poppler's programs.
browser:
	@sh tests/browser/install_chromium.sh

# After a change of the dependencies: needs uv.
constraints:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group dev -o constraints.txt pyproject.toml

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
