"""Words that are frequent in Spanish: they tell that a caller speaks it."""

from offhook.engine.words.languages.language import word_set

FREQUENT = word_set(
    # Pronouns, articles, and what points at things.
    "yo me mi mis mí mío mía conmigo tú tu tus te ti él ella ellos ellas usted ustedes nosotros nosotras nos nuestro"
    " nuestra nuestros se su sus suyo le les lo la los las el un una unos unas del al este esta esto estos estas ese"
    " esa eso esos esas aquel aquella algo alguien alguno alguna algún nada nadie ningún ninguna todo toda todos todas"
    " cada otro otra otros otras mismo misma mucho mucha muchos muchas poco poca más menos bastante tanto cual cuál"
    " cuáles"
    # Verbs.
    " soy eres es somos son era eran fue fueron ser sido sea sería estoy está estás estamos están estaba estaban estar"
    " estado esté estaría he ha has hemos han había hay haya habrá haber tengo tiene tienes tenemos tienen tenía tener"
    " tenga tuve voy va vas vamos van iba ir ido vaya vengo viene venir venga hago hace hacen hacemos hacer hecho haga"
    " puedo puede puedes podemos pueden podía podría podrían podríamos poder pueda quiero quiere quieres queremos"
    " quieren quería queríamos quisiera quisiéramos querer querría debo debe debería sé sabe saben saber sabría creo"
    " cree pienso busco busca buscando encuentro encontrar digo dice dicen decir diga dígame dicho pregunto preguntar"
    " llamo llama llamaba llamando llamar llamado llame hablo habla hablar hablando hable oigo oye oiga escuchar"
    " escucha entiendo entender entiende ayudar ayuda ayude ayudarme necesito necesita necesitamos necesitaba"
    " necesitaría reservar reservado pedir pedido pido cancelar anular cambiar cambio modificar coger tomar poner pone"
    " ponga dar doy dé da dejar dejo quedar queda quedo esperar espere esperando espero enviar mandar llegar llego"
    " llega llegamos llegado salir sale pagar pago cuesta cuestan costar comprar alquilar perdido olvidado funciona"
    " abre abren abierto cierra cierran cerrado vivo vive vivir comer dormir ver visto veo gustaría gusta parece pasa"
    " pasar pasado sirve"
    # Prepositions and conjunctions.
    " a con sin para por de en sobre entre desde hasta hacia durante contra según antes después cerca lejos dentro"
    " fuera y e o u pero sino porque pues si como que cuando mientras aunque entonces así donde"
    # Questions, and how things are.
    " qué cuándo dónde adónde cómo quién quiénes cuánto cuánta cuántos cuántas cuanto sí no ni también tampoco muy"
    " bien mal mejor peor bueno buena buenos buenas buen gran grande pequeño pequeña nuevo nueva libre libres"
    " disponible posible hola gracias favor perdón perdone disculpe disculpa adiós luego ya aún todavía siempre nunca"
    " ahora ahorita aquí ahí allí allá acá pronto tarde temprano quizás quizá solo sólo casi además juntos vale claro"
    " próximo próxima primero primera último última siguiente"
    # What calls are about.
    " hoy mañana ayer noche noches tardes madrugada mediodía día días dia semana semanas mes meses año años hora horas"
    " minuto minutos rato vez veces habitación habitaciones cuarto mesa personas gente señor señora señorita nombre"
    " número teléfono dirección cita médico médica doctor doctora consulta receta factura precio dinero entrega"
    " reserva problema pregunta información desayuno comida cena almuerzo agua cama llave puerta coche carro tren"
    " calle marido esposo esposa mujer hombre hijo hija hijos madre padre amigo amiga niño niña niños familia"
    # Numbers and days.
    " uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cien ciento medio media"
    " cuartos lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto"
    " septiembre octubre noviembre diciembre"
)
