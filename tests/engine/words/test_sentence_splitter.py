"""Where a model's text is cut while it is written. No clock, no faults; every text comes whole and letter by letter."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from offhook.engine.words.sentence_splitter import SentenceSplitter
from offhook.engine.words.split_sentences import split_sentences

TRICKY = [
    *("Mr. ", "5 p.m. ", "No. 5", "3.", "50", "z. B. ", "am 3. Mai", "J. R. Smith", "example.com/a.b?c=1", "...", "…"),
    *(". ", "! ", "? ", "!", "?", ", ", ",", ": ", " – ", "—", "\n", "\n- ", "1. ", "(", ")", '"', "« ", " »", "**"),
    *(
        "hello ",
        "Then ",
        "you",
        "We ",
        "Ich ",
        "😊",
        "नमस्ते",
        "डॉ. ",
        "।",
        "॥",
        "你好",
        "。",
        "、",
        "\u00a0",
        "  ",
        "x" * 30,
    ),
]
texts = st.lists(st.sampled_from(TRICKY) | st.text(max_size=4), max_size=40).map("".join)


def split(text: str, language: str = "en", clause: int = 0, longest: int = 300) -> list[str]:
    """The pieces of a text, which must not depend on how it comes in."""
    whole = SentenceSplitter(language, first_clause_characters=clause, longest=longest)
    pieces = [*whole.feed(text), *whole.finish()]
    slow = SentenceSplitter(language, first_clause_characters=clause, longest=longest)
    assert [piece for letter in text for piece in slow.feed(letter)] + slow.finish() == pieces
    return pieces


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(
    text=texts,
    cuts=st.lists(st.integers(0, 400), max_size=20),
    language=st.sampled_from(["en", "es", "de", "fr", "hi", "ja"]),
    clause=st.integers(0, 30),
    longest=st.integers(1, 60),
)
@example(text="p.m. Then", cuts=[6], language="en", clause=0, longest=9)
def test_nothing_is_lost_however_the_text_comes_in(
    text: str, cuts: list[int], language: str, clause: int, longest: int
) -> None:
    """Any cutting of any text gives the same pieces: all of it, in order, once, none empty, none too long."""
    pieces = split(text, language, clause, longest)
    assert without_blanks("".join(pieces)) == without_blanks(text)
    assert all(0 < len(piece) <= longest for piece in pieces)
    edges = [0, *sorted(cuts), len(text)]
    splitter = SentenceSplitter(language, first_clause_characters=clause, longest=longest)
    by_parts = [piece for start, end in pairwise(edges) for piece in splitter.feed(text[start:end])]
    assert by_parts + splitter.finish() == pieces


@given(text=texts, longest=st.integers(1, 60))
def test_no_more_waits_than_the_longest_piece(text: str, longest: int) -> None:
    """Memory is bounded: what was fed and has not come out is never longer than one piece may be."""
    splitter = SentenceSplitter("en", longest=longest)
    fed = given_out = 0
    for letter in text:
        fed += not letter.isspace()
        given_out += sum(len(without_blanks(piece)) for piece in splitter.feed(letter))
        assert fed - given_out < longest


SENTENCES = {
    "en": [
        *("Hello there.", "How are you?", "Fine!", "Wait...", "I see.", "Really?!", "This is it."),
        *("Mr. Smith and Mrs. Jones of St. Mary's, e.g., will meet Dr. No at 10.30 a.m. tomorrow.", "They pay $3.50."),
        *(
            "Room No. 5 is free.",
            "No.",
            "That is all.",
            "We open at 9 a.m. Monday.",
            "We close at 5 p.m.",
            "You may wait.",
        ),
        *("The U.S. Army has it.", "She lives in the U.S.", "We do too.", "J. R. Smith called.", "It was John and I."),
        *("Then we left.", "Acme Inc. has 1,000.5 of them.", "See example.com/a.b?c=1 or write to a.b@example.co.uk."),
        *(
            "It costs 3.",
            "That is cheap.",
            "Flight at 10:30 costs 3.50.",
            "On Jan. 5 we rest.",
            "Well… perhaps.",
            "Wait . . . what?",
            "I rest at 5 p.m.",
            "I'm tired by 5 p.m.",
            "Then, I sleep.",
        ),
        *('He asked "Why?" and left.', '"Why?"', 'He said "Stop."', "(Not now.)", "They stopped (really!) at once."),
        *(
            "That is **bold.**",
            "Take it — or leave it.",
            "Great!",
            "😊 Anything else?",
            "Yes.",
            "About approx. 5 of them?",
        ),
        "It's at 7:30 pm.",
        "Room 204 is free.",
        "Call ext. 5 at approx. 9 a.m. today.",
        "I live on Main St. near the park.",
    ],
    "es": [
        *("La Sra. López vive en EE. UU. con el Dr. Ruiz.", "¿Cómo está Ud. hoy?", "¡Bien!", "Cuesta 1.000,00 euros."),
        *(
            "Venga, p. ej., a las 5 p. m. del lunes.",
            "Cerramos a las 5 p. m.",
            "El lunes no.",
            "Es el n.º 5.",
            "Gracias.",
        ),
        "Abrimos a las 5 p. m.",
        "¿Quiere venir?",
        "Vive en la Av. Juárez núm. 5, tfno. 912.",
        "¡Seguro!",
        "¿qué tal?",
        "Atte. la dirección.",
    ],
    "de": [
        *(
            "Am 3. Mai kommt z. B. Herr Dr. Müller, d. h. bald.",
            "Er zahlt 1.000,00 Euro.",
            "Das kostet 3.",
            "Ich zahle.",
        ),
        *("Das war 1999.", "Heute nicht.", "Es ist z.B. die Nr. 5 usw.", "Wir warten.", "»Hallo.«", "»Wie geht es?«"),
        *("Er sagte „Nein.“", "Dann ging er.", "Hauptstr. 5 ist z. B. Ihre Adresse."),
        "Der 1. FC gewinnt vom 1. bis 3. Mai.",
        "Im 2. Stock links.",
        "Das ist am Mo. und Di. offen, Sa. 9 Uhr.",
        "Frau Dr. med. Weber kommt am 3.",
        "Danach geht er um 14.30 Uhr.",
        "Geht das?",
    ],
    "fr": [
        *("Bonjour !", "Comment allez-vous ?", "« Oui. »", "M. Dupont et Mme. Roy arrivent.", "« Non ! » dit-il."),
        *("Il apporte du pain, etc.", "Nous partons.", "C'est au no. 5, à 3,50 €.", "Ça va ?", "J.-P. Martin arrive."),
        "C'est « bien » ; on continue : voilà.",
        "« Oui ! »",
        "En 52 av. J.-C. César vient.",
        "Tél. 01 23 45 67 89.",
        "Il pèse env. 5 kg.",
        "Voulez-vous ?",
    ],
    "hi": [
        *("नमस्ते।", "मैं डॉ. शर्मा हूँ।", "ए. पी. जे. अब्दुल कलाम॥", "रु. 500 दीजिए।", "ठीक है.", "आप कैसे हैं?", "मैं ठीक हूँ।"),
        "कुल रु. 500 हैं।",
        "क्या श्री. राव आएंगे?",
        "हाँ!",
        "कमरा नं. 5 खाली है।",
        "शाम 5 बजे।",
        "कृ. ध्यान दें॥",
    ],
    "ja": [*("はい。", "「本当？」", "そうです！", "3.5です。")],
    "ur": [*("آپ کیسے ہیں؟", "ٹھیک ہوں۔", "شکریہ۔")],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_text_comes_apart_into_its_sentences(language: str) -> None:
    """Abbreviations, initials, numbers, prices, times, addresses and quotes cut nothing; real ends all do."""
    assert split(" ".join(SENTENCES[language]), language) == SENTENCES[language]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_text_of_an_agent_file_comes_apart_in_the_same_way(language: str) -> None:
    """Its line ends are blanks, because long texts are written in several lines."""
    text = " ".join(SENTENCES[language])
    assert list(split_sentences(text.replace(" ", "\n", 3), language)) == SENTENCES[language]


def test_a_placeholder_is_one_word() -> None:
    """What stands in it ends no sentence, and parts no other one."""
    text = "Ask Dr. {params.name|Smith, M.D. He is in. Now} at {time}. Then {reply}! {last}"
    expected = ["Ask Dr. {params.name|Smith, M.D. He is in. Now} at {time}.", "Then {reply}!", "{last}"]
    assert list(split_sentences(text, "en")) == expected


@given(
    text=st.lists(texts | st.sampled_from("{}"), max_size=4).map("".join),
    language=st.sampled_from(["en", "es", "de", "fr", "hi", "ja"]),
)
def test_a_complete_text_is_split_without_a_loss(text: str, language: str) -> None:
    """Also with placeholders that nobody has closed."""
    assert without_blanks("".join(split_sentences(text, language))) == without_blanks(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好。我很好！再见", ["你好。", "我很好！", "再见"]),
        ("नमस्ते।मैं ठीक हूँ।", ["नमस्ते।", "मैं ठीक हूँ।"]),
        ("One\nTwo\r\n\r\nThree", ["One", "Two", "Three"]),
        ("We have:\n- apples\n- pears\n\n* nuts", ["We have:", "- apples", "- pears", "* nuts"]),
        ("1. Open it. Then wait.\n2. Close it.", ["1. Open it.", "Then wait.", "2. Close it."]),
        ("When? 2026. Soon. - 12. Wait", ["When?", "2026.", "Soon.", "- 12. Wait"]),
        ("at 5 p.m.\nMonday", ["at 5 p.m.", "Monday"]),
        ("---\n**Hello.**\n***", ["--- **Hello.**", "***"]),
        ("... 😊 Hello. 😊", ["... 😊 Hello.", "😊"]),
    ],
)
def test_scripts_without_blanks_and_lines_end_sentences(text: str, expected: list[str]) -> None:
    """Full-width marks and dandas need no blank, a line's end needs no mark, and a mark alone is no sentence."""
    assert split(text) == expected


@pytest.mark.parametrize(
    ("so_far", "more", "at_last"),
    [
        ("It costs 3.", "50 today. ", ["It costs 3.50 today."]),
        ("It costs 3.", " Then ", ["It costs 3.", "Then"]),
        ("Go to example.", "com now. ", ["Go to example.com now."]),
        ("Done.", '" Good. ', ['Done."', "Good."]),
        ("Wait.", ".. and see. ", ["Wait... and see."]),
        ("At 5 p.m. The", "odore is here. ", ["At 5 p.m. Theodore is here."]),
        ("At 5 p.m. Then", "", ["At 5 p.m.", "Then"]),
        ("No. ", "5 is free. ", ["No. 5 is free."]),
    ],
)
def test_an_end_is_not_believed_before_it_is_certain(so_far: str, more: str, at_last: list[str]) -> None:
    """What may still turn out otherwise waits for what follows."""
    splitter = SentenceSplitter("en")
    assert splitter.feed(so_far) == []
    assert [*splitter.feed(more), *splitter.finish()] == at_last


@pytest.mark.parametrize("line", ["We close at 5 p.m.", "On most days we have the following:", "It costs 3.", "Good"])
def test_the_end_of_a_line_is_certain_at_once(line: str) -> None:
    """It waits for nothing, whatever the line ends with."""
    assert SentenceSplitter("en").feed(line + "\n") == [line]


def test_a_sentence_goes_out_with_the_first_letter_after_it() -> None:
    """The voice does not wait for a second sentence to be written."""
    splitter = SentenceSplitter("en")
    assert splitter.feed("Certainly. ") == []
    assert splitter.feed("W") == ["Certainly."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I can book that for you, but first tell me your name, please. Then we see, all of us, what is free.",
            [
                "I can book that for you,",
                "but first tell me your name, please.",
                "Then we see, all of us, what is free.",
            ],
        ),
        ("Sure, I can do that for you. Yes, all.", ["Sure, I can do that for you.", "Yes, all."]),
        ("We have a table for you – it is", ["We have a table for you –", "it is"]),
        ("We have a free table—it is", ["We have a free table—", "it is"]),
        ("We are open on Friday, 3 March, 2027", ["We are open on Friday, 3 March, 2027"]),
        ("We pay all that it costs: 1,000 or 10:30", ["We pay all that it costs: 1,000 or 10:30"]),
        ("We have quiet rooms, two- and three-bed", ["We have quiet rooms,", "two- and three-bed"]),
        ("We let all quiet two- and three-bed rooms", ["We let all quiet two- and three-bed rooms"]),
        ("We pay you for meals, e.g., lunch", ["We pay you for meals,", "e.g., lunch"]),
        ("We pay for all meals e.g., lunch", ["We pay for all meals e.g., lunch"]),
    ],
)
def test_only_the_first_piece_may_be_a_clause(text: str, expected: list[str]) -> None:
    """A clause of 20 characters is enough to begin with; shorter ones, numbers and later clauses cut nothing."""
    assert split(text, clause=20) == expected


def test_a_first_sentence_that_is_soon_said_leaves_the_clause_to_the_second() -> None:
    """After "Yes." the voice has nothing to say again at once, so a clause is worth having once more."""
    text = "Yes. Our doors are open from nine, and on Saturdays from ten, as you know. Then, all of us rest, my friend."
    assert split(text, clause=20) == [
        *("Yes.", "Our doors are open from nine,", "and on Saturdays from ten, as you know."),
        "Then, all of us rest, my friend.",
    ]


def test_what_never_ends_is_cut_where_one_breathes() -> None:
    """A late comma is better than a blank, a blank is better than a torn word; numbers stay whole."""
    assert split("one two three, four five six seven", longest=20) == ["one two three,", "four five six seven"]
    assert split("one, two three four five", longest=20) == ["one, two three four", "five"]
    assert split("it is 1,000 or 10:30 for us", longest=14) == ["it is 1,000", "or 10:30 for", "us"]
    assert split("x" * 25, longest=20) == ["x" * 20, "x" * 5]


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0"])
def test_nothing_written_gives_no_piece(text: str) -> None:
    """Blanks are not worth a request."""
    assert split(text) == []


@pytest.mark.parametrize("text", ["It is 5 p.m. and so on. ", "x", "a.", '"', "... "])
def test_the_work_grows_with_the_text_and_no_faster(text: str) -> None:
    """A hundred thousand characters, one by one, take a fraction of a second; if it grew with the square, minutes."""
    splitter = SentenceSplitter("en")
    began = time.process_time()
    for letter in (text * 100_000)[:100_000]:
        splitter.feed(letter)
    assert time.process_time() - began < 10
