"""Voices of vendors that speak with the sound of a placed voice, so that it is known what the caller heard of them.
Virtual time."""

from functools import partial

import pytest
from trio.testing import MockClock

from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.breaking_wire import Failure
from offhook.simulation.carrier_side import Sent
from offhook.simulation.chance_plan import draw
from offhook.simulation.chance_services import (
    ANSWERS_WITHIN_S,
    HEARS_WITHIN_S,
    TELL_TIMES,
    BreakingService,
    ServicesPlan,
)
from offhook.simulation.joined_sentences import JoinedSentences
from offhook.simulation.placed_voice import STEP_BYTES, PlacedVoice
from offhook.simulation.trouble import no_trouble
from offhook.simulation.vendors import Said, place_voice, remote_services
from tests.actors.speaker.listening import saying

TEXT = "5001 and that is how it ends."
VOICES = [name for role, _, name in (each.partition(".") for each in remote_services()) if role == "speaker"]


def a_voice() -> PlacedVoice:
    return PlacedVoice(1.9, no_trouble(), 0.0, one_speed=True)


@pytest.mark.parametrize("name", VOICES)
async def test_the_sound_comes_unchanged(name: str, autojump_clock: MockClock) -> None:
    """Through the real client and its wire: every byte is the placed voice's, and words begin where it says them."""
    behind = a_voice()
    speaks = Said("", (), sound_of=partial(behind.whole_sound, with_times=name in TELL_TIMES))
    async with place_voice(name, speaks) as placed, saying(placed.service, TEXT) as pieces:
        told = [piece async for piece in pieces]
    sound = b"".join(piece for piece in told if isinstance(piece, bytes))
    assert behind.said == [TEXT]
    assert sound == behind.sound_of(1, 0, behind.steps)
    times = [piece for piece in told if isinstance(piece, WordTime)]
    per_character = len(sound) / len(TEXT)
    assert len(times) == (len(TEXT.split()) if name in TELL_TIMES else 0)
    assert all(abs(time.byte - time.character * per_character) <= STEP_BYTES for time in times)


def test_random_calls_have_all_of_them() -> None:
    """In some calls all three roles have services of vendors; each voice is among them and breaks in each way."""
    plans = [plan.services for plan in map(draw, range(600)) if plan.services is not None]
    drawn: list[BreakingService] = [each for plan in plans for each in plan.mouths]
    assert {(each.name, each.failure) for each in drawn} == {(name, how) for name in VOICES for how in (*Failure, None)}
    assert sum(bool(plan.ears and plan.minds and plan.mouths) for plan in plans) > 50


def test_a_turn_may_take_longer_where_services_are_waited_for_in_vain() -> None:
    """Each that fails costs the time after which the next one is asked; a voice is waited for when the turn is over."""
    well, fails = BreakingService("some", None, 0.0), BreakingService("some", Failure.HANGS, 0.0)
    plan = ServicesPlan([], [], [], ears=[fails, fails], minds=[well, fails], mouths=[fails])
    assert plan.longer_s == 2 * HEARS_WITHIN_S + ANSWERS_WITHIN_S


def media(voice: PlacedVoice, text: str, steps: int) -> Sent:
    return Sent(0.0, "media", voice.sound_of(voice.begin(text), 0, steps))


def test_the_rest_of_a_sentence_belongs_to_it() -> None:
    """One voice says the beginning, another one begins again two words earlier than the sound has reached."""
    voice = a_voice()
    sent = [media(voice, TEXT, 40), Sent(0.0, "mark", mark="g1:1"), media(voice, "is how it ends.", 20)]
    joined = JoinedSentences(voice, sent)
    ((begun_at,),) = joined.begun_anew.values()
    assert begun_at == round((1 - len("is how it ends.") / len(TEXT)) * voice.steps_of(TEXT))
    heard = joined.places(voice.places((each.at, each.mulaw) for each in sent))
    assert [(place.sentence, place.step) for place in heard] == [
        (1, step) for step in (*range(40), *range(begun_at, begun_at + 20))
    ]
    assert joined.sentences_in(sent[0].mulaw + sent[2].mulaw) == {1}


def test_the_rest_of_a_sentence_may_come_after_one_that_was_sent_in_vain() -> None:
    """The stream broke while both were on their way: the new one begins with the rest of the first."""
    voice = a_voice()
    sent = [media(voice, TEXT, 40), media(voice, "5002 is the next one.", 20), media(voice, "how it ends.", 20)]
    joined = JoinedSentences(voice, sent)
    assert [joined.sentences_in(each.mulaw) for each in sent] == [{1}, {2}, {1}]


def test_a_rest_that_is_begun_again_after_a_clear_is_no_sound_of_before() -> None:
    """A speaker has crashed in it. It still is the rest of the same sentence."""
    voice = a_voice()
    rest = "how it ends."
    sent = [media(voice, TEXT, 40), media(voice, rest, 5), Sent(0.0, "clear"), media(voice, rest, 20)]
    joined = JoinedSentences(voice, sent)
    assert [joined.sentences_in(each.mulaw) for each in sent if each.mulaw] == [{1}, {1}, {3}]
    assert {place.sentence for place in joined.places(voice.places((each.at, each.mulaw) for each in sent))} == {1}


@pytest.mark.parametrize(
    ("steps", "with_times", "is_estimated"), [(40, False, True), (40, True, False), (96, False, False)]
)
def test_where_a_voice_without_times_has_stopped_is_an_estimate(
    steps: int, with_times: bool, is_estimated: bool
) -> None:
    """Nobody knows how fast it speaks until a sentence of it is complete."""
    voice = a_voice()
    sound = voice.whole_sound(TEXT, with_times=with_times)
    joined = JoinedSentences(voice, [Sent(0.0, "media", sound[: steps * STEP_BYTES])])
    assert (TEXT in joined.estimated_s) is is_estimated


@pytest.mark.parametrize(
    ("between", "sentences"),
    [([], {1}), ([Sent(0.0, "clear")], {1, 2}), ([Sent(0.0, "mark", mark="g1:1")], {1, 2})],
    ids=["nothing", "a clear", "a mark"],
)
def test_a_sentence_that_is_said_twice(between: list[Sent], sentences: set[int]) -> None:
    """A voice that stops in its first word leaves all of it to the next one. Said again later it is another one."""
    voice = a_voice()
    sent = [media(voice, "One moment.", 2), *between, media(voice, "One moment.", 96)]
    joined = JoinedSentences(voice, sent)
    assert joined.sentences_in(sent[0].mulaw + sent[-1].mulaw) == sentences
