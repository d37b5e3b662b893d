"""What is sent about calls, and what becomes of it when the receiver does not take it. Virtual time, HTTP in memory."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.record import outbox
from offhook.engine.record.database import Database
from offhook.engine.record.record_json import in_full
from offhook.engine.record.unwanted import Unwanted
from offhook.hooks.opening import STOP_WITHIN_S
from offhook.hooks.outbox_sender import AT_ONCE, LOOK_EVERY_S
from offhook.hooks.retries import JITTER, LONGEST_RETRY_AFTER_S, PAUSES_S
from offhook.simulation.fakes.hook_receiver import RETRY_AFTER_S, SLOW_S, Reply
from offhook.simulation.world import EPOCH
from tests.hooks.rig import HOST, SECRET, WORDS, hook, hooked

AT_ONCE_S = 0.5


async def test_the_end_of_a_call_is_sent_at_once_with_its_record(autojump_clock: MockClock) -> None:
    """It holds what `GET /calls/{sid}` answers, but for the trace; and nothing is left to send."""
    async with hooked() as hooks:
        await hooks.a_call()
        await hooks.taken(within_s=AT_ONCE_S)
        record = await hooks.store.find("CA1")
        assert record is not None
        (sent,) = hooks.receiver.deliveries
        wanted = json.loads(json.dumps(in_full(record), default=lambda entry: {"text": entry.text}))
        data = sent.body["data"]
        assert isinstance(data, dict)
        assert (sent.body["type"], sent.body["timestamp"]) == ("call.ended", "2027-01-15T08:00:00.001Z")
        assert data.keys() == wanted.keys() - {"trace"}
        assert (data["call_sid"], data["end_reason"]) == ("CA1", "caller hung up")
        assert data["transcript"][0]["text"] == WORDS
        await trio.sleep(1)
        assert await hooks.waiting() == []


async def test_every_hook_is_told_once(autojump_clock: MockClock) -> None:
    """Each has the same message, by the same id; one that wants no ends gets none."""
    facts_only = hook("facts.internal", end=False, facts=["CallBegan"])
    async with hooked(hook(), hook("other.internal"), facts_only) as hooks:
        await hooks.a_call()
        await hooks.taken(2, within_s=AT_ONCE_S)
        await trio.sleep(3600)
        assert sorted(each.host for each in hooks.receiver.deliveries) == [HOST, "other.internal"]
        assert len({each.message_id for each in hooks.receiver.deliveries}) == 1


@pytest.mark.parametrize("reply", [Reply.ERROR, Reply.MOVED, Reply.HANGS, Reply.AWAY])
async def test_what_is_not_taken_is_sent_again_ever_later(reply: Reply, autojump_clock: MockClock) -> None:
    """The pauses are those of the table, each up to a fifth off; it is the same message each time."""
    async with hooked(reply=reply) as hooks:
        await hooks.a_call()
        await hooks.taken(5, within_s=1000)
        sent = hooks.receiver.deliveries
        assert len({each.message_id for each in sent}) == 1
        until_known_s = 10.0 if reply is Reply.HANGS else 0.0
        for (earlier, later), wanted in zip(pairwise(sent), PAUSES_S[:4], strict=True):
            pause = later.at - earlier.at - until_known_s
            assert wanted * (1 - JITTER) <= pause <= wanted * (1 + JITTER) + AT_ONCE_S
        assert len(hooks.lines("hook not delivered, tried again later")) == 1  # one outage, one line


async def test_after_three_days_a_message_is_given_up_and_kept(autojump_clock: MockClock) -> None:
    """It is not sent any more, and a person finds it."""
    async with hooked(reply=Reply.ERROR, level="error") as hooks:
        await hooks.a_call()
        await hooks.taken(1 + len(PAUSES_S), within_s=sum(PAUSES_S) * (1 + JITTER))
        await trio.sleep(PAUSES_S[-1])
        assert len(hooks.receiver.deliveries) == 1 + len(PAUSES_S)
        (left,) = await hooks.waiting()
        assert (left.next_at, left.tries, left.error) == (None, 1 + len(PAUSES_S), "HTTP 500")


async def test_a_receiver_that_works_again_gets_what_it_missed(autojump_clock: MockClock) -> None:
    """Also calls that ended meanwhile; the log says that it works again."""
    async with hooked(reply=Reply.ERROR) as hooks:
        for number in range(1, 4):
            await hooks.a_call(number)
        await trio.sleep(60)
        hooks.receiver.reply_to = lambda _: Reply.TAKEN
        await trio.sleep(300)
        assert await hooks.waiting() == []
        taken = [each.body["data"] for each in hooks.receiver.deliveries if each.reply is Reply.TAKEN]
        assert sorted(each["call_sid"] for each in taken if isinstance(each, dict)) == ["CA1", "CA2", "CA3"]
        assert len(hooks.lines("hook works again")) == 1


async def test_a_receiver_that_wants_a_message_never_again_does_not_get_it(autojump_clock: MockClock) -> None:
    """410 gives it up; a person may still have it sent."""
    async with hooked(reply=Reply.GONE) as hooks:
        await hooks.a_call()
        await hooks.taken()
        await trio.sleep(86_400)
        assert len(hooks.receiver.deliveries) == 1
        (left,) = await hooks.waiting()
        assert (left.next_at, left.error) == (None, "HTTP 410: the receiver does not want it")
        hooks.receiver.reply_to = lambda _: Reply.TAKEN
        again = partial(outbox.try_again, now=EPOCH + trio.current_time(), message_id=left.message_id)
        assert await hooks.store.with_outbox(again) == 1
        await hooks.taken(2, within_s=LOOK_EVERY_S + 1)


async def test_a_busy_receiver_says_when_to_come_again(autojump_clock: MockClock) -> None:
    """Not before `Retry-After`, where that is later than the pause would be."""
    async with hooked(reply=Reply.BUSY) as hooks:
        await hooks.a_call()
        await hooks.taken(2, within_s=120)
        first, second = hooks.receiver.deliveries
        assert RETRY_AFTER_S <= second.at - first.at <= RETRY_AFTER_S + LOOK_EVERY_S
        assert LONGEST_RETRY_AFTER_S == 86_400.0  # nor a year later, as test_retries.py shows


@pytest.mark.parametrize("reply", [Reply.TAKEN_LATE, Reply.TAKEN_AND_CUT, Reply.TAKEN_ENDLESS, Reply.TAKEN_COMPRESSED])
async def test_a_status_counts_whatever_comes_behind_it(reply: Reply, autojump_clock: MockClock) -> None:
    """A slow answer, one that breaks off in its body and one that never ends are answers: nothing is sent twice."""
    async with hooked(reply=reply) as hooks:
        await hooks.a_call()
        await trio.sleep(3600)
        assert len(hooks.receiver.deliveries) == 1
        assert await hooks.waiting() == []


async def test_a_slow_receiver_is_asked_a_few_times_at_once_and_holds_up_no_other(autojump_clock: MockClock) -> None:
    """A hundred calls end; the other hook has them all at once."""
    async with hooked(hook("slow.internal"), hook("quick.internal")) as hooks:
        hooks.receiver.reply_to = lambda it: Reply.TAKEN_LATE if it.headers["host"] == "slow.internal" else Reply.TAKEN
        async with trio.open_nursery() as calls:
            for number in range(1, 101):
                calls.start_soon(hooks.a_call, number)
        await trio.sleep(SLOW_S / 2)
        assert len(hooks.receiver.of("quick.internal")) == 100
        assert len(hooks.receiver.of("slow.internal")) == AT_ONCE
        await trio.sleep(100 / AT_ONCE * (SLOW_S + 1))
        assert len(hooks.receiver.of("slow.internal")) == 100
        assert hooks.receiver.most_at_once["slow.internal"] == AT_ONCE


# Calls that go on.


async def test_the_end_of_a_stream_after_which_the_call_may_return_waits(autojump_clock: MockClock) -> None:
    """Until it is certain that it does not."""
    async with hooked() as hooks:
        await hooks.a_call(may_go_on_s=120)
        await trio.sleep(120)
        assert hooks.receiver.deliveries == []
        await hooks.taken(within_s=20)


async def test_a_call_that_has_returned_is_told_once_with_all_its_streams(autojump_clock: MockClock) -> None:
    """By the end of its last stream; what waited for the one before is not sent."""
    async with hooked() as hooks:
        await hooks.a_call(1, may_go_on_s=120)
        await trio.sleep(10)
        await hooks.a_call(2, after=1)
        await trio.sleep(3600)
        (sent,) = hooks.receiver.deliveries
        data = sent.body["data"]
        assert isinstance(data, dict)
        assert sorted(entry["turn"] for entry in data["transcript"]) == [1, 2]
        assert data["returned_s"] == [pytest.approx(10, abs=1)]
        assert await hooks.waiting() == []


# The process.


async def test_a_stopping_server_waits_a_moment_and_leaves_the_rest_to_the_next(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """A receiver that hangs delays the stop by two seconds; the next process need not wait for the lease."""
    path = str(tmp_path / "calls.db")
    async with hooked(reply=Reply.HANGS, path=path) as hooks:
        await hooks.a_call()
        await hooks.taken()
        began = trio.current_time()
    assert trio.current_time() - began <= STOP_WITHIN_S + 1
    first = hooks.receiver.deliveries[0].message_id
    async with hooked(path=path) as hooks:
        await hooks.taken(within_s=AT_ONCE_S)
        assert hooks.receiver.deliveries[0].message_id == first


async def test_the_last_call_is_told_before_the_server_has_stopped(autojump_clock: MockClock) -> None:
    """It has just ended, and nobody waits for the next start."""
    async with hooked(reply=Reply.TAKEN) as hooks:
        await hooks.a_call()
    assert len(hooks.receiver.deliveries) == 1


async def test_a_file_that_another_program_holds_delays_a_message_and_loses_none(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The call ends in time, and is told when the file is free."""
    path = str(tmp_path / "calls.db")
    async with hooked(path=path) as hooks:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = trio.current_time()
            await hooks.a_call()
            assert trio.current_time() - began < 2.0
            await trio.sleep(2)
            assert hooks.receiver.deliveries == []
        await hooks.taken()


async def test_what_was_taken_while_the_file_was_held_is_not_sent_twice(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """Noting it is tried until it succeeds. What cannot be noted is told once."""
    path = str(tmp_path / "calls.db")
    async with hooked(reply=Reply.TAKEN_LATE, path=path) as hooks:
        await hooks.a_call()
        await hooks.taken()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await trio.sleep(SLOW_S + 3)
        await trio.sleep(3600)
        assert len(hooks.receiver.deliveries) == 1
        assert await hooks.waiting() == []
        assert len(hooks.lines("hooks not sent: the outbox cannot be used")) == 1
        assert len(hooks.lines("hooks can be sent again")) == 1


async def test_the_message_of_a_deleted_record_is_deleted_with_it(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Whoever deletes a call does not want it sent."""
    path = str(tmp_path / "calls.db")
    async with hooked(reply=Reply.ERROR, path=path) as hooks:
        await hooks.a_call()
        await hooks.taken()
        with closing(Database(path)) as other:
            assert other.delete(Unwanted(sid="CA1"), 10) == 1
        assert await hooks.waiting() == []
        hooks.receiver.reply_to = lambda _: Reply.TAKEN
        await trio.sleep(86_400)
        assert not [each for each in hooks.receiver.deliveries if each.reply is Reply.TAKEN]


async def test_the_log_holds_no_secret_and_nothing_that_was_said(autojump_clock: MockClock) -> None:
    """Not even at its most talkative."""
    async with hooked(hook(headers={"X-Key": "sesame"}), reply=Reply.ERROR) as hooks:
        await hooks.a_call()
        await hooks.taken(2)
        hooks.receiver.reply_to = lambda _: Reply.TAKEN
        await hooks.taken(3, within_s=60)
        await trio.sleep(1)
        assert hooks.lines("hook delivered")
        said = json.dumps(hooks.lines())
        assert not [each for each in (SECRET, "sesame", WORDS, "+15550100") if each in said]
