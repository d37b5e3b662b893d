"""Which server is asked, and with which key. No clock, no network."""

from collections.abc import Mapping

import pytest
from pydantic import SecretStr, ValidationError

from offhook.actors.openai_server import OPENAI_VENDOR, OpenAiServer
from offhook.actors.recognizer import openai_realtime as realtime_recognizer
from offhook.actors.recognizer.openai_realtime import OpenAiRealtimeTranscriptionSettings
from offhook.actors.recognizer.openai_transcription import OPENAI_TRANSCRIPTION, OpenAiTranscriptionSettings
from offhook.actors.speaker import openai_realtime as realtime_voice
from offhook.actors.speaker.openai_realtime import OpenAiRealtimeVoiceSettings
from offhook.actors.speaker.openai_speech import OPENAI_SPEECH, OpenAiSpeechSettings
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.world import SimulatedWorld

KEY = "sk-proj-0123456789abcdef"


def server(environment: Mapping[str, str], **settings: object) -> OpenAiServer:
    return OpenAiServer("speaker.openai", OpenAiSpeechSettings.model_validate(settings), environment)


def test_settings_win_over_the_variables_of_the_sdk() -> None:
    """Each by itself; what neither names is OpenAI."""
    variables = {"OPENAI_API_KEY": f" {KEY}\n", "OPENAI_BASE_URL": "https://Voices.example/v1/"}
    from_variables = server(variables)
    assert from_variables.url("/audio/speech") == "https://voices.example/v1/audio/speech"
    assert from_variables.headers == {"Authorization": f"Bearer {KEY}"}
    assert not from_variables.is_openai
    set_here = server(variables, base_url="http://127.0.0.1:8880", api_key="other")
    assert set_here.url("/audio/speech") == "http://127.0.0.1:8880/audio/speech"
    assert set_here.headers == {"Authorization": "Bearer other"}
    bare = server({}, api_key=KEY)
    assert (bare.base_url, bare.is_openai) == (OPENAI_VENDOR.url, True)


def test_only_openai_itself_needs_a_key() -> None:
    """A server of one's own is asked without one."""
    assert server({}, base_url="http://127.0.0.1:8880/v1").headers == {}
    with pytest.raises(WorkerCannotStart, match=r"^no key: neither speaker.openai.api_key nor OPENAI_API_KEY is set$"):
        server({"OPENAI_API_KEY": " "})


@pytest.mark.parametrize("key", [f"{KEY} x", f"{KEY}\r\nX: y", "schlüssel"])
def test_a_key_that_no_header_can_hold_is_named_without_being_shown(key: str) -> None:
    """The HTTP library would quote it in its error."""
    with pytest.raises(WorkerCannotStart) as caught:
        server({}, api_key=key)
    assert str(caught.value) == "the key cannot be sent: it holds blanks, or characters that are not ASCII"


@pytest.mark.parametrize(
    "url",
    [
        "api.openai.com/v1",
        "ftp://a.example",
        "https://me:secret@a.example/v1",
        "https://a/?x=1",
        "https://me:secret/x@a",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    """In the settings it is a mistake; in the variable of another program the service is skipped."""
    with pytest.raises(ValidationError) as caught:
        OpenAiSpeechSettings(base_url=url)
    assert "secret" not in str(caught.value)
    with pytest.raises(WorkerCannotStart, match=r"^OPENAI_BASE_URL: must ") as skipped:
        server({"OPENAI_BASE_URL": url}, api_key=KEY)
    assert "secret" not in str(skipped.value)


def test_the_key_is_not_shown() -> None:
    """Neither the settings nor the server print it."""
    settings = OpenAiSpeechSettings(api_key=SecretStr(KEY))
    asked = OpenAiServer("speaker.openai", settings, {})
    assert KEY not in f"{settings!r} {settings} {asked!r} {asked}"


@pytest.mark.parametrize("kind", [OpenAiSpeechSettings, OpenAiTranscriptionSettings])
def test_deadlines_that_contradict_each_other_are_refused(kind: type[Section]) -> None:
    """The first byte cannot be due after the end."""
    with pytest.raises(ValidationError, match="contradict each other"):
        kind.model_validate({"first_byte_s": 5, "total_s": 4})


@pytest.mark.parametrize(
    ("kind", "first"),
    [(OpenAiRealtimeTranscriptionSettings, "first_words_s"), (OpenAiRealtimeVoiceSettings, "first_sound_s")],
)
def test_the_same_over_websockets(kind: type[Section], first: str) -> None:
    """What is due first cannot be due after the end."""
    with pytest.raises(ValidationError, match="contradict each other"):
        kind.model_validate({first: 5, "total_s": 4})


async def test_a_model_that_ends_is_named_at_the_start() -> None:
    """Only where OpenAI itself is asked. The successor of its voices over HTTP has another interface."""
    world = SimulatedWorld(environment={"OPENAI_API_KEY": KEY})  # in 2027
    speech = OPENAI_SPEECH.warnings(world, OpenAiSpeechSettings())
    assert speech == (
        "OpenAI ended 'gpt-4o-mini-tts' on 2027-01-06; it names gpt-realtime-2.1-mini instead, which the voice "
        "openai_realtime uses: have that in front in speaker.chain",
    )
    old = OpenAiRealtimeVoiceSettings(model="gpt-realtime-mini")
    (warning,) = realtime_voice.OPENAI_REALTIME.warnings(world, old)
    assert warning.endswith("it names gpt-realtime-2.1-mini instead: set speaker.openai_realtime.model")
    assert realtime_voice.OPENAI_REALTIME.warnings(world, OpenAiRealtimeVoiceSettings()) == ()
    older = OpenAiRealtimeTranscriptionSettings(model="gpt-4o-transcribe")
    (warning,) = realtime_recognizer.OPENAI_REALTIME.warnings(world, older)
    assert warning.endswith("it names gpt-transcribe instead: set recognizer.openai_realtime.model")
    assert realtime_recognizer.OPENAI_REALTIME.warnings(world, OpenAiRealtimeTranscriptionSettings()) == ()
    whisper = OpenAiTranscriptionSettings(model="whisper-1")
    (warning,) = OPENAI_TRANSCRIPTION.warnings(world, whisper)
    assert warning.endswith("on 2027-02-26; it names gpt-transcribe instead: set recognizer.openai.model")
    assert OPENAI_TRANSCRIPTION.warnings(world, OpenAiTranscriptionSettings()) == ()
    elsewhere = SimulatedWorld(environment={"OPENAI_BASE_URL": "http://localhost:8000/v1"})
    assert OPENAI_SPEECH.warnings(elsewhere, OpenAiSpeechSettings()) == ()
    assert OPENAI_TRANSCRIPTION.warnings(elsewhere, whisper) == ()
