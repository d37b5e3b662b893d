"""How to use the fakes from a shell: what `offhook fakes` prints."""

from collections.abc import Iterator

from offhook.simulation.fakes import twilio_rest
from offhook.simulation.fakes.all_fakes import BASE_PATH, KEY


def lines_to_use(url: str) -> Iterator[str]:
    """The variables to set so that a server uses the fakes at this URL."""
    yield f"export OPENAI_BASE_URL={url}{BASE_PATH}"
    yield f"export OPENAI_API_KEY={KEY}"
    for service in ("ELEVENLABS", "ELEVENLABS_HTTP"):  # their SDK reads no address
        yield f"export OFFHOOK__SPEAKER__{service}__BASE_URL={url}"
    yield f"export ELEVENLABS_API_KEY={KEY}"
    yield f"# for `offhook number` and its like: export OFFHOOK__TWILIO__API_URL={url}"
    yield f"#     TWILIO_ACCOUNT_SID={twilio_rest.ACCOUNT} TWILIO_AUTH_TOKEN={twilio_rest.TOKEN}"
    yield "# a request is shown as it comes; Ctrl-C stops"
