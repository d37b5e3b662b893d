"""`offhook hooks test|list|retry`."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, TypeVar

import trio
import typer
from pydantic import ValidationError

from offhook.actors.packaged_services import reachable_services
from offhook.actors.settings import Settings
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.settings_sources import SettingsError, load_settings
from offhook.engine.host.world import RealWorld, World
from offhook.engine.record.hook_settings import HookSettings
from offhook.hooks.bodies import example
from offhook.hooks.kept_messages import NotReached, kept, lines_of, make_due
from offhook.hooks.receiver import Answered, Receiver
from offhook.protocol.standard_webhooks import BadSecret, secret_of
from offhook.reports.command_group import CommandGroup
from offhook.reports.terminal import complain, open_terminal

T = TypeVar("T")
_KEY_BYTES = 32

hook_commands = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    add_completion=False,
    help="Where the ends of calls are sent: try it, and see what waits.",
)


@hook_commands.command("test")
def try_hook(
    url: Annotated[
        str | None,
        typer.Argument(help="A receiver's URL, or the name of a hook of the settings. Left out: all of them."),
    ] = None,
) -> None:
    """Send a signed example to a receiver, and print what it must check. Exits with 1 if it was not taken."""
    world = RealWorld()
    taken = [trio.run(_try, hook, world) for hook in _chosen(url, world)]
    if not all(taken):
        raise typer.Exit(1)


@hook_commands.command("list")
def list_messages() -> None:
    """Show what was not delivered yet: which call, to whom, how often it was tried, and when it is tried next."""
    settings = _settings()
    messages = _reached(partial(kept, settings.store.path))
    for line in lines_of(messages, settings.hooks, RealWorld().wall_time()):
        open_terminal().say(line)


@hook_commands.command("retry")
def retry_messages(
    message: Annotated[str | None, typer.Argument(help="The id of a message, msg_...; left out: all of them.")] = None,
) -> None:
    """Send what was not delivered now, also what was given up. A server that runs does it within half a minute."""
    path = _settings().store.path
    number = _reached(partial(make_due, path, RealWorld().wall_time(), message))
    if not number and message is not None:
        complain(f"no message {message!r} was tried before; `offhook hooks list` shows those that wait")
        raise typer.Exit(1)
    open_terminal().say(f"{number} {'message is' if number == 1 else 'messages are'} sent again now")


def _settings() -> Settings:
    try:
        return load_settings(reachable_services().settings_type)
    except SettingsError as exc:
        complain(str(exc), keep_lines=True)
        raise typer.Exit(1) from exc


def _reached(work: "partial[T]") -> T:
    try:
        return work()
    except NotReached as exc:
        complain(str(exc))
        raise typer.Exit(1) from exc


def _chosen(url: str | None, world: World) -> Sequence[HookSettings]:
    """Those of the settings, or one that is made up for the URL: then its secret is printed."""
    hooks = _settings().hooks
    if url is None:
        if not hooks:
            complain("the settings have no [[hooks]]: name the URL of a receiver; docs/hooks.md has more")
            raise typer.Exit(1)
        return hooks
    if found := [hook for hook in hooks if url in (hook.url, hook.url.removesuffix("/"), hook.called)]:
        return found
    secret = secret_of(world.random("hooks/test").randbytes(_KEY_BYTES))
    try:
        made_up = HookSettings.model_validate({"url": url, "secret": secret})
    except ValidationError as exc:
        (error,) = exc.errors(include_url=False)
        raise typer.BadParameter(f"{url!r}: {error['msg'].removeprefix('Value error, ')}") from exc
    open_terminal().say(f"no hook of the settings leads there: signed with the secret {secret}, made for this test")
    return [made_up]


async def _try(hook: HookSettings, world: RealWorld) -> bool:
    await trio.lowlevel.checkpoint()
    terminal = open_terminal()
    try:
        receiver = Receiver(hook, hook.secret_in(world.environment()), world)
        message_id = f"msg_test{world.random('hooks/test').getrandbits(64):016x}"
        body = example(world.wall_time())
        signed = receiver.headers(message_id, body)
        async with world.network() as network:
            answered = await receiver.send(network.http, message_id, body, signed)
    except (BadSecret, NetworkUnusable) as exc:
        complain(f"{hook.called}: {exc}")
        return False
    terminal.say(f"{hook.called}: {_in_words(answered)}, after {answered.seconds * 1000:.0f} ms")
    for name, value in signed.items():
        terminal.say(f"  {name}: {value}")
    terminal.say(f"  {body.decode()}")
    terminal.say("The receiver must check, before it believes a word:")
    terminal.say(f"  webhook-signature holds v1, and base64 of HMAC-SHA256 over {message_id}.TIMESTAMP.BODY")
    terminal.say("  webhook-timestamp is less than 5 minutes from its own clock")
    terminal.say("  webhook-id was not seen before: a message may come twice")
    return answered.outcome == "taken"


def _in_words(answered: Answered) -> str:
    if answered.outcome == "taken":
        return f"taken, HTTP {answered.status}"
    return f"not taken: {answered.why}"
