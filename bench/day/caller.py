"""One caller of the day: rings, listens, speaks, interrupts, presses keys, leaves. The carrier does what TwiML says."""

import random
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

import trio

from bench.day.call_log import Asked, CallLog, Ending, Wait
from bench.day.ear import Ear
from bench.day.manners import GIVE_UP_S, INTERRUPT_AFTER_S, PAUSE_S, Act, manners
from bench.day.stream import QUIET, Stream, StreamFailed
from offhook.protocol.carriers.twilio import twiml_reader
from offhook.protocol.carriers.twilio.theirs import CarrierSide, StreamIdentity
from offhook.protocol.carriers.twilio.twiml_reader import (
    ConnectStream,
    Dial,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    Verb,
)
from offhook.telephone.clip import FRAME_S, Clip
from offhook.telephone.phone_network import CallError, Document, Network

MOST_DOCUMENTS = 20
ACCOUNT = "AC" + "0" * 32
KEYS = "123456789*"


class Caller:
    """One call. `tick` is due every 20 ms while `run` runs."""

    def __init__(
        self, sid: str, webhook: str, auth_token: str, network: Network, clips: Sequence[Clip], chance: random.Random
    ) -> None:
        self.log = CallLog(sid, trio.current_time())
        self._webhook, self._auth_token, self._network = webhook, auth_token, network
        self._clips, self._chance = clips, chance
        self._acts = manners(chance)
        self._ear = Ear()
        self._stream: Stream | None = None
        self._speech: list[bytes] = []
        """What is still to be said, the next frame last."""
        self._voice_ends = 0
        self._asked: tuple[Asked, float] | None = (Asked.CALLED, trio.current_time())
        self._agent_since: float | None = None
        self._act_at: float | None = None
        self._left = False
        self._broke_at = 0.0

    async def run(self) -> None:
        await trio.lowlevel.checkpoint()
        try:
            await self._follow()
        except CallError as exc:
            self._over(Ending.LOST if self.log.streams else Ending.UNREACHABLE, str(exc))
        self.log.ended_at = trio.current_time()
        self._settle(None)

    def tick(self, now: float) -> None:
        """Listen, decide, and send 20 ms."""
        stream = self._stream
        if stream is None or not stream.is_open or self._left:
            return
        self._listen(now)
        self._decide(stream, now)
        if not self._left:
            stream.send(self._next_frame(now), now)

    def _listen(self, now: float) -> None:
        heard = self._ear.heard(now)
        if heard is None:
            return
        begins, until = heard
        if self.log.last_heard_at < begins - INTERRUPT_AFTER_S:
            self._agent_since = begins
        self.log.last_heard_at = until
        if self._asked is not None and until > self._asked[1]:
            self._settle(max(begins, self._asked[1]))

    def _decide(self, stream: Stream, now: float) -> None:
        if self._asked is not None and now - self._asked[1] > GIVE_UP_S:
            self._hang_up(stream)
            return
        if self._speech:
            return
        act = self._acts[0]
        if act is Act.HANG_UP_AT_ONCE:
            self._at(now + self._chance.uniform(0, 6), now, lambda: self._hang_up(stream))
        elif act is Act.INTERRUPT and self._is_speaking(now):
            self.log.interrupted += 1
            self._speak()
        elif self._asked is None and not self._ear.is_sounding(now):
            self._at(now + self._chance.uniform(*PAUSE_S), now, lambda: self._do(act, stream, now))
        else:
            self._act_at = None

    def _is_speaking(self, now: float) -> bool:
        """Whether the agent has spoken long enough to be interrupted."""
        since = self._agent_since
        return since is not None and now - since > INTERRUPT_AFTER_S and self._ear.is_sounding(now)

    def _at(self, at: float, now: float, do: Callable[[], None]) -> None:
        """The first `at` counts, until it has come."""
        if self._act_at is None:
            self._act_at = at
        elif now >= self._act_at:
            self._act_at = None
            do()

    def _do(self, act: Act, stream: Stream, now: float) -> None:
        match act:
            case Act.SPEAK | Act.INTERRUPT:
                self._speak()
            case Act.PRESS | Act.PERSON:
                key = "0" if act is Act.PERSON else self._chance.choice(KEYS)
                stream.press(key)
                self.log.pressed += key
                self._asked = (Asked.PRESSED, now)
                self._acts.pop(0)
            case Act.HANG_UP | Act.HANG_UP_AT_ONCE:
                self._hang_up(stream)

    def _speak(self) -> None:
        clip = self._chance.choice(self._clips)
        self._speech = list(reversed(clip.frames))
        self._voice_ends = len(clip.frames) - clip.last_voiced
        self.log.spoke += 1
        self._acts.pop(0)
        self._asked = None

    def _next_frame(self, now: float) -> bytes:
        if not self._speech:
            return QUIET
        if len(self._speech) == self._voice_ends:
            self._asked = (Asked.SPOKE, now + FRAME_S)
        return self._speech.pop()

    def _hang_up(self, stream: Stream) -> None:
        self._left = True
        stream.hang_up()

    def _settle(self, heard_at: float | None) -> None:
        """What was asked last is answered, or never will be."""
        if self._asked is not None:
            why, since = self._asked
            until = trio.current_time() if heard_at is None else heard_at
            self.log.waits.append(Wait(why, since, heard_at, max(until, since)))
        self._asked = None

    async def _follow(self) -> None:
        """Raises CallError."""
        document = await self._fetch("POST", self._webhook, "ringing")
        for _ in range(MOST_DOCUMENTS):
            following = await self._obey(document)
            if following is None:
                return
            document = await self._fetch(following.method, urljoin(document.url, following.url), "in-progress")
        self._over(Ending.LOST, f"the call did not end after {MOST_DOCUMENTS} documents")

    async def _obey(self, document: Document) -> Redirect | None:
        await trio.lowlevel.checkpoint()
        for verb in twiml_reader.read(document.body):
            match verb:
                case ConnectStream():
                    await self._connect(verb, document)
                    if self._left:
                        self._over(Ending.CALLER)
                        return None
                case Redirect():
                    return verb
                case Dial(to=to):
                    self.log.put_through_to = to
                    self._over(Ending.TRANSFER)
                    return None
                case Say() | Play() | Pause() | Reject() | Hangup():
                    if self._is_end(verb):
                        return None
        self._over(Ending.SERVER)
        return None

    def _is_end(self, verb: Verb) -> bool:
        match verb:
            case Reject(reason=reason):
                self._over(Ending.BUSY, reason)
            case Hangup():
                self._over(Ending.SERVER)
            case _:
                return False
        return True

    async def _connect(self, verb: ConnectStream, document: Document) -> None:
        """One stream, until it ends. The caller stays on the line if it was not the caller who ended it."""
        name = f"MZ{self._chance.getrandbits(128):032x}"
        await trio.lowlevel.checkpoint()
        if self.log.streams:
            self.log.broke += 1
            self._asked = self._asked or (Asked.RETURNED, self._broke_at)
        self._ear, self._speech = Ear(), []
        self._stream = Stream(CarrierSide(StreamIdentity(ACCOUNT, self.log.sid, name)), self._ear)
        self.log.streams += 1
        try:
            await self._stream.run(urljoin(document.url, verb.url), verb.parameters, self._auth_token)
        except StreamFailed as exc:
            self.log.why = f"media socket: {exc}"
        self._broke_at = trio.current_time()
        self.log.heard_s += self._ear.heard_s

    async def _fetch(self, method: str, url: str, status: str) -> Document:
        form = {
            "CallSid": self.log.sid,
            "AccountSid": ACCOUNT,
            "From": "+15005550006",
            "To": "+15005550001",
            "CallStatus": status,
            "ApiVersion": "2010-04-01",
            "Direction": "inbound",
        }
        return await self._network.fetch(method, url, form)

    def _over(self, ending: Ending, why: str = "") -> None:
        self.log.ending, self.log.why = ending, why or self.log.why
