# Wireside. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash

GO    ?= go
BENCH ?= .
# Everything but the tests that drive a browser.
PACKAGES = $(shell $(GO) list ./... | grep -v '/tests/browser$$')
# The race detector needs cgo, and so a C compiler.
RACE = $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

.PHONY: help
help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Serve everything at http://localhost:8080.
	$(GO) run ./server

.PHONY: exercises
exercises: ## List the exercises, and what their checks say of your answers.
	@$(GO) run ./server exercises

.PHONY: test
test: test-go test-browser ## Run all tests, and install what they need where that can be done.

.PHONY: chromium
chromium: ## Install the browser that tests drive, where that can be done.
	@tests/chrome/install.sh

.PHONY: tshark
tshark: ## Install the other witness, Wireshark's tshark, where that can be done.
	@tests/tshark/install.sh

.PHONY: test-go
test-go: chromium tshark ## Run all tests but the browser's, under the race detector.
	@[ -n "$(RACE)" ] || { echo "*** SKIPPED: the race detector, which needs a C compiler (Debian: gcc libc6-dev)." >&2; [ -z "$$CI" ]; }
	$(GO) test $(RACE) -timeout 20m $(PACKAGES)
	cd tests/peers && $(GO) test ./...

.PHONY: test-browser
test-browser: chromium ## Run the tests that drive the page in Chromium.
	$(GO) test -timeout 20m ./tests/browser

.PHONY: fuzz
fuzz: ## Fuzz each decoder and codec for 30 s, or FUZZTIME.
	@for p in $$($(GO) list ./wireview/... ./labs/...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep ^Fuzz); do \
	    $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(or $(FUZZTIME),30s) -fuzzminimizetime 10x $$p || exit 1; \
	  done; \
	done

.PHONY: bench
bench: ## Run the benchmarks; BENCH=regexp chooses.
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem $(PACKAGES)

.PHONY: peers
peers: ## Measure our decoders beside the best parsers of the field, in one run.
	cd tests/peers && $(GO) run .

.PHONY: lint
lint: ## Check format, vet, staticcheck, and that it builds for macOS and Windows.
	@bad=$$(gofmt -l .) && [ -z "$$bad" ] || { echo "gofmt would change: $$bad" >&2; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck -checks 'all,-ST1000' ./...
	GOOS=darwin $(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	$(GO) mod tidy -diff
	cd tests/peers && $(GO) vet ./... && $(GO) mod tidy -diff

.PHONY: fmt
fmt: ## Format the Go code.
	gofmt -w .
