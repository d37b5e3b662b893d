"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""

WEIGHTS = """\
-48	de la gare
-40	crois que *|pense que *
-38	en fonction
-37	str ?
-34	3: non
-33	parce que c'est|s'il
-32	bool false|par rapport
-31	3: s'il|l'onglet format *|sous forme
-30	3: choisissez|3: dans|3: doit|3: premier|de le centre|doit|s'il *|s'il vous
-29	3: ce|3: et|aller de *|et|le nom|maria|permet de *|pierre|puis cliquez sur|six
-28	3: au|3: d'un|3: d'une|3: des|3: en|3: à|au|d'un|d'une|dans|en|l'onglet actif|les propriétés *
-28	n'est pas|objet ?|ou|permettant de *|qui|sur l'onglet actif
-27	3: de|3: du|3: ne|3: ou|3: pour|3: quatre|3: se|3: six|avec|de|de la place|des|du|jean
-27	les champs *|lorsque|lorsque vous *|options libreoffice calc|se|si le *|à
-26	3: avec|3: comme|3: contenant|3: le|3: les|3: lorsque|3: qui|3: renvoie|3: sélectionnez|3: tous
-26	au format|aux|choisissez l'onglet *|comme|contenant|contient *|la commande|le type|pour|quel|trop
-26	un nouveau document|à la page
-25	3: aux|3: la|3: par|3: puis|3: que|3: trois|3: votre|^ mon *|aller de paris|casesensitive *|de bas
-25	de paris|de type|entre|laquelle la *|le|les options|madame|prevision ets *|puis|que la *
-25	sélectionnez la *|tous|type de données
-24	2: adultes|2: trop|3: cette|3: entre|3: est|3: laquelle|3: lors|3: pouvez|3: une|?ont|?rte|^ les *
-24	adultes|affiche le *|afin de *|arrière|cette|cinq|de formulaire *|de temps ça|dois *|est|formats *
-24	int ?|je dois *|l'espace|laquelle|le caractère|le contrôle *|les|loi|lors|n'est *|opt ?|par|que
-24	que les *|temps ça|vers|votre|à la|à le|échéance
-23	2: code|2: ou|3: jean|3: maria|3: où|3: permet|3: peuvent|3: vers|?une|?ès|^ libreoffice *|affiche
-23	aller de l'hôtel|appuyez|avoir *|casesensitive bool|chaque|choisissez édition|correspond|dans draw
-23	dans la fenêtre|de l'hôtel|de la|dix|doivent *|dont *|est trop|et index *|insertion table
-23	l'application *|la|la zone|mode de *|permet|peuvent|pour ouvrir|pour une *|quatre|que *|que ça
-23	qui sont *|renvoie|toutes|une|à l'aide
-22	#2|15 *|1: combien|2: c'est|2: l'objet|3: ainsi|3: arrière|3: cliquez|3: plusieurs|3: rendez
-22	3: sans|3: toutes|?nne|?ste|^ cliquez *|^ combien|^ d'accord bon|^ mon code|adultes et *
-22	affiche les *|ainsi|arguments *|bon ça|ce|combien de *|commandectrl|comment *|contient|d'accord bon
-22	d'accord bon ça|d'un document *|de l'icône *|doivent|il|j'ai *|j'aimerais|je veux *|jusqu'à|l'une
-22	le menu|longueur *|lors du *|mon nom *|ne|parler|part|partir|plusieurs|que mardi|que mercredi
-22	quelle *|qui *|rendez|réserver|sans|sept|sélectionnez|trois|un rendez|veux *|vous cliquez *
-22	à partir
-21	1: vous|2: 0|2: sur|3: affiche|3: afin|3: bord|3: contient|3: doivent|3: façon|3: il|3: ma
-21	3: madame|3: mise|3: parler|3: petit|3: pierre|3: prendre|3: réserver|3: seront|3: si|3: trop
-21	3: vingt|?tat|?ton|^ cette *|^ une *|^ vous|ainsi *|aller de l'aéroport|avez vous *|bord|cet
-21	changer *|choisissez|choisissez libreoffice|cliquez|combien de temps|combien ça|dans le champ
-21	dans le menu|de l'aéroport|de open|doit être|elle|façon|fonction du *|il *|j'ai|j'aimerais *
-21	l'affichage|la position|laquelle le *|les autres|les formules|lorsque la *|ma|mise|ne sont *|nous
-21	office *|opt|où|où *|parce que *|partie de open|permet *|petit|peut|plages de cellules|prendre
-21	quand|quand *|que vous|renvoie la *|représente|seront|sont des *|taux|un champ *|un nom|une seule
-21	utiliser *|vingt
-20	#3|100 unités *|100 unités monétaires|1: bon|1: c'est|1: je|1: mon|1: ouvrez|1: y|2: de|2: est
-20	2: un|3: appuyez|3: axe|3: chaque|3: devant|3: dont|3: elle|3: je|3: n'arrive|3: opt|3: partir
-20	3: pendant|3: pied|3: quelle|3: sont|3: un|3: utilisant|3: été|6 *|?alt|?car|?ils|?oir|?vre|?ère
-20	^ bon|^ c'est|^ ces *|^ choisissez *|^ cliquez sur|^ est *|^ j'ai *|^ j'aimerais *|^ je|^ mon
-20	^ ouvrez|^ y|a t|aligné|aller de lyon|au début|axe|calcule le *|cas|casesensitive|ce que je|ces
-20	changer|chaque fois|commander un *|contenu *|contient des *|créer *|d'accord bon *|d'autres|de lyon
-20	devant|dialogue de *|distribution ?|dont|définit *|est sélectionnée|et en *|expression|faire *
-20	format arrière *|format arrière plan|indique|l'option|la barre|la base|la taille|le navigateur *
-20	le nom *|les diagrammes|maj|n'arrive|n'importe|ne *|nouveau texte|on *|options libreoffice
-20	options libreoffice writer|pendant|permettant *|pied|prevision ets|remplace|renvoie le *|renvoie true
-20	saisir *|selon|si les *|sont|style de tableau|styles *|styles de page|suivante *|sélectionnez *
-20	sélectionnez le *|sélectionnés *|toute|toute *|tête de *|un|utilisant|viens pour *|vous cliquez sur
-20	à l'élément *|été
-19	#1|1: il|1: j'ai|1: j'aimerais|1: le|1: parce|1: si|2: fonction|2: le|2: les|2: pour|2: s'il
-19	2: une|3: après|3: boîte|3: cas|3: commandectrl|3: correspond|3: d'autres|3: dix|3: droit|3: lequel
-19	3: me|3: même|3: n'importe|3: part|3: peut|3: possible|3: première|3: presse|3: pris|3: sept
-19	3: située|?pre|^ *|^ ce *|^ en *|^ il|^ j'ai|^ j'aimerais|^ le|^ parce|^ quand *|^ si
-19	affiche la *|afin|afin *|an *|appliquez|après|assistant|attributs *|avec le bouton|avec petit|barre
-19	boîte|c'est possible|c'est vingt|calcule|contenant *|d'une plage|d'utiliser|dans des *|dans une
-19	de police|de variable|degrés *|disponibles *|dont le *|droit|du menu|dû|est le|est le nombre
-19	faites *|grande|je|je *|l'instruction|l'objet 3d|la couleur|la partie|la syntaxe|le chemin
-19	le titre *|lequel|les différents *|mais *|me|mon|même|n'a *|ne peux *|ne peux pas|nombre de *
-19	nous voudrions *|numéro|octets *|onglet|ouvre|où le *|parce|parler *|peux pas|possible|pour créer
-19	pour le|pouvez|première|presse|prevision|pris|prise|préférencesoutils options libreoffice
-19	puis cliquez *|puis je *|quatre deux|que jeudi|que ça est|quelle heure *|rue|saisissez *
-19	savoir combien *|savoir combien ça|sensible|si c'est *|si c'est possible|si la *|si une *|si vous *
-19	située|son|sur l'onglet|sérielle *|tous *|type de fichier|utilisez *|utilisez la *|voir|vos
-19	voudrais *|voudrions *|vous pouvez|vous souhaitez|à la diapo|à une|ça est|ébauche de formulaire
-19	élément *
-18	1 0|1: alors|1: est|1: la|1: nous|1: puis|1: à|2 3|2: bien|2: chambre|2: la|2: libreoffice
-18	2: variable|3: calcule|3: ces|3: changer|3: combien|3: dire|3: disposition|3: définit|3: jusqu'à
-18	3: l'affichage|3: l'instruction|3: l'option|3: loi|3: maj|3: permettant|3: qu'il|3: rappelez
-18	3: représentant|3: rue|3: savoir|3: selon|3: sous|3: tels|3: vos|3: être|?ape|?era|?ez|?oie|?ot
-18	?ssé|^ alors|^ est|^ fonctions *|^ la|^ loi *|^ nous|^ puis|^ renvoie *|^ svc *|^ à|active *
-18	adaptation|ajouter *|b2|bibliothèques *|bord *|c'est madame|c'est maria|c'est pierre|c3 *|choisir *
-18	choisissez édition base|cochez|code c'est *|commander|confirmer *|convertit|d'erreur de *
-18	d'insérer des *|d'éditer|de nom|de open *|de open document|de remplissage|dire|disposition
-18	déclaration|déplacer|désactive *|en mode|end|est disponible|et de|expression de chaîne|gauche *
-18	haute|huit|huit heures|icône *|insérez|je suis *|je voudrais *|l'argument|l'emplacement
-18	l'objet de dessin|l'élément|la place rappelez|la rue|lequel *|les nombres *|lorsque le *|lorsque vous
-18	mais|mode|mon adresse *|mots *|open document|opt *|ou un|ouvre le *|payer *|permettant|petite
-18	place rappelez|pour *|pour insérer|pour la|pouvoir *|propres|puis *|puis choisissez *|qu'il|qu'une
-18	que aujourd'hui|que demain|que ça ne|rappelez|renvoie le|représentant|représente le *|s'affiche *|sa
-18	sans fermer|savoir|sera|si|sont affichés|sous|sous la *|suis *|supprime|sur|svc ?|tels|the *
-18	the ?|un nombre *|un texte|une cellule *|unité|utilisez|vous me|vrai *|à des cellules|à huit *
-18	à huit heures|ça ne|édition base|égale à *|être|être utilisée|中
-17	1 2|1: j'appelle|1: où|1: pour|1: pouvez|1: quand|1: quel|1: rien|1: svc|2: au|2: erreur|2: ici
-17	2: représente|3: actuellement|3: b2|3: barre|3: casesensitive|3: cet|3: cinq|3: d'éditer|3: leur
-17	3: leurs|3: mais|3: microsoft|3: mon|3: n'est|3: nouvelle|3: ont|3: ordre|3: ouvre|3: prevision
-17	3: prise|3: préférencesoutils|3: qu'une|3: rapidement|3: représente|3: sa|3: sera|3: son|3: sources
-17	3: tant|3: taux|3: toujours|3: unités|3: volet|3: voulez|?b3|?est|?mer|?rès|?the|?éés
-17	^ assistant *|^ j'appelle|^ je *|^ l'exemple *|^ où|^ pour|^ pouvez|^ quand|^ quel|^ rien|^ svc
-17	^ voilà c'est|actuellement|add|ajoute|alors|alors le|annee|au moins *|avant|avec les *|avez|avez *
-17	c'est six|celle|certaines|certains|cette option *|char|charge des *|choisissez données *
-17	choisissez tableau *|combien *|comment|composants *|conteneur *|contextuel d'une *|contient les *
-17	corps|crée|d'en|d'une entrée|dans les|dans un|demande|des options|destination|deux|devez *
-17	données de *|double cliquez sur|droite *|du modèle|définissez|définit|définit les *|dépend du *
-17	en caractères|en tant|enregistre|est la|est un|et la|et le|facteur|fait pas *|fait pas partie
-17	fichier du *|filename *|fonction des *|format de formule|formatage à *|formule *|hiérarchie|ici pour *
-17	informations|insertion|insère|intervalle de *|j'appelle|l'onglet insertion *|l'onglet modifier
-17	l'orientation|la boîte|la condition|la largeur *|la légende *|la partie *|la place|la prochaine
-17	la prochaine *|la valeur|le champ|le trois|les nombres|leur|leurs|libreoffice writer libreoffice
-17	ligne de|lorsque *|marqueur|modifie|mon nom est|mon rendez|n'a|n'est|nommée *|nouvelle|ont|ordre
-17	ou une|parce que ça|parler à|pas partie|personnes pour|peut ?|place je *|plus|pour un *|pour éditer
-17	pouvez également *|produit *|propriétés d'un *|présentation *|que des *|que lundi|quelle|quelle heure
-17	rapidement|renvoie la|renvoie une|réserver *|savoir *|savoir combien|ses|seulement|si *|sources
-17	spécifie|str opt|sur un|tant|touche|toujours|uniquement *|unités|utilisée pour *|vide *|voilà c'est
-17	volet|voulez|vous devez *|vous voulez|week|writer libreoffice|y a t|à droite|à quelle *
-17	à quelle heure|événements *
-16	1 0 *|1: affiche|1: ce|1: choisissez|1: comment|1: dans|1: eh|1: elle|1: jusqu'à|1: on|1: spécifie
-16	1: sélectionnez|1: vers|2: a|2: deux|2: facture|2: nom|2: que|2: table|2: vrai|2: êtes|3: auquel
-16	3: avez|3: barres|3: basé|3: celle|3: commander|3: compris|3: confirmer|3: d'utiliser|3: déplacer
-16	3: end|3: faire|3: indique|3: l'une|3: n'a|3: onglet|3: parce|3: peux|3: plus|3: seulement
-16	3: spécifiant|3: utilisez|?ck|?e2|?ie|?mi|?rr|?trl|?uet|^ affiche|^ alors *|^ alors je|^ ce
-16	^ choisissez|^ comment|^ comment *|^ dans|^ données *|^ définit *|^ eh|^ elle|^ est ce|^ jusqu'à
-16	^ la facture|^ nombre *|^ on|^ on *|^ où *|^ où êtes|^ saisissez *|^ spécifie|^ sélectionnez
-16	^ sélectionnez *|^ type *|^ vers|a|a1|activer|adresse *|ajoutez|alors je|aucune *|auquel|auquel *
-16	ayant|barres|bases|basé|c'est possible *|celles *|chiffre|choisissez format|compris|confirmer
-16	contextuel de *|contextuel du *|côté *|d'en *|d'une table|dans la|dans le|de chiffres|de formatage *
-16	de la commande|de la part|de nombre *|des modifications|des valeurs|des éléments|document format|dois
-16	dont la *|du format|durée|déplacement|détermine|déterminer|déterminer *|eh|est ce|est pour|est une
-16	et du *|facultatif *|faire|fenêtre de fichier|fichier de base|formats de *|gestionnaire|glissez|il y
-16	imprimer *|indique *|insère une *|je dois|je ne *|je peux|je téléphone *|l'après|l'espace *
-16	l'exemple|l'export|l'heure|l'icône|l'instruction ?|l'ordre|l'un|l'une des *|la chambre *|la facture
-16	la largeur|la numérotation *|la part|la première|la structure|le bord *|le paramètre|les filtres *
-16	les paragraphes|libreoffice préférencesoutils|linguistiques|marge|maximum *|met *|microsoft|modifie *
-16	ne sont pas|nom d'un *|nombre de lignes|nous *|numéro *|on|open document *|ou cliquez *|ou les *
-16	outils macros|ouvrez le *|où êtes|parce *|pas être|permet ?|peux|pour afficher|pour annuler
-16	pour définir|pour les|pouvant|pouvoir|prise en charge|préfixe|préférencesoutils|qu'un|que je
-16	que je *|quel est *|qui est *|réserver un|saisissez un *|sheetname|signification|signifie|simple *
-16	sont pas|souris *|spécifiant|spécifiez *|suivants *|supprime *|sur des *|sur la|sur la flèche
-16	un aperçu|une erreur *|une fenêtre|une sélection|utilise|vers le|versements|via|vous avez
-16	vérification|à la rue|ça est trop|国|国 *
-15	#4|13 *|1: active|1: avez|1: cette|1: cliquez|1: les|1: ouvre|1: pourriez|1: renvoie|1: saisissez
-15	2001 *|2: 3|2: arrive|2: automatiquement|2: commande|2: dois|2: expression|2: j'ai|2: je|2: à|2: ça
-15	3: add|3: année|3: bases|3: boîtes|3: celles|3: celui|3: cliquant|3: d'arrière|3: donc|3: déterminer
-15	3: effets|3: ensuite|3: horizontal|3: hyperbolique|3: indiquant|3: informations|3: l'emplacement
-15	3: l'endroit|3: l'un|3: marge|3: mode|3: numéro|3: opendocument|3: paramétrage|3: pense|3: qu'un
-15	3: saisies|3: suivi|3: touche|3: via|3: également|?0e|?a10|?asc|?err|?gal|?iez|?mal|?nir|?ors
-15	?pel|?sf|?tés|?vas|^ active|^ avez|^ c'est pour|^ cette|^ cliquez|^ cliquez ici|^ il *|^ je dois
-15	^ les|^ non c'est|^ on arrive|^ ouvre|^ ouvre *|^ pourriez|^ renvoie|^ saisissez|^ si *|^ un *
-15	^ vous *|a *|activer *|affiche *|affichés dans *|annuler *|année|applications opendocument *
-15	applications opendocument version|aux *|avoir|base *|boîtes|c *|c'est|c'est pour|c'est quatre|c3
-15	calcule la fonction|carnet|celles|celui|choisissant *|choisissez fichier|cliquant|cocher *
-15	coefficient|commander *|contenant les *|copie du *|correspond aux *|correspondance|critères *|créez
-15	d'arrière|dans l'objet|dans la zone|dans laquelle|de deux|de plan|de périodes *|densité|des documents
-15	des langues|des références|des éléments *|disponible *|document format *|donc|droit *
-15	du paragraphe actif|décochez|déplace|déplacer *|détermine *|effets|en choisissant *|en lecture
-15	ensuite|entre 0|entrez|envoyer *|est vingt|et choisissez|et forme|et forme *|et les|existe|faites
-15	fichier assistants *|figurant|filename|format page|haut *|heure ça|horizontal|hyperbolique
-15	impress libreoffice|incluant|indiquant|insérez *|intervalle|j'appelle pour *|je n'aime *|je n'aime pas
-15	je pense|je peux me|je souhaite|l'angle|l'attribut|l'endroit|l'endroit *|l'option *|la même
-15	laquelle vous|le code *|le petit|le point *|les *|les arguments *|les deux *|les exemples *
-15	les informations *|les paramètres|les règles *|libreoffice impress libreoffice|mis|mon code *
-15	mon nom c'est|mon numéro *|n'aime *|n'aime pas|ne ?|ne doit *|nom c'est|nom c'est *|nom de|non c'est
-15	nous sommes *|nouveaux|nouvelles|obtenir|on arrive|open document format|opendocument
-15	opendocument version|org|ou cliquez sur|ou la|ouvrez *|page ouvrez|par un|paramétrage|parce que
-15	partir *|pense|pense que ça|permettent de *|peuvent *|peux me|place l'objet *|plage de|point
-15	possible *|pour supprimer|pourriez|pouvez vous me|procédez|préférencesoutils *
-15	préférencesoutils options|préférencesoutils options *|périodes *|quelle heure ça|regard|réserver une
-15	saisies|si vous avez|sommes *|souhaite|spécifiant *|spécifie *|styles commande *|suivantes ?|suivi
-15	supprime la *|sur les|sélectionné *|t il *|touches|toutes les|trouve|type de|type de variable
-15	une boîte|une chaîne|une date *|une entrée *|une fois|utilisant les *|va *|valeur|valeur numérique
-15	valeurs de *|variable par *|variable par défaut|voudrais|vous avez *|à cocher *|à huit|à partir *
-15	à une plage|éditez|élément de *
-14	#5|100|1: avant|1: insère|1: libreoffice|1: liste|1: nombre|1: une|25 *|2: cette|2: des|2: dix
-14	2: et|2: nombre|2: quelle|2: viens|2: voudrais|2: vous|3: a|3: apportées|3: c3|3: carnet
-14	3: certaines|3: certains|3: chacun|3: chiffre|3: coin|3: comment|3: d'accès|3: d'enregistrer
-14	3: densité|3: depuis|3: envoyer|3: exprimé|3: gestion|3: guide|3: l'icône|3: l'élément|3: laisser
-14	3: lesquelles|3: mis|3: niveaux|3: note|3: nouveaux|3: nouvelles|3: numéros|3: permettent|3: procédez
-14	3: quel|3: rappeler|3: retrait|3: seul|3: signatures|3: souhaitez|3: sur|3: trouve|3: voir|3: égale
-14	?api|?eu|?eux|?gie|?lit|?lte|?lui|?met|?ndé|?rge|?upe|?ww|?www|?xes|?ène|^ avant|^ cet *
-14	^ char *|^ combien ça|^ eh *|^ eh bien|^ insère|^ la *|^ la chambre|^ libreoffice|^ liste|^ nombre
-14	^ nous *|^ spécifie *|^ une|a été|affichage styles *|aléatoire *|applique|appliqué *|apportées
-14	appuyez *|au ?|aucun|aucune|autocorrection|avec le|avec un|bas *|bien je|bien je *|bord gauche|c2
-14	calcule *|ce que|cette ?|chacun|chambre est trop|champs de *|choisissez insertion table
-14	choisissez l'onglet|choisissez outils|choisissez styles|coin|com|comporter|configuration *|contrôler
-14	convertir *|crois que ça|création *|crée une *|d'accès|d'achat|d'enregistrer|d'imprimer|d'index *
-14	d'outils ?|dans la barre|dans la ligne|de cellules|de création|de définir|de la zone|de le *
-14	de manière|depuis|des plages|dessiner|dessous *|dessus *|devant *|devez|devient *|donnée *
-14	données choisissez *|données et *|du nombre|du premier *|décimales *|eh *|eh bien|eh bien *
-14	eh bien je|elles *|en tant *|envoyer|est ce *|est ce que|est la *|est ma|est six|exprimé|exécute
-14	facultatif est *|fait pas|ferme|fichier de|fin *|formules *|gestion|guide|heure *|indiquez|insère *
-14	insère le *|j'ai une|je peux savoir|je voudrais|l'en|l'objet sélectionné *|l'écart|l'écart *
-14	l'éditeur|la chambre|la dernière|la fonction|la grille|la place je|la probabilité|la semaine
-14	la souris *|laisser|laquelle *|laquelle les *|le curseur *|le style|le titre arrive|les commandes *
-14	les options *|les paragraphes sélectionnés|lesquelles|lesquelles *|libreoffice préférencesoutils *
-14	libreoffice préférencesoutils options|macros libreoffice|mail *|maintenant *|maintenez|me rappeler|met
-14	mise *|moins|mon mail *|montant|mot clé *|n'a pas *|ne fait *|ne fait pas|niveaux|note|note de bas
-14	notes de bas|nous voudrions|numéros|ont *|ou de|ou les|outils macros *|ouvrir *|où est *|où est ma
-14	où vous|page de|par la|paramétrer|part *|passer|permettant ?|permettent|peux savoir|pilote|place je
-14	place l'objet sélectionné|placer|possibles sont *|pour appliquer|pour deux|pour définir *
-14	pour la semaine|pour modifier|pour trois|pouvez aussi *|propriétés de|propriétés du|précision *
-14	qu'un *|que je peux|que ça *|raccourci|raccourcis|radians *|rappeler|remplissage des *|renvoie une *
-14	représente *|représente la *|retour|retrait|réinitialise les modifications|saisie *|saisissez
-14	savoir où|se trouve|seul|signatures|sommes|souhaitez|spécifie la *|spécifie les *|spécifié *|star *
-14	substituants|sujet *|sun star *|supprime le *|sur une|sélectionnée *|sérielle|table de base|tant *
-14	titre arrive|toujours *|toutes les cellules|transforme|types de *|téléphone|un fichier *|un format
-14	un style|un tableau *|une image|utilisant la *|utilisez les *|viens|voudrions|vous|vous devez|y *
-14	zone de|à quelle|à sept|à un|égale|également
-13	#6|1 renvoie 0|100 *|11 *|1: définit|1: partie|1: spécifiez|1: un|2: 4|2: a1|2: ce|2: données
-13	2: fichier|2: non|2: pouvez|2: quatre|2: sommes|2: téléphone|3: activer|3: appelez|3: applicables
-13	3: aucune|3: comportant|3: comporte|3: composant|3: crois|3: création|3: créez|3: d'intérêt
-13	3: dessiner|3: durée|3: décrit|3: expression|3: faites|3: faut|3: gestionnaire|3: inputstr|3: l'en
-13	3: l'ordre|3: l'écart|3: moins|3: notation|3: nouvel|3: passer|3: problème|3: propose|3: recalculée
-13	3: réinitialiser|3: saisir|3: scinder|3: valeur|3: versions|7 *|?a3|?cre|?dy|?edi|?eil|?gré|?hh
-13	?hi|?it|?khi|?l|?lle|?lus|?num|?ose|?pes|?qr|?rn|?sez|?tel|?yer|^ affiche *|^ array *
-13	^ définit|^ insère *|^ je téléphone|^ je viens|^ je voudrais|^ non ce|^ nous sommes|^ parce *
-13	^ parce que|^ partie|^ pourriez *|^ pourriez vous|^ quel *|^ spécifiez|^ texte *|^ un|^ vous pouvez
-13	^ à quelle|adultes *|adultes et|ajoute *|aller de|annuler mon|aperçu *|appelez|applicables
-13	application *|applications opendocument|appuyez sur|arguments ?|augmenter|automatique *|aux ?
-13	avez de *|avez de la|avoir un *|b1|bascule|base de|beaucoup *|bon *|bon je *|boîte de|cellules de
-13	cette fonction *|chacun *|choisissez données|choisissez tableau|classification|cliquer|code *|com *
-13	comment vous *|comment vous appelez|comportant|comporte|composant|concernant|confirmer ma|contenu de *
-13	convertit *|copie|correspondant à *|corrélation *|crois|crée un *|cumulative *|d'insérer|d'intérêt
-13	d'éditer *|dans la plage|dans laquelle *|de la base|de modifier|de page ouvrez|dernier|deux sept
-13	dire *|document actif *|document format for|doit *|double cliquez *|du paragraphe *|du premier
-13	du service|décrit|défaut pour *|définissez *|en haut|entre la *|est le texte|et cliquez|et des *
-13	et la *|ets|facture est trop|fait|faut|fermer|fonction est *|for *|for office|for office *
-13	for office applications|format chaîne|format de|format for|format for *|format for office|formater
-13	fournit|glisser|générer|heure vous|i|icône|il me *|il me faut|ils|inclure|inputstr|inputstr *
-13	inputstr str|instance|insère un *|insérer une *|interne *|je crois|je peux parler|je peux réserver
-13	je souhaite *|je suis pas|je téléphone|je veux|l'arrière|l'ensemble|l'erreur|l'espace de nom
-13	l'inverse|l'objet de *|l'ordre de *|la hauteur|la plus|la position actuelle|le caractère *|le format
-13	le modèle *|le numéro|le paragraphe|le répertoire|les bibliothèques *|les caractères *|les notes
-13	les polices *|les propriétés|les règles|les événements|lors *|mail c'est *|maximale|me faut|menu ?
-13	modifier la *|modifier nouveau|mot|ne peut *|ne vous *|nom est *|nombre de|nombre total|nombre255
-13	non ce|notation|nous sommes|nouvel|number|objets sélectionnés *|office applications
-13	office applications *|office applications opendocument|opendocument version *|opendocument version 1
-13	options de *|ou la *|ou une référence|ou à|ouvre la *|ouvrez le menu|ouvrez un *|où la *|page et *
-13	par le|parler à *|parler à mon|pas de|peuvent être|peux parler|peux réserver|placez|pointeur
-13	positif *|position actuelle|pour calculer|pour sélectionner|pourriez *|pourriez vous|pourriez vous me
-13	pouvez *|pouvez ?|pouvez me *|problème|problème avec *|propos|propose|python *|quatre deux *
-13	quatre deux sept|quelle heure vous|raccourcis *|raccourcis clavier|recalculée|représentant *
-13	réinitialiser|répertorie|s'applique|saisir|saut *|savoir où *|savoir où vous|savoir si *
-13	savoir si vous|savoir à *|savoir à quelle|scinder|service|session|sheetname *|si ?|si un *|si vous
-13	sinon|situé *|soit|sommes à la|souhaite *|spécifie le *|spécifiez le *|style de|suis pas|suite|sun
-13	sur le|sélectionnez les *|séparateur *|séparer|séries|tous les|tous les champs|un caractère|un modèle
-13	un nombre|un style *|un type|une fonction *|une ligne|utilise *|utilisée *|valeur de|version 1
-13	versions|veux|vingt *|vingt rue|voudrais une chambre|vous appelez|vous me *|y a|zéro *|à jour
-13	à la position|à mon
-12	#|15|1999|1: données|1: fonctions|1: indique|1: supprime|1: utilisez|1: va|1d *|2: adresse|2: avez
-12	2: cinq|2: format|2: il|2: numéro|2: part|2: partir|2: semaine|2: sera|2: six|2: toute|2: true
-12	2: type|30|3: 100|3: annuel|3: b1|3: c2|3: classification|3: connexion|3: coupure|3: d'insérer
-12	3: deux|3: devez|3: direction|3: définissant|3: dépend|3: entends|3: faisons|3: filename|3: fournit
-12	3: glisser|3: instructions|3: jeu|3: l'arrière|3: liberté|3: marche|3: mises|3: point|3: quand
-12	3: reste|3: scripts|3: supprime|3: têtes|3: utilise|7 ?|?a5|?c9|?e1|?f3|?gue|?its|?j3|?là|?nné
-12	?ond|?pse|?py|?ra|?rni|?uel|?unt|?uto|?yse|?ème|?éel|^ bonjour *|^ ce sera|^ cette fonction
-12	^ chaque *|^ combien *|^ dans la|^ données|^ fonctions|^ format *|^ indique|^ la commande
-12	^ mon adresse|^ mon nom|^ permet *|^ si c'est|^ spécifiez *|^ supprime|^ supprime *|^ utilisez|^ va
-12	^ vers la|^ vous avez|^ à partir|a t *|a t il|actif *|actif à *|actuel *|affichés *|ajoute une *
-12	allez|annuel|annule|appliquer *|au format chaîne|au moins|bon faisons|bonjour *|bouton droit|boîte *
-12	ce sera|cela *|certaines *|certains *|cette commande *|cette fonction|changer ma|chaîne de
-12	choisissez affichage|choisissez l'onglet format|ci dessous *|cliquez sur l'onglet|cochez *|code c'est
-12	com sun|commande est|commander une|comportement|connexion|contextuel *|contextuel d'un *
-12	contient une *|copie *|correspondant|correspondant *|cosinus|couleur de *|coupure|création|côté
-12	d'accord bon faisons|d'afficher|d'objet|dans l'ordre|dans laquelle vous|dans lequel|dans lequel *
-12	dans une fenêtre|dbcs|de la barre|de la rue|de liberté|de remplissage *|de temps|de variable *
-12	densité *|des matières *|dictionnaire *|direction|dois aller|doivent être|dont les *|double *|début *
-12	définir *|définis|définissant|définissez les *|définit le *|dépend|déplace *|déplacer ma|désactive
-12	en têtes|enregistre *|ensemble *|entends|entière *|entre 0 *|entre le *|est la date|est quatre
-12	exécuter *|faisons|faut *|fenêtre de|feuille *|fois *|format de *|formes *|gare à|guide *|inclut
-12	indiquant *|instructions|insère des *|interligne|je dois aller|je ne|je pense *|je pense que|je suis
-12	je viens|je viens *|je viens pour|jeu|jours *|l'entrée *|l'onglet|l'utilisation|l'événement
-12	l'événement *|la bibliothèque|la commande est|la création|la date|la facture *|la gare à|la méthode
-12	la part *|la place pour|la première *|laquelle la flèche|le bouton droit|le menu contextuel|le mode
-12	le navigateur|le nouveau|le presse|les commandes|les couleurs|les couleurs *|les différents
-12	les formules *|les images|les mots *|les styles *|liberté|liste les *|listes|lors de *|marche
-12	masque *|matières *|me faut *|menu contextuel *|mises|mm|mon adresse|mon code c'est|monétaires *|n'y
-12	ne marche|ne vous entends|no|nom du *|norme de *|norme de format|numéro c'est *|on part *|openoffice
-12	ou des|ou le|par une|pense *|pense que|petite *|peuvent être *|place|place pour|plancher
-12	pour ajouter|pouvez sélectionner *|pouvez utiliser|prendre une|principale à|puis je|que vous souhaitez
-12	racine|remboursement|remplir|reste|rien|rue principale à|réduit|résultat est *|scripts|selon *
-12	semaine|si c'est|si la|sinon *|située *|spécifier *|star ?|structure *|styles commande|suis
-12	suivant *|symbole|sélectionne *|sélectionner *|sélectionné et *|t il|table de|taux *|titre *|types *
-12	têtes|un *|un champ|un clic|un clic *|un objet|utilisant *|vers la|version *|viens pour
-12	voudrais aller *|voudrais aller de|vous entends|vous pouvez utiliser|vous sélectionnez *|zones|à ce
-12	à dix|ça ne *|ça ne marche|étape *
-11	10 *|17 *|1: ajoute|1: complexe|1: crée|1: double|1: définissez|1: no|1: permet|1: recherche
-11	1: trois|2: 2|2: affichage|2: allez|2: document|2: du|2: mail|2: menu|2: moins|2: ne|2: prends
-11	2: résultat|2: souhaite|2: suis|2: tableau|2: texte|2: tous|2: trois|2: uniquement|2: valeur
-11	2: voudrions|3 *|3: a1|3: alors|3: avoir|3: contenir|3: enregistre|3: fait|3: fermer|3: manière
-11	3: marques|3: mot|3: norme|3: place|3: soit|3: suis|3: sun|3: zones|?'au|?ac|?ant|?are|?cc|?cul
-11	?cès|?d9|?dit|?eck|?eet|?emi|?en|?ern|?iel|?il|?jj|?lc|?ler|?lez|?ole|?oor|?sel|?sts|?tf
-11	?th|?up|?voi|?xn|?yez|?yé|?ît|^ ?|^ ajoute|^ ajoute *|^ avez *|^ avez vous|^ bonsoir *
-11	^ comment allez|^ complexe|^ crée|^ double|^ définissez|^ détermine *|^ fonction *|^ indique *
-11	^ j'appelle *|^ je prends|^ je souhaite|^ je suis|^ la moins|^ le résultat|^ merci pour|^ mon mail
-11	^ no|^ nous voudrions|^ permet|^ recherche|^ taux *|^ trois|^ une chambre|^ une table|^ à la|a2|a6
-11	accéder|activé *|aller à la|alors je *|annuler ma|apparaît *|applique *|assigner *|assistants *
-11	au texte|au texte *|aucun *|automatiquement *|autre|avec une *|avez de|avez vous|avoir une|bon alors
-11	bonsoir *|bouton de *|cadres|case *|centre à|cette boîte|chambre est|champ de|chargement|chaîne ?
-11	choisissez feuille *|choisissez forme *|classification *|cocher|commande est trop|commandes *
-11	commandes pour *|comme un|comment allez|complémentaires|compris *|contenant la *|conteneur|contenir
-11	contextuel d'une entrée|contextuel de l'objet|critères|crois *|crois que|crée *|d'accord bon alors
-11	d'alignement|d'empilement|d'origine *|de chaque|de formule recalculée|deux ?|disque|document et *
-11	dois aller *|dois aller de|du contenu|du contenu *|définir le *|définit la *|déplace le *|e *
-11	elle est|entier *|entre *|erreurs|est possible|est quatre *|est quatre deux|et cliquez *|et des
-11	et sélectionnez|exemples|exporte|exporter|faites un *|forme *|formes|formule recalculée|fusionner
-11	horizontalement *|ici *|il est|il y *|il y a|images *|inclure *|j'ai un *|j'ai un problème
-11	j'appelle *|je crois *|je crois que|je ne peux|je prends|jours|l'amortissement|l'espacement
-11	l'écart type *|l'élément *|l'étiquette *|la boîte de|la chambre est|la hauteur *|la marge|la moins
-11	la touche|la zone de|le centre à|le code|le contenu *|le formulaire|le nombre *|le point|le service
-11	lecture|lequel vous *|les fonctions|les paragraphes *|les paramètres *|les valeurs|les valeurs *
-11	lignes ou *|lors de|manière|marques|masque|masque les *|me dire|me passer|me rappeler *
-11	me rappeler plus|merci pour|modifiée *|mon mail|mon nom|mon numéro c'est|motif|multiple *|n'a pas
-11	n'est disponible|ne peux|ne sont|niveau|norme|numéro c'est|numéro de *|numéros *|org *|ouvre la
-11	ouvre un *|part le|partie de *|peut pas *|plafond|possible je *|pour annuler *|pour ce|pour dix
-11	pour le trois|pour supprimer *|pour un|pouvez choisir|pouvez modifier|pouvez sélectionner|prendre *
-11	prends|puces *|période *|que je suis|que le *|que vous avez|quel *|qui permet *|rappeler *
-11	rappeler plus|renvoie un *|renvoyée *|retrait *|référence à|réinitialise les *|saisi *|saisissez les *
-11	sauts|se produit *|se trouve *|si le|sinus|sortie|sous menu *|spécifiée *|standard *|sur la *
-11	sélectionnez le|sélectionné dans *|séparateurs|table des|taux d'intérêt|termes|text|trouve *
-11	téléphone pour *|un problème|une copie *|une nouvelle|une valeur numérique|une voiture pour
-11	utiliser les *|utilisé *|utilisés *|valeur est *|voiture pour|vous ?|vous avez de|vous permet
-11	vous pouvez *|vous pouvez choisir|vous pouvez sélectionner|y compris|à des|à des plages|à l'endroit
-11	à la fin|à une cellule|également *|éléments de *
-10	#7|0 1|01|1 1 *|1: aligne|1: calcule|1: com|1: dix|1: détermine|1: en|1: passe|1: réinitialise
-10	1: serie|2: aller|2: dans|2: liste|2: méthode|2: options|2: peut|2: veux|3: a2|3: accéder|3: aucun
-10	3: autre|3: avant|3: cartes|3: clé|3: critères|3: désactive|3: inclure|3: l'onglet|3: niveau|3: sais
-10	3: serveur|3: supérieur|7|?3j|?a9|?all|?ame|?bac|?bit|?c5|?des|?di|?dis|?dre|?f1|?ip|?me|?mn
-10	?mns|?n1|?new|?nse|?oc|?rmi|?rmé|?rés|?t1|?til|?tré|?ttp|?ume|?umn|?un|?uro|?ute|?ués|?ôte
-10	^ aligne|^ calcule|^ com|^ comment aller|^ convertit *|^ date *|^ dix|^ dix adultes|^ détermine
-10	^ elle *|^ elle est|^ en|^ je veux|^ l'icône *|^ lorsque *|^ modifie *|^ mon numéro|^ nombre1 *
-10	^ ouvrez *|^ où est|^ passe|^ pouvez *|^ pouvez vous|^ puis *|^ puis je|^ quel est|^ renvoie la
-10	^ réinitialise|^ serie|^ trois adultes|^ y *|^ y a|actif à celles|active ou *|add *|afficher *
-10	aligne|aller|aperçu de *|applicables *|après le|arrière plan *|asiatiques *|attributs|au format *
-10	barre d'outils *|basé *|basé sur|bibliothèque *|billet pour|bloc|bouton droit *|cartes|case|cela
-10	cette section|chambre pour|champs de|charge des langues|chaînes *|chiffres|choisissez *
-10	choisissez affichage styles|choisissez insertion|choisissez libreoffice *|clé|commander un|comment aller
-10	condition *|copier *|correspond au *|créez *|curseur *|d'alignement *|dans la boîte
-10	dans libreoffice préférencesoutils|date *|de cette|de densité *|de façon|de fichiers|de la boîte
-10	de lyon *|de lyon à|de paris *|de paris à|des caractères *|des informations *|des nombres|dix adultes
-10	données de|données pour *|droit sur *|du presse|du style|duquel|décrit *|définie *|définis *
-10	désactiver|en un|entre les|entrez le *|est une *|et de *|exemple *|expressions|facture est
-10	faites un clic|fax *|fermer la|fonction de|formate|forme de|fusionner *|graphique|groupe *|groupes
-10	gérer les|horizontal *|hyperbolique *|hyperlien *|il est possible|importer|importer *|imprime
-10	indique le *|informations *|inférieure *|insérées *|j'ai oublié *|j'ai oublié mon|je ne sais
-10	je prends *|je voudrais aller|l'onglet modifier *|l'onglet modifier nouveau|l'utilisateur *|l'écart type
-10	l'échelle *|l'édition *|la *|la barre d'outils|la chaîne|la clé|la facture est|la fin|la ligne
-10	la nouvelle|la table|la vue *|laquelle la|laquelle vous pouvez|le ?|le même|le niveau|le nombre total
-10	le paramètre *|le plus|le plus *|le type de|les arguments|les caractères|les lignes|les objets *
-10	les types|limite|liste de|longueur|lorsque la|lyon à|mail c'est|mesure *|mise en *|modification
-10	mon mail c'est|mon numéro|ne sais|nombre des *|nombre1|notes de|notez|npm|number *|numéro de
-10	obtenir *|ou le *|ou à *|oublié *|oublié mon|ouvrez le|où est|où est ce|paris à|partir de|payer ma
-10	personnes s'il|peut être *|pizza pour|plage|plages de|pour cinq|pour laquelle *|pour sélectionner *
-10	pour votre|pouvez ajouter|pouvez modifier *|pouvez vous|prends *|principal *|proche|protéger
-10	que je ne|que la|que vous pouvez|quel est|quel est le|qui est|remplace *|rendement|renvoie un
-10	requête *|référence de *|références|réinitialise|répertoire|résultats|s'affichent|sais|savoir à
-10	serie|serveur|seulement *|souhaite savoir *|spécifie si *|spécifiez les *|styles de|sujet
-10	supplémentaires *|supérieur|supérieur *|sur l'icône|svc *|sélectionnez la|tels que *|trois adultes
-10	un billet pour|une chambre pour|une fonction|une pizza pour|une valeur|vertical *|voudrais aller
-10	vous me passer|vous me rappeler|vous pouvez ajouter|y compris *|zone|zones *|à celles|à partir de
-10	évidence
-9	0 renvoie|01 *|1: applique|1: convertit|1: date|1: définir|1: enregistre|1: l'espace|1: lorsque
-9	1: modifie|1: par|1: quatre|1: texte|1: type|2: date|2: en|2: feuille|2: l'onglet|2: me|2: n'aime
-9	2: nombre2|2: oublié|2: outils|2: page|2: perdu|2: y|3: 01|3: aligner|3: annuler|3: cadre|3: case
-9	3: cocher|3: collage|3: comprends|3: contrôles|3: copie|3: d'affichage|3: for|3: formes|3: icône
-9	3: insertion|3: l'intérieur|3: largeur|3: références|3: service|3: star|3: version|3: vous|3: zone
-9	3: éléments|4 norme|6|?'un|?aît|?b5|?b8|?cs|?d2|?dex|?doc|?een|?end|?ex|?ft|?go|?ivé|?ln
-9	?lor|?lée|?mpt|?nux|?ogo|?op|?ore|?pte|?ree|?rgé|?rne|?rse|?rue|?tir|?tle|?uez|?ve|?ver
-9	?yon|?ôle|^ applique|^ applique *|^ bon *|^ bon je|^ calcule *|^ cela *|^ cette commande
-9	^ choisissez format|^ choisissez l'onglet|^ comment je|^ comment vous|^ convertit|^ d'accord *|^ date
-9	^ définir|^ déplace *|^ enregistre|^ ferme *|^ il est|^ il me|^ j'ai oublié|^ j'ai perdu|^ je n'aime
-9	^ je ne|^ l'espace|^ lorsque|^ modifie|^ nombre1 nombre2|^ ouvre la|^ par|^ partie *|^ partie 4
-9	^ quatre|^ recherche *|^ si vous|^ text *|^ texte|^ type|^ utilisez *|^ valeur *|accéder *|actualise
-9	affiché *|ainsi que *|aligner|aller *|aller de la|alpha *|annuler|argument|arguments|assigne
-9	au début *|automatiquement|avec les|barre de|bon je|c'est vingt *|c'est vingt rue|cadre|calcule la
-9	cellules ou|charge|chaînes|choisissez le *|choisissez libreoffice préférencesoutils|choisissez styles *
-9	cliquez avec|cliquez sur l'icône|cliquez sur la|collage|com sun *|com sun star|comment je|comment je *
-9	comment je peux|comment vous|comprends|contrôles|couleur|créé|d'accord *|d'affichage|d'insérer *
-9	d'édition|de base|de dessin *|de fin *|de l'aéroport *|de l'aéroport à|de la feuille|de saisir
-9	de toutes|de votre|des informations|des nombre|dire le|document de|double cliquez|du système *|début
-9	déclare|définir les *|définir les options|démarre|désactiver *|effectuer *|effectuées *|elle *|elles
-9	en fonction *|en têtes *|en utilisant|enregistrements|ensemble|entre deux|fenêtre|flèche située|for
-9	format|formulaire *|graphique *|il me|indiquez *|instance *|inséré *|intérêts|inverse *|j'ai oublié
-9	j'ai perdu|je n'aime|je ne comprends|je suis en|l'aide|l'aéroport à|l'ensemble *|l'intérieur|l'une *
-9	l'unité|la boîte *|la fin *|la macro|la mise|la part de|la plage|la plage de|la position *|la prise
-9	la requête *|la référence *|largeur|le bord|le bouton|le contenu|le format *|le nombre|le nombre de
-9	le titre|les diapos *|les formats *|les noms|les noms *|les zones|logarithme|macro *|matrice *|me *
-9	merci beaucoup *|mise en|mise en page|modification *|média|n|n'aime|nb|ne comprends|ne peut pas
-9	ne vous|nom d'une *|nom du|note de|objets de|options de|ou un *|oublié|ouvre un|ouvre une
-9	ouvre une *|où je *|où je peux|pages *|paiement *|parce que je|parler avec|parler avec *
-9	parler avec un|parler à une|part de|partie 4|partie 4 *|partie 4 norme|parties|permet de|peut *
-9	peut pas|peux savoir *|pied *|pied de|placer *|point *|point de *|polices *|pour annuler ma
-9	pour créer *|pour ouvrir *|pour quatre|pour une|pour éditer *|pourcentage *|pouvez définir
-9	première page *|prise *|prise en *|probabilité *|présente|quand vous|que le|que les|qui ?
-9	recherche *|répète|saisissez le *|saisissez le nombre|savoir si|section *|simple|sont des
-9	sous forme de|star|suis en|sun *|sun star|supprime les *|sélectionner|série de|tableaux *
-9	texte dans *|transférer|trie|têtes *|un mot *|un seul|un texte *|une image *|version|veux savoir *
-9	visible *|voudrais savoir *|vous me dire|vous pouvez définir|vous pouvez modifier|vous sélectionnez|vue
-9	à cocher|à des *|à gauche *|à l'intérieur|à l'objet|à laquelle|éléments *
-8	1 renvoie|1: actualise|1: bien|1: déplace|1: faites|1: ferme|1: nb|1: nombre1|1: sélectionner|2: 1
-8	2: jour|2: jours|2: option|2: parce|2: rappelle|2: styles|2: toutes|3: aller|3: charge|3: chaînes
-8	3: couleur|3: défini|3: effectuées|3: inséré|3: l'aide|3: plage|3: pourcentage|3: semaine|3: style
-8	3: série|75|?art|?cer|?che|?do|?dès|?eb|?ell|?em|?ers|?hez|?io|?la|?le2|?lé|?ost|?pin|?pré
-8	?ql|?red|?ret|?rez|?rom|?rve|?sql|?tez|?tra|?tué|?uie|?uss|?ven|^ actualise|^ bien
-8	^ choisissez affichage|^ com *|^ crée *|^ définissez *|^ déplace|^ enregistre *|^ faites|^ ferme
-8	^ il y|^ j'ai une|^ j'appelle parce|^ j'appelle pour|^ je rappelle|^ nb|^ nb jours|^ no *
-8	^ no semaine|^ nombre1|^ on part|^ où je|^ quand vous|^ serie *|^ serie jour|^ sélectionner|actif à
-8	actuelle *|affiche le|affiche les|affiche ou *|affiche ou masque|affichées *|ainsi que|aligne le *
-8	alors je crois|alors je pense|annuler mon rendez|application|applique les *|après la|assistants|audio
-8	avec *|avec la|avec ma|avez une|bas de|base|basic *|bibliothèque|bien je crois|bien je pense
-8	bon je pense|c'est possible rappelez|c8|cadre ou|caractère de|ce champ *|ce n'est *|ce n'est pas
-8	celles applicables|cette section *|charge *|ci|cliquez sur le|combien de|comment aller *
-8	comment aller à|contenu de|correspond *|créer un|d'assigner|d'enregistrer *|d'utiliser *|dans *
-8	date et|de base *|de base de|de dessin|de dialogue a|de définir *|de formule *|de l'hôtel *
-8	de l'hôtel à|de laquelle|de le|de ligne *|de modifier *|de paragraphe *|de temps *|des cellules ou
-8	dialogue a|dialogue pour *|dictionnaire|différence|données dans|données par|données à|droit sur
-8	du même|défaut pour|défini|définissez la *|déjà|effectuées|en haut *|est disponible *|est un *
-8	et le *|exemples *|expression au *|expression au format|facture n'arrive|faites glisser|faut une
-8	fenêtre commandes *|ferme la|fonction ne *|fonctions ?|formatage *|formats|fournit *|icônes|in
-8	inséré|j'ai perdu *|j'ai perdu ma|j'appelle parce|j'appelle pour|j'appelle pour annuler|je ne vous
-8	je prends une|je rappelle|je rappelle *|je rappelle plus|je souhaite savoir|jour|l'argument *
-8	l'assistant *|l'expression|l'hôtel à|l'image|l'onglet format|l'ordre *|l'une des|la bordure *
-8	la facture n'arrive|la flèche située|la ligne de|langue *|le *|le bas *|le menu *|le ou *|le style de
-8	lequel vous|les éléments|liberté *|lignes de|liste des|loi *|me dire *|me dire le|me faut une
-8	message|modifier la|n'importe quel|nb jours|nb jours *|ne fait|no *|no semaine|nombre ?
-8	nombre des références|nombre entier|noms|nous sommes à|numérotation des|on part|ou des éléments|ou en
-8	ou masque|outils|ouvre le|où je|page et|par des|par défaut pour|par le *|par rapport *|paramètres de
-8	parler au|parler à la|partie *|partir de la|perdu *|perdu ma|plages|point de|points de
-8	possible rappelez|pour insérer *|pour ma|pour savoir|pour savoir *|pourcentage|pouvez également
-8	prends une|prise en|problème avec|problème avec ma|propriétés de *|périodes|qu'il *|que ?
-8	que vous voulez|rapidement *|rappelle|rappelle *|rappelle plus|renvoie true *|représente la|retraits
-8	référence à *|saisissez le|saut de|serie *|serie jour|si les|signe|sommes à|souhaite savoir|source
-8	spécifier|str opt *|style|style *|styles ouvrez|supérieure *|séparateur|série|taille de|texte et
-8	texte ou|texte à|textes|trait|transparence|téléphone *|téléphone pour annuler|tête de|un document
-8	un problème *|un problème avec|une boîte *|une fois *|une plage de|valeur *|valeur par *
-8	valeur par défaut|vous avez une|vous permet *|à afficher *|à appliquer *|à celles *
-8	à celles applicables|à utiliser *|ébauche *|ébauche de|éditer les|éléments|étiquette
-7	0 et|1 *|12 *|1: assigne|1: cela|1: ces|1: indiquez|1: plage|1: sélectionne|1: valeur|2|2 *
-7	2 renvoie|2: afficher|2: boîte|2: insertion|2: microsoft|3: bibliothèque|3: début|3: fenêtre
-7	3: message|3: noms|3: office|3: ouvres|3: plages|3: source|3: symboles|4 norme *|4 norme de|9|?ais
-7	?bue|?cd|?cé|?d5|?dez|?dé|?ed|?ens|?enu|?ert|?ete|?gif|?gir|?gle|?ieu|?ite|?lt|?ncé|?nt
-7	?nté|?on1|?pez|?put|?rs|?rée|?sup|?te|?ève|?égé|^ actualise *|^ aligne *|^ assigne|^ cela|^ ces
-7	^ cette option|^ choisissez fichier|^ choisissez outils|^ com microsoft|^ combien de|^ indiquez
-7	^ liste *|^ ouvre une|^ ouvrez le|^ plage|^ renvoie le|^ saisissez le|^ sélectionne|^ valeur
-7	actualise *|adresses|affichage|affiche un aperçu|afficher les|ajoutez *|aligne *|appliquez *|autour
-7	avez un|base de *|bases *|bases de|bibliothèques|bon je crois|bouton|boutons|boîtes *|boîtes de
-7	catégorie|chaîne *|cliquez ici *|clé *|code|com microsoft|comparaison|contenu|contrôle de
-7	correspond à *|correspondant à|corrélation|d'utilisateur|dans votre|de dialogue *|de données dans
-7	de données à|de formulaire|des images *|des lignes *|des références à|dessin *|dialogue *
-7	dois savoir *|définir les|définit les options|effectuées sur *|effectuées sur l'onglet|en charge *
-7	entre le|et *|et sélectionnez *|exporter *|expression *|expression au|ferme la *|feuille de|fichiers
-7	fin de|fonction *|fonction ne fait|fonction renvoie|fonctions|gauche de|gauche de la|gérer|inférieur
-7	instruction|insérer un|insérer une|j'appelle de *|j'appelle de la|je souhaite parler
-7	je souhaite réserver|je téléphone parce|jour ouvre|jours ouvres|l'aide *|l'aide de|l'exécution
-7	l'utilisation *|la barre de|la base de|la colonne *|la liste des|la plage *|la référence|la taille *
-7	la taille de|la valeur *|largeur de|le champ *|le mot *|le nom de|le nom du|le numéro de|le ou
-7	le taux|les informations|les objets|les options de|liste les|mail|masquer *|menu *|mesure
-7	modifications effectuées *|modifier le|modifiez|mois|mot de|navigateur de|nb jours ouvres|ne peut
-7	niveau *|niveau de|noir|nom de la|nombre *|noms *|norme de|notes|nouveau|office|on part à|onglets
-7	ou masque *|ouvre la boîte|ouvres|par exemple|par un *|paramètre|part à|partie de|partir de laquelle
-7	pendant *|plages de *|positif|possible pour|pour laquelle|pouvez me|pouvez utiliser *|problème *
-7	processus|protéger *|puis choisissez|qui sont|range|relatives|renvoie une chaîne|représente le
-7	références *|références à|régression|résultat est|s'agit|saisissez la *|section|serie jour *
-7	serie jour ouvre|sont affichés *|sont des nombre|souhaite parler|souhaite réserver|suivantes *|symboles
-7	systèmes|sélection de|sélectionner un|sélectionnez un|sélectionné dans|séries *|texte en|toutes *
-7	téléphone de *|téléphone de la|téléphone parce|un aperçu *|un nouveau|un sous|une *|une ?
-7	une boîte de|utilisez la|utilisée|valeur ?|viens pour savoir|vous avez un|vous pouvez me
-7	vous pouvez également|à droite *|éditer le|élément
-6	0|13|1: cochez|1: entrez|1: l'exemple|1d|2: cliquez|2: parler|2: supprimer|2: édition|3: affichés
-6	3: arguments|3: base|3: format|3: gérer|3: nouveau|3: saisissez|3: t|3: utilisés|3: élément|4 *
-6	?'il|?and|?ast|?dth|?dés|?ep|?fie|?ges|?gez|?ht|?ier|?lai|?log|?ms|?nge|?og|?om|?or|?pu
-6	?rd|?rer|?sse|?sub|?ta|?tem|?tre|?ual|?um|?uoi|?âce|?ète|^ assigne *|^ choisissez insertion
-6	^ cochez|^ double *|^ entrez|^ j'ai un|^ j'aimerais parler|^ j'appelle de|^ l'exemple|^ par *
-6	^ pour afficher|^ sélectionnez le|affichage styles ouvrez|affiche un *|affichés|ajoute un *|assigne *
-6	bas|c'est possible pour|calcule le|cette option|champs *|charger|chemin *|cliquez ici
-6	cliquez ici pour|cliquez sur une|combien|configuration|contenu de la|contient des|correspond à|coût
-6	créer|d'enregistrement|d'options|date de|de bas *|de bas de|de cellules de|de date *|de formule
-6	de saisie *|des commandes|des données|des plages de|dialogue a *|dialogue a été|disposition *|dont le
-6	du fichier|définies|définir|définir la|définit les|effectuer|effectuées sur|en bas *|en charge
-6	entrée de|entrées|est ?|fait *|faites un|fonctions de|forme|galerie|glisser *|hauteur *|heure je
-6	ici pour|images|inférieure|j'ai un|j'aimerais parler|j'appelle de|j'appelle parce *
-6	j'appelle parce que|je téléphone pour|je voudrais savoir|je voudrais un|je voudrais une|l'adresse
-6	l'espace de|l'espacement *|l'exécution *|l'intérieur *|l'échelle|la matrice *|laquelle le|le haut *
-6	le mot|le numéro *|le type *|les champs|les données *|les mots|les propriétés de|liste *|lié
-6	lorsque le|masquer|matières|maximum|modifications effectuées sur|modèle de|mot *|name|nommée|objet
-6	options *|opérations|ouvre une boîte|ouvrez la *|ouvrir la *|paramètres|pas partie *|pas partie de
-6	permet de définir|permettant de|peux parler *|plages *|pour la *|pour parler|probabilité
-6	quelle heure je|qui permet|quitter|relation|renvoie 0|référence|références à *|résolution|saisi
-6	saisissez la|seconde|si une|somme *|souhaitez *|spécifie le|spécifie les|spécifie que *|spécifie si
-6	sélectionnez un *|sélectionnez une|séries de|t|taille|tant que|temps *|texte *|type|types|types de
-6	téléphone parce *|téléphone parce que|téléphone pour|une chaîne *|une expression|une liste|une valeur *
-6	utiliser pour|utilisés|valeur par|variable *|vers *|vert|viens pour parler|visibles|voir *
-6	voudrais savoir|voudrais un|voudrais une|vous ne *|à l'aide de|à l'intérieur *|à laquelle *|ébauche
-5	10|12|2: barre|2: modifier|3 renvoie|3: 2|3: argument|3: automatiquement|3: contenu|3: sélectionner
-5	3: taille|5 *|8|?ack|?act|?aie|?as|?ava|?ces|?cez|?dée|?ec|?ght|?ial|?ips|?ira|?k|?més|?nd
-5	?ou|?que|?re2|?ref|?ry|?ses|?ulé|?vez|^ active *|^ affiche les|^ dans le|^ définit les
-5	^ l'espace *|^ l'espace de|^ liste les|^ pour modifier|^ pour supprimer|^ réinitialise *|^ spécifie la
-5	^ spécifie le|^ spécifie les|actions|affichage styles|affiche la|afficher|affichées|aller à|alpha
-5	applicables lorsque|applicables lorsque *|applicables lorsque la|assigner|au *|barre d'outils|bêta
-5	celles applicables *|celles applicables lorsque|cellules ou *|cette case *|cette fonction ne|chaîne
-5	commandes|commence|contenant le|contenu des|contenu du|contextuel|contiennent|cours|crée un|crée une
-5	d'outils|de cellules *|de format de|de la plage|de la valeur|de page *|dernière|des *|des objets de
-5	défini *|définissez les|définit la|en utilisant *|enregistrer|entière|espace|est la valeur|fin de la
-5	flèches|fonction ne|fonctions *|format chaîne *|format chaîne de|formatage|fraction|grille
-5	horizontalement|impress *|insérer des|insérés|inverse|j'aimerais parler *|je parler *|je veux savoir
-5	l'assistant|l'axe|l'espace de *|l'icône *|la date de|la fonction de|la valeur de|laquelle vous *
-5	le contenu de|les données|les propriétés du|lorsque la boîte|macros *|max|menu contextuel|min
-5	modifier|module|mois *|moyenne|méthodes|n'importe *|nb *|nom|nombre entier *|nombre est|note *
-5	notes *|ou *|ou dans|ouvrez|paragraphes|personnaliser|peux *|polices|position *|pour parler *
-5	puis cliquez|rapport *|remplissage|renvoie la valeur|références à des|réinitialise *|réinitialise les
-5	saisissez le nom|saisissez un|sous *|spécifie la|spécifiez|styles|sélectionne|séquence|terme|valeurs
-5	valeurs *|veux savoir|viens *|y|à tous
-4	3: any|3: bouton|3: contextuel|3: créer|3: d'outils|3: haut|3: jour|3: modifier|3: objet
-4	3: paramètre|3: paramètres|45|5|50|?ace|?acé|?ai|?bes|?ble|?ca|?cis|?cke|?der|?eci|?eft|?elé
-4	?he|?hés|?ies|?iv|?mes|?ner|?ns|?ode|?oid|?on2|?p|?pm|?rie|?rté|?sin|?tb|?tif|?tue|?vc
-4	?xtb|^ affiche le|^ choisissez données|^ choisissez édition|^ définissez les|^ insère le|^ insère un
-4	^ la barre|^ nb *|^ permet de|^ réinitialise les|^ sélectionnez la|^ sélectionnez un|^ à *|active ou
-4	adresse|any|barre *|capture|champ|chemin|colonne *|combinée|contextuel de|contient les|d'intérêts
-4	dans les *|de fichier|de fichier *|de format|diagramme *|documents|dossier|définition|entrer|filtres
-4	haut|index *|indique le|insère le|insère un|insère une|insérer *|j|je parler|l'actif|l'alignement
-4	l'objet|l'objet *|l'onglet *|la barre *|la valeur par|le curseur|le format de|le ou les|les ?
-4	les modifications *|lien|long|menu|menu contextuel de|nombre|nombre2|ou une *|paires|par exemple *
-4	pour modifier *|principal|propriété|propriétés|puis je parler|se *|str|supérieure|sur un *|t *
-4	type *|util|utilisation|visible|vous souhaitez *|wiki|à l'aide *|éditer *|événement
-3	1|2: bon|3: 1|3: afficher|3: applications|3: chaîne|3: ci|3: fonctions|3: forme|3: propriétés
-3	3: référence|3: type|?10|?3i|?ain|?ana|?ar|?até|?c1|?cés|?e3|?eds|?eg|?ent|?ext|?hée|?ici
-3	?irs|?isé|?ité|?ker|?m|?nde|?ni|?od|?oit|?one|?ons|?ps|?rio|?sé|?ti|?tie|?ua|?uls|?uns|?ur
-3	?vpm|?ête|^ affiche la|^ choisissez libreoffice|^ le *|^ saisissez la|ajouter|applications|aussi
-3	automatique|cellule|comme *|copies|de format *|de l'objet *|dimensions|données *|enregistrement
-3	et les *|facture *|feuilles|format *|horaire|key|l'extension|l'intervalle|la commande *|lettres
-3	ligne|lignes *|maintenant|modifier *|modèle *|mult|objets|objets *|open *|option|option *
-3	paramètre *|partir de *|pour ?|pour afficher *|saut|situé|somme|sont ?|sur *|système|table *|tf11
-3	uniquement|utiliser|zone *|zoom|à utiliser pour|étape|étiquettes
-2	3: commandes|3: dialogue|3: ligne|3: objets|3: valeurs|?1er|?ait|?ans|?ath|?by|?ce|?df|?e5|?el
-2	?er|?evé|?f4|?gné|?id|?if|?ime|?in|?ing|?ls|?mez|?mis|?nes|?oxy|?png|?rir|?ser|?to|?urs
-2	?xte|?z|activez|affichée|apparaît|après *|array|b6|boîte de *|boîte de dialogue|calculer
-2	caractères|caractères *|colonne|combinaison|courbe|cumulative|d'outils *|d'une *|date|de dialogue
-2	degrés|dialogue|différentes|disponible|distance|effet|entrée *|filtre|formulaires|gérer *|image *
-2	insérer|le style *|manuel|map|menus|paramètres *|pas|pivoter|plage *|plan *|position|relatif
-2	résultat *|sql|supprimer|tester|titre|tête|variable|x|à *
-1	02|11|3: 0|3: définir|4|?but|?cel|?cée|?dur|?ee|?ess|?eur|?gul|?gée|?ias|?ic|?ict|?ix|?jn
-1	?les|?lu|?map|?ndi|?nue|?osé|?ote|?ows|?ros|?rti|?rts|?so|?ter|?tes|?ul|?ux|?val|?ws
-1	^ pour *|bien|bon|champ *|choisie|clic|commande|convertisseur|curseur|d'aide|d'exécution|d'import
-1	d'impression|d'origine|de *|document|départ|enregistré|exécuter|feuille|fichier|filtrer|hauteur
-1	l'entrée|l'interface|la fenêtre|liste|nominal|numérotation|négatifs|ouvrir|paiement|partie|règle
-1	script|sont *|sous forme *|supprimer *|utilisé
0	3: menu|3: nom|3: nombre|3: pas|3: temps|?al|?ary|?ats|?au|?be|?ci|?ein|?es|?hat|?ien|?ir|?ke
0	?n2|?ne|?nez|?ng|?ngé|?nis|?ods|?oto|?per|?rl|?rt|?sif|?slt|?tal|?xer|?xt|?ze|appelée
0	caractère|chambre|champs|commande *|contrôle|d'image|différents|distribution|fonction|heure|indiqué
0	int|l'intérêt|la zone *|lecteur|les fonctions *|libreoffice|macros|modifications *|navigateur|pages
0	repères|résultat|s'appliquent|sections|seule|spécifiée|supprimées|tableau *|temps|trouver
1	16|17|1: merci|25|255|3|3: document|?ail|?an|?ate|?ber|?box|?ché|?csv|?dd|?dif|?eek|?ek
1	?gex|?hé|?ice|?lic|?mat|?nce|?née|?oin|?on|?ord|?rit|?ro|?son|?sv|?uce|?uer|?ult|?use|?yd
1	?yme|?ède|^ merci|ancre|angle|asiatiques|associée|binaire|ce *|centre|choisir|console|copier
1	d'ancrage|diapo|double|entrée|extensions|fichier *|fréquence|interne|l'enregistrement|langues
1	légende|légendes|modules|multiple|multiples|omis|opérateurs|pair|police|rechercher|relatifs
1	salutations|spécial|statistiques|texte|valide|variance|vertical
2	3: texte|?4j|?db|?digits|?ge|?gé|?hes|?ia|?ide|?ile|?ion|?ize|?lux|?lés|?mée|?nés|?ol|?out
2	?pt|?rde|?reg|?sh|?t2|?té|?ues|?ule|?ure|?us|?uté|?vé|?ype|?ées|?és|aperçu|appliquer
2	appliqué|cellules|complexe|d'erreur|dessus|dix personnes|dénominateur|déposer|exemple|fax|fin
2	focus|imprimée|l'utilisateur|l'édition|majuscules|marges|octet|open|paragraphe|produit|protection
2	précédentes|recherche|rotation|souris|sur ?|syntaxe|sélection|tout|éditer
3	2: si|2d|3: double|3: prochaine|?0n|?10n|?30|?at|?cle|?cts|?ea|?eau|?eta|?ets|?gs|?ike|?ive
3	?le|?lie|?ly|?odf|?ox|?re|?rré|?se|?sée|?uée|?va|?çu|actifs|an|arrondi|clés|combiner
3	commentaires|conception|condition|conditions|couleurs|d'objets|dessin|division|document *
3	document actif|données|décimal|est le *|facture|flèche|gauche|image|index|inverser|l'index|lettre
3	liens|matrice|méthode|nombres|numérique|négative|points|population|premier|prochaine|programmes
3	spéciaux|string|tableaux|total|trier|true|une chambre *
4	#8|0 ?|3: code|3: date|3: libreoffice|3: liste|3d|?ew|?f2|?f5|?her|?inf|?ins|?li|?mme|?mum
4	?na|?nf|?pi|?rms|?rçu|?set|?uct|?ud|?ut|?éée|arrondir|cellules *|d'informations|dans la *
4	directement|décalage|défaut|fois|forme de *|gamma|inclus|insérées|l'étiquette|la semaine *|lignes
4	modèles|non ?|parler à quelqu'un|perdu|procédure|renommer|saisie|scriptforge|substituant|table
4	tableau|test|unique|writer|à quelqu'un|ça
5	3: données|3: lignes|3: nombres|3: numériques|3: ouvrez|3: plan|3: sélectionnés|?age|?cal|?ch|?def
5	?dim|?déo|?ect|?ine|?ié|?iée|?iés|?llé|?lon|?lue|?nal|?nts|?oi|?ort|?osh|?pés|?ray|?rêt|?st
5	?tch|?tis|?tte|?tée|?ue|?ué|?ys|?ée|?éo|?êt|^ c'est tout|^ merci *|b|bordure|c'est tout
5	catégories|colonnes|complet|complexes|d'accord|de ?|de caractères|dessous|décimales|fixe|formule
5	ici|impress|l'application|libreoffice *|logique|merci *|mots|n'est pas *|numériques|obligatoire
5	ordonnées|plan|possibles|précision|puces|suivant|svc|sécurité|sélectionnés|tabulation|tabulations
5	transition|trois *|trois personnes|utilisateur|visite|web|zone de *|édition
6	1 3|20|3: 3|3: c'est|3: colonnes|3: commande|3: l'hôtel|3: mai|3: ouverte|3: principale|3: vide|?
6	?ane|?ang|?ays|?cto|?d|?du|?et|?g1|?ise|?nom|?né|?ois|?oté|?res|?ré|?tit|?ts|?tus|?ub|?uf
6	?ui|?xy|?yen|a été *|autres|bas de *|basic|caviardage|cliqué|coupon|dates|de date|de données
6	dire le *|décimale|l'échantillon|la semaine prochaine|langue|le document actif|mai|matrices
6	modifications|modifiée|nom *|nouvelle *|ouvert|ouverte|page|parenthèses|pas *|principale
6	présentation|remplacement|renvoyé|renvoyée|requête|semaine prochaine|supplémentaire|toutes les *|vrai
6	à ?|à une *|être *
7	2001|3: diapos|3: gare|3: médecin|3: page|3: requête|3: saisie|3: table|3: tableau|3: variable|?255
7	?55|?ap|?bc|?ds|?ear|?ef|?els|?ger|?int|?mé|?ndu|?nel|?nh|?nie|?nus|?ras|?sa|?sis|?sés
7	?ull|?url|?vée|aide|autotexte|axes|bien sûr|c6|calcul|composite|de nombres|description|diapos
7	dire le prix|donné|droite|défilement|démarrage|e|entier|erreur|espaces|est *|existant|f11|iso
7	je peux *|l'année|l'écran|la diapo|le trois *|le trois mai|lyon *|macro|mon médecin|médecin
7	personne|pi|remplacer|scanner|secondes|tables|trois mai|un rendez *|un rendez vous|unités *|vide
7	virgule|vous répéter|à mon *|à mon médecin
8	3: droite|3: fonction|3: monétaires|3: s'affiche|3: suivant|3: édition|?ags|?aux|?bj|?f6|?gp|?iné
8	?is|?obj|?ope|?orm|?ow|?pe|?pgp|?ran|?rm|?sc|?tps|^ bien *|^ rien *|affiché|alors *|any *
8	avec un *|c|certificat|chambre double|chemins|choisissez fichier *|choix|ci *|coller|convertir
8	d'animation|d'autre|datetime|de la liste|du fichier *|dynamique|dégradé|emplacement|enregistrées
8	est trop cher|formulaire|horizontale|la place *|monétaires|même *|normale|papiers|passe|payer
8	plage1|plage2|quatre *|renvoie 1|rien *|rue *|rue principale|s'affiche|spécifiques|sur ok
8	une chambre double|une voiture|utilisées|version 1 *|version 1 3|verticale|verticalement|voiture
8	à la *|à la maison
9	2: sûr|3: aide|3: basic|3: formulaire|3: ok|3: paris|3: présentation|3: tout|3: ça|?ase|?bre|?ct
9	?de|?dir|?gés|?ll|?lut|?nnu|?ppe|?ty|?uvé|?ves|^ bien sûr|actuelle|ascii|autre *|avez moins *
9	avez moins cher|bibliographie|calc|calc *|centre à *|chapitre|chapitres|clavier|cliquez sur ok
9	colonnes *|contenu des *|conversion|correspondante|dans la liste|dans le document|de champ|facultatif
9	fermez|filtre *|fontwork|gare|groupe|hyperlien|jours ouvres intl|l'effet|la gare|la ligne *
9	la table *|mode *|octets|ouvres intl|pdf|pizza|plus tard|pour le *|prend|précédente|python|période
9	quatre personnes|que vous *|renvoie ?|renvoyer|requis|réserver une *|sera tout *|sera tout merci
9	signature|sont pas *|tab|titres|tout *|une pizza|unités monétaires|valeurs ?|vers le bas|voilà|zéro
9	à appliquer|à utiliser|événements
10	1 ?|1: voilà|3: actif|3: bibliographie|3: couche|3: donnée|3: fermez|3: personnes|3: tri|3: voiture
10	?ay|?da|?dbc|?ey|?fs|?ifs|?im|?ire|?os|?ral|?rds|?vés|^ voilà|actif|activé|activée|actualiser
10	aléatoire|barre de *|beaucoup|bleu|c'est maria *|c'est maria lopez|ce champ|chaîne de caractères
10	choisissez outils *|couche|croissant|d'état|dans la maison|de nombre|direct|dix heures|donnée
10	et deux *|et deux enfants|grouper|html|il moins *|il moins cher|imprimer|jour ouvre intl|la flèche *
10	le contrôle|le petit *|math|modèle|navigation|objet ole|options|orthographique|ouvre intl|papier
10	présentations|rouge|réserver un *|réserver une voiture|son *|tri|un autre *|une personne
10	voilà c'est *|weibull|à dix *|à dix heures|à une personne
11	2: beaucoup|2: d'autre|3: bordures|3: calcul|3: carte|3: complexe|3: convertir|3: donné|3: définie
11	3: facture|3: imprimer|3: loin|3: ole|3: payer|3: personnalisé|3: prend|3: rouge|3: vides|?air|?ios
11	?ipt|?nda|?nu|?oré|?pub|?pée|?yée|^ merci beaucoup|^ quatre personnes|^ rien d'autre|alignement
11	arrive|billet|bordures|carte|ce sera *|cliquez sur *|dde|deux *|draw|définie|et quatre *
11	et quatre enfants|fichier ?|l'imprimante|la sélection active|les autres *|les styles|ligne de *
11	ma facture|merci beaucoup|modifiées|nombre complexe|ole|ou ?|paris *|personnalisé|pouvez vous m'aider
11	précédent|rien d'autre|règles|répartition|standard|taxi|texte à *|trouvée|un billet|un taxi|uno
11	variables|vers la *|vides
12	180|2: demain|3: alignement|3: calc|3: commentaire|3: courriel|3: dde|3: diagramme|3: disponibles
12	3: heures|3: nominale|3: pizza|3: réception|3: s'ouvre|3: uno|3: variables|?dll|?gn|?imé|?nte|?qué
12	?ss|?und|?var|actuel|avez un parking|c'est pierre *|c'est pierre martin|c'est tout *|c'est tout merci
12	ce sera tout|chasse|choisissez affichage *|commentaire|compte|contenu des cellules|courriel|critère
12	d3|dans un *|dans une *|dans votre *|de fin|diagramme|disponibles|dix *|doit être *|en mode *
12	enregistrés|false|faux|formules|heures|l'aperçu|la casse|la maison merci|la page active|la réception
12	le centre|les documents *|mailing|maison merci|modèle de *|moins *|nominale|nouveau modifier|ooo
12	pour aujourd'hui|rapport|renvoie vrai|réception|réserver un taxi|réserver une pizza|s'ouvre|sans *
12	semaine *|sera tout|soir|souhaité|structure|valeur nominale|vers le *|voiture pour *|vous m'aider
12	à la réception
13	3: billet|3: classeur|3: compte|3: draw|3: formules|3: maître|3: maîtresse|3: ooo|3: python
13	3: spécifié|3: supplémentaires|3: xml|?ere|?esc|?hap|?phe|?rre|?été|annuler ma *|aux cellules *
13	chambre est fausse|chambre est sale|classeur|commande est sale|d'arguments|diaporama|distant
13	est calculée|et trois *|et trois enfants|facture est sale|imprimé|la distribution *|libreoffice draw
13	logiques|maître|maîtresse|modifié|no semaine ooo|nouveau *|numérotation *|page active
13	place rappelez *|place rappelez moi|rendez vous merci|semaine ooo|signatures *|spécifié|suivante
13	supplémentaires|une table|vous merci|xml|à la casse|à lyon *|été *
14	2 renvoie *|2: l'aéroport|3: casse|3: false|3: faux|3: mailing|3: masquées|3: suivante|3: sélectionné
14	3: sûr|?ale|?inu|?ja|?nja|?si|?tp|^ non merci|actuellement *|afficher les *|avec ma réservation
14	c'est faux|casse|cible|cinq *|cliquez *|commande est *|complexe ?|d'adresses|d'un nombre *|d'une ?
14	dans ce *|dans le *|de la *|de la sélection|des formules|des objets sélectionnés|deuxième|doit ?
14	données ?|déroulante|espacement|est trop tard|général|il est *|il un parking|internet|linguistiques *
14	marge *|masquées|no semaine iso|non c'est faux|non merci|paiements|pour vendredi|programme|rendez *
14	rendez vous|semaine iso|six enfants|sélection active|sélectionné|taille de *|texte ?|tout merci
14	trop tard|votre *|à l'hôtel|à lyon|édition *|éléments du *|êtes
15	1: ok|2: l'hôtel|3: diaporama|3: expire|3: maison|3: manuellement|3: réservation|3: sélectionnées
15	?cos|?f9|?gne|?ini|?inv|?v|^ ok|aller à paris|arrière *|bon ça *|bon ça va|cellules vides|contour
15	de la période|destinataire|deux enfants|diapo maîtresse|documents texte|enregistrée|entre les *|expire
15	externe|grand|groupement|guillemets|heure ça *|heure ça arrive|investissement|l'animation
15	la barre d'état|la maison|le petit déjeuner|le premier|lecture *|maison|manuellement|merci au *
15	merci au revoir|minuscules|normal|part à midi|pour ma commande|pour ma facture|pourriez vous répéter
15	prix|propriétés ?|radians|renvoie 2|réservation|rétablir|s|signatures numériques|sommes à l'hôtel
15	sélectionnées|sûr|url|writer libreoffice *|à l'objet *|à l'objet sélectionné|à la gare|à échéance *
15	à échéance expire|échéance expire
16	3: arrive|3: chère|3: d'index|3: etc|3: général|3: ici|3: pointe|3: suit|3: suivants|3: taxi|3d *
16	active|annuler ma carte|avez une pizza|calculé|cas de *|chambre est *|choisissez insertion *|chère
16	cinq enfants|cliquez sur supprimer|convertir en *|d'index|d'un nombre|d'un nombre complexe|dde *
16	de anne|de chaîne|de dessin sélectionné|du menu *|est activée|est renvoyée|etc|existante|f
16	facture est fausse|fenêtre styles|forme de chaîne|la deuxième|la fenêtre styles|le groupe|ma *
16	ma carte|mon rendez *|mon rendez vous|non *|négatif|par l'utilisateur|part de anne|personnes
16	personnes merci|petit *|pointe|pour ce *|quand ça *|quand ça arrive|quatre enfants|souhaitée|suit
16	suivants|sûr c'est *|trois enfants|trop cher
17	3: agent|3: calculée|3: ens|3: groupement|3: l'impression|3: m'aider|3: prix|3: période|3: remplie
17	3: tard|3: tu|?ris|^ dans l'hôtel|agent|appuyez sur *|arrive *|aux cellules vides|avec un agent
17	beaucoup au *|beaucoup au revoir|c'est anne|c'est cassé|calculée|chambre n'arrive *
17	chambre n'arrive pas|commande n'arrive *|commande n'arrive pas|coupure des *|coupure des mots
17	d'amortissement|d'application|d'exploitation|dans l'hôtel|de bibliographie|de cette *|distribution *
17	doit être calculée|données à *|du contrôle *|ens|est tard|existantes|facture est *|flèche pointe
17	gérer les *|imprimés|int *|l'autre *|l'axe *|l'impression|la flèche pointe|le prix|lecture seule
17	m'aider|marge droite|non|objets sélectionnés|onglet *|paramètres linguistiques *|police à *|que ça va
17	remplie|renvoie *|renvoie 1 *|si ens|succès|sur l'onglet *|un agent|à midi|à paris|ça est mieux
18	1: allô|1: bonjour|2: grand|3: bool|3: classeurs|3: intl|3: suivantes|?nv|?éré|^ allô|^ bonjour
18	^ le grand|a un *|allô|arrière plan|avec petit *|avec petit déjeuner|bonjour|bool|c'est exact
18	choisissez édition *|classeurs|d'autre *|date et *|de libreoffice|deux valeurs|données dans *
18	du document|défaut false|elle est *|est cassé|et taille|facture n'arrive *|facture n'arrive pas
18	fichier propriétés *|image propriétés *|imaginaire|intl|la nouvelle *|le grand|le paragraphe *
18	liste déroulante|lyon|moi|moins deux *|organiser|oui|ouverts|par défaut false|pas enregistrées
18	pas venir|peux pas *|peux pas venir|plage de lettres|position et taille|possible rappelez *
18	possible rappelez moi|pour lundi|pouvez m'aider|procédez comme *|que c'est *|que c'est cassé|rappelez *
18	rappelez moi|répéter|sont pas enregistrées|suivantes|sur supprimer|sélectionnée|vous pouvez m'aider
18	à le *|à le centre|être calculée
19	2 ou *|2: lyon|2: personnes|2: premier|3: demie|3: organiser|3: personnalisée|3: radians|3: répéter
19	3: sélectionnée|3d sélectionné|^ le premier|annuler ma réservation|avec l'instruction *
19	commande est fausse|dans ce champ|dans l'onglet *|demie|dix enfants|et demie|il est tout
19	la valeur nominale|matin|mon compte|non c'est tout|numérotation des *|ok|on arrive *|personnalisée
19	pour mercredi|pour votre *|que vous saisissez|sommes trois *|sommes trois personnes|style ?|temps ça *
19	temps ça prend|writer libreoffice calc|à insérer|à l'aéroport|ça prend
20	0 0|2: deuxième|3: active|3: confirmation|3: coûte|3: dimanche|3: dupont|3: exact|3: fausse|3: moi
20	3: êtes|?cte|?ist|^ la deuxième|a50|blanc|combien ça *|combien ça coûte|confirmation|coûte
20	d'autocorrection|du titre|détails|est exact|est fausse|est trop *|et 1|fausse|format cellules *
20	jours ouvres *|l'autre|la forme|le presse *|le presse papiers|ma commande|menu fichier|ouvres *
20	où vous *|police à appliquer|propriétés *|sélectionné nouveau *|sélectionné nouveau modifier|tu
20	vous êtes|ça arrive|ça coûte
21	0 et *|1: bonsoir|1: lyon|3: blanc|3: nuits|3: sale|3: succès|3: train|^ bonsoir|^ lyon|bonsoir
21	ce document|choisissez insertion diagramme|d'intérêt ?|dans le résultat|de cette page|dessin sélectionné
21	est loin|est sale|est trop chère|flottant|heure vous fermez|il un *|insertion diagramme|iso *
21	l'aéroport|le train|les autres objets|linguistiques langues|martin|n'aime pas *|n'aime pas ça
21	non définie|nuits|ou 4|ou lundi|ou mardi|paramètres linguistiques langues|paris|part le train|pas sûr
21	perdu ma *|perdu ma carte|pierre *|pierre martin|place pour *|pour votre aide|pour édition|puces et *
21	rappelle plus *|rappelle plus tard|régulières|sale|sommes dix *|sommes dix personnes|suis pas *
21	suis pas sûr|train|trop chère|votre aide|vous un *|éléments du document
22	1: l'autre|1: oui|2: combien|3: bon|3: lopez|3: martin|^ c'est combien|^ l'autre|^ oui|aller à *
22	autres objets|c'est *|c'est combien|cliquez sur|cliquez sur ouvrir|comprends *|comprends pas
22	données à analyser|entre guillemets|exact|excel2003|insertion cadre *|j'ai une question
22	jours ouvres fonction|l'hôtel|l'instruction open|lundi|mon code|n'est pas ça|ne comprends *
22	ne comprends pas|openformula|ouvres fonction|pour demain|pour des variables|pour jeudi
22	quand vous fermez|str int|sur ouvrir|tard|vendredi|éditer les *
23	1: non|2 ou 4|3: déjeuner|3: garer|3: l'hyperlien|3: quelqu'un|3: retard|3: revoir|3: vba|^ non
23	au revoir|calcule la distribution|cassé|ce que *|dupont|durand|déjeuner|en retard|fonctions de *
23	format caractère *|garer|je peux venir|jean *|jean dupont|l'hyperlien|le dessin|libreoffice base
23	lopez|madame *|madame durand|marche *|marche pas|maria *|maria lopez|max b2 *|max b2 b6|me garer
23	modifier nouveau *|ne marche *|ne marche pas|ou samedi|petit déjeuner|peux me *|peux me garer
23	peux venir|pour samedi|quelqu'un|responsable|retard|revoir|suis en *|suis en retard|trop *
23	une question|vba|vous fermez|à renvoyer|ça va
24	3: aujourd'hui|3: mardi|3: plaît|^ c'est *|choisissez style *|comme suit|convertisseur de *
24	d'achat du *|d'achat du titre|des expressions régulières|entends *|entends pas|gérer les styles|loin
24	moins cher|non c'est *|non trouvée|plaît|quand vous ouvrez|s'il vous *|s'il vous plaît|vous entends *
24	vous entends pas|vous plaît|à convertir|ça *
25	2: merci|3: durand|3: lundi|3: midi|3: question|a été ouverte|annee fonction|bon alors *
25	bon faisons *|bon faisons ça|c'est bien|cellules de *|cellules de nombres|commandes choisissez *
25	contenant le nombre|dans calc|défaut est *|est tout|faisons *|faisons ça|fraction annee fonction
25	hyperbolique de *|je peux payer|jour ouvre fonction|mardi|ne sais *|ne sais pas|ou en lignes
25	ouvre fonction|où vous êtes|peux payer|question|quitter le *|sais *|sais pas|six *|str *
25	tableau cliquez *|tableau cliquez sur|été ouverte
26	3: anne|3: cassé|3: demain|3: parking|3: svc|a quelqu'un|avez une *|date et heure|est le prix
26	et heure|fraction annee *|j'ai une *|j'ai une réservation|jour ouvre *|no semaine *|outils cliquez *
26	outils cliquez sur|parking|renvoie 0 *|str bool|sur le contrôle|toutes les modifications|un parking
26	une réservation|y a quelqu'un
27	3: jeudi|3: mieux|3: venir|c'est ça|demain|diagrammes|est bon|mercredi|midi|mieux|possible pour *
27	samedi|signification que *|venir
28	3: diagrammes|3: samedi|3: va|?due|aujourd'hui|est mieux|est six *|est six un|fonctions de chaîne
28	formatage cliquez *|formatage cliquez sur|heure vous ouvrez|sommes à *|standard cliquez *
28	standard cliquez sur|êtes *
29	3: cher|3: mercredi|3: vendredi|appelez *|appelez vous|cher|est ma *|est ma commande|part le *
29	pas ça|va|vous appelez *|vous appelez vous
30	allez *|allez vous|avec ma *|avez un *|c'est six *|c'est six un|comment allez *|comment allez vous
30	dimanche|jeudi|n'arrive *|n'arrive pas|openoffice ?|où êtes *|où êtes vous|pour ma *|sept *|êtes vous
31	heure vous *
32	3: enfants|3: incorrect|deux sept *|deux sept un|enfants|incorrect|quand vous *|sept un|vous ouvrez
33	oublié mon *|oublié mon code|vingt rue *|vingt rue principale
34	2: parfait
36	que c'est
37	parfait|six un
38	anne|merci|str str
41	nom est
42	ce que c'est
43	3: merci|de nom *
45	de nom est
"""
