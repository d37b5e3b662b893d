"""Calls that book a room at the front desk: the real server, the real clock, no faults."""

import io
import json
import re
import time
import wave
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import trio

from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.hook_receiver import HookReceiver
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.telephone.demo_caller import script
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_script import press
from offhook.telephone.server_process import running_server
from tests.hooks.rig import SECRET
from tests.said_digits import digits_in
from tests.serving import answers, hypercorn, settings_in

ROOT = Path(__file__).resolve().parent.parent
FRONT_DESK, HOOKS_PAGE = ROOT / "agents" / "front_desk.toml", ROOT / "docs" / "hooks.md"
BY_KEYS = ("1", "8", "1900", "2", "3", "4271", "1", "1", "9")


async def test_front_desk_books_the_room_to_the_end() -> None:
    """A human caller interrupts, speaks, presses keys and has a room at the end; the recording has both voices."""
    settings = {"OFFHOOK__STORE__PATH": ":memory:", "OFFHOOK__SERVER__DRAIN_S": "0"}
    log: list[bytes] = []
    with trio.fail_after(150):
        async with running_server(settings, log.append) as address:
            options = CallOptions(url=f"{address}/voice-stream", items=script(), stay=True)
            outcome = await place_call(options, world=RealWorld())
            async with httpx.AsyncClient(base_url=address) as client:
                recent = (await client.get("/calls")).json()["recent"]
                call = (await client.get(f"/calls/{recent[0]['call_sid']}")).json()
    assert outcome.failure == ""
    heard = [entry["text"] for entry in call["transcript"] if entry["who"] == "agent"]
    said = [entry["text"] for entry in call["transcript"] if entry["who"] == "caller"]
    assert said == ["book a room", "today", "1900", "2", "3", "four two seven one", "1", "1", "9"]
    assert "Thank you, your room is booked. Today, seven p m, two people, three nights." in " ".join(heard)
    assert call["end_reason"] == "agent hung up"
    assert call["transcript"][0]["interrupted"]
    (barge_in, *_) = outcome.report.barge_ins
    assert barge_in.clear_ms is not None
    assert not any(b"book a room" in line for line in log), "what was said stays out of the log unless asked for"
    assert_both_voices(outcome.recording())


async def test_front_desk_hands_over_what_it_has_booked(tmp_path: Path) -> None:
    """Booked by keys. The hook gets the answers, the reference that the caller was told, and why the call ended."""
    receiver = HookReceiver(SECRET, time.time)
    with trio.fail_after(90):
        async with on_a_socket(receiver.server.serve) as url:
            settings = settings_in(
                tmp_path,
                OFFHOOK__AGENT__PATH=str(FRONT_DESK),
                OFFHOOK__RESPONDER__CHAIN='["dialogue"]',
                OFFHOOK__SPEAKER__TONE__SECONDS="0.2",
                OFFHOOK__HOOKS=json.dumps([{"url": url, "secret": SECRET}]),
            )
            async with hypercorn(settings) as server:
                await answers(server.address)
                items = tuple(map(press, BY_KEYS))
                outcome = await place_call(CallOptions(f"{server.address}/voice-stream", items, stay=True))
                await receiver.wait_for(1)
    assert outcome.failure == ""
    (sent,) = receiver.deliveries
    data = sent.body["data"]
    assert isinstance(data, dict)
    assert (sent.body["type"], data["call_sid"], data["agent"]) == ("call.ended", outcome.call_sid, "front_desk")
    shown = shown_on_the_page()
    collected = data["collected"]
    booked = {"day": "today", "time": "19:00", "people": "2", "nights": "3", "member": "4271"}
    assert (data["end_reason"], collected["slots"], collected["state"]) == ("agent hung up", booked, "anything_else")
    alike = {"collected": collected | {"reference": shown["data"]["collected"]["reference"]}}
    assert data | alike == data | shown["data"]
    told = " ".join(entry["text"] for entry in data["transcript"] if entry["who"] == "agent")
    assert len(collected["reference"]) == 6
    _, _, reference = told.partition("Your reference is ")
    assert digits_in(reference.partition(".")[0]) == collected["reference"]


def shown_on_the_page() -> dict[str, Any]:
    """The message that docs/hooks.md shows of such a call, which has another reference."""
    found = re.search(r"<!-- booked -->\n```json\n(.*?)```", HOOKS_PAGE.read_text(), re.S)
    assert found
    shown: dict[str, Any] = json.loads(found[1])
    return shown


def assert_both_voices(recording: bytes) -> None:
    """Left and right both hold speech, and not the same."""
    with wave.open(io.BytesIO(recording)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).reshape(-1, 2).astype(np.float64)
    assert all(np.sqrt(np.mean(sound[:, side] ** 2)) > 100 for side in (0, 1))
    assert abs(np.corrcoef(sound[:, 0], sound[:, 1])[0, 1]) < 0.3
