"""Plays a random call, and checks every promise. The same seed plays the same call.

offhook simulate SEED            plays that call again and says what happened
offhook simulate FROM --to TO    plays all of them and stops at the first broken promise
"""

import random
from collections.abc import Callable, Sequence

import msgspec
import trio

from offhook.actors.echo_canceller import OpenCanceller
from offhook.actors.responder.file_answers import FileAnswers
from offhook.actors.responder.service import HangUp, Sentence
from offhook.actors.settings import Settings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.call import Cast
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import Tool
from offhook.simulation.aim import Aim, wait_for
from offhook.simulation.armed_languages import ArmedLanguages
from offhook.simulation.armed_tools import ArmedTools, unchanged
from offhook.simulation.carrier import STREAMS_APART, SimulatedCarrier
from offhook.simulation.carriers import MADE_UP_SIDES, TWILIO_SIDES, BothSides
from offhook.simulation.chance_answers import ENTRIES, check_answers
from offhook.simulation.chance_answers import unchanged as same_answers
from offhook.simulation.chance_plan import KEYS, PLACES, SOUNDS_WITHIN_S, Plan, draw
from offhook.simulation.chance_services import ANSWERS_WITHIN_S, HEARS_WITHIN_S, Front, services_in_front
from offhook.simulation.chance_tools import Act
from offhook.simulation.echo_path import EchoPath
from offhook.simulation.exchange import (
    AGENT,
    REPEAT,
    announced,
    as_it_is,
    open_simulated_exchange,
    settings_with,
)
from offhook.simulation.joined_sentences import JoinedSentences
from offhook.simulation.placed_voice import Place, PlacedVoice
from offhook.simulation.promises import (
    ENDED_WITHIN_S,
    BrokenPromise,
    check_never_asked_again,
    check_never_mute,
    check_no_caller,
    check_no_speech,
    check_not_greeted_again,
    check_on_record,
    check_record,
    check_resumes,
    check_wire,
)
from offhook.simulation.residue import count
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.scene import Said, placed_sentences
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, detector_with
from offhook.simulation.speaking_voice import SpeakingVoice
from offhook.simulation.streams import Streams
from offhook.simulation.trouble import Kind, Trouble
from offhook.simulation.watched_services import WatchedRecognizer, WatchedVoice

CALL_S, GOODBYE_S = 20.0, 4.0
PATIENCE_S = 12.0  # the deadlines below and a line that hangs add up to less than this
CALL_SID = f"CA{1:032d}"
FILLERS = ["One moment.", "Let me see."]
AIM_FOR_S = 8.0
CARRIER_TAKES_S = 0.5  # to connect the caller once more
LEAVES_AFTER_S = 0.05  # whoever left between two streams


class Outcome(msgspec.Struct, frozen=True):
    """The result of a call."""

    plan: Plan
    heard: list[Said]
    records: list[CallRecord]
    ended_at: float
    clears: int
    aimed: list[Aim]  # the planned moments that did come
    words_off: list[int]  # for each distinguishable sentence: above zero, the record has more words than were heard
    tools: dict[str, int] = {}  # how often each thing happened to the tools
    answered: int = 0  # questions, by the agent file
    languages: dict[str, int] = {}  # how often each thing happened to the languages


class Changes(msgspec.Struct, frozen=True):
    """What a trial has otherwise than the call of its seed, such as a planted bug."""

    echo: str = "auto"
    open_canceller: OpenCanceller | None = None
    """None: of `echo`, only the guard is there. A seed plays the same call whether or not a canceller is installed."""
    sides: BothSides | None = None
    """Another carrier."""
    cast: Callable[[Cast], Cast] = as_it_is
    tool: Callable[[Tool], Tool] = unchanged
    model: type[SimulatedResponder] = SimulatedResponder
    recognizer: type[WatchedRecognizer] = WatchedRecognizer
    voice: type[WatchedVoice] = WatchedVoice
    answers: Callable[[FileAnswers | None], FileAnswers | None] = same_answers


def play(
    seed: int, *, echo: str = "auto", sides: BothSides | None = None, changes: Changes | None = None
) -> tuple[Outcome, Trace]:
    """Play the call of this seed and check every promise; `sides`: over this carrier. Raises BrokenPromise."""
    changes = changes or Changes(echo, sides=sides)
    return simulate(_ChanceCall(draw(seed), seed, changes).play, seed=seed)


class _ChanceCall:
    """Plays one call according to its plan."""

    def __init__(self, plan: Plan, seed: int, changes: Changes) -> None:
        self._plan, self._seed, self._changes = plan, seed, changes
        self._sides = changes.sides or (MADE_UP_SIDES if plan.made_up_carrier else TWILIO_SIDES)
        self._troubles = {place: Trouble(Kind.CRASH, times=0) for place in PLACES}
        self._troubles |= {planted.place: Trouble(planted.kind, armed=False) for planted in plan.troubles}
        voice = PlacedVoice if plan.echo is None else SpeakingVoice
        # Otherwise nobody could tell where a voice has stopped.
        one_speed = plan.services is not None or plan.breaks_at_s is not None
        self._voice = voice(plan.sentence_s, self._troubles["speaker"], plan.first_byte_s, one_speed=one_speed)
        self._aimed: list[Aim] = []
        self._streams = Streams()
        self._asked_before = 0  # in streams before the newest
        self._breaks = self._has_left = self._is_mute = False
        actor = plan.crash[0] if plan.crash is not None else ""
        self._sabotage = Sabotage(actor, CALL_SID)
        self._responder = changes.model(
            Sentence("is how the answer begins,"),
            Sentence("and that is how it ends."),
            trouble=self._troubles["responder"],
            pause_s=plan.thought_s,
            max_digits=2,
            numbered=True,
        )
        self._tools = ArmedTools(plan.tools, self._responder, changes.tool)
        self._languages = ArmedLanguages(plan.languages, changes.recognizer, changes.voice)
        self._responder.wishes = self._languages.wishes(self._responder.wishes)
        self._agent = self._languages.agent(_agent(plan))

    async def play(self) -> Outcome:
        if self._plan.services is None:
            return self._judge(*await self._play(Front()))
        tools = self._plan.tools
        wishes = self._languages.wishes(() if tools is None else tools.all_wishes())
        async with services_in_front(self._plan.services, self._voice, self._agent, wishes) as front:
            over = await self._play(front)
        return self._judge(*over)  # outside: what a nursery raises is a group

    async def _play(self, front: Front) -> tuple[list[CallRecord], float, dict[str, int]]:
        """Its records, when it ended, and what it has left behind."""
        hearing = self._troubles["recognizer"]
        recognizer = SimulatedRecognizer(
            *self._languages.hears(self._plan.hears),
            feeding=hearing,
            finishing=hearing,
            final_s=self._plan.recognition_s,
            streams=self._plan.streams,
        )
        async with open_simulated_exchange(
            _settings(self._plan, echo=self._changes.echo),
            seed=self._seed,
            agent=self._agent,
            recognizer=self._languages.recognizers(front.recognizers, recognizer),
            responder=[*front.responders, *self._tools.models],
            voice=self._languages.voices(front.voices, self._voice),
            open_detector=detector_with(self._troubles["vad"]),
            open_canceller=self._changes.open_canceller,
            tools=self._tools.tools,
            change_cast=lambda cast: self._sabotage.change(self._changes.cast(cast)),
            change_answers=self._changes.answers,
            observers=[*self._tools.observers, *self._languages.observers],
            clock_set_by_s=self._tools.clock_set_by_s,
        ) as exchange:
            before = count()
            self._streams = Streams(self._open_stream())
            ended_at = await self._call(exchange)
            for carrier in self._streams.all:
                carrier.close()
            await front.let_go()
            kept = count()
            kept = msgspec.structs.replace(kept, tasks=kept.tasks - front.connections)
            places = exchange.places_held
            records = await exchange.recent_calls(10)
            details = [await exchange.find_call(record.begun.call_sid) for record in records]
        left_behind = kept.more_than(before) | ({"places": places} if places else {})
        return [each for each in details if each], ended_at, left_behind

    def _speakerphone(self) -> EchoPath | None:
        echo = self._plan.echo
        return None if echo is None else EchoPath(echo.delay_ms, echo.loss_db, random.Random(f"{self._seed}/room"))

    def _open_stream(self, returned: int = 0, token: str = "") -> SimulatedCarrier:
        carrier = SimulatedCarrier(
            seed=self._seed + returned * STREAMS_APART,
            receiving=self._troubles["receiver"],
            sending=self._troubles["line writer"],
            marks=self._plan.marks,
            echo=self._speakerphone(),
            far_side=self._sides.far_side,
            returned=returned,
            token=token,
        )
        carrier.sends_silence, carrier.caller_is_mute = self._plan.sends_silence, self._is_mute
        return carrier

    async def _call(self, exchange: Exchange) -> float:
        parameters: dict[str, str] | None = await announced(exchange, self._streams.newest)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._follow)
            nursery.start_soon(self._take_aim)
            nursery.start_soon(self._tools.watch, exchange, self._acts())
            nursery.start_soon(self._languages.watch, self._acts())
            with trio.fail_after(CALL_S * 2):
                async with trio.open_nursery() as answering:
                    while self._streams.newest.hung_up is False:
                        await self._play_stream(exchange, parameters, nursery, answering)
                        parameters = None
                        if self._breaks:
                            await self._return(exchange)
            ended_at = trio.current_time()
            nursery.cancel_scope.cancel(reason="the call is over")
        return ended_at

    async def _play_stream(
        self,
        exchange: Exchange,
        parameters: dict[str, str] | None,
        nursery: trio.Nursery,
        answering: trio.Nursery,
    ) -> None:
        """Until it is over, or has broken."""
        carrier, over = self._streams.newest, trio.Event()

        async def answer() -> None:
            await exchange.answer(carrier.line, self._sides.ours, needs_token=True)
            carrier.drop()
            over.set()

        answering.start_soon(answer)
        nursery.start_soon(carrier.run, parameters)
        if self._has_left:
            await trio.sleep(LEAVES_AFTER_S)
            carrier.hang_up()
        await carrier.wait(lambda: over.is_set() or self._breaks, CALL_S * 2)

    async def _return(self, exchange: Exchange) -> None:
        """The carrier holds the caller still: it asks, and obeys."""
        self._breaks = False
        await trio.sleep(CARRIER_TAKES_S)
        broken = self._streams.newest
        token = None if self._has_left else await exchange.find_return(broken.call_sid, broken.returned)
        if token is not None:
            self._asked_before = len(self._responder.asked)
            self._streams.all.append(self._open_stream(broken.returned + 1, token))

    def _acts(self) -> dict[Act, Callable[[], None]]:
        """What may happen while a tool runs: what cannot happen in this call anyway does not happen then either."""
        plan, streams = self._plan, self._streams
        speaks, presses, leaves = not plan.only_listens and not plan.only_presses, bool(plan.presses_at_s), plan.ends
        acts: dict[Act, tuple[bool, Callable[[], None]]] = {
            Act.SPEAKS: (speaks, lambda: streams.newest.speak(0.8)),
            Act.COUGHS: (speaks, lambda: streams.newest.speak(0.15)),
            Act.PRESSES: (presses, lambda: streams.newest.press("5")),
            Act.LEAVES: (leaves in ("stop", "drop"), self._leave),
            Act.BREAKS: (plan.breaks_at_s is not None, self._break),
            Act.CRASHES: (plan.crash is not None, self._sabotage.arm),
        }
        return {act: do if may else _nothing for act, (may, do) in acts.items()}

    def _break(self) -> None:
        if not self._streams.newest.hung_up and len(self._streams.all) == 1:
            self._breaks = True
            self._streams.newest.drop()

    def _leave(self) -> None:
        self._has_left = True
        carrier = self._streams.newest
        if self._plan.ends == "stop":
            carrier.hang_up()
        else:
            carrier.drop()

    def _fall_mute(self) -> None:
        self._is_mute = True
        self._streams.newest.fall_mute()

    async def _follow(self) -> None:
        """Everything in the plan, each thing at its time."""
        plan, streams = self._plan, self._streams
        ends: dict[str, Callable[[], None]] = {
            "stop": self._leave,
            "drop": self._leave,
            "mute": self._fall_mute,
            "stay": self._hang_up_next,
        }
        async with trio.open_nursery() as nursery:
            for at_s, seconds in plan.speaks_at_s:
                nursery.start_soon(_at, at_s, lambda seconds=seconds: streams.newest.speak(seconds))
            for at_s, key in plan.presses_at_s:
                nursery.start_soon(_at, at_s, lambda key=key: streams.newest.press(key))
                if (tone_s := plan.key_tone_s) is not None:
                    tone_at_s = max(0.0, at_s + plan.key_tone_after_s)
                    sound = lambda key=key, tone_s=tone_s: streams.newest.sound_key(key, tone_s)  # noqa: E731
                    nursery.start_soon(_at, tone_at_s, sound)
            for planted in plan.troubles:
                nursery.start_soon(_at, planted.at_s, self._troubles[planted.place].arm)
            if plan.crash is not None:
                nursery.start_soon(_at, plan.crash[1], self._sabotage.arm)
            if plan.breaks_at_s is not None:
                nursery.start_soon(_at, plan.breaks_at_s, self._break)
            nursery.start_soon(_at, plan.ends_at_s, ends[plan.ends])

    def _hang_up_next(self) -> None:
        self._responder.closing = HangUp()

    async def _take_aim(self) -> None:
        """Interrupt at the planned moments, one after the other, each as soon as it comes. Some never come."""
        for aim, more in self._plan.aims:
            carrier = self._streams.newest
            with trio.move_on_after(AIM_FOR_S):
                await wait_for(aim, more, carrier, self._voice, FILLERS)
                self._aimed.append(aim)
                if aim is Aim.KEYS:
                    carrier.press(KEYS[int(more * 10)])
                else:
                    carrier.speak(0.15 + more / 2)
                    await trio.sleep(0.3)

    def _judge(self, records: list[CallRecord], ended_at: float, left_behind: dict[str, int]) -> Outcome:
        carrier = self._streams
        joined = JoinedSentences(self._voice, carrier.sent)
        heard = joined.places(self._voice.places((sound.at, sound.mulaw) for sound in carrier.heard))
        sentences = placed_sentences(heard, self._voice)
        resumes = any("resumed" in turn.times for record in records for turn in record.turns)
        for each in carrier.all:
            check_wire(each, codes_in=joined.sentences_in, resumes=resumes)
        check_not_greeted_again(carrier, self._languages.but_openings(self._responder.told_at[self._asked_before :]))
        check_resumes(heard, begun_anew=joined.begun_anew)
        known = [each for each in sentences if each.text not in self._end_was_missed(heard)]
        words_off = check_record(records, known, self._voice.seconds_of, joined.estimated_s)
        check_on_record(records[0], sentences)
        check_never_mute(carrier, ended_at, PATIENCE_S + self._plan.longer_s)
        if self._plan.only_listens:
            check_no_caller(carrier, records[0], until_s=CALL_S)
        if self._plan.only_presses:
            check_no_speech(records[0])
        if self._plan.only_front_services_fail:
            check_never_asked_again(records[0], REPEAT)
        if left_behind:
            raise BrokenPromise(f"the call is over and has left behind {left_behind}")
        if ended_at > self._latest_end():
            raise BrokenPromise(f"ended at {ended_at:.2f} s, {self._latest_end():.2f} s is the latest")
        tools = self._tools.check(records[0], others=self._plan.services is not None)
        answered = check_answers(records[0], self._responder.told_at)
        clears = len(carrier.clears)
        languages = self._languages.check(self._agent, records[0], self._responder)
        return Outcome(
            self._plan, sentences, records, ended_at, clears, self._aimed, words_off, tools, answered, languages
        )

    def _end_was_missed(self, heard: Sequence[Place]) -> set[str]:
        """The sentence amid which the carrier was gone without anybody noticing, because the socket told nothing any
        more: nobody can know how much of it was heard."""
        deaf_from = self._troubles["receiver"].struck_at
        if deaf_from is None or self._troubles["receiver"].kind is not Kind.HANG:
            return set()
        missed = (each.gone_at for each in self._streams.all if each.gone_at >= deaf_from)
        last = ([place for place in heard if place.at <= gone_at][-1:] for gone_at in missed)
        return {self._voice.said[place.sentence - 1] for places in last for place in places}

    def _latest_end(self) -> float:
        deaf = any(planted.place in ("receiver", "line writer") for planted in self._plan.troubles)
        if self._plan.ends in ("stop", "drop") and not deaf:
            between_streams_s = 2 * ENDED_WITHIN_S if self._plan.breaks_at_s is not None else 0.0
            return self._plan.ends_at_s + ENDED_WITHIN_S + between_streams_s
        return CALL_S + GOODBYE_S + 1 + ENDED_WITHIN_S


def _nothing() -> None: ...


async def _at(at_s: float, act: Callable[[], None]) -> None:
    await trio.sleep_until(at_s)
    act()


def _settings(plan: Plan, *, echo: str) -> Settings:
    """Deadlines shorter than anyone would set, so that more happens in a call."""
    hedged = plan.services is not None and plan.services.hedged
    asks_two = hedged or (plan.tools is not None and plan.tools.hedged)
    longer_s = plan.services.longer_s if plan.services is not None else 0.0
    return settings_with(
        limits={"call_s": CALL_S, "carrier_silence_s": 4.0, "goodbye_s": GOODBYE_S},
        floor={"idle_s": 2.0, "thinking_s": 3.0 + longer_s, "filler_s": 0.8, "keypad_pause_s": 1.0},
        barge_in={"mode": plan.mode, "echo": echo, "verdict_s": 1.0, "wordless_s": 2.0},
        recognizer={"final_within_s": 0.8, "switch_within_s": HEARS_WITHIN_S, "hedge_ms": 200 if hedged else None},
        responder={"part_within_s": 2.0, "switch_within_s": ANSWERS_WITHIN_S, "hedge_ms": 400 if asks_two else None},
        speaker={"piece_within_s": SOUNDS_WITHIN_S, "switch_within_s": 0.5, "hedge_ms": 200 if hedged else None},
    )


def _agent(plan: Plan) -> str:
    agent = AGENT if not plan.has_fillers else AGENT.replace("fillers = []", f"fillers = {FILLERS}")
    return agent if plan.answers is None else agent + ENTRIES
