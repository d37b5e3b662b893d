"""The plan of a random call. One integer, the seed, decides what the caller does and what fails."""

import random

import msgspec

from offhook.simulation.aim import Aim
from offhook.simulation.chance_answers import ANSWERS, AnswersPlan, draw_answers
from offhook.simulation.chance_languages import LANGUAGES, LanguagesPlan, draw_languages
from offhook.simulation.chance_services import ServicesPlan, draw_services
from offhook.simulation.chance_tools import TOOLS, ToolsPlan, draw_tools
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.trouble import Kind

ACTORS = ("receiver", "vad", "recognizer", "responder", "speaker")
PLACES = ("receiver", "vad", "recognizer", "responder", "speaker", "line writer")
KEYS = "0123456789*#"
KEY_TONES = 0.15  # the share of callers whose keys can be heard; half of those say nothing
KEY_TONE_OFF_S = 0.3  # a key's message comes at most this long before or after its tone
NO_SILENCE = 0.15  # the share of carriers that send audio only while the caller speaks
ECHOES = 0.1  # the share of callers on a speakerphone; half of those only listen
BREAKS = 0.25  # the share of calls whose stream breaks, and which return
SERVICES = 0.4  # the share of calls with other services in front, which fail
MADE_UP = 0.1  # the share of calls over the made-up carrier
ENDS = ("stop", "drop", "mute", "stay")
SOUNDS_WITHIN_S = 0.9  # the last voice; else its sentence is given up


class Planted(msgspec.Struct, frozen=True):
    """One fault: where, of what kind, and when."""

    place: str
    kind: Kind
    at_s: float


class Echo(msgspec.Struct, frozen=True):
    """The caller's speakerphone, in a random room."""

    delay_ms: float
    loss_db: float


class Plan(msgspec.Struct, frozen=True):
    """Everything that the seed decides."""

    speaks_at_s: list[tuple[float, float]]  # when, and for how long
    aims: list[tuple[Aim, float]]  # at which moment of a reply, and where within that moment (0 to 1)
    hears: list[str]  # the recognizer's text of each utterance; the last one is repeated
    presses_at_s: list[tuple[float, str]]
    ends: str
    ends_at_s: float
    troubles: list[Planted]
    crash: tuple[str, float] | None
    recognition_s: float
    streams: bool
    mode: str
    has_fillers: bool
    thought_s: float
    first_byte_s: float
    sentence_s: float
    marks: MarkHabits
    echo: Echo | None = None
    key_tone_s: float | None = None  # how long each key sounds in the caller's audio; None where it does not
    key_tone_after_s: float = 0.0  # the time from a key's message to its tone
    sends_silence: bool = True
    services: ServicesPlan | None = None
    made_up_carrier: bool = False
    breaks_at_s: float | None = None  # when the first stream breaks, after which the call returns
    tools: ToolsPlan | None = None
    answers: AnswersPlan | None = None
    languages: LanguagesPlan | None = None

    @property
    def only_listens(self) -> bool:
        """Whether the only voice on the caller's line is the echo of the agent."""
        return not (self.speaks_at_s or self.aims or self.presses_at_s)

    @property
    def longer_s(self) -> float:
        """How much longer a turn may take, because of services that are waited for in vain, and of tools."""
        services_s = 0.0 if self.services is None else self.services.longer_s
        return services_s + (0.0 if self.tools is None else self.tools.longer_s(mixed=self.services is not None))

    @property
    def only_presses(self) -> bool:
        """Whether the only sound that the caller makes is that of keys."""
        return bool(self.presses_at_s) and not (self.speaks_at_s or self.aims or self.echo)

    @property
    def only_front_services_fail(self) -> bool:
        """Whether the others answer in time. One that thinks for long misses `floor.thinking_s` after one that hung;
        one that calls tools for ever does not answer; and a voice that is begun first may be too late to be heard."""
        fails = any(planted.place in ("recognizer", "responder") for planted in self.troubles)
        if self.tools is not None and self.tools.calls_too_often(mixed=self.services is not None):
            return False
        if self.languages is not None and self.languages.opens_in_s + self.first_byte_s >= SOUNDS_WITHIN_S:
            return False
        return not fails and self.crash is None and self.thought_s < 1.0


def draw(seed: int) -> Plan:
    """The plan of this seed's call."""
    which_carrier, chance = random.Random(f"{seed}/made-up carrier"), random.Random(f"{seed}/services")
    plan = msgspec.structs.replace(_draw_call(seed), made_up_carrier=which_carrier.random() < MADE_UP)
    plan = _with_tools(plan, random.Random(f"{seed}/tools"))
    plan = _with_answers(plan, random.Random(f"{seed}/answers"))
    if plan.echo is not None or chance.random() >= SERVICES:
        plan = _with_break(plan, random.Random(f"{seed}/breaks"))
    else:
        plan = msgspec.structs.replace(plan, services=draw_services(chance, random.Random(f"{seed}/voices")))
    return _with_languages(plan, random.Random(f"{seed}/languages"))


def _with_tools(plan: Plan, chance: random.Random) -> Plan:
    return plan if chance.random() >= TOOLS else msgspec.structs.replace(plan, tools=draw_tools(chance))


def _with_answers(plan: Plan, chance: random.Random) -> Plan:
    """A caller asks what the agent file answers; everything else is as it was drawn."""
    if chance.random() >= ANSWERS:
        return plan
    answers = draw_answers(chance, len(plan.hears))
    return msgspec.structs.replace(plan, answers=answers, hears=answers.hears(plan.hears))


def _with_languages(plan: Plan, chance: random.Random) -> Plan:
    """The agent has several; what is not about them is as it was drawn."""
    if plan.echo is not None or plan.answers is not None or chance.random() >= LANGUAGES:
        return plan
    languages = draw_languages(
        chance,
        len(plan.hears),
        has_services=plan.services is not None,
        has_tools=plan.tools is not None,
        may_break=plan.services is None and not plan.made_up_carrier,
    )
    presses, breaks_at_s = [*plan.presses_at_s, *languages.presses_at_s], plan.breaks_at_s or languages.breaks_at_s
    return msgspec.structs.replace(plan, languages=languages, presses_at_s=presses, breaks_at_s=breaks_at_s)


def _with_break(plan: Plan, chance: random.Random) -> Plan:
    if plan.echo is not None or plan.made_up_carrier or chance.random() >= BREAKS:
        return plan
    return msgspec.structs.replace(plan, breaks_at_s=chance.uniform(0.2, 15.0))


def _draw_call(seed: int) -> Plan:
    chance = random.Random(f"{seed}/plan")
    aims = [(chance.choice(list(Aim)), chance.random()) for _ in range(chance.randint(0, 3))]
    waits = any(aim is Aim.FILLER for aim, _ in aims) or chance.random() < 0.2
    plan = Plan(
        speaks_at_s=[(chance.uniform(0.3, 18.0), chance.uniform(0.1, 2.5)) for _ in range(chance.randint(1, 3))],
        aims=aims,
        hears=[chance.choice(("some words", "some words", "mm-hmm", "")) for _ in range(8)],
        presses_at_s=[(chance.uniform(0.3, 18.0), chance.choice(KEYS)) for _ in range(chance.choice((0, 0, 2)))],
        ends=chance.choice(ENDS),
        ends_at_s=chance.uniform(0.05, 19.0),
        troubles=[
            Planted(chance.choice(PLACES), chance.choice(list(Kind)), chance.uniform(0.0, 15.0))
            for _ in range(chance.choice((0, 0, 1, 2)))
        ],
        crash=(chance.choice(ACTORS), chance.uniform(0.0, 15.0)) if chance.random() < 0.3 else None,
        recognition_s=chance.choice((0.0, 0.1, 0.4)),
        streams=chance.random() < 0.5,
        mode=chance.choice(("immediate", "immediate", "immediate", "confirmed")),
        has_fillers=waits or chance.random() < 0.5,
        thought_s=1.6 if waits else chance.choice((0.0, 0.05, 0.6)),
        first_byte_s=chance.choice((0.0, 0.2, 0.5)),
        sentence_s=chance.choice((0.3, 1.2, 1.9)),
        marks=MarkHabits(
            late_s=chance.choice((0.0, 0.0, 0.05, 0.4)),
            lost=chance.choice((0.0, 0.0, 0.2, 1.0)),
            twice=chance.choice((0.0, 0.3)),
            echoes_cleared=chance.random() < 0.7,
        ),
    )
    if chance.random() >= ECHOES:
        return _over_a_line(plan, random.Random(f"{seed}/line"))
    loss_db = 10.0 + 20.0 * chance.random() ** 2  # at most 30; loud echoes are more frequent
    plan = msgspec.structs.replace(plan, echo=Echo(chance.uniform(50.0, 600.0), loss_db))
    if chance.random() < 0.5:
        return plan
    return msgspec.structs.replace(plan, speaks_at_s=[], aims=[], presses_at_s=[], troubles=[], crash=None)


def _over_a_line(plan: Plan, chance: random.Random) -> Plan:
    """Add what some carriers do with the caller's audio."""
    if chance.random() < NO_SILENCE:
        # Without timestamps of audio it is unknown how late a hang-up was read, and so what was heard before it.
        troubles = [planted for planted in plan.troubles if planted.place != "receiver"]
        plan = msgspec.structs.replace(plan, sends_silence=False, troubles=troubles)
    if chance.random() >= KEY_TONES:
        return plan
    plan = msgspec.structs.replace(
        plan,
        presses_at_s=[(chance.uniform(0.3, 18.0), chance.choice(KEYS)) for _ in range(chance.randint(1, 6))],
        key_tone_s=chance.uniform(0.04, 0.3),
        key_tone_after_s=chance.uniform(-KEY_TONE_OFF_S, KEY_TONE_OFF_S),
    )
    return plan if chance.random() < 0.5 else msgspec.structs.replace(plan, speaks_at_s=[], aims=[])
