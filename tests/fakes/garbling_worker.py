"""A worker that does not keep to the pipe's rules: what and when its arguments say."""

import os
import sys

from offhook.protocol.worker_frames import WORKER_ITSELF, FrameReader, encode

GARBAGE = b"\xff" * 64


def main(fault: str) -> None:
    """`silent` ends at once, `garbled` begins with garbage, `garbles` is well until it is told "garbage"."""
    if fault == "silent":
        return
    os.write(1, GARBAGE if fault == "garbled" else encode(WORKER_ITSELF, b""))
    reader = FrameReader()
    while data := os.read(0, 65536):
        for frame in reader.feed(data):
            os.write(1, GARBAGE if frame.body == b"garbage" else encode(frame.session, frame.body))


if __name__ == "__main__":
    main(sys.argv[1])
