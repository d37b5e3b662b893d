"""What the tests of the recognizer `assemblyai` say to it, and what its server says of itself."""

import trio
import trio.testing

from offhook.actors.recognizer.service import RecognizerSession
from offhook.engine.words.expectation import Expectation
from tests.actors.assemblyai_rig import WORDS, Rig, speech
from tests.actors.recognizer.hearing import hear

ANY = Expectation()
ONE_SECOND = speech(1.0)


async def next_is_heard(session: RecognizerSession) -> None:
    assert (await hear(session, ONE_SECOND, ANY)).text == WORDS


async def send(joined: Rig, *steps: object) -> None:
    """The server sends something of itself, and it arrives."""
    await trio.testing.wait_all_tasks_blocked()
    await joined.fake.server.peers[-1].send(steps)  # type: ignore[arg-type]
    await trio.testing.wait_all_tasks_blocked()
