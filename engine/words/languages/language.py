"""What is known of a language: one struct, with a nested one for each use. The data are in a file a language."""

from collections.abc import Mapping

import msgspec

from offhook.engine.words.languages.question_words import QuestionWords
from offhook.engine.words.languages.value_words import AnswerWords, DateWords, NumberWords, TimeWords


def word_set(text: str) -> frozenset[str]:
    """The words of a text, by blanks."""
    return frozenset(text.split())


class TurnWords(msgspec.Struct, frozen=True):
    """Words that tell whether a caller has finished, yes and no, and small talk. Lower case; an entry may be several
    words.

    `hanging` holds words that a turn seldom ends with: articles, possessives, conjunctions, prepositions before a noun,
    and beginnings such as "my number is". Words that often end sentences too (English "that", "on", "i need"; German
    "ein") are left out, because a wrong guess makes the caller wait.

    `yes`, `no` and `fillers` exist only here: the end of turn, the dialogue and barge-in all use them.
    """

    fillers: tuple[str, ...] = ()
    hanging: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()  # and questions whether anybody is there
    courtesies: tuple[str, ...] = ()
    goodbyes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()  # a no with thanks
    both_ways: tuple[str, ...] = ()  # said when people meet, and when they part
    pauses: tuple[str, ...] = ()  # requests for time
    of_an_answer: tuple[str, ...] = ()
    """More that means something only as an answer to a question, such as "it is"."""


class Courtesy(msgspec.Struct, frozen=True):
    """Words with an answer that do not change it."""

    around: tuple[str, ...] = ()
    """At either end of an answer. The fillers of `TurnWords`, which may come anywhere, need not be among them."""
    after: tuple[str, ...] = ()
    """What may follow a phrase: a phrase that lacks only these is whole. The first is expected after each phrase."""


class SentenceEnds(msgspec.Struct, frozen=True):
    """Abbreviations whose full stop does not end a sentence. Lower case, without the last full stop.

    An abbreviation that can also end a sentence ("p.m.", "etc.") ends it only if the next word is one of `openers`:
    words that begin sentences and are neither names nor, in German, nouns. A missed split only makes a sentence longer;
    a wrong split is heard.
    """

    within: frozenset[str] = frozenset()
    """Always followed by more: titles, "e.g."."""
    before_number: frozenset[str] = frozenset()
    """Followed by more where that is a number: "No. 5", but "No. We are closed."."""
    before_number_endings: tuple[str, ...] = ()
    """The same of any word that ends so: "Hauptstr. 5"."""
    may_close: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    """As they are written at the beginning of a sentence."""
    ordinals: bool = False
    """Whether a full stop makes a number an ordinal: "am 3. Mai"."""


class DefaultSentences(msgspec.Struct, frozen=True):
    """What an agent says if its file has no sentence of its own. Nothing in them depends on who speaks: no verb or
    adjective shows whether the voice is a man's or a woman's."""

    goodbye: str
    apology: str
    repeat: str
    line_dropped: str
    fillers: tuple[str, ...]
    not_understood: str
    give_up_transfer: str  # said before a person is called
    give_up_hang_up: str
    sure_hang_up: str  # the question before what cannot be undone
    sure_transfer: str
    sure_start_over: str
    take_call: str  # to whom a call is passed on: which key takes it
    digits_so_far: str  # {digits}: the part of a number that is known
    queue: str  # to callers who wait for a free place
    queue_over: str


class ChoosingWords(msgspec.Struct, frozen=True):
    """What callers and the agent say when the language of a call is chosen. Words are in lower case, as callers say
    them and as recognizers write them."""

    which: str
    """The question. {languages} stands for their names, with `conjunction` before the last one."""
    conjunction: str
    offer: str
    """How to choose this language, for whoever understands no other. {key} is its key."""
    offer_key: str
    """The same where only keys are understood."""
    welcome: str
    """What follows where nothing else is to be said."""
    names: Mapping[str, tuple[str, ...]]
    """Of languages, by tag; the first one is said in the question. One in another script is how it is heard too."""
    wishes: frozenset[str]
    """What callers say around a name: "I would like to speak English"."""
    polite: frozenset[str]
    """The same, which also belongs to no other wish: "in English please"."""
    not_this: frozenset[str]
    """Before a name, or right behind it: it is not that one."""
    frequent: frozenset[str]
    """Words of this language: they tell that a caller speaks it. One of two languages stands with both, and then tells
    little."""
    greetings: tuple[str, ...] = ()
    """Besides those of `TurnWords`."""


class Language(msgspec.Struct, frozen=True):
    """One language. Of an unknown one everything is empty, and nothing can be said."""

    tag: str
    said: DefaultSentences | None = None
    turn: TurnWords = TurnWords()
    listening: tuple[str, ...] = ()
    """What listeners say without wanting the floor. The words for yes and the courtesies are said so too."""
    courtesy: Courtesy = Courtesy()
    connecting: frozenset[str] = frozenset()
    """Words of a whole sentence that only connect what it says: "i was wondering if". None denies, asks or changes."""
    connecting_phrases: tuple[str, ...] = ()
    """The same of several words, of which one alone might say something: "I was wondering", but not "was"."""
    same: Mapping[str, str] = {}
    """Words that are spelled in two ways, each with the other one."""
    written: Mapping[str, str] = {}
    """What dictation writes short, lower case and without a full stop, and the words that were said."""
    sentences: SentenceEnds = SentenceEnds()
    numbers: NumberWords | None = None
    times: TimeWords | None = None
    dates: DateWords | None = None
    answers: AnswerWords | None = None
    choosing: ChoosingWords | None = None
    questions: QuestionWords | None = None
    """None: questions are found only in the words of the file."""
