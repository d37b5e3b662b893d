"""What a language model is told: the agent's prompt, the conversation as it was heard, and the caller's words.

The conversation is bounded: its oldest turns are dropped first. The prompt and the words to be answered always stay.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.engine.decide.heard_so_far import Heard, HeardLine, Note
from offhook.engine.decide.tool_use import ToolUse, ToolUses

BYTES_PER_TOKEN = 4
"""An estimate: about four letters of English, one or two of a script that is not Latin."""
_AROUND_A_MESSAGE = 4  # tokens that mark its beginning, its end and its role
_CUT_OFF = " …"
_BEGUN, _SILENT = CallerTurn(Occasion.ANSWERED), CallerTurn(Occasion.SILENCE)
_GO_ON = "[the line was interrupted: say only the rest of this answer, without what you have said already]"

Role = Literal["system", "user", "assistant"]


class Message(msgspec.Struct, frozen=True):
    """One message of a conversation, as every model's interface knows it."""

    role: Role
    content: str
    uses: tuple[ToolUse, ...] = ()
    """The tools that the assistant called behind these words, with their results. They belong together: servers refuse
    a call without its result."""
    turn: int = 0
    """In which it was said; 0 if that is not known."""


def messages(prompt: str, heard: Sequence[Heard], turn: CallerTurn, tokens: int) -> tuple[Message, ...]:
    """The conversation in at most so many tokens, by estimate, and the prompt before it. What a dialogue has collected
    is told however long ago that was. Roles alternate, because the templates of some models refuse two messages of one
    role in a row."""
    said = [*map(_as_message, heard)]
    said, present = _split(said, turn)
    if turn.said:
        present += [Message("assistant", turn.said), Message("user", _GO_ON)]
    kept = [*reversed(present)]
    left = tokens - sum(map(estimated_tokens, present))
    note = _newest_note(heard[: len(said)])
    left -= 0 if note is None else estimated_tokens(said[note])
    for message in reversed(said):
        left -= estimated_tokens(message)
        if left < 0:
            break
        kept.append(message)
    while len(present) < len(kept) < len(said) + len(present) and (kept[-1].uses or kept[-2].uses):
        kept.pop()  # the words for which these tools were called are left out
    if note is not None and note < len(said) + len(present) - len(kept):
        kept.append(said[note])
    return (*([Message("system", prompt)] if prompt else []), *_in_turns(list(reversed(kept))))


def _newest_note(heard: Sequence[Heard]) -> int | None:
    """Where it stands: it tells all that is known."""
    return next((place for place in reversed(range(len(heard))) if isinstance(heard[place], Note)), None)


def _as_message(heard: Heard) -> Message:
    match heard:
        case ToolUses(uses, turn):
            return Message("assistant", "", uses, turn)
        case HeardLine(who="caller", text=text, turn=turn) | Note(text, turn):
            return Message("user", text, turn=turn)
        case HeardLine(text=text, turn=turn, cut_off=cut_off):
            return Message("assistant", text + (_CUT_OFF if cut_off else ""), turn=turn)


def _split(said: list[Message], turn: CallerTurn) -> tuple[list[Message], list[Message]]:
    """What was said before, and what is to be answered now: the caller's words, or the results of tools with the words
    for which they were called."""
    if turn.occasion is not Occasion.TOOLS_DONE or not (said and said[-1].uses):
        return said, [Message("user", words_of(turn))]
    words = [place for place, message in enumerate(said) if message.role == "user"]
    place = words[-1] if words else 0
    return said[:place], said[place:]


def words_of(turn: CallerTurn) -> str:
    """The caller's turn as a message; what is no speech stands in brackets."""
    match turn.occasion:
        case Occasion.KEYS:
            return f"[keys pressed: {' '.join(turn.text)}{_remark(turn)}]"
        case Occasion.SILENCE:
            return f"[the caller says nothing{_remark(turn)}]"
        case Occasion.SPEECH if turn.keyed:
            return f"[keys pressed: {' '.join(turn.keyed)}] {turn.text}"
        case Occasion.SPEECH:
            return turn.text
        case Occasion.ANSWERED:
            return "[the call has just begun]"
        case Occasion.NEWS:
            return f"[tools have ended meanwhile, and the caller waits to hear of it: {turn.text}]"
        case Occasion.TOOLS_DONE:
            return "[the tools were called]"
        case Occasion.ASIDE:
            return turn.text
        case Occasion.STARTED:
            return "[the dialogue was begun]"
        case Occasion.HANDED_OVER:
            return f"{turn.text} [the dialogue has ended: it is your turn to speak]"


def _remark(turn: CallerTurn) -> str:
    return f"; {turn.remark}" if turn.remark else ""


def estimated_tokens(message: Message) -> int:
    calls = [text for use in message.uses for text in (use.name, use.arguments, use.result)]
    length = sum(len(text.encode(errors="replace")) for text in (message.content, *calls))
    return -(-length // BYTES_PER_TOKEN) + _AROUND_A_MESSAGE * (1 + 2 * len(message.uses))


def _in_turns(said: Sequence[Message]) -> list[Message]:
    """So that the strictest server takes it: roles alternate, calls stand in one message with the words before them and
    behind something from the caller, and words of the agent between the results of tools and the caller."""
    kept: list[Message] = []
    for message in said:
        before = kept[-1] if kept else None
        if before is None:
            kept += [Message("user", words_of(_BEGUN)), message] if message.uses else [message]
        elif message.uses:
            kept += _with_calls(kept, before, message)
        elif before.role == message.role and not before.uses:
            kept[-1] = Message(message.role, f"{before.content} {message.content}", turn=message.turn)
        elif before.uses and message.role == "user":
            kept += [Message("assistant", _CUT_OFF.strip()), message]  # Mistral refuses the caller's words there
        else:
            kept.append(message)
    return kept


def _with_calls(kept: list[Message], before: Message, calls: Message) -> list[Message]:
    """What the calls stand in. Takes the words before them out of `kept`."""
    if before.role == "user" or before.uses:
        return [calls]
    if before.turn in (0, calls.turn) or calls.turn == 0:
        kept.pop()
        first = [] if kept else [Message("user", words_of(_BEGUN))]
        return [*first, Message("assistant", before.content, calls.uses, calls.turn)]
    return [Message("user", words_of(_SILENT)), calls]  # as the model was told then; no words of the caller are kept
