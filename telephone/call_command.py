"""`offhook call`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from typer.core import TyperCommand

from offhook.engine.host.settings_variables import VENDOR_VARIABLES, variable_of
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import Terminal
from offhook.telephone.phone import CallOptions
from offhook.telephone.phone_arguments import form_and_parameters, options_in_order, script_of
from offhook.telephone.phone_files import CallFiles, FileNotWritten
from offhook.telephone.phone_script import ScriptError
from offhook.telephone.phone_session import run_call
from offhook.telephone.phone_stream import WayToLeave


class InOrder(TyperCommand):
    """Keeps the order of options that may be mixed; the parser alone does not report it."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own
        # Context is not named in its base's signature, but it is what Typer passes.
        ctx.obj = options_in_order(args)
        return super().parse_args(ctx, args)


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
    reply_within: Annotated[float, typer.Option(min=0.1, help="Seconds to wait for an answer.")] = 15,
    auth_token: Annotated[
        str,
        typer.Option(
            envvar=[variable_of(("twilio", "auth_token")), VENDOR_VARIABLES["twilio", "auth_token"]],
            show_default=False,
            help="Sign as Twilio does, with the auth token that the server has. Better set the variable.",
        ),
    ] = "",
) -> None:
    """Play the carrier: call any Media Streams server, speak the items in order, and measure the agent."""
    del audio, press, barge_in_after  # declared for the help; their order is in ctx.obj
    world, terminal = RealWorld(), Terminal()
    files = CallFiles(record, report)
    try:
        files.check()
        form, custom = form_and_parameters(url, param, parameter)
        options = CallOptions(
            url=url,
            items=script_of(ctx.obj, world.read_file),
            caller=caller,
            called=called,
            parameters=form,
            stream_parameters=custom,
            max_seconds=max_seconds,
            stay=stay,
            ending=ending,
            break_after_s=break_after,
            reply_within_s=reply_within,
        )
    except (ScriptError, FileNotWritten) as exc:
        raise typer.BadParameter(str(exc)) from exc
    token = SecretStr(auth_token) if auth_token else None
    if exit_code := run_call(options, files, terminal, world, token):
        raise typer.Exit(exit_code)
