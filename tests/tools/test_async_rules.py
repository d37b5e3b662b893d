"""`make lint` looks at the async rules with a shortcut. It finds what flake8-async itself finds."""

import pytest
from flake8_async.base import Options
from flake8_async.runner import Flake8AsyncRunner_cst, cst
from flake8_async.visitors import ERROR_CLASSES_CST

from tools.async_rules import run_once_measured

FAULTS = """\
import asyncio
import trio
from contextlib import asynccontextmanager


async def spins():
    while True:
        pass


async def no_checkpoint(ready):
    if ready:
        await trio.sleep(1)


async def generator():
    with trio.move_on_after(1):
        yield 1
    with trio.fail_after(1):
        pass


async def task():
    asyncio.create_task(no_checkpoint(True))  # noqa: ASYNC910
    await trio.lowlevel.checkpoint()


async def sync_after_all():
    return 1
"""
CODES = {code for rule in ERROR_CLASSES_CST for code in rule.error_codes}


@pytest.mark.parametrize("disable_noqa", [True, False])
def test_one_measurement_finds_what_many_find(disable_noqa: bool) -> None:
    """Every rule that is looked for in the measured tree, and the comments that excuse a line."""
    options = Options(CODES, set(), False, (), (), (), (), {}, anyio=False, asyncio=False, disable_noqa=disable_noqa)
    theirs, ours = (Flake8AsyncRunner_cst(options, cst.parse_module(FAULTS)) for _ in range(2))
    expected = list(theirs.run())
    assert list(run_once_measured(ours)) == expected
    assert ours.noqas == theirs.noqas
    assert bool(ours.noqas) is not disable_noqa
    assert {error.code for error in expected} == CODES - {"ASYNC912"}
