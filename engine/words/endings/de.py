"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""

WEIGHTS = """\
-44	oder ein|wir am *
-43	sie am *
-42	wegen meiner *
-41	habe am *
-39	str ?
-38	3: vielen|gerne ein *
-37	ist ein
-36	komme am *
-35	3: keine|keine|möchten ein *|viel kostet ein
-34	denke *|die zu *|glaube *|ich denke *|ich glaube *|kostet ein|sie ein *|von ihnen|will ein *|zehn uhr
-33	^ ein *|in ein|ist nicht|ist wird|wollte ein *
-32	muss ein *|war nicht
-31	3: erste|^ es *|halb|oder|vielen|zehn
-30	3: oder|der zu *|es geht|konto ist|mein konto ist|und|viertel|wenn es *|wenn es geht|zur
-29	2: erwachsene|2: oder|3: eines|3: für|3: im|3: und|bool false|erwachsene|für|ich ein|ist da
-29	nächste|sie noch *|sieben
-28	2: ist|3: des|3: in|3: von|3: wenn|3: wie|3: zur|auf ein|beim *|das datum *|des|eines|im|mir
-28	und wählen|von|welche *|wird ein
-27	1: haben|1: können|1: passt|3: zum|3: zwischen|^ haben|^ können|^ passt|auf das|das ist|den zu *
-27	in|ist hauptstrasse|schriftart *|sie bitte|zwischen *
-26	3: den|3: der|3: einer|3: opt|abschnitt *|anzahl an|dem register *|den|einer|eins *|eins haben
-26	gleich *|ist der|legt fest|listenfeld zu *|nein das stimmt|sechs|sie eins *|sie eins haben
-26	termin am *|termin um *|und klicken|welche|wenn *|zum
-25	2: werden|3: am|3: beziehungsweise|3: dass|3: dem|3: die|3: eine|3: immer|3: mit|3: nächste
-25	3: sechs|3: vom|?hes|aktuellen|am|beziehungsweise|dass *|dem|der|die libreoffice *|elemente *
-25	enthält *|es ein|für das|geht es|gibt true *|habe ein|ich einen *|ich habe ein|ihnen *
-25	ihr dokument einfügen|ist zu|mit|mit einer *|nehme ich *|nehme ich ein|nummer ist|ob *|sie eins
-25	sie kaputt|tisch am *|um ein|verschieben *|vom *|weil sie *|weil sie kaputt|wenn sie *|wenn sie eins
-25	wie spät|würden gerne *|zum *
-24	2: können|3: aktuellen|3: einem|3: indem|3: lautet|3: register|3: zweite|?ige|^ libreoffice *|als
-24	dass|die buchung *|eine|gibt es ein|gibt true zurück|hat *|in libreoffice calc|indem|innerhalb
-24	lautet|listenfeld zu verschieben|maria|mein|meine *|n *|nach|ob sie *|register|um die *
-24	verschiedene *|vom|war zu|weil|wenn|wenn das *|wie|wird der *|zu
-23	2: für|2: sieben|3: als|3: einen|3: geben|3: ihrer|3: innerhalb|3: termin|3: welche|3: zu|?em
-23	^ wir *|acht ist|adresse ist|alle|bis|dann auf|datei zu erstellen|die|die heizung ist|die werte *
-23	durch ein|einem|einen|gerne einen *|gezeichnet werden soll|glaube sieben *|glaube sieben uhr|hans
-23	heizung ist|ich einen tisch|ihrer|ist vier|legt *|meine adresse ist|meldung *|möchte ein *|nein das *
-23	noch ein|ob|ob sie ein|opt|peter|schaust|sie noch ein|speicherort *|termin|um das *|umschalt
-23	wann *|was kostet ein|wie geht|während|zwischen
-22	#2|1: ich|1: mach|1: mein|1: meine|1: weil|2: den|2: ein|2: halb|2: zehn|3: alle|3: beim|3: deren
-22	3: nach|3: schätzer|3: sieben|3: sowie|3: vier|3: weitere|3: während|3: zwei|?der|?ete|^ ergibt *
-22	^ ich|^ mach|^ mein|^ meine|^ weil|argumente *|assistenten können|beim|bin nicht|deren
-22	die symbolleiste *|einstellungen und *|entsprechende *|entweder *|er|fläche *|gern *|guten morgen *
-22	herr|ich bin nicht|inhalt der *|lautet *|leer ist *|legt die *|libreoffice dokumenten|mach
-22	meine nummer ist|mit der *|muss *|möchte einen *|oder an|register linie|schätzer|sie ein|sie ändern
-22	sowie|titel|tritt *|viel *|vier|wie viel *|zurückgegebene *|über
-21	#1|1: das|1: ein|2: hat|2: sind|2: viertel|3: aber|3: angegebenen|3: ausgewählten|3: dann|3: mein
-21	3: neben|3: neuen|3: ob|3: titel|3: umschalt|?nde|?ven|^ *|^ das|^ ein|^ es ist|^ svc *|^ wann *
-21	^ öffnen *|aber|aktuelle|angegebenen|ausgewählten|b2|bei der *|bis zu *|casesensitive|damit *|dann
-21	den dritten|denen *|die karte *|dieselbe *|dritten|ein objekt|eine zahl|einer anderen *|einige
-21	ergebnis|fragen *|frau|für ein|gern ein|gibt|hilfe *|ich suche *|in das|kontextmenü einer *|konto
-21	lautet hauptstrasse|mehreren *|mein konto|morgen ist|möchten *|nur|nur ein|oberen *|oder falsch
-21	optional *|optionen libreoffice calc|pdf|punkte *|sich|sie im *|sie tabelle *|standard ist|tritt ein
-21	um einen *|verwendete *|wenn die *|wenn ein|winkel *|wissen *|wo|x ?|zwei|zwei ?
-20	1 0 *|1 2|1: wir|2 zahl 255|255 *|2: die|2: gut|2: möchten|3: anzahl|3: beispielsweise|3: bereits
-20	3: dessen|3: direkt|3: folgenden|3: fünf|3: gibt|3: konto|3: kopf|3: maria|3: meiner|3: mir|3: nur
-20	3: pdf|3: rechten|3: sich|3: stelle|3: unter|3: zehn|3: über|?ere|?est|^ für *|^ mein *|^ wir
-20	^ wir möchten|^ öffnen sie|a1|alle *|als ein|ansicht formatvorlagen *|ansicht symbolleisten|auch
-20	auf dem *|aufzählungszeichen *|automatische *|beim ?|berechnungen *|bereits|bereits ein|brauche *
-20	casesensitive *|casesensitive bool|das makro *|das objekt *|der wert *|des zu *|dessen
-20	die bestellung *|die reservierung *|dienst *|direkt|durch *|ein objekt *|einem anderen *
-20	eines objekts *|ergibt den *|filme *|folgende|formular ?|funktionen *|gezeichnet werden *|ich|ich bin
-20	ich brauche *|ich möchte *|ihre|im register *|kopf|mach das *|mehrere|meine|meine karte|meiner
-20	methode|möchte *|müssen *|neuen|office *|opt *|pivot|rechten|sie das|sowie *|stehen ihnen|steht *
-20	stelle|stellt *|tisch um *|und ein|unter|unter *|verschiedene|vier zwei|viertel *|viertel vor|war
-20	was|wie *|will einen tisch|wir möchten|wählen sie ändern|würde gern *|zu einer|zu ändern *|zu öffnen *
-19	#3|1999|1: ab|1: darf|1: es|1: guten|1: kann|1: was|1: wenn|1: wo|255 sind *|2: der|2: haben
-19	2: nächste|2: wird|3: aktuelle|3: aller|3: anteil|3: asiatische|3: ausgewählte|3: befehlstrg|3: bis
-19	3: diesem|3: dritte|3: einstellungenextras|3: ergibt|3: genau|3: ihre|3: ihres|3: nehme|3: neue
-19	3: war|?ens|?ffe|?gte|?zit|^ ab|^ darf|^ es|^ guten|^ kann|^ okay gut|^ was|^ wenn|^ wo
-19	aktiviert|allen|aller|also|anordnung|anteil|anzahl der *|asiatische|auf die|auf jene *
-19	auf jene zurück|aus und *|ausgewählte|bearbeitet|bei|beispielsweise *|brauchen *|c2|das nächste *
-19	den sie *|der die *|der dritte|die heizung|die heizung war|die nummer *|dient zum *|dieser|dieses
-19	dritte|einen termin um|einen tisch um|entweder|ergibt|erhalten *|erlaubt *|falls|folgenden|fuss
-19	fügt *|für die|geben|gerne ein|gibt *|glaube das ist|gleich|grösse *|guten|guten tag *|heizung war
-19	hätte gern *|ich *|ich muss *|ich will *|ich wollte *|ihrer ?|ihres|in der|jede|jene *|jene zurück
-19	kapitel *|können *|laden *|legen sie *|legt|liste zu *|lässt|matrizen *|muss einen *|nachdem|neue
-19	nicht mehr|numerische|numerischen|nur *|oben *|oder mehr|ohne|okay gut|ole|optionale *
-19	position des *|rufen sie *|schlüsselwort *|setzt|sie einfügen|sind zahlen|sonst|stellt|suche
-19	termin um|tisch um|um *|um den *|verwendung|viele|was das|weit *|weitere|werden die *|wie viele *
-19	will *|wir|wir würden *|wir würden gerne|wird die *|wo *|wollte *|wollte einen tisch|würde|würden *
-19	würden gerne|würden gerne ein|zeigt|zeigt *|zugriff auf|zum einfügen|zum erstellen|zurück die *
-19	ändern neu
-18	10 ?|1999 *|1: die|1: gibt|1: ginge|1: naja|1: wie|1: würde|2: 4|2: eine|2: kann|2: kostet
-18	2: machen|2: und|2: viel|3: allen|3: anordnung|3: auch|3: b2|3: bearbeitet|3: bestimmten|3: damit
-18	3: dieses|3: element|3: folgende|3: fuss|3: ganze|3: gern|3: gleich|3: ihr|3: ihrem|3: mehrere
-18	3: meinen|3: methode|3: mindestens|3: noch|3: numerischen|3: ohne|3: ole|3: peter|3: preis|3: teil
-18	3: unteren|3: verschiedene|3: viele|3: wann|?ehr|?gst|?ize|?les|?lte|?rd|^ das ist|^ die
-18	^ dieser *|^ gibt|^ ginge|^ hiermit *|^ naja|^ sie *|^ was kostet|^ wenn *|^ wie|^ wo *|^ würde
-18	add|aktionen|aktiviert ist *|anhand|anzahl|bedingung *|befehlstrg|beispielen|bestimmten|brauche ein
-18	dabei|damit|darf ich *|das argument *|dem die *|den namen|denen|der als *|der dialog *
-18	dialog angezeigten *|die *|die abfrage *|die an|die ergebnisse *|die in *|die rechnung *|die sie
-18	die zahl|digitale|dokument eingefügt werden|drei|ein fehler|eine *|einfügen verzeichnis
-18	einzelzimmer für *|element|epub|ersten|erwachsene und *|filename *|folgende beispiel *|frage zu *
-18	frage zu meiner|fragen wie *|fragen wie spät|fügen|fügt|fünf|ganze|geben sie an|gern|ginge|habe
-18	hier ist|hiermit *|html|i|ich brauche ein|ich meine *|ihr|ihrem|indem sie *|int ?|jeder
-18	kann ich ein|konto lautet|können auch *|leere|letzten|mal|mein code *|mein konto lautet|meinen
-18	message|mindestens|muss einen tisch|naja|nehme|nehme *|noch|nur dann *|ob sie|objektrand|opt ?
-18	overwrite *|preis|python *|setzt *|sie an|sie ansicht symbolleisten|sie die *|sie ein ticket
-18	sie ein zimmer|siehe|so|steuerelement ?|str opt|um das|und dann *|ungerade|unteren|untermenü *
-18	verfügbaren|viel kostet|was kostet|wegen meiner bestellung|weil *|welchen|welchen *|werden nicht
-18	wie das *|wie viel kostet|wir möchten *|wir sind *|wird das *|wählen sie einfügen|zeilen oder *|zu dem
-18	zu meiner|zugegriffen werden *|zusätzliche|änderungen an|öffnen des *|中
-17	100 währungseinheiten|1: klicken|1: könnte|1: sonst|1: um|1: wählen|1: öffnen|2: alle|2: es
-17	3: bestandteil|3: denen|3: einzelnen|3: ergebnis|3: ersten|3: exp|3: feld|3: gewählten|3: geöffneten
-17	3: hans|3: herr|3: html|3: ihren|3: jedoch|3: jemandem|3: letzten|3: linken|3: numerische
-17	3: numerischer|3: pivot|3: pro|3: quadrat|3: verfügbaren|3: verwendung|3: was|3: zeigt|?and|?dig
-17	?do|?ess|?ils|?lue|?pft|^ eine *|^ hier *|^ ich *|^ klicken|^ könnte|^ mach *|^ sonst|^ um
-17	^ wir sind|^ wählen|^ öffnen|a3 *|abstand *|am den|am nächste|an *|anfang|aus *|aus oder *
-17	ausdruck der *|automatisch an|basis|bei ?|beide *|bestandteil|bestimmte|bietet *|das steuerelement *
-17	davon|dde|den inhalt *|denke das ist|der parameter *|des typs|dialoge|die als *|die datei *
-17	die formel *|die grösse|die letzte *|die änderungen *|diese option|diesem *|dieser funktion *
-17	eine zeichenfolge zurück|einen termin|einer datenbank *|eines ausgewählten *|eines eintrags *|einzelnen
-17	einzüge|ende|ereignis|es|es geht *|exp *|fensters *|fest *|frage *|funktion ist|für drei|für fünf
-17	ganz|ganze *|geben *|gewählten|geöffneten|gitterlinien|hier *|hierzu *|ich schaue *|ich suche ein
-17	ich würde *|ihrem dokument *|ihren|im *|im bereich|inhalts|innerhalb *|innerhalb der *|ist die
-17	ist nur *|ist sechs|jahr zu *|jahr zu berechnen|java|jedoch|jemandem|komplexe *|kontextmenü
-17	kopieren *|kundennummer ist *|legen|lesen sie *|linken|mach *|mach die *|mach die heizung|machen *
-17	mein name ist|meinen *|meinen termin|menü *|microsoft|mit der|mit einem|mit hilfe|mit jemandem
-17	mit rechts|morgen ist da|möchten ein|möchten einen *|neben|nehme ich|numerischen ausdruck|numerischer
-17	okay gut das|opendocument version *|opendocument version 1|option ?|personen vielen|pro|quadrat
-17	rechten maustaste *|schaue *|schwarz *|schätzer exp *|sf|sich der *|sie ein einzelzimmer|sie mit *
-17	sie ändern neu|skripte|sofern|spät *|spät es|standardmässig|stellen sie *|suche ein|typ|und auf *
-17	und legt *|und legt fest|version 1|vier zwei *|vier zwei sieben|von optionen|vor der *|wenn der *
-17	wenn ein *|wenn keine *|werden die|wie ein|wie spät *|wie spät es|will einen *|wir möchten ein
-17	wir sind|wird als *|wird das|wird ein *|wissen wie *|wissen wie spät|wobei *|y|zeichenobjekt
-17	zwei sieben
-16	1: also|1: legt|1d *|255 sind|255 sind zahlen|2: 0|2: auf|2: einen|2: habe|2: ich|2: sie|2: würden
-16	3: aktiviert|3: anfang|3: basierend|3: bestimmte|3: datenfeld|3: denke|3: dieser|3: digitale
-16	3: einschliesslich|3: einzelne|3: elements|3: ende|3: entweder|3: er|3: erscheinen|3: gewünschte
-16	3: gewünschten|3: halb|3: kontextmenü|3: leere|3: legen|3: lässt|3: meinem|3: menü|3: microsoft
-16	3: mittels|3: nachdem|3: open|3: problem|3: rufen|3: sie|3: unterhalb|3: verschiedenen|3: vertikalen
-16	3: welchen|3: y|?dbc|?des|?eb|?zte|?üft|^ also|^ fügt *|^ ist *|^ legt|^ weil *|^ wie geht
-16	^ wir würden|andere ?|anderenfalls|anfang *|anweisungen|ausserhalb|basierend|basierend *
-16	basierend auf|befehl *|befehlstrg umschalt|benutzerdefinierte|besteht *|bestellung ist|bevor *
-16	bezug auf|buchung ist|dank auf|darf *|das aktuelle|das zeichen *|datenbereich *|datenfeld|davon *
-16	dem *|dem sie *|den cursor *|denke|der aktuellen|des aktuellen|dessen *|die bestellung ist
-16	die buchung ist|die den *|die eigenschaften|die reihenfolge *|diese option *|diesem|dokument wird
-16	dokumentvorlagen *|doppelzimmer für|dort|ein der *|ein doppelzimmer für|eine liste *|eine neue
-16	einen bereich|einen tisch für|einen zellbereich *|einige *|einschliesslich|einstellungen *
-16	einstellungenextras|einzelne|einzufügen *|elements|erscheinen|es etwas|es ist möglich|etwaige
-16	falsch *|filesystem|formats *|für den|für sechs *|für sechs personen|gemäss|gerade|gewünschte
-16	gewünschten|gibt es etwas|gut machen|hilft *|hinaus *|hyperlink ?|hätte *|ich denke|ich will ein
-16	ich wollte ein|ihrem ?|import|in dem|in den|indem *|ist eine|ist möglich|ist nicht bestandteil
-16	ist vier *|ist vier zwei|je|jeden|jetzt|kann|kann *|karte für|klick *|klicken *|kommentare
-16	kontextmenü wählen|kundennummer *|könnte|könnte *|lange *|lautet vier|lautet vier *|lautet vier zwei
-16	libreoffice|libreoffice einstellungenextras|linken *|logische *|logischen|markierte *|maximal *
-16	meine kundennummer *|meine rechnung|meine telefonnummer *|meinem|menü|methode *|mit meinem|mittels
-16	möchten einen tisch|neue karte für|neues|nicht bestandteil|obere *|oberen|objekts wählen|oder das
-16	open|option *|org|positive *|rahmen *|rufen|rufen sie mich|schlüsselwort|selbst|sie|sie eine *
-16	sie form *|sollte *|standard ?|star *|sun star *|tastenkombinationen|teil|text der *|text und *
-16	textes *|textfeld|textfelder|tisch für|um ein *|und das *|und nummerierung *|und wählen *|unterhalb
-16	verhalten|verschiedenen|vertikalen|verweise *|verwendenden|vielen dank auf|von der *|weit ist
-16	welche die *|welches *|wie viel|wie weit *|wie weit ist|will ein|wir brauchen *|wir würden|wird aus
-16	wohin|wollte ein|wollte einen *|wörterbuch *|würden|ziehen *|zu ändern|zuletzt *|zum beispiel *
-16	zum festlegen|zur *|zurück *|änderungen *|übernimmt
-15	#4|100|1: der|1: geben|1: hier|1: sie|1: verwenden|1: vielen|1: zahl|1: öffnet|1d|2: 1|2: a1
-15	2: adresse|2: an|2: bin|2: brauchen|2: name|2: will|2: öffnen|2d|3: a|3: a1|3: aktiven|3: also
-15	3: anweisungen|3: basis|3: bei|3: benutzerdefinierten|3: definierten|3: dritten|3: entsprechenden
-15	3: frau|3: gemäss|3: gerade|3: habe|3: hyperbolicus|3: jedes|3: kommentare|3: leeren|3: menschen
-15	3: neues|3: oberen|3: sodass|3: steuerelement|3: struktur|3: tastenkombinationen|3: textfeld|3: tritt
-15	3: typ|3: unterschiedliche|3: verweise|3: verwendende|3: verwendeten|3: welcher|3: zusätzliche
-15	3: zweier|?bau|?ic|?ite|?lus|?ong|?ser|?sor|?tp|?uar|?ue|?xn|?äge|?国|^ danke auf|^ der
-15	^ diese *|^ geben|^ gibt *|^ gibt es|^ hier|^ ich bin|^ ich habe|^ ich will|^ im *|^ in *|^ ja ich
-15	^ könnte *|^ mach das|^ meine *|^ mit *|^ sie|^ verwenden|^ vielen|^ welche *|^ wir haben|^ zahl
-15	^ öffnet|^ öffnet *|a|a ?|abhängig *|absatz *|absätzen|aktiven|aller *|als *|als zeichenfolge *
-15	an dem *|anderen|angegebenen ?|anzuzeigen *|auf den|befehle|befindet *|bei *|benutzerdefinierten
-15	benutzeroberfläche|bereich der *|bestimmt *|bestimmte ?|chi|com *|danke auf|das ausgewählte
-15	das dokument *|das ereignis *|das fenster *|das listenfeld|das neue *|das sie *|datei wird|datumswert
-15	definierten|dem das *|dem der *|den mauszeiger *|den zellen *|der anweisung *|der ausgewählten
-15	der bereich *|der seitenleiste *|der standardwert ist|der zwischenablage|des textes|dezimaltrennzeichen
-15	dialogen *|die adresse ist|die auf|die karte ist|die reservierung ist|die vertikale *|die zeichenfolge
-15	dienst|dienstes ?|diese *|diese funktion ist|diesen|ein diagramm *|ein problem|einem menschen
-15	einer liste|eingefügte|end|entfernen *|entsprechende|entsprechenden|er *|ergebnisse|erwachsene *
-15	erwachsene und|exp|extras autokorrektur|extras makros|feld|filename|form *|formatvorlagen verwalten *
-15	funktionen zum *|für einen *|für neu *|für zwei|geben sie|geburtsdatum *|gerne *|gibt ?|grundlage
-15	gut das|habe ein *|habe ein problem|haben sie noch|hallo *|heisst|hier|hilft ihnen|hinter *
-15	hyperbolicus|hängt|hätte|ich habe|ich nehme ein|ich will|ich wissen|ich würde gern|identische
-15	im listenfeld *|in *|in die|inhalte|ist werden|ja ich|je *|jedes|k|karte ist|kein|klebepunkt *
-15	klicken sie|komplexe|kriterium *|können sie *|könnte ich *|könnte ich ein|leere *|leeren|länge
-15	lässt *|mach das|machen wir|manuellen|mein geburtsdatum *|mein name *|meine bestellung|meine heizung
-15	menschen|methoden *|mir *|mir den|mit einem *|mit einem menschen|monat|nach ?|negative|nehme ein
-15	nur in *|nur verfügbar|ob die *|objekt in *|okay gut *|okay gut machen|open *|per|pfeile|position *
-15	prüfende|reservierung ist|rufen *|rufen sie|schliesst|schätzer exp|seine|setzen *|sie auch *
-15	sie beispielsweise *|sie in *|sie können|sie mich|sie mir den|sie noch|sodass|sollen *|sowohl *
-15	standardwert ist|steuerelement|struktur|svc ?|tag *|tritt|unterschiedliche|verweise|verwenden sie
-15	verwendende|verwendeten|vielfache|von 0 *|vorherige|wann|welcher|welcher *|wenn ?|wenn das
-15	wir haben|wird *|wissen was *|wissen was das|wobei|wählen sie|wählen sie bearbeiten|während *
-15	würde gern|xml|zu bearbeiten *|zu einem|zu verwendende|zuerst *|zugriff|zusätzlichen
-15	zweidimensionalen|zweier
-14	1 1 *|1: fügt|1: svc|1: zeigt|2001 *|2: bestellung|2: du|2: komme|2: kommt|2: möchte|2: änderungen
-14	3: 100|3: add|3: anderen|3: beliebige|3: cursorposition|3: dateinamen|3: derselben|3: dienstes
-14	3: dort|3: drei|3: eigenen|3: einige|3: entsprechende|3: externen|3: falls|3: formularentwurf
-14	3: fragen|3: gebietsschema|3: glaube|3: heisst|3: hängt|3: ich|3: jede|3: jedem|3: kopie|3: legt
-14	3: libreoffice|3: licht|3: listen|3: länge|3: meine|3: mitarbeiter|3: negative|3: neuer
-14	3: opendocument|3: präsentationen|3: radio|3: seine|3: standardmässige|3: stellt|3: thema
-14	3: vorhandenen|3: welches|3: wir|3: wobei|3: wort|3: xml|3: zahlung|3d|?anz|?b5|?by|?eta|?ia
-14	?ive|?la|?nst|?ole|?qr|?rg|?uls|?xe|?zer|^ auf *|^ die bestellung|^ folgende *|^ fügt
-14	^ ich möchte|^ konvertiert *|^ legt *|^ nein das|^ svc|^ wie *|^ wie viel|^ zeigt|aber *
-14	abreissleiste|abschnitt|aktivieren *|aller ?|allgemein *|am *|am ende *|andere|angegeben wird
-14	angezeigten|anzahl *|argument ?|auf die *|aus der|ausgewählten text|auto für|autokorrektur
-14	automatisch|bedeutet|beiden|beim öffnen|beispiele|beispielsweise|beliebige|benannte *|bestellnummer *
-14	bestellnummer ist *|bevor|bezug *|bytes *|code ist|cursorposition|dabei *|darf|das datum|das fenster
-14	das kontextmenü wählen|das radio|das zu *|dass die *|dasselbe|dateinamen|dazu|den *|den wert
-14	den zellen|der name|derselben|derzeit|derzeit *|des ausgewählten|des dienstes|des typs *
-14	destination *|die auswahl|die bestellung|die daten *|die einzelnen *|die formatierung *|die optionen *
-14	die rechnung ist|die von *|dienstes|dies|dieses ?|dokumentfenster|doppelklicken sie auf|du|eigenen
-14	ein *|ein auto für|ein einzelzimmer für|ein taxi mit|ein ticket für|ein ticket mit|eine datei *
-14	eine liste|eine zeichenfolge *|eine zelle *|einem mitarbeiter|einen ?|einen der *|eins haben *
-14	einzelzimmer für|einzug *|elemente|end *|ende *|entsprechenden *|entspricht *|ergibt den|externen
-14	farbverlauf *|feldern|folgende tabelle *|format für *|formularentwurf|fragen|fragen was|für *
-14	für neu berechnete|für sechs|gebietsschema|geburtsdatum|gibt den *|glaube|gleiche|habe *|haben sie
-14	halten|hilft|hinter|häufig|ich glaube|ich möchte|ihr ?|ihrem *|immer|importieren *|importiert
-14	in einem|in einer|inhalt des *|inputstr str|interne *|intervall *|ist der dritte|ist peter|ja ich *
-14	jedem|kann ich|klebepunkt|komme|komme *|kommt *|konvertierung *|kopie|können ?|können die *
-14	können sie|können sie das|laufzeit|lesezeichen *|letzte|licht|listen|logarithmus|löscht
-14	mach das radio|machen|markiert|markierte|markierung|mein code ist|meine adresse|meine bestellnummer *
-14	mit dem|mit den *|mit einem mitarbeiter|mit rechts *|mitarbeiter|muss ein|naja ich *|name|name *
-14	name des *|name ist|negativen|nein das|neu berechnete|neuen ?|neuer|nummer|obere|oder die|oder eine
-14	opendocument|optimale|optionale|per *|position|positive|pro 100 *|pro 100 währungseinheiten
-14	präsentationen|punkt|radio|rechnung ist|rechten seitenrand|schaltfläche|schlüssel|schritt|sheetname
-14	sich die *|sie *|sie ansicht|sie bearbeiten|sie dann *|sie die|sie extras makros|sie format
-14	sie können *|sind die *|sobald|sodass *|sollte|speichert|standardmässige|standardmässige *|start
-14	stellen *|symbol ?|t|taxi mit|tf11 öffnen *|tf11 öffnen sie|thema|ticket für|ticket mit|uhrzeit *
-14	und das|und eigenschaften *|vba|versionen|verweis|verweise auf|verwendete|verwendung des *
-14	verzeichnisses|viel ist|vorhandene|vorhandenen|wandelt|wann sie|welches|wenn eine *|werden soll *
-14	wert des *|wie viel ist|wird eine *|wird im *|wird wird|wort|wählen *|wählen sie ansicht
-14	wählen sie format|würde gern ein|zahl 2|zahlung|zeichen *|zeichenfolge die *|zeichnungsobjekt|zeilen *
-14	zeitraum *|zellbezug|zu der *|zum einfügen *|zunächst|zuvor *|zweiten *|zwischen zwei *|über den *
-13	1 0|1 zahl|1: den|1: diese|1: nach|2 3|2 zahl|2: brauche|2: buchung|2: fest|2: geburtsdatum
-13	2: kommen|2: zu|3: 3d|3: angezeigten|3: anweisung|3: arzt|3: beiden|3: beispiele|3: cursor
-13	3: dasselbe|3: dies|3: dieselbe|3: document|3: durch|3: einfach|3: eingefügten|3: entsprechend
-13	3: ereignis|3: erweiterung|3: fehlerwert|3: filename|3: fügt|3: gewählte|3: gliederung|3: hinter
-13	3: horizontalen|3: inhalte|3: jeweiligen|3: kein|3: kleiner|3: komponente|3: krank|3: letzte
-13	3: markierten|3: mehreren|3: module|3: pfeile|3: registers|3: schrift|3: seitenvorlage|3: skript
-13	3: so|3: sollte|3: sowohl|3: suche|3: variant|3: verwendete|3: wo|3: zeichnungs|3: zeitpunkt
-13	3: zelle|7|?ame|?an|?ast|?ath|?df|?e2|?eme|?hme|?hr|?ick|?inn|?ips|?ket|?ord|?rz|?t1|?ver
-13	?ür|^ alle *|^ bei *|^ den|^ die buchung|^ dies *|^ diese|^ dieses *|^ haben *|^ haben sie
-13	^ hallo *|^ kann *|^ können *|^ können sie|^ mein geburtsdatum|^ nach|^ nicht *|^ okay *
-13	^ speichert *|^ teil *|^ teil 4|^ wenn sie|^ wir brauchen|^ wir kommen|^ zum *|abstände *|aktuell
-13	allen *|allgemeinen *|alpha|also ich *|an die|anderer|angegebene|angibt *|anschliessend
-13	ansicht formatvorlagen|ansicht formatvorlagen öffnen|anweisung|anwendungen *|anwendungen opendocument *
-13	anwendungen opendocument version|anzuzeigenden|array|arten|arzt|attribut|auf der|ausdrücken|ausführen
-13	ausgewählte objekt an|beispiel ?|bestimmen sie|beta|bezieht|bezug|bibliothek scriptforge *
-13	bibliothek scriptforge geladen|brauche|breite|c3 *|char|cursor|cursor *|das bild
-13	das folgende beispiel|das format|das kontextmenü|das licht|das listenfeld *|datenbank|den text *
-13	der ausgewählte *|der zelle *|dialog|die aktuelle|die anzahl|die buchung|die dem *|die eigenschaften *
-13	die einstellungen *|die funktion|die neue *|die nummer|die optionen|die zum *|dieselbe|diesen *
-13	dieser befehl *|dieses argument *|document|document format|dokument oder *|doppelklicken sie
-13	doppelzimmer für *|drücken sie|durch|e|ein bild|ein das *|ein die *|ein taxi für|eine linie
-13	eine zeichenfolge|einen dialog|einen dialog *|einfach|eingefügten|einträge|entsprechend|ergibt die
-13	erweiterung|es geht rufen|fehlerwert|felder|felder *|fest ob *|finden *|finden sie|findet
-13	folgende beispiel|format objekt|formatvorlagen öffnen *|formatvorlagen öffnen sie|funktion|führen
-13	gefunden *|geht rufen|gewählte|geöffneten *|gibt die *|gibt einen *|gibt es|gliederung|grafiken
-13	grafiken *|gross|haben *|hintergrund *|horizontalen|hätte gern ein|ich fragen|ich krank
-13	ich möchte ein|ich nehme *|ich wollte|im dialog|im navigator|im preis|in calc *|in dem *|indem sie
-13	index|ist frau|ist im *|ist im preis|jedoch *|jeweiligen|kleiner|klick|kommen *|kommen um
-13	komponente|krank|legen sie fest|legt den *|mach das licht|manuellen *|markierten|maximal|mehreren
-13	mein geburtsdatum|meinem *|meinem arzt|menüs *|mit meinem *|mit meinem arzt|mithilfe|mittels *|module
-13	möchte ein|nach der *|name eines *|negativ|negativen *|noch etwas|nur die *|ob eine *|objekt an
-13	objekte auf|okay *|open document *|open document format|opendocument version|primärschlüssel
-13	primärschlüssel *|registers|relativ *|ruft|schliesst *|schreiben|schrift|schritte|scriptforge geladen
-13	seitenvorlage|sie ansicht formatvorlagen|sie auf das|sie datei|sie den|sie eine|sie einen namen
-13	sie fest|sie noch etwas|sie unter *|sie wie *|sinus|skript|sofern *|sowohl|sql|steuerelements
-13	system|tabulator|taxi für|teil 4|textdokumenten|texte|transparenz|um|um ?|um die|um viertel|und *
-13	und dem *|und drücken|verfügbaren *|verschiebt|vert|verteilung berechnet *|verteilung berechnet werden
-13	vertikale|verwaltung|verwenden sie *|verzeichniseinträge|vom ?|von der|vor|weil ich *|weil ich krank
-13	weil wir *|weil wir am|weist|weist *|welchen ?|wenn es|wenn sie|wir am|wir brauchen|wir kommen
-13	wir kommen *|wir kommen um|wird die|wissen wann|wollte|wählen sie datei|wählt|wörter *|zahl 2 zahl
-13	zahl 255 *|zahl 255 sind|zeichenvorlage|zeichnungs|zeigt die *|zeitpunkt|zelle|zu dem *|zu den
-13	zuerst|zuvor|öffnen sie *|öffnet|öffnet den dialog|über das
-12	#|1: aktualisiert|1: am|1: auf|1: bis|1: dient|1: ergibt|1: für|1: in|1: konvertiert|1: legen
-12	1: nicht|1: wann|1: zehn|1: zu|2: 2|2: fährt|2: gibt|2: in|2: karte|2: macht|2: muss|2: nummer
-12	2: rechnung|2: reservierung|2: werte|2: wollte|3: 2d|3: 7|3: abfrage|3: andere|3: angegebene
-12	3: anschliessend|3: arten|3: aufzählungszeichen|3: ausführen|3: ausrichten|3: beliebigen
-12	3: benutzerdefinierte|3: bevor|3: bildlaufleiste|3: breite|3: dabei|3: datenbank|3: datenquellen
-12	3: dauert|3: e|3: eigene|3: eingegeben|3: einträge|3: elemente|3: ergebnisse|3: extras|3: felder
-12	3: formatvorlage|3: fügen|3: gesamte|3: getrennt|3: gleichen|3: grafiken|3: gross|3: halten
-12	3: horizontale|3: klick|3: komplexen|3: mithilfe|3: obere|3: primärschlüssel|3: rahmen
-12	3: rechtschreibprüfung|3: rezeption|3: schaltfläche|3: sfdocuments|3: sql|3: standardmässig
-12	3: standards|3: start|3: t|3: viertel|3: wegen|3: zeilenabstand|3: zugriff|3: zukünftige|3: zuletzt
-12	3: zuvor|?bol|?cel|?dal|?eet|?ema|?ene|?enü|?id|?ier|?ild|?ise|?ly|?ner|?nü|?opf|?orn|?ost
-12	?ox|?pf|?re|?rne|?sel|?twa|?ute|?utf|?wa|?ww|?www|?zel|^ aktualisiert|^ also *|^ also ich|^ am
-12	^ auf|^ bis|^ darf *|^ darf ich|^ die karte|^ die rechnung|^ die reservierung|^ dient|^ ergibt
-12	^ erstellt *|^ für|^ geben *|^ geben sie|^ ich brauche|^ ich wollte|^ in|^ kann ich|^ konvertiert
-12	^ könnte ich|^ legen|^ mein name|^ nicht|^ sie können|^ wann|^ was ist|^ was macht|^ weil sie
-12	^ wenn es|^ wählen *|^ wählen sie|^ zehn|^ zu|a2|abfrage|adresse|aktuell *|aktuellen auswahl
-12	aktuellen registers *|aktuellen registers auf|als 0|also *|also ich|an der|an die *|anschaffungswert
-12	anweisungen *|arbeit|auch *|auch die *|aufzählungszeichen|aus den *|ausdruck *
-12	ausgewählten objekts wählen|ausrichten|automatische|b1|befehle zum *|beispiele *|beliebigen|beliebiger
-12	berechnet werden|berechnete *|beschriftungen|bestellnummer ist|bezieht sich *|bildlaufleiste|bin zu
-12	blendet|code ist *|dadurch|darf ich|das|das ergebnis|das markierfeld|das zeichen|dass sie *
-12	datei assistenten|datenquellen|datums *|dauert|deaktivieren *|den inhalt|den sie|der aktuellen auswahl
-12	der bereich|der die|der dienst *|der ersten|der methode *|der rezeption|der sie *|dialog *
-12	die anzahl *|die anzahl an|die anzeige *|die befehle *|die beim *|die bibliothek|die eingabe *
-12	die karte|die möglichkeit|die möglichkeit *|die option|die rechnung|die reservierung|die sprache
-12	die tabelle|dropdown|druckt|durch die *|eigene|ein einzelzimmer mit|ein neues|ein zimmer für
-12	einer zeichenfolge *|eingegeben|eingegebene|eingegebenen|einstellungenextras *
-12	einstellungenextras optionen|einstellungenextras optionen *|eintrag|einzelzimmer mit|elementen|erfolg
-12	ergebnisse *|ergibt das|erscheint *|es einen|etiketten|extras|f|feldbefehl|festlegen der *
-12	format zellen *|formatiert|formatierungsoptionen *|formatvorlage|fragen ob|fragen was *|fragen was das
-12	fährt|fährt *|fährt der|fügen *|für ein *|ganze zahl|gehen *|gemeinsam|gern mit *|gesamte
-12	geschrieben|getrennt|geänderten|gibt an|gibt eine *|gibt es einen|gleichen|gross *|gut machen *
-12	gut machen wir|habe meine *|habe meine karte|hierzu|horizontale|ich bin zu|ich brauche|ich fragen *
-12	ich habe *|ich muss ein|ich verstehe *|ich verstehe sie|ihr *|ihrer *|im listenfeld
-12	in der symbolleiste|informationen *|inputstr *|inverse|ist wird *|jedes *|kann ?|komplexen|kosinus
-12	kundennummer ist|können sie mir|könnte ich|lange dauert|legen sie|lesen *
-12	libreoffice einstellungenextras *|libreoffice einstellungenextras optionen|linien|linien *|linke
-12	logische|markiert *|mauszeiger|mein name|meine bestellnummer ist|meine kundennummer ist
-12	meine telefonnummer ist|mindestens *|mit *|mit der rezeption|mit einer|mit meiner|modus *|muss die *
-12	möglichkeit *|nach dem|nach den|nach der|nachdem *|namen des *|neue ?|num|nun|ob der *|oder ?
-12	oder den|oder die *|optional ist|optionen libreoffice|platziert|problem *|problem mit *
-12	problem mit meiner|programmausführung|prozedur *|rahmen|rechts *|rechtschreibprüfung|registers auf
-12	reihe *|rezeption|ruft *|rundet|seite des *|sfdocuments|sie als *|sie das *|sie das kontextmenü
-12	sie daten|sie den *|sie einen|sie libreoffice einstellungenextras|sie mir|sie vorlagen *|source
-12	spaltenbreite *|springt|standardmässig *|standards|standardwert|suchen *|sucht|symbolleiste tabelle
-12	telefonnummer|telefonnummer ist|telefonnummer ist *|trennzeichen *|um alle *|um eine|und die|und die *
-12	ungültige|unterformular|unterstützung|verknüpfungen *|verstehe *|verstehe sie|verwenden um|was ist
-12	was ist *|was macht|wegen|weil sie|weit|welche ?|werden in *|werden um|wie lange *|wie lange dauert
-12	will mit *|wird in *|wurden *|wählen|wählen sie aus|zeichen in *|zeilenabstand|zellen oder *
-12	zimmer für|zu der|zukünftige|zuletzt|zum ändern|zurückgegebene|zwischen ?|ändert die *|änderung
-12	öffnen des dialogs|öffnen sie das|über die
-11	0 ergibt|01|11|13|1: aktivieren|1: berechnet|1: bestimmt|1: dieser|1: drei|1: entfernt|1: enthält
-11	1: libreoffice|1: löscht|1: vier|2: befehlstrg|2: code|2: dienst|2: funktion|2: heizung|2: hätte
-11	2: libreoffice|2: lieber|2: objekt|2: suche|2: taxi|2: weiss|2: weit|2: wir|2: würde|2: zum
-11	3: aktion|3: aktuell|3: autokorrektur|3: automatisch|3: automatische|3: befehle|3: bezug|3: dbcs
-11	3: dialog|3: diesen|3: dropdown|3: eingegebenen|3: etwas|3: funktion|3: gesamten|3: hier|3: jeder
-11	3: kommandos|3: linien|3: mich|3: office|3: positive|3: setzt|3: standardabweichung|3: tag|3: uhrzeit
-11	3: unterstützung|3: vorherigen|3: zahlenformat|3: zugegriffen|3: zurückgegebene|4 format|45|45 *|?a5
-11	?ach|?alt|?api|?c4|?de|?di|?dio|?ew|?für|?hh|?ib|?ich|?ict|?lb|?lbe|?ler|?lig|?mit|?oc
-11	?ows|?rte|?typ|?up|?uss|?ve|?wer|?ws|^ aktivieren|^ beim *|^ berechnet|^ bestimmt|^ die adresse
-11	^ die heizung|^ dieser|^ drei|^ ein taxi|^ entfernt|^ entfernt *|^ enthält|^ erzeugt *|^ format *
-11	^ ich hätte|^ ich muss|^ ich weiss|^ ich würde|^ klicken *|^ klicken sie|^ legt fest|^ libreoffice
-11	^ löscht|^ mein code|^ nein lieber|^ setzt *|^ text *|^ vier|^ weil ich|^ weil wir|^ wie weit
-11	^ zahl *|^ zeigt *|abrechnung ist *|abrechnung ist das|adresse lautet *|aktion|am montag|an wie *
-11	angegeben ist *|anwendungen opendocument|anzeige *|ascii|auf dem|auf den *|auf diese|auf eine
-11	ausserdem|beachten|beachten *|beachten sie *|bedingungen|befehl|befehl tf11 öffnen|bei einer *
-11	beiden *|benutzer|berechnete formeln|beschreibung|bestandteil des *|bestandteil des standards
-11	bestellung war|bestimmten *|beträgt|bezieht *|bibliotheken|bilder|c3|com|com sun|darf ich ein|das ?
-11	das ist zu|date|datenpunkt|dbcs|den abstand *|den namen *|den preis|den wert *|der *|der dialog
-11	der sie|des dialogs|des standards|diagramms|die ?|die adresse|die anzeige|die ausgewählte
-11	die ausgewählten|die beim öffnen|die bestellung war|die das *|die der *|die eingabe|die formel
-11	die methode false|die position|die summe|die symbolleiste|die tabelle *|die werte|die zahlen
-11	dies ist *|diese|doppelklicken|druckt *|drücken *|e *|e mail *|ein neues *|ein problem *
-11	ein problem mit|ein zimmer|eine von *|eines der *|eines eintrags|eins haben am|eins haben nehme
-11	einstellungen für *|einstellungenextras optionen libreoffice|erstellen und *|es geht nehme|es noch|etwas
-11	fenster kommandos|fest wie *|folgenden beispiele *|form|format für neu|format für office|formatiert *
-11	formatierungsoptionen|formulars|fragen wann|fragen wie|fügen sie *|für asiatische *|für das *
-11	für drei *|für drei personen|für neu|für office|für office *|für office anwendungen|geben sie *
-11	geburtsdatum ist|geburtsdatum lautet *|geht nehme|geht rufen *|geht rufen sie|gesamten|gewünschten *
-11	gibt es *|gibt es noch|haben am|haben nehme|haben nehme *|haben nehme ich|haben sie einen|halten *
-11	hätte gern|ich einen|ich hätte|ich hätte *|ich hätte gern|ich muss|ich rufe *|ich rufe wegen
-11	ich weiss|ich wissen *|ich würde|ihn|ihr dokument|ihre ?|impress *|in basic|in das listenfeld
-11	in dem sie|in eine|in ihr *|ist im|ist nur|ja ich glaube|keine ?|klicken|kommandos|kontextmenü einer
-11	kontextmenü eines eintrags|kopfzeile|lange|lautet der|lautet der *|legt fest *|libreoffice writer
-11	libreoffice writer libreoffice|liste der|macht|mail *|mathematische|mauszeiger *|mein code
-11	mein geburtsdatum ist|meine nummer|methode false|mich|mir den *|mir den preis|mit den|mit dieser *
-11	mit zwei *|muss|mögliche|müssen sie *|neben *|nein lieber|neu berechnete *|neu berechnete formeln
-11	nummer ist *|obere ?|oder verweise *|oder verweise auf|oder zellbereiche|office|office anwendungen
-11	office anwendungen opendocument|open document|periodischen|pivot tabelle *|problem mit|rahmen oder *
-11	reihenfolge|rufe *|rufe wegen|schaltet|schriftart|sheetname *|sich *|sie auf ein|sie dann
-11	sie diese option|sie hier *|sie in|sie libreoffice|sie libreoffice *|sprachen *|standardabweichung
-11	standardabweichung *|standards open *|standards open document|start *|startet|sun|symbol|tage
-11	teil 4 *|teil 4 format|textdatei|tf11 öffnen|uhrzeit|um zehn *|um zehn uhr|variable|verschiebt *
-11	versionen *|vert *|vertikal *|vertikale *|visitenkarten|von ihnen *|vorherigen|vorkommen *|wandelt *
-11	weil ich|weil wir|werden alle|werden alle *|wert|wie weit|winkel|wird der|wird nicht|wird nur *
-11	wissen was|writer|writer libreoffice|wählen sie daten|zahl 1 zahl|zahlen oder *|zahlenformat
-11	zeigt alle *|zeigt den *|zellbereich|zellen oder zellbereiche|zins *|zu verschieben|zugegriffen
-11	zum bearbeiten *|zurück die|zurück wenn *|ändern neu *|ändert|über *
-10	#5|1 zahl *|1 zahl 2|1: bei|1: drücken|1: erstellt|1: führt|1: fünf|1: hiermit|1: im|1: mit
-10	1: nichts|1: setzt|1: speichert|1: zwei|2: 3|2: bestellnummer|2: dialog|2: ereignis|2: folgende
-10	2: heissen|2: kundennummer|2: mit|2: nach|2: namensraum|2: nehme|2: telefonnummer|2: text|2: verstehe
-10	2: wert|3: 15|3: abschnitt|3: b1|3: bedeutet|3: benutzer|3: dde|3: eintrag|3: eintrags|3: form
-10	3: gerne|3: mauszeiger|3: rand|3: reihe|3: reihenfolge|3: spracheinstellungen|3: star|3: sun
-10	3: symbolleiste|3: textdatei|3: um|3: wert|3: writer|?a6|?ace|?all|?ax|?cen|?ces|?che|?cl|?cm
-10	?da|?ect|?ede|?ef|?err|?gp|?ide|?ift|?ink|?its|?iv|?j3|?lem|?ll|?mn|?nr|?op|?r2|?rch|?rin
-10	?rms|?row|?sh|?tag|?tax|?ten|?tiv|?ull|?umn|?utz|?val|?zw|^ aktualisiert *|^ bei|^ bestimmt *
-10	^ der namensraum|^ drücken|^ erstellt|^ führt|^ fünf|^ hiermit|^ ich nehme|^ ich suche|^ ich verstehe
-10	^ im|^ mach die|^ meine adresse|^ meine bestellnummer|^ meine kundennummer|^ meine telefonnummer|^ mit
-10	^ naja *|^ naja ich|^ nichts|^ setzt|^ speichert|^ tastatur *|^ typ *|^ wie heissen|^ zwei|absatzes
-10	achse|adresse ist *|adresse lautet|aktuellen registers|alle ?|als ?|am anfang|an den *|an ob *
-10	argument|art|asiatische sprachen|auf einen|aus ?|aus dem|aus einer *|ausgedrückt|ausrichtung *
-10	befehl tf11 *|berechnet|berechnet die|bereich *|bereiche|bestellnummer|bestellnummer lautet *
-10	bestimmt den *|bilder *|bildschirm|blendet *|code *|com sun *|com sun star|d3|darstellung|das *
-10	das feld|das format *|das markierfeld *|das sie|date *|dem die|dem sie|den abstand|den bereich
-10	der aktuellen *|der folgenden|der in *|der inhalt|der name *|der namensraum|der wert
-10	des aktuellen registers|des standards *|des standards open|details|die auf *|die die *
-10	die folgende tabelle|die formatierung|die für *|die im *|die matrix|die methode|die mit *|die sie *
-10	die änderungen|diese befehle *|ebene|ebenfalls|eigenschaften *|eigenschaften register|ein das
-10	eine frage *|eine frage zu|einen namen|einer anderen|einer komplexen|eines dokuments|eingabe *
-10	eins haben rufen|einstellung|eintrags|einträge *|einzelne *|enthält die *|ergebnis ist *|es geht am
-10	extras makros *|finden sie *|format seitenvorlage *|formatvorlagen|frage zu|funktion ist nicht
-10	fügen sie|führen sie|für asiatische sprachen|für eine|für zehn|gallery|geht am|gezeichnet|gibt die
-10	gibt true|grösser *|gut dann|habe am|habe eine|haben rufen|haben sie am|halten sie|heissen
-10	hier die *|hiermit|hinzu *|hyperbolicus *|ich habe am|ich habe eine|ich mein|ich mit|ich mit *
-10	ich nehme|ich suche|ich verstehe|ihre *|ihren *|im dialog *|im fenster|in das *|in diesem *
-10	in writer *|index *|inhalt der|inhalte *|inputstr|jährliche|komme ich|kommen|kommt|kontextmenü des *
-10	kontextmenü eines *|kundennummer|können sie mich|lautet der dritte|letzten *|liste von *|listet
-10	länge *|mach die|markieren *|markierfeld|markierfeld *|mehrere *|meine adresse lautet
-10	meine bestellnummer|meine kundennummer|meine telefonnummer|methoden|muss mit *|nach oben *|naja *
-10	naja ich|naja ich glaube|neu register|nicht mit|nächsten|oder das *|oder der|oder einen|oder mehrere
-10	oder verweise|okay gut dann|opendocument *|pfeil|r|rand|reihe|relativ|restwert|rufe wegen *
-10	rufe wegen meiner|schaltflächen *|scriptforge|sehen sie|seite des|sich der|sie am|sie aus
-10	sie befehlstrg|siehe *|sind die|sind zu|soll *|spracheinstellungen|spur|standarddatentyp|standards *
-10	standards open|star|startet *|stelle *|stellt die *|sub|sun star|symbolleiste|tabelle und *|text
-10	text in|tf11 *|um den|umwandeln *|und der *|und in *|und wählen sie|unter libreoffice
-10	unter libreoffice *|vergleich|verkleinert|version|verstehe|verweise auf *|verwendeten *|viel macht
-10	wegen *|wegen meiner|wenn die|werden in|werden nur|werte|wie beispielsweise *|wie heissen|wie komme *
-10	wie komme ich|wie viel macht|will|wir sind zu|wissen ob|wissen wie|wählen sie ein|wählt *|zahl 1
-10	zeigt eine *|zeile|ziehen sie|zins|zu berechnen|zu erstellen *|ändern neu register|öffnen sie ein
-9	1 ergibt|1: com|1: definiert|1: dies|1: dieses|1: eine|1: richtet|1: sortiert|1: teil|1: text
-9	1: verschiebt|1: zum|2 ergibt|24|2: ausgewählte|2: befehl|2: konto|2: lange|2: legen|2: nur|2: rufe
-9	2: von|2: wenn|2: zahl|3 ergibt|3: 13|3: a2|3: absätze|3: beliebiger|3: bereiche|3: das
-9	3: datenbankdatei|3: ebene|3: formatvorlagen|3: formeln|3: gallery|3: grösser|3: jene|3: machen
-9	3: markierfeld|3: nächsten|3: pfeil|3: version|3: vor|5 *|?a4|?a9|?als|?aue|?b3|?ber|?box|?bzw
-9	?c5|?ck|?cke|?dd|?doc|?e1|?e3|?e5|?ehl|?eie|?f1|?he|?il|?ilt|?is|?kte|?kts|?ma|?man|?mas
-9	?na|?nen|?oft|?ol|?pt|?pto|?rem|?rgt|?so|?t2|?tc|?tel|?trg|?ttp|?ul|?utc|?ädt|?ägt
-9	^ aktiviert *|^ berechnet *|^ blendet *|^ com|^ definiert|^ definiert *|^ die nummer|^ dies|^ dieses
-9	^ durch *|^ eine|^ fünf erwachsene|^ ich rufe|^ mein konto|^ meine nummer|^ richtet|^ sortiert|^ teil
-9	^ text|^ verschiebt|^ wie komme|^ wie lange|^ zum|^ ändert *|a1 ?|ablegen|absatzvorlage *
-9	aktivieren sie *|alpha *|am den *|am den dritten|anwendungen|anzeige|auf jene|aus um|ausdrücke *
-9	ausgewählt ist wird|auswählen und|basic|befehle *|bei der|beliebige *|bericht|bestimmte *
-9	beziehungsweise die *|bis zum|breite des *|buchstaben|code|darauf|das argument|datenbankdatei
-9	den ausgewählten|der nächste|der symbolleiste|der text|dialogen|die ausgewählten objekte|die breite *
-9	die elemente *|die farbe|die folgenden|die höhe|die in|die methode *|die option *|diese funktion
-9	durch die|ein beliebiger|ein oder|ein um|eine vorschau|eine vorschau *|eine zelle|einen *
-9	einer tabelle|entfernt die *|erstellen *|ersten *|es ist der|felder in *|fest dass *|fragen wann *
-9	fragen wann sie|funktion ist *|fährt der *|fährt der nächste|fälligkeit|fügt ein *|fügt eine *
-9	fügt einen *|führt *|fünf erwachsene|für alle|für die ausgewählte|geht nehme *|geht nehme ich|gemäss *
-9	gern einen|grösser|haben rufen *|haben rufen sie|hierarchie|ich mein *|ich mein konto|ich meine
-9	ich rufe|im feld|im fenster *|im kontextmenü|in der liste|in diesem|in einem *|in ihr|in ihr dokument
-9	in ihrem|inhalt|inhalt der zwischenablage|instanz|interne|jene|kann ich *|kaufdatum|klicken sie in
-9	kommentar|kontextmenü eines|konto ist *|kurs|können eine *|lassen sich|lautet sechs|leer|legen *
-9	lieber|liste der *|makros *|manuell|mit ?|mit dem *|mitte|möchten mit *|nachdem sie|name lautet *
-9	navigator *|nicht|nur für *|obergrenze|oberste|objekte *|oder einen *|optionen *|parameter|range
-9	registers auf *|registers auf jene|richtet|rufe|schwarz|seitenleiste|seitenleiste *|setzt die *
-9	sie extras|sie mit|sie tabelle|sie vorlagen|sind ?|str opt *|symbolleisten|tastenkombinationen *
-9	telefonnummer lautet *|tritt ein *|true zurück|um einen|um viertel *|um viertel vor|und dann|und dem
-9	und der|und klicken *|untermenü|util|variablen|verweise auf zellen|verwenden um *|verwendung *
-9	viel ist *|viel ist im|vor *|vorlagen *|vorschau|was *|was ist im|wechselt|wendet|wenn der|wert der
-9	wert der *|wie komme|wie lange|wissen wann *|wissen wann sie|wählen sie *|wählen sie das
-9	wählen sie die|wählen sie extras|wählen sie libreoffice|wählen sie tabelle|während der|z|zahl ist *
-9	zeichnet|zellbereich *|zum nächsten|zur ?|zweiten|zwischen 0|öffnet einen dialog
-8	#6|0|15|1: alle|1: blendet|1: erzeugt|1: schaltet|1: schliesst|1: so|1: tastatur|1: ändert|2 *
-8	2: bei|2: diese|2: diesem|2: dieser|2: folgenden|2: geben|2: geht|3: anführungszeichen|3: anwendungen
-8	3: anzeige|3: art|3: ausgewählt|3: basic|3: befehl|3: berechnete|3: bilder|3: f|3: maus|3: methoden
-8	3: symbolleisten|3: vorschau|3: wieder|3: wissen|3: zeile|3: zellbereich|?ana|?are|?arf|?as|?ass
-8	?big|?c50|?cc|?ce|?ck2|?d4|?den|?ep|?ets|?ett|?ext|?fix|?ial|?ias|?ien|?iso|?ixe|?k2|?lds
-8	?lts|?lut|?me|?nem|?nnt|?nus|?ons|?ork|?rgs|?ton|?uge|?ut|?yy|^ alle|^ blendet|^ com *
-8	^ dabei *|^ erzeugt|^ falls *|^ ich komme|^ legen *|^ legen sie|^ nur *|^ richtet *|^ schaltet
-8	^ schliesst|^ schliesst *|^ so|^ tastatur|^ verschiebt *|^ verwenden *|^ wo fährt|^ zehn erwachsene
-8	^ zins *|^ ändert|abstand zwischen *|absätze|add *|adressbuch|also ich glaube|anführungszeichen
-8	anzahl der|auf *|auf eine *|auf einer|auf zellen *|aus einer|ausgewählt|basis *|beim öffnen *
-8	beim öffnen des|berechnete|bereiche *|bestandteil *|bestellung|betriebssystem|beziehungsweise *
-8	code lautet *|das ergebnis *|das feld *|das menü|daten in|datenpunkte|den ?|den aktuellen|der bezug
-8	der cursor|der ersten *|des *|des dienstes *|des objekts|die breite|die das|die folgende *
-8	die position *|die schaltfläche|die zu|dienstes *|dient *|diese funktion *|dieses *|dokumentvorlage
-8	drucker|durch das|eines *|einstellungen|ereignis *|ermittelt|ermöglicht *|falls *|farben|finden
-8	fokus|format für|formel *|formeln|fragen ob *|fragen ob sie|function|fälligkeit *|für asiatische
-8	gamma|gedrückt|habe meine|hier legen *|hier legen sie|hängt *|höhe *|ich ?|ich habe meine|ich komme
-8	ich komme *|ich komme am|ich meinen|ich will mit|ich zum|im aktuellen|in einen|ist|ist das *
-8	ist der wert|jetzt *|komme am|komme ich *|komme ich zum|legen sie die|legt die|liefert|massstab
-8	matrizen|maus|menüs|naja ich denke|nein *|numerischer ausdruck *|nur die|näherung|operatoren|prüft
-8	rand des|richtet *|schaltflächen|seitenumbruch|serienbrief|server|sich die|sie auf die|sie im
-8	sie ändern *|so *|sprachen|stellen sie|suche *|text *|true zurück *|und geben *
-8	unter libreoffice einstellungenextras|vergrössern|verknüpfung|von einem|vor dem|weise|weitere *
-8	werden um *|wieder|will mit|wird als|wissen|wo fährt|wollte mit *|wurde *|wählen sie vorlagen
-8	zahlen oder|zahlen oder verweise|zehn erwachsene|zeichenfolge *|zeigt die|zeilen|zeilenumbrüche
-8	zertifikat|ziehen sie *|zusätzliche *|öffnen|öffnen des|öffnet *|öffnet den|öffnet ein|übernimmt *
-7	1|1: beachten|1: durch|1: ermöglicht|1: startet|1: wendet|2: dank|2: dem|2: einer|2: finden
-7	2: microsoft|2: nicht|2: standardwert|2: true|3: abstand|3: argument|3: bedingung|3: beispiel
-7	3: berechnet|3: höhe|3: inhalt|3: inputstr|3: maustaste|3: nicht|3: position|3: schaltflächen
-7	3: seiten|3: seitenrand|3: spalte|3: standard|3: text|3: uhr|3: variablen|3: verknüpfung|?0n|?10n
-7	?agt|?ale|?ary|?bc|?bw|?dem|?es|?fax|?gb|?gig|?gio|?hse|?ht|?iel|?im|?ine|?kia|?le1|?ms
-7	?out|?put|?res|?rgb|?rie|?tan|?tum|?ug|^ aktivieren *|^ beachten|^ das folgende|^ diese funktion
-7	^ durch|^ ermöglicht|^ führt *|^ hier legen|^ legt die|^ nein *|^ startet|^ startet *|^ verwenden sie
-7	^ vielen *|^ vielen dank|^ vor *|^ wendet|^ wendet *|^ zahl ist|^ über *|abrechnung|abstand
-7	abstand zwischen|aktivieren sie|allgemeinen|also ich denke|am anfang *|anzahl von|auf einem
-7	auf einen *|aus einem|aus einem *|ausgewählt ist *|bedingung|befinden|bestimmen sie *|bytes
-7	das dokument|das folgende|das kontextmenü eines|datensatzes|datum|datum und|denke das|die anzahl der
-7	die auswahl *|die einstellungen|die gewünschte|die suche|die zelle|dieser befehl|document format *
-7	document format für|durch ?|ebenen|ein die|ein taxi|eine der|einem *|einen der|einer *
-7	eintrags und *|eintrags und wählen|einzelnen *|ergebnis *|ermöglicht|felder in|fenster|folie|folien *
-7	formatierung|formular|für den *|geben sie den|geben sie die|geburtsdatum lautet|glaube das|gut *
-7	heizung|hier legen|hier um *|höhe|ich denke das|ich glaube das|ich will einen|ide|inhalt *
-7	ja ich denke|kennwort|kommentare *|kontextmenü wählen *|kontextmenü wählen sie|kopiert *|löscht *
-7	markieren|markieren sie|maustaste|mein geburtsdatum lautet|müssen sie|namen für|namen für *|ob die
-7	objekt|objekt in|ohne *|optionen für|periode|punkte|sehen *|sehen sie *|seite|seiten|seitenrand
-7	sie an *|spalte|speichert das *|standard|stehen *|suche eine *|suche eine neue|symbolleiste *
-7	telefonnummer *|und den|variable *|variant|verwenden *|verändert|viele *|vom typ|webseite|welche die
-7	wendet *|wert *|wie die|will einen|wählen sie diese|x|zeichenfolgen|zeit *|änderungen|öffnet ein *
-6	1: wählt|2: befehle|2: einem|2: ergebnis|2: methode|2: option|2: symbolleiste|3|3: datensätze
-6	3: diese|3: einstellungen|3: farben|3: folie|3: muss|3: name|3: objekts|3: symbol|3: untermenü
-6	3: verzeichnis|3: werte|3: zeilen|3: zellbereiche|4 format *|4 format für|5|9|?3j|?ade|?ahl|?ang
-6	?auf|?ctl|?dth|?eck|?ei|?enu|?ert|?fer|?g0|?ge|?ges|?gul|?hem|?hin|?hm|?ice|?if|?ip|?ld
-6	?nis|?nu|?nze|?odf|?ote|?pen|?rg0|?rs|?rst|?sig|?sis|?ta|?ukt|?xes|?ym|?zr|?zzr|^ ?
-6	^ com microsoft|^ das ergebnis|^ der dialog|^ der standardwert|^ die folgenden|^ die symbolleiste
-6	^ dient *|^ enthält *|^ ergibt die|^ gibt an|^ gibt true|^ hier geben|^ löscht *|^ wann sind|^ was *
-6	^ wählt|^ zahl 1|^ zeigt die|^ öffnet den|^ öffnet ein|adresse ist sechs|als eine|am ende|an den
-6	an der *|any|argument *|auch die|auf zellen oder|ausgewählte *|automatisch *|benutzer *
-6	benutzerwörterbuch|bereichs|bestandteil des|bestimmt die *|bietet|brauchen|com microsoft|csv
-6	das register|das symbol|dass die|datentyp|der bezug *|der standardwert|der zu|die als|die beim
-6	die daten|die grösse *|die liste|die mit|die neue|dient zum|diese methode|direkt *|dokumenten
-6	eigenschaften des|ein ?|ein und|eingabezeichenfolge|einstellungen für|einzug|element *|enthält befehle
-6	erforderlich|erhalten|erreicht|fehlermeldung|feld *|feldnamen|fenster *|fest dass|fest ob|fett
-6	format|formulareigenschaften|führen sie *|für das ausgewählte|geben sie das|geben sie hier|gedruckt
-6	gibt den|hier geben|ich möchte einen|innerhalb der|ja *|jahr|können die|können sie die|legende
-6	libreoffice impress *|lineal|mein name lautet|mm|modus|muss die|muss mit|möchte|möchte einen
-6	name ist *|name lautet|namen *|nicht bestandteil *|nicht bestandteil des|nur in|oberhalb|objekte in
-6	objekts|oder zellbereiche *|oder zellbereiche mit|ordner|pfad|position des|programm|rechnung
-6	rechten *|rendite|schliessen *|schriftgrösse|sie diese|sie dieses|sie form|sie hier|sie in der|stil
-6	string|text der|text ein *|text oder|true|verzeichnis|vor der|wann sind|wert für|werte *
-6	wie beispielsweise|wird in|wo fährt *|wo fährt der|wählen sie form|zahl 1 *|zellbereiche
-6	zellbereiche mit|zellen oder|zurück wenn|zwischen den|zwischen den *|überschrift
-5	10|12|1: stellt|2: das|2: optional|30|3: 5|3: bietet|3: datum|3: seite|3: sprache|3: x|?ats|?bit
-5	?ble|?c1|?cht|?con|?ct|?db|?eil|?ese|?fad|?for|?gem|?ght|?ief|?ja|?le|?lie|?n1|?n2|?ne
-5	?nja|?o|?ort|?ow|?ps|?set|?tei|?tem|?tes|?tus|?vor|?ät|^ dient zum|^ ergibt den|^ hier finden
-5	^ so *|^ stellt|^ wann kann|^ zeigt eine|^ öffnet einen|absatz|aktualisieren|assistent|ausdruck|b
-5	bereich|bestellnummer lautet|bestimmt|bibliothek|buchung|das kontextmenü *|datenfelder|datensätze
-5	dem sie die|den namen des|der rechten|deren *|die ausgewählten *|die den|die die|die funktion *
-5	die im|die von|dies *|dieser *|document *|dokuments *|dokumentvorlagen|editor|eigenschaft|ende der
-5	ergibt die *|es *|farbe *|fontwork|formel|funktionen|geben sie einen|geändert|gruppierung
-5	hier finden|hier finden *|hier finden sie|hier können|hier können *|hier können sie|ich muss mit
-5	ich wollte einen|immer *|inputstr die *|können auch|layout *|legt den|legt fest ob|links *|liste
-5	meine bestellnummer lautet|meldung|methode ?|namen des|nur für|oben|oder *|office anwendungen *
-5	optionen für *|pfad *|quelle|rahmens|sie können auch|sprache|steuerelemente|url|verfügbar wenn *
-5	von *|wann kann|wollte einen|zahlen *|zeichenfolge die|zeigt den|zeigt eine|zellbereiche *|zellen
-5	ziehen|zu ?|zugewiesen|zum ?|öffnet einen
-4	#7|1: ist|2|3: 0|3: absatz|3: angegeben|3: dialogs|3: fenster|3: format|3: formel|3: hauptstrasse
-4	3: liste|3: namen|3: parameter|3: pfad|3: str|3: uno|3: zellen|3: ziehen|75|?12|?3i|?a3|?ail|?ap
-4	?ase|?bx|?cks|?ee|?eht|?end|?ie|?ike|?ls|?mtp|?nn|?pi|?ql|?rft|?rk|?rot|?rty|?ses|?sql
-4	?str|?tat|?te|?to|?tr|?uby|?xt|?ype|^ die *|^ es wird|^ gibt die|^ ist|^ um die|^ zeigt den|a *
-4	an wie|anderes|angegeben|ansicht|auf|ausgegeben|befehlen|benötigt|bild|daten|datenbanktabelle
-4	datenbereich|datenquelle|der in|detektiv|dialogs|einer ?|eines eintrags und|eintrags und|es wird
-4	fläche|formulardokument|gesetzt|haben sie *|ich einen termin|impress|j|kategorien|kopiert|kriterien
-4	können|mail|matrix|matrix *|mein *|namen|option|problem|silbentrennung|stellen|str|summe|svc *
-4	symbol *|tabelle|tabellen|tabulatoren|tastatur|text in *|trennzeichen|und klicken sie|uno|vorkommen
-4	wenn eine|wählen sie den|wählen sie eine|wörter|zahl ist|öffnet den *|öffnet die|öffnet die *
-4	übergeben
-3	1 *|17|2001|3: ansicht|3: bereich|3: filter|3: heizung|3: tabelle|4 *|50|6|?a10|?ad|?ag|?c8
-3	?ck1|?eam|?el|?eld|?ell|?en2|?enx|?eny|?er|?ft|?fte|?fv|?g1|?hle|?int|?k1|?kel|?ks|?lle
-3	?mw|?nx|?ny|?ock|?od|?p|?red|?ref|?rr|?sse|?st|?ter|?th|?tip|?tl|?w|abbrechen|anderen *
-3	auf die schaltfläche|aus und|ausgeführt|bereichen|bleiben|color|das ausgewählte *|dateityp
-3	datentabelle|die ausgewählte *|eigenschaften|eingabe|erneut|erstellt|festgelegt|filter|formatieren
-3	freiheitsgrade|gilt|in ein *|informationen|internet|klicken sie *|leerzeichen|linie|m|mittelwert
-3	neu|schriftarten|speichert *|starten|symbole|true zurück wenn|uhr|unterstützen|verwenden sie die
-3	viel|vorhanden|wahr|zahl ist der|zelle *|ändern *
-2	02|3: 1|3: auf|3: option|3: tabellen|3: änderungen|4|8|?50|?ags|?ans|?bel|?deo|?digits|?efe
-2	?ek|?elt|?eo|?f3|?go|?ilb|?ilm|?lm|?mal|?max|?min|?mma|?ogo|?one|?ore|?ot|?ots|?rag|?rf
-2	?rke|?ro|?rzt|?son|?ss|?tät|?um|?ums|?äre|^ der *|absatzvorlage|absatzvorlagen|arrays|aufgerufen
-2	base|befehls|datei|dateiname|datums|der ?|dokument|dokumente|einmal|folien|formate|fussnoten
-2	geschlossen|gruppieren|kategorie|lesen|mult|möglichkeit|namensraum|objekte|parameter *|prozedur
-2	reservierung|ränder|schliessen|schreibweise|sie auf|spalten|svc|versehen|vorlage|wahrscheinlichkeit
-2	zahl|zahl *|überschriften
-1	255|3: 2|3: eigenschaften|3: klicken|3: objekte|?10|?4j|?al|?dus|?eit|?ers|?ey|?f4|?f6|?gex
-1	?gs|?ies|?iff|?ile|?ing|?io|?ipt|?it|?ke|?key|?map|?men|?nd|?nkt|?nte|?nts|?oll|?ols|?ors
-1	?ppt|?rer|?ry|?sts|?tal|?tts|?uen|?ufe|?us|?weg|?ze|abfragen|aktiv|auf das *|aufgenommen
-1	ausrichtung|aussehen|auswahl|bearbeitungsmodus|c|da|dateien|datenbanken|datensatz|dem ?|effekt
-1	erzeugt|grad|hauptstrasse|ist die *|karte|klammern|konsole|liste *|math|müssen|nachrichten|normal
-1	richtung|seitenvorlagen|um eine *|verbindung|weiss|wird
0	3: datei|?age|?ai|?art|?ata|?ch|?dt|?eek|?ent|?f11|?ger|?gn|?hls|?ibt|?ig|?ign|?in|?mm|?mms
0	?nal|?ng|?nv|?pps|?rkt|?rm|?rol|?sa|?se|?tor|?tz|?ufs|?ule|?uro|?xy|abhängig|aktivieren
0	autotext|beispiel|beispiel *|deaktiviert|dezimalzahl|dokuments|drücken|eine ?|endnote|farbe|file
0	format *|hyperlink|ist *|links|makro|makros|mehr|null|platzhalter|python|seitenzahl|suchen
0	umrandung|weiter|wiki|wörterbuch|zeichen|zurücksetzen
1	3: tisch|?11|?abw|?am|?amm|?att|?ay|?b8|?be|?c6|?cos|?d|?d2|?det|?ex|?ime|?ion|?kt|?ml
1	?ndt|?ntl|?ope|?orm|?pfe|?rma|?ts|?tt|?tte|?tur|?uck|?uf|?ugs|?ung|?unt|?ur|?urf|a1 *
1	achsen|angewendet|bin|datetime|deaktivieren|dll|einen tisch|feldbefehle|formatvorlagen *|funktion *
1	gerundet|grafik|grossbuchstaben|grösse|horizontal|int|intervall|lesezeichen|listenfeld|meisten|n
1	notizen|nummerierung|nv|okay|openformula|rechts|sehen|sind|speicherort|tabellendokument
1	textdokument|textes|tf11|tisch|umwandeln|verschoben|verteilt|werden
2	3: wählen|?|?abe|?au|?aum|?ckt|?ed|?ekt|?en|?eug|?fe|?ff|?gel|?gen|?h|?hl|?hön|?inv|?ipp
2	?lls|?lt|?mel|?mer|?nce|?ngt|?nk|?ns|?num|?on|?or|?rad|?rn|?rum|?rün|?sst|?ume|?ön|?ün
2	^ um *|anfangsdatum|ausgeblendet|definieren|export|fensters|festlegt|gespeichert|integer|optionen
2	pi|spaltenbreite|typs|verbunden|werten|winkels|zahlen|zeichnen|zeichnung
3	3: wird|?bar|?chs|?enn|?ken|?lge|?nge|?ngs|?nz|?os|?pot|?q|?rio|?rve|?siv|?tf|?uch|?use
3	?ält|?ügt|argumente|berechnen|calc|deklariert|dezimalstellen|dreissig|eingabetaste|entfernt|filme
3	fusszeile|führt|gelöscht|hat|identifiziert|kriterium|layout|muster|navigator|navigieren|nicht ?
3	präsentation|sonderzeichen|verwenden|vorlagen|wiederholt
4	#8|0 *|3: mai|?ate|?aut|?bt|?ds|?ear|?eis|?gt|?her|?hie|?igt|?ik|?llt|?ln|?mme|?nds|?nes
4	?sar|?sen|?tig|?til|?var|?yps|?zes|abstände|animation|anwendung|arbeiten|assistenten|b6|byte
4	doppelzimmer|ein|ein doppelzimmer|ein einzelzimmer|eingefügt|einzelzimmer|exportieren|false *|fehlt
4	grafikobjekt|haben|hyperlinks|linienspitzen|mai|masterfolie|modul|sie einen *|sie extras *|skripten
4	speichern|tag|test|vertikal|verwendet|wechseln|öffnen *
5	20|3: eingefügt|3: ist|3: objekten|3: zurückrufen|?ahr|?ank|?at|?ebt|?els|?ems|?ern|?et|?fen
5	?gon|?hen|?hlt|?hs|?nne|?nt|?om|?pv|?rbe|?rus|?uer|?uts|auto|beendet|beschriftung|bestimmen
5	datenreihe|definiert|druckbereiche|erfolgt|erlaubt|folgt|formulare|fusszeilen|geladen|ja|konstanten
5	kurve|libreoffice *|mich zurückrufen|objekten|prozent|schrittweite|sie mich zurückrufen|ticket|ui
5	verknüpfungen|vier *|werden soll|zeichenfolge|zeitraumes|zurückrufen
6	3: 4|3: auswählen|3: frage|3: zahlen|?aft|?aus|?eln|?fs|?hre|?ins|?log|?mid|?mt|?nie|?og|?per
6	?pp|?ruf|?sw|?tze|?zen|?zt|anpassen|auswählen|auswählen *|bearbeiten|bearbeiten *|berechnen *
6	das ist alles|diagrammtyp|draw|einen tisch *|einfügen|enthält|ereignisse|erreichen|ersetzt|false
6	fehler|freitag *|gruppe|guten tag|hilfe|in libreoffice draw|investition|kontur|konvertierung|lassen
6	libreoffice writer *|linie *|morgen *|neun|nächste *|optional|seite *|sie mir *|sortieren
6	spaltenumbruch|statusleiste|tabellendokumente|tisch *|unten|woche|zahlungen|zuweisen
7	0 ?|1 3|2: tag|3: calc|3: donnerstag|3: doppelzimmer|3: einfügen|3: false|3: zeichenfolge|?atz|?ben
7	?eg|?ein|?erk|?fft|?g|?itt|?mat|?oxy|?pty|?sam|?sc|?sch|?tik|?tzt|?öhe|^ guten *|^ guten tag
7	alles|any *|anzeigen|ausdrücke|bearbeitung|berechnete formeln *|berechnete formeln openformula|besteht
7	diagramm|dritten mai *|ein auto|ein oder *|eine frage|einfügen *|einfügen können|entspricht|erscheint
7	ersetzen|erzeugen|formeln openformula|formen|frage|habe eine *|habe eine frage|halb *|halb neun
7	hinzufügen|klicken sie auf|konvertieren|konvertiert|laden|mai *|personen|pfade|seitennummer|setzen
7	sprachen aktiviert *|steht|war *|zeilenumbruch|zeitraum|ändern
8	1: ja|2: abends|2: weiter|3: anzeigen|3: auto|3: eingeben|3: hilfe|3: spät|3: suchen|3: woche
8	3: währungseinheiten|?ar|?hts|?ife|?lag|?no|?ode|?ren|?rix|?ty|^ ja|^ nichts *|^ nichts weiter
8	ab|anwenden|aufgelistet|aus|ausgewählte objekt *|dokument einfügen *|eine neue karte|eingeben
8	entfernen|erstellen|farbverlauf|fehler *|gefunden|guten *|ich ein *|kostet|meinen termin stornieren
8	neue karte|neun *|nichts weiter|passt *|serien|sie ?|spät|termin stornieren|was kostet *
8	währungseinheiten|zehn personen *
9	2 ergibt *|3: aus|3: draw|3: entfernen|3: enthält|3: hinzufügen|3: laden|3: setzen|3: ticket
9	3: zwischenablage|3: ändern|?bj|?dex|?ix|?ker|?len|?net|?obj|?rrt|?rt|?rts|?und|?yp|^ passt *
9	^ sonst nichts|aufzeichnen|auto *|befindet|die erste|dient|drei *|druckvorschau
9	eigenschaften register *|ein einzelzimmer *|einzelzimmer *|gerne|kleinbuchstaben|meinen termin bezahlen
9	meiner nummer|nichts|oder aus|register ?|sagen|schaltfläche ?|sonst nichts|standard *|stehen
9	termin bezahlen|von libreoffice *|wird ?|zeichenfolgenausdruck|zeigen|zwischenablage|übernehmen
10	1: danke|2: war's|3: ausdrücke|3: einzelzimmer|3: empfänger|3: enthalten|3: erstellen|3: fehler
10	3: hoch|3: samstag|3: verwenden|3: öffnen|?enz|?hte|?los|?rom|?ros|?sin|?ste|?tet|?öst|^ bis *
10	^ danke|^ danke *|^ das grosse|^ das war's|angezeigt *|befehlstrg ?|beginnen|berechnung
10	bildschirmpräsentation|danke *|das grosse|das war's|dir|donnerstag *|einen termin reservieren
10	eingestellt|empfänger|enthalten|entsprechen|ergibt ?|extras *|fällig|gespeichert *|glaube das *|gut
10	halb neun *|hintergrund|hoch|ihnen|ist alles|ist zu teuer|konto stornieren|kopieren|lieber *
10	mein konto stornieren|meiner rechnung|möglichkeiten|neu *|nichts *|personen bitte|rechnung *
10	reservierung *|sechs personen *|symbolleiste standard *|tabelle ?|taxi mit *|taxi mit frühstück
10	termin reservieren|ticket mit *|ticket mit frühstück|und vier *|und vier kinder|verwalten
10	vier personen *|war's|werden *
11	2: morgen|3: angezeigt|3: dargestellt|3: geöffnet|3: ihnen|3: mittwoch|3: sonntag|3: verbinden|?f9
11	?hi|?lar|?ntf|?xel|?üge|aktuellen dokument|allgemein|am freitag *|angeben|angegeben *|ansicht *
11	arzt reden|attribute|aufrufen|aus der *|ausrichten *|bin *|buchung *|dargestellt|das war's *
11	das war's danke|der rezeption sprechen|die heizung *|drei personen *|ein taxi *|ein zimmer *
11	einem menschen sprechen|einer tabelle *|endnoten|entwurfsmodus|ergibt 1|exportiert|folgendes|folie *
11	folieseite|genau|geöffnet|im dokument|in libreoffice|ist peter *|ist peter braun|lautet maria *
11	lautet maria lopez|löschen|meinem arzt reden|menschen sprechen|nicht *|nichts danke|personen buchen
11	personen reservieren|rezeption sprechen|schaltfläche *|sichtbar|sonst nichts *|sonst nichts danke
11	sortiert|taxi|taxi *|transparenz *|um abends|verankerung|verbinden|verzeichnis *|viel kostet *
11	vorhanden *|war's *|war's danke|zimmer *|zinssatz|übertragen
12	2: nichts|3: alles|3: aufgeführt|3: definiert|3: eins|3: helfen|3: kopieren|3: löschen|3: verwalten
12	3: zurückgegeben|3: übermorgen|?lau|?pe|^ die grosse|abends *|acht *|am dienstag *|angezeigt
12	arzt sprechen|aufgeführt|beginnt|bereit|das licht lauter|der rezeption reden|die grosse
12	dokument einfügen können|ein auto *|ein zimmer haben|einem mitarbeiter reden|einem mitarbeiter sprechen
12	einen termin vereinbaren|einen tisch buchen|einen tisch reservieren|einer komplexen *
12	einer komplexen zahl|eins|helfen|im aktuellen dokument|importieren|indizes|jemandem reden
12	jemandem sprechen|karte verloren|kostet *|licht lauter|meine karte verloren|meinem arzt sprechen
12	meinen termin ändern|mir helfen|mit jemandem reden|mit jemandem sprechen|mitarbeiter reden
12	mitarbeiter sprechen|möglich|nichts weiter *|nichts weiter danke|personen bestellen|rezeption reden
12	rückgängig|sie mir helfen|signieren|termin vereinbaren|termin ändern|tisch buchen|tisch reservieren
12	version 1 *|version 1 3|verwenden möchten|vor acht *|weiter danke|werden sollen|woche *|zeit
12	zellen register *|zimmer haben|zurückgegeben
13	2: mittag|3: anzuzeigen|3: beginnt|3: dar|3: ein|3: kostet|3: sicher|3: wertpapiers|9 *|?ec|?f2
13	?mmt|?sec|?uft|?yse|^ den *|aktualisiert|aktualisierung|am montag *|anzuzeigen|auf dieser *|auf ok
13	ausdrucks|ausgewählten zellen *|berechnet werden *|berechnet werden soll|betriebssystems|dar
13	das ist besser|das radio lauter|daten ?|den folgenden *|denke das *|des assistenten *
13	ein einzelzimmer haben|ein ticket *|einzelzimmer haben|erste|fünf *|heute|ignoriert|inv|ist zu hoch
13	karte *|keine *|kleine *|komplexen zahl|mich *|mit meiner nummer|mittwoch *|montag *|nächste woche *
13	radio lauter|samstag *|senden|sicher|sie bearbeiten *|sie mich *|sieben uhr|sieben uhr *|standard auf
13	steuerelements *|stimmt|ticket *|tisch für *|unverändert|verschieben|wertpapiers|zu setzen|zweite *
13	übermorgen *
14	2: acht|2: übermorgen|3: aufrufen|3: bin|3: einzufügen|3: einzugeben|3: hinzu|3: morgen|3: sein
14	3: taxi|3: verschieben|3: wurden|3: zeit|?ant|?sub|?ub|aktiviert haben|als eine *|am mittwoch *
14	am samstag *|an|an ?|angepasst|ansicht ?|auszuwählen|beenden|beibehalten|berücksichtigt
14	beziehungsweise aus|bin nicht *|bogenmass|brauchen drei *|brauchen drei zimmer|dank auf *
14	dank auf wiederhören|danke auf *|danke auf wiederhören|das licht an|das radio an|definiert *
14	der ausgewählten *|dialog zu *|dokumenten zu *|doppelzimmer *|drei zimmer|drucken|ein doppelzimmer *
14	ein ticket haben|einem menschen reden|einen tisch vereinbaren|einzufügen|einzugeben|es ist *
14	es ist richtig|geändert *|hinzu|ist gut|ist hauptstrasse *|ist hauptstrasse zwanzig|kategorie *
14	konto *|lautet sechs *|lautet sechs eins|licht an|mein konto *|menschen reden|radio an|samstag
14	sechs kinder|sein|sein *|seitenrand *|sonntag *|sprachen aktiviert haben|symbolleiste standard auf
14	ticket haben|tisch vereinbaren|variablen *|wiederholen|wurde|wurden|zentriert|zweier *
15	2: tschüss|3: an|3: aufzurufen|3: beenden|3: bool|3: eingeblendet|3: ersetzt|3: exportiert
15	3: festzulegen|3: heute|3: sind|3: soll|3: umfassen|3: umgewandelt|?egt|?v|^ danke tschüss|^ würde *
15	^ würde das|aktiviert *|aktiviert ist|am donnerstag *|am übermorgen *|auch ?|aufgerufen *|aufzurufen
15	ausblenden|bahnhof|bestellung *|bin kaputt|bool|brauchen vier *|brauchen vier zimmer|brauchen zwei *
15	brauchen zwei zimmer|danke tschüss|das licht aus|das wiederholen|datei neu *|dem listenfeld
15	der grundgesamtheit|der nächste *|der tabelle|des dokuments|dialog zu schliessen|die heizung lauter
15	die pfeile zeigen|dieser seite|einem mitarbeiter *|eingeblendet|festgelegt *|festzulegen|filtern
15	fünf kinder|geht|geöffnet *|hans *|hans schmidt|heizung lauter|ich bin kaputt|importiert *
15	kleinschreibung|konto verschieben|lautet hauptstrasse *|lautet hauptstrasse zwanzig|libreoffice draw
15	licht aus|mein konto verschieben|mitarbeiter *|morgen|möchten|nach rechts|pfeile zeigen
15	register optionen|register position|s|schmidt|sie das wiederholen|soll|standardeinstellung|stichprobe
15	umfassen|umgewandelt|umschalt *|unterstützt|verwendet wird|vier zimmer|war zu spät|würde das|zu zweit
15	zwei zimmer|zweit
16	3: anzuwenden|3: drucken|3: frei|3: grundgesamtheit|3: können|3: montag|3: ok|3: stichprobe
16	3: verteilung|3: wiederholen|3: zentriert|?ppe|?ror|aktuellen auswahl *|aktuellen tabelle *|anzuwenden
16	auf dieser seite|aufgenommen werden *|beschreibt|bin zu *|das ist gut|das passen|das radio aus
16	der rezeption *|ergibt 1 *|etwas frei|falsche|folie ein|frei|grundgesamtheit|gruppierung *
16	ist nicht *|libreoffice draw *|liegt|lopez|maria *|maria lopez|mittwoch|nach unten|noch etwas *
16	noch etwas frei|objekt ein|ok|personen haben|radio aus|register transparenz diagrammdokument
16	register umrandung|rezeption *|sechs *|signaturen|sollen|typ ?|uhr *|verteilung|zimmer|zulässig
16	übernommen
17	2 optional|3: beschrieben|3: billigeres|3: drin|3: hinzugefügt|3: hotel|3: sollen
17	3: standardeinstellung|3: teuer|3: verfügbar|3: verfügung|3: weber|3: zimmer|3: zug|3: zurück|?esc
17	^ nein danke|^ passt das|a50|acht geht|am morgen *|befehlstrg *|beschrieben|billigeres|bin gut|braun
17	das stimmt|definierten *|den flughafen|der nächste zug|die standardeinstellung|dienstag *|drei kinder
17	drin|einem menschen *|ergibt *|es ein einzelzimmer|es etwas *|es etwas billigeres|etwas billigeres
17	flughafen|frau *|frau müller|gehen|grosse|grösse der *|hinzugefügt|ich bin gut|im preis *
17	im preis drin|in der tabelle|int *|kaufdatum des *|kaufdatum des wertpapiers|meiner adresse|menschen *
17	mich an|müller|nein danke|nächste zug|oder 4|oder importiert werden|passt das|peter *|peter braun
17	pfeile *|preis *|preis drin|seitenrand ausgerichtet|sie mich an|sonntag|stapelreihenfolge|teuer
17	verfügbar|verfügung|vielen *|war zu hoch|zu teuer|zug|zur verfügung|zurück|zwei kinder
17	änderungen zu *
18	1: berlin|3: aktualisiert|3: ausgerichtet|3: befindet|3: gehen|3: her|3: jemand|3: richtig
18	3: schützen|3: zweit|?ört|^ berlin|^ die billigere|abschreibung|arzt *|aus dem listenfeld
18	ausgegeben *|ausgerichtet|auswahl an|befehlstrg umschalt *|da jemand|das ist *|denke das geht
18	die billigere|die heizung an|die zwischenablage|ein oder aus|eingegeben *|es ein doppelzimmer|extras ?
18	folieseite *|glaube das geht|heizung *|her|ist da *|ist da jemand|jemand|jemandem *|konto ändern
18	leeren *|mein konto ändern|meine heizung *|meinem arzt *|methode false *|methode false zurück
18	mit jemandem *|mittag|namen ein|register transparenz *|richtig|schützen|sind zu *|sind zu zweit
18	stimmt *|stimmt nicht|transparenz ?|und nummerierung|verzeichniseintrag|vier kinder|zu *
18	zu berechnen *|zuzugreifen|öffnen sie
19	1: nein|2 oder *|2 oder 4|3: falsch|3: geht|3: gut|3: hinzuzufügen|3: kaputt|3: müller|3: schmidt
19	3: tschüss|3: wurde|3: zwanzig|?hrt|^ ginge *|^ nein|acht|aktuellen seite *|angegeben werden|besser
19	bin nicht sicher|dank tschüss|datei ein|datums und *|diagrammtyp *|donnerstag|einen tisch haben
19	einstellen|erfolgreich *|erreicht *|es ein zimmer|falsch|festlegen|gezeigt|ginge *|gut das passt
19	hauptstrasse zwanzig|hinzuzufügen|importiert werden|in die zwischenablage|ist sechs *|ist sechs eins
19	ist zu spät|kaputt|kostet ein ticket|meine bestellung *|modul *|montag|nein|nicht gefunden
19	nicht sicher|oder mittwoch|register hintergrund|sein soll|teil *|tisch haben|vielen dank tschüss
19	zehn kinder|zeilenabstand *|zu hoch|zwanzig
20	1: genau|1: klar|2: kleine|2: personen|3: besser|3: braun|3: festlegen|3: lauter|3: plätze|^ genau
20	^ klar|angezeigt werden sollen|auf öffnen|ausgewählte objekt ein|bleiben *|dank|die heizung aus
20	die pfeile *|draw auf|dritte *|ein beziehungsweise *|ein beziehungsweise aus|es noch *|es noch plätze
20	folgt *|freitag|ginge das *|hallo|hauptstrasse *|heizung aus|herr *|herr weber|hotel
20	ist die standardeinstellung|kleine|kommen um abends|lauter|libreoffice draw auf|meine reservierung *
20	mittag *|noch plätze|optimale *|plätze|register spalten|schliesst den *|schrift *|seitenrand aus
20	sie einfügen *|sonntag oder *|stil *|tabelle um|verteilungsfunktion|vielen dank|weber
20	writer libreoffice *|zweite|ändern register *|übermorgen
21	1: hallo|2: freitag|2: grosse|3: angibt|3: bogenmass|3: falsche|3: inv|3: rabatt|3: reden|3: svc
21	3: unterstützt|3: zulässig|?hyp|?nar|^ die erste|^ hallo|aktuellen auswahl an|als zeichenfolge|angibt
21	ausgewählt werden|der dritte *|einen rabatt|eingefügt werden *|erfolg true *|erfolg true zurück
21	es einen *|es einen rabatt|es ist alles|fällig wird *|fällig wird abläuft|gruppierung ?|gut das *
21	heizung an|heute *|ignoriert *|int str|ist anna|ist richtig|klar|oder importiert *|oder übermorgen
21	okay das *|passt das *|rabatt|reden|samstag oder *|schliesst den dialog|schliesst die *|sieben *
21	sieben eins|tabelle auf|termin *|war nicht *|war nicht da|wert ein|woche oder *
21	währungseinheiten des *|währungseinheiten des nennwerts|ziehen umschalt *|ziehen umschalt gedrückt
21	zwei sieben *|zwei sieben eins
22	3: bestätigen|3: lopez|3: optional|3: reserviert|3: wiederhören|3: zeitfunktionen|?nns|auf wiederhören
22	bearbeiten können|beibehalten *|berechnen ist|bestätigen|datums und zeitfunktionen|diagramme
22	drücken sie *|einer zahl|einfügen diagramm|freitag oder *|gesetzt *|haben reserviert|ich krank *
22	ich krank bin|ist 1|ist das|kommt mein *|kommt mein taxi|krank *|krank bin|mein taxi|mittelwert der *
22	neu register *|oder morgen|personen *|prozedur nicht *|reserviert|sie ansicht *|sie einfügen diagramm
22	siehe auch *|sind zehn *|sind zehn personen|str int|umwandeln in *|und zeitfunktionen|wiederhören
22	wir haben *|wir haben reserviert|würde das *|zeitfunktionen|zellbereiche mit *|zu berechnen ist|zu sehen
23	3: ab|3: anna|3: bezahlen|3: sprechen|3: stornieren|bearbeiten von *|bezahlen|das geht|das ihnen
23	der dritte mai|dritte mai|erforderliches *|erforderliches argument|es ist|ist nicht da|lieber nicht
23	meine karte *|meine rechnung *|nein lieber *|nein lieber nicht|passt|radio *|register fläche
23	sechs eins|sie stil *|sprechen|stornieren|viel macht *|viel macht das|war zu *|wie geht *
23	writer libreoffice calc|zu suchen
24	2: billigere|2: zweite|3: darstellt|3: parkplatz|abends|anderen objekten|angezeigt wird
24	aufgetreten ist|berlin|billigere|darstellt|das kostet|das licht *|das radio *|das stimmt *
24	das stimmt nicht|dienstag|einen parkplatz|es frühstück|fest|gibt es frühstück|ich weiss *
24	ich weiss nicht|ich zum *|ich zum hotel|ist besser|ist zu *|licht *|parkplatz|schritte *
24	sie auswählen|sie einen parkplatz|tschüss|was das *|was das kostet|was macht *|was macht das|weiss *
24	weiss nicht|werden können|zum hotel|ändern können
25	1: gut|3: sicherheitsabfrage|3: verloren|^ gut|auswählen können|dann auf *|ergibt 0 *
25	haben sie frühstück|kaputt *|kaputt ist|namensraum *|sicherheitsabfrage|sie frühstück|sie kaputt *
25	sie kaputt ist|sind zwei personen|ungültiger *|verloren|war kaputt
26	3: bestellen|3: diagramme|3: haben|bestellen|dauert *|dauert das|des wertpapiers|ist der falsche
26	kommen um *|lange dauert *|lange dauert das|mit zahlen|oder calc|passen|str bool|war falsch
26	zellbereiche mit zahlen|zu spät
27	2: danke|3: fest|3: passen|3: vereinbaren|?ist|das passt|der falsche|erfolgreich war|etwas *
27	standard false|str 0|vereinbaren|wie folgt *|wo ist *|wo ist das
28	3: offen|^ am *|die hilfe|in der werkzeugleiste|keine zeit|machen wir so|meinen termin *|offen
28	standardwert ist *|wir so
29	2: erste|3: fahren|3: möchten|3: parken|berechnet wird|der namensraum *|der namensraum ist|fahren
29	ich parken|ist kaputt|kann ich parken|macht *|mit frühstück|namensraum ist|parken|str *|str str
29	und mehr|wo sind *|wo sind sie
30	3: dank|anna|des dialogs vorlagen|dialogs vorlagen|macht das|meiner *|wann öffnen *|wann öffnen sie
31	3: bitte|3: buchen|buchen|funktionen teil *|heissen *|heissen sie|ist es|ist falsch|spät es *
31	spät es ist|wann ist *|wann ist das|weit ist *|weit ist es|wie heissen *|wie heissen sie|wo öffnen *
31	wo öffnen sie
32	2: gerne|3: passt|3: reservieren|für die hilfe|reservieren|sie öffnen|wann sie *|wann sie öffnen
32	wann sind *|wann sind sie|was kostet das|werden kann
33	2: bitte|machen wir das|sie nicht|tastatur befehlstrg *|viel kostet das|wir das|zu meiner *
34	3: frühstück|3: kinder|danke|frühstück|kinder|verstehe sie *|verstehe sie nicht
35	mit meiner *|nicht da
36	bitte|gut dann *|register *
37	geht das|haben am *|wie geht das
38	3: danke|geht am *|kostet das|machen wir *|sind sie
42	es ein *
44	kostet ein *|noch ein *
"""
