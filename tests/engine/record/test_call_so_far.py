"""A call so far, made of facts as its journals tell them: what there is to go on with. Pure."""

import pytest

from offhook.engine.decide.costs import Used
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.rest_of_reply import Answered, RestOfReply, WrittenSentence
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.facts import Fact, Fault
from tests.engine.record.told import told

BEGAN = told(facts.CallBegan("MZ1", "+15550100", "front_desk", 1000.0, machine_s=500.0))
WRITTEN = [
    told(facts.SentenceWritten("Good day.", protected=False, asks=0), 0.1, turn=1),
    told(facts.SentenceWritten("How are you?", protected=False, asks=1), 0.1, turn=1),
    told(facts.ReplyWritten(), 0.1, turn=1),
    told(facts.SentenceSounded(1, "Good day."), 0.2, turn=1),
]
BROKE = [
    told(facts.StreamBroke(), 2.0),
    told(facts.CallEnding(EndReason.CALLER_HUNG_UP), 2.0),
    told(facts.Interrupted(None), 2.0, turn=1),
    told(facts.Heard((HeardSentence("Good", "day."),), 0.2, 0.5, interrupted=True, certain=True), 2.0, turn=1),
    told(facts.TurnBegan(1), 2.0, turn=2),
]
REST = (WrittenSentence("day."), WrittenSentence("How are you?", asks=1))


def so_far(*more: Fact) -> CallSoFar:
    return CallSoFar([BEGAN, *more])


@pytest.mark.parametrize(
    ("reason", "stream_broke", "returns"),
    [
        (EndReason.CALLER_HUNG_UP, True, True),
        (EndReason.CALLER_HUNG_UP, False, False),
        (EndReason.CARRIER_SILENT, False, True),
        (EndReason.CARRIER_STALLED, False, True),
        (EndReason.CRASHED, False, True),
        (EndReason.CANCELLED, False, True),
        (EndReason.AGENT_HUNG_UP, True, False),
        (EndReason.TRANSFERRED, True, False),
        (EndReason.CALL_LIMIT, True, False),
        (EndReason.SHUTDOWN, True, False),
        (EndReason.FLOODED, True, False),
    ],
)
def test_a_call_returns_that_nobody_has_ended(reason: EndReason, *, stream_broke: bool, returns: bool) -> None:
    """The caller may be on the line still."""
    broke = [told(facts.StreamBroke())] if stream_broke else []
    assert so_far(*broke, told(facts.CallEnding(reason))).may_return == returns


def test_a_call_whose_process_was_killed_returns() -> None:
    """Nothing tells its end. Of nothing at all there is nothing to go on with."""
    assert so_far(*WRITTEN).may_return
    assert not CallSoFar([]).may_return


def test_what_the_end_of_the_stream_does_does_not_count() -> None:
    """It stops the agent, and numbers a turn for a goodbye that nobody hears: the reply goes on all the same."""
    call = so_far(*WRITTEN, *BROKE)
    assert call.rest == RestOfReply(1, REST, "Good day. How are you?")
    assert call.turn == 2


def test_what_was_heard_is_known_to_the_last_mark() -> None:
    """Where the process was killed."""
    by_now = facts.HeardByNow((HeardSentence("Good day."), HeardSentence("How", "are you?")), 0.2, 1.2)
    call = so_far(*WRITTEN, told(by_now, 1.2, turn=1))
    assert call.rest.sentences == (WrittenSentence("are you?", asks=1),)
    assert [line.text for line in call.lines] == ["Good day. How"]


@pytest.mark.parametrize(
    ("more", "asks_again"),
    [
        ([told(facts.SpeechStarted(1.0, 0.9), 1.1)], True),
        ([told(facts.KeyPressed("4"), 1.1)], True),
        ([told(facts.KeyPressed("#"), 1.1)], False),
        ([told(facts.Interrupted(0.1), 1.1, turn=1)], True),
        ([told(facts.Interrupted(0.1), 1.1, turn=1), told(facts.VerdictGiven(counts=False), 1.5, turn=1)], False),
        ([told(facts.Interrupted(0.1), 1.1, turn=1), told(facts.Resumed(20), 1.6, turn=1)], False),
        ([told(facts.SpeechStarted(1.0, 0.9), 1.1), told(facts.TurnBegan(1), 1.5, turn=2)], True),
    ],
    ids=["speech", "a key", "the end key", "interrupted", "a false alarm", "resumed", "an answer is pending"],
)
def test_a_caller_who_was_speaking_is_asked_to_say_it_again(more: list[Fact], *, asks_again: bool) -> None:
    """Nothing of the reply before is said then."""
    rest = so_far(*WRITTEN, *more, *BROKE).rest
    assert rest.asks_again == asks_again
    assert rest.sentences == (() if asks_again else REST)


def test_an_answer_that_was_not_written_to_its_end_is_wanted() -> None:
    """With the words that it answers. A draft that was discarded is none."""
    spoken = [
        told(facts.SentenceWritten("A draft.", protected=False, asks=0), 2.0, turn=2),
        told(facts.DraftDiscarded(8), 2.1, turn=2),
        told(facts.TurnBegan(1), 2.2, turn=2),
        told(facts.WordsHeard("a room", "speech", 1.0, 2.0, 0.9), 2.3, turn=2),
        told(facts.SentenceWritten("Gladly.", protected=False, asks=0), 2.4, turn=2),
    ]
    assert so_far(*WRITTEN, *spoken).rest == RestOfReply(
        2, (WrittenSentence("Gladly."),), "Gladly.", Answered("a room", "speech", 0.9)
    )


def test_a_stream_that_breaks_before_anything_is_said_changes_nothing() -> None:
    """The rest is that of the stream before; once it is written anew, it is that of the new turn."""
    again = [
        told(facts.CallBegan("MZ2", "+15550100", "front_desk", 1003.0), 3.0),
        told(facts.CallReturned(1, "MZ1"), 3.0, turn=3),
    ]
    call = so_far(*WRITTEN, *BROKE, *again)
    assert (call.number, call.stream, call.may_return) == (1, "MZ2", True)
    assert call.rest.sentences == REST
    call = so_far(*WRITTEN, *BROKE, *again, told(facts.SentenceWritten("day.", protected=False, asks=0), 3.1, turn=3))
    assert call.rest.turn == 3
    assert call.rest.sentences == (WrittenSentence("day."),)
    assert call.begun is not None
    assert call.begun.stream_sid == "MZ1"


def test_what_else_a_call_needs() -> None:
    """The dialogue's state, the services that failed, what was used, and how long ago the call began."""
    call = so_far(
        told(facts.SessionKept("dialogue", "{1}"), 1.0),
        told(facts.SessionKept("dialogue", "{2}"), 2.0),
        told(facts.ServiceFailed(Fault.VOICE_FAILED, "openai", "down"), 3.0),
        told(facts.ServiceUsed("speaker.openai", Used(requests=1)), 4.0),
    )
    assert call.kept == {"dialogue": "{2}"}
    assert call.failed_at_s == {(Fault.VOICE_FAILED, "openai"): 3.0}
    assert call.used == [("speaker.openai", Used(requests=1))]
    assert call.seconds_until(510.0) == 10.0
    assert call.seconds_until(500.0) == 4.0  # no fact comes before an earlier one
    again = told(facts.CallBegan("MZ2", "+15550100", "front_desk", 1020.0, machine_s=520.0), 20.0)
    assert so_far(again).seconds_until(521.0) == 21.0


def test_a_call_that_broke_before_its_first_word_is_greeted() -> None:
    """There is nothing to go on with."""
    assert not so_far(*BROKE[:2]).has_begun
    assert so_far(*WRITTEN).has_begun
    assert so_far(told(facts.TurnBegan(1), 0.7, turn=2)).has_begun  # the caller has pressed a key already


def test_how_a_call_began_is_known() -> None:
    """All of it, also that it was recorded turn by turn."""
    began = facts.CallBegan("CA1/0", "+15550100", "front_desk", 1000.0, "twilio", "CA1", path="recordings")
    begun = CallSoFar([told(began)]).begun
    assert begun is not None
    assert (begun.stream_sid, begun.carrier, begun.carrier_call_id, begun.path) == (
        "CA1/0",
        "twilio",
        "CA1",
        "recordings",
    )


def test_what_is_left_to_say_keeps_the_language_in_which_it_was_written() -> None:
    """Whoever goes on with the call may be in another one by then."""
    written = told(facts.SentenceWritten("Wie geht es?", protected=False, asks=0, language="de"), 0.1, turn=1)
    call = so_far(written, *BROKE)
    assert call.rest.sentences == (WrittenSentence("Wie geht es?", language="de"),)
