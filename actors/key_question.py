"""Asks the server of a service, with a request that costs nothing, whether it takes the key."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, HttpAnswer, http_answer
from offhook.actors.keyed_server import KeyedServer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.protocol.service_errors import REFUSED_REST_S

REST_OF_BODY_S = 0.2
NOT_THERE = (404, 405, 501)
GOING_ON = "meanwhile calls use the next service of the chain"
NO_FIXES: Mapping[int, str] = {}


class Refused(NamedTuple):
    """An answer whose status is not 200."""

    words: str
    rest_s: float
    only_this: bool = False
    """The key may still do what the service needs."""


class KeyQuestion(NamedTuple):
    """What is asked of one service."""

    path: str
    use: str
    """What the key is for: `recognise speech`."""
    refused: Callable[[HttpAnswer, bytes], Refused]
    taken: Callable[[World, bytes], Sequence[str]] = lambda world, body: ()
    """The warnings that an answer with status 200 gives reason for."""
    fixes: Mapping[int, str] = NO_FIXES
    """What to do about a status, where that is not said below."""
    longest: int = LONGEST_ERROR
    """Bytes of the answer."""
    endpoint: str = ""
    """What calls POST to. A server that does not know the question is asked whether it has this: with an empty request,
    which it refuses in another way than an address that it does not have. Empty: it is not asked."""

    async def ask(self, server: KeyedServer, world: World, within_s: float) -> Sequence[str]:
        """Warnings. Raises ServiceFailed with what is wrong and what to do."""
        answer, body = await self._answer(server, world, within_s)
        if answer.status in (200, 404) and answer.content_type.lower().startswith("text/html"):
            return [f"{server.host}: answers with a web page: is {server.address_setting} right?"]
        if answer.status == 200:
            return self.taken(world, body)
        refused = self.refused(answer, body)
        said = f"{server.host}: {refused.words}"
        if answer.status == 403 or refused.only_this:
            return [f"{said}; it may be that {server.key_setting} is not allowed to {self.use}"]
        if fix := self.fixes.get(answer.status, _fix(answer.status, server)):
            raise ServiceFailed(f"{said}; {fix}; {GOING_ON}", rest_s=refused.rest_s)
        if self.endpoint and answer.status in NOT_THERE:
            await self._find_endpoint(server, world, within_s)
        return []

    async def _find_endpoint(self, server: KeyedServer, world: World, within_s: float) -> None:
        answer, _ = await self._answer(server, world, within_s, "POST", self.endpoint)
        if answer.status in NOT_THERE:
            role = server.section.partition(".")[0]
            elsewhere = f"leave {server.section} out of {role}.chain"
            fix = f"correct {server.address_setting}, which mostly ends with /v1, or {elsewhere}"
            said = f"{server.host}: HTTP {answer.status}: it has no {self.endpoint} there"
            raise ServiceFailed(f"{said}; {fix}; {GOING_ON}", rest_s=REFUSED_REST_S)

    async def _answer(
        self, server: KeyedServer, world: World, within_s: float, method: str = "GET", path: str = ""
    ) -> tuple[HttpAnswer, bytes]:
        content = b"{}" if method == "POST" else None
        headers = server.headers | ({"Content-Type": "application/json"} if content else {})
        deadlines = Deadlines(within_s, within_s, within_s, within_s + REST_OF_BODY_S)
        try:
            async with world.network() as network:
                url = server.url(path or self.path)
                request = network.http.build_request(method, url, headers=headers, content=content)
                async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                    return answer, await answer.beginning(self.longest)
        except ServiceFailed as exc:
            fix = f"check the network, a proxy, and {server.address_setting}"
            raise ServiceFailed(f"{server.host}: {exc}; {fix}") from exc


def _fix(status: int, server: KeyedServer) -> str:
    """What to do; empty for a server that only does not know what it was asked."""
    match status:
        case 401:
            return f"set {server.key_setting} to a key that is valid"
        case 402 | 429:
            return "look at the limits and the credit of the account"
        case _:
            return "wait until it works again" if status >= 500 else ""
