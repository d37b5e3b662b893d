"""A stream of a real server breaks in the middle of a sentence, and the call returns. Real sockets, the real clock."""

from pathlib import Path

import httpx
import trio

from offhook.engine.record.journal_folder import JournalFolder
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import StreamEnded, StreamOpened
from tests.serving import SAY_TODAY, answers, hypercorn, no_live_calls, settings_in

SOUNDS_WITHIN_S = 3.0
GREETING = "Good evening to you who call us in the middle of the night."


async def call_that_breaks(address: str, after_s: float) -> CallOutcome:
    """A caller whose first stream breaks, and whose carrier obeys what stands behind it."""
    return await place_call(CallOptions(url=f"{address}/voice-stream", items=(SAY_TODAY,), break_after_s=after_s))


async def test_a_call_goes_on_in_a_new_stream(tmp_path: Path) -> None:
    """On whichever worker: the rest of the greeting is heard within three seconds, and then the call goes on. It has
    one record, and leaves no journal once the caller has hung up."""
    settings = settings_in(tmp_path, OFFHOOK__SPEAKER__TONE__SECONDS="2.0")
    agent = trio.Path(settings["OFFHOOK__AGENT__PATH"])
    await agent.write_text((await agent.read_text()).replace("Good evening.", GREETING))
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
