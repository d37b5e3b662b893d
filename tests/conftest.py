"""For all tests: what was imported to run them is no garbage, and need not be looked through again and again.

A seeded run collects before it begins, and a count of what is held collects first too; with everything that the tests
have imported in the collector's sight, that took longer than the run.
"""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _what_is_imported_stays() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
