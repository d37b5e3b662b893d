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
from pydantic import SecretStr
from typer.core import TyperCommand

from offhook.actors.packaged_services import reachable_services
from offhook.actors.start_up import read_texts
from offhook.actors.start_up_failed import StartUpFailed
from offhook.carrier_account.commands import hang_up, number_commands, transfer
from offhook.doctor.questions_command import questions
from offhook.doctor.report import run_doctor
from offhook.doctor.start_check import check_start
from offhook.doctor.tools_command import tools
from offhook.engine.host.settings_sources import Option, Options, SettingsError, load_settings
from offhook.engine.host.settings_variables import VENDOR_VARIABLES, variable_of
from offhook.engine.host.world import RealWorld
from offhook.engine.record.printable_json import printable_json
from offhook.engine.record.record_json import in_full
from offhook.hooks.commands import hook_commands
from offhook.reports.command_group import CommandGroup
from offhook.reports.comparison import Comparison, NotComparable, side_by_side
from offhook.reports.comparison_table import print_comparison
from offhook.reports.deleted_calls import NotDeleted, delete_calls, in_calls, unwanted_of
from offhook.reports.figures import find_figures
from offhook.reports.picture.files import PictureNotWritten, write_picture
from offhook.reports.picture.record_file import RecordNotFound, find_record
from offhook.reports.shown_call import NotShown, find_call, show
from offhook.reports.stored_paths import by_path
from offhook.reports.terminal import Terminal, complain, complain_of_a_bug, open_terminal
from offhook.simulation.chance_call import play
from offhook.simulation.chance_words import in_words
from offhook.simulation.fakes.all_fakes import NAMES, AllFakes, FakeNotKnown, behaviour, serve_until_stopped
from offhook.simulation.fakes.phase_faults import FAULTS
from offhook.simulation.fakes.use_in_shell import lines_to_use
from offhook.simulation.promises import BrokenPromise
from offhook.telephone.phone import CallOptions, CallPath, PlayedCarrier, url_of_path
from offhook.telephone.phone_arguments import check_path, form_and_parameters, options_in_order, script_of
from offhook.telephone.phone_files import CallFiles, FileNotWritten
from offhook.telephone.phone_script import ScriptError
from offhook.telephone.phone_session import run_call
from offhook.telephone.phone_stream import WayToLeave
from offhook.telephone.telnyx_call import TelnyxLine
from offhook.telephone.telnyx_key import UnusableKey, signing_key
from offhook.web.application import Application
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


class _InOrder(TyperCommand):
    """Keeps the order of options that may be mixed; the parser alone does not report it."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own
        # Context is not named in its base's signature, but it is what Typer passes.
        ctx.obj = options_in_order(args)
        return super().parse_args(ctx, args)


@commands.command(cls=_InOrder)
def call(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="The URL of the voice webhook, or of a media socket: ws://...")],
    audio: Annotated[
        list[str], typer.Option(help="Say this WAV file. a.wav@0.30-1.85 also says where the voice is.")
    ] = [],  # noqa: B006  # Typer reads the default, nobody changes it
    press: Annotated[list[str], typer.Option(help="Press these keys.")] = [],  # noqa: B006  # as above
    barge_in_after: Annotated[
        list[str], typer.Option(help="Seconds into the reply at which the next item interrupts it.")
    ] = [],  # noqa: B006  # as above
    record: Annotated[Path | None, typer.Option(help="Write a stereo WAV file: caller left, agent right.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write the numbers of the call as JSON.")] = None,
    param: Annotated[list[str], typer.Option(help="NAME=VALUE, one more field of the webhook's form.")] = [],  # noqa: B006  # as above
    parameter: Annotated[
        list[str], typer.Option(help="NAME=VALUE, a custom parameter for a media socket that is dialled directly.")
    ] = [],  # noqa: B006  # as above
    caller: Annotated[str, typer.Option("--from", help="The caller's number.")] = CallOptions("").caller,
    called: Annotated[str, typer.Option("--to", help="The number called.")] = CallOptions("").called,
    max_seconds: Annotated[float, typer.Option(min=1, help="Hang up after so many seconds.")] = 120,
    stay: Annotated[
        bool, typer.Option("--stay/--hang-up", help="After the last reply: wait for the agent to hang up, or hang up.")
    ] = False,
    ending: Annotated[
        WayToLeave, typer.Option(help="End by: stop message, closed socket, or silence.")
    ] = WayToLeave.STOP,
    break_after: Annotated[
        float | None,
        typer.Option(
            min=0, help="Break the first stream after so many seconds: the caller stays, and the call returns."
        ),
    ] = None,
    no_stream: Annotated[
        bool, typer.Option("--no-stream", help="Play a carrier that cannot open the stream: what becomes of the call?")
    ] = False,
    path: Annotated[
        CallPath,
        typer.Option(help="Over a stream, or recorded turn by turn: then /voice is asked instead of /voice-stream."),
    ] = CallPath.STREAM,
    reply_within: Annotated[float, typer.Option(min=0.1, help="Seconds to wait for an answer.")] = 15,
    carrier: Annotated[
        PlayedCarrier, typer.Option(help="Which one to play. Telnyx's webhook is /telnyx.")
    ] = PlayedCarrier.TWILIO,
    api_port: Annotated[
        int,
        typer.Option(min=0, max=65535, help="As Telnyx: the port of this machine that takes the server's commands."),
    ] = 8010,
    signing_key: Annotated[
        Path | None, typer.Option(help="As Telnyx: the file with the key to sign with. Without the file, one is made.")
    ] = None,
    auth_token: Annotated[
        str | None,
        typer.Option(
            envvar=[variable_of(("twilio", "auth_token")), VENDOR_VARIABLES["twilio", "auth_token"]],
            show_default=False,
            help="Sign as Twilio does, with the auth token that the server has. Better set it in a variable or the "
            "settings file.",
        ),
    ] = None,
) -> None:
    """Play the carrier: call any Media Streams server, speak the items in order, and measure the agent."""
    del audio, press, barge_in_after  # declared for the help; their order is in ctx.obj
    world, terminal = RealWorld(), Terminal()
    files = CallFiles(record, report)
    try:
        files.check()
        form, custom = form_and_parameters(url, param, parameter)
        check_path(url, carrier, path, no_stream=no_stream)
        telnyx = _telnyx_line(terminal, api_port, signing_key) if carrier is PlayedCarrier.TELNYX else None
        options = CallOptions(
            url=url_of_path(url, path),
            items=script_of(ctx.obj, world.read_file),
            caller=caller,
            called=called,
            parameters=form,
            stream_parameters=custom,
            max_seconds=max_seconds,
            stay=stay,
            ending=ending,
            telnyx=telnyx,
            break_after_s=break_after,
            no_stream=no_stream,
            reply_within_s=reply_within,
        )
    except (ScriptError, FileNotWritten, UnusableKey) as exc:
        raise typer.BadParameter(str(exc)) from exc
    if exit_code := run_call(options, files, terminal, world, _signing_token(auth_token)):
        raise typer.Exit(exit_code)


def _telnyx_line(terminal: Terminal, api_port: int, signing_key_file: Path | None) -> TelnyxLine:
    """Raises UnusableKey."""
    key = None if signing_key_file is None else signing_key(signing_key_file)
    if key is not None:
        terminal.say(f"signed with the key whose other half is telnyx.public_key = {key.public_key}")
    return TelnyxLine(api_port, key)


def _signing_token(given: str | None) -> SecretStr | None:
    """As typed or in a variable, else the settings file's. A call needs no settings, so wrong ones are only told."""
    if given is not None:
        return SecretStr(given) if given else None
    try:
        return load_settings(reachable_services().settings_type).twilio.auth_token
    except SettingsError as exc:
        complain(f"the call is not signed, the settings cannot be read:\n{exc}", keep_lines=True)
        return None


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


commands.command()(questions)


@commands.command()
def compare(
    a: Annotated[str, typer.Argument(help="A call's record or a report as a file, or a stored call's SID.")] = "",
    b: Annotated[str, typer.Argument(help="Another of the same kind, to compare with A.")] = "",
    paths: Annotated[
        bool, typer.Option("--paths", help="Compare stored calls instead: those over recordings with the streamed.")
    ] = False,
    last: Annotated[int, typer.Option(min=2, max=10_000, help="With --paths: how many of the newest calls.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put two calls, or two reports of one kind, side by side, stage by stage: how B differs from A."""

    try:
        if paths == bool(a and b):
            raise typer.BadParameter("name two calls or two reports, or ask for --paths")
        comparison = by_path(_store_path(), last) if paths else _two(a, b)
    except (NotComparable, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(2) from exc
    if as_json:
        open_terminal().say(_json(comparison), keep_lines=True)
    else:
        print_comparison(open_terminal(), comparison)


def _two(a: str, b: str) -> Comparison:
    return side_by_side(find_figures(a, _store_path), find_figures(b, _store_path))


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
    call: Annotated[
        list[str],
        typer.Option(
            metavar="NAME:JSON",
            help="The model calls this tool when the caller says the words of its name, or those before an `=`:"
            ' book_room:{"nights": 2}, two nights=book_room:{"nights": 2}. May be repeated.',
        ),
    ] = [],  # noqa: B006  # as above
    answer: Annotated[
        str | None,
        typer.Option(help="What the language model says; {result} stands for what the tools have given."),
    ] = None,
    hear: Annotated[
        list[str],
        typer.Option(
            metavar="TEXT",
            help="What the recognizers hear. May be repeated: one after the other, and then the last one always.",
        ),
    ] = [],  # noqa: B006  # as above
    certificate: Annotated[
        Path | None, typer.Option(help="Serve over TLS: a PEM file with certificate and key.")
    ] = None,
) -> None:
    """Serve fakes of all network services on this machine, until Ctrl-C: for trying and building without a key."""
    terminal = open_terminal()
    try:
        served = AllFakes(behaviour(fault, latency, call, answer, hear), terminal.say)
    except FakeNotKnown as exc:
        raise typer.BadParameter(str(exc)) from exc

    def tell(url: str) -> None:
        for line in lines_to_use(url):
            terminal.say(line)

    try:
        trio.run(serve_until_stopped, served, host, port, certificate, tell)
    except OSError as exc:
        complain(f"cannot serve on {host} port {port}: {exc.strerror or exc}")
        raise typer.Exit(1) from exc


commands.add_typer(hook_commands, name="hooks")
commands.add_typer(number_commands, name="number")
commands.command("hang-up")(hang_up)
commands.command()(transfer)
commands.command()(tools)


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
