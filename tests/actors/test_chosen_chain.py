"""Which services a chain has that nobody has set. No network, no clock: nothing is opened."""

from collections.abc import Mapping

import pytest

from offhook.actors.chosen_chain import EMBEDDED, chosen_chains
from offhook.actors.settings import Settings
from offhook.engine.host.agent import Agent, load_agent

KEY = "sk-proj-0123456789abcdef"
WITH_KEY = {"OPENAI_API_KEY": KEY}
DIALOGUE = '\n[dialogue]\nstart = "a"\n[dialogue.states.a]\nask = "Hello."\ngo = "hang_up"\n'
BARE = load_agent("a.toml", 'name = "a"')
PROMPTED = load_agent("a.toml", 'name = "a"\nprompt = "You are a clerk."')
SCRIPTED = load_agent("a.toml", f'name = "a"{DIALOGUE}')
BOTH = load_agent("a.toml", f'name = "a"\nprompt = "You are a clerk."{DIALOGUE}')


def chains(
    environment: Mapping[str, str], agent: Agent | None = BOTH, **sections: Mapping[str, object]
) -> dict[str, tuple[str, ...]]:
    settings = Settings.model_validate(sections)
    return {role: chain.names for role, chain in chosen_chains(settings, environment, agent).items()}


def test_without_a_key_all_is_embedded() -> None:
    """As it is without a network: and what one would have to set is told."""
    assert chains({}) == {
        "recognizer": ("whisper", "pocketsphinx"),
        "responder": ("dialogue",),
        "speaker": ("piper", "flite", "espeak_ng"),
    }
    chosen = chosen_chains(Settings(), {}, BOTH)
    assert chosen["recognizer"].left_out["openai"] == (
        "no key: neither recognizer.openai.api_key nor OPENAI_API_KEY is set"
    )
    assert [each.unusable for each in chosen.values()] == [{}, {}, {}]


def test_with_a_key_services_over_the_network_stand_in_front() -> None:
    """In all roles, and nothing for tests among them."""
    chosen = chosen_chains(Settings(), WITH_KEY, BOTH)
    for role, last in (("recognizer", "pocketsphinx"), ("responder", "dialogue"), ("speaker", "espeak_ng")):
        chain = chosen[role]
        assert "openai" in chain.names
        assert chain.names[-1] == last
        assert not {"scripted", "scripted_batch", "tone"} & {*chain.names}
        assert (chain.why["openai"], chain.why[last]) == ("OPENAI_API_KEY is set", EMBEDDED)
        assert chain.remotes["openai"].host == "api.openai.com"


@pytest.mark.parametrize(
    ("environment", "section", "why", "host"),
    [
        (WITH_KEY, {}, "OPENAI_API_KEY is set", "api.openai.com"),
        ({"OPENAI_BASE_URL": "http://Box.local:8000/v1"}, {}, "OPENAI_BASE_URL is set", "box.local"),
        (
            {**WITH_KEY, "OPENAI_BASE_URL": "http://box.local/v1"},
            {},
            "OPENAI_API_KEY and OPENAI_BASE_URL are set",
            "box.local",
        ),
        ({}, {"api_key": KEY}, "responder.openai.api_key is set", "api.openai.com"),
        ({}, {"base_url": "http://127.0.0.1:11434/v1"}, "responder.openai.base_url is set", "127.0.0.1"),
        (WITH_KEY, {"api_key": "sk-other"}, "responder.openai.api_key is set", "api.openai.com"),
    ],
)
def test_what_sets_a_service_up_is_told(
    environment: Mapping[str, str], section: Mapping[str, object], why: str, host: str
) -> None:
    """The setting or the variable, and who is asked; never the key."""
    settings = Settings.model_validate({"responder": {"openai": section}})
    chosen = chosen_chains(settings, environment, BOTH)["responder"]
    assert (chosen.why["openai"], chosen.remotes["openai"].host) == (why, host)
    assert KEY not in repr(chosen)


def test_the_realtime_interface_stands_in_front_where_there_surely_is_one() -> None:
    """OpenAI has it; of another server somebody must say so."""
    own = {"OPENAI_BASE_URL": "http://box.local/v1"}
    realtime = {"openai_realtime": {"base_url": "http://box.local/v1"}}
    for role, embedded in (
        ("recognizer", ("whisper", "pocketsphinx")),
        ("speaker", ("piper", "flite", "espeak_ng")),
    ):
        assert chains(WITH_KEY)[role] == ("openai_realtime", "openai", *embedded)
        assert chains(own)[role] == ("openai", *embedded)
        assert chains(own, BOTH, **{role: realtime})[role] == ("openai_realtime", "openai", *embedded)
        named = chosen_chains(Settings.model_validate({role: {"chain": ["openai_realtime"]}}), own, BOTH)[role]
        assert (named.names, named.remotes["openai_realtime"].host) == (("openai_realtime",), "box.local")
    assert chosen_chains(Settings(), own, BOTH)["speaker"].left_out["openai_realtime"] == (
        "box.local may have no realtime interface: set speaker.openai_realtime.base_url, or name it in the chain"
    )


def test_a_specialist_stands_in_front() -> None:
    """Deepgram hears better and sooner than OpenAI; it has no other role here."""
    deepgram = {"DEEPGRAM_API_KEY": KEY}
    assert chains(deepgram) == {**chains({}), "recognizer": ("deepgram", "whisper", "pocketsphinx")}
    assert chains({**deepgram, **WITH_KEY})["recognizer"] == (
        *("deepgram", "openai_realtime", "openai", "whisper", "pocketsphinx"),
    )
    chosen = chosen_chains(Settings(), deepgram, BOTH)["recognizer"]
    assert (chosen.why["deepgram"], chosen.remotes["deepgram"].host) == ("DEEPGRAM_API_KEY is set", "api.deepgram.com")
    own = {"deepgram": {"base_url": "http://box.local/v1", "api_key": KEY}}
    chosen = chosen_chains(Settings.model_validate({"recognizer": own}), {}, BOTH)["recognizer"]
    assert chosen.why["deepgram"] == "recognizer.deepgram.api_key and recognizer.deepgram.base_url are set"
    assert chosen.remotes["deepgram"].host == "box.local"
    assert KEY not in repr(chosen)
    chosen = chosen_chains(Settings(), {"DEEPGRAM_API_KEY": "with a blank"}, BOTH)["recognizer"]
    assert "deepgram" in chosen.unusable


def test_the_next_specialist_stands_behind_the_first() -> None:
    """AssemblyAI, which has no other role here either."""
    assemblyai = {"ASSEMBLYAI_API_KEY": KEY}
    both = {**assemblyai, "DEEPGRAM_API_KEY": KEY}
    assert chains(assemblyai) == {**chains({}), "recognizer": ("assemblyai", "whisper", "pocketsphinx")}
    assert chains({**both, **WITH_KEY})["recognizer"] == (
        *("deepgram", "assemblyai", "openai_realtime", "openai", "whisper", "pocketsphinx"),
    )
    chosen = chosen_chains(Settings(), assemblyai, BOTH)["recognizer"]
    assert chosen.why["assemblyai"] == "ASSEMBLYAI_API_KEY is set"
    assert chosen.remotes["assemblyai"].host == "streaming.assemblyai.com"
    own = {"assemblyai": {"base_url": "http://box.local"}}
    chosen = chosen_chains(Settings.model_validate({"recognizer": own}), {}, BOTH)["recognizer"]
    assert chosen.why["assemblyai"] == "recognizer.assemblyai.base_url is set"
    chosen = chosen_chains(Settings(), {"ASSEMBLYAI_API_KEY": "with a blank"}, BOTH)["recognizer"]
    assert "assemblyai" in chosen.unusable


def test_what_is_set_for_one_role_sets_up_that_one() -> None:
    """A model of one's own has neither ears nor a voice."""
    found = chains({}, responder={"openai": {"base_url": "http://127.0.0.1:11434/v1"}})
    assert found == {**chains({}), "responder": ("openai", "dialogue")}


def test_a_chain_that_is_set_is_used_as_it_stands() -> None:
    """Whatever keys there are, and also what is for tests."""
    chosen = chosen_chains(Settings.model_validate({"speaker": {"chain": ["tone", "openai"]}}), WITH_KEY, BARE)
    assert chosen["speaker"].names == ("tone", "openai")
    assert chosen["speaker"].why == {
        "tone": "speaker.chain names it",
        "openai": "speaker.chain names it; OPENAI_API_KEY is set",
    }
    assert chosen["speaker"].left_out == {}


@pytest.mark.parametrize(
    ("agent", "names", "left_out"),
    [
        (BOTH, ("openai", "dialogue"), {}),
        (PROMPTED, ("openai",), {"dialogue": "a.toml has no [dialogue]"}),
        (SCRIPTED, ("dialogue",), {"openai": "a.toml has no prompt for a language model"}),
        (BARE, ("dialogue",), {}),  # opening it says what the file lacks
    ],
    ids=["both", "prompt", "dialogue", "neither"],
)
def test_an_agent_is_answered_for_by_what_it_was_written_for(
    agent: Agent, names: tuple[str, ...], left_out: Mapping[str, str]
) -> None:
    """A key alone makes no model of a scripted agent, and a prompt needs no script behind it."""
    chosen = chosen_chains(Settings(), WITH_KEY, agent)["responder"]
    assert chosen.names[-1] == names[-1]
    assert ("openai" in chosen.names) is ("openai" in names)
    assert {name: why for name, why in chosen.left_out.items() if name in ("openai", "dialogue")} == left_out


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"OPENAI_API_KEY": "sk-proj x"}, "the key cannot be sent: "),
        ({**WITH_KEY, "OPENAI_BASE_URL": "api.openai.com"}, "OPENAI_BASE_URL: must "),
    ],
)
@pytest.mark.parametrize("chain", [None, ["openai", "espeak_ng"]])
def test_a_key_or_an_address_that_cannot_be_used_is_told(
    environment: Mapping[str, str], why: str, chain: list[str] | None
) -> None:
    """It was meant to work, so it is more than a service that is not set up; without the key."""
    settings = Settings.model_validate({"speaker": {} if chain is None else {"chain": chain}})
    chosen = chosen_chains(settings, environment, BOTH)["speaker"]
    assert chosen.unusable["openai"].startswith(why)
    assert ("openai" in chosen.names) is (chain is not None)
    assert "sk-" not in repr(chosen)


def test_a_second_way_to_the_same_server_is_taken_only_where_a_chain_names_it() -> None:
    """The key that sets OpenAI up sets up both of its interfaces for text; one is enough to wait for."""
    assert "openai_responses" not in chains(WITH_KEY)["responder"]
    named = {"chain": ["openai_responses", "dialogue"]}
    assert chains(WITH_KEY, responder=named)["responder"] == ("openai_responses", "dialogue")
    assert chosen_chains(Settings(), WITH_KEY, BOTH)["responder"].unusable == {}
