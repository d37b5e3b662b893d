"""The languages of a random call: which there are, who chooses, what is heard, and which services lack one."""

import enum
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import msgspec

from offhook.simulation.chance_tools import Act
from offhook.simulation.services import Wish
from offhook.simulation.tools import wanted

LANGUAGES = 0.3
"""The share of calls in several languages, of those without an echo and without likely questions: a fifth of all."""
TAGS = ("en", "hi", "es", "fr", "de")
MOST_TAGS = 4
REPLIES = 12
NOBODY_SPEAKS = 0.15  # the share of these calls in which no voice, or no recognizer, has one of the languages
BREAKS = 0.3  # the share whose stream breaks at a change, besides those whose stream breaks anyway
TELLS = 0.3  # how often a recognizer tells the language of what it has heard


class Named(msgspec.Struct, frozen=True):
    """Words that name a language, and what they say besides."""

    text: str
    tag: str
    rest: str = ""


NAMED = (
    Named("Hindi", "hi"),
    Named("Hindi, I want a room", "hi", "I want a room"),
    Named("हिंदी में", "hi"),
    Named("हिंदी, मुझे कमरा चाहिए", "hi", "मुझे कमरा चाहिए"),
    Named("español por favor", "es"),
    Named("Spanish please, necesito una habitación", "es", "necesito una habitación"),
    Named("en français s'il vous plaît", "fr"),
    Named("en français, je voudrais une chambre", "fr", "je voudrais une chambre"),
    Named("deutsch bitte", "de"),
    Named("Deutsch, ich brauche ein Zimmer", "de", "ich brauche ein Zimmer"),
    Named("in English please", "en"),
    Named("English please, I need a room", "en", "I need a room"),
)
GREETINGS = ("hello", "नमस्ते", "hola", "bonjour", "guten Tag")
SENTENCES = {
    "en": "I would like to book a room",
    "hi": "मुझे एक कमरा चाहिए",
    "es": "quiero una habitación para mañana",
    "fr": "je voudrais une chambre pour demain",
    "de": "ich hätte gern ein Zimmer",
}
SINGLE_WORDS = ("okay", "हाँ", "gracias", "merci", "zimmer")
NONSENSE = ("blorf zzz", "I teach German at a school", "not English")


class Chooser(enum.Enum):
    """Who chooses the language."""

    ASK = "ask"
    AUTO = "auto"
    MODEL = "the model"


class Fate(enum.Enum):
    """How a service in front serves one language."""

    WELL = "well"
    LACKS = "lacks it"
    REFUSES = "its session cannot be begun"
    FAILS = "fails at each sentence"


class HeardWords(msgspec.Struct, frozen=True):
    """What a recognizer hears, and in which language it says that this is; empty if it does not say."""

    text: str
    told: str = ""


class AtChange(msgspec.Struct, frozen=True):
    """What happens so long after the caller was asked for a language, or one was set, for the so-manieth time."""

    change: int
    after_s: float
    act: Act


class LanguagesPlan(msgspec.Struct, frozen=True):
    """What the seed decides about languages."""

    chooser: Chooser
    tags: list[str]
    """The first one is the agent's own."""
    hears: list[HeardWords | None]
    """Of each utterance; None where it hears what it would hear otherwise."""
    presses_at_s: list[tuple[float, str]]
    sets: dict[int, str]
    """Which language the model sets in its so-manieth reply."""
    ear: dict[str, Fate]
    """How the recognizer in front serves each language; the one behind it does it well."""
    tongue: dict[str, Fate]
    """The same of voices."""
    opens_in_s: float
    """How long it takes to begin a session of these services."""
    unheard: str = ""
    """A language that no recognizer has."""
    unspoken: str = ""
    """A language that no voice has."""
    breaks_at_s: float | None = None
    meanwhile: list[AtChange] = []

    def wishes(self, otherwise: Iterable[Wish]) -> Iterator[Wish]:
        """Of the model's replies, one each."""
        others = iter(otherwise)
        for reply in count():
            tag = self.sets.get(reply)
            yield next(others, Wish()) if tag is None else Wish((wanted("set_language", f'{{"language": "{tag}"}}'),))


def draw_languages(
    chance: random.Random, utterances: int, *, has_services: bool, has_tools: bool, may_break: bool
) -> LanguagesPlan:
    """Where other services stand in front, those have all languages. A model that calls other tools sets none."""
    tags = chance.sample(TAGS, chance.randint(2, MOST_TAGS))
    choosers = [Chooser.ASK, Chooser.ASK, Chooser.AUTO, *([] if has_tools else [Chooser.MODEL])]
    chooser = chance.choice(choosers)
    by_model = {reply: chance.choice([*tags, tags[-1]]) for reply in range(REPLIES) if chance.random() < 0.35}
    keys = [*map(str, range(1, len(tags) + 1)), "9"]
    presses = [(chance.uniform(1.0, 12.0), chance.choice(keys)) for _ in range(chance.choice((0, 0, 1, 2)))]
    lacking = tags[-1] if chance.random() < NOBODY_SPEAKS and not has_services else ""
    no_voice = chance.random() < 0.5
    breaks = chance.random() < BREAKS and may_break
    return LanguagesPlan(
        chooser,
        tags,
        [_draw_words(chance, tags) for _ in range(utterances)],
        presses if chooser is Chooser.ASK else [],
        by_model if chooser is Chooser.MODEL else {},
        _draw_fates(chance, tags),
        _draw_fates(chance, tags),
        chance.choice((0.0, 0.0, 0.1, 0.4)),
        unheard="" if no_voice else lacking,
        unspoken=lacking if no_voice else "",
        breaks_at_s=chance.uniform(8.0, 15.0) if breaks else None,
        meanwhile=_draw_meanwhile(chance, breaks=breaks),
    )


def _draw_words(chance: random.Random, tags: Sequence[str]) -> HeardWords | None:
    what = chance.random()
    if what < 0.1:
        return None
    if what < 0.4:
        return HeardWords(chance.choice(NAMED).text, chance.choice(TAGS) if chance.random() < TELLS else "")
    if what < 0.75:
        tag = chance.choice(tags)
        return HeardWords(SENTENCES[tag], tag if chance.random() < TELLS else "")
    told = chance.choice(("", "", "", "Spanish", "de", "xx"))
    return HeardWords(chance.choice((*GREETINGS, *SINGLE_WORDS, *NONSENSE)), told)


def _draw_fates(chance: random.Random, tags: Sequence[str]) -> dict[str, Fate]:
    return {tag: chance.choice((Fate.WELL, Fate.WELL, *Fate)) for tag in tags}


def _draw_meanwhile(chance: random.Random, *, breaks: bool) -> list[AtChange]:
    chance.random()  # decides nothing any more: without it, every seed would be another call
    return [_draw_at_change(chance, breaks=breaks) for _ in range(chance.choice((0, 1, 2)))]


def _draw_at_change(chance: random.Random, *, breaks: bool) -> AtChange:
    acts = [Act.SPEAKS, Act.SPEAKS, Act.COUGHS, Act.COUGHS, Act.LEAVES, Act.CRASHES, *[Act.BREAKS] * (8 * breaks)]
    return AtChange(chance.randint(1, 3), chance.choice((0.0, 0.01, 0.3, 1.0)), chance.choice(acts))
