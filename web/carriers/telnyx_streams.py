"""The paths of Telnyx's media sockets: `/media-stream/telnyx/TOKEN`, and for later streams of a call their number
behind it.

Telnyx does not say of which stream a webhook tells: the client state is that of our newest command. But it brings the
URL.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

MEDIA_PATH = "/media-stream/telnyx"
_PATH = re.compile(rf"{MEDIA_PATH}/([A-Za-z0-9_-]{{1,256}})(?:/([1-9][0-9]{{0,3}}))?")


class OrderedStream(NamedTuple):
    """A stream that we have asked for."""

    token: str
    number: int = 0
    """Of the call's streams, those included that never came."""

    @property
    def path(self) -> str:
        return f"{MEDIA_PATH}/{self.token}" + (f"/{self.number}" if self.number else "")


def read_path(path: str) -> OrderedStream | None:
    """None for one that is not ours."""
    found = _PATH.fullmatch(path)
    return None if found is None else OrderedStream(found[1], int(found[2] or 0))


def read_url(url: str) -> OrderedStream | None:
    """The same of a whole URL, in which the server's own path may stand before."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return read_path(path[path.find(MEDIA_PATH) :] if MEDIA_PATH in path else "")
