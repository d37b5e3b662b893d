"""Facts about the agent: how a reply is made, sounds, is interrupted and was heard."""

from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.warm_transfer import WarmTransfer
from offhook.engine.record.facts.what import What
from offhook.engine.words.expectation import Expectation


class TurnBegan(What, frozen=True):
    """This turn answers from now on. `after` had the floor before."""

    after: int


class ReplyBegun(What, frozen=True):
    """The responder begins to make a reply, or the draft of one."""

    responder: str
    draft: bool


class FirstToken(What, frozen=True):
    """The first piece of the reply came from the responder."""


class SentenceWritten(What, frozen=True):
    """The responder has written a sentence of the reply, or of the draft of one. `asks` numbers the question in it. Of
    keys that are sent as `tones`, `text` says which. `language` is the one in which it is spoken, where the call may
    be in several."""

    text: str
    protected: bool
    asks: int
    tones: bool = False
    language: str = ""


class ReplyWritten(What, frozen=True):
    """The responder has written the reply to its end. Once it is heard, the call is ended if it `hangs_up`, or
    transferred, `warm` if whoever picks up is asked first. `expects` is what a tool has asked the caller for."""

    hangs_up: bool = False
    for_silence: bool = False
    transfer_to: str | None = None
    expects: Expectation | None = None
    warm: WarmTransfer | None = None


class AnsweredFromFile(What, frozen=True):
    """The reply is an answer of `[[answers]]` in the agent file: no responder was asked. `entry` is its name."""

    entry: str


class SessionKept(What, frozen=True):
    """What the session of a responder needs to go on in a new stream, in a form of its own."""

    responder: str
    state: str


class DraftCommitted(What, frozen=True):
    """The caller said no more than the draft answers, so it is the reply."""

    begun_s: float


class DraftDiscarded(What, frozen=True):
    """A draft was given up. `characters` of it had been generated."""

    characters: int


class SentenceBegun(What, frozen=True):
    """The voice is given a sentence."""

    filler: bool


class VoiceSounded(What, frozen=True):
    """The voice has rendered the first piece of a sentence."""

    filler: bool


class SentenceSounded(What, frozen=True):
    """The first audio of a sentence was handed over to be sent. `number` counts the sentences of the reply."""

    number: int
    text: str


class AudioSent(What, frozen=True):
    """Audio of the turn was accepted by the socket: `length` bytes of mu-law."""

    length: int
    filler: bool


class MarkSent(What, frozen=True):
    """A mark was accepted by the socket."""

    name: str


class MarkEchoed(What, frozen=True):
    """The carrier sent a mark back. With a turn: it proves that audio of this turn's own was played."""

    name: str


class ClearSent(What, frozen=True):
    """A clear was accepted by the socket."""


class Interrupted(What, frozen=True):
    """The caller's speech, words or keys stopped the agent, or the call ended while it spoke. `onset_after_s` is the
    time from the first voiced frame until the VAD detected the speech; None if speech did not interrupt."""

    onset_after_s: float | None


class VerdictGiven(What, frozen=True):
    """It was decided whether an interruption counts."""

    counts: bool


class Resumed(What, frozen=True):
    """The reply goes on after a false alarm, `from_ms` into the sentence."""

    from_ms: int


class AllPlayed(What, frozen=True):
    """The caller has heard the whole turn, or there was nothing to hear. `ready` unless the reply to a later turn
    waits."""

    ready: bool


class Heard(What, frozen=True):
    """What was heard of the turn, between two times. Not `certain` yet if a clear is still on its way: then this fact
    comes again."""

    sentences: tuple[HeardSentence, ...]
    from_s: float
    until_s: float
    interrupted: bool
    certain: bool


class HeardByNow(What, frozen=True):
    """A mark came back while the turn sounds: so much of it was heard by now."""

    sentences: tuple[HeardSentence, ...]
    from_s: float
    until_s: float


AgentFact = (
    TurnBegan
    | ReplyBegun
    | FirstToken
    | SentenceWritten
    | ReplyWritten
    | AnsweredFromFile
    | SessionKept
    | DraftCommitted
    | DraftDiscarded
    | SentenceBegun
    | VoiceSounded
    | SentenceSounded
    | AudioSent
    | MarkSent
    | MarkEchoed
    | ClearSent
    | Interrupted
    | VerdictGiven
    | Resumed
    | AllPlayed
    | Heard
    | HeardByNow
)
