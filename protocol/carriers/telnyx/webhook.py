"""Telnyx's webhooks: what happened to a call (Telnyx, "Voice API Webhooks"). Others than those read here are of no use.

BadWebhook               the body is not one; the message says why
"""

import msgspec

from offhook.protocol.carriers.telnyx.client_state import our_state

MAX_CALL_ID_CHARACTERS = 256
INITIATED, ANSWERED, HANGUP = "call.initiated", "call.answered", "call.hangup"
STREAM_OVER = frozenset({"streaming.stopped", "streaming.failed"})
HEARD = ("call.speak.ended", "call.playback.ended")
"""What a caller who waits was told or played has come to its end."""
ONCE = frozenset({INITIATED, *STREAM_OVER, *HEARD})
"""What these ask for must not be done once more because somebody sends them again later."""
CALL_HAS_ENDED = "call_hangup"
NOT_PLAYED = frozenset({"file_not_found", "failed"})


class BadWebhook(Exception):
    """It cannot be read."""


class StreamParams(msgspec.Struct, frozen=True):
    stream_url: str | None = None


class Payload(msgspec.Struct, frozen=True, rename={"caller": "from", "called": "to"}):
    call_control_id: str = ""
    direction: str | None = None
    caller: str | None = None
    called: str | None = None
    custom_headers: object = None
    client_state: str | None = None
    failure_reason: str | None = None
    status: str | None = None
    """How what was told or played has ended."""
    stream_url: str | None = None
    stream_params: StreamParams | None = None

    @property
    def state(self) -> dict[str, str] | None:
        """What our newest command for this call gave to it, also if the event is about something before; None for a
        call to which others gave one."""
        return our_state(self.client_state)

    @property
    def headers(self) -> dict[str, str]:
        """What a SIP caller has sent in headers of its own, by name; whatever is none is left out."""
        sent = self.custom_headers if isinstance(self.custom_headers, list) else []
        pairs = [(each.get("name"), each.get("value")) for each in sent if isinstance(each, dict)]
        return {name: value for name, value in pairs if isinstance(name, str) and isinstance(value, str)}

    @property
    def url(self) -> str:
        """Of the stream that is over, as it was ordered. `streaming.stopped` and `streaming.failed` differ here."""
        return self.stream_url or (self.stream_params.stream_url if self.stream_params else None) or ""


class Event(msgspec.Struct, frozen=True):
    event_type: str
    payload: Payload = Payload()
    id: str | None = None
    """The same for one that comes twice."""


class _Webhook(msgspec.Struct, frozen=True):
    data: Event


_decoder = msgspec.json.Decoder(_Webhook)


def read_webhook(body: bytes) -> Event:
    """Raises BadWebhook."""
    try:
        event = _decoder.decode(body).data
    except msgspec.ValidationError as exc:  # it names the field and the kinds, and quotes no value
        raise BadWebhook(f"not a webhook of Telnyx's: {exc}") from exc
    except (ValueError, RecursionError) as exc:
        raise BadWebhook("the body is not JSON") from exc
    if not 0 < len(event.payload.call_control_id) <= MAX_CALL_ID_CHARACTERS:
        raise BadWebhook("it names no call: data.payload.call_control_id is missing or too long")
    return event
