"""Carries out what the floor decides. Everything here is synchronous, so that barge-in waits in no queue."""

from collections.abc import Callable

import trio
from structlog.typing import FilteringBoundLogger

from engine.floor import Effect, Event, Floor, FloorState, Patience
from engine.gate import Gate
from engine.ledger import Ledger
from engine.mailbox import Mailbox, Wake
from engine.speech import Prompt, PromptWanted
from engine.telemetry import milliseconds
from engine.timeline import Instant, Timeline
from engine.transcript import Transcript


class TurnTaking:
    """One call's floor, with hands: the actors report here, and are told what the report means."""

    def __init__(
        self,
        patience: Patience,
        *,
        gate: Gate,
        ledger: Ledger,
        timeline: Timeline,
        transcript: Transcript,
        prompts: Mailbox[PromptWanted],
        say_goodbye: Callable[[], None],
        log: FilteringBoundLogger,
    ) -> None:
        self._floor = Floor(patience, trio.current_time())
        self._gate, self._ledger, self._timeline, self._transcript = gate, ledger, timeline, transcript
        self._prompts, self._say_goodbye, self._log = prompts, say_goodbye, log
        self._deadline_moved = Wake()
        prompts.post(PromptWanted(self._floor.turn, Prompt.GREETING))

    @property
    def state(self) -> FloorState:
        return self._floor.state

    @property
    def turn(self) -> int:
        """The newest turn."""
        return self._floor.turn

    def speech_started(self, first_voiced_at: float) -> None:
        """The VAD hears the caller: whatever the agent was doing stops here."""
        if self._floor.state in (FloorState.THINKING, FloorState.AGENT_SPEAKING):
            self._timeline.note(self._floor.turn, Instant.ONSET_VOICED, first_voiced_at)
            self._timeline.note(self._floor.turn, Instant.ONSET, trio.current_time())
        self._handle(Event.ONSET)

    def speech_ended(self, last_voiced_at: float) -> int | None:
        """The caller has finished. Returns the turn that is to answer, or None where nothing is."""
        if self._floor.state is not FloorState.CALLER_SPEAKING:
            self._handle(Event.SPEECH_ENDED)
            return None
        self._handle(Event.SPEECH_ENDED)
        self._timeline.note(self._floor.turn, Instant.LAST_VOICED, last_voiced_at)
        self._timeline.note(self._floor.turn, Instant.END_OF_TURN, trio.current_time())
        return self._floor.turn

    def key_pressed(self) -> None:
        self._handle(Event.KEY)

    def keys_complete(self) -> int:
        """The caller has answered by keys. Returns the turn that is to answer."""
        self._handle(Event.KEYS_COMPLETE)
        self._timeline.note(self._floor.turn, Instant.END_OF_TURN, trio.current_time())
        return self._floor.turn

    def audio_started(self, turn: int) -> None:
        """First audio of a turn went out. A turn that is void by now has not."""
        if self._current(turn) and self._floor.state is not FloorState.AGENT_SPEAKING:
            self._handle(Event.AUDIO_STARTED)

    def all_played(self, turn: int) -> None:
        """The caller has heard the whole turn, or there was nothing to hear."""
        if not self._current(turn):
            return
        self._timeline.note(turn, Instant.ALL_PLAYED, trio.current_time())
        self._settle(turn, interrupted=False)
        self._ledger.forget_marks()
        self._handle(Event.ALL_PLAYED)
        self._log.info("ready for the next input", turn=turn)

    def end(self) -> None:
        """The call is ending: the agent is stopped, what it had said is settled; a goodbye is a new turn."""
        self._handle(Event.END)

    async def keep_time(self) -> None:
        """Lets no state outlast its deadline."""
        while True:
            with trio.move_on_at(self._floor.deadline):
                await self._deadline_moved.wait()
            if trio.current_time() >= self._floor.deadline:
                self._log.info("deadline", state=self._floor.state.value, turn=self._floor.turn)
                self._handle(Event.DEADLINE)

    def _current(self, turn: int) -> bool:
        return turn == self._floor.turn and self._gate.allows(turn)

    def _handle(self, event: Event) -> None:
        before, turn = self._floor.state, self._floor.turn
        effects = self._floor.handle(event, trio.current_time())
        for effect in effects:
            self._carry_out(effect, turn, before)
        self._deadline_moved.ring()

    def _carry_out(self, effect: Effect, turn_before: int, state_before: FloorState) -> None:
        match effect:
            case Effect.INTERRUPT:
                self._gate.interrupt(turn_before + 1)
                self._settle(turn_before, interrupted=True)
                if state_before is FloorState.AGENT_SPEAKING:
                    times = self._timeline.turn(turn_before)
                    onset = times.between(Instant.ONSET_VOICED, Instant.ONSET)
                    self._log.info("barge-in", turn=turn_before, after_first_voiced_ms=milliseconds(onset))
            case Effect.NEW_TURN:
                # Nothing asked for before may be spoken over what is asked for now.
                self._gate.interrupt(self._floor.turn)
                # One turn late, because the clear of the turn just interrupted may still be on its way out.
                self._transcript.save_turns(self._timeline, before=turn_before)
            case Effect.ASK_AGAIN:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.SILENCE))
            case Effect.APOLOGISE:
                self._prompts.post(PromptWanted(self._floor.turn, Prompt.APOLOGY))
            case Effect.SAY_GOODBYE:
                self._say_goodbye()

    def _settle(self, turn: int, *, interrupted: bool) -> None:
        now = trio.current_time()
        heard = self._ledger.settle(turn, now)
        self._transcript.agent_said(turn, heard, at_s=self._timeline.seconds_in(now), interrupted=interrupted)
