"""Sends commands to Telnyx's Call Control.

ServiceFailed
+-- TelnyxFailed         the command was refused, or no answer came; the message says why, never with the key
"""

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.settings import EngineSettings
from offhook.protocol.carriers.telnyx.commands import Command, CommandError, read_error

WITHIN_S = 4.0
"""For one command, with all attempts: whoever waits for the answer to a webhook gives up soon after."""
ATTEMPT_WITHIN_S = 1.8
PAUSE_S = 0.2
ATTEMPTS = 2
MASK = "**********"
_DEADLINES = Deadlines(
    connect_s=ATTEMPT_WITHIN_S, first_byte_s=ATTEMPT_WITHIN_S, gap_s=ATTEMPT_WITHIN_S, total_s=ATTEMPT_WITHIN_S
)


class TelnyxFailed(ServiceFailed):
    """`refused` is Telnyx's answer; None where there was none."""

    def __init__(self, message: str, refused: CommandError | None = None) -> None:
        super().__init__(message)
        self.refused = refused

    @property
    def call_is_over(self) -> bool:
        return self.refused is not None and self.refused.call_is_over

    @property
    def may_pass(self) -> bool:
        """Whether the command should be sent again."""
        return self.refused is None or self.refused.may_pass


class TelnyxCommands:
    """The commands of one account."""

    def __init__(self, http: httpx.AsyncClient, settings: EngineSettings) -> None:
        self._http, self._settings = http, settings.telnyx
        self._host = httpx.URL(settings.telnyx.api_url).host

    async def send(self, call_id: str, command: Command) -> None:
        """Sent again where no answer came: it is done once in any case. Raises TelnyxFailed."""
        with trio.move_on_after(WITHIN_S):  # noqa: ASYNC912  # there is at least one attempt
            for attempts_left in reversed(range(ATTEMPTS)):
                try:
                    return await self._sent(call_id, command)
                except TelnyxFailed as exc:
                    if not (exc.may_pass and attempts_left):
                        raise
                await trio.sleep(PAUSE_S)
        raise self._failed(f"no answer within {WITHIN_S:g} s")

    async def _sent(self, call_id: str, command: Command) -> None:
        key = self._settings.api_key
        assert key is not None, "without a key no webhook is answered"
        request = self._http.build_request(
            "POST",
            self._settings.api_url + command.path(call_id),
            headers={"Authorization": f"Bearer {key.get_secret_value()}", "Content-Type": "application/json"},
            content=msgspec.json.encode(command.body),
        )
        async with http_answer(self._http, request, _DEADLINES, self._failed) as answer:
            body = await answer.beginning(LONGEST_ERROR)
            if answer.status >= 300:
                refused = read_error(answer.status, body)
                said = refused.in_words.replace(key.get_secret_value(), MASK)  # Telnyx's texts may quote what was sent
                raise TelnyxFailed(f"{self._host}: {command.action}: {said}", refused)

    def _failed(self, why: str) -> TelnyxFailed:
        return TelnyxFailed(f"{self._host}: {why}")
