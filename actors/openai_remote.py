"""Where one service of OpenAI's, or of a server that speaks the same, is; and whether it takes our key.

`GET /models/{model}` costs nothing. Servers of one's own need not know it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from offhook.actors.declaration import Remote
from offhook.actors.http_answer import HttpAnswer
from offhook.actors.key_question import KeyQuestion, Refused
from offhook.actors.keyed_server import KeyedSettings
from offhook.actors.openai_models import announced_warning
from offhook.actors.openai_server import OpenAiServer
from offhook.engine.host.world import World
from offhook.protocol import openai_errors
from offhook.protocol import openai_models as wire


class OpenAiSettings(KeyedSettings, Protocol):
    """What the settings of all such services have in common."""

    @property
    def model(self) -> str: ...


def openai_remote(
    section: str,
    settings: OpenAiSettings,
    environment: Mapping[str, str],
    *,
    endpoint: str = "",
    realtime: bool = False,
) -> Remote:
    """`endpoint`: what calls POST to; a server of one's own may have only some of OpenAI's. `realtime`: over the
    interface that few servers but OpenAI's have.

    Raises NotSetUp, or WorkerCannotStart for a key or an address that cannot be used.
    """
    server = OpenAiServer(section, settings, environment)
    left_out = ""
    if realtime and not server.is_openai and settings.base_url is None:
        left_out = f"{server.host} may have no realtime interface: set {section}.base_url, or name it in the chain"

    def about_model(world: World, body: bytes) -> Sequence[str]:
        warning = announced_warning(settings.model, wire.shutdown_date(body), world.wall_time())
        return [f"{warning}: set {section}.model"] if warning else []

    # A key that may speak or listen need not be allowed to look at models.
    fixes = {404: f"correct {section}.model"} if server.is_openai else {}
    question = KeyQuestion(
        wire.path_of(settings.model),
        f"use {settings.model!r}",
        _refused,
        about_model,
        fixes,
        endpoint="" if server.is_openai else endpoint,
    )
    return Remote(server.host, server.why, partial(question.ask, server), left_out)


def _refused(answer: HttpAnswer, body: bytes) -> Refused:
    error = openai_errors.of_answer(answer.status, body, answer.headers)
    return Refused(error.words, error.rest_s)
