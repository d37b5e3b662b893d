"""`offhook number list|set|restore`, `offhook hang-up` and `offhook transfer`."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

import trio
import typer

from offhook.actors.packaged_services import reachable_services
from offhook.carrier_account.number_memory import NotRemembered, NumberMemory, memory_path
from offhook.carrier_account.numbers import NumberNotSet, Numbers, reachable_url, webhook_url
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.phone_number import phone_number
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.settings_sources import SettingsError, load_settings
from offhook.engine.host.world import RealWorld
from offhook.reports.command_group import CommandGroup
from offhook.reports.terminal import complain, open_terminal
from offhook.web.carriers.twilio_account import AccountNotSet, twilio_account
from offhook.web.carriers.twilio_rest import TwilioFailed, TwilioRest

_CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}")
_SIP_SCHEMES = ("sip:", "sips:")
_SIP_URI = re.compile(r"sips?:[!-?A-~]+@[!-?A-~]+", re.IGNORECASE)
"""RFC 3261, section 19.1.1, as far as carriers take it."""
_NUMBER_HELP = "A phone number of the account, such as +15005550001; twilio.number if left out."

number_commands = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    add_completion=False,
    help="Where the phone numbers of the account at Twilio lead.",
)


@number_commands.command("list")
def list_numbers() -> None:
    """Show the account's numbers and where each leads."""
    _carry_out(lambda settings, rest, account_sid: _numbers(settings, rest, account_sid).lines())


@number_commands.command("set")
def set_number(
    number: Annotated[str | None, typer.Argument(help=_NUMBER_HELP)] = None,
    url: Annotated[
        str | None,
        typer.Argument(help="Your server's public address, or the whole webhook; server.public_url if left out."),
    ] = None,
    fallback_url: Annotated[
        str | None, typer.Option(metavar="URL", help="What Twilio asks if the webhook fails; '' for none.")
    ] = None,
    status_callback: Annotated[
        str | None, typer.Option(metavar="URL", help="What Twilio tells when a call has ended; '' for none.")
    ] = None,
) -> None:
    """Let a number lead to this server. What was there is kept for `offhook number restore`."""

    async def set_it(settings: EngineSettings, rest: TwilioRest, account_sid: str) -> Sequence[str]:
        others = {"VoiceFallbackUrl": fallback_url, "StatusCallback": status_callback}
        wanted = {field: reachable_url(given) if given else "" for field, given in others.items() if given is not None}
        if url is not None or not wanted:
            wanted |= {"VoiceUrl": webhook_url(url, settings.server), "VoiceMethod": "POST"}
        return await _numbers(settings, rest, account_sid).set(_which(number, settings), wanted)

    if url is None and number is not None and "://" in number:
        number, url = None, number
    _check_number(number)
    _carry_out(set_it)


@number_commands.command("restore")
def restore_number(number: Annotated[str | None, typer.Argument(help=_NUMBER_HELP)] = None) -> None:
    """Put back what a number had before `offhook number set`."""
    _check_number(number)
    _carry_out(lambda settings, rest, sid: _numbers(settings, rest, sid).restore(_which(number, settings)))


def hang_up(call: Annotated[str, typer.Argument(help="The CallSid of a live call.")]) -> None:
    """End a live call."""

    async def end_it(settings: EngineSettings, rest: TwilioRest, account_sid: str) -> Sequence[str]:
        ended = await rest.hang_up(call)
        return [f"{call} is ended" if ended else f"{call} was over already"]

    _check_call(call)
    _carry_out(end_it)


def transfer(
    call: Annotated[str, typer.Argument(help="The CallSid of a live call.")],
    to: Annotated[str, typer.Argument(metavar="NUMBER", help="A phone number such as +15005550002, or a SIP URI.")],
) -> None:
    """Put the caller of a live call through to somebody; the agent leaves the call at once."""

    async def put_through(settings: EngineSettings, rest: TwilioRest, account_sid: str) -> Sequence[str]:
        await rest.transfer(call, destination)
        return [f"{call} is put through to {destination}"]

    _check_call(call)
    destination = _checked_sip(to) if to.lower().startswith(_SIP_SCHEMES) else _checked_number(to)
    _carry_out(put_through)


def _numbers(settings: EngineSettings, rest: TwilioRest, account_sid: str) -> Numbers:
    return Numbers(rest, NumberMemory(memory_path(settings.store.path)), account_sid)


def _which(given: str | None, settings: EngineSettings) -> str:
    """Raises NumberNotSet."""
    named = phone_number(given) if given else settings.twilio.number
    if named is None:
        raise NumberNotSet("which number? name it, or set twilio.number; `offhook number list` shows what there is")
    return named


def _check_number(given: str | None) -> None:
    if given is not None:
        _checked_number(given)


def _checked_number(given: str) -> str:
    try:
        return phone_number(given)
    except ValueError as exc:
        raise typer.BadParameter(f"{given!r}: {exc}") from exc


def _checked_sip(given: str) -> str:
    if not _SIP_URI.fullmatch(given):
        raise typer.BadParameter(f"{given!r}: must be a SIP URI such as sip:desk@example.com")
    return given


def _check_call(given: str) -> None:
    if not _CALL_SID.fullmatch(given):
        raise typer.BadParameter(f"{given!r}: must be a CallSid, CA and 32 digits or letters a to f")


def _carry_out(work: Callable[[EngineSettings, TwilioRest, str], Awaitable[Sequence[str]]]) -> None:
    """Print the lines that come of it, or what is wrong."""
    world = RealWorld()

    async def asked() -> Sequence[str]:
        settings = load_settings(reachable_services().settings_type)
        account = twilio_account(settings.twilio)
        async with world.network() as network:
            return await work(settings, TwilioRest(account, network.http, world.random("twilio")), account.sid)

    try:
        lines = trio.run(asked)
    except (AccountNotSet, NetworkUnusable, NotRemembered, NumberNotSet, SettingsError, TwilioFailed) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    for line in lines:
        open_terminal().say(line)
