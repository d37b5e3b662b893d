"""The TwiML we answer with, read by our own carrier. No clock, no I/O."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.carriers.twilio import twiml
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Dial, Hangup, Redirect, Reject, read
from offhook.protocol.errors import LocalProtocolError

HOSTILE = [
    '"',
    "'",
    "\"'",
    "<",
    "&",
    "&amp;",
    "]]>",
    '"/><Dial>+19005550100</Dial><Parameter name="x" value="',
    "</Stream></Connect><Hangup/>",
    "line\nbreak\ttab\rreturn",
    "emoji ☎️ and ünïcödé",
    "  spaces kept  ",
]

NAMES = st.text('abcXYZ_-&<"é', min_size=1, max_size=30)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_parameter_arrives_whatever_it_holds(value: str) -> None:
    """No value of a caller's ends its attribute, adds a verb or is changed on the way."""
    document = twiml.connect_stream("wss://a.example/media", {"caller": value}, "https://a.example/after?a=1&b=2")
    assert read(document.encode()) == (
        ConnectStream("wss://a.example/media", {"caller": value}),
        Redirect("https://a.example/after?a=1&b=2"),
    )


@pytest.mark.parametrize("value", ["\x00", "a\x08b", "\x1f", "\ufffe", "\uffff", "\ud800"], ids=ascii)
def test_characters_that_xml_cannot_carry_do_not_spoil_the_document(value: str) -> None:
    """A caller whose name holds a control character is answered; the rest of the name arrives."""
    document = twiml.connect_stream("wss://a.example/media", {"caller": f"<{value}>"}, f"https://a.example/{value}")
    connect, redirect = read(document.encode())
    assert isinstance(connect, ConnectStream)
    left = "ab" if "a" in value else ""
    assert connect.parameters == {"caller": f"<{left}>"}
    assert redirect == Redirect(f"https://a.example/{left}")


@given(st.dictionaries(NAMES, st.text(max_size=600), max_size=4), st.text(max_size=50))
def test_any_text_makes_a_document_that_a_carrier_follows(parameters: dict[str, str], path: str) -> None:
    """Names, values and addresses of any kind give one stream and one way on, and keep to the carrier's limit."""
    document = twiml.connect_stream("wss://a.example/media", parameters, f"https://a.example/{path}")
    connect, redirect = read(document.encode())
    assert isinstance(connect, ConnectStream)
    assert isinstance(redirect, Redirect)
    assert all(len(name) + len(value) < 500 for name, value in connect.parameters.items())


def test_a_long_value_is_cut_to_what_the_carrier_takes() -> None:
    """499 characters of name and value together, not one less."""
    document = twiml.connect_stream("wss://a.example/media", {"name": "v" * 1000}, "/after")
    connect = read(document.encode())[0]
    assert isinstance(connect, ConnectStream)
    assert connect.parameters == {"name": "v" * 495}


@pytest.mark.parametrize("name", ["", "\0", "n" * 500, "n" * 1000], ids=["none", "none left", "500", "1000"])
def test_a_name_that_no_carrier_takes_is_our_own_mistake(name: str) -> None:
    """Names are ours to choose: one that leaves no room is refused here and not by the carrier, in mid-call."""
    with pytest.raises(LocalProtocolError, match="1 to 499"):
        twiml.connect_stream("wss://a.example/media", {name: "value"}, "/after")


def test_the_longest_name_leaves_no_room_for_a_value() -> None:
    """499 characters of name are allowed, and the value is then empty rather than cut from its wrong end."""
    document = twiml.connect_stream("wss://a.example/media", {"n" * 499: "value"}, "/after")
    connect = read(document.encode())[0]
    assert isinstance(connect, ConnectStream)
    assert connect.parameters == {"n" * 499: ""}


def test_what_is_cut_is_text_and_not_its_escapes() -> None:
    """A cut never falls into the middle of an escaped character."""
    document = twiml.connect_stream("wss://a.example/media", {"name": "&" * 1000}, "/after")
    connect = read(document.encode())[0]
    assert isinstance(connect, ConnectStream)
    assert connect.parameters == {"name": "&" * 495}


def test_dial_puts_through_and_then_hangs_up() -> None:
    """The number is what the carrier dials; after it nobody is left on a silent line."""
    assert read(twiml.dial("+15550199").encode()) == (Dial("+15550199"), Hangup())


@pytest.mark.parametrize("number", ["</Dial><Dial>+19005550100", "sip:a&b@c.example", "<Number>1</Number>"])
def test_dial_holds_one_destination_whatever_it_looks_like(number: str) -> None:
    """Nothing written in a number becomes markup."""
    assert read(twiml.dial(number).encode()) == (Dial(number), Hangup())


@pytest.mark.parametrize("address", ["sip:desk@pbx.example.net", "sips:desk@pbx.example.net;transport=tls", "SIP:a@b"])
def test_a_caller_put_through_to_a_sip_address_is_not_dropped(address: str) -> None:
    """It stands in <Sip>; as bare text a carrier takes it for a phone number, and refuses it."""
    document = twiml.dial(address)
    assert f"<Dial><Sip>{address}</Sip></Dial>" in document
    assert read(document.encode()) == (Dial(address), Hangup())


def test_the_short_answers() -> None:
    """Hang up, and turned away before the call costs anything."""
    assert read(twiml.hang_up().encode()) == (Hangup(),)
    assert read(twiml.busy().encode()) == (Reject("busy"),)
