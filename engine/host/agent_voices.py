"""`[voice]` of an agent file: which voice speaks, by service, because each service names its voices in its own way."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.shapes_in_words import complaint

KEY = "voice"
VoiceName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


def read_voices(file: AgentFile, written: object) -> Mapping[str, str]:
    """The voices by service. Whether there are such services and voices is for those to say who open them."""
    if isinstance(written, str):
        example = f'voice.openai = "{written}"' if written.isalnum() else 'voice.openai = "coral"'
        file.report((KEY,), "'voice' does not say of which service: each has voices of its own", f"write {example}")
        return {}
    if not isinstance(written, dict):
        file.report((KEY,), "'voice' is not a table", 'write voice.openai = "coral", for instance')
        return {}
    voices: dict[str, str] = {}
    for service, voice in written.items():
        if (found := complaint(voice, VoiceName)) is not None:
            file.report((KEY, service), f"voice.{service}: {found.what}", found.fix)
        else:
            voices[service] = voice
    return voices
