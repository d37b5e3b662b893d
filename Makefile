# make demo: a real call through the real server.  make test: everything that is checked.
# Both set up what they need in .venv, from the package index alone: no compiler, no key, no audio device.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.offhook-ready
NAMED := .make/named/offhook

.PHONY: demo test test-modelled test-real lint bench clean
.DELETE_ON_ERROR:

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Offhook needs Python 3.11 to 3.13; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		--constraint constraints.txt setuptools wheel
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --prefer-binary \
		--constraint constraints.txt --editable '.[embedded,silero,dev]'
	touch $(READY)

demo: $(READY)
	$(VENV)/bin/python -m offhook.telephone.demo

# mypy imports nothing, so it does not know what the installed package is called: it finds the name here.
$(NAMED):
	mkdir -p $(@D)
	ln -s ../.. $@

lint: $(READY) $(NAMED)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/flake8 actors engine protocol web simulation telephone doctor carrier_account reports bench tests tools app.py cli.py
	$(VENV)/bin/mypy

# Two at a time: the one keeps a core busy, the other mostly waits for the real clock.
test: lint
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-modelled test-real

test-modelled: $(READY)
	$(VENV)/bin/python -m pytest --verbose tests/actors tests/engine tests/protocol tests/reports tests/simulation \
		tests/telephone tests/tools

test-real: $(READY)
	$(VENV)/bin/python -m pytest --verbose tests --ignore=tests/actors --ignore=tests/engine --ignore=tests/protocol \
		--ignore=tests/reports --ignore=tests/simulation --ignore=tests/telephone --ignore=tests/tools

bench: $(READY)
	$(VENV)/bin/python -m bench.one_call

clean:
	rm -rf $(VENV) .make demo-out
