"""The telephone follows TwiML: what it asks for, what it makes of the answers, and where the call goes afterwards.

Clock: virtual, jumping to the next deadline. Faults: documents that lead nowhere, a server that goes away.
"""

import pytest
import trio
from trio.testing import MockClock

from offhook.telephone.clip import from_mulaw
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_script import press, say
from tests.telephone.media_server import CALLER_FRAME, AgentLine, MemoryNetwork, greet_and_answer

WEBHOOK = "http://agent.example/voice-stream"
MEDIA = "wss://agent.example/media-stream"
CONNECT = f'<Connect><Stream url="{MEDIA}"/></Connect>'
HELLO = from_mulaw(CALLER_FRAME * 20)  # 400 ms, voiced throughout


async def test_twiml_goes_on_where_the_stream_ended(autojump_clock: MockClock) -> None:
    """After the server closed: the next verb, another document, another stream, in which the script goes on."""

    async def crash(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.2)
        await line.until_caller(loud=True)

    network = MemoryNetwork(
        {
            WEBHOOK: CONNECT + "<Redirect>/resume?call=1</Redirect>",
            "http://agent.example/resume?call=1": '<Connect><Stream url="/again"/></Connect>',
        },
        {MEDIA: crash, "ws://agent.example/again": greet_and_answer},
    )
    outcome = await place_call(CallOptions(WEBHOOK, (say("a.wav", HELLO),)), network=network)
    assert outcome.failure == ""
    assert outcome.report.streams == 2
    assert len(outcome.caller) == 2
    said = b"".join(sound.mulaw for sound in outcome.caller)
    assert said.count(CALLER_FRAME) == 20
    assert network.lines[0].stream_sid != network.lines[1].stream_sid
    assert [form["CallSid"] for _, _, form in network.asked] == [network.asked[0][2]["CallSid"]] * 2


async def test_an_action_is_asked_before_the_next_verb(autojump_clock: MockClock) -> None:
    """<Connect action> wins over what follows it, with its own method."""

    async def brief(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.1)
        await trio.sleep(0.1)

    connect = CONNECT.replace("<Connect>", '<Connect action="after" method="GET">')
    network = MemoryNetwork(
        {WEBHOOK: connect + "<Dial>1</Dial>", "http://agent.example/after": "<Dial>2</Dial>"}, {MEDIA: brief}
    )
    outcome = await place_call(CallOptions(WEBHOOK), network=network)
    assert outcome.transferred_to == "2"
    assert network.asked[1][0] == "GET"


async def test_a_transfer_goes_through(autojump_clock: MockClock) -> None:
    """<Dial> ends the call well, even before the script is over."""

    async def busy(line: AgentLine) -> None:
        await line.until("start")
        await line.play(0.1)
        await trio.sleep(0.2)

    network = MemoryNetwork({WEBHOOK: CONNECT + "<Dial>+15005550009</Dial>"}, {MEDIA: busy})
    outcome = await place_call(CallOptions(WEBHOOK, (press("1"),)), network=network)
    assert (outcome.failure, outcome.transferred_to) == ("", "+15005550009")


@pytest.mark.parametrize(
    ("twiml", "failure"),
    [
        ("<Reject reason='busy'/>", f"{WEBHOOK} rejected the call: busy"),
        ("<Say>All lines are busy.</Say><Hangup/>", f"{WEBHOOK} ended the call without a media stream"),
        ("<Enqueue/>", f"{WEBHOOK}: <Enqueue> is not a verb that this carrier follows"),
        ("<Redirect>/nowhere</Redirect>", "http://agent.example/nowhere answered 404 Not Found"),
        ("<Redirect>/voice-stream</Redirect>", f"{WEBHOOK}: the call did not end after 20 TwiML documents"),
    ],
)
async def test_a_call_that_never_reaches_the_agent_says_why(
    autojump_clock: MockClock, twiml: str, failure: str
) -> None:
    """Rejected, ended, unreadable, astray or in a circle: one line names it."""
    outcome = await place_call(CallOptions(WEBHOOK), network=MemoryNetwork({WEBHOOK: twiml}, {}))
    assert outcome.failure == failure
    assert outcome.report.streams == 0


async def test_the_webhook_is_asked_as_a_carrier_asks(autojump_clock: MockClock) -> None:
    """The form has the fields that are always there, and those added by the options."""
    network = MemoryNetwork({WEBHOOK: "<Hangup/>"}, {})
    await place_call(CallOptions(WEBHOOK, caller="+1", called="+2", parameters={"FromCity": "Riga"}), network=network)
    ((method, _, form),) = network.asked
    assert method == "POST"
    assert (
        form.items()
        >= {
            "From": "+1",
            "To": "+2",
            "CallStatus": "ringing",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            "FromCity": "Riga",
        }.items()
    )
    assert form["CallSid"].startswith("CA")
    assert len(form["CallSid"]) == 34
