"""What an answer of a web server means for a tool: a result for the model, or why there is none."""

import msgspec

from offhook.actors.tools.secret_values import Secrets
from offhook.actors.tools.words import sentence
from offhook.engine.host.printable import printable
from offhook.engine.run.tool import RESULT_BYTES, EffectUnknown, ToolFailed

LONGEST_REASON = 500
"""Characters of a server's own words that a model is told when a request is refused."""
DONE = "done"
TOO_LONG = f"the answer has more than {RESULT_BYTES:,} bytes"
COMPRESSED = "the answer is compressed, which was not asked for"


class Answer(msgspec.Struct, frozen=True):
    """`body` is None where it cannot be told to a model, and `why_none` says why."""

    status: int
    content_type: str
    body: bytes | None
    why_none: str = TOO_LONG


def result_of(answer: Answer, secrets: Secrets, *, has_effects: bool) -> object:
    """Raises ToolFailed."""
    if not 200 <= answer.status < 300:
        raise _refusal(answer, secrets, has_effects=has_effects)
    if answer.body == b"":
        return DONE
    try:
        return _told(answer, secrets)
    except _NotTold as exc:
        return untold(f"{exc}, HTTP {answer.status}", has_effects=has_effects)


def untold(why: str, *, has_effects: bool) -> str:
    """What a model is told of a result that it cannot be told: it must not do the same again. Raises ToolFailed if
    nothing was done but to look."""
    if has_effects:
        return f"{DONE}, but {why}"
    raise ToolFailed(sentence(why))


class _NotTold(Exception):
    """The answer is there, but is nothing for a model."""


def _told(answer: Answer, secrets: Secrets) -> object:
    kind = answer.content_type.partition(";")[0].strip().lower()
    if answer.body is None:
        raise _NotTold(answer.why_none)
    text = answer.body.decode(errors="replace")
    if kind.endswith(("/json", "+json")):
        try:
            return secrets.masked_in(msgspec.json.decode(text))
        except (msgspec.DecodeError, RecursionError):
            raise _NotTold("the answer is broken JSON") from None
    if kind in ("text/plain", "text/csv", "text/markdown"):
        return secrets.masked(text)
    raise _NotTold(f"the answer is {printable(kind)[:60] or 'of no type'}, neither JSON nor plain text")


def _refusal(answer: Answer, secrets: Secrets, *, has_effects: bool) -> ToolFailed:
    status = f"HTTP {answer.status}"
    if 400 <= answer.status < 500:
        reason = _reason(answer, secrets)
        return ToolFailed(sentence(f"the server refuses it, {status}{': ' if reason else ''}{reason}"))
    what = "it leads to another address, which is not followed" if answer.status < 400 else "the server has failed"
    # A 303 after a POST says where the result is.
    return (EffectUnknown if has_effects else ToolFailed)(sentence(f"{what}, {status}"))


def _reason(answer: Answer, secrets: Secrets) -> str:
    """The server's own words, cut; not those of a web page."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if not answer.body or not (kind.endswith("json") or kind == "text/plain"):
        return ""
    text = answer.body.decode(errors="replace")
    text = secrets.masked_json(text) if kind.endswith("json") else secrets.masked(text)
    return printable(" ".join(text.split())[:LONGEST_REASON])
