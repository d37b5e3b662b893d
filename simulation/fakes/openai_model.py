"""What the fakes of OpenAI's two interfaces for text have in common: what they are told to say, how they say it badly,
and which requests they refuse. They share no code with the clients that they are for."""

import enum
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Protocol

import msgspec
import trio

from offhook.simulation.fakes.http_server import Answerer, CutOff, HttpServer, Received
from offhook.simulation.fakes.openai_models import answer_about_model

RESULT = "{result}"
"""In a text: what the tools have given."""
KEY = "sk-fake-0123456789"
CREATED = 1_790_000_000
Frame = dict[str, object]


class Fault(enum.Enum):
    """What goes wrong, and where."""

    HANG_BEFORE_HEAD = "nothing comes at all"
    HANG_AFTER_HEAD = "the head comes, and nothing after it"
    HANG_MID_STREAM = "half of the pieces come"
    CLOSE_BEFORE_HEAD = "the connection is closed at once"
    CLOSE_AFTER_HEAD = "the connection is closed behind the head"
    CLOSE_MID_STREAM = "the connection is closed half way"
    RESET_MID_STREAM = "the connection is reset half way"
    END_MID_STREAM = "the answer ends half way, as if it were complete"
    ERROR_MID_STREAM = "an error object instead of the second half"
    MALFORMED_EVENT = "JSON that is none, half way"
    WRONG_SHAPE = "JSON that is no chunk, half way"
    NO_HTTP = "bytes that are no HTTP"
    HTML = "a page for people, with status 200"
    NOT_STREAMED = "a whole completion in one piece, although a stream was asked for"
    ONLY_COMMENTS = "comments for ever, as a server that is alive and does nothing"
    HANG_AT_THE_END = "all comes but the end"
    ENDLESS = "the pieces again and again"
    HANG_IN_ARGUMENTS = "nothing more comes in the middle of the last call's arguments"
    CLOSE_IN_ARGUMENTS = "the connection is closed there"
    END_IN_ARGUMENTS = "the answer ends there, as if it were complete"


_IN_ARGUMENTS = (Fault.HANG_IN_ARGUMENTS, Fault.CLOSE_IN_ARGUMENTS, Fault.END_IN_ARGUMENTS)


class Call(msgspec.Struct, frozen=True):
    """A tool that the model calls."""

    name: str
    arguments: str = "{}"
    """As the model writes it, which need not be JSON."""
    id: str | None = None
    """None: the fake gives it one; empty: the call has none."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """Of the arguments, as a model writes them. Very long ones are no more than two hundred."""
        return pieces_of(self.arguments, max(5, len(self.arguments) // 200 + 1))


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one request gets."""

    pieces: tuple[str, ...] = ("Hel", "lo. We are", " open", " until nine. ", "Anything", " else?")
    """`{result}` stands for what the tools have given that were called just before."""
    calls: tuple[Call, ...] = ()
    """Behind the text, at one time."""
    finish: str = ""
    """Why it ends. Empty: as OpenAI says it of a text, or of calls."""
    refusal: str = ""
    status: int = 200
    error: Mapping[str, object] = {}
    """The `error` object of the body, if the status is not 200."""
    headers: Mapping[str, str] = {}
    before_head_s: float = 0.0
    first_piece_s: float = 0.0
    piece_s: float = 0.0
    fault: Fault | None = None


def refused(status: int, code: str | None, message: str, kind: str = "invalid_request_error", **headers: str) -> Answer:
    """An error as OpenAI words it."""
    error = {"message": message, "type": kind, "param": None, "code": code}
    return Answer(
        status=status, error=error, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


class Asked(msgspec.Struct, frozen=True):
    """One request, whatever interface it came by."""

    words: str
    """What the caller has said last."""
    results: tuple[str, ...]
    """What the tools have given that were called for these words; none if none was called yet."""
    tools: tuple[str, ...]
    """The names of those that are offered."""


Decide = Callable[[Asked], Answer]


class Frames(Protocol):
    """The frames of one answer, in the words of its interface."""

    end: bytes
    """What is sent behind the last frame."""

    def event(self, frame: Frame) -> bytes: ...

    def opening(self) -> Sequence[Frame]: ...

    def piece(self, text: str) -> Sequence[Frame]: ...

    def call(self, place: int, id_: str, call: Call) -> Sequence[Frame]:
        """The arguments come in pieces, each in a frame of its own."""

    def refusal(self, text: str) -> Sequence[Frame]: ...

    def error(self) -> Frame: ...

    def wrong_shape(self) -> Frame:
        """JSON that is no frame."""

    def closing(self, finish: str) -> Sequence[Frame]: ...

    def usage(self, told: int, written: int) -> Sequence[Frame]:
        """What comes after the last frame of the reply itself."""

    def whole(self, answer: Answer) -> Frame:
        """The answer to a request without a stream."""


class FakeOpenAiModel:
    """Gives one answer after the other, and the last one always."""

    path: ClassVar[str]

    def __init__(self, *answers: Answer, key: str = KEY, decide: Decide | None = None) -> None:
        """`decide` answers instead, if it is given."""
        self._answers = list(answers) or [Answer()]
        self._key, self._decide = key, decide
        self.bodies: list[dict[str, object]] = []
        self.frames: list[Frame] = []
        """All that were sent, to be checked against the types of OpenAI's SDK."""
        self.http = HttpServer(self.answer)

    def misused(self, body: Mapping[str, object]) -> Answer | None:
        """An error, if this body is one that OpenAI refuses."""
        raise NotImplementedError

    def asked(self, body: Mapping[str, object]) -> Asked:
        raise NotImplementedError

    def begun(self, number: int, body: Mapping[str, object]) -> Frames:
        raise NotImplementedError

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    async def answer(self, request: Received, answerer: Answerer) -> None:
        if await answer_about_model(request, answerer, self._key):
            return
        wrong = self._wrong(request)
        number = len(self.http.requests)
        answer = wrong or self._next(self.asked(self.bodies[-1]))
        await trio.sleep(answer.before_head_s)
        match answer.fault:
            case Fault.HANG_BEFORE_HEAD:
                await trio.sleep_forever()
            case Fault.CLOSE_BEFORE_HEAD:
                raise CutOff
            case Fault.NO_HTTP:
                await answerer.garbage(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
                raise CutOff
            case Fault.HTML:
                await answerer.whole(200, b"<html><body>Sign in</body></html>", "text/html; charset=utf-8", {})
            case Fault.NOT_STREAMED:
                whole = self.begun(number, self.bodies[-1]).whole(answer)
                await answerer.whole(200, json.dumps(whole).encode(), "application/json", {})
            case _ if answer.status != 200:
                body = json.dumps({"error": answer.error}).encode()
                headers = {"x-request-id": f"req_{number}", **answer.headers}
                await answerer.whole(answer.status, body, "application/json", headers)
            case _:
                await self._stream(answer, number, answerer)

    def _next(self, asked: Asked) -> Answer:
        if self._decide is not None:
            answer = self._decide(asked)
        else:
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        pieces, text = answer.pieces, "".join(answer.pieces)
        if RESULT in text:
            pieces = pieces_of(text.replace(RESULT, " ".join(asked.results)), 5)
        finish = answer.finish or ("tool_calls" if answer.calls else "stop")
        return msgspec.structs.replace(answer, pieces=pieces, finish=finish)

    def _wrong(self, request: Received) -> Answer | None:
        """An error, if the request is one that OpenAI refuses."""
        if request.headers.get("authorization") != f"Bearer {self._key}":
            told = f"Incorrect API key provided: {request.headers.get('authorization', '')[7:]}."
            return refused(401, "invalid_api_key", told)
        if (request.method, request.path) != ("POST", self.path):
            return refused(404, None, f"Invalid URL ({request.method} {request.path})")
        try:
            body = json.loads(request.body)
        except ValueError:
            return refused(400, None, "We could not parse the JSON body of your request.")
        self.bodies.append(body)
        return self.misused(body)

    async def _stream(self, answer: Answer, number: int, answerer: Answerer) -> None:
        headers = {"content-type": "text/event-stream; charset=utf-8", "x-request-id": f"req_{number}"}
        await answerer.begin(200, {**headers, **answer.headers})
        if answer.fault is Fault.CLOSE_AFTER_HEAD:
            raise CutOff
        if answer.fault is Fault.HANG_AFTER_HEAD:
            await trio.sleep_forever()
        while answer.fault is Fault.ONLY_COMMENTS:
            await answerer.send(b": alive\n\n")
            await trio.sleep(0.1)
        frames = self.begun(number, self.bodies[-1])
        await self._send(frames, frames.opening(), answerer)
        await trio.sleep(answer.first_piece_s)
        await self._pieces(answer, frames, answerer)
        await self._calls(answer, frames, answerer)
        await self._send(frames, frames.closing(answer.finish), answerer)
        if answer.fault is Fault.HANG_AT_THE_END:
            await trio.sleep_forever()
        await self._send(frames, frames.usage(100, len(answer.pieces)), answerer)
        if frames.end:
            await answerer.send(frames.end)
        await answerer.end()

    async def _pieces(self, answer: Answer, frames: Frames, answerer: Answerer) -> None:
        if answer.refusal:
            await self._send(frames, frames.refusal(answer.refusal), answerer)
        half = len(answer.pieces) // 2
        for place, piece in enumerate(answer.pieces):
            if place:
                await trio.sleep(answer.piece_s)
            if place == half:
                await self._go_wrong(answer.fault, frames, answerer)
            await self._send(frames, frames.piece(piece), answerer)
        while answer.fault is Fault.ENDLESS and answer.pieces:
            for piece in answer.pieces:
                await self._send(frames, frames.piece(piece), answerer)
                await trio.sleep(answer.piece_s)

    async def _calls(self, answer: Answer, frames: Frames, answerer: Answerer) -> None:
        told = hashlib.sha256(json.dumps(self.bodies[-1]).encode()).hexdigest()  # so that no two requests have one id
        for place, call in enumerate(answer.calls):
            each = frames.call(place, f"{told[:7]}{place:02}" if call.id is None else call.id, call)
            is_last = place == len(answer.calls) - 1
            cut = is_last and answer.fault in _IN_ARGUMENTS
            for frame in each[: len(each) // 2] if cut else each:
                await trio.sleep(answer.piece_s)
                await self._send(frames, [frame], answerer)
        match answer.fault:
            case Fault.HANG_IN_ARGUMENTS:
                await trio.sleep_forever()
            case Fault.CLOSE_IN_ARGUMENTS:
                raise CutOff
            case Fault.END_IN_ARGUMENTS:
                await answerer.end()
                raise CutOff
            case _:
                pass

    async def _go_wrong(self, fault: Fault | None, frames: Frames, answerer: Answerer) -> None:
        match fault:
            case Fault.HANG_MID_STREAM:
                await trio.sleep_forever()
            case Fault.CLOSE_MID_STREAM:
                raise CutOff
            case Fault.RESET_MID_STREAM:
                raise CutOff(reset=True)
            case Fault.END_MID_STREAM:
                await answerer.end()
                raise CutOff
            case Fault.ERROR_MID_STREAM:
                await self._send(frames, [frames.error()], answerer)
                raise CutOff
            case Fault.MALFORMED_EVENT:
                await answerer.send(b'data: {"type": "response.output_\n\n')
            case Fault.WRONG_SHAPE:
                await answerer.send(frames.event(frames.wrong_shape()))
            case _:
                pass

    async def _send(self, frames: Frames, each: Sequence[Frame], answerer: Answerer) -> None:
        for frame in each:
            self.frames.append(frame)
            await answerer.send(frames.event(frame))


def pieces_of(text: str, length: int) -> tuple[str, ...]:
    """A text in pieces of so many characters, which are no words, as a model writes."""
    return tuple(text[start : start + length] for start in range(0, len(text), length))
