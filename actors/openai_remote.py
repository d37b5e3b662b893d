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
from offhook.protocol import openai_models as wire
from offhook.protocol.openai_errors import status_in_words

REST_OF_BODY_S = 0.2
RESTS_S = 60.0  # of a key or a model that is refused: nothing that a call does will change that


class OpenAiSettings(Protocol):
    """What the settings of all such services have in common."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...

    @property
    def model(self) -> str: ...


def openai_remote(section: str, settings: OpenAiSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key or an address that cannot be used."""
    server = OpenAiServer(section, settings.base_url, settings.api_key, environment)
    return Remote(server.host, server.why, partial(_ask, server, section, settings.model))


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
    said = f"{server.host}: {status_in_words(answer.status, body, answer.retry_after)}"
    match answer.status:
        case 200:
            warning = announced_warning(model, wire.shutdown_date(body), world.wall_time())
            return [f"{warning}: set {section}.model"] if warning else []
        case 401:
            raise ServiceFailed(f"{said}; set {server.key_setting} to a key that is valid", rest_s=RESTS_S)
        case 402:
            raise ServiceFailed(f"{said}; add credit", rest_s=RESTS_S)
        case 403:  # a key that may speak or listen need not be allowed to look at models
            return [f"{said}; it may be that {server.key_setting} is not allowed to use {model!r}"]
        case 404 if server.is_openai:
            raise ServiceFailed(f"{said}; correct {section}.model", rest_s=RESTS_S)
        case 429:
            raise ServiceFailed(f"{said}; look at the limits and the credit of the account")
        case status if status >= 500:
            raise ServiceFailed(f"{said}; calls use it as soon as it works")
        case _:  # a server that does not know this request
            return []
