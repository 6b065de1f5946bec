# Patchbay: every command in one place. `make` alone says what there is.

.DEFAULT_GOAL := help
.PHONY: help setup run test check contract types bench bench-ui package screenshots

CACHE ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/patchbay
export CARGO_TARGET_DIR ?= $(CACHE)/target

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing, or say the one command that does
	@.ci/setup test

run: ## build and start the application (without a screen: the command line's demo)
	@.ci/start

test: ## everything: checks, all tests, the real window
	@.ci/test

check: ## what is quick: format, lints, licences, house rules, fast tests
	@.ci/check

contract: ## hold requests and the sandbox against the vendors' own documents, where they are
	@.ci/contract

types: ## write ui/src/api/bindings.ts anew from the commands
	@.ci/setup desktop
	@.ci/page
	@PATCHBAY_WRITE_BINDINGS=1 cargo test --quiet -p patchbay --lib bindings_are_fresh

bench: ## measure; the numbers are printed, nothing fails
	@tests/bench/run

bench-ui: ## the same of the window: first paint, memory, scrolling
	@.ci/bench-ui

package: ## build the installers for this system and check them
	@.ci/package

screenshots: ## take the pictures of docs/images anew
	@.ci/screenshots
