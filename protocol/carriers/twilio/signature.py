"""The signature by which Twilio proves that a request is its own (Twilio, "Webhooks security").

It is an HMAC with the account's auth token over the whole URL, and behind it the decoded names and values of the form.
It has no time and no nonce: whoever has seen a signed request can send the same one again.

BadSignature             a request is not proven; the message says why
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import parse_qsl

HEADER = "X-Twilio-Signature"
ALGORITHM_HEADER = "X-Twilio-Webhooks-Signature-Settings"
"""On requests that are signed with another secret than the auth token, or in another way. We have no such secret."""
BODY_HASH = b"bodySHA256"
"""The parameter of the query with the hash of a body that is not a form."""
CALL = b"CallSid"
MOST_PARAMETERS = 1000
FORM = "application/x-www-form-urlencoded"
_DEFAULT_PORTS = {"http": "80", "ws": "80", "https": "443", "wss": "443"}
_MAY_BE_PATH = re.compile(rb"[!-/:-@\[-^`{-~]")
"""Nothing parts the URL from the form: what is signed for /voice/after is also the text of a form for /voice, whose
first name is "/after". Names of Twilio's begin with a letter."""
_CALL_SID = re.compile(rb"CA[0-9a-fA-F]{32}")
"""Nor does anything part names from values: a CallSid with some of its letters, or with the next name behind it, is
the same text. It would be another call, for which nobody has asked."""
_SIGNED_AS_THEY_ARE = {"%27": "'", "%3A": ":", "%40": "@"}
"""What Twilio escapes in the query that it sends, but not always in the one that it signs: of a SIP caller's address,
and of a name like O'Fallon (twilio-node, "X-Twilio-Signature validation when URL query parameters contain @ or :" and
"validateRequest() is not working when a query param includes a single quote")."""
_ESCAPED = re.compile("|".join(_SIGNED_AS_THEY_ARE), re.IGNORECASE)
Parameters = Iterable[tuple[bytes, bytes]]
"""The names and values of a form, decoded. As bytes, because a sender may write what is not UTF-8, and signs that."""


class BadSignature(Exception):
    """Not a request of the carrier's."""


def sign(auth_token: str, url: str, parameters: Parameters = ()) -> str:
    """The signature of a request to exactly this URL."""
    return _signature(auth_token, signed_text(url, parameters))


def signed_text(url: str, parameters: Parameters = ()) -> bytes:
    """What the carrier signs: of the URL, user, password and fragment are left out, and it asks for neither."""
    scheme, authority, rest = _parted(url.partition("#")[0])
    return _text(_rejoined(scheme, authority.rpartition("@")[2], rest), parameters)


def given_signature(signatures: Sequence[str], algorithms: Sequence[str]) -> str:
    """The one signature of a request, by the values of its two headers. Raises BadSignature."""
    if algorithms:
        raise BadSignature("signed with another secret than the auth token, or in a way that is not known here")
    if len(signatures) != 1:
        raise BadSignature("signed more than once" if signatures else "not signed")
    return signatures[0]


def check(auth_token: str, given: str, urls: Iterable[str], parameters: Parameters) -> None:
    """Compare with the signature of each URL, in a time that does not depend on it. Raises BadSignature.

    Each URL counts as it came: nothing of it is left out, as it would then not be signed.
    """
    pairs, signature = list(parameters), given.encode(errors="replace")
    found = [hmac.compare_digest(signature, _signature(auth_token, _text(url, pairs)).encode()) for url in urls]
    if not any(found):
        raise BadSignature("the signature is of something else, or made with another auth token")
    if _MAY_BE_PATH.match(_text("", pairs)):
        raise BadSignature("the first name of the form may be the end of another URL: it begins with a sign")


def check_webhook(parameters: Sequence[tuple[bytes, bytes]], query: bytes) -> None:
    """Every webhook for a call names it, in the form or in the query (Twilio, "TwiML for Programmable Voice"). Raises
    BadSignature."""
    if not any(name == CALL and value for name, value in [*parameters, *form_parameters(query)]):
        raise BadSignature(f"signed, but no webhook for a call: {CALL.decode()} is missing")
    whole, before = _text("", parameters), 0
    for name, value in sorted(set(parameters)):
        sid = _CALL_SID.match(whole, before + len(name)) if name == CALL else None
        if sid is not None and value != sid[0]:
            raise BadSignature(f"the form's {CALL.decode()} was cut short, or has what was signed behind it")
        before += len(name) + len(value)


def parameters_of(body: bytes, content_type: str, query: bytes) -> list[tuple[bytes, bytes]]:
    """What of a body is signed behind the URL.

    Nothing of one that is not a form: the query holds its hash, and the query is signed. Raises BadSignature for a
    body that no signature covers.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if not body or kind in ("", FORM):  # whoever reads the body reads it as a form if nothing else is said
        return form_parameters(body)
    hashes = [value for name, value in form_parameters(query) if name == BODY_HASH]
    if len(hashes) != 1 or not hmac.compare_digest(hashes[0], sha256(body).hexdigest().encode()):
        raise BadSignature(f"the body is neither a form, nor is its hash the URL's {BODY_HASH.decode()}")
    return []


def form_parameters(written: bytes) -> list[tuple[bytes, bytes]]:
    """All pairs of a form, in order, repeated and empty ones too. Raises BadSignature if there are too many."""
    try:
        # Latin-1 has a character for every byte: so each byte comes out as it was sent.
        pairs = parse_qsl(
            written.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS, encoding="latin-1"
        )
    except ValueError as exc:
        raise BadSignature(f"more than {MOST_PARAMETERS} parameters") from exc
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]


def ways_to_write(url: str) -> list[str]:
    """The URL as it is, without its port, and with the port that its scheme has by default: Twilio signs some of its
    requests with the port and some without. And each with its query as it is, and with fewer escapes."""
    scheme, authority, rest = _parted(url)
    host, colon, port = authority.rpartition(":")
    if not colon or "]" in port:  # the colons in brackets are those of an IPv6 address
        host, port = authority, ""
    written = (authority, host, f"{host}:{port or _DEFAULT_PORTS[scheme]}")
    path, mark, query = rest.partition("?")
    queries = (query, _ESCAPED.sub(lambda escape: _SIGNED_AS_THEY_ARE[escape[0].upper()], query))
    rests = [f"{path}{mark}{each}" for each in queries]
    return list(dict.fromkeys(_rejoined(scheme, each, rest) for rest in rests for each in written))


def _parted(url: str) -> tuple[str, str, str]:
    """Scheme, host with port, and the rest as it is: an escape that is written in another way is another text."""
    scheme, _, rest = url.partition("://")
    ends = min((at for mark in "/?" if (at := rest.find(mark)) >= 0), default=len(rest))
    return scheme, rest[:ends], rest[ends:]


def _rejoined(scheme: str, authority: str, rest: str) -> str:
    return f"{scheme}://{authority}{rest}"


def _text(url: str, parameters: Parameters) -> bytes:
    """A parameter that is repeated with the same value counts once."""
    return b"".join([url.encode(), *(name + value for name, value in sorted(set(parameters)))])


def _signature(auth_token: str, text: bytes) -> str:
    return b64encode(hmac.digest(auth_token.encode(), text, "sha1")).decode()
