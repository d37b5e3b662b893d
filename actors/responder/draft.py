"""A reply to the words so far, generated at a pause in case it is the end of the turn."""

import trio

from offhook.actors.responder.service import CallerTurn
from offhook.engine.run.reply import ReplyWriter
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.words import normalised


class Draft:
    """One draft, until the caller says more and it is dropped, or finishes and it is committed."""

    def __init__(self, caller_turn: CallerTurn, writer: ReplyWriter) -> None:
        self.caller_turn, self.writer = caller_turn, writer
        self.began_at = trio.current_time()
        self.cut_off = False
        self.over = trio.Event()

    def answers(self, caller_turn: CallerTurn, expected: Expectation) -> bool:
        """Whether it answers this turn: the words are the same, and their confidence leads to the same answer."""
        mine = self.caller_turn
        as_certain = expected.judged_alike(mine.confidence, caller_turn.confidence)
        return not self.writer.reply.life.is_void and as_certain and _words(mine.text) == _words(caller_turn.text)


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?…।。？！") for word in normalised(text).split()]
