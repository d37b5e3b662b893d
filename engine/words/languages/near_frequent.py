"""Frequent words of languages that are near to one that is known here, by tag: else their speakers would be taken for
speakers of that one. Nothing else is known of these languages."""

from collections.abc import Mapping

from offhook.engine.words.languages.language import word_set

NEAR: Mapping[str, frozenset[str]] = {
    "pt": word_set(
        "a o as os um uma uns umas de do da dos das em no na nos nas por pelo pela para pra com sem até ao aos à às e"
        " ou mas se que como quando onde quem qual quais quanto quantos quanta porque porquê eu tu ele ela nós vós"
        " eles elas você vocês me te lhe meu minha meus minhas seu sua seus suas nosso nossa isso isto este esta esse"
        " essa aquele aquela é és são foi era ser estou está estão estar tenho tem temos têm ter tinha vou vai vamos"
        " ir quero quer queria querer gostaria gosto posso pode podia podemos poder preciso precisa precisava faz"
        " fazer feito diz dizer sei saber falar fala falo ligar ligo reservar marcar cancelar chegar ficar pagar custa"
        " há bom boa bons dia noite tarde tardes amanhã hoje ontem agora já ainda também muito muita mais menos bem"
        " não sim olá obrigado obrigada favor senhor senhora quarto quartos mesa pessoas pessoa consulta médico preço"
        " hora horas semana nome número conta pedido dois duas três quatro cinco seis sete oito nove dez segunda terça"
        " quarta quinta sexta sábado domingo feira oi tudo alguém algum alguma nada todo toda outro outra"
    ),
    "it": word_set(
        "il lo la i gli le un uno una di del della dei delle dello a al alla ai alle da dal dalla in nel nella con su"
        " sul sulla per tra fra e o ma se che chi come quando dove quanto quanta quanti quale quali perché io tu lui"
        " lei noi voi loro mi ti si ci vi me te mio mia miei mie suo sua nostro nostra questo questa quello quella è"
        " sono sei siamo era essere ho hai ha abbiamo hanno avere vorrei voglio vuole vogliamo volevo posso può"
        " possiamo potrei potrebbe devo deve dobbiamo faccio fa fare fatto dire dico sapere so sa parlare chiamo"
        " chiamare prenotare prenotazione disdire cambiare arrivare pagare costa costano venire andare vado va"
        " buongiorno buonasera ciao grazie prego favore signora signore sì no non anche più meno molto bene male"
        " domani oggi ieri ora ore adesso stasera sera notte giorno giorni settimana camera stanza tavolo persone"
        " medico visita prezzo nome numero conto problema due tre quattro cinque sette otto nove dieci lunedì martedì"
        " mercoledì giovedì venerdì sabato domenica pronto qualcuno niente tutto tutti altro altra"
    ),
    "nl": word_set(
        "de het een en of maar want dat die dit deze wat wie waar wanneer waarom hoe hoeveel ik je jij u hij zij ze"
        " wij we jullie mij me mijn jouw uw zijn haar ons onze hun is ben bent was waren wordt worden heb hebt heeft"
        " hebben had kan kunt kunnen kon zou zouden wil wilt willen wilde moet moeten mag mogen graag ga gaat gaan kom"
        " komt komen maak maken doe doen zeg zeggen weet weten spreken bellen bel reserveren boeken afspraak afzeggen"
        " kost betalen nog geen niet wel ook al dan als om te van voor met bij in op aan uit naar over door tot zonder"
        " er hier daar nu morgen vandaag gisteren vanavond avond nacht dag dagen week weken uur goedemorgen"
        " goedemiddag goedenavond hallo goedendag dank bedankt alstublieft alsjeblieft ja nee kamer kamers tafel"
        " personen dokter naam nummer prijs vraag probleem twee drie vier vijf zes zeven acht negen tien maandag"
        " dinsdag woensdag donderdag vrijdag zaterdag zondag iemand iets niets alles andere veel meer goed laat vroeg"
    ),
    "ca": word_set(
        "el la els les un una uns unes de del dels a al als en amb sense per i o però si que com quan on qui quin"
        " quina quant quants perquè jo tu ell ella nosaltres vostè em et es ens us meu meva seu seva aquest aquesta"
        " això és són era ser sóc estic està tinc té tenim tenir vull vol volia voldria voldríem puc pot podem podria"
        " necessito fer faig fa dir parlar trucar reservar arribar pagar costa hi ha bon bona dia tarda nit demà avui"
        " ahir ara ja també molt més menys bé no sí hola gràcies plau sisplau senyor senyora habitació taula persones"
        " metge preu nom número compte dos dues tres quatre cinc sis set vuit nou deu dilluns dimarts dimecres dijous"
        " divendres dissabte diumenge algú res tot"
    ),
    "mr": word_set(
        "mi mala majhe majha majhi tumhi tumcha tumche aahe aahet hota ahe kay kasa kashi kuthe kadhi ani aani nahi"
        " ho pahije have kholi udya aaj kal namaskar krupaya ek don teen"
    ),
    "bn": word_set(
        "ami amar apni apnar tumi ekta chai achhe ache ki keno kothay kobe ebong na hobe jonno ghor kal aaj nomoskar"
        " dhonnobad korte chaichi"
    ),
}
