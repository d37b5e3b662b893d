"""Hindi."""

from offhook.engine.words.languages.hi_questions import QUESTIONS
from offhook.engine.words.languages.language import (
    Courtesy,
    DefaultSentences,
    Language,
    SentenceEnds,
    TurnWords,
    word_set,
)

_TURN = TurnWords(
    fillers=("उम", "अं", "मतलब"),
    hanging=(
        *("और", "या", "लेकिन", "मगर", "क्योंकि", "कि", "अगर", "मेरा", "मेरी", "मेरे", "आपका", "आपकी", "एक"),
        *("का", "की", "के", "के लिए", "मेरा नंबर", "मेरा नाम", "मुझे"),
    ),
    yes=("हाँ", "हां", "जी", "सही", "ठीक", "बिल्कुल"),
    no=("नहीं", "ना", "गलत"),
    digits=("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "पांच", "छह", "छः", "सात", "आठ", "नौ"),
    greetings=("नमस्ते", "नमस्कार", "हैलो", "हेलो", "hello", "namaste"),
    courtesies=("धन्यवाद", "शुक्रिया", "बहुत धन्यवाद", "बढ़िया", "थैंक यू", "thank you", "thanks"),
    goodbyes=("अलविदा", "बाय", "बाय बाय", "फिर मिलेंगे", "bye", "bye bye"),
    refusals=("नहीं धन्यवाद", "नहीं शुक्रिया"),
    pauses=("एक मिनट", "रुकिए"),
)
_LISTENING = ("हम्म", "अच्छा", "ठीक है", "ओके", "hmm", "haan", "ji", "accha", "theek hai")
_COURTESY = Courtesy(
    around=(
        *("अच्छा", "तो", "और", "ओके", "जी", "हैलो", "हेलो", "नमस्ते", "नमस्कार", "ठीक है", "सुनिए"),
        *("कृपया", "प्लीज़", "धन्यवाद", "शुक्रिया", "बहुत धन्यवाद", "बहुत शुक्रिया", "थैंक यू", "थैंक्स"),
    ),
    after=("प्लीज़", "कृपया", "धन्यवाद", "शुक्रिया"),
)
_SENTENCES = SentenceEnds(
    within=word_set("डॉ डा प्रो श्री सुश्री कु पं मो सं स्व रा mr mrs ms dr prof e.g i.e"),
    before_number=word_set("नं क्र पृ फ़ोन फोन रु no rs"),
    may_close=word_set(
        "ए बी सी डी एफ एच आई जे एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई ज़ेड इ लि प्रा भा.ज.पा a.m p.m etc ltd"
    ),
    openers=word_set(
        "मैं हम आप तुम यह ये वह वे इस उस इन उन क्या कब कहाँ कहां कौन कैसे क्यों कृपया धन्यवाद अगर यदि"
        " लेकिन और तो फिर अब मुझे हमें आपका आपकी आपके मेरा मेरी"
    ),
)
_SAID = DefaultSentences(
    goodbye="कॉल करने के लिए धन्यवाद। नमस्ते।",
    apology="क्षमा कीजिए, हमारी ओर से कुछ गड़बड़ हो गई।",
    repeat="माफ़ कीजिए, कृपया एक बार फिर कहिए।",
    line_dropped="माफ़ कीजिए, लाइन थोड़ी देर के लिए कट गई थी। कृपया एक बार फिर कहिए।",
    fillers=("एक मिनट रुकिए।", "बस एक पल।", "अभी देखते हैं।"),
    not_understood="माफ़ कीजिए, बात समझ में नहीं आई।",
    give_up_transfer="आपकी बात किसी सहयोगी से करवाते हैं।",
    give_up_hang_up="क्षमा कीजिए, इस तरह आपकी मदद नहीं हो पाएगी।",
    sure_hang_up="क्या कॉल समाप्त कर दें?",
    sure_transfer="क्या आपकी बात किसी सहयोगी से करवाएँ?",
    sure_start_over="क्या फिर से शुरू करें?",
    take_call="कॉल लेने के लिए 1 दबाइए।",
    digits_so_far="अभी तक {digits} मिला है। कृपया आगे बोलिए, या फिर से शुरू कहिए।",
    queue="सभी लाइनें व्यस्त हैं। कृपया लाइन पर बने रहिए।",
    queue_over="सभी लाइनें अब भी व्यस्त हैं। कृपया बाद में फिर कॉल कीजिए।",
)

HINDI = Language(
    tag="hi",
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    sentences=_SENTENCES,
    said=_SAID,
    questions=QUESTIONS,
)
