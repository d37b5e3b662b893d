"""The services that come with Offhook, a line for each. A new one is a file in its role's folder, and a line here.

Those of other packages are found at the start: `packaged_services.py`.
"""

from collections.abc import Sequence

from offhook.actors.recognizer import openai_realtime, openai_transcription, pocketsphinx, scripted
from offhook.actors.recognizer.service import RecognizerDeclaration
from offhook.actors.responder import dialogue, openai_chat
from offhook.actors.responder import scripted as scripted_responder
from offhook.actors.responder.service import ResponderDeclaration
from offhook.actors.speaker import espeak_ng, flite, openai_speech, tone
from offhook.actors.speaker import openai_realtime as openai_realtime_voice
from offhook.actors.speaker.service import VoiceDeclaration
from offhook.engine.host.settings import Section

RECOGNIZERS: Sequence[RecognizerDeclaration[Section]] = (
    scripted.SCRIPTED,
    scripted.SCRIPTED_BATCH,
    pocketsphinx.POCKETSPHINX,
    openai_transcription.OPENAI_TRANSCRIPTION,
    openai_realtime.OPENAI_REALTIME,
)
RESPONDERS: Sequence[ResponderDeclaration[Section]] = (
    dialogue.DIALOGUE,
    openai_chat.OPENAI,
    scripted_responder.SCRIPTED,
)
VOICES: Sequence[VoiceDeclaration[Section]] = (
    tone.TONE,
    espeak_ng.ESPEAK_NG,
    flite.FLITE,
    openai_speech.OPENAI_SPEECH,
    openai_realtime_voice.OPENAI_REALTIME,
)
