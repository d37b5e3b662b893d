"""Reading [dialogue]: every mistake is found when the file is read. Pure, no clock."""

import pytest

from offhook.actors.responder.dialogue_file import read_script
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid

HEAD = 'name = "a"\n'
ENDS = '[[dialogue.always]]\nsay = ["goodbye"]\ngo = "hang_up"\n'
MENU = HEAD + '[dialogue]\nstart = "menu"\n[dialogue.states.menu]\nask = "Yes?"\n'
GOOD = MENU + "choices_of = []\n[[dialogue.states.menu.choices]]\n" + 'say = ["bye"]\ngo = "hang_up"\n'
ASKED = HEAD + '[dialogue]\nstart = "x"\n' + ENDS + '[dialogue.slots.x]\ntype = "digits"\nlength = 4\n'


def problems(text: str) -> list[str]:
    try:
        read_script(load_agent("a.toml", text))
    except AgentFileInvalid as exc:
        return str(exc).splitlines()
    return []


def test_a_good_file_has_no_problems() -> None:
    """The smallest agent that takes a call and ends it is accepted."""
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD, "a.toml:1: the responder 'dialogue' needs a [dialogue]: add one, or choose another responder"),
        (
            GOOD.replace('say = ["bye"]', 'key = "12"'),
            "a.toml:8: dialogue.states.menu.choices[1].key: '12' does not fit: name one key of the telephone, \"0\" to"
            ' "9" or "*"',
        ),
        (
            GOOD + '[dialogue.slots.t]\ntype = "time"\nearliest = "9:30"\n',
            "a.toml:12: dialogue.slots.t.earliest: '9:30' does not fit: write hours and minutes with two digits each,"
            ' from "00:00" to "23:59", such as "09:30"',
        ),
        (
            GOOD.replace("choices_of = []", 'barge_in = "maybe"'),
            "a.toml:6: dialogue.states.menu.barge_in: 'maybe' does not fit: write one of 'off', 'on'",
        ),
        (
            GOOD.replace('"hang_up"', '"hangup"'),
            "a.toml:9: unknown state 'hangup': did you mean 'hang_up'?",
        ),
        (
            GOOD.replace('start = "menu"', 'start = "meny"'),
            "a.toml:3: unknown first state 'meny': did you mean 'menu'?",
        ),
        (
            GOOD + '[dialogue.states.lost]\nask = "Hm."\ngo = "menu"\n',
            "a.toml:10: unreachable state 'lost': let a choice or another state go there, or remove it",
        ),
        (
            GOOD.replace('ask = "Yes?"\n', ""),
            "a.toml:4: missing answer: state 'menu' says nothing: add ask = \"...\"",
        ),
        (
            GOOD.replace('go = "hang_up"\n', "") + ENDS,
            'a.toml:7: missing answer: this choice says nothing: add answer = "..." or go = "..."',
        ),
        (GOOD.replace('say = ["bye"]\n', ""), 'a.toml:7: nobody can choose this: add say = ["..."] or key = "..."'),
        (
            GOOD.replace('"Yes?"', '"Hello {nam}. Yes?"'),
            "a.toml:5: unknown slot 'nam' in a text: known here: reference",
        ),
        (GOOD.replace('"Yes?"', '"Hello. {name"'), "a.toml:5: unbalanced { } in '{name': write {name}"),
        (
            GOOD.replace('say = ["bye"]', 'say = [\n  "bye",\n  "(so long",\n]'),
            "a.toml:10: '(' is not closed at character 1 of '(so long': add ')'",
        ),
        (GOOD + '[dialogue.slots.x]\ntype = "digit"\n', "a.toml:11: unknown slot type 'digit': did you mean 'digits'?"),
        (
            GOOD + '[dialogue.slots.x]\ntype = "digits"\n',
            "a.toml:10: dialogue.slots.x has no 'length': add length = ...",
        ),
        (
            GOOD + '[dialogue.slots.yes]\ntype = "day"\n',
            "a.toml:10: 'yes' has a meaning of its own: choose another name",
        ),
        (
            GOOD.replace("ask =", 'answr = "x"\nask ='),
            "a.toml:5: unknown key 'answr' in dialogue.states.menu: did you mean 'answer'?",
        ),
        (GOOD.replace('"hang_up"', '"transfer"') + ENDS, "a.toml:9: there is nobody to transfer to: add transfer ="),
        (GOOD + 'key = "1"\n', "a.toml:4: missing answer: state 'menu' never says what can be pressed"),
        (
            GOOD.replace("choices_of = []", 'choices_of = ["men"]'),
            "a.toml:6: unknown state 'men': did you mean 'menu'?",
        ),
        (GOOD + 'clear = ["day"]\n', "a.toml:10: unknown slot 'day'"),
        (GOOD.replace('"hang_up"', '"skip"') + ENDS, "a.toml:9: there is no slot to skip here"),
        (GOOD.replace("choices_of = []", 'go = "menu"'), "a.toml:6: go is never used here"),
        (GOOD.replace("choices_of = []", 'confirm = "So?"'), "a.toml:6: 'confirm' needs a slot"),
        (GOOD.replace('start = "menu"', 'start = "menu"\ngive_up_go = "menu"'), "a.toml:4: give_up_go is 'menu'"),
        (
            GOOD.replace('go = "hang_up"', 'answer = "No."'),
            "a.toml:4: state 'menu' can never be left for the end of the call: add a choice",
        ),
        (ASKED + '[dialogue.states.x]\nslot = "x"\nask = "What?"\n', "a.toml:10: state 'x' leads nowhere"),
        (ASKED + '[dialogue.states.x]\nslot = "y"\nask = "?"\ngo = "hang_up"\n', "a.toml:11: unknown slot 'y'"),
        (
            ASKED + '[dialogue.states.x]\nslot = "x"\nask = "What?"\nsay = ["mine"]\ngo = "hang_up"\n',
            "a.toml:13: 'mine' does not say <x>",
        ),
        (
            ASKED + '[dialogue.states.x]\nslot = "x"\nask = "{x}?"\ngo = "hang_up"\n',
            "a.toml:12: state 'x' says nothing to callers who left a slot out",
        ),
        (
            ASKED + '[dialogue.states.x]\nslot = "x"\nask = "What?"\ngo = "x"\n',
            "a.toml:13: state 'x' leads back to itself without asking anything new",
        ),
        (
            ASKED + '[dialogue.states.x]\nslot = "x"\nask = "What?"\ngo = "hang_up"\n'
            '[[dialogue.states.x.choices]]\nkey = "*"\nanswer = "None."\n',
            "a.toml:15: here * erases what was keyed in, or repeats the question: use a digit",
        ),
        (GOOD.replace('start = "menu"', 'start = "menu"\ncertain = 2'), "a.toml:4: dialogue.certain: "),
        (GOOD + 'sure = "maybe"\n', "a.toml:10: dialogue.states.menu.choices[1].sure: 'maybe' does not fit: write one"),
        (GOOD + 'ask_first = "{day}?"\n', "a.toml:10: unknown slot 'day' in a text"),
        (GOOD + 'ask_first = "{reference}?"\n', "a.toml:10: ask_first may come out empty: add a sentence without { }"),
        (
            GOOD + 'sure = "off"\nask_first = "Shall I?"\n',
            "a.toml:11: ask_first is never said where sure is 'off': remove one of the two, or write sure = \"ask\"",
        ),
        (
            GOOD.replace('go = "hang_up"', 'answer = "No."\nsure = "ask"') + ENDS,
            'a.toml:10: there is no question for this choice: add ask_first = "Shall I ...?"',
        ),
        (
            GOOD + '[dialogue.ask_first]\nhangup = "Bye?"\n',
            "a.toml:11: unknown key 'hangup' in dialogue.ask_first: did you mean 'hang_up'?",
        ),
        (
            GOOD + '[dialogue.ask_first]\nhang_up = ""\n',
            "a.toml:11: ask_first.hang_up may come out empty: write a sentence without { }",
        ),
        (
            HEAD + 'language = "it"\ngoodbye = "1"\napology = "2"\nrepeat = "3"\n'
            '[dialogue]\nstart = "x"\nnot_understood = "4"\ngive_up = "5"\n[dialogue.slots.x]\ntype = "day"\n'
            '[dialogue.states.x]\nask = "6"\nslot = "x"\ngo = "hang_up"\n',
            "a.toml:10: slot 'x' does not understand the language 'it', only en, hi, es, fr, de: use the type one_of",
        ),
    ],
)
def test_a_mistake_is_named_with_line_and_fix(text: str, problem: str) -> None:
    """Each mistake is found, with the line to look at and what to do."""
    assert any(found.startswith(problem) for found in problems(text)), problems(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            GOOD.replace('start = "menu"', 'start = "menu"\ngreeting = "Hello."'),
            "a.toml:4: unknown key 'greeting' in dialogue: write it at the top of the file, above the first [table]",
        ),
        (
            GOOD + '[dialogue.state.more]\nask = "Hm."\n',
            "a.toml:10: unknown key 'state' in dialogue: did you mean 'states'?",
        ),
        (
            GOOD.replace("choices_of = []", "barge_in = false"),
            "a.toml:6: dialogue.states.menu.barge_in: false does not fit: write one of 'off', 'on'",
        ),
        (
            GOOD.replace("choices_of = []", "confirm = true"),
            "a.toml:6: dialogue.states.menu.confirm: true does not fit: it must be text in quotes, not true or false",
        ),
        (
            GOOD + '[dialogue.slots.caller]\ntype = "name"\n',
            "a.toml:11: unknown slot type 'name': known here: number, yes_no, digits, day, date, time, one_of; free"
            " text, such as a name, needs a language model",
        ),
    ],
)
def test_a_first_agent_file_is_not_sent_astray(text: str, problem: str) -> None:
    """Each of these had an answer that did not help: another line, `False`, "did you mean 'number'?" for a name."""
    assert problem in problems(text)


ITALIAN = (
    HEAD + 'language = "it"\ngoodbye = "1"\napology = "2"\nrepeat = "3"\n'
    '[dialogue]\nstart = "eye"\nnot_understood = "4"\ngive_up = "5"\n'
    '[dialogue.slots.eye]\ntype = "one_of"\noptions = ["sinistro", "destro"]\n'
    '[dialogue.states.eye]\nask = "6"\nslot = "eye"\ngo = "sure"\nkeys = "7"\n'
    '[dialogue.states.sure]\nask = "{eye}? 8"\n'
    '[[dialogue.states.sure.choices]]\nsay = ["sì", "esatto"]\ngo = "hang_up"\n'
)


def test_an_agent_in_another_language_asks_for_a_yes_in_its_own_words() -> None:
    """What takes the place of `confirm` there is accepted."""
    assert problems(ITALIAN) == []


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        (
            'keys = "7"',
            'keys = "7"\nconfirm = "{eye}?"',
            "a.toml:18: 'confirm' knows no yes and no in the language 'it', only en, hi, es, fr, de: "
            "remove it, and ask for the"
            " yes in a state of its own, with choices",
        ),
        (
            'say = ["sì", "esatto"]',
            'say = ["sì", "<yes>"]',
            "a.toml:21: <yes> does not understand the language 'it', only en, hi, es, fr, de: "
            "write the words themselves instead of <yes>",
        ),
        (
            "[dialogue.states.eye]",
            '[dialogue.rules]\nmai = "(mai | <no>)"\n[dialogue.states.eye]',
            "a.toml:14: <no> does not understand the language 'it', only en, hi, es, fr, de: "
            "write the words themselves instead of <no>",
        ),
        (
            'go = "hang_up"',
            'go = "hang_up"\nsure = "ask"',
            "a.toml:23: 'ask_first' knows no yes and no in the language 'it', only en, hi, es, fr, de: "
            'remove it, or write sure = "threshold"',
        ),
        (
            "[dialogue.slots.eye]",
            '[dialogue.ask_first]\nhang_up = "9"\n[dialogue.slots.eye]',
            "a.toml:10: 'ask_first' knows no yes and no in the language 'it', only en, hi, es, fr, de: "
            "remove it: what is not certain is not understood",
        ),
        (
            'keys = "7"\n',
            "",
            "a.toml:13: state 'eye' has no 'keys' in the language 'it': "
            'add keys = "..." that says what can be pressed',
        ),
    ],
)
def test_a_caller_in_a_language_without_answers_is_not_asked_for_an_english_yes(
    written: str, instead: str, problem: str
) -> None:
    """Whatever would listen or speak in English there is refused when the file is read, with what to write."""
    assert problems(ITALIAN.replace(written, instead)) == [problem]


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("कमरा", ""),
        ("CAFE\u0301 au lait", ""),
        ("\u202bמלון\u202c [مرحبًا]", ""),
        ("कमरा ४", "a.toml:8: '४' is no plain word at character 6 of 'कमरा ४'"),
        ("कमरा।", "a.toml:8: 'कमरा।' is no plain word at character 1 of 'कमरा।'"),
        ("हाँ-जी", "a.toml:8: 'हाँ-जी' is no plain word at character 1 of 'हाँ-जी'"),
        ("(कमरा", "a.toml:8: '(' is not closed at character 1 of '(कमरा'"),
        ("\u202b\u202c", "a.toml:8: empty pattern"),
        ("\u093e", "a.toml:8: '\u093e' is no plain word"),
    ],
)
def test_a_phrase_in_any_script_is_read_or_refused_with_its_line(phrase: str, problem: str) -> None:
    """Words of every script, however they are composed; figures and punctuation are no words anywhere."""
    found = problems(GOOD.replace('"bye"', f'"{phrase}"') + ENDS)
    assert [line[: len(problem)] for line in found] == ([problem] if problem else [])


def test_two_choices_of_a_state_share_no_key() -> None:
    """A key that stands for two things in one state is refused where it stands the second time."""
    taken = '[[dialogue.states.menu.choices]]\nkey = "1"\nanswer = "One."\n'
    text = GOOD.replace("choices_of = []", 'keys = "Press 1."') + taken + taken
    assert problems(text) == ["a.toml:14: key 1 is taken in 'menu': use another key"]


def test_all_problems_are_reported_at_once() -> None:
    """One reading of a file with four mistakes names all four, in order."""
    text = GOOD.replace('"Yes?"', '"{who}? Yes?"').replace('"bye"', '"bye!"').replace('"hang_up"', '"nowhere"')
    found = problems(text + ENDS + '[dialogue.states.lost]\nask = "Hm."\ngo = "menu"\n')
    assert [line.split(":")[1] for line in found] == ["5", "8", "9", "13"]
