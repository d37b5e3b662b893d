"""`offhook call` as a user types it, over recordings, against the real server. Real sockets, the real clock; the one
fault is a carrier that cannot open the stream."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import trio

from offhook.engine.record.collected import Collected
from offhook.reports.phone_numbers import CallSummary
from offhook.telephone.demo_caller import AUDIO
from offhook.telephone.server_process import running_server
from tests.serving import ignore, settings_in

OFFHOOK = (sys.executable, "-c", "from offhook import cli; cli.main()")
SPOKEN = Path(__file__).parent / "audio" / "today.wav"


async def offhook_call(address: str, report: Path, *arguments: str) -> tuple[str, CallSummary]:
    """What the command has printed, and its report. It must end well."""
    command = [*OFFHOOK, "call", f"{address}/voice-stream", "--report", str(report), *arguments]
    environment = os.environ | {"COLUMNS": "200"}
    ended = await trio.run_process(command, capture_stdout=True, stderr=subprocess.STDOUT, check=False, env=environment)
    assert ended.returncode == 0, ended.stdout.decode()
    return ended.stdout.decode(), summary_in(report)


def summary_in(report: Path) -> CallSummary:
    return msgspec.json.decode(report.read_bytes(), type=CallSummary)


async def record_of(address: str, call_sid: str) -> dict[str, object]:
    """The server's, once it has its end."""
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        while True:
            record: dict[str, object] = (await client.get(f"/calls/{call_sid}")).json()
            if record.get("ended_at") is not None:
                return record
            await trio.sleep(0.1)


def said_by(record: dict[str, object], who: str) -> list[str]:
    transcript = msgspec.convert(record["transcript"], list[dict[str, object]])
    return [str(entry["text"]) for entry in transcript if entry["who"] == who]


async def test_a_room_is_booked_over_recordings(tmp_path: Path) -> None:
    """The shipped agent, by voice and by keys, to its goodbye. Entries of several keys are written once: the caller
    keys them in again when asked."""
    settings = {"OFFHOOK__STORE__PATH": ":memory:", "OFFHOOK__SERVER__DRAIN_S": "0"}
    settings["OFFHOOK__SPEAKER__ESPEAK_NG__RATE"] = "320"  # the test waits for all that the agent says
    script = [f"--audio={AUDIO / 'book_a_room.wav'}", f"--audio={AUDIO / 'today.wav'}"]
    script += ["--press=1900", "--press=2", "--press=3#"]
    script += [f"--audio={AUDIO / 'digits_4271.wav'}", "--press=1", "--press=1", "--press=9"]
    with trio.fail_after(170):
        async with running_server(settings, ignore) as address:
            printed, report = await offhook_call(
                address, tmp_path / "report.json", "--path=record", "--stay", "--max-seconds=150", *script
            )
            record = await record_of(address, report.call_sid)
    collected = msgspec.convert(record["collected"], Collected)
    assert (collected.unconfirmed, collected.state) == ((), "anything_else")
    assert collected.slots == {"day": "today", "time": "19:00", "people": "2", "nights": "3", "member": "4271"}
    assert (record["path"], record["end_reason"], record["faults"]) == ("recordings", "agent hung up", {})
    assert said_by(record, "caller") == ["book a room", "today", "1900", "2", "3", "four two seven one", "1", "1", "9"]
    heard = " ".join(said_by(record, "agent"))
    assert "Thank you, your room is booked. Today, seven p m, two people, three nights." in heard
    assert heard.endswith("Thank you for calling the Harbor Hotel. Goodbye.")
    assert "carrier  answers; it records each turn" in printed
    assert printed.count("caller   begins 1900") == 2
    assert "carrier  call ended by the server" in printed
    assert [turn.label for turn in report.call.turns if turn.response_ms is None] == []


async def test_a_call_whose_stream_cannot_be_opened_falls_back_to_recordings(tmp_path: Path) -> None:
    """The carrier tries twice; then the caller is greeted and answered over recordings, in the same call."""
    with trio.fail_after(90):
        async with running_server(settings_in(tmp_path), ignore) as address:
            printed, report = await offhook_call(
                address, tmp_path / "report.json", "--no-stream", "--max-seconds=60", "--audio", str(SPOKEN)
            )
            record = await record_of(address, report.call_sid)
    carrier = [line.partition("  carrier  ")[2] for line in printed.splitlines() if "  carrier  " in line]
    socket = f"{address.replace('http', 'ws', 1)}/media-stream"
    assert carrier[:7] == [
        f"asks {address}/voice-stream",
        f"cannot open {socket}",
        f"asks {address}/voice-stream/after",
        f"cannot open {socket}",
        f"asks {address}/voice-stream/after?returned=1",
        f"asks {address}/voice",
        "answers; it records each turn",
    ]
    assert (report.call.streams, report.failure) == (0, "")
    assert [turn.response_ms is not None for turn in report.call.turns] == [True]
    assert (record["path"], record["end_reason"], record["faults"]) == ("recordings", "caller hung up", {})
