"""The life of a reply: from its first words, perhaps only drafted, until it was heard or is void.

    drafted --commit--> committed --hand over--> handed over --sound--> speaking --all played--> heard

A reply that is handed over while it is a draft is committed there. Pure: a table keyed by state and event.
"""

import enum


class ReplyState(enum.Enum):
    DRAFTED = "drafted"  # answers what the caller has said so far; nothing of it may be sent
    DRAFT_HANDED_OVER = "draft handed over"  # the speaker renders its first sentence already
    COMMITTED = "committed"  # the answer
    HANDED_OVER = "handed over"  # the speaker may send it
    SPEAKING = "speaking"
    HELD = "held"  # its sound is stopped, and the rest is kept until the interruption is judged
    HEARD = "heard"
    VOID = "void"  # interrupted, or a draft that was dropped


class ReplyEvent(enum.Enum):
    HAND_OVER = "given to the speaker"
    COMMIT = "the caller said no more than it answers"
    SOUND = "audio sent"
    HOLD = "sound stopped"
    RELEASE = "may go on"
    ALL_PLAYED = "all played"
    DROP_DRAFT = "drafts dropped"
    INTERRUPT = "its turn is void"


S, E = ReplyState, ReplyEvent
_END = {E.INTERRUPT: S.VOID, E.ALL_PLAYED: S.HEARD}
_DRAFT_END = {E.INTERRUPT: S.VOID, E.DROP_DRAFT: S.VOID}

TABLE: dict[ReplyState, dict[ReplyEvent, ReplyState]] = {
    S.DRAFTED: {E.HAND_OVER: S.DRAFT_HANDED_OVER, E.COMMIT: S.COMMITTED, **_DRAFT_END},
    S.DRAFT_HANDED_OVER: {E.COMMIT: S.HANDED_OVER, **_DRAFT_END},
    S.COMMITTED: {E.HAND_OVER: S.HANDED_OVER, **_END},
    S.HANDED_OVER: {E.SOUND: S.SPEAKING, E.HOLD: S.HELD, **_END},
    S.SPEAKING: {E.HOLD: S.HELD, **_END},
    S.HELD: {E.RELEASE: S.HANDED_OVER, **_END},
    S.HEARD: {},
    S.VOID: {},
}
"""What is missing changes nothing: a restarted actor may report it again, and what is over stays over."""


class ReplyLife:
    """One reply's state."""

    __slots__ = ("state", "turn")

    def __init__(self, turn: int, *, draft: bool) -> None:
        self.turn = turn
        self.state = S.DRAFTED if draft else S.COMMITTED

    def handle(self, event: ReplyEvent) -> bool:
        """Returns whether the state has changed."""
        after = TABLE[self.state].get(event, self.state)
        changed = after is not self.state
        self.state = after
        return changed

    @property
    def is_draft(self) -> bool:
        return self.state in (S.DRAFTED, S.DRAFT_HANDED_OVER)

    @property
    def is_handed_over(self) -> bool:
        return self.state not in (S.DRAFTED, S.COMMITTED)

    @property
    def is_void(self) -> bool:
        return self.state is S.VOID

    @property
    def is_over(self) -> bool:
        return self.state in (S.HEARD, S.VOID)


class ReplyLives:
    """The replies of one call, and which turns may still be spoken.

    Nothing that was asked for before an interruption can be heard after it, so turns are void by their number: also one
    whose reply begins later.
    """

    __slots__ = ("_lives", "first_allowed", "held")

    def __init__(self) -> None:
        self.first_allowed = 0
        self.held = False
        """Whether the sound is stopped until an interruption is judged, also that of a reply which comes meanwhile."""
        self._lives: list[ReplyLife] = []

    def begin(self, turn: int, *, draft: bool = False) -> ReplyLife:
        """A new reply."""
        life = ReplyLife(turn, draft=draft)
        if not self.allows(turn):
            life.handle(E.INTERRUPT)
        self._lives = [known for known in self._lives if not known.is_over]
        self._lives.append(life)
        return life

    def allows(self, turn: int) -> bool:
        return turn >= self.first_allowed

    def interrupt(self, first_allowed: int) -> None:
        """Every turn before this one is void. What was held is not held any more."""
        self.first_allowed = max(self.first_allowed, first_allowed)
        self._tell(E.INTERRUPT, *(life for life in self._lives if not self.allows(life.turn)))
        self.release()

    def drop_drafts(self) -> None:
        self._tell(E.DROP_DRAFT, *self._lives)

    def hold(self) -> None:
        """Stop the sound, and keep the rest of the reply."""
        self.held = True
        self._tell(E.HOLD, *self._lives)

    def release(self) -> None:
        """What was held may go on."""
        self.held = False
        self._tell(E.RELEASE, *self._lives)

    def _tell(self, event: ReplyEvent, *lives: ReplyLife) -> None:
        for life in lives:
            life.handle(event)
