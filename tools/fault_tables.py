"""Writes the tables of docs/faults.md from the results of the matrices.

python -m tools.fault_tables
"""

from collections.abc import Callable
from pathlib import Path

from offhook.simulation import ending_matrix, failover_matrix, return_matrix, supervision_matrix
from offhook.simulation.breaking_wire import Failure
from offhook.simulation.ending_matrix import Way
from offhook.simulation.failover_matrix import Phase
from offhook.simulation.scene import Moment
from offhook.simulation.supervision_matrix import ACTORS, KINDS, in_words
from offhook.simulation.trouble import Kind
from tools.page_tables import table, with_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
MOMENTS = [moment.value for moment in Moment]

RunFault = Callable[[supervision_matrix.Cell | None], supervision_matrix.Finding]
RunEnd = Callable[[ending_matrix.Cell], ending_matrix.Finding]
RunFailover = Callable[[failover_matrix.Cell | None], failover_matrix.Finding]
RunReturn = Callable[[return_matrix.Cell], return_matrix.Finding]


def page(text: str, run_fault: RunFault, run_end: RunEnd, run_failover: RunFailover, run_return: RunReturn) -> str:
    """The page with new tables: the text between their markers is replaced."""
    undisturbed = run_fault(None)
    for actor in ACTORS:
        text = with_table(text, actor, _fault_table(actor, undisturbed, run_fault))
    text = with_table(text, "failover", _failover_table(run_failover))
    text = with_table(text, "returns", return_table(run_return))
    return with_table(text, "endings", _ending_table(run_end))


def _fault_table(actor: str, undisturbed: supervision_matrix.Finding, run: RunFault) -> str:
    def what_is_heard(kind: Kind, moment: Moment) -> str:
        finding = run(supervision_matrix.Cell(actor, kind, moment))
        return "does not act any more" if finding.struck_at is None else in_words(finding, undisturbed)

    rows = ([moment.value, *(what_is_heard(kind, moment) for kind in KINDS)] for moment in Moment)
    return table(["state", *(kind.value for kind in KINDS)], rows)


def _failover_table(run: RunFailover) -> str:
    undisturbed = run(None)

    def what_is_heard(phase: Phase, failure: Failure) -> str:
        finding = run(failover_matrix.Cell(phase, failure))
        missing = "" if undisturbed.said in finding.said else ", and words are missing"
        return f"{finding.later_s(undisturbed):.1f} s{missing}"

    rows = ([*phase.value, *(what_is_heard(phase, failure) for failure in Failure)] for phase in Phase)
    return table(["the service in front", "", *(failure.value for failure in Failure)], rows)


def return_table(run: RunReturn) -> str:
    """What the caller hears first after each break, and how soon."""

    def what_is_heard(phase: return_matrix.Phase, way: return_matrix.Way) -> str:
        finding = run(return_matrix.Cell(way, phase))
        return f'{finding.silent_s:.1f} s, "{finding.heard[0].text}"'

    rows = ([phase.value, *(what_is_heard(phase, way) for way in return_matrix.Way)] for phase in return_matrix.Phase)
    return table(["the stream breaks", *(way.value for way in return_matrix.Way)], rows)


def _ending_table(run: RunEnd) -> str:
    return table(["what happens", "record", "last words", *MOMENTS], (_ending_row(way, run) for way in Way))


def _ending_row(way: Way, run: RunEnd) -> list[str]:
    findings = [run(ending_matrix.Cell(way, moment)) for moment in Moment]
    before_the_end = findings[: MOMENTS.index(Moment.ENDING.value)]
    reasons = {record.over.end_reason for each in before_the_end for record in each.records if record.over is not None}
    last_words = {
        next((said.text for said in reversed(each.heard) if said.whole and said.until > each.struck_at), "")
        for each in before_the_end
    }
    (said,) = last_words if len(last_words) == 1 else {""}  # if it depends on the state, it is whatever was being said
    return [way.value, *reasons, said, *(f"{each.ended_at - each.struck_at:.1f} s" for each in findings)]


def main() -> None:
    runs = supervision_matrix.run, ending_matrix.run, failover_matrix.run, return_matrix.run
    PAGE.write_text(page(PAGE.read_text(), *runs))


if __name__ == "__main__":
    main()
