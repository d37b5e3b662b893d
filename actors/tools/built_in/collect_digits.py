"""`collect_digits`: asks the caller to key in a number, and takes the keys as one answer."""

from typing import Annotated, Literal

import msgspec
import trio

from offhook.actors.responder.speakable import Speakable
from offhook.actors.tools.built_in.arguments import reader_of, schema_of
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.run.reply import Sentence
from offhook.engine.run.tool import ArgumentsWrong, Done, Tool, ToolCall, ToolFailed
from offhook.engine.words.expectation import AnswerKind, Expectation

NAME = "collect_digits"
MOST_DIGITS = 32
_DESCRIPTION = (
    "Let the caller key in a number on the telephone: a PIN, a booking number, a date. It is asked here, with your "
    "question, and the answer comes as the caller's next turn: digits that were pressed, words if the caller says it, "
    "or nothing. Nothing can be said after this call of the tool."
)
_RESULT = "The caller is asked. The answer is the caller's next turn."


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: Annotated[
        str, msgspec.Meta(max_length=500, description="what is said to the caller; empty if you have just asked it")
    ]
    min_digits: Annotated[int, msgspec.Meta(ge=1, le=MOST_DIGITS, description="how many there are at least")]
    max_digits: Annotated[
        int, msgspec.Meta(ge=1, le=MOST_DIGITS, description="as soon as so many are there, the answer is complete")
    ]
    terminator: Annotated[
        Literal["#", "*", ""], msgspec.Meta(description="the key that ends a shorter answer; empty for none")
    ] = "#"
    timeout_s: Annotated[
        float,
        msgspec.Meta(ge=0, le=60, description="seconds to wait for each key; 0 or left out for the usual patience"),
    ] = 0.0


def collect_digits(agent: Agent) -> Tool:
    """What was keyed in stands in the conversation and in the record, as everything that a caller keys in."""

    del agent

    async def run(call: ToolCall, arguments: object) -> Done:
        await trio.lowlevel.checkpoint()
        assert isinstance(arguments, _Arguments), "`read` has made them"
        question = Speakable().say(arguments.question)
        if not (question or call.has_spoken):
            raise ToolFailed("The caller was not asked anything: write what to say in 'question'.")
        expects = Expectation(
            call.language,
            max_digits=arguments.max_digits,
            kind=AnswerKind.DIGITS,
            min_digits=arguments.min_digits,
            terminator=arguments.terminator,
            key_pause_s=max(arguments.timeout_s, 1.0) if arguments.timeout_s else None,
            entry=call.turn,  # what was keyed in before the question does not belong to the answer
        )
        return Done(_RESULT, (Sentence(question),) if question else (), ends_reply=True, expects=expects)

    return Tool(ToolOffer(NAME, _DESCRIPTION, schema_of(_Arguments)), _read, run, has_effects=False)


def _read(text: str) -> _Arguments:
    arguments = reader_of(_Arguments)(text)
    if arguments.min_digits > arguments.max_digits:
        raise ArgumentsWrong(
            f"'min_digits' is {arguments.min_digits}, and 'max_digits' is less, {arguments.max_digits}."
        )
    return arguments
