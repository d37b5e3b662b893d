"""What calls over Telnyx need of the server, for as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.settings import EngineSettings
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.telnyx.signature import Verify
from offhook.web.carriers.taken_webhooks import TakenWebhooks
from offhook.web.carriers.telnyx_commands import TelnyxCommands
from offhook.web.carriers.telnyx_key import NoCryptography, verifier
from offhook.web.locality import is_local


class TelnyxAccount(NamedTuple):
    commands: TelnyxCommands
    verify: Verify | None
    """None: webhooks are not signed, and come from this machine only."""
    taken: TakenWebhooks
    live_streams: dict[str, int]
    """In which of its streams each call of this worker is."""


@asynccontextmanager
async def open_telnyx(exchange: Exchange) -> AsyncIterator[TelnyxAccount | None]:
    """None if there is no key for commands. Raises StartUpFailed."""
    settings = exchange.settings.telnyx
    verify = None
    if settings.public_key is not None:
        try:
            verify = verifier(settings.public_key)
        except (NoCryptography, ValueError) as exc:
            raise StartUpFailed(str(exc)) from exc
    if settings.api_key is None:
        yield None
        return
    url = urlsplit(settings.api_url)
    if url.scheme != "https" and not is_local("127.0.0.1", {"host": url.netloc}):
        raise StartUpFailed("telnyx.api_url must begin with https://: the key would be sent unencrypted")
    async with exchange.world.network() as network:
        taken = TakenWebhooks(exchange.folder, exchange.wall_time)
        yield TelnyxAccount(TelnyxCommands(network.http, exchange.settings), verify, taken, {})


def telnyx_calls_come_from(settings: EngineSettings) -> str | None:
    """Whose webhooks are answered, in words; None where Telnyx is not set up."""
    if settings.telnyx.api_key is None:
        return None
    if settings.telnyx.public_key is not None:
        return "Telnyx: webhooks must be signed, and fit telnyx.public_key"
    if settings.server.public_url is not None:
        return None
    return "this machine only, as Telnyx; for Telnyx itself, set telnyx.public_key (TELNYX_PUBLIC_KEY)"
