"""A server that speaks OpenAI's chat completions, well or badly. It says what it is told to, and shares no code with
the client that it is for."""

import enum
import json
from collections.abc import Mapping

import msgspec
import trio

from offhook.simulation.fakes.http_server import Answerer, CutOff, HttpServer, Received

KEY = "sk-fake-0123456789"
PATH = "/v1/chat/completions"
CREATED = 1_790_000_000
_NO_MAX_TOKENS = ("gpt-5", "gpt-6", "o1", "o3", "o4")


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


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one request gets."""

    pieces: tuple[str, ...] = ("Hel", "lo. We are", " open", " until nine. ", "Anything", " else?")
    finish: str = "stop"
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


class FakeOpenAiChat:
    """Gives one answer after the other, and the last one always."""

    def __init__(self, *answers: Answer, key: str = KEY) -> None:
        self._answers = list(answers) or [Answer()]
        self._key = key
        self.bodies: list[dict[str, object]] = []
        self.frames: list[dict[str, object]] = []
        """All chunks that were sent, to be checked against the types of OpenAI's SDK."""
        self.http = HttpServer(self.answer)

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    async def answer(self, request: Received, answerer: Answerer) -> None:
        """Answer one request."""
        wrong = self._wrong(request)
        number = len(self.http.requests)
        answer = wrong or (self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])
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
                await answerer.whole(200, _whole(answer, number), "application/json", {})
            case _ if answer.status != 200:
                body = json.dumps({"error": answer.error}).encode()
                headers = {"x-request-id": f"req_{number}", **answer.headers}
                await answerer.whole(answer.status, body, "application/json", headers)
            case _:
                await self._stream(answer, number, json.loads(request.body), answerer)

    def _wrong(self, request: Received) -> Answer | None:
        """An error, if the request is one that OpenAI refuses."""
        if request.headers.get("authorization") != f"Bearer {self._key}":
            told = f"Incorrect API key provided: {request.headers.get('authorization', '')[7:]}."
            return refused(401, "invalid_api_key", told)
        if (request.method, request.path) != ("POST", PATH):
            return refused(404, None, f"Invalid URL ({request.method} {request.path})")
        try:
            body = json.loads(request.body)
        except ValueError:
            return refused(400, None, "We could not parse the JSON body of your request.")
        self.bodies.append(body)
        if not body.get("messages"):
            return refused(400, "empty_array", "Invalid 'messages': empty array.")
        if "max_tokens" in body and str(body.get("model")).startswith(_NO_MAX_TOKENS):
            told = "Unsupported parameter: 'max_tokens' is not supported with this model."
            return refused(400, "unsupported_parameter", told)
        if "temperature" in body and body.get("reasoning_effort", "medium") != "none":
            return refused(400, "unsupported_value", "Unsupported value: 'temperature'.")
        return None

    async def _stream(self, answer: Answer, number: int, asked: Mapping[str, object], answerer: Answerer) -> None:
        headers = {"content-type": "text/event-stream; charset=utf-8", "x-request-id": f"req_{number}"}
        await answerer.begin(200, {**headers, **answer.headers})
        if answer.fault is Fault.CLOSE_AFTER_HEAD:
            raise CutOff
        if answer.fault is Fault.HANG_AFTER_HEAD:
            await trio.sleep_forever()
        while answer.fault is Fault.ONLY_COMMENTS:
            await answerer.send(b": alive\n\n")
            await trio.sleep(0.1)
        frames = _Frames(number, str(asked.get("model")))
        await self._send(answerer, frames.delta({"role": "assistant", "content": "", "refusal": None}))
        await trio.sleep(answer.first_piece_s)
        await self._pieces(answer, frames, answerer)
        await self._send(answerer, frames.delta({}, finish=answer.finish))
        if answer.fault is Fault.HANG_AT_THE_END:
            await trio.sleep_forever()
        options = asked.get("stream_options")
        if isinstance(options, dict) and options.get("include_usage"):
            await self._send(answerer, frames.usage(100, len(answer.pieces)))
        await answerer.send(b"data: [DONE]\n\n")
        await answerer.end()

    async def _pieces(self, answer: Answer, frames: "_Frames", answerer: Answerer) -> None:
        if answer.refusal:
            await self._send(answerer, frames.delta({"refusal": answer.refusal}))
        half = len(answer.pieces) // 2
        for place, piece in enumerate(answer.pieces):
            if place:
                await trio.sleep(answer.piece_s)
            if place == half:
                await self._go_wrong(answer.fault, answerer)
            await self._send(answerer, frames.delta({"content": piece}))
        while answer.fault is Fault.ENDLESS:
            for piece in answer.pieces:
                await self._send(answerer, frames.delta({"content": piece}))
                await trio.sleep(answer.piece_s)

    async def _go_wrong(self, fault: Fault | None, answerer: Answerer) -> None:
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
                error = {"message": "The server had an error.", "type": "server_error", "code": "server_error"}
                await answerer.send(_event({"error": error}))
                raise CutOff
            case Fault.MALFORMED_EVENT:
                await answerer.send(b'data: {"id": "chatcmpl-\n\n')
            case Fault.WRONG_SHAPE:
                await answerer.send(_event({"choices": [{"index": 0, "delta": "text"}]}))
            case _:
                pass

    async def _send(self, answerer: Answerer, frame: dict[str, object]) -> None:
        self.frames.append(frame)
        await answerer.send(_event(frame))


class _Frames:
    """The chunks of one answer."""

    def __init__(self, number: int, model: str) -> None:
        self._common = {
            "id": f"chatcmpl-{number}",
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": model,
            "service_tier": "default",
            "system_fingerprint": "fp_fake",
        }

    def delta(self, delta: Mapping[str, object], finish: str | None = None) -> dict[str, object]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**self._common, "choices": [choice], "usage": None}

    def usage(self, prompt: int, completion: int) -> dict[str, object]:
        return {**self._common, "choices": [], "usage": _usage(prompt, completion)}


def _usage(prompt: int, completion: int) -> dict[str, object]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }


def _whole(answer: Answer, number: int) -> bytes:
    message = {"role": "assistant", "content": "".join(answer.pieces), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish, "logprobs": None}
    whole = {"id": f"chatcmpl-{number}", "object": "chat.completion", "created": CREATED, "model": "m"}
    return json.dumps({**whole, "choices": [choice], "usage": _usage(100, 5)}).encode()


def _event(data: object) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def pieces_of(text: str, length: int) -> tuple[str, ...]:
    """A text in pieces of so many characters, which are no words, as a model writes."""
    return tuple(text[start : start + length] for start in range(0, len(text), length))
