"""The places for calls of one server, counted over all its workers, and the use of tokens only once.

A place is a number in the folder that the workers share, and it is taken while any worker holds it:

    webhook       the worker holds a free place alone, writes into its record whose it is, and from then on holds it
                  together with whoever else may come
    stream        comes with the token of its webhook, to any worker. That worker holds the same place too, and checks
                  the record. Only then it makes the file that says "used", which one alone can make
    webhook       the first worker sees that file and lets go

So a place is never free on its way from one worker to the other, and is still one place. If the first worker dies
before the stream comes, the place is free and the token good: the stream gets the place if nobody else has taken it,
or the next free one. If the second one dies, the kernel gives back what it held.

A file "used" stays until long after its token has expired, whatever becomes of the worker that made it. Where it cannot
be made, because the disk is full or somebody has deleted the folder, that worker holds a number of the token alone
instead: locks need no disk. Calls go on being answered, and a token is used again only if that worker has died.

BeingAdmitted            another worker is answering a webhook of the same call at this moment
AlreadyUsed              another stream came with this token before
"""

import hashlib
import struct
from collections.abc import Callable, Iterator

import msgspec

from offhook.engine.host.shared_folder import RECORD_BYTES, SharedFolder
from offhook.protocol.stream_token import NONCE_BYTES, StreamToken

USED_KEPT_S = 3600.0
"""How long after its end a token is remembered as used: a clock that is set back by less makes none good again."""
_RECORD = struct.Struct(">16sQ16s")
_CALLS = 1 << 40
"""The numbers from here on are of calls: whoever answers a webhook of a call holds its number alone meanwhile."""
_TOKENS = 1 << 41
"""The numbers from here on are of tokens whose file cannot be made."""
_USED = "used-"


class BeingAdmitted(Exception):
    """Ask again in a moment: it will have a place, or there is none."""


class AlreadyUsed(Exception):
    """A token is good for one stream."""


class Claim(msgspec.Struct, eq=False):
    """A call's hold on its place. Without a place for now, it is given the next one that is free."""

    call: bytes
    place: int | None


class Places:
    """One worker's view. Synchronous.

    `now` is in seconds since 1970 UTC, which a token needs because it goes from one worker to another. How long a
    worker keeps a place for a stream that does not come is by its own steady clock: by a wall clock that is set back it
    would be hours.
    """

    def __init__(
        self,
        folder: SharedFolder,
        number: int,
        *,
        first: int = 0,
        tell_failed: Callable[[OSError], None] = lambda exc: None,
    ) -> None:
        """`first` is where this worker begins to look for a free one; others had better begin elsewhere. `tell_failed`
        hears of failures of the disk that disturb no call. Raises UnusableFolder."""
        self._folder, self._number, self._first = folder, number, first % number
        self._tell_failed = tell_failed
        self._used_here: dict[int, int] = {}  # by the number held for a token, when that expires
        folder.make_room(number)
        self._reserved: dict[int, tuple[StreamToken, float]] = {}
        self._calls: dict[int, Claim] = {}
        self._waiting: list[Claim] = []

    @property
    def held(self) -> int:
        """How many this worker holds."""
        return len(self._reserved.keys() | self._calls.keys())

    @property
    def needs_a_look(self) -> bool:
        """Whether something here changes by itself, with time or by another worker."""
        return bool(self._reserved or self._waiting)

    def is_one_free(self) -> bool:
        return any(not self._is_ours(place) and self._folder.is_free(place) for place in range(self._number))

    def reserve(self, call_id: str, new: StreamToken, *, now: float, until: float) -> StreamToken | None:
        """A place for a call, whose stream will follow, kept `until` then by the steady clock. None if none is free.

        A call that has asked before, here or at another worker, has the same token again; else it is the `new` one,
        with its place. Raises BeingAdmitted, and OSError for a disk that fails.
        """
        call = _digest(call_id)
        if not call_id:
            return self._reserve(call, new, until)
        number = _CALLS + int.from_bytes(call[:5])
        if not self._folder.hold(number, alone=True):
            raise BeingAdmitted
        try:
            return self._reserved_before(call, now, until) or self._reserve(call, new, until)
        finally:
            self._folder.let_go(number)

    def is_expected(self, call_id: str, now: float) -> bool:
        """Whether a webhook of this call was answered, at any worker, and its stream may still come. Raises OSError."""
        tokens = self._tokens_of(_digest(call_id)) if call_id else ()
        return any(now * 1000 < token.expires_ms and not self._is_used(token) for token in tokens)

    def has_begun(self, call_id: str) -> bool:
        """Whether a stream of this call has come, at any worker, or none will: known until another call has its place.
        Raises OSError."""
        tokens = self._tokens_of(_digest(call_id)) if call_id else ()
        return any(not token.expires_ms or self._is_used(token) for token in tokens)

    def give_up(self, call_id: str) -> None:
        """No stream of this call will come: whichever worker keeps a place for it lets go. Raises OSError."""
        for token in self._tokens_of(_digest(call_id)) if call_id else ():
            if token.expires_ms:
                self._use(token)

    def claim(self, call_id: str, token: StreamToken) -> Claim:
        """The stream of a token has come. It is served even if its place is lost and no other one is free, and whatever
        the disk does. Raises AlreadyUsed."""
        if self._is_used(token):
            raise AlreadyUsed  # so far only a look: whoever makes the file below is the one
        call = _digest(call_id)
        place: int | None = token.place
        if not self._hold_again(call, token):
            place = self._take_free_if_possible(call, token)
        if not self._use(token):
            if place is not None and not self._is_ours(place):
                self._folder.let_go(place)
            raise AlreadyUsed
        return self._begin(Claim(call, place))

    def take(self, call_id: str) -> Claim | None:
        """A place for a stream without a token; None if none is free. Raises OSError."""
        call = _digest(call_id)
        place = self._take_free(call, StreamToken(0, 0, bytes(NONCE_BYTES)))
        return None if place is None else self._begin(Claim(call, place))

    def give_back(self, claim: Claim) -> None:
        """The call is over. May be done twice."""
        if claim in self._waiting:
            self._waiting.remove(claim)
        if claim.place is not None and self._calls.get(claim.place) is claim:
            del self._calls[claim.place]
            self._folder.let_go(claim.place)

    def look(self, steady_now: float) -> None:
        """Let go of places whose call has begun at another worker, or did not come. Raises OSError."""
        for place, (token, until) in list(self._reserved.items()):
            if steady_now >= until or self._is_used(token):
                del self._reserved[place]
                self._folder.let_go(place)
        for claim in list(self._waiting):
            claim.place = self._take_free_if_possible(claim.call, StreamToken(0, 0, bytes(NONCE_BYTES)))
            if claim.place is None:
                return
            self._waiting.remove(claim)
            self._calls[claim.place] = claim

    def forget_used(self, now: float) -> None:
        """Remove what is only kept of tokens that expired long ago. Raises OSError."""
        for number, expires_ms in list(self._used_here.items()):
            if expires_ms < (now - USED_KEPT_S) * 1000:
                del self._used_here[number]
                self._folder.let_go(number)
        for name in self._folder.names():
            if name.startswith(_USED) and int(name.split("-")[1]) < (now - USED_KEPT_S) * 1000:
                self._folder.remove(name)

    def _is_ours(self, place: int) -> bool:
        return place in self._reserved or place in self._calls

    def _is_used(self, token: StreamToken) -> bool:
        number = _number_of(token)
        if number in self._used_here or not self._folder.is_free(number):
            return True
        try:
            return self._folder.read(_used_name(token)) is not None
        except OSError as exc:
            self._tell_failed(exc)
            return False

    def _use(self, token: StreamToken) -> bool:
        """False if somebody else was faster."""
        try:
            return self._folder.make(_used_name(token))
        except OSError as exc:
            self._tell_failed(exc)
            number = _number_of(token)
            is_first = self._folder.hold(number, alone=True)
            if is_first:
                self._used_here[number] = token.expires_ms
            return is_first

    def _begin(self, claim: Claim) -> Claim:
        if claim.place is None:
            self._waiting.append(claim)
        else:
            self._reserved.pop(claim.place, None)
            self._calls[claim.place] = claim
        return claim

    def _reserve(self, call: bytes, new: StreamToken, until: float) -> StreamToken | None:
        place = self._take_free(call, new)
        if place is None:
            return None
        token = msgspec.structs.replace(new, place=place)
        self._reserved[place] = token, until
        return token

    def _take_free(self, call: bytes, token: StreamToken) -> int | None:
        """Hold a free place, with a record of whose it is: an older token for the same place is void by that."""
        for offset in range(self._number):
            place = (self._first + offset) % self._number
            if not self._is_ours(place) and self._folder.hold(place, alone=True):
                try:
                    self._folder.write_record(place, _RECORD.pack(call, token.expires_ms, token.nonce))
                except OSError:
                    self._folder.let_go(place)
                    raise
                self._folder.hold(place, alone=False)
                return place
        return None

    def _take_free_if_possible(self, call: bytes, token: StreamToken) -> int | None:
        """A call that is there waits for a disk that fails as it does for a place."""
        try:
            return self._take_free(call, token)
        except OSError as exc:
            self._tell_failed(exc)
            return None

    def _reserved_before(self, call: bytes, now: float, until: float) -> StreamToken | None:
        """The token of an earlier webhook of this call, if its stream may still come; its place is held here too."""
        for token in self._tokens_of(call):
            if now * 1000 < token.expires_ms and not self._is_used(token) and self._hold_again(call, token):
                self._reserved[token.place] = token, until
                return token
        return None

    def _tokens_of(self, call: bytes) -> Iterator[StreamToken]:
        records = self._folder.records(self._number)
        at = records.find(call)
        while at >= 0:
            if at % RECORD_BYTES == 0:
                _, expires_ms, nonce = _RECORD.unpack_from(records, at)
                yield StreamToken(at // RECORD_BYTES, expires_ms, nonce)
            at = records.find(call, at + 1)

    def _hold_again(self, call: bytes, token: StreamToken) -> bool:
        """Hold the place of a token, if it is still reserved for it: held by a worker, or free and not taken since."""
        if self._is_ours(token.place):
            reserved = self._reserved.get(token.place)
            return reserved is not None and reserved[0] == token
        if not self._folder.hold(token.place, alone=False):
            return False
        if self._folder.record(token.place).startswith(_RECORD.pack(call, token.expires_ms, token.nonce)):
            return True
        self._folder.let_go(token.place)
        return False


def _digest(call_id: str) -> bytes:
    return hashlib.sha256(call_id.encode(errors="surrogatepass")).digest()[:16]


def _number_of(token: StreamToken) -> int:
    return _TOKENS + int.from_bytes(token.nonce[:5])


def _used_name(token: StreamToken) -> str:
    return f"{_USED}{token.expires_ms:015d}-{token.nonce.hex()}"
