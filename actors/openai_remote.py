"""Where one service of OpenAI's, or of a server that speaks the same, is; and whether it takes our key.

`GET /models/{model}` costs nothing. Servers of one's own need not know it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from pydantic import SecretStr

from offhook.actors.declaration import Remote
from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, http_answer
from offhook.actors.openai_models import announced_warning
from offhook.actors.openai_server import OpenAiServer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.protocol import openai_errors
from offhook.protocol import openai_models as wire

REST_OF_BODY_S = 0.2


class OpenAiSettings(Protocol):
    """What the settings of all such services have in common."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...

    @property
    def model(self) -> str: ...


def openai_remote(
    section: str, settings: OpenAiSettings, environment: Mapping[str, str], *, realtime: bool = False
) -> Remote:
    """`realtime`: over the interface that few servers but OpenAI's have.

    Raises NotSetUp, or WorkerCannotStart for a key or an address that cannot be used.
    """
    server = OpenAiServer(section, settings.base_url, settings.api_key, environment)
    left_out = ""
    if realtime and not server.is_openai and settings.base_url is None:
        left_out = f"{server.host} may have no realtime interface: set {section}.base_url, or name it in the chain"
    return Remote(server.host, server.why, partial(_ask, server, section, settings.model), left_out)


async def _ask(server: OpenAiServer, section: str, model: str, world: World, within_s: float) -> Sequence[str]:
    """Warnings. Raises ServiceFailed."""
    deadlines = Deadlines(connect_s=within_s, first_byte_s=within_s, gap_s=within_s, total_s=within_s + REST_OF_BODY_S)
    try:
        async with world.network() as network:
            request = network.http.build_request("GET", server.url(wire.path_of(model)), headers=server.headers)
            async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                body = await answer.beginning(LONGEST_ERROR)
    except ServiceFailed as exc:
        fix = f"check the network, a proxy, and {server.address_setting}"
        raise ServiceFailed(f"{server.host}: {exc}; {fix}") from exc
    if answer.status in (200, 404) and answer.content_type.lower().startswith("text/html"):
        return [f"{server.host}: answers with a web page: is {server.address_setting} right?"]
    if answer.status == 200:
        warning = announced_warning(model, wire.shutdown_date(body), world.wall_time())
        return [f"{warning}: set {section}.model"] if warning else []
    error = openai_errors.of_answer(answer.status, body, answer.headers)
    said = f"{server.host}: {error.words}"
    if answer.status == 403:  # a key that may speak or listen need not be allowed to look at models
        return [f"{said}; it may be that {server.key_setting} is not allowed to use {model!r}"]
    if fix := _fix(answer.status, server, section):
        raise ServiceFailed(f"{said}; {fix}; meanwhile calls use the next service of the chain", rest_s=error.rest_s)
    return []


def _fix(status: int, server: OpenAiServer, section: str) -> str:
    """What to do; empty for a server that only does not know what it was asked."""
    match status:
        case 401:
            return f"set {server.key_setting} to a key that is valid"
        case 402 | 429:
            return "look at the limits and the credit of the account"
        case 404 if server.is_openai:
            return f"correct {section}.model"
        case _:
            return "wait until it works again" if status >= 500 else ""
