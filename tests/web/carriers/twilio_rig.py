"""A client of Twilio's REST API, and the fake that it talks to, in memory."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx
from pydantic import SecretStr

from offhook.engine.host.settings import TwilioSettings
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.twilio_rest import ACCOUNT, TOKEN, FakeTwilio
from offhook.web.carriers.twilio_account import twilio_account
from offhook.web.carriers.twilio_rest import TwilioRest

URL = "https://api.twilio.example"


class Rig(NamedTuple):
    rest: TwilioRest
    fake: FakeTwilio
    network: MemoryNetwork


@asynccontextmanager
async def rig(fake: FakeTwilio | None = None) -> AsyncIterator[Rig]:
    fake = fake or FakeTwilio()
    account = twilio_account(TwilioSettings(account_sid=ACCOUNT, auth_token=SecretStr(TOKEN), api_url=URL))
    async with (
        in_memory(fake.serve) as (network, transport),
        httpx.AsyncClient(transport=transport, timeout=None) as client,
    ):
        yield Rig(TwilioRest(account, client, random.Random("twilio")), fake, network)
