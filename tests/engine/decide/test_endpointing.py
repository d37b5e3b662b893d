"""When speech begins, pauses and ends, counted in frames. No clock: `V` is a voiced frame, `.` one that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.endpointing import (
    FRAME_MS,
    End,
    Endpointer,
    EndpointEvent,
    EndpointingRules,
    More,
    Onset,
    Resumption,
)

RULES = EndpointingRules()
Timed = list[tuple[int, EndpointEvent]]


def frame(number: int) -> bytes:
    """A frame of audio that tells its number."""
    return number.to_bytes(4, "big")


def hear(pattern: str, rules: EndpointingRules = RULES) -> Timed:
    """What is decided, with the number of the frame that decided it; plain audio left out."""
    return [(number, event) for number, event in hear_all(pattern, rules) if not isinstance(event, More)]


def hear_all(pattern: str, rules: EndpointingRules = RULES) -> Timed:
    ears = Endpointer(rules)
    return [
        (number, event) for number, verdict in enumerate(pattern) for event in ears.feed(frame(number), verdict == "V")
    ]


def kinds(timed: Timed) -> list[tuple[int, str]]:
    return [(number, type(event).__name__) for number, event in timed]


# Onset: 60 ms of the last 100.


@pytest.mark.parametrize("window", ["VVV", "V.V.V", "VV..V", "V..VV", ".VVV", "..VVV", "V...VV.V"])
def test_three_of_five_frames_begin_speech(window: str) -> None:
    """The frame that makes the third voiced one of five is the onset, not the one before."""
    assert kinds(hear("." * 40 + window)) == [(39 + len(window), "Onset")]


@pytest.mark.parametrize("blip", ["V", "VV", "V.V", "VV...V", "V....V....V", "V..V..V..V", "VV...VV...VV"])
def test_fewer_are_no_speech(blip: str) -> None:
    """A blip whose voiced frames never come to 60 ms within 100 is nothing, however often it comes back."""
    assert hear("." * 40 + blip + "." * 40) == []


def test_speech_may_begin_with_the_call() -> None:
    """The window need not be full."""
    assert kinds(hear("VVV")) == [(2, "Onset")]


@pytest.mark.parametrize(("window", "ago", "confidence"), [("..VVV", 2, 0.6), ("V.V.V", 4, 0.6), ("V..VV", 4, 0.6)])
def test_an_onset_tells_when_and_how_surely(window: str, ago: int, confidence: float) -> None:
    """It leads back to the first voiced frame of the window, and gives the window's voiced share."""
    ((_, onset),) = hear("." * 40 + window)
    assert isinstance(onset, Onset)
    assert (onset.first_voiced_frames_ago, onset.confidence) == (ago, confidence)


@pytest.mark.parametrize(
    ("pattern", "frames"),
    [
        ("VVV", 0),
        ("." * 40 + "V.V.V", 40),
        ("VVVVV" + "." * 15 + "VVV", 15),
        ("VVVVV" + "." * 20 + "V..VV", 20),
        ("VVVVV" + "." * 15 + "..V......VVV", 24),
    ],
)
def test_an_onset_tells_how_long_it_was_quiet_before(pattern: str, frames: int) -> None:
    """Since the last voiced frame of the speech before; a blip in between is no speech."""
    onset = [event for _, event in hear(pattern) if isinstance(event, Onset)][-1]
    assert onset.quiet_frames == frames


def test_after_a_cut_it_was_quiet_since_the_noise() -> None:
    """The noise that held the floor went on after its end."""
    onset = hear("V" * 40 + "." * 18 + "VVV", EndpointingRules(max_utterance_ms=200))[-1][1]
    assert isinstance(onset, Onset)
    assert onset.quiet_frames == 18


# Pre-roll: 600 ms, never twice.


def test_the_preroll_is_the_last_thirty_frames() -> None:
    """600 ms before and with the onset frame, no more and no less."""
    ((number, onset),) = hear("." * 40 + "VVV")
    assert isinstance(onset, Onset)
    assert onset.preroll == b"".join(frame(n) for n in range(number - 29, number + 1))


def test_early_speech_brings_what_there_is() -> None:
    """A caller who speaks at once is heard from the first frame."""
    ((_, onset),) = hear("..VVV")
    assert isinstance(onset, Onset)
    assert onset.preroll == b"".join(frame(n) for n in range(5))


def test_the_next_preroll_does_not_repeat_the_utterance_before() -> None:
    """Speech that begins right after an end brings only what came since."""
    events = hear("VVVV" + "." * 15 + "..VVV")
    assert kinds(events)[-1] == (23, "Onset")
    onset = events[-1][1]
    assert isinstance(onset, Onset)
    assert onset.preroll == b"".join(frame(n) for n in range(19, 24))


def test_voiced_frames_of_the_utterance_before_begin_nothing() -> None:
    """The onset window starts empty after an end."""
    rules = EndpointingRules(silence_ms=40, pause_ms=40)
    assert kinds(hear("VVVV..V", rules)) == [(2, "Onset"), (5, "Pause"), (5, "End")]


# The end: 300 ms since the last voiced frame.


def test_the_end_comes_exactly_fifteen_frames_after_the_last_voiced_one() -> None:
    """300 ms of silence, not one frame sooner or later."""
    assert kinds(hear("VVVVV" + "." * 14)) == [(2, "Onset"), (10, "Pause")]
    events = hear("VVVVV" + "." * 15)
    assert kinds(events)[-1] == (19, "End")
    assert events[-1][1] == End(silence_frames=15)


def test_an_onset_with_holes_counts_its_last_frame() -> None:
    """The frame of the onset is a voiced one that counts, even where the one before was not."""
    assert kinds(hear("V.V.V" + "." * 15)) == [(4, "Onset"), (10, "Pause"), (19, "End")]


@pytest.mark.parametrize("at", range(2, 15))
def test_a_lone_voiced_frame_restarts_nothing(at: int) -> None:
    """One stray frame in the silence delays the end by nothing."""
    silence = "." * (at - 1) + "V" + "." * (15 - at)
    events = hear("VVVVV" + silence)
    assert kinds(events)[-1] == (19, "End")
    assert events[-1][1] == End(silence_frames=15)


def test_many_lone_voiced_frames_restart_nothing() -> None:
    """Every second frame may be a stray one."""
    assert kinds(hear("VVVVV" + ".V" * 7 + ".")) == [(2, "Onset"), (11, "Pause"), (19, "End")]


def test_a_voiced_frame_at_the_very_end_is_given_one_frame() -> None:
    """If it stands alone the turn is over with the next frame; if a second follows, the caller goes on."""
    alone = hear("VVVVV" + "." * 14 + "V" + ".")
    assert kinds(alone)[-1] == (20, "End")
    assert alone[-1][1] == End(silence_frames=16)
    assert kinds(hear("VVVVV" + "." * 14 + "VV"))[-1] == (20, "Resumption")


@pytest.mark.parametrize("silence", range(1, 15))
def test_two_voiced_frames_start_the_silence_anew(silence: int) -> None:
    """Then the end is 300 ms after the second of them."""
    pattern = "VVVVV" + "." * silence + "VV" + "." * 15
    assert kinds(hear(pattern))[-1] == (len(pattern) - 1, "End")


# Pauses.


def test_a_pause_comes_after_six_frames_and_once() -> None:
    """120 ms of silence may be the end of the turn; it is said once."""
    assert kinds(hear("VVVVV" + "." * 14)) == [(2, "Onset"), (10, "Pause")]


def test_speech_after_a_pause_is_a_resumption() -> None:
    """Two voiced frames take the pause back, and the next pause is told again."""
    pattern = "VVVVV" + "." * 8 + "VV" + "." * 15
    assert kinds(hear(pattern)) == [(2, "Onset"), (10, "Pause"), (14, "Resumption"), (20, "Pause"), (29, "End")]


def test_a_lone_voiced_frame_takes_no_pause_back() -> None:
    """A click is no resumption."""
    assert kinds(hear("VVVVV" + "." * 7 + "V" + "." * 7)) == [(2, "Onset"), (10, "Pause"), (19, "End")]


def test_a_short_silence_is_no_pause() -> None:
    """Five frames between words are part of speaking."""
    assert kinds(hear("VVVVV" + (".....VV" * 10))) == [(2, "Onset")]


@pytest.mark.parametrize(
    ("silence", "frames"), [("......", 6), ("........", 8), ("....V...", 8), ("." * 14, 14), ("." * 13 + "V.", 15)]
)
def test_a_resumption_tells_how_long_the_pause_was(silence: str, frames: int) -> None:
    """From the last voiced frame before it to the first after it, stray ones included in it."""
    events = [event for _, event in hear("VVVVV" + silence + "VV", EndpointingRules(silence_ms=400))]
    assert events[-1] == Resumption(pause_frames=frames)


# A silence that is changed on the way.


def hear_with_silence(pattern: str, changes: dict[int, int]) -> Timed:
    """As `hear`; before the frames of these numbers the silence that ends an utterance is set anew."""
    ears = Endpointer(RULES)
    events: Timed = []
    for number, verdict in enumerate(pattern):
        ears.silence_ms = changes.get(number, ears.silence_ms)
        events += [(number, event) for event in ears.feed(frame(number), verdict == "V") if not isinstance(event, More)]
    return events


def test_a_longer_silence_may_be_asked_for_while_the_caller_is_silent() -> None:
    """The end moves, and nothing else does."""
    events = hear_with_silence("VVVVV" + "." * 50, {18: 900})
    assert kinds(events) == [(2, "Onset"), (10, "Pause"), (49, "End")]
    assert events[-1][1] == End(silence_frames=45)


def test_a_shorter_silence_may_have_passed_already() -> None:
    """Then the utterance is over with the next frame."""
    events = hear_with_silence("VVVVV" + "." * 30, {5: 900, 20: 200})
    assert kinds(events) == [(2, "Onset"), (10, "Pause"), (20, "End")]
    assert events[-1][1] == End(silence_frames=16)


def test_a_silence_shorter_than_a_pause_ends_at_once() -> None:
    """An end needs no pause before it."""
    assert kinds(hear_with_silence("VVVVV" + "." * 10, {5: 60})) == [(2, "Onset"), (7, "End")]


def test_the_quiet_after_a_cut_is_the_settings_own() -> None:
    """What the caller's words ask for says nothing about noise that held the floor."""
    ears, began = Endpointer(EndpointingRules(max_utterance_ms=200)), []
    ears.silence_ms = 900
    for number, verdict in enumerate("V" * 40 + "." * 15 + "VVV"):
        began += [number for event in ears.feed(frame(number), verdict == "V") if isinstance(event, Onset)]
    assert began == [2, 57]


# The longest utterance.


def test_noise_cannot_hold_the_floor_for_ever() -> None:
    """30 s after the onset the utterance is ended, though every frame was voiced."""
    events = hear("V" * 1503)
    assert kinds(events)[:2] == [(2, "Onset"), (1502, "End")]
    assert events[1][1] == End(silence_frames=0)


def test_noise_without_end_does_not_begin_again() -> None:
    """After an utterance ended by its length the next one needs quiet first, so that the answer can be heard."""
    rules = EndpointingRules(max_utterance_ms=200)
    assert kinds(hear("V" * 40, rules)) == [(2, "Onset"), (12, "End")]
    assert kinds(hear("V" * 40 + "." * 14 + "V" * 10, rules)) == [(2, "Onset"), (12, "End")]
    assert kinds(hear("V" * 40 + "." * 15 + "VVV", rules)) == [(2, "Onset"), (12, "End"), (57, "Onset")]


def test_other_rules_are_obeyed() -> None:
    """The numbers are the settings', not ours."""
    rules = EndpointingRules(onset_ms=100, onset_window_ms=160, smoothing_ms=200, pause_ms=60, silence_ms=100)
    events = hear("." * 20 + "V.V.V.VV" + "." * 5, rules)
    assert kinds(events) == [(27, "Onset"), (30, "Pause"), (32, "End")]
    onset = events[0][1]
    assert isinstance(onset, Onset)
    assert onset.preroll == b"".join(frame(n) for n in range(18, 28))


# Whatever is heard.


def heard_frames(timed: Timed) -> list[list[int]]:
    """The frames that each utterance handed out, by their numbers."""
    utterances: list[list[int]] = []
    for _, event in timed:
        match event:
            case Onset(preroll=preroll):
                utterances.append([])
                mulaw = preroll
            case More(mulaw=mulaw):
                pass
            case _:
                continue
        utterances[-1] += [int.from_bytes(mulaw[start : start + 4], "big") for start in range(0, len(mulaw), 4)]
    return utterances


PATTERNS = st.lists(
    st.tuples(st.sampled_from(["V", ".", "V.", "V..", "VV.", "VVV"]), st.integers(1, 25)), max_size=20
).map(lambda runs: "".join(piece * times for piece, times in runs))
ANY_RULES = st.builds(
    lambda onset, window, smoothing, pause, silence, longest: EndpointingRules(
        onset * FRAME_MS,
        (onset + window) * FRAME_MS,
        (onset + window + smoothing) * FRAME_MS,
        pause * FRAME_MS,
        (pause + silence) * FRAME_MS,
        longest * FRAME_MS,
    ),
    *(
        st.integers(1, 5),
        st.integers(0, 5),
        st.integers(0, 20),
        st.integers(1, 6),
        st.integers(0, 10),
        st.integers(1, 60),
    ),
)


@given(PATTERNS, ANY_RULES)
def test_every_frame_is_handed_out_once_from_the_preroll_on(pattern: str, rules: EndpointingRules) -> None:
    """An utterance is the audio fed, without a hole, from its pre-roll to its end; no frame belongs to two."""
    timed = hear_all(pattern, rules)
    ends = [number for number, event in timed if isinstance(event, End)]
    said_before = -1
    for number, frames in enumerate(heard_frames(timed)):
        last = ends[number] if number < len(ends) else len(pattern) - 1
        assert frames == list(range(frames[0], last + 1))
        assert frames[0] > said_before
        said_before = last


@given(PATTERNS, ANY_RULES)
def test_events_come_in_the_only_order_there_is(pattern: str, rules: EndpointingRules) -> None:
    """Onset, then pauses and resumptions in turn, then an end; an end that is due has come."""
    follows = {
        "Onset": ("Pause", "End"),
        "Pause": ("Resumption", "End"),
        "Resumption": ("Pause", "End"),
        "End": ("Onset",),
    }
    state, began = "End", 0
    for number, kind in kinds(hear(pattern, rules)):
        assert kind in follows[state]
        state = kind
        began = number if kind == "Onset" else began
        assert kind != "End" or (number - began) * FRAME_MS <= rules.max_utterance_ms
    if state != "End":
        assert (len(pattern) - 1 - began) * FRAME_MS < rules.max_utterance_ms


@given(PATTERNS, st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_an_end_has_had_the_silence_that_was_asked_for_last(pattern: str, frames: list[int]) -> None:
    """However often that changes, no utterance ends sooner, but for one that is too long."""
    pattern = pattern[: RULES.max_utterance_ms // FRAME_MS]
    asked_ms = {number: frames[number % len(frames)] * FRAME_MS for number in range(len(pattern))}
    for number, event in hear_with_silence(pattern, asked_ms):
        assert not isinstance(event, End) or event.silence_frames * FRAME_MS >= asked_ms[number]


@given(PATTERNS, ANY_RULES)
def test_a_preroll_is_never_longer_than_the_rules_say(pattern: str, rules: EndpointingRules) -> None:
    """What is kept for speech that may never come is bounded."""
    prerolls = [event.preroll for _, event in hear(pattern, rules) if isinstance(event, Onset)]
    assert all(len(preroll) // 4 <= rules.smoothing_ms // FRAME_MS for preroll in prerolls)
