"""Calls whose turns the carrier records, through the real application, its services simulated, the recordings fetched
by HTTP in memory. Virtual time; the answers are read as a carrier reads them."""

from itertools import pairwise
from pathlib import Path

import httpx
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Occasion, Sentence, Transfer
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.protocol.carriers.twilio.twiml_reader import (
    ConnectStream,
    Dial,
    Gather,
    Hangup,
    Play,
    Record,
    Redirect,
    Say,
)
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.trouble import Kind, Trouble
from tests.web.carriers.recorded_caller import ACCOUNT, API, RecordedCaller, voice
from tests.web.carriers.recorded_rig import open_old, record_of

pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(httpx|httpcore)[.].*:ResourceWarning")


async def test_a_caller_is_answered_turn_by_turn(autojump_clock: MockClock) -> None:
    """What was recorded is recognised and answered, and each answer is one sound; all is on record as of a stream."""
    async with open_old() as old:
        caller = old.caller
        await caller.call()
        assert [type(verb) for verb in caller.verbs] == [Play, Record, Redirect]
        assert len(await caller.hears()) == 2 * 8000
        await caller.goes_on_listening()
        await trio.sleep(3)  # the caller speaks
        await caller.said(old.recordings.keep(voice()))
        assert len(await caller.hears()) == 2 * 8000
        await caller.goes_on_listening()
        await trio.sleep(3)
        await caller.said(old.recordings.keep(voice()), Digits="hangup", CallStatus="completed")
        assert caller.verbs == (Hangup(),)
        record = await record_of(old.exchange)
    assert [(turn.occasion, turn.text) for turn in old.responder.asked] == [
        (Occasion.ANSWERED, ""),
        (Occasion.SPEECH, "book a room"),
    ]
    assert [line.text for line in old.responder.told[1]] == ["One moment. Yes."]
    assert [(type(each), each.turn, each.text) for each in record.transcript] == [
        (AgentSaid, 1, "One moment. Yes."),
        (CallerSaid, 2, "book a room"),
        (AgentSaid, 2, "One moment. Yes."),
        (CallerSaid, 3, "book a room"),
    ]
    assert [each.not_taken for each in record.transcript if isinstance(each, CallerSaid)] == ["", "the call was over"]
    assert record.begun.path == "recordings"
    assert record.returned_s == ()
    assert record.over is not None
    assert (record.over.end_reason, record.over.faults) == ("caller hung up", {})


async def test_the_times_of_a_recorded_turn_are_on_record(autojump_clock: MockClock) -> None:
    """From the last voiced frame: the silence that ended the recording, its fetching, and the services."""
    recognizer = SimulatedRecognizer("yes", final_s=0.3)
    responder, spoken = SimulatedResponder(Sentence("Fine."), pause_s=0.4), SimulatedVoice(seconds=1, first_byte_s=0.2)
    async with open_old(recognizer=recognizer, responder=responder, voice=spoken) as old:
        await old.caller.call()
        await trio.sleep(5)
        await old.caller.said(old.recordings.keep(voice(), not_ready=1))
        record = await record_of(old.exchange)
    times = next(turn.times for turn in record.turns if turn.turn == 2)
    ends = ("end_of_turn", "recording_fetched", "transcript", "first_sentence", "voice_first_byte")
    steps = [round(times[later] - times[earlier], 2) for earlier, later in pairwise(ends)]
    assert steps == [0.1, 0.3, 0.4, 0.2]
    assert times["end_of_turn"] - times["last_voiced"] == pytest.approx(1.0, abs=0.6)  # the clip ends with a quiet part


async def test_a_request_that_comes_twice_gets_the_same_answer(autojump_clock: MockClock) -> None:
    """A carrier repeats what it got no answer to: no turn is taken twice."""
    async with open_old() as old:
        caller = old.caller
        first = await caller.call()
        assert await caller.call() == first
        await trio.sleep(5)
        url, action = old.recordings.keep(voice()), caller.record.action
        form = {"RecordingUrl": url, "RecordingDuration": "3", "Digits": ""}
        second = await caller.ask(action, form)
        assert await caller.ask(action, form) == second
        await trio.sleep(5)
        await caller.said(old.recordings.keep(voice()))
        assert await caller.ask(action, form) == second, "late, and out of order"
    assert [turn.occasion for turn in old.responder.asked] == [Occasion.ANSWERED, Occasion.SPEECH, Occasion.SPEECH]


async def test_any_worker_goes_on_and_serves_what_another_one_made(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Between two requests nothing of a call is in any process."""
    settings, memory = settings_with(store={"path": str(tmp_path / "calls.db")}), SharedMemory()
    async with (
        open_old(settings, shared_memory=memory) as one,
        open_old(settings, shared_memory=memory, recordings=one.recordings) as other,
    ):
        caller = one.caller
        await caller.call()
        assert await caller.hears([one.pages, other.pages])
        await trio.sleep(5)
        caller.pages = other.pages
        await caller.said(one.recordings.keep(voice()))
        assert [turn.text for turn in other.responder.asked] == ["book a room"]
        assert [line.text for line in other.responder.told[0]] == ["One moment. Yes."]
        caller.pages = one.pages
        await trio.sleep(5)
        await caller.said(one.recordings.keep(voice()), Digits="hangup")
        record = await record_of(one.exchange)
    assert [each.turn for each in record.transcript] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("closing", "end", "reason"),
    [(HangUp(), Hangup(), "agent hung up"), (Transfer("+15550111"), Dial("+15550111"), "transferred")],
    ids=["hang up", "transfer"],
)
async def test_the_last_sentence_is_heard_before_the_call_ends(
    closing: HangUp | Transfer, end: Hangup | Dial, reason: str, autojump_clock: MockClock
) -> None:
    """The carrier asks once more when it has played it, which proves that it was heard."""
    async with open_old() as old:
        await old.caller.call()
        old.responder.closing = closing
        await trio.sleep(5)
        await old.caller.said(old.recordings.keep(voice()))
        assert [type(verb) for verb in old.caller.verbs] == [Play, Redirect]
        await old.caller.goes_on_listening()
        assert (await old.caller.ask(old.caller.redirect))[0] == end
        record = await record_of(old.exchange)
    assert record.over is not None
    assert record.over.end_reason == reason
    assert [each.text for each in record.transcript if isinstance(each, AgentSaid)] == ["One moment. Yes."] * 2


async def test_a_silent_caller_is_asked_again_and_then_hears_a_goodbye(autojump_clock: MockClock) -> None:
    """As often as `floor.silences` says."""
    async with open_old(settings_with(floor={"silences": 2})) as old:
        await old.caller.call()
        for _ in range(2):
            await old.caller.is_silent()
            assert old.responder.asked[-1].occasion is Occasion.SILENCE
        await old.caller.is_silent()
        assert isinstance(old.caller.verbs[0], Say)
        assert (await old.caller.ask(old.caller.redirect)) == (Hangup(),)
        record = await record_of(old.exchange)
    assert record.over is not None
    assert record.over.end_reason == "caller silent"


async def test_noise_without_words_is_no_answer(autojump_clock: MockClock) -> None:
    """A recording of a quiet room is silence, whatever the carrier took it for."""
    async with open_old() as old:
        await old.caller.call()
        await old.caller.said(old.recordings.keep(b"\xff" * 16_000))
    assert old.responder.asked[-1].occasion is Occasion.SILENCE


async def test_a_key_answers_at_once(autojump_clock: MockClock) -> None:
    """The recording beside it is not even fetched."""
    async with open_old() as old:
        await old.caller.call()
        await old.caller.pressed("1")
        record = await record_of(old.exchange)
    assert [(turn.occasion, turn.text) for turn in old.responder.asked][1:] == [(Occasion.KEYS, "1")]
    assert old.recordings.asked == []
    assert [(each.by, each.text) for each in record.transcript if isinstance(each, CallerSaid)] == [("keys", "1")]


async def test_an_entry_of_several_keys_is_asked_for_as_a_whole(autojump_clock: MockClock) -> None:
    """Keys that are pressed while the carrier asks what to do with the first one are lost to it; so none is taken. The
    words stand before <Gather>: in it, the rest of the entry would count, as the beginning of the next."""
    async with open_old(responder=SimulatedResponder(Sentence("Which number?"), max_digits=4)) as old:
        await old.caller.call()
        await old.caller.pressed("4")
        words, gather, otherwise = old.caller.verbs
        assert words == Say(old.exchange.agents.default.agent.repeat)
        assert isinstance(gather, Gather)
        assert (gather.most, gather.said) == (4, "")
        assert otherwise == Redirect(gather.action)
        assert len(old.responder.asked) == 1
        await old.caller.ask(old.caller.gather.action, {"Digits": "4271"})
    assert old.responder.asked[-1].text == "4271"


async def test_a_caller_hears_the_carriers_voice_where_no_voice_of_ours_speaks(autojump_clock: MockClock) -> None:
    """Better another voice than none."""
    trouble = Trouble(Kind.FAIL, times=2)
    async with open_old(voice=SimulatedVoice(seconds=1, trouble=trouble)) as old:
        await old.caller.call()
        assert old.caller.verbs[:2] == (Say("One moment."), Say("Yes."))


async def test_the_carriers_voice_says_each_sentence_in_its_own_language(autojump_clock: MockClock) -> None:
    """Here the question which language to speak."""
    agent = 'name = "a"\nlanguage = "ask"\nlanguages = ["de", "hi"]\ngreeting = "Hallo."\n'
    trouble = Trouble(Kind.FAIL, times=99)
    async with open_old(agent=agent, voice=SimulatedVoice(seconds=1, trouble=trouble)) as old:
        await old.caller.call()
        await old.caller.pressed("9")
        said = [(verb.text, verb.language) for verb in old.caller.verbs if isinstance(verb, Say)]
    assert said == [
        ("Für Deutsch sagen Sie Deutsch oder drücken Sie die 1.", "de-DE"),
        ("हिंदी के लिए, हिंदी कहिए या 2 दबाइए।", "hi-IN"),
    ]


# Recordings that cannot be had.


@pytest.mark.parametrize(
    ("file", "status"),
    [(b"", 200), (b"<html>no</html>", 200), (b"RIFF", 200), (b"no", 403), (b"no", 500), (b"x" * 9_000_000, 200)],
    ids=["empty", "a web page", "half a file", "refused", "an error", "huge"],
)
async def test_a_caller_whose_recording_cannot_be_had_is_asked_again(
    file: bytes, status: int, autojump_clock: MockClock
) -> None:
    """Within the time that the carrier waits; what was recorded before stays."""
    async with open_old() as old:
        await old.caller.call()
        await trio.sleep(5)
        with trio.fail_after(11):
            await old.caller.said(old.recordings.keep_file(file, status=status))
        assert old.voice.said[-1] == old.exchange.agents.default.agent.repeat
        record = await record_of(old.exchange)
    assert [each.text for each in record.transcript] == ["One moment. Yes."]
    assert record.over is not None
    assert record.over.faults == {"recordings lost": 1}


async def test_a_recording_that_is_never_ready_is_given_up(autojump_clock: MockClock) -> None:
    async with open_old() as old:
        await old.caller.call()
        began = trio.current_time()
        await old.caller.said(old.recordings.keep(voice(), not_ready=1000))
        assert trio.current_time() - began < 8
        assert old.voice.said[-1] == old.exchange.agents.default.agent.repeat


async def test_a_caller_whose_recordings_are_all_lost_is_not_asked_for_ever(autojump_clock: MockClock) -> None:
    """They hear the agent's apology, and are put through to the agent's `transfer`."""
    async with open_old(settings_with(floor={"silences": 1})) as old:
        await old.caller.call()
        for _ in range(2):
            await old.caller.said(old.recordings.keep_file(b"no", status=403))
        assert isinstance(old.caller.verbs[0], Say)
        assert isinstance((await old.caller.ask(old.caller.redirect))[0], Dial)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/2010-04-01/Recordings/RE1",
        "https://api.twilio.com.evil.example/RE1",
        "https://api.twilio.com@evil.example/RE1",
        "http://api.twilio.com/RE1",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//api.twilio.com/RE1",
        "https://[::1",
        "RE1",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(url: str, autojump_clock: MockClock) -> None:
    """Whatever RecordingUrl says: no request leaves, and so no key."""
    async with open_old(settings_with(twilio={"account_sid": ACCOUNT["account_sid"]})) as old:
        await old.caller.call()
        await old.caller.said(url)
        assert old.recordings.asked == []
        assert old.voice.said[-1] == old.exchange.agents.default.agent.repeat


async def test_the_key_goes_to_the_carriers_own_host(autojump_clock: MockClock) -> None:
    settings = settings_with(
        twilio={"account_sid": ACCOUNT["account_sid"], "api_key": "SK1", "api_secret": "quite-secret"}
    )
    async with open_old(settings) as old:
        await old.caller.call()
        await old.caller.said(old.recordings.keep(voice()))
        (asked,) = old.recordings.asked
    assert asked.headers["host"] == API.removeprefix("https://")
    assert asked.headers["authorization"].startswith("Basic ")


# Sounds.


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"until": "99999999999"},
        {"until": "-1"},
        {"until": "1e9"},
    ],
)
async def test_a_link_that_was_not_made_here_gives_no_sound(changed: dict[str, str], autojump_clock: MockClock) -> None:
    async with open_old() as old:
        await old.caller.call()
        link = httpx.URL(next(verb.url for verb in old.caller.verbs if isinstance(verb, Play)))
        answer = await old.pages.get(link.path, params={**link.params, **changed})
        assert answer.status_code == 404
        assert (await old.pages.get(link.path, params=dict(link.params))).status_code == 200


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fkey%20of%20links", "key%20of%20links", "%2e%2e", "%00", "a" * 5000, "x.wav"]
)
async def test_no_path_leads_to_another_file(name: str, autojump_clock: MockClock) -> None:
    async with open_old() as old:
        await old.caller.call()
        link = httpx.URL(next(verb.url for verb in old.caller.verbs if isinstance(verb, Play)))
        answer = await old.pages.get(f"/voice/sound/{name}", params=dict(link.params))
        assert answer.status_code in (403, 404)


async def test_a_link_expires(autojump_clock: MockClock) -> None:
    """And the file goes with the next sound."""
    async with open_old() as old:
        await old.caller.call()
        link = httpx.URL(next(verb.url for verb in old.caller.verbs if isinstance(verb, Play)))
        await trio.sleep(301)
        assert (await old.pages.get(link.path, params=dict(link.params))).status_code == 404


# Falling back from a stream.


async def test_a_caller_whose_stream_cannot_be_opened_goes_on_with_recordings(autojump_clock: MockClock) -> None:
    """The carrier asks what comes after a stream that never reached us: once more a stream, then recordings."""
    async with open_old() as old:
        caller = old.caller
        await caller.ask("/voice-stream")
        first, after = await caller.ask("/voice-stream/after")
        assert isinstance(first, ConnectStream)
        assert isinstance(after, Redirect)
        assert (await caller.ask(after.url)) == (Redirect("/voice"),)
        await caller.ask("/voice")
        assert isinstance(caller.verbs[0], Play)
        await caller.goes_on_listening()
        await caller.said(old.recordings.keep(voice()))
    assert [turn.occasion for turn in old.responder.asked] == [Occasion.ANSWERED, Occasion.SPEECH]


async def test_a_carrier_that_falls_back_in_mid_call_hears_the_last_answer_again(autojump_clock: MockClock) -> None:
    """It asks the fallback URL because it got no answer: nobody is greeted twice."""
    async with open_old() as old:
        caller = old.caller
        await caller.call()
        await trio.sleep(5)
        answer = await caller.said(old.recordings.keep(voice()))
        assert await caller.call() == answer
    assert [turn.occasion for turn in old.responder.asked] == [Occasion.ANSWERED, Occasion.SPEECH]


async def test_a_call_that_is_over_is_hung_up(autojump_clock: MockClock) -> None:
    """A request that comes late, or that nobody knows."""
    async with open_old() as old:
        await old.caller.call()
        await old.caller.said(old.recordings.keep(voice()), Digits="hangup")
        assert await RecordedCaller(old.pages, "CA2").ask("/voice/said?number=3", {"Digits": "1"}) == (Hangup(),)
        assert await RecordedCaller(old.pages, "CA3", CallStatus="completed").call() == (Hangup(),)
    assert len(old.responder.asked) == 1


async def test_a_full_server_turns_recorded_callers_away_but_goes_on_with_those_it_has(
    autojump_clock: MockClock,
) -> None:
    async with open_old(settings_with(limits={"calls": 1})) as old:
        await old.caller.call()
        assert await old.exchange.admit("CA9") is not None, "a stream has the only place now"
        await trio.sleep(5)
        assert isinstance((await old.caller.said(old.recordings.keep(voice())))[0], Play)
        verbs = await RecordedCaller(old.pages, "CA2").call()
        assert not any(isinstance(verb, Record) for verb in verbs)
