"""Calls in which the carrier records each of the caller's turns and asks how to go on: the way before streams.

Between two requests of the carrier nothing of such a call is in any process. Its journals hold what the next request
needs, which may reach another worker. So each request is a part of the call, as each stream is of a call that returns.
"""

from collections.abc import Sequence

import msgspec
import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.decide.costs import PriceList, Spending
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.host.errors_in_words import traceback_in_words
from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.world import World
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.collected import Collected
from offhook.engine.record.journal_folder import ASKED_AGAIN_WITHIN_S
from offhook.engine.run.agent_of_call import AgentOfCall, AgentsOfCalls
from offhook.engine.run.asked import Asked, Begins, HasLeft, Heard, Keyed, Recorded, SaidNothing
from offhook.engine.run.call_opening import CallOpener, OpenedCall
from offhook.engine.run.drain import Drain
from offhook.engine.run.recorded_in_progress import RecordedInProgress
from offhook.engine.run.recorded_part import Answers, RecordedPart
from offhook.engine.run.reply import Closing, HangUp, Transfer
from offhook.engine.run.returns import Returned, Returns
from offhook.engine.run.ring import Ring
from offhook.engine.run.spoken_reply import SpokenReply, SpokenSentence
from offhook.protocol.telephone_audio import BYTES_PER_S

STORED_WITHIN_S = 1.0
ASKS_WITHIN_S = 5.0
"""How late a carrier is at most with its next request."""


class RecordedCalls:
    """The recorded calls of one process, and those of others that go on here."""

    def __init__(
        self,
        settings: EngineSettings,
        agents: AgentsOfCalls,
        opener: CallOpener,
        returns: Returns,
        world: World,
        log: FilteringBoundLogger,
        prices: PriceList,
    ) -> None:
        self._settings, self._agents = settings, agents
        self._opener, self._returns, self._world = opener, returns, world
        self._log, self._prices = log, prices
        self._in_progress = RecordedInProgress()

    async def before(self, call_id: str) -> CallSoFar | None:
        """What is known of a call that goes on, whether it was recorded by now or streamed."""
        return (await self._returns.go_on(call_id, ASKED_AGAIN_WITHIN_S)).before

    async def agent_of(self, ring: Ring) -> AgentOfCall:
        """Who answers this call."""
        return self._agents.find(ring, await self.before(ring.call_id))

    async def answer(self, asked: Asked) -> SpokenReply | Closing:
        """The answer to a request, on record and in the journal; how the call ends if it is over by now. Until it is
        there, no other request of the call may be answered."""
        returned = await self._returns.go_on(asked.call_id, ASKED_AGAIN_WITHIN_S)
        if isinstance(asked.happened, Begins):
            if returned.before is None or returned.before.request is None:  # its streams broke, or did not come
                returned = await self._returns.take_up(asked.call_id)
            return await self._answer(asked, returned)
        if returned.before is None or returned.before.request is None:
            self.tell_cannot_go_on(asked.call_id, "it is over, or its journal is gone")
            return HangUp()
        return await self._answer(asked, returned)

    async def has_left(self, carrier: str, call_id: str, left: HasLeft) -> None:
        """The carrier tells that a call is over, which was a recorded one or not. Most are known to be over."""
        returned = await self._returns.go_on(call_id, ASKED_AGAIN_WITHIN_S)
        if (before := returned.before) is not None and before.request is not None:
            ring = Ring(call_id, carrier, "" if before.begun is None else before.begun.caller)
            await self._answer(Asked(ring, before.request + 1, 0, left), returned)

    def tell_cannot_go_on(self, call_id: str, why: str) -> None:
        self._log.warning("recorded call cannot go on", call=call_id, reason=why)

    async def wait_drained(self, drain: Drain) -> None:
        """Wait until this process may end, as for its streams."""
        await self._in_progress.wait_drained(drain, self._settings.server.drain_s)

    async def _answer(self, asked: Asked, returned: Returned) -> SpokenReply | Closing:
        with self._in_progress.answering(asked.call_id):
            answer = await self._answer_on_record(asked, returned)
        if isinstance(answer, SpokenReply) and not answer.is_last:
            longest_s = self._settings.recording.longest_s + self._settings.recording.silence_s
            sound_s = sum(len(each.mulaw) for each in answer.sentences) / BYTES_PER_S
            self._in_progress.expect(asked.call_id, sound_s + longest_s + ASKS_WITHIN_S)
        return answer

    async def _answer_on_record(self, asked: Asked, returned: Returned) -> SpokenReply | Closing:
        before = returned.before
        of_call = self._agents.find(asked.ring, before)
        with of_call.in_use.in_call():
            return await self._answer_by(of_call, asked, returned)

    async def _answer_by(self, of_call: AgentOfCall, asked: Asked, returned: Returned) -> SpokenReply | Closing:
        before = returned.before
        opened = self._opener.open(
            _begun(asked, of_call, "" if before is None else before.stream),
            returned,
            of_call.announced,
            returns=isinstance(asked.happened, Begins),
        )
        self._agents.note_begun(asked.call_id)
        cost = of_call.agent.limits.lowest_cost(self._settings.limits)
        spending = Spending(self._prices, cost, () if before is None else before.used)
        part = RecordedPart(asked, opened, before, of_call.agent, spending)
        answers_caller = isinstance(asked.happened, Recorded | Keyed)
        opened.report(facts.RequestReceived(asked.number), turn=part.turn if answers_caller else 0)
        _tell_heard(part)
        reply: SpokenReply | None = None
        reason = EndReason.CANCELLED
        try:
            reply, reason = await self._reply(part, of_call.in_use.answers, asked.in_vain)
            if reply is not None and not opened.can_go_on:
                self.tell_cannot_go_on(asked.call_id, "its journal cannot be written")
                reply, reason = self._last(part, reply), _reason(reply.closing or _instead(part))
        except Exception as exc:  # noqa: BLE001  # as in a stream: a bug in here ends this call and no other
            opened.report(facts.CallCrashed(traceback_in_words(exc)))
            reply, reason = _said(part, part.agent.apology, _instead(part)), EndReason.CRASHED
        finally:
            with trio.move_on_after(STORED_WITHIN_S, shield=True):
                await self._close(opened, part, reply, reason)
            opened.close()
        if reply is not None:
            return msgspec.structs.replace(reply, language=part.language.tag)
        return closing_of(before) or HangUp()

    async def _reply(self, part: RecordedPart, answers: Answers, in_vain: int) -> tuple[SpokenReply | None, EndReason]:
        """The answer, and how the call ends after it; where it does not, how its record ends if the caller hangs up
        without the carrier's asking again."""
        match part.happened:
            case HasLeft():
                return None, EndReason.CALLER_HUNG_UP
            case Recorded(has_left=True):
                await answers.answer(part)
                return None, EndReason.CALLER_HUNG_UP
            case Heard():
                return None, _reason(closing_of(part.before))
            case SaidNothing() if in_vain >= self._settings.floor.silences:
                return _said(part, part.agent.goodbye, HangUp(for_silence=True)), EndReason.CALLER_SILENT
            case _:
                pass
        if part.seconds > part.agent.limits.lowest_call_s(self._settings.limits):
            return _said(part, part.agent.goodbye, HangUp()), EndReason.CALL_LIMIT
        reply = await answers.answer(part)
        if part.costs_too_much and reply.closing is None:
            return _said(part, part.agent.goodbye, HangUp()), EndReason.COST_LIMIT
        if reply.in_vain and in_vain >= self._settings.floor.silences and reply.closing is None:
            return _said(part, part.agent.apology, _instead(part)), _reason(_instead(part))
        return reply, _reason(reply.closing)

    async def _close(
        self, opened: OpenedCall, part: RecordedPart, reply: SpokenReply | None, reason: EndReason
    ) -> None:
        """Write down how far the call is. The carrier may not ask again, so that each part ends the record anew."""
        closing = closing_of(part.before) if reply is None else reply.closing
        transfer_to = closing.to if isinstance(closing, Transfer) else None
        is_over = reply is None and reason is not EndReason.CANCELLED
        if is_over:
            opened.report(facts.CallEnding(reason, transfer_to))
        sound_s = 0.0 if reply is None else len(reply.mulaw) / BYTES_PER_S
        over, stored = await opened.recorder.finish(
            reason,
            transfer_to,
            self._collected(part),
            seconds=part.seconds + sound_s,
            ended_at=self._world.wall_time(),
            may_go_on_s=0.0 if is_over else ASKED_AGAIN_WITHIN_S,
        )
        if reply is not None:
            said = tuple(each.text for each in reply.sentences)
            opened.report(facts.RequestAnswered(sound_s, said), turn=part.turn)
        elif is_over:
            opened.report(facts.CallEnded(reason, part.seconds, over.faults, stored))

    def _collected(self, part: RecordedPart) -> Collected | None:
        try:
            return part.collected()
        except Exception as exc:  # noqa: BLE001  # a bug in the responder must not cost the call its record
            part.report(facts.CollectedLost(type(exc).__name__))  # its text may hold answers
            return None

    def _last(self, part: RecordedPart, reply: SpokenReply) -> SpokenReply:
        """The reply of a call that no request can find again."""
        if reply.closing is None:
            reply = _said(part, part.agent.apology, _instead(part))
        return msgspec.structs.replace(reply, is_last=True)


def _instead(part: RecordedPart) -> Closing:
    """What becomes of a caller for whom the engine can do no more."""
    return Transfer(part.agent.transfer) if part.agent.transfer else HangUp()


def _said(part: RecordedPart, text: str, closing: Closing) -> SpokenReply:
    """A last sentence, in the carrier's voice: it needs nothing that could be broken."""
    part.report(facts.TurnBegan(after=part.turn - 1), turn=part.turn)
    if text:
        part.report(facts.SentenceWritten(text, protected=False, asks=0), turn=part.turn)
    part.report(written_end(closing), turn=part.turn)
    return SpokenReply(part.turn, (SpokenSentence(text),) if text else (), closing)


def _begun(asked: Asked, of_call: AgentOfCall, before: str) -> CallBegun:
    return CallBegun(
        call_sid=asked.call_id,
        stream_sid=part_name(asked.call_id, asked.number, before),
        caller=asked.ring.caller,
        agent=of_call.agent.name,
        started_at=0.0,
        carrier=asked.ring.carrier,
        carrier_call_id=asked.call_id,
        path="recordings",
        called=of_call.announced.called,
    )


def part_name(call_id: str, number: int, before: str) -> str:
    """How this part of a call is named, after the one `before`: whose process may have been killed, so that the same
    request is answered once more. What was done in each of them is told apart by their names."""
    name = f"{call_id}/{number}"
    if before == name:
        return f"{name}-2"
    again = before.removeprefix(f"{name}-")
    return f"{name}-{int(again) + 1}" if before.startswith(f"{name}-") and again.isdecimal() else name


def closing_of(before: CallSoFar | None) -> Closing | None:
    """How the last reply ends the call; None if it does not."""
    if before is None:
        return None
    rest = before.rest
    if rest.transfer_to:
        return Transfer(rest.transfer_to)
    return HangUp(rest.for_silence) if rest.hangs_up else None


def written_end(closing: Closing | None) -> facts.ReplyWritten:
    """What is told of a reply that ends so."""
    match closing:
        case HangUp(for_silence):
            return facts.ReplyWritten(hangs_up=True, for_silence=for_silence)
        case Transfer(to):
            return facts.ReplyWritten(transfer_to=to)
        case None:
            return facts.ReplyWritten()


def _reason(closing: Closing | None) -> EndReason:
    match closing:
        case None:
            return EndReason.CALLER_HUNG_UP
        case HangUp(for_silence=True):
            return EndReason.CALLER_SILENT
        case HangUp():
            return EndReason.AGENT_HUNG_UP
        case Transfer():
            return EndReason.TRANSFERRED


def _tell_heard(part: RecordedPart) -> None:
    """The carrier asks again when the caller has heard the reply before to its end, or has hung up."""
    if part.before is None or part.before.answered is None:
        return
    turn, at_s, sound_s, said = part.before.answered
    heard_s = sound_s
    if isinstance(part.happened, HasLeft):
        heard_s = min(sound_s, max(0.0, part.seconds - part.happened.ago_s - at_s))
    sentences = heard_within(said, heard_s / sound_s if sound_s else 1.0)
    interrupted = any(not sentence.whole for sentence in sentences)
    heard = facts.Heard(tuple(sentences), at_s, at_s + heard_s, interrupted, certain=True)
    part.report(heard, turn=turn)
    part.before.was_heard(turn, heard)  # what its journals do not say


def heard_within(sentences: Sequence[str], share: float) -> list[HeardSentence]:
    """What was heard of sentences of which only a `share` was played, by their lengths: whole words, the last one that
    can have been heard included."""
    left = round(share * sum(len(text) for text in sentences))
    heard = []
    for text in sentences:
        words = text.split(" ")
        while words and len(" ".join(words)) > left:
            words.pop()
        said = " ".join(words)
        heard.append(HeardSentence(said, text[len(said) :].strip()))
        left = max(0, left - len(text))
    return heard
