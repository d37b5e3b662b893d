"""The recorded callers of the engine's benchmarks: human voices, one utterance each."""

import csv
from pathlib import Path

import webrtcvad

from offhook.engine.decide.endpointing import End, Endpointer, EndpointingRules
from offhook.protocol import mulaw
from offhook.telephone.clip import Clip, from_wav

AUDIO = Path(__file__).parent.parent / "tests" / "audio"
RULES = EndpointingRules()
VAD_AGGRESSIVENESS = 3


def recordings() -> list[tuple[str, Clip]]:
    """The shared recordings that are one utterance under the default settings, with their labels."""
    chosen = []
    with (AUDIO / "TRANSCRIPTS.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t"):
            label = (float(row["speech_start_s"]), float(row["speech_end_s"]))
            clip = from_wav((AUDIO / row["file"]).read_bytes(), label)
            if utterances_in(clip) == 1:
                chosen.append((row["file"], clip))
    return chosen


def utterances_in(clip: Clip) -> int:
    """How many utterances the server will hear in this recording."""
    vad, endpointer = webrtcvad.Vad(VAD_AGGRESSIVENESS), Endpointer(RULES)
    quiet = [mulaw.SILENCE * len(clip.frames[0])] * 20
    events = [
        event
        for frame in (*quiet, *clip.frames, *quiet)
        for event in endpointer.feed(frame, vad.is_speech(mulaw.decode(frame).tobytes(), mulaw.SAMPLE_RATE_HZ))
    ]
    return sum(isinstance(event, End) for event in events)
