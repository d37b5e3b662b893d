"""How much one peer may send. Pure: times are numbers."""

from offhook.web.peer_budget import Bucket, PeerBudget

FRAME = b"\x81\xfe\x01\x00mask" + b"x" * 256  # about what a message with audio is
EMPTY_FRAME = b"\x8a\x80mask"


def in_a_call() -> PeerBudget:
    budget = PeerBudget()
    budget.begin_websocket()
    budget.begin_call()
    return budget


def sent(budget: PeerBudget, data: bytes, *, per_s: float, seconds: float) -> int:
    """How often `data` got through at this rate."""
    times = int(seconds * per_s)
    for number in range(times):
        if not budget.take(data, number / per_s):
            return number
    return times


def test_a_bucket_fills_up_again() -> None:
    """Whoever takes no more than the rate goes on for ever; the burst is the most that is ever there."""
    bucket = Bucket(per_s=10, burst=20)
    assert all(bucket.take(1, 0.0) for _ in range(20))
    assert not bucket.take(1, 0.0)
    assert bucket.take(8, 1.0)
    assert all(bucket.take(1, 1000.0) for _ in range(20))
    assert not bucket.take(1, 1000.0)


def test_a_call_of_hours_is_within_its_budget() -> None:
    """Fifty messages a second, and the keys of an eager finger."""
    assert sent(in_a_call(), FRAME, per_s=60, seconds=4000) == 240_000


def test_what_a_stall_held_back_is_within_the_budget() -> None:
    """A line or this process may have stood still for half a minute."""
    budget = in_a_call()
    assert all(budget.take(FRAME, 30.0) for _ in range(1500))


def test_a_flood_is_over_it_within_seconds() -> None:
    """600 KB/s of anything: audio, or frames that carry nothing."""
    assert sent(in_a_call(), FRAME, per_s=600_000 / len(FRAME), seconds=10) / (600_000 / len(FRAME)) < 5
    assert sent(in_a_call(), EMPTY_FRAME, per_s=600_000 / len(EMPTY_FRAME), seconds=10) / 100_000 < 0.1


def test_who_has_no_call_may_say_little() -> None:
    """Before a call two messages are expected, and a webhook's form before those."""
    budget = PeerBudget()
    assert budget.take(b"x" * 100_000, 0.0)
    assert not budget.take(b"x" * 200_000, 0.0)
    waiting = PeerBudget()
    waiting.begin_websocket()
    assert sent(waiting, EMPTY_FRAME, per_s=1000, seconds=1) < 250


def test_requests_have_a_rate_of_their_own() -> None:
    """A proxy brings many callers over one connection; nobody asks ten thousand times a second."""
    budget = PeerBudget()
    assert all(budget.take_request(number / 50) for number in range(5000))
    assert not all(budget.take_request(100.0) for _ in range(300))
