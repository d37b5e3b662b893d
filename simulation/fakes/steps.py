"""An answer as a list of steps, so that a fault is a change of the list: it may go wrong before any of them."""

import enum
from collections.abc import Callable, Sequence

import msgspec
import trio

from offhook.simulation.fakes.http_server import Answerer, CutOff


class Wait(msgspec.Struct, frozen=True):
    """Nothing is sent for a while."""

    seconds: float


class Step(enum.Enum):
    HEAD = "head"  # status and headers are sent; what stands before it happens before them
    HANG = "hang"  # nothing more is sent, and the connection stays open
    CLOSE = "close"  # it ends as if the answer were complete
    RESET = "reset"  # it breaks


class Answer(msgspec.Struct, frozen=True):
    """What is sent, step by step; each `bytes` is a chunk of its own."""

    status: int
    headers: dict[str, str]
    steps: Sequence[bytes | Wait | Step]


Fault = Callable[[Answer], Answer]
"""What becomes of an answer."""


async def send(answer: Answer, to: Answerer) -> None:
    for step in answer.steps:
        match step:
            case bytes():
                await to.send(step)
            case Wait(seconds):
                await trio.sleep(seconds)
            case Step.HEAD:
                await to.begin(answer.status, answer.headers)
            case Step.HANG:
                await trio.sleep_forever()
            case Step.CLOSE | Step.RESET:
                raise CutOff(reset=step is Step.RESET)
    await to.end()


def slow(seconds: float) -> Fault:
    """Everything comes, but late: the head first."""
    return lambda answer: Answer(answer.status, answer.headers, [Wait(seconds), *answer.steps])


def before_head(end: Step) -> Fault:
    return lambda answer: Answer(answer.status, answer.headers, [end])


def after_head(end: Step) -> Fault:
    return lambda answer: Answer(answer.status, answer.headers, [Step.HEAD, end])


def half_then(end: Step) -> Fault:
    def half(answer: Answer) -> Answer:
        return Answer(answer.status, answer.headers, [*answer.steps[: 1 + len(answer.steps) // 2], end])

    return half


def instead(answer: Answer) -> Fault:
    return lambda _: answer


def with_body(*body: bytes | Wait | Step, content_type: str | None = None) -> Fault:
    """The same status, with another body, and perhaps of another type."""
    return lambda answer: Answer(
        answer.status,
        answer.headers if content_type is None else {**answer.headers, "content-type": content_type},
        [Step.HEAD, *body],
    )
