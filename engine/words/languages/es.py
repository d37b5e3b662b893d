"""Spanish."""

from offhook.engine.words.languages.es_frequent import FREQUENT
from offhook.engine.words.languages.es_questions import QUESTIONS
from offhook.engine.words.languages.es_values import ANSWERS, DATES, NUMBERS, TIMES
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
    fillers=("eh", "em", "mmm", "ehm", "mm"),
    hanging=(
        *("el", "la", "los", "las", "un", "mi", "su", "y", "o", "pero", "porque", "que", "si", "de", "del"),
        *("con", "para", "por", "en", "a", "al", "desde", "hasta", "entre", "número es", "nombre es"),
        *("quiero", "quisiera", "necesito", "o sea", "a ver", "mi nombre es", "me llamo"),
        *("me gustaría", "es que"),
    ),
    yes=(
        *("sí", "si", "claro", "correcto", "vale", "exacto", "ok", "okay", "de acuerdo", "por supuesto"),
        *("así es", "eso es", "claro que sí"),
    ),
    no=("no", "nop"),
    digits=("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    greetings=(
        *("hola", "buenas", "buenos días", "buenas tardes", "buenas noches", "está ahí", "me oye", "oiga"),
        *("aló", "diga", "dígame", "hay alguien ahí", "me escucha", "sigue ahí"),
    ),
    courtesies=(
        *("gracias", "muchas gracias", "por favor", "perfecto", "genial", "muy bien", "muy amable"),
        *("de nada", "no hay problema", "mil gracias", "muchísimas gracias", "gracias igualmente"),
        *("excelente", "estupendo", "está bien", "no pasa nada", "qué bien", "con gusto"),
    ),
    goodbyes=(
        *("adiós", "adios", "chao", "hasta luego", "hasta pronto", "nos vemos", "igualmente", "eso es todo"),
        *("nada más", "buen día", "que tenga buen día", "que tenga un buen día", "chau", "hasta mañana"),
        *("hasta la vista", "hasta otra", "que le vaya bien", "que esté bien", "eso sería todo"),
        *("nada más por ahora",),
    ),
    refusals=("no gracias", "no muchas gracias", "no así está bien", "no mil gracias"),
    both_ways=("buenas noches",),
    pauses=(
        *("un momento", "un segundo", "espere", "a ver", "déjeme ver", "un minuto", "un momentito"),
        *("un segundito", "espera", "espéreme", "permítame", "déjame ver", "no cuelgue"),
    ),
    of_an_answer=("es correcto", "no es correcto", "está mal", "no es así"),
)
_LISTENING = (
    *("mm", "mhm", "ajá", "ah", "oh", "eh", "em", "bueno", "ya", "ok", "okay", "entiendo", "de acuerdo"),
    *("mm-hmm", "aja", "ah ya", "ah bueno", "ya veo", "entendido", "ah vale", "muy bien", "claro que sí"),
)
_COURTESY = Courtesy(
    around=(
        *("ah", "oh", "bueno", "pues", "entonces", "a ver", "vale", "ok", "okay", "hola", "oiga", "y"),
        *("por favor", "gracias", "muchas gracias"),
    ),
    after=("por favor", "gracias"),
)
_SENTENCES = SentenceEnds(
    within=word_set(
        "atte sr sra srta sres dr dra dña ing lic arq prof profa gral cap p.ej ej aprox fco mª ma st sto sta ee vs cf"
    ),
    before_number=word_set("no nro núm num n.º nº p pp pág págs art cap vol fig ext tel tfno apdo km"),
    may_close=word_set("ud uds vd vds a.m p.m etc avda av c.a s.a s.l uu ee.uu cía ltda dpto jr d.c a.c min max"),
    openers=word_set(
        "El La Los Las Un Una Yo Tú Usted Ustedes Nosotros Ellos Ellas Él Ella Esto Esta Este Eso Esa Ese"
        " Mi Su Sus Qué Cuándo Dónde Quién Cómo Cuál Por Para Si Sí Pero Y Entonces Luego También Además Hay Es"
        " Son Está Están Tiene Puede Podemos Gracias Le Les Lo Nos Me Te Se En Con De Al Después Antes"
        " Cuando Como Ahora Aquí Así"
    ),
)
_CONNECTING = word_set(
    "yo me mi nos nosotros nuestra nuestro usted ustedes tú te se lo la el los las un una unos unas este esta esto"
    " eso esa es son está están estoy estamos sería serían fuera quiero queremos quisiera quisiéramos querría"
    " querríamos gustaría necesito necesitamos busco buscamos llamo llamamos puedo podemos puede podría podríamos"
    " tiene tienen tengo tenemos hay haber de del a al en para por con y que si creo pienso pensamos solo sólo"
    " quizás tal vez probablemente más menos sobre alguna algún algo disponible libre posible reservar reserva"
    " llegar llegamos llegaríamos quedarme quedarnos pasar hacer noche día tarde mañana como pues entonces también"
    " desde"
)
_SAID = DefaultSentences(
    goodbye="Gracias por su llamada. Hasta luego.",
    apology="Lo siento, ha habido un problema por nuestra parte.",
    repeat="Perdone, ¿puede repetirlo?",
    line_dropped="Perdone, la línea se ha cortado un momento. ¿Puede repetirlo?",
    fillers=("Un momento, por favor.", "Un segundo.", "Déjeme ver."),
    not_understood="Perdone, no le he entendido.",
    give_up_transfer="Le paso con una persona.",
    give_up_hang_up="Lo siento, así no puedo ayudarle.",
    sure_hang_up="¿Quiere que cuelgue?",
    sure_transfer="¿Quiere que le pase con una persona?",
    sure_start_over="¿Empezamos de nuevo?",
    take_call="Pulse 1 para atender la llamada.",
    digits_so_far="Tengo {digits} hasta ahora. Continúe, por favor, o diga empezar de nuevo.",
    queue="Todas las líneas están ocupadas. Por favor, espere.",
    queue_over="Todas las líneas siguen ocupadas. Por favor, vuelva a llamar más tarde.",
)
_CHOOSING = ChoosingWords(
    which="¿En qué idioma quiere hablar: {languages}?",
    conjunction="o",
    offer="Para español, diga español o pulse {key}.",
    offer_key="Para español, pulse {key}.",
    welcome="¿En qué puedo ayudarle?",
    names={
        "en": ("inglés", "ingles"),
        "hi": ("hindi",),
        "es": ("español", "espanol", "castellano"),
        "fr": ("francés", "frances"),
        "de": ("alemán", "aleman"),
    },
    wishes=word_set(
        "yo quiero quisiera querría me gustaría gustaria prefiero podemos podría podria se puede puedo hablar hablamos"
        " habla hablan usted ustedes alguien que el idioma lengua"
    ),
    polite=word_set("en por favor sí si vale bueno pues gracias hola y eh solo"),
    not_this=word_set("no"),
    frequent=FREQUENT,
    greetings=("muy buenas", "buen día", "oiga", "aló"),
)

SPANISH = Language(
    tag="es",
    same={"ok": "okay", "okay": "ok"},
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    connecting=_CONNECTING,
    written={
        "sr": "señor",
        "sra": "señora",
        "srta": "señorita",
        "dr": "doctor",
        "dra": "doctora",
        "ud": "usted",
        "uds": "ustedes",
    },
    sentences=_SENTENCES,
    said=_SAID,
    choosing=_CHOOSING,
    questions=QUESTIONS,
    numbers=NUMBERS,
    times=TIMES,
    dates=DATES,
    answers=ANSWERS,
)
