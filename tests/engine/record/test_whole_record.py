"""The record of a call in several streams: pure, and from a real file. No clock."""

from pathlib import Path

from msgspec import UNSET
from msgspec.structs import replace

from offhook.engine.decide.costs import Cost, Used
from offhook.engine.record.answered import AnsweredTurn
from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TakenUp, TurnRecord
from offhook.engine.record.call_trace import CallTrace, Sound
from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.database import CallParts, Database
from offhook.engine.record.unwanted import Unwanted
from offhook.engine.record.whole_record import whole_record

CUT = AgentSaid(1, "One", 0.0, True, "two.", 0.5)
REST = AgentSaid(2, "two.", 3.0, False, "", 3.5)
WORDS = CallerSaid(3, "a room", 4.0, "speech", 0.9, 5.0)


def begun(stream: int) -> CallBegun:
    return CallBegun("CA1", f"MZ{stream}", "+15550100", "front_desk", 1000.0 + 3 * stream, "twilio", "CA1")


def over(reason: str, **parts: object) -> CallOver:
    return CallOver(1010.0, reason, None, {"bad messages": 1}, **parts)  # type: ignore[arg-type]  # by name


FIRST = CallRecord(
    begun(0),
    over("caller hung up", used={"a": Used(requests=1)}, cost=Cost("USD", 0.1, {"a": 0.1}), discarded={"drafts": 1}),
    [CUT],
    [TurnRecord(1, {"first_frame_sent": 0.0})],
    CallTrace(0.5, sounds=(Sound(1, 0.0, 1.0, 0.5),)),
)
SECOND = CallRecord(
    begun(1),
    over("agent hung up", used={"a": Used(requests=2), "b": Used(seconds=1.0)}, collected=Collected({"day": "friday"})),
    [CUT, REST, WORDS],
    [TurnRecord(2, {"first_frame_sent": 3.0})],
    CallTrace(6.0, sounds=(Sound(2, 3.0, 3.5, 3.5),)),
)


def test_the_streams_are_put_together() -> None:
    """An entry that both have counts once; what was counted is added up; the end is that of the last stream."""
    record = whole_record([FIRST, SECOND])
    assert record.begun == FIRST.begun
    assert record.returned_s == (3.0,)
    assert record.transcript == [CUT, REST, WORDS]
    assert [turn.turn for turn in record.turns] == [1, 2]
    assert record.trace == CallTrace(6.0, sounds=(Sound(1, 0.0, 1.0, 0.5), Sound(2, 3.0, 3.5, 3.5)))
    assert record.over is not None
    assert record.over.end_reason == "agent hung up"
    assert record.over.faults == {"bad messages": 2}
    assert record.over.discarded == {"drafts": 1}
    assert record.over.used == {"a": Used(requests=3), "b": Used(seconds=1.0)}
    assert record.over.cost == Cost("USD", 0.1, {"a": 0.1})
    assert record.over.collected == Collected({"day": "friday"})


def test_what_was_used_in_a_stream_counts_once_whether_it_has_an_end_or_not() -> None:
    """The next streams know what was used in it, in case it was killed. It may have been killed before its record
    began, and the next one too."""
    known = TakenUp("MZ0", {"a": Used(requests=1)}, Cost("USD", 0.1, {"a": 0.1}))
    assert SECOND.over is not None
    second = replace(SECOND, over=replace(SECOND.over, taken_up=(known,)))
    killed = replace(FIRST, over=None)
    for streams in ([FIRST, second], [killed, second], [second], [killed, replace(second, begun=begun(2)), second]):
        over = whole_record(streams).over
        assert over is not None
        assert over.used["a"] == Used(requests=5 if len(streams) == 3 else 3)
        assert over.cost == known.cost
        assert over.taken_up is UNSET


def test_what_was_answered_in_a_stream_counts_once_and_in_order() -> None:
    """As what was used in it; also of a stream that broke between two that have their ends."""
    assert FIRST.over is not None
    assert SECOND.over is not None
    known = TakenUp("MZ1", {}, None, answered=(AnsweredTurn(2, "hours"),))
    first = replace(FIRST, over=replace(FIRST.over, answered=(AnsweredTurn(1, "parking"),)))
    broken = replace(SECOND, over=None)
    ended = replace(SECOND, over=replace(SECOND.over, answered=known.answered))
    end = over("agent hung up", taken_up=(known,), answered=(AnsweredTurn(3, "sauna"),))
    third = CallRecord(begun(2), end, [], [])
    for streams in ([first, broken, third], [first, ended, third]):
        whole = whole_record(streams).over
        assert whole is not None
        assert [each.entry for each in whole.answered] == ["parking", "hours", "sauna"]


def test_a_turn_may_have_several_entries_in_a_stream() -> None:
    """The responder crashed in the middle of it, and was asked once more."""
    once_more = AgentSaid(2, "Once more, please?", 3.6, False, "", 4.0)
    second = replace(SECOND, transcript=[CUT, REST, once_more, WORDS])
    assert whole_record([FIRST, second]).transcript == [CUT, REST, once_more, WORDS]


def test_a_call_that_goes_on_has_no_end(tmp_path: Path) -> None:
    """Whatever the first stream's was."""
    database = Database(str(tmp_path / "calls.db"))
    _write(database, FIRST, None)
    database.write([CallParts(SECOND.begun, [], stream_before="MZ0")])
    record = database.find("CA1")
    assert record is not None
    assert record.over is None
    assert record.transcript == [CUT]
    database.close()


def test_a_call_is_found_by_each_of_its_streams_and_listed_once(tmp_path: Path) -> None:
    """Another call of the same name before it is another record. Deleted, nothing of it is left."""
    database = Database(str(tmp_path / "calls.db"))
    database.write([CallParts(CallBegun("CA1", "MZold", "", "front_desk", 1.0, "twilio", "CA1"), [])])
    _write(database, FIRST, None)
    _write(database, SECOND, "MZ0")
    whole = whole_record([FIRST, SECOND])
    for sid in ("CA1", "MZ0", "MZ1"):
        assert database.find(sid) == whole
    assert [(each.begun.stream_sid, each.returned_s) for each in database.recent(10)] == [
        ("MZ0", (3.0,)),
        ("MZold", ()),
    ]
    assert database.delete(Unwanted(sid="CA1"), 10) == 2  # calls, not streams
    assert database.recent(10) == []
    database.close()


def _write(database: Database, record: CallRecord, stream_before: str | None) -> None:
    assert record.over is not None
    assert record.trace is not None
    parts = [*record.transcript, *record.turns, record.trace, record.over]
    (written,) = database.write([CallParts(record.begun, parts, stream_before=stream_before)])
    assert written.failures == ()
