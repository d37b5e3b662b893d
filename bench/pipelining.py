"""Measures how soon the voice can begin while the model still writes: whole sentences only, or a clause first.

    python -m bench.pipelining [--characters-per-s 40] [--first-token-ms 0] [--clauses 0,16,20,24,28,32,40]

Typical answers of models go through the responder `scripted` and its splitter in virtual time, once for each minimum
length of a first clause (0: whole sentences only). Prints JSON; times in milliseconds.

- `first_piece_ms`: from the question to the first text that the voice can say.
- `silence_after_ms`: how long the voice, after saying that, waits for the next piece. It says 14 characters a second;
  the time to synthesise is the same for each piece, and left out.
- `silence_after_clause_ms`: the same, only for answers in which a clause went first: `clauses_first` of them.

Each of the three is a pair: the median and the worst.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence

import msgspec
import trio
from trio.testing import MockClock

from offhook.actors.responder.scripted import ScriptedResponderSettings, open_scripted_responder
from offhook.actors.responder.service import CallerTurn, Occasion, Sentence
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from offhook.simulation.world import SimulatedWorld

SPOKEN_CHARACTERS_PER_S = 14
CLAUSES = (0, 16, 20, 24, 28, 32, 40)
AGENT = 'name = "bench"\nlanguage = "en"'
ANSWERS = (
    (
        "Thank you for calling, I'd be happy to help you change that reservation to another evening this week.",
        "Could you give me the name that it is under?",
        "If you have the confirmation number, that works too.",
    ),
    (
        "I'm sorry to hear that your parcel has not arrived yet.",
        "According to the carrier, it left Dr. Miller's practice on Monday at 5 p.m. and is due tomorrow before noon.",
        "Would you like me to send you the link, e.g., by text message?",
    ),
    (
        "We have two rooms left for that night: a double with a view of the harbor, and a single facing the garden.",
        "The double is $189.50 and the single $120.",
        "Which one would you prefer?",
    ),
    (
        "Yes.",
        "Our doors open at 8:30 a.m. on weekdays, and an hour later on Saturdays.",
        "On Sundays we are closed.",
    ),
    (
        "To reset your password, please go to example.com/reset and type in the address that you signed up with.",
        "You will get a message within a minute or two.",
        "Shall I wait while you try?",
    ),
    (
        "Let me check that for you.",
        "The balance of your account is $1,204.17 as of this morning, and the last payment of $80 came in on May 3.",
        "Is there anything else that you would like to know?",
    ),
    (
        "Unfortunately, the appointment on Thursday afternoon has just been taken by somebody else.",
        "What I can offer you instead is Friday at 10.30 a.m. with Dr. Lee.",
        "Would that suit you?",
    ),
    (
        "Your flight leaves from gate 14 in terminal 2; boarding begins forty minutes before departure.",
        "You can take one piece of hand luggage of up to 8 kg.",
        "Have a pleasant trip!",
    ),
    (
        "Of course, and because you have been with us for more than two years, there is no charge for that at all.",
        "The change will take effect at midnight.",
        "You need not do anything else.",
    ),
    (
        "There are three ways to pay: by card over the phone, by bank transfer, or in cash when you come to the shop.",
        "Most people choose the card.",
        "How would you like to do it?",
    ),
    (
        "I understand that this is urgent, so I am going to put you through to one of my colleagues right away.",
        "Please hold the line for a moment.",
        "You are number 2 in the queue.",
    ),
    (
        "The warranty covers the battery for two years and everything else for three from the day of purchase.",
        "Water damage is not included, I'm afraid.",
        "Do you still have the receipt?",
    ),
)


class First(msgspec.Struct, frozen=True):
    """The first piece of an answer."""

    text: str
    at_ms: float
    silence_after_ms: float
    whole: bool


class Reading(msgspec.Struct, frozen=True):
    """The figures for one minimum length of a first clause."""

    clauses_first: int
    first_piece_ms: tuple[float, float]
    silence_after_ms: tuple[float, float]
    silence_after_clause_ms: tuple[float, float]
    by_answer: list["First"]


class Report(msgspec.Struct, frozen=True):
    """All readings, by the minimum number of characters of a first clause."""

    characters_per_s: int
    first_token_ms: int
    answers: int
    least_clause: dict[int, Reading]


async def read(settings: ScriptedResponderSettings) -> First:
    """The first piece of one answer, and the silence before the second."""
    pieces: list[tuple[float, str]] = []
    async with (
        open_scripted_responder(SimulatedWorld(), settings, load_agent("bench.toml", AGENT)) as responder,
        responder.session(ServedCall("", "en")) as session,
    ):
        began = trio.current_time()
        async with session.reply(CallerTurn(Occasion.SPEECH), (), trio.lowlevel.checkpoint) as parts:
            async for part in parts:
                if isinstance(part, Sentence):
                    pieces.append((trio.current_time() - began, part.text))
    (first_at, first), (second_at, _), *_ = pieces
    silence = max(0.0, second_at - first_at - len(first) / SPOKEN_CHARACTERS_PER_S)
    return First(first, round(1000 * first_at), round(1000 * silence), first == settings.sentences[0])


async def measure(characters_per_s: int, first_token_ms: int, clauses: Sequence[int]) -> Report:
    """Measure all answers with each minimum length of a first clause."""
    readings: dict[int, Reading] = {}
    for clause in clauses:
        firsts = [
            await read(
                ScriptedResponderSettings(
                    sentences=answer,
                    characters_per_s=characters_per_s,
                    first_token_ms=first_token_ms,
                    first_clause_characters=clause,
                )
            )
            for answer in ANSWERS
        ]
        readings[clause] = summed_up(firsts)
    await trio.lowlevel.checkpoint()
    return Report(characters_per_s, first_token_ms, len(ANSWERS), readings)


def summed_up(firsts: Sequence[First]) -> Reading:
    clauses = [first for first in firsts if not first.whole]
    return Reading(
        len(clauses),
        _median_and_worst([first.at_ms for first in firsts]),
        _median_and_worst([first.silence_after_ms for first in firsts]),
        _median_and_worst([first.silence_after_ms for first in clauses]),
        list(firsts),
    )


def _median_and_worst(values: Sequence[float]) -> tuple[float, float]:
    return (statistics.median(values), max(values)) if values else (0.0, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon the voice can begin while the model still writes.")
    parser.add_argument("--characters-per-s", type=int, default=40)
    parser.add_argument("--first-token-ms", type=int, default=0)
    parser.add_argument("--clauses", default=",".join(map(str, CLAUSES)))
    given = parser.parse_args()
    clauses = [int(clause) for clause in given.clauses.split(",")]
    clock = MockClock(autojump_threshold=0)
    report = trio.run(measure, given.characters_per_s, given.first_token_ms, clauses, clock=clock)
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


if __name__ == "__main__":
    main()
