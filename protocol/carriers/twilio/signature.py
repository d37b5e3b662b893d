"""The signature by which Twilio proves that a request is its own (Twilio, "Webhooks security").

It is an HMAC with the account's auth token over the whole URL, and behind it the decoded names and values of the form.
It has no time and no nonce: whoever has seen a signed request can send the same one again.

BadSignature             a request is not proven; the message says why
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import parse_qsl

HEADER = "X-Twilio-Signature"
ALGORITHM_HEADER = "X-Twilio-Webhooks-Signature-Settings"
"""On requests that are signed with another secret than the auth token, or in another way. We have no such secret."""
BODY_HASH = b"bodySHA256"
"""The parameter of the query with the hash of a body that is not a form."""
MOST_PARAMETERS = 1000
FORM = "application/x-www-form-urlencoded"
_DEFAULT_PORTS = {"http": "80", "ws": "80", "https": "443", "wss": "443"}
Parameters = Iterable[tuple[bytes, bytes]]
"""The names and values of a form, decoded. As bytes, because a sender may write what is not UTF-8, and signs that."""


class BadSignature(Exception):
    """Not a request of the carrier's."""


def sign(auth_token: str, url: str, parameters: Parameters = ()) -> str:
    """The signature of a request to exactly this URL."""
    return b64encode(hmac.digest(auth_token.encode(), signed_text(url, parameters), "sha1")).decode()


def signed_text(url: str, parameters: Parameters = ()) -> bytes:
    """A parameter that is repeated with the same value counts once. User, password and fragment are not signed."""
    return b"".join([_rejoined(*_parted(url)).encode(), *(name + value for name, value in sorted(set(parameters)))])


def given_signature(signatures: Sequence[str], algorithms: Sequence[str]) -> str:
    """The one signature of a request, by the values of its two headers. Raises BadSignature."""
    if algorithms:
        raise BadSignature("signed with another secret than the auth token, or in a way that is not known here")
    if len(signatures) != 1:
        raise BadSignature("signed more than once" if signatures else "not signed")
    return signatures[0]


def check(auth_token: str, given: str, urls: Iterable[str], parameters: Parameters) -> None:
    """Compare with the signature of each URL, in a time that does not depend on it. Raises BadSignature."""
    pairs, signature = list(parameters), given.encode(errors="replace")
    found = [hmac.compare_digest(signature, sign(auth_token, url, pairs).encode()) for url in urls]
    if not any(found):
        raise BadSignature("the signature is of something else, or made with another auth token")


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
    requests with the port and some without."""
    scheme, authority, rest = _parted(url)
    host, colon, port = authority.rpartition(":")
    if not colon or "]" in port:  # the colons in brackets are those of an IPv6 address
        host, port = authority, ""
    written = (authority, host, f"{host}:{port or _DEFAULT_PORTS[scheme]}")
    return [_rejoined(scheme, each, rest) for each in dict.fromkeys(written)]


def _parted(url: str) -> tuple[str, str, str]:
    """Scheme, host with port, and the rest as it is: an escape that is written in another way is another text."""
    scheme, _, rest = url.partition("#")[0].partition("://")
    ends = min((at for mark in "/?" if (at := rest.find(mark)) >= 0), default=len(rest))
    return scheme, rest[:ends].rpartition("@")[2], rest[ends:]


def _rejoined(scheme: str, authority: str, rest: str) -> str:
    return f"{scheme}://{authority}{rest}"
