"""Hindi."""

from offhook.engine.words.languages.hi_questions import QUESTIONS
from offhook.engine.words.languages.hi_values import ANSWERS, DATES, NUMBERS, TIMES
from offhook.engine.words.languages.language import (
    ChoosingWords,
    Courtesy,
    DefaultSentences,
    Language,
    SentenceEnds,
    TurnWords,
    word_set,
)

_TURN = TurnWords(
    fillers=("उम", "अं", "मतलब", "उम्म", "अम", "अम्म", "हम्म", "um", "uh"),
    hanging=(
        *("और", "या", "लेकिन", "मगर", "क्योंकि", "कि", "अगर", "मेरा", "मेरी", "मेरे", "आपका", "आपकी", "एक"),
        *("का", "की", "के", "के लिए", "मेरा नंबर", "मेरा नाम", "मुझे", "मैं", "हम", "इसलिए", "जो"),
        *("मेरा नंबर है", "मेरा नाम है", "नंबर है", "मुझे एक"),
    ),
    yes=(
        *("हाँ", "हां", "जी", "सही", "ठीक", "बिल्कुल", "जी हाँ", "हाँ जी", "ठीक है", "सही है", "ओके", "ok"),
        *("okay", "haan", "ji", "theek hai"),
    ),
    no=("नहीं", "ना", "गलत", "जी नहीं", "नहीं जी", "नही", "nahi", "nahin"),
    digits=(
        *("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "पांच", "छह", "छः", "सात", "आठ", "नौ", "ज़ीरो", "छे"),
        *("वन", "टू", "थ्री", "फोर", "फाइव", "सिक्स", "सेवन", "एट", "नाइन"),
    ),
    greetings=(
        *("नमस्ते", "नमस्कार", "हैलो", "हेलो", "hello", "namaste", "राम राम", "प्रणाम", "नमस्ते जी"),
        *("कोई है", "आवाज़ आ रही है", "मेरी आवाज़ आ रही है", "क्या आप सुन रहे हैं"),
    ),
    courtesies=(
        *("धन्यवाद", "शुक्रिया", "बहुत धन्यवाद", "बढ़िया", "थैंक यू", "thank you", "thanks", "आपका धन्यवाद"),
        *("धन्यवाद जी", "शुक्रिया जी", "बहुत शुक्रिया", "थैंक्स", "थैंक्यू", "कृपया", "प्लीज़", "बहुत अच्छा"),
        *("बहुत बढ़िया", "कोई बात नहीं", "मेहरबानी"),
    ),
    goodbyes=(
        *("अलविदा", "बाय", "बाय बाय", "फिर मिलेंगे", "bye", "bye bye", "शुभ रात्रि", "टाटा"),
        *("बस इतना ही", "और कुछ नहीं", "रखता हूँ", "रखती हूँ", "आपका दिन शुभ हो"),
    ),
    refusals=("नहीं धन्यवाद", "नहीं शुक्रिया", "जी नहीं धन्यवाद", "नहीं बस"),
    both_ways=("नमस्ते", "नमस्कार", "namaste"),
    pauses=(
        *("एक मिनट", "रुकिए", "एक मिनट रुकिए", "एक सेकंड", "एक क्षण", "ज़रा रुकिए", "रुको", "ठहरिए"),
        *("देखता हूँ", "देखती हूँ", "होल्ड कीजिए"),
    ),
    of_an_answer=("बिल्कुल सही", "सही नहीं है", "गलत है", "ऐसा ही है"),
)
_LISTENING = (
    *("हम्म", "अच्छा", "ठीक है", "ओके", "hmm", "haan", "ji", "accha", "theek hai", "हूँ", "अच्छा जी", "ओह"),
    *("आह", "वाह", "अरे वाह", "समझ गया", "समझ गई", "सही बात", "mm-hmm", "mm", "hm", "achha", "acha"),
    *("thik hai",),
)
_COURTESY = Courtesy(
    around=(
        *("अच्छा", "तो", "और", "ओके", "जी", "हैलो", "हेलो", "नमस्ते", "नमस्कार", "ठीक है", "सुनिए"),
        *("कृपया", "प्लीज़", "धन्यवाद", "शुक्रिया", "बहुत धन्यवाद", "बहुत शुक्रिया", "थैंक यू", "थैंक्स"),
    ),
    after=("प्लीज़", "कृपया", "धन्यवाद", "शुक्रिया"),
)
_SENTENCES = SentenceEnds(
    within=word_set("डॉ डा प्रो श्री श्रीम सुश्री कु कृ पं मो तह जि पो सं स्व रा इंजी एड कै ले जन mr mrs ms dr prof e.g i.e"),
    before_number=word_set("नं क्र पृ दि सं अनु खं धा फ़ोन फोन मोबा रु no rs"),
    may_close=word_set(
        "ए बी सी डी एफ एच आई जे एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई ज़ेड इ लि प्रा भा.ज.पा a.m p.m etc ltd"
    ),
    openers=word_set(
        "मैं हम आप तुम यह ये वह वे इस उस इन उन क्या कब कहाँ कहां कौन कैसे क्यों कृपया धन्यवाद अगर यदि"
        " लेकिन और तो फिर अब मुझे हमें आपका आपकी आपके मेरा मेरी उनका उनके इसमें इसके यहाँ यहां वहाँ वहां ठीक जी हाँ हां नहीं"
        " माफ़ क्षमा बताइए कहिए नमस्ते"
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
_CHOOSING = ChoosingWords(
    which="आप किस भाषा में बात करना चाहेंगे: {languages}?",
    conjunction="या",
    offer="हिंदी के लिए, हिंदी कहिए या {key} दबाइए।",
    offer_key="हिंदी के लिए {key} दबाइए।",
    welcome="मैं आपकी क्या मदद करूँ?",
    names={
        "en": ("अंग्रेज़ी", "अंग्रेजी", "इंग्लिश", "इंगलिश", "angrezi", "angreji", "angrezee"),
        "hi": ("हिंदी", "हिन्दी", "हिंदि", "hindee"),
        "es": ("स्पेनिश", "स्पैनिश", "स्पेनी", "इस्पानी"),
        "fr": ("फ़्रेंच", "फ्रेंच", "फ़्रांसीसी", "फ्रांसीसी", "फ्रेन्च", "fransisi"),
        "de": ("जर्मन", "जरमन"),
    },
    wishes=word_set(
        "मैं मुझे हम आप क्या बात बोलना बोलिए बोलो बोलें करना करें कीजिए करो चाहता चाहती चाहूँगा चाहूंगा चाहूँगी चाहूंगी चाहिए है हूँ हूं"
        " सकते सकता सकती भाषा करनी चाहते चाहेंगे"
        " karni main mujhe baat karna karo karein kijiye boliye chahta chahti hoon hun chahiye hai bhasha"
    ),
    polite=word_set(
        "में को कृपया प्लीज़ प्लीज जी हाँ हां ठीक अच्छा ही तो और नमस्ते नमस्कार धन्यवाद me mein ko kripya please ji haan theek accha"
        " hi namaste namaskar"
    ),
    not_this=word_set("नहीं मत nahi nahin"),
    telling=word_set(
        "mujhe mujhko hai hain hoon chahiye kya kaise kab kahan mera meri mere aap aapka aapki ka ki ke ko se mein nahi"
        " nahin haan kamra kal aaj aur liye karna karni chahta chahti namaste shukriya dhanyavaad bataiye yeh woh"
    ),
    greetings=("राम राम", "प्रणाम", "नमस्कार जी", "नमस्ते जी", "namaskar", "namaste ji", "pranam"),
)

HINDI = Language(
    tag="hi",
    same={"ok": "ओके", "okay": "ओके", "ओके": "ok"},
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    sentences=_SENTENCES,
    said=_SAID,
    choosing=_CHOOSING,
    questions=QUESTIONS,
    numbers=NUMBERS,
    times=TIMES,
    dates=DATES,
    answers=ANSWERS,
)
