"""The pieces of `python -m bench.day`: its plan, what a caller hears, what counts as an answer. No server is run."""

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
import trio
from pydantic import SecretStr

from bench.day.call_log import Asked, CallLog, Ending, Wait
from bench.day.crowd import Crowd
from bench.day.ear import Ear
from bench.day.look import Look
from bench.day.plan import draw
from bench.day.report import NOTHING, Day, event_at, report
from bench.day.server import AUTH_TOKEN
from bench.day.services import GARBAGE, HOST, Services
from bench.day.troubles import OF_A_SERVICE, Happening, Role, Trouble
from bench.day.verdict import LONGEST_SILENCE_S, Record, Said, Verdict, verdict
from offhook.protocol import mulaw
from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone_network import open_network
from tests.fakes.clips import clip
from tests.serving import answers, free_port, hypercorn, settings_in

SHORT = 26
"""The seed of a caller who does little."""
TONE = bytes([0x20, 0xA0]) * 800
"""0.2 s that can be heard."""
LOOK = Look(0.0, "the start", 0, 0.0, 1000, 1000, 2, 7, 16, 90, 27, 10, 0, 0, 200, 200, [])
HUNG_UP = Record("caller hung up", (Said("agent", "Good day."), Said("agent", "Noted."), Said("caller", "hello")))


def log(ending: Ending | None = Ending.CALLER, *waited_s: float, answered: bool = True) -> CallLog:
    waits = [Wait(Asked.SPOKE, 0.0, seconds if answered else None, seconds) for seconds in (0.1, *waited_s)]
    return CallLog("CA1", 100.0, 130.0, ending, streams=1, waits=waits)


def day(*logs: CallLog, records: dict[str, Record] | None = None, last: Look = LOOK) -> Day:
    return Day(10, 1, 30, 0.0, 600.0, draw(600, 1), logs, records or {}, (LOOK, last), 0, 1.4, 1.0, {})


def test_an_hour_holds_everything_and_the_same_seed_is_the_same_day() -> None:
    """Every happening once, the deploy in the middle, and every trouble of every role."""
    plan = draw(3600, 7)
    assert plan == draw(3600, 7)
    assert plan != draw(3600, 8)
    whats = [event.what for event in plan]
    assert all(whats.count(each) == 1 for each in Happening)
    assert whats.index(Happening.DEPLOY) == len(plan) // 2
    assert {(event.what, event.role) for event in plan if event.role} == {(t, r) for t in OF_A_SERVICE for r in Role}
    assert all(before.at_s + before.lasts_s < after.at_s for before, after in pairwise(plan))


def test_ten_minutes_hold_all_that_happens_to_the_server() -> None:
    assert set(Happening) < {event.what for event in draw(600, 1)}


def test_what_is_silent_is_not_heard() -> None:
    """A second of mu-law silence comes before a tone."""
    ear = Ear()
    ear.play(mulaw.SILENCE * 8000, 10.0)
    ear.play(TONE, 10.0)
    assert ear.heard(10.9) is None
    assert ear.heard(11.1) == (11.0, 11.1)
    assert ear.heard(11.3) == (11.1, 11.2)
    assert ear.heard(11.5) is None
    assert ear.heard_s == pytest.approx(0.2)


def test_what_was_cleared_is_not_heard() -> None:
    ear = Ear()
    ear.play(TONE * 5, 10.0)
    ear.clear(10.3)
    assert ear.heard(11.0) == (10.0, 10.3)


@pytest.mark.parametrize(
    ("call", "record", "expected"),
    [
        (log(Ending.CALLER, 1.2), HUNG_UP, Verdict.ANSWERED),
        (log(Ending.CALLER), HUNG_UP, Verdict.LEFT),
        (log(Ending.CALLER, LONGEST_SILENCE_S + 1), HUNG_UP, Verdict.SILENCE),
        (log(Ending.CALLER, LONGEST_SILENCE_S + 1, answered=False), HUNG_UP, Verdict.SILENCE),
        (log(Ending.CALLER, 1.0), Record("caller hung up", (Said("agent", "Sorry, again?"),)), Verdict.APOLOGISED),
        (log(Ending.SERVER, 1.0), Record("server stopping", (Said("agent", "Goodbye."),)), Verdict.ANSWERED),
        (log(Ending.SERVER, 1.0), Record("crashed", (Said("agent", "We are open"),)), Verdict.CUT_OFF),
        (log(Ending.SERVER, 1.0), None, Verdict.CUT_OFF),
        (log(Ending.LOST, 1.0), HUNG_UP, Verdict.CUT_OFF),
        (log(Ending.TRANSFER, 1.0), HUNG_UP, Verdict.TRANSFERRED),
        (log(Ending.BUSY), None, Verdict.BUSY),
        (log(Ending.UNREACHABLE), None, Verdict.FALLBACK),
    ],
)
def test_each_caller_has_one_verdict(call: CallLog, record: Record | None, expected: Verdict) -> None:
    assert verdict(call, record) is expected


def test_a_good_day_misses_nothing() -> None:
    assert report(day(log(Ending.CALLER, 1.0), records={"CA1": HUNG_UP})).missed == []


def test_whoever_waits_too_long_is_named() -> None:
    found = report(day(log(Ending.CALLER, 9.5), records={"CA1": HUNG_UP}))
    assert [(each.call_sid, each.seconds) for each in found.silences] == [("CA1", 9.5)]
    assert found.missed == ["1 calls: heard nothing for too long", "1 silences of more than 8 s"]


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({"descriptors": 300}, "descriptors: 90 at the beginning, 300 at the end"),
        ({"journals": 3}, "3 journals are left at the end"),
        ({"places": 1}, "1 places are taken at the end"),
        ({"readyz": 503}, "/readyz answered 503 at the end"),
        ({"workers": 1}, "only 1 of 2 workers are left"),
        ({"resident_kib": 900_000}, "memory: 1000 KiB at the beginning, 900000 KiB at the end"),
    ],
)
def test_what_stays_behind_is_a_promise_missed(changed: dict[str, int], missed: str) -> None:
    last = msgspec.structs.replace(LOOK, **changed)
    assert report(day(log(Ending.CALLER, 1.0), records={"CA1": HUNG_UP}, last=last)).missed == [missed]


def test_a_call_belongs_to_what_went_wrong_while_it_lasted() -> None:
    first = draw(600, 1)[0]
    assert event_at(draw(600, 1), first.at_s - 5, first.at_s + 1) == first.name
    assert event_at(draw(600, 1), 0.0, first.at_s - 5) == NOTHING


async def test_a_caller_is_connected_by_signed_requests_and_answered(tmp_path: Path) -> None:
    """Against a real server: rings, listens, speaks, is answered, and hangs up."""
    settings = settings_in(tmp_path, OFFHOOK__TWILIO__AUTH_TOKEN=AUTH_TOKEN, OFFHOOK__SPEAKER__TONE__SECONDS="0.1")
    with trio.fail_after(120):
        async with hypercorn(settings) as server, open_network(auth_token=SecretStr(AUTH_TOKEN)) as network:
            await answers(server.address)
            crowd = Crowd(f"{server.address}/voice-stream", AUTH_TOKEN, network, [from_mulaw(clip("today"))], SHORT)
            await crowd.run(1, trio.current_time() + 0.1, spread_s=0)
    (found,) = crowd.logs
    assert (found.ending, found.streams, found.spoke, found.why) == (Ending.CALLER, 1, 1, "")
    assert [(wait.why, wait.heard_at is not None) for wait in found.waits] == [
        (Asked.CALLED, True),
        (Asked.SPOKE, True),
    ]
    assert found.heard_s > 0.3


async def test_a_service_fails_and_works_again() -> None:
    """On its port: garbage, then nobody listens, then it answers."""
    with trio.fail_after(20):
        async with trio.open_nursery() as nursery:
            services = Services(free_port())
            service = services.of(Role.MODEL)[0]
            await service.open(nursery)
            service.begin(Trouble.GARBAGE)
            assert await _answer(service.port) == GARBAGE
            await service.end()
            service.begin(Trouble.REFUSED)
            with pytest.raises(OSError, match="connect to"):
                await _answer(service.port)
            await service.end()
            assert (await _answer(service.port)).startswith(b"HTTP/1.1 401")  # it was asked without a key
            nursery.cancel_scope.cancel()


async def _answer(port: int) -> bytes:
    async with await trio.open_tcp_stream(HOST, port) as stream:
        await stream.send_all(b"GET /v1/models/m HTTP/1.1\r\nHost: x\r\n\r\n")
        return bytes(await stream.receive_some(4096))
