"""The decoders of a worker process, with pocketsphinx as it is installed. No Trio, no process."""

from pathlib import Path

from offhook.actors.recognizer.decoder_pool import IDLE_WITH_GRAMMAR, LIVE_FOR_ANY_ENGLISH, DecoderPool
from offhook.actors.recognizer.pocketsphinx_messages import Audio, Final, Finish, Partial, Start, decode_answer, encode
from offhook.actors.recognizer.pocketsphinx_worker import PocketsphinxProgram
from offhook.actors.recognizer.pronunciations import shipped_pronunciations
from offhook.actors.recognizer.telephone_decoder import TelephoneDecoder
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw
from tests.actors.recognizer.hearing import DAY, FOUR_DIGITS
from tests.fakes.clips import clip


def test_a_decoder_serves_its_grammar_again() -> None:
    """What was given back is lent again for the same grammar; a live utterance keeps its own."""
    pool = DecoderPool(shipped_pronunciations())
    first, second = pool.take(DAY), pool.take(DAY)
    assert first is not second
    pool.give_back(first)
    assert pool.take(FOUR_DIGITS) is not first
    assert pool.take(DAY) is first


def test_idle_decoders_are_bounded() -> None:
    """Of more grammars than are kept, the ones used longest ago are let go."""
    pool = DecoderPool(shipped_pronunciations())
    expected = [Expectation(phrases=(f"hello {'a ' * count}",)) for count in range(IDLE_WITH_GRAMMAR + 1)]
    used = [pool.take(each) for each in expected]
    for decoder in used:
        pool.give_back(decoder)
    assert pool.take(expected[1]) is used[1]
    assert pool.take(expected[0]) is not used[0]


def test_a_transcript_depends_on_its_utterance_only() -> None:
    """The second look gives the same words and confidence whatever the decoder heard before."""
    sound = mulaw.decode(clip("digits_4271"))
    decoder = DecoderPool(shipped_pronunciations()).take(FOUR_DIGITS)
    fresh = decoder.hear_whole(sound)
    _hear_as_it_comes(decoder, "ast_es_pin")
    assert decoder.hear_whole(sound) == fresh
    assert fresh.text == "four two seven one"


def test_all_callers_speak_at_once_while_no_service_is_reached_and_memory_is_bounded() -> None:
    """A model answers, so anything may be said, and a decoder for any English takes 96 MB: eight callers have two of
    them. The others are heard too, at the end of what they say."""
    program, sound = PocketsphinxProgram(), clip("go_forward")
    before_kib = _resident_kib()
    for session in range(8):
        assert _answer(program, session, Start(Expectation(), "")) == Partial("")
    assert (_resident_kib() - before_kib) / 1024 < (LIVE_FOR_ANY_ENGLISH + 1) * 100
    assert _answer(program, 7, Audio(sound)) == Partial("")
    final = _answer(program, 7, Finish())
    assert isinstance(final, Final)
    assert "forward ten meters" in final.text
    for session in range(7):
        program.close(session)


def _answer(program: PocketsphinxProgram, session: int, request: Start | Audio | Finish) -> object:
    (body,) = program.handle(session, encode(request))
    return decode_answer(body)


def _resident_kib() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def _hear_as_it_comes(decoder: TelephoneDecoder, name: str) -> None:
    sound = mulaw.decode(clip(name))
    decoder.start("")
    for start in range(0, len(sound), 160):
        decoder.hear(sound[start : start + 160])
    decoder.stop()
