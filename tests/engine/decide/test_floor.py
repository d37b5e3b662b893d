"""Who may speak. The floor's time is a number that the tests choose."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.floor import TABLE, Effect, Event, Floor, FloorState, Patience
from offhook.protocol.errors import LocalProtocolError

PATIENCE = Patience()
_BY_TIME = (Event.DEADLINE, Event.SILENT_TOO_OFTEN, Event.PATIENCE_OVER, Event.FILLER_DUE)
REPORTS = [event for event in Event if event not in _BY_TIME]
"""What actors and the call may report; the deadlines are the floor's own."""
STEPS = st.lists(st.sampled_from([*REPORTS, Event.DEADLINE]), max_size=40)


def after(events: list[Event], patience: Patience = PATIENCE) -> Floor:
    """A floor that has seen these, as far as they can happen."""
    floor = Floor(patience, 0.0)
    for event in events:
        try_to(floor, event)
    return floor


def try_to(floor: Floor, event: Event) -> tuple[Effect, ...]:
    try:
        return floor.handle(event, floor.next_deadline)
    except LocalProtocolError:
        return ()


# The table.


@pytest.mark.parametrize("state", FloorState)
def test_every_state_has_a_deadline_and_a_successor(state: FloorState) -> None:
    """No state can last for ever: time leads out of each, into a prompt, the caller's turn or the end."""
    assert {Event.DEADLINE, Event.PATIENCE_OVER, Event.END} <= set(TABLE[state])
    assert TABLE[state][Event.PATIENCE_OVER][0] is FloorState.ENDING
    assert TABLE[state][Event.END][0] is FloorState.ENDING


@pytest.mark.parametrize("state", [state for state in FloorState if state is not FloorState.ENDING])
def test_who_loses_patience_says_goodbye(state: FloorState) -> None:
    """The polite end stops the agent, and the goodbye is a turn of its own."""
    effects = (Effect.INTERRUPT, Effect.NEW_TURN, Effect.SAY_GOODBYE)
    assert TABLE[state][Event.PATIENCE_OVER] == (FloorState.ENDING, effects)


def test_the_call_begins_with_the_greeting() -> None:
    """Turn 1 is being thought of; if it never comes the caller hears an apology."""
    floor = Floor(PATIENCE, 100.0)  # and nobody is told to wait for it
    assert (floor.state, floor.turn, floor.next_deadline) == (FloorState.THINKING, 1, 106.0)
    assert floor.handle(Event.DEADLINE, 106.0) == (Effect.INTERRUPT, Effect.NEW_TURN, Effect.APOLOGISE)


def test_an_ordinary_turn() -> None:
    """Greeting, question, answer: who speaks, and which turn it is."""
    floor = Floor(PATIENCE, 0.0)
    story = [
        (Event.AUDIO_STARTED, FloorState.AGENT_SPEAKING, 1, ()),
        (Event.ALL_PLAYED, FloorState.IDLE, 1, ()),
        (Event.SPEECH_ENDED, FloorState.IDLE, 1, ()),
        (Event.KEY, FloorState.IDLE, 1, None),
        (Event.ONSET, FloorState.CALLER_SPEAKING, 1, None),
        (Event.SPEECH_ENDED, FloorState.THINKING, 2, (Effect.NEW_TURN,)),
        (Event.AUDIO_STARTED, FloorState.AGENT_SPEAKING, 2, ()),
        (Event.ONSET, FloorState.INTERRUPTED, 2, (Effect.HOLD,)),
        (Event.WORDS, FloorState.CALLER_SPEAKING, 2, (Effect.INTERRUPT,)),
        (Event.PAUSE, FloorState.CALLER_PAUSING, 2, ()),
        (Event.RESUMPTION, FloorState.CALLER_SPEAKING, 2, (Effect.DROP_DRAFT,)),
        (Event.SPEECH_ENDED, FloorState.THINKING, 3, (Effect.NEW_TURN,)),
        (Event.KEYS_COMPLETE, FloorState.THINKING, 4, (Effect.INTERRUPT, Effect.NEW_TURN)),
        (Event.KEY, FloorState.IDLE, 4, (Effect.INTERRUPT,)),
        (Event.END, FloorState.ENDING, 5, (Effect.INTERRUPT, Effect.NEW_TURN)),
    ]
    for event, state, turn, effects in story:
        done = floor.handle(event, 1.0)
        assert (floor.state, floor.turn) == (state, turn)
        assert effects in (None, done)


@pytest.mark.parametrize(
    ("events", "allowed_s"),
    [
        ([], PATIENCE.thinking_s),
        ([Event.AUDIO_STARTED], PATIENCE.agent_speaking_s),
        ([Event.ALL_PLAYED], PATIENCE.idle_s),
        ([Event.ONSET], PATIENCE.caller_speaking_s),
        ([Event.AUDIO_STARTED, Event.ONSET], PATIENCE.wordless_s),
        ([Event.AUDIO_STARTED, Event.ONSET, Event.SPEECH_ENDED], PATIENCE.verdict_s),
        ([Event.ONSET, Event.SPEECH_ENDED], PATIENCE.filler_s),
        ([Event.END], PATIENCE.ending_s),
    ],
)
def test_each_state_has_its_own_patience(events: list[Event], allowed_s: float) -> None:
    """The deadline counts from the event that led into the state."""
    floor = Floor(PATIENCE, 0.0)
    for event in events:
        floor.handle(event, 50.0)
    assert floor.next_deadline == pytest.approx((50.0 if events else 0.0) + allowed_s)


def test_a_silent_caller_is_prompted_twice() -> None:
    """Two prompts, heard out in silence, then goodbye; a word or a key in between starts the count anew."""
    floor = after([Event.AUDIO_STARTED, Event.ALL_PLAYED])
    for asked in (Effect.ASK_AGAIN, Effect.ASK_AGAIN, Effect.OFFER_GOODBYE, Effect.SAY_GOODBYE):
        assert asked in floor.handle(Event.DEADLINE, floor.next_deadline)
        try_to(floor, Event.AUDIO_STARTED)
        try_to(floor, Event.ALL_PLAYED)
    assert floor.state is FloorState.ENDING  # also where the goodbye came to nothing


ANSWERED = [Event.ONSET, Event.SPEECH_ENDED, Event.AUDIO_STARTED, Event.ALL_PLAYED]


@pytest.mark.parametrize(("sign", "words"), [(ANSWERED, True), ([Event.KEY], False)])
def test_a_sign_of_life_is_patience_renewed(sign: list[Event], words: bool) -> None:
    """Whoever says something or presses a key is prompted as often again."""
    floor = after([Event.AUDIO_STARTED, Event.ALL_PLAYED])
    for _ in range(10):
        for _ in range(2):
            assert Effect.ASK_AGAIN in floor.handle(Event.DEADLINE, floor.next_deadline)
            floor.handle(Event.AUDIO_STARTED, floor.next_deadline)
            floor.handle(Event.ALL_PLAYED, floor.next_deadline)
        for event in sign:
            floor.handle(event, floor.next_deadline)
        if words:
            floor.words_heard(sign_of_life=True)


def test_a_noise_is_no_sign_of_life() -> None:
    """A line that clicks after every prompt is hung up on as a silent one is."""
    floor = after([Event.AUDIO_STARTED, Event.ALL_PLAYED])
    for asked in (Effect.ASK_AGAIN, Effect.ASK_AGAIN, Effect.OFFER_GOODBYE):
        assert asked in floor.handle(Event.DEADLINE, floor.next_deadline)
        for event in (Event.AUDIO_STARTED, Event.ALL_PLAYED, Event.ONSET, Event.SPEECH_ENDED, Event.ALL_PLAYED):
            floor.handle(event, floor.next_deadline)


@pytest.mark.parametrize(("words", "deadline"), [(False, 7.0), (True, 11.5)])
def test_a_noise_does_not_put_the_prompt_off(words: bool, deadline: float) -> None:
    """Whoever says "um" has the whole time again; a noise that comes again and again buys none."""
    floor = after([])
    for event, at in ((Event.AUDIO_STARTED, 0.0), (Event.ALL_PLAYED, 0.0), (Event.ONSET, 4.0)):
        floor.handle(event, at)
    floor.handle(Event.SPEECH_ENDED, 4.4)
    if words:
        floor.words_heard(sign_of_life=False)
    floor.handle(Event.ALL_PLAYED, 4.5)
    assert floor.next_deadline == pytest.approx(deadline)


def test_who_was_noisy_at_the_last_moment_is_given_one_more() -> None:
    """The prompt does not come right upon a noise, which may have been the beginning of an answer."""
    floor = after([Event.AUDIO_STARTED, Event.ALL_PLAYED])
    noise_at = floor.next_deadline - 0.1
    floor.handle(Event.ONSET, noise_at)
    floor.handle(Event.SPEECH_ENDED, noise_at + 0.5)
    floor.handle(Event.ALL_PLAYED, noise_at + 0.6)
    assert floor.next_deadline == pytest.approx(noise_at + 1.6)


def test_an_agent_that_answers_nothing_apologises_twice() -> None:
    """Overdue answers in a row end the call politely; one that came is forgiveness."""
    floor = Floor(PATIENCE, 0.0)
    assert Effect.APOLOGISE in floor.handle(Event.DEADLINE, 6.0)
    floor.handle(Event.AUDIO_STARTED, 7.0)
    floor.handle(Event.KEYS_COMPLETE, 8.0)
    assert floor.handle(Event.DEADLINE, floor.next_deadline) == (Effect.FILL,)
    for _ in range(2):
        assert Effect.APOLOGISE in floor.handle(Event.DEADLINE, floor.next_deadline)
    assert Effect.SAY_GOODBYE in floor.handle(Event.DEADLINE, floor.next_deadline)


def test_what_cannot_happen_is_an_error_of_ours_and_changes_nothing() -> None:
    """Audio that starts while the caller speaks was forbidden by the gate; the message names event and state."""
    floor = after([Event.ONSET])
    deadline = floor.next_deadline
    with pytest.raises(LocalProtocolError, match="audio started\" in state 'caller speaking'"):
        floor.handle(Event.AUDIO_STARTED, 1.0)
    assert (floor.state, floor.turn, floor.next_deadline) == (FloorState.CALLER_SPEAKING, 1, deadline)


# Whatever happens.


@given(STEPS, st.integers(0, 4), st.integers(0, 4))
def test_mute_for_ever_cannot_be_reached(events: list[Event], silences: int, apologies: int) -> None:
    """After any story, time alone brings a prompt, an apology or a goodbye within two deadlines, and then an end."""
    floor = after(events, Patience(silences=silences, apologies=apologies))
    heard = {Effect.ASK_AGAIN, Effect.APOLOGISE, Effect.OFFER_GOODBYE, Effect.SAY_GOODBYE}
    heard |= {Effect.RESUME, Effect.FILL}
    quiet = 0
    for _ in range(4 + silences + apologies + 7):
        if floor.state is FloorState.ENDING:
            break
        effects = floor.handle(Event.DEADLINE, floor.next_deadline)
        quiet = 0 if heard & set(effects) else quiet + 1
        assert quiet < 2
    assert floor.state is FloorState.ENDING


@given(STEPS)
def test_prompts_that_are_heard_in_silence_end_too(events: list[Event]) -> None:
    """An agent that answers in time, before a caller who never does, says goodbye at last."""
    floor = after(events)
    for _ in range(3 * (PATIENCE.silences + PATIENCE.apologies + 4)):
        if floor.state is FloorState.ENDING:
            break
        try_to(floor, Event.DEADLINE)
        if floor.state is FloorState.THINKING:
            floor.handle(Event.AUDIO_STARTED, floor.next_deadline)
            floor.handle(Event.ALL_PLAYED, floor.next_deadline)
    assert floor.state is FloorState.ENDING


@given(STEPS)
def test_the_end_is_final_and_turns_only_grow(events: list[Event]) -> None:
    """Out of ENDING nothing leads; every deadline is later than the event that set it; turns count up by one."""
    floor, now = Floor(PATIENCE, 0.0), 0.0
    for event in events:
        state, turn = floor.state, floor.turn
        now += 1.0
        try:
            effects = floor.handle(event, now)
        except LocalProtocolError:
            assert (floor.state, floor.turn) == (state, turn)
            continue
        assert floor.next_deadline < now + 1000
        assert floor.turn == turn + (Effect.NEW_TURN in effects or Effect.RESERVE_TURN in effects)
        assert floor.answering <= floor.turn
        assert state is not FloorState.ENDING or (floor.state is FloorState.ENDING and not effects)


@pytest.mark.parametrize("first", [*REPORTS, Event.DEADLINE])
def test_whoever_takes_the_floor_stops_the_other(first: Event) -> None:
    """In all stories of four events the agent's turn is void once the caller speaks: none of it may begin then."""
    for others in product([*REPORTS, Event.DEADLINE], repeat=3):
        floor, void = Floor(PATIENCE, 0.0), 0
        for event in (first, *others):
            turn = floor.answering
            effects = try_to(floor, event)
            if Effect.INTERRUPT in effects or event is Event.ALL_PLAYED:
                void = turn
            assert floor.state is not FloorState.CALLER_SPEAKING or void == floor.answering, (first, *others)


@given(STEPS)
def test_noise_cannot_keep_the_agent_quiet(events: list[Event]) -> None:
    """Whatever came before, a caller who makes noise for ever, in any rhythm, is spoken to again."""
    floor = after(events)
    if floor.state not in (FloorState.INTERRUPTED, FloorState.UNDECIDED):
        return
    now = held_at = floor.next_deadline - PATIENCE.wordless_s
    for event in [Event.SPEECH_ENDED, Event.ONSET] * 200:
        if floor.state not in (FloorState.INTERRUPTED, FloorState.UNDECIDED):
            break
        now += 0.1
        floor.handle(Event.DEADLINE if now >= floor.next_deadline else event, now)
    assert floor.state in (FloorState.BOTH_SPEAKING, FloorState.AGENT_SPEAKING)
    assert now <= held_at + 2 * PATIENCE.wordless_s + PATIENCE.verdict_s


def test_noise_that_stopped_a_reply_twice_stops_it_no_more() -> None:
    """The third cough is spoken over; in the next reply the first one counts again."""
    floor = after([Event.AUDIO_STARTED])
    for _ in range(PATIENCE.false_alarms):
        assert Effect.HOLD in floor.handle(Event.ONSET, 1.0)
        floor.handle(Event.SPEECH_ENDED, 1.0)
        assert Effect.RESUME in floor.handle(Event.NO_WORDS, 1.0)
    assert floor.handle(Event.ONSET, 2.0) == ()
    assert floor.state is FloorState.BOTH_SPEAKING
    for event in (Event.WORDS, Event.SPEECH_ENDED, Event.AUDIO_STARTED):
        floor.handle(event, 3.0)
    assert floor.handle(Event.ONSET, 4.0) == (Effect.HOLD,)


@pytest.mark.parametrize("state", FloorState)
@pytest.mark.parametrize("event", REPORTS)
def test_what_may_come_late_or_twice_has_a_place_everywhere(state: FloorState, event: Event) -> None:
    """Reports of actors that crash, hang or are slow are never an error; only audio over the caller's speech is."""
    forbidden = {
        Event.AUDIO_STARTED: (FloorState.CALLER_SPEAKING, FloorState.CALLER_PAUSING),
        Event.ALL_PLAYED: (FloorState.CALLER_SPEAKING, FloorState.CALLER_PAUSING),
        Event.ONSET_OVER: tuple(
            state
            for state in FloorState
            if state not in (FloorState.AGENT_SPEAKING, FloorState.BOTH_SPEAKING, FloorState.ENDING)
        ),
    }
    assert (event in TABLE[state]) == (state not in forbidden.get(event, ()))
