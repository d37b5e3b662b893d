"""Telnyx's webhooks and sockets, through the real application: what Telnyx is commanded to do. Virtual time."""

import base64
import json
import sys
from collections.abc import Callable
from contextlib import nullcontext

import pytest
import trio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence, Transfer
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.protocol.carriers.telnyx.commands import read_error
from offhook.simulation.fakes.steps import Step, before_head
from offhook.simulation.fakes.telnyx_rest import FakeTelnyx, refusal
from offhook.simulation.services import SimulatedResponder
from offhook.web.carriers.telnyx_account import open_telnyx
from tests.web.carriers.telnyx_rig import CALLER, Rig, telnyx_carrier, telnyx_rig, webhook_body

CALL = "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"


def state_of(state: dict[str, str]) -> str:
    return base64.b64encode(json.dumps(state).encode()).decode()


async def test_a_call_is_answered_with_a_stream_to_its_own_url(autojump_clock: MockClock) -> None:
    """PCMU both ways, for this leg; and the token of the place stands in the path."""
    async with telnyx_rig() as rig:
        answered = await rig.rings(CALL)
        assert answered is not None
        assert (answered.call_id, answered.action) == (CALL, "answer")
        token = str(answered.body["stream_auth_token"])
        assert answered.body == {
            "stream_url": f"wss://voice.example.com/media-stream/telnyx/{token}",
            "stream_track": "inbound_track",
            "stream_codec": "PCMU",
            "stream_bidirectional_mode": "rtp",
            "stream_bidirectional_codec": "PCMU",
            "stream_bidirectional_target_legs": "self",
            "stream_auth_token": token,
            "client_state": state_of({}),
            "command_id": "offhook-answer",
        }
        assert rig.exchange.places_held == 1


async def test_a_whole_call(autojump_clock: MockClock) -> None:
    """Webhook, stream, greeting; the caller leaves, and nothing more is commanded."""
    async with telnyx_rig() as rig:
        answered = await rig.is_answered(CALL)
        async with rig.stream_of(answered) as carrier:
            await carrier.agent_has_spoken()
            carrier.hang_up()
        rig.fake.over.add(CALL)
        assert await rig.told("streaming.stopped", CALL, client_state=answered.body["client_state"]) is None
        assert await rig.told("call.hangup", CALL, hangup_cause="normal_clearing") is None
        record = await rig.exchange.find_call(CALL)
        assert record is not None
        assert record.over is not None
        assert (record.begun.carrier, record.begun.caller) == ("telnyx", CALLER)
        assert record.over.end_reason == "caller hung up"
        assert rig.fake.actions == ["answer"]
        assert rig.exchange.places_held == 0


@pytest.mark.parametrize(
    ("closing", "action", "to"), [(HangUp(), "hangup", None), (Transfer("+15550199"), "transfer", "+15550199")]
)
async def test_what_becomes_of_a_caller_when_the_agent_ends_the_call(
    closing: HangUp | Transfer, action: str, to: str | None, autojump_clock: MockClock
) -> None:
    """At once, and only once: the webhook that tells of the stream's end changes nothing."""
    responder = SimulatedResponder(Sentence("goodbye"))
    responder.closing = closing
    async with telnyx_rig(responder=responder) as rig:
        answered = await rig.is_answered(CALL)
        async with rig.stream_of(answered) as carrier:
            await carrier.agent_has_spoken()
        assert rig.fake.actions == ["answer", action]
        assert rig.fake.commanded[-1].body.get("to") == to
        assert await rig.told("streaming.stopped", CALL, client_state=answered.body["client_state"]) is None
        assert rig.fake.actions == ["answer", action]


async def test_a_caller_who_was_put_through_in_vain_is_not_left_in_silence(autojump_clock: MockClock) -> None:
    """The other leg ends: its state says whose caller that was."""
    async with telnyx_rig() as rig:
        state = state_of({"transfer_of": CALL})
        outgoing = await rig.told("call.initiated", "v3:leg-b", direction="outgoing", client_state=state)
        assert outgoing is None
        ended = await rig.told("call.hangup", "v3:leg-b", client_state=state, hangup_cause="timeout")
        assert ended is not None
        assert (ended.call_id, ended.action) == (CALL, "hangup")


async def test_a_call_whose_stream_breaks_returns(autojump_clock: MockClock) -> None:
    """Another stream is asked for at once; it goes on, and is not greeted again."""
    async with telnyx_rig() as rig:
        answered = await rig.is_answered(CALL)
        async with rig.stream_of(answered) as first:
            await first.wait(lambda: first.seconds_heard > 0.1)
            first.drop()
        again = rig.fake.commanded[-1]
        assert (again.action, again.state) == ("streaming_start", {"returned": "1", "stream": "1"})
        assert again.path != answered.path
        async with rig.stream_of(again, returned=1) as second:
            await second.wait(lambda: bool(rig.exchange.live_calls) and rig.exchange.live_calls[0].number == 1)
            assert await rig.told("streaming.failed", CALL, client_state=answered.body["client_state"]) is None
            assert len(rig.exchange.live_calls) == 1
            second.hang_up()
        assert rig.fake.actions == ["answer", "streaming_start"]
        record = await rig.exchange.find_call(CALL)
        assert record is not None
        assert record.over is not None
        assert record.over.end_reason == "caller hung up"


async def test_a_stream_that_did_not_come_is_asked_for_once_more(autojump_clock: MockClock) -> None:
    """What fails twice is hung up."""
    async with telnyx_rig() as rig:
        answered = await rig.rings(CALL)
        assert answered is not None
        state = answered.body["client_state"]
        again = await rig.told("streaming.failed", CALL, client_state=state, failure_reason="connection_failed")
        assert again is not None
        assert (again.action, again.path, again.state) == ("streaming_start", f"{answered.path}/1", {"stream": "1"})
        assert await rig.told("streaming.failed", CALL, client_state=state) is None
        given_up = await rig.told("streaming.failed", CALL, client_state=again.body["client_state"])
        assert given_up is not None
        assert given_up.action == "hangup"


async def test_where_there_is_no_room_the_caller_hears_a_busy_signal(autojump_clock: MockClock) -> None:
    """Before the call is answered; the same again changes nothing."""
    async with telnyx_rig(limits={"calls": 1}) as rig:
        await rig.rings("v3:first")
        refused = await rig.rings(CALL)
        assert refused is not None
        assert (refused.action, refused.body["cause"]) == ("reject", "USER_BUSY")
        assert await rig.rings(CALL) is None


async def test_where_there_is_no_room_the_caller_is_put_through(autojump_clock: MockClock) -> None:
    """As the settings say."""
    admission = {"when_full": "overflow", "overflow_number": "+15550122"}
    async with telnyx_rig(limits={"calls": 1}, admission=admission) as rig:
        await rig.rings("v3:first")
        refused = await rig.rings(CALL)
        assert refused is not None
        assert (refused.action, refused.body["to"]) == ("transfer", "+15550122")


async def test_a_caller_waits_until_there_is_room(autojump_clock: MockClock) -> None:
    """Told to hold the line again and again, and then connected."""
    admission = {"when_full": "queue", "queue_words": "Please <hold> the line.", "unclaimed_s": 30}
    async with telnyx_rig(limits={"calls": 1}, admission=admission) as rig:
        await rig.rings("v3:first")
        waiting = await rig.rings(CALL)
        assert waiting is not None
        assert (waiting.action, "stream_url" in waiting.body) == ("answer", False)
        told = await rig.told("call.answered", CALL, client_state=waiting.body["client_state"])
        assert told is not None
        assert told.action == "speak"
        assert told.body["payload"] == '<speak>Please &lt;hold&gt; the line.<break time="7s"/></speak>'
        await trio.sleep(10)
        told_again = await rig.told("call.speak.ended", CALL, client_state=told.body["client_state"])
        assert told_again is not None
        assert (told_again.action, told_again.state["waiting_since"]) == ("speak", told.state["waiting_since"])
        await trio.sleep(25)  # nobody has come for the first place
        connected = await rig.told("call.speak.ended", CALL, client_state=told_again.body["client_state"])
        assert connected is not None
        assert (connected.action, connected.state) == ("streaming_start", {})


async def test_a_caller_who_waited_too_long_is_told_so(autojump_clock: MockClock) -> None:
    """And then the line is closed. Music is played where it is set."""
    admission = {
        "when_full": "queue",
        "queue_s": 15,
        "queue_music": "https://example.com/a.mp3",
        "queue_over": "Sorry.",
    }
    async with telnyx_rig(limits={"calls": 1}, admission=admission) as rig:
        await rig.rings("v3:first")
        waiting = await rig.rings(CALL)
        assert waiting is not None
        played = await rig.told("call.answered", CALL, client_state=waiting.body["client_state"])
        assert played is not None
        assert (played.action, played.body["audio_url"]) == ("playback_start", "https://example.com/a.mp3")
        await trio.sleep(10)
        over = await rig.told("call.playback.ended", CALL, client_state=played.body["client_state"])
        assert over is not None
        assert (over.action, over.body["payload"]) == ("speak", "<speak>Sorry.</speak>")
        gone = await rig.told("call.speak.ended", CALL, client_state=over.body["client_state"])
        assert gone is not None
        assert gone.action == "hangup"


async def test_a_webhook_that_comes_twice_holds_no_second_place(autojump_clock: MockClock) -> None:
    """Neither before the stream comes, nor while the call goes on, nor when it is over."""
    async with telnyx_rig() as rig:
        answered = await rig.rings(CALL)
        assert answered is not None
        assert await rig.rings(CALL) is None
        assert rig.exchange.places_held == 1
        async with rig.stream_of(answered) as carrier:
            await carrier.agent_has_spoken()
            assert await rig.rings(CALL) is None
            await trio.sleep(0.5)
            assert rig.exchange.places_held == 1
            carrier.hang_up()
        assert await rig.rings(CALL) is None
        assert rig.exchange.places_held == 0


Refused = Callable[[Rig, bytes], dict[str, str]]
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.mark.parametrize(
    "headers",
    [
        lambda rig, body: {},
        lambda rig, body: rig.signed(body, key=OTHER),
        lambda rig, body: rig.signed(body + b" "),
        lambda rig, body: rig.signed(body, age_s=301),
        lambda rig, body: rig.signed(body, age_s=-302),
        lambda rig, body: {**rig.signed(body), "telnyx-timestamp": "0"},
    ],
    ids=["unsigned", "another key", "another body", "late", "ahead", "another time"],
)
async def test_what_is_not_proven_is_refused(headers: Refused, autojump_clock: MockClock) -> None:
    """403, one line on the log, and nothing is commanded."""
    async with telnyx_rig() as rig:
        body = webhook_body("call.initiated", CALL, direction="incoming")
        answer = await rig.post(body, headers(rig, body))
        assert answer.status_code == 403
        assert rig.exchange.faults == {ServerFault.NOT_SIGNED: 1}
        assert (rig.fake.actions, rig.exchange.places_held) == ([], 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 50_000,
        b'{"data": {}}',
        b'{"data": {"event_type": "call.initiated"}}',
        b'{"data": {"event_type": "call.initiated", "payload": {"call_control_id": 7}}}',
        b'{"data": {"event_type": "x", "payload": {"call_control_id": "' + b"v" * 257 + b'"}}}',
        b" " * 70_000,
    ],
)
async def test_what_cannot_be_read_is_refused(body: bytes, autojump_clock: MockClock) -> None:
    """400, and one line on the log."""
    async with telnyx_rig() as rig:
        answer = await rig.post(body)
        assert answer.status_code == 400
        assert rig.exchange.faults == {ServerFault.BAD_WEBHOOKS: 1}


async def test_events_that_nobody_asked_for_change_nothing(autojump_clock: MockClock) -> None:
    """Of other kinds, of unknown calls, of outgoing legs, with the state of a stranger."""
    async with telnyx_rig() as rig:
        for event in ("call.answered", "streaming.started", "call.bridged", "call.speak.ended", "call.hangup", "news"):
            assert await rig.told(event, CALL, client_state="aGF2ZSBhIG5pY2UgZGF5ID1d") is None
        assert await rig.told("call.initiated", CALL, direction="outgoing") is None
        assert rig.exchange.places_held == 0


@pytest.mark.parametrize(
    ("public_key", "api_key", "peer", "status"),
    [
        (None, "KEY0123456789ABCDEF_fake", "127.0.0.1", 200),
        (None, "KEY0123456789ABCDEF_fake", "203.0.113.7", 403),
        (None, None, "127.0.0.1", 403),
    ],
)
async def test_without_a_public_key_only_this_machine_is_answered(
    public_key: None, api_key: str | None, peer: str, status: int, autojump_clock: MockClock
) -> None:
    """And nobody without a key for commands."""
    async with telnyx_rig(public_key=public_key, api_key=api_key, server={}) as rig:
        body = webhook_body("call.answered", CALL)
        answer = await rig.post(body, {"host": "127.0.0.1:8000"}, peer)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "path", ["/media-stream/telnyx/", "/media-stream/telnyx/a/b", "/media-stream/telnyx/%2e", "/x"]
)
async def test_a_socket_at_another_path_is_refused(path: str, autojump_clock: MockClock) -> None:
    """Before it is one."""
    async with telnyx_rig() as rig:
        answered = await rig.rings(CALL)
        carrier = telnyx_carrier(answered)
        said = await rig.open(carrier, path)
        assert said[0]["type"] != "websocket.accept"
        carrier.close()


async def test_a_stream_needs_the_token_of_its_call(autojump_clock: MockClock) -> None:
    """Neither one that was made up, nor that of another call; whoever has opened it ends nobody's call."""
    async with telnyx_rig() as rig:
        answered, other = await rig.rings(CALL), await rig.rings("v3:other")
        assert answered is not None
        assert other is not None
        for path in ("/media-stream/telnyx/made-up", other.path):
            carrier = telnyx_carrier(answered)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(carrier.run, {"caller": CALLER})
                said = await rig.open(carrier, path)
            assert [each["type"] for each in said] == ["websocket.accept", "websocket.close"]
            assert said[-1]["code"] == 1003
        assert rig.exchange.faults == {ServerFault.WITHOUT_TOKEN: 2}
        assert rig.fake.actions == ["answer", "answer"]


async def test_another_token_in_the_header_is_refused(autojump_clock: MockClock) -> None:
    """Telnyx repeats the one of its order."""
    async with telnyx_rig() as rig:
        answered = await rig.rings(CALL)
        assert answered is not None
        carrier = telnyx_carrier(answered)
        said = await rig.open(carrier, answered.path, {"x-telnyx-streaming-auth-token": "another"})
        assert said[0]["type"] == "websocket.http.response.start"
        assert said[0]["status"] == 403
        carrier.close()


async def test_a_command_that_got_no_answer_is_sent_again(autojump_clock: MockClock) -> None:
    """It is done once: Telnyx ignores the second one."""
    fake = FakeTelnyx()
    fake.faults.append(before_head(Step.RESET))
    fake.faults.append(before_head(Step.RESET))
    async with telnyx_rig(fake=fake) as rig:
        assert await rig.rings(CALL) is not None
        assert (rig.fake.actions, rig.fake.repeated >= 1) == (["answer"], True)


async def test_a_command_that_failed_is_told_to_telnyx(autojump_clock: MockClock) -> None:
    """By the status: it sends the webhook again, and the caller is connected then."""
    fake = FakeTelnyx()
    fake.faults.extend([lambda answer: refusal(500, "10000", "Unexpected error", "")] * 2)
    async with telnyx_rig(fake=fake) as rig:
        body = webhook_body("call.initiated", CALL, direction="incoming")
        assert (await rig.post(body)).status_code == 503
        assert (await rig.post(body)).status_code == 200
        assert rig.exchange.places_held == 1


async def test_a_webhook_at_a_wrong_path_is_told(autojump_clock: MockClock) -> None:
    """Somebody has set Telnyx to a wrong address."""
    async with telnyx_rig() as rig:
        answer = await rig.post(webhook_body("call.initiated", CALL, direction="incoming"), path="/telnix")
        assert (answer.status_code, "/telnyx" in answer.text) == (404, True)
        assert rig.exchange.faults == {ServerFault.WEBHOOK_AT_WRONG_PATH: 1}


async def test_a_server_that_hangs_is_given_up(autojump_clock: MockClock) -> None:
    """Within seconds."""
    fake = FakeTelnyx()
    fake.faults.extend([before_head(Step.HANG)] * 2)
    async with telnyx_rig(fake=fake) as rig:
        with trio.fail_after(5):
            answer = await rig.post(webhook_body("call.initiated", CALL, direction="incoming"))
        assert answer.status_code == 503


async def test_the_server_does_not_start_without_what_verifies_signatures(
    monkeypatch: pytest.MonkeyPatch, autojump_clock: MockClock
) -> None:
    """It says which package to install."""
    async with telnyx_rig() as rig:
        monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
        with pytest.raises(StartUpFailed, match=r"pip install 'offhook\[telnyx\]'"):
            async with open_telnyx(rig.exchange):
                pass


async def test_the_key_is_not_sent_unencrypted(autojump_clock: MockClock) -> None:
    """Except to this machine, where `offhook call` takes the commands."""
    async with telnyx_rig() as rig:
        for url, is_wrong in (("http://api.telnyx.com", True), ("http://127.0.0.1:8010", False)):
            telnyx = rig.exchange.settings.telnyx.model_copy(update={"api_url": url})
            rig.exchange.settings = rig.exchange.settings.model_copy(update={"telnyx": telnyx})
            with pytest.raises(StartUpFailed, match="https") if is_wrong else nullcontext():
                async with open_telnyx(rig.exchange):
                    pass


def test_errors_are_read_whatever_they_are() -> None:
    """Only that a call is over is told apart. A bare 404 says so of no call: the commands go somewhere else."""
    assert read_error(422, b'{"errors": [{"code": "90018", "title": "Call has already ended"}]}').call_is_over
    assert read_error(404, b'{"errors": [{"code": "10005", "title": "Resource not found"}]}').call_is_over
    assert not read_error(404, b"<html>").call_is_over
    assert not read_error(422, b'{"errors": [{"code": 10015}]}').call_is_over
    for body in (b"", b"<html>", b"[]", b'{"errors": []}', b'{"errors": {}}', b"\xff", b"[" * 10_000):
        assert read_error(500, body).in_words == "HTTP 500"
