"""`make demo`: the real server, a real call with human voices, and what came of it.

Starts `hypercorn app:app --worker-class trio` as a user would, calls it through its socket, shows the conversation as
it happens, then the latency of each turn, and leaves a stereo recording.
"""

from itertools import pairwise
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.world import RealWorld
from simulation.clip import from_wav
from simulation.phone import CallOptions, CallOutcome, place_call
from simulation.phone_events import Cleared, KeySent, PhoneEvent, StreamEnded, StreamOpened
from simulation.phone_script import ScriptItem, press, say
from simulation.server_process import running_server

AUDIO = Path("tests/audio")
OUT = Path("demo-out")
INTERRUPT_AFTER_S = 4.5  # into the greeting
_SETTINGS = {
    "OFFHOOK__LOG__FORMAT": "json",
    "OFFHOOK__LOG__TRANSCRIPTS": "true",
    "OFFHOOK__STORE__PATH": str(OUT / "calls.db"),
    "OFFHOOK__SERVER__DRAIN_S": "0",
}


class LogLine(msgspec.Struct):
    """The fields of the server's log that the demo shows."""

    event: str
    text: str = ""
    said: str = ""
    confidence: float = 1.0
    recognizer: str = ""
    speaker: str = ""
    reason: str = ""


class TurnTimes(msgspec.Struct):
    turn: int
    times: dict[str, float]


class StoredCall(msgspec.Struct):
    """The part of `GET /calls/{sid}` that the demo shows."""

    turns: list[TurnTimes]


def script() -> tuple[ScriptItem, ...]:
    """A caller who interrupts the greeting, speaks where there is a recording that fits, and presses keys elsewhere."""

    def voice(name: str, *, barge_in_after_s: float | None = None) -> ScriptItem:
        file = AUDIO / f"{name}.wav"
        return say(file.name, from_wav(file.read_bytes()), barge_in_after_s)

    return (
        voice("book_a_room", barge_in_after_s=INTERRUPT_AFTER_S),
        voice("today"),
        press("1900"),  # at seven in the evening
        press("2"),  # people
        press("3#"),  # nights
        voice("digits_4271"),  # the member number
        press("1"),  # which is right
        press("1"),  # book it
        press("9"),  # goodbye
    )


async def demonstrate(console: Console) -> bool:
    """The whole demonstration; False when the call did not go through."""
    console.print("$ hypercorn app:app --worker-class trio", style="dim")
    async with running_server(_SETTINGS, lambda line: show_server(console, line)) as address:
        console.rule("the call")
        options = CallOptions(url=f"{address}/voice-stream", items=script(), stay=True)
        outcome = await place_call(options, on_event=lambda event: show_caller(console, event), world=RealWorld())
        await trio.sleep(0.2)  # the last log lines are still on their way here
        if outcome.went_through:
            await show_latency(console, address, outcome)
    if not outcome.went_through:
        console.print(f"the call failed: {outcome.failure}", style="red")
        return False
    (OUT / "call.wav").write_bytes(outcome.recording())
    (OUT / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(outcome.summary()), indent=2))
    show_farewell(console)
    return True


def show_server(console: Console, line: bytes) -> None:
    """One line of the server's log, if it is part of the story."""
    try:
        logged = msgspec.json.decode(line, type=LogLine)
    except msgspec.DecodeError:
        if b"Running on" not in line and line.strip():
            console.print(Text(line.decode(errors="replace"), style="red"), soft_wrap=True)
        return
    match logged.event:
        case "services ready":
            _show(console, "server", f"ready: hears with {logged.recognizer}, speaks with {logged.speaker}", "dim")
        case "sent audio chunk":
            _show(console, "agent", logged.text, "green")
        case "caller said":
            _show(console, "caller", f"{logged.said or '(not understood)'}   (confidence {logged.confidence})", "cyan")
        case "barge-in":
            _show(console, "server", "the caller speaks: the agent stops", "bold yellow")
        case "call ending":
            _show(console, "server", f"the call ends: {logged.reason}", "dim")


def show_caller(console: Console, event: PhoneEvent) -> None:
    """What only the carrier's side knows."""
    match event:
        case KeySent(key=key):
            _show(console, "caller", f"presses {key}", "cyan")
        case Cleared():
            _show(console, "carrier", "drops the agent's audio that was not played", "yellow")
        case StreamOpened(url=url):
            _show(console, "carrier", f"opens {url}", "dim")
        case StreamEnded(how=how):
            _show(console, "carrier", f"the stream is over: {how}", "dim")


def _show(console: Console, who: str, what: str, style: str) -> None:
    console.print(Text(f"  {who:<8} {what}", style=style), soft_wrap=True)


async def show_latency(console: Console, address: str, outcome: CallOutcome) -> None:
    """Where each answer's time went, as the server recorded it and as the caller's side measured it."""
    async with httpx.AsyncClient(base_url=address) as client:
        recent = (await client.get("/calls")).json()["recent"]
        answer = await client.get(f"/calls/{recent[0]['call_sid']}")
    stored = msgspec.json.decode(answer.content, type=StoredCall)
    console.rule("milliseconds from the caller's last sound, or key, to the agent's first")
    table = Table("turn", "silence", "recognizer", "responder", "voice", "wire", "total")
    for turn in stored.turns:
        if "end_of_turn" in turn.times and "first_frame_sent" in turn.times:
            table.add_row(str(turn.turn), *_stages(turn.times))
    console.print(table)
    for barge_in in outcome.report.barge_ins:
        heard = f"{barge_in.heard_after_onset_ms:.0f} ms of agent heard over the caller"
        console.print(f"barge-in: cleared {barge_in.clear_ms:.0f} ms after the caller's first sound, {heard}")


def _stages(times: dict[str, float]) -> list[str]:
    names = ("last_voiced", "end_of_turn", "transcript", "first_sentence", "voice_first_byte", "first_frame_sent")
    first = times.get("last_voiced", times["end_of_turn"])
    cells = [
        f"{(times[later] - times[earlier]) * 1000:.0f}" if earlier in times and later in times else "-"
        for earlier, later in pairwise(names)
    ]
    return [*cells, f"{(times['first_frame_sent'] - first) * 1000:.0f}"]


def show_farewell(console: Console) -> None:
    console.rule("yours")
    console.print(f"recording  {OUT / 'call.wav'}   caller left, agent right, as heard")
    console.print(f"report     {OUT / 'report.json'}")
    console.print(
        "\nKeep it running:      .venv/bin/offhook serve\n"
        "Call it yourself:     .venv/bin/offhook call http://127.0.0.1:8000/voice-stream --audio FILE.wav\n"
        "A real phone number:  make the port public (a tunnel such as `ngrok http 8000` will do), then set the\n"
        "                      number's voice webhook in Twilio's console to  https://YOUR-HOST/voice-stream  (POST)\n",
        highlight=False,
    )


def main() -> None:
    console = Console(highlight=False)
    OUT.mkdir(exist_ok=True)
    if not trio.run(demonstrate, console):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
