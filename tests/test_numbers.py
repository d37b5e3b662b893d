"""Two numbers, two agents, a look-up and a changed file, with two workers of the real server. Real processes, sockets
and clock; `offhook call` plays the carrier."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import trio

from offhook.simulation.fakes.caller_register import SECRET, CallerRegister, respond
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.telephone.phone import CallOptions, place_call
from tests.serving import serve_with_workers, settings_in

CLINIC, SALES = "+15550100", "+15550200"


def written(folder: Path, url: str) -> Mapping[str, str]:
    """A settings file and its agents, as a user writes them."""
    (folder / "clinic.toml").write_text(
        'name = "clinic"\ngreeting = "Hello {lookup.name|you}, {params.campaign|no} campaign."\n'
        f'[lookup]\nurl = "{url}/caller"\nsecret_variable = "CRM_SECRET"\n'
    )
    (folder / "sales.toml").write_text('name = "sales"\ngreeting = "This is sales."\n')
    (folder / "offhook.toml").write_text(
        f'[agent]\nreload = true\n[[numbers]]\nnumber = "{CLINIC}"\nagent = "{folder}/clinic.toml"\n'
        f'[[numbers]]\nnumber = ["{SALES}", "sip:sales@sip.example.com"]\nagent = "{folder}/sales.toml"\n'
    )
    return settings_in(folder, OFFHOOK_CONFIG=str(folder / "offhook.toml"), CRM_SECRET=SECRET)


async def heard(address: str, called: str, query: str = "", **form: str) -> tuple[str, str]:
    """The agent of a call, as its record has it, and the greeting."""
    options = CallOptions(url=f"{address}/voice-stream{query}", called=called, parameters=form)
    outcome = await place_call(options)
    assert outcome.failure == ""
    async with httpx.AsyncClient() as client:
        with trio.fail_after(10):
            while True:
                listed = (await client.get(f"{address}/calls")).json()["recent"]
                mine = [each for each in listed if each["call_sid"] == outcome.call_sid]
                if mine and mine[0]["ended_at"] is not None:
                    break
                await trio.sleep(0.05)
        record = (await client.get(f"{address}/calls/{outcome.call_sid}")).json()
    assert record["called"] == called
    return record["agent"], record["transcript"][0]["text"]


async def test_a_server_with_two_workers_answers_each_number_with_its_agent(tmp_path: Path) -> None:
    """Whichever worker has the webhook and whichever the stream; a changed file is taken up by both."""
    register = CallerRegister(respond({"name": "Ada"}))
    with trio.fail_after(120):
        async with (
            on_a_socket(register.serve) as url,
            serve_with_workers(written(tmp_path, url)) as server,
        ):
            for _ in range(2):
                greeting = await heard(server.address, CLINIC, campaign="autumn")
                assert greeting == ("clinic", "Hello Ada, autumn campaign.")
            assert await heard(server.address, SALES) == ("sales", "This is sales.")
            assert (await heard(server.address, "+15550300"))[0] == "test"
            assert (await heard(server.address, "+15550300", "?agent=sales"))[0] == "sales"
            (tmp_path / "sales.toml").write_text('name = "sales"\ngreeting = "All new."\n')
            while server.log.count(b"agent file taken up") < 2:  # noqa: ASYNC110  # no bell rings
                await trio.sleep(0.1)
            for _ in range(2):
                assert await heard(server.address, SALES) == ("sales", "All new.")
            server.process.terminate()
            await server.ended()
    assert register.badly_signed == 0
    assert len(register.asked) == 2
    assert server.log.count(b"calls go to") == 8
    assert b"+15550100" in server.log
    assert SECRET.encode() not in server.log
    assert b"Traceback" not in server.log
