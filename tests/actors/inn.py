"""An agent file in which a model answers, and a dialogue books rooms and checks a PIN."""

from offhook.actors.responder.service import HangUp, Sentence
from tests.actors.shared_calls import calls_tool

INN = """
name = "inn"
greeting = "Hello, this is the inn."
goodbye = "Goodbye."
fillers = []
prompt = "You answer for an inn."

[dialogue]
start = "day"
starts = "When the caller wants to book a room."
without_model = "message"
silences = 2

[dialogue.slots.day]
type = "day"

[dialogue.slots.people]
type = "number"
highest = 6

[[dialogue.always]]
say = ["something else", "a question"]
answer = "Of course."
go = "model"

[dialogue.states.day]
slot = "day"
ask = "For which day?"
go = "people"

[dialogue.states.people]
slot = "people"
ask = "For how many?"
go = "summary"

[dialogue.states.summary]
ask = "A room for {people}, {day}. Shall I book it?"
keys = "Press 1 for yes, 2 for no."

[[dialogue.states.summary.choices]]
say = ["<yes>", "book it"]
key = "1"
go = "book"

[[dialogue.states.summary.choices]]
say = ["<no>"]
key = "2"
answer = "As you like."
go = "model"

[dialogue.states.book]
ask = "One moment."
call = "book_room"
with = { day = "{day}", people = "{people}", kind = "double" }
results = [ { when = { free = false }, go = "full" } ]
go = "booked"
failed_go = "failed"
unknown_go = "unknown"

[dialogue.states.booked]
ask = "It is booked. Your reference is {result.reference}. What else can I do?"
go = "model"

[dialogue.states.full]
ask = "We are full that day."
go = "model"

[dialogue.states.failed]
ask = "That did not work."
go = "model"

[dialogue.states.unknown]
ask = "I do not know whether that worked."
go = "model"

[dialogue.states.message]
ask = "I can only take a message. On which day shall we call?"
slot = "day"
go = "noted"

[dialogue.states.noted]
ask = "Noted. We call you {day}."
go = "hang_up"
"""

BEGINS = INN.replace('starts = "When the caller wants to book a room."', "begins = true")

DESK = INN.replace('prompt = "You answer for an inn."', "").replace(
    'starts = "When the caller wants to book a room."', ""
)
DESK = DESK.replace('without_model = "message"', "").replace('go = "model"', 'go = "else"')
DESK = (
    DESK.partition("[dialogue.states.message]")[0]
    + """
[dialogue.states.else]
ask = "Anything else?"
[[dialogue.states.else.choices]]
say = ["no"]
go = "hang_up"
"""
)
"""The same without a model."""

PIN = """
name = "bank"
greeting = "Hello."
goodbye = "Goodbye."
fillers = []
prompt = "You answer for a bank."

[dialogue]
start = "pin"
begins = true
without_model = "sorry"

[dialogue.slots.pin]
type = "digits"
length = 4
private = true

[dialogue.slots.wants]
type = "one_of"
options = ["a card", "a loan"]

[dialogue.states.pin]
slot = "pin"
ask = "What is your PIN?"
confirm = "I have {pin}. Is that right?"
go = "wants"

[dialogue.states.wants]
slot = "wants"
ask = "What do you want, a card or a loan?"
go = "check"

[dialogue.states.check]
call = "check_pin"
with = { pin = "{pin}", text = "{wants} for {pin}" }
results = [ { when = { right = true }, go = "right" } ]
go = "sorry"
failed_go = "sorry"
unknown_go = "sorry"

[dialogue.states.right]
ask = "Thank you."
go = "model"

[dialogue.states.sorry]
ask = "I am sorry."
go = "hang_up"
"""

ANSWERS = {
    "answered": (Sentence("Hello, this is the inn."),),
    "a room please": (Sentence("Gladly."), calls_tool("start_dialogue")),
    "a room for friday": (calls_tool("start_dialogue", slots={"day": "Friday"}),),
    "a room for sixty": (calls_tool("start_dialogue", slots={"day": "friday", "people": 60}),),
    "a room somewhere": (calls_tool("start_dialogue", slots={"town": "Bern"}),),
    "handed over": (Sentence("How can I help you?"),),
    "goodbye": (Sentence("Bye."), HangUp()),
}
COLLECTED = "[the dialogue has collected: day = friday, people = 2]"
