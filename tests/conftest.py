"""For all tests: what was imported to run them is no garbage, and need not be looked through again and again.

A seeded run collects before it begins, and a count of what is held collects first too; with everything that the tests
have imported in the collector's sight, that took longer than the run.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np  # noqa: F401  # loaded here, so that its threads are limited below
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

from offhook.protocol.vendor_variables import is_of_vendor

threadpool_limits(1, user_api="blas")  # as in a server

# A busy machine is no bug: no test of an example is bound to the real clock.
settings.register_profile("offhook", deadline=None)
settings.load_profile("offhook")

SEEN_AFTER = 50_000
"""So many new objects, until the collector looks at them: after 700 it would look hundreds of times in a test."""
WENT_WITHOUT = pytest.StashKey[dict[str, None]]()
"""What tests had to do without, by their names, each line once; said at the end of the run."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(WENT_WITHOUT, {}):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and an environment without a word for us."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("OFFHOOK"):
            monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def _no_keys_of_vendors() -> None:
    """No test talks to a real service because somebody has a key."""
    for name in list(os.environ):
        if is_of_vendor(name):
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def _what_is_imported_stays() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(SEEN_AFTER, *before[1:])
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.fixture(scope="module", autouse=True)
def _what_came_to_stay_stays(_what_is_imported_stays: None) -> None:
    """What earlier tests have imported, and what pytest remembers of them."""
    gc.collect()
    gc.freeze()
