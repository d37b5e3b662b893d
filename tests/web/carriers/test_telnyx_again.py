"""Telnyx's webhooks that come twice, late, or to another worker than the one that has the call. Virtual time."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence, Transfer
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.fakes.telnyx_rest import Commanded, FakeTelnyx
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.telnyx_rig import Rig, telnyx_carrier, telnyx_rig, webhook_body

CALL = "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"
LET_GO_S = 0.3
"""A place that is given up is free by then, at any worker."""


@asynccontextmanager
async def two_workers(tmp_path: Path | None = None) -> AsyncIterator[tuple[Rig, Rig]]:
    """Of one server, with one account."""
    fake, memory = FakeTelnyx(), SharedMemory()
    async with (
        telnyx_rig(tmp_path, fake=fake, shared_memory=memory) as one,
        telnyx_rig(tmp_path, fake=fake, shared_memory=memory) as other,
    ):
        yield one, other


@asynccontextmanager
async def streaming(rig: Rig, ordered: Commanded, *, returned: int = 0) -> AsyncIterator[SimulatedCarrier]:
    """The stream that was asked for, with the agent's first words heard; the caller hangs up in the end."""
    async with rig.stream_of(ordered, returned=returned) as carrier:
        await carrier.wait(lambda: carrier.seconds_heard > 0.1)
        yield carrier
        carrier.hang_up()


async def broken(rig: Rig, ordered: Commanded, *, returned: int = 0) -> Commanded:
    """A stream that breaks: the next one that is asked for."""
    async with rig.stream_of(ordered, returned=returned) as carrier:
        await carrier.wait(lambda: carrier.seconds_heard > 0.1)
        carrier.drop()
    again = rig.fake.commanded[-1]
    assert again.action == "streaming_start"
    return again


def held(*rigs: Rig) -> int:
    """Of a server; a place on its way from one worker to another is held by both."""
    return max(rig.exchange.places_held for rig in rigs)


async def test_a_call_that_is_announced_again_at_another_worker_takes_no_second_place(
    autojump_clock: MockClock,
) -> None:
    """Neither while its stream is under way, nor afterwards; nobody has it on record there."""
    async with two_workers() as (one, other):
        async with streaming(one, await one.is_answered(CALL)):
            assert await other.rings(CALL) is None
            assert (one.exchange.places_held, other.exchange.places_held) == (1, 0)
        assert await other.rings(CALL) is None
        assert held(one, other) == 0
        assert one.fake.actions == ["answer"]


async def test_two_workers_that_are_told_at_once_answer_with_one_place(autojump_clock: MockClock) -> None:
    """And with one token, so that either command is the right one."""
    async with two_workers() as (one, other):
        body = webhook_body("call.initiated", CALL, direction="incoming")
        async with trio.open_nursery() as nursery:
            nursery.start_soon(one.post, body)
            nursery.start_soon(other.post, body)
        assert one.fake.actions == ["answer"]
        async with streaming(other, one.fake.commanded[0]):
            await trio.sleep(LET_GO_S)
            assert (one.exchange.places_held, other.exchange.places_held) == (0, 1)


@pytest.mark.parametrize("told_by", ["webhook", "refusal"])
async def test_a_caller_who_leaves_before_the_stream_keeps_no_place(told_by: str, autojump_clock: MockClock) -> None:
    """Whichever worker hears of it; and what comes late of that call takes none again."""
    async with two_workers() as (one, other):
        if told_by == "refusal":
            one.fake.over.add(CALL)
            assert await one.rings(CALL) is None
        else:
            await one.is_answered(CALL)
            one.fake.over.add(CALL)
            assert await other.told("call.hangup", CALL, client_state=state_of({})) is None
        await trio.sleep(LET_GO_S)
        assert held(one, other) == 0
        assert await other.rings(CALL) is None
        assert held(one, other) == 0


async def test_a_caller_who_leaves_the_queue_keeps_no_place(autojump_clock: MockClock) -> None:
    """Though a place is free just then: `call.speak.ended` says that the call has ended, or Telnyx does."""
    async with telnyx_rig(limits={"calls": 1}, admission={"when_full": "queue"}) as rig:
        state = state_of({"waiting_since": str(int(rig.exchange.wall_time()))})
        assert await rig.told("call.speak.ended", CALL, client_state=state, status="call_hangup") is None
        assert rig.exchange.places_held == 0
        rig.fake.over.add(CALL)
        assert await rig.told("call.speak.ended", CALL, client_state=state, status="completed") is None
        await trio.sleep(LET_GO_S)
        assert rig.exchange.places_held == 0


@pytest.mark.parametrize("url_in", ["stopped", "failed"])
async def test_the_end_of_a_stream_that_is_told_late_leaves_the_next_one_alone(
    url_in: str, autojump_clock: MockClock
) -> None:
    """Telnyx gives the newest client state to it: only its URL says which stream it was."""
    async with telnyx_rig() as rig:
        answered = await rig.is_answered(CALL)
        again = await broken(rig, answered)
        about = url_of(answered, url_in)
        assert await rig.told(f"streaming.{url_in}", CALL, client_state=again.body["client_state"], **about) is None
        async with streaming(rig, again, returned=1):
            assert await rig.told(f"streaming.{url_in}", CALL, client_state=again.body["client_state"], **about) is None
            assert await rig.told(f"streaming.{url_in}", CALL, client_state=state_of({}), **about) is None
            await trio.sleep(3)
            assert [call.number for call in rig.exchange.live_calls] == [1]
        assert rig.fake.actions == ["answer", "streaming_start"]


async def test_a_first_stream_that_failed_and_is_told_twice_ends_no_call(autojump_clock: MockClock) -> None:
    """The second one is under way by then."""
    async with telnyx_rig() as rig:
        answered = await rig.is_answered(CALL)
        first = {"client_state": answered.body["client_state"], **url_of(answered, "failed")}
        again = await rig.told("streaming.failed", CALL, **first)
        assert again is not None
        async with streaming(rig, again):
            assert await rig.told("streaming.failed", CALL, **first) is None
            await trio.sleep(3)
            assert len(rig.exchange.live_calls) == 1
        third = telnyx_carrier(again)
        assert third is not None
        assert rig.fake.actions == ["answer", "streaming_start"]


async def test_a_call_whose_first_stream_never_came_returns_when_the_second_breaks(autojump_clock: MockClock) -> None:
    """What is told of the second one afterwards leaves the third alone."""
    async with telnyx_rig() as rig:
        answered = await rig.is_answered(CALL)
        second = await rig.told(
            "streaming.failed", CALL, client_state=answered.body["client_state"], **url_of(answered, "failed")
        )
        assert second is not None
        third = await broken(rig, second)
        assert third.state == {"returned": "1", "stream": "2"}
        async with streaming(rig, third, returned=1):
            for state in (second.body["client_state"], third.body["client_state"]):
                assert (
                    await rig.told("streaming.stopped", CALL, client_state=state, **url_of(second, "stopped")) is None
                )
            await trio.sleep(3)
            assert [call.number for call in rig.exchange.live_calls] == [1]
        assert rig.fake.actions == ["answer", "streaming_start", "streaming_start"]


async def test_the_end_of_a_stream_told_to_another_worker_takes_no_place(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The call goes on in its next stream, elsewhere."""
    async with two_workers(tmp_path) as (one, other):
        answered = await one.is_answered(CALL)
        again = await broken(one, answered)
        async with streaming(one, again, returned=1):
            await trio.sleep(1)
            assert await other.told("streaming.stopped", CALL, client_state=state_of({})) is None
            assert other.exchange.places_held == 0
            assert len(one.exchange.live_calls) == 1
        assert one.fake.actions == ["answer", "streaming_start"]


async def test_a_webhook_that_a_stranger_sends_again_ends_nobodys_call(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The agent has put the caller through; minutes later the stream's end is told once more, with its signature."""
    responder = SimulatedResponder(Sentence("goodbye"))
    responder.closing = Transfer("+15550122")
    async with telnyx_rig(tmp_path, responder=responder) as rig:
        answered = await rig.is_answered(CALL)
        async with rig.stream_of(answered):
            pass
        body = webhook_body("streaming.stopped", CALL, client_state=answered.body["client_state"])
        signed = rig.signed(body)
        for _ in range(3):
            assert (await rig.post(body, signed)).status_code == 200
            await trio.sleep(100)
        assert (await rig.post(body, signed)).status_code == 403
        assert rig.fake.actions == ["answer", "transfer"]


async def test_streams_of_calls_that_others_command_are_left_alone(autojump_clock: MockClock) -> None:
    """An application of the operator's own has given them a state that is not ours."""
    async with telnyx_rig() as rig:
        for event in ("streaming.stopped", "streaming.failed", "call.hangup", "call.speak.ended"):
            assert await rig.told(event, "v3:theirs", client_state="aGF2ZSBhIG5pY2UgZGF5ID1d") is None
        assert rig.fake.actions == []


def state_of(state: dict[str, str]) -> str:
    return base64.b64encode(json.dumps(state).encode()).decode()


def url_of(ordered: Commanded, event: str) -> dict[str, object]:
    """Where the webhook has the stream's URL."""
    url = {"stream_url": ordered.body["stream_url"]}
    return url if event == "stopped" else {"stream_params": {**url, "track": "inbound_track"}}
