"""The fixed sentences of a scripted agent, which can be rendered before the first call."""

from collections.abc import Iterator

from offhook.actors.responder.certainty import Certainty
from offhook.actors.responder.digits_in_parts import so_far
from offhook.actors.responder.script import Script, Sentences
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.host.agent import Agent
from offhook.engine.words.split_sentences import split_sentences

ANSWER = "{}"
"""Stands for what a caller has answered."""


def dialogue_lines(agent: Agent, script: Script) -> tuple[str, ...]:
    """Each sentence without a caller's answer in it, as it is said; the greeting first."""
    agent = agent.filled()
    yes_no = YesNoSlot(language=script.language)
    lines, certainty = list(split_sentences(agent.greeting, script.language)), Certainty(script)
    choices = [*script.always]
    for state in script.states.values():
        lines += _fixed(state.ask, state.ask_again, state.keys, state.answer, state.confirm)
        choices += state.choices
        if state.slot and not state.keys:
            lines += split_sentences(script.slots[state.slot].keys_help, script.language)
        if state.confirm:
            lines += split_sentences(yes_no.keys_help, script.language)
    questions = [certainty.question(choice) for choice in choices]
    if any(questions):
        lines += split_sentences(yes_no.keys_help, script.language)
    lines += _fixed(script.not_understood, script.give_up, *(choice.answer for choice in choices), *questions)
    if any(isinstance(slot, DigitsSlot) for slot in script.slots.values()):  # some are said in parts
        in_parts = split_sentences(so_far(ANSWER, script.language), script.language)
        lines += [line for line in in_parts if ANSWER not in line]
    lines += split_sentences(agent.goodbye, script.language)
    return tuple(dict.fromkeys(lines))


def _fixed(*texts: Sentences) -> Iterator[str]:
    """The sentences of these texts that contain no answers."""
    for text in texts:
        yield from text.spoken({})
