"""A stream of a real server breaks in the middle of a sentence, and the call returns. Real sockets, the real clock."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

import httpx
import trio

from offhook.engine.record import facts
from offhook.engine.record.journal import read_journal
from offhook.engine.record.journal_folder import JournalFolder
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import StreamEnded, StreamOpened
from tests.serving import (
    SAY_TODAY,
    answers,
    hypercorn,
    is_on_a_call,
    no_live_calls,
    serve_with_workers,
    settings_in,
)

SOUNDS_WITHIN_S = 3.0
HEARD_WORDS = 3  # of the greeting, when the worker is killed
GREETING = "Good evening to you who call us in the middle of the night."


async def call_that_breaks(address: str, after_s: float) -> CallOutcome:
    """A caller whose first stream breaks, and whose carrier obeys what stands behind it."""
    return await place_call(CallOptions(url=f"{address}/voice-stream", items=(SAY_TODAY,), break_after_s=after_s))


async def settings_with_greeting(tmp_path: Path) -> Mapping[str, str]:
    settings = settings_in(tmp_path, OFFHOOK__SPEAKER__TONE__SECONDS="2.0")
    agent = trio.Path(settings["OFFHOOK__AGENT__PATH"])
    await agent.write_text((await agent.read_text()).replace("Good evening.", GREETING))
    return settings


async def words_are_heard(store: str) -> None:
    """By the call's journal, to the last mark."""
    while True:
        told = [fact.what for path in JournalFolder(store).paths() for fact in read_journal(path)]
        heard = [what.sentences[0].heard for what in told if isinstance(what, facts.HeardByNow) and what.sentences]
        if any(len(text.split()) >= HEARD_WORDS for text in heard):
            return
        await trio.sleep(0.05)


async def test_a_call_outlives_its_worker(tmp_path: Path) -> None:
    """A worker is killed in the middle of a sentence: another one says the rest of it, and answers what comes then."""
    settings = await settings_with_greeting(tmp_path)
    outcomes: list[CallOutcome] = []

    async def ring(address: str) -> None:
        outcomes.append(await place_call(CallOptions(url=f"{address}/voice-stream", items=(SAY_TODAY,))))

    with trio.fail_after(120):
        async with serve_with_workers(settings) as server:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(ring, server.address)
                await words_are_heard(settings["OFFHOOK__STORE__PATH"])
                (busy,) = [pid for pid in server.workers if is_on_a_call(pid)]
                os.kill(busy, signal.SIGKILL)
            (outcome,) = outcomes
            assert outcome.failure == ""
            ended = [event for event in outcome.events if isinstance(event, StreamEnded)]
            assert [event.by for event in ended][1:] == ["caller"]
            first_sound = next(sound for sound in outcome.agent if sound.at > ended[0].at)
            assert first_sound.at - ended[0].at < SOUNDS_WITHIN_S
            (listed,) = await no_live_calls(server.address)
            async with httpx.AsyncClient(base_url=server.address) as client:
                record = (await client.get(f"/calls/{outcome.call_sid}")).json()
            assert listed["returned_s"] == record["returned_s"]
            assert len(record["returned_s"]) == 1
            assert record["end_reason"] == "caller hung up"
            said = " ".join(entry["text"] for entry in record["transcript"] if entry["who"] == "agent")
            assert said.startswith(" ".join(GREETING.split()[:HEARD_WORDS]))
            assert said.count("Good evening") == said.count("of the night.") == 1
            assert JournalFolder(settings["OFFHOOK__STORE__PATH"]).paths() == []
            await server.workers_started(3)
            server.process.terminate()
            assert await server.ended() == 0
    assert b"Traceback" not in server.log


async def test_a_call_goes_on_in_a_new_stream(tmp_path: Path) -> None:
    """On whichever worker: the rest of the greeting is heard within three seconds, and then the call goes on. It has
    one record, and leaves no journal once the caller has hung up."""
    settings = await settings_with_greeting(tmp_path)
    with trio.fail_after(120):
        async with hypercorn(settings, "--workers", "2") as server:
            await answers(server.address)
            outcome = await call_that_breaks(server.address, 1.3)
            assert outcome.failure == ""
            opened = [event for event in outcome.events if isinstance(event, StreamOpened)]
            ended = [event for event in outcome.events if isinstance(event, StreamEnded)]
            assert [(event.by, event.how) for event in ended] == [("network", "broken"), ("caller", "stop")]
            assert len(opened) == 2
            first_sound = next(sound for sound in outcome.agent if sound.at > ended[0].at)
            assert first_sound.at - ended[0].at < SOUNDS_WITHIN_S
            (listed,) = await no_live_calls(server.address)
            async with httpx.AsyncClient(base_url=server.address) as client:
                record = (await client.get(f"/calls/{outcome.call_sid}")).json()
                by_stream = [(await client.get(f"/calls/{event.stream_sid}")).json() for event in opened]
            assert by_stream == [record, record]
            assert listed["returned_s"] == record["returned_s"]
            assert len(record["returned_s"]) == 1
            assert record["end_reason"] == "caller hung up"
            said = " ".join(entry["text"] for entry in record["transcript"] if entry["who"] == "agent")
            assert said.startswith(GREETING)
            assert record["trace"]["seconds"] > ended[1].at - opened[0].at - 1
            assert JournalFolder(settings["OFFHOOK__STORE__PATH"]).paths() == []
            server.process.terminate()
            assert await server.ended() == 0
