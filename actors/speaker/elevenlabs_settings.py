"""What both voices of ElevenLabs can be told, over a WebSocket and over HTTP."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, SecretStr

from offhook.actors.keyed_server import BaseUrl
from offhook.engine.host.settings import Seconds, Section

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class ElevenLabsVoiceSettings(Section):
    """The settings that decide which voice speaks and how, and how long it may take."""

    api_key: SecretStr | None = None
    """Unset: `ELEVENLABS_API_KEY`, the variable of ElevenLabs' own SDK."""
    base_url: BaseUrl | None = None
    """Where to ask. Unset: https://api.elevenlabs.io; accounts whose data stays in a region have another one, such as
    https://api.eu.residency.elevenlabs.io."""
    voice: Annotated[str, Field(min_length=1, max_length=200)] = "JBFqnCBsd6RMkjVDRZzb"
    """The id of a voice, not its name. This one, George, exists for every account."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "eleven_flash_v2_5"
    """Which model speaks; this one is the fastest."""
    language_code: Annotated[str, Field(max_length=20)] = ""
    """In which language, such as de. Empty: models that take one (flash and turbo v2.5) are told the call's."""
    stability: Share | None = None
    """How even it speaks; unset, like the next four: as the voice is set in the account."""
    similarity_boost: Share | None = None
    """How close it keeps to the voice that it was made from."""
    style: Share | None = None
    """How much it exaggerates that voice's manner."""
    use_speaker_boost: bool | None = None
    """Closer to that voice, and slower."""
    speed: Annotated[float, Field(ge=0.7, le=1.2)] | None = None
    """How fast it speaks; 1 is the voice's own speed."""
    connect_s: Seconds = 2.0
    """How long a new connection may take."""
    first_sound_s: Seconds = 3.0
    """How long the first sound may take."""
    gap_s: Seconds = 2.0
    """How long each further piece may take."""
    total_s: Seconds = 60.0
    """How long a whole sentence may take."""

    def of_voice(self) -> Mapping[str, object]:
        """What is set of the voice itself, as the service names it."""
        chosen: dict[str, object] = {
            "stability": self.stability,
            "similarity_boost": self.similarity_boost,
            "style": self.style,
            "use_speaker_boost": self.use_speaker_boost,
            "speed": self.speed,
        }
        return {name: value for name, value in chosen.items() if value is not None}
