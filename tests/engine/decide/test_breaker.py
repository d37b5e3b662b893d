"""A service that fails again and again is left alone, and tried again by one request at a time. Times are made up."""

from offhook.engine.decide.breaker import FAILURES, FIRST_REST_S, LONGEST_REST_S, PROBE_WITHIN_S, Breaker


def open_breaker() -> Breaker:
    """Its service has failed at 0 s, often enough."""
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.fail(0.0)
    return breaker


def test_single_failures_change_nothing() -> None:
    """A success in between, and the counting starts anew."""
    breaker = Breaker()
    for _ in range(3):
        for _ in range(FAILURES - 1):
            assert breaker.fail(0.0) == 0.0
        assert breaker.allows(0.0)
        assert not breaker.succeed()  # there was nothing to recover from


def test_failures_in_a_row_open_it_for_a_while() -> None:
    """It says for how long, once."""
    breaker = Breaker()
    assert [breaker.fail(0.0) for _ in range(FAILURES)] == [0.0] * (FAILURES - 1) + [FIRST_REST_S]
    assert breaker.fail(1.0) == 0.0  # a request that was on its way
    assert not breaker.allows(FIRST_REST_S - 0.1)
    assert breaker.allows(FIRST_REST_S)


def test_after_the_rest_one_request_is_a_probe() -> None:
    """The others wait for its result, but not for ever."""
    breaker = open_breaker()
    assert breaker.ask(FIRST_REST_S, "one")
    assert not breaker.allows(FIRST_REST_S)
    assert breaker.allows(FIRST_REST_S + PROBE_WITHIN_S)


def test_of_several_that_were_allowed_at_the_same_time_one_is_the_probe() -> None:
    """Calls look whether a service may be asked, begin a session there, and only then ask."""
    breaker = open_breaker()
    assert [breaker.allows(FIRST_REST_S) for _ in range(3)] == [True] * 3
    assert [breaker.ask(FIRST_REST_S, asker) for asker in ("one", "two", "three")] == [True, False, False]
    breaker.withdraw("two")  # which had nothing to withdraw
    assert not breaker.ask(FIRST_REST_S, "three")


def test_only_the_probe_says_whether_the_service_works_again() -> None:
    """A request of before that fails meanwhile neither ends the probe nor makes the rest longer."""
    breaker = open_breaker()
    breaker.ask(FIRST_REST_S, "one")
    assert breaker.fail(FIRST_REST_S, asker="from before") == 0.0
    assert not breaker.allows(FIRST_REST_S)
    assert breaker.fail(FIRST_REST_S, asker="one") == 2 * FIRST_REST_S


def test_a_probe_that_nothing_was_heard_of_says_nothing_later() -> None:
    """Another one has taken its place."""
    breaker, later = open_breaker(), FIRST_REST_S + PROBE_WITHIN_S
    breaker.ask(FIRST_REST_S, "one")
    assert breaker.ask(later, "two")
    assert breaker.fail(later, asker="one") == 0.0
    assert not breaker.allows(later)


def test_a_probe_that_is_withdrawn_makes_room_for_the_next() -> None:
    """An interruption, for example, came before the service could answer."""
    breaker = open_breaker()
    breaker.ask(FIRST_REST_S, "one")
    breaker.withdraw("one")
    assert breaker.allows(FIRST_REST_S)


def test_a_probe_that_succeeds_closes_it() -> None:
    breaker = open_breaker()
    breaker.ask(FIRST_REST_S, "one")
    assert breaker.succeed()
    assert breaker.allows(FIRST_REST_S)
    assert breaker.fail(FIRST_REST_S) == 0.0


def test_each_probe_that_fails_doubles_the_rest() -> None:
    """Up to a limit; a success brings it back to the first one."""
    breaker, now, rests = open_breaker(), FIRST_REST_S, []
    for _ in range(6):
        breaker.ask(now, "one")
        rests.append(breaker.fail(now, asker="one"))
        now += rests[-1]
    assert rests == [10.0, 20.0, 40.0, LONGEST_REST_S, LONGEST_REST_S, LONGEST_REST_S]
    breaker.succeed()
    assert [breaker.fail(now) for _ in range(FAILURES)][-1] == FIRST_REST_S


def test_a_service_that_says_how_long_it_must_be_left_alone_is_believed_at_once() -> None:
    """Its key is refused, for example: the second call need not find that out."""
    breaker = Breaker()
    assert breaker.fail(0.0, rest_s=30.0) == 30.0
    assert not breaker.allows(29.0)
    assert breaker.allows(30.0)


def test_no_service_says_that_it_must_be_left_alone_for_ever() -> None:
    breaker = Breaker()
    assert breaker.fail(0.0, rest_s=86_400.0) == LONGEST_REST_S
