# Needs Python 3.11 or later and make; everything else is set up in .venv, once.

PYTHON ?= python3
PYTEST_ARGS ?=
BENCH ?= $(filter-out benchmarks/bench_page.py,$(wildcard benchmarks/bench_*.py))

VENV := .venv
BIN := $(VENV)/bin

.DELETE_ON_ERROR:
.PHONY: help graph test check lint types web bench bench-page docs picture pictures clean

help:
	@echo "make graph   build the graph of the sample notes into output/"
	@echo "make test    run every test"
	@echo "make check   lint, types and tests"
	@echo "make web     build the scripts of the page anew"
	@echo "make bench   measure speed and, where the shared corpora are, accuracy"
	@echo "make bench-page  measure the page in a browser, beside its peers"
	@echo "make docs    rewrite the generated documentation"
	@echo "make picture take the picture in README anew"
	@echo "make pictures  take pictures of the page in every view and mode, into output/pictures"
	@echo "make clean   delete everything that was set up or built"

graph: $(VENV)/installed
	$(BIN)/papergraph build --offline
	@echo "The page: $$($(BIN)/papergraph open --print)"

test: $(VENV)/browser $(VENV)/web
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

check: lint types test

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/installed-dev $(VENV)/web
	$(BIN)/mypy
	$(BIN)/python scripts/web.py check

web: $(VENV)/web
	$(BIN)/python scripts/web.py build

bench: $(VENV)/installed-dev
	@for program in $(BENCH); do echo "== $$program" && $(BIN)/python $$program || exit 1; done

bench-page: $(VENV)/browser $(VENV)/web
	$(BIN)/python benchmarks/bench_page.py

docs: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q --update tests/cli/test_reference.py
	$(BIN)/python scripts/ontology.py docs/ns/index.html

picture: graph $(VENV)/browser
	$(BIN)/python scripts/picture.py $(VENV)/browser

pictures: $(VENV)/browser
	$(BIN)/python scripts/pictures.py $(VENV)/browser output/pictures

clean:
	rm -rf $(VENV) src/papergraph/web/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitkeep -delete 2>/dev/null || true
	find src tests benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/installed: pyproject.toml scripts/venv
	scripts/venv $(PYTHON)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	scripts/venv $(PYTHON) dev
	@touch $@

$(VENV)/web: $(VENV)/installed-dev src/papergraph/web/package-lock.json scripts/web.py
	$(BIN)/python scripts/web.py install
	@touch $@

# The file holds the path of the browser; empty stands for Playwright's own.
$(VENV)/browser: $(VENV)/installed-dev scripts/browser.py
	$(BIN)/python scripts/browser.py $@
