"""The `offhook` command. Only assembly: what a command does is in the package that it is about."""

import gc
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import msgspec
import trio
import typer

from offhook.actors.agent_summary import summary
from offhook.actors.packaged_services import reachable_services
from offhook.actors.services import StartUpFailed
from offhook.actors.start_up import Texts, read_texts, rehearse
from offhook.carrier_account.commands import hang_up, number_commands, transfer
from offhook.doctor.report import run_doctor
from offhook.engine.host.settings_sources import Option, Options, SettingsError, load_settings
from offhook.engine.host.world import RealWorld
from offhook.engine.record.printable_json import printable_json
from offhook.engine.record.record_json import in_full
from offhook.reports.command_group import CommandGroup
from offhook.reports.comparison import NotComparable, side_by_side
from offhook.reports.comparison_table import print_comparison
from offhook.reports.deleted_calls import NotDeleted, delete_calls, in_calls, unwanted_of
from offhook.reports.figures import find_figures
from offhook.reports.picture.files import PictureNotWritten, write_picture
from offhook.reports.picture.record_file import RecordNotFound, find_record
from offhook.reports.shown_call import NotShown, find_call, show
from offhook.reports.terminal import complain, complain_of_a_bug, open_terminal
from offhook.simulation.chance_call import in_words, play
from offhook.simulation.fakes import twilio_rest
from offhook.simulation.fakes.all_fakes import (
    BASE_PATH,
    KEY,
    NAMES,
    AllFakes,
    FakeNotKnown,
    behaviour,
    serve_until_stopped,
)
from offhook.simulation.fakes.phase_faults import FAULTS
from offhook.simulation.promises import BrokenPromise
from offhook.telephone.call_command import InOrder, call
from offhook.web.application import Application
from offhook.web.carriers.twilio_signature import calls_come_from, nobody_can_call
from offhook.web.listening import listening_problems
from offhook.web.opening import open_exchange
from offhook.web.serving import ServingFailed, listening_on, run_server
from offhook.web.workers.parent import serve_with_workers
from offhook.web.workers.worker import command_with

_PICTURE_SUFFIXES = {".json", ".html", ".png"}  # the record's own, or typed out of habit
_SET_BY = {
    "host": ("server", "host"),
    "port": ("server", "port"),
    "workers": ("server", "workers"),
    "agent": ("agent", "path"),
}
"""By option of `serve`, the setting that it sets."""


commands = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # `main` shows them
    help="An open telephony engine for voice agents.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        open_terminal().say(f"offhook {version('offhook')}")
        raise typer.Exit


@commands.callback()
def _offhook(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of `offhook` itself."""
    del show_version  # its callback has printed it


commands.command(cls=InOrder)(call)


def _json(what: object) -> str:
    return printable_json(msgspec.json.format(msgspec.json.encode(what), indent=2).decode())


@commands.command()
def picture(
    record: Annotated[
        str, typer.Argument(help="A file that holds the answer of GET /calls/SID, or a stored call's SID.")
    ],
    out: Annotated[Path | None, typer.Option(help="Name of the two files, without .html and .png.")] = None,
    dark: Annotated[bool, typer.Option("--dark", help="A dark PNG. The page has a switch of its own.")] = False,
) -> None:
    """Draw a call on one time axis: a page for the browser, and the same as PNG."""
    try:
        found = find_record(record, _store_path)
        name = out or Path(record)
        files = write_picture(found, name.with_suffix("") if name.suffix in _PICTURE_SUFFIXES else name, dark=dark)
    except (RecordNotFound, PictureNotWritten, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    for file in files:
        open_terminal().say(str(file))


def _store_path() -> str:
    """Where calls are kept. Raises SettingsError."""
    return load_settings(reachable_services().settings_type).store.path


calls = typer.Typer(cls=CommandGroup, no_args_is_help=True, help="The stored calls.")
commands.add_typer(calls, name="calls")


@calls.callback()
def _calls() -> None:
    """Makes `calls` a group of commands, as `_offhook` does."""


@calls.command()
def delete(
    sid: Annotated[str | None, typer.Argument(help="A CallSid or StreamSid.")] = None,
    caller: Annotated[str | None, typer.Option("--from", help="The caller's number, as in the record.")] = None,
    older_than: Annotated[float | None, typer.Option(min=0, help="Days since the call began.")] = None,
) -> None:
    """Delete the records of calls that match everything given. Does not ask; prints how many."""
    try:
        unwanted = unwanted_of(sid, caller, older_than, RealWorld().wall_time())
        deleted = delete_calls(_store_path(), unwanted)
    except (NotDeleted, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    open_terminal().say(f"{in_calls(deleted)} deleted")


@calls.command("show")
def show_call(
    sid: Annotated[str, typer.Argument(help="A CallSid or StreamSid.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as it is.")] = False,
) -> None:
    """Show a stored call: who, when, how it ended, what was collected, and the conversation in order."""
    try:
        record = find_call(sid, _store_path())
    except (NotShown, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    if as_json:
        open_terminal().say(_json(in_full(record)), keep_lines=True)
    else:
        show(open_terminal(), record)


@commands.command()
def compare(
    a: Annotated[str, typer.Argument(help="A call's record or a report as a file, or a stored call's SID.")],
    b: Annotated[str, typer.Argument(help="Another of the same kind, to compare with A.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put two calls, or two reports of one kind, side by side, stage by stage: how B differs from A."""

    try:
        comparison = side_by_side(find_figures(a, _store_path), find_figures(b, _store_path))
    except (NotComparable, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(2) from exc
    if as_json:
        open_terminal().say(_json(comparison), keep_lines=True)
    else:
        print_comparison(open_terminal(), comparison)


@commands.command()
def simulate(
    seed: Annotated[int, typer.Argument(min=0, help="Decides everything: what the caller does, and what fails.")],
    to: Annotated[int | None, typer.Option(help="Play every seed up to this one.")] = None,
) -> None:
    """Play a random call, faults included, in virtual time. The same seed plays the same call."""
    terminal = open_terminal()
    gc.freeze()  # imported objects need not be checked again in every call
    for number in range(seed, (seed if to is None else to) + 1):
        try:
            outcome, trace = play(number)
        except BrokenPromise as exc:
            complain(f"seed {number}: {exc}; to see it again: offhook simulate {number}", keep_lines=True)
            raise typer.Exit(1) from exc
        short = f"seed {number}: every promise kept  {trace.digest[:12]}"
        terminal.say(in_words(outcome, trace) if to is None else short, keep_lines=True)


@commands.command()
def fakes(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any that is free.")] = 8800,
    fault: Annotated[
        list[str],
        typer.Option(
            metavar="NAME:FAULT",
            help=f"What goes wrong with every answer of {', '.join(NAMES)}: {', '.join(FAULTS)}. May be repeated.",
        ),
    ] = [],  # noqa: B006  # Typer reads the default, nobody changes it
    latency: Annotated[
        list[str], typer.Option(metavar="NAME:MS", help="Milliseconds until an answer begins. May be repeated.")
    ] = [],  # noqa: B006  # as above
    certificate: Annotated[
        Path | None, typer.Option(help="Serve over TLS: a PEM file with certificate and key.")
    ] = None,
) -> None:
    """Serve fakes of all network services on this machine, until Ctrl-C: for trying and building without a key."""
    terminal = open_terminal()
    try:
        served = AllFakes(behaviour(fault, latency), terminal.say)
    except FakeNotKnown as exc:
        raise typer.BadParameter(str(exc)) from exc

    def tell(url: str) -> None:
        terminal.say(f"export OPENAI_BASE_URL={url}{BASE_PATH}")
        terminal.say(f"export OPENAI_API_KEY={KEY}")
        for service in ("ELEVENLABS", "ELEVENLABS_HTTP"):  # their SDK reads no address
            terminal.say(f"export OFFHOOK__SPEAKER__{service}__BASE_URL={url}")
        terminal.say(f"export ELEVENLABS_API_KEY={KEY}")
        terminal.say(f"# for `offhook number` and its like: export OFFHOOK__TWILIO__API_URL={url}")
        terminal.say(f"#     TWILIO_ACCOUNT_SID={twilio_rest.ACCOUNT} TWILIO_AUTH_TOKEN={twilio_rest.TOKEN}")
        terminal.say("# a request is shown as it comes; Ctrl-C stops")

    try:
        trio.run(serve_until_stopped, served, host, port, certificate, tell)
    except OSError as exc:
        complain(f"cannot serve on {host} port {port}: {exc.strerror or exc}")
        raise typer.Exit(1) from exc


commands.add_typer(number_commands, name="number")
commands.command("hang-up")(hang_up)
commands.command()(transfer)


@commands.command()
def doctor(
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The public address to call, instead of server.public_url: https://..."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at everything that calls need, and say what is wrong and what to do. Exits with 1 if something is wrong.

    Services, keys, the public address, what is built in, clock, certificates and machine. It may be run beside a
    server that is answering calls.
    """
    world = RealWorld()
    if exit_code := run_doctor(read_texts(world), world, url, open_terminal(), as_json=as_json):
        raise typer.Exit(exit_code)


@commands.command()
def serve(
    check: Annotated[
        bool, typer.Option("--check", help="Print the settings and the agent, report problems, and stop.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="The address to listen on, instead of server.host.")] = None,
    port: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="The port to listen on, instead of server.port.")
    ] = None,
    workers: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="How many processes answer, instead of server.workers.")
    ] = None,
    agent: Annotated[str | None, typer.Option(metavar="FILE", help="The agent file, instead of agent.path.")] = None,
) -> None:
    """Answer calls on the host and port of the settings, as `hypercorn offhook.app:app --worker-class trio` does.

    Options win over environment variables, and those over the settings file.
    """
    world = RealWorld()
    options = _typed(host=host, port=port, workers=workers, agent=agent)
    texts = read_texts(world, options=options)
    if check:
        raise typer.Exit(check_start(texts, world))
    try:
        settings, _ = texts.usable()
        if problems := listening_problems(settings.server):
            raise ServingFailed("\n".join(problems))
        if settings.server.workers > 1:
            trio.run(serve_with_workers, settings, command_with(options))
        else:
            trio.run(run_server, Application(partial(open_exchange, texts)), [listening_on(settings.server)])
    except (StartUpFailed, ServingFailed, OSError) as exc:
        complain(str(exc), keep_lines=True)
        raise typer.Exit(1) from exc


def _typed(**texts: str | None) -> Options:
    """The settings that the options of `serve` set; the text is validated like any other value."""
    return {_SET_BY[name]: Option(f"--{name}", text) for name, text in texts.items() if text is not None}


def check_start(texts: Texts, world: RealWorld) -> int:
    """Print the settings in force, and every problem. Returns the exit code: 0 if the server would start."""
    rehearsal = trio.run(rehearse, texts, world)
    problems = list(rehearsal.problems)
    if texts.loaded is not None:
        problems += listening_problems(texts.loaded.settings.server)
    out = open_terminal()
    for line in [*(texts.loaded.lines() if texts.loaded else ()), *(summary(texts.agent) if texts.agent else ())]:
        out.say(line)
    for line in rehearsal.lines():
        out.say(line)
    warnings = list(rehearsal.warnings)
    if texts.loaded is not None:
        calls_from = calls_come_from(texts.loaded.settings)
        out.say(f"calls_come_from = {msgspec.json.encode(calls_from).decode()}")
        warnings += [f"calls come from {calls_from}"] if nobody_can_call(texts.loaded.settings) else []
    for line in [*(f"warning: {warning}" for warning in warnings), *problems]:
        complain(line, keep_lines=True)
    return 1 if problems else 0


def main() -> None:
    try:
        commands()
    except BaseExceptionGroup as exc:
        _, others = exc.split(SystemExit)
        if others is not None:
            complain_of_a_bug(exc)
        # Nobody reads what is printed any more, and the task that printed it was to exit.
        sys.exit(1)
    except Exception as exc:  # noqa: BLE001  # the traceback is printed with its text escaped
        complain_of_a_bug(exc)
        sys.exit(1)
