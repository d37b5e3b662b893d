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
        raise ArgumentsWrong("The arguments are not valid text: half of a surrogate pair is in them.") from exc
    if len(data) > ARGUMENTS_BYTES:
        raise ArgumentsWrong(f"The arguments are {len(data):,} bytes, and {ARGUMENTS_BYTES:,} are the most.")
    try:
        return msgspec.json.decode(data if data.strip() else b"{}", type=kind)
    except msgspec.ValidationError as exc:
        raise ArgumentsWrong(misfitting(_in_words(str(exc)))) from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise ArgumentsWrong("The arguments are not JSON: write one JSON object.") from exc
    except RecursionError as exc:
        raise ArgumentsWrong("The arguments are nested too deeply.") from exc
    except Exception as exc:  # the `__post_init__` of a user's own type
        raise ArgumentsWrong(misfitting(f"{type(exc).__name__} while they were read")) from exc


def misfitting(what: str) -> str:
    """A sentence for the model."""
    return f"The arguments do not fit: {what}."


def _in_words(message: str) -> str:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message).replace("`", "")
    what = what[:1].lower() + what[1:]
    return f"{place[1]}: {what}" if place is not None else what
