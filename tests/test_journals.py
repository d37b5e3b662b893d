"""Journals of a real server: two worker processes, one store, a call that is followed, and one that is cut off."""

import os
import signal
from pathlib import Path

import pytest
import trio

from offhook.engine.record import facts
from offhook.engine.record.facts import Fact
from offhook.engine.record.journal import read_journal
from offhook.engine.record.journal_folder import JournalFolder
from offhook.telephone.journal_follower import following_next_call
from tests.serving import a_call_that_stays, answers, call, hypercorn, no_live_calls, settings_in

pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")
"""The clients below our own leave generators open; see tests/actors/responder/test_openai_chat.py."""


async def test_a_call_is_followed_and_one_that_is_cut_off_leaves_its_journal(tmp_path: Path) -> None:
    """The follower is told the call from its beginning to its end. What a killed worker leaves is whole, and the next
    start keeps it, because its record has no end."""
    settings = settings_in(tmp_path, OFFHOOK__SPEAKER__TONE__SECONDS="0.3")
    store = settings["OFFHOOK__STORE__PATH"]
    folder = JournalFolder(store)
    told: list[Fact] = []
    with trio.fail_after(120):
        async with hypercorn(settings, "--workers", "2") as server:
            await answers(server.address)
            async with following_next_call(store, told.append):
                assert (await call(server.address)).failure == ""
            kinds = [type(fact.what) for fact in told]
            assert kinds[:2] == [facts.CallBegan, facts.ServicesChosen]
            assert kinds.count(facts.SentenceSounded) >= 2
            assert facts.WordsHeard in kinds
            assert facts.CallEnding in kinds
            assert kinds[-1] is facts.CallEnded
            assert folder.paths() == []
            async with a_call_that_stays(server.address):
                (journal,) = folder.paths()
                os.killpg(server.process.pid, signal.SIGKILL)
                await server.ended()
        cut_off = read_journal(journal)
        assert isinstance(cut_off[0].what, facts.CallBegan)
        assert facts.CallEnding not in [type(fact.what) for fact in cut_off]
        async with hypercorn(settings, "--workers", "2") as server:
            await answers(server.address)
            assert (await call(server.address)).failure == ""
            await no_live_calls(server.address)
            server.process.terminate()
            assert await server.ended() == 0
    assert folder.paths() == [journal]
    assert read_journal(journal) == cut_off
