"""The life of a reply, by its table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.decide.reply_life import TABLE, ReplyEvent, ReplyLife, ReplyLives, ReplyState

E, S = ReplyEvent, ReplyState


@pytest.mark.parametrize(
    ("draft", "events", "state"),
    [
        (False, [], S.COMMITTED),
        (False, [E.HAND_OVER, E.SOUND, E.ALL_PLAYED], S.HEARD),
        (False, [E.HAND_OVER, E.ALL_PLAYED], S.HEARD),
        (False, [E.HAND_OVER, E.SOUND, E.HOLD, E.RELEASE, E.SOUND], S.SPEAKING),
        (False, [E.HAND_OVER, E.SOUND, E.HOLD, E.INTERRUPT], S.VOID),
        (False, [E.HAND_OVER, E.DROP_DRAFT], S.HANDED_OVER),
        (True, [E.COMMIT, E.HAND_OVER], S.HANDED_OVER),
        (True, [E.HAND_OVER, E.COMMIT], S.HANDED_OVER),
        (True, [E.HAND_OVER, E.SOUND], S.DRAFT_HANDED_OVER),
        (True, [E.HAND_OVER, E.DROP_DRAFT, E.COMMIT], S.VOID),
    ],
    ids=str,
)
def test_a_reply_lives_by_the_table(draft: bool, events: list[ReplyEvent], state: ReplyState) -> None:
    """Nothing of a draft is sent, a held reply goes on, and what is void stays void."""
    life = ReplyLife(1, draft=draft)
    for event in events:
        life.handle(event)
    assert life.state is state


def test_every_state_leads_to_an_end() -> None:
    """No reply can stay for ever in a state that an interruption does not end."""
    for state, row in TABLE.items():
        assert state in (S.HEARD, S.VOID) or row[E.INTERRUPT] is S.VOID


@given(
    st.lists(st.tuples(st.sampled_from(["begin", "draft", "interrupt", "hold", "release", "drop"]), st.integers(1, 5)))
)
def test_a_void_turn_is_never_spoken_again(steps: list[tuple[str, int]]) -> None:
    """Whatever comes in whatever order: a turn before the first allowed one has no reply that lives."""
    lives, begun, held = ReplyLives(), list[ReplyLife](), False
    for what, turn in steps:
        match what:
            case "interrupt":
                lives.interrupt(turn)
            case "hold":
                lives.hold()
            case "release":
                lives.release()
            case "drop":
                lives.drop_drafts()
            case _:
                life = lives.begin(turn, draft=what == "draft")
                life.handle(E.HAND_OVER)
                begun.append(life)
        assert all(life.is_void for life in begun if not lives.allows(life.turn))
        held = what == "hold" or (held and what not in ("release", "interrupt"))
        assert lives.held is held
        assert held or not any(life.state is S.HELD for life in begun)


def test_an_interruption_lets_go_of_what_waits_behind() -> None:
    """The reply to a later turn was handed over while the earlier one was held."""
    lives = ReplyLives()
    replies = [lives.begin(1), lives.begin(2)]
    for reply in replies:
        reply.handle(E.HAND_OVER)
    lives.hold()
    lives.interrupt(2)
    assert [reply.state for reply in replies] == [S.VOID, S.HANDED_OVER]
    assert not lives.held
