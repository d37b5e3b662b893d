"""The section of the settings that says what becomes of callers for whom there is no room."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from offhook.engine.host.contradictions import refuse
from offhook.engine.host.destination import destination
from offhook.engine.host.settings_section import Section


def _sound_url(value: str) -> str:
    """A URL that begins with https:// or http://."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or not value.isprintable() or " " in value:
        raise ValueError("must be the URL of a sound file, such as https://www.example.com/hold.mp3")
    return value


class AdmissionSettings(Section):
    """What becomes of callers for whom there is no room; docs/running.md, "How many calls at once"."""

    unclaimed_s: Annotated[float, Field(ge=1, le=600)] = 30.0
    """How long a place is kept for a caller whose stream does not come, and how long the stream's token is good."""
    when_full: Literal["busy", "queue", "overflow"] = "busy"
    """What a caller gets while all places are taken: a busy signal, a queue, or `overflow_number`."""
    queue_s: Annotated[float, Field(ge=10, le=3600)] = 300.0
    """How long a caller may wait in the queue; then the line is closed with `queue_over`."""
    queue_words: Annotated[str, Field(max_length=1000)] | None = None
    """What the carrier says to a caller who waits, every ten seconds, in the voice that it has for the agent's
    language. Unset: that all lines are busy, in English, Hindi, Spanish, French or German."""
    queue_music: Annotated[str, AfterValidator(_sound_url)] | None = None
    """The URL of a sound file that a waiting caller hears instead of `queue_words`. Each time it ends, a free place is
    looked for; 10 to 30 s are a good length."""
    queue_over: Annotated[str, Field(max_length=1000)] | None = None
    """What the carrier says at the end of `queue_s`. Unset: to call again later, in one of the same languages."""
    overflow_number: Annotated[str, Field(max_length=256), AfterValidator(destination)] = ""
    """The phone number or SIP URI to which callers are put through where `when_full` is `overflow`."""
    lag_ms: Annotated[float, Field(ge=0, le=10_000)] = 250.0
    """How late a worker's event loop may be, several times in a row, before the worker turns new callers away and
    `GET /readyz` answers 503; 0: any."""

    @model_validator(mode="after")
    def _fit_together(self) -> "AdmissionSettings":
        refuse(
            self,
            (
                self.when_full == "overflow" and not self.overflow_number,
                "when_full overflow_number",
                "name the number that callers are put through to",
            ),
        )
        return self
