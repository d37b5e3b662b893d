"""The services that come with Offhook, a line for each. A new one is a file in its role's folder, and a line here.

The best one stands first: a chain that nobody has set asks them in this order (`chosen_chain.py`).
Those of other packages are found at the start: `packaged_services.py`.
"""

from collections.abc import Sequence

from offhook.actors.recognizer import (
    assemblyai,
    deepgram,
    openai_realtime,
    openai_transcription,
    pocketsphinx,
    scripted,
)
from offhook.actors.recognizer.service import RecognizerDeclaration
from offhook.actors.recognizer.whisper.recognizer import WHISPER
from offhook.actors.responder import dialogue, openai_chat, openai_responses
from offhook.actors.responder import scripted as scripted_responder
from offhook.actors.responder.service import ResponderDeclaration
from offhook.actors.speaker import elevenlabs, elevenlabs_http, espeak_ng, flite, openai_speech, piper, tone
from offhook.actors.speaker import openai_realtime as openai_realtime_voice
from offhook.actors.speaker.service import VoiceDeclaration
from offhook.engine.host.settings import Section

RECOGNIZERS: Sequence[RecognizerDeclaration[Section]] = (
    deepgram.DEEPGRAM,
    assemblyai.ASSEMBLYAI,
    openai_realtime.OPENAI_REALTIME,
    openai_transcription.OPENAI_TRANSCRIPTION,
    WHISPER,
    pocketsphinx.POCKETSPHINX,
    scripted.SCRIPTED,
    scripted.SCRIPTED_BATCH,
)
RESPONDERS: Sequence[ResponderDeclaration[Section]] = (
    openai_chat.OPENAI,
    openai_responses.OPENAI_RESPONSES,
    dialogue.DIALOGUE,
    scripted_responder.SCRIPTED,
)
VOICES: Sequence[VoiceDeclaration[Section]] = (
    elevenlabs.ELEVENLABS,
    elevenlabs_http.ELEVENLABS_HTTP,
    openai_realtime_voice.OPENAI_REALTIME,
    openai_speech.OPENAI_SPEECH,
    piper.PIPER,
    flite.FLITE,
    espeak_ng.ESPEAK_NG,
    tone.TONE,
)
