"""What people say to the front desk in their own words, and what is to be understood: for tests, and to be spoken.

The first half was at hand while the understanding was made. The second was written before it worked, and nothing was
changed for its sake, so it says more about strangers.
"""

import msgspec


class FreeSentence(msgspec.Struct, frozen=True):
    """A sentence in answer to the question of a state of `agents/front_desk.toml`, on a Sunday."""

    state: str
    text: str
    values: dict[str, str]
    """What it fills."""
    go: str = ""
    """Where a choice leads that it makes; empty: it only answers the question."""


KNOWN = (
    FreeSentence(
        "menu",
        "Hi, I'd like a room for two from tomorrow, for three nights please.",
        {"day": "tomorrow", "people": "2", "nights": "3"},
        "day",
    ),
    FreeSentence("menu", "Hello, do you have any rooms available for tomorrow night?", {"day": "tomorrow"}, "day"),
    FreeSentence("menu", "I need a double room on Friday for two people.", {"day": "friday", "people": "2"}, "day"),
    FreeSentence(
        "menu",
        "Good evening, we're three people and we need a room for two nights, arriving tomorrow at 7 PM.",
        {"day": "tomorrow", "time": "19:00", "people": "3", "nights": "2"},
        "day",
    ),
    FreeSentence("menu", "Can I get a room tonight? It's just me.", {"day": "today", "people": "1"}, "day"),
    FreeSentence("menu", "I'm calling to book a room for next Friday.", {"day": "next friday"}, "day"),
    FreeSentence(
        "menu",
        "I want to make a reservation for four people on Saturday at 6 PM.",
        {"day": "saturday", "time": "18:00", "people": "4"},
        "day",
    ),
    FreeSentence("menu", "We would like to stay for a week from Monday.", {"day": "monday", "nights": "7"}, "day"),
    FreeSentence("menu", "Could you tell me what time is breakfast?", {}, "anything_else"),
    FreeSentence("menu", "I'd like to speak to someone at the reception please.", {}, "transfer"),
    FreeSentence("day", "Tomorrow, for three nights.", {"day": "tomorrow", "nights": "3"}),
    FreeSentence("day", "We'd be arriving on Friday at about 7:30 PM.", {"day": "friday", "time": "19:30"}),
    FreeSentence("day", "I think it would be this Saturday.", {"day": "saturday"}),
    FreeSentence("time", "We'll probably get there at about 9 PM.", {"time": "21:00"}),
    FreeSentence("people", "There will be four of us, for two nights.", {"people": "4", "nights": "2"}),
    FreeSentence("people", "It's 2 people and we stay 3 nights.", {"people": "2", "nights": "3"}),
    FreeSentence("people", "We are a family of five.", {"people": "5"}),
    FreeSentence("nights", "We'd like to stay for three nights.", {"nights": "3"}),
    FreeSentence("member", "Sure, that would be 4271.", {"member": "4271"}),
    FreeSentence("summary", "Yes please, go ahead and book it.", {}, "booked"),
)
NEW = (
    FreeSentence(
        "menu",
        "Good morning, I was hoping to book a room for my wife and me for Thursday.",
        {"day": "thursday", "people": "2"},
        "day",
    ),
    FreeSentence(
        "menu",
        "Yes hello, is there a room free on Wednesday for one person?",
        {"day": "wednesday", "people": "1"},
        "day",
    ),
    FreeSentence(
        "menu", "I'm looking for a place to stay tonight, just for one night.", {"day": "today", "nights": "1"}, "day"
    ),
    FreeSentence("menu", "We need two rooms.", {}, "day"),
    FreeSentence("menu", "Can you tell me how to get to the hotel from the airport?", {}, "anything_else"),
    FreeSentence(
        "menu", "I would like to reserve a room from Tuesday for five nights.", {"day": "tuesday", "nights": "5"}, "day"
    ),
    FreeSentence(
        "menu", "Do you have anything for four people on Saturday?", {"day": "saturday", "people": "4"}, "day"
    ),
    FreeSentence("menu", "I'd like to make a booking for two adults.", {"people": "2"}, "day"),
    FreeSentence("day", "It should be Monday, we arrive around 5 PM.", {"day": "monday", "time": "17:00"}),
    FreeSentence("day", "Let's say Thursday.", {"day": "thursday"}),
    FreeSentence("day", "As soon as possible, so today.", {"day": "today"}),
    FreeSentence("time", "Our train gets in at half past four.", {"time": "16:30"}),
    FreeSentence("time", "I guess somewhere around eight o'clock.", {"time": "20:00"}),
    FreeSentence("people", "It's the two of us and our daughter, so three people.", {"people": "3"}),
    FreeSentence("people", "Only one person, it's a business trip.", {"people": "1"}),
    FreeSentence("nights", "I only need it for one night.", {"nights": "1"}),
    FreeSentence("nights", "Probably four nights, maybe five.", {}),
    FreeSentence("member", "Yes I do, it's 9 0 8 5.", {"member": "9085"}),
    FreeSentence("member", "I'm not sure if I have one.", {}),
    FreeSentence("summary", "That sounds right, yes, please book it.", {}, "booked"),
)
"""Of one with neither values nor a way to go, nothing is to be understood."""
LATER = (
    FreeSentence("menu", "Hey there, have you got a room for tonight?", {"day": "today"}, "day"),
    FreeSentence(
        "menu",
        "I was wondering whether you'd have a room for the two of us on Saturday.",
        {"day": "saturday", "people": "2"},
        "day",
    ),
    FreeSentence(
        "menu",
        "So basically I need a room tomorrow, three nights, two people.",
        {"day": "tomorrow", "nights": "3", "people": "2"},
        "day",
    ),
    FreeSentence(
        "menu",
        "Could I book a double room for next Monday for two nights?",
        {"day": "next monday", "nights": "2"},
        "day",
    ),
    FreeSentence("menu", "Okay so I'd like to know when you're open.", {}, "anything_else"),
    FreeSentence("menu", "Could you put me through to someone at the front desk please?", {}, "transfer"),
    FreeSentence("menu", "Do you take dogs?", {}),
    FreeSentence("day", "We would come on Wednesday if that's possible.", {"day": "wednesday"}),
    FreeSentence("day", "Next Tuesday would be great.", {"day": "next tuesday"}),
    FreeSentence("day", "We get in tomorrow evening at eight.", {"day": "tomorrow", "time": "20:00"}),
    FreeSentence("time", "Around six I'd say.", {"time": "18:00"}),
    FreeSentence("time", "We should be there by nine PM at the latest.", {"time": "21:00"}),
    FreeSentence("people", "There's three of us.", {"people": "3"}),
    FreeSentence("people", "My husband and I, so two people.", {"people": "2"}),
    FreeSentence("nights", "Just one night please, we leave the next morning.", {"nights": "1"}),
    FreeSentence("nights", "Let me see, five nights.", {"nights": "5"}),
    FreeSentence("member", "Hang on, it's 3 3 8 2.", {"member": "3382"}),
    FreeSentence("summary", "Actually, make it three nights.", {"nights": "3"}),
    FreeSentence("summary", "No, it should be Friday.", {"day": "friday"}),
    FreeSentence("summary", "That's perfect, go ahead.", {}, "booked"),
)
"""A third time: written before it worked, and what was missed of these was looked at."""
STRANGERS = (
    FreeSentence("menu", "Good afternoon, I'd like a room from Thursday, please.", {"day": "thursday"}, "day"),
    FreeSentence("menu", "Hi, any chance of a room for this evening?", {"day": "today"}, "day"),
    FreeSentence(
        "menu",
        "Yeah hi, my wife and I would like to stay with you for two nights.",
        {"nights": "2"},
        "day",
    ),
    FreeSentence(
        "menu",
        "I'm after a single room for one night, tomorrow.",
        {"nights": "1", "day": "tomorrow"},
        "day",
    ),
    FreeSentence(
        "menu",
        "Could we have a room for six people on Friday at 5 PM?",
        {"people": "6", "day": "friday", "time": "17:00"},
        "day",
    ),
    FreeSentence("menu", "Would you mind telling me how to find you?", {}, "anything_else"),
    FreeSentence("menu", "I've left my jacket in room four.", {}),
    FreeSentence("day", "Sunday would suit us best.", {"day": "sunday"}),
    FreeSentence("day", "I was thinking of this Friday actually.", {"day": "friday"}),
    FreeSentence("day", "From Monday please, for four nights.", {"day": "monday", "nights": "4"}),
    FreeSentence("time", "Probably late, say ten o'clock.", {"time": "22:00"}),
    FreeSentence("time", "We'll arrive at three in the afternoon.", {"time": "15:00"}),
    FreeSentence("people", "Two adults and that's all.", {"people": "2"}),
    FreeSentence("people", "It'll be four people.", {"people": "4"}),
    FreeSentence("nights", "We're staying for six nights.", {"nights": "6"}),
    FreeSentence("nights", "I think two nights should be enough.", {"nights": "2"}),
    FreeSentence("member", "I've got it here, it's 1 0 2 4.", {"member": "1024"}),
    FreeSentence("summary", "Wait, we are four people.", {"people": "4"}),
    FreeSentence("summary", "Can we make that Saturday instead?", {"day": "saturday"}),
    FreeSentence("summary", "Yes, that's all correct.", {}, "booked"),
)
"""The same, and of these nobody looked at what was missed: only how many there are is known."""
NOT_MEANT = (
    *("I lost my umbrella on Friday on the train", "Is the pool open tomorrow", "My dog is barking at two people"),
    *("I am calling about an invoice from Monday", "Not tomorrow", "I don't need a room for two people"),
    *("The weather will be bad tomorrow", "We were there for three nights last year", "What does a room cost"),
    *("Can I change my booking from Friday to Saturday", "Do not book a room for tomorrow", "Either Monday or Tuesday"),
    *("I want to cancel my room for tomorrow", "Hold on a moment, I have two people here talking to me"),
    *("Perhaps I do", "I was wondering if yes"),
    *("Actually no, not three nights", "Was that three nights", "Is it three nights or four", "Did you say Friday"),
    *("My brother would make it Friday", "Three nights is too expensive", "I never said Saturday"),
    *("We were four people last time", "Don't make it three nights", "Unless it should be Friday"),
)
"""Of these nothing is to be understood, whatever was asked."""
