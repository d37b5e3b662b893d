"""A stranger's text on a person's terminal, through every command and printer that shows one. Real servers, no clock.

What a terminal acts on: escape sequences, C1 and other control characters, text that runs backwards. What Rich would
act on: markup, emoji codes. Both are shown as they are.
"""

import json
import re
from functools import partial
from io import StringIO
from pathlib import Path

import msgspec
import pytest
import trio
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from offhook import cli
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallOver, CallRecord
from offhook.engine.record.printable_json import printable_json
from offhook.protocol.carriers.twilio.theirs import CarrierWarning
from offhook.reports.comparison import Figures, Kind, TurnFigures, side_by_side
from offhook.reports.comparison_table import print_comparison
from offhook.reports.phone_numbers import BargeInReport, CallReport, TurnReport
from offhook.reports.picture.page import page
from offhook.reports.picture.png import png
from offhook.reports.picture.record_file import RecordNotFound, read_record
from offhook.reports.picture.story import story_of
from offhook.reports.terminal import Terminal, complain_of_a_bug
from offhook.telephone.demo import show_caller, show_fact, show_log
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_events import (
    CallerBegan,
    CarrierVoice,
    KeySent,
    MessageRefused,
    PhoneEvent,
    QueryDropped,
    Ringing,
    StreamEnded,
    StreamOpened,
    Transferred,
)
from offhook.telephone.phone_printer import print_summary, printing
from tests.engine.record.told import told
from tests.reports.kept_records import answer_of_the_server
from tests.reports.picture.made_up_call import BEGUN

STEERS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
EVIL = "[red]\x1b[2JOWNED\x07\x9b2J\u202e\r\0[/red]:smile:\n9.99 s  agent    is fine"
SHOWN = "[red]\\x1b[2JOWNED\\x07\\x9b2J\\u202e\\r\\x00[/red]:smile:\\n9.99 s  agent    is fine"
EVENTS: list[PhoneEvent] = [
    Ringing(0.0, EVIL),
    QueryDropped(0.0, EVIL),
    StreamOpened(0.0, EVIL, EVIL),
    StreamEnded(1.0, "server", EVIL),
    Transferred(1.0, EVIL),
    CallerBegan(1.0, 0, EVIL),
    KeySent(1.0, EVIL),
    MessageRefused(1.0, CarrierWarning.INVALID, EVIL),
]


@pytest.fixture
def written() -> StringIO:
    return StringIO()


@pytest.fixture
def terminal(written: StringIO) -> Terminal:
    return Terminal(file=written, width=400)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_a_carrier_or_server_says_steers_no_telephone(
    event: PhoneEvent, terminal: Terminal, written: StringIO
) -> None:
    """Each thing that `offhook call` reports is one line with the text as it is; none is forged."""
    printing(terminal)(event)
    assert SHOWN in written.getvalue()
    assert written.getvalue().count("\n") == 1
    assert not STEERS.search(written.getvalue())


def test_a_carriers_own_voice_is_quoted_harmlessly(terminal: Terminal, written: StringIO) -> None:
    """What the TwiML makes the carrier say is in quotes already."""
    printing(terminal)(CarrierVoice(1.0, EVIL))
    assert "[red]" in written.getvalue()
    assert not STEERS.search(written.getvalue())


async def test_the_summary_of_a_call_is_harmless(terminal: Terminal, written: StringIO) -> None:
    """A label is a file's name, and a file may be called anything."""
    turn = TurnReport(EVIL, 1.0, 2.0, 3.0, 1000.0, None)
    barge_in = BargeInReport(
        EVIL, 1.0, agent_was_speaking=True, clear_ms=4.0, vad_clear_ms=None, heard_after_onset_ms=4
    )
    outcome = await place_call(CallOptions("nowhere"))
    summary = CallReport(turns=(turn,), barge_ins=(barge_in,))
    print_summary(terminal, msgspec.structs.replace(outcome, report=summary))
    assert written.getvalue().count(SHOWN) == 2
    assert not STEERS.search(written.getvalue())


def test_two_hostile_calls_side_by_side(terminal: Terminal, written: StringIO) -> None:
    """Names of files, figures, stages and turns, and figures that are text: in the tables as above them."""
    hostile = Figures(EVIL, Kind.CALL, {f"a.{EVIL}": 1.0, "end": EVIL}, (TurnFigures(EVIL, {f"a.{EVIL}": 1.0}),))
    print_comparison(terminal, side_by_side(hostile, hostile))
    assert f"A  {SHOWN}" in written.getvalue()
    assert "[red]" in written.getvalue()
    assert not STEERS.search(written.getvalue())


def test_the_demo_shows_a_hostile_journal_harmlessly(terminal: Terminal, written: StringIO) -> None:
    """A caller's words from the server's journal, and a line of its log that is no JSON at all."""
    show_fact(terminal, told(facts.ServicesChosen(EVIL, EVIL, EVIL)))
    show_fact(terminal, told(facts.SentenceSounded(1, EVIL)))
    show_fact(terminal, told(facts.WordsHeard(EVIL, "speech", 0.0, 1.0)))
    show_log(terminal, EVIL.encode())
    show_caller(terminal, StreamEnded(1.0, "server", EVIL))
    assert written.getvalue().count(SHOWN) == 7
    assert not STEERS.search(written.getvalue())


def test_whatever_rich_draws_is_harmless(terminal: Terminal, written: StringIO) -> None:
    """A table that forgets to look at its texts, and a text with a style of ours."""
    table = Table(EVIL, title=EVIL)
    table.add_row(EVIL)
    terminal.print(table)
    terminal.print(Text(EVIL))
    terminal.print(EVIL)
    terminal.rule(EVIL)
    assert "[red]" in written.getvalue()
    assert ":smile:" in written.getvalue()
    assert not STEERS.search(written.getvalue())


class Screen(StringIO):
    """What a terminal would be told."""

    def isatty(self) -> bool:
        return True


def test_our_own_colours_still_reach_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is escaped is text; the sequences of a style are made after that."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    Terminal(file=screen, width=80).say(EVIL, "green")
    assert f"\x1b[32m{SHOWN}\x1b[0m" in screen.getvalue()
    assert set(re.findall("\x1b[^m]*m", screen.getvalue())) == {"\x1b[32m", "\x1b[0m"}


def twiml(document: str) -> bytes:
    body = document.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    "arguments",
    [
        ["picture", "CA\x1b[2J\u202e"],
        ["picture", "CA\x1b[2J.json"],
        ["picture", "--CA\x1b[2J\u202e"],
        ["compare", "CA\x1b[2J\u202e", "b"],
        ["simulate", "CA\x1b[2J\u202e"],
        ["CA\x1b[2J\u202e"],
        ["--CA\x1b[2J\u202e"],
        ["call", "CA\x1b[2J\u202e"],
        ["call", "http://127.0.0.1:1/", "--audio", "CA\x1b[2J\u202e.wav"],
        ["call", "http://127.0.0.1:1/", "--press", "CA\x1b[2J\u202e"],
        ["call", "http://127.0.0.1:1/", "--param", "CA\x1b[2J\u202e"],
        ["call", "ws://127.0.0.1:1/", "--parameter", "CA\x1b[2J\u202e"],
        ["call", "http://127.0.0.1:1/", "--record", "no/CA\x1b[2J\u202e"],
        ["serve", "--port", "CA\x1b[2J\u202e"],
        ["serve", "--agent", "CA\x1b[2J\u202e"],
        ["call", "http://127.0.0.1:1/", "--ending", "CA\x1b[2J\u202e"],
        ["call", "http://127.0.0.1:1/", "--max-seconds", "CA\x1b[2J\u202e"],
    ],
    ids=" ".join,
)
def test_a_script_that_passes_a_strangers_sid_on_harms_nobody(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command repeats an argument to the terminal as it is, whether it is wrong, unknown or not there."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(cli.commands, arguments)
    assert run.exit_code in (1, 2)
    assert run.output
    assert not STEERS.search(run.output)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 \x9b2JOWNED\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/\x9b2J\r\nContent-Length: 0\r\n\r\n",
        twiml("<Response><Evil\u202a\x9b2J/></Response>"),
        twiml("<Response><Reject reason='\u202e\x9b2J'/></Response>"),
        twiml("<Response><Connect><Stream url='ws://127.0.0.1:1/\u202e\x9b2J'/></Connect></Response>"),
        twiml("<Response><Connect><Stream url='/\u202e\x9b2J'/></Connect></Response>"),
        twiml(f"<Response><Connect><Stream url='ws://{'x' * 64}.example/'/></Connect></Response>"),
        b"HTTP/1.1 302 Found\r\nLocation: http://a..b/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\x1b[2J\x9b2J/\r\nContent-Length: 0\r\n\r\n",
        b"\x1b[2J\x9b2J nonsense\r\n\r\n",
    ],
    ids=[
        "reason phrase",
        "content type",
        "verb",
        "rejection",
        "stream",
        "path",
        "long name",
        "no name",
        "location",
        "no HTTP at all",
    ],
)
async def test_a_hostile_server_steers_no_terminal(answer: bytes) -> None:
    """`offhook call` says in harmless words why the call failed, whatever the webhook answered."""

    async def serve(stream: trio.SocketStream) -> None:
        await stream.receive_some(65_536)
        await stream.send_all(answer)

    async with trio.open_nursery() as nursery:
        (listener,) = await nursery.start(partial(trio.serve_tcp, serve, 0, host="127.0.0.1"))
        url = f"http://127.0.0.1:{listener.socket.getsockname()[1]}/voice"
        with trio.fail_after(20):
            result = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, ["call", url]))
        nursery.cancel_scope.cancel()
    assert result.exit_code == 1
    assert "failed: " in result.output
    assert not STEERS.search(result.output)


def test_a_bug_is_shown_without_what_it_quotes_acting(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback keeps its lines and its words."""
    try:
        raise RuntimeError(EVIL)
    except RuntimeError as exc:
        complain_of_a_bug(exc)
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):\n")
    assert "RuntimeError: [red]\\x1b[2JOWNED" in said
    assert not STEERS.search(said)


@pytest.mark.parametrize("text", [EVIL, "\U000e0041 tag", "plain", "Grüße, 日本語", '"\\', "\x7f"])
def test_json_that_is_looked_at_is_harmless_and_the_same(text: str) -> None:
    """Another spelling of one document: whoever reads it with a program notices nothing."""
    document = msgspec.json.format(msgspec.json.encode({text: [text]}), indent=2).decode()
    shown = printable_json(document)
    assert json.loads(shown) == {text: [text]}
    assert not STEERS.search(shown)
    assert ("Grüße" in shown) == ("Grüße" in text)


def test_figures_as_json_are_harmless(tmp_path: Path) -> None:
    """`offhook compare --json` of reports with hostile names."""
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({EVIL: 1, "text": EVIL}))
    run = CliRunner().invoke(cli.commands, ["compare", "--json", str(tmp_path / "a.json"), str(tmp_path / "b.json")])
    assert json.loads(run.stdout)["rows"][0]["name"] == EVIL
    assert not STEERS.search(run.stdout)


def hostile_record() -> CallRecord:
    begun = msgspec.structs.replace(BEGUN, caller=EVIL, call_sid=EVIL, agent=EVIL)
    return CallRecord(begun, CallOver(begun.started_at + 5, EVIL, None, {EVIL: 3}), [], [])


def test_a_hostile_call_can_be_drawn_and_read() -> None:
    """Title, heading and faults of the picture show what stands there; an image is made of it all the same."""
    shown = SHOWN.replace("\\r", " ").replace("\\n", " ")
    html = page(story_of(hostile_record()))
    assert f"<title>Call {shown}</title>" in html
    assert not STEERS.search(html)
    assert png(story_of(hostile_record())).startswith(b"\x89PNG")


def test_a_name_without_end_is_drawn_at_once() -> None:
    """Shortened to what fits in a time that grows with its length, not with the square of it."""
    begun = msgspec.structs.replace(BEGUN, caller="W" * 1_000_000)
    assert "WWW…" in page(story_of(CallRecord(begun, None, [], [])))


@pytest.mark.parametrize("started_at", [-1e12, 1e18])
def test_a_record_of_no_time_on_earth_is_refused_in_words(started_at: float, tmp_path: Path) -> None:
    """A file that says so is no record; no calendar breaks over it."""
    begun = msgspec.structs.replace(BEGUN, started_at=started_at)
    file = tmp_path / "call.json"
    file.write_bytes(answer_of_the_server(msgspec.structs.replace(hostile_record(), begun=begun)))
    with pytest.raises(RecordNotFound, match="started_at"):
        read_record(file)
