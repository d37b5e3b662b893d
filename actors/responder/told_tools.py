"""How tools, and calls that were made, are told to a model's server: so that the strictest one takes them. Pure.

A call may come from another service of the chain, or from a model that has written nonsense.
"""

import hashlib
import re
from collections.abc import Sequence

import msgspec

from offhook.actors.responder.called_tools import as_object
from offhook.actors.responder.model_messages import BYTES_PER_TOKEN
from offhook.engine.decide.tool_use import ToolOffer, ToolUse

_SHORT_ID = re.compile(r"[A-Za-z0-9]{9}")
_WITH_SHORT_IDS = re.compile(r"mistral|mixtral|ministral|magistral|devstral|codestral|pixtral|voxtral", re.IGNORECASE)
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME = 64


def wants_short_ids(model: str) -> bool:
    """Whether this model, by its address and its name, is one of Mistral's: wherever they run, they take ids of nine
    letters and digits, and no others."""
    return bool(_WITH_SHORT_IDS.search(model))


def shortened(id_: str) -> str:
    """The same one each time, whichever service has given it."""
    return id_ if _SHORT_ID.fullmatch(id_) else hashlib.sha256(id_.encode()).hexdigest()[:9]


def told_name(use: ToolUse) -> str:
    """A model may call what nobody offers, by a name that no server takes back."""
    return _NOT_IN_A_NAME.sub("_", use.name)[:_LONGEST_NAME] or "unknown"


def told_arguments(use: ToolUse) -> str:
    """Some servers refuse the whole conversation for arguments that are no JSON."""
    return use.arguments if as_object(use.arguments) is not None else "{}"


def told_result(use: ToolUse) -> str:
    """What came of it; some servers refuse an empty text."""
    return use.result if use.result.strip() else use.outcome.value


def told_parameters(offer: ToolOffer) -> dict[str, object]:
    """OpenAI refuses an object that does not say which properties it has."""
    return {"type": "object", "properties": {}, **offer.parameters}


def tokens_of_tools(offers: Sequence[ToolOffer]) -> int:
    """How much of a request the offers are, by estimate."""
    return -(-sum(len(msgspec.json.encode(offer)) for offer in offers) // BYTES_PER_TOKEN)
