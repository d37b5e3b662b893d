"""Makes the error of a role from an error of OpenAI's interface."""

from typing import TypeVar

from offhook.actors.http_answer import LONGEST_ERROR, HttpAnswer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.protocol import openai_errors
from offhook.protocol.service_errors import ServiceError

FailedT = TypeVar("FailedT", bound=ServiceFailed)


def failure(kind: type[FailedT], error: ServiceError) -> FailedT:
    return kind(error.words, rest_s=error.rest_s, only_this=error.only_this, refuses_tools=error.refuses_tools)


async def refusal(answer: HttpAnswer) -> ServiceError:
    """Why an answer's status is not 200."""
    return openai_errors.of_answer(answer.status, await answer.beginning(LONGEST_ERROR), answer.headers)
