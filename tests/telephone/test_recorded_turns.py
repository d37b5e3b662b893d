"""The telephone's carrier that plays sounds and records each turn, against servers in memory.

Clock: virtual, jumping to the next deadline, so every instant is exact to the 20 ms frame. Faults: callers who say
nothing, who hang up, and servers that go round in circles.
"""

from urllib.parse import urlsplit

import h11
import pytest
import trio
from trio.testing import MockClock, memory_stream_pair
from typer.testing import CliRunner

from offhook.cli import commands
from offhook.protocol import mulaw
from offhook.protocol.playout import SoundBegan, SoundEnded
from offhook.protocol.wav import read_wav, wav_of
from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone import CallOptions, CallOutcome, CallPath, place_call, url_of_path
from offhook.telephone.phone_events import (
    CallerBegan,
    CarrierVoice,
    KeySent,
    LineClosed,
    PhoneEvent,
    Ringing,
    StreamNotOpened,
    TurnRecorded,
)
from offhook.telephone.phone_script import press, say
from offhook.telephone.recording_store import RecordingStore
from tests.telephone.media_server import CALLER_FRAME, MemoryNetwork, greet_and_answer

WEBHOOK, SAID, SILENT = (f"http://agent.example/{name}" for name in ("voice", "said", "silent"))
SOUND = "http://agent.example/a-second.wav"
PLAY = f"<Play>{SOUND}</Play>"
RECORD = f'{PLAY}<Record action="/said" timeout="1" maxLength="60"/><Redirect>/silent</Redirect>'
GATHER = '<Gather action="/keyed" numDigits="4" timeout="3"/><Redirect>/silent</Redirect>'
HELLO = from_mulaw(CALLER_FRAME * 20)  # 400 ms, voiced throughout


def network_of(**documents: str) -> MemoryNetwork:
    """Documents by the last part of their URL; what is not named hangs up."""
    pages = {"said": "<Hangup/>", "silent": "<Hangup/>", "keyed": "<Hangup/>"} | documents
    network = MemoryNetwork({f"http://agent.example/{name}": twiml for name, twiml in pages.items()}, {})
    network.sounds[SOUND] = wav_of(b"\x20\xa0" * 4000)
    return network


async def call(network: MemoryNetwork, options: CallOptions) -> CallOutcome:
    with trio.fail_after(600):
        return await place_call(options, network=network)


def instants(outcome: CallOutcome, kind: type[PhoneEvent]) -> list[float]:
    """When events of this kind were, in seconds from the beginning of the call."""
    return [round(event.at - outcome.events[0].at, 3) for event in outcome.events if isinstance(event, kind)]


def forms_to(network: MemoryNetwork, url: str) -> list[dict[str, str]]:
    return [form for _, asked, form in network.asked if asked == url]


async def test_a_silence_ends_the_recording(autojump_clock: MockClock) -> None:
    """What was said is in it, and the silence after it; the server gets its URL and its length in whole seconds."""
    network = network_of(voice=RECORD)
    outcome = await call(network, CallOptions(WEBHOOK, (say("a.wav", HELLO),), stay=True))
    (recorded,) = [event for event in outcome.events if isinstance(event, TurnRecorded)]
    assert recorded.seconds == pytest.approx(0.2 + 0.4 + 1.0, abs=0.041)
    (form,) = forms_to(network, SAID)
    assert form["RecordingUrl"].startswith("http://127.0.0.1:")
    assert (form["RecordingDuration"], form["Digits"], form["CallStatus"]) == ("2", "", "in-progress")
    assert outcome.failure == ""


async def test_an_answer_waits_for_silence_upload_callback_and_delivery(autojump_clock: MockClock) -> None:
    """1.0 s of silence, 0.2 to store, 0.1 to ask, 0.3 until the sound plays; the greeting waits for delivery only."""
    outcome = await call(
        network_of(voice=RECORD, said=RECORD), CallOptions(WEBHOOK, (say("a.wav", HELLO),), max_seconds=30)
    )
    asked, recorded, began = (instants(outcome, kind) for kind in (Ringing, TurnRecorded, SoundBegan))
    assert began[0] == pytest.approx(0.3, abs=0.001)
    assert asked[1] == pytest.approx(recorded[0] + 0.3, abs=0.001)
    assert began[1] == pytest.approx(asked[1] + 0.3, abs=0.001)
    assert outcome.report.turns[0].response_ms == pytest.approx(1600, abs=21)


async def test_a_caller_who_says_nothing_is_led_on(autojump_clock: MockClock) -> None:
    """The carrier goes on with the verb behind <Record>, at once."""
    network = network_of(voice=RECORD)
    outcome = await call(network, CallOptions(WEBHOOK, stay=True))
    assert [url for _, url, _ in network.asked] == [WEBHOOK, SILENT]
    assert instants(outcome, Ringing)[1] == instants(outcome, TurnRecorded)[0]


async def test_the_longest_recording_ends_by_itself(autojump_clock: MockClock) -> None:
    """However much is said after it."""
    network = network_of(voice=RECORD.replace('maxLength="60"', 'maxLength="2"'))
    outcome = await call(
        network, CallOptions(WEBHOOK, (say("long.wav", from_mulaw(CALLER_FRAME * 500)),), max_seconds=8)
    )
    (recorded,) = [event for event in outcome.events if isinstance(event, TurnRecorded)]
    assert recorded.seconds == pytest.approx(2.0)
    assert outcome.failure == "the server ended the call before the script did: not said: 'long.wav'"


async def test_a_sound_is_played_to_its_end(autojump_clock: MockClock) -> None:
    """Nobody interrupts it: a caller who begins to speak in it is not recorded until it is over."""
    outcome = await call(
        network_of(voice=RECORD), CallOptions(WEBHOOK, (say("a.wav", HELLO, barge_in_after_s=0.8),), stay=True)
    )
    (began,), (ended,) = instants(outcome, SoundBegan), instants(outcome, SoundEnded)
    assert ended - began == pytest.approx(1.0, abs=0.001)
    assert instants(outcome, CallerBegan)[0] < ended
    assert outcome.agent[0].mulaw == b"\x20\xa0" * 4000
    (recorded,) = [event for event in outcome.events if isinstance(event, TurnRecorded)]
    assert recorded.seconds == pytest.approx(0.2 + 1.0, abs=0.041)  # half of what was said came too early


async def test_a_sound_that_cannot_be_had_is_named(autojump_clock: MockClock) -> None:
    """One line for a URL that leads nowhere, and for a file that is no sound."""
    network = network_of(voice=RECORD)
    network.sounds[SOUND] = b"no sound"
    outcome = await call(network, CallOptions(WEBHOOK))
    assert outcome.failure.startswith(f"{SOUND} cannot be played: ")
    del network.sounds[SOUND]
    assert (await call(network, CallOptions(WEBHOOK))).failure == f"{SOUND} answered 404 Not Found"


async def test_the_carriers_own_voice_takes_its_time(autojump_clock: MockClock) -> None:
    """The caller hears it out, and it is the answer where the server has no voice."""
    words = "For how many people, please?"
    said = RECORD.replace(PLAY, f"<Say>{words}</Say>")
    items = (say("a.wav", HELLO), say("b.wav", HELLO))
    outcome = await call(network_of(voice=RECORD, said=said), CallOptions(WEBHOOK, items))
    assert outcome.failure == ""
    ended = instants(outcome, SoundEnded)[1]
    assert ended - instants(outcome, CarrierVoice)[0] == pytest.approx(len(words) / 15, abs=0.001)
    assert instants(outcome, CallerBegan)[1] == pytest.approx(ended + 0.2, abs=0.021)
    assert [turn.response_ms for turn in outcome.report.turns] == [pytest.approx(1600, abs=21)] * 2


async def test_a_key_ends_the_recording_at_once(autojump_clock: MockClock) -> None:
    """The server is told which; the caller goes on when the answer is over."""
    network = network_of(voice=RECORD, said=RECORD)
    outcome = await call(network, CallOptions(WEBHOOK, (press("2"), say("a.wav", HELLO))))
    assert [form["Digits"] for form in forms_to(network, SAID)] == ["2", "", "hangup"]
    assert instants(outcome, TurnRecorded)[0] == instants(outcome, KeySent)[0]
    assert outcome.report.turns[0].response_ms == pytest.approx(600, abs=21)


AGAIN = f"<Say>Once more, please.</Say>{GATHER}"


async def test_an_entry_that_is_asked_for_as_a_whole_is_keyed_in_again(autojump_clock: MockClock) -> None:
    """Its first key has ended the recording and the others are lost. The caller hears the question and keys it in
    again; the answer is timed from then on, and the script goes on after it."""
    network = network_of(voice=RECORD, said=AGAIN, keyed=RECORD.replace("/said", "/end"), end="<Hangup/>")
    outcome = await call(network, CallOptions(WEBHOOK, (press("1900"), say("a.wav", HELLO)), stay=True))
    assert outcome.failure == ""
    assert [event.key for event in outcome.events if isinstance(event, KeySent)] == list("19001900")
    assert [form["Digits"] for form in forms_to(network, SAID)] == ["1"]
    assert [form["Digits"] for form in forms_to(network, "http://agent.example/keyed")] == ["1900"]
    keys = instants(outcome, KeySent)
    assert keys[4] == pytest.approx(instants(outcome, SoundEnded)[1] + 0.2, abs=0.021)
    assert [turn.label for turn in outcome.report.turns] == ["1900", "a.wav"]
    assert outcome.report.turns[0].response_ms == pytest.approx(300, abs=21)


@pytest.mark.parametrize(("keys", "digits", "waits_s"), [("3#", "3", 0.0), ("3", "3", 3.0)])
async def test_an_entry_ends_by_the_pound_key_or_a_pause(
    keys: str, digits: str, waits_s: float, autojump_clock: MockClock
) -> None:
    """As carriers report it: without the pound key."""
    network = network_of(voice=RECORD, said=AGAIN)
    outcome = await call(network, CallOptions(WEBHOOK, (press(keys),), stay=True))
    (form,) = forms_to(network, "http://agent.example/keyed")
    assert form["Digits"] == digits
    assert instants(outcome, Ringing)[-1] - instants(outcome, KeySent)[-1] == pytest.approx(waits_s, abs=0.021)


async def test_keys_that_are_pressed_in_the_question_count_and_stop_it(autojump_clock: MockClock) -> None:
    """If the words stand in <Gather>: the rest of the first entry is the beginning of the second."""
    said = GATHER.replace("/><", "><Say>Once more, please.</Say></Gather><", 1)
    network = network_of(voice=RECORD, said=said)
    outcome = await call(network, CallOptions(WEBHOOK, (press("1900"),), stay=True))
    assert forms_to(network, "http://agent.example/keyed")[0]["Digits"] == "0019"
    words = [event for event in outcome.events if isinstance(event, SoundEnded)][1]
    assert words.cleared_bytes > 0


async def test_only_an_entry_that_a_key_has_broken_off_is_keyed_in_again(autojump_clock: MockClock) -> None:
    """A server that asks for keys without that gets the next item of the script."""
    network = network_of(voice=f"{PLAY}{GATHER}", keyed=f"{PLAY}{GATHER.replace('/keyed', '/end')}", end="<Hangup/>")
    outcome = await call(network, CallOptions(WEBHOOK, (press("1#"), press("2#")), stay=True))
    assert [event.key for event in outcome.events if isinstance(event, KeySent)] == list("1#2#")
    assert forms_to(network, "http://agent.example/end")[0]["Digits"] == "2"


async def test_a_caller_who_keys_in_nothing_is_led_on(autojump_clock: MockClock) -> None:
    """After the pause, which counts from the end of the words."""
    gather = GATHER.replace("/><", "><Say>A number, please.</Say></Gather><", 1)
    network = network_of(voice=f"{PLAY}{gather}")
    outcome = await call(network, CallOptions(WEBHOOK, stay=True, max_seconds=30))
    assert [url for _, url, _ in network.asked] == [WEBHOOK, SILENT]
    assert instants(outcome, Ringing)[1] == pytest.approx(instants(outcome, SoundEnded)[1] + 3.0, abs=0.001)


async def test_a_caller_who_hangs_up_over_a_recording_is_reported(autojump_clock: MockClock) -> None:
    """The recording is stored all the same; the server is told `hangup`, and its answer leads nowhere."""
    network = network_of(voice=RECORD, said=RECORD)
    outcome = await call(network, CallOptions(WEBHOOK, (say("a.wav", HELLO),), max_seconds=1.7))
    assert [(form["Digits"], form["CallStatus"]) for form in forms_to(network, SAID)] == [("hangup", "completed")]
    assert outcome.events[-1] == LineClosed(outcome.events[-1].at, "caller")
    assert outcome.report.ended == "by the caller"
    assert instants(outcome, SoundBegan) == [0.3]


async def test_nobody_is_told_of_a_caller_who_hangs_up_over_a_sound(autojump_clock: MockClock) -> None:
    """As with Twilio: the sound stops, and no document is asked for any more."""
    network = network_of(voice=f"{PLAY}{RECORD}")
    outcome = await call(network, CallOptions(WEBHOOK, max_seconds=1.0))
    assert len(outcome.agent[0].mulaw) == pytest.approx(0.7 * 8000, abs=160)
    assert outcome.report.ended == "by the caller"


async def test_a_long_call_asks_for_as_many_documents_as_it_has_turns(autojump_clock: MockClock) -> None:
    """Only documents without a caller between them go in a circle."""
    network = network_of(voice=RECORD, said=RECORD)
    items = tuple(say(f"{number}.wav", HELLO) for number in range(30))
    outcome = await call(network, CallOptions(WEBHOOK, items, max_seconds=600))
    assert outcome.failure == ""
    assert len(outcome.report.turns) == 30


async def test_a_carrier_that_cannot_open_the_stream_goes_on_with_the_twiml(autojump_clock: MockClock) -> None:
    """With the next verb, or with the action; the script begins where there is somebody to talk to."""
    stream = '<Stream url="wss://agent.example/media-stream"/>'
    for connect, asked in (
        (f"<Connect>{stream}</Connect><Redirect>/recordings</Redirect>", "recordings"),
        (f'<Connect action="/recordings">{stream}</Connect><Redirect>/silent</Redirect>', "recordings"),
    ):
        network = network_of(voice=connect, recordings=RECORD, said=RECORD)
        network.servers["wss://agent.example/media-stream"] = greet_and_answer
        options = CallOptions(WEBHOOK, (say("a.wav", HELLO),), no_stream=True)
        outcome = await call(network, options)
        assert outcome.failure == ""
        assert outcome.report.streams == 0
        assert [url for _, url, _ in network.asked[:2]] == [WEBHOOK, f"http://agent.example/{asked}"]
        (event,) = [event for event in outcome.events if isinstance(event, StreamNotOpened)]
        assert event.url == "wss://agent.example/media-stream"


@pytest.mark.parametrize("option", ["--path=record", "--no-stream"])
@pytest.mark.parametrize("where", [["ws://127.0.0.1:1/media"], ["http://127.0.0.1:1/telnyx", "--carrier=telnyx"]])
def test_a_call_without_a_stream_needs_twilios_webhook(option: str, where: list[str]) -> None:
    """A media socket has no TwiML, and Telnyx follows commands."""
    outcome = CliRunner().invoke(commands, ["call", *where, option])
    assert outcome.exit_code == 2
    said = " ".join(outcome.stderr.replace("│", " ").split())
    assert f"{option.replace('=', ' ')} needs the voice webhook of Twilio" in said


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://a.example/voice-stream", "http://a.example/voice"),
        ("http://a.example/calls/voice-stream?x=/voice-stream", "http://a.example/calls/voice?x=/voice-stream"),
        ("http://a.example/voice", "http://a.example/voice"),
        ("http://a.example/other", "http://a.example/other"),
    ],
)
def test_recordings_have_a_webhook_beside_the_streams(url: str, asked: str) -> None:
    """Below the same prefix, with the same query; any other address is asked as it stands."""
    assert url_of_path(url, CallPath.RECORD) == asked
    assert url_of_path(url, CallPath.STREAM) == url


async def ask(store: RecordingStore, path: str) -> tuple[int, bytes, float]:
    """Status, body and seconds of an answer of the store."""
    ours, theirs = memory_stream_pair()
    client, body, status, began_at = h11.Connection(h11.CLIENT), b"", 0, trio.current_time()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(store.serve, theirs)
        request = h11.Request(method="GET", target=path, headers=[("host", "store")])
        await ours.send_all((client.send(request) or b"") + (client.send(h11.EndOfMessage()) or b""))
        while not isinstance(event := client.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                client.receive_data(bytes(await ours.receive_some(4096)))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
    return status, body, trio.current_time() - began_at


async def test_a_recording_is_served_as_slowly_as_it_is_told_to(autojump_clock: MockClock) -> None:
    """And the same again to whoever asks again; what was never kept is not there."""
    store = RecordingStore(download_s=0.3)
    path = urlsplit(store.keep(CALLER_FRAME * 10)).path
    for _ in range(2):
        status, body, took_s = await ask(store, path)
        assert status == 200
        assert took_s == pytest.approx(0.3)
        assert mulaw.encode(read_wav(body)[0].astype("int16")) == CALLER_FRAME * 10
    assert (await ask(store, "/recordings/2"))[0] == 404


async def test_who_does_not_speak_http_is_left_alone(autojump_clock: MockClock) -> None:
    """The connection is closed, and the store goes on."""
    store = RecordingStore(download_s=0.3)
    ours, theirs = memory_stream_pair()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(store.serve, theirs)
        await ours.send_all(b"\x16\x03\x01\r\n\r\n")
        assert await ours.receive_some(100) == b""
    path = urlsplit(store.keep(CALLER_FRAME)).path
    assert (await ask(store, path))[0] == 200
