"""The echo guard. Time is an argument; the sound is recorded voices and a modelled speakerphone."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.speakerphones import room
from offhook.engine.decide.echo_guard import TAPS, EchoGuard, find_delay, possible_delays, unexplained
from offhook.engine.decide.played_sound import LONGEST_DELAY_S, PlayedSound
from offhook.protocol import mulaw
from offhook.simulation.echo_path import EchoPath
from tests.fakes.clips import FRAME_BYTES, QUIET_FRAME, clip

FRAME_S = 0.020
HEARD_FRAMES = 30
AGENT = clip("ast_enter_password")
AGENT_BEGINS_S, AGENT_ENDS_S = 10.0, 10.0 + len(AGENT) / 8000
CALLER = clip("living_room_lamp")
CALLER_SPEAKS_S = (0.3, 1.52)  # its label


def frames(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\xff") for at in range(0, len(sound), FRAME_BYTES)]


def line(path: EchoPath | None, *, caller_begins_s: float = 1e9) -> Iterator[tuple[bytes, float]]:
    """The last 600 ms of the caller's line at every frame, from before the agent's sound to after its echo."""
    said, playing, recent = frames(CALLER), frames(AGENT), [QUIET_FRAME] * HEARD_FRAMES
    for number in range(round((AGENT_ENDS_S - AGENT_BEGINS_S + 1.0) / FRAME_S)):
        begins_s = AGENT_BEGINS_S + number * FRAME_S
        if path is not None and number < len(playing):
            path.played(playing[number], begins_s)
        word = round((begins_s - caller_begins_s) / FRAME_S)
        spoken = said[word] if 0 <= word < len(said) else QUIET_FRAME
        now = begins_s + FRAME_S
        recent = [*recent[1:], spoken if path is None else path.over(spoken, now)]
        yield b"".join(recent), now


def is_loud(heard: bytes) -> bool:
    """Whether the newest 60 ms are what a voice detector would ask about."""
    return float(np.sqrt((mulaw.decode(heard[-3 * FRAME_BYTES :]).astype(float) ** 2).mean())) > 50


def new_guard() -> tuple[EchoGuard, PlayedSound]:
    plays = PlayedSound()
    return EchoGuard(plays), plays


def speaking_agent() -> EchoGuard:
    guard, plays = new_guard()
    for number, frame in enumerate(frames(AGENT)):
        plays.played(frame, AGENT_BEGINS_S + number * FRAME_S, AGENT_BEGINS_S)
    return guard


def speakerphone(delay_ms: int, loss_db: int) -> EchoPath:
    return EchoPath(delay_ms, loss_db, random.Random(f"{delay_ms}/{loss_db}"))


@pytest.mark.parametrize("delay_ms", [50, 150, 300, 600])
@pytest.mark.parametrize("loss_db", [10, 20])
def test_the_agents_own_voice_is_an_echo(delay_ms: int, loss_db: int) -> None:
    """From its first frame to its last, with a stray one here and there, which make no onset."""
    guard = speaking_agent()
    answers = [guard.is_echo(heard, now) for heard, now in line(speakerphone(delay_ms, loss_db)) if is_loud(heard)]
    assert len(answers) > 80
    assert answers.count(False) <= len(answers) // 50
    assert not any(answers[at : at + 5].count(False) >= 3 for at in range(len(answers)))


@pytest.mark.parametrize("delay_ms", [50, 150, 300, 600])
@pytest.mark.parametrize("loss_db", [10, 20, 30])
def test_a_caller_who_speaks_over_the_echo_is_found(delay_ms: int, loss_db: int) -> None:
    """Within 200 ms of the first sound, and from then on most of what is heard is the caller's."""
    guard, begins_s = speaking_agent(), AGENT_BEGINS_S + 1.5
    first_s, last_s = begins_s + CALLER_SPEAKS_S[0], begins_s + CALLER_SPEAKS_S[1]
    answers = {
        now: guard.is_echo(heard, now) for heard, now in line(speakerphone(delay_ms, loss_db), caller_begins_s=begins_s)
    }
    callers = [now for now, is_echo in answers.items() if not is_echo and now > first_s]
    assert callers[2] < first_s + 0.2
    spoken = [is_echo for now, is_echo in answers.items() if callers[2] < now < last_s]
    assert spoken.count(False) > 0.9 * len(spoken)


def test_a_caller_with_a_telephone_at_the_ear_is_no_echo() -> None:
    """What was playing explains nothing where it does not come back."""
    guard, begins_s = speaking_agent(), AGENT_BEGINS_S + 1.0
    answers = [guard.is_echo(heard, now) for heard, now in line(None, caller_begins_s=begins_s) if is_loud(heard)]
    assert len(answers) > 40
    assert not any(answers)


def test_nothing_is_an_echo_of_nothing() -> None:
    """Before the agent has ever spoken, whoever speaks is the caller."""
    assert not new_guard()[0].is_echo(CALLER[2400:7200], 5.0)


def test_an_echo_does_not_come_later_than_echoes_do() -> None:
    """The very sound that was played is the caller's where it is heard long after it."""
    (guard, plays), sound = new_guard(), AGENT[4000:12000]
    plays.played(sound, AGENT_BEGINS_S, AGENT_BEGINS_S)
    ends_s = AGENT_BEGINS_S + 1.0
    assert guard.is_echo(sound[-4800:], ends_s + LONGEST_DELAY_S - 0.05)
    assert not guard.is_echo(sound[-4800:], ends_s + LONGEST_DELAY_S + 0.2)


def test_what_was_cleared_never_sounded() -> None:
    """After a clear only what came before it can be heard again."""
    (guard, plays), sound = new_guard(), AGENT[4000:20000]
    plays.played(sound, AGENT_BEGINS_S, AGENT_BEGINS_S)
    plays.cleared(AGENT_BEGINS_S + 1.0)
    assert guard.is_echo(sound[3200:8000], AGENT_BEGINS_S + 1.1)
    assert not guard.is_echo(sound[11200:16000], AGENT_BEGINS_S + 2.1)


def test_what_is_said_after_a_clear_is_known() -> None:
    """A resumed reply plays where it was told to, not where the old one would have ended."""
    (guard, plays), sound = new_guard(), AGENT[4000:12000]
    plays.played(AGENT, AGENT_BEGINS_S, AGENT_BEGINS_S)
    plays.cleared(AGENT_BEGINS_S + 0.5)
    plays.played(sound, AGENT_BEGINS_S + 0.9, AGENT_BEGINS_S + 0.5)
    assert guard.is_echo(sound[-4800:], AGENT_BEGINS_S + 1.9 + 0.3)


def test_the_echo_of_what_is_said_after_a_pause_of_the_process_is_one() -> None:
    """What waited at the carrier has played while our clock stood still: the rest plays when it is sent, not later."""
    (guard, plays), sound = new_guard(), AGENT[4000:12000]
    plays.played(AGENT[:4000], AGENT_BEGINS_S, AGENT_BEGINS_S)
    paused_at = AGENT_BEGINS_S + 0.1
    plays.was_paused(paused_at, 3.0)
    plays.played(sound, paused_at, paused_at)
    assert guard.is_echo(sound[-4800:], paused_at + 1.0 + 0.1)


def test_a_long_lead_is_remembered_until_it_has_played() -> None:
    """With `speaker.lead_ms` at its largest, what is written 5 s ahead has pushed nothing out that still plays."""
    guard, plays = new_guard()
    for second in range(6):
        said = AGENT[4000:12000] if second == 0 else mulaw.SILENCE * 8000
        plays.played(said, AGENT_BEGINS_S + second, AGENT_BEGINS_S)
    assert guard.is_echo(AGENT[7200:12000], AGENT_BEGINS_S + 1.0 + 0.6)


def test_an_echo_is_recognised_after_a_long_silence_and_when_the_frames_are_late() -> None:
    """The agent was silent for long. The event loop is half a second behind, and writes before it reads."""
    (guard, plays), sound, again_s = new_guard(), AGENT[4000:12000], AGENT_BEGINS_S + 30.0
    plays.played(sound, AGENT_BEGINS_S, AGENT_BEGINS_S)
    plays.played(sound, again_s, again_s)
    late_s = again_s + 1.0 + 0.6 + 0.5
    plays.played(mulaw.SILENCE * 1600, late_s, late_s)
    assert guard.is_echo(sound[-4800:], again_s + 1.0 + 0.6)
    assert not guard.is_echo(CALLER[2400:7200], again_s + 1.0 + 0.6)


def test_another_way_back_is_found() -> None:
    """The caller puts the telephone on a table: the delay changes in the middle of the call."""
    guard = speaking_agent()
    heard = AGENT[8000:12800]
    for delay_s in (0.1, 0.4, 0.1, 0.25):
        assert guard.is_echo(heard, AGENT_BEGINS_S + 1.6 + delay_s)


@given(st.integers(0, 5600), st.integers(0, 2**32))
def test_the_delay_is_found_to_the_sample(delay: int, seed: int) -> None:
    """Wherever it lies, for sound that is like itself nowhere else."""
    played = np.random.default_rng(seed).normal(0, 1000, 4800 + 5600 + TAPS).astype(np.float32)
    heard = np.float32(0.1) * played[len(played) - 4800 - delay : len(played) - delay]
    assert find_delay(heard, played)[0] == delay


@given(st.integers(0, 5500), st.integers(0, 40), st.floats(0.01, 100), st.integers(0, 2**32))
def test_a_short_filter_explains_an_echo_however_loud_its_end(
    delay: int, further: int, louder: float, seed: int
) -> None:
    """Two ways back to one microphone leave nothing over, also where the newest sound is far louder or softer."""
    played = np.random.default_rng(seed).normal(0, 1000, 4800 + 5600 + TAPS).astype(np.float32)
    played[-400 - delay :] *= louder
    ends = len(played) - delay
    nearer, farther = (played[ends - late - 4800 : ends - late] for late in (0, further))
    heard = np.float32(0.2) * nearer + np.float32(0.11) * farther
    assert unexplained(heard, played, delay) < 0.02


def bent(sound: bytes) -> bytes:
    """A second later, by way of something that is no filter: other harmonics, and half of it noise."""
    noise = np.random.default_rng(1).standard_normal(len(sound))
    linear = mulaw.decode(sound).astype(float)
    return mulaw.encode((0.1 * (np.abs(linear) - 0.6 * linear) + 0.1 * np.abs(linear) * noise).astype(np.int16))


def test_an_echo_that_no_filter_explains_shows_by_its_delay() -> None:
    """Asked about sounds that do not overlap, the guard finds the same delay again; that of another voice changes."""
    for comes_back, shows in ((True, True), (False, False)):
        guard, plays = new_guard()
        plays.played(AGENT, AGENT_BEGINS_S, AGENT_BEGINS_S)
        echo, speech = bent(AGENT), CALLER[2400:]
        for second in (1.0, 1.7, 2.4):
            until = round(second * 8000)
            heard = echo[until - 4800 : until] if comes_back else speech[round((second - 1) * 2000) :][:4800]
            assert not guard.is_echo(heard, AGENT_BEGINS_S + second + 0.25)
        assert (guard.comes_back_after is not None) is shows
        assert not shows or abs((guard.comes_back_after or 0) - 2000) < 25


@pytest.mark.parametrize("seed", [14, 18, 31])
def test_the_first_echo_may_come_from_across_a_room(seed: int) -> None:
    """Most of it is what the walls add. A filter of 6 ms found it up to 28 frames later."""
    chance = random.Random(seed)
    answer = np.convolve(room(0.6, -11.0, chance), [1.0, -0.9])
    guard, path = speaking_agent(), EchoPath(150, 10, chance, answer / np.linalg.norm(answer))
    answers = [guard.is_echo(heard, now) for heard, now in line(path) if is_loud(heard)]
    assert answers.index(True) <= 1


@pytest.mark.parametrize("over", ["a tone", "a voice"])
def test_callers_who_interrupt_again_and_again_show_no_echo(over: str) -> None:
    """However much of the agent's sound was like theirs: before they began, the line was quiet. A canceller that joined
    such a call would take callers away."""
    tone = mulaw.encode((8000 * np.sin(2 * np.pi * 440 * np.arange(3 * mulaw.SAMPLE_RATE_HZ) / 8000)).astype(np.int16))
    said = {"a tone": tone, "a voice": AGENT}[over]
    guard, plays = new_guard()
    for turn, caller in enumerate(("living_room_lamp", "go_forward", "book_a_room", "sunday_week") * 3):
        begins_s = AGENT_BEGINS_S + 10.0 * turn
        plays.played(said, begins_s, begins_s)
        heard = [b"".join([QUIET_FRAME] * HEARD_FRAMES + frames(clip(caller))[:end])[-4800:] for end in range(60)]
        onset = [end for end, sound in enumerate(heard) if is_loud(sound)][3:6]  # as the VAD asks
        assert not any(guard.is_echo(heard[end], begins_s + 0.5 + 0.07 * turn + end * FRAME_S) for end in onset)
    assert guard.comes_back_after is None


def over_a_quiet_line(caller: str, agent: bytes) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What the guard compares where a caller begins to speak, at ten moments of what plays."""
    sound = clip(caller)
    begins = int(np.flatnonzero(np.abs(mulaw.decode(sound).astype(float)) > 1000)[0])
    heard = mulaw.decode_to_floats((mulaw.SILENCE * 4800 + sound[begins : begins + 640])[-4800:])
    for moment in range(10_656, len(agent), (len(agent) - 10_656) // 10):
        yield heard, mulaw.decode_to_floats(agent[moment - 10_656 : moment])


def test_a_delay_is_excluded_only_where_no_filter_explains_the_caller() -> None:
    """Most callers begin on a line that was quiet. Where much more would have come back before them, no filter needs to
    be fitted, and the answer is the same."""
    found = {True: 0, False: 0}
    for caller in ("living_room_lamp", "go_forward", "book_a_room", "sunday_week", "ten_of_clubs"):
        for heard, played in over_a_quiet_line(caller, AGENT):
            possible = possible_delays(heard, played)
            for delay in range(0, 5600, 400):
                may_be = bool(possible[delay // FRAME_BYTES])
                found[may_be] += 1
                assert may_be or unexplained(heard, played, delay) > 0.5
    assert min(found.values()) > 100


def test_no_delay_is_possible_for_who_speaks_over_a_steady_sound() -> None:
    """It would have come back all the time."""
    tone = mulaw.encode((8000 * np.sin(2 * np.pi * 440 * np.arange(3 * mulaw.SAMPLE_RATE_HZ) / 8000)).astype(np.int16))
    assert not any(possible_delays(heard, played).any() for heard, played in over_a_quiet_line("go_forward", tone))


@pytest.mark.parametrize("delay_ms", [50, 300, 600])
def test_the_delay_of_an_echo_is_always_possible(delay_ms: int) -> None:
    """Also when the agent begins to speak on a line that was quiet, and at every pause."""
    plays, asked = new_guard()[1], 0
    plays.played(AGENT, AGENT_BEGINS_S, AGENT_BEGINS_S)
    for heard, now in line(speakerphone(delay_ms, 10)):
        if is_loud(heard):
            played = mulaw.decode_to_floats(plays.until(round(now * 8000), 4800 + 5600 + 256))
            assert possible_delays(mulaw.decode_to_floats(heard), played)[delay_ms // 20]
            asked += 1
    assert asked > 80
