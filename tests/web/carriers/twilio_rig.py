"""A client of Twilio's REST API, and the fake that it talks to, in memory."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import httpx

from offhook.engine.host.settings import TwilioSettings
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.twilio_rest import ACCOUNT, TOKEN, FakeTwilio
from offhook.web.carriers.twilio_account import twilio_account
from offhook.web.carriers.twilio_rest import TwilioRest

URL = "https://api.twilio.example"
VARIABLES = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}


class Rig(NamedTuple):
    rest: TwilioRest
    fake: FakeTwilio
    network: MemoryNetwork


@asynccontextmanager
async def rig(fake: FakeTwilio | None = None, **variables: str) -> AsyncIterator[Rig]:
    fake = fake or FakeTwilio()
    account = twilio_account(TwilioSettings(api_url=URL), VARIABLES | variables)
    async with (
        in_memory(fake.serve) as (network, transport),
        httpx.AsyncClient(transport=transport, timeout=None) as client,
    ):
        yield Rig(TwilioRest(account, client, random.Random("twilio")), fake, network)
