"""Reads TwiML as a carrier does: a document becomes a list of verbs.

    RemoteProtocolError     protocol/errors.py
    +-- TwimlError          a carrier would not follow this document

URLs are left as they were written; they have to be resolved against the URL of the document.
"""

from collections.abc import Callable
from xml.etree import ElementTree

import msgspec

from offhook.protocol.errors import RemoteProtocolError

MAX_DOCUMENT_BYTES = 64 * 1024
MAX_PARAMETER_CHARACTERS = 500  # name and value together, as Twilio limits them
_SIP_SCHEMES = ("sip:", "sips:")  # RFC 3261, section 19.1.1
MAX_PAUSE_DIGITS = 5  # with 400 of them a float would be infinite


class TwimlError(RemoteProtocolError):
    """The document cannot be followed; the text names the place."""


class ConnectStream(msgspec.Struct, frozen=True):
    """Talk to a Media Streams server until its socket closes; then go to `action`, if there is one."""

    url: str
    parameters: dict[str, str] = {}
    action: str | None = None
    method: str = "POST"


class Redirect(msgspec.Struct, frozen=True):
    """Go on with another document."""

    url: str
    method: str = "POST"


class Dial(msgspec.Struct, frozen=True):
    """Hand the caller over; then go to `action`, if there is one. Whoever picks up is first told the document at
    `ask`."""

    to: str
    action: str | None = None
    method: str = "POST"
    ring_s: float = 30.0
    ask: str | None = None


class Say(msgspec.Struct, frozen=True):
    """The carrier reads this out itself."""

    text: str
    language: str = ""
    """Empty: the carrier's default."""
    voice: str = ""
    """Empty: the carrier's default."""


class Play(msgspec.Struct, frozen=True):
    """The carrier plays a file itself."""

    url: str


class Record(msgspec.Struct, frozen=True):
    """Record the caller; then go on with `action`, or with the next verb if nothing was said."""

    action: str
    method: str = "POST"
    silence_s: float = 5.0
    longest_s: float = 3600.0
    keys: str = "1234567890*#"


class Gather(msgspec.Struct, frozen=True):
    """Take keys; then go on with `action`, or with the next verb if none was pressed."""

    action: str
    method: str = "POST"
    most: int = 128
    pause_s: float = 5.0
    end_key: str = "#"
    said: str = ""
    """What the carrier says meanwhile."""
    language: str = ""
    """Of what it says; empty: the carrier's default."""


class Pause(msgspec.Struct, frozen=True):
    """Silence on the line."""

    length_s: float = 1.0


class Reject(msgspec.Struct, frozen=True):
    """Do not answer."""

    reason: str = "rejected"


class Hangup(msgspec.Struct, frozen=True):
    """End the call."""


Verb = ConnectStream | Redirect | Dial | Say | Play | Record | Gather | Pause | Reject | Hangup


def read(document: bytes) -> tuple[Verb, ...]:
    """The verbs of a document in order; none of them means "hang up". Raises TwimlError."""
    if len(document) > MAX_DOCUMENT_BYTES:
        raise TwimlError(f"a document of {len(document)} bytes; a carrier takes {MAX_DOCUMENT_BYTES}")
    try:
        root = ElementTree.fromstring(document, parser=ElementTree.XMLParser(target=_NoDoctype()))
    except (ElementTree.ParseError, LookupError, ValueError) as exc:  # the last two: encodings Python cannot read
        raise TwimlError(f"not XML: {exc}") from exc
    if root.tag != "Response":
        raise TwimlError(f"the document's root is <{root.tag}>, not <Response>")
    return tuple(_verb(element) for element in root)


class _NoDoctype(ElementTree.TreeBuilder):
    """TwiML has no use for a DOCTYPE, and entities that it could declare multiply in memory."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del pubid, system
        raise TwimlError(f"the document has a DOCTYPE ({name})")


def _verb(element: ElementTree.Element) -> Verb:
    read_verb = _READERS.get(element.tag)
    if read_verb is None:
        raise TwimlError(f"<{element.tag}> is not a verb that this carrier follows")
    return read_verb(element)


def _connect(element: ElementTree.Element) -> Verb:
    if len(element) != 1 or element[0].tag != "Stream":
        inside = ", ".join(f"<{noun.tag}>" for noun in element) or "nothing"
        raise TwimlError(f"<Connect> must hold one <Stream>; it holds {inside}")
    stream = element[0]
    url = stream.get("url", "").strip()
    if not url:
        raise TwimlError("<Stream> has no url")
    if stream.get("track", "inbound_track") != "inbound_track":
        raise TwimlError(f"<Connect><Stream> carries the inbound track only, not track={stream.get('track')!r}")
    parameters = dict(_parameter(child) for child in stream)
    return ConnectStream(url, parameters, element.get("action") or None, _method(element))


def _parameter(element: ElementTree.Element) -> tuple[str, str]:
    if element.tag != "Parameter":
        raise TwimlError(f"<Stream> may hold <Parameter> only, not <{element.tag}>")
    name, value = element.get("name"), element.get("value")
    if not name or value is None:
        raise TwimlError("<Parameter> needs a name and a value")
    if len(name) + len(value) >= MAX_PARAMETER_CHARACTERS:
        raise TwimlError(f"<Parameter name={name[:20]!r}> is {len(name) + len(value)} characters; 499 are allowed")
    return name, value


def _redirect(element: ElementTree.Element) -> Verb:
    return Redirect(_text(element, "a URL"), _method(element))


def _dial(element: ElementTree.Element) -> Verb:
    if len(element) > 1:
        raise TwimlError("<Dial> to several places at once is not followed here")
    place = element[0] if len(element) else element
    to = _text(place, "a number")
    is_sip = to.lower().startswith(_SIP_SCHEMES)
    if is_sip and place.tag in ("Dial", "Number"):
        raise TwimlError(f"<{place.tag}> holds {to!r}, not a phone number (13223); write <Dial><Sip>{to}</Sip></Dial>")
    if place.tag == "Sip" and not is_sip:
        raise TwimlError(f"<Sip> holds {to!r}, not a SIP URI; write it as sip:name@host")
    ring_s, ask = float(_whole(element, "timeout", 30)), place.get("url") if place is not element else None
    return Dial(to, element.get("action") or None, _method(element), ring_s, ask)


def _say(element: ElementTree.Element) -> Verb:
    text = " ".join("".join(element.itertext()).split())  # SSML inside reads as its words
    return Say(text, element.get("language", ""), element.get("voice", ""))


def _play(element: ElementTree.Element) -> Verb:
    if element.get("digits"):
        return Play(f"digits:{element.get('digits')}")
    return Play(_text(element, "a URL"))


def _record(element: ElementTree.Element) -> Verb:
    """Without an action the document itself is asked again ("TwiML Voice: Record")."""
    return Record(
        element.get("action", ""),
        _method(element),
        float(_whole(element, "timeout", 5)),
        float(_whole(element, "maxLength", 3600)),
        element.get("finishOnKey", "1234567890*#"),
    )


def _gather(element: ElementTree.Element) -> Verb:
    if element.get("input", "dtmf") != "dtmf" or any(verb.tag != "Say" for verb in element):
        raise TwimlError("<Gather> of anything but keys, or with other verbs than <Say>, is not followed here")
    return Gather(
        element.get("action", ""),
        _method(element),
        _whole(element, "numDigits", 128),
        float(_whole(element, "timeout", 5)),
        element.get("finishOnKey", "#"),
        " ".join("".join(element.itertext()).split()),
        next((verb.get("language", "") for verb in element), ""),
    )


def _whole(element: ElementTree.Element, name: str, default: int) -> int:
    written = element.get(name, str(default))
    if not (written.isascii() and written.isdigit() and len(written) <= MAX_PAUSE_DIGITS):
        raise TwimlError(f"<{element.tag} {name}={written[:20]!r}> is not a whole number of a usual size")
    return int(written)


def _pause(element: ElementTree.Element) -> Verb:
    written = element.get("length", "1")
    if not (written.isascii() and written.isdigit() and len(written) <= MAX_PAUSE_DIGITS):
        raise TwimlError(f"<Pause length={written[:20]!r}> is not a number of seconds that a call could last")
    return Pause(float(written))


def _reject(element: ElementTree.Element) -> Verb:
    reason = element.get("reason", "rejected")
    if reason not in ("rejected", "busy"):
        raise TwimlError(f"<Reject reason={reason!r}>: only rejected and busy exist")
    return Reject(reason)


def _hangup(element: ElementTree.Element) -> Verb:
    del element
    return Hangup()


def _text(element: ElementTree.Element, what: str) -> str:
    text = (element.text or "").strip()
    if not text:
        raise TwimlError(f"<{element.tag}> is empty, and needs {what}")
    return text


def _method(element: ElementTree.Element) -> str:
    method = element.get("method", "POST")
    if method not in ("GET", "POST"):
        raise TwimlError(f"<{element.tag} method={method!r}>: only GET and POST exist")
    return method


_READERS: dict[str, Callable[[ElementTree.Element], Verb]] = {
    "Connect": _connect,
    "Redirect": _redirect,
    "Dial": _dial,
    "Say": _say,
    "Play": _play,
    "Record": _record,
    "Gather": _gather,
    "Pause": _pause,
    "Reject": _reject,
    "Hangup": _hangup,
}
