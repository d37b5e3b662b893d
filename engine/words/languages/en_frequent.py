"""Words that are frequent in English: they tell that a caller speaks it."""

from offhook.engine.words.languages.language import word_set

FREQUENT = word_set(
    # Pronouns, articles, and what points at things.
    "i i'm i'd i'll i've me my mine myself you you're you'd you'll you've your yours we we're we'd we'll we've us our"
    " he he's him his she she's her it it's its they they're them their this that that's these those the a an some any"
    " something anything someone anyone somebody anybody nothing nobody everyone everything each every all both"
    " another other one ones much many more most few less enough lot such same here there there's"
    # Verbs.
    " am is isn't are aren't was wasn't were be been being have haven't has hasn't had having do don't does doesn't"
    " did didn't done doing can can't could couldn't will won't would wouldn't shall should shouldn't may might must"
    " want wanted wants wanna need needs needed like liked love know think thought say said tell told ask asked asking"
    " see get got getting give go going gonna gone come coming take took make made put keep let let's look looking"
    " find found help call calling called speak speaking talk hear heard wait send sent bring leave left stay staying"
    " arrive arriving book booked booking reserve cancel change check pay paid cost costs order ordered buy bought"
    " pick drop move moved happened happen work works working open close closed start starts try trying wondering"
    " hoping mean meant use show seem seems believe guess suppose understand remember forget forgot lost"
    # Prepositions and conjunctions.
    " of to in on at for from with without by about into onto over under after before until till since during between"
    " around up down out off through near next and or but so because if when while than then as though although"
    " whether unless plus once"
    # Questions, and how things are.
    " what what's where which who whose why how not no yes yeah yep also too very really just only still already again"
    " now soon later early late always never ever maybe perhaps please sorry thanks thank hello hey bye goodbye hi um"
    " uh er oh ah good morning afternoon evening night great fine well right okay sure actually possible available"
    " able free new old big small better best quite rather away back home together else instead main"
    # What calls are about.
    " today tomorrow yesterday tonight week weeks day days month year hour hours minute minutes time room rooms table"
    " house people man sea kind person name number phone address appointment doctor reservation price money bill"
    " delivery problem question information breakfast dinner lunch food water bed key door car train street husband"
    " wife son daughter mother father friend child children kids family"
    # Numbers and days.
    " two three four five six seven eight nine ten eleven twelve twenty thirty hundred first second third half quarter"
    " monday tuesday wednesday thursday friday saturday sunday january february march june july october december april"
    " august september november"
)
