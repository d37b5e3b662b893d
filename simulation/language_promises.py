"""What must hold of the languages of every call, whatever fault strikes it. It is checked against what services were
asked, what was told while they were, the record, and what models were told."""

from collections.abc import Collection, Mapping, Sequence

from offhook.actors.responder.service import Occasion
from offhook.engine.record.call_record import CallRecord
from offhook.simulation.chance_languages import NAMED, Chooser, LanguagesPlan
from offhook.simulation.language_witness import Asked, LanguageWitness
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import ToldAt

MOST_ASKED = 2


def check_languages(
    plan: LanguagesPlan,
    witness: LanguageWitness,
    told: Sequence[ToldAt],
    record: CallRecord,
    known: Mapping[str, Collection[str]],
) -> None:
    """Everything below. `known` are sentences with the languages that each is in."""
    check_has_it(witness)
    check_voices(witness, known)
    check_recognizers(witness)
    check_set(plan, witness, record)
    check_asked(plan, witness)
    check_models(witness, told)
    check_rest(plan, witness, told)


def check_has_it(witness: LanguageWitness) -> None:
    """Nobody is asked for a language that it lacks."""
    for each in (*witness.sentences, *witness.utterances):
        _insist(each.has_it, f"{each.at:.3f} s: {each.service} was asked for {each.language!r}, which it lacks")


def check_voices(witness: LanguageWitness, known: Mapping[str, Collection[str]]) -> None:
    """Each sentence is spoken in its language, the rest of one in that of its beginning, and one of which nothing else
    is known in that of the call in which it was written."""
    for place, each in enumerate(witness.sentences):
        where = f"{each.at:.3f} s: a voice was asked for {each.what!r} in {each.language!r}"
        if (able := known.get(each.what)) is not None:
            _insist(each.language in able, f"{where}, and it is in {sorted(able)}")
        elif (whole := _whole(witness.sentences[:place], each.what)) is not None:
            _insist(each.language == whole.language, f"{where}, and it is the rest of one in {whole.language!r}")
        elif (written := witness.written.get(each.what)) is not None:
            _insist(each.language in written, f"{where}, and it was written in {sorted(written)}")


def _whole(before: Sequence[Asked], rest: str) -> Asked | None:
    """The newest sentence that this is the rest of."""
    return next((each for each in reversed(before) if each.what.endswith(rest) and each.what != rest), None)


def check_recognizers(witness: LanguageWitness) -> None:
    """Each utterance is begun in the language of the call, and stays in it whoever hears it."""
    begun: dict[str, str] = {}
    for each in witness.utterances:
        able = {begun[each.what]} if each.what in begun else witness.languages_at(each.at)
        begun.setdefault(each.what, each.language)
        where = f"{each.at:.3f} s: utterance {each.what} was heard in {each.language!r}"
        _insist(each.language in able, f"{where}, not in {' or '.join(sorted(able))}")


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
    """What a caller has said beside the name of the language is what a model answers, without the name. Where that goes
    on with what was said before, all is answered as it was said (found by seed 1100976)."""
    if plan.chooser is Chooser.MODEL:
        return
    named = {each.text: each for each in NAMED if each.rest}
    for change in witness.sets:
        answered = next((each for each in told if each.at == change.at), None)
        words = None if answered is None else named.get(witness.heard.get(answered.turn.number, ""))
        if answered is None or words is None or words.tag != change.tag:
            continue
        text = answered.turn.text
        goes_on = text.endswith(f" {words.text}")
        is_right = answered.turn.occasion is not Occasion.SPEECH or text == words.rest or goes_on
        _insist(is_right, f"{answered.at:.3f} s: {words.text!r} was answered as {text!r}")
        _insist(
            answered.turn.occasion is not Occasion.ANSWERED,
            f"{answered.at:.3f} s: of {words.text!r} nothing was answered but the name of the language",
        )


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromise(otherwise)
