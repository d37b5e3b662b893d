"""The real engine with the model that `make demo` installs, or what is said where they are missing. Real processes."""

import trio

from offhook.actors.recognizer.whisper.recognizer import WhisperSettings, open_whisper
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.expectation import Expectation
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL
from tests.actors.speaker.watched_world import WatchedWorld
from tests.fakes.clips import QUIET_FRAME, clip

WITHIN_S = 60
SAID = {
    "brooklyn_bridge": "how old is the brooklyn bridge",
    "sunday_week": "sunday is the best part of the week",
    "digits_4271": "four two seven one",
    "ast_call_later": "please try your call again later",
}


async def test_people_are_heard_or_it_is_told_what_is_missing() -> None:
    """Nothing is expected: free speech, of four people."""
    heard: dict[str, str] = {}
    why: list[str] = []
    try:
        with trio.fail_after(WITHIN_S):
            async with (
                open_whisper(WatchedWorld(), WhisperSettings(model="tiny.en")) as recognizer,
                recognizer.session(A_CALL) as session,
            ):
                for name in SAID:
                    sound = QUIET_FRAME * 15 + clip(name) + QUIET_FRAME * 15
                    heard[name] = (await hear(session, sound, Expectation())).text
    except* WorkerCannotStart as group:
        why = [str(exc) for exc in leaves(group)]
    if why:
        assert "pip install 'offhook[local]'" in why[0]
    else:
        assert heard == SAID
