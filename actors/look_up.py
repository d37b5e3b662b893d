"""Asks a user's own server about a caller while the telephone rings: one signed POST, answered by a JSON object.

The request is signed as Standard Webhooks has it. The same call asks with the same id, also if its webhook comes twice.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, http_answer
from offhook.engine.host.agent_lookup import Lookup
from offhook.engine.host.known_values import LONGEST_VALUE
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.engine.run.announcing import LOOKUP_WITHIN_S, LookupFailed
from offhook.engine.run.ring import Ring
from offhook.engine.words.placeholders import LOOKUP_DEPTH
from offhook.protocol.standard_webhooks import signed_headers

LONGEST_ANSWER = 65_536
_DEADLINES = Deadlines(
    connect_s=LOOKUP_WITHIN_S, first_byte_s=LOOKUP_WITHIN_S, gap_s=LOOKUP_WITHIN_S, total_s=LOOKUP_WITHIN_S
)
_decode = msgspec.json.Decoder(dict[str, object]).decode
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9_-]")


class HttpLookUp:
    """The look-ups of one process."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, lookup: Lookup, ring: Ring, agent: str) -> Mapping[str, str]:
        """Raises LookupFailed."""
        asked = {
            "call_sid": ring.call_id,
            "carrier": ring.carrier,
            "caller": ring.caller,
            "called": ring.called,
            "agent": agent,
            "params": dict(ring.parameters),
        }
        try:
            body = msgspec.json.encode(asked)
        except ValueError as exc:  # half a character in what the carrier sent: JSON cannot hold it
            raise LookupFailed("what the carrier has sent is no text") from exc
        secret = lookup.secret.get_secret_value()
        headers = signed_headers(secret, _message_id(ring.call_id), self._world.wall_time(), body)
        try:
            async with self._world.network() as network:
                request = network.http.build_request(
                    "POST", lookup.url, headers={**headers, "content-type": "application/json"}, content=body
                )
                async with http_answer(network.http, request, _DEADLINES, ServiceFailed) as answer:
                    if answer.status != 200:
                        await answer.beginning(LONGEST_ERROR)
                        raise LookupFailed(f"HTTP {answer.status}")
                    return _facts(await answer.whole(LONGEST_ANSWER))
        except ServiceFailed as exc:
            raise LookupFailed(str(exc)) from exc
        except NetworkUnusable as exc:
            raise LookupFailed(str(exc)) from exc


def _message_id(call_id: str) -> str:
    """Carriers may call a call anything, such as "v3:..."; what is signed takes no dots, and few signs."""
    return f"lookup-{_NOT_IN_AN_ID.sub('_', call_id)[:200]}"


def _facts(body: bytes) -> Mapping[str, str]:
    """Raises LookupFailed."""
    try:
        return dict(_flat(_decode(body)))
    except msgspec.ValidationError as exc:
        raise LookupFailed("the answer is no JSON object") from exc
    except (ValueError, RecursionError) as exc:
        raise LookupFailed("the answer is not JSON") from exc


def _flat(table: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Texts, numbers, and true and false; lists, and what is nested more deeply, can stand in no sentence."""
    for key, value in table.items():
        where = (*above, key)
        match value:
            case bool():
                yield ".".join(where), "true" if value else "false"
            case str():
                yield ".".join(where), value[: 4 * LONGEST_VALUE]
            case int() | float():
                yield ".".join(where), msgspec.json.encode(value).decode()
            case dict() if len(where) < LOOKUP_DEPTH:
                yield from _flat(value, where)
