"""The admission of one worker: tokens for streams, and places that all workers of the server count together."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import trio
from structlog.typing import FilteringBoundLogger

from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.shared_folder import SharedFolder
from offhook.engine.host.told_once import ToldOnce
from offhook.engine.host.world import World
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.admission import NotAdmitted
from offhook.engine.run.places import AlreadyUsed, BeingAdmitted, Claim, Places
from offhook.protocol.stream_token import (
    KEY_BYTES,
    NONCE_BYTES,
    TOKEN_PARAMETER,
    BadStreamToken,
    StreamToken,
    read_token,
    sign,
)

LOOK_S = 0.25
"""How soon a place is given back whose call has begun at another worker; the promise is 2 s."""
TWIN_S = 0.01
TWIN_WITHIN_S = 1.0  # two webhooks of one call at one moment take microseconds, unless a worker is stopped just then
FORGET_S = 60.0
_KEY = "key"


class CallPlace:
    """A call's place, until it is given back."""

    __slots__ = ("_claim", "_places")

    def __init__(self, places: Places, claim: Claim) -> None:
        self._places, self._claim = places, claim

    def give_back(self) -> None:
        self._places.give_back(self._claim)


class SharedAdmission:
    """One worker's view of what all workers share."""

    def __init__(self, folder: SharedFolder, settings: EngineSettings, world: World, log: FilteringBoundLogger) -> None:
        """Raises UnusableFolder and OSError."""
        self._settings, self._world, self._log = settings.admission, world, log
        self._nonces = world.random("stream tokens")
        calls = settings.limits.calls
        self._failures = ToldOnce()
        first = self._nonces.randrange(calls)
        self._places = Places(folder, calls, first=first, tell_failed=self._tell_failed)
        self._key = _shared_key(folder, world)
        self._something_reserved = trio.Event()

    @property
    def has_room(self) -> bool:
        return self._places.is_one_free()

    @property
    def held(self) -> int:
        return self._places.held

    async def admit(self, call_id: str, *, returns: bool = False) -> str | None:
        await trio.lowlevel.checkpoint()
        give_up_at = trio.current_time() + TWIN_WITHIN_S
        while trio.current_time() < give_up_at:
            try:
                if (token := self._reserve(call_id)) is not None:
                    return token
                break
            except BeingAdmitted:
                await trio.sleep(TWIN_S)
            except OSError as exc:
                self._tell_failed(exc)
                break
        return self._without_place(call_id) if returns else None

    def is_expected(self, call_id: str) -> bool:
        try:
            return self._places.is_expected(call_id, self._world.wall_time())
        except OSError as exc:
            self._tell_failed(exc)
            return False

    def has_begun(self, call_id: str) -> bool:
        try:
            return self._places.has_begun(call_id)
        except OSError as exc:
            self._tell_failed(exc)
            return False

    def give_up(self, call_id: str) -> None:
        try:
            self._places.give_up(call_id)
        except OSError as exc:
            self._tell_failed(exc)

    def claim(self, call_id: str, parameters: Mapping[str, str], *, needs_token: bool) -> CallPlace:
        text = parameters.get(TOKEN_PARAMETER, "")
        try:
            if text or needs_token:
                token = read_token(text, self._key, call_id, self._world.wall_time())
                claim: Claim | None = self._places.claim(call_id, token)
            else:
                claim = self._places.take(call_id)
        except BadStreamToken as exc:
            raise NotAdmitted(str(exc), ServerFault.WITHOUT_TOKEN) from exc
        except AlreadyUsed as exc:
            raise NotAdmitted("the token was used before", ServerFault.WITHOUT_TOKEN) from exc
        except OSError as exc:
            self._tell_failed(exc)
            raise NotAdmitted("the runtime folder cannot be used", ServerFault.CONNECTIONS_REFUSED) from exc
        if claim is None:
            raise NotAdmitted("all places are taken", ServerFault.CONNECTIONS_REFUSED)
        self._something_reserved.set()  # or waits for a place
        return CallPlace(self._places, claim)

    async def keep(self) -> None:
        """Look after the places that were reserved here, as long as the server runs."""
        forget_at = trio.current_time()
        while True:
            await self._something_reserved.wait()
            self._something_reserved = trio.Event()
            while self._places.needs_a_look:
                await trio.sleep(LOOK_S)
                now = trio.current_time()
                try:
                    self._places.look(now)
                    if now >= forget_at:
                        forget_at = now + FORGET_S
                        self._places.forget_used(self._world.wall_time())
                except OSError as exc:
                    self._tell_failed(exc)

    def _reserve(self, call_id: str) -> str | None:
        now, until = self._world.wall_time(), trio.current_time() + self._settings.unclaimed_s
        token = self._places.reserve(call_id, self._new_token(), now=now, until=until)
        if token is None:
            return None
        self._something_reserved.set()
        return sign(token, self._key, call_id)

    def _without_place(self, call_id: str) -> str:
        return sign(self._new_token(), self._key, call_id)

    def _new_token(self) -> StreamToken:
        expires_at = self._world.wall_time() + self._settings.unclaimed_s
        return StreamToken(0, round(expires_at * 1000), self._nonces.randbytes(NONCE_BYTES))

    def _tell_failed(self, exc: OSError) -> None:
        error = exc.strerror or str(exc)
        if self._failures.is_news(error):
            self._log.error("runtime folder cannot be used", error=error)


@asynccontextmanager
async def open_admission(
    folder: SharedFolder, settings: EngineSettings, world: World, log: FilteringBoundLogger
) -> AsyncIterator[SharedAdmission]:
    """Raises UnusableFolder and OSError."""
    admission = SharedAdmission(folder, settings, world, log)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(admission.keep, name="admission")
        yield admission
        nursery.cancel_scope.cancel(reason="server over")


def _shared_key(folder: SharedFolder, world: World) -> bytes:
    """The key of the worker that was first; it lives as long as the folder."""
    folder.make(_KEY, world.random("stream token key").randbytes(KEY_BYTES))
    key = folder.read(_KEY)
    assert key is not None, "it was there a moment ago"
    return key
