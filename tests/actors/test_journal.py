"""The journal of a whole call: the real exchange and actors, a real file, virtual time. Fault: no file can be made."""

from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.record import facts
from offhook.engine.record.journal import read_journal
from offhook.engine.record.journal_folder import JournalFolder
from offhook.simulation.exchange import GREETING, settings_with
from tests.actors.one_call import one_call


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "calls.db")


async def test_a_call_is_in_its_journal_until_it_is_on_record(path: str, autojump_clock: MockClock) -> None:
    """Everything that has happened so far, at any moment of the call."""
    folder = JournalFolder(path)
    async with one_call(settings_with(store={"path": path})) as call:
        await call.carrier.agent_has_spoken()
        (journal,) = folder.paths()
        told = [fact.what for fact in read_journal(journal)]
        assert isinstance(told[0], facts.CallBegan)
        assert told[0].agent == "test"
        assert told[1] == facts.ServicesChosen("scripted", "scripted", "tone")
        assert [what.text for what in told if isinstance(what, facts.SentenceSounded)] == [GREETING]
        call.carrier.speak(0.8)
        await trio.sleep(3)
        whole = read_journal(journal)
        assert [fact.what for fact in whole[: len(told)]] == told
        (said,) = (fact for fact in whole if isinstance(fact.what, facts.WordsHeard))
        assert (said.call, said.turn) == (call.carrier.call_sid, 2)
        assert [type(fact.what) for fact in whole].count(facts.ServicesChosen) == 1
    assert folder.paths() == []
    assert call.record.over is not None
    assert call.record.over.faults == {}


async def test_a_call_goes_on_without_a_journal(path: str, autojump_clock: MockClock) -> None:
    """Something else has the name of the folder; it could be a process without a free descriptor as well."""
    await trio.Path(f"{path}.journals").write_text("no folder")
    async with one_call(settings_with(store={"path": path})) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.8)
        await trio.sleep(3)
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller hung up"
    assert call.record.over.faults == {"observer failed": 1}
    assert [entry.turn for entry in call.record.transcript] == [1, 2, 2]
