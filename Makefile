# Pendopo: `make demo` opens the hall, `make test` proves it. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.cache/tools/bin:$(PATH)

BUSINESSES ?= 39394
SEED ?= 3324
DEMO := .cache/demo
RELEASE := target/release/pendopo

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: pages
pages: ## styles and scripts of the pages (npm)
	scripts/setup build

.PHONY: release
release: pages ## the one binary, optimised
	cargo build --release --locked -p pendopo

.PHONY: demo
demo: release ## build, fill the hall with a realistic Kendal, open http://127.0.0.1:8080
	$(RELEASE) demo open --data $(DEMO) --businesses $(BUSINESSES) --seed $(SEED)

.PHONY: dev
dev: pages ## the hall from a debug build on its own small data, for work on the code
	cargo run -p pendopo -- demo open --data .cache/dev --businesses 2000 --seed $(SEED)

.PHONY: lint
lint: pages ## formatting, clippy, documentation, licences: warnings are errors
	scripts/setup lint
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --locked --workspace --no-deps --document-private-items --quiet
	cargo deny --locked check --hide-inclusion-graph licenses bans sources

.PHONY: test
test: ## everything: both databases, whole requests, the browser
	scripts/setup test
	scripts/test

.PHONY: screenshots
screenshots: ## take the pictures of README and docs from a running demo hall
	scripts/setup test
	cargo build --release --locked -p pendopo
	scripts/screenshots

.PHONY: bench
bench: release ## measure the promised figures and write docs/benchmarks.md
	scripts/bench

.PHONY: bench-linkage
bench-linkage: ## measure record linkage, beside Splink where Python is there
	cargo build --release -p pendopo
	@if command -v python3 >/dev/null; then \
	  test -x .cache/linkage/bin/python || python3 -m venv .cache/linkage; \
	  .cache/linkage/bin/python -m pip install --quiet recordlinkage splink \
	    || echo "recordlinkage or splink cannot be had: left out" >&2; \
	  flag=; .cache/linkage/bin/python -c 'import splink' 2>/dev/null && flag=--splink; \
	  .cache/linkage/bin/python bench/linkage/run.py $$flag; \
	else echo "bench-linkage needs python3" >&2; exit 1; fi

.PHONY: fuzz
fuzz: ## a bounded run of every fuzz target (FUZZ_SECONDS each)
	scripts/fuzz
