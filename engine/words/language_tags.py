"""Which languages there are, by the tags of two letters of ISO 639-1. Of three letters there are some 7,900, which are
taken as they are written."""

from offhook.engine.words.languages.language import word_set

_TWO_LETTERS = word_set(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el"
    " en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu"
    " ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na"
    " nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so"
    " sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_COUNTRIES = {
    "at": "de-AT",
    "au": "en-AU",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gb": "en-GB",
    "gr": "el",
    "in": "hi",
    "jp": "ja",
    "mx": "es-MX",
    "sp": "es",
    "ua": "uk",
    "us": "en-US",
}
"""What is written in place of a language, and the tag that is most likely meant."""


def is_language(tag: str) -> bool:
    """Whether there is such a language, as far as it is known here."""
    main = tag.partition("-")[0]
    return len(main) != 2 or main in _TWO_LETTERS


def meant_tag(tag: str) -> str:
    """The tag for which this one was most likely written, which is none; empty if that is not known."""
    return _COUNTRIES.get(tag.partition("-")[0], "")
