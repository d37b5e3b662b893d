"""Several agents over Telnyx: the real application in memory, in virtual time."""

from pathlib import Path

from trio.testing import MockClock

from tests.web.carriers.numbers_rig import CLINIC, agent_text, said_first, write_agents
from tests.web.carriers.telnyx_rig import CALLER, Rig, telnyx_rig, webhook_body

GREETING = "Hello {params.X-Name|you} of {params.campaign|no} campaign, {caller|whoever}."


async def _greeting(rig: Rig, call_id: str, to: str, path: str = "/telnyx", **payload: object) -> str:
    body = webhook_body("call.initiated", call_id, direction="incoming", state="parked", to=to, **payload)
    assert (await rig.post(body, path=path)).status_code == 200
    async with rig.stream_of(rig.fake.commanded[-1]) as carrier:
        await carrier.agent_has_spoken()
        carrier.hang_up()
    record = await rig.exchange.find_call(call_id)
    assert record is not None
    assert (record.begun.called, record.begun.caller) == (to, CALLER)
    return said_first(record)


async def test_the_number_decides_and_the_webhook_may_ask(tmp_path: Path, autojump_clock: MockClock) -> None:
    """SIP headers of the caller's side are facts, and so are parameters of the webhook's URL."""
    agents = write_agents(tmp_path, clinic=agent_text("clinic", GREETING))
    async with telnyx_rig(tmp_path, agents=agents) as rig:
        headers = [{"name": "X-Name", "value": "Ada"}, {"name": "X-Other"}, "no header"]
        path = "/telnyx?campaign=autumn"
        assert await _greeting(rig, "v3:1", CLINIC, path, custom_headers=headers) == (
            f"Hello Ada of autumn campaign, {CALLER}."
        )
        assert await _greeting(rig, "v3:2", CLINIC, custom_headers="odd") == f"Hello you of no campaign, {CALLER}."
        assert await _greeting(rig, "v3:3", "+15550999") == "This is the desk."
        assert await _greeting(rig, "v3:4", CLINIC, "/telnyx?agent=sales") == "This is sales."
        assert rig.fake.commanded[-1].state == {"agent": "sales"}


async def test_a_stranger_chooses_nothing(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A webhook without a good signature leads to no command."""
    async with telnyx_rig(tmp_path, agents=write_agents(tmp_path)) as rig:
        body = webhook_body("call.initiated", "v3:1", direction="incoming", state="parked", to=CLINIC)
        headers = {**rig.signed(body), "telnyx-signature-ed25519": "bm9uZQ=="}
        assert (await rig.post(body, headers, path="/telnyx?agent=sales")).status_code == 403
        assert not rig.fake.commanded
