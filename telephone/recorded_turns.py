"""The carrier's part of a call without a stream: it plays what the server names, and records what the caller says."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

import msgspec
import trio

from offhook.protocol.carriers.twilio.twiml_reader import Gather, Record, Redirect
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.telephone.clip import ClipError, from_wav
from offhook.telephone.phone_events import CarrierVoice, TurnRecorded
from offhook.telephone.phone_line import ClassicDelays, PhoneLine, open_line, spoken_by_carrier
from offhook.telephone.phone_log import PhoneLog
from offhook.telephone.phone_network import CallError, Network
from offhook.telephone.phone_script import PhoneScript, Progress
from offhook.telephone.phone_stream import HangUpRule
from offhook.telephone.recording_store import RecordingStore, open_recording_store


class Following(msgspec.Struct, frozen=True):
    """What the carrier asks next, and what it says with that."""

    redirect: Redirect
    status: str = "in-progress"
    form: Mapping[str, str] = {}


class RecordedTurns:
    """One call's. The line is opened by the first verb that needs it, and stays open until `stack` is left."""

    def __init__(
        self,
        script: PhoneScript,
        log: PhoneLog,
        rule: HangUpRule,
        delays: ClassicDelays,
        network: Network,
        stack: AsyncExitStack,
    ) -> None:
        self._script, self._log, self._rule, self._delays = script, log, rule, delays
        self._network, self._stack = network, stack
        self._line: PhoneLine | None = None
        self._store: RecordingStore | None = None
        self._ended_by_key = False  # the last recording

    @property
    def is_open(self) -> bool:
        return self._line is not None

    @property
    def has_left(self) -> bool:
        """The caller has hung up."""
        return self._line is not None and self._line.left.is_set()

    @property
    def progress(self) -> Progress:
        return Progress.GOING_ON if self._line is None else self._line.progress

    async def play(self, url: str) -> None:
        """Fetch a sound and play it to its end. Raises CallError."""
        line = await self._open_line()
        file = await self._network.fetch_sound(url)
        await trio.sleep(self._delays.delivery_s)
        try:
            clip = from_wav(file)
        except ClipError as exc:
            raise CallError(f"{url} cannot be played: {exc}") from exc
        await line.play(b"".join(clip.frames))

    async def say(self, words: str) -> None:
        """In the carrier's own voice."""
        line = await self._open_line()
        await trio.sleep(self._delays.delivery_s)
        self._log.add(CarrierVoice(trio.current_time(), words))
        await line.play(spoken_by_carrier(words))

    async def record(self, verb: Record) -> Following | None:
        """None if nothing was said."""
        line, delays = await self._open_line(), self._delays
        taken = await line.record(verb.silence_s, verb.longest_s, verb.keys)
        self._ended_by_key = bool(taken.digits)
        seconds = len(taken.mulaw) / BYTES_PER_S
        self._log.add(TurnRecorded(trio.current_time(), seconds, taken.digits))
        if taken.is_silent and not taken.has_left:
            return None
        await trio.sleep(delays.upload_s)
        assert self._store is not None
        url = self._store.keep(taken.mulaw)
        await trio.sleep(delays.callback_s)
        digits = "hangup" if taken.has_left else taken.digits
        form = {"RecordingUrl": url, "RecordingDuration": str(max(1, round(seconds))), "Digits": digits}
        status = "completed" if taken.has_left else "in-progress"
        return Following(Redirect(verb.action, verb.method), status, form)

    async def gather(self, verb: Gather) -> Following | None:
        """None if no key was pressed. A caller whose key has ended the recording before is asked for the whole entry
        once more, and keys it in again."""
        line = await self._open_line()
        if self._ended_by_key:
            self._script.key_in_again()
        self._ended_by_key = False
        if verb.said:
            self._log.add(CarrierVoice(trio.current_time(), verb.said))
        keys = await line.gather(verb.most, verb.pause_s, verb.end_key, spoken_by_carrier(verb.said))
        if not keys or self.has_left:
            return None
        return Following(Redirect(verb.action, verb.method), form={"Digits": keys})

    async def _open_line(self) -> PhoneLine:
        if self._line is None:
            self._store = await self._stack.enter_async_context(open_recording_store(self._delays.download_s))
            self._line = await self._stack.enter_async_context(open_line(self._script, self._log, self._rule))
        return self._line
