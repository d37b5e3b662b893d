"""What OpenAI's two interfaces, and the strictest servers that speak them, insist on where tools are called. For the
fakes: each function gives the message of the error, or nothing."""

import json
import re
from collections.abc import Mapping, Sequence

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_REASONS_WITH_TOOLS = re.compile(r"gpt-5\.[4-9]|gpt-6")
_MOST_TOOLS = 128

Fields = Mapping[str, object]


def wrong_in_chat(body: Fields) -> str:
    tools = body.get("tools")
    offered = [] if tools is None else [_fields(_fields(tool).get("function")) for tool in _list(tools)]
    if tools is not None and any(_fields(tool).get("type") != "function" for tool in _list(tools)):
        return "Invalid value: 'tools[0].type'. Supported values are: 'function'."
    return _wrong_in_offers(tools, offered) or _wrong_effort(body) or _wrong_in_messages(_list(body.get("messages")))


def wrong_in_responses(body: Fields) -> str:
    tools = body.get("tools")
    offered = [] if tools is None else [_fields(tool) for tool in _list(tools)]
    if any("function" in tool for tool in offered):
        return "Unknown parameter: 'tools[0].function'."
    if any(tool.get("type") != "function" for tool in offered):
        return "Invalid value: 'tools[0].type'."
    if any("strict" not in tool for tool in offered):
        return "Invalid schema: strict mode wants 'additionalProperties' to be false."  # it is on unless it is off
    return _wrong_in_offers(tools, offered) or _wrong_in_items(_list(body.get("input")))


def _wrong_in_offers(tools: object, offered: Sequence[Fields]) -> str:
    if tools is not None and not 0 < len(offered) <= _MOST_TOOLS:
        return f"Invalid 'tools': must hold 1 to {_MOST_TOOLS} tools."
    for place, tool in enumerate(offered):
        name, parameters = tool.get("name"), tool.get("parameters")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            return f"Invalid 'tools[{place}].name': string does not match pattern."
        if not isinstance(parameters, dict) or parameters.get("type") != "object":
            return f"Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \"object\"'."
        if not isinstance(parameters.get("properties"), dict):
            return f"Invalid schema for function '{name}': object schema missing properties."
    names = [tool["name"] for tool in offered]
    return "Tool names must be unique." if len(set(names)) < len(names) else ""


def _wrong_effort(body: Fields) -> str:
    asked = body.get("tools") and _REASONS_WITH_TOOLS.match(str(body.get("model")))
    if asked and body.get("reasoning_effort") != "none":
        return "Function tools with reasoning_effort are not supported in /v1/chat/completions: use /v1/responses."
    return ""


def _wrong_in_messages(messages: Sequence[object]) -> str:
    """Each call is answered by a message of its own, before anything else is said; Mistral then wants the assistant."""
    open_ids: list[str] = []
    role_before: object = None
    for message in map(_fields, messages):
        role, calls = message.get("role"), message.get("tool_calls")
        if role == "tool":
            if message.get("tool_call_id") not in open_ids:
                return f"Invalid parameter: no call with the tool_call_id {message.get('tool_call_id')!r} is open."
            open_ids.remove(str(message["tool_call_id"]))
        elif open_ids:
            return f"'tool_calls' must be followed by tool messages: none responds to {', '.join(open_ids)}."
        elif role == "user" and role_before == "tool":
            return "Unexpected role 'user' after role 'tool'"
        if role == "assistant" and calls is not None:
            if role_before not in ("user", "tool"):
                return "a function call comes after a user turn or a function response"  # Gemini
            if wrong := _wrong_in_calls(_list(calls)):
                return wrong
            open_ids = [str(_fields(call)["id"]) for call in _list(calls)]
        content = message.get("content")
        if not isinstance(content, str) and not (content is None and calls):
            return "Invalid value for 'content': expected a string, got null."
        if content == "" and role in ("tool", "assistant"):
            return "Invalid 'content': an empty text."
        role_before = role
    return (
        f"'tool_calls' must be followed by tool messages: none responds to {', '.join(open_ids)}." if open_ids else ""
    )


def _wrong_in_calls(calls: Sequence[object]) -> str:
    if not calls:
        return "Invalid 'messages.tool_calls': empty array."
    ids = [_fields(call).get("id") for call in calls]
    if len(set(map(str, ids))) < len(ids):
        return "Duplicate ids in 'tool_calls'."
    for call in map(_fields, calls):
        function = _fields(call.get("function"))
        if call.get("type") != "function":
            return "Missing required parameter: 'tool_calls[0].type'."
        if wrong := _wrong_call(call.get("id"), function.get("name"), function.get("arguments")):
            return wrong
    return ""


def _wrong_in_items(items: Sequence[object]) -> str:
    """Calls and results may stand apart, but each has the other one behind or before it."""
    called: list[object] = []
    answered: list[object] = []
    for item in map(_fields, items):
        match item.get("type"):
            case "function_call":
                if wrong := _wrong_call(item.get("call_id"), item.get("name"), item.get("arguments")):
                    return wrong
                if item["call_id"] in called:
                    return f"Duplicate call_id {item['call_id']}."
                called.append(item["call_id"])
            case "function_call_output":
                if item.get("call_id") not in called:
                    return f"No tool call found for function call output with call_id {item.get('call_id')}."
                if not isinstance(item.get("output"), str) or not item["output"]:
                    return "Invalid type for 'input.output': expected a string."
                answered.append(item["call_id"])
            case _ if set(map(str, called)) - set(map(str, answered)):
                return "Unexpected message between a function call and its output."  # of servers with templates
            case _:
                pass
    missing = [str(each) for each in called if each not in answered]
    return f"No tool output found for function call {missing[0]}." if missing else ""


def _wrong_call(id_: object, name: object, arguments: object) -> str:
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        return f"Invalid id of a tool call: {id_!r}."
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return f"Invalid name of a tool: {name!r}."
    try:
        if isinstance(arguments, str) and isinstance(json.loads(arguments), dict):
            return ""
    except ValueError:
        pass
    return "Invalid arguments of a tool call: must be an object in JSON."


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
