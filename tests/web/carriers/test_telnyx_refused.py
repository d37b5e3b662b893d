"""What becomes of callers when Telnyx refuses a command, or cannot carry it out. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence, Transfer
from offhook.protocol.carriers.telnyx import commands
from offhook.simulation.fakes.steps import Answer, Step
from offhook.simulation.fakes.telnyx_rest import KEY, FakeTelnyx, refusal
from offhook.simulation.services import SimulatedResponder
from offhook.web.carriers.telnyx_account import open_telnyx
from offhook.web.carriers.telnyx_commands import TelnyxFailed
from tests.web.carriers.telnyx_rig import telnyx_rig, webhook_body

CALL = "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"
BAD_NUMBER = refusal(422, "10016", "Phone number must be in +E.164 format", "The 'to' parameter is wrong.")
BAD_URL = refusal(422, "10003", "Invalid URL", "The URL provided was invalid.")


def refuses(fake: FakeTelnyx, action: str, answer: Answer) -> None:
    """Commands of this kind, always."""
    fake.refused[action] = answer


async def test_a_caller_who_cannot_be_put_through_is_not_left_in_silence(autojump_clock: MockClock) -> None:
    """Telnyx refuses the number: the line is closed at once, and what is told later changes nothing."""
    fake = FakeTelnyx()
    refuses(fake, "transfer", BAD_NUMBER)
    responder = SimulatedResponder(Sentence("goodbye"))
    responder.closing = Transfer("+15550199")
    async with telnyx_rig(fake=fake, responder=responder) as rig:
        answered = await rig.is_answered(CALL)
        async with rig.stream_of(answered):
            pass
        assert fake.actions == ["answer", "hangup"]
        assert await rig.told("streaming.stopped", CALL, client_state=answered.body["client_state"]) is None


async def test_a_caller_whose_next_stream_is_refused_is_not_left_in_silence(autojump_clock: MockClock) -> None:
    """And keeps no place."""
    fake = FakeTelnyx()
    refuses(fake, "streaming_start", BAD_URL)
    async with telnyx_rig(fake=fake) as rig:
        answered = await rig.rings(CALL)
        assert answered is not None
        state = answered.body["client_state"]
        gone = await rig.told("streaming.failed", CALL, client_state=state, failure_reason="connection_failed")
        assert gone is not None
        assert gone.action == "hangup"
        await rig.told("call.hangup", CALL, client_state=state)
        await trio.sleep(0.3)
        assert rig.exchange.places_held == 0


async def test_a_caller_who_cannot_overflow_hears_a_busy_signal(autojump_clock: MockClock) -> None:
    """Instead of ringing on."""
    fake = FakeTelnyx()
    refuses(fake, "transfer", BAD_NUMBER)
    admission = {"when_full": "overflow", "overflow_number": "+15550155"}
    async with telnyx_rig(fake=fake, limits={"calls": 1}, admission=admission) as rig:
        await rig.rings("v3:first")
        turned_away = await rig.rings(CALL)
        assert turned_away is not None
        assert (turned_away.action, turned_away.body["cause"]) == ("reject", "USER_BUSY")


@pytest.mark.parametrize("status", ["file_not_found", "failed", None])
async def test_a_caller_who_waits_hears_words_where_the_music_cannot_be_played(
    status: str | None, autojump_clock: MockClock
) -> None:
    """Telnyx refuses the URL, or says at once that it was not played: the music is not tried over and over."""
    fake = FakeTelnyx()
    if status is None:
        refuses(fake, "playback_start", BAD_URL)
    admission = {"when_full": "queue", "queue_music": "https://example.com/a.mp3"}
    async with telnyx_rig(fake=fake, limits={"calls": 1}, admission=admission) as rig:
        await rig.rings("v3:first")
        waiting = await rig.rings(CALL)
        assert waiting is not None
        told = await rig.told("call.answered", CALL, client_state=waiting.body["client_state"])
        assert told is not None
        if status is not None:
            state = told.body["client_state"]
            told = await rig.told("call.playback.ended", CALL, client_state=state, status=status)
            assert told is not None
        assert told.action == "speak"
        again = await rig.told("call.speak.ended", CALL, client_state=told.body["client_state"], status="completed")
        assert again is not None
        assert (again.action, again.state["waiting_since"]) == ("speak", told.state["waiting_since"])


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {"content-type": "text/html"}, [Step.HEAD, b"<html>not found</html>"]),
        Answer(302, {"location": "https://example.com/"}, [Step.HEAD, b""]),
        refusal(401, "10009", "Authentication failed", "Could not understand the provided credentials."),
    ],
    ids=["no such page", "elsewhere", "wrong key"],
)
async def test_a_call_is_not_taken_for_over_because_the_settings_are_wrong(
    answer: Answer, autojump_clock: MockClock
) -> None:
    """The URL is of another server, or the key is wrong: Telnyx is told that nothing was done."""
    fake = FakeTelnyx()
    refuses(fake, "answer", answer)
    async with telnyx_rig(fake=fake) as rig:
        refused = await rig.post(webhook_body("call.initiated", CALL, direction="incoming"))
        assert refused.status_code == 503
        fake.refused.clear()
        assert await rig.rings(CALL) is not None


async def test_the_key_is_not_in_the_log_where_an_answer_quotes_it(autojump_clock: MockClock) -> None:
    """Whatever server that is."""
    fake = FakeTelnyx()
    refuses(fake, "hangup", refusal(400, "10015", "Bad Request", f"Authorization: Bearer {KEY}"))
    async with telnyx_rig(fake=fake) as rig, open_telnyx(rig.exchange) as account:
        assert account is not None
        with pytest.raises(TelnyxFailed, match=r"Authorization: Bearer \*{10}") as failed:
            await account.commands.send(CALL, commands.hang_up())
        assert KEY not in str(failed.value)
