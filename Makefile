# Every check and chore of the house. `make test` needs git, Go and make; it
# fetches the rest (PostgreSQL, Chromium, npm packages) itself. A target does
# one thing; what takes more than a line lives in scripts/.

.PHONY: test quick build demo gen assets lint bench fuzz screenshots setup clean

# Everything: set-up, checks of the house, unit, property, both databases, browser.
test: setup
	scripts/with-postgres scripts/check

# Only what Go alone can do; the tests say what they skipped and why.
quick:
	go test ./...

setup:
	scripts/setup

build:
	CGO_ENABLED=0 go build -trimpath -o bin/tongpin ./cmd/tongpin

demo:
	go run ./cmd/tongpin demo

# Generated files: pages from .templ, docs/states from the transition tables.
gen:
	scripts/generate

# Copies the front-end files named in package-lock.json into the binary's assets.
assets:
	npm ci --ignore-scripts --no-audit --no-fund
	go run ./scripts/assets

lint:
	scripts/lint

bench:
	scripts/with-postgres go test -run '^$$' -bench . -benchmem ./...

# A while of every fuzz target; FUZZTIME=5m for longer.
fuzz:
	scripts/fuzz

# Real screenshots of the demo for the README, into docs/images.
screenshots: setup
	scripts/screenshots

clean:
	rm -rf bin node_modules
