"""Words that are frequent in French: they tell that a caller speaks it."""

from offhook.engine.words.languages.language import word_set

FREQUENT = word_set(
    # Pronouns, articles, and what points at things.
    "je j'ai j'aurais j'aimerais j'étais j'avais n'ai j'appelle j'attends j'habite j'arrive j'en j'y me m'a m'en moi"
    " mon ma mes tu te t'as toi ton ta tes il elle on ils elles nous notre nos vous votre vos vôtre lui leur leurs se"
    " s'il s'est son sa ses le la les l'on un une des du de d'un d'une d'accord d'autres d'abord au aux ce c'est"
    " c'était cet cette ces ça cela ceci celui celle ceux y en qui que qu'il qu'elle qu'on qu'est qu'un quoi dont rien"
    " personne quelque quelques quelqu'un quelqu'une quelle quel quels quelles chaque tout toute tous toutes autre"
    " autres même plusieurs aucun aucune beaucoup trop peu assez"
    # Verbs.
    " suis es est n'est sommes êtes sont était étaient étais serait serais sera seront être été as a n'a avons avez"
    " ont avais avait avaient aurait aurais auriez aura avoir eu vais va vas allons allez vont irait aller allé viens"
    " vient venez venir venu fais fait faites faire font peux peut pouvez pouvons pourrait pourrais pourriez pouvoir"
    " veux veut voulez voulons voudrais voudrait voudrions voulais vouloir dois doit devez devrait devrais faut"
    " faudrait sais sait savez savoir crois pense penser trouve trouver cherche chercher cherchons dit dites dire dis"
    " demande demander appelle appeler appelez rappeler parle parler parlez entends entendez comprends comprendre"
    " compris aide aider aidez réserver réservé commander commandé annuler annulé changer modifier déplacer prendre"
    " pris prends prenez mettre mis donner donnez laisser rester reste attendre attends attendez envoyer envoyé"
    " arriver arrive arrivons partir payer payé coûte coûter acheter louer livrer livré perdu oublié marche fonctionne"
    " ouvert ouvre ouvrez fermé fermez habite manger dormir voir vu vois souhaite souhaiterais souhaiterait voulu"
    " passer passe"
    # Prepositions and conjunctions.
    " à avec sans pour par dans sur sous chez vers entre depuis pendant avant après jusqu'à jusqu'au contre près loin"
    " bas devant derrière et ou mais donc car ni si comme parce puisque quand lorsque alors"
    # Questions, and how things are.
    " où comment combien pourquoi oui non ouais ne n'y n'en pas plus jamais très bien mieux mal bon bonne bons bonjour"
    " bonsoir salut allô merci plaît plait pardon désolé désolée excusez revoir voilà voici aussi encore déjà toujours"
    " souvent vraiment juste seulement environ ici là maintenant tôt tard bientôt ensuite puis grand grande petit"
    " petite nouveau nouvelle libre disponible prochain prochaine dernier dernière ensemble d'habitude possible"
    # What calls are about.
    " aujourd'hui demain hier soir soirée matin midi nuit nuits jour jours journée semaine semaines mois an ans année"
    " heure heures minute minutes fois chambre chambres table personnes gens monsieur madame mademoiselle nom numéro"
    " téléphone adresse rendez médecin docteur ordonnance facture prix argent commande livraison réservation problème"
    " question renseignement renseignements information informations déjeuner dîner eau lit clé clés porte voiture"
    " train gare rue mari femme fils fille mère père ami amie enfant enfants famille"
    # Numbers and days.
    " deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cent premier première deuxième demi"
    " demie quart lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août"
    " septembre octobre novembre décembre"
)
