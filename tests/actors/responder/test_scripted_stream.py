"""The responder `scripted` as it writes like a model. Virtual clock; the only fault is being left early."""

import trio
from trio.testing import MockClock

from offhook.actors.responder.scripted import ScriptedResponderSettings, open_scripted_responder
from offhook.actors.responder.service import CallerTurn, FirstToken, Occasion, Sentence
from offhook.engine.host.agent import load_agent
from offhook.simulation.world import SimulatedWorld
from tests.actors.served import A_CALL, committed

AGENT = load_agent("a.toml", 'name = "a"\ngreeting = "Hello."')
SENTENCES = ("This is one.", "That costs 3.50, Mr. Smith, if you pay today.", "Bye.")
ARRIVALS = list[tuple[int, str]]


async def arrivals(settings: ScriptedResponderSettings, occasion: Occasion = Occasion.SPEECH) -> ARRIVALS:
    """What comes, and after how many milliseconds."""
    came: ARRIVALS = []
    async with (
        open_scripted_responder(SimulatedWorld(), settings, AGENT) as responder,
        responder.session(A_CALL) as session,
    ):
        began = trio.current_time()
        async with session.reply(CallerTurn(occasion, "hi"), (), committed) as parts:
            async for part in parts:
                if isinstance(part, FirstToken):
                    assert trio.current_time() - began == settings.first_token_ms / 1000
                else:
                    assert isinstance(part, Sentence)
                    came.append((round(1000 * (trio.current_time() - began)), part.text))
    return came


def streaming(**more: int) -> ScriptedResponderSettings:
    return ScriptedResponderSettings(sentences=SENTENCES, **more)


async def test_a_sentence_goes_out_with_the_token_that_shows_its_end(autojump_clock: MockClock) -> None:
    """At 40 characters a second four come every 100 ms: the 14th, which ends the first sentence, comes in the fourth
    token; the 60th, which ends the second, in the 15th; the last sentence ends with the last token, the 16th."""
    came = await arrivals(streaming(characters_per_s=40, first_token_ms=250, first_clause_characters=0))
    assert came == [(550, SENTENCES[0]), (1650, SENTENCES[1]), (1750, SENTENCES[2])]


async def test_the_first_clause_goes_out_before_its_sentence(autojump_clock: MockClock) -> None:
    """A clause that is long enough does not wait for the end of its sentence, and only the first piece is one."""
    sentences = ("That costs 3.50, Mr. Smith, if you pay today.", "Or more, if you wait.", "Bye.")
    settings = ScriptedResponderSettings(sentences=sentences, characters_per_s=40, first_clause_characters=20)
    came = await arrivals(settings)
    assert [text for _, text in came] == ["That costs 3.50, Mr. Smith,", "if you pay today.", *sentences[1:]]
    assert came[0][0] == 700


async def test_the_waits_of_whole_sentences_do_not_count_while_it_writes(autojump_clock: MockClock) -> None:
    """One model of time holds at once: the waits for sentences, or tokens at a rate."""
    waits = {"first_sentence_ms": 400, "sentence_ms": 50}
    assert await arrivals(streaming(characters_per_s=40, **waits)) == await arrivals(streaming(characters_per_s=40))
    written_at_once = await arrivals(streaming(first_token_ms=250, **waits))
    assert [at_ms for at_ms, _ in written_at_once] == [400, 450, 500]


async def test_the_greeting_is_not_written(autojump_clock: MockClock) -> None:
    """It is the agent file's, known before anybody calls."""
    assert await arrivals(streaming(characters_per_s=1, first_token_ms=900), Occasion.ANSWERED) == [(0, "Hello.")]


async def test_a_stream_that_is_left_takes_no_more_time(autojump_clock: MockClock) -> None:
    """Whoever leaves after the first sentence, or in the middle of writing, does not wait for the rest."""
    async with (
        open_scripted_responder(SimulatedWorld(), streaming(characters_per_s=4), AGENT) as responder,
        responder.session(A_CALL) as session,
    ):
        began = trio.current_time()
        async with session.reply(CallerTurn(Occasion.SPEECH, "hi"), (), committed) as parts:
            assert await anext(aiter(parts)) == FirstToken()
            assert await anext(aiter(parts)) == Sentence(SENTENCES[0])
        assert trio.current_time() - began == 3.0
        with trio.move_on_after(5):
            async with session.reply(CallerTurn(Occasion.SPEECH, "hi"), (), committed) as parts:
                async for _ in parts:
                    pass
        assert trio.current_time() - began == 8.0
