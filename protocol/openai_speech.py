"""OpenAI's speech over HTTP: POST /audio/speech. The answer is sound without a header, as it is made."""

import msgspec

PATH = "/audio/speech"
LONGEST_INPUT = 4096
"""Characters in one request."""
PCM_RATE_HZ = 24_000
LOOKED_AT = 8
"""How many bytes of an answer tell that it is something else than samples."""

_PCM_TYPES = {"", "audio/pcm", "audio/x-pcm", "audio/raw", "application/octet-stream", "binary/octet-stream"}
_BEGINNINGS = {
    b"RIFF": "a WAV file",
    b"OggS": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"ID3": "an MP3 file",
    b"<!doctyp": "a web page",
    b"<html": "a web page",
    b'{"': "JSON",
}


class SpeechRequest(msgspec.Struct, frozen=True, omit_defaults=True, rename={"text": "input"}):
    """The JSON body. What is unset is left out: older models take no `instructions`, some servers no `speed`."""

    model: str
    text: str
    voice: str
    response_format: str
    instructions: str = ""
    speed: float | None = None

    def encode(self) -> bytes:
        return msgspec.json.encode(self)


def wrong_type(content_type: str, rate_hz: int) -> str | None:
    """Why an answer of this type is not the sound that was asked for, in words; None if it may be."""
    kind, *parameters = [part.strip().lower() for part in content_type.split(";")]
    if kind not in _PCM_TYPES:
        return f"an answer of the type {_known(kind)} instead of PCM"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "rate" and value.isdecimal() and int(value) != rate_hz:
            return f"PCM of {int(value)} samples a second instead of {rate_hz}; pcm_rate_hz sets what is expected"
        if name == "channels" and value.isdecimal() and int(value) != 1:
            return f"PCM of {int(value)} channels instead of 1"
    return None


def wrong_beginning(body: bytes) -> str | None:
    """Why an answer that begins with these bytes is not samples, in words; None if it may be."""
    for beginning, kind in _BEGINNINGS.items():
        if body.lower().startswith(beginning.lower()):
            return f"{kind} instead of PCM"
    return None


def _known(kind: str) -> str:
    """Only what looks like a media type is repeated (RFC 6838, section 4.2)."""
    main, _, rest = kind.partition("/")
    plain = main in ("application", "audio", "text", "video") and rest.replace("-", "").replace(".", "").isalnum()
    return kind if plain and len(kind) <= 40 else "of an unknown name"
