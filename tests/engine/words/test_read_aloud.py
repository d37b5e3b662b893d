"""What is written in figures, and how it is said. Pure."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from offhook.engine.words.aloud.read_aloud import read_aloud
from offhook.engine.words.languages import language_of

FIVE = ("en", "hi", "es", "fr", "de")

SAID: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("It costs €12.50 at 7:30 pm.", "It costs twelve euros and fifty cents at seven thirty p.m."),
        ("$3, or $1.2 million.", "three dollars, or one point two million dollars."),
        ("£1 or £0.50", "one pound or fifty pence"),
        ("€12/night", "twelve euros per night"),
        ("€10–15", "ten to fifteen euros"),
        ("₹1,00,000", "one lakh rupees"),
        ("1,234.5 people", "one thousand two hundred thirty-four point five people"),
        ("21,000 and 1,000,001", "twenty-one thousand and one million one"),
        ("0.05", "zero point zero five"),
        ("105 rooms", "one hundred five rooms"),
        ("10% to 12.5 %", "ten percent to twelve point five percent"),
        ("-5 °C and 70 °F", "minus five degrees Celsius and seventy degrees Fahrenheit"),
        ("5 km, 1 kg, 30 mph", "five kilometers, one kilogram, thirty miles per hour"),
        ("2-3 nights", "two to three nights"),
        ("1/2 cup, 2½ hours, 3/4 of it", "one half cup, two and a half hours, three quarters of it"),
        ("the 1st, 2nd, 3rd, 12th, 20th and 21st", "the first, second, third, twelfth, twentieth and twenty-first"),
        ("7:30pm, 9 a.m. and 12:00", "seven thirty p.m., nine a.m. and twelve o'clock"),
        ("We close at 5 p.m.", "We close at five p.m."),
        ("9:00–17:00", "nine to five p.m."),
        ("7-9 am", "seven to nine a.m."),
        ("19:05 and 00:15", "seven oh five p.m. and twelve fifteen a.m."),
        ("on Nov 14, 2026", "on November fourteenth, twenty twenty-six"),
        ("14 November", "November fourteenth"),
        ("the 14th of November 2026", "the fourteenth of November twenty twenty-six"),
        ("2026-11-14", "November fourteenth, twenty twenty-six"),
        (
            "11/14/2026 or 14/11/2026",
            "November fourteenth, twenty twenty-six or November fourteenth, twenty twenty-six",
        ),
        ("in 1999 and in 2000", "in nineteen ninety-nine and in two thousand"),
        ("in 1905, 1999 people", "in nineteen oh five, one thousand nine hundred ninety-nine people"),
        ("the 1990s, the 80s", "the nineteen nineties, the eighties"),
        ("+1 212-555-1234", "plus one, two one two, five five five, one two three four"),
        ("(415) 555-0123", "four one five, five five five, zero one two three"),
        ("Your PIN is 4271.", "Your PIN is four two seven one."),
        ("order 123456", "order one two three, four five six"),
        ("booking QX7-42", "booking Q-X seven, four two"),
        ("gate B12 and room 204", "gate B twelve and room two zero four"),
        ("COVID-19", "COVID nineteen"),
        ("007 and 12345", "zero zero seven and one two three four five"),
        ("4 2 7, 1", "four two seven, one"),
        ("No. 5 or #7", "number five or number seven"),
        ("a 3-star hotel", "a three-star hotel"),
        ("3 × 4", "three times four"),
        ("24/7", "twenty-four seven"),
        ("24 hours a day, 3x a week", "twenty-four hours a day, three times a week"),
        ("Dec 24-26", "December twenty-fourth to twenty-sixth"),
        (
            "order #A-10293, code 12-34-56, code: 839 201",
            "order number A, one zero two nine three, code one two, three four, five six, code: eight three nine,"
            " two zero one",
        ),
        ("between 2019 and 2023", "between twenty nineteen and twenty twenty-three"),
        ("flight BA2490, the I-95", "flight B-A two four nine zero, the I-ninety-five"),
        ("a 13.3-inch screen", "a thirteen point three-inch screen"),
        ("1-800-555-0199", "one, eight zero zero, five five five, zero one nine nine"),
        ("12500 people, 12500", "twelve thousand five hundred people, twelve thousand five hundred"),
        ("No. 5 rooms are free.", "No. five rooms are free."),
        ("No. 5 is free.", "number five is free."),
        ("from 1999-2004", "from nineteen ninety-nine to two thousand four"),
    ],
    "en-GB": [
        ("105 rooms", "one hundred and five rooms"),
        ("3/4/2026", "the third of April twenty twenty-six"),
        ("by 3/4", "by the third of April"),
        ("020 7946 0018", "zero two zero, seven nine four six, zero zero one eight"),
    ],
    "en-US": [
        ("3/4/2026", "March fourth, twenty twenty-six"),
        ("2125550123", "two one two, five five five, zero one two three"),
    ],
    "en-IN": [
        ("₹12,50,000", "twelve lakh fifty thousand rupees"),
        ("98765 43210", "nine eight seven six five, four three two one zero"),
    ],
    "de": [
        ("Das kostet 12,50 € um 19:30 Uhr.", "Das kostet zwölf Euro fünfzig um neunzehn Uhr dreißig."),
        ("1 €, 0,99 €, 1.234,50 €", "ein Euro, neunundneunzig Cent, tausendzweihundertvierunddreißig Euro fünfzig"),
        ("12.50 €", "zwölf Euro fünfzig"),
        ("1,2 Mio. €", "eins Komma zwei Millionen Euro"),
        ("1.234 Gäste", "tausendzweihundertvierunddreißig Gäste"),
        ("3,14", "drei Komma eins vier"),
        ("1 Nacht, 1 Zimmer, 21 Tage", "eine Nacht, ein Zimmer, einundzwanzig Tage"),
        ("101 und 1.000.000 und 2.000.001", "hunderteins und eine Million und zwei Millionen eins"),
        ("am 3. Mai 2026", "am dritten Mai zweitausendsechsundzwanzig"),
        ("der 3. Mai, vom 1. Mai bis 31. Mai", "der dritte Mai, vom ersten Mai bis einunddreißigsten Mai"),
        ("am Montag, 3. Mai", "am Montag, dritten Mai"),
        ("am 14.11.2026", "am vierzehnten November zweitausendsechsundzwanzig"),
        ("am 3.5. um 1 Uhr", "am dritten Mai um ein Uhr"),
        ("2026-11-14", "vierzehnter November zweitausendsechsundzwanzig"),
        ("im 3. Stock", "im dritten Stock"),
        ("von 9–17 Uhr", "von neun bis siebzehn Uhr"),
        ("um 14.30 Uhr", "um vierzehn Uhr dreißig"),
        ("1999 war es so", "neunzehnhundertneunundneunzig war es so"),
        ("1999 Zimmer", "tausendneunhundertneunundneunzig Zimmer"),
        ("20 % bei -3 °C", "zwanzig Prozent bei minus drei Grad Celsius"),
        ("2½ Stunden", "zweieinhalb Stunden"),
        ("Nr. 5", "Nummer fünf"),
        ("0171 1234567", "null eins sieben eins, eins zwei drei, vier fünf sechs sieben"),
        ("+49 30 123456", "plus vier neun, drei null, eins zwei drei, vier fünf sechs"),
        ("Buchungsnummer 123456", "Buchungsnummer eins zwei drei, vier fünf sechs"),
        ("Es kostet 3. Dann gehen wir.", "Es kostet drei. Dann gehen wir."),
        ("die 90er Jahre", "die neunziger Jahre"),
        ("2x täglich, jeden 2. Tag", "zwei mal täglich, jeden zweiten Tag"),
        ("5,- €, 5 Mio. Kunden", "fünf Euro, fünf Millionen Kunden"),
        ("2. Etage, auf der 2. Etage", "zweite Etage, auf der zweiten Etage"),
        ("vom 24.12. bis 26.12.", "vom vierundzwanzigsten Dezember bis sechsundzwanzigsten Dezember"),
        ("10115 Berlin", "eins null eins eins fünf Berlin"),
        ("am 3.Mai, 1999-2004", "am dritten Mai, neunzehnhundertneunundneunzig bis zweitausendvier"),
        ("12500 Gäste", "zwölftausendfünfhundert Gäste"),
    ],
    "fr": [
        ("Ça coûte 12,50 € à 14h30.", "Ça coûte douze euros cinquante à quatorze heures trente."),
        ("3 millions d'euros, 1,5 million €", "trois millions d'euros, un virgule cinq millions d'euros"),
        ("1 234,5", "mille deux cent trente-quatre virgule cinq"),
        (
            "71, 80, 81, 91, 200, 201, 280 000",
            "soixante et onze, quatre-vingts, quatre-vingt-un, quatre-vingt-onze, deux cents, deux cent un,"
            " deux cent quatre-vingt mille",
        ),
        ("1 nuit, 21 nuits, 1 lit", "une nuit, vingt et une nuits, un lit"),
        ("le 1er mai 2026, le 2 mai", "le premier mai deux mille vingt-six, le deux mai"),
        ("14/11/2026", "quatorze novembre deux mille vingt-six"),
        ("le 3/4", "le trois avril"),
        ("de 9h à 17 h, 1h", "de neuf heures à dix-sept heures, une heure"),
        ("au 2e étage", "au deuxième étage"),
        ("20 %", "vingt pour cent"),
        ("n° 5", "numéro cinq"),
        ("01 23 45 67 89", "zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf"),
        ("0123456789", "zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf"),
        ("+33 1 23 45 67 89", "plus trente-trois, un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf"),
        ("code 4271", "code quatre deux sept un"),
        ("24h/24 et 7j/7", "vingt-quatre heures sur vingt-quatre et sept jours sur sept"),
        ("1/2 heure", "une demi heure"),
        ("06.12.34.56.78", "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit"),
        ("75000 Paris", "sept cinq zéro zéro zéro Paris"),
    ],
    "fr-CH": [("71, 80, 99", "septante et un, huitante, nonante-neuf")],
    "es": [
        ("Cuesta 12,50 € a las 19:30.", "Cuesta doce euros con cincuenta céntimos a las diecinueve treinta."),
        ("a las 7:30 p. m.", "a las siete y media de la tarde."),
        ("1 €, 21 €, 101 €", "un euro, veintiún euros, ciento un euros"),
        ("1,2 millones €", "uno coma dos millones de euros"),
        ("1.234,5 y 21 000", "mil doscientos treinta y cuatro coma cinco y veintiún mil"),
        ("1 noche, 21 noches, 200 habitaciones", "una noche, veintiuna noches, doscientas habitaciones"),
        ("1 día, 31 días", "un día, treinta y un días"),
        ("el 14/11/2026", "el catorce de noviembre de dos mil veintiséis"),
        ("el 1 de mayo de 2026", "el primero de mayo de dos mil veintiséis"),
        ("el 3.º piso, la 2ª planta", "el tercer piso, la segunda planta"),
        ("20 %", "veinte por ciento"),
        ("912 345 678", "nueve uno dos, tres cuatro cinco, seis siete ocho"),
        ("47 450 795", "cuarenta y siete millones cuatrocientos cincuenta mil setecientos noventa y cinco"),
        ("código 4271", "código cuatro dos siete uno"),
        ("24 horas, a las 10:00 h, 1 h", "veinticuatro horas, a las diez, una hora"),
        ("1/2 hora, 1a clase", "media hora, primera clase"),
    ],
    "es-MX": [
        ("$1,234.50", "mil doscientos treinta y cuatro pesos con cincuenta centavos"),
        ("3.5", "tres punto cinco"),
    ],
    "hi": [
        ("इसकी कीमत ₹12.50 है, शाम 7:30 बजे।", "इसकी कीमत बारह रुपये पचास पैसे है, शाम साढ़े सात बजे।"),
        ("₹1,00,000 और ₹1", "एक लाख रुपये और एक रुपया"),
        ("₹5 लाख", "पाँच लाख रुपये"),
        ("1,23,456", "एक लाख तेईस हज़ार चार सौ छप्पन"),
        ("१२ कमरे", "बारह कमरे"),
        ("2.5", "दो दशमलव पाँच"),
        ("10%", "दस प्रतिशत"),
        ("14/11/2026", "चौदह नवंबर दो हज़ार छब्बीस"),
        ("14 नवंबर 2026 को", "चौदह नवंबर दो हज़ार छब्बीस को"),
        ("1999 में", "उन्नीस सौ निन्यानवे में"),
        ("19:45", "शाम पौने आठ बजे"),
        ("1:30 बजे, 2:30 बजे, 9:10 बजे", "डेढ़ बजे, ढाई बजे, नौ बजकर दस मिनट"),
        ("9-5 बजे", "नौ से पाँच बजे"),
        ("5वां, 1ला, 2री", "पाँचवाँ, पहला, दूसरी"),
        ("2½ घंटे", "ढाई घंटे"),
        ("98765 43210", "नौ आठ सात छह पाँच, चार तीन दो एक शून्य"),
        ("पिन 4271", "पिन चार दो सात एक"),
        ("2 बार, 1.5 किमी", "दो बार, एक दशमलव पाँच किलोमीटर"),
    ],
}


@pytest.mark.parametrize(
    ("language", "written", "said"), [(tag, *pair) for tag, pairs in SAID.items() for pair in pairs]
)
def test_figures_are_said_in_the_words_of_the_language(language: str, written: str, said: str) -> None:
    """And what is said is left as it is when it is read once more."""
    assert read_aloud(written, language) == said
    assert read_aloud(said, language) == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "03/04/2026"),
        ("en", "It is 3/4."),
        ("en", "Version 1.2.3"),
        ("en", "Write to a1@b2.com or see x2.example.com/3"),
        ("en", "Chapter IV, Henry VIII"),
        ("en", "A score of 2:1"),
        ("en", "Hello there.  Two blanks stay."),
        ("ja", "3時に 12.50"),
        ("pt-BR", "R$ 12,50 às 19h30"),
        ("", "It costs 3."),
        ("de", "31.2.2026"),
        ("es", "Hola, ¿qué tal?"),
    ],
)
def test_what_could_mean_two_things_or_nothing_here_stays_as_it_is(language: str, text: str) -> None:
    """Also all of a language that is not known here."""
    assert read_aloud(text, language) == text


@given(
    language=st.sampled_from([*FIVE, "en-GB", "es-MX", "fr-CH", "de-CH", "ja"]),
    text=st.text(max_size=60) | st.text("0123456789.,:/-–+€$%°h() \u00a0apmthU½#x", max_size=40),
)
@example(language="en", text="99999999999999999999 1,2,3 $ 5 % 12:99 am 40/40/4000")
@example(language="fr", text="1 h 99 h 25h61")
def test_no_text_is_too_odd(language: str, text: str) -> None:
    """It never fails, the words around stay, and a text without a figure is not touched."""
    said = read_aloud(f"Zebra {text} Zebra", language)
    assert said.startswith("Zebra")
    assert said.endswith("Zebra")
    plain = "".join(each for each in text if not each.isdecimal() and each not in "½⅓⅔¼¾⅕⅛")
    assert read_aloud(plain, language) == plain


WORD = st.sampled_from(["wait", "Anna", "then", "maison", "casa", "Haus", "कमरा"])
NUMBERS = st.integers(0, 10**15 - 1) | st.integers(0, 3000)


@given(language=st.sampled_from(FIVE), number=NUMBERS, word=WORD)
def test_no_digit_is_left_of_a_number(language: str, number: int, word: str) -> None:
    """Neither alone nor before a word, with or without the marks between thousands; nor is anything left to read."""
    for written in (
        f"{number}",
        f"{word} {number} {word}",
        f"{number:,}".replace(",", "." if language in ("es", "de") else ","),
    ):
        said = read_aloud(written, language)
        assert not re.search(r"\d", said)
        assert read_aloud(said, language) == said


@given(language=st.sampled_from(FIVE), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_no_digit_is_left_of_a_time(language: str, hour: int, minute: int) -> None:
    assert not re.search(r"\d", read_aloud(f"{hour}:{minute:02}", language))


@given(language=st.sampled_from(FIVE), amount=st.integers(0, 10**8), sign=st.sampled_from("€$£₹"))
def test_no_digit_is_left_of_an_amount_of_money(language: str, amount: int, sign: str) -> None:
    """Wherever its sign stands."""
    whole, cents = divmod(amount, 100)
    for written in (f"{sign}{whole}.{cents:02}", f"{whole},{cents:02} {sign}", f"{sign} {whole}"):
        assert not re.search(rf"\d|[{sign}]", read_aloud(written, language)), written


@given(language=st.sampled_from(FIVE), day=st.dates())
def test_no_digit_is_left_of_a_date(language: str, day: object) -> None:
    assert not re.search(r"\d", read_aloud(str(day), language))


def test_different_numbers_are_said_differently() -> None:
    """For every language and each number that people say."""
    for language in FIVE:
        said = [read_aloud(str(number), language) for number in range(3000)]
        doubles = [number for number in range(1, 3000) if said[number] in said[:number]]
        assert doubles == [], f"{language}: {[said[number] for number in doubles[:5]]}"


def test_letters_may_be_composed_or_not() -> None:
    """Also those of Devanagari that Unicode has in two forms, and figures of other scripts."""
    assert (
        read_aloud(unicodedata.normalize("NFD", "le 1 février à 14h30"), "fr")
        == "le premier février à quatorze heures trente"
    )
    assert read_aloud("₹५ ह\u095bार", "hi") == read_aloud("₹5 हज़ार", "hi") == "पाँच हज़ार रुपये"
    assert read_aloud("٣ rooms", "en") == "three rooms"


def test_the_five_languages_are_those_of_the_room() -> None:
    """Each has abbreviations, whose full stops are no ends, and figures."""
    for language in FIVE:
        assert language_of(language).sentences.within
        assert read_aloud("7", language) != "7"
