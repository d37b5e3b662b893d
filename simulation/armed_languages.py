"""What a random call needs so that its language may change, and what is checked of it afterwards."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import trio

from offhook.actors.recognizer.service import Recognizer, Transcript
from offhook.actors.responder.service import Occasion
from offhook.actors.speaker.service import Voice
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.reporter import OpenObserver
from offhook.engine.words.languages import choosing_in
from offhook.engine.words.split_sentences import split_sentences
from offhook.simulation.chance_languages import Chooser, LanguagesPlan
from offhook.simulation.chance_tools import Act
from offhook.simulation.language_promises import check_languages
from offhook.simulation.language_services import Ear, Tongue
from offhook.simulation.language_witness import LanguageWitness
from offhook.simulation.placed_voice import PlacedVoice
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, ToldAt, Wish
from offhook.simulation.watched_services import WatchedRecognizer, WatchedVoice

CONFIDENCE = 0.9


class ArmedLanguages:
    """The languages of one call; its own alone without a plan."""

    def __init__(
        self,
        plan: LanguagesPlan | None,
        recognizer: type[WatchedRecognizer] = WatchedRecognizer,
        voice: type[WatchedVoice] = WatchedVoice,
    ) -> None:
        self._plan, self._recognizer, self._voice = plan, recognizer, voice
        self.witness = LanguageWitness(plan.tags[0] if plan is not None else "en")

    def agent(self, text: str) -> str:
        """An agent file, with the languages of this call."""
        plan = self._plan
        if plan is None:
            return text
        if plan.chooser is Chooser.MODEL:
            tables = "".join(f"\n[languages.{tag}]\n" for tag in plan.tags[1:])
            return f'language = "{plan.tags[0]}"\n{text}{tables}\n[built_in]\ntools = ["set_language"]\n'
        tags = ", ".join(f'"{tag}"' for tag in plan.tags)
        return f'language = "{plan.chooser.value}"\nlanguages = [{tags}]\n{text}'

    def hears(self, otherwise: Sequence[str]) -> Sequence[str | Transcript]:
        if self._plan is None:
            return otherwise
        return [
            text if heard is None else Transcript(heard.text, CONFIDENCE, language=heard.told)
            for heard, text in zip(self._plan.hears, otherwise, strict=True)
        ]

    def wishes(self, otherwise: Iterable[Wish]) -> Iterator[Wish]:
        return iter(otherwise) if self._plan is None else self._plan.wishes(otherwise)

    def recognizers(self, in_front: Sequence[Recognizer], real: SimulatedRecognizer) -> Sequence[Recognizer]:
        plan = self._plan
        if plan is None:
            return [*in_front, real]
        tags = [tag for tag in plan.tags if tag != plan.unheard]
        behind = [
            Ear("ear in front", real, tags, plan.opens_in_s, plan.ear),
            Ear("ear behind", real, tags, plan.opens_in_s),
        ]
        return [self._recognizer(each, self.witness) for each in (*in_front, *behind)]

    def voices(self, in_front: Sequence[Voice], real: PlacedVoice) -> Sequence[Voice]:
        plan = self._plan
        if plan is None:
            return [*in_front, real]
        tags = [tag for tag in plan.tags if tag != plan.unspoken]
        behind = [
            Tongue("tongue in front", real, tags, plan.opens_in_s, plan.tongue),
            Tongue("tongue behind", real, tags, plan.opens_in_s),
        ]
        return [self._voice(each, self.witness) for each in (*in_front, *behind)]

    @property
    def observers(self) -> Sequence[OpenObserver]:
        return () if self._plan is None else (self.witness.open,)

    def but_openings(self, told: Sequence[ToldAt]) -> Sequence[Occasion]:
        """On which occasions a model was asked, other than to begin in a language that the caller has chosen then."""
        sets = {change.at for change in self.witness.sets}
        return [
            each.turn.occasion for each in told if each.turn.occasion is not Occasion.ANSWERED or each.at not in sets
        ]

    async def watch(self, acts: Mapping[Act, Callable[[], None]]) -> None:
        """Until cancelled. `acts` is how to do what may happen when the language changes."""
        await trio.lowlevel.checkpoint()
        if self._plan is None:
            return
        for each in sorted(self._plan.meanwhile, key=lambda each: each.change):
            await self.witness.wait_changes(each.change)
            await trio.sleep(each.after_s)
            acts[each.act]()

    def check(self, agent: str, record: CallRecord, model: SimulatedResponder) -> Counter[str]:
        """Raises BrokenPromise. Returns what happened."""
        plan, witness = self._plan, self.witness
        if plan is None:
            return Counter()
        known = _fixed(load_agent("test.toml", agent).filled(), plan)
        known |= {text: {language} for text, language in model.written_in.items()}
        check_languages(plan, witness, model.told_at, record, known)
        return _happened(plan, witness)


def _fixed(agent: Agent, plan: LanguagesPlan) -> dict[str, set[str]]:
    """What is said that no model writes, and in which languages."""
    fixed: dict[str, set[str]] = {}
    for tag in plan.tags:
        said = agent.in_language(tag)
        choosing = choosing_in(tag)
        assert choosing is not None, "each of the five has its question"
        texts = [said.greeting, said.goodbye, said.apology, said.repeat, said.line_dropped, *said.fillers]
        names = [choosing.names[each][0] for each in plan.tags]
        texts.append(choosing.which.format(languages=f"{', '.join(names[:-1])} {choosing.conjunction} {names[-1]}"))
        texts.append(choosing.offer.format(key=plan.tags.index(tag) + 1))
        for text in texts:
            for sentence in (text, *split_sentences(text, tag)):
                fixed.setdefault(sentence, set()).add(tag)
    return fixed


def _happened(plan: LanguagesPlan, witness: LanguageWitness) -> Counter[str]:
    """What happened to the languages of a call: so that it can be counted how often each thing comes."""
    counts: Counter[str] = Counter()
    by = plan.chooser.value
    counts[f"set by {by}"] = len(witness.sets)
    counts["asked"] = len(witness.changes) - len(witness.sets)
    languages = [each.language for each in witness.sentences]
    counts["sentences in another language than the one before"] = sum(
        one != other for one, other in pairwise(languages)
    )
    counts["streams that returned"] = witness.streams - 1
    if witness.streams > 1 and witness.sets:
        counts["returned in a language that was set"] = 1
    return +counts
