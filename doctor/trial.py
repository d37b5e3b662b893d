"""How long a frame of a call takes here: from the carrier's message to the detector's verdict, and back out.

Recognition and voices come on top, and so does the connection: the trial only compares this machine with the one on
which calls were counted (docs/performance.md).
"""

from collections.abc import Callable

import trio

from offhook.actors.voice_detector import VoiceDetector, is_voiced
from offhook.doctor.recording import frames
from offhook.engine.decide.caller_audio import CallerAudio
from offhook.engine.decide.endpointing import FRAME_MS, Endpointer
from offhook.engine.decide.key_tones import KeyTones
from offhook.engine.host.settings import VadSettings
from offhook.protocol.carriers.events import CallerSound
from offhook.protocol.carriers.twilio.carrier import TwilioStream
from offhook.protocol.carriers.twilio.theirs import CarrierSide, StreamIdentity

BASIS_CALLS, BASIS_MS = 50, 1.0
"""So many calls passed on a core of the machine on which this trial takes so long for a second of a call."""
SECONDS, TIMES = 4, 8


async def time_frames(open_detector: Callable[[VadSettings], VoiceDetector], settings: VadSettings) -> float:
    """Milliseconds for a second of a call: the best of a few times, since whatever else runs only makes it longer."""
    carrier = CarrierSide(StreamIdentity("AC0", "CA0", "MZ0"))
    start, spoken = carrier.start({}), frames()
    wanted = SECONDS * 1000 // FRAME_MS
    messages = [carrier.media(spoken[number % len(spoken)], number * FRAME_MS) for number in range(wanted)]
    took = []
    await trio.lowlevel.checkpoint()
    for _ in range(TIMES):
        began = trio.current_time()
        await _hear(start, messages, open_detector(settings), settings)
        took.append(trio.current_time() - began)
    return min(took) * 1000 / SECONDS


async def _hear(start: str, messages: list[str], detector: VoiceDetector, settings: VadSettings) -> None:
    await trio.lowlevel.checkpoint()
    stream, audio, key_tones, endpointer = TwilioStream(), CallerAudio(), KeyTones(), Endpointer(settings.rules())
    stream.receive(start)
    for message in messages:
        sound = stream.receive(message)
        assert isinstance(sound, CallerSound)
        for frame in audio.feed(sound.mulaw, sound.at_ms):
            without_key = key_tones.taken_out(frame)
            endpointer.feed(frame, await is_voiced(detector, without_key or frame))
        stream.sound(sound.mulaw)
