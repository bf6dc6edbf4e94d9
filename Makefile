# Every task of the project; `make` lists them. Each does its own set-up.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Telemetry off, of every library that has any.
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
INSTALLED := .venv/.installed
# The first Python that is new enough; 3.11 before others, because requirements.lock is made for it.
find_python = for python in python3.11 python3 python; do \
    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$python"; break; fi; \
  done
PYTHON ?= $(shell $(find_python))

# Pango and its fonts' subsetter lay out the factsheet's PDF: libraries of the system, which WeasyPrint finds by itself.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
has_pango = $(BIN)/python -W error:::weasyprint.text.ffi -c 'import weasyprint' >/dev/null 2>&1
get_pango = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(PANGO) >/dev/null && $(has_pango)

PYTEST_WORKERS ?= 2
PYTEST_ARGS ?=
HEAVY_EVERY ?= 1
# A worker that has nothing left takes over half of what another has: tests differ a hundredfold in time.
PYTEST := $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal
BENCH_LINES ?= 1,12,36,126
BENCH_ARGS ?=
LOCK_ARGS ?=

.PHONY: help
help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(INSTALLED) ## Make .venv with everything in requirements.lock, and .venv/bin/banenafspraak
	@:

$(INSTALLED): requirements.lock pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11 or newer is needed: install it, or name it (make PYTHON=...)" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@# --no-deps: the lock names everything, so there is nothing to resolve; pip would else take `coverage[toml]`, which
	@# a dependency asks for, from the newest release, which the lock has no hash of.
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(has_pango) || { $(get_pango); } || { echo "make: Pango is needed: install $(PANGO) (Debian's names)" >&2; exit 1; }
	@touch $@

.PHONY: demo
demo: $(INSTALLED) ## Build and publish four synthetic years; print table 1 beside the published one
	$(BIN)/banenafspraak --home var/demo demo

.PHONY: test
test: $(INSTALLED) ## Run the tests, all but those that are heavy, in a browser, with servers or with readers' programs
	BANENAFSPRAAK_TEST_HEAVY_EVERY=0 $(PYTEST) -m "not browser and not servers and not readers and not rehearsal" $(PYTEST_ARGS)

.PHONY: test-heavy
test-heavy: $(INSTALLED) ## Run the tests that build whole homes again and again (HEAVY_EVERY=4: a quarter of them)
	BANENAFSPRAAK_TEST_HEAVY_EVERY=$(HEAVY_EVERY) $(PYTEST) -m heavy $(PYTEST_ARGS)

.PHONY: test-quick
test-quick: $(INSTALLED) ## Run the tests of a minute: units, specification, pages
	$(PYTEST) -m "not browser and not prefect and not servers and not rehearsal" tests/unit tests/spec tests/pages $(PYTEST_ARGS)

.PHONY: test-sweep
test-sweep: $(INSTALLED) ## Change 600 files of candidates, releases and the trail: nothing is published, nothing unnoticed
	BANENAFSPRAAK_TEST_SWEEP=600 $(BIN)/python -m pytest tests/integration/test_sweep.py $(PYTEST_ARGS)

.PHONY: test-mutations
test-mutations: $(INSTALLED) ## Change deliveries in 500 ways: the oracle's figures, or a rejection that says where
	BANENAFSPRAAK_TEST_MUTATIONS=500 $(BIN)/python -m pytest tests/faults/test_mutations.py $(PYTEST_ARGS)

.PHONY: test-servers
test-servers: $(INSTALLED) ## Run the tests with OpenSSH, moto and the service (needs openssh-server; as root postgresql)
	$(BIN)/python -m pytest -m servers $(PYTEST_ARGS) tests/sources tests/mirrors tests/deploy

.PHONY: rehearsal
rehearsal: $(INSTALLED) ## Play a decade through the service of deploy/, with two stewards (as root; needs postgresql)
	BANENAFSPRAAK_REHEARSAL=whole $(BIN)/python -m pytest -m rehearsal $(PYTEST_ARGS) tests/rehearsal

.PHONY: rehearsal-quick
rehearsal-quick: $(INSTALLED) ## The same at its smallest scale, with the flows in one process
	$(BIN)/python -m pytest -m rehearsal $(PYTEST_ARGS) tests/rehearsal

.PHONY: test-readers
test-readers: $(INSTALLED) ## Read a release with LibreOffice, R, PSPP, cbsodata4, hyparquet, four DuckDBs (needs libreoffice-calc-nogui, r-base-core, pspp, npm)
	@for listed in tests/formats/readers/*.txt; do \
	  place="var/readers/$$(basename "$$listed" .txt)"; \
	  [ -x "$$place/bin/python" ] || { $(BIN)/python -m venv "$$place" && \
	    "$$place/bin/python" -m pip install --quiet --no-deps --require-hashes -r "$$listed"; } || { rm -rf "$$place"; exit 1; }; \
	done
	@cp -r tests/formats/readers/hyparquet var/readers/ && npm ci --prefix var/readers/hyparquet --silent --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m pytest -m readers $(PYTEST_ARGS) tests/formats

.PHONY: test-browser
test-browser: $(INSTALLED) ## Run the tests of the report and the factsheet in Chromium (needs Debian's chromium and chromium-driver)
	$(BIN)/python -m pytest -m browser $(PYTEST_ARGS)

.PHONY: test-all
test-all: $(INSTALLED) ## Run all tests, in a browser too, and measure coverage
	@mkdir -p var/coverage
	$(PYTEST) -m "not rehearsal" --cov --cov-report=term --cov-fail-under=0 $(PYTEST_ARGS)

.PHONY: coverage
coverage: $(INSTALLED) ## Run the tests of `make test`; fail when they cover too little
	@mkdir -p var/coverage
	@# On a full disk coverage cannot write its own data either, so those tests run without it, in `make test`.
	$(PYTEST) -m "not browser and not servers and not readers and not rehearsal" --ignore=tests/crash/test_no_room.py --cov --cov-report=term --cov-report=html:var/coverage/html $(PYTEST_ARGS)

.PHONY: lint
lint: $(INSTALLED) ## Check style, complexity, docstrings and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: format
format: $(INSTALLED) ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: typecheck
typecheck: $(INSTALLED) ## Check the types, strictly
	$(BIN)/mypy

.PHONY: docs
docs: $(INSTALLED) ## Write the generated pages of docs/
	$(BIN)/python docs/generate.py

.PHONY: docs-check
docs-check: $(INSTALLED) ## Fail when a generated page of docs/ is stale
	$(BIN)/python docs/generate.py --check

.PHONY: bench
bench: $(INSTALLED) ## Time `build` beside DuckDB's bare load: 1, 12, 36 and 126 million lines (BENCH_LINES=1,12)
	$(BIN)/python -m benchmarks.bench_build --lines $(BENCH_LINES) $(BENCH_ARGS)
	$(BIN)/python -m benchmarks.bench_steps
	$(BIN)/python benchmarks/bench_protect.py

.PHONY: bench-steps
bench-steps: $(INSTALLED) ## Time each step of a build of the true-size target group, and one that changes nothing
	$(BIN)/python -m benchmarks.bench_steps

.PHONY: bench-protect
bench-protect: $(INSTALLED) ## Time disclosure control: the demo at true size and with a tenth of its people
	$(BIN)/python benchmarks/bench_protect.py

.PHONY: bench-peers
bench-peers: $(INSTALLED) ## Time dbt-duckdb and pandas beside `build` and its floor: 12 million lines (BENCH_LINES=1)
	$(BIN)/python -m benchmarks.bench_peers --lines $(if $(filter command line environment,$(origin BENCH_LINES)),$(BENCH_LINES),12) $(BENCH_ARGS)

.PHONY: bench-formats
bench-formats: $(INSTALLED) ## Time every format of the demo's release (make demo first)
	$(BIN)/python benchmarks/bench_formats.py

.PHONY: bench-desk
bench-desk: $(INSTALLED) ## Time each page of the desk, with 60 candidates and 30 releases
	$(BIN)/python benchmarks/bench_desk.py

.PHONY: bench-quick
bench-quick: $(INSTALLED) ## The same for 1 million lines and the true-size target group
	$(BIN)/python -m benchmarks.bench_build --lines 1 $(BENCH_ARGS)

.PHONY: lock
lock: ## Renew requirements.lock from pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11 or newer is needed: install it, or name it (make PYTHON=...)" >&2; exit 1; }
	@[ -x var/uv/bin/uv ] || { $(PYTHON) -m venv var/uv && var/uv/bin/python -m pip install --quiet uv; }
	var/uv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 --all-extras \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --output-file requirements.lock $(LOCK_ARGS) pyproject.toml

.PHONY: clean
clean: ## Remove caches and build products; .venv and var/ (data) stay
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist ./*.egg-info var/coverage var/uv
	find . -path ./.venv -prune -o -path ./var -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
