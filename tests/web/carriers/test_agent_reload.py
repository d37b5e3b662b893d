"""Agent files that change while the server runs, and calls that return meanwhile. The real application in memory, in
virtual time; the files are real."""

from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.run.agents import KEPT_VERSIONS
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.fakes.caller_register import LOOKUP, CallerRegister, respond
from offhook.simulation.shared_folder import SharedMemory
from tests.web.carriers.numbers_rig import (
    CLINIC,
    CLINIC_TEXT,
    Worker,
    agent_text,
    read_folder,
    said_first,
    worker,
    write_agents,
)

RELOAD = {"reload": True}
TAKEN_UP_S = 3.0
NEW = agent_text("clinic", "This is the new clinic.")


async def test_a_changed_file_is_taken_up_for_new_calls(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Without a restart, at every worker; other agents stay as they are, and a call goes on as it began."""
    agents, memory = write_agents(tmp_path), SharedMemory()
    async with (
        worker(agents, agent=RELOAD, shared_memory=memory, seed=1) as one,
        worker(agents, agent=RELOAD, shared_memory=memory, seed=2) as other,
    ):
        carrier = SimulatedCarrier()
        async with one.streams(carrier, await one.rings(carrier, To=CLINIC)):
            await carrier.agent_has_spoken()
            (tmp_path / "clinic.toml").write_text(agent_text("clinic", "New.", 'goodbye = "Another goodbye."'))
            await trio.sleep(TAKEN_UP_S)
            one.exchange.hurry()
            one.exchange.drain()
            await trio.sleep(3)
        assert "Thank you for your call. Goodbye." in one.voice.said
        assert "Another goodbye." not in one.voice.said
        assert await other.greets(number=2, To=CLINIC) == "New."
        assert await other.greets(number=3) == "This is the desk."
    for each in (one, other):
        assert each.log.count("agent file taken up") == 1


async def test_without_the_setting_nothing_is_looked_at(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A file may be edited in peace, and is read at the next start."""
    async with worker(write_agents(tmp_path)) as one:
        (tmp_path / "clinic.toml").write_text(NEW)
        await trio.sleep(10 * TAKEN_UP_S)
        assert await one.greets(To=CLINIC) == "This is the clinic."


BROKEN = {
    "a key": (
        f"{CLINIC_TEXT}\ngreting = 'x'",
        "clinic.toml:4: unknown key 'greting' in the file: did",
    ),
    "no TOML": ('name = "clinic"\ngreeting = "', "clinic.toml:2: "),
    "empty": ("", "clinic.toml:1: the file has no 'name'"),
    "a placeholder": (agent_text("clinic", "Hi {nme}. Hi."), "clinic.toml:2: unknown name 'nme' in greeting"),
    "another name": (agent_text("klinik", "Hi."), "clinic.toml:1: the name was 'clinic': keep it"),
    "another language": (
        agent_text("clinic", "Ciao.", 'language = "it"'),
        "clinic.toml:4: no ",
    ),
    "a dialogue": (f"{CLINIC_TEXT}\n[dialogue]\nstart = 'x'", "clinic.toml:5: unknown first state 'x'"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_file_is_refused_once_and_the_agent_before_goes_on(
    text: str, why: str, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """With its line. When it is mended, it is taken up."""
    async with worker(write_agents(tmp_path), agent=RELOAD) as one:
        (tmp_path / "clinic.toml").write_text(text)
        await trio.sleep(10 * TAKEN_UP_S)
        assert await one.greets(To=CLINIC) == "This is the clinic."
        assert one.log.count("agent file refused, the agent before goes on") == 1
        assert why in one.log
        (tmp_path / "clinic.toml").write_text(NEW)
        await trio.sleep(TAKEN_UP_S)
        assert await one.greets(number=2, To=CLINIC) == "This is the new clinic."
    assert "agent file taken up" in one.log


async def test_a_file_that_would_break_a_limit_in_money_is_refused(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A prompt brings in a language model, and none has a price."""
    chain = {"chain": None, "openai": {"api_key": "key", "base_url": "http://model.test/v1"}}
    dialogue = '\n[dialogue]\nstart = "m"\n[dialogue.states.m]\nask = "Hi."\ngo = "hang_up"\n'
    texts = {name: agent_text(name, "Hi.") + dialogue for name in ("desk", "clinic", "sales")}
    prices = {"speaker": {"tone": {"million_characters": 10.0}}}
    agents = write_agents(tmp_path, **texts)
    async with worker(agents, agent=RELOAD, responder=chain, limits={"cost": 1.0}, prices=prices) as one:
        (tmp_path / "clinic.toml").write_text(agent_text("clinic", "New.", 'prompt = "You are new."') + dialogue)
        await trio.sleep(TAKEN_UP_S)
        assert await one.greets(To=CLINIC) == "Hi. Hi. Thank you for your call. Goodbye."
    assert "limits.cost cannot be kept with it: set prices.responder.openai" in one.log


async def test_bytes_that_are_no_text_and_a_file_that_is_gone(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The server goes on with what it has; what comes back unchanged is no news."""
    file = tmp_path / "clinic.toml"
    async with worker(write_agents(tmp_path), agent=RELOAD) as one:
        file.write_bytes(b'name = "clinic"\n# \xff\n')
        await trio.sleep(TAKEN_UP_S)
        assert "clinic.toml:2: byte 0xff is not UTF-8" in one.log
        file.unlink()
        await trio.sleep(TAKEN_UP_S)
        assert "no such file" in one.log
        assert await one.greets(To=CLINIC) == "This is the clinic."
        file.write_text(CLINIC_TEXT)
        await trio.sleep(TAKEN_UP_S)
        assert await one.greets(number=2, To=CLINIC) == "This is the clinic."
    assert one.log.count("agent file refused") == 2


async def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Half of it is neither taken up nor complained about, as long as it grows."""
    file = tmp_path / "clinic.toml"
    async with worker(write_agents(tmp_path), agent=RELOAD) as one:
        for end in range(1, len(NEW), 9):
            file.write_text(NEW[:end])
            await trio.sleep(1.0)
        file.write_text(NEW)
        await trio.sleep(TAKEN_UP_S)
        assert await one.greets(To=CLINIC) == "This is the new clinic."
    assert "agent file refused" not in one.log
    assert one.log.count("agent file taken up") == 1


async def test_old_versions_are_closed_when_no_call_has_them(tmp_path: Path, autojump_clock: MockClock) -> None:
    """However often a file changes, tasks do not pile up; a call that goes on keeps its own."""
    async with worker(write_agents(tmp_path), agent=RELOAD) as one:
        carrier = SimulatedCarrier()
        async with one.streams(carrier, await one.rings(carrier, To=CLINIC)):
            await carrier.agent_has_spoken()
            counts = []
            for number in range(3 * KEPT_VERSIONS):
                (tmp_path / "clinic.toml").write_text(agent_text("clinic", f"Number {number}."))
                await trio.sleep(TAKEN_UP_S)
                counts.append(trio.lowlevel.current_statistics().tasks_living)
            assert counts[-1] == counts[KEPT_VERSIONS + 1]
            assert one.exchange.live_calls
        assert await one.greets(number=2, To=CLINIC) == f"Number {3 * KEPT_VERSIONS - 1}."


async def test_the_fixed_sentences_of_a_new_version_are_rendered(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Before a caller hears them: its greeting comes from the cache."""
    async with worker(write_agents(tmp_path), agent=RELOAD) as one:
        (tmp_path / "clinic.toml").write_text(NEW)
        await trio.sleep(TAKEN_UP_S + 3)
    written = int(one.log.partition("voice cache")[2].partition("entries=")[2].split()[0])
    async with worker(read_folder(tmp_path)) as again:
        await trio.sleep(3)
    fewer = int(again.log.partition("voice cache")[2].partition("entries=")[2].split()[0])
    assert written == fewer + 1  # the greeting before is there too


GREETING = "Hello {lookup.name|you}, {params.campaign|no} campaign."
LINE_DROPPED = 'line_dropped = "{lookup.name|Caller}, once more?"'


async def _break_off(one: Worker, carrier: SimulatedCarrier, path: str) -> None:
    """The first stream of a call breaks while the caller is to speak."""
    async with one.streams(carrier, await one.rings(carrier, path, To=CLINIC)) as over:
        await carrier.agent_has_spoken()
        carrier.speak(0.6)
        await trio.sleep(0.5)
        carrier.drop()
        await over.wait()


async def _returns(other: Worker, first: SimulatedCarrier) -> SimulatedCarrier:
    token = await other.exchange.find_return(first.call_sid, 0)
    assert token is not None
    second = SimulatedCarrier(returned=1, token=token)
    async with other.streams(second, {"returned": "1", "token": token}):
        await second.agent_has_spoken()
    return second


async def test_a_call_that_returns_keeps_its_agent_and_facts_at_another_worker(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """As the file was when the call began, though both workers have taken up another one meanwhile."""
    text = agent_text("clinic", GREETING, LINE_DROPPED) + LOOKUP
    agents, memory = write_agents(tmp_path, clinic=text), SharedMemory()
    register, store = CallerRegister(respond({"name": "Ada"})), {"path": str(tmp_path / "calls.db")}
    async with (
        worker(agents, register=register, agent=RELOAD, store=store, shared_memory=memory, seed=1) as one,
        worker(agents, register=register, agent=RELOAD, store=store, shared_memory=memory, seed=2) as other,
    ):
        first = SimulatedCarrier()
        await _break_off(one, first, "/voice-stream?agent=clinic&campaign=autumn")
        (tmp_path / "clinic.toml").write_text(agent_text("clinic", "All new.", 'line_dropped = "New."'))
        await trio.sleep(TAKEN_UP_S)
        second = await _returns(other, first)
        record = await other.record(second)
        assert record.begun.agent == "clinic"
        assert record.begun.called == CLINIC
        assert len(record.returned_s) == 1
        assert said_first(record) == "Hello Ada, autumn campaign."
        assert "Ada, once more?" in other.voice.said
        assert await other.greets(number=2, To=CLINIC) == "All new."
    assert len(register.asked) == 1, "what is known is not asked again"


async def test_a_call_that_returns_to_a_server_that_was_started_anew(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Agent and facts are in the call's journal. The new server has only the new file; what it does not know of the
    caller has its default there."""
    text = agent_text("clinic", GREETING, LINE_DROPPED) + LOOKUP
    agents, store = write_agents(tmp_path, clinic=text), {"path": str(tmp_path / "calls.db")}
    register = CallerRegister(respond({"name": "Ada", "room": "12"}))
    first = SimulatedCarrier()
    async with worker(agents, register=register, store=store) as one:
        await _break_off(one, first, "/voice-stream?agent=clinic&campaign=autumn")
    new = 'line_dropped = "{lookup.name|Caller} of {params.campaign|no} campaign, room {lookup.room|unknown}?"'
    (tmp_path / "clinic.toml").write_text(agent_text("clinic", "Hi.", new) + LOOKUP)
    async with worker(read_folder(tmp_path), register=register, store=store) as other:
        record = await other.record(await _returns(other, first))
        assert record.begun.agent == "clinic"
        assert "Ada of autumn campaign, room unknown?" in other.voice.said
    assert len(register.asked) == 1


async def test_an_agent_that_is_gone_after_a_restart_gives_way_to_the_number(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    """Somebody answers in any case, and the log says why it is another one."""
    store = {"path": str(tmp_path / "calls.db")}
    first = SimulatedCarrier()
    async with worker(write_agents(tmp_path), store=store) as one:
        await _break_off(one, first, "/voice-stream?agent=sales")
    renamed = write_agents(tmp_path, sales=agent_text("shop", "This is the shop."))
    async with worker(renamed, store=store) as other:
        await _returns(other, first)
    assert "agent not known any more, another one answers" in other.log


TOLD = """
tools = "clinic_tools.py"
[dialogue]
start = "look"
[dialogue.states.look]
ask = "One moment."
call = "waiting"
go = "told"
failed_go = "told"
[dialogue.states.told]
ask = "{result} wait. Goodbye."
go = "hang_up"
"""
TOOLS = """
from offhook.agent_tools import tool

@tool(effects=False)
async def waiting() -> str:
    '''How many wait.'''
    return "Seven"
"""


async def test_a_changed_python_file_of_tools_is_taken_up_too(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Though the agent file is the same; one that cannot be loaded is refused with its line."""
    tools = tmp_path / "clinic_tools.py"
    tools.write_text(TOOLS)
    texts = {name: agent_text(name, "Hi.") + TOLD for name in ("desk", "clinic", "sales")}
    async with worker(write_agents(tmp_path, **texts), agent=RELOAD, responder={"chain": None}) as one:
        assert "Seven wait." in await one.greets(To=CLINIC)
        tools.write_text(TOOLS + "nonsense(")
        await trio.sleep(TAKEN_UP_S)
        assert "clinic_tools.py:8: this is not Python" in one.log
        tools.write_text(TOOLS.replace("Seven", "Eight"))
        await trio.sleep(TAKEN_UP_S)
        assert "Eight wait." in await one.greets(number=2, To=CLINIC)
    assert one.log.count("agent file refused") == one.log.count("agent file taken up") == len(texts)
