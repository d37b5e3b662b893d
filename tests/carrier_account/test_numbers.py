"""Numbers are set and put back: what is remembered, and what is left alone. In memory, in virtual time."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from trio.testing import MockClock

from offhook.carrier_account.number_memory import NotRemembered, NumberMemory, memory_path
from offhook.carrier_account.numbers import NumberNotSet, Numbers, webhook_url
from offhook.engine.host.settings import ServerSettings
from offhook.simulation.fakes.steps import Answer, Step, instead
from offhook.simulation.fakes.twilio_rest import ACCOUNT, NUMBER, OLD_URL, FakeTwilio, a_number, refusal
from offhook.web.carriers.twilio_rest import TwilioFailed
from tests.web.carriers.twilio_rig import rig

A, B = "https://a.example/voice-stream", "https://b.example/voice-stream"
TO_A = {"VoiceUrl": A, "VoiceMethod": "POST"}
TO_B = {"VoiceUrl": B, "VoiceMethod": "POST"}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[NumberMemory]:
    yield NumberMemory(memory_path(str(tmp_path / "calls.db")))
    assert not list(tmp_path.glob("*.new"))


@asynccontextmanager
async def numbers(memory: NumberMemory, fake: FakeTwilio) -> AsyncIterator[Numbers]:
    async with rig(fake) as joined:
        yield Numbers(joined.rest, memory, ACCOUNT)


def url_of(fake: FakeTwilio) -> object:
    return fake.numbers[0]["voice_url"]


async def test_what_was_there_is_put_back(memory: NumberMemory) -> None:
    """As it was, and then there is nothing more to put back."""
    fake = FakeTwilio(numbers=[a_number(voice_method="GET", voice_fallback_url="https://old.example/fallback")])
    before = dict(fake.numbers[0])
    async with numbers(memory, fake) as ours:
        wanted = {**TO_A, "VoiceFallbackUrl": "https://twimlets.example"}
        assert (await ours.set(NUMBER, wanted))[0] == f"{NUMBER}  POST {A}"
        assert any("restore" in line for line in await ours.lines())
        assert await ours.restore(NUMBER) == [
            f"{NUMBER}  GET {OLD_URL}",
            "  if that fails: https://old.example/fallback",
        ]
        assert fake.numbers[0] == before
        with pytest.raises(NumberNotSet, match="nothing is changed"):
            await ours.restore(NUMBER)


async def test_a_second_time_does_not_overwrite_what_was_there_first(memory: NumberMemory) -> None:
    """A tunnel has another name every day."""
    fake = FakeTwilio()
    async with numbers(memory, fake) as ours:
        await ours.set(NUMBER, TO_A)
        await ours.set(NUMBER, TO_B)
        await ours.set(NUMBER, TO_B)
        assert url_of(fake) == B
        await ours.restore(NUMBER)
    assert url_of(fake) == OLD_URL


async def test_what_somebody_else_has_set_meanwhile_is_put_back(memory: NumberMemory) -> None:
    """It is what was there before ours, by then."""
    fake = FakeTwilio()
    async with numbers(memory, fake) as ours:
        await ours.set(NUMBER, TO_A)
        fake.numbers[0]["voice_url"] = "https://console.example"
        await ours.set(NUMBER, TO_B)
        await ours.restore(NUMBER)
    assert url_of(fake) == "https://console.example"


async def test_the_application_of_a_number_would_win_and_comes_back(memory: NumberMemory) -> None:
    """Twilio does not look at the URL of a number that has one."""
    fake = FakeTwilio(numbers=[a_number(voice_application_sid="AP1")])
    async with numbers(memory, fake) as ours:
        await ours.set(NUMBER, TO_A)
        assert fake.numbers[0]["voice_application_sid"] == ""
        assert await ours.restore(NUMBER) == [f"{NUMBER}  application AP1"]


async def test_a_number_of_a_trunk_is_left_alone(memory: NumberMemory) -> None:
    """Taking it out would interrupt somebody else's telephones."""
    fake = FakeTwilio(numbers=[a_number(trunk_sid="TK1")])
    async with numbers(memory, fake) as ours:
        with pytest.raises(NumberNotSet, match="belongs to SIP trunk TK1"):
            await ours.set(NUMBER, TO_A)
    assert url_of(fake) == OLD_URL
    assert not memory.path.exists()


async def test_what_is_as_it_should_be_is_not_set_again(memory: NumberMemory) -> None:
    """Nothing would have to be remembered for it."""
    fake = FakeTwilio(numbers=[a_number(voice_url=A)])
    async with numbers(memory, fake) as ours:
        assert await ours.set(NUMBER, TO_A) == [f"{NUMBER}  POST {A}"]
    assert [each.method for each in fake.http.requests] == ["GET"]
    assert not memory.path.exists()


async def test_nothing_is_changed_if_it_cannot_be_remembered(tmp_path: Path) -> None:
    """Or there would be no way back."""
    fake = FakeTwilio()
    for memory in (NumberMemory(tmp_path / "nowhere" / "numbers.json"), NumberMemory(tmp_path / "damaged.json")):
        (tmp_path / "damaged.json").write_text('{"numbers": 7}')
        async with numbers(memory, fake) as ours:
            with pytest.raises(NotRemembered, match=r"cannot be written|is damaged"):
                await ours.set(NUMBER, TO_A)
    assert url_of(fake) == OLD_URL
    assert (tmp_path / "damaged.json").read_text() == '{"numbers": 7}'


async def test_two_commands_at_once_do_not_lose_what_one_of_them_remembers(tmp_path: Path) -> None:
    """The second one says what to do, and changes nothing."""
    memory, fake = NumberMemory(tmp_path / "numbers.json"), FakeTwilio()
    (tmp_path / "numbers.json.new").touch()
    async with numbers(memory, fake) as ours:
        with pytest.raises(NotRemembered, match=r"numbers\.json\.new is there"):
            await ours.set(NUMBER, TO_A)
    assert url_of(fake) == OLD_URL


async def test_a_failure_at_twilio_leaves_the_way_back(memory: NumberMemory, autojump_clock: MockClock) -> None:
    """Whether it was changed or not, what was there first is still known."""
    fake = FakeTwilio()
    async with numbers(memory, fake) as ours:
        fake.faults.extend([lambda answer: answer, instead(refusal(400, 21402, "VoiceUrl is not valid"))])
        with pytest.raises(TwilioFailed, match="21402"):
            await ours.set(NUMBER, TO_A)
        await ours.set(NUMBER, TO_B)
        await ours.restore(NUMBER)
    assert url_of(fake) == OLD_URL


@pytest.mark.parametrize(
    "written", ['{"numbers": {"PN1": {"phone_number": "+1", "was": {"Url": "x"}, "set_to": {}}}}', "null", "[1", "\xff"]
)
async def test_what_is_damaged_is_neither_used_nor_overwritten(written: str, memory: NumberMemory) -> None:
    """Or was written by a newer version."""
    memory.path.write_text(written, "latin-1")
    fake = FakeTwilio()
    async with numbers(memory, fake) as ours:
        for tried in (ours.set(NUMBER, TO_A), ours.restore(NUMBER), ours.lines()):
            with pytest.raises(NotRemembered, match="is damaged"):
                await tried
    assert url_of(fake) == OLD_URL
    assert memory.path.read_text("latin-1") == written


async def test_no_password_of_an_address_is_shown(memory: NumberMemory) -> None:
    """Twilio asks with it, and what is printed may be shown to others. What is put back has it."""
    secret = "https://me:secret@old.example/voice"
    fake = FakeTwilio(numbers=[a_number(voice_url=secret, voice_fallback_url=secret, status_callback=secret)])
    async with numbers(memory, fake) as ours:
        shown = await ours.lines()
        shown += await ours.set(NUMBER, {**TO_A, "VoiceFallbackUrl": "", "StatusCallback": ""})
        shown += await ours.lines()
        shown += await ours.restore(NUMBER)
    assert f"{NUMBER}  POST https://me:**********@old.example/voice" in shown
    assert "secret" not in "".join(shown)
    assert url_of(fake) == secret


async def test_each_number_has_its_own_past(memory: NumberMemory) -> None:
    """And nobody else may read it: the URLs may hold a password."""
    other = "+15005550002"
    fake = FakeTwilio(numbers=[a_number(), a_number(other, voice_url="https://other.example")])
    async with numbers(memory, fake) as ours:
        await ours.set(NUMBER, TO_A)
        await ours.set(other, TO_A)
        assert memory.path.stat().st_mode & 0o777 == 0o600
        await ours.restore(NUMBER)
        await ours.restore(other)
    assert [each["voice_url"] for each in fake.numbers] == [OLD_URL, "https://other.example"]
    assert json.loads(memory.path.read_text()) == {"numbers": {}}


async def test_a_number_of_another_account_is_named_with_those_that_there_are(memory: NumberMemory) -> None:
    """It may be a misspelling, or the wrong account."""
    async with numbers(memory, FakeTwilio()) as ours:
        with pytest.raises(
            NumberNotSet, match=rf"\+15005550009 is not a number of the account {ACCOUNT}, which has \+150"
        ):
            await ours.set("+15005550009", TO_A)
    async with numbers(memory, FakeTwilio(numbers=[])) as ours:
        assert await ours.lines() == [f"the account {ACCOUNT} has no phone number"]


async def test_what_twilio_has_not_taken_is_told(memory: NumberMemory) -> None:
    """An answer that has the old address."""
    fake = FakeTwilio()
    old = Answer(200, {"content-type": "application/json"}, [Step.HEAD, json.dumps(a_number()).encode()])
    async with numbers(memory, fake) as ours:
        fake.faults.extend([lambda answer: answer, instead(old)])
        with pytest.raises(NumberNotSet, match="Twilio has not taken VoiceUrl"):
            await ours.set(NUMBER, TO_A)


@pytest.mark.parametrize(
    ("given", "server", "expected"),
    [
        ("https://a.example", {}, A),
        ("https://a.example/", {}, A),
        ("https://a.example/twiml?x=1", {}, "https://a.example/twiml?x=1"),
        (None, {"public_url": "https://a.example"}, A),
        (None, {"public_url": "https://a.example", "root_path": "/phone"}, "https://a.example/phone/voice-stream"),
    ],
)
def test_an_address_may_name_only_the_server(given: str | None, server: dict[str, str], expected: str) -> None:
    """As a tunnel prints it."""
    assert webhook_url(given, ServerSettings.model_validate(server)) == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "set server.public_url"),
        ("a.example", "must begin with https"),
        ("http://localhost:8000", "Twilio cannot reach localhost:8000"),
        ("https://127.0.0.1", "Twilio cannot reach"),
        ("https://localhost.", "Twilio cannot reach"),
        ("https://app.localhost", "Twilio cannot reach"),
        ("https://0.0.0.0:8000", "Twilio cannot reach"),
        ("https://192.168.1.7", "Twilio cannot reach"),
        ("https://[fd00::1]:8000/voice-stream", "Twilio cannot reach"),
        ("https://laptop:8000", "Twilio cannot reach"),
        ("http://a.example", "must begin with https://"),
        ("http://a.example/voice-stream", "over TLS only"),
        ("https://user:secret@a.example", "the address"),
        ("https://a.example/a b", "no blanks"),
        ("https://a.example/#x", "no fragment"),
    ],
)
def test_an_address_that_twilio_cannot_ask_is_refused(given: str | None, said: str) -> None:
    """Before anything is changed."""
    with pytest.raises(NumberNotSet, match=said) as caught:
        webhook_url(given, ServerSettings())
    assert "secret" not in str(caught.value)
