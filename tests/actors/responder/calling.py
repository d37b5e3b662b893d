"""What models do with tools in tests: the tools that are offered, and everything that a reply brings."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from offhook.actors.responder.service import (
    CallerTurn,
    FirstToken,
    Heard,
    Occasion,
    Responder,
    ResponderFailed,
    ResponderSession,
    Sentence,
    UseTools,
    WantedTool,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.decide.tool_use import Outcome, ToolOffer, ToolUse, ToolUses
from tests.actors.responder.model_server import never

BOOK = ToolOffer(
    "book_room",
    "Books a room.",
    {"type": "object", "properties": {"nights": {"type": "integer"}}, "required": ["nights"]},
)
WEATHER = ToolOffer("weather", "", {})
TOOLS = (BOOK, WEATHER)
WORDS = "book a room for two nights"
BOOKED = ToolUse("c12345678", "book_room", '{"nights": 2}', Outcome.DONE, '{"room": 12}')
WET = ToolUse("c87654321", "weather", "{}", Outcome.FAILED, "the service is down")


@asynccontextmanager
async def session_with(responder: Responder, tools: Sequence[ToolOffer] = TOOLS) -> AsyncIterator[ResponderSession]:
    """A call in which these tools are offered."""
    async with responder.session(ServedCall("+15550100", "en", offered=lambda: tools)) as session:
        yield session


async def reply_of(
    session: ResponderSession, heard: Sequence[Heard] = (), turn: CallerTurn | None = None
) -> tuple[list[str], tuple[WantedTool, ...], str]:
    """The sentences, the tools that are wanted, and why it failed."""
    found: list[str] = []
    wanted: tuple[WantedTool, ...] = ()
    begun = 0
    try:
        async with session.reply(turn or CallerTurn(Occasion.SPEECH, WORDS), heard, never) as parts:
            async for part in parts:
                assert not wanted, "nothing comes behind the tools"
                match part:
                    case FirstToken():
                        begun += 1
                    case Sentence(text):
                        found.append(text)
                    case UseTools(tools):
                        wanted = tools
    except ResponderFailed as failure:
        return found, wanted, str(failure)
    assert begun == 1
    return found, wanted, ""


def named(wanted: Sequence[WantedTool]) -> list[tuple[str, str]]:
    return [(each.name, each.arguments) for each in wanted]


DONE_TURN = CallerTurn(Occasion.TOOLS_DONE)
DECIDED = ToolUses((BOOKED,), turn=2, at=3.0)
