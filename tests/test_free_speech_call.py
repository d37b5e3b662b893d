"""Whole calls with `whisper` and `pocketsphinx` as a user sets them up: real processes, real clock, a fake engine."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from offhook.app import open_exchange
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, record_of
from tests.fakes.clips import clip
from tests.fakes.whisper_model import ENGINE, Hears, Model, text, write_model

WITHIN_S = 60.0
ANSWER_WITHIN_S = 15.0


@asynccontextmanager
async def server(folder: Path, monkeypatch: pytest.MonkeyPatch, *heard: Hears) -> AsyncIterator[Exchange]:
    """With the front desk. Its worker finds the fake engine, and hears this."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ENGINE), os.environ.get("PYTHONPATH", "")])))
    monkeypatch.setenv("OFFHOOK__RECOGNIZER__CHAIN", '["whisper", "pocketsphinx"]')
    monkeypatch.setenv("OFFHOOK__RECOGNIZER__WHISPER__MODEL", str(write_model(folder / "model", Model(heard))))
    monkeypatch.setenv("OFFHOOK__STORE__PATH", str(folder / "calls.db"))
    monkeypatch.setenv("OFFHOOK__SPEAKER__CHAIN", '["espeak_ng"]')
    monkeypatch.setenv("OFFHOOK__LOG__LEVEL", "error")
    with trio.fail_after(WITHIN_S):
        async with open_exchange() as exchange:
            yield exchange


async def answered(carrier: SimulatedCarrier) -> None:
    """Wait for the agent's next sound."""
    before = len(carrier.media)
    await carrier.wait(lambda: len(carrier.media) > before + 5, within_s=ANSWER_WITHIN_S)


async def said(exchange: Exchange, *clips: str) -> list[str]:
    """What the record has of a caller who says this, one after the other."""
    carrier = SimulatedCarrier()
    async with calling(exchange, carrier):
        await carrier.wait(lambda: carrier.seconds_heard > 0.5)
        for name in clips:
            carrier.say(clip(name))
            await trio.sleep(len(clip(name)) / 8000)
            await answered(carrier)
    record = await record_of(exchange, carrier)
    return [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)]


async def test_each_of_the_two_hears_what_it_hears_best(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pocketsphinx the phrase that was expected, Whisper a sentence that no grammar has."""
    async with server(tmp_path, monkeypatch, text("Please try your call again later.")) as exchange:
        heard = await said(exchange, "book_a_room", "ast_call_later")
    assert heard[:2] == ["book a room", "please try your call again later"]


async def test_without_its_engine_the_call_goes_on_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies at every utterance; the caller is understood all the same."""
    async with server(tmp_path, monkeypatch, Hears(trouble="die")) as exchange:
        heard = await said(exchange, "book_a_room", "today")
    assert heard[:2] == ["book a room", "today"]
