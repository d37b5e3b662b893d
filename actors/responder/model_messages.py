"""What a language model is told: the agent's prompt, the conversation as it was heard, and the caller's words.

The conversation is bounded: its oldest turns are dropped first. The prompt and the words to be answered always stay.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.engine.decide.heard_so_far import Heard, HeardLine

BYTES_PER_TOKEN = 4
"""An estimate: about four letters of English, one or two of a script that is not Latin."""
_AROUND_A_MESSAGE = 4  # tokens that mark its beginning, its end and its role
_CUT_OFF = " …"
_GO_ON = "[the line was interrupted: say only the rest of this answer, without what you have said already]"

Role = Literal["system", "user", "assistant"]


class Message(msgspec.Struct, frozen=True):
    """One message of a conversation, as every model's interface knows it."""

    role: Role
    content: str


def messages(prompt: str, heard: Sequence[Heard], turn: CallerTurn, tokens: int) -> tuple[Message, ...]:
    """The conversation in at most so many tokens, by estimate, and the prompt before it. Roles alternate, because the
    templates of some models refuse two messages of one role in a row."""
    said = [
        Message("user", line.text)
        if line.who == "caller"
        else Message("assistant", line.text + (_CUT_OFF if line.cut_off else ""))
        for line in heard
        if isinstance(line, HeardLine)
    ]
    present = [Message("user", words_of(turn))]
    if turn.said:
        present += [Message("assistant", turn.said), Message("user", _GO_ON)]
    kept = [*reversed(present)]
    left = tokens - sum(map(estimated_tokens, present))
    for message in reversed(said):
        left -= estimated_tokens(message)
        if left < 0:
            break
        kept.append(message)
    return (*([Message("system", prompt)] if prompt else []), *_alternating(list(reversed(kept))))


def words_of(turn: CallerTurn) -> str:
    """The caller's turn as a message; what is no speech stands in brackets."""
    match turn.occasion:
        case Occasion.KEYS:
            return f"[keys pressed: {' '.join(turn.text)}]"
        case Occasion.SILENCE:
            return "[the caller says nothing]"
        case Occasion.SPEECH if turn.keyed:
            return f"[keys pressed: {' '.join(turn.keyed)}] {turn.text}"
        case Occasion.SPEECH:
            return turn.text
        case Occasion.ANSWERED:
            return "[the call has just begun]"
        case Occasion.NEWS:
            return f"[tools have ended meanwhile, and the caller waits to hear of it: {turn.text}]"
        case Occasion.TOOLS_DONE:
            return ""


def estimated_tokens(message: Message) -> int:
    return -(-len(message.content.encode()) // BYTES_PER_TOKEN) + _AROUND_A_MESSAGE


def _alternating(said: Sequence[Message]) -> list[Message]:
    kept: list[Message] = []
    for message in said:
        goes_on = bool(kept) and kept[-1].role == message.role
        kept.append(Message(message.role, f"{kept.pop().content} {message.content}") if goes_on else message)
    return kept
