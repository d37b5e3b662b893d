"""What may be wrong with the tools that a fake of a language model calls."""

import enum

import msgspec

from offhook.simulation.fakes.openai_model import Answer, Call, Fault
from offhook.simulation.fakes.tool_calls import calling, says


class ToolFault(enum.Enum):
    """Of a call that is well otherwise."""

    CUT_OFF = "the connection is closed in the middle of the arguments"
    HUNG = "nothing more comes in the middle of the arguments"
    MALFORMED = "arguments that are no JSON"
    WRONG_ARGUMENTS = "an object with other fields than the tool has"
    UNKNOWN_TOOL = "a tool that nobody offers"
    TWICE = "the same call twice at one time"
    SAME_ID = "two calls with one id"
    NO_ID = "a call without an id"
    SPEAKING = "words before the call"
    WRITTEN = "the call stands in the text"
    AT_THE_LIMIT = "the limit of tokens is reached in the middle of the arguments"


def with_fault(fault: ToolFault, call: Call) -> Answer:
    """A reply that calls this tool, and what is wrong with it. One that is given for ever is a loop."""
    half = call.arguments[: len(call.arguments) // 2]
    match fault:
        case ToolFault.CUT_OFF:
            return calling(call, fault=Fault.CLOSE_IN_ARGUMENTS)
        case ToolFault.HUNG:
            return calling(call, fault=Fault.HANG_IN_ARGUMENTS)
        case ToolFault.MALFORMED:
            return calling(Call(call.name, half + '"'))
        case ToolFault.WRONG_ARGUMENTS:
            return calling(Call(call.name, '{"no_such_field": [1, 2]}'))
        case ToolFault.UNKNOWN_TOOL:
            return calling(Call("no_such_tool", call.arguments))
        case ToolFault.TWICE:
            return calling(call, call)
        case ToolFault.SAME_ID:
            return calling(*(Call(call.name, f'{{"number": {number}}}', "c00000001") for number in (1, 2)))
        case ToolFault.NO_ID:
            return calling(Call(call.name, call.arguments, ""))
        case ToolFault.SPEAKING:
            return calling(call, text="One moment, I am looking that up.")
        case ToolFault.WRITTEN:
            written = f'{{"name": "{call.name}", "arguments": {call.arguments}}}'
            return says(f"<tool_call>{written}</tool_call>")
        case ToolFault.AT_THE_LIMIT:
            return msgspec.structs.replace(calling(Call(call.name, half)), finish="length")
