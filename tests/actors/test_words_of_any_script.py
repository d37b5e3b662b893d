"""Agents whose phrases are not English: what callers say is understood as the file has it. Virtual time, no faults."""

import unicodedata
from typing import Literal

import pytest
from trio.testing import MockClock

from tests.actors.dialogue_call import dialogue_call

Form = Literal["NFC", "NFD"]
FORMS: list[Form] = ["NFC", "NFD"]
HOTEL = """
name = "hotel"
language = "hi"
greeting = "नमस्ते।"

[dialogue]
start = "menu"
begins = true

[dialogue.slots.size]
type = "one_of"
options = ["बड़ा", "छोटा"]
words = { "सबसे बड़ा" = "बड़ा" }

[dialogue.states.menu]
ask = "कहिए?"
keys = "1 दबाइए।"
[[dialogue.states.menu.choices]]
say = ["कमरा [चाहिए]", "मुझे कमरा चाहिए", "Room"]
key = "1"
go = "size"

[dialogue.states.size]
ask = "बड़ा या छोटा?"
keys = "1 या 2 दबाइए।"
slot = "size"
go = "sure"

[dialogue.states.sure]
ask = "{size} कमरा? ठीक है?"
keys = "1 या 2 दबाइए।"
[[dialogue.states.sure.choices]]
say = ["हाँ", "जी हाँ"]
key = "1"
answer = "बहुत अच्छा।"
go = "hang_up"
[[dialogue.states.sure.choices]]
say = ["नहीं"]
key = "2"
go = "menu"
"""


@pytest.mark.parametrize(
    ("wish", "size", "yes"),
    [
        ("कमरा", "बड़ा", "हाँ"),
        ("कमरा चाहिए।", "बडा", "हां।"),
        ("उम, मुझे कमरा चाहिए प्लीज़", "सबसे बड़ा", "जी, हां जी"),
        ("room", "\u202aबड़ा\u202c", "ह\u093e\u200d\u0901"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
async def test_a_caller_is_understood_in_hindi(
    wish: str, size: str, yes: str, form: Form, autojump_clock: MockClock
) -> None:
    """However recognizer and editor compose their letters; what is read back is as it stands in the file."""
    agent = unicodedata.normalize(form, HOTEL)
    async with dialogue_call(agent, wish, size, yes) as caller:
        await caller.hears_out(unicodedata.normalize(form, "कहिए?"))
        await caller.says()
        await caller.hears_out(unicodedata.normalize(form, "बड़ा या छोटा?"))
        await caller.says()
        await caller.hears_out(unicodedata.normalize(form, "बड़ा कमरा?"))
        await caller.says()
        await caller.call.over.wait()
    assert caller.end_reason == "agent hung up"
    assert caller.caller_words == [wish, size, yes]


async def test_an_answer_in_another_script_is_no_answer(autojump_clock: MockClock) -> None:
    """It is asked again in the language of the agent, by a sentence that the file need not have."""
    async with dialogue_call(HOTEL, "कोई और बात") as caller:
        await caller.hears_out("कहिए?")
        await caller.says()
        await caller.hears_out("माफ़ कीजिए, बात समझ में नहीं आई।")
