"""The fake of Deepgram, and what our client sends it, judged by the types of Deepgram's own package. Virtual clock."""

import inspect
import json
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
import trio
import trio.testing
from deepgram.listen.v1 import types as deepgram
from pydantic import BaseModel
from trio.testing import MockClock

from offhook.actors.deepgram import FIRST_AUDIO
from offhook.engine.host.websocket import WebSocketClosed
from offhook.engine.words.expectation import Expectation
from offhook.protocol import deepgram_listen as wire
from offhook.simulation.fakes.deepgram import NO_AUDIO
from offhook.simulation.fakes.websocket_server import Event
from tests.actors.deepgram_rig import KEY, rig
from tests.actors.recognizer.deepgram_calls import ONE_SECOND, SILENCE
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL

URL, HEADERS = "http://x/v1/listen?encoding=mulaw", {"Authorization": f"Token {KEY}"}
FROM_SERVER: Mapping[object, type[BaseModel]] = {
    "Results": deepgram.ListenV1Results,
    "UtteranceEnd": deepgram.ListenV1UtteranceEnd,
    "Metadata": deepgram.ListenV1Metadata,
    "Error": deepgram.ListenV1Error,
}
FROM_CLIENT: Mapping[object, type[BaseModel]] = {
    "KeepAlive": deepgram.ListenV1KeepAlive,
    "Finalize": deepgram.ListenV1Finalize,
    "CloseStream": deepgram.ListenV1CloseStream,
}


def unknown_fields(value: object) -> Iterator[str]:
    """What the package keeps beside the fields that it knows, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from unknown_fields(each)
    if isinstance(value, BaseModel):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from unknown_fields(getattr(value, name))


def judge(kinds: Mapping[object, type[BaseModel]], event: Event) -> None:
    known = kinds[event["type"]].model_validate(event, strict=True)
    assert list(unknown_fields(known)) == [], event


async def test_every_frame_is_of_deepgrams_types(autojump_clock: MockClock) -> None:
    """Both ways: words while it listens, final ones, none, a gap, a message that it does not know, and the end."""
    async with rig() as joined:
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(5)
            await hear(session, ONE_SECOND + SILENCE * 6, Expectation())
            await hear(session, SILENCE, Expectation())
        async with joined.network.websocket(
            "http://x/v1/listen?encoding=mulaw", {"Authorization": f"Token {KEY}"}
        ) as w:
            await w.send('{"type":"Restart"}')
            await trio.testing.wait_all_tasks_blocked()
        await trio.testing.wait_all_tasks_blocked()
        sent = joined.fake.sent
        received = [event for event in joined.fake.received if event["type"] != "Restart"]
    for event in sent:
        judge(FROM_SERVER, event)
    for event in received:
        judge(FROM_CLIENT, event)
    assert {event["type"] for event in sent} == set(FROM_SERVER)
    assert {event["type"] for event in received} == set(FROM_CLIENT)


@pytest.mark.parametrize("name", FROM_SERVER)
def test_what_deepgrams_types_allow_is_read(name: str) -> None:
    """Also where what may be missing is missing, or null."""
    word = deepgram.ListenV1ResultsChannelAlternativesItemWordsItem(word="a", start=0.1, end=0.2, confidence=1)
    best = deepgram.ListenV1ResultsChannelAlternativesItem(transcript="a", confidence=0.5, words=[word])
    info = deepgram.ListenV1ResultsMetadataModelInfo(name="n", version="v", arch="a")
    metadata = deepgram.ListenV1ResultsMetadata(request_id="r", model_info=info, model_uuid="m")
    channel = deepgram.ListenV1ResultsChannel(alternatives=[best])
    messages: Mapping[str, BaseModel] = {
        "Results": deepgram.ListenV1Results(
            channel_index=[0, 1], duration=1, start=0.0, channel=channel, metadata=metadata
        ),
        "UtteranceEnd": deepgram.ListenV1UtteranceEnd(type="UtteranceEnd", channel=[0, 1], last_word_end=2.5),
        "Metadata": deepgram.ListenV1Metadata(
            type="Metadata",
            transaction_key="k",
            request_id="r",
            sha256="0",
            created="2026-11-28",
            duration=1.0,
            channels=1,
        ),
        "Error": deepgram.ListenV1Error(type="Error", description="d", message="m", variant="v"),
    }
    for leave_out in (True, False):
        read = wire.read_message(messages[name].model_dump_json(exclude_none=leave_out))
        match read:
            case wire.Results():
                assert (read.best.transcript, read.best.words[0].text, read.end) == ("a", "a", 1.0)
            case wire.UtteranceEnd(last_word_end):
                assert last_word_end == 2.5
            case wire.Failure():
                assert "d" in read.texts
            case None:
                assert name == "Metadata"


@pytest.mark.filterwarnings("ignore:websockets:DeprecationWarning")
def test_the_query_is_one_that_deepgrams_package_knows() -> None:
    """Name by name."""
    from deepgram.listen.v1.client import AsyncV1Client  # it warns when it is imported

    path = wire.listen_path("nova-3", "en", ["a"], 300)
    assert urlsplit(path).path == "/listen"
    known = inspect.signature(AsyncV1Client.connect).parameters
    assert {name for name, _ in parse_qsl(urlsplit(path).query)} <= set(known)


async def test_a_stream_without_audio_is_closed(autojump_clock: MockClock) -> None:
    """After 10 s; a KeepAlive counts only after the first audio; an empty message ends the stream."""
    async with rig() as joined:
        for first, lasts_s in (("", 10.0), (FIRST_AUDIO, 16.0)):
            async with joined.network.websocket(URL, HEADERS) as socket:
                began = trio.current_time()
                if first:
                    await socket.send(first)
                await trio.sleep(6)
                await socket.send(wire.KEEP_ALIVE)
                with pytest.raises(WebSocketClosed) as caught:
                    await socket.receive()
                assert (caught.value.code, caught.value.reason) == (NO_AUDIO.code, NO_AUDIO.reason)
                assert trio.current_time() - began == pytest.approx(lasts_s)
        async with joined.network.websocket(URL, HEADERS) as socket:
            await socket.send(b"")
            kinds = [json.loads(await socket.receive())["type"] for _ in range(2)]
        assert kinds == ["Results", "Metadata"]


async def test_audio_of_another_kind_is_refused(autojump_clock: MockClock) -> None:
    """As where a setting is lost."""
    async with rig() as joined, joined.network.websocket("http://x/v1/listen", HEADERS) as socket:
        with pytest.raises(WebSocketClosed) as caught:
            await socket.receive()
    assert caught.value.code == 1008
    assert "DATA-0000" in caught.value.reason
