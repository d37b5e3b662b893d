"""A dialogue that goes on with what an earlier session of it has kept. Virtual time; one agent file is another one."""

from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.service import CallerTurn, Occasion, ResponderSession, Sentence
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from tests.actors.served import committed
from tests.actors.test_collected import TABLES

GREET = CallerTurn(Occasion.ANSWERED)
FRIDAY, YES = (CallerTurn(Occasion.SPEECH, text) for text in ("friday", "yes"))


async def _said(session: ResponderSession, turn: CallerTurn) -> list[str]:
    async with session.reply(turn, (), committed) as parts:
        return [part.text async for part in parts if isinstance(part, Sentence)]


async def _go_on(agent: str, kept: dict[str, str], *turns: CallerTurn) -> tuple[dict[str, str], list[str]]:
    """What is kept after these turns, and what was said last."""
    again: dict[str, str] = dict(kept)
    call = ServedCall("+15550100", "en", kept=kept, keep=again.__setitem__)
    said: list[str] = []
    async with open_dialogue(load_agent("a.toml", agent)) as responder, responder.session(call) as session:
        for turn in turns:
            said = await _said(session, turn)
    return again, said


async def test_it_goes_on_where_it_was(autojump_clock: MockClock) -> None:
    """With the answer that is being confirmed."""
    kept, said = await _go_on(TABLES, {}, GREET, FRIDAY)
    assert said == ["I have friday.", "Is that right?"]
    assert list(kept) == ["dialogue"]
    _, said = await _go_on(TABLES, kept, YES)
    assert said == ["For how many?"]


async def test_what_another_agent_file_has_kept_begins_anew(autojump_clock: MockClock) -> None:
    """The file was changed while the server was restarted; or the text is none of ours."""
    kept, _ = await _go_on(TABLES, {}, GREET, FRIDAY)
    other = TABLES.replace("states.day", "states.date").replace('start = "day"', 'start = "date"')
    for unknown in (kept, {"dialogue": "{"}, {"dialogue": "{}"}, {"dialogue": ""}):
        _, said = await _go_on(other, unknown, GREET)
        assert said == ["Hello.", "For which day?"]
