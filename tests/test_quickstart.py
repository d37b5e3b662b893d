"""docs/quickstart-twilio.md: every command of it is run as it stands there, in its order, and its output is the page's.

The server is the real one in processes of its own, on real sockets and the real clock. Twilio's REST API is a fake,
the tunnel a stand-in under the page's own name; the port is not 8000 but one that is free. Python programs find both by
`PYTHONPATH` and a setting. The voices and the recognizer are the settable ones.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import trio

from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.twilio_rest import NUMBER, OLD_URL, FakeTwilio, a_call
from tests.fakes.tunnel import CERTIFICATE, NAME, PORT_FILE
from tests.terminal import WITHIN_S, Terminal

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "quickstart-twilio.md").read_text()
BLOCKS = re.findall(r"^```bash\n(.*?)^```\n(?:\n```\n(.*?)^```$)?", PAGE, re.M | re.S)
"""What is typed, and what the page says that is printed."""
SERVES = {"hypercorn": "Running on", "ngrok": "Forwarding"}
"""By program of those that go on: what they print when they are ready."""
WEBHOOK = f"https://{NAME}/voice-stream"


class Step(NamedTuple):
    line: str
    printed: Sequence[str]
    """What the page says of it; three dots stand for any lines."""

    @property
    def program(self) -> str:
        return self.line.split()[0]


def steps() -> list[Step]:
    found = []
    for typed, printed in BLOCKS:
        *before, last = typed.strip().splitlines()
        found += [Step(line, ()) for line in before]
        found.append(Step(last, printed.splitlines()))
    return found


async def test_the_page_from_its_first_command_to_its_last(tmp_path: Path) -> None:
    """The number leads here, nothing is wrong, a call is heard, a stranger's is refused, and then all is as it was."""
    fake = FakeTwilio(calls=[a_call("CA0123456789abcdef0123456789abcdef")])
    before = routing(fake)
    with trio.fail_after(WITHIN_S):
        async with on_a_socket(fake.serve) as url:
            terminal = Terminal(tmp_path, certificate=CERTIFICATE, OFFHOOK__TWILIO__API_URL=url)
            terminal.set_up(NAME, PORT_FILE)
            await walk(terminal, steps(), fake)
    assert routing(fake) == before
    assert (len(fake.twiml), fake.calls[0]["status"]) == (1, "completed")


def routing(fake: FakeTwilio) -> list[object]:
    """Of the number; Twilio tells what is not set in two ways."""
    return [fake.numbers[0][name] or None for name in ("voice_url", "voice_method", "voice_fallback_url")]


async def walk(terminal: Terminal, left: list[Step], fake: FakeTwilio) -> None:
    if not left:
        return
    step, *rest = left
    if step.program in SERVES:
        async with terminal.going_on(step.line, SERVES[step.program]):
            await walk(terminal, rest, fake)
        return
    if step.program in (".", "export"):
        terminal.always.append(step.line)
    printed = (await terminal.run(step.line)).splitlines()
    for line in step.printed:
        assert line == "..." or line in printed, f"{step.line} has not printed: {line}\n{printed}"
    if step.line.startswith("offhook number set"):
        assert fake.numbers[0]["voice_url"] == WEBHOOK
    if step.line.startswith("offhook call "):
        stranger = await terminal.run(f"OFFHOOK__TWILIO__AUTH_TOKEN= {step.line}", fails=True)
        assert "answered 403" in stranger
    await walk(terminal, rest, fake)


def test_the_page_has_what_it_must_have() -> None:
    """Each way to serve and to set, in its place; and no other kind of block that would not be run."""
    lines = [step.line for step in steps()]
    programs = [step.program for step in steps()]
    assert "hypercorn app:app --worker-class trio -b 0.0.0.0:8000 --reload" in lines
    assert programs.index("hypercorn") < programs.index("ngrok") < lines.index(f"offhook doctor --url https://{NAME}")
    assert lines[-1] == f"offhook number restore {NUMBER}"
    assert any(line.startswith("export OFFHOOK__TWILIO__AUTH_TOKEN=") for line in lines)
    assert WEBHOOK in PAGE
    assert OLD_URL in PAGE
    assert set(re.findall(r"^```(\w+)$", PAGE, re.M)) == {"bash"}
