"""The opened services of an agent, of which those act in a call that have its language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import trio
from structlog.typing import FilteringBoundLogger

from offhook.actors.chain import Patience
from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.declaration import Remote
from offhook.actors.in_use import InUse, in_use
from offhook.actors.link import Chained, Link
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.chain import ResponderChain
from offhook.actors.responder.file_answers import FileAnswers
from offhook.actors.responder.service import Responder
from offhook.actors.settings import Settings
from offhook.actors.shared_services import SharedServices, links
from offhook.actors.speaker.cached_voice import SaidCache
from offhook.actors.speaker.chain import VoiceChain
from offhook.actors.speaker.service import Voice
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.tools.opening import Tools
from offhook.actors.warm_up import WarmConnections
from offhook.engine.record import facts
from offhook.engine.run.tool import Tool

KEYS_ONLY = "keys"
"""What hears callers in a language that no recognizer knows."""
_CAN = {"recognizer": "hears", "responder": "answers in", "speaker": "speaks"}
_WHO = {"recognizer": "recognizer", "responder": "model", "speaker": "voice"}
_CANNOT = {"recognizer": "does not hear", "responder": "does not answer in", "speaker": "does not speak"}

ServiceT = TypeVar("ServiceT", bound=Chained[object])


class Services:
    """The opened chains."""

    def __init__(
        self,
        settings: Settings,
        log: FilteringBoundLogger,
        recognizers: Sequence[Recognizer],
        responders: Sequence[Responder],
        voices: Sequence[Voice],
        memory_cache: SaidCache | None = None,
        chosen: Mapping[str, ChosenChain] | None = None,
        left_out: Mapping[str, str] | None = None,
        warnings: Sequence[str] = (),
        connections: Sequence[WarmConnections] = (),
        tools: Mapping[str, Tool] | None = None,
        shared: SharedServices | None = None,
        voice_links: Mapping[str, Sequence[Link[Voice]]] | None = None,
        by_keys: frozenset[str] = frozenset(),
        answers: FileAnswers | None = None,
    ) -> None:
        """With `shared` ones calls of other agents use the same links, with their breakers. `voice_links`: those of an
        agent, by language. `by_keys`: the languages that no recognizer has to hear. `answers` of the agent file are
        given before a responder is asked."""
        self.answers = answers
        self._settings = settings
        self.recognizers, self.responders, self.voices = recognizers, responders, voices
        self._recognizers = shared.recognizer_links if shared else links("recognizer", recognizers, log)
        self._responders = links("responder", responders, log, shared.responder_breakers if shared else None)
        self.voice_links: Mapping[str, Sequence[Link[Voice]]] = voice_links or {}
        """In another language than these, which no call of the agent has, those of the first one."""
        first = next(iter(self.voice_links), None)
        self._voices = links("speaker", voices, log) if first is None else self.voice_links[first]
        self.memory_cache = memory_cache
        """The cache of rendered sentences; None if it is off."""
        self._chosen, self._left_out = chosen or {}, left_out or {}
        self.warnings = [*warnings]
        """About services that are used, for the person who starts the server."""
        self.by_keys = by_keys
        self.unheard_words: frozenset[str] = frozenset()
        """Of the question which language to speak: what the recognizer does not know that hears phrases only."""
        self.connections = connections
        """What services would find open when a call needs it."""
        self.tools: Mapping[str, Tool] = {} if tools is None else tools  # as it is: it may have none yet
        """What agents may do besides speaking, by name."""

    def tool_sources(self) -> Mapping[str, str]:
        """Where each tool comes from, for people."""
        return {name: self.tools.source(name) for name in self.tools} if isinstance(self.tools, Tools) else {}

    def recognizer(self, language: str) -> RecognizerChain:
        chosen = self._settings.recognizer
        patience = Patience(chosen.switch_within_s, chosen.final_within_s, chosen.hedge_s)
        return RecognizerChain(_able("recognizer", self._recognizers, language), patience)

    def responder(self, language: str) -> ResponderChain:
        chosen = self._settings.responder
        patience = Patience(chosen.switch_within_s, chosen.part_within_s, chosen.hedge_s)
        return ResponderChain(_able("responder", self._responders, language), patience)

    def voice(self, language: str) -> VoiceChain:
        chosen = self._settings.speaker
        patience = Patience(chosen.switch_within_s, chosen.piece_within_s, chosen.hedge_s)
        return VoiceChain(_able("speaker", self._voice_links(language), language), patience)

    def _voice_links(self, language: str) -> Sequence[Link[Voice]]:
        return self.voice_links.get(language, self._voices)

    def chosen(self, language: str, responder: str) -> facts.ServicesChosen:
        """What is told of a call in this language."""
        hears = KEYS_ONLY if language in self.by_keys else self.recognizer(language).name
        return facts.ServicesChosen(hears, responder, self.voice(language).name)

    def lacks(self, language: str) -> str:
        """Why no call can go on in this language, in words for a model; empty if it can."""
        for role, names in self.serving(language).items():
            if not (names or (role == "recognizer" and language in self.by_keys)):
                return f"No {_WHO[role]} here {_CAN[role]} {language!r}."
        return ""

    def serving(self, language: str) -> Mapping[str, Sequence[str]]:
        """The services that have this language, by role."""
        return {
            role: [link.name for link in of_role if link.service.speaks(language)] for role, of_role in self._chains()
        }

    def not_serving(self, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Role and name of each service that has none of these languages."""
        for role, of_role in self._chains():
            for link in of_role:
                if not any(map(link.service.speaks, languages)):
                    yield role, link.name

    def next_voice(self, language: str) -> str:
        """The one that would speak now."""
        *others, last = _able("speaker", self._voice_links(language), language)
        return next((link.name for link in others if link.breaker.allows(trio.current_time())), last.name)

    def in_use(self, language: str) -> InUse:
        """The services that act in calls of this language."""
        roles = {}
        for role, of_role in self._chains():
            able = [link.name for link in of_role if link.service.speaks(language)]
            roles[role] = in_use(able, self._settings.roles()[role], self._chosen[role])
        return InUse(roles)

    @property
    def remotes(self) -> dict[str, Remote]:
        """Those over the network, by `role.name`, that calls may use."""
        names = self.links
        all_of_them = {f"{role}.{name}": each for role, of in self._chosen.items() for name, each in of.remotes.items()}
        return {name: each for name, each in all_of_them.items() if name in names}

    @property
    def links(self) -> dict[str, Link[Chained[object]]]:
        return {f"{role}.{link.name}": link for role, of_role in self._chains() for link in of_role}

    def unfit(self, language: str) -> Iterator[str]:
        """Problems: roles whose services do not know this language."""
        for role, of_role in self._chains():
            try:
                if of_role and not (role == "recognizer" and language in self.by_keys):
                    _able(role, of_role, language)
            except StartUpFailed as exc:
                yield from exc.problems

    def left_out(self, language: str) -> dict[str, str]:
        """Why a service of a chain is never used in this language, by `role.service`."""
        found = dict(self._left_out)
        for role, of_role in self._chains():
            for link in of_role:
                if not link.service.speaks(language):
                    found[f"{role}.{link.name}"] = f"{_CANNOT[role]} {language!r}"
        return found

    def _chains(self) -> Sequence[tuple[str, Sequence[Link[Chained[object]]]]]:
        return ("recognizer", self._recognizers), ("responder", self._responders), ("speaker", self._voices)


def _able(role: str, links: Sequence[Link[ServiceT]], language: str) -> list[Link[ServiceT]]:
    """Those that speak the language. Raises StartUpFailed if there is none."""
    able = [link for link in links if link.service.speaks(language)]
    if able:
        return able
    names = ", ".join(link.name for link in links)
    raise StartUpFailed(
        f"{role}.chain: none of its services ({names}) {_CAN[role]} {language!r}, the agent's language; "
        "add one that does"
    )
