"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""

WEIGHTS = """\
-45	que el *|str ?
-40	2: favor|^ por favor
-38	o bien
-36	^ una *
-35	la siguiente
-33	ir de madrid|juan|la parte *
-32	^ eso es|mi ?
-31	2: adultos|^ puedo *|adultos|bool false|de la estación|el tres|entre|ir de *|maría|muy|pero|pero *
-30	2: muy|3: o|3: por|?ías|o|que eso *|que hoy
-29	3: al|3: del|3: entre|3: lo|3: que|al|del
-28	3: con|3: desde|3: está|^ mi *|con|que|que eso
-27	2: código|2: están|2: para|3: el|3: la|3: los|3: se|3: un|^ por *|^ pulse *|^ un *|añadir *|como
-27	es calle *|es calle mayor|la calle|opciones libreoffice writer|parece que *|que eso es|también
-27	tengo que *|un control
-26	1: eso|2: eso|3: a|3: de|3: en|3: para|3: pero|3: puede|3: si|3: una|3: y|?uir|^ eso|^ mi código
-26	archivo de base|cantidad de *|choose *|contiene *|de|de barcelona|int ?|la pestaña actual|muchas
-26	objeto 3d|pestaña actual|por|se|si el *|te|un|y
-25	3: cada|3: como|3: las|3: pestaña|3: reservar|3: vaya|?ge|?one|?uso|^ dónde están|a la|cada|cual
-25	de las|de un archivo|debe|donde|el|en|en cuenta|en uno|la|lo|los|muestra el *
-25	opciones libreoffice calc|para|seleccione la *|si la *|sus|un nombre|una|y a continuación|y seleccione
-24	100 *|1: necesito|2: pagar|3: devuelve|3: donde|3: ha|?ere|?lta|?tus|^ esta *|^ necesito
-24	adultos y *|algunas|creo que *|cuando el *|cuatro dos *|cuatro dos siete|cuyo *|de el *|de los
-24	devuelve|dos siete|dos veces|el nombre|entre el *|he|intervalos de celdas|ir de barcelona|las|mis
-24	modificar nuevo|nivel de *|pedro|permite insertar *|pestaña|queremos|quizás *|secundario del *
-24	secundario del ratón|sitio|superior *|un conjunto
-23	1 0 *|255 son *|2: te|2: un|3: cuatro|3: debe|3: durante|3: elija|3: hacia|3: sus|?cen|^ las *
-23	^ pulse en|a|a el|actual *|antes de *|bases|con el|contiene|creo|cualquier|de manera|del intervalo
-23	dentro|desde|devuelve la *|durante|editar base|elija|en el|estoy|está vacío|form ?|ha|hacia|hay
-23	la base|le|los números|los puntos|me|opt|opt ?|quería|seleccionado *|si se *|sin|su|ya
-22	0 0 *|1 1|1: tengo|2: saber|2: sitio|3: contiene|3: cual|3: cualquier|3: me|3: opt|3: permite
-22	3: pueda|3: pueden|3: según|3: su|3: también|?ese|?ite|^ cómo está|^ este *|^ libreoffice *|^ se *
-22	^ tengo|a qué *|acciones|activar|alguna|cambiar|capaz|continuación pulse en|creo que eso|cómo está
-22	de la|desviación *|el intervalo|el tipo|en el campo|es la|estas órdenes|está disponible|indica
-22	la posición|libertad|puede|que la *|quiero|reservar|sale|se muestra|si puede *|si puede ser
-22	solo en *|sumario *|tener *|tener un *|todos|una celda *|una entrada|valor numérico|vaya a *
-22	ventana de *
-21	#2|1: entonces|1: es|1: son|2: en|3: barras|3: controlar|3: dentro|3: muy|3: no|3: sin|?cha|?ee
-21	?nta|?ran|?ven|^ entonces|^ es|^ somos *|^ son|a qué hora|any ?|arrastre el *|aunque|barras
-21	buenos|casesensitive *|casesensitive bool|choose|con el margen|cuya *|da|de el centro|el botón
-21	el carácter *|el párrafo|en draw|en la|en una|es posible|es una|especifica el *|estamos|estar
-21	está ?|hora ?|hora puedo|ia *|impress su *|información del *|la pestaña datos|mientras|no puedo
-21	número de *|número es *|opción de *|page *|para gráficos|parece *|pedir una *|permite|porque
-21	properties *|puedes|que el jueves|que el miércoles|quería *|quisiera|qué hora|qué hora puedo
-21	reservar *|seleccione el *|selected *|si desea *|somos|todavía|tu|un gráfico|una emoción|varios
-20	0 1|01 *|1: el|1: mi|1: podría|1: quiero|2: de|2: me|2: por|2: puedo|3: barra|3: calcula|3: dejar
-20	3: estar|3: le|3: más|3: porque|3: todos|3: tres|3: tu|3: varios|3: última|?ess|?gir|?gos|?que
-20	?var|^ cuándo puedo|^ el|^ mi|^ permite *|^ podría|^ quiero|^ sin *|^ solo *|activar la *|algo más
-20	arrastre|así como *|atajos de *|barra|barra de herramientas|botón secundario|calcula el *|caso de *
-20	convierte|cuándo puedo|cuánto|código de *|cómo|de un|de una|deben|dejar|depende del *|diferentes *
-20	dónde|e|editar control|el botón secundario|el diálogo|el formato|el que *|en el orden|en forma
-20	en la flecha|enero|es calle|es un|esa|establece|format *|haber *|has|hay ?|haya|la orden
-20	las funciones|letra del texto|libreoffice preferenciasherramientas|mover|máximo *|máximo de *|ningún *
-20	parece que eso|pedir *|pedir un *|podría|por el|preferenciasherramientas|primer|que al *
-20	que al mediodía|que el lunes|que el viernes|que permite *|seguido|según|selecciona|será|solo ?
-20	son números|str opt|svc ?|tengo|tienen|tipo de archivo|todavía no *|un área|una diapositiva
-20	una entrada *|use|utilice el *|y se *|última
-19	#1|1999 *|1: a|1: buenas|1: cuánto|1: cómo|1: dónde|1: está|1: porque|1: tiene|2: el|2: hablar
-19	2: ir|2: la|2: llego|2: pedido|2: una|3: abra|3: activar|3: cambiar|3: choose|3: cuyo|3: da
-19	3: deben|3: depende|3: e|3: haya|3: indica|3: maría|3: muchos|3: pedro|3: preferenciasherramientas
-19	3: primer|3: seis|3: ya|?ece|?gue|?hos|?ren|?sor|^ *|^ a|^ buenas|^ cuánto|^ cómo|^ dónde
-19	^ dónde puedo|^ el pedido|^ está|^ porque|^ quería *|^ svc *|^ tiene|a1|abra|apunta|aquellas *
-19	asignar *|cambiar *|com *|control remoto|convertir *|corrección|cuyo|cuál|de la base|de lo *
-19	del cuadro|dónde puedo|el borde|el campo seleccionado|el método|el pedido|el período|el pie
-19	en el área|entrada hacia *|escriba el *|especificar|están|hablar *|haya *|inserta una *|interfaz
-19	la persona|la ubicación|lado *|llego|los bordes|los formatos *|los gráficos|me parece|mi|muchos
-19	muestra las *|muestra los *|necesito *|número del *|número total|objeto gráfico|oprima|organizar
-19	pagos de *|palabra *|para diez|para la semana|para que *|pedir|personas para|por ejemplo
-19	porque no puedo|produce|puedo|que se|quisiera *|reduce|representa|se va|selecciona *|software *
-19	todas las|todavía *|transparency *|transparency tab|un único|una base|una vez *|中
-18	#3|1: buenos|1: eres|1: llamaba|1: llamo|1: me|1: perdí|1: por|1: queremos|1: quisiera|1: qué
-18	2: creo|2: las|2: nombre|2: número|2: pedir|2: se|3: argumento|3: es|3: expresar|3: hay|3: in
-18	3: mi|3: mientras|3: organizar|3: primera|3: produce|3: pulse|3: realizar|3: respecto|3: segunda
-18	3: sentir|3: señora|3: utilizando|?ale|?an|?its|?jo|?nan|?ort|?rto|?sy|^ buenos|^ como *|^ eres
-18	^ he *|^ llamaba|^ llamo|^ los *|^ me|^ no no|^ para *|^ perdí|^ por|^ porque *|^ queremos
-18	^ quiero *|^ quisiera|^ quisiera *|^ qué|a forma *|a la página|a una celda|abrir un *|agregar *
-18	alinea|aplica|asiáticas|b2|calcula|cantidad|como se calculará|compleción|con la|consulte
-18	contenido *|cuadros *|dar|dar *|de estilos|de otro|determina|diccionario *|donde puede *|durante *
-18	e índice *|efectivo *|el espacio *|el área|elementos *|elija modificar nuevo|en los|entorno *
-18	entre la *|eres un|es|es de *|es el precio|escriba *|especificar *|esta orden *|establecer *
-18	establezca|exportar *|expresado|expresar|formas de *|grupo *|ha seleccionado|han|hasta|in
-18	información *|inserta|la barra|la base *|la línea|la opción|la pestaña *|la semana|la señora
-18	la visualización|las diez *|llamaba|llamo|marque|microsoft|modelo de *|nivel *|no no|no se
-18	opciones ?|or *|para el|partir|parámetro de *|pedir un taxi|perdí|podrá *|por la|por lo *|porque *
-18	primera|puede insertar *|pulse|que libreoffice *|realizar|reservar una|respecto|s *|se ha *|segmento
-18	seis|seleccionados sin *|señora|si|si tienen *|significa|solo en libreoffice|todas|trabajar|tras
-18	un filtro|utilizando|vale bueno *|vence|vuelve|y el|y la|y no *|yo
-17	1 0|1: en|1: la|1: muchas|1: muestra|1: puede|1: quería|1: salimos|1: seleccione|255 *
-17	255 son números|2: 0|2: factura|2: función|2: habitación|2: he|2: lo|2: no|2: precio|2: sale
-17	3: algunas|3: arrastre|3: cantidad|3: corrección|3: cuadros|3: dar|3: espere|3: han|3: interfaz
-17	3: introducir|3: juan|3: lado|3: message|3: orígenes|3: parte|3: partir|3: secuencias|3: todas
-17	3: tras|3: término|?age|?bos|?dan|?ena|?ne|?not|?ya|?úa|^ con *|^ cuándo sale|^ cómo llego
-17	^ devuelve *|^ elija *|^ en|^ la|^ la factura|^ la más|^ muchas|^ muestra|^ necesito *|^ puede
-17	^ quería|^ quiero ir|^ salimos|^ seleccione|a partir|abra un *|abre|aparecerá|argumento|ayuda *
-17	basado|cantidad *|con mi|confirmar|correo es *|corresponde|correspondencia *|cuadros|cuando la *
-17	cuál *|cuándo sale|cómo llego|datos pulse *|datos pulse en|de el hotel|de la persona|de madrid
-17	de parte|deben ?|defina|define|del párrafo *|después|devuelve el|disponibles *|disposición de *
-17	documento actual *|dónde está *|dónde está mi|efectos *|ejecuta|ejemplo de *|ejemplos *|el cuadro
-17	el elemento|el nombre *|en la diapositiva|en un|encontrar *|enviar *|especifica|especifique el *
-17	espere|está mi|están disponibles|favor espere|fondo *|funciones de fecha|guarda el documento
-17	hablar con|hola *|icon *|inserta *|insertar gráficos|instrucciones|la factura|la macro|la mañana *
-17	la más|la parte|la posición actual|la primera|lado|las etiquetas *|las propiedades|las órdenes
-17	le permite *|libreta|lineal *|lista de opciones|los símbolos|luego|message|mi nombre|minúsculas *
-17	mover *|no eso *|no eso es|no está|numérica *|o elementos *|o se *|objects *|orígenes|pago *|panel
-17	para *|para definir|para determinar|para mostrar *|para una *|parte|partir del *|permite *
-17	permite insertar gráficos|permiten *|por favor espere|posible|posición actual|presentación *|programado
-17	proporciona *|pueden|punto *|que no *|quiero ir|representa el *|salimos|si tienen|solo|sun *
-17	tabla de datos|tabla o *|tasa|tengo que|tengo una|the|the *|tres de|término|un nuevo
-17	un objeto seleccionado|una inversión *|uno de|van|vaya|veces *|y le *|zona|únicamente
-16	#4|05|1 2|1: cuándo|1: de|1: devuelve|1: especifique|1: estamos|1: hasta|1: hay|1: he|1: olvidé
-16	1: puedo|1: somos|1: svc|1: tienen|1: vaya|1: ya|2: cambiar|2: cancelar|2: decirme|2: estoy
-16	2: libreoffice|2: los|2: mover|2: o|2: puede|2: son|2: verdadero|3: a1|3: b2|3: basado|3: bases
-16	3: cinco|3: corresponde|3: cuánto|3: define|3: después|3: entorno|3: ingrese|3: junto|3: libreta
-16	3: llame|3: luego|3: microsoft|3: ningún|3: otros|3: panel|3: sitio|3: te|3: utilice|3: vuelve
-16	3: zona|?all|?amo|?apa|?ard|?by|?ean|?man|?ose|?pos|?tad|?tra|?ues|^ cuándo|^ de|^ devuelve
-16	^ distr *|^ eres un|^ eso *|^ especifique|^ estamos|^ hasta|^ hay|^ he|^ hola *|^ necesito ir
-16	^ olvidé|^ porque está|^ puedo|^ qué precio|^ somos|^ svc|^ tengo que|^ tienen|^ vale bueno|^ vaya
-16	^ ya|a qué|acceder *|acerca|agrega|ahora *|algunos|alrededor|and *|análisis|apartado|aplica la *
-16	aprender *|automáticamente *|bajo|botones *|bueno *|bueno entonces el|byte *|calle|calle mayor a
-16	cancelar *|cancelar mi|caracteres de *|carga|carpeta *|cerrar|cierre|coeficiente|coma *|conjunto *
-16	contra|cuadro de|cual se *|cuando|cuando *|cuatro dos|cuyos|cuyos *|cuándo|datos de
-16	de el aeropuerto|decirme|del orden|derecha *|devuelve el *|diríjase|diálogo de *|donde se *|el color
-16	el pedido *|el tres *|el tres de|elija modificar|en caso|en documentos|en formato
-16	en libreoffice preferenciasherramientas|en writer|entonces el|entre 0|es cuatro *|es cuatro dos|es seis
-16	escriba|especificado *|esta|establecer|estado *|este campo|estilo de *|false ?|favor llame
-16	gracias por|hay seleccionado|impress libreoffice|incluye *|ingrese|instrucción|junto|la fecha
-16	la opción *|la referencia|las entradas|las etiquetas|las instrucciones *|lenguaje|lenguas|letra del *
-16	libreoffice impress libreoffice|list|llame|lo que|los estilos|los iconos|los menús|los registros
-16	mayor a|menos *|modify *|muestra una *|muestran *|mínimo de *|necesario *|necesito ir|new|ningún
-16	no me|no tengo|no tiene|nuevas *|o a *|o el|obtener *|olvidé|opt *|otras|para abrir|para el texto
-16	para mostrar|para tres|por favor llame|por su|porque está|produce *|pronostico|puede utilizar
-16	pulse en este|punto de *|que se desee|queda|quizás|qué|qué precio|realizar *|se activa|se puede
-16	secuencias|seleccionar la *|si *|si una *|signo|solo hay *|solo hay seleccionado|su borde|sustituye
-16	tarjetas|tasa *|tecla|tener|tipo de interés|todos *|u|un documento *|una copia|una lista
-16	una previsualización|una ventana|utilice|utilice *|utilizar el *|utilizarse|vale bueno|variable *
-16	varias|visible|y editar|y elija modificar|zonas
-15	1 1 *|100|1: deme|1: escriba|1: especifica|1: los|1: para|1: pues|1: soy|1: una|2 número *|2001 *
-15	2: algo|2: archivo|2: esta|2: llamarme|2: mi|2: si|2: variable|2: y|3: 100|3: aplica|3: be
-15	3: calle|3: clave|3: comienzo|3: cuadro|3: desea|3: elegir|3: enviar|3: esquina|3: for|3: inputstr
-15	3: instrucciones|3: instrucción|3: longitud|3: mover|3: new|3: ni|3: nota|3: objects|3: palabra
-15	3: principio|3: probar|3: protección|3: puedo|3: sale|3: tarjetas|3: tecla|3: tener|3: the|3: varias
-15	3: zonas|3: únicamente|?add|?b3|?c9|?cie|?e2|?lea|?mns|?ojo|?til|?trl|?uar|?ulo|?um|^ a qué
-15	^ deme|^ escriba|^ especifica|^ la *|^ los|^ muestra *|^ para|^ pues|^ queremos *|^ si *|^ soy
-15	^ tienen algo|^ una|^ valor *|a aquellas *|a aquellas existentes|a hoja *|a la calle|abra *
-15	acceder a *|activar *|actual o *|actual y *|admite|al icono *|alineación del *|antes *
-15	aquellas existentes|archivo de|argumentos *|asigna|asiáticas en *|asiáticas en libreoffice|añada|añade
-15	barra de|be|buenas tardes *|bueno entonces|cambiar mi|char|chart|choose format *|cierra|clave
-15	clave de *|combinado *|comienzo|como 0|comprueba|configurar|confirmar *|confirmar mi|contener|crea
-15	crear|ctrl|cuadro|cual es *|cuales|cómo llego *|cómo llego a|cómo puedo|datos grupo|de la imagen
-15	de que *|de variable|define el *|del mismo|deme|desea|después *|diríjase a *|distingue|editor|eid
-15	ejecución *|el contenido|el directorio|el mismo|el parámetro|el que|el resultado *|elementos de *
-15	en un objeto|encontrará|encontrará *|entorno|errores *|es el|es la *|escriba un *|especifique *
-15	esquina|esquina *|esto *|está|exportación *|favor ingrese|fin|firmar|firmas|for|form *
-15	funciones y *|gestor|gustaría|gustaría *|hablar|hora sale|imprimir *|incluye|información de *
-15	inicio *|inputstr|inserta un *|insertar sumario|introducir|la habitación *|la plantilla|las opciones
-15	las propiedades *|llamarme|llego a|longitud|mantenga *|marcas|marcas *|mayús|me gustaría
-15	me gustaría *|mediante la *|menu *|menu choose *|menú|mesa para *|modify new *|modo|mover mi
-15	muestra ?|ni|notación|nueva *|o bien *|o de|objects|objeto en *|ofrece|on|opción *|opción está *
-15	org|pagar *|palabra|para calcular|para la|pegado|pensar|por favor ingrese|positivo *|principio
-15	probar|probar *|protección|puedo saber|pues|que pueden *|que quiere|que se va|queremos *|quita
-15	qué hora sale|rango|reducir|referencias *|resta *|saber *|saber cuánto|serie de datos|shape *
-15	siempre *|siga *|table|tardes *|tienen algo|tipo|title *|toda|tres|un formato|usar *|vacío *
-15	vale bueno entonces|verdadero *|verá|y a|y elija|área *
-14	#5|1 devuelve 0|1: abre|1: choose|1: desde|1: este|1: llegamos|1: pulse|1: solo|1: un|2 3
-14	2 número 255|2: aquí|2: automáticamente|2: billete|2: confirmar|2: correo|2: dirección|2: error|2: es
-14	2: le|2: pasarme|2: qué|2: tener|2: uno|3: abre|3: acuerdo|3: admite|3: aparecen|3: apartado
-14	3: atributo|3: b1|3: bar|3: cabeceras|3: cerrar|3: cuales|3: cuando|3: cómo|3: declaración|3: dónde
-14	3: equivalente|3: especifica|3: especificar|3: extremo|3: fin|3: firmas|3: incluir|3: incluye
-14	3: inserta|3: marcas|3: mensajes|3: modo|3: ocho|3: oprima|3: otras|3: pegado|3: permiten|3: posible
-14	3: quiero|3: realizadas|3: reducir|3: selecciona|3: situada|3: tales|3: tienen|3: transparency|3: u
-14	3: utilizará|3: verá|5 *|9|?a3|?aza|?cer|?err|?gún|?hh|?iar|?nd|?op|?rr|?sel|?ser|?ums|?ww
-14	?www|?ío|^ abre|^ cada *|^ choose|^ desde|^ este|^ la habitación|^ llamaba *|^ llamo *|^ llegamos
-14	^ llegamos el|^ mi correo|^ mi dirección|^ mi número|^ no está|^ no le|^ no me|^ pues *|^ pulse
-14	^ solo|^ tengo cuatro|^ un|^ un billete|a continuación *|a intervalos|a las|a un|a una|abra el *
-14	acceder|actual a *|actualiza|además *|adultos *|adultos y|al pulsar|alfa|alineación *|ancho
-14	anterior *|antes|aparecen|asigna *|atributo|b1|bajo *|bar|barras *|base de|bien *|c2|c3
-14	cabeceras|campo de|cero *|cierra *|combinaciones|con la *|con las celdas|context|contiene las *
-14	continuación *|controlar *|convierte *|cosas|coseno|coseno *|crea *|crear un *|cree
-14	cualquier expresión|código *|da como *|da como resultado|data|date *|dde *|de búsqueda|de celdas *
-14	de el|de forma|de la calle|de los valores|de modo|de tiempo|de todas|debe ser|declaración|desactiva
-14	desactivar *|desplaza el *|detrás|doble *|documentos de|dos|edit|edite|el menú contextual
-14	el objeto *|el puntero|el tamaño *|el título|el ángulo|elegir *|elija formato|en el botón|en el caso
-14	en el cuadro|en el formato|en esta|en las|encuentra *|equivalente|es el número|es el valor|es muy
-14	es un número|escribir *|estación a|estilo de|evento|extremo|fila *|filename|filename str|flujo
-14	formato de|from|fórmulas *|gracias por *|guarda *|gustaría pagar|horizontal *|icono|incluidas *
-14	incluir|inicia|inputstr str|insertar una *|intervalo de|introducir *|la estación a|la factura *
-14	la habitación|la posición *|la semana *|las ocho|llamaba *|llamaba por *|llamaba por mi|llamo *
-14	llegamos|llegamos el|lleva|los atributos|límites *|línea de|línea que *|mantenga ?|marca *
-14	me gustaría pagar|mensajes|mi correo|mi dirección|mi número|mismo|muestra la *|más de|necesito|no le
-14	no lo|no quiero|nota|o pulse *|ocho|opcional *|openoffice|otros|pagar mi|para cancelar|para crear
-14	para dar *|para dos|para esta|para guardar *|para insertar|parámetro *|pasarme|pegar *|permiten
-14	período *|por lo|proporciona|puede seleccionar *|pues *|pulse dos|puntos *|página de *|que *|que el
-14	realizadas|reducir *|representa *|saber a|se abrió|seleccione un *|seno *|será *|siga uno|situada
-14	star|style *|styles *|sólo|tales|tamaño|tangente|tengo cuatro|that|that *|that ?|tienen sitio
-14	tipo de|tipo de variable|todos los|transparency|un cuadro|un tipo|un área *|usa|usando *
-14	utilice la *|utilizará|valor de|vaya a libreoffice|visión *|y las|y los
-13	#6|1: abra|1: activa|1: cinco|1: cuál|1: define|1: diez|1: esta|1: estoy|1: funciones|1: inserta
-13	1: las|1: libreoffice|1: si|1: texto|2001|2: a|2: con|2: cualquier|2: porque|2: que|2: quiero
-13	2: reservar|2: solo|2: tengo|2: texto|2: todos|3 *|3: acceder|3: an|3: aquellas|3: area|3: c2
-13	3: cierre|3: coincide|3: combinaciones|3: crear|3: cuya|3: data|3: desactiva|3: describe|3: desplazar
-13	3: detrás|3: diríjase|3: dos|3: ejecuta|3: establece|3: filename|3: hasta|3: hiperbólica|3: menú
-13	3: mismo|3: quiera|3: representa|3: tamaño|3: teclas|3: usando|3: utilizan|?asc|?at|?con|?eas|?j3
-13	?k|?ld|?ln|?mos|?ogo|?ono|?ow|?pi|?rca|?rgo|?rna|?ría|?sen|?sh|?uce|?xn|^ abra|^ activa
-13	^ choose *|^ cinco|^ cuál|^ cómo puedo|^ cómo se|^ define|^ diez|^ entonces *|^ esta|^ estoy
-13	^ funciones|^ inserta|^ inserta *|^ las|^ libreoffice|^ mi nombre|^ no eso|^ no quiero|^ olvidé *
-13	^ olvidé mi|^ porque no|^ si|^ tengo una|^ texto|^ texto *|^ vaya *|a celdas|a las ocho|a los
-13	abrir *|además|admiten|al ?|al principio|aleatorio *|algo|algunos *|alinea el *|an|aquellas|aquí *
-13	archivo asistentes|archivo o *|area|atajos|aumentar|base *|bueno está|c3 *|cabecera *|casilla
-13	choose shape *|click *|coincide|comentarios *|comienza|command|como el *|completa *|con un
-13	consulte *|corte|cree *|creo *|cuatro|cuya|cómo se|de archivo|de celdas|de correo|de documentos *
-13	de la barra|de teclado *|de una entrada|define *|definir las *|delante|dentro *|derecho *
-13	desactivar la *|describe|desplaza *|desplazamiento *|desplazar|desplazar *|desviación|devuelve la
-13	dibujar|efectuar|el ?|el borde *|el campo *|el control *|el cuadro de|el cursor *|el eje|el modo
-13	el navegador *|elegir|elige|en el diálogo|en función|en la barra|encuentra|entre *|entre 1
-13	entre una *|enviar|es necesario|es tu|escoja|especial *|especifica *|especifique la *|establece el *
-13	este parámetro|estilo|estilos *|estos|estructura *|esté|etiqueta *|ets|exporta|falso *
-13	función devuelve *|fórmula *|generar|guarda|hace|hasta la *|he perdido|herramienta|herramienta *
-13	hiperbólica|hiperbólico|html *|incluidos|inserta el *|ir *|iso|la cantidad|la disposición *
-13	la pestaña|la semana que|la visualización *|las *|las filas|las líneas|le permite|llamarme *
-13	llamarme más|logaritmo|los formatos|los iconos *|los nombres|los objetos|los siguientes|lunes *
-13	macros de *|mantenga|mi nombre es|moneda *|mostrar en *|muestra *|mueve|nivel|no eso|nombre es
-13	número de columnas|o editar|o pulse en|o referencias|oculta las *|olvidé *|olvidé mi|opciones de
-13	opciones libreoffice|opción para *|page|pagos de interés|para cinco|para diez *|para diez personas
-13	para editar|para seis|parámetros *|paso|pedir una|pequeño *|perdido|permite definir *|personas por
-13	pie y *|podrá|porque no|posibles *|preferenciasherramientas opciones libreoffice|presione
-13	previsualización *|principal *|programado *|puede *|puedo reservar|pulsa *|punto|quiera|quita el *
-13	ratón *|redondea|reemplaza|relleno *|renglones *|reservar un|saber a *|saber a qué|saber dónde
-13	saber si|sea *|sección *|segmento *|selecciona un *|seleccionar|semana que|serie *|servicio
-13	si es posible|si los *|si no|si no *|sitúa|solamente *|solo *|solo está *|solo está disponible
-13	somos *|son|tabla de|tabla y *|también puede *|teclas|tener una *|the ?|un archivo *|un estilo
-13	un estilo *|una expresión|una forma|unidad|unidad de *|unidades|usando|utiliza|utiliza *|utilizan
-13	utilizan *|valor o *|vaya *|vencimiento *|versiones|visualizar|wiki *|y no|órdenes para *|国
-12	#|0 1 *|11|1: cuatro|1: establece|1: introduzca|1: número|1: permite|1: se|1: tres|2: 2|2: 3
-12	2: bueno|2: del|2: gustaría|2: hay|2: lab|2: mesa|2: opciones|2: perdido|3 45 *|3: 2001|3: algunos
-12	3: casilla|3: combinación|3: contenga|3: context|3: corte|3: delante|3: densidad|3: establecer
-12	3: estilo|3: from|3: hagamos|3: herramienta|3: igual|3: izquierdo|3: mayús|3: mediante|3: misma
-12	3: múltiplo|3: nivel|3: on|3: page|3: podrá|3: proporciona|3: párrafos|3: rango|3: style|3: that
-12	3: tipos|3: transparencia|3: unidad|3: unidades|3: versiones|?a10|?a5|?alt|?ció|?dal|?ede|?elo
-12	?em|?eva|?f3|?fo|?ha|?ji|?len|?ll|?lva|?mas|?may|?nal|?ndo|?nto|?om|?pas|?rce|?rg1|?sco
-12	?try|?tén|?us|?uta|?ves|?xis|^ abre *|^ cuatro|^ desde *|^ escriba *|^ especifica *
-12	^ especifique *|^ establece|^ estos *|^ función *|^ he perdido|^ introduzca|^ me *|^ me gustaría
-12	^ número|^ oprima *|^ permite|^ podría decirme|^ salimos *|^ se|^ también *|^ tres|^ una mesa
-12	a archivo|a datos|a formato|abre el *|abrirá|active *|activo *|adultos y diez|aeropuerto a|ajusta
-12	alinear|aparece *|aplica *|arrastre *|asistente *|añade *|borde *|bueno hagamos|bueno me *
-12	bueno me parece|cadena o *|cadena que *|cambia el *|cancelar|cargar|centra *|cifras|com sun
-12	combinación|combinación *|como un|compatibilidad con *|con el botón|con las|con los|con una
-12	configuración|contenga|contenidos|context menu *|contrario *|control *|correo|creo que|criterios
-12	cuales *|cualquier expresión *|cuando se|cuando se abrió|datos del *|datos en|de combinación
-12	de declaración|de densidad *|de dos|de estado *|de filas *|de formulario *|de idioma|de verificación *
-12	de zum *|deba|del último|densidad|densidad *|depreciación *|determina *|devolverá *|devuelve un
-12	devuelve una *|dibujar *|directamente *|documento de|editar el *|efecto *|el aeropuerto a|el carácter
-12	el código|el espacio|el extremo|el formato *|el grupo *|el hotel a|el icono|el orden *|el punto *
-12	el ratón *|el servicio *|el valor *|elija el *|en columnas *|en todas|entonces me *|entonces me parece
-12	entrada y *|entradas|enumera|es posible *|esta función *|establece las *|este|existentes *|factor
-12	formato de *|formato página|gracias por su|hagamos|hasta *|he perdido *|he perdido mi|hotel a|i
-12	igual|imprime|incluir *|indique|ingrese *|intervalo|intervalos de *|ir de|izquierda *|izquierdo
-12	la barra de|la biblioteca|la orientación|la palabra *|la que|la tabla siguiente|la tecla|lab
-12	las fórmulas|lateral *|libreoffice writer libreoffice|lista de|llame *|lo que *|longitud *|los campos
-12	los campos *|los espacios *|los tipos|los valores|luego *|lugar|lugar *|macro *|me parece *|mediante
-12	mi código *|mi número *|mi número es|misma|modificar *|modo que *|muestre *|más|múltiplo
-12	necesito ir *|necesito ir de|no hay|nombre es *|num|número 2 *|número de|o a intervalos|o más *|o un
-12	o una|objeto de|oculta *|of *|ofrece *|open *|para abrir *|para calcular *|paragraph|parte de
-12	perdido *|perdido mi|plantillas *|podría decirme|podría reservar|posible *|posible ?|presenta|pueda
-12	puede seleccionar|puede ser *|puede usar|puedo hablar|pulse en el|párrafos|que contiene|que permite
-12	realiza|redondea *|reinicializa las *|reinicializa las modificaciones|representa la *|returns|returns *
-12	saber|sale *|salimos *|se debe|se muestran *|seleccionados *|seleccionados en *|seleccione|serie
-12	si es|sobre|solo se *|star *|style|submenú *|sun star *|tabla siguiente|text|tienen una|tipos
-12	tipos de|todo el|total *|transparencia|un elemento|una fila *|vale bueno hagamos|vaya a|vaya a editar
-12	vaya a formato|verificación *|vista de|writer libreoffice|y ?|y de|y diez|órdenes ?
-11	100 unidades *|100 unidades monetarias|15 *|1: ahora|1: calcula|1: com|1: dos|1: elimina|1: estas
-11	1: guarda|1: open|1: seis|2: a1|2: datos|2: formato|2: método|2: representa|2: resultado|2: tienen
-11	2: valor|2: valores|2d *|3: acerca|3: aparezca|3: comienza|3: desviación|3: determina|3: entradas
-11	3: escriba|3: gestionar|3: mostrará|3: or|3: origen|3: otro|3: punto|3: relleno|3: serie|3: solo
-11	3: tasa|3: través|3: única|?ana|?api|?are|?asa|?cd|?cil|?der|?eó|?f4|?ic|?ift|?ill|?ips|?l
-11	?mat|?mn|?odo|?ras|?rd|?reó|?rve|?sos|?ten|?umn|?und|?ve|?vía|^ ?|^ a *|^ abra *|^ ahora
-11	^ calcula|^ com|^ convierte *|^ cuando *|^ cuál *|^ de la|^ deme *|^ dos|^ el resultado|^ elimina
-11	^ entonces creo|^ es para|^ estas|^ formato *|^ guarda|^ open|^ perdí *|^ perdí mi|^ porque llego
-11	^ seis|^ seleccione *|^ si es|^ si tienen|^ tengo un|^ vale *|^ vaya a|a archivo asistentes
-11	a libreoffice *|a través|a ver|a6|abra el|abrir la *|abrió el cuadro|activa la *|admite *|al cuadro
-11	al seleccionar|al seleccionar *|and|aparece|aparezca|aplica el *|asignar|automáticamente el *|añadir
-11	bibliotecas|billete para|botones|botón de|calcula la función|cartas|casa por|casilla *|centra
-11	coche para|colocar|columna *|como el|como se *|contiene órdenes|contienen|correo es|costo|creado
-11	crear una *|curva *|datos que|de ayuda *|de barcelona *|de cada|de cadena *|de densidad|de dos *
-11	de lo contrario|de línea *|de madrid *|de microsoft|de numeración|de opciones|de parte *|de parte de
-11	de su|de todos|deben *|decirme *|decirme el|define la *|del estilo|del número *|del primer|deme *
-11	desactivar|describen|desde el|devuelve el valor|dias *|dibuja|diseño *|disponible *|distingue *
-11	distr|distr *|divide|doble para *|documento o *|documento y *|días *|e índice|edita|efectos
-11	ejemplos|el estilo|el límite|el método *|el pago|el tipo *|en el menú|en el que|en la posición
-11	en la ventana|entonces creo|entrada de|entre 0 *|entre una lista|es juan|escoger|escribe *
-11	esta opción *|establece *|expresión|favor llame *|favor llame más|fecha en *|flechas *|form
-11	formdocument|fuente|funciones *|función de *|gestionar|habitación no|habitación para *|hablar con un
-11	he *|indica el *|información|instrucciones *|intervalo de *|intervalos *|izquierdo *|la cadena *
-11	la compatibilidad|la configuración|la distancia|la ejecución|la habitación no|la instrucción|la última
-11	letra que *|libreoffice calc|libreoffice preferenciasherramientas *
-11	libreoffice preferenciasherramientas opciones|listas *|llamaba de *|llamaba de parte|llame más
-11	llamo para *|llamo para cancelar|llamo por *|llamo por mi|lo contrario|lo contrario *|los archivos
-11	los bordes *|los botones *|los datos|los elementos|los objetos *|macros *|marca|mayúsculas *
-11	mesa para|mi correo *|mi correo es|modificar|modificar nuevo *|modo de|mostrará|muestra|mínimo
-11	mínimo *|ninguna *|nombre de|nombre es cuatro|número es|o a|o la|objeto seleccionado *|ocultar|on *
-11	opciones de formato|open context|or|para aplicar|para editar *|para el tres|para un *|para ver|parece
-11	pedido *|perdí *|perdí mi|permite seleccionar *|personalizar *|por ?|porque llego|positivo
-11	predeterminados *|preferenciasherramientas *|preferenciasherramientas opciones|principio *|problema con *
-11	problema con mi|puede crear *|puede utilizar *|pueden *|puedo hablar *|pues me *|pues me parece
-11	pulsación|pulse dos *|pulse dos veces|python *|que contiene *|que la|que puede|que quiere *|quita *
-11	range|redención|referencias|referencias a *|referencias a celdas|relleno|renglón *|restablece
-11	saber si *|saber si tienen|sale el|salta|saltos|se *|se utiliza|se utilizará|sea|secuencia
-11	secuencia *|seleccionadas *|seleccione la|separador|si el|si es *|sitio para|situada *|solamente
-11	sumario e *|sumario e índice|svc *|taxi para|tener una|tengo un|texto para *|texto se *|tiene un
-11	tiene una|tienen sitio para|tienen un|tipo *|trabajar *|través|un billete para|un carácter *
-11	un coche para|un diálogo|un taxi para|una de|una imagen *|una mesa para|use *|utilizar para *
-11	utilizará *|vacío|vale *|vaya a archivo|vaya a insertar|verificación|viñetas *|xml *|y luego *|y se
-11	áreas|única
-10	0 devuelve|1 número|1: aplica|1: cambia|1: crea|1: dias|1: elija|1: esto|1: nada|1: num|1: siga
-10	1: también|2 número|2: al|2: dos|2: editar|2: insertar|2: tabla|3: 11|3: añadir|3: configuración
-10	3: derecho|3: elementos|3: esta|3: guardar|3: icono|3: marca|3: modificar|3: mostrarán|3: mínimo
-10	3: módulo|3: of|3: org|3: podría|3: probabilidad|3: qué|3: servicio|3: sobre|3: tengo|3: tipo
-10	3: utiliza|3: versión|3: áreas|3: último|6 *|67|7 *|?a9|?ack|?ato|?aya|?c5|?can|?en|?ert|?erá
-10	?eve|?g0|?gb|?iza|?núa|?ola|?oor|?qr|?rg0|?rgb|?rn|?ró|?sf|?sum|?tem|?tr|?ttp|?une|?vea
-10	?yen|?ª|?ía|^ actualiza *|^ aplica|^ cambia|^ crea|^ define *|^ dias|^ el *|^ elija|^ en *
-10	^ en la|^ estamos *|^ estamos en|^ esto|^ matriz *|^ nada|^ num|^ podría hablar|^ podría llamarme
-10	^ si puede|^ siga|^ también|a herramientas|abra el menú|abra la *|abre *|acceso|active|agrega *
-10	agregar|al *|alinea *|altura *|archivos de|barcelona a|biblioteca|borra|buscar *|cadena *|cambia
-10	campos *|caracteres que *|celda o *|celdas o *|centro *|choose ?|clasificación|combinación de
-10	como una|configuración de *|contenido de|contiene los *|control de|correspondiente *|creación
-10	cuando se *|código es|código es *|datos para *|de barcelona a|de datos en|de error *|de lo|de línea
-10	de madrid a|decimal *|defina *|define las *|definir el *|del archivo|del área|delante *|dentro de
-10	derecho|desplaza|después de *|determina la *|determinar *|devuelve una|diccionario|dirección
-10	dirección *|dirección es|dirección es *|diálogo ?|diálogo para *|doble para|domingo *|día *|ejemplo *
-10	el filtro *|el número|el número de|el texto|elementos|emoción|en modo|enlace *|entonces|entre el
-10	es la fecha|es una *|eso está|especifica que *|especifique las *|espere *|espere un|esta sección
-10	estamos en|estilo de página|estilos de|está disponible *|exportar|expresión de|factura no
-10	favor espere *|favor espere un|favor ingrese *|favor ingrese su|fecha de|filtros|financieras|forma de
-10	funciones de|función de|galería|guardar|gustaría saber|guía|hablar con mi|hasta el|herramientas
-10	herramientas macros *|hiperbólica *|hoja de|igual *|importar|indica *|inferior|ingrese su|inicia *
-10	intervalos de|introduzca *|ir de el|la casilla|la derecha *|la dirección|la dirección *|la factura no
-10	la información *|la tasa *|las modificaciones realizadas|las reglas *|llamaba porque *|llamaba porque no
-10	llamo de *|llamo de parte|lo desea *|los *|los ?|los argumentos|los argumentos *|los párrafos
-10	madrid a|me gustaría saber|me parece que|mi código es|mi dirección *|mi dirección es
-10	modificaciones realizadas|mostrarán|muestra u *|muestra u oculta|muestran|método *|módulo|múltiplo *
-10	niveles|no puede|nombres *|numeración *|número 2 número|números o *|números o referencias|o en|o más
-10	obtener|of|opciones *|open context *|open context menu|origen de|pagar mi *|para cuatro|para las
-10	para los|parece que|parte inferior *|pasarme *|pasarme con|pase *|patrón *|pie de|pizza para
-10	podría hablar|podría llamarme|por un|predeterminada *|preferenciasherramientas opciones *|probabilidad
-10	probabilidad *|propiedades de|pulsa|pulse para *|puntas|que contenga *|que eso está|que no|que saber
-10	quiero *|qué te|redondear|resultado de *|resultado es *|salida *|se desea|se ha|se mostrará
-10	se mostrarán|se pueden|secuencias *|seleccionado y *|seleccione el|sentir|series|si la|si puede
-10	si se|si tienen sitio|sobre el|star ?|styles|suma *|tengo que saber|tengo un *|texto de|texto en
-10	texto y|tiene|tiene *|tipo ?|transforma|típica|u oculta|un cuadro de|un objeto|un problema
-10	un valor numérico|una línea|una pizza para|una única|uso|utilizando *|vale bueno está|valor
-10	vaya a datos|ver|versión|y la *|ángulo *|órdenes|último
-9	1 devuelve|15|1: al|1: alinea|1: asistente|1: convierte|1: cuando|1: desplaza|1: determina|1: im
-9	1: lista|1: reinicializa|1: utilice|1: valor|2: 1|2: format|2: menú|2: orden|2: posible|2: también
-9	2: órdenes|3: acceso|3: aparece|3: as|3: biblioteca|3: encuentra|3: estos|3: form|3: hojas
-9	3: intervalo|3: muestran|3: object|3: obtener|3: parece|3: referencias|3: seleccionar|3: vista|50
-9	?3j|?4j|?ab|?ama|?aíz|?aún|?c4|?eet|?ela|?ene|?ges|?har|?if|?ija|?ijo|?int|?it|?mo|?n2
-9	?nió|?oca|?os1|?out|?ox|?s1|?ste|?str|?tan|?ton|?tre|?tro|?tró|?ue|?ura|?ut|?uya|?uye|?vío
-9	?yan|?ye|?én|?íz|?úe|^ al|^ alinea|^ alinea *|^ aplica *|^ asistente|^ bueno me|^ calcula *
-9	^ convierte|^ crea *|^ cuando|^ defina *|^ desplaza|^ determina|^ determina *|^ devuelve el
-9	^ devuelve la|^ dia *|^ en el|^ entonces me|^ es posible|^ establece *|^ esto *|^ funciones *
-9	^ gracias por|^ guarda *|^ hay sitio|^ im|^ lista|^ número 1|^ open *|^ podría pasarme
-9	^ puede llamarme|^ puede pasarme|^ puedo saber|^ reinicializa|^ tipo *|^ una habitación|^ utilice
-9	^ valor|a aquellas|a libreoffice preferenciasherramientas|a partir *|abre el|acerca *|activa *
-9	actual a aquellas|actual en *|ajusta *|al final *|anchura *|as|asistente para|así como
-9	botón secundario *|buenas|bueno me|busca *|calcula *|calcula la|calcular *|carga *|cargar *
-9	celdas de|centro a|cerrar el|cinco|cita para|colocar *|commandctrl|como la|como los|compra
-9	contenido|contrario|corresponde *|crea una *|creación *|cuando ?|cuál es|de caracteres *|de datos de
-9	decimales *|defina las *|dejar *|del objeto *|del área *|describe *|desea puede *|determinado|detiene
-9	devuelve 0|dia *|distribución|diálogo *|donde puede|ejecución|el asistente *|el centro a
-9	el contenido *|el cual|el cual *|el diálogo *|el domingo *|el intervalo *|el menú|el nivel
-9	el pedido está|el pedido no|el primer|el programa *|en cada|en la pestaña|en que|encontrar|entera *
-9	entonces me|entre dos|escala|escala *|establezca *|estamos en el|este campo *|exporta *|extensiones
-9	factura *|factura está|fecha *|fila|flecha *|format|habitación doble para|habitación está
-9	habitación para|hablar con el|hablar con una|hay sitio|hojas|horizontal|imprime *|inferior *|iniciar
-9	insertar|jerarquía *|la factura está|la habitación está|la izquierda *|la línea de|la numeración *
-9	la primera *|la tasa|las ocho *|las ocho y|las opciones de|las áreas|llamaba para *
-9	llamaba para cancelar|llego a el|marco *|marcos|margen *|marque *|menos|menu|modifica|mostrarán *
-9	márgenes *|métodos|navegador *|no es|no no lo|número 1 *|número 1 número|o si|object|objetos de
-9	ocho y|opción|ordena|origen *|para aplicar *|para cancelar *|para cancelar mi|para que|partir *
-9	partir de *|pedido está|pedido no|pedir un|pestañas|podría pasarme|posición de *|promedio|proteger
-9	puede añadir *|puede definir|puede elegir *|puede llamarme|puede pasarme|puede usar *|pulsar|pulse con
-9	pulse en la|que a *|que a las|que contenga|que es|que los|que por *|que por la|que quiera
-9	que saber *|que se debe|que se desea|quiero ir *|quiero ir de|quiero reservar|quitar|qué *
-9	referencia a|reinicializa|relación|respecto *|salto de|saltos *|se deben|se han|se mostrarán *
-9	se puede *|segundo|seleccionar el *|seleccionar un *|seleccione esta opción|selected|si desea|sobre *
-9	software|suma|superior|suprime|símbolos|tabla y|tamaño de|tanto|tengo un problema|tienen algo *
-9	tienen algo más|u *|una ?|una cadena|una cita para|una habitación para|una hoja *|una lista de
-9	una serie|uso *|va *|valores de|vaya a herramientas|vaya a ver|vista|y a *|área de|órdenes *
-8	01|02|13|1999|1: aquí|1: añade|1: defina|1: dia|1: enumera|1: indique|1: multiplo|1: quita
-8	1: vencimiento|255 son|2: continuación|2: expresión|2: opción|2: todas|3: align|3: antes|3: borde
-8	3: compatibilidad|3: distribución|3: días|3: este|3: opción|3: renglón|3: valor|3: ventana|8|?abe
-8	?ata|?ber|?ce|?ch|?d9|?db|?dir|?dor|?ell|?ern|?ex|?ext|?f1|?ft|?gía|?ile|?ime|?ior|?ms|?oc
-8	?ols|?ots|?pan|?ql|?ram|?row|?sar|?ses|?sql|?sub|?uad|?ver|?xes|?xp|^ a continuación|^ aquí
-8	^ añade|^ añade *|^ bueno creo|^ cambia *|^ com *|^ defina|^ deme una|^ dia|^ enumera|^ imprime *
-8	^ incluye *|^ indique|^ introduzca *|^ llamo porque|^ multiplo|^ podría *|^ puedo hablar|^ pues creo
-8	^ salimos a|^ selecciona *|^ tasa *|^ vencimiento|a libreoffice|a los *|abre el diálogo|abre la *
-8	abre un|abre un *|activar la|ajustar|align|aquellas existentes *|aquellas existentes cuando
-8	atributos *|barras de|bases *|bases de|bits|bloque|borde|botón|bueno creo|bueno creo *
-8	bueno creo que|c *|cadena de|campos de|caso|coche para *|coloca *|como se|complejo *|con las *
-8	configuración de|consulta *|contenido de la|contextual *|contextual y *|controles *|crear un|crear una
-8	cual *|cualquier *|de ayuda|de base *|de datos que|debajo|debajo *|define el|define las opciones
-8	definición|definido|deme una|desplaza el objeto|después de|devuelve el número|dia|directorio
-8	diseño de|distintas|donde *|donde se|eje|el estilo de|el servicio|el tipo de|el valor|elimina *
-8	elimina el *|enumera *|escriba el|escriba el texto|especifica el|esta función|esta opción|etiquetas
-8	existentes cuando|fecha y|fijo|final de|formularios *|función devuelve|gráficos *|gustaría hablar
-8	gustaría saber *|ha *|hojas de|icono *|imágenes *|indique *|introduzca|introduzca el *|ir de la
-8	jerarquía|junto *|la *|la anchura|la anchura *|la cantidad *|la casilla *|la configuración *
-8	la distancia *|la fila|la función de|la matriz *|la misma|la plantilla *|llamo porque|llamo porque *
-8	llamo porque no|luz|límites|matriz *|me gustaría hablar|menú contextual *|mm|mostrar|mostrará *
-8	muchas gracias por|muestra el|muestra una previsualización|navegador|nombre de *|nombres|nombres de
-8	nota al|notas al|num *|num de|opciones de *|options|orden de|p|para obtener|patrón de|pequeño
-8	permite insertar|pies|posición *|previsualizar|problema *|problema con|propiedades pestaña
-8	puede llamarme *|puede llamarme más|puede ser para|pues creo|punto de|puntos de|que a|que desea
-8	que se pueden|quiere|quiero saber *|referencia|referencia *|rellena|renglón|resto|salimos a
-8	se aplica|se encuentra|según *|seleccionado en *|seleccionar *|selección de|ser para|serie de
-8	si tienen una|solo en|soy|sql|sustituye *|también *|tener un|texto *|texto que|todas las *|true
-8	un documento|un formato *|un número *|un problema *|un problema con|una línea *|url *|usar|usuario *
-8	utilizar *|vacía *|ventana de|vida|y las *|zum|órdenes para
-7	#7|1 *|10 *|1: agrega|1: distr|1: establezca|1: función|1: incluye|1: tipo|2|2 devuelve|2: define
-7	2: definir|2: num|2: permite|2: seleccionar|30|3: asignar|3: caso|3: combinar|3: contenido|3: desee
-7	3: distancia|3: eje|3: ejemplo|3: fila|3: herramientas|3: imágenes|3: inferior|3: información
-7	3: límite|3: menu|3: máximo|3: orientación|3: pulsar|3: quiere|3: ver|?cc|?doc|?era|?ete|?gar|?il
-7	?ip|?ipo|?ize|?ls|?nas|?nge|?nom|?r|?ros|?rva|?túe|?ual|?vf|?ze|?zo|^ a la|^ a las|^ abre el
-7	^ abre un|^ agrega|^ consulte *|^ distr|^ el valor|^ enumera *|^ especifica el|^ esta orden
-7	^ establezca|^ función|^ incluye|^ iso *|^ iso num|^ le *|^ llamaba porque|^ llamo para
-7	^ necesito una|^ número *|^ puede *|^ pues me|^ queremos hablar|^ quiero hablar|^ quiero saber
-7	^ seleccione el|^ tipo|^ utilice *|a forma|a insertar|a partir de|a tabla|a2|abre un cuadro|abrió *
-7	abrió el|aeropuerto a el|al principio *|alto|alto *|ancla|antes de|así|así *|base de datos
-7	cadena que|cambia *|cambia el|campos de *|cantidad de|carácter|carácter *|carácter de|celda de
-7	celdas con|celdas o|celdas que|choose format|coloca|color *|com|combinar|compatibilidad|conexión
-7	conjunto de|context *|context menu|contextual de *|copia|cuadros de|datos para|de base de|de la hoja
-7	de la línea|de página *|debe *|definido *|del cuadro de|desactiva *|desde la|desee|devolver|diez
-7	dimensiones|diríjase *|diríjase a|dispositivo|distancia|dos veces *|el *|el archivo de
-7	el contenido de|el nombre de|el número *|el tamaño de|el texto *|entonces creo *|entonces creo que
-7	entrada|entre los|escriba el número|escriba la *|especifica la *|especifica si *|existe|filas y
-7	final *|formato|fuera|función|gráfico *|hablar con *|imágenes|inferior de|inputstr *|insertar una
-7	interlineado|intervalo *|iso num|izquierdo de|la ?|la altura *|la celda *|la fecha de|la hora *
-7	la lista de|la matriz|la ruta|la ventana de|las celdas de|las propiedades de|letra|libreoffice writer
-7	libreta *|libreta de|llamaba porque|llamo para|llego a la|los documentos de|límite|líneas|líneas de
-7	me *|muestra en|muestra una lista|máximo|necesito saber *|necesito una|nombre del|nombre del *
-7	numeración|numéricas|objeto no|ocho *|orientación|otra|pago|para crear *|para establecer
-7	para seleccionar|partir de|permite definir|personas para el|podría decirme *|podría decirme el
-7	podría llamarme *|podría llamarme más|por ejemplo *|por mi|propiedades del|propiedades del *|puede ?
-7	pueden ?|pues creo *|pues creo que|pues me|pulsar en|páginas *|que representa|queremos hablar
-7	queremos saber *|quería saber *|quiero hablar|quiero saber|realizadas *|registro|representa el
-7	se abrió *|se mostrará *|se muestran|se produce *|secuencia de|shape|si lo|soy *|submenú para *
-7	también puede|texto que *|title|transición|un *|un archivo de|un campo|un campo de|un objeto *
-7	un submenú *|valor de *|vaya a tabla|windows|writer *|y pulse|zonas de
-6	10|12 *|17|1: active|1: con|1: consulte|1: contiene|1: selecciona|1: tasa|2: barra|2: cuadro
-6	2: microsoft|2: tres|3 devuelve|3: abrió|3: any|3: base|3: botón|3: cancelar|3: disposición
-6	3: entrada|3: expresión|3: forma|3: hablar|3: insertar|3: necesario|3: nombres|3: numeración
-6	3: superior|4 *|6|7|?ame|?ay|?box|?cir|?ck|?ejo|?ery|?et|?gex|?hen|?hex|?ive|?mar|?ml|?nn
-6	?nts|?osx|?pio|?pon|?sx|?tf|?tor|?túa|?ute|?via|?zar|?ón2|^ active|^ agrega *|^ al *|^ bueno *
-6	^ choose format|^ com microsoft|^ con|^ consulte|^ contiene|^ desplaza *|^ elimina *|^ escriba el
-6	^ esta función|^ esta opción|^ establezca *|^ indique *|^ llamaba de|^ llamaba por|^ llamo de|^ num *
-6	^ num de|^ pulse para|^ quiero una|^ quisiera saber|^ quisiera una|^ selecciona|^ seleccione la|^ tasa
-6	a *|a celdas o|abajo *|abre el cuadro|abre la|abrió|acceder a|actual a|actual en|anchura|any
-6	aplicar|barrera|base|borrar|calcula el|cambiar el|carpeta|color|colores|com microsoft
-6	configuración *|conjuntos|contenido del|contextual de|contextual y|contextual y elija|contiene el
-6	crea un *|crear *|cuando el|de datos para|define la|del ratón *|derecho de *|devolverá|disposición
-6	disposición de|ejecuta *|el campo de|el formato de|el nombre del|el objeto|el tamaño|el valor de
-6	elemento|elementos de|en el icono|en la parte|entero|entero *|es el *|es posible para|espacio
-6	especifique el|establece el|estamos *|forma|forma *|formato *|general *|giro|hoja *|ia|incluir en
-6	inicial *|interés|introduzca el|la base de|la hoja|la tabla de|la ventana|la vista|las celdas
-6	llamaba de|llamaba por|llamada|llamo de|los tipos *|los valores de|marco|matriz de|menú contextual de
-6	menú contextual y|muestra la|muestra las|muestra una|muestre|necesario|nombre|nombre de la|número
-6	número 255 *|número 255 son|o *|o referencias *|objetos *|opcional es|opciones para|opciones para *
-6	organizar *|para cambiar *|para las *|para su|para un|posible para|posición|posición en
-6	previsualización|previsualización de la|primera *|properties|puede pasarme *|puede pasarme con
-6	pulse para|píxeles|que puede *|quiero una|quisiera saber|quisiera una|realizadas en|ruta|se abrió el
-6	se pueden *|seleccionar el|seleccionar la|seleccione esta|seleccione un|semana|seno|sintaxis
-6	str opt *|tarjetas *|tarjetas de|tenga|texto o|tf11|transparencia *|títulos|u oculta *|un archivo
-6	un intervalo de|un punto|una de las|una expresión de|una hoja|ventana|ventanas|visualización|y en
-5	0|1|20|2: context|2: opcional|2: u|3: anchura|3: contextual|3: elemento|3: entero|3: formato
-5	3: formatos|3: intervalos|3: líneas|3: mayor|3: mostrar|3: otra|3: referencia|3: visualización|?ath
-5	?bas|?cl|?das|?des|?drá|?ear|?eek|?ek|?ey|?fy|?ibe|?ify|?ine|?lee|?lo2|?n1|?ob|?os2|?osh
-5	?po|?rde|?ref|?rle|?rán|?s2|?zca|?ón1|^ abra el|^ especifica la|^ especifica que|^ especifica si
-5	^ la barra|^ muestra el|^ necesito un|^ número es|^ open context|^ quería hablar|^ quisiera hablar
-5	^ quita *|^ reinicializa *|^ reinicializa las|^ seleccione esta|^ seleccione un|abra la|abrir el
-5	aleatorio|altura de|aprender|aquí|barra *|c|cambios|cita *|contenedor|contenga *
-5	context menu choose|contextual|contiene los|dbcs|de celdas con|de fecha *|de formato *|depende
-5	desplaza el|dicho|diferentes|diseño|distancia *|documento *|dos veces en|el orden|encima|entradas *
-5	escriba la|especifica la|especifica que|especifica si|estado|existentes cuando *|existentes cuando se
-5	final|formas|formatos|formatos *|función *|iconos *|intervalos|la cantidad de|la configuración de
-5	la fórmula *|las propiedades del|los caracteres|mayor|mediante el|medio|menu choose|menú contextual
-5	menús|min|modificaciones|modificaciones realizadas *|modificaciones realizadas en|muestra los|muestra u
-5	necesito un|ninguna|nombre *|notas|nper|número *|o referencias a|orden|patrón|permite especificar *
-5	pestaña actual *|pestaña actual a|podría hablar *|podría hablar con|previsualización de|principal
-5	proporcione|pulsar *|que desee|quería hablar|quiero hablar *|quiero hablar con|quisiera hablar
-5	referencia a *|referencias a|reinicializa *|reinicializa las|salir|secuencias de|secundario
-5	seleccionada *|seleccionado y|seleccione *|seleccione esta *|ser|solo se|sonido|símbolo|tablas *
-5	también se|texto de *|tienen *|tras *|título *|un documento de|un valor de|una cita *
-5	una previsualización *|una referencia a|una tabla|valor *|valores ?|veces en|web
-4	12|16|3: 2|3: aplicar|3: color|3: semana|3: órdenes|45|5|?3i|?alo|?ant|?b5|?be|?ca|?car|?exp
-4	?ido|?ima|?ion|?lan|?ma|?na|?od|?oth|?ple|?ria|?ry|?smo|?th|?vos|?án|^ calcula el
-4	^ calcula la|^ define el|^ escriba la|^ especifique el|^ muestra u|a celdas *|aplicar *|arrastrar
-4	busca|c6|cadena|caracteres *|contextual de una|creo que el|cursor *|de formato de|define las|desde *
-4	editar|el cuadro *|el intervalo de|el que se|el área *|elimina|escriba un|escribir|espacio *
-4	especifique|esto|expresión *|falta|formato de la|grupos|habitación *|if|inserta un|la barra *
-4	la lista *|la página *|libreoffice|los datos *|los valores *|lógica|margen|márgenes|no|objetos
-4	opción para|open|parámetro|programación|quede|resultado *|ser *|sistema|sumario|tengo *|type
-4	un valor|un valor *|una *|usuarios|valores|vencimiento|vez
-3	1d|25|3: celda|3: orden|3: seleccione|3: son|3: str|?ace|?am|?ase|?aís|?bie|?c8|?dd|?dez|?ect
-3	?ed|?eja|?la|?lic|?lip|?los|?lt|?me|?nar|?ng|?pe|?ps|?rl|?rob|?se|?st|?tes|?ían|?ído|?ís
-3	^ cómo *|^ establece las|a editar|actualizar|altura|array|campo|caracteres|celda|celda *|coma
-3	comentarios|como *|con *|contenido de *|decir|definidos|definir|diapositiva *|digite|diálogos
-3	ejemplo|el campo|el texto que|eliminar|establece las|estas|fecha|im|impress *|incluidas|indicar
-3	la tabla|la tabla *|las opciones *|libro|lista *|lista de *|macros|max|mensaje|nuevas|numérica
-3	nunca|números *|parámetros|pase|página *|salida|sigue|str|sun|tipos *|una previsualización de
-3	utilizar|valores *|área|único
-2	2 *|24|3: 5|3: campo|3: editar|3: entonces|3: muestra|3: posición|3: ser|3: área|?ad|?ará|?as
-2	?cio|?ef|?ege|?f6|?g|?gan|?go|?gul|?ida|?ies|?ita|?iv|?ién|?ió|?nos|?oro|?os|?osy|?ote
-2	?per|?pt|?pto|?red|?rpo|?rá|?set|?sta|?ta|?ud|?xt|?za|?ño|^ muestra una|^ no *|^ qué *|abrir
-2	anual|asistentes|autor|calcula la *|cambio|continuación|controlar|de ?|de texto *|del documento *
-2	determinar|ejes|en *|especiales|estadísticas|estructura|formulario *|idioma|imagen|imagen *
-2	importación|impress|la función|lógico|matriz|nada|nuevo *|objeto|oculta|operación|origen|precio
-2	propios|red|salto|submenú|tabuladores|temas|trazar|un nombre *|una lista *|y *
-1	3: fecha|3: función|3: nombre|3: objeto|?azo|?bar|?c1|?ces|?ct|?den|?er|?ers|?es|?ian|?ios|?ix
-1	?llo|?lly|?nes|?nga|?sas|?sis|?tea|?ter|?udo|?ula|?xto|activada|activado|actualizaciones|bueno
-1	categorías|columna|correo *|curva|dado|de diálogo *|default|deshacer|diálogo|documentos|ejecutar
-1	el documento *|en un *|enteros|guion|hora|iconos|letras|listas|manera|mostrar *|objeto *|opciones
-1	pasos|personalizar|podría *|predeterminado *|propiedades|resultado|sección|siempre|sistemas|sumar
-1	utilizado|vale|ventana *|view
0	2d|3: hora|3: número|3: opciones|?10|?ape|?bs|?cia|?d2|?eft|?eso|?ez|?g1|?gne|?ie|?ing|?ino
0	?ir|?ión|?log|?ly|?mir|?nen|?o2|?og|?ord|?orm|?put|?re|?rm|?rno|?slt|?ult|?uto|?va|?ype
0	?zan|?zón|aplicaciones|calcular|campos|control|cuadrada|cuadro *|código|datos|datos *|debería
0	la ventana *|línea|mayor *|medida|memoria|menor|mucho|multiplo|no se *|orden *|pagos|para ?
0	períodos|plantillas|puntero|regional|retícula|servidor|siguientes *|sola|título|ubicación
1	?abo|?ara|?ast|?ave|?bol|?cas|?dad|?eg|?f2|?gn|?h|?id|?ign|?io2|?le|?lp|?mal|?nce|?ner
1	?nir|?nte|?par|?res|?rme|?rra|?tar|?ty|?uro|?ños|?ón|acumulativa|ascii|automáticamente|buscar
1	byte|bytes|cabecera|combinados|comprobar|cota|cursor|día|eres|estilos|fechas|flechas|funciones
1	habitación|hacer|j|la fecha *|la lista|logarítmica|menú *|más tarde|navegar|omite|pagar|pi
1	problema|tal|texto|textos|va|ángulo
2	3|3: estación|4|?11|?aa|?abs|?aje|?al|?ar|?ban|?bre|?c50|?cta|?d4|?def|?dio|?dó|?ego|?eta
2	?ide|?ila|?is|?lar|?lte|?nde|?nza|?oco|?on|?ona|?ore|?ows|?rdó|?rga|?rre|?sal|?san|?te|?upa
2	?ws|?zas|?ñas|atributos|bidimensional|capa|categoría|completa|controles|correspondiente|datetime
2	depreciación|dibujo|directamente|distintos|días|entonces *|espaciado|expresiones|file|flecha|humana
2	inicio|ir|java|lista|m|marcador|mayúsculas|modificados|multimedia|n|obligatorio|porcentaje
2	posibles|página|regla|repite|sientes|siete|sustituir|visibles
3	3: flecha|3: todo|?aba|?act|?ap|?bit|?bj|?ble|?co|?da|?dar|?de|?ial|?ias|?ict|?imo|?io|?ipt
3	?ivo|?jos|?lla|?nda|?nés|?obj|?ra|?rds|?ro|?rse|?rt|?rta|?ted|?ua|?vo|a las *|anterior
3	apilado|archivo|arriba|cadenas|certificado|condiciones|cuadrícula|cuatro *|de *|diferencia|división
3	documento|espacios|esquema|grupo|gusta|hoja|idiomas|inverso|método|papel|regresión|subformulario
3	todo|wiki
4	#8|0 ?|255|2: está|3: lista|3: números|3: página|3: texto|?ano|?ba|?bo|?cho|?cle|?do|?ea|?eal
4	?eda|?f5|?ho|?irá|?ja|?lo|?mí|?ns|?ode|?r2|?rar|?rio|?rs|?rte|?rty|?sv|?tas|?ti|?tps|?ts
4	?uo|?vas|?xy|celdas|cinco personas|click|condicional|cómo *|de cálculo|del *|enlace|enlaces|error
4	escribe|extensión|filtro|guías|int|la página|libreoffice *|manual|mejor|no *|números|pasa
4	población|predeterminado|párrafo|registros|seguridad|svc|t|tabla|tiempo|variables|verticalmente
4	visita|y pulse *|z|índice
5	2: gracias|2: más|3: columnas|3: mejor|?ada|?aer|?ary|?bc|?cos|?dbc|?digits|?e5|?end|?exc|?eza
5	?f11|?ght|?gs|?gua|?ht|?ia|?ica|?ice|?je|?nja|?nly|?no|?ol|?or|?ot|?ron|?to|?ub|?ure|?xa
5	?xc|a el centro|acuerdo|adicional|ahora|alineación|anclaje|archivos|beta|button|capítulos|columnas
5	comillas|con un *|condición|convertir|copiar|cuatro personas|cálculo|decimal|dias|direcciones
5	disponible|doble|efecto|el documento|en ?|etiqueta|factura|filas|informes|la línea *|lateral
5	normal|numérico|o ?|ortografía|palabras|pantalla|para el *|permitir|que se *|selección|temporal
5	una cita|veces|área de *
6	2 devuelve *|3: aceptar|3: aeropuerto|3: formulario|3: resultado|?csv|?eer|?eto|?fi|?ga|?hi|?las
6	?les|?nt|?ral|?ri|?rla|?sa|?tal|?tos|?tp|?uri|^ es todo|a ?|aceptar|argumentos|automática
6	ayuda|b|barra de *|blanco|buenas tardes|complejo|contorno|cuadro de diálogo|cuesta|cuánto cuesta
6	datos ?|de la lista|de lista|de los *|de texto|de una *|del documento|descripción|dia lab *
6	diapositiva|diapositivas|entera|escritura|especial|fondo|formulario|fórmula|hablar con alguien
6	hora *|intereses|inversión|izquierda|local|mi reserva|modelo|moneda|médico|name|numéricos
6	objeto seleccionado|primero|prueba|páginas|s|saludo|tardes|unión|uno|usuario|variable|verdadero
7	0 *|1000|2: días|2: tardes|2: todo|3: automática|3: convertir|3: diapositivas|3: fondo|3: fórmula
7	3: mayo|3: ratón|?50|?ado|?chi|?có|?dos|?ds|?eo|?ero|?icó|?ied|?ier|?ira|?lto|?map|?odf|?ove
7	?reo|^ buenas tardes|asistente|año|bordes|buenas *|buenos días|cada *|calle mayor *
7	celdas seleccionadas|con el *|con una *|consultas|contar|criterio|de datos *|de fecha|de mayo|debe ?
7	del objeto seleccionado|derecha|emociones|en una *|eso|frecuencia|grados|impresión|indicado
7	la presentación|las celdas seleccionadas|lineal|mayo|mesa|mismo *|muy *|más *|nada *|navegación
7	ordenar|otros *|pegar|pie|presentaciones|programa|puedo *|ratón|reemplazar|reglas|son *|tarjeta
7	tres de *|tres de mayo|un número|una mesa|vacíos|var|vertical|viene|viñetas|x|éxito
8	1 devuelve *|3: agente|3: bordes|3: código|3: draw|3: encargado|3: impresión|3: macro|3: nueva
8	3: persona|3: tarjeta|3: uno|3: usuario|3: viene|?|?ans|?bot|?cto|?dea|?ina|?iva|?men|?ons|?osa
8	?rms|?rás|?so|?tir|?ull|?ás|?ún|^ buenos días|^ tiene *|a el hotel|activa|agente|any *
8	aplicación|archivos *|búsqueda|centro|cinco *|comparación|con el encargado|conjunto|date
8	de archivo *|de archivos *|de cadena|de un *|dia lab intl|diez *|draw|el encargado|en el *
8	en libreoffice|en libreoffice draw|encargado|errores|estación|estándar|estás|f|habitación doble
8	interno|inv|la distribución *|la estación|liquidación|macro|media|nueva|operadores|persona
8	porque no *|próximo|secciones|string|su código|tablas|te *|tres *|un agente|un coche
8	una habitación doble|writer
9	2: personas|3: cero|3: cálculo|3: mesa|3: noches|?aga|?ctl|?e3|?est|?iso|?sc|?ss|?sto|?tl|?és
9	^ a casa|^ nada *|a casa|a el *|a herramientas *|abajo|abierto|acción|aeropuerto|ajuste|b6
9	cancelar mi reserva|cero|cita por *|cita por favor|coche|comentario|constante|d3|de datos
9	de diapositivas|de la diapositiva|degradado|desplazamiento|dll|document|el aeropuerto|eventos
9	formularios|fórmulas|gracias *|imprimirá|inicial|key|la flecha|modify|muchas *|no ?|nuevo
9	numeración y *|número complejo|para el viernes|pdf|pedido|periodo|pulse en aceptar|puntos
9	que quiera *|que viene|relaciones|reservar una *|semana que viene|sombra|tarda|una pregunta
10	3: búsqueda|3: error|3: especificada|3: fórmulas|3: nuevo|3: nuevos|3: personalizado|3: precio
10	3: tablas|3: verdadero|?aja|?el|?ent|?igo|?in|?v|^ buenas *|a el aeropuerto|a insertar *
10	cancelar mi *|cita|como un *|completo|con un agente|con una persona|confianza|contraseña|crees
10	cuadro órdenes|de idioma *|de página|decimales|del texto|deseado|detalles|el precio|especificada
10	existentes|habitación está sucia|hasta el *|impresora|la segunda|leyenda|los objetos seleccionados
10	mi *|microsoft ?|no sé|nuevos|numeración y viñetas|ocultas|opcional|otro|paréntesis|patrón de *
10	pedido está sucia|personalizado|personas por *|personas por favor|pestaña ?|pizza|plantilla|por *
10	precio *|predeterminados|propiedad|reservar una mesa|segunda|semana que *|trabajo|un ?|una persona
10	una pizza|y diez *|y diez niños|y viñetas|índices
11	2: acuerdo|2: primero|3: automáticamente|3: cierran|3: funciona|3: html|3: paréntesis|3: python
11	3: recepción|?ate|?f9|?jas|?pub|?tó|?uen|?uno|^ de acuerdo|a editar *|a ver *|acumulada|asiáticos
11	años|bibliografía|billete|casa por *|casa por favor|con alguien|con recepción|consulta|control de *
11	cuadrado|del texto seleccionado|dónde *|el ratón|eso es todo|factura está mal|gamma|gestionar *
11	hablar con recepción|html|impresión *|inversa|laborables|libreta de *|libreta de direcciones|lo *
11	matrices|message str bool|número ?|ordenada|otro *|personalizada|pie de página|predeterminada
11	pregunta|quiera *|recepción|restablecer|rutas|se debe *|siga|sin *|tabulación|taxi|un billete
11	un taxi|viernes|y cuatro *|y cuatro niños|y dos *|y dos niños
12	1: bueno|1: gracias|3: barcelona|3: basic|3: cita|3: cuenta|3: gusta|3: individuales|3: lectura
12	3: mal|3: matrices|3: portapapeles|3: pregunta|3: procedimientos|3: seleccionados|3: url|3d|?df|?rlo
12	?tc|^ bueno|^ dónde está|^ está correcto|^ gracias|^ podría repetirlo|archivo ?|barra de estado|basic
12	botón *|buenos *|columnas *|círculo|de cadenas|de la página|de objetos|del programa|desee *
12	desee aplicar|destinatario|destino|devuelve ?|devuelve verdadero|dinámica|distinta|dónde está
12	editar *|el cuadro órdenes|el jueves|el viernes|en calc|en radianes|es todo|eso está *|eso está bien
12	estilos gestionar *|estilos gestionar estilos|está correcto|expresión de cadena|generado|gráfico
12	habitación está mal|individuales|jueves|la calle *|la calle mayor|la oficina|lectura|lista ?
12	los otros *|lunes|línea de *|mal|mes|mi tarjeta|monetarias|módulos|objetos de *|ole|ordenación
12	partes|período|podría repetirlo|portapapeles|precio tiene|procedimientos|puntos de *|que desee aplicar
12	qué ?|qué precio *|qué precio tiene|scriptforge|se desee *|seleccionados|siete *|tabla dinámica|tema
12	total|url|va a *|válida|y de *
13	1: no|3: 3d|3: a50|3: activa|3: activo|3: coche|3: complejo|3: definida|3: dinámica|3: díaz
13	3: edición|3: están|3: estándar|3: gráfico|3: internet|3: madrid|3: momento|3: procedimiento|3: siga
13	3: taxi|3: vídeo|?esa|?rir|?son|?ul|^ buenos *|^ cuándo *|^ no|^ para mañana|a la oficina|a1 a50
13	a50|activo|animación|biblioteca *|cuándo *|de este|de estos *|de semana *|definida|demás
13	disponibles|domingo|dos personas|díaz|dónde están|edición|el centro|el miércoles|el primero
13	en este *|es todo *|es todo gracias|exportación|false|fontwork|funciones de *|garcía|general
13	hiperenlace|imprimir|inputstr str *|internet|juan *|juan garcía|la señora *|la señora díaz
13	libreoffice draw|llego a madrid|mediodía|mi cita|miércoles|momento|natural|negativo|no puedo *
13	nominal|o un *|objetos seleccionados|organizador|original|pedido está mal|pedido no *|pedido no llega
13	pestaña bordes|procedimiento|python|señora *|señora díaz|tengo cuatro *|tengo cuatro niños
13	todo gracias|un número complejo|vacía|vídeo|ya está
14	1: sí|2: madrid|3: adiós|3: automático|3: billete|3: bool|3: capítulo|3: cara|3: correcto
14	3: criterio|3: directo|3: disponibles|3: especifique|3: factura|3: gamma|3: hiperenlace|3: imprimir
14	3: oficina|3: pedido|3: personas|3: pizza|3: reserva|3: seleccionada|3: xml|?esc|?etc|?ico|?iz|?pa
14	?vil|^ es *|^ es lejos|^ sí|^ tienen *|^ ya está|a barcelona|a las diez|archivos ?|area *
14	automático|azul|barato|bool|capítulo|cara|carta|combinado|correspondientes|d|de ana|de la *
14	de las *|de semana|de semana ooo|de índice|directo|distribución *|documentos de texto|el domingo
14	en aceptar|es juan *|es juan garcía|es lejos|eso es tarde|factura no *|factura no llega|firma
14	habitación no *|habitación no llega|históricos|hora llega|instrucción *|lab *|las diez|llama|martes
14	me gusta|message str *|mi factura|mi pedido|muchas gracias adiós|n *|no válido|oficina|operativo
14	parte de ana|por mi cuenta|potencia|presentación|que desee *|qué hora llega|reserva|resultados
14	seleccionada|semana ooo|te ?|teclado|todos los cambios|tu ?|xml
15	2: abren|2: llega|3: agrupar|3: domingo|3: especificado|3: existente|3: llama|3: opcional|3: potencia
15	3: presentación|3: sábado|?bia|?liz|?ora|?oxy|^ cuándo abren|^ cuándo llega|^ cuánto *|^ el primero
15	^ nada más|^ puede repetirlo|^ tiene desayuno|^ ya *|agrupar|amortización|biblioteca scriptforge|calc
15	calculará|chart documents|combinar *|correspondencia|cuándo abren|cuándo llega|cómo puedo *|dde
15	de estos procedimientos|de tabulación|decirme el *|decirme el precio|del eje|devuelve 1|diez niños
15	el martes|el portapapeles|electrónico|eliminar *|en la lista|en libreoffice *|entonces el sábado
15	eres *|especificado|estamos en *|estos procedimientos|existente|falso|fax|garantía|gestionar estilos
15	hiperenlaces|humanos|informe|la biblioteca scriptforge|llego *|math|mañana gracias|mi código|nada más
15	pedido está *|perdido mi reserva|perdí mi tarjeta|puede repetirlo|pulse en *|radianes|renglones
15	reservar un taxi|ruta de *|secuencia de *|siguiente|siguientes|su contenido|sábado|sé|tab chart *
15	tab chart documents|tiene desayuno|uno *|ya *|él
16	2 o *|2: grande|3: alguien|3: excel2003|3: informe|3: mañana|3: período|3: seleccionadas
16	3: seleccionado|3: siguiente|3: siguientes|?im|?lue|?mún|?pr|?upr|^ el grande|^ puede ayudarme
16	^ tienen aparcamiento|a la estación|alguien|bueno está *|bueno está bien|contienen *|cuenta|de destino
16	de diseño|de semana excel2003|debe ser *|del mismo *|devuelve *|devuelve 0 *|devuelve 2|el grande
16	el hotel|el lunes|el sábado|excel2003|final del *|formulario pulse *|grande|gráficos|hotel|inglés
16	la aplicación|la consulta|la línea estructura|la selección actual|lab intl|línea estructura|mañana es *
16	no es correcto|noches|nuevo pestaña *|ooo|por su *|puede ayudarme|seis *|seleccionadas|seleccionado
16	semana excel2003|su *|sí|tienen aparcamiento|tú|y elija *
17	0 y 1|1: claro|2: adiós|2: cierran|2: otro|2: sé|3: abren|3: actual|3: adicionales|3: calc|3: falso
17	3: gráficos|3: miércoles|3: ooo|3: tú|?ger|?lor|^ claro|^ cuándo cierran|^ gracias adiós|^ no sé
17	^ son todo|a las siete|actual|adicionales|barcelona|cierran|cuatro niños|cuándo cierran|de documentos
17	de libreoffice|de un número|del título|dos niños|el otro|en el documento|en la página|en madrid|es 0
17	está *|estás *|flotante|hola|hora puedo *|hora puedo ir|int *|intervalo de letras|intro|las siete
17	lo sé|mi cuenta|no lo sé|o en *|otra *|para hoy|que desea *|se desea *|sitio llámeme|solo lectura
17	somos cuatro *|somos cuatro personas|somos diez *|somos diez personas|son todo|símbolos del *
17	símbolos del gráfico|tabulador|tienen sitio llámeme|tres niños|tu *|valor numérico *
18	0 y *|1: hola|2: ayudarme|2: repetirlo|3: aparcar|3: dde|3: diferente|3: pagar|3: viernes|?ets|?jar
18	?o1|?rsa|^ el otro|^ hay aparcamiento|^ hay desayuno|^ hola|a 1|aparcar|area tab|ayudarme
18	bibliográfica|cambiar mi pedido|celdas con *|con mi *|con nombre *|conjunto de datos|cuánto *|dicho *
18	diferente|distribución normal *|dónde puedo *|dónde puedo aparcar|en abrir|es 1|eso *|estilo ?
18	factura está *|fecha y *|formato celdas *|formulario pulse en|habitación está *|hay aparcamiento
18	hay desayuno|llego a *|llego tarde|manualmente|mediodía es *|minúsculas|objeto 3d seleccionado
18	objeto ole|olvidé mi reserva|openoffice ?|personas|personas gracias|porque llego *|porque llego tarde
18	puedo aparcar|pulse en abrir|página pestaña *|regulares|remoto|repetirlo|selección actual
18	tienen un coche|tienen una cita
19	0 0|2: segunda|3: ir|3: martes|3: radianes|3: remoto|3: rota|3: tarde|3: vba|3: válido
19	3d seleccionado|^ la segunda|^ tiene aparcamiento|anteriores|celda activa|commandctrl *|conversión
19	de esta|de solo *|de usuario|de valor nominal|de vba|dist|en cada *|en el aeropuerto|está rota
19	finales|hora cierran|las celdas vacías|las siguientes *|libreoffice base|negro|num de *|num de semana
19	openoffice *|pedro *|pedro ruiz|perdido mi tarjeta|perdí mi reserva|porque está *|porque está rota
19	qué hora *|qué hora cierran|remitente|rota|ruiz|se llama|tiene aparcamiento|tienen una mesa
19	una expresión numérica|valor nominal|vba|válido
20	2: casa|3: barato|3: intl|3: intro|3: oigo|3: tren|?rts|^ eres *|^ no gracias|algo más *
20	algo más barato|barata|bueno hagamos *|bueno hagamos eso|casa|consulte también *|cómo está *
20	cómo está usted|de impresión *|destinatarios|el tren|en el portapapeles|es mejor|es muy *|eso es *
20	está usted|estás ?|hagamos *|hagamos eso|imaginaria|intl|le oigo|los otros objetos|más barato
20	no gracias|no le *|no le oigo|o sin *|oigo|puede ser llámeme|sale el *|sale el tren|seis niños
20	ser llámeme|tiene un billete|tiene una *|tienen una pizza|tren|unidad *|usted|valor 0 *|vista de *
21	3: documents|3: group|3: lunes|3: lópez|3: ruiz|3: usted|?edo|?ito|^ está *|a insertar gráfico
21	cancelar mi factura|como 0 *|correcto|cuándo puedo *|cuándo puedo ir|cómo se *|de la garantía
21	declaración de *|digitales|documents|dos valores|en barcelona|es seis *|es seis uno|group
21	insertar gráfico|llame más *|llame más tarde|no lo *|no me *|o 4|o hoy|o un intervalo
21	org openoffice *|pulse *|resultante|seis uno|tarde|una muestra|writer libreoffice calc
22	2: entiendo|3: cuesta|3: jueves|3: sucia|3: tab|3: ustedes|^ cuánto es|a madrid|a otro|cuesta un *
22	cuánto es|dos siete *|dos siete uno|dónde están *|dónde están ustedes|en dos *|eres ?|eres un *
22	es muy cara|es posible llámeme|eso es|está sucia|están ustedes|hora abren|muy cara|o el *|o en filas
22	o mañana|olvidé mi tarjeta|perdí mi código|pestaña fondo|porque no funciona|posible llámeme
22	predeterminado es *|puedo pagar|que lo *|qué hora abren|saber cuánto *|saber cuánto cuesta|siete uno
22	sucia|tab|tengo una reserva|tiene un *|tienen una *|un momento|una reserva|ustedes
23	2 o 4|2: correcto|2: funciona|2: tarde|3: bien|3: dist|3: eso|3: veinte|?oso|^ no funciona
23	botón más|calculará el *|calle mayor veinte|declaración de tipo|del índice|en el resultado|entiendo
23	fecha y hora|funciona|guardar como|hay una *|insertar pulse *|insertar pulse en|la búsqueda
23	la notación *|maría *|maría lópez|mayor veinte|no definida|no llega|no quiero eso|olvidé mi código
23	por mi *|por su ayuda|quiero eso|salimos al *|salimos al mediodía|veinte|y hora
24	3: vacías|abren|adiós|base de dados|calculará el año|claro|da 0 *|de idioma idiomas
24	elementos seleccione *|eso es mejor|espere un *|espere un momento|está mi *|está mi pedido|favor
24	gracias adiós|idioma idiomas|mañana|muy caro|no quiero *|perdido mi código|por favor
24	propiedades pestaña *|su ayuda|tabla pulse *|tabla pulse en|vacías
25	3: llega|bien|calcula la distribución|celdas con números|con números|de interés periódico|efectuados
25	eje y|la muestra|lejos|llega|línea de base|no funciona|para mañana|sitio el *|tarda una *
25	tienen un *|triste|un único *
26	2: mañana|2: prisa|3: caro|^ no entiendo|^ tengo prisa|al cuadrado|caro|confirmación
26	de espacios totales|de esta *|estas *|está bien|funciones de cadenas|madrid|no entiendo|no puedo ir
26	no válida|noche|otros objetos|prisa|sentimientos|tengo prisa|tengo una *
27	2: lejos|2: roto|3: confirmación|3: expira|3: hoy|apunta la *|apunta la flecha|cómo puedo pagar
27	en la estación|expira|lópez|mejor que *|no me gusta|perdí mi *|que se analizarán|roto|sientes *
27	str *|str bool
28	2: desayuno|función categoría *|herramientas pulse *|herramientas pulse en|ingrese su *
28	ingrese su código|int str
29	2: aparcamiento|3: svc|aparcamiento|es correcto|hoy|pestaña área|pulse en|si conjunto|str str
30	3: ana|3: desayuno|3: garcía|3: llámeme|con desayuno|cómo se llama|hay alguien|llámeme|puedes *
30	puedo ir
31	2: perfecto|3: niños|^ son *|está mal|favor siga|niños|por favor siga
32	estándar pulse *|estándar pulse en|olvidé mi *|pestaña *
33	entonces el *|perdido mi *|perfecto
34	3: favor|saber dónde *|saber dónde están
35	ana|tengo una pregunta
36	desayuno|es tarde|gracias|llegamos el *
39	financieras parte *
45	3: gracias
"""
