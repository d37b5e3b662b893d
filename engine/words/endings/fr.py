"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""

WEIGHTS = """\
-42	str ?
-38	pense que *
-37	de la gare
-35	par rapport
-33	crois que *|parce que c'est
-31	3: ce|qui|s'il|trop
-30	3: d'une|3: dans|3: en|3: qui|3: s'il|bool false|d'une|en|en fonction|l'onglet format *
-30	lorsque vous *|maria|pierre|sous forme
-29	3: au|3: choisissez|3: d'un|3: doit|3: pouvez|avec|d'un|dans|doit|du|la commande|permet de *
-29	puis cliquez sur|si le *
-28	3: avec|3: des|3: du|3: et|3: non|3: pour|3: tous|au|de la place|des|et|le type|objet ?|ou
-27	3: de|3: la|3: le|3: ou|3: que|3: vers|3: à|^ cliquez *|^ les *|laquelle le *|lors|n'est *
-27	options libreoffice calc|pour|que la *|vers
-26	2: adultes|2: ou|3: cette|3: comme|3: contenant|3: les|3: sélectionnez|adultes|casesensitive *|ce
-26	comme|contenant|de|entre|laquelle la *|parce que *|permettant de *|quand|quatre|quelle *|s'il *
-26	s'il vous|sélectionnez la *|trois|à
-25	2: pour|3: aux|3: entre|3: lorsque|3: par|3: premier|3: puis|3: quatre|3: trop|3: une|?rte|?ton
-25	^ libreoffice *|aux|choisissez l'onglet *|contient *|de bas|de formulaire *|de temps ça|de type|dix
-25	est trop|format de formule|l'onglet actif|la|le nom|les autres|les formules|les propriétés *|lorsque
-25	madame|n'est pas|par|puis|renvoie la *|se|sur l'onglet actif|temps ça|toutes
-24	#2|3: cliquez|3: est|3: où|3: peuvent|3: renvoie|3: se|3: toutes|3: vingt|?ès|^ mon *|affiche le *
-24	afin de *|aller de *|aller de l'hôtel|casesensitive bool|cette|de l'hôtel|et index *|l'application *
-24	la taille|le|le menu|les|les champs *|où|permet|peuvent|plages de cellules|pour ouvrir|pour une *
-24	prevision ets *|que|qui sont *|renvoie|type de données|un nouveau document|une seule|vingt|à la
-24	à la page|ébauche de formulaire
-23	2: sur|3: maria|3: me|3: mon|3: ne|3: opt|3: peut|3: pierre|3: rendez|3: si|3: six|3: trois
-23	3: votre|?ont|^ d'accord bon|comment|comment *|d'accord bon|doivent|doivent *|dont *|fonction du *
-23	insertion table|int ?|la position|les options|lorsque le *|mon|ne|ne peux *|ne peux pas|opt|opt ?
-23	parce|parler *|partir|permettant *|peut|peux pas|pour afficher|pouvez également *|prendre un *|que *
-23	quel|qui *|rendez|rue|sans|six|un rendez|une|utiliser *|vous cliquez *|à partir|échéance
-22	15 *|1: c'est|2: l'objet|2: s'il|3: ainsi|3: doivent|3: lors|3: mise|3: parler|3: petit|3: rue
-22	3: réserver|3: sans|?ste|^ c'est|^ cette *|afin|ainsi|arguments *|arrière|avez vous *|calcule le *
-22	changer|commander un *|contient|correspond|d'une entrée|dans draw|dans la|de open|est|huit|indique
-22	j'ai|je|jean|l'option|la rue|loi|mise|mode de *|mon nom *|ne *|nous|parler|part|partie de open
-22	permettant|petit|plusieurs|que mardi|réserver|réserver *|si les *|sélectionnez|sélectionnez le *
-22	tous|votre
-21	#3|1: je|1: où|1: parce|2: c'est|2: code|3: afin|3: arrière|3: chaque|3: contient|3: d'autres
-21	3: dix|3: dont|3: je|3: laquelle|3: ma|3: madame|3: permet|3: permettant|3: plusieurs|3: possible
-21	3: été|?e2|?ssé|?tat|?vre|^ ce *|^ cliquez sur|^ je|^ mon code|^ où|^ parce|a t|affiche|afin *
-21	ainsi *|ajouter *|aller de lyon|aller de paris|avoir *|chaque|choisissez édition|cliquez|combien ça
-21	d'autres|dans la fenêtre|de l'icône *|de lyon|de paris|dialogue de *|dont|elle|est disponible
-21	jusqu'à|l'une|laquelle|le caractère|les diagrammes|lors du *|lorsque la *|ma|maj|me|mots *
-21	nouveau texte|office *|onglet|overwrite *|où *|parler à *|personnes pour|possible|pour le|pouvez
-21	puis *|que les *|que mercredi|représente|sept|si vous *|sont des *|sous|type de fichier|tête de *
-21	un champ *|vous pouvez|à l'aide|à l'élément *|à le|été
-20	#1|100 unités *|100 unités monétaires|1: bon|1: vous|1: à|2: 0|2: je|2: la|2: trop|2: variable
-20	3: affiche|3: calcule|3: ces|3: changer|3: commandectrl|3: correspond|3: jean|3: l'affichage
-20	3: n'arrive|3: partir|3: pendant|3: pied|3: quelle|3: rappelez|3: sous|3: un|?ape|?ils|?nne|?une
-20	^ *|^ bon|^ en *|^ svc *|^ vous|^ à|active *|adultes et *|affiche les *|aller de l'aéroport|appuyez
-20	au début|au format|avec les *|avez|bon ça|c'est six|calcule|cas|casesensitive|cet|chaque fois
-20	choisissez|combien *|commandectrl|contenant *|d'accord bon ça|dans le champ|dans un|de l'aéroport
-20	de la|de le centre|de remplissage|degrés *|double cliquez sur|déplacer|j'aimerais|je veux *
-20	l'affichage|l'instruction|la partie|la partie *|la zone|le contrôle *|le nom *|liberté|longueur *
-20	n'arrive|ne sont *|open document|options libreoffice|par libreoffice|pendant|pied|police du texte
-20	prendre|prise|préférencesoutils|puis cliquez *|que jeudi|que vous|que ça|rappelez|renvoie le *
-20	savoir combien *|savoir combien ça|si une *|son|sont|sont affichés|sur la|svc ?|sélectionnez *
-20	sélectionnés *|t il *|tous *|toute *|uniquement *|veux *|à des cellules
-19	0 ou *|1: comment|1: j'appelle|1: mon|1: nous|1: ouvrez|2 3|2: le|3: bord|3: cas|3: commander
-19	3: deuxième|3: l'option|3: maj|3: même|3: ont|3: prendre|3: presse|3: pris|3: prise|3: sept
-19	3: située|3: sont|3: voulez|3: être|6 *|?oie|?ot|?ère|^ ces *|^ choisissez *|^ comment|^ j'appelle
-19	^ mon|^ nous|^ ouvrez|ajoute|an *|annuler *|après|attributs *|axe|bord|boîte|cinq|commander une *
-19	contenu *|contextuel de *|contient des *|crée|d'éditer|dans des *|dans une|de nombre *|de open *
-19	de open document|distribution ?|dont le *|droite *|dû|en mode|et en *|et le|faites *|fonction des *
-19	formats *|il|j'aimerais *|j'appelle|je suis *|je voudrais *|l'objet de dessin|l'onglet modifier
-19	la base|la syntaxe|le chemin|les différents *|libreoffice préférencesoutils|mais|même|n'a *|nom de
-19	nombre de *|nouvelle|numéro|octets *|on *|ont|ou un|ouvre|ouvrez *|peut ?|plus|pour *|presse
-19	prevision ets|pris|préférencesoutils options libreoffice|quatre deux|quelle|quelle heure *|savoir|sera
-19	située|str opt|styles de page|suis *|suivante *|sur le|sérielle *|un|unité|utilisez la *
-19	valeur numérique|voudrais *|voulez|vous cliquez sur|vous souhaitez|vous voulez|à droite|à la diapo
-19	élément *|être
-18	1 2|1 renvoie 0|1: combien|1: il|1: j'ai|1: la|1: quand|1: si|2: est|2: les|3: appuyez|3: avez
-18	3: axe|3: barres|3: boîte|3: casesensitive|3: cinq|3: combien|3: d'éditer|3: droit|3: définit
-18	3: façon|3: il|3: jusqu'à|3: l'instruction|3: leurs|3: mais|3: microsoft|3: nouvelle
-18	3: préférencesoutils|3: sa|3: savoir|3: son|3: taux|3: tels|3: toujours|3: utilisant|90 *|?alt|?car
-18	?ez|?mi|?pre|?the|?trl|^ combien|^ il|^ j'ai|^ j'aimerais *|^ la|^ quand|^ si|actuellement|annee
-18	b2|barres|c'est possible *|c'est vingt|ce que je|celles *|choisissez données *|choisissez libreoffice
-18	choisissez édition base|cocher|cochez|convertit|côté *|d'accord bon *|d'utiliser|dans le|de variable
-18	devant|disponibles *|dois *|données de *|droit|du menu|du modèle|déclaration|déplace|désactive *
-18	entrez|est sélectionnée|et de|et les|expression|façon|fenêtre de fichier|ferme|fichier de base
-18	formatage à *|formulaire sélectionné|gauche *|grande|huit heures|il *|informations|insère|j'ai *
-18	je dois *|l'argument|l'espace|l'onglet insertion *|le navigateur *|le point *|le trois|les arguments *
-18	leur|leurs|lorsque *|mais *|mon adresse *|mon rendez|n'importe|ne ?|nous voudrions *|numéro *
-18	open document *|page ouvrez|permet *|place je *|plan du *|pour créer|pour un *|propose|qu'une
-18	que demain|quelle heure|remplace|sa|sans fermer|ses|si|souris *|sous la *|spécifie|sur l'onglet
-18	tels|touche|toujours|toute|un nombre *|un texte|une cellule *|utilisant|utilisez|utilisez *|vos
-18	voudrions *|vous avez|y a t|à huit *|à huit heures|à quelle *|à quelle heure|édition base
-17	1 0|1 0 *|1: dans|1: eh|1: j'aimerais|1: les|1: pourriez|1: saisissez|1: svc|1: vendredi
-17	2: commande|2: nom|2: représente|2: un|2: une|3: actuellement|3: aligné|3: après|3: b2|3: cet
-17	3: devant|3: dire|3: disposition|3: déplacer|3: leur|3: n'est|3: n'importe|3: onglet|3: ordre
-17	3: ouvre|3: part|3: plus|3: qu'une|3: rapidement|3: représentant|3: représente|3: sera|3: seront
-17	3: seul|3: sources|3: tant|3: unités|3: vos|?mer|?oir|?rr|?rès|?sf|?uet|^ assistant *|^ comment *
-17	^ dans|^ eh|^ j'ai *|^ j'aimerais|^ je *|^ les|^ loi *|^ pourriez|^ saisissez|^ svc|^ vendredi
-17	^ vous *|a any *|add|affiche la *|ajoutez|aligné|alors le|avec le bouton|bord *|boîtes|c'est maria
-17	c'est pierre|ce que|certains|cette option *|changer *|choisir *|combien de *|commander *|confirmer
-17	contextuel d'une *|contextuel du *|contient les *|créer *|d'insérer des *|d'un document *|d'une plage
-17	dans les|de la part|demande|des modifications|des options|des références|des valeurs|des éléments
-17	deux|dire|disposition|document format|doit être|définit|définit les *|eh|en tant|enregistre
-17	entre le *|est la|est un|est une|et forme|expression de chaîne|faire *|fait pas *|fichier du *
-17	hiérarchie|je *|l'emplacement|l'heure|l'icône|l'instruction ?|l'objet 3d|l'élément|la barre
-17	la couleur|la largeur *|la légende *|la part|la place|la place rappelez|le titre *|lequel *
-17	les nombres|les nombres *|les paramètres|libreoffice writer libreoffice|lorsque vous|mail *|marqueur
-17	met|mon code *|mon mail *|mon nom c'est|n'est|nom c'est|nommée *|nous *|opt *
-17	options libreoffice writer|ordre|ou de l'objet|ouvrez le *|où est *|parler à|part *|payer *
-17	pense que ça|permet ?|personnes s'il|petite|peuvent *|place rappelez|pour la|pour la semaine|pourriez
-17	pouvoir *|prevision|principale à|produit *|puis choisissez *|périodes *|que aujourd'hui|que je
-17	que ça *|que ça est|quel est *|qui est *|rapidement|renvoie la|représentant|représente *
-17	rue principale à|réserver un|réserver une|saisir *|savoir *|savoir combien|selon|seront|service de *
-17	seul|sheetname|si la *|située en regard|sources|styles *|supprime|sur|sur la flèche|sur un
-17	sélectionné *|tant|the *|the ?|unités|utilise|vers le|viens pour *|writer libreoffice|à la rue|à un
-17	ça est|événements *|être utilisée|中
-16	13 *|1: affiche|1: alors|1: avez|1: choisissez|1: est|1: jusqu'à|1: on|1: pour|1: pouvez|1: puis
-16	1: renvoie|1: rien|1: sélectionnez|1: y|2: de|2: des|2: erreur|2: expression|2: fonction|2: table
-16	3: add|3: auquel|3: barre|3: bases|3: basé|3: boîtes|3: carnet|3: d'arrière|3: d'utiliser|3: densité
-16	3: déterminer|3: elle|3: end|3: envoyer|3: horizontal|3: indiquant|3: indique|3: l'une|3: l'élément
-16	3: lequel|3: loi|3: mis|3: n'a|3: opendocument|3: première|3: prevision|3: qu'il|3: selon|3: touche
-16	3: volet|?b3|?ck|?era|?lte|?ors|?éés|^ affiche|^ alors|^ avez|^ choisissez|^ est|^ fonctions *
-16	^ jusqu'à|^ on|^ on *|^ pour|^ pouvez|^ puis|^ renvoie|^ rien|^ sélectionnez|^ type *|^ y|a|a1
-16	activer|adresse *|annuel|appliquez|appuyez *|assistant|au moins *|aucune|aucune *|auquel
-16	autre document|avant|avec petit|barre|bas *|bases|basé|bibliothèque ?|bibliothèques *|c'est jean
-16	c'est possible|carnet|celle|ces|chacun|char|charge des *|chemin du *|chiffre|choisissez tableau *
-16	code c'est *|combien de temps|commander|coupure|créez|d'arrière|d'en *|dans l'objet|dans la barre
-16	dans laquelle *|dans le menu|de chiffres|de dessin sélectionnés|de définir|de formatage *|de pages
-16	de police|densité|des documents|des éléments *|dessin sélectionnés|devez|devez *|dois|dépend du *
-16	déterminer|en caractères|end|envoyer|envoyer *|est ce|est six|et du *|et forme *|facteur
-16	fait pas partie|formats de *|formule *|horizontal|ici pour *|icône *|il y|indiquant|indique *
-16	je dois|je souhaite|l'export|l'ordre|l'une des *|l'écart *|la condition|la largeur|la prochaine
-16	la valeur|le champ|le contrôle sélectionné|le numéro|le paramètre|lequel|les deux *|les informations *
-16	marge|maximum *|microsoft|mis|mode|modifie *|mon nom est|n'a|ne doit *|ne sont pas|nombre de lignes
-16	nouvel|on|ont *|open document format|opendocument|ou cliquez *|ou cliquez sur|ou une|ouvrir *
-16	où vous|parce que ça|pas partie|plage de|pour définir|pour supprimer|pour éditer|première
-16	propriétés d'un *|présentation *|qu'il|qu'un|quand *|que des *|que lundi|que ça ne|radians *
-16	représente la *|s'affiche *|saisissez *|saisissez un *|si *|si c'est *|si c'est possible|si vous
-16	signification|signifie|sont pas|souhaite|spécifie *|spécifie la *|spécifier *|styles commande *
-16	sur des *|sur une|type de|un aperçu|un nom|une boîte|une entrée *|une erreur *|une fois
-16	variable par *|variable par défaut|voir|volet|vous devez|vous devez *|vous me|vérification|week|y *
-16	zéro *|à la position|à une|ça ne
-15	#4|100|1: quel|1: spécifie|1: une|1: vers|2001 *|2: ce|2: chambre|2: facture|2: ici|2: quelle
-15	2: vous|2: vrai|2: à|3: a|3: année|3: appliquez|3: apportées|3: celle|3: celles|3: celui
-15	3: certains|3: cliquant|3: compris|3: confirmer|3: depuis|3: gestion|3: hyperbolique|3: informations
-15	3: l'en|3: l'endroit|3: l'icône|3: marge|3: numéro|3: parce|3: pense|3: peux|3: qu'un|3: quel
-15	3: signatures|3: souhaitez|3: spécifiant|3: utilisez|3: voir|?err|?est|?gal|?gie|?ie|?ndé|?pel
-15	?tés|^ alors *|^ bonjour *|^ combien *|^ la chambre|^ la facture|^ nombre *|^ où *|^ quel|^ si *
-15	^ spécifie|^ sélectionnez *|^ une|^ une *|^ vers|affiche *|alors|année|applications opendocument *
-15	applications opendocument version|applique|appliqué *|apportées|appuyez sur|auquel *|aux *|avec le
-15	avez *|avoir|avoir une *|avoir une chambre|ayant|bien sûr c'est|bonjour *|c *|c'est madame
-15	c'est quatre|c3|c3 *|calcule la fonction|celles|celui|certaines|cette ?|cliquant|cocher *
-15	composants *|compris|configuration *|confirmer *|contenant les *|copie *|corps|correspond aux *
-15	crois que ça|d'achat|d'en|d'imprimer|d'index *|d'outils ?|de la commande|de manière|de plan
-15	de styles|depuis|des langues|destination|dire *|donnée *|données cliquez *|données cliquez sur
-15	dont la *|droit *|du paragraphe actif|durée|définissant|déplacement|détermine|déterminer *|en haut
-15	ensuite|entre 0|est ce *|est ce que|est le|est le nombre|et choisissez|et la|exemple ?|facultatif *
-15	faites|fichier assistants *|figurant|filename|fin *|formes|formules *|gestion|gestionnaire|glissez
-15	haute|hyperbolique|impress libreoffice|imprimer *|incluant|insère une *|insérez|intervalle|je pense
-15	je peux me|je souhaite *|je téléphone *|l'après|l'endroit|l'endroit *|l'exemple|l'objet sélectionné *
-15	l'orientation|l'un|l'écart|la chambre|la facture|la première|la souris *|la structure|le bord *
-15	le curseur *|le fichier actif|le modèle *|le style|les *|les caractères *|les filtres *|les propriétés
-15	les règles *|libreoffice impress libreoffice|met *|nom c'est *|note de bas|notes de bas|nouveaux
-15	nouvelles|numéro c'est *|opendocument version|opendocument version *|opendocument version 1|ou de|ou la
-15	ou les *|outils macros|ouvre le *|ouvrez le menu|par un|paramétrage|parce *|parce que|partir *
-15	passer|pense|peux|peux me|pour insérer|pour les|pouvant|pouvez pas *|pouvoir|prise en charge
-15	procédez|précision *|préfixe|préférencesoutils *|préférencesoutils options|qu'un *|que je peux
-15	renvoie true|renvoie une|saisie *|sensible|si vous avez|signatures|sinon|souhaite *|souhaitez
-15	spécifiant|spécifie les *|style de|substituants|suivantes ?|sur les|sûr c'est|taux|touches|tous les
-15	trouve|un fichier *|une fenêtre|une sélection|utilisez les *|valeurs de *|vers la|version 1|viens
-15	voudrais|vous|vous avez *|vrai *|zone de|à partir *|à quelle|élément de *
-14	#5|1999 *|1: active|1: avant|1: ce|1: cette|1: cliquez|1: insère|1: le|1: libreoffice|1: liste
-14	1: nombre|1: ouvre|2: 3|2: arrive|2: automatiquement|2: bien|2: deux|2: dois|2: et|2: ne|2: trois
-14	2: voudrais|2: ça|3 45 *|3: adaptation|3: appelez|3: applicables|3: c3|3: chiffre|3: coin|3: crois
-14	3: créez|3: d'accès|3: devez|3: donc|3: effets|3: ensuite|3: exprimé|3: faire|3: guide
-14	3: l'emplacement|3: l'un|3: laisser|3: lesquelles|3: mode|3: moins|3: note|3: nouveaux|3: nouvelles
-14	3: numéros|3: paramétrage|3: passer|3: permettent|3: procédez|3: propres|3: retrait|3: saisies|3: sur
-14	3: trouve|3: via|3: égale|?0e|?a10|?asc|?c9|?dit|?eu|?eux|?iel|?j3|?lit|?lui|?lus|?mal|?nir
-14	?num|?ond|?rge|?tel|?upe|?vas|?ww|?www|?xes|?ème|?ène|^ active|^ allô *|^ alors je|^ avant
-14	^ ce|^ cette|^ char *|^ cliquez|^ cliquez ici|^ est *|^ insère|^ je dois|^ la *|^ le|^ libreoffice
-14	^ liste|^ nombre|^ nous *|^ on arrive|^ ouvre|^ ouvre *|^ renvoie *|^ spécifie *|^ voilà c'est
-14	activer *|adaptation|adultes *|adultes et|affichage styles *|alignement *|allô *|alors je|aléatoire *
-14	appelez|applicables|après avoir *|aucun|base de|bon *|bord gauche|calcule *|cette commande *
-14	choisissant *|choisissez l'onglet|code *|coefficient|coin|com|com *|commander une chambre
-14	comment vous *|comment vous appelez|contrôler|convertit *|correspondance|critères *|crois|création *
-14	d'accès|de cellules|de modifier|de nom|de périodes|de périodes *|densité *|des matières *|dessiner
-14	dessous *|disponible *|donc|données choisissez *|du format|du nombre|du paragraphe *|début *|décochez
-14	définit *|déplacer *|détermine *|effets|en choisissant *|enregistre *|entre 0 *|est le texte|exprimé
-14	exécute|facultatif est *|faire|fait|filename *|for office *|for office applications|gare à *|guide
-14	heure *|heure vous|heure ça|i|inputstr|insertion|insère le *|insérez *|je crois|je n'aime *
-14	je n'aime pas|je peux|je peux réserver|je peux savoir|je viens|je voudrais|l'attribut|l'en|l'inverse
-14	l'option *|l'utilisateur ?|l'utilisation|la boîte|la chambre *|la place je|la place pour|laisser
-14	le code *|le petit|le titre arrive|les bibliothèques *|les commandes|les exemples *
-14	les paragraphes sélectionnés|lesquelles|libreoffice préférencesoutils *
-14	libreoffice préférencesoutils options|ligne de|lors *|maintenant *|map *|matières *|mise *
-14	modifier nouveau|moins|mon numéro *|mot clé *|n'aime *|n'aime pas|nombre total|note|nous voudrions
-14	numéros|obtenir|office applications|on arrive|options paramètres *|options paramètres linguistiques|org
-14	ou une référence|outils macros *|page de|par le|pas être|permettent|peux réserver|peux savoir|pilote
-14	place je|place pour|point|possible *|pour deux|pour modifier|pour quatre personnes|pour trois
-14	pourriez vous me|pouvez *|pouvez me *|propres|propriétés de|propriétés du|préférencesoutils options *
-14	que je *|quelle heure vous|quelle heure ça|remplissage des *|rendez vous pour|représente le *|retrait
-14	saisies|se trouve|service|seulement|simple *|situé *|sommes|spécifiant *|spécifiez *|spécifiez le *
-14	spécifié *|star *|suivants *|sun star *|supprime *|supprime la *|sélectionnés dans *|sérielle
-14	table de base|titre arrive|toujours *|toutes les|type de variable|types de *|un *|un format|un nombre
-14	un objet|un tableau *|une chaîne|utilisant la *|utilisée pour *|va *|valeur|valeur du *|via
-14	voilà c'est|voudrions|vous appelez|vous pour|à cocher *|à des|à une plage|éditez|égale|égale à *
-14	également|中 *
-13	#6|100 *|1: définit|1: elle|1: partie|1: spécifiez|2: 4|2: a|2: cinq|2: données|2: fichier
-13	2: format|2: j'ai|2: nombre|2: pouvez|2: que|2: sommes|2: viens|2: êtes|3 *|30|3: aucune|3: b1
-13	3: certaines|3: comportant|3: composant|3: d'enregistrer|3: d'intérêt|3: deux|3: durée|3: entends
-13	3: faut|3: gestionnaire|3: inputstr|3: l'ordre|3: l'écart|3: niveaux|3: notation|3: problème
-13	3: recalculée|3: réinitialiser|3: scinder|3: sensible|3: seulement|3: suivi|3: têtes|3: utilise
-13	3: versions|3: également|7 *|?'au|?cre|?edi|?eil|?hh|?hi|?iez|?khi|?met|?nné|?ose|?pes|?qr
-13	?ra|?rn|?sez|?uel|?un|?unt|?yer|^ affiche *|^ bonsoir *|^ cet *|^ chaque *|^ définit|^ elle
-13	^ indique *|^ je voudrais|^ non c'est|^ nous sommes|^ où êtes|^ partie|^ quand *|^ spécifiez
-13	^ spécifiez *|^ vers la|^ vous pouvez|^ à quelle|a t *|a t il|aller de|aperçu *|au ?
-13	au format chaîne|au texte|augmenter|autocorrection|automatique *|aux ?|avant le *|b1|bascule|base *
-13	bien je *|bonsoir *|c'est|c2|champs de *|choisissez affichage|choisissez fichier|choisissez format
-13	choisissez outils|choisissez styles|choisissez tableau|commander une|comportant|comporte|comporter
-13	composant|concernant|convertir *|correspondant *|couleur de *|création|crée un *|crée une *
-13	d'enregistrer|d'insérer|d'intérêt|d'éditer *|dans l'ordre|dans la zone|dans lequel|de 1|de deux
-13	de façon|de la barre|de la base|de la zone|dernier|des plages|dessus *|deux sept|dialogue et *
-13	document actif *|doit *|double *|droit sur *|du service|décrit|désactiver|en lecture|en tant *
-13	en têtes|entends|entier *|entre la *|est la *|est la date|est quatre|et des|et des *|existe
-13	exécuter *|fait pas|faut|fermer|for office|format chaîne|format for *|format for office|format page
-13	format puces|formater|fournit|glisser|générer|haut *|il me *|il me faut|ils|images *|indiquez
-13	inputstr *|inputstr str|instructions|insère *|interne *|je ne *|je ne peux|je peux parler|je suis
-13	l'angle|l'ensemble|l'espace *|l'espacement|l'objet de *|l'éditeur|la barre d'outils|la dernière
-13	la fonction|la numérotation *|la plus|la probabilité|la semaine|la zone de|laquelle les *|le contenu *
-13	les commandes *|les mots *|les notes|les options *|les paragraphes|les paramètres *|les polices *
-13	lesquelles *|maintenez|maximale|me faut|modifier la *|montant|n'a pas *|n'y|ne fait *|ne fait pas
-13	ne peut *|ne peux|ne vous *|ne vous entends|niveaux|non c'est|norme de *|norme de format|notation
-13	nous sommes|number|ou à|ouvrez un *|où la *|où êtes|par une|paramétrer|permettent *|peux parler
-13	place la *|placez|pointeur|pour quatre|pour sélectionner|pouvez ?|problème|propos|puis je *
-13	quatre deux *|quatre deux sept|raccourci|raccourcis|recalculée|remplir|représentant *|réduit
-13	réinitialise les *|réinitialiser|répertorie|résultat est *|s'applique|savoir où|savoir à *
-13	savoir à quelle|scinder|scripts|selon *|semaine|sheetname *|si ?|spécifie le *|suis|suite|suivant *
-13	suivi|sujet *|supprime le *|séparateur *|séparer|t il|tant *|taux d'intérêt|titre *|transforme
-13	téléphone|têtes|un champ|un style|un style *|un type|une date *|une fonction *|une ligne
-13	utilisant les *|utilisée *|valeur de|versions|vingt *|vingt rue|vous ?|vous entends|vous pour *|y a
-13	zones|à jour|à sept|éditer et *
-12	#|0 1|15|1: complexe|1: indique|1: supprime|1: va|2: a1|2: adresse|2: au|2: avez|2: cette|2: ci
-12	2: comment|2: dix|2: il|2: libreoffice|2: semaine|2: sera|2: souhaite|2: toute|2: type|2: téléphone
-12	3: 100|3: activer|3: c2|3: classification|3: comment|3: comporte|3: création|3: d'insérer
-12	3: direction|3: décrit|3: dépend|3: expression|3: faisons|3: faites|3: fournit|3: glisser
-12	3: insertion|3: instructions|3: jeu|3: l'arrière|3: marche|3: mises|3: point|3: raccourcis
-12	3: rappeler|3: remplace|3: reste|3: scripts|3: suis|3: supprime|3: toute|3: valeur|3: vous|7 ?|?a3
-12	?ac|?api|?are|?bit|?cès|?d9|?e1|?eck|?en|?gré|?gue|?its|?jj|?l|?lez|?lle|?là|?rni|?th|?ttp
-12	?uto|?voi|?yez|?yé|?éel|^ arrondi *|^ ce sera|^ complexe|^ données *|^ eh *|^ eh bien|^ elle *
-12	^ est ce|^ format *|^ il *|^ indique|^ insère *|^ je téléphone|^ je viens|^ la commande|^ non ce
-12	^ parce *|^ parce que|^ pourriez *|^ pourriez vous|^ quel *|^ saisissez *|^ si vous|^ supprime
-12	^ supprime *|^ taux *|^ texte *|^ va|^ vous avez|a *|a été|actif à *|affichés *|ajoute *
-12	ajoute une *|alors je *|annule|annuler ma|application *|applications opendocument|appliquer *
-12	assigner *|aucun *|avoir un *|beaucoup *|bien je|bon faisons|bouton droit|c'est quatre *
-12	c'est quatre deux|case *|ce sera|cela|cela *|certaines *|cette boîte|cette fonction *|chacun *
-12	champ de|changer ma|chaîne de|classification|cliquer|cliquez sur l'onglet|cliquez sur le|cochez *
-12	code c'est|commande est|commandes *|comportement|compris *|compris les *|confirmer ma|connexion
-12	contenu de *|contextuel d'une entrée|contient une *|contrôles|copie|cours *|crée *|cumulative *
-12	d'accord bon faisons|d'afficher|d'objet|dans laquelle|dbcs|de création|de remplissage *|de variable *
-12	devant *|dictionnaire *|direction|document format *|dois aller *|dois aller de|dont les *|du premier
-12	duquel|défaut pour *|définir *|définis|définissez|définissez *|définissez les *|dépend|déplace *
-12	désactive|eh *|eh bien|eh bien *|eh bien je|elle est|en fonction *|en utilisant|est ma|est une *
-12	est vingt|et la *|faisons|fenêtre de|fois *|fonction est *|format de *|format de fichier|formes *
-12	guide *|ici *|icône|il y *|il y a|inclure|inclut|indique le *|instance|insérer une *|interligne
-12	je ne|je pense *|je pense que|je prends *|je suis pas|je téléphone|je veux|je voudrais aller|jeu
-12	l'arrière|l'erreur|l'onglet|la création|la facture *|la hauteur|la méthode|la même|laquelle *
-12	laquelle la flèche|laquelle vous|le bouton droit|le caractère *|le format|le menu contextuel|le mode
-12	le nouveau|le presse|lequel vous *|les arguments|les caractères|les couleurs|les images|les lignes
-12	les objets *|les paragraphes *|les règles|les styles *|lyon à *|mail c'est *|marche|me dire|me passer
-12	me rappeler|mise en *|mises|modifie|mon code c'est|mon nom|monétaires *|mot|motif|n'a pas|ne marche
-12	ne sont|nom du *|non ce|numéro de *|objets sélectionnés *|office applications *
-12	office applications opendocument|options de *|opérateurs *|ou des|ou la *|ou le|ou les|ouvre un *
-12	ouvrez le|où est ma|page et *|part le|pas de|pense *|pense que|peuvent être|pizza pour|place
-12	positif *|pour annuler|pour appliquer|pour calculer|pour votre|pourriez *|pourriez vous|pouvez aussi *
-12	pouvez sélectionner *|pouvez vous me|prends *|prends une *|propose *|puis je|que je suis|que le *
-12	qui permet *|raccourcis *|raccourcis clavier|racine|rappeler|renvoie une *|renvoyer *|reste|retour
-12	rien|réinitialise les modifications|saisissez|savoir où *|savoir où vous|savoir si *|savoir si vous
-12	savoir à|session|si un *|soit|sous menu *|spécial *|spécifiée *|star ?|suis pas|sun|sur l'icône
-12	sélectionné et *|sélectionnée *|text|types *|téléphone pour *|un caractère|un clic|un clic *
-12	un fichier pdf|une image|une pizza pour|valeur ou *|versements|version *|veux|vide *|voudrais aller
-12	vous me *|vous permet|vous pouvez *|vous sélectionnez *|à zéro|ça ne *|ça ne marche|国
-11	01|10 *|1999|1: ajoute|1: données|1: fonctions|1: permet|1: recherche|1: un|1: utilisez|1d *|2: 2
-11	2: l'onglet|2: mail|2: numéro|2: part|2: partir|2: tableau|2: texte|2: true|2: valeur|2: voudrions
-11	2: y|3: avoir|3: connexion|3: contenir|3: désactive|3: fait|3: fermer|3: filename|3: insérez
-11	3: manière|3: marques|3: mot|3: norme|3: sais|3: soit|3: sun|3: zones|?a5|?ant|?bac|?f3|?il|?it
-11	?me|?pse|?py|?sel|?sts|?up|?uro|?ute|?ve|?xn|?yse|?ît|^ ?|^ ajoute|^ ajoute *|^ cette fonction
-11	^ combien ça|^ dans la|^ date *|^ données|^ définit *|^ fonctions|^ j'appelle *|^ je souhaite
-11	^ mon adresse|^ mon mail|^ mon nom|^ nous voudrions|^ ouvrez *|^ permet|^ pouvez *|^ pouvez vous
-11	^ puis *|^ recherche|^ un|^ utilisez|^ à partir|accéder|actif *|activé *|affiche une *|allez
-11	applique *|argument|arguments|asiatiques *|assigne|assistants *|au format *|au moins|autre|avec un
-11	avez de|avoir une|barre d'outils *|barre de|billet pour|bon alors|bon je *|boîte *|boîte de|cadres
-11	cellules de|certains *|chambre est trop|chargement|choisissez *|choisissez affichage styles
-11	choisissez données|choisissez feuille *|choisissez forme *|ci|ci dessous *|com sun|combien
-11	commandes pour *|comme un|comment je *|comment je peux|complémentaires|condition *|confirmer ma *
-11	contenant la *|conteneur|contenir|contextuel *|contextuel de l'objet|cosinus|créez *|curseur *|côté
-11	d'accord bon alors|d'alignement|d'origine *|dans laquelle vous|dans lequel *|dans une fenêtre|de chaque
-11	de formule recalculée|de la boîte|de saisir|des caractères *|disque|document format for|dois aller
-11	doivent être|données de|double cliquez *|du contenu|définie *|définir le *|définir les *|définit la *
-11	définit le *|déplacer ma|e *|ensemble *|entre *|est quatre *|est quatre deux|et cliquez|et cliquez *
-11	exporte|fax *|feuille *|fichier de|for *|format for|forme *|forme de|formule recalculée|général *
-11	importer *|imprime|inclure *|indiquant *|informations *|inséré|j'ai une|j'appelle *|j'appelle pour *
-11	je dois aller|je ne sais|jour|jours *|l'espace de nom|l'écart type *|l'événement|la bibliothèque
-11	la boîte de|la commande est|la distance *|la hauteur *|la marge|la part *|la première *|la taille *
-11	la touche|le bouton|le navigateur|le nombre *|le paiement|le paragraphe|les différents|les formules *
-11	les types|les valeurs|les valeurs *|lignes ou *|liste les *|liste ou *|listes|lors de|lors de *
-11	majuscules *|manière|marques|masque|masque les *|menu contextuel *|mm|mon adresse|mon mail
-11	mon numéro c'est|multiple *|n'importe quel|ne sais|no|nom est *|nombre des *|nombre255|norme|note de
-11	nous sommes *|number *|numéro c'est|objets de|on part *|openoffice|org *|ou à *|par la|parce que je
-11	partie de *|plafond|plage|possible je *|pour ajouter|pour dix|pour définir *|pour supprimer *|pour un
-11	pouvez modifier *|pouvez vous|prendre *|prendre un|prendre une|problème avec *|que vous souhaitez
-11	quel est le|quelqu'un s'il|qui est|remboursement|renvoie le|retrait *|références|réinitialise
-11	s'affichent|sais|saisi *|saisir|saisissez les *|saut *|se produit *|se trouve *|si la|sinon *|sinus
-11	située *|sommes *|sommes à la|sortie|styles commande|supérieur *|symbole|sélectionne *|sélectionner *
-11	sélectionner les *|sélectionnez les *|table des|termes|trait *|trouve *|un billet pour|une nouvelle
-11	une voiture pour|utilise *|utiliser les *|utilisé *|voiture pour|voudrais aller *|voudrais aller de
-11	vous avez de|y compris|à dix|à l'emplacement|à l'endroit|à la fin|ça est trop|également *|évidence
-10	0 renvoie|1 1 *|1: calcule|1: com|1: crée|1: double|1: définissez|1: en|1: l'espace|1: modifie
-10	1: no|1: passe|1: quatre|1: trois|2: allez|2: date|2: document|2: du|2: liste|2: moins|2: nombre2
-10	2: options|2: perdu|2: prends|2: résultat|2: suis|2: veux|3: 01|3: a2|3: accéder|3: alors|3: autre
-10	3: cartes|3: case|3: charge|3: clé|3: d'affichage|3: enregistre|3: for|3: inclure|3: l'onglet
-10	3: niveau|3: place|3: plage|3: références|3: saisir|3: service|3: supérieur|3: séries|7|?all|?ame
-10	?c5|?cul|?des|?dex|?di|?dis|?do|?eet|?emi|?end|?ern|?ert|?f1|?ip|?ite|?ivé|?lc|?ln|?mn
-10	?mns|?n1|?new|?nse|?nux|?oc|?ole|?oor|?op|?pte|?rue|?rve|?t1|?tez|?tf|?til|?tir|?tré|?ume
-10	?umn|?ver|?ôte|^ avez *|^ avez vous|^ bon *|^ bon je|^ calcule|^ com|^ comment allez|^ convertit *
-10	^ crée|^ d'accord *|^ double|^ définissez|^ détermine *|^ elle est|^ en|^ j'ai perdu|^ je ne
-10	^ je prends|^ je suis|^ je veux|^ l'espace|^ la moins|^ le résultat|^ merci au|^ merci pour|^ modifie
-10	^ mon numéro|^ no|^ nombre1 *|^ nombre1 nombre2|^ non je|^ où est|^ partie *|^ partie 4|^ passe
-10	^ permet *|^ puis je|^ quand ça|^ quatre|^ quel est|^ si c'est|^ sur *|^ trois|^ une chambre|^ y *
-10	^ y a|a2|a2 *|actif à celles|active ou *|actuel *|affiche des *|afficher *|ainsi que *|aller
-10	annuler|aperçu de *|apparaît *|après le|arrière plan *|automatiquement *|avez de *|avez de la
-10	avez vous|bloc|bon je|bouton droit *|cartes|case|ce n'est|ce n'est *|ce n'est pas|centre à
-10	cette fonction|cette section|chambre est|chambre pour|charge|charge des langues|chaînes *
-10	choisissez l'onglet format|cliquez sur l'icône|clé|comment allez|correspond au *|correspondant à *
-10	courbe *|critères|crois *|crois que|d'accord *|d'affichage|d'empilement|dans la boîte|dans la plage
-10	de base de|de deux *|de définir *|de l'hôtel *|de l'hôtel à|de le *|de lyon *|de lyon à|de paris *
-10	de paris à|de temps|de votre|des informations *|des nombres|dessin ou *|double cliquez|du style
-10	décrit *|elle *|en un|entière *|est un *|et de *|et sélectionnez|ets|exemples|exporter|faites un *
-10	faut *|fenêtre|filename str|fonction de|fonctions|for|format de|formate|fusionner|gare à
-10	horizontal *|hyperbolique *|inférieure *|insère un *|insérées *|inverse *|j'ai perdu|j'ai un *
-10	j'ai un problème|j'aimerais une *|je crois *|je crois que|je prends|je viens *|je viens pour|jours
-10	l'aide|l'amortissement|l'effet *|l'ensemble *|l'entrée *|l'hôtel à|l'onglet modifier *
-10	l'onglet modifier nouveau|l'échelle *|la chambre est|la clé|la fin|la gare à|la ligne|la macro
-10	la moins|la plage|la requête *|la rue *|la rue principale|la vue *|laquelle vous pouvez|largeur
-10	le bord|le centre à|le même|le niveau|le nombre de|le nombre total|le service|le service *|le type de
-10	les fonctions|libreoffice basic|longueur|lyon à|masque *|me faut *|me rappeler *|me rappeler plus
-10	merci au|merci beaucoup *|merci pour|mon numéro|n'est disponible|ne peut pas|niveau|nombre complexe *
-10	nombre de|non ce *|non ce n'est|non je|npm|numéro de|options de|ouvre la *|où est|paramètre|paris à
-10	parler avec *|parler avec un|parler à mon|partie 4|parties|payer ma|peut pas|peut pas *
-10	peuvent être *|placer|plages de|plancher|pour annuler *|pour ce|pour cinq|pour insérer *
-10	pour lequel *|pour ma|pour quatre *|pourcentage *|pouvez ajouter|pouvez choisir|pouvez modifier
-10	pouvez utiliser|première page *|prendre une *|prends|principal *|protéger|présente|puces *|quand ça
-10	que les|que vous avez|quel est|rappeler *|rappeler plus|recherche *|remplace *|rendement|renvoie un
-10	renvoie un *|renvoyée *|référence de *|référence à|résultats|sauts|sauts *|savoir si|serveur
-10	seulement *|si c'est|si le|simple|sous forme de|spécifie si *|spécifiez les *|standard *
-10	supplémentaires *|supérieur|sur la *|svc *|sélectionnez le|sélectionné dans *|séparateurs|séries
-10	table de|table pour|taux *|taxi pour|un problème|un taxi pour|une chambre pour|une table pour
-10	utilisés *|valeur par *|version|vertical *|viens pour|vous de *|vous me rappeler|vous pouvez ajouter
-10	vous pouvez choisir|vous pouvez utiliser|vous sélectionnez|vue|y compris *|zone|zone de texte|à ce
-10	à celles|à des plages|à l'objet|à laquelle|à mon|éléments *
-9	#7|1 renvoie|1: aligne|1: applique|1: convertit|1: dix|1: définir|1: détermine|1: enregistre
-9	1: lorsque|1: par|1: réinitialise|1: serie|1: texte|1: type|2: affichage|2: aller|2: dans|2: me
-9	2: menu|2: méthode|2: n'aime|2: option|2: oublié|2: outils|2: page|2: tous|3: a1|3: aller
-9	3: annuler|3: aucun|3: avant|3: critères|3: définissez|3: fenêtre|3: icône|3: l'aide|3: l'intérieur
-9	3: largeur|3: office|3: serveur|3: star|3: version|3: zone|3: éléments|4 norme|6|?3j|?aît|?cc
-9	?che|?d2|?doc|?dre|?dy|?eb|?een|?em|?enu|?go|?io|?ler|?lor|?mpt|?ogo|?ree|?rgé|?rmi|?rmé
-9	?rne|?rs|?rés|?uez|?ués|^ aligne|^ applique|^ applique *|^ calcule *|^ cela *|^ choisissez format
-9	^ choisissez l'onglet|^ comment aller|^ convertit|^ crée *|^ dix|^ dix adultes|^ définir|^ détermine
-9	^ enregistre|^ enregistre *|^ ferme *|^ il me|^ il y|^ j'ai oublié|^ je n'aime|^ lorsque|^ lorsque *
-9	^ modifie *|^ par|^ renvoie la|^ réinitialise|^ serie|^ texte|^ type|^ valeur *|^ à la|a le *
-9	accéder *|actuelle *|affichage|aligne|aller *|aller à la|alpha *|annuler mon|applique les *
-9	attributs|automatiquement|avec les|bas de|caractère de|cette section *|chambre double pour
-9	changer ma *|chaîne *|chiffres|choisissez insertion|choisissez le *|choisissez libreoffice *
-9	choisissez styles *|collage|comment aller|conditions *|copier *|couleur|couleur de|créer un
-9	d'alignement *|d'assigner|d'insérer *|d'édition|date et|de base|de base *|de cette|de dessin
-9	de dialogue a|de fin *|de l'aéroport *|de l'aéroport à|de la première|de la rue|de laquelle
-9	demain s'il|des lignes *|deux ?|dialogue a|dix adultes|document de|double pour|du contenu *|du presse
-9	définir les options|définis *|désactiver *|effectuer *|effectuées|effectuées *|elles|en têtes *
-9	enregistrements|entre les|entrez *|erreurs|exemple *|expressions|facture est|facture est trop
-9	faites un clic|flèche située|fonctions ?|format|graphique|grille|groupe *|gérer les|hyperlien *
-9	il est|il me|importer|inclut *|inséré *|intérêts|j'ai oublié|j'appelle pour annuler|je n'aime
-9	l'aéroport à|l'intérieur|l'objet de|l'onglet format|l'élément *|la *|la boîte *|la date
-9	la facture est|la flèche située|la loi|la nouvelle|laquelle la|le *|le contenu|le format *|le menu *
-9	le nombre|le paramètre *|le plus|le point|le style de|le taux|le volet|les diapos *|les noms
-9	les zones|les éléments|limite|liste de|liste des|logarithme|macro *|matrice *|me *|mesure *
-9	modification|modifiez|média|n|n'aime|nom du|nombre *|notes de|notez|obtenir *|office|ou le *
-9	ou un *|oublié|outils|ouvre la|ouvre une|paiement *|par des|par exemple|paramètres de|partie 4 *
-9	partie 4 norme|partir de|pendant *|pied *|pied de|plus *|point *|point de *|points de|polices *
-9	position *|pour créer *|pour laquelle *|pour ouvrir *|pour savoir *|pour une|pourcentage
-9	pouvez sélectionner|probabilité *|proche|période *|que je ne|que la|quel *|regard|répète
-9	résultat est|saisies *|saisissez le|serie|souhaite savoir *|souhaitez *|star|str opt *|styles ouvrez
-9	sujet|sun *|sun star|sélectionnés ou *|tableaux *|taille de|tels que|texte dans *|texte et|texte ou
-9	texte à|textes|transférer|trie|têtes *|une fonction|une valeur|unique *|utiliser la *
-9	voilà c'est tout|voudrais savoir *|vous me passer|vous pouvez sélectionner|zones *|à des *
-9	à l'intérieur|à partir de|ébauche *|éléments|étiquette
-8	0 et|1 *|1: actualise|1: date|1: déplace|1: nb|1: nombre1|1d|2 renvoie|2: insertion|2: jours
-8	2: parce|2: peut|2: rappelle|3: aligner|3: cadre|3: collage|3: comprends|3: défini|3: ets|3: lecture
-8	3: pourcentage|3: répertoire|3: semaine|3: série|75|?'un|?a9|?b5|?b8|?cer|?cs|?cé|?dès|?ell|?ex
-8	?ft|?gif|?ieu|?la|?lé|?lée|?nt|?ore|?ost|?pin|?pré|?put|?ql|?red|?rez|?rom|?rse|?rée|?sql
-8	?tra|?tué|?uss|?ven|?yon|?ète|?égé|^ actualise|^ cette commande|^ choisissez affichage
-8	^ choisissez insertion|^ com *|^ date|^ déplace|^ déplace *|^ expression *|^ il est|^ j'ai une
-8	^ j'appelle parce|^ je rappelle|^ nb|^ nombre1|^ on part|^ ouvre la|^ ouvre une|^ quand vous
-8	^ recherche *|^ saisissez le|a6|actualise|affiche les|affiche ou *|affiche ou masque|afficher les
-8	affiché *|aligne le *|aligner|any|applicables *|au début *|audio|avec la|avec ma|avez un|avez une
-8	bases *|bases de|bibliothèque|bien je crois|bien je pense|bon je pense|cadre|cadre ou *|calcule la
-8	celles applicables|cellule de|champs de|charge *|chaînes|choisissez libreoffice préférencesoutils
-8	ci dessus *|cliquez avec|cliquez sur la|code|com sun *|com sun star|combien de|comment aller *
-8	comment aller à|comment vous|comprends|contenu de|correspond *|correspond à|corrélation|créer|créé
-8	d'enregistrer *|d'utilisateur|dans votre|date *|date de|de données pour|de formule *|de le|de ligne *
-8	de modifier *|des informations|des options *|dire le|données dans|données par|données à|début|déclare
-8	défaut pour|défini|défini par|définir les|définit les options|déjà|démarre|déplacer mon|en charge
-8	en haut *|espace|est disponible *|et le *|exemples *|expression au|expression au *
-8	expression au format|facture *|faites glisser|feuille de|fichiers|fonction ne *|formatage *|fournit *
-8	gauche de|groupes|heure je *|heure je peux|in|indiquez *|inférieur|j'ai perdu *|j'ai perdu ma
-8	j'appelle parce|je ne comprends|je ne vous|je rappelle|je suis en|l'argument *|l'assistant *|l'image
-8	l'une *|l'une des|l'unité|la base de|la chaîne|la fin *|la ligne de|la liste des|la maison s'il
-8	la mise|la part de|la plage de|la prise|la référence *|la taille de|le ?|le nom de|le nom du|le ou *
-8	le titre|lecture|les noms *|les options de|liberté *|lignes de|linguistiques|lié|lorsque la
-8	maison s'il|masquer|me dire *|me dire le|mesure|mise en|modifier la|mot *|mot de|nb|ne comprends
-8	ne fait|ne vous|no *|nom de la|nombre ?|nombre1|nommée|noms|on part|ou masque|ouvre le|ouvre un
-8	ouvre une *|ouvrez la *|où est ce|où je *|où je peux|page et|pages *|par défaut pour|par le *
-8	par rapport *|parler avec|parler à une|part de|partir de laquelle|pas ?|perdu *|perdu ma|permet de
-8	personnes s'il *|personnes s'il vous|peux savoir *|placer *|plages|point de|positif|pour laquelle
-8	pour sélectionner *|pour éditer *|pouvez choisir *|pouvez définir|pouvez également|prise *
-8	problème avec|problème avec ma|quand vous|que ?|que le|que vous pouvez|range|rapidement *|rappelle
-8	renvoie une chaîne|représente la|requête *|retraits|référence|référence à *|répertoire|résultat de
-8	saisissez un|saut de|section|section *|signe|sont des|source|sources *|style|styles de|styles gérer
-8	suis en|supérieure *|sélectionner|sélectionner un|sélectionnez la|sélectionnez un|série|série de
-8	trait|transparence|un mot *|un problème *|un problème avec|un seul|une *|une boîte *|une fois *
-8	une image *|utilisant *|utilisée|valeur *|valeurs de|veux savoir *|vous avez un|vous avez une
-8	vous me dire|vous ne|vous permet *|vous pouvez définir|vous pouvez modifier|vous pouvez également
-8	à afficher *|à appliquer *|à celles *|à celles applicables|à gauche *|éditer les
-7	13|1: bien|1: ces|1: faites|1: ferme|1: indiquez|1: plage|1: taux|1: valeur|1: voir|2 *|2: jour
-7	2: l'espace|2: microsoft|2: styles|2: tout|2: toutes|3: affichés|3: chaînes|3: copie|3: correspondant
-7	3: couleur|3: début|3: ensemble|3: noms|3: ouvres|3: plages|3: source|3: style|3: symboles
-7	3: élément|4 norme *|4 norme de|9|?ais|?and|?art|?ast|?bue|?cd|?d5|?dez|?dé|?ed|?elé|?ers
-7	?ete|?fie|?ges|?gle|?hez|?ht|?lai|?lt|?ncé|?nté|?om|?on1|?rer|?ret|?ta|?tle|?uie|?um|?ôle
-7	^ actualise *|^ aligne *|^ bien|^ ces|^ cette option|^ choisissez fichier|^ com microsoft|^ combien de
-7	^ comment je|^ comment vous|^ définissez *|^ faites|^ ferme|^ indiquez|^ j'ai un|^ j'appelle de
-7	^ j'appelle pour|^ liste *|^ nb jours|^ no *|^ no semaine|^ plage|^ renvoie le|^ serie *|^ serie jour
-7	^ sélectionne *|^ taux|^ un *|^ utilisez *|^ valeur|^ voir|a1 ?|activez *|actualise *|add *
-7	adresses|affichage styles|affichage styles commande|affichage styles ouvrez|affiche le|affiche un aperçu
-7	affichés|ainsi que|aligne *|aller de la|alors je crois|alors je pense|application|après la|assistants
-7	au *|au responsable s'il|autour|avec *|avec des|barre d'outils|base|basic *|bibliothèque *
-7	bibliothèques|bon je crois|boîtes *|boîtes de|c'est possible rappelez|c'est vingt *|c'est vingt rue
-7	catégorie|cellules ou|cellules ou *|champs *|clé *|com microsoft|comment je|comparaison|contenu
-7	contenu de la|contrôle de|correspond à *|correspondant|correspondant à|courriel *|d'options|dans *
-7	de cellules de|de date *|de dialogue *|de données à|de formule|de paragraphe *|de temps *|de toutes
-7	des cellules ou|des commandes|des références à|diagrammes *|dialogue *|dictionnaire|données et
-7	droit sur|définissez les options|définit les|effectuées sur *|effectuées sur l'onglet|en bas *|ensemble
-7	entre le|et *|et sélectionnez *|exporter *|faites un|faut un|faut une|fonction *|fonction ne fait
-7	fonctions *|fonctions de|format style *|gauche de la|haut|icônes|instruction|insérer un|j'ai oublié *
-7	j'ai oublié mon|j'ai un|j'appelle de|j'appelle pour|je téléphone parce|je téléphone pour|jour ouvre
-7	jours ouvres|l'adresse|l'aide *|l'aide de|l'espacement *|l'expression|l'ordre *|l'un *
-7	l'utilisateur *|la barre de|la plage *|la position *|la référence|la table|la valeur *|laquelle le
-7	le bas *|le champ *|le numéro *|lequel vous|les champs|les données *|les modifications *
-7	les propriétés de|liste les|loi *|macros *|mail|maintenant|masquer *|me faut un|me faut une|message
-7	modification *|modifications effectuées *|modifier|modifier le|mois|name|navigateur de|nb jours
-7	nb jours *|nb jours ouvres|niveau de|no semaine|noir|noms *|noms de|norme de|notes|nous sommes à
-7	numérotation des|onglets|ou en|ou masque *|oublié *|oublié mon|ouvres|ouvrez|ouvrir la *
-7	paragraphe actif *|paragraphes sélectionnés *|paramètres|parler au|parler à la|partie *|partie de
-7	partir de la|partir du *|pas partie *|pas partie de|peut *|peut être *|pizza pour *|possible rappelez
-7	pour annuler ma|pour savoir|pouvez utiliser *|prise en|prise en *|processus|propriétés de *
-7	puis choisissez|que vous voulez|qui ?|qui sont|relation|relatives|renvoie true *|responsable s'il
-7	références *|références à|s'agit|saisissez la *|saisissez le nom|serie *|serie jour|serie jour *
-7	serie jour ouvre|si les|sommes à|sont affichés *|spécifie que *|spécifier|style *|suivantes *
-7	symboles|systèmes|sélectionne|séparateur|séries *|temps *|texte *|texte de|toutes *|type
-7	téléphone de *|téléphone de la|téléphone parce|téléphone pour|un aperçu *|un document|un nouveau
-7	un nouveau *|une ?|une boîte de|une copie|une expression|une feuille|une plage de|une valeur *
-7	utilisez la|valeur ?|valeur par|valeur par défaut|vers *|viens pour savoir|vous de|vous le|y
-7	à droite *|à utiliser *|ébauche|ébauche de|éditer le|élément
-6	0|12 *|1: l'exemple|2|2: afficher|2: barre|2: boîte|2: parler|2: édition|3: base|3: bibliothèque
-6	3: contenu|3: créer|3: format|3: gérer|3: message|3: sélectionner|3: t|3: utilisés|50|?'il|?ava
-6	?ces|?dth|?dée|?ens|?ep|?gez|?gir|?ips|?le2|?ms|?nd|?or|?ou|?pez|?pu|?rd|?ry|?sse|?sub
-6	?sup|?tre|?tue|?vez|?âce|?ève|^ choisissez données|^ choisissez outils|^ définit les
-6	^ j'aimerais parler|^ j'aimerais une|^ l'espace *|^ l'exemple|^ la barre|^ liste les|^ non *|^ où je
-6	^ sélectionner *|^ sélectionnez le|actif à|actions|affiche un *|affichée *|applicables lorsque
-6	avec une|bouton|c'est possible pour|c8|calcule le|celles applicables *|celles applicables lorsque
-6	cette fonction ne|cette option|charger|cliquez ici|cliquez ici *|cliquez sur une|colonne *|commandes
-6	contenu du|contiennent|contient des|contient les|coût|d'enregistrement|d'outils|de dessin *
-6	de données dans|de format de|de la valeur|de saisie *|dernière|des données|des plages de|dialogue a *
-6	dialogue a été|différence|dont le|du fichier|définies|définissez les|définit la|définit le
-6	effectuées sur|en charge *|enregistrer|entrée de|entrées|est la valeur|expression *|facture n'arrive
-6	ferme la *|fin de|flèches|fonction ne|formats|formulaire *|galerie|grand s'il|gérer|hauteur *
-6	ici pour|images|inférieure|insérer *|j'aimerais parler|j'aimerais une|j'appelle de *|j'appelle de la
-6	je parler|je prends une|je souhaite réserver|je voudrais savoir|l'axe|l'espace de|l'espace de *
-6	l'échelle|la facture n'arrive|la fonction de|la matrice *|largeur de|le grand s'il|le haut *|le mot
-6	le ou|les informations|les objets|les pages *|lorsque la boîte|lorsque le|matières
-6	modifications effectuées sur|modèle de|méthodes|niveau *|nom|nombre est|nouveau|on part à|options *
-6	ou dans|ouvre la boîte|ouvre une boîte|où je|part à|permet de définir|permettant de|personnaliser
-6	plages de *|possible pour|pour la *|pouvez me|prends une|probabilité|problème *|puis je parler
-6	périodes|quelqu'un s'il *|quelqu'un s'il vous|qui permet|quitter|représente le|réinitialise *
-6	résolution|saisi|saisissez la|saisissez le *|seconde|si une|somme *|souhaite réserver|spécifie les
-6	style de *|sélectionné dans|séries de|t|tant que|texte en|texte est|types|types de|téléphone *
-6	téléphone parce *|téléphone parce que|un sous|une liste|une référence à|utilisez le *|utilisés
-6	valeur est|valeurs *|visibles|voudrais savoir|vous pouvez me|à l'aide de|à laquelle *
-5	10|12|1: expression|2: 1|3: automatiquement|3: contextuel|3: nouveau|4 *|5 *|8|?ack|?ca|?cez
-5	?cis|?der|?dés|?ec|?ght|?ial|?ier|?ira|?k|?log|?més|?nde|?ode|?og|?on2|?que|?ref|?rté|?ses
-5	?te|?tem|?ual|?ulé|?uoi|^ affiche les|^ choisissez libreoffice|^ choisissez édition|^ expression
-5	^ indiquez *|^ insère un|^ l'espace de|^ la fonction|^ le *|^ nb *|^ ouvrez le|^ plage *
-5	^ réinitialise *|^ réinitialise les|^ spécifie la|adresse|affiche la|affichées|afin de|assigner
-5	beaucoup au|boutons|chambre|chaîne|chemin *|cliquez ici pour|comme *|configuration|contenant le
-5	contenu des|contextuel|crée un|de bas *|de bas de|de fichier *|de page *|des *|des images *|dessin *
-5	données du|du presse *|du presse papiers|définir|effectuer|en utilisant *|entière|fait *
-5	ferme la boîte|filtres|forme|impress *|insère le|insère un|inverse|j'aimerais parler *|je savoir
-5	je souhaite parler|je téléphone de|je veux savoir|je voudrais une|l'aide de la|l'alignement|l'exécution
-5	l'icône *|l'objet *|l'onglet actif *|l'onglet actif à|la commande *|la formule *|la valeur de
-5	la valeur par|laquelle vous *|le contenu de|le numéro de|le ou les|le type *|maison s'il *
-5	maison s'il vous|maximum|menu *|menu contextuel|merci beaucoup au|merci pour *|merci pour votre|min
-5	modifier *|nb *|notes *|numérotation|objet|opérations|paragraphes|partir de *|peux parler *|plages *
-5	polices|pour parler|puis cliquez|puis je savoir|rapport *|renvoie la valeur|référence à une
-5	références à *|références à des|régression|réinitialise les|situé|souhaite parler|sous *|spécifie la
-5	spécifie le|spécifie si|spécifiez|styles|sélectionnez un *|sélectionnez une|t *|téléphone de|util
-5	utiliser|utiliser pour|utilisez les|valeurs|variable *|veux savoir|viens *|viens pour parler|voir *
-5	voudrais une|à l'aide *
-4	3: bouton|3: formats|3: forme|3: modifier|3: saisissez|45|?act|?acé|?ait|?as|?ble|?c1|?cke|?e3
-4	?eci|?eft|?eg|?he|?ies|?isé|?iv|?mes|?od|?ons|?pm|?re2|?sé|?tb|?ti|?tie|?tif|?vc|?xtb|?xte
-4	^ affiche le|^ insère le|^ la boîte|^ ouvre un|^ saisissez la|^ spécifie le|^ spécifie les
-4	^ sélectionnez la|afficher|affichée|ajouter|aller à|alpha|applicables lorsque *|applicables lorsque la
-4	barre *|bien|bêta|centre|champ|chemin|commence|contextuel choisissez|contextuel de|cours|curseur
-4	d'intérêts|dans les *|dimensions|distance|dossier|entrer|facultatif est|format chaîne *
-4	format chaîne de|formatage|fraction|horaire|horizontalement|indique si *|insère une|insérés|l'actif
-4	l'assistant|l'extension|l'objet|les ?|lettres|lien|liste *|max|menu|menu contextuel choisissez
-4	menu contextuel de|moyenne|mult|nombre|objets|ou *|pouvez vous *|propriété|propriétés|remplissage
-4	se *|seront *|str|sélectionné et|séquence|taille|terme|type *|un nom *|une chaîne *|uniquement
-4	utilisation|vert|visible|wiki|zone *|éditer *|étape|événement
-3	02|1|3: 2|3: chaîne|3: nom|3: objet|3: objets|3: paramètres|3: propriétés|3: taille|3: type
-3	3: valeurs|5|?1er|?3i|?ai|?aie|?ain|?ana|?ar|?bes|?but|?cée|?e5|?eds|?ent|?evé|?ext|?gné
-3	?gée|?hée|?hés|?ici|?ime|?in|?ing|?irs|?ité|?ker|?mez|?ner|?ni|?ns|?oid|?oit|?p|?ser|?ua
-3	?uls|?uns|?ur|?vpm|?ête|^ à *|activez|bas|bien *|cellule|chambre *|combinée|cumulative|d'une *
-3	de cellules *|de format|des cellules *|documents|défini *|définition|enregistrement|et les *|ferme *
-3	feuilles|format *|image *|insérer|j|key|l'intervalle|l'onglet *|la barre *|les données|ligne|long
-3	map|module|modèle *|nombre2|option|option *|ou une *|paramètre *|pivoter|plan *|principal|sont *
-3	supérieure|système|tf11|titre|à *|étiquettes
-2	2: bon|3: 0|3: 1|3: applications|3: dialogue|3: ligne|3: temps|?10|?ace|?ans|?até|?cel|?df|?er
-2	?f4|?hat|?id|?if|?les|?m|?mis|?nes|?nge|?one|?osé|?ote|?png|?ps|?rie|?rti|?sin|?so|?ul
-2	?ède|^ pour *|apparaît|applications|automatique|b6|boîte de *|boîte de dialogue|capture|caractères
-2	caractères *|combinaison|copies|courbe|d'aide|d'exécution|d'image|d'import|d'impression|d'origine
-2	d'outils *|de dialogue|de format *|de l'objet *|dialogue|différentes|données *|entrée *|exécuter
-2	facture|feuille|filtre|filtrer|formulaires|gérer *|hauteur|le style *|les lignes *|manuel|menus
-2	paires|par exemple *|pas|plage *|pour ?|pour afficher *|saut|somme|spécifiée|sql|supprimer
-2	supprimer *|sur *|temps|tester|tête|x|zoom
-1	3: afficher|3: champ|3: définir|3: nombre|?al|?ate|?ath|?by|?ce|?ci|?cés|?dur|?ein|?el|?es
-1	?eur|?gul|?ice|?ien|?ir|?ls|?lu|?map|?ndi|?ne|?ows|?per|?rio|?ros|?sif|?ter|?tes|?to|?uce
-1	?urs|?val|?ws|?xt|?z|?ze|^ voilà *|après *|aussi|calculer|champ *|champs|clic|colonne|de *
-1	diapo *|différents|disponible|document|double|départ|effet|en *|enregistré|fichier|fonction
-1	l'interface|l'intérêt|lignes *|liste|nominal|open *|partie|position|premier|relatif|règle|script
-1	sections|voilà *
0	25|3|3: menu|3: pas|?ail|?ary|?ats|?ché|?dd|?ee|?eek|?ek|?ess|?hé|?ias|?ic|?ict|?ide|?ix
0	?jn|?mat|?n2|?née|?ods|?ol|?ord|?oto|?oxy|?rir|?rl|?rt|?rts|?tal|?ult|?ux|?xer|?yd|?yme|an
0	appelée|array|asiatiques|caractère|choisie|choisir|console|contrôle|convertisseur|d'ancrage|date
0	degrés|distribution|déposer|exemple|heure|impress|indiqué|int|l'entrée|l'index|les cellules
0	libreoffice|légendes|macros|modifications *|navigateur|négatifs|ouvrir|pair|paragraphe|paramètres *
0	police|programmes|repères|référence *|s'appliquent|sélection|table *|tableau *|utilisé
1	255|3: document|4|?an|?au|?be|?ber|?box|?csv|?db|?digits|?ke|?lic|?mée|?nez|?ng|?ngé|?nis
1	?on|?out|?pt|?reg|?rit|?rré|?sh|?slt|?sv|?uer|?ule|?uté|?uée|?ype|?és|associée|bon|cellules
1	commande|document actif|défaut|entrée|fréquence|index|l'enregistrement|l'édition|langue|langues
1	le document|lecteur|modules|négative|omis|pages|protection|rechercher|relatifs|salutations|spécial
1	statistiques|table|texte|trouver
2	11|16|17|2001|2d|?0n|?10n|?cts|?dif|?ge|?gé|?ion|?ize|?llé|?lés|?na|?nce|?nue|?nés|?ox
2	?pi|?rde|?re|?son|?sée|?té|?ure|?use|?va|?ées|^ dans *|aperçu|appliquer|appliqué|arrondir
2	binaire|c'est tout|commentaires|complexe|conception|condition|conditions|copier|d'accord|d'erreur
2	dessus|données|extensions|fin|focus|image|interne|inverser|l'utilisateur|liens|légende|majuscules
2	multiple|navigateur *|octet|paiement|résultat|supprimées|true|valide|variable|variance|vertical
2	éditer
3	#8|0 ?|3: code|3: texte|?4j|?cal|?ear|?ets|?f5|?gex|?ia|?ike|?ile|?ive|?le|?li|?lie|?lux
3	?nie|?odf|?ort|?ro|?se|?t2|?ud|?ues|?us|?vé|?çu|?éée|actifs|angle|arrondi|catégories|clés
3	couleurs|d'objets|de page|diapo|division|décalage|décimal|dénominateur|erreur|et ?|fax|flèche
3	formule|gamma|gauche|imprimée|l'étiquette|ma réservation|marges|matrice|multiples|numérique
3	obligatoire|open|page|points|possibles|prochaine|rotation|souris|string|suivant|syntaxe|vrai
3	writer|être *
4	3: commande|3: l'hôtel|3: liste|3: paris|3: personnes|3: plan|3d|?at|?cle|?cto|?d|?ea|?eau|?ect
4	?ew|?gs|?her|?hes|?iée|?lue|?ly|?oi|?oin|?osh|?rms|?ré|?rêt|?st|?tis|?tte|?uct|?uf|?ué|?ée
4	?êt|ancre|bas de *|directement|document *|décimale|est le *|fois|ici|insérées|lettre|logique
4	modèles|mots|méthode|nombres|non ?|opérateurs|ordonnées|perdu|plan|population|procédure|produit
4	précision|précédentes|recherche|renommer|scriptforge|seule|spéciaux|structure|substituant|tableau
4	tabulation|test|total|transition|trier|unique|édition
5	0 *|3: données|3: fonction|3: formule|3: libreoffice|3: médecin|3: nombres|3: ouverte|3: page
5	3: table|?|?30|?age|?et|?eta|?f2|?g1|?ine|?ié|?mme|?mé|?nts|?ray|?set|?tch|?tit|?ts|?tus
5	?tée|?ue|?xy|?yen|?ys|axes|bordure|colonnes|coupon|de ?|de données|dessin|entier|est *|fixe
5	forme de *|inclus|l'échantillon|la semaine prochaine|lignes|ma facture *|mon médecin|médecin|ouverte
5	papier|prend|remplacement|saisie|semaine prochaine|svc|sécurité|tableaux|tabulations|un rendez *
5	un rendez vous|une voiture|utilisateur|visite|voiture|à la maison|à mon *|à mon médecin|à une *|ça
6	20|3: 3|3: c'est|3: colonnes|3: facture|3: lignes|3: mai|3: ouvrez|3: saisie|3: sélectionnés
6	3: tableau|?ane|?aux|?ays|?ch|?dim|?du|?déo|?ef|?els|?ins|?int|?ise|?iés|?lon|?mum|?nal|?ndu
6	?nh|?nom|?né|?ope|?oté|?pés|?res|?rçu|?sis|?sés|?ut|?vée|?éo|a été *|actuelle|autres *|billet
6	c|chemins|choix|cinq *|combiner|complexes|d'informations|de caractères|de la page|dessous|dynamique
6	dégradé|espaces|formulaire|iso|l'application|le centre|le trois *|le trois mai|libreoffice *
6	ma facture|mai|n'est pas *|ouvert|par *|parenthèses|payer|personne|principale *|période|soir
6	standard|sélectionnés|toutes les *|trois *|trois mai|un billet|vous *|web|zone de *|à ?
7	3: formulaire|3: html|3: index|3: standard|?255|?55|?ang|?bre|?def|?ger|?gp|?inf|?nf|?nus|?ois
7	?pgp|?sc|?ub|?ui|?ull|?url|autotexte|autres|c6|calcul|caviardage|chambre double|complet|d'autre
7	dans la maison|dates|datetime|description|décimales|défilement|f11|gare|groupe|horizontale|html
7	hyperlien|je peux *|l'hôtel *|la gare|le document actif|les autres *|lyon *|macro|modifications
7	modifiée|normale|nouvelle *|pi|pizza|plage1|présentation|puces|renvoyée|règles|secondes|tables
7	taxi|un taxi|une chambre double|une pizza|unités *|verticalement|virgule
8	1 3|3: groupe|3: payer|3: prend|3: principale|3: voiture|3: vrai|?ap|?ase|?bc|?bj|?ds|?iné|?obj
8	?orm|?rds|?rm|?ves|affichage *|affiché|aide|b|basic|chapitres|chaîne de caractères|ci *|composite
8	conversion|convertir|dans le document|de date|de la liste|doivent être *|démarrage|e|emplacement
8	existant|fichiers *|l'année|l'écran|moins *|même *|navigation|numériques|paiements|pas *|passe
8	personnes|plage2|pour aujourd'hui|pour le *|pour vendredi|principale|remplacer|s'affiche|tout|tri
8	trois personnes|une personne|une table|utilisées|version 1 *|version 1 3|verticale|vide|voilà
8	événements|êtes
9	1 renvoie *|1: voilà|2: demain|3: billet|3: chère|3: droite|3: monétaires|3: nuits|3: présentation
9	3: s'affiche|3: suivant|?ct|?dbc|?f6|?im|?is|?ll|?nnu|?ow|?pe|?ras|?sa|?tps|?uvé|?vés|^ voilà
9	any *|arrive|beaucoup|bibliographie|calc|choisissez affichage *|chère|clavier|cliqué|contenu des *
9	croissant|d'arguments|de nombres|direct|droite|est trop cher|et dix *|et dix enfants|f|facultatif
9	fontwork|grouper|imprimer|libreoffice impress|ligne de *|mode *|monétaires|nombre complexe|nuits
9	orthographique|paris *|programme|python|renvoyer|renvoyé|rue *|rue principale *|répartition
9	supplémentaire|sur ok|uno|à lyon|à une personne
10	180|1: ok|2: beaucoup|2: d'autre|2: personnes|3: aide|3: basic|3: bibliographie|3: convertir
10	3: donnée|3: définie|3: ok|3: ole|3: personnalisé|3: pizza|3: tri|3: ça|3: édition|?ags|?da|?de
10	?dir|?fs|?ifs|?nel|?nte|?pub|?ran|?var|?yée|^ merci beaucoup|^ ok|^ rien d'autre|activé
10	actualiser|actuel|autre *|barre de *|ce champ|certificat|chapitre|choisissez outils *|coller
10	correspondante|critère|d'animation|d'autre merci|d3|de champ|de paragraphe|diapos|donnée|définie
10	enregistrées|et deux *|et deux enfants|fermez|filtre *|jours ouvres intl|l'effet|la flèche *|math
10	merci beaucoup|modifiées|modèle|nom *|ole|options|oui|ouvres intl|pdf|personnalisé|précédente
10	présentations|rendez vous merci|requête|responsable|rien d'autre|rien d'autre *|rien d'autre merci
10	rue principale|sera tout *|sera tout merci|signature|son *|sont pas *|souhaité|tab|texte à *
10	unités monétaires|valeurs ?|vous merci|weibull|zéro|à la *|à paris *
11	1 ?|3: actif|3: bien|3: bordures|3: carte|3: complexe|3: compte|3: f|3: fermez|3: imprimer
11	3: programme|3: taxi|?air|?ay|?esc|?ipt|?ire|?lut|?os|?pée|?ral|?si|?ss|?ty|?und|actif
11	activée|aléatoire|arrière *|ascii|avez moins *|avez moins cher|avez un parking|bleu|bordures
11	c'est jean *|c'est jean dupont|c'est madame *|c'est madame durand|calc *|carte|chasse|cliquez sur ok
11	compte|contenu des cellules|dans la liste|de la diapo|de maria *|de maria lopez|de nombre|deux *
11	donné|draw|enregistrés|grand|il moins *|il moins cher|jour ouvre intl|la sélection active|matrices
11	non|octets|ooo|ou ?|ouvre intl|par l'utilisateur|plus ?|précédent|renvoie ?|renvoie vrai|requis
11	sans *|scanner|titres|un autre *|à l'hôtel|à l'hôtel *|échéance *
12	2: grand|3: a50|3: agent|3: calc|3: commentaire|3: disponibles|3: erreur|3: maison|3: maîtresse
12	3: nominale|3: ooo|3: python|3: répéter|3: s'ouvre|3: vides|?dll|?ey|?gn|?gés|?imé|?inu|?oré
12	?ppe|?qué|?rre|^ le grand|a1 a50|a50|agent|alors *|annuler ma facture|avec un agent|commande est *
12	comme ?|commentaire|contenant le *|d'un nombre *|dans votre *|dde|deuxième|diagramme|disponibles
12	et trois *|et trois enfants|facture merci|false|internet|l'imprimante|la maison|la page active
12	la place *|le contrôle|le grand|les styles|libreoffice draw|linguistiques *|ma facture merci|mailing
12	maison|maîtresse|midi|no semaine ooo|nominale|objet ole|pour lundi|rapport|renvoie 3|répéter
12	réserver un *|s'ouvre|semaine ooo|spécifiques|taille *|tout *|un agent|valeur nominale|vides|xml
12	à appliquer|à utiliser|édition *|éléments du *|été *
13	1: allô|3: calcul|3: courriel|3: critère|3: dde|3: diagramme|3: draw|3: false|3: paiements
13	3: réservation|3: spécifié|3: sûr|3: uno|?ere|?gne|?hap|?ios|?nda|?nu|?été|^ allô|^ l'autre merci
13	allô|annee *|c'est tout *|c'est tout merci|chambre est sale|cible|classeur|cliquez sur *|couche
13	courriel|d'exploitation|dans un *|dans une *|de dessin sélectionné|de fin|de la *
13	des objets sélectionnés|diaporama|distant|dix *|données dans *|en mode *|facture est sale|fichier ?
13	guillemets|il est *|il un parking|imprimé|investissement|l'aperçu|l'autre merci|l'aéroport
13	la deuxième|la distribution *|le petit *|le premier|ma *|mon compte|nouveau modifier|nuits merci
13	objets sélectionnés|page active|place rappelez *|place rappelez moi|points ?|pour ce *|pour jeudi|prix
13	quatre *|quelqu'un merci|radians|rendez *|rendez vous|réservation|rétablir|signatures *|spécifié
13	sur l'onglet *|taille de *|trouvée|variables|zone ?|à le *|à le centre
14	2 renvoie *|3: classeur|3: diaporama|3: existantes|3: expire|3: heures|3: mailing|3: masquées
14	3: supplémentaires|3: sélectionné|3: tout|3: variables|3: xml|?ale|?ini|^ vers *|alignement
14	arrière plan|aux cellules *|c'est faux|c'est maria *|c'est maria lopez|c'est pierre *
14	c'est pierre martin|chambre est fausse|choisissez ?|cliquez sur supprimer|commande est fausse|complexe ?
14	d'un nombre complexe|d'une ?|dans le *|de chaîne|de libreoffice *|deux enfants|données ?|elle est *
14	entre les *|est trop tard|existantes|expire|facture est fausse|faux|groupement|général|heures|int *
14	l'animation|la langue|les documents *|logiques|lopez|ma carte|ma commande|maria *|maria lopez
14	masquées|modifié|no semaine iso|non c'est faux|ok|onglet *|papiers|paris|pouvez m'aider|renvoie *
14	rouge|réception|réserver un taxi|réserver une *|semaine *|semaine iso|six enfants|suivante
14	supplémentaires|sélection active|sélectionné|trop tard|url|votre *|vous pouvez m'aider|à la gare
14	à échéance *|à échéance expire|échéance expire
15	2: deuxième|2: premier|3: etc|3: investissement|3: loin|3: m'aider|3: prix|?cos|?f9|?phe
15	^ la deuxième|avec ma réservation|bon ça *|bon ça va|cette page|choisissez insertion *|cliquez *
15	d'adresses|d'autre *|de anne|de papier|doit ?|doit être *|enregistrée|est calculée|etc|existante
15	formules|heure ça *|heure ça arrive|imprimés|l'autre|la casse|la maison merci|la table dynamique
15	le prix|m'aider|m'aider merci|maison merci|martin|mon rendez *|mon rendez vous|nouveau *|négatif
15	outils ?|part de anne|pierre *|pierre martin|pris en *|quatre nuits|s|sélection de *|texte ?
15	vers le *|writer libreoffice *|à l'objet *|à paris
16	1: bonjour|1: l'autre|1: oui|3: arrive|3: calculée|3: casse|3: d'index|3: faux|3: formules
16	3: général|3: intl|3: suivante|?cte|?tp|^ bonjour|^ l'autre|^ le premier|^ oui|active
16	actuellement *|afficher les *|bonjour|calculée|casse|chambre est *|chaque ?|contour|d'amortissement
16	d'application|d'index|dans ce *|des points *|dix enfants|doit être calculée|données dans libreoffice
16	elle est bon|est activée|et numérotation|externe|facture est *|fenêtre styles|forme de chaîne
16	gérer les *|intl|iso *|l'autre *|la fenêtre styles|le petit déjeuner|marge *|minuscules|non *|normal
16	ou en *|quand ça *|quand ça arrive|signatures numériques|souhaitée|à l'objet sélectionné|à lyon *
16	ça est mieux
17	1: bonsoir|3: ens|3: groupement|3: ici|3: l'impression|3: pointe|3: quelqu'un|3: remplie
17	3: régulières|3: suit|3: suivants|3: sélectionnées|?ja|?nja|?v|?éré|^ bonsoir|avec petit *
17	avec petit déjeuner|avez une voiture|bonsoir|calculé|cellules vides|cinq enfants|commande n'arrive *
17	commande n'arrive pas|coupure des *|coupure des mots|d'un nombre|de la période|de la sélection
17	destinataire|diapo maîtresse|distribution *|du document|dupont|ens|flèche pointe|jean *|jean dupont
17	l'impression|la flèche pointe|le paragraphe *|lyon|matin|ok c'est *|ouverts|part à midi
17	pas enregistrées|pas sûr|pas venir|petit *|peux pas *|peux pas venir|plan arrière *|plan arrière plan
17	pointe|possible rappelez *|possible rappelez moi|pour demain|pour ma commande|pour ma facture
17	puces et numérotation|que c'est *|que c'est cassé|quelqu'un|remplie|régulières|si ens|sommes à l'hôtel
17	sont pas enregistrées|suis pas *|suis pas sûr|suit|suivants|sur supprimer|sélectionnées|sûr c'est *
17	trois enfants|trop cher|à créer|être calculée
18	2 ou *|3: classeurs|3: suivantes|3: sélectionnée|3: tard|?inv|?ris|annuler ma *|appuyez sur *
18	aux cellules vides|avez un billet|avez une pizza|chambre n'arrive *|chambre n'arrive pas|classeurs
18	d'état|demain merci|deux valeurs|données à *|durand|défaut false|détails|espacement|est renvoyée
18	est tard|fichier propriétés *|l'axe *|la ligne structure|la nouvelle *|la valeur nominale|le presse *
18	le presse papiers|ligne structure|madame *|madame durand|manuellement|maître|organiser
18	par défaut false|paramètres linguistiques *|plage de lettres|procédez comme *|quand vous fermez
18	quatre enfants|sommes à paris|suivantes|sélectionnée|tout merci|tu|à l'aéroport *
19	0 0|3: bool|3: organiser|3: période|3: tu|^ non merci|annuler ma réservation|arrive *|aujourd'hui
19	avec l'instruction *|beaucoup au *|beaucoup au revoir|bool|c'est anne|c'est cassé|choisissez édition *
19	d'autocorrection|d'intérêt ?|de bibliographie|dessin sélectionné|du contrôle *|déroulante
19	heure vous fermez|iso ?|l'hôtel|la forme|lundi|moi|non merci|numérotation des *|openoffice *|ou 4
19	où vous *|position et *|rappelez *|rappelez moi|sommes six *|sommes six personnes|style ?|succès
19	writer libreoffice calc
20	0 et *|1: non|3: active|3: bon|3: confirmation|3: coûte|3: déjeuner|3: personnalisée|?nv|^ non
20	aller à paris|c'est exact|cliquez sur ouvrir|combien ça *|combien ça coûte|confirmation|coûte
20	dans ce champ|dans l'onglet *|date et *|de cette *|de libreoffice|déjeuner|et 1|imaginaire
20	menu fichier|merci au *|merci au revoir|moins deux *|oui c'est *|personnalisée|petit déjeuner
20	que ça va|renvoie 1 *|son nom|str int|sur ouvrir|sélectionné nouveau *|sélectionné nouveau modifier
20	vous fermez|à insérer|à l'aéroport|à midi|ça arrive|ça coûte|éditer les *
21	2 ou 4|3: moi|3: radians|3: train|3: vba|3: êtes|^ c'est *|commandes choisissez *
21	des expressions régulières|est cassé|est exact|facture n'arrive *|facture n'arrive pas|il est tout
21	image propriétés *|jours ouvres fonction|l'instruction open|le train|linguistiques langues
21	non c'est tout|non définie|nouveau modifier *|ou aujourd'hui|ou mercredi|ouvres fonction
21	paramètres linguistiques langues|part le train|personnes merci|police à *|pour votre *|pour édition
21	propriétés *|six *|texte du document|train|vba|vendredi|vous un *|vous êtes|éléments du document
22	3: durand|?ist|a un *|cellules de *|cliquez sur|demain|données à analyser|du titre|est loin
22	est trop *|excel2003|flottant|fraction annee *|jours ouvres *|lecture seule|loin|mardi|mercredi
22	mon code|n'est pas ça|on arrive *|openformula|ou lundi|ouvres *|vous une *|ça va
23	3: cassé|3: demain|3: exact|3: garer|3: l'hyperlien|3: lundi|3: plaît|3: revoir|3: sale|au revoir
23	blanc|cassé|ce que *|choisissez insertion diagramme|choisissez style *|comprends *|comprends pas
23	d'achat du *|d'achat du titre|enregistrer sous|entends *|entends pas|est sale|est trop chère|garer
23	gérer les styles|insertion diagramme|int str|j'ai une question|je peux venir|l'hyperlien
23	les autres objets|max b2 *|max b2 b6|me garer|n'aime pas *|n'aime pas ça|ne comprends *
23	ne comprends pas|openoffice ?|org openoffice *|peux me *|peux me garer|peux venir|plaît
23	pour votre aide|revoir|s'il vous *|s'il vous plaît|sale|signification que *|temps ça *|temps ça prend
23	trop chère|votre aide|vous entends *|vous entends pas|vous plaît|à renvoyer|ça prend
24	3: aujourd'hui|3: dimanche|3: fausse|3: mardi|3: retard|3: succès|annee fonction|autres objets
24	bon faisons *|bon faisons ça|c'est *|calcule la distribution|demie|en retard|entre guillemets|est bon
24	est fausse|faisons *|faisons ça|fausse|fonctions de *|fraction annee fonction|il un *|libreoffice base
24	marche *|marche pas|ne marche *|ne marche pas|non trouvée|perdu ma *|perdu ma carte|renvoie 0 *
24	retard|samedi|suis en *|suis en retard|tard|trop *|une question|à convertir
25	2: combien|3: vendredi|3: venir|aller à *|bon alors *|comme suit|contenant le nombre|défaut est *
25	est tout|exact|format caractère *|hyperbolique de *|j'ai une réservation|jour ouvre *
25	jour ouvre fonction|modifier nouveau *|moins cher|ne sais *|ne sais pas|non c'est *|outils cliquez *
25	outils cliquez sur|ouvre fonction|où vous êtes|quand vous ouvrez|rappelle plus *|rappelle plus tard
25	sais *|sais pas|sur le contrôle|tableau cliquez *|toutes les modifications|une réservation|venir
26	3: dupont|3: mercredi|3: samedi|3: svc|?due|^ c'est combien|avez une *|c'est combien
26	cellules de nombres|heure vous ouvrez|je peux payer|jeudi|ou samedi|peux payer|sommes dix *
26	sommes dix personnes|sûr|tableau cliquez sur|ça *
27	3: cher|3: diagrammes|3: jeudi|3: lopez|3: parking|3: question|a été ouverte|cher|dans calc
27	diagrammes|dimanche|est six *|est six un|fonctions de chaîne|formatage cliquez *|formatage cliquez sur
27	heure vous *|j'ai une *|n'arrive *|n'arrive pas|parking|question|sept *|str *|un parking|été ouverte
28	3: midi|3: va|est le prix|no semaine *|possible pour *|sommes à *|standard cliquez *
28	standard cliquez sur
29	2: merci|3: martin|3: mieux|avez un *|c'est bien|date et heure|est mieux|et heure|mieux|quand vous *
29	str bool|va|vingt rue *|vingt rue principale|vous ouvrez|êtes *
30	3: anne|a quelqu'un|appelez *|appelez vous|pas ça|vous appelez *|vous appelez vous|y a quelqu'un
31	allez *|allez vous|c'est ça|comment allez *|comment allez vous|place pour *
32	3: enfants|anne|c'est six *|c'est six un|deux sept *|deux sept un|enfants|est ma *|est ma commande
32	où êtes *|où êtes vous|part le *|sept un|êtes vous
33	3: incorrect|incorrect|oublié mon *|oublié mon code|pour ma *|str str
35	avec ma *|nom est|que c'est
36	2: parfait
37	merci
38	six un
42	ce que c'est|de nom *
43	de nom est|parfait
45	3: merci
"""
