"""Deepgram's messages as they are read, whatever is sent; and its errors in words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import deepgram_errors
from offhook.protocol.deepgram_listen import (
    Failure,
    Results,
    UtteranceEnd,
    listen_path,
    read_message,
)
from offhook.protocol.errors import RemoteProtocolError

WORD = {"word": "two", "start": 1.25, "end": 1.5, "confidence": 0.97, "punctuated_word": "Two"}
BEST = {"transcript": "Two", "confidence": 0.98, "words": [WORD]}
RESULTS = {"type": "Results", "start": 1.2, "duration": 0.9, "is_final": True, "channel": {"alternatives": [BEST]}}


def read(**changed: object) -> object:
    return read_message(json.dumps({**RESULTS, **changed}))


def test_results_are_read() -> None:
    """With the words, as they are in the text."""
    results = read(further={"x": 1})
    assert isinstance(results, Results)
    assert (results.best.transcript, results.best.words[0].text, results.is_final) == ("Two", "Two", True)
    assert results.end == pytest.approx(2.1)
    assert results.best.words[0].middle == pytest.approx(1.375)


def test_results_without_an_alternative_are_empty() -> None:
    """As where nothing was recognised."""
    results = read(channel={"alternatives": []})
    assert isinstance(results, Results)
    assert (results.best.transcript, results.best.words) == ("", ())


def test_other_messages() -> None:
    """What is not needed is left out, and so is what does not exist yet."""
    assert read_message('{"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": -1}') == UtteranceEnd(-1)
    assert isinstance(read_message('{"type": "Error", "description": 7}'), Failure)
    for kind in ("Metadata", "SpeechStarted", "ConfigureSuccess", "Novelty"):
        assert read_message(json.dumps({"type": kind, "start": "x"})) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"start": -0.1},
        {"duration": -1},
        {"start": "1.2"},
        {"start": None},
        {"start": True},
        {"channel": None},
        {"channel": {"alternatives": [{**BEST, "transcript": None}]}},
        {"channel": {"alternatives": [{**BEST, "words": [{**WORD, "end": 1.0}]}]}},
        {"channel": {"alternatives": [{**BEST, "words": [{**WORD, "start": -1}]}]}},
        {"channel": {"alternatives": [{**BEST, "words": [{**WORD, "end": 1e18}]}]}},
        {"duration": 1e18},
        {"channel": {"alternatives": [{**BEST, "words": [{**WORD, "confidence": "sure"}]}]}},
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object]) -> None:
    """And not quoted."""
    with pytest.raises(RemoteProtocolError) as caught:
        read(**changed)
    assert str(caught.value) == "a message that is none of Deepgram's"


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"type": 7}', '{"type":"Results","start":1e999}', "\ud800"])
def test_what_is_no_message_is_refused(text: str) -> None:
    """Whatever it is."""
    with pytest.raises(RemoteProtocolError):
        read_message(text)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists, max_leaves=20).map(json.dumps))
def test_no_text_raises_anything_else(text: str) -> None:
    """Also what is deep, or nearly right."""
    for each in (text, f'{{"type": "Results", "start": {text}}}', "[" * 5000):
        try:
            read_message(each)
        except RemoteProtocolError:
            continue


def test_keys_and_words_stand_in_the_query_as_they_must() -> None:
    """Escaped, and nothing else can be put there."""
    assert listen_path("m&x=1", "en", ["a b", "é"], 0).endswith(
        "&endpointing=false&utterance_end_ms=1000&keyterm=a+b&keyterm=%C3%A9"
    )
    assert listen_path("m&x=1", "en", [], 10).startswith("/listen?model=m%26x%3D1&language=en&")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ("Deepgram did not receive audio. See https://dpgr.am/net0001", "no audio was sent for too long (NET-0001)"),
        ("NET-0000", "the service did not answer in its own time (NET-0000)"),
        ("Bad (DATA-0000): secret words", "the audio cannot be decoded (DATA-0000)"),
        ("NET-9999", "otherwise"),
        ("PLANET-0001", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_codes_are_known_wherever_they_stand(texts: str, words: str) -> None:
    """Nothing else of the texts is repeated."""
    assert deepgram_errors.of_texts(texts, "otherwise").words == words


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'{"err_code": 7}', b'{"err_code": "sk-secret"}', b"[" * 5000])
def test_a_body_that_names_nothing_known_is_left_out(body: bytes) -> None:
    """The status says enough."""
    error = deepgram_errors.of_answer(401, body, None)
    assert (error.words, error.rest_s) == ("HTTP 401: the key is not accepted", 60.0)


@pytest.mark.parametrize(("given_s", "rest_s"), [("7", 7.0), ("99999", 3600.0), ("soon", 2.0), (None, 2.0), ("", 2.0)])
def test_how_long_to_wait(given_s: str | None, rest_s: float) -> None:
    """As it says, within bounds."""
    assert deepgram_errors.of_answer(429, b"", given_s).rest_s == rest_s


@pytest.mark.parametrize(
    ("status", "words"),
    [(302, "a redirect, which is not followed"), (418, "the request is not accepted"), (502, "the server has failed")],
)
def test_other_statuses(status: int, words: str) -> None:
    """By their class."""
    assert deepgram_errors.of_answer(status, b"", "5").words == f"HTTP {status}: {words}"
