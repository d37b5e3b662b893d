"""Keys that an agent sends while chance disturbs the call: noises, crashes of the speaker, streams that break. Whoever
listens has taken each key once, in order. What is heard is read off the carrier's playout, not off our ledger."""

import random
import re

import pytest
import trio

from offhook.engine.run.reply import key_tones
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer
from tests.actors.tools.built_in.played_model import PlayedModel
from tests.actors.tools.built_in.test_send_digits import keys_heard

SEEDS = range(12)
SURE_S, UNSURE_S = 0.06, 0.02
"""A receiver has to take a key after 40 ms, and what is heard is read in frames of 20 ms."""
KEY_S = 0.1
"""What sounds longer was cut off, and came again at once."""
DISTURBANCES = ("noise", "crash", "break")


async def _sent(seed: int) -> tuple[str, list[tuple[str, float]], list[str]]:
    """The keys that were to be sent, what was heard, and what disturbed."""
    chance = random.Random(f"{seed}/keys")
    keys = "".join(chance.choices("0123456789*#ABCD", k=chance.randint(4, 20)))
    disturbances = [chance.choice(DISTURBANCES) for _ in range(chance.randint(0, 3))]
    carrier = SimulatedCarrier(seed=seed)
    sabotage = Sabotage("speaker", carrier.call_sid)
    heard: list[tuple[str, float]] = []
    async with open_simulated_exchange(
        settings_with(speaker={"lead_ms": chance.choice([100, 400])}),
        seed=seed,
        recognizer=SimulatedRecognizer(""),
        responder=PlayedModel([key_tones(keys)]),
        change_cast=sabotage.change,
    ) as exchange:
        for disturbance in [*disturbances, ""]:
            async with calling(exchange, carrier) as over:
                with trio.move_on_after(chance.uniform(0.0, 2.5) if disturbance else 15.0):
                    await over.wait()
                if disturbance == "noise":
                    carrier.speak(chance.uniform(0.15, 0.5))
                    await trio.sleep(chance.uniform(2.0, 4.0))  # until it is known that nothing was said
                elif disturbance == "crash":
                    sabotage.arm()
                    await trio.sleep(chance.uniform(0.1, 2.0))
                carrier.drop()
                await over.wait()
            heard += keys_heard(carrier)
            token = await exchange.find_return(carrier.call_sid, carrier.returned)
            assert token is not None
            carrier = SimulatedCarrier(seed=seed, returned=carrier.returned + 1, token=token)
    return keys, heard, disturbances


@pytest.mark.parametrize("seed", SEEDS)
def test_each_key_is_taken_once(seed: int) -> None:
    """None is missing, none comes twice."""
    (keys, heard, disturbances), _ = simulate(_sent, seed, seed=seed)
    possible = "".join(
        re.escape(key) + ("" if seconds >= SURE_S else "?")
        for key, longer in heard
        for seconds in ([longer - KEY_S, KEY_S] if longer > KEY_S + UNSURE_S / 2 else [longer])
        if seconds >= UNSURE_S / 2
    )
    assert re.fullmatch(possible, keys), (keys, heard, disturbances)
