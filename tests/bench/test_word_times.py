"""How far off a length of sound is: real voices in real processes."""

import trio

from bench.word_times import measure_all


async def test_the_report_counts_every_tenth_of_a_second() -> None:
    """Some ten seconds of sound in plain words; with figures in the text, the length of sound is off more often."""
    with trio.fail_after(60):
        report = await measure_all(["espeak_ng"])
    found = report["espeak_ng"]
    assert isinstance(found, dict)
    assert sum(found["words"].values()) > 100
    wrong = {kind: 1 - counts["exact"] / sum(counts.values()) for kind, counts in found.items()}
    assert 0 < wrong["words"] < wrong["numbers"]
