"""Which sentences are certainly in another language than the call's, by their letters. No clock, no faults."""

import pytest

from offhook.engine.words.scripts import in_another_script

FOREIGN = [
    ("en", "我们营业到九点。"),
    ("en", "Мы открыты до девяти."),
    ("de-AT", "ぜひお越しください。"),
    ("ru", "我们营业到九点。"),
    ("ru", "We are open until nine."),
    ("ja", "We are open until nine in the evening."),
    ("ar", "Мы открыты до девяти."),
    ("el", "We are open until nine."),
]
FITTING = [
    ("en", "We are open until nine."),
    ("en", "The word for thanks is спасибо большое."),
    ("en", "是的。"),  # too short to be certain
    ("en", "42, 17!"),
    ("de", "Wir haben bis neun geöffnet."),
    ("vi", "Chúng tôi mở cửa đến chín giờ."),
    ("ja", "Grand Hyattの前です。"),
    ("ja", "はい、九時までです。"),
    ("ja", "OK, Wi-Fi."),
    ("ko", "아홉 시까지 영업합니다."),
    ("sr", "Otvoreno je do devet."),
    ("sr", "Отворено је до девет."),
    ("hi-Latn", "Hum nau baje tak khule hain."),
    ("xx", "我们营业到九点。"),  # a language that is not known here
]


@pytest.mark.parametrize(("language", "sentence"), FOREIGN)
def test_a_sentence_without_a_letter_of_the_language_is_foreign(language: str, sentence: str) -> None:
    """A voice of the call's language could not read it."""
    assert in_another_script(sentence, language)


@pytest.mark.parametrize(("language", "sentence"), FITTING)
def test_what_is_not_certain_passes(language: str, sentence: str) -> None:
    """A sentence that is wrongly refused would be a reply that is lost."""
    assert not in_another_script(sentence, language)
