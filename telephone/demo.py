"""`python -m offhook.telephone.demo`: starts the real server, calls it with human voices, and shows the result.

Starts `hypercorn offhook.app:app --worker-class trio` as a user would, calls it through its socket, shows the
conversation as it happens, then the latency of each turn, and leaves a stereo recording and a picture of the call.
"""

import sys
from collections import deque
from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio
from pydantic import SecretStr

from offhook.engine.host.world import RealWorld
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.facts import Fact
from offhook.reports.call_in_words import collected_in_words
from offhook.reports.latency_table import latency_table
from offhook.reports.picture.files import write_picture
from offhook.reports.picture.record_file import read_record
from offhook.reports.terminal import Terminal
from offhook.telephone.demo_caller import hears_sentences, script
from offhook.telephone.journal_follower import following_next_call
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_events import Cleared, KeySent, PhoneEvent, StreamEnded, StreamOpened
from offhook.telephone.phone_network import open_network
from offhook.telephone.server_process import running_server

OUT = Path("demo-out")
STORE = str(OUT / "calls.db")
LINES_OF_LOG = 1000  # a start has some dozens
_SETTINGS = {
    "OFFHOOK__LOG__FORMAT": "json",
    "OFFHOOK__STORE__PATH": STORE,
    "OFFHOOK__SERVER__DRAIN_S": "0",
}


async def demonstrate(terminal: Terminal) -> bool:
    """Run the whole demo. False if the call failed."""
    terminal.say("$ hypercorn offhook.app:app --worker-class trio", "dim")
    token, auth_token = _random_token("admin token"), _random_token("auth token")
    # They win over those in this folder's settings.
    settings = _SETTINGS | {"OFFHOOK__SERVER__ADMIN_TOKEN": token, "OFFHOOK__TWILIO__AUTH_TOKEN": auth_token}
    log: deque[bytes] = deque(maxlen=LINES_OF_LOG)

    def read(line: bytes) -> None:
        log.append(line)
        show_log(terminal, line)

    async with running_server(settings, read) as address:
        terminal.rule("the call")
        items = script(freely=hears_sentences(log))
        options = CallOptions(url=f"{address}/voice-stream", items=items, stay=True)
        async with (
            following_next_call(STORE, lambda fact: show_fact(terminal, fact)),
            open_network(auth_token=SecretStr(auth_token)) as network,
        ):
            outcome = await place_call(
                options, on_event=lambda event: show_caller(terminal, event), world=RealWorld(), network=network
            )
        if outcome.went_through:
            record = await fetch_record(address, token)
            show_collected(terminal, record)
            show_latency(terminal, record, outcome)
            write_picture(record, OUT / "picture")
    if not outcome.went_through:
        terminal.say(f"the call failed: {outcome.failure}", "red")
        return False
    (OUT / "call.wav").write_bytes(outcome.recording())
    (OUT / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(outcome.summary()), indent=2))
    show_farewell(terminal)
    return True


def _random_token(purpose: str) -> str:
    return f"{RealWorld().random(purpose).getrandbits(128):032x}"


def show_log(terminal: Terminal, line: bytes) -> None:
    """A line that did not come from the server's log: something went wrong before there was one."""
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        if b"Running on" not in line and line.strip():
            terminal.say(line.decode(errors="replace"), "red")


def show_fact(terminal: Terminal, fact: Fact) -> None:
    """What the server's journal says of the call, if it is part of the story."""
    match fact.what:
        case facts.ServicesChosen(recognizer, responder, voice):
            services = f"hears with {recognizer}, answers with {responder}, speaks with {voice}"
            _show(terminal, "server", services, "dim")
        case facts.SentenceSounded(text=text):
            _show(terminal, "agent", text, "green")
        case facts.WordsHeard(text, by="speech", confidence=confidence):
            words = f"{text or '(not understood)'}   (confidence {round(confidence, 2)})"
            _show(terminal, "caller", words, "cyan")
        case facts.Interrupted():
            _show(terminal, "server", "the caller speaks: the agent stops", "bold yellow")
        case facts.CallEnding(reason):
            _show(terminal, "server", f"the call ends: {reason.value}", "dim")
        case _:
            pass  # the table at the end tells more


def show_caller(terminal: Terminal, event: PhoneEvent) -> None:
    """Show what only the carrier's side knows."""
    match event:
        case KeySent(key=key):
            _show(terminal, "caller", f"presses {key}", "cyan")
        case Cleared():
            _show(terminal, "carrier", "drops the agent's audio that was not played", "yellow")
        case StreamOpened(url=url):
            _show(terminal, "carrier", f"opens {url}", "dim")
        case StreamEnded(how=how):
            _show(terminal, "carrier", f"the stream is over: {how}", "dim")


def _show(terminal: Terminal, who: str, what: str, style: str) -> None:
    terminal.say(f"  {who:<8} {what}", style)


async def fetch_record(address: str, token: str) -> CallRecord:
    """The newest call's record, as `GET /calls/{sid}` answers. It is also written to a file for `offhook picture`."""
    file = OUT / "record.json"
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        recent = (await client.get("/calls")).json()["recent"]
        answer = await client.get(f"/calls/{recent[0]['call_sid']}")
    file.write_bytes(msgspec.json.format(answer.content, indent=1))
    return read_record(file)


def show_collected(terminal: Terminal, record: CallRecord) -> None:
    """Show what the agent collected in the call, from the server's record."""
    terminal.rule("what the agent has collected")
    for line in collected_in_words(record.over.collected if record.over is not None else None):
        terminal.say(f"  {line}")


def show_latency(terminal: Terminal, record: CallRecord, outcome: CallOutcome) -> None:
    """Show each answer's latency by stage, from the server's record, and the barge-ins as the caller measured them."""
    terminal.rule("milliseconds from the caller's last sound, or key, to the agent's first")
    terminal.print(latency_table(record.turns))
    for heard in outcome.report.barge_ins:
        terminal.say(f"the caller heard {heard.heard_after_onset_ms:.0f} ms of the agent after interrupting")


def show_farewell(terminal: Terminal) -> None:
    terminal.rule("yours")
    terminal.say(f"recording  {OUT / 'call.wav'}   caller left, agent right, as heard")
    terminal.say(
        f"picture    {OUT / 'picture.html'}   open it in a browser; {OUT / 'picture.png'} is the same on paper"
    )
    terminal.say(f"report     {OUT / 'report.json'}, and the server's own record {OUT / 'record.json'}")
    command = _command()
    terminal.say(
        f"\nKeep it running:      {command} serve\n"
        f"Call it yourself:     {command} call http://127.0.0.1:8000/voice-stream --audio FILE.wav\n"
        "A real phone number:  set OFFHOOK__TWILIO__AUTH_TOKEN to your account's auth token, make the port public (a\n"
        "                      tunnel such as `ngrok http 8000` will do), then set the number's voice webhook in\n"
        "                      Twilio's console to  https://YOUR-HOST/voice-stream  (POST)\n",
        keep_lines=True,
    )


def _command() -> Path:
    """How to type `offhook` here: its path is beside that of the running Python."""
    command, here = Path(sys.executable).with_name("offhook"), Path.cwd()
    return command.relative_to(here) if command.is_relative_to(here) else command


def main() -> None:
    terminal = Terminal()
    OUT.mkdir(exist_ok=True)
    if not trio.run(demonstrate, terminal):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
