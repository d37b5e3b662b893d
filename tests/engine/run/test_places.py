"""Places that several workers count together. Each worker's view is of one modelled folder; no clock, no task."""

import random
import threading
from collections.abc import Callable

import pytest

from offhook.engine.run.places import USED_KEPT_S, AlreadyUsed, BeingAdmitted, Claim, Places
from offhook.protocol.stream_token import StreamToken
from offhook.simulation.shared_folder import ModelledFolder, SharedMemory

NOW, LIFE_S = 1_800_000_000.0, 30.0


class Worker:
    """One worker process of a server."""

    def __init__(self, memory: SharedMemory, number: int, name: int = 0) -> None:
        self.folder: ModelledFolder = memory.open()
        self.places = Places(self.folder, number, first=name * 7)
        self._nonces = random.Random(f"nonces/{name}")

    def webhook(self, call: str, *, now: float = NOW, until: float = LIFE_S) -> StreamToken | None:
        new = StreamToken(0, round((now + LIFE_S) * 1000), self._nonces.randbytes(16))
        return self.places.reserve(call, new, now=now, until=until)

    def admit(self, call: str) -> StreamToken:
        token = self.webhook(call)
        assert token is not None
        return token


def workers(count: int, number: int) -> tuple[SharedMemory, list[Worker]]:
    memory = SharedMemory()
    return memory, [Worker(memory, number, name) for name in range(count)]


def taken(memory: SharedMemory, number: int) -> list[int]:
    return [place for place in range(number) if memory.holders.get(place)]


def test_no_more_calls_than_places_over_all_workers() -> None:
    """Whichever worker is asked; an end anywhere makes room everywhere."""
    memory, (a, b) = workers(2, 3)
    tokens = [worker.admit(f"CA{n}") for n, worker in enumerate((a, b, a))]
    assert len({token.place for token in tokens}) == 3
    assert (a.webhook("CA9"), b.webhook("CA9"), b.places.take("CA9")) == (None, None, None)
    assert not a.places.is_one_free()
    claim = b.places.claim("CA1", tokens[1])
    b.places.give_back(claim)
    b.places.give_back(claim)
    assert a.places.is_one_free()
    assert a.webhook("CA9") is not None
    assert len(taken(memory, 3)) == 3


def test_a_place_moves_to_the_worker_that_gets_the_stream() -> None:
    """It is one place before, between and after, and is given back within two looks."""
    memory, (a, b) = workers(2, 1)
    token = a.admit("CA1")
    claim = b.places.claim("CA1", token)
    assert memory.holders[token.place].keys() == {1, 2}
    assert b.webhook("CA2") is None
    a.places.look(0.25)
    assert memory.holders[token.place].keys() == {2}
    assert a.webhook("CA2") is None
    b.places.give_back(claim)
    assert taken(memory, 1) == []
    assert (a.places.held, b.places.held) == (0, 0)
    assert not a.places.needs_a_look


def test_a_call_has_begun_at_every_worker_once_its_stream_has_come() -> None:
    """Not while it is only expected; and until another call has its place."""
    _, (a, b) = workers(2, 1)
    token = a.admit("CA1")
    assert [each.places.has_begun(call) for each in (a, b) for call in ("CA1", "")] == [False] * 4
    claim = a.places.claim("CA1", token)
    assert a.places.has_begun("CA1")
    assert b.places.has_begun("CA1")
    assert not b.places.has_begun("CA2")
    a.places.give_back(claim)
    assert b.places.has_begun("CA1")
    b.admit("CA2")
    assert not b.places.has_begun("CA1")


def test_a_stream_that_came_without_a_token_has_begun() -> None:
    """It is on the record of its place like any other."""
    _, (a, b) = workers(2, 1)
    assert a.places.take("CA1") is not None
    assert b.places.has_begun("CA1")


def test_a_place_that_is_given_up_is_free_at_every_worker() -> None:
    """Whichever hears that the caller has left. Its token is void, and other calls keep their places."""
    memory, (a, b) = workers(2, 2)
    token, other = a.admit("CA1"), a.admit("CA2")
    b.places.give_up("CA1")
    b.places.give_up("")
    a.places.look(0.25)
    assert taken(memory, 2) == [other.place]
    with pytest.raises(AlreadyUsed):
        b.places.claim("CA1", token)
    assert b.places.has_begun("CA1")
    claim = b.places.claim("CA2", other)
    b.places.give_up("CA2")
    b.places.look(0.5)
    assert claim.place is not None


def test_the_end_of_a_short_call_is_no_end_of_a_place_before_its_worker_looked() -> None:
    """A call that is over before the webhook's worker has looked leaves nothing held after the look."""
    memory, (a, b) = workers(2, 1)
    b.places.give_back(b.places.claim("CA1", a.admit("CA1")))
    a.places.look(0.25)
    assert taken(memory, 1) == []


def test_a_stream_that_does_not_come_gives_its_place_back() -> None:
    """By the worker's own clock, whatever the wall clock says meanwhile."""
    memory, (a,) = workers(1, 1)
    a.admit("CA1")
    a.places.look(LIFE_S - 0.01)
    assert taken(memory, 1)
    a.places.look(LIFE_S)
    assert taken(memory, 1) == []


def test_any_worker_knows_whether_a_stream_may_still_come() -> None:
    """From its webhook until it comes, or is too late; a call without a name is never expected."""
    _, (a, b) = workers(2, 3)
    token = a.admit("CA1")
    assert [worker.places.is_expected("CA1", NOW + at) for worker in (a, b) for at in (0, LIFE_S)] == [True, False] * 2
    assert not b.places.is_expected("CA2", NOW)
    a.webhook("")
    assert not a.places.is_expected("", NOW)
    b.places.claim("CA1", token)
    assert not a.places.is_expected("CA1", NOW)


@pytest.mark.parametrize("same_worker", [True, False])
def test_a_webhook_that_comes_twice_takes_one_place(same_worker: bool) -> None:
    """A carrier that got no answer asks again, and may reach another worker; either answer serves."""
    memory, (a, b) = workers(2, 5)
    first = a.admit("CA1")
    second = (a if same_worker else b).admit("CA1")
    assert first == second
    assert len(taken(memory, 5)) == 1
    b.places.claim("CA1", second)
    with pytest.raises(AlreadyUsed):
        a.places.claim("CA1", first)
    for worker in (a, b):
        worker.places.look(0.25)
    assert len(taken(memory, 5)) == 1


def test_a_call_that_comes_back_after_its_stream_has_a_new_token() -> None:
    """The old one was used; while the old stream still ends, it is another place."""
    _, (a, b) = workers(2, 5)
    old = a.admit("CA1")
    b.places.claim("CA1", old)
    new = a.admit("CA1")
    assert new.nonce != old.nonce
    b.places.claim("CA1", new)


def test_the_worker_of_the_webhook_dies_before_the_stream_comes() -> None:
    """The place is the stream's while nobody else has taken it; then it gets another one."""
    memory, (a, b, c) = workers(3, 2)
    kept, lost = a.admit("CA1"), a.admit("CA2")
    a.folder.close()
    assert taken(memory, 2) == []
    assert b.places.claim("CA1", kept).place == kept.place
    other = c.admit("CA3")
    assert other.place == lost.place
    claim = b.places.claim("CA2", lost)
    assert claim.place is None, "served, although two other calls have the two places"
    assert c.webhook("CA4") is None
    c.places.give_back(c.places.claim("CA3", other))
    b.places.look(0.25)
    assert claim.place == lost.place, "the next place that is free is its own, before a new caller's"
    assert c.webhook("CA4") is None
    b.places.give_back(claim)
    assert c.webhook("CA4") is not None


def test_a_call_that_waits_for_a_place_may_end_without_one() -> None:
    """Nothing is given to it afterwards."""
    memory, (a, b) = workers(2, 1)
    lost = a.admit("CA1")
    a.folder.close()
    b.admit("CA2")
    claim = b.places.claim("CA1", lost)
    b.places.give_back(claim)
    b.places.look(LIFE_S)
    assert (claim.place, taken(memory, 1)) == (None, [])


def test_the_worker_of_a_call_dies() -> None:
    """The kernel gives its places back; what others hold stays."""
    memory, (a, b) = workers(2, 10)
    for n in range(4):
        b.places.claim(f"CA{n}", a.admit(f"CA{n}"))
    a.places.look(0.25)
    a.admit("CA8")
    b.folder.close()
    assert len(taken(memory, 10)) == 1


def test_a_used_token_stays_used_when_its_worker_is_gone() -> None:
    """Until long after it has expired: a clock that is set back a little makes it no better."""
    memory, (a, b) = workers(2, 10)
    token = a.admit("CA1")
    b.places.claim("CA1", token)
    b.folder.close()
    for now in (NOW, NOW + LIFE_S, NOW + LIFE_S + USED_KEPT_S - 1):
        a.places.forget_used(now)
        with pytest.raises(AlreadyUsed):
            a.places.claim("CA1", token)
    a.places.forget_used(NOW + LIFE_S + USED_KEPT_S + 1)
    assert memory.files == {}


def test_a_disk_that_fails_refuses_no_stream_and_no_token_is_used_twice() -> None:
    """The place moves to the other worker as always; nothing is held for ever."""
    memory, (a, b) = workers(2, 2)
    memory.fails = True
    token = a.admit("CA1")
    claim = b.places.claim("CA1", token)
    for worker in (a, b):
        with pytest.raises(AlreadyUsed):
            worker.places.claim("CA1", token)
    a.places.look(0.25)
    assert memory.holders[token.place].keys() == {2}
    assert (a.places.held, b.places.held) == (0, 1)
    b.places.give_back(claim)
    assert taken(memory, 2) == []
    b.places.forget_used(NOW + LIFE_S + USED_KEPT_S + 1)
    assert not any(memory.holders.values())


def test_a_clock_that_is_set_ahead_costs_no_second_place() -> None:
    """The first webhook's token has expired by it; a retry has a new one, and the old place is given back in time."""
    memory, (a, b) = workers(2, 5)
    a.admit("CA1")
    again = b.webhook("CA1", now=NOW + 3600)
    assert again is not None
    a.places.look(LIFE_S)
    assert taken(memory, 5) == [again.place]


def test_webhooks_without_a_call_are_not_taken_for_one_call() -> None:
    """A form without CallSid is somebody who tries it out."""
    memory, (a,) = workers(1, 5)
    assert a.admit("") != a.admit("")
    assert len(taken(memory, 5)) == 2


class Baton:
    """Lets one of several threads run at a time; before each operation on the folder chance says who goes on."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._turns: dict[int, threading.Semaphore] = {}
        self._mine = threading.local()
        self.errors: list[Exception] = []

    def __call__(self) -> None:
        me = getattr(self._mine, "number", None)
        if me is None:
            return
        self._pass_on()
        self._turns[me].acquire()

    def _pass_on(self) -> None:
        if self._turns:
            self._turns[self._chance.choice(list(self._turns))].release()

    def run(self, *jobs: Callable[[], None]) -> None:
        self._turns = {number: threading.Semaphore(0) for number in range(len(jobs))}

        def work(number: int, job: Callable[[], None]) -> None:
            self._mine.number = number
            self._turns[number].acquire()
            try:
                job()
            except Exception as exc:  # noqa: BLE001  # for the test, which is another thread
                self.errors.append(exc)
            del self._turns[number]
            self._pass_on()

        threads = [threading.Thread(target=work, args=each) for each in enumerate(jobs)]
        for thread in threads:
            thread.start()
        self._pass_on()
        for thread in threads:
            thread.join(timeout=30)
        assert self.errors == []


@pytest.mark.parametrize("block", range(4))
def test_whatever_goes_first_no_call_is_counted_twice_or_lost(block: int) -> None:
    """Three workers at once, in an order that the seed says: webhooks and streams, each twice, looks and ends."""
    for seed in range(block * 75, block * 75 + 75):
        _play(seed)


def _play(seed: int) -> None:
    baton = Baton(seed)
    memory = SharedMemory(before_each=baton)
    chance = random.Random(f"{seed}/what")
    number, calls = 3, [f"CA{n}" for n in range(6)]
    all_workers = [Worker(memory, number, name) for name in range(3)]
    tokens: dict[str, list[StreamToken]] = {call: [] for call in calls}
    claims: dict[str, list[tuple[Worker, Claim]]] = {call: [] for call in calls}

    def in_order(worker: Worker, jobs: list[Callable[[Worker], None]]) -> Callable[[], None]:
        def run() -> None:
            for job in jobs:
                job(worker)
                assert sum(len(each) for each in claims.values()) <= number, "more calls than places"

        return run

    def webhook(call: str) -> Callable[[Worker], None]:
        def ask(worker: Worker) -> None:
            for _ in range(1000):
                try:
                    token = worker.webhook(call)
                except BeingAdmitted:
                    continue  # the other thread goes on: each try passes the baton
                if token is not None:
                    tokens[call].append(token)
                return
            raise AssertionError("never admitted, never turned away")

        return ask

    def stream(call: str) -> Callable[[Worker], None]:
        def come(worker: Worker) -> None:
            for token in tokens[call][:1]:
                try:
                    claim = worker.places.claim(call, token)
                except AlreadyUsed:
                    return
                assert claim.place is not None, "its place was lost on the way"
                claims[call].append((worker, claim))

        return come

    def look(worker: Worker) -> None:
        worker.places.look(1.0)

    jobs = [each for call in calls for each in (webhook(call), webhook(call), stream(call), stream(call), look)]
    chance.shuffle(jobs)
    baton.run(*(in_order(worker, jobs[at::3]) for at, worker in enumerate(all_workers)))
    memory.before_each = lambda: None
    assert all(len({token.nonce for token in each}) <= 1 or claims[call] for call, each in tokens.items())
    places = [claim.place for each in claims.values() for _, claim in each]
    assert len(set(places)) == len(places), "two calls have one place"
    assert all(len({token.nonce for token in each}) >= len(claims[call]) for call, each in tokens.items())
    for each in claims.values():
        for worker, claim in each:
            worker.places.give_back(claim)
    for worker in all_workers:
        worker.places.look(LIFE_S)
    assert taken(memory, number) == []
    assert [worker.places.held for worker in all_workers] == [0, 0, 0]
