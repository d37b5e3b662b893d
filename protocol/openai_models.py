"""`GET /models/{model}` of OpenAI's HTTP interface: what is said about a model."""

from datetime import date
from urllib.parse import quote

import msgspec


class _Model(msgspec.Struct):
    shutdown_date: object = None


def path_of(model: str) -> str:
    return f"/models/{quote(model, safe='')}"


def shutdown_date(body: bytes) -> date | None:
    """When the model will be switched off; None if that is not announced, or this is no such answer."""
    try:
        found = msgspec.json.decode(body, type=_Model).shutdown_date
        return date.fromisoformat(found[:10]) if isinstance(found, str) else None
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
