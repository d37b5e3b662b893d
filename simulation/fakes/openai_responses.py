"""A server that speaks OpenAI's Responses, well or badly."""

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
from offhook.simulation.fakes.tool_rules import wrong_in_responses

_FINISHES = {
    "stop": ("completed", None),
    "tool_calls": ("completed", None),
    "length": ("incomplete", "max_output_tokens"),
}
_REASONING_MODELS = ("gpt-5", "gpt-6", "o1", "o3", "o4")
_CACHED = 64


class FakeOpenAiResponses(FakeOpenAiModel):
    path = "/v1/responses"

    def misused(self, body: Mapping[str, object]) -> Answer | None:
        if not body.get("input"):
            return refused(400, "missing_required_parameter", "Missing required parameter: 'input'.")
        for other in ("messages", "max_tokens", "max_completion_tokens", "reasoning_effort"):
            if other in body:
                return refused(400, "unknown_parameter", f"Unknown parameter: '{other}'.")
        reasoning = body.get("reasoning")
        effort = reasoning.get("effort") if isinstance(reasoning, dict) else "medium"
        if "temperature" in body and effort != "none" and str(body.get("model")).startswith(_REASONING_MODELS):
            return refused(400, "unsupported_parameter", "Unsupported parameter: 'temperature'.")
        wrong = wrong_in_responses(body)
        return refused(400, None, wrong) if wrong else None

    def asked(self, body: Mapping[str, object]) -> Asked:
        told = body["input"]
        if isinstance(told, str):
            told = [{"role": "user", "content": told}]
        assert isinstance(told, list)
        said = [place for place, each in enumerate(told) if each.get("role") == "user"]
        since = told[said[-1] if said else 0 :]
        tools = body.get("tools") or []
        assert isinstance(tools, list)
        return Asked(
            told[said[-1]]["content"] if said else "",
            tuple(each["output"] for each in since if each.get("type") == "function_call_output"),
            tuple(each["name"] for each in tools),
        )

    def begun(self, number: int, body: Mapping[str, object]) -> "ResponseEvents":
        return ResponseEvents(number, body)


class ResponseEvents:
    """The events of one answer. Those around the text come with it, as OpenAI sends them."""

    end = b""

    def __init__(self, number: int, body: Mapping[str, object]) -> None:
        self._number, self._body = number, body
        self._sent = self._pieces = 0
        self._text = self._refusal = ""
        self._has_ended = False
        self._called: list[Frame] = []
        self._where = {"item_id": f"msg_{number}", "output_index": 0, "content_index": 0}

    def event(self, frame: Frame) -> bytes:
        name = frame.get("type")
        return f"event: {name}\ndata: {json.dumps(frame)}\n\n".encode()

    def opening(self) -> Sequence[Frame]:
        begun = self._response("in_progress", output=[])
        return [self._next("response.created", response=begun), self._next("response.in_progress", response=begun)]

    def piece(self, text: str) -> Sequence[Frame]:
        first = [] if self._text else self._begin({"type": "output_text", "text": "", "annotations": []})
        self._text += text
        self._pieces += 1
        return [*first, self._next("response.output_text.delta", **self._where, delta=text, logprobs=[])]

    def call(self, place: int, id_: str, call: Call) -> Sequence[Frame]:
        ended = self._end_once("completed")
        output = len(self._called) + bool(self._text or self._refusal)
        item: Frame = {"type": "function_call", "id": f"fc_{self._number}_{place}", "call_id": id_, "name": call.name}
        where: Frame = {"item_id": item["id"], "output_index": output}
        begun, whole = (
            {**item, "arguments": arguments, "status": status}
            for arguments, status in (("", "in_progress"), (call.arguments, "completed"))
        )
        self._called.append(whole)
        kind = "response.function_call_arguments"
        return [
            *ended,
            self._next("response.output_item.added", output_index=output, item=begun),
            *(self._next(f"{kind}.delta", **where, delta=each) for each in call.pieces),
            self._next(f"{kind}.done", **where, arguments=call.arguments),
            self._next("response.output_item.done", output_index=output, item=whole),
        ]

    def refusal(self, text: str) -> Sequence[Frame]:
        first = self._begin({"type": "refusal", "refusal": ""})
        self._refusal = text
        return [*first, self._next("response.refusal.delta", **self._where, delta=text)]

    def error(self) -> Frame:
        return self._next("error", code="server_error", message="The server had an error.", param=None)

    def wrong_shape(self) -> Frame:
        return {"type": "response.output_text.delta", "delta": ["text"]}

    def closing(self, finish: str) -> Sequence[Frame]:
        """What ends the text belongs to it, and then the one event that ends the response."""
        status, reason = _FINISHES.get(finish, ("incomplete", finish))
        if finish == "failed":
            error = {"code": "server_error", "message": "The model has failed."}
            return [self._next("response.failed", response=self._response("failed", error=error))]
        ended = self._end_once(status)
        details = None if reason is None else {"reason": reason}
        usage = _usage(100, self._pieces)
        last = self._response(status, incomplete_details=details, usage=usage, output=self._output(status))
        return [*ended, self._next(f"response.{status}", response=last)]

    def usage(self, told: int, written: int) -> Sequence[Frame]:
        return []  # the last event has it

    def whole(self, answer: Answer) -> Frame:
        self._text = "".join(answer.pieces)
        return self._response("completed", output=self._output("completed"), usage=_usage(100, 5))

    def _begin(self, part: Frame) -> Sequence[Frame]:
        item = self._item("in_progress", [])
        return [
            self._next("response.output_item.added", output_index=0, item=item),
            self._next("response.content_part.added", **self._where, part=part),
        ]

    def _end_once(self, status: str) -> Sequence[Frame]:
        if self._has_ended or not (self._text or self._refusal):
            return []
        self._has_ended = True
        return self._end(status)

    def _end(self, status: str) -> Sequence[Frame]:
        done = (
            self._next("response.output_text.done", **self._where, text=self._text, logprobs=[])
            if self._text
            else self._next("response.refusal.done", **self._where, refusal=self._refusal)
        )
        item = self._item(status, [self._part()])
        return [
            done,
            self._next("response.content_part.done", **self._where, part=self._part()),
            self._next("response.output_item.done", output_index=0, item=item),
        ]

    def _part(self) -> Frame:
        if self._refusal:
            return {"type": "refusal", "refusal": self._refusal}
        return {"type": "output_text", "text": self._text, "annotations": []}

    def _output(self, status: str) -> list[Frame]:
        return [*([self._item(status, [self._part()])] if self._text or self._refusal else []), *self._called]

    def _item(self, status: str, content: list[Frame]) -> Frame:
        common = {"id": self._where["item_id"], "type": "message", "role": "assistant"}
        return {**common, "status": status, "content": content}

    def _response(self, status: str, **changed: object) -> Frame:
        return {
            "id": f"resp_{self._number}",
            "object": "response",
            "created_at": float(CREATED),
            "status": status,
            "error": None,
            "incomplete_details": None,
            "instructions": self._body.get("instructions"),
            "metadata": {},
            "model": self._body.get("model"),
            "output": [],
            "parallel_tool_calls": True,
            "temperature": 1.0,
            "tool_choice": "auto",
            "tools": [],
            "top_p": 1.0,
            "usage": None,
            **changed,
        }

    def _next(self, kind: str, **fields: object) -> Frame:
        self._sent += 1
        return {"type": kind, "sequence_number": self._sent - 1, **fields}


def _usage(told: int, written: int) -> Frame:
    return {
        "input_tokens": told,
        "input_tokens_details": {"cached_tokens": _CACHED, "cache_write_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": told + written,
    }
