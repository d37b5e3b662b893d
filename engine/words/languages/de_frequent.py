"""Words that are frequent in German: they tell that a caller speaks it."""

from offhook.engine.words.languages.language import word_set

FREQUENT = word_set(
    # Pronouns, articles, and what points at things.
    "ich mich mir mein meine meinen meinem meiner du dich dir dein deine er ihn ihm sein seine seinen sie ihnen ihr"
    " ihre ihren ihrem ihrer es wir uns unser unsere unseren euch euer eure man sich der die das den dem des ein eine"
    " einen einem einer eines kein keine keinen keiner dies diese dieser diesen dieses diesem jemand niemand etwas"
    " nichts alle alles allem jeder jede jeden jedes viel viele vielen mehr wenig andere anderen anderer beide beiden"
    " welche welcher welchen welches so solche selbst einander irgendwie irgendwas"
    # Verbs.
    " bin bist ist sind seid war waren wäre wären gewesen habe hab hast hat habt haben hatte hatten hätte hätten"
    " gehabt werde wird wirst werden wurde würde würden geworden kann kannst können könnte könnten konnte muss müssen"
    " müsste soll sollen sollte will willst wollen wollte wollten darf dürfen dürfte möchte möchten mag mögen brauche"
    " brauchen braucht gebraucht gibt geben gegeben geht gehen gehe ging gegangen komme kommt kommen kam gekommen"
    " mache macht machen gemacht sage sagen sagt gesagt weiß wissen wusste denke denken glaube glauben finde finden"
    " gefunden suche suchen frage fragen gefragt bringe bringen bekomme bekommen nehme nehmen genommen lasse lassen"
    " bleibe bleiben warte warten gewartet rufe ruft rufen anrufen angerufen spreche sprechen verstehe verstehen"
    " verstanden helfen hilfe buchen gebucht bestellen bestellt reservieren reserviert stornieren absagen verschieben"
    " ändern vereinbaren abholen liefern geliefert bezahlen zahlen kostet kosten anmelden abgeben mitbringen mitnehmen"
    " wohnen wohne arbeiten essen fahren fährt fahre heiße heißt heißen schicken geschickt verloren vergessen"
    " funktioniert passt dauert schauen sehen tun stehen liegen legen hören gehört"
    # Prepositions and conjunctions.
    " an am auf aus bei beim bis durch für gegen hinter im in ins mit nach neben ohne seit statt über um unter vom von"
    " vor während wegen zu zum zur zwischen und oder aber denn weil dass ob wenn als also damit sondern sowie trotzdem"
    # Questions, and how things are.
    " was wann warum wer wem wen wessen wie wieso wieviel wo wohin woher wofür ja nein nicht nie niemals nur noch"
    " nochmal schon auch sehr gern gerne lieber bitte danke dankeschön vielleicht eigentlich wirklich immer wieder"
    " jetzt gleich bald später früh früher spät sofort hier da dort dann doch mal eben halt etwa ungefähr ganz gut"
    " guten gute guter gutes besser schlecht groß große klein kleine neu neue neuen frei möglich leider natürlich"
    " genau richtig falsch schön okay hallo tschüss wiedersehen wiederhören servus entschuldigung entschuldigen"
    " verzeihung grüß gott grüezi moin zusammen zurück weg weiter allein"
    # What calls are about.
    " heute morgen gestern übermorgen abend abends nachmittag nachmittags vormittag vormittags mittag mittags nacht"
    " nächte morgens tag tage tagen woche wochen monat monate jahr jahre stunde stunden minute minuten uhr uhrzeit"
    " zeit zimmer doppelzimmer einzelzimmer tisch personen person leute frau herr name namen nummer telefonnummer"
    " adresse termin termine arzt ärztin praxis rezept rechnung preis geld bestellung lieferung reservierung buchung"
    " problem information auskunft frühstück wasser schlüssel tür zug bahnhof straße mann kind kinder tochter sohn"
    " mutter vater freund freundin familie urlaub schmerzen zahnschmerzen"
    # Numbers and days.
    " eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert erste ersten zweite"
    " zweiten dritte dritten halb viertel montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar"
    " februar märz juni juli oktober dezember mai april august september november nächste nächsten nächster letzte"
    " letzten"
)
