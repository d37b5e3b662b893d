"""The bench of languages, on few values: what it counts, and that it counts what is missed."""

from bench.languages.__main__ import measure
from bench.languages.understood import LANGUAGES, Reader, callers
from bench.languages.verdicts import goes_on_in
from offhook.actors.responder.slot_number import NumberSlot
from offhook.engine.words.language_choice import LanguageChoice


def test_every_language_is_measured() -> None:
    """Each type of answer, each kind of sentence; most are understood, and no verdict takes a call astray."""
    report = measure(every=200, missed=True)
    assert [*report.answers] == [*report.microseconds] == [*LANGUAGES]
    for rows in report.answers.values():
        assert [*rows] == ["numbers", "dates", "times", "yes_no"]
        for row in rows.values():
            assert row.understood_again == row.read_back
            assert 0.7 * row.said < row.understood == row.said - len(row.not_understood)
    assert [*report.verdicts] == [*LANGUAGES, "mixed", "no language"]
    for each in report.verdicts.values():
        assert each.wrong == 0
        assert each.right == each.said - len(each.not_right) > 0
    assert all(0 < each.words < each.judge for each in report.microseconds.values())


def test_the_set_has_as_many_sentences_of_each_language() -> None:
    """So that their shares can be compared."""
    assert {len(callers().spoken[language]) for language in LANGUAGES} == {15}


def test_what_is_no_number_is_missed() -> None:
    """The measure can fail."""
    reader = Reader(NumberSlot(highest=99, language="de"), "de")
    assert (reader.value_of("einundzwanzig"), reader.value_of("Neujahr")) == ("21", None)


def test_a_word_or_two_change_nothing() -> None:
    """As in a call."""
    choice = LanguageChoice(LANGUAGES)
    assert goes_on_in(choice, "gracias", "en") == ""
    assert goes_on_in(choice, "quiero una habitación para mañana", "en") == "es"
