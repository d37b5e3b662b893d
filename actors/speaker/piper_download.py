"""Fetches one of Piper's voices, once: `python -m offhook.actors.speaker.piper_download NAME FOLDER`.

Piper knows where its voices are. It prints what is wrong, or nothing.
"""

import os
import shutil
import signal
import socket
import sys
from pathlib import Path

from piper.download_voices import download_voice

from offhook.engine.host.errors_in_words import in_words

WITHIN_S = 300  # a voice has 60 to 110 MB
SILENT_FOR_S = 20.0
ENDINGS = (".onnx", ".onnx.json")


def fetch(name: str, folder: Path) -> None:
    """Both files, or none: half a file would be taken for a voice at the next start."""
    part = folder / f".{name}.{os.getpid()}"
    part.mkdir(parents=True)
    try:
        download_voice(name, part)
        for ending in reversed(ENDINGS):
            os.replace(part / f"{name}{ending}", folder / f"{name}{ending}")
    finally:
        shutil.rmtree(part, ignore_errors=True)


def main() -> None:
    signal.setitimer(signal.ITIMER_REAL, WITHIN_S)  # whose default action ends the process
    socket.setdefaulttimeout(SILENT_FOR_S)
    try:
        fetch(sys.argv[1], Path(sys.argv[2]))
    except Exception as exc:  # noqa: BLE001  # of the network, of the disk, or of a library
        sys.stdout.write(in_words(exc))


if __name__ == "__main__":
    main()
