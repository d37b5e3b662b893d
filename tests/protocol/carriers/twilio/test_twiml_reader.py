"""TwiML as a carrier follows it. No clock, no I/O."""

from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio.twiml_reader import (
    MAX_DOCUMENT_BYTES,
    ConnectStream,
    Dial,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    TwimlError,
    Verb,
    read,
)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize(
    ("inside", "verbs"),
    [
        ("", ()),
        (
            '<Connect action="/after" method="GET"><Stream url="wss://a.example/media">'
            '<Parameter name="token" value="x&amp;y"/><Parameter name="empty" value=""/></Stream></Connect>'
            "<Redirect>/again</Redirect>",
            (
                ConnectStream("wss://a.example/media", {"token": "x&y", "empty": ""}, "/after", "GET"),
                Redirect("/again"),
            ),
        ),
        ('<Connect><Stream url="/media"/></Connect>', (ConnectStream("/media"),)),
        (
            '<Redirect method="GET"> https://a.example/?x&amp;y </Redirect>',
            (Redirect("https://a.example/?x&y", "GET"),),
        ),
        ("<Dial>+15005550006</Dial>", (Dial("+15005550006"),)),
        ("<Dial callerId='+1'><Sip>sip:desk@a.example</Sip></Dial>", (Dial("sip:desk@a.example"),)),
        (
            '<Say voice="alice">All\n are <emphasis>busy</emphasis>.</Say><Hangup/>',
            (Say("All are busy.", voice="alice"), Hangup()),
        ),
        ("<Play>/wait.wav</Play>", (Play("/wait.wav"),)),
        ('<Play digits="1w2"/>', (Play("digits:1w2"),)),
        ('<Pause/><Pause length="3"/>', (Pause(1.0), Pause(3.0))),
        ('<Reject reason="busy"/>', (Reject("busy"),)),
        ("<!-- nothing to see --><Reject/>", (Reject("rejected"),)),
    ],
)
def test_a_document_becomes_its_verbs(inside: str, verbs: tuple[Verb, ...]) -> None:
    """Each verb that a carrier follows here is read with what it needs."""
    assert read(f"{HEAD}<Response>{inside}</Response>".encode()) == verbs


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("", "not XML"),
        ("All lines are busy", "not XML"),
        ("<Response>", "not XML"),
        ("<response/>", "root is <response>"),
        ("<Response><Enqueue/></Response>", "<Enqueue> is not a verb"),
        ("<Response><Connect/></Response>", "holds nothing"),
        ("<Response><Connect><Room>a</Room></Connect></Response>", "holds <Room>"),
        ("<Response><Connect><Stream/></Connect></Response>", "no url"),
        ('<Response><Connect><Stream url="u" track="both_tracks"/></Connect></Response>', "inbound track only"),
        ('<Response><Connect><Stream url="u"><Parameter name="a"/></Stream></Connect></Response>', "a name and"),
        ('<Response><Connect><Stream url="u"><Say/></Stream></Connect></Response>', "not <Say>"),
        ("<Response><Redirect/></Response>", "<Redirect> is empty, and needs a URL"),
        ('<Response><Redirect method="PUT">u</Redirect></Response>', "only GET and POST"),
        ("<Response><Dial><Number>1</Number><Number>2</Number></Dial></Response>", "several places"),
        ("<Response><Dial>sip:desk@a.example</Dial></Response>", "not a phone number .13223.; write <Dial><Sip>"),
        ("<Response><Dial> SIPS:desk@a.example </Dial></Response>", "not a phone number .13223."),
        (
            "<Response><Dial><Number>sip:desk@a.example</Number></Dial></Response>",
            "<Number> holds 'sip:desk@a.example'",
        ),
        ("<Response><Dial><Sip>+15005550006</Sip></Dial></Response>", "not a SIP URI"),
        ('<Response><Pause length="soon"/></Response>', "not a number of seconds"),
        (f'<Response><Pause length="{"9" * 400}"/></Response>', "that a call could last"),
        ('<Response><Reject reason="tired"/></Response>', "only rejected and busy"),
        ('<!DOCTYPE r [<!ENTITY a "aa">]><Response><Say>&a;</Say></Response>', "DOCTYPE"),
        (f"<Response><Say>{'a' * MAX_DOCUMENT_BYTES}</Say></Response>", "bytes; a carrier takes"),
    ],
)
def test_what_a_carrier_would_not_follow_is_named(document: str, complaint: str) -> None:
    """A document that cannot be followed says what is wrong with it."""
    with pytest.raises(TwimlError, match=complaint):
        read(document.encode())


def test_parameters_are_limited_as_the_carrier_limits_them() -> None:
    """Name and value together stay under 500 characters."""
    document = '<Response><Connect><Stream url="u"><Parameter name="abcd" value="{}"/></Stream></Connect></Response>'
    assert read(document.format("v" * 495).encode())
    with pytest.raises(TwimlError, match="500 characters"):
        read(document.format("v" * 496).encode())


@given(st.binary(max_size=200))
def test_garbage_is_an_error_of_ours(document: bytes) -> None:
    """Whatever bytes a webhook answers with, nothing but TwimlError comes out."""
    with pytest.raises(TwimlError):
        read(document)


WHOLE = (
    f'{HEAD}<Response><Connect action="/after"><Stream url="wss://a.example/media"><Parameter name="token" value="ü"/>'
    "</Stream></Connect><Pause length='2'/><Dial><Number>+15005550006</Number></Dial><Say>All <b>are</b> busy</Say>"
    "</Response>"
).encode()


def test_a_document_that_is_cut_anywhere_is_refused() -> None:
    """Up to its last byte a document is none, wherever the connection broke."""
    for length in range(len(WHOLE)):
        with pytest.raises(TwimlError, match="not XML"):
            read(WHOLE[:length])
    assert len(read(WHOLE)) == 4


@pytest.mark.parametrize("more", [b"x", b"<Response/>", b"<", b"&amp;", b"\0", b"\xff"])
def test_what_follows_a_document_spoils_it(more: bytes) -> None:
    """One root and nothing behind it, but white space and comments."""
    with pytest.raises(TwimlError, match="not XML"):
        read(WHOLE + more)
    assert read(WHOLE + b"\n <!-- the end -->\n") == read(WHOLE)


NAMES = st.sampled_from(
    ["Response", "Connect", "Stream", "Parameter", "Redirect", "Dial", "Number", "Say", "Play", "Pause", "Reject", "x"]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["url", "name", "value", "method", "length", "reason", "track", "digits", "action"]),
    st.text("ab1 &lt;#", max_size=6).map(escape),
    max_size=3,
)


def element(name: str, attributes: dict[str, str], inside: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>"


ELEMENTS = st.recursive(
    st.text("a1 +", max_size=5),
    lambda inner: st.builds(element, NAMES, ATTRIBUTES, st.lists(inner, max_size=3).map("".join)),
    max_leaves=12,
)


@given(ELEMENTS)
def test_any_arrangement_of_verbs_is_followed_or_refused(inside: str) -> None:
    """What is XML and nearly TwiML is a list of verbs or a TwimlError, never anything else."""
    with suppress(TwimlError):
        assert isinstance(read(f"<Response>{inside}</Response>".encode()), tuple)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=3))
def test_a_document_with_bytes_changed_is_followed_or_refused(where: int, instead: bytes) -> None:
    """One damaged place leaves a document that can be followed, or a TwimlError."""
    with suppress(TwimlError):
        assert isinstance(read(WHOLE[:where] + instead + WHOLE[where + len(instead) :]), tuple)


@pytest.mark.parametrize("depth", [1_000, 9_000])
def test_verbs_nested_without_end_are_refused(depth: int) -> None:
    """A document as deep as its size allows exhausts nothing."""
    with pytest.raises(TwimlError):
        read(b"<Response><Connect>" + b"<a>" * depth + b"</a>" * depth + b"</Connect></Response>")
    assert read(b"<Response><Say>" + b"<a>" * depth + b"</a>" * depth + b"</Say></Response>") == (Say(""),)
