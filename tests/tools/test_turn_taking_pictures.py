"""The pictures of docs/turn-taking.md show what the page says. Seeded, in virtual time; the VAD is the real one."""

import io
from pathlib import Path

import pytest
from PIL import Image

from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.timeline import barge_in, latency
from tools.turn_taking_pictures import ANSWER, BREAKFAST, FOLDER, POOL, draft, draw, play, scenes

LARGEST_BYTES = 60_000


def agent_said(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


def test_a_picture_is_drawn_again(tmp_path: Path) -> None:
    """Twice the same file from the same seed, small enough for a page, and a picture."""
    first = draw("cough", tmp_path).read_bytes()
    assert draw("cough", tmp_path).read_bytes() == first
    assert len(first) < LARGEST_BYTES
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.width > picture.height > 500


def test_the_page_has_a_picture_of_each_scene() -> None:
    """All of them, no other, each small."""
    files = {file.stem: file.stat().st_size for file in FOLDER.iterdir()}
    page = FOLDER.with_suffix(".md").read_text(encoding="utf-8")
    assert sorted(files) == sorted(scenes())
    assert [name for name in files if f"(turn-taking/{name}.png)" not in page] == []
    assert max(files.values()) < LARGEST_BYTES


def test_an_interruption_stops_the_agent_for_good() -> None:
    """Within the milliseconds that the page names, and at the word that it names."""
    record = play(scenes()["interruption"])
    assert agent_said(record) == ["Breakfast is served from seven until", ANSWER.text]
    cut = barge_in(record.turns[0].times)
    assert cut is not None
    assert cut.cleared == 40


@pytest.mark.parametrize("name", ["cough", "backchannel"])
def test_the_agent_goes_on(name: str) -> None:
    """The caller was told all of it, 300 ms after the end of the sound."""
    record = play(scenes()[name])
    assert agent_said(record) == [f"{BREAKFAST.text} {POOL.text}"]
    stopped, judged = record.turns[0].times, record.turns[1].times
    assert stopped["resumed"] - judged["last_voiced"] == pytest.approx(0.3)
    noted = [entry.not_taken for entry in record.transcript if isinstance(entry, CallerSaid)]
    assert noted == (["backchannel"] if name == "backchannel" else [])


def test_confirmed_stops_for_words_only() -> None:
    """Not for the cough; for the question once it is recognised, after as long as the page says."""
    record = play(scenes()["confirmed"])
    cut = barge_in(record.turns[0].times)
    assert cut is not None
    assert cut.cleared == 1240
    assert agent_said(record)[-1] == ANSWER.text


def test_off_answers_afterwards() -> None:
    """The whole sentence, then the answer."""
    assert agent_said(play(scenes()["off"])) == [BREAKFAST.text, ANSWER.text]


@pytest.mark.parametrize(("max_drafts", "answered_ms", "discarded"), [(2, 520, 1), (0, 700, 0)])
def test_a_draft_gains_what_the_page_says(max_drafts: int, answered_ms: int, discarded: int) -> None:
    """And one draft was in vain."""
    record = play(draft(max_drafts=max_drafts))
    assert latency(record.turns[1].times).total == answered_ms
    assert record.over is not None
    assert record.over.discarded.get("drafts", 0) == discarded


def test_a_filler_comes_when_it_is_due() -> None:
    """`floor.filler_s` after the end of the turn."""
    times = play(scenes()["filler"]).turns[1].times
    assert times["filler_sent"] - times["end_of_turn"] == pytest.approx(1.2)
    assert times["first_frame_sent"] - times["end_of_turn"] == pytest.approx(2.6)
