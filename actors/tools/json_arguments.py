"""Reads the arguments that a model has written, and says in words for the model what is wrong with them."""

import re
from typing import TypeVar

import msgspec

from offhook.engine.run.tool import ARGUMENTS_BYTES, ArgumentsWrong

T = TypeVar("T")
_PLACE = re.compile(r" - at `\$\.?(.*)`$")


def read_arguments(text: str, kind: type[T]) -> T:
    """The arguments as a `kind`. No text at all is what some models write where there are none. Raises
    ArgumentsWrong."""
    try:
        data = text.encode()
    except UnicodeEncodeError as exc:
        raise ArgumentsWrong("the arguments are not valid text: half of a surrogate pair is in them") from exc
    if len(data) > ARGUMENTS_BYTES:
        raise ArgumentsWrong(f"the arguments are {len(data)} bytes, the most is {ARGUMENTS_BYTES}")
    try:
        return msgspec.json.decode(data if data.strip() else b"{}", type=kind)
    except msgspec.ValidationError as exc:
        raise ArgumentsWrong(_in_words(str(exc))) from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise ArgumentsWrong("the arguments are not JSON: write one JSON object") from exc
    except RecursionError as exc:
        raise ArgumentsWrong("the arguments are nested too deeply") from exc


def _in_words(message: str) -> str:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message).replace("`", "")
    what = what[:1].lower() + what[1:]
    return f"{place[1]}: {what}" if place is not None else f"the arguments do not fit: {what}"
