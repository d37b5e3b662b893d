"""TwiML as a carrier follows it. No clock, no I/O."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.twiml_reader import (
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
        ('<Say voice="alice">All\n are <emphasis>busy</emphasis>.</Say><Hangup/>', (Say("All are busy."), Hangup())),
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
        ("<Response><Gather/></Response>", "<Gather> is not a verb"),
        ("<Response><Connect/></Response>", "holds nothing"),
        ("<Response><Connect><Room>a</Room></Connect></Response>", "holds <Room>"),
        ("<Response><Connect><Stream/></Connect></Response>", "no url"),
        ('<Response><Connect><Stream url="u" track="both_tracks"/></Connect></Response>', "inbound track only"),
        ('<Response><Connect><Stream url="u"><Parameter name="a"/></Stream></Connect></Response>', "a name and"),
        ('<Response><Connect><Stream url="u"><Say/></Stream></Connect></Response>', "not <Say>"),
        ("<Response><Redirect/></Response>", "<Redirect> holds no text"),
        ('<Response><Redirect method="PUT">u</Redirect></Response>', "only GET and POST"),
        ("<Response><Dial><Number>1</Number><Number>2</Number></Dial></Response>", "several places"),
        ('<Response><Pause length="soon"/></Response>', "not a number of seconds"),
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
