"""The demonstration's call, judged: the real server, the embedded services, human voices. Real clock, no faults."""

import io
import wave

import httpx
import numpy as np
import trio

from offhook.engine.host.world import RealWorld
from offhook.telephone.demo import script
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.server_process import running_server


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


def assert_both_voices(recording: bytes) -> None:
    """Left and right both hold speech, and not the same."""
    with wave.open(io.BytesIO(recording)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).reshape(-1, 2).astype(np.float64)
    assert all(np.sqrt(np.mean(sound[:, side] ** 2)) > 100 for side in (0, 1))
    assert abs(np.corrcoef(sound[:, 0], sound[:, 1])[0, 1]) < 0.3
