"""Whether the agent's voice comes back, by loudness alone. Powers of frames are arguments."""

from offhook.engine.decide.way_back import WayBack

SPOKEN, QUIET = 1e8, 1e4
LOUD_ECHO, CALLER = 1e6, 1e8


def answers(heard: list[float], played: list[float]) -> list[bool]:
    way_back = WayBack()
    return [way_back.is_cut(*powers) for powers in zip(heard, played, strict=True)]


def test_a_quiet_line_while_the_agent_speaks_has_no_echo() -> None:
    """Once the first words would have come back, at the longest delay there is."""
    found = answers([QUIET] * 100, [SPOKEN] * 100)
    assert found == [False] * 64 + [True] * 36


def test_an_echo_20_db_down_is_one_at_every_delay() -> None:
    """From none to the longest, and in the pauses of the agent."""
    for delay in (0, 10, 35):
        agent = ([SPOKEN] * 40 + [0.0] * 25) * 5
        echo = [QUIET] * delay + [LOUD_ECHO if power else QUIET for power in agent]
        assert not any(answers(echo[: len(agent)], agent))


def test_while_the_caller_speaks_nothing_is_known() -> None:
    """What the caller says may hide an echo."""
    assert not any(answers([CALLER] * 100, [SPOKEN] * 100))


def test_a_silent_agent_proves_nothing() -> None:
    """Nor does a line without any sound."""
    assert not any(answers([QUIET] * 100, [0.0] * 100))
    assert not any(answers([0.0] * 100, [0.0] * 100))


def test_frames_that_were_left_out_are_no_evidence() -> None:
    """After a gap it has to be shown anew."""
    way_back = WayBack()
    for _ in range(80):
        way_back.is_cut(QUIET, SPOKEN)
    way_back.forget()
    assert not way_back.is_cut(QUIET, SPOKEN)
