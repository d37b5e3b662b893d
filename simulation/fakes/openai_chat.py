"""A server that speaks OpenAI's chat completions, well or badly."""

import json
from collections.abc import Mapping, Sequence

from offhook.simulation.fakes.openai_model import (
    CREATED,
    Answer,
    Asked,
    Call,
    FakeOpenAiModel,
    Frame,
    refused,
)
from offhook.simulation.fakes.tool_rules import wrong_in_chat

_NO_MAX_TOKENS = ("gpt-5", "gpt-6", "o1", "o3", "o4")


class FakeOpenAiChat(FakeOpenAiModel):
    path = "/v1/chat/completions"

    def misused(self, body: Mapping[str, object]) -> Answer | None:
        if not body.get("messages"):
            return refused(400, "empty_array", "Invalid 'messages': empty array.")
        if "max_tokens" in body and str(body.get("model")).startswith(_NO_MAX_TOKENS):
            told = "Unsupported parameter: 'max_tokens' is not supported with this model."
            return refused(400, "unsupported_parameter", told)
        if "temperature" in body and body.get("reasoning_effort", "medium") != "none":
            return refused(400, "unsupported_value", "Unsupported value: 'temperature'.")
        wrong = wrong_in_chat(body)
        return refused(400, None, wrong) if wrong else None

    def asked(self, body: Mapping[str, object]) -> Asked:
        told = body["messages"]
        assert isinstance(told, list)
        said = [place for place, each in enumerate(told) if each["role"] == "user"]
        results = [each["content"] for each in told[said[-1] if said else 0 :] if each["role"] == "tool"]
        tools = body.get("tools") or []
        assert isinstance(tools, list)
        words = told[said[-1]]["content"] if said else ""
        return Asked(words, tuple(results), tuple(each["function"]["name"] for each in tools))

    def begun(self, number: int, body: Mapping[str, object]) -> "_Chunks":
        return _Chunks(number, body)


class _Chunks:
    """The chunks of one answer."""

    end = b"data: [DONE]\n\n"

    def __init__(self, number: int, body: Mapping[str, object]) -> None:
        self._id = f"chatcmpl-{number}"
        options = body.get("stream_options")
        self._tells_usage = isinstance(options, dict) and bool(options.get("include_usage"))
        self._common: Frame = {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": body.get("model"),
            "service_tier": "default",
            "system_fingerprint": "fp_fake",
        }

    def event(self, frame: Frame) -> bytes:
        return f"data: {json.dumps(frame)}\n\n".encode()

    def opening(self) -> Sequence[Frame]:
        return [self._delta({"role": "assistant", "content": "", "refusal": None})]

    def piece(self, text: str) -> Sequence[Frame]:
        return [self._delta({"content": text})]

    def call(self, place: int, id_: str, call: Call) -> Sequence[Frame]:
        begun: Frame = {"index": place, "type": "function", "function": {"name": call.name, "arguments": ""}}
        return [
            self._delta({"content": None, "tool_calls": [{**begun, **({"id": id_} if id_ else {})}]}),
            *(self._delta({"tool_calls": [{"index": place, "function": {"arguments": each}}]}) for each in call.pieces),
        ]

    def refusal(self, text: str) -> Sequence[Frame]:
        return [self._delta({"refusal": text})]

    def error(self) -> Frame:
        return {"error": {"message": "The server had an error.", "type": "server_error", "code": "server_error"}}

    def wrong_shape(self) -> Frame:
        return {"choices": [{"index": 0, "delta": "text"}]}

    def closing(self, finish: str) -> Sequence[Frame]:
        return [self._delta({}, finish=finish)]

    def usage(self, told: int, written: int) -> Sequence[Frame]:
        return [{**self._common, "choices": [], "usage": _usage(told, written)}] if self._tells_usage else []

    def whole(self, answer: Answer) -> Frame:
        message = {"role": "assistant", "content": "".join(answer.pieces), "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": answer.finish, "logprobs": None}
        whole = {"id": self._id, "object": "chat.completion", "created": CREATED, "model": "m"}
        return {**whole, "choices": [choice], "usage": _usage(100, 5)}

    def _delta(self, delta: Mapping[str, object], finish: str | None = None) -> Frame:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**self._common, "choices": [choice], "usage": None}


def _usage(prompt: int, completion: int) -> dict[str, object]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 64, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }
