"""What must hold of the languages of every call, whatever fault strikes it. It is checked against what services were
asked, what was told while they were, the record, and what models were told."""

from collections.abc import Collection, Mapping, Sequence

from offhook.actors.responder.service import Occasion
from offhook.engine.record.call_record import CallRecord
from offhook.simulation.chance_languages import NAMED, Chooser, LanguagesPlan
from offhook.simulation.language_witness import Asked, LanguageWitness
from offhook.simulation.numbered import is_numbered
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import ToldAt

MOST_ASKED = 2


def check_languages(
    plan: LanguagesPlan,
    witness: LanguageWitness,
    told: Sequence[ToldAt],
    record: CallRecord,
    fixed: Mapping[str, Collection[str]],
    *,
    is_all: bool = True,
) -> None:
    """Everything below. `fixed` are sentences that no model writes, with the languages that each is in; `is_all`: there
    were no other services."""
    check_has_it(witness)
    check_voices(witness, fixed, is_all=is_all)
    check_recognizers(witness, is_all=is_all)
    check_set(plan, witness, record)
    check_asked(plan, witness)
    check_models(witness, told)
    check_rest(plan, witness, told)


def check_has_it(witness: LanguageWitness) -> None:
    """Nobody is asked for a language that it lacks."""
    for each in (*witness.sentences, *witness.utterances):
        _insist(each.has_it, f"{each.at:.3f} s: {each.service} was asked for {each.language!r}, which it lacks")


def check_voices(witness: LanguageWitness, fixed: Mapping[str, Collection[str]], *, is_all: bool = True) -> None:
    """Each sentence is spoken in the language in which it was written, which was that of the call; the rest of one in
    that of its beginning. `is_all`: else others may have spoken the beginning, of any sentence that ends so."""
    for place, each in enumerate(witness.sentences):
        where = f"{each.at:.3f} s: a voice was asked for {each.what!r} in {each.language!r}"
        if is_numbered(each.what):
            written = witness.written.get(each.what, each.language)
            _insist(each.language == written, f"{where}, and it was written in {written!r}")
        elif (able := fixed.get(each.what)) is not None:
            _insist(each.language in able, f"{where}, and it is in {sorted(able)}")
        elif (whole := _whole(witness.sentences[:place], each.what)) is not None:
            able = {whole.language}
            if not is_all:
                able |= {language for text, language in witness.written.items() if text.endswith(each.what)}
            _insist(each.language in able, f"{where}, and it is the rest of one in {whole.language!r}")


def _whole(before: Sequence[Asked], rest: str) -> Asked | None:
    """The newest sentence that this is the rest of."""
    return next((each for each in reversed(before) if each.what.endswith(rest) and each.what != rest), None)


def check_recognizers(witness: LanguageWitness, *, is_all: bool) -> None:
    """Each utterance is begun in the language of the call, and stays in it whoever hears it. `is_all`: nobody else can
    have begun it. Else it is heard, behind those who failed, in a language that the call had since it began."""
    begun: dict[str, str] = {}
    for each in witness.utterances:
        first = begun.setdefault(each.what, each.language)
        if not is_all:
            able = witness.languages_between(witness.begun.get(each.what, each.at), each.at)
        elif first == each.language:
            able = {each.call_language}
        else:
            able = {first}
        is_right = each.language in able | witness.languages_at(each.at)
        _insist(
            is_right, f"{each.at:.3f} s: utterance {each.what} was heard in {each.language!r}, not in {sorted(able)}"
        )


def check_set(plan: LanguagesPlan, witness: LanguageWitness, record: CallRecord) -> None:
    """The language set last is that of the record; one that nobody has is never set."""
    assert record.over is not None, "checked before"
    last = witness.sets[-1].tag if witness.sets else ""
    _insist(record.over.language == last, f"{last!r} was set last, and the record has {record.over.language!r}")
    for change in witness.sets:
        _insist(change.tag in plan.tags, f"{change.at:.3f} s: {change.tag!r} was set, which the agent does not have")
        lacks = change.tag in (plan.unheard, plan.unspoken)
        _insist(not lacks, f"{change.at:.3f} s: {change.tag!r} was set, which nobody here has")


def check_asked(plan: LanguagesPlan, witness: LanguageWitness) -> None:
    """A caller is asked at most twice, and not once a language is set; also after a stream that broke."""
    asked = [change.at for change in witness.changes if not change.tag]
    _insist(len(asked) <= MOST_ASKED, f"the caller was asked {len(asked)} times which language to speak")
    _insist(not asked or plan.chooser is Chooser.ASK, "the caller was asked which language to speak")
    if witness.sets:
        late = [at for at in asked if at > witness.sets[0].at]
        _insist(not late, f"{late[:1]}: the caller was asked once more which language to speak")


def check_models(witness: LanguageWitness, told: Sequence[ToldAt]) -> None:
    """A model is told to answer in the language of the call; after a stream that broke too."""
    for each in told:
        able = witness.languages_at(each.at)
        _insist(each.language in able, f"{each.at:.3f} s: a model was to answer in {each.language!r}, not in {able}")


def check_rest(plan: LanguagesPlan, witness: LanguageWitness, told: Sequence[ToldAt]) -> None:
    """What a caller has said beside the name of the language is what a model answers, without the name."""
    if plan.chooser is Chooser.MODEL:
        return
    named = {each.text: each for each in NAMED if each.rest}
    for change in witness.sets:
        words = named.get(change.words)
        answered = next((each for each in told if each.at >= change.at), None)
        if words is None or words.tag != change.tag or answered is None or answered.at > change.at:
            continue
        text = answered.turn.text
        is_right = answered.turn.occasion is not Occasion.SPEECH or text == words.rest
        _insist(is_right, f"{answered.at:.3f} s: {words.text!r} was answered as {text!r}")
        _insist(
            answered.turn.occasion is not Occasion.ANSWERED,
            f"{answered.at:.3f} s: of {words.text!r} nothing was answered but the name of the language",
        )


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromise(otherwise)
