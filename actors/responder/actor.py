"""The responder actor: takes what wants an answer, one at a time, and passes the answer on to the speaker."""

import math
from collections.abc import AsyncIterator

import trio

from actors.responder.service import CallerTurn, Occasion, Responder, ResponderFailed, Talk
from engine.call import Call
from engine.channels import SENTENCES_ROOM
from engine.conversation import CallerSaid
from engine.item_watch import handling
from engine.keypad import Keypad
from engine.reply import Reply, ReplyPart, Sentence
from engine.speech import FinalTranscript, Prompt, PromptWanted
from engine.timeline import Instant

HAND_OVER_WITHIN_S = 10.0


class Conversing:
    """The responder of one call. The talk is the call's: a crash of this actor does not make the agent forget."""

    def __init__(self, call: Call, responder: Responder, talk: Talk, part_within_s: float) -> None:
        self._call, self._responder, self._talk, self._part_within_s = call, responder, talk, part_within_s

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        keypad = Keypad(self._call.settings.floor.keypad_pause_s)
        channels = self._call.channels
        with channels.replies_send.clone() as replies:
            task_status.started()
            if channels.turn_in_thought is not None:  # a crash lost its answer
                await self._reply(replies, channels.turn_in_thought, None)
            while True:
                turn, caller_turn = await self._next(keypad)
                await self._reply(replies, turn, caller_turn)

    async def _next(self, keypad: Keypad) -> tuple[int, CallerTurn | None]:
        """What wants an answer next; None stands for "ask the caller to say it again"."""
        channels = self._call.channels
        while True:  # noqa: ASYNC913  # each round takes something, or waits
            if (prompt := channels.prompts.take()) is not None:
                return prompt.turn, _prompted(prompt)
            if (key := channels.digits.take()) is not None:
                entry = keypad.press(key, self._talk.expected.max_digits, trio.current_time())
            else:
                entry = keypad.handle_timeout(trio.current_time())
            if entry is not None:
                return self._entered(entry)
            transcript = channels.transcripts.take()
            if isinstance(transcript, FinalTranscript) and self._counts(transcript):
                return self._said(transcript)
            if not (len(channels.digits) or len(channels.transcripts)):
                with trio.move_on_at(keypad.next_deadline() or math.inf):
                    await channels.prompts.wake.wait()

    def _counts(self, transcript: FinalTranscript) -> bool:
        """Words always do: even of a turn that was overtaken, they were said. A turn without words is just over."""
        return bool(transcript.text) or self._call.gate.allows(transcript.turn)

    def _entered(self, keys: str) -> tuple[int, CallerTurn]:
        turn = self._call.turns.keys_complete()
        self._call.timeline.note(turn, Instant.TRANSCRIPT, trio.current_time())
        self._call.log.info("caller pressed", turn=turn, said=keys)
        self._note_caller(turn, keys, "keys", 1.0)
        return turn, CallerTurn(Occasion.KEYS, keys)

    def _said(self, transcript: FinalTranscript) -> tuple[int, CallerTurn]:
        self._note_caller(transcript.turn, transcript.text, "speech", transcript.confidence)
        return transcript.turn, CallerTurn(Occasion.SPEECH, transcript.text, transcript.confidence)

    def _note_caller(self, turn: int, text: str, by: str, confidence: float) -> None:
        at_s = round(self._call.timeline.seconds_in(trio.current_time()), 3)
        self._call.transcript.caller_said(CallerSaid(turn, text, at_s, by, round(confidence, 2)))

    async def _reply(self, replies: trio.MemorySendChannel[Reply], turn: int, caller_turn: CallerTurn | None) -> None:
        if not self._call.gate.allows(turn):
            await self._take_in(caller_turn)
            return
        channels = self._call.channels
        channels.turn_in_thought = turn
        with self._call.gate.thinking(turn) as scope:
            parts_send, parts = trio.open_memory_channel[ReplyPart](SENTENCES_ROOM)
            with parts_send:
                with handling("handing over a reply", HAND_OVER_WITHIN_S):
                    await replies.send(Reply(turn, parts))
                try:
                    await self._think(turn, caller_turn, parts_send)
                except ResponderFailed as exc:
                    self._call.count("responder failed")
                    self._call.log.warning("responder failed", responder=self._responder.name, error=str(exc))
                    await self._pass_on(parts_send, Sentence(self._call.agent.repeat))
        if scope.cancelled_caught:
            await self._take_in(caller_turn)
        channels.turn_in_thought = None
        channels.expected.value = self._talk.expected

    async def _take_in(self, caller_turn: CallerTurn | None) -> None:
        """The caller went on speaking, so nobody wants this answer; but the words were said, and count."""
        if caller_turn is not None and caller_turn.occasion in (Occasion.SPEECH, Occasion.KEYS):
            with trio.move_on_after(self._part_within_s):
                async with self._talk.reply(caller_turn):
                    pass
            self._call.channels.expected.value = self._talk.expected

    async def _think(self, turn: int, caller_turn: CallerTurn | None, parts: trio.MemorySendChannel[ReplyPart]) -> None:
        if caller_turn is None:
            await self._pass_on(parts, Sentence(self._call.agent.repeat))
            return
        self._call.timeline.note(turn, Instant.RESPONDER_STARTED, trio.current_time())
        self._call.log.info("model started", turn=turn, responder=self._responder.name)
        async with self._talk.reply(caller_turn) as thoughts:
            first = True
            while (part := await self._next_part(thoughts)) is not None:
                if first:
                    first = False
                    self._call.timeline.note(turn, Instant.FIRST_TOKEN, trio.current_time())
                    self._call.log.info("first token", turn=turn)
                if not await self._pass_on(parts, part):
                    break  # and leave the talk in the ordinary way: what the caller said counts all the same

    async def _next_part(self, thoughts: AsyncIterator[ReplyPart]) -> ReplyPart | None:
        with trio.move_on_after(self._part_within_s):
            return await anext(thoughts, None)
        raise ResponderFailed(f"nothing more within {self._part_within_s:g} s")

    @staticmethod
    async def _pass_on(parts: trio.MemorySendChannel[ReplyPart], part: ReplyPart) -> bool:
        """False when the speaker has dropped this turn, so that nobody wants the rest.

        No deadline of our own: a speaker that is busy saying what came before is the model's backpressure, and one
        that hangs misses deadlines of its own.
        """
        try:
            await parts.send(part)
        except trio.BrokenResourceError:
            return False
        return True


def _prompted(prompt: PromptWanted) -> CallerTurn | None:
    match prompt.prompt:
        case Prompt.GREETING:
            return CallerTurn(Occasion.ANSWERED)
        case Prompt.SILENCE:
            return CallerTurn(Occasion.SILENCE)
        case Prompt.APOLOGY:
            return None
