"""What ElevenLabs' voices must do, in the same words for our fake of them and for the live service.

The fake is asked in every run. The live service is asked where `OFFHOOK_LIVE=1` and `ELEVENLABS_API_KEY` are set;
otherwise those tests do not exist. They cost some hundred characters. Real sockets, real clock.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import trio

from offhook.actors.elevenlabs import elevenlabs_remote
from offhook.actors.registry import VOICES
from offhook.actors.speaker.elevenlabs_settings import ElevenLabsVoiceSettings
from offhook.actors.speaker.service import VoiceFailed, VoicePiece
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.elevenlabs import FakeElevenLabs
from offhook.simulation.fakes.http_server import on_a_socket
from tests.actors.elevenlabs_rig import said_by, sound_in, words_in
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import level_db, seconds

# Read when the tests are collected: before they run, the vendors' variables are taken away from all of them.
LIVE_KEY = os.environ.get("ELEVENLABS_API_KEY", "") if os.environ.get("OFFHOOK_LIVE") == "1" else ""
PLACES = ["fake", *(["live"] if LIVE_KEY else [])]
FAKE_KEY, WRONG_KEY = "sk_fake_0123456789", "sk_wrong_0123456789"
WITHIN_S = 30.0
SAID, AGAIN = "We are open until nine.", "And on Sundays until noon."

pytestmark = [
    pytest.mark.parametrize("place", PLACES),
    pytest.mark.parametrize("name", ["elevenlabs", "elevenlabs_http"]),
]


@asynccontextmanager
async def reached(place: str, key: str) -> AsyncIterator[Mapping[str, object]]:
    """The settings that lead to the service."""
    if place == "live":
        yield {"api_key": key or LIVE_KEY}
        return
    async with on_a_socket(FakeElevenLabs(key=FAKE_KEY).serve) as url:
        yield {"api_key": key or FAKE_KEY, "base_url": url}


async def spoken(place: str, name: str, *texts: str, key: str = "") -> list[list[VoicePiece]]:
    """What comes of sentences, one after the other in one call."""
    declared = next(each for each in VOICES if each.name == name)
    async with AsyncExitStack() as stack:
        given = await stack.enter_async_context(reached(place, key))
        opened = declared.open(RealWorld(), declared.settings.model_validate(given))
        session = await stack.enter_async_context((await stack.enter_async_context(opened)).session(A_CALL))
        return [await said_by(session, text) for text in texts]


async def test_sentences_sound_and_their_words_have_times(place: str, name: str) -> None:
    """As long as a sentence takes, loud enough, not with silence at its beginning, and each word in its turn."""
    with trio.fail_after(WITHIN_S):
        found = await spoken(place, name, SAID, AGAIN)
    for text, pieces in zip((SAID, AGAIN), found, strict=True):
        sound = sound_in(pieces)
        assert 0.8 < seconds(sound) < 6
        assert level_db(sound) > -40
        assert level_db(sound[:2400]) > -50
        times = words_in(pieces, text)
        assert [word for word, _ in times] == text.split()
        assert [at for _, at in times] == sorted(at for _, at in times)
        assert times[0][1] < 0.2
        assert times[-1][1] < seconds(sound)


async def test_a_key_that_is_not_accepted_is_named_as_such(place: str, name: str) -> None:
    """The service is to be left alone for a while, and the key is in no text."""
    failures: list[BaseException] = []
    with trio.fail_after(WITHIN_S):
        try:
            await spoken(place, name, SAID, key=WRONG_KEY)
        except (VoiceFailed, ExceptionGroup) as exc:  # nurseries of the service may have put it into groups
            failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, VoiceFailed)
    assert "key" in str(failed)
    assert WRONG_KEY not in str(failed)
    assert failed.rest_s > 0


async def test_a_start_sees_whether_the_key_is_accepted(place: str, name: str) -> None:
    """By a request that costs nothing."""
    with trio.fail_after(WITHIN_S):
        for key in ("", WRONG_KEY):
            async with reached(place, key) as given:
                remote = elevenlabs_remote(f"speaker.{name}", ElevenLabsVoiceSettings.model_validate(given), {})
                assert remote.ask is not None
                if not key:
                    assert list(await remote.ask(RealWorld(), 10.0)) == []
                    continue
                with pytest.raises(ServiceFailed, match="the key is not accepted"):
                    await remote.ask(RealWorld(), 10.0)
