# make demo: a real call through the real server.  make test: everything that is checked.
# Both set up what they need in .venv, from the package index alone: no compiler, no key, no audio device.

PYTHON ?= python3
VENV := .venv
# Tests start a hundred processes: where the machine says that nothing compiled is kept, each of them compiles all of it.
export PYTHONDONTWRITEBYTECODE :=
READY := $(VENV)/.offhook-ready
NAMED := .make/named/offhook

.PHONY: demo lint-tests test test-modelled test-modelled-first test-modelled-second test-real test-real-first test-real-second test-real-third lint bench clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Offhook needs Python 3.11 to 3.13; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		--constraint constraints.txt setuptools wheel
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --prefer-binary \
		--constraint constraints.txt --editable '.[embedded,silero,aec,telnyx,dev]'
	touch $(READY)

demo: $(READY)
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
# they are three. The second half of the modelled ones takes the place of whatever is over first, which is lint.
test: $(READY) $(NAMED)
	$(MAKE) --no-print-directory --jobs=5 --output-sync=target lint test-modelled-first test-real test-modelled-second

MODELLED_FIRST := tests/actors tests/engine
MODELLED_SECOND := tests/hooks tests/protocol tests/reports tests/simulation tests/telephone tests/tools
MODELLED := $(MODELLED_FIRST) $(MODELLED_SECOND)
THIRD_PART := tests/bench tests/doctor tests/web

test-modelled: test-modelled-first test-modelled-second

test-modelled-first: $(READY)
	$(VENV)/bin/python -m pytest --verbose $(MODELLED_FIRST)

test-modelled-second: $(READY)
	$(VENV)/bin/python -m pytest --verbose $(MODELLED_SECOND)

test-real: test-real-first test-real-second test-real-third

test-real-first: $(READY)
	$(VENV)/bin/python -m pytest --verbose tests/test_[a-n]*.py

test-real-second: $(READY)
	$(VENV)/bin/python -m pytest --verbose tests --ignore-glob='tests/test_[a-n]*.py' \
		$(addprefix --ignore=,$(MODELLED) $(THIRD_PART))

test-real-third: $(READY)
	$(VENV)/bin/python -m pytest --verbose $(THIRD_PART)

bench: $(READY)
	$(VENV)/bin/python -m bench.one_call

clean:
	rm -rf $(VENV) .make demo-out
