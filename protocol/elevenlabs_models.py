"""What is known of ElevenLabs' models, and the answer to GET /v1/models."""

from collections.abc import Sequence

import msgspec

from offhook.protocol.errors import RemoteProtocolError

PATH = "/v1/models"
ENGLISH_ONLY = ("eleven_flash_v2", "eleven_turbo_v2", "eleven_monolingual_v1")
TAKE_LANGUAGE = ("eleven_flash_v2_5", "eleven_turbo_v2_5")
"""These are told the language; others find it out, or refuse to be told."""
LANGUAGES_V2_5 = (
    *("ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fil", "fr", "hi", "hr", "hu", "id", "it", "ja"),
    *("ko", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sv", "ta", "tr", "uk", "vi", "zh"),
)
LONGEST_TEXT = 5000
"""Characters in one request: what every model takes."""


def over_http_only(model: str) -> bool:
    return model == "eleven_v3"


def speaks(model: str, language: str) -> bool:
    """Of a model that is not known here, nobody can tell."""
    bare = language.partition("-")[0].lower()
    if model in ENGLISH_ONLY:
        return bare == "en"
    return bare in LANGUAGES_V2_5 if model in TAKE_LANGUAGE else bool(bare)


def told_language(model: str, language: str) -> str | None:
    """The language as this model is told it: its two or three letters (ISO 639), without a country."""
    return language.partition("-")[0].lower() if model in TAKE_LANGUAGE else None


class _Model(msgspec.Struct):
    model_id: str
    can_do_text_to_speech: bool = True


def that_speak(body: bytes) -> Sequence[str]:
    """The models that this account has. Raises RemoteProtocolError."""
    try:
        models = msgspec.json.decode(body, type=list[_Model])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RemoteProtocolError("an answer that is no list of models") from None
    return [model.model_id for model in models if model.can_do_text_to_speech]
