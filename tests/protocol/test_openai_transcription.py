"""OpenAI's transcription, as it is written on the wire. No clock.

The types of OpenAI's own package are the judge of what either side sends.
"""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mulaw
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.openai_transcription import (
    LONGEST_TEXT,
    Recognized,
    StreamedTranscript,
    form_fields,
    recognized_in_json,
    wav_of,
)
from offhook.protocol.wav import read_wav


def event(kind: str, **content: object) -> bytes:
    return f"data: {json.dumps({'type': kind, **content})}\n\n".encode()


STREAM = (
    b": comment\n\n"
    + event("transcript.text.delta", delta="a room")
    + event("transcript.text.segment", text="a room", start=0.0, end=1.0)
    + event("transcript.text.delta", delta=" for two")
    + event("transcript.text.done", text="A room for two.", usage={"type": "tokens"})
    + event("transcript.text.delta", delta=" late")
    + event("transcript.text.done", text="something else")
    + b"data: [DONE]\n\n"
)


def test_the_file_holds_the_callers_sound() -> None:
    """8 kHz, one channel, and sample for sample what mu-law stands for."""
    sound = bytes(range(256))
    samples, rate_hz = read_wav(wav_of(sound))
    assert rate_hz == 8000
    assert np.array_equal(samples, mulaw.decode(sound))


def test_the_form_names_a_language_without_its_country() -> None:
    """The service knows languages by their two letters; what is not set is not sent."""
    assert form_fields("m", "en-GB", "", stream=False) == {"model": "m", "response_format": "json", "language": "en"}
    assert form_fields("m", "DE", "Namen", stream=True) == {
        "model": "m",
        "response_format": "json",
        "language": "de",
        "prompt": "Namen",
        "stream": "true",
    }


@given(st.lists(st.integers(0, len(STREAM)), max_size=5))
def test_the_first_final_text_counts(cuts: list[int]) -> None:
    """Whatever the pieces; a second final and late deltas change nothing, unknown events are passed over."""
    transcript, places = StreamedTranscript(), [0, *sorted(cuts), len(STREAM)]
    for start, end in pairwise(places):
        transcript.feed(STREAM[start:end])
    assert transcript.so_far == "a room for two"
    assert transcript.final == "A room for two."


def test_deltas_alone_are_no_final_text() -> None:
    """A stream that was cut has not said how the sentence ends."""
    transcript = StreamedTranscript()
    transcript.feed(event("transcript.text.delta", delta="do not"))
    assert (transcript.so_far, transcript.final) == ("do not", None)


DONE = b"data: [DONE]\n\n"
OTHERS = {
    "vllm": b"".join(
        b"data: %s\n\n" % json.dumps({"object": "transcription.chunk", "choices": [choice]}).encode()
        for choice in (
            {"delta": {"content": " A room"}},
            {"delta": {"content": ""}, "finish_reason": "stop"},  # one for each half minute of sound
            {"delta": {"content": " for two."}},
            {"delta": {"content": ""}, "finish_reason": "stop"},
        )
    )
    + DONE,
    "older speaches": b'data: {"text": " A room"}\n\ndata: {"text": " for two."}\n\n',
    "llama.cpp": event("transcript.text.delta", delta="A room for two.") + event("transcript.text.done", text=""),
    "no final event": event("transcript.text.delta", delta="A room for two.") + DONE,
}


@pytest.mark.parametrize("server", OTHERS)
def test_a_caller_is_heard_by_servers_that_stream_in_other_words(server: str) -> None:
    """What the caller said is neither lost nor taken for a cough."""
    transcript = StreamedTranscript()
    for number in range(len(OTHERS[server])):
        transcript.feed(OTHERS[server][number : number + 1])
    transcript.end()
    assert (transcript.final or "").strip() == "A room for two."


def test_silence_is_no_failure_in_other_words() -> None:
    """vLLM has heard nothing: one chunk, and no text in it."""
    transcript = StreamedTranscript()
    transcript.feed(b'data: {"choices": [{"delta": {"content": ""}, "finish_reason": "stop"}]}\n\n' + DONE)
    assert transcript.final == ""


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (b"data: the caller's own words\n\n", "an event that is no part of a transcript"),
        (b"data: [1, 2]\n\n", "an event that is no part of a transcript"),
        (event("transcript.text.delta", delta=7), "an event that is no part of a transcript"),
        (event("transcript.text.done"), "a final event without a text"),
        (
            b'data: {"type": "error", "error": {"message": "words", "code": "server_error"}}\n\n',
            "an error in the answer: the server has failed (server_error)",
        ),
        (event("transcript.text.delta", delta="x" * (LONGEST_TEXT + 1)), "a transcript of more than 100000 characters"),
    ],
)
def test_a_stream_that_is_no_transcript_is_refused(stream: bytes, words: str) -> None:
    """The text says what was wrong, and quotes nothing."""
    with pytest.raises(RemoteProtocolError) as caught:
        StreamedTranscript().feed(stream)
    assert str(caught.value) == words
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "body", [b"<html>words</html>", b"", b"[]", b'{"transcript": "words"}', b'{"text": null}', b"\xff"]
)
def test_json_without_a_text_is_refused(body: bytes) -> None:
    """Garbage, and JSON of another shape."""
    with pytest.raises(RemoteProtocolError, match="an answer that is no transcript"):
        recognized_in_json(body)
    assert recognized_in_json(b'{"text": "yes", "usage": {"type": "duration", "seconds": 2}}') == Recognized("yes")


def test_an_error_in_json_is_named() -> None:
    """Some servers answer errors with a status that says all is well."""
    with pytest.raises(RemoteProtocolError, match="there is no such model"):
        recognized_in_json(b'{"error": {"code": "model_not_found", "message": "words"}}')
