"""The telephone against Media Streams servers in memory.

Clock: virtual, jumping to the next deadline, so every instant is exact to the 20 ms frame. Faults: the servers'.
"""

import json
from typing import cast

import msgspec
import pytest
import trio
from trio.testing import MockClock
from trio_websocket import ConnectionClosed

from offhook.protocol.playout import SoundBegan, SoundEnded
from offhook.reports.phone_numbers import CallReport, CallSummary
from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import MessageRefused, QueryDropped, StreamEnded, StreamOpened
from offhook.telephone.phone_printer import describe
from offhook.telephone.phone_script import press, say
from offhook.telephone.phone_stream import WayToLeave
from tests.telephone.media_server import (
    AGENT_FRAME,
    CALLER_FRAME,
    AgentLine,
    JsonObject,
    MemoryNetwork,
    Server,
    greet_and_answer,
)

WEBHOOK = "http://agent.example/voice-stream"
MEDIA = "wss://agent.example/media-stream"
CONNECT = f'<Connect><Stream url="{MEDIA}"/></Connect>'
HELLO = from_mulaw(CALLER_FRAME * 20)  # 400 ms, voiced throughout


async def call(server: Server, options: CallOptions) -> tuple[CallOutcome, MemoryNetwork]:
    network = MemoryNetwork({WEBHOOK: CONNECT}, {MEDIA: server})
    with trio.fail_after(300):
        return await place_call(options, network=network), network


async def greet_and_yield(line: AgentLine) -> None:
    """Greets for 5 s, clears 60 ms after the caller begins, and then answers."""
    await line.until("start")
    await line.play(5.0)
    await line.mark("end")
    await line.until_caller(loud=True)
    await trio.sleep(0.060)
    await line.clear()
    await line.until_caller(loud=False)
    await line.play(0.2)
    await line.listen_on()


def events_of(line: AgentLine, event: str) -> list[JsonObject]:
    return [message for message in line.received if message["event"] == event]


async def test_a_conversation_is_had_and_measured(autojump_clock: MockClock) -> None:
    """Greeting, two items, two replies: each item waits 700 ms, each reply is timed from the last voiced frame."""
    options = CallOptions(WEBHOOK, (say("a.wav", HELLO), say("b.wav", HELLO)))
    outcome, _ = await call(greet_and_answer, options)
    report = outcome.report
    assert outcome.failure == ""
    assert report.greeting_ms == pytest.approx(0, abs=20)
    assert [turn.response_ms for turn in report.turns] == [pytest.approx(300, abs=1)] * 2
    assert report.turns[0].said_from_s == pytest.approx(1.7, abs=0.021)
    assert report.agent_audio_s == pytest.approx(2.0)
    assert (report.gaps, report.barge_ins, report.max_lateness_ms) == ((), (), 0)
    assert report.ended == "by the caller: stop"


async def test_frames_flow_from_the_first_to_the_last_moment(autojump_clock: MockClock) -> None:
    """A frame of 160 bytes leaves every 20 ms, said or silent, numbered and stamped; then comes the stop."""
    outcome, network = await call(greet_and_answer, CallOptions(WEBHOOK, (say("a.wav", HELLO),)))
    received = network.lines[0].received
    assert [message["event"] for message in received[:3]] == ["connected", "start", "media"]
    assert received[-1]["event"] == "stop"
    media = [cast(JsonObject, message["media"]) for message in events_of(network.lines[0], "media")]
    assert len(media) == outcome.report.frames_sent == round(outcome.report.duration_s / 0.020) + 1
    assert [frame["chunk"] for frame in media] == [str(number + 1) for number in range(len(media))]
    assert [frame["timestamp"] for frame in media] == [str(number * 20) for number in range(len(media))]
    assert {len(str(frame["payload"])) for frame in media} == {216}
    assert [message["sequenceNumber"] for message in received[1:]] == [str(n + 1) for n in range(len(received) - 1)]


async def test_an_interruption_is_timed_to_the_clear(autojump_clock: MockClock) -> None:
    """The item begins so long after the first sound; onset to clear, and what was heard meanwhile, are reported."""
    options = CallOptions(WEBHOOK, (say("stop.wav", HELLO, barge_in_after_s=1.5),))
    outcome, network = await call(greet_and_yield, options)
    (barge_in,) = outcome.report.barge_ins
    assert outcome.failure == ""
    assert barge_in.agent_was_speaking
    assert barge_in.onset_at_s == pytest.approx(1.5, abs=0.021)
    assert barge_in.clear_ms == pytest.approx(60, abs=1)
    assert barge_in.heard_after_onset_ms == pytest.approx(60, abs=1)
    assert [cast(JsonObject, message["mark"])["name"] for message in events_of(network.lines[0], "mark")] == ["end"]
    assert outcome.report.turns[0].response_ms == pytest.approx(20, abs=1)


async def test_an_agent_that_does_not_stop_is_reported_as_such(autojump_clock: MockClock) -> None:
    """No clear: the whole rest of the greeting is heard over the caller, and the call still comes to its end."""

    async def deaf(line: AgentLine) -> None:
        await line.until("start")
        await line.play(2.0)
        await line.listen_on()

    outcome, _ = await call(deaf, CallOptions(WEBHOOK, (say("stop.wav", HELLO, barge_in_after_s=0.5),)))
    (barge_in,) = outcome.report.barge_ins
    assert barge_in.clear_ms is None
    assert barge_in.heard_after_onset_ms == pytest.approx(1500, abs=21)
    assert outcome.report.turns[0].reply_at_s is None
    assert outcome.went_through


async def test_marks_are_echoed_when_their_sound_has_been_played(autojump_clock: MockClock) -> None:
    """A mark comes back after the audio before it, at the speed of sound, not of the network."""
    echoed: list[float] = []

    async def marking(line: AgentLine) -> None:
        await line.until("start")
        began_at = trio.current_time()
        for name in ("g1:0", "g1:1"):
            await line.play(0.25)
            await line.mark(name)
        for _ in range(2):
            await line.until("mark")
            echoed.append(trio.current_time() - began_at)
        await line.mark("g1:2")
        await line.until("mark")
        echoed.append(trio.current_time() - began_at)
        await line.listen_on()

    await call(marking, CallOptions(WEBHOOK))
    assert echoed == [pytest.approx(0.240, abs=1e-3), pytest.approx(0.480, abs=1e-3), pytest.approx(0.480, abs=1e-3)]


async def test_keys_are_pressed_one_by_one(autojump_clock: MockClock) -> None:
    """Each key is a message of its own, and the reply is timed from the last one."""

    async def menu(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        for _ in range(4):
            await line.until("dtmf")
        await trio.sleep(0.1)
        await line.play(0.2)
        await line.listen_on()

    outcome, network = await call(menu, CallOptions(WEBHOOK, (press("42*#"),)))
    keys = [cast(JsonObject, message["dtmf"])["digit"] for message in events_of(network.lines[0], "dtmf")]
    assert keys == ["4", "2", "*", "#"]
    assert outcome.report.turns[0].response_ms == pytest.approx(100, abs=1)
    assert outcome.report.turns[0].vad_response_ms is None


async def test_the_recording_has_both_voices_where_they_were_heard(autojump_clock: MockClock) -> None:
    """Left is the caller from 1.72 s on, right the greeting from the first 20 ms on and the reply 300 ms later."""
    outcome, _ = await call(greet_and_answer, CallOptions(WEBHOOK, (say("a.wav", HELLO),)))
    wav = outcome.recording()
    assert wav[:4] == b"RIFF"
    (said,) = outcome.report.turns
    assert len(wav) - 44 == pytest.approx((outcome.report.duration_s + 0.020) * 8000 * 4, abs=4)
    assert sum(len(sound.mulaw) for sound in outcome.agent) == 75 * len(AGENT_FRAME)
    assert said.reply_at_s is not None
    assert outcome.agent[-1].until - outcome.caller[0].at == pytest.approx(said.reply_at_s + 0.020 + 0.5, abs=1e-3)


async def test_a_silent_agent_fails_the_call(autojump_clock: MockClock) -> None:
    """Nobody waits for ever: the failure names the item that was not answered."""

    async def greeting_only(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        await line.listen_on()

    outcome, _ = await call(greeting_only, CallOptions(WEBHOOK, (say("a.wav", HELLO),), reply_within_s=4))
    assert outcome.failure == "the agent said nothing within 4 s after 'a.wav'"
    assert outcome.report.turns[0].response_ms is None


async def test_an_agent_without_a_greeting_is_spoken_to(autojump_clock: MockClock) -> None:
    """After a while of silence the caller says hello first, as people do."""

    async def shy(line: AgentLine) -> None:
        await line.until_caller(loud=True)
        await line.play(0.2)
        await line.listen_on()

    outcome, _ = await call(shy, CallOptions(WEBHOOK, (say("a.wav", HELLO),), greeting_within_s=3))
    assert outcome.report.greeting_ms is None
    assert outcome.report.turns[0].said_from_s == pytest.approx(3, abs=0.021)


async def test_an_agent_that_hangs_up_early_leaves_words_unsaid(autojump_clock: MockClock) -> None:
    """The server closes the socket: the call ends at once and says which items were not said."""

    async def rude(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.1)
        await trio.sleep(0.3)

    outcome, _ = await call(rude, CallOptions(WEBHOOK, (say("a.wav", HELLO),)))
    assert outcome.failure == "the server ended the call before the script did: not said: 'a.wav'"
    assert outcome.report.ended == "by the server: close code 1000"


async def test_an_agent_that_ends_the_call_after_the_script_is_fine(autojump_clock: MockClock) -> None:
    """With --stay the agent is the one to hang up, and the call went through."""

    async def polite(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        await trio.sleep(8)

    outcome, _ = await call(polite, CallOptions(WEBHOOK, stay=True))
    assert outcome.failure == ""
    assert outcome.report.duration_s == pytest.approx(8, abs=0.05)


async def test_the_call_is_bounded(autojump_clock: MockClock) -> None:
    """The caller hangs up in order when the time is over, whatever the agent does."""

    async def endless(line: AgentLine) -> None:
        await line.until("start")
        await line.play(30)
        await line.listen_on()

    outcome, network = await call(endless, CallOptions(WEBHOOK, (press("1"),), max_seconds=10))
    assert outcome.failure == "the limit of 10 s ended the call before the script did: not said: '1'"
    assert outcome.report.duration_s == pytest.approx(10, abs=0.05)
    assert network.lines[0].received[-1]["event"] == "stop"


async def test_a_cut_line_has_no_stop(autojump_clock: MockClock) -> None:
    """--ending drop: the server sees its socket break, and no goodbye."""
    closed: list[str] = []

    async def watching(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        with pytest.raises(ConnectionClosed) as end:
            await line.until("the end")
        closed.append(str(end.value.reason))

    outcome, network = await call(watching, CallOptions(WEBHOOK, ending=WayToLeave.DROP))
    assert outcome.report.ended == "by the caller: drop"
    assert "1006" in closed[0]
    assert not events_of(network.lines[0], "stop")


async def test_a_vanished_caller_sends_nothing_and_closes_nothing(autojump_clock: MockClock) -> None:
    """--ending vanish: the socket stays open without a frame or a mark until the server has had enough."""
    silence: list[float] = []

    async def watchdog(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        while True:
            with trio.move_on_after(5) as patience:
                await line.receive()
            if patience.cancelled_caught:
                silence.append(trio.current_time())
                await line.mark("anyone there?")
                return

    outcome, network = await call(watchdog, CallOptions(WEBHOOK, ending=WayToLeave.VANISH))
    assert len(silence) == 1
    assert outcome.report.ended == "by the server: close code 1000"
    assert not events_of(network.lines[0], "stop")
    assert not events_of(network.lines[0], "mark")


@pytest.mark.parametrize("behind", ["?token=abc", "?token=abc#top", "#top", "?a=1&amp;b=2"])
async def test_a_server_that_hides_a_token_in_the_query_learns_that_no_carrier_sends_it(
    behind: str, autojump_clock: MockClock
) -> None:
    """The socket is opened without it, and the call says so: what works here works with a carrier."""
    network = MemoryNetwork({WEBHOOK: f'<Connect><Stream url="{MEDIA}{behind}"/></Connect>'}, {MEDIA: greet_and_answer})
    outcome = await place_call(CallOptions(WEBHOOK), network=network)
    assert outcome.went_through
    assert [event.url for event in outcome.events if isinstance(event, QueryDropped | StreamOpened)] == [MEDIA, MEDIA]
    (dropped,) = [event for event in outcome.events if isinstance(event, QueryDropped)]
    assert "drops the query" in " ".join(describe(dropped))


async def test_a_server_without_a_webhook_is_called_at_its_socket(autojump_clock: MockClock) -> None:
    """Nobody asks for TwiML; the start message has the custom parameters, and the query is sent as it was typed."""
    url = f"{MEDIA}?token=abc"
    network = MemoryNetwork({}, {url: greet_and_answer})
    options = CallOptions(url, (say("a.wav", HELLO),), stream_parameters={"tenant": "7"})
    with trio.fail_after(300):
        outcome = await place_call(options, network=network)
    (start,) = events_of(network.lines[0], "start")
    assert outcome.failure == ""
    assert cast(JsonObject, start["start"])["customParameters"] == {"tenant": "7"}
    assert len(outcome.report.turns) == 1
    assert network.asked == []


async def test_what_no_carrier_takes_is_told_once(autojump_clock: MockClock) -> None:
    """Bad messages are dropped and counted; the debugger's warning appears once for each kind."""

    async def sloppy(line: AgentLine) -> None:
        await line.until("start")
        await line.send({"event": "hangup"})
        await line.send({"event": "clear", "why": "not"})
        await line.connection.send_message(b"\x00\x01")
        await line.play(0.2)
        await line.listen_on()

    outcome, _ = await call(sloppy, CallOptions(WEBHOOK))
    told = [event.warning.value for event in outcome.events if isinstance(event, MessageRefused)]
    assert told == [31951, 31950]
    assert outcome.report.refused_messages == 3
    assert outcome.went_through


async def test_a_late_server_leaves_a_gap(autojump_clock: MockClock) -> None:
    """A hole in the middle of a reply is reported with its place and length."""

    async def stuttering(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        await trio.sleep(0.5)
        await line.play(0.2)
        await line.listen_on()

    outcome, _ = await call(stuttering, CallOptions(WEBHOOK))
    (gap,) = outcome.report.gaps
    assert gap.at_s == pytest.approx(0.2, abs=0.01)
    assert gap.length_ms == pytest.approx(300, abs=1)


async def test_sound_queued_on_a_closed_stream_is_not_heard(autojump_clock: MockClock) -> None:
    """The server queues ten seconds and closes after one: one second was heard."""

    async def hasty(line: AgentLine) -> None:
        await line.until("start")
        await line.play(10)
        await trio.sleep(1)

    outcome, _ = await call(hasty, CallOptions(WEBHOOK))
    assert outcome.report.agent_audio_s == pytest.approx(1, abs=0.01)
    assert isinstance(outcome.events[-1], StreamEnded)
    assert [type(event) for event in outcome.events[-3:-1]] == [SoundBegan, SoundEnded]


def test_an_outcome_becomes_a_file() -> None:
    """The summary is JSON with the numbers under the names of the report."""
    written = json.loads(msgspec.json.encode(CallSummary(True, "", "", CallReport(greeting_ms=12.5))))
    assert written["went_through"] is True
    assert written["call"]["greeting_ms"] == 12.5
