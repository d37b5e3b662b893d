"""Which language a caller wants to speak: asked before anybody answers (`language = "ask"`), or told by the words
(`language = "auto"`)."""

from collections.abc import Collection, Sequence

import msgspec

from offhook.actors.responder.service import CallerTurn, Occasion, Sentence
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.language_choice import HeardLanguage, How, LanguageChoice, main_of
from offhook.engine.words.languages import choosing_in, language_of
from offhook.engine.words.placeholders import filled_sentences
from offhook.engine.words.split_sentences import split_sentences
from offhook.engine.words.words import words

MOST_ASKED = 2
"""Whoever says nothing of use to the second question gets the first language."""


class Says(msgspec.Struct, frozen=True):
    """Nobody else answers this turn."""

    sentences: tuple[Sentence, ...]
    asks: bool = False


class Sets(msgspec.Struct, frozen=True):
    """The call goes on in this language, and then `turn` is answered."""

    tag: str
    turn: CallerTurn


class LanguageQuestion:
    """One call's. It decides, and changes nothing: a draft may be dropped."""

    def __init__(self, language: CallLanguage) -> None:
        self._language, agent = language, language.whole_agent
        self._agent = agent
        self._choice = choice_of(agent)
        self._expected = expected_names(agent, self._choice, language.unheard_words)
        self._has_offered = False
        """Whether the caller was asked in each language."""
        self._before = ""
        """The language, not that of the call, in which the last turn was, as far as so few words tell."""

    def expected_with(self, answers: Expectation) -> Expectation:
        """Names and keys; and the `answers` that fit if nobody asks, for callers who just speak on."""
        if self._language.times_asked or not answers.phrases:
            return self._expected
        phrases = (*self._expected.phrases, *answers.phrases)
        return msgspec.structs.replace(self._expected, phrases=phrases, rules=answers.rules)

    def understands(self, turn: CallerTurn) -> bool:
        return isinstance(self._asked(turn), Sets) or not self._language.times_asked

    def step(self, turn: CallerTurn) -> Says | Sets | None:
        """None: whoever answers in this language answers."""
        if self._language.is_asked:
            return self._asked(turn)
        if self._agent.chosen_by is ChosenBy.AUTO and turn.occasion is Occasion.SPEECH:
            return self._spoken(turn)
        return None

    def note(self, turn: CallerTurn, step: Says | Sets | None) -> None:
        """This turn counts, and the step to it was taken."""
        if isinstance(step, Says) and step.asks:
            self._has_offered = self._has_offered or len({each.language for each in step.sentences}) > 1
        if self._agent.chosen_by is ChosenBy.AUTO and turn.occasion is Occasion.SPEECH:
            heard = self._heard(turn)
            self._before = "" if heard is None else heard.tag

    # Asked for.

    def _asked(self, turn: CallerTurn) -> Says | Sets:
        match turn.occasion:
            case Occasion.ANSWERED:
                agent = self._language.agent
                return Says(tuple(map(Sentence, split_sentences(agent.greeting, agent.language))))
            case Occasion.KEYS if (tag := self._keyed(turn.text)) is not None:
                return Sets(tag, _opening(turn))
            case Occasion.SPEECH if (heard := self._heard(turn)) is not None:
                return self._answered(turn, heard)
            case _:
                return self._not_answered(turn)

    def _answered(self, turn: CallerTurn, heard: HeardLanguage) -> Says | Sets:
        asked = self._language.times_asked
        if heard.how is How.GREETED:
            return self._not_answered(turn, heard.tag)
        if heard.how is How.SPOKEN_BRIEFLY and not asked:
            return self._not_answered(turn)
        said = "" if heard.how is How.SPOKEN_BRIEFLY else heard.rest
        return Sets(heard.tag, msgspec.structs.replace(turn, text=said) if said else _opening(turn))

    def _not_answered(self, turn: CallerTurn, greeted: str = "") -> Says | Sets:
        """Whoever is silent has heard it: the floor hangs up on silence soon."""
        is_enough = turn.occasion is Occasion.SILENCE and self._has_offered
        if self._language.times_asked < MOST_ASKED and not is_enough:
            return Says(tuple(self._question(greeted)), asks=True)
        says_something = turn.occasion is Occasion.SPEECH and turn.text
        return Sets(self._language.tag, turn if says_something else _opening(turn))

    def _keyed(self, keys: str) -> str | None:
        tags = self._agent.tags
        return tags[int(keys) - 1] if keys.isascii() and keys.isdecimal() and 0 < int(keys) <= len(tags) else None

    def _question(self, greeted: str) -> Sequence[Sentence]:
        """In the language of the greeting; else in each, briefly, with its key."""
        asked = [greeted] if greeted else self._agent.tags
        by_keys = self._language.by_keys
        questions = ((tag, question_in(self._agent, tag, by_keys=tag in by_keys)) for tag in asked)
        said = ((tag, question[0 if greeted else -1]) for tag, question in questions)
        return [Sentence(text, language=tag) for tag, whole in said for text in split_sentences(whole, tag)]

    # Told by the words.

    def _heard(self, turn: CallerTurn) -> HeardLanguage | None:
        asked = self._language.is_asked and self._language.times_asked > 0
        return self._choice.judge(turn.text, self._language.tag, asked=asked, told=turn.language)

    def _spoken(self, turn: CallerTurn) -> Sets | None:
        """Not by a word or two, unless the turn before was in that language too."""
        heard = self._heard(turn)
        if heard is None or heard.tag == self._language.tag:
            return None
        is_plain = heard.how in (How.SPOKEN, How.NAMED) or heard.tag == self._before
        if not is_plain:
            return None
        named = heard.how is How.NAMED and not heard.rest
        return Sets(heard.tag, turn if named else msgspec.structs.replace(turn, text=heard.rest or turn.text))


def question_in(agent: Agent, tag: str, *, by_keys: bool) -> Sequence[str]:
    """How this language is asked for: after a greeting in it, and among others. `by_keys`: nobody hears it."""
    known = choosing_in(tag)
    if own := filled_sentences(agent.words_in(tag).which_language or "", agent.known, tag):
        return [own]
    assert known is not None, "a language without a question was refused at the start"
    called = [_called(each, known.names.get(main_of(each), ())) for each in agent.tags]
    names = f"{', '.join(called[:-1])} {known.conjunction} {called[-1]}"
    offer = known.offer_key if by_keys else known.offer
    return [known.which.format(languages=names), offer.format(key=agent.tags.index(tag) + 1)]


def _opening(turn: CallerTurn) -> CallerTurn:
    """Nothing is to be answered: the agent begins."""
    return CallerTurn(Occasion.ANSWERED, number=turn.number)


def _called(tag: str, names: Sequence[str]) -> str:
    """In a question: in words that everybody knows who speaks its language, or else its tag."""
    if names:
        return names[0]
    own = choosing_in(tag)
    return tag if own is None else own.names[main_of(tag)][0]


def choice_of(agent: Agent) -> LanguageChoice:
    """It takes a millisecond to make."""
    return LanguageChoice(agent.tags, {tag: agent.words_in(tag).names for tag in agent.tags})


def expected_names(agent: Agent, choice: LanguageChoice, unheard: Collection[str] = ()) -> Expectation:
    """The names of the languages, and greetings: what a recognizer listens for that knows phrases only. Without what
    holds one of the words that it does not know."""
    names = [name for name in choice.names() if _is_heard(name, unheard)]
    around = [f"[in] {name} [please]" for name in names] if _is_heard("in please", unheard) else names
    greetings = [each for tag in agent.tags for each in language_of(tag).turn.greetings]
    known = [" ".join(words(each)) for each in greetings if _is_heard(each, unheard)]
    return Expectation(language=agent.language, phrases=tuple(dict.fromkeys((*around, *known))))


def _is_heard(phrase: str, unheard: Collection[str]) -> bool:
    return all(word not in unheard for word in words(phrase))
