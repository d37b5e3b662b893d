"""Several agents on one server: who answers which call, and what that agent knows. The real application in memory, in
virtual time."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
import trio
from trio.testing import MockClock

from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Redirect, Verb, read
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.fakes.caller_register import (
    LOOKUP,
    CallerRegister,
    Respond,
    drip,
    late,
    respond,
    respond_bytes,
)
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.numbers_rig import (
    CALLER,
    CLINIC,
    SALES,
    agent_text,
    said_first,
    worker,
    write_agents,
)
from tests.web.pages import PROVEN

HOST = "https://voice.example.com"


@pytest.mark.parametrize(
    ("dialled", "greeting"),
    [
        (CLINIC, "This is the clinic."),
        ("1 (555) 01-00", "This is the clinic."),
        ("+1 555 0100", "This is the clinic."),
        (SALES, "This is sales."),
        ("sip:sales@EXAMPLE.sip.twilio.com:5060;user=phone", "This is sales."),
        ("SIPS:sales@example.sip.twilio.com?x=y", "This is sales."),
        ("sip:Sales@example.sip.twilio.com", "This is the desk."),
        ("+15550999", "This is the desk."),
        ("", "This is the desk."),
    ],
)
async def test_the_number_decides_who_answers(
    dialled: str, greeting: str, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """However the carrier writes it; what no entry is for goes to the default agent."""
    async with worker(write_agents(tmp_path)) as one:
        assert await one.greets(To=dialled) == greeting


async def test_two_calls_at_once_have_their_own_agents_and_records(tmp_path: Path, autojump_clock: MockClock) -> None:
    """With what was dialled in the record, in the list of calls and of those that go on."""
    async with worker(write_agents(tmp_path)) as one:
        first, second = SimulatedCarrier(1), SimulatedCarrier(2)
        async with (
            one.streams(first, await one.rings(first, To=CLINIC)),
            one.streams(second, await one.rings(second, To=SALES)),
        ):
            await first.agent_has_spoken()
            await second.agent_has_spoken()
            live = (await one.pages.get("/calls")).json()["live"]
        records = [await one.record(each) for each in (first, second)]
        listed = (await one.pages.get("/calls")).json()["recent"]
        shown = (await one.pages.get(f"/calls/{first.call_sid}")).json()
    assert [said_first(each) for each in records] == ["This is the clinic.", "This is sales."]
    wanted = [("clinic", CLINIC), ("sales", SALES)]
    assert [(each.begun.agent, each.begun.called) for each in records] == wanted
    assert [(each["agent"], each["called"]) for each in live] == wanted
    assert sorted((each["agent"], each["called"]) for each in listed) == wanted
    assert (shown["agent"], shown["called"]) == wanted[0]


async def test_the_webhook_may_ask_for_an_agent(tmp_path: Path, autojump_clock: MockClock) -> None:
    """It wins over the number. One that nobody knows is told once, and costs no call."""
    async with worker(write_agents(tmp_path)) as one:
        assert await one.greets("/voice-stream?agent=sales", 1, To=CLINIC) == "This is sales."
        assert await one.greets("/voice-stream?agent=Sales", 2, To=CLINIC) == "This is the clinic."
        assert await one.greets("/voice-stream?agent=Sales", 3, To="") == "This is the desk."
    assert one.log.count("agent not known, another one answers") == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_url_wins_over_what_an_app_sends(method: str, tmp_path: Path, autojump_clock: MockClock) -> None:
    """Who calls through the carrier's SDK writes fields of the form: they choose only where the URL leaves it open."""
    async with worker(write_agents(tmp_path)) as one:
        for number, (query, greeting) in enumerate(
            (("?agent=sales", "This is sales."), ("", "This is the clinic.")), start=1
        ):
            carrier = SimulatedCarrier(number)
            fields = {"CallSid": carrier.call_sid, "From": CALLER, "agent": "clinic"}
            if method == "POST":
                answer = await one.pages.post(f"/voice-stream{query}", data=fields)
            else:
                answer = await one.pages.get(f"/voice-stream{query}{'&' if query else '?'}{urlencode(fields)}")
            stream = read(answer.content)[0]
            assert isinstance(stream, ConnectStream)
            async with one.streams(carrier, stream.parameters):
                await carrier.agent_has_spoken()
            assert said_first(await one.record(carrier)) == greeting


async def test_only_a_proven_request_chooses(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A stranger's webhook gets no stream, with whatever parameters; a signature is good for the URL that it is of."""
    agents, server = write_agents(tmp_path), {"public_url": HOST}
    async with worker(agents, peer="203.0.113.7", twilio=PROVEN, server=server) as unsigned:
        for path in ("/voice-stream?agent=sales", "/voice?agent=sales"):
            assert (await unsigned.post(path, {"CallSid": "CA1"})).status_code == 403
    async with worker(agents, peer="203.0.113.7") as stranger:
        assert (await stranger.post("/voice-stream?agent=sales", {"CallSid": "CA1"})).status_code == 403
    async with worker(agents, peer="203.0.113.7", twilio=PROVEN, server=server, signed_for=HOST) as signed:
        assert await signed.greets("/voice-stream?agent=sales", To=CLINIC) == "This is sales."
        headers = {"x-twilio-signature": "bm90IG91cnM="}
        forged = await signed.pages.post("/voice-stream?agent=sales", data={"CallSid": "CA2"}, headers=headers)
        assert forged.status_code == 403


FACTS = "Hello {params.CallerName|you}. You dialled {called}. Your campaign is {params.campaign}. Bye, {caller}."


async def test_texts_say_what_the_webhook_brings(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The carrier's fields and those of the URL; a sentence about something that is missing is left out."""
    agents = write_agents(tmp_path, clinic=agent_text("clinic", FACTS))
    async with worker(agents) as one:
        whole = await one.greets("/voice-stream?campaign=autumn", To=CLINIC, CallerName="Ada")
        short = await one.greets(number=2, To=CLINIC)
    assert whole == f"Hello Ada. You dialled {CLINIC}. Your campaign is autumn. Bye, {CALLER}."
    assert short == f"Hello you. You dialled {CLINIC}. Bye, {CALLER}."


async def test_what_callers_send_is_bounded_and_never_read_as_a_name(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Control characters are dropped, line breaks are blanks, and a value that looks like a name stays as it is."""
    agents = write_agents(tmp_path, clinic=agent_text("clinic", "Hello {params.name}, you. And {{you}}. Hi."))
    async with worker(agents) as one:
        odd = await one.greets(To=CLINIC, name="{caller}\r\n\x1b[2J\u202e{{x}} ")
        long = await one.greets(number=2, To=CLINIC, name="n" * 5000)
    assert odd == "Hello {caller} [2J{{x}}, you. And {you}. Hi."
    assert long == f"Hello {'n' * 200}, you. And {{you}}. Hi."


DIALOGUE = """
[dialogue]
start = "menu"
[dialogue.states.menu]
ask = "You are {lookup.tier|a guest}. Your room is {lookup.room}. You call from {caller}. What now?"
[[dialogue.states.menu.choices]]
say = ["goodbye"]
go = "hang_up"
"""


async def test_a_dialogue_says_what_is_known(tmp_path: Path, autojump_clock: MockClock) -> None:
    """In its sentences as in the greeting."""
    register = CallerRegister(respond({"tier": "gold", "room": 12}))
    text = agent_text("clinic", "Hello {lookup.tier|you}.") + LOOKUP + DIALOGUE
    chain = {"chain": ["dialogue"]}
    short = agent_text("{}", "Hi.") + '\n[dialogue]\nstart = "a"\n[dialogue.states.a]\nask = "A."\ngo = "hang_up"\n'
    others = {name: short.replace("{}", name) for name in ("desk", "sales")}
    agents = write_agents(tmp_path, clinic=text, **others)
    async with worker(agents, register=register, responder=chain) as one:
        carrier = SimulatedCarrier()
        async with one.streams(carrier, await one.rings(carrier, To=CLINIC)):
            await carrier.agent_has_spoken()
            await trio.sleep(6)
        register.how = respond({})
        other = SimulatedCarrier(2)
        async with one.streams(other, await one.rings(other, To=CLINIC)):
            await other.agent_has_spoken()
            await trio.sleep(6)
    said = " ".join(one.voice.said)
    assert f"Hello gold. You are gold. Your room is 12. You call from {CALLER}. What now?" in said
    assert f"Hello you. You are a guest. You call from {CALLER}. What now?" in said


GREETING = "Hello {lookup.name|you}. You have {lookup.orders.open} orders. VIP: {lookup.vip}. It is {lookup.a.b.c}. Hi."
KNOWN = {"name": "Ada", "vip": True, "orders": {"open": 2.5}, "a": {"b": {"c": "deep", "d": {"e": 1}}}, "list": [1]}


async def test_a_look_up_while_it_rings_adds_its_facts(tmp_path: Path, autojump_clock: MockClock) -> None:
    """One signed request for each call, with all that is known of it."""
    register = CallerRegister(respond(KNOWN))
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP)
    async with worker(agents, register=register) as one:
        greeting = await one.greets("/voice-stream?campaign=autumn", To=CLINIC)
        assert await one.greets(number=2, To=SALES) == "This is sales."
    assert greeting == "Hello Ada. You have 2.5 orders. VIP: true. It is deep. Hi."
    assert register.badly_signed == 0
    assert register.ids == [f"lookup-CA{1:032d}"]
    (asked,) = register.asked
    params = asked.pop("params")
    assert asked == {
        "call_sid": f"CA{1:032d}",
        "carrier": "twilio",
        "caller": CALLER,
        "called": CLINIC,
        "agent": "clinic",
    }
    assert isinstance(params, dict)
    assert params["campaign"] == "autumn"


BAD: dict[str, tuple[Respond, float, str]] = {
    "too late": (late, 1.5, "no answer within 1.5 s"),
    "never ends": (drip, 1.5, "within 1.5 s"),
    "an error": (respond({"name": "Ada"}, 500), 0, "HTTP 500"),
    "elsewhere": (respond({"name": "Ada"}, 302), 0, "HTTP 302"),
    "no JSON": (respond_bytes(b"<html>"), 0, "the answer is not JSON"),
    "no UTF-8": (respond_bytes(b'{"name": "\xff"}'), 0, "the answer is not JSON"),
    "nothing": (respond_bytes(b""), 0, "the answer is not JSON"),
    "a list": (respond([{"name": "Ada"}]), 0, "the answer is no JSON object"),
    "null": (respond(None), 0, "the answer is no JSON object"),
    "too big": (respond({"name": "Ada", "more": "m" * 65_536}), 0, "an answer of more than 65536 bytes"),
    "too deep": (respond_bytes(b'{"name":' * 5000), 0, "the answer is"),
}


@pytest.mark.parametrize(("how", "seconds", "why"), BAD.values(), ids=BAD)
async def test_a_look_up_that_fails_costs_its_facts_and_nothing_else(
    how: Respond, seconds: float, why: str, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The caller waits for its deadline at most; the reason is on the log, once."""
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP)
    async with worker(agents, register=CallerRegister(how)) as one:
        carrier, began = SimulatedCarrier(), trio.current_time()
        parameters = await one.rings(carrier, To=CLINIC)
        assert trio.current_time() - began <= seconds + 0.2
        async with one.streams(carrier, parameters):
            await carrier.agent_has_spoken()
        assert said_first(await one.record(carrier)) == "Hello you. Hi."
        assert await one.greets(number=2, To=CLINIC) == "Hello you. Hi."
    assert one.log.count("caller not looked up") == 1
    assert why in one.log
    assert "whsec" not in one.log


async def test_values_of_the_wrong_kind_are_left_out_one_by_one(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Lists and nulls, and what is nested too deeply; a long text is cut."""
    answer = {"name": None, "orders": {"open": [1]}, "vip": {"x": 1}, "a": {"b": {"c": {"d": 1}}}}
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP)
    async with worker(agents, register=CallerRegister(respond(answer))) as one:
        assert await one.greets(To=CLINIC) == "Hello you. Hi."
    assert "caller not looked up" not in one.log


async def test_a_server_that_is_down_answers_nothing(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Nobody listens there: the caller hears the greeting all the same."""
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP)
    async with worker(agents) as one:
        one.network.refusing = True
        began = trio.current_time()
        await one.rings(SimulatedCarrier(), To=CLINIC)
        assert trio.current_time() == began
        assert await one.greets(number=2, To=CLINIC) == "Hello you. Hi."
    assert one.log.count("caller not looked up") == 1


async def test_any_worker_gets_the_stream(tmp_path: Path, autojump_clock: MockClock) -> None:
    """What one worker has found out at the webhook, another one knows when the stream comes."""
    agents, memory = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP), SharedMemory()
    register = CallerRegister(respond(KNOWN))
    async with (
        worker(agents, register=register, shared_memory=memory, seed=1) as one,
        worker(agents, shared_memory=memory, seed=2) as other,
    ):
        carrier = SimulatedCarrier()
        async with other.streams(carrier, await one.rings(carrier, To=CLINIC)):
            await carrier.agent_has_spoken()
        assert said_first(await other.record(carrier)).startswith("Hello Ada. You have 2.5 orders.")


async def test_a_full_disk_costs_facts_at_other_workers_and_not_the_agent(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """The stream itself says which agent it is for; the worker of the webhook still knows everything."""
    agents, memory = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP), SharedMemory()
    register = CallerRegister(respond(KNOWN))
    async with (
        worker(agents, register=register, shared_memory=memory, seed=1) as one,
        worker(agents, shared_memory=memory, seed=2) as other,
    ):
        memory.fails = True
        for at, greeting in ((other, "Hello you. Hi."), (one, "Hello Ada.")):
            carrier = SimulatedCarrier(1 + (at is one))
            async with at.streams(carrier, await one.rings(carrier, "/voice-stream?agent=clinic")):
                await carrier.agent_has_spoken()
            assert said_first(await at.record(carrier)).startswith(greeting)


def _queued(verbs: tuple[Verb, ...]) -> str:
    (back,) = (verb for verb in verbs if isinstance(verb, Redirect))
    return back.url


async def test_a_caller_from_the_queue_gets_the_agent_that_was_asked_for(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """What the webhook's URL said is not lost while the caller waits."""
    agents = write_agents(tmp_path, sales=agent_text("sales", "Sales, {params.campaign|no} campaign."))
    async with worker(agents, limits={"calls": 1}, admission={"when_full": "queue"}) as one:
        first, second = SimulatedCarrier(1), SimulatedCarrier(2)
        async with one.streams(first, await one.rings(first)):
            path = "/voice-stream?agent=sales&campaign=autumn"
            answer = await one.post(path, {"CallSid": second.call_sid, "To": CLINIC})
            back = _queued(read(answer.content))
            answer = await one.post(back, {"CallSid": second.call_sid, "To": CLINIC})
            back = _queued(read(answer.content))
        async with one.streams(second, await one.rings(second, back, To=CLINIC)):
            await second.agent_has_spoken()
        assert said_first(await one.record(second)) == "Sales, autumn campaign."


async def test_a_call_may_be_connected_to_another_agent_later(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The newest webhook of a call counts: a flow of the carrier's may come back with the same call."""
    async with worker(write_agents(tmp_path)) as one:
        carrier = SimulatedCarrier()
        await one.rings(carrier, To=CLINIC)
        parameters = await one.rings(carrier, "/voice-stream?agent=sales", To=CLINIC)
        async with one.streams(carrier, parameters):
            await carrier.agent_has_spoken()
        assert said_first(await one.record(carrier)) == "This is sales."


async def test_a_stream_without_a_webhook_says_what_it_wants(tmp_path: Path, autojump_clock: MockClock) -> None:
    """As `offhook call` dials a media socket, on this machine; its custom parameters are facts too."""
    agents = write_agents(tmp_path, sales=agent_text("sales", "Hi {params.name|you}, {caller|whoever}."))
    async with worker(agents) as one:
        carrier = SimulatedCarrier()
        async with one.streams(carrier, {"agent": "sales", "name": "Ada", "caller": CALLER, "called": CLINIC}):
            await carrier.agent_has_spoken()
        record = await one.record(carrier)
    assert said_first(record) == f"Hi Ada, {CALLER}."
    assert record.begun.called == CLINIC


async def test_a_stream_that_never_came_is_asked_for_once_more_with_its_agent(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """By any worker."""
    agents, memory = write_agents(tmp_path), SharedMemory()
    async with (
        worker(agents, shared_memory=memory, seed=1) as one,
        worker(agents, shared_memory=memory, seed=2) as other,
    ):
        carrier = SimulatedCarrier()
        await one.rings(carrier, "/voice-stream?agent=sales", To=CLINIC)
        answer = await other.post("/voice-stream/after", {"CallSid": carrier.call_sid, "To": CLINIC})
        stream = read(answer.content)[0]
        assert isinstance(stream, ConnectStream)
        async with other.streams(carrier, stream.parameters):
            await carrier.agent_has_spoken()
        assert said_first(await other.record(carrier)) == "This is sales."


async def test_what_was_found_out_is_kept_only_until_the_call_begins(tmp_path: Path, autojump_clock: MockClock) -> None:
    """It is about a person. A call that never begins leaves it for two hours at most, until others are announced."""
    agents, memory = write_agents(tmp_path, clinic=agent_text("clinic", GREETING) + LOOKUP), SharedMemory()
    async with worker(agents, register=CallerRegister(respond(KNOWN)), shared_memory=memory) as one:
        carrier, never_begun = SimulatedCarrier(1), SimulatedCarrier(2)
        await one.rings(never_begun, To=CLINIC)
        async with one.streams(carrier, await one.rings(carrier, To=CLINIC)):
            await carrier.agent_has_spoken()
            (left,) = [name for name in memory.files if name.startswith("announced-")]
            assert b"Ada" in memory.files[left]
            assert b'"lookup.list"' not in memory.files[left]
        await trio.sleep(2 * 3600)
        await one.rings(SimulatedCarrier(3), To=SALES)
        assert left not in memory.files
