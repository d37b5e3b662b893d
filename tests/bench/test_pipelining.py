"""The benchmark of pipelining, in virtual time: it is exact, so its reading is a promise."""

from trio.testing import MockClock

from bench.pipelining import ANSWERS, measure


async def test_a_clause_first_is_sooner_than_a_whole_sentence(autojump_clock: MockClock) -> None:
    """At a model's rate clauses halve the wait at the median, and the silence after one is that of a comma."""
    report = await measure(40, 300, [0, 20])
    whole, clause = report.least_clause[0], report.least_clause[20]
    assert (report.answers, len(clause.by_answer)) == (len(ANSWERS), len(ANSWERS))
    assert whole.clauses_first == 0 < clause.clauses_first
    assert clause.first_piece_ms[0] <= whole.first_piece_ms[0] / 2
    assert clause.silence_after_clause_ms[1] < 500
    assert min(first.at_ms for first in clause.by_answer) >= 300
