"""What a tool returns, as JSON for the model."""

import re

import msgspec

from offhook.engine.run.tool import RESULT_BYTES, EffectUnknown

_UNSUPPORTED = re.compile(r"of type (\w+) is unsupported")
_WHAT_FITS = "return text, numbers, lists, dicts, dates, dataclasses or msgspec.Struct"


def result_json(value: object) -> str:
    """JSON text of at most RESULT_BYTES. A number that JSON has not, such as NaN, becomes null; half of a surrogate
    pair becomes U+FFFD. Raises EffectUnknown, in words, for what cannot be JSON or is too long: the tool has run."""
    try:
        text = _encoded(value)
    except (TypeError, ValueError, RecursionError) as exc:
        what = "The tool has ended, but what it returned cannot be written as JSON"
        raise EffectUnknown(f"{what}: {_why(value, exc)}.") from exc
    if len(text) > RESULT_BYTES:
        raise EffectUnknown(
            f"The tool has ended, but returned {len(text):,} bytes, and {RESULT_BYTES:,} are the most that are read."
        )
    return text.decode()


def _encoded(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair, which no UTF-8 can hold
        return msgspec.json.encode(_without_halves(msgspec.to_builtins(value, str_keys=True)))


def _without_halves(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves become one again
        case dict():
            return {_without_halves(key): _without_halves(each) for key, each in value.items()}
        case list() | tuple():
            return [_without_halves(each) for each in value]
        case _:
            return value


def _why(value: object, exc: Exception) -> str:
    """The libraries' texts are not passed on, for they may quote a caller: only the name of a type is."""
    if isinstance(exc, RecursionError):
        return "it is nested too deeply, or contains itself"
    unsupported = _UNSUPPORTED.search(str(exc))
    return f"{unsupported[1] if unsupported else type(value).__name__} has no form in JSON; {_WHAT_FITS}"
