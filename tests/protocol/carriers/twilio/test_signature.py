"""The carrier's signature. The expected values were computed with Twilio's own library (twilio 9.13.0 of PyPI, its
RequestValidator, with the key 12345); the first is also in Twilio's documentation. Pure."""

import hmac
from base64 import b64encode

import pytest

from offhook.protocol.carriers.twilio.signature import (
    BadSignature,
    check,
    form_parameters,
    given_signature,
    parameters_of,
    sign,
    signed_text,
    ways_to_write,
)

KEY = "12345"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
A_URL = "https://example.com/myapp.php?foo=1&bar=2"
A = b"CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212"
VOICE = "https://voice.example.com/twilio/voice"
P = (
    b"CallSid=CA00000000000000000000000000000001&AccountSid=AC00000000000000000000000000000001&From=%2B15005550006"
    b"&To=%2B15005550001&CallStatus=ringing&Direction=inbound&ApiVersion=2010-04-01"
)
JSON = b'{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}'
JSON_QUERY = b"bodySHA256=5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
MEDIA = "wss://voice.example.com/twilio/media"
G1, G2 = "PGLrn08/Ba1sEIuSwPQRBPD54PA=", "/l2QA+p8VR0Ejy/AIlzbV7YZXIA="
B1 = "0v4I6S/vOjK3w34XaP0i32qgMek="
VECTORS = {
    "A": (A_URL, A, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    "B1": (VOICE, P, B1),
    "B2": ("https://voice.example.com:443/twilio/voice", P, "bcp9r6z/ccITeg84yj5hCsY10gg="),
    "B3": ("https://voice.example.com:8443/twilio/voice", P, "i1MmtipXudLtjhV/BTFJ63+w49k="),
    "B4": ("http://voice.example.com/twilio/voice", P, "X7C2rJKtlL/PKtM7usNzca+CGCA="),
    "C": (
        "https://voice.example.com/twilio/status",
        b"CallSid=CA1&CallerName=&Zebra=1&apple=2&Apple=3",
        "ADDJ0mHCjdOsHg5vcxw0G+I68i4=",
    ),
    "D": ("https://voice.example.com/cb", b"CallSid=CA1&Tag=b&Tag=a", "tGdm7d7qToTzifaUtb6t2UQqAiI="),
    "D, repeated": ("https://voice.example.com/cb", b"CallSid=CA1&Tag=b&Tag=a&Tag=b", "tGdm7d7qToTzifaUtb6t2UQqAiI="),
    "E": (
        "https://voice.example.com/twilio/voice?CallSid=CA1&From=%2B15005550006",
        b"",
        "8nDg9cHt0j/1tgqQS583dZaB28k=",
    ),
    "F": (f"https://example.com/myapp?{JSON_QUERY.decode()}", b"", "hPXmLwIy3Fgqv1i9KPmH/HhQ6zo="),
    "G1": (MEDIA, b"", G1),
    "G2": (f"{MEDIA}/", b"", G2),
    "G3": ("https://voice.example.com/twilio/media", b"", "O4P2Ggul8e4hQEZViN+aHilXfFo="),
    "I": (VOICE, "CallerName=José+Ünal".encode(), "8balEA/w/5XRtLazjyW/QwXEgu4="),
    "I, escaped": (VOICE, b"CallerName=Jos%C3%A9%20%c3%9cnal", "8balEA/w/5XRtLazjyW/QwXEgu4="),
}


@pytest.mark.parametrize(("url", "body", "signature"), VECTORS.values(), ids=VECTORS)
def test_the_signatures_are_those_of_twilios_library(url: str, body: bytes, signature: str) -> None:
    """What the carrier signs is accepted, for this URL and no other."""
    assert sign(KEY, url, form_parameters(body)) == signature
    check(KEY, signature, [url], form_parameters(body))
    with pytest.raises(BadSignature, match="of something else"):
        check(KEY, signature, [f"{url}x"], form_parameters(body))
    with pytest.raises(BadSignature, match="of something else"):
        check(KEY + "6", signature, [url], form_parameters(body))


def test_duplicates_that_are_kept_are_another_signature() -> None:
    """Twilio's library signs the set of a name's values."""
    url, body, _ = VECTORS["D, repeated"]
    kept = url.encode() + b"CallSidCA1TagaTagbTagb"
    assert b64encode(hmac.digest(KEY.encode(), kept, "sha1")) == b"ZjKHdiIcjcIacXyFJqzQAkhhvM0="
    with pytest.raises(BadSignature):
        check(KEY, "ZjKHdiIcjcIacXyFJqzQAkhhvM0=", [url], form_parameters(body))


def test_a_body_that_is_no_form_is_covered_by_its_hash() -> None:
    """F: the URL is signed, and holds the hash. One byte more, or no hash, is refused."""
    assert parameters_of(JSON, "application/json", JSON_QUERY) == []
    for body, query in (
        (JSON + b" ", JSON_QUERY),
        (JSON, b""),
        (JSON, JSON_QUERY + b"&" + JSON_QUERY),
        (JSON, b"bodySHA256=\xff"),
    ):
        with pytest.raises(BadSignature, match="bodySHA256"):
            parameters_of(body, "application/json", query)


def test_no_other_kind_of_body_slips_past_the_signature() -> None:
    """Whoever has one signed URL could otherwise send any form with it, as plain text."""
    with pytest.raises(BadSignature, match="neither a form"):
        parameters_of(P, "text/plain", b"")
    assert parameters_of(P, "", b"") == parameters_of(P, FORM, b"") == form_parameters(P)
    assert parameters_of(b"", "text/plain", b"") == []


def test_a_form_counts_whatever_hash_the_url_names() -> None:
    """The hash takes the place of the parameters only for a body that is not a form."""
    assert parameters_of(P, FORM, JSON_QUERY) == form_parameters(P)


def test_another_algorithm_is_refused() -> None:
    """H: signed with HMAC-SHA256, by a secret that is not the auth token; whatever it says, it is not known here."""
    text = signed_text(VOICE, form_parameters(P))
    signature = "4302nkhAOs/sQKhEEmOAhJCDcwW19EMVpyKXDmPDKqk="
    assert b64encode(hmac.digest(KEY.encode(), text, "sha256")).decode() == signature
    for algorithms in (["key=1,algorithm=HMAC_SHA256"], ["algorithm=HMAC_MD5"], [""], ["a", "b"]):
        with pytest.raises(BadSignature, match="another secret"):
            given_signature([signature], algorithms)
    with pytest.raises(BadSignature):
        check(KEY, signature, [VOICE], form_parameters(P))


@pytest.mark.parametrize(("signatures", "why"), [([], "not signed"), ([B1, B1], "more than once")])
def test_a_request_is_signed_once(signatures: list[str], why: str) -> None:
    """Of two signatures a proxy and we might read another one."""
    with pytest.raises(BadSignature, match=why):
        given_signature(signatures, [])
    assert given_signature([B1], []) == B1


@pytest.mark.parametrize("given", ["", "=", B1[:-1], B1 + "=", B1.lower(), "é", "\udcff", "x" * 10_000])
def test_what_is_no_signature_is_refused(given: str) -> None:
    """Also what is not ASCII, which a comparison might not take."""
    with pytest.raises(BadSignature):
        check(KEY, given, [VOICE], form_parameters(P))


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        (b"", []),
        (b"a", [(b"a", b"")]),
        (b"a=&a=", [(b"a", b""), (b"a", b"")]),
        (b"a=+b%20&c=d=e", [(b"a", b" b "), (b"c", b"d=e")]),
        (b"a=%ff\xfe", [(b"a", b"\xff\xfe")]),
        (b"a=%zz%", [(b"a", b"%zz%")]),
        (b"a=%00", [(b"a", b"\x00")]),
        ("é=%C3%A9".encode(), [("é".encode(), "é".encode())]),
    ],
)
def test_each_byte_of_a_form_is_as_it_was_sent(written: bytes, pairs: list[tuple[bytes, bytes]]) -> None:
    """No byte is replaced by another: the carrier has signed what it sent."""
    assert form_parameters(written) == pairs


def test_more_parameters_than_any_carrier_sends_are_refused() -> None:
    """So that no form keeps the server busy."""
    with pytest.raises(BadSignature, match="more than 1000 parameters"):
        form_parameters(b"&".join([b"a=1"] * 1001))


@pytest.mark.parametrize(
    ("url", "ways"),
    [
        ("https://a.example/b?c=d", ["https://a.example/b?c=d", "https://a.example:443/b?c=d"]),
        ("https://a.example:443/", ["https://a.example:443/", "https://a.example/"]),
        ("https://a.example:8443/b", ["https://a.example:8443/b", "https://a.example/b"]),
        ("http://a.example", ["http://a.example", "http://a.example:80"]),
        ("wss://a.example/b", ["wss://a.example/b", "wss://a.example:443/b"]),
        ("wss://[2001:db8::1]/b", ["wss://[2001:db8::1]/b", "wss://[2001:db8::1]:443/b"]),
        ("https://[2001:db8::1]:8443/b", ["https://[2001:db8::1]:8443/b", "https://[2001:db8::1]/b"]),
        ("https://me@a.example/b", ["https://me@a.example/b", "https://me@a.example:443/b"]),
        ("https://a.example/b?c#d", ["https://a.example/b?c#d", "https://a.example:443/b?c#d"]),
        ("https://a.example/b@c:1?d=e@f:2", ["https://a.example/b@c:1?d=e@f:2", "https://a.example:443/b@c:1?d=e@f:2"]),
        ("https://a.example?b=c", ["https://a.example?b=c", "https://a.example:443?b=c"]),
    ],
)
def test_a_url_is_tried_with_and_without_its_port(url: str, ways: list[str]) -> None:
    """Path and query stay as they were sent, escapes and all."""
    assert ways_to_write(url) == ways


@pytest.mark.parametrize(
    ("sent", "signed"),
    [
        ("From=sip%3A100%40192.0.2.1&To=1", "From=sip:100@192.0.2.1&To=1"),
        ("From=sip%3a100%40192.0.2.1", "From=sip:100@192.0.2.1"),
        ("FromCity=O%27FALLON", "FromCity=O'FALLON"),
        ("a=%26b%3Dc%2B%2540", "a=%26b%3Dc%2B%2540"),
    ],
)
def test_a_query_may_be_signed_with_fewer_escapes_than_it_was_sent_with(sent: str, signed: str) -> None:
    """Only where it stays the same query: what parts its parameters keeps its escape."""
    check(KEY, sign(KEY, f"{VOICE}?{signed}"), ways_to_write(f"{VOICE}?{sent}"), [])
    with pytest.raises(BadSignature, match="of something else"):
        check(KEY, sign(KEY, f"{VOICE}:?{signed}"), ways_to_write(f"{VOICE}%3A?{sent}"), [])
    assert {form_parameters(url.partition("?")[2].encode())[0] for url in ways_to_write(f"{VOICE}?{sent}")} == {
        form_parameters(sent.encode())[0]
    }


@pytest.mark.parametrize("vector", ["B1", "B2", "B3"])
def test_a_signature_with_or_without_the_port_is_accepted(vector: str) -> None:
    """Twilio's library accepts B1 for the URLs with a port too."""
    url, body, _ = VECTORS[vector]
    check(KEY, B1, ways_to_write(url), form_parameters(body))
    check(KEY, VECTORS["B2"][2], ways_to_write(VOICE), form_parameters(body))


def test_neither_the_password_nor_the_fragment_is_signed() -> None:
    """Twilio asks with them, and leaves them out of the text."""
    assert sign(KEY, "https://me:secret@voice.example.com/twilio/voice#ct=500", form_parameters(P)) == B1
    for asked in ("https://me:secret@voice.example.com/twilio/voice", f"{VOICE}#ct=500"):
        with pytest.raises(BadSignature, match="of something else"):
            check(KEY, B1, [asked], form_parameters(P))


@pytest.mark.parametrize("end", ["/voice", "?a=1", "-2", ".php", "#x"])
def test_a_name_that_may_be_the_end_of_a_url_is_refused(end: str) -> None:
    """Nothing parts URL and form in the text: what is signed for the longer URL would be a form of the shorter one."""
    form = form_parameters(P)
    signature = sign(KEY, VOICE, [(end.encode(), b""), *form])
    for moved in ((end, ""), ("", end), (end[:1], end[1:])):
        with pytest.raises(BadSignature, match="end of another URL"):
            check(KEY, signature, [VOICE], [*form, (moved[0].encode(), moved[1].encode())])
