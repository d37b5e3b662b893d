"""The files of a picture: what a browser and a viewer get, and what is said where there is nothing to draw."""

import io
import re
import sqlite3
from pathlib import Path
from time import thread_time
from xml.etree import ElementTree

import msgspec
import pytest
from PIL import Image
from trio.testing import MockClock
from typer.testing import CliRunner

from offhook.cli import commands
from offhook.engine.record.call_record import CallRecord
from offhook.protocol.carriers.twilio.start_message import MAX_NAME_CHARACTERS
from offhook.reports.comparison import NotComparable
from offhook.reports.figures import find_figures
from offhook.reports.picture.files import PictureNotWritten, write_picture
from offhook.reports.picture.page import page
from offhook.reports.picture.palette import DARK, LIGHT
from offhook.reports.picture.png import png
from offhook.reports.picture.record_file import RecordNotFound, find_record, read_record
from offhook.reports.picture.shapes import Ink
from offhook.reports.picture.story import story_of
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.services import SimulatedVoice
from tests.reports.kept_records import answer_of_the_server, store
from tests.reports.picture.made_up_call import MadeUpCall
from tests.web.pages import open_pages

SCROLL_BAR_PX = 15  # Chromium's and Firefox's


@pytest.fixture(scope="module")
def record() -> CallRecord:
    return MadeUpCall(3).record(70)


def no_store() -> str:
    raise AssertionError("a file needs no store")


def corner(image: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(image)) as opened:
        pixel = opened.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def test_the_page_needs_nothing_else(record: CallRecord) -> None:
    """No address in it leads anywhere: no style sheet, script, font or image of another's."""
    html = page(story_of(record))
    assert re.findall(r"""(?:src|href)\s*=|url\((?!data:)|@import|https?://(?!www\.w3\.org/2000/svg)""", html) == []


def test_the_pictures_in_the_page_are_well_formed(record: CallRecord) -> None:
    """Each SVG parses by itself; a name of a caller cannot break out of it."""
    hostile = msgspec.structs.replace(record, begun=msgspec.structs.replace(record.begun, caller="</svg><script>&\"'"))
    html = page(story_of(hostile))
    drawn = re.findall(r"<svg.*?</svg>", html)
    assert len(drawn) > 6
    for element in drawn:
        ElementTree.fromstring(element)
    assert html.count("<script>") == 1


@pytest.mark.parametrize("seconds", [1, 59, 61, 600])
def test_the_page_fits_a_window_of_1200_pixels(seconds: float) -> None:
    """With its padding, and beside a scroll bar: nobody has to scroll to the right to read a row, or the table. The
    two closer scales are longer, and scroll in a box of their own."""
    html = page(story_of(MadeUpCall(3).record(seconds)))
    padding = re.search(r"main\{[^}]*max-width:100%[^}]*padding:(\d+)px;\s*box-sizing:border-box", html)
    assert padding
    assert re.search(r"header,\.table,\.view\{overflow-x:auto\}", html)
    header, fitted, table = (
        re.search(pattern, html)
        for pattern in (
            r"<header>.*?</header>",
            r'<section class="view fit">.*?</section>',
            r'<section class="table">.*?</section>',
        )
    )
    assert header
    assert fitted
    assert table
    rows = re.findall(r'<div class="row">.*?</svg></div><svg .*?</svg></div>', fitted[0])
    assert rows
    for drawn in (header[0], table[0], *rows):
        widths = [float(width) for width in re.findall(r'<svg [^>]*? width="([\d.]+)"', drawn)]
        assert sum(widths) + 2 * int(padding[1]) + SCROLL_BAR_PX <= 1200


def test_the_page_shows_everything_without_a_script(record: CallRecord) -> None:
    """Scale and theme are the style sheet's business, tips are titles; the script only hurries."""
    html = page(story_of(record))
    still = html[: html.index("<script>")]
    assert "prefers-color-scheme:dark" in still
    assert ":has(#dark:checked)" in still
    assert "<title>turn 2 answered after" in still


def test_the_png_is_light_or_dark(record: CallRecord) -> None:
    """By option, in the colours of the page."""
    story = story_of(record)
    for image, colours in ((png(story), LIGHT), (png(story, dark=True), DARK)):
        assert corner(image) == tuple(bytes.fromhex(colours[Ink.PAPER].removeprefix("#")))


def test_letters_that_the_typeface_lacks_do_not_stop_it(record: CallRecord) -> None:
    """Other languages are spelled as well as can be in the PNG, and as they are in the page."""
    foreign = msgspec.structs.replace(record, begun=msgspec.structs.replace(record.begun, agent="Café 你好 Größe"))
    story = story_of(foreign)
    assert corner(png(story)) == (255, 255, 255)
    assert "Café 你好 Größe" in page(story)


async def test_what_the_server_answers_can_be_drawn(tmp_path: Path, autojump_clock: MockClock) -> None:
    """A file with the answer of `GET /calls/{sid}` is the record that the store has, trace and all."""
    carrier = SimulatedCarrier()
    async with open_simulated_exchange(voice=SimulatedVoice(5)) as exchange, open_pages(exchange) as pages:
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            carrier.speak(1.0)
            await carrier.wait(lambda: bool(carrier.clears))
        stored = await record_of(exchange, carrier)
        answer = await pages.get(f"/calls/{carrier.call_sid}")
    file = tmp_path / "record.json"
    file.write_bytes(answer.content)
    assert msgspec.json.decode(answer.content) == msgspec.json.decode(answer_of_the_server(stored))
    assert read_record(file) == stored
    assert stored.trace is not None
    assert [sound.heard_until_s < sound.until_s for sound in stored.trace.sounds] == [True]
    assert stored.trace.voiced != ()


def test_a_stored_call_is_found_by_its_sid(record: CallRecord, tmp_path: Path) -> None:
    """Out of the file that `store.path` names, as it was stored."""
    path = str(tmp_path / "calls.db")
    store(record, path)
    assert find_record(record.begun.stream_sid, lambda: path) == record


def test_a_store_of_an_older_version_opens(record: CallRecord, tmp_path: Path) -> None:
    """A file without traces gets the room for them; its calls are drawn from what they have."""
    path = str(tmp_path / "calls.db")
    store(record, path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE traces")
    connection.close()
    assert find_record(record.begun.call_sid, lambda: path) == msgspec.structs.replace(record, trace=None)
    store(record, path)
    assert find_record(record.begun.call_sid, lambda: path) == record


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.json", r"missing\.json: there is no such file; save the answer of GET /calls/CALLSID"),
        ("CAnobody", r"CAnobody: no such file, and no records file at store\.path = 'none\.db'"),
        ("text.json", r"text\.json: not a record of a call \(.*\); save the answer of GET /calls/CALLSID"),
        ("other.json", r"other\.json: not a record of a call \(.*transcript"),
    ],
)
def test_what_cannot_be_drawn_is_named(name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked for, where, and what to do."""
    monkeypatch.chdir(tmp_path)
    Path("text.json").write_text("not a record")
    Path("other.json").write_text('{"call_sid": "CA1"}')
    with pytest.raises(RecordNotFound, match=said):
        find_record(name, lambda: "none.db")
    assert not Path("none.db").exists()


def test_a_call_of_a_long_name_is_found(record: CallRecord, tmp_path: Path) -> None:
    """A carrier's name for a call may have 256 characters, which is more than the name of a file may have."""
    path = str(tmp_path / "calls.db")
    sid = "C" * MAX_NAME_CHARACTERS
    named = msgspec.structs.replace(record, begun=msgspec.structs.replace(record.begun, call_sid=sid))
    store(named, path)
    assert find_record(sid, lambda: path) == named
    with pytest.raises(NotComparable, match="no such file, and no records file at"):
        find_figures(sid, lambda: f"{tmp_path}/{sid}")


def test_a_call_that_the_store_does_not_have_is_named(record: CallRecord, tmp_path: Path) -> None:
    """With the file that was searched."""
    path = str(tmp_path / "calls.db")
    store(record, path)
    with pytest.raises(RecordNotFound, match=r"CAnobody: no file and no call with that SID in .*calls\.db"):
        find_record("CAnobody", lambda: path)


def test_a_text_without_end_is_drawn_as_fast_as_any(record: CallRecord) -> None:
    """Of a name of a megabyte a line is shown."""
    endless = msgspec.structs.replace(record, begun=msgspec.structs.replace(record.begun, caller="W" * 1_000_000))
    begun = thread_time()
    assert "…" in page(story_of(endless))
    assert thread_time() - begun < 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"started_at": 1e18}, "started_at = 1e+18"),
        ({"started_at": -1e12}, "started_at = -1e+12"),
        ({"ended_at": 1e12}, "ended_at - started_at = "),
        ({"trace": {"seconds": 1e7}}, "trace.seconds = 1e+07"),
    ],
)
def test_what_cannot_have_been_a_call_is_named(
    change: dict[str, object], said: str, record: CallRecord, tmp_path: Path
) -> None:
    """A number that somebody has changed is told, instead of being drawn for hours."""
    path = tmp_path / "call.json"
    path.write_bytes(msgspec.json.encode(msgspec.json.decode(answer_of_the_server(record)) | change))
    with pytest.raises(RecordNotFound, match=re.escape(said)):
        find_record(str(path), no_store)


def test_a_folder_that_is_not_there_is_named(record: CallRecord, tmp_path: Path) -> None:
    """With the file that could not be written, and the option that changes it."""
    with pytest.raises(PictureNotWritten, match=r"missing/picture\.html: No such file or directory; .* --out"):
        write_picture(record, tmp_path / "missing" / "picture")


def test_the_command_writes_both_files_beside_the_record(record: CallRecord, tmp_path: Path) -> None:
    """`offhook picture call.json` leaves call.html and call.png, and `--out` puts them elsewhere."""
    file = tmp_path / "call.json"
    file.write_bytes(answer_of_the_server(record))
    run = CliRunner().invoke(commands, ["picture", str(file)])
    assert run.exit_code == 0, run.output
    elsewhere = CliRunner().invoke(commands, ["picture", str(file), "--out", str(tmp_path / "v1.2"), "--dark"])
    assert elsewhere.exit_code == 0, elsewhere.output
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["call.html", "call.json", "call.png", "v1.2.html", "v1.2.png"]
    assert corner((tmp_path / "call.png").read_bytes()) != corner((tmp_path / "v1.2.png").read_bytes())


def test_the_command_fails_in_one_line(tmp_path: Path) -> None:
    """No traceback for a wrong name."""
    run = CliRunner().invoke(commands, ["picture", str(tmp_path / "missing.json")])
    assert run.exit_code == 1
    assert "there is no such file" in run.output
    assert "Traceback" not in run.output
