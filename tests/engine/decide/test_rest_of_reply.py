"""What is left to say of a reply: pure, with sentences as the ledger reports them."""

import pytest

from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.rest_of_reply import WrittenSentence, unheard

ONE, TWO = WrittenSentence("One two three."), WrittenSentence("Four five.", protected=True, asks=3)


@pytest.mark.parametrize(
    ("heard", "rest"),
    [
        ((), (ONE, TWO)),
        ((HeardSentence("One", "two three."),), (WrittenSentence("two three."), TWO)),
        ((HeardSentence("", "One two three."),), (ONE, TWO)),
        ((HeardSentence("One two three."),), (TWO,)),
        (
            (HeardSentence("One two three."), HeardSentence("Four", "five.")),
            (WrittenSentence("five.", protected=True, asks=3),),
        ),
        ((HeardSentence("One two three."), HeardSentence("Four five.")), ()),
        ((HeardSentence("One moment."), HeardSentence("One", "two three.")), (WrittenSentence("two three."), TWO)),
        ((HeardSentence("One", "two three."), HeardSentence("One two three.")), (TWO,)),
        ((HeardSentence("One", "two three."), HeardSentence("One two", "three.")), (WrittenSentence("three."), TWO)),
        ((HeardSentence("Eins", "zwei."),), (ONE, TWO)),
    ],
    ids=[
        "nothing was heard",
        "a word was heard",
        "no whole word was heard",
        "a sentence was heard",
        "the second one was begun",
        "all was heard",
        "a filler came before",
        "a crash, and then it was heard whole",
        "a crash, and then a break",
        "the voice said other words",
    ],
)
def test_what_is_left(heard: tuple[HeardSentence, ...], rest: tuple[WrittenSentence, ...]) -> None:
    """From the first word that was not heard; a sentence keeps what it asks, and whether it can be interrupted."""
    assert unheard((ONE, TWO), heard) == rest
