"""The standing tests of the seeded runner: a seed is a replay, in this process and in any other."""

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from offhook.engine.record.facts import Fact
from offhook.engine.record.facts.fact import AnyWhat
from offhook.simulation.scene import Moment
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.supervision_matrix import Cell, play
from offhook.simulation.trouble import Kind

ROOT = Path(__file__).resolve().parents[2]
CELL = Cell("speaker", Kind.CRASH, Moment.AGENT_SPEAKING)
SEED = 7
PRINT_DIGEST = f"""
from offhook.simulation.seeded import simulate
from offhook.simulation.supervision_matrix import Cell, Kind, Moment, play
print(simulate(play, Cell("speaker", Kind.CRASH, Moment.AGENT_SPEAKING), seed={SEED})[1].digest)
"""


def trace_of(seed: int) -> Trace:
    return simulate(play, CELL, seed=seed)[1]


def test_one_seed_is_one_trace() -> None:
    """A whole call with a crash in it takes the same steps at the same instants again."""
    first, second = trace_of(SEED), trace_of(SEED)
    assert first.difference_from(second) == ""
    assert (first.digest, first.steps_digest) == (second.digest, second.steps_digest)
    assert any("ActorCrashed" in fact for fact in first.facts)


def test_another_seed_is_another_trace() -> None:
    """The scheduler's dice do fall differently."""
    assert len({trace_of(seed).steps_digest for seed in range(3)}) == 3


def test_a_digest_is_that_of_the_facts() -> None:
    """Whatever is told more, less or at another time is another run; no path of a machine is in it."""
    trace = trace_of(SEED)
    digest = trace.digest
    assert not any(str(ROOT) in fact for fact in trace.facts)
    trace.facts[-1] = trace.facts[-1].replace('"at_s":', '"at_s":1')
    assert trace.digest != digest


def test_no_traceback_is_in_a_digest() -> None:
    """Whatever fact brings one: it names files, and the same seed would be another run in another folder."""
    kinds = [kind for kind in get_args(AnyWhat) if "traceback" in kind.__struct_fields__]
    assert len(kinds) == 5
    for kind in kinds:
        told = {name: "/here.py" if name == "traceback" else "" for name in kind.__struct_fields__}
        trace = Trace()
        trace.observe(Fact("CA1", 0.0, 0, 0, kind(**told)))
        assert "/here.py" not in trace.facts[0]


def test_a_difference_is_told_by_its_first_step() -> None:
    """Who looks at a seed that does not replay is shown where it parts."""
    first, second = Trace(), Trace()
    first.steps, second.steps = ["0.0 a", "0.1 b"], ["0.0 a", "0.1 c"]
    assert first.difference_from(second) == "step 1: '0.1 b' here, '0.1 c' there"
    second.steps = ["0.0 a"]
    assert first.difference_from(second) == "2 steps here, 1 there"
    first.facts, second.facts, second.steps = ["{}"], ["[]"], first.steps
    assert first.difference_from(second) == "fact 0: '{}' here, '[]' there"


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_seed_means_the_same_in_every_process(hash_seed: str) -> None:
    """No set's order, no address and nothing of the machine finds its way into a run."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == trace_of(SEED).digest
