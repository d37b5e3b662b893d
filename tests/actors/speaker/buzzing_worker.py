"""A worker program that buzzes 100 ms for each passage and misbehaves on request.

It says that a passage's first word begins after 25 ms, and its last one after 50.
"""

import os
import time

import numpy as np

from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.rendering_program import Rendering, RenderingProgram
from offhook.actors.worker_process import serve

RATE_HZ = 16_000


class BuzzingProgram(RenderingProgram):
    """Passages that contain "hang" or "crash" do so."""

    render_within_s = 0.2

    def offered(self) -> list[OfferedVoice]:
        return [OfferedVoice("buzz", {"en": 0})]

    def render(self, passage: str, voice: str) -> Rendering:
        assert voice == "buzz"
        if "hang" in passage:
            time.sleep(3600)
        if "crash" in passage:
            os.abort()
        buzz = 8000 * np.sign(np.sin(2 * np.pi * 200 * np.arange(RATE_HZ // 10) / RATE_HZ))
        words = [(0, len(buzz) // 4), (passage.rindex(" ") + 1, len(buzz) // 2)] if " " in passage else []
        return Rendering(buzz.astype(np.int16), RATE_HZ, words)


if __name__ == "__main__":
    serve(BuzzingProgram)
