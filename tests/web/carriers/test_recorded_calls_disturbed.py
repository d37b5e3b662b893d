"""Recorded calls whose requests come twice, at once, out of order or not at all, and whose services, disk or server
fail; as in `test_recorded_calls.py`: the real application, virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.protocol.carriers.twilio.twiml_reader import Dial, Hangup, Play, Record, Say
from offhook.simulation.exchange import APOLOGY, settings_with
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.recorded_caller import API, RecordedCaller, voice
from tests.web.carriers.recorded_rig import Old, open_old, record_of

pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(httpx|httpcore)[.].*:ResourceWarning")

CALLBACK = {"CallStatus": "completed", "CallbackSource": "call-progress-events"}
HEARD_URL = "/voice/said?heard=1"


def lines(old: Old) -> list[str]:
    """What the last reply's responder was told that it has said, and heard."""
    return [line.text for line in old.responder.told[-1]]


# Requests.


async def test_a_turn_that_is_asked_for_twice_at_once_is_taken_once(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The carrier asks again while the first request is still being answered, and reaches another worker."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    async with (
        open_old(settings, shared_memory=memory, responder=SimulatedResponder(Sentence("Yes."), pause_s=2)) as one,
        open_old(settings, shared_memory=memory, recordings=one.recordings) as other,
    ):
        await one.caller.call()
        await trio.sleep(5)
        form = {"RecordingUrl": one.recordings.keep(voice()), "RecordingDuration": "3", "Digits": ""}
        twins = [RecordedCaller(pages) for pages in (one.pages, one.pages, other.pages)]
        async with trio.open_nursery() as nursery:
            for twin in twins:
                nursery.start_soon(partial(twin.ask, one.caller.record.action, form))
                await trio.sleep(0.1)
        assert twins[0].verbs == twins[1].verbs == twins[2].verbs
        record = await record_of(one.exchange)
    assert [turn.occasion for turn in one.responder.asked] == [Occasion.ANSWERED, Occasion.SPEECH]
    assert other.responder.asked == []
    assert [type(each) for each in record.transcript] == [AgentSaid, CallerSaid]


async def test_a_caller_whom_two_webhooks_announce_at_once_is_greeted_once(autojump_clock: MockClock) -> None:
    async with open_old(responder=SimulatedResponder(Sentence("Hello."), pause_s=1)) as old:
        twins = [RecordedCaller(old.pages), RecordedCaller(old.pages)]
        async with trio.open_nursery() as nursery:
            for twin in twins:
                nursery.start_soon(twin.call)
        assert twins[0].verbs == twins[1].verbs
    assert len(old.responder.asked) == 1


async def test_other_callers_do_not_wait_for_a_slow_one(autojump_clock: MockClock) -> None:
    async with open_old(responder=SimulatedResponder(Sentence("Hello."), pause_s=1)) as old:
        began = trio.current_time()
        async with trio.open_nursery() as nursery:
            for number in range(5):
                nursery.start_soon(RecordedCaller(old.pages, f"CA{number}").call)
        assert trio.current_time() - began < 2


async def test_a_request_that_waits_too_long_for_another_one_is_refused(autojump_clock: MockClock) -> None:
    """Before the carrier gives up, so that it asks its fallback URL."""
    memory = SharedMemory()
    async with open_old(shared_memory=memory) as old:
        await old.caller.call()
        dead = memory.open()
        for number in list(memory.holders):
            dead.hold(number, alone=True)
        answer = await old.pages.post("/voice/said?number=1", data={"CallSid": "CA1"})
        assert answer.status_code == 503
        assert 12 < trio.current_time() < 14
        dead.close()
        assert isinstance((await old.caller.is_silent())[0], Play)


@pytest.mark.parametrize("call_sid", ["", "C" * 257, "C" * 60_000], ids=["none", "too long", "huge"])
@pytest.mark.parametrize("path", ["/voice", "/voice/said?number=1", HEARD_URL])
async def test_callers_without_a_usable_call_sid_do_not_get_each_others_answers(
    path: str, call_sid: str, autojump_clock: MockClock
) -> None:
    async with open_old() as old:
        answer = await old.pages.post(path, data={"CallSid": call_sid, "From": "+15550100"})
        assert (answer.status_code, "CallSid" in answer.text) == (400, True)
    assert old.responder.asked == []


@pytest.mark.parametrize("call_sid", ["CA\x00\n\r", "../../key", "*?[a]", "\u202e\U0001f600", "CA 1/0"])
async def test_a_call_sid_of_odd_characters_is_a_name_like_any_other(call_sid: str, autojump_clock: MockClock) -> None:
    async with open_old() as old:
        caller = RecordedCaller(old.pages, call_sid)
        await caller.call()
        assert await caller.hears()
        await trio.sleep(5)
        await caller.said(old.recordings.keep(voice()))
        assert (await record_of(old.exchange, call_sid)).begun.call_sid == call_sid
    assert lines(old) == ["One moment. Yes."]


@pytest.mark.parametrize(
    "query",
    ["number=-1", "number=99999", "number=1e3", "number=%FF", "number=" + "9" * 4000, "number=1&in_vain=99999",
     "number=1&max_digits=99999", "number=1&gathers=2&heard=2", "number=1&number=2"],
)  # fmt: skip
async def test_numbers_that_no_answer_of_ours_holds_disturb_nothing(query: str, autojump_clock: MockClock) -> None:
    async with open_old() as old:
        await old.caller.call()
        answer = await old.pages.post(f"/voice/said?{query}", data={"CallSid": "CA1"})
        assert answer.status_code == 200
        assert (await old.pages.post("/voice/said?number=1", data={"CallSid": "CA2"})).status_code == 200


async def test_a_host_that_is_no_name_costs_no_turn(autojump_clock: MockClock) -> None:
    """The request is refused before anything is made of it, and a good one is answered afterwards."""
    async with open_old() as old:
        answer = await old.pages.post("/voice", data={"CallSid": "CA1"}, headers={"host": "127.0.0.1:no"})
        assert answer.status_code in (400, 403)
        assert old.responder.asked == []
        await old.caller.call()
        assert await old.caller.hears()


# Status callbacks.


async def test_a_caller_who_hangs_up_while_a_sound_plays_has_heard_so_much_of_it(autojump_clock: MockClock) -> None:
    """Only the status callback tells, right after the answer; its record has one end, and the words that were heard."""
    async with open_old(responder=SimulatedResponder(Sentence("One two three four."), Sentence("Five."))) as old:
        await old.caller.call()
        await trio.sleep(1)
        assert await old.caller.ask(HEARD_URL, CALLBACK) == ()
        record = await record_of(old.exchange)
        assert await old.caller.ask(HEARD_URL, CALLBACK) == (), "twice"
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"
    (said,) = record.transcript
    assert isinstance(said, AgentSaid)
    assert (said.text, said.interrupted) == ("One two", True)


async def test_the_last_words_are_on_record_though_the_status_callback_is_faster(autojump_clock: MockClock) -> None:
    async with open_old() as old:
        await old.caller.call()
        await trio.sleep(5)
        last = partial(old.caller.said, old.recordings.keep(voice()), Digits="hangup", CallStatus="completed")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(RecordedCaller(old.pages).ask, HEARD_URL, CALLBACK)
            await trio.sleep(1)
            nursery.start_soon(last)
        record = await record_of(old.exchange)
    assert [each.text for each in record.transcript] == ["One moment. Yes.", "book a room"]


@pytest.mark.parametrize("status", ["initiated", "ringing", "answered", "in-progress"])
@pytest.mark.parametrize("path", ["/voice", HEARD_URL, "/voice/said?number=1"])
async def test_a_callback_on_the_way_neither_greets_nor_ends_a_call(
    path: str, status: str, autojump_clock: MockClock
) -> None:
    async with open_old() as old:
        await old.caller.call()
        assert await RecordedCaller(old.pages).ask(path, CALLBACK | {"CallStatus": status}) == ()
        await trio.sleep(5)
        assert isinstance((await old.caller.said(old.recordings.keep(voice())))[0], Play)
    assert [turn.occasion for turn in old.responder.asked] == [Occasion.ANSWERED, Occasion.SPEECH]


# What was heard.


async def test_an_agent_remembers_nothing_that_was_written_and_not_said(autojump_clock: MockClock) -> None:
    """The reply took longer than the carrier waits: the caller hears what there was by then, and the agent knows no
    more. The sentence that was being spoken is not among it."""
    sentences = [Sentence(f"Sentence {letter}.") for letter in "abcdefgh"]
    responder, spoken = SimulatedResponder(*sentences, pause_s=0.8), SimulatedVoice(seconds=1, first_byte_s=1.2)
    async with open_old(responder=responder, voice=spoken) as old:
        await old.caller.call()
        assert len(await old.caller.hears()) == 5 * 8000
        assert len(spoken.said) == 6
        await trio.sleep(9)
        await old.caller.said(old.recordings.keep(voice()))
        record = await record_of(old.exchange)
    said = "Sentence a. Sentence b. Sentence c. Sentence d. Sentence e."
    assert lines(old) == [said]
    assert [each.text for each in record.transcript] == [said, "book a room"]


async def test_an_agent_remembers_the_last_sentence_that_stood_in_for_its_reply(autojump_clock: MockClock) -> None:
    async with open_old(settings_with(floor={"silences": 1})) as old:
        await old.caller.call()
        for _ in range(2):
            await old.caller.said(old.recordings.keep_file(b"no", status=403))
        await old.caller.ask(old.caller.redirect)
        record = await record_of(old.exchange)
    repeat = old.exchange.agents.default.agent.repeat
    assert [each.text for each in record.transcript] == ["One moment. Yes.", repeat, APOLOGY]


async def test_a_reply_longer_than_a_sound_may_be_is_said_by_the_carrier(autojump_clock: MockClock) -> None:
    """To its end: no sentence breaks off, and none is missing."""
    async with open_old(voice=SimulatedVoice(seconds=70)) as old:
        await old.caller.call()
        assert old.caller.verbs[:2] == (Say("One moment."), Say("Yes."))


# Recordings.


@pytest.mark.parametrize(
    "path", ["/\x01", "/\x7f", "/" + "a" * 60_000, ":99999/x", ":x/x", "\\@evil.example/x", "\t.evil.example/x"]
)
async def test_a_recording_url_that_is_none_is_a_lost_recording_and_no_crash(
    path: str, autojump_clock: MockClock
) -> None:
    async with open_old() as old:
        await old.caller.call()
        await old.caller.said(f"{API}{path}" if len(path) < 60_000 else f"{API}{path}"[:50_000] + "\x02")
        assert old.voice.said[-1] == old.exchange.agents.default.agent.repeat
        assert isinstance(old.caller.record, Record)
        assert old.recordings.asked == []


async def test_a_recording_far_longer_than_was_asked_for_is_not_taken(autojump_clock: MockClock) -> None:
    async with open_old(settings_with(recording={"longest_s": 5})) as old:
        await old.caller.call()
        await old.caller.said(old.recordings.keep_file(b"RIFF" + b"x" * 500_000))
        assert old.voice.said[-1] == old.exchange.agents.default.agent.repeat


# Places, disk, restart.


async def test_a_full_server_takes_in_the_callers_whose_stream_it_had_announced(autojump_clock: MockClock) -> None:
    """The place that is kept for the stream is theirs; also while the server drains."""
    async with open_old(settings_with(limits={"calls": 1})) as old:
        await old.caller.ask("/voice-stream")
        old.exchange.drain()
        assert isinstance((await old.caller.call())[0], Play)
        await trio.sleep(5)
        assert isinstance((await old.caller.said(old.recordings.keep(voice())))[0], Play)
        assert await old.caller.call() == old.caller.verbs
        assert not isinstance((await RecordedCaller(old.pages, "CA2").call())[0], Play)


async def test_a_caller_whose_call_cannot_be_written_down_is_put_through_at_once(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """No request could go on with it: better somebody else than a line that is closed on the first answer."""
    (tmp_path / "calls.db.journals").write_text("a file, where the folder should be")
    async with open_old(settings_with(store={"path": str(tmp_path / "calls.db")})) as old:
        for call_sid in ("CA1", "CA2"):  # the second one while the journals rest
            verbs = await RecordedCaller(old.pages, call_sid).call()
            assert verbs == (Say(APOLOGY), Dial("+15550199"), Hangup())
        record = await record_of(old.exchange)
    assert record.over is not None
    assert record.over.end_reason == "transferred"


async def test_a_call_goes_on_after_its_server_was_restarted_in_a_long_turn(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The new server tidies up journals as it starts; that of a caller who still speaks is none to remove."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    async with open_old(settings, shared_memory=memory) as old:
        await old.caller.call()
        action = old.caller.record.action
    await trio.sleep(300)
    async with open_old(settings, shared_memory=memory) as new:
        await trio.sleep(2)
        await new.caller.said_to(action, new.recordings.keep(voice()))
        assert isinstance(new.caller.verbs[0], Play)
        assert lines(new) == ["One moment. Yes."]
        record = await record_of(new.exchange)
    assert [each.text for each in record.transcript] == ["One moment. Yes.", "book a room"]


async def test_a_caller_who_is_answered_while_the_server_is_stopped_can_go_on(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The answer was being made: the carrier asks its fallback URL, which the next server answers. What was said before
    is on record, and the caller is asked to say it again."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    recordings = None
    with trio.move_on_after(8):  # the greeting is there after 2 s, and the answer would be after 9
        async with open_old(
            settings, shared_memory=memory, responder=SimulatedResponder(Sentence("Yes."), pause_s=2)
        ) as old:
            recordings = old.recordings
            await old.caller.call()
            await trio.sleep(5)
            await old.caller.said(old.recordings.keep(voice()))
    async with open_old(settings, shared_memory=memory, recordings=recordings) as new:
        await new.caller.call()
        assert isinstance(new.caller.verbs[0], Play)
        assert await new.caller.hears()
        await trio.sleep(5)
        await new.caller.said(new.recordings.keep(voice()))
        record = await record_of(new.exchange)
    assert [each.text for each in record.transcript if isinstance(each, CallerSaid)] == ["book a room"] * 2


async def test_a_caller_who_falls_back_after_a_long_turn_is_not_greeted_again(autojump_clock: MockClock) -> None:
    """The last answer is not kept any more, but the call is known."""
    async with open_old() as old:
        await old.caller.call()
        await trio.sleep(400)
        await old.caller.call()
        assert old.caller.record.action.startswith("/voice/said?number=2")
    assert [turn.occasion for turn in old.responder.asked] == [Occasion.ANSWERED]


async def test_a_client_that_is_gone_before_its_answer_leaves_nothing_behind(autojump_clock: MockClock) -> None:
    """The request is cancelled half-way; the carrier asks again, and gets an answer at once."""
    async with open_old(responder=SimulatedResponder(Sentence("Yes."), pause_s=2)) as old:
        await old.caller.call()
        await trio.sleep(5)
        action, url = old.caller.record.action, old.recordings.keep(voice())
        with trio.move_on_after(1):
            await old.caller.said_to(action, url)
        with trio.fail_after(4):
            await old.caller.said_to(action, url)
        assert isinstance(old.caller.verbs[0], Play)
        assert old.responder.asked[-1].text == "book a room"


async def test_a_sound_is_kept_again_when_the_disk_has_room(autojump_clock: MockClock) -> None:
    memory = SharedMemory()
    async with open_old(shared_memory=memory) as old:
        memory.fails = True
        assert isinstance((await old.caller.call())[0], Say)
        memory.fails = False
        await trio.sleep(5)
        assert isinstance((await old.caller.said(old.recordings.keep(voice())))[0], Play)
        link = httpx.URL(next(verb.url for verb in old.caller.verbs if isinstance(verb, Play)))
        assert (await old.pages.get(link.path, params=dict(link.params))).status_code == 200


@asynccontextmanager
async def stopping_at(old: Old, at: float) -> AsyncIterator[list[float]]:
    """The server is asked to stop then. The list has one instant, when it has no more calls to wait for."""
    over_at: list[float] = []

    async def stop() -> None:
        await trio.sleep_until(at)
        old.exchange.drain()
        await old.exchange.wait_drained()
        over_at.append(trio.current_time())

    async with trio.open_nursery() as nursery:
        nursery.start_soon(stop)
        yield over_at


async def test_a_request_that_is_being_answered_is_answered_before_the_server_stops(autojump_clock: MockClock) -> None:
    """Else the carrier has no answer, and drops the caller. Even if the server is asked to stop at once."""
    responder = SimulatedResponder(Sentence("Yes."), pause_s=2)
    settings = settings_with(server={"drain_s": 0})
    async with open_old(settings, responder=responder) as old, stopping_at(old, 1) as over_at:
        await old.caller.call()
        answered_at = trio.current_time()
        assert isinstance(old.caller.verbs[0], Play)
    assert over_at == [pytest.approx(answered_at, abs=0.1)]


async def test_a_stopping_server_waits_for_the_next_request_of_a_recorded_call(autojump_clock: MockClock) -> None:
    """As for a stream, `server.drain_s` at most; a call that is over is not waited for."""
    async with open_old(settings_with(server={"drain_s": 20})) as old:
        async with stopping_at(old, 1) as over_at:
            await old.caller.call()
            await trio.sleep(8)
            await old.caller.said(old.recordings.keep(voice()))
            await trio.sleep(4)
            assert over_at == []
            await old.caller.said(old.recordings.keep(voice()), Digits="hangup")
        assert over_at == [pytest.approx(12, abs=0.5)]


async def test_a_caller_who_has_hung_up_unnoticed_holds_up_no_server_for_longer(autojump_clock: MockClock) -> None:
    async with open_old(settings_with(server={"drain_s": 20})) as old:
        async with stopping_at(old, 1) as over_at:
            await old.caller.call()
        assert over_at == [pytest.approx(21, abs=0.5)]
