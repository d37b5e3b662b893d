"""What an answer of a web server means for a tool: a result for the model, or why there is none."""

import msgspec

from offhook.actors.tools.no_answer import MAY_HAVE_HAPPENED
from offhook.actors.tools.secret_values import Secrets
from offhook.engine.host.printable import printable
from offhook.engine.run.tool import RESULT_BYTES, EffectUnknown, ToolFailed

LONGEST_REASON = 500
"""Characters of a server's own words that a model is told when a request is refused."""
DONE = "done"


class Answer(msgspec.Struct, frozen=True):
    """`body` is None where it is longer than a model may be told."""

    status: int
    content_type: str
    body: bytes | None


def result_of(answer: Answer, secrets: Secrets, *, has_effects: bool) -> object:
    """Raises ToolFailed."""
    if not 200 <= answer.status < 300:
        raise _refusal(answer, secrets, has_effects=has_effects)
    if answer.body == b"":
        return DONE
    try:
        return _told(answer, secrets)
    except ToolFailed as exc:
        if has_effects:
            raise EffectUnknown(f"it was probably done, HTTP {answer.status}, but {exc}") from exc
        raise


def _told(answer: Answer, secrets: Secrets) -> object:
    kind = answer.content_type.partition(";")[0].strip().lower()
    if answer.body is None:
        raise ToolFailed(f"the answer has more than {RESULT_BYTES} bytes")
    text = secrets.masked(answer.body.decode(errors="replace"))
    if kind.endswith(("/json", "+json")):
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as exc:
            raise ToolFailed("the answer is broken JSON") from exc
    if kind in ("text/plain", "text/csv", "text/markdown"):
        return text
    raise ToolFailed(f"the answer is {printable(kind)[:60] or 'of no type'}, neither JSON nor plain text")


def _refusal(answer: Answer, secrets: Secrets, *, has_effects: bool) -> ToolFailed:
    status = f"HTTP {answer.status}"
    if 400 <= answer.status < 500:
        reason = _reason(answer, secrets)
        return ToolFailed(f"the server refuses it, {status}{': ' if reason else ''}{reason}")
    what = "it leads to another address, which is not followed" if answer.status < 400 else "the server has failed"
    if has_effects:  # a 303 after a POST says where the result is
        return EffectUnknown(f"{what}, {status}; {MAY_HAVE_HAPPENED}")
    return ToolFailed(f"{what}, {status}")


def _reason(answer: Answer, secrets: Secrets) -> str:
    """The server's own words, cut; not those of a web page."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if not answer.body or not (kind.endswith("json") or kind == "text/plain"):
        return ""
    text = secrets.masked(answer.body.decode(errors="replace"))
    return printable(" ".join(text.split())[:LONGEST_REASON])
