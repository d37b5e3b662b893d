"""A worker program that buzzes 100 ms for each passage and misbehaves on request."""

import os
import time

import numpy as np

from actors.speaker.rendering import OfferedVoice
from actors.speaker.rendering_program import RenderingProgram
from actors.worker_process import serve
from protocol.mulaw import Samples

RATE_HZ = 16_000


class BuzzingProgram(RenderingProgram):
    """Passages that contain "hang" or "crash" do so."""

    render_within_s = 0.2

    def offered(self) -> list[OfferedVoice]:
        return [OfferedVoice("buzz", {"en": 0})]

    def render(self, passage: str, voice: str) -> tuple[Samples, int]:
        assert voice == "buzz"
        if "hang" in passage:
            time.sleep(3600)
        if "crash" in passage:
            os.abort()
        buzz = 8000 * np.sign(np.sin(2 * np.pi * 200 * np.arange(RATE_HZ // 10) / RATE_HZ))
        return buzz.astype(np.int16), RATE_HZ


if __name__ == "__main__":
    serve(BuzzingProgram)
