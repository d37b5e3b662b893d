"""Spanish questions."""

from offhook.engine.words.languages.question_words import Kind, QuestionWords

QUESTIONS = QuestionWords(
    stemmer="spanish",
    kinds={
        Kind.WHEN: (
            "(a partir de|desde|hasta|a|sobre|) qué (hora|horas)",
            "(desde|hasta|para|) cuándo",
            "(de|) qué hora",
        ),
        Kind.WHERE: ("(en|por|a|) dónde", "(en|) qué (calle|sitio|lugar)"),
        Kind.PRICE: (
            "cuánto (cuesta|cuestan|vale|valen|es|sale|cobran|cobra|costaría)",
            "(qué|a qué|cuál es el) precio (tiene|tienen|es|)",
        ),
        Kind.FAR: ("(a qué|qué) distancia", "cómo de lejos", "(está|queda) (muy|) lejos"),
        Kind.WAY: ("cómo (se|) (llego|llegamos|llega|llegar|voy|vamos|puedo llegar|podemos llegar|se llega)",),
        Kind.HOW: ("cómo",),
        Kind.MANY: ("cuántos", "cuántas", "cuánto", "cuánta"),
        Kind.LONG: ("cuánto tiempo", "cuánto (dura|duran|tarda|tardan)"),
        Kind.WHICH: ("qué", "cuál", "cuáles"),
        Kind.WHO: ("quién", "quiénes"),
        Kind.WHY: ("por qué", "para qué"),
        Kind.MAY: (
            "(se|) (puedo|podemos|puede uno|podría|podríamos|se puede|se pueden|se podría)",
            "se (admiten|admite|aceptan|acepta|permite|permiten|puede|pueden|podría)",
            "(admiten|aceptan|permiten|admite|acepta|permite)",
            "(es|sería|está) (posible|permitido)",
            "(permitido|permitidos|permitida|permitidas|posible)",
            "(qué pasa|) si",
        ),
        Kind.MUST: ("(tengo|tenemos|hay) que", "(debo|debemos)", "(necesito|necesitamos)"),
        Kind.WHETHER: (
            "(tienen|tiene|tenéis|hay|ofrecen|disponen de|cuentan con)",
            "(puede|pueden|podrían|podéis) (usted|ustedes|)",
            "(puedo|podemos|podría|podríamos) (tener|conseguir|pedir)",
            "(está|están|es|son|hacen|hace)",
        ),
        Kind.WISH: ("(quiero|queremos|quisiera|quería|querría|me gustaría|nos gustaría)",),
    },
    stop=(
        "el la los las lo un una unos unas yo me mi mis nos nuestro nuestra nuestros nuestras usted ustedes le les"
        " su sus tu tus te se es son está están estoy ser estar hay tiene tienen tenéis tener tengo y o pero"
        " entonces si que de del a al en con para por aquí ahí allí ahora también ya todavía aún más o menos algo"
        " hacer hago hace hacen ir voy vamos puede puedo podemos pueden podría hora horas qué cuál usted esto eso"
        " este esta ese esa"
    ),
    leads=(
        "(hola|buenas|buenos días|buenas tardes|buenas noches|oiga|mire|perdone|perdón|disculpe)",
        "(me|nos) (puede|podría|puedes|podrías) (decir|dar|indicar|confirmar)",
        "(puede|podría|puedes|podrías) (decirme|darme|indicarme|decirnos)",
        "(quería|quisiera|querría|quiero|me gustaría|necesito|queríamos) (saber|preguntar|preguntarle)",
        "(dígame|deme|sabe|sabe usted)",
        "(tengo|tenía|una|) (una|) (pregunta|duda|consulta)",
        "(llamaba|llamo) (para|por) (saber|preguntar|)",
        "(si|pues|bueno|y|a ver|vale|eh|entonces)",
    ),
    asides=(
        *("eh", "em", "este", "pues", "por favor", "gracias", "muchas gracias", "ustedes", "usted", "o sea", "digamos"),
        *("por casualidad", "en este momento", "ahora mismo", "normalmente"),
    ),
    ends=("o no", "verdad", "no"),
    times="hora horas horario horarios",
    open="abierto",
    costs="cuesta cuestan precio precios tarifa tarifas vale valen coste costo",
    lasting="dura duran tarda tardan durar",
    ands="y e o pero",
    asks_by_tone=True,
    past="fue era estaba estaban fueron tenía tenían hubo",
    directions="desde de hasta hacia",
    house="hotel clínica consulta oficina tienda negocio salón restaurante empresa local casa",
    you="ustedes usted",
    the="el la su este esta vuestro vuestra del al",
    decisive=(
        "no nunca sin nada nadie sólo solo excepto lunes martes miércoles jueves viernes sábado sábados domingo"
        " domingos festivo festivos hoy mañana ayer noche tarde fin navidad dos tres cuatro cinco seis siete ocho"
        " nueve diez once doce"
    ),
    same={
        **dict.fromkeys(("abren", "abre", "abrir", "abrís", "abiertos", "abierta", "apertura"), "abierto"),
        "niñas": "niños",
        "parqueo": "aparcamiento",
        "estacionamiento": "aparcamiento",
        "carro": "coche",
        "estacionar": "aparcar",
    },
)
