"""`offhook call`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from typer.core import TyperCommand

from offhook.actors.packaged_services import reachable_services
from offhook.engine.host.settings_sources import SettingsError, load_settings
from offhook.engine.host.settings_variables import VENDOR_VARIABLES, variable_of
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import Terminal, complain
from offhook.telephone.phone import CallOptions, CallPath, PlayedCarrier, url_of_path
from offhook.telephone.phone_arguments import check_path, form_and_parameters, options_in_order, script_of
from offhook.telephone.phone_files import CallFiles, FileNotWritten
from offhook.telephone.phone_script import ScriptError
from offhook.telephone.phone_session import run_call
from offhook.telephone.phone_stream import WayToLeave
from offhook.telephone.telnyx_call import TelnyxLine
from offhook.telephone.telnyx_key import UnusableKey, signing_key

command = typer.Typer(add_completion=False)


class _InOrder(TyperCommand):
    """Keeps the order of options that may be mixed; the parser alone does not report it."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own
        # Context is not named in its base's signature, but it is what Typer passes.
        ctx.obj = options_in_order(args)
        return super().parse_args(ctx, args)


@command.command(cls=_InOrder)
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
