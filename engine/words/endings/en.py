"""Written by `python -m tools.word_endings`; from which text, and its licence, is in PROVENANCE.md."""

WEIGHTS = """\
-73	is too|turn the *
-69	it be possible
-67	you like me
-64	two p
-62	not too
-61	a good
-59	a very *
-57	a really *|even though
-56	^ would *
-55	what time
-54	a great|okay sure *|you like that
-53	^ my *|what time *
-52	and then|are you open
-51	?cel|?rch|was too|would the *
-50	could you *
-49	^ turn *|so it
-48	that there|the wrong|you have one
-47	and now|main|think the *
-46	i'd|i'll|my|thank
-45	^ for me|a pretty *|but it|thats
-44	3: my|3: thank|?nty|and it|calling to *|from the office|if that's okay|no one|possible to change
-44	that it|that you|um i *
-43	2: i|3: your|how much *|i'm|i've|if|so i guess
-42	3: and|^ okay sure|but my *|but the *|do you know|have a problem|when *|you ever
-41	2: that's|3: if|3: the|just call *|number is|okay i guess|super|that's|when
-40	3: absolutely|a fun|a nice|a single|an|and|hoping to *|if the *|im|is one|it's|send *|the
-40	the ones|the right|your
-39	?lts|able|be too|could i *|half past|if you|ill|so that|so you|turn the heating|way too|well i *
-39	which
-38	2: about|2: the|3: as|3: but|?'ll|a cool|because|for three|is actually|its|let|okay sure|staying
-38	very|we'd|we're|you call me
-37	2: number|3: a|3: able|?irm|^ please *|a long|because it *|but i *|do you|how long *|i hear *
-37	if it's possible|is way|just|like to book|makes|may i *|my first|than|there's|what's
-36	2: and|2: are|3: totally|3: very|?'d|^ i'm arriving|an amazing|an awesome|as soon|because *
-36	feel like *|for four|how *|i actually|if that's *|it was nice|let *|lets|like to pay|or|that's too
-36	turn the radio|we|what are you|would you prefer|you tell me|you're
-35	1: may|1: turn|1: would|2: is|3: an|3: definitely|3: five|3: when|^ is *|^ may|^ turn|^ would
-35	a real|calling|do you take|getting|gotta|his|i|ive|no matter|some pretty *|that my *|they're
-35	whats|when the *|you prefer *
-34	1: please|2: i'm|3: i|3: i'm|3: just|3: or|?pre|?rve|^ please|a|a bad|a huge|an interesting
-34	and i *|but|he's|how|if *|most interesting *|put me|room from *|so now|so there|think it|to change
-34	to deal|until|what you|when you|yeah i think|yeah it
-33	2: a|2: for|3: how|3: it's|3: main|^ i've *|a better|any fun|at the same|for five|got|how much
-33	i work|our|that the *|the first|turn the light|what other *|you still|you've
-32	1: could|2: like|3: of|3: six|^ could|^ is there|and one|except|having|i book|is really|isn't too
-32	next|of|question about|some really *|their|time breakfast|to show|to the city|was actually
-32	what time breakfast|where the *
-31	1: can|1: do|2: it's|2: we|3: i've|3: two|^ can|^ do|^ we *|any|during|end up|even|from main *
-31	from main street|from new york|how's|hows|i guess *|let's|modern day|only|only *|put *|seem|so i *
-31	ten|that people|that's not|that's what|thats too|the second|there are *|to find out|to major|unless
-31	what do|where|you'll
-30	2: far|2: they|2: want|2: would|3: because|3: four|3: his|3: our|3: super|3: than|3: that's|3: who
-30	^ he *|^ the *|^ when *|a big|a super *|as long|because i *|because my *|because the *|being
-30	but now|but then|five five *|for|for one|for six|get too|how the *|in real|is going|keep|let's do
-30	spend *|the byu|theres|where *
-29	1: i|2: but|2: called|2: need|2: thats|2: this|3: which|?'ve|?ern|^ i|^ ya *|a hard|although *
-29	and it *|and sometimes|as it|at one|besides|but thanks|but there|can you *|date of birth
-29	do you offer|double|every|for ten|give|glad *|gonna|had a *|has|has your *|how is it|i'll *|it it
-29	it'll|it's too|just too|know there|makes me|or do|people at|put|she's|shes|that's way|the good
-29	the third|they|to|wanna|well i guess|what it|would|would you|you offer|youre
-28	1: i'm|1: it|1: we|2: heating|2: my|3: kinda|3: put|3: their|3: to|3: until|3: we|?fil|^ for one
-28	^ i'm|^ it|^ it *|^ she *|^ we|a different|a weird|account *|and they *|and you *|are you up|as
-28	at|but this *|by|calling *|can you repeat|did you know|four two *|four two seven|guess the *|half
-28	have anything|he|if you have|ill *|in one|like to|new|she|six|so the *|some|supposed|that's why
-28	the craziest thing|the scented *|think that *|time it|two seven|was not|will it be|without|you plan
-28	you'd|your first
-27	1: because|1: did|1: for|1: then|2: in|2: its|2: or|2: order|2: your|3: i'd|3: its|3: quite
-27	3: supposed|3: you're|?'s|^ a *|^ because|^ did|^ for|^ i *|^ the heating|^ then|a funny|a more *
-27	a new|although|b c|by the time|date of *|did you|does it|for a|for the rest|giving|hold|hoping
-27	how's it|i love|if a *|is|is so|is so much|it'd|look it|number is *|on next|or else|or maybe
-27	pretty|sounds|that's one|thats why|the odd *|the one|the things|think my *|told *|tried to *|trying
-27	turn|um i guess|unless you *|was|was one|will it|wouldn't|yes it
-26	1: are|1: number|3: double|3: every|3: some|^ are|^ is it|^ number|^ some *|^ this *|after
-26	although i *|and he *|and we *|be way|because they *|but *|but it *|can|check *|could|ended up
-26	entire|five five one|five one|from new *|have a lot|have ever|hello is *|hes|i really|i'm actually
-26	i'm going|in order|is not|job less *|last|nothing too|other|per|room for|seems|so i think|so my *
-26	sure i can|takes|talked|that's okay *|that's really|the city|the fact|the loud *|then again
-26	thing that *|things that|thought it|unless *|was really|wasn't|what does *|why is it|you actually
-25	1: bed|1: i'd|1: it's|1: there|1: we'd|2: got|2: those|3: any|3: chit|3: during|3: entire|3: even
-25	3: for|3: getting|3: gonna|3: im|3: never|3: peanut|3: was|3: what|3: where|?'re|?cuz|?san|?teh
-25	^ bed|^ his *|^ i'd|^ it's|^ the cheaper|^ there|^ we'd|a quick|a true|are actually
-25	because we leave|become|do a *|finding|from|get|have no|how far *|how many *|i ever|i honestly
-25	i still *|i think *|i'd pay|i'm looking|if your *|looking|of cool|pretty sure|so then|something that
-25	spending *|thats really|the great|the purple *|the scary *|the smell|then you|think there|to actually
-25	we leave|we'd *|we've|when does *|who|you already
-24	1: book|1: if|1: that's|1: the|2: at|2: can|2: have|2: how|2: if|2: sounds|3: at|3: has|3: i'll
-24	3: they|?e's|?low|?lti|?pon|?sci|?soo|?sus|^ book|^ could you|^ if|^ is that|^ so what|^ that's
-24	^ the|^ these *|^ they *|a beautiful|a computer science|a copy|a problem *|a really|a smart|almost
-24	are|aren't|be more|because it is|bring *|but that *|but they *|copy|could you say|did not *
-24	did your *|five five|gets|gives|grew|have really *|i wish *|if it|if you *|in|in a|in high
-24	infinity|is a|it may|it's been|it's possible|making|maybe it|me to call|might|might as *
-24	might as well|peanut|people on|quite|room from|so you *|speak to|spent *|thats what|the biggest *
-24	the perfect|the square *|theres *|these|to ask|to book|to head|was way|were|what's it|when will *
-24	whether|with
-23	1: have|1: that|2: always|2: been|2: just|2: other|2: something|2: you|3: all|3: always|3: giving
-23	3: he|3: let|3: per|3: really|3: ten|3: without|?ohn|^ have|^ i'd *|^ isn't *|^ our *|^ that
-23	^ that way|about a|adults and *|be one|be so much|bet *|big fan|cannot|guess that is|have not *
-23	how do|i read *|i'm calling|ice|if it's *|if my *|in the same|it's possible *|it's really|kind
-23	like to talk|lots|make *|near|no it|no longer|or at least|other person|ran|so it *|so what *
-23	sounds really|than it|that would|that's probably|that's so|the bad|the electric *|the more *|the real
-23	the white *|there is *|there's *|thing that|to talk|turn *|well it|well the *|what my *
-23	what would you|when my *|whenever|whether *|with one|would probably *|yeah my *|yeah that|yeah there
-23	you ever *|you hear
-22	2: from|2: off|2: only|2: with|3: calling|3: find|3: hoping|3: literally|3: talked|3: thats|?hus
-22	?hut|?nto|?rab|?uac|^ are *|^ i want|^ i'm on|^ those *|^ yeah it|a place|a terrible|a tough
-22	accidentally *|also i *|and i think|and maybe|applied|are really|are you still|artificial|as far
-22	as many *|at the|be really|because i am|because it|because we *|because you *|but i think|but then *
-22	can you help|cause *|did a *|do you want|doesn't|each|especially|every once|figure *|follow|for 2
-22	for the|for three people|gave|give *|harry|has *|have|hows it|i plan|i'm sure *|i've ever
-22	industrial|it that|looks|majoring|make|many|me it|my best friend|new card|okay i *|or did|or is *
-22	pay by|since|so|spend|ted|that his *|the evil *|the green *|the reason|the shell shaped|then my *
-22	time you|to new|to not|to one|to the|to worry|told|try to *|using|was going|we'll|whatever *
-22	why are *|you call *
-21	1: i'll|1: is|1: just|1: those|1: when|2: anyone|2: bill|2: get|2: had|2: next|2: pretty|3: actual
-21	3: become|3: by|3: cackled|3: cringed|3: doesn't|3: from|3: gets|3: in|3: into|3: jogged|3: makes
-21	3: might|3: only|3: there's|3: they're|3: whispered|?'t|?aww|?eye|?nti|?urn|^ can you|^ her *
-21	^ i'll|^ i'll *|^ is|^ just|^ those|^ what do|^ what would|^ when|a crazy|a double|a small
-21	a wonderful|about|also *|and not|and that|and that *|another|are both|are way|asked *|assuming
-21	be a lot|bring|cackled|can i get|chit|cringed|decided|favorite thing|find|front|gives *|giving *
-21	go out|guess i *|had this *|haha it|hard time|have a friend|haven't *|having *|holy|hope it|how it
-21	how much it|how's your *|i also *|i always *|i bet *|i'd *|if there|if we *|in computer|into|is the
-21	isn't|it you|it's one|jogged|like|looked|looking forward|makes it|non|now that|on one
-21	people that *|pretty much|putting *|ready *|seems like *|seems to *|served|so i|so this *|some cool
-21	sure the *|telling|the green|the quiet *|the third *|there were *|they'll *|till|to move|tons
-21	took *|way it|we've *|were to *|what do *|when it|where do *|whispered|will|worth|would it
-21	yeah the *|you spell|you've ever
-20	1: check|1: i've|1: my|1: thats|1: this|2: an|2: be|2: call|2: go|2: honestly|2: i've|2: never
-20	3: blinked|3: bring|3: copy|3: coughed|3: drew|3: having|3: infinity|3: is|3: keep|3: medical
-20	3: meowed|3: non|3: she|3: shoot|3: so|3: ted|3: under|3: waved|?due|?iny|?ody|?uz|?web|?wig
-20	^ after *|^ check|^ i've|^ my|^ that *|^ that's really|^ thats|^ the bill|^ the door|^ this|a cs
-20	a full *|a little too|a part|a world|always|and a lot|and there|and this *|based off|be possible *
-20	because there|blinked|brings *|but i guess|but i'm *|but i've *|calling about|clay *|coughed|didn't
-20	do you plan|does your *|doing a *|door *|fact that *|felt|for like|for like *|for next|get to know
-20	give me|gotten *|had|have good|have their *|he ?|helps *|hope you|how do *|i find *|i may|i moved
-20	i'm really|if it *|in the|iron|is probably|is something|is still|is why|it feels|its really|kept
-20	let's *|like a|like for|like i *|literally|made me|mean i *|meowed|muscular *|need|of different
-20	of music *|or are *|pay *|planning|several|shell shaped *|so i'm *|so they *|some good|sort|such
-20	that for|thats not|the bald *|the big|the guy|the orange *|the person|the pink *|the power|then it
-20	they actually|think you|to call|to open|took|wasnt|waved|whole|wooden *|yeah i guess|yeah me
-20	you call|your favorite thing
-19	1: plus|1: they|2: already|2: because|2: door|2: going|2: has|2: he|2: hold|2: im|2: make|2: now
-19	2: some|2: take|2: that|3: came|3: certain|3: each|3: finding|3: get|3: give|3: got|3: havent
-19	3: looked|3: many|3: pretty|3: ran|3: unless|3: were|3: whether|3: whined|3: with|3: you've|?aka
-19	?ayy|?can|?fit|?hly|?hn|?iff|?mic|?mma|?sat|?sic|^ how do|^ how long|^ i'm sure|^ plus
-19	^ there *|^ they|actual|and she *|are a lot|are so|be so|bought|but you|buy|certain|check
-19	class right|come up|comes|didnt *|do i get|do you guys|doesn't *|don't|don't think|electric
-19	elephant ?|enjoyed|far as *|for my|for the most|full|get me|had *|had to *|has a *|have one *
-19	helped *|helped me *|hi is *|how far|i already|i can do|i speak|i talk|i'm pretty *|im going
-19	incoming|is also|is anyone|isnt|it's actually|it's hard|jumped|just have *|little too|looks like *
-19	make sure|makes *|making *|mean it|medical|more time|now it|order *|pull|put a *|rather|say you
-19	so maybe|so that *|social|something you|swaying *|take|talk to you|that are|that i think
-19	that sounds like|that's a|that's why *|the bill *|the black *|the cs|the muscular *|the old|the one *
-19	the small|the swaying *|then the *|then you *|this guy|trying to *|turned|under|want|wanting
-19	we need *|what does|what would *|where you|whined|why did|why do|will *|will probably *|with no
-19	wrote|you help|you like for|you'll *|your best
-18	1: im|1: not|1: two|1: where|2: love|2: to|2: very|2: was|3: gave|3: half|3: industrial|3: jumped
-18	3: laughed|3: near|3: save|3: seem|3: several|3: spend|3: till|3: whole|3: would|?ael|?cal|?lon
-18	?n't|?out|?r's|?ral|?yre|^ i need|^ i really|^ im|^ not|^ plus *|^ that's why|^ the creaky|^ two
-18	^ was it|^ where|a flying|about how *|about my|all|am going|and do|and is *|anything that
-18	appreciate|are more|are some *|be|between|book a|call|called|came|can't|cant|consider|cool that
-18	copy of|could you|creaky *|decided to *|find out *|gave *|greatest|grew *|guess ?|haha well|hang
-18	have a|have you ever|havent *|having to *|hope that|hopefully *|how did *|i really *|i went *
-18	i'm not really|if they *|if you're *|indigo *|is already|is no|is one *|it'd *|it'll *|ive *|let me
-18	listened to *|look|make me|most|much it|my favorite *|never|never heard|never seen|not that
-18	of my favorite|of the best|oh that|on|on the|one of|one that|one that *|paying|putting|so do
-18	so why|something that *|stay|sure it|taking|technically|that everyone|that he *|that's pretty
-18	the creaky *|the evil|the human|the indigo *|the number|the yellow *|then there|there's a *
-18	they say *|things you|think a *|this|to book *|to meet|took me *|treat *|turns|used|usually
-18	was talking|we leave on|we would *|well i'm *|what *|what did|who knows *|with a|within|would love
-17	1: does|1: he|1: how|1: its|1: nothing|1: one|1: thank|2: calling|2: doing|2: kinda|2: she
-17	2: sometimes|2: sound|2: thank|2: wanted|2: you're|3: ate|3: be|3: being|3: besides|3: biggest
-17	3: except|3: gives|3: gotta|3: had|3: harry|3: ice|3: kept|3: like|3: next|3: other|3: seemed
-17	3: takes|3: telling|3: three|3: told|3: towards|3: turned|3: wanting|3: what's|3: you'd|?3d|?lew
-17	?ohh|?oss|?rot|?t'd|?til|?y'd|?yah|^ because *|^ does|^ he|^ how|^ i'm calling|^ it's not|^ its
-17	^ last *|^ nothing|^ oh that|^ one|^ thank|^ that's what|^ well *|ability|all those|also
-17	and everyone *|ap|are going|ate|basically *|been working|beginning *|biggest|but hey *|but in *
-17	can ?|can you|can't *|checkered *|could just *|couldn't|craziest|decided *|does *|doesnt *|enough *
-17	extra|fact *|five|good that|good to|had an *|haha that *|has the *|have to *|haven't really *
-17	helping|hey i *|i am going|i get|i pay|i still|i'd probably *|i've *|i've never *|interested
-17	is basically|is definitely|is my|is such|just go|keep it|know how *|like me to|lived *|look up
-17	made *|mainly|multiple|normally|not going|once *|or are|out what *|passionate|pay|prefer|prefer *
-17	realize *|really think|save|saw|saw a *|screw|see what|seemed|shaped *|should|small ?|so are *
-17	so we *|some of *|somehow *|something like|sometimes it|sounds so|sure that|that are *|that your *
-17	the checkered *|the clay *|the main *|the ones *|the purple|the red|then it *|there was *|third
-17	throw|to not *|to see|to work|took me|walked|was a|was hoping|was one *|watched|watching|weren't
-17	what i am|what type|where do|while|who have *|why it|would definitely *|you see
-16	1: now|1: she|1: what's|2: actually|2: after|2: don't|2: heard|2: hows|2: least|2: live|2: makes
-16	2: must|2: name|2: said|2: so|2: super|2: use|2: when|3: although|3: can't|3: create|3: decided
-16	3: exactly|3: finally|3: hang|3: hundred|3: kind|3: large|3: last|3: majoring|3: making|3: modern
-16	3: multiple|3: new|3: on|3: passionate|3: pay|3: paying|3: pull|3: send|3: trying|3: using
-16	3: walked|3: wasn't|3: will|3: wouldn't|?afe|?bc|?ily|?ini|?lof|?ond|?rto|?sut|?uve|^ at least
-16	^ can *|^ could *|^ how much|^ i wanted|^ i'd like|^ ive *|^ now|^ now *|^ or maybe|^ she|^ so *
-16	^ that is|^ the indigo|^ the job|^ what's|add|against|all of|also the *|and his *|are still|bald *
-16	be a|brought *|but at *|but for *|but he *|but sometimes|but we *|catch|cause|could i have|couldnt
-16	couldnt *|depends *|didnt|do not *|ends *|enough to *|figured *|for people|found|found a *|four
-16	from the|generally|get a|get out|give it|go but *|go on *|had no|had the *|hanging|have much
-16	have never *|have the *|have to pay|honest i *|honestly i *|how did|i definitely|i didnt *
-16	i thought *|i totally|i tried *|i usually|i was hoping|i'll take|i'm calling *|i'm not|i'm still
-16	i've always *|i've been *|if i *|is like *|is the most|is there|is your|it so|just get *|just going
-16	keeping *|learned that *|likely|little|made|man i *|maybe you|me to|miss|mostly|my best|need to *
-16	never really *|no not|not|now so *|okay so *|one day *|or is it|quickly *|red|seeing|set *|since *
-16	since i *|so in *|sometimes *|stand|still have|stuff that|take a|takes *|taking *|teacher *
-16	telling *|tend to *|that can|that he|that it *|that were *|the classes|the more|the wooden *|then *
-16	think i've *|this is|though it|though it *|to a|to figure|to pick|to really *|to speak|to think
-16	towards|tried|trust|turn it|um|wanted|wanted to *|was so|way more|way that|we ?|we'd like
-16	we'd like *|well i think|went|what|when it *|whenever *|won't *|would probably|you guys|you like to
-15	1: and|1: especially|1: imagine|1: pretty|2: first|2: gonna|2: made|2: most|2: seems|2: since
-15	2: taking|2: were|3: 1|3: 3|3: against|3: artificial|3: barely|3: between|3: build|3: comes
-15	3: didn't|3: don't|3: few|3: grew|3: have|3: he's|3: ill|3: incoming|3: oh|3: putting|3: social
-15	3: speak|3: third|3: took|3: wanna|3: went|?apa|?arn|?bal|?dio|?esk|?nly|?o's|?oha|?rnt|?tum
-15	^ and|^ another *|^ especially|^ i hear|^ i love|^ if *|^ imagine|^ it really|^ it's really|^ one *
-15	^ pretty|^ that's not|^ the big|^ they're *|^ was *|^ where do|^ yea *|a hard time|a way *|across
-15	afraid|am sure *|and see|and was *|and yes|are all|assuming *|at least *|based|be that|been on *
-15	before you|between *|black|bunch of *|but that|caught|completely|considered|copy of *|could not *
-15	create|dad *|do with|doesnt|don't *|dont *|east|elephant *|even though *|everyone|figure it
-15	for some|found out *|from the *|get a *|get more|get my *|given|go see|got a *|growing|haha that
-15	have you seen|honestly *|how to *|i also|i have no|i hope you|i keep *|i play|i probably
-15	i think that|i would like|i've been|in like|is in|is more|is what *|it's a|it's so|its been
-15	just think|killed|kinda|know a lot|know who *|lady *|large|less|like me *|lived in *|loved|loves
-15	mean it *|modern|most people|must|my girlfriend *|my husband *|my parents *|need a|need a *
-15	now that *|of me *|of my friends|ones that *|or are you|or do *|people that|possible to|pull *
-15	say i *|seem to *|send|she ?|single|so are you|so is *|so what|so you're *|some *|sorry i *
-15	sorry to *|sound|spent|started *|staying *|technology *|tell|thanks for|that has *|that i
-15	that is why|that this|that was|the ability|the idea|the most *|the stuff|the white|then i *
-15	they have *|thing you|though i *|to look|to speak to|took a *|turning *|under *|up in|was pretty
-15	was probably|we should *|wear|what did *|what do you|what makes *|what would|which *|who *|why do *
-15	with all|would *|write|you not|you're going
-14	#3|1: all|1: also|1: even|1: he's|1: honestly|1: mine|1: so|1: tell|2: dont|2: i'll|2: kind
-14	2: old|2: think|2: used|3: 5|3: about|3: almost|3: cant|3: considered|3: couple|3: extra|3: figure
-14	3: full|3: ive|3: loves|3: make|3: planning|3: probably|3: screw|3: slept|3: used|3: we'll|3: we're
-14	3: within|3: you'll|?3rd|?ald|?amy|?bor|?eme|?hem|?l's|?lar|?n's|?nea|?nit|?ost|?ria|?rly
-14	?rry|?tsd|?uhm|?ush|?ve|?wax|?wed|^ all|^ also|^ anyways *|^ are you|^ even|^ he's|^ honestly
-14	^ i'm doing|^ i'm not|^ mine|^ so|^ tell|^ that's so|^ the blue|^ what does|^ why do|^ yeah me
-14	a business|a fan|a more|a pretty good|about the|allowed|along|am in *|am not *|and also|and are *
-14	and i've *|and im *|and my *|and she|and then *|and there *|and yeah *|anyone|anyways *|apparently *
-14	are going *|are pretty|are there *|are you going|around and *|asking *|be honest *|be possible
-14	be possible to|because then|been|believe that *|build|but you *|can have *|change my|coming
-14	considering *|could *|depends on|don't have|dont|enjoy|few|for me *|hang out|hard to|hate|have *
-14	haven't been *|high|hoping *|however|i can see|i don't think|i guess that|i heard *|i learned *
-14	i lived|i never *|i'll be *|i'm going *|i'm really *|im going *|im not|is what|isn't that|it and *
-14	it's not|kept *|leave on|like they *|likely *|likes|looked *|make the *|me so|me the|meaning *
-14	mental|most *|much about|my dad *|my family *|my mom *|my roommate *|named|of a|on a|ones that
-14	or you|order to *|people have *|people who|planning on|plant *|plus *|pretty sure *|problems *
-14	seem like *|sell|sent|sit|sitting|small|sometimes i *|stick|still|still be|straight|stuck
-14	sure you|take *|talking|talks *|tell me|that|that could|that does|that kind|that sounds|that that
-14	that there *|that's okay|thats pretty|the only *|then they *|then we *|there a|thing is *
-14	things that *|think its *|though so *|three|time to|to help *|to pay *|told me *|try|user|usually *
-14	walking|want a *|was hoping to|was still|we leave *|went to *|what are|what else *|when do *
-14	when do you|when they *|where ?|where it|would go *|would just *|you seen|you think about
-14	your favorite
-13	1: everyone|1: kind|1: people|20|2: also|2: believe|2: blue|2: could|2: did|2: even|2: last|2: of
-13	2: on|2: out|2: say|2: still|2: time|2: what's|2: whats|3: across|3: after|3: are|3: aren't
-13	3: both|3: call|3: can|3: catch|3: caught|3: cried|3: doesnt|3: especially|3: haven't|3: helping
-13	3: high|3: it'll|3: likes|3: little|3: lots|3: mental|3: named|3: prefer|3: rather|3: seeing
-13	3: seems|3: she's|3: stay|3: still|3: these|3: throw|3: we've|3: wear|3: won't|3: wont|3: worth
-13	?awn|?cup|?d's|?emi|?end|?hos|?hte|?ike|?ken|?las|?los|?nor|?rad|?rgo|?sao|?tll|?tro
-13	^ although *|^ as *|^ did *|^ does *|^ everyone|^ i like|^ i think|^ i would|^ kind|^ people
-13	^ people *|^ sounds like|^ the shell|^ the small|^ there's *|^ though *|^ to be|^ we'd *|a day *
-13	a really good|add *|also have *|and everyone|and get|and go|and have|and it is|and the *|and they
-13	and yeah|anyway *|as a|at a|away *|basically|believe|big|bigger|bill *|can *|can go *|can just *
-13	cant *|carrot *|case *|change|children *|copy *|countries *|couple|dark|didn't *|do|does not *
-13	doing|especially *|figure|for the first|found out|glad|gotten|grow|guess it|had some *|hardest
-13	have some *|haven't seen|he would *|however *|i didn't *|i get to|i guess it|i hate|i havent *
-13	i mean *|i met|i read|i started|i thought|i used|i'm taking *|i've had *|idea of *|ink *|ink ink *
-13	is kind|it a|it just|it looks|it makes *|it's going|just *|just not|just want|know what *|knowing
-13	known|learned|least *|lets *|like you *|literally *|lived|long have *|love to|made a *|makes you
-13	meeting|moving|much of *|much time *|must *|nah *|north|not a|now but *|of like|on my|once you
-13	one thing|one time|only have *|people *|people who *|pink *|public|read|realized|realized *|says
-13	sitting *|so he|south|speak|spell|started to *|sure *|taught|teaching|that a|thats so|the music
-13	the new|the scary|the school|the things *|the whole|their own|they could *|those|thought *|thousand
-13	turn up|use|used to *|walking *|want a|way to|when i *|wont|would like a|wouldnt|yeah that is
-13	you don't
-12	12|1: at|1: how's|1: most|1: see|1: sounds|1: well|1: what|2: am|2: he's|2: mean|2: more|2: one
-12	2: red|2: took|3: b|3: buy|3: didnt|3: feel|3: felt|3: given|3: isnt|3: look|3: made|3: most
-12	3: personal|3: same|3: sit|3: starting|3: taking|3: theres|3: wants|3: weren't|3: wouldnt|?0th|?1st
-12	?4k|?alt|?aw|?cas|?cho|?dnt|?e'd|?est|?fro|?gen|?gn|?hat|?hve|?ick|?ide|?ino|?iry|?jiu|?lil
-12	?mme|?mum|?oil|?pb|?pin|?rah|?rce|?rid|?sea|?snt|?sub|?tax|?uba|?uin|?uty|?vid|?xth|?zac
-12	^ anyway *|^ at|^ how's|^ i remember|^ its *|^ man *|^ may i|^ most|^ see|^ sounds|^ the scary
-12	^ turn up|^ we'd like|^ well|^ what|^ would it|a bunch|a couple *|a lot of|a pretty|able to *
-12	always *|american|and be|and in *|and take|anybody|as much *|asked|based on|because he *|bought *
-12	but there *|can make *|chance *|check it|computers *|connect|could ?|could go|could go *|cried
-12	don't want|either *|everyone *|feel|feels|finish|football *|friend who *|got to|guess that
-12	hahaha i *|has to *|have you *|have you heard|having a *|he just *|hope you *|hoping to|how you
-12	i actually *|i get a|i kinda *|i need|i need a|i never|i want a|i was *|i watched *|i wonder *
-12	i would love|i'm so|imagine *|in an *|is a little|is an *|is to|is why *|it be *|it took *|it would
-12	it's kind|just be|kill|know it *|know what|laughed|least|like the|long have you|lost|lot of|love
-12	make sure *|many *|may i|mix *|most of *|my friend *|my friends *|needs|nice talking *|of things *
-12	often *|okay i|on here|or just|out and *|place *|poor|realize|really love|really really|same time *
-12	slept|so he *|something|sounds like|star|starting|students *|such *|that i'm *|that is so|that they
-12	that you *|thats a|the best thing|the blue|the computer *|the last|these ?|they ?|think it *
-12	think that|think there *|thought that *|to buy|to chat|try to|until *|video|was in *|was like *
-12	wax *|we just *|we went *|what ?|where did *|why *|will probably|will you|won't|words *
-12	would be really|would it be|would you like|yeah i|you a|you can't|you dont|you for
-11	#4|1: although|1: in|1: ive|1: like|1: more|1: okay|1: on|1: whats|2: can't|2: does|2: favorite
-11	2: feel|2: isn't|2: many|2: not|2: there's|2: usually|2: wonder|2: wouldn't|3: 6|3: amount|3: ap
-11	3: come|3: could|3: eating|3: figured|3: growing|3: hit|3: kill|3: kinds|3: looking|3: middle
-11	3: need|3: realized|3: saw|3: spent|3: teach|3: while|?aco|?act|?ara|?bly|?ced|?con|?dpe|?ead
-11	?ed|?ex|?ggs|?ilt|?inn|?kup|?lat|?lay|?lim|?lot|?lug|?ly|?mpt|?mtn|?nal|?obi|?oby|?oud|?owy
-11	?ped|?pes|?ple|?rdy|?rop|?rth|?t's|?tep|?ter|?thm|?toe|?ull|?vis|?wet|?yed|^ although
-11	^ how did|^ i also|^ i went|^ in|^ ive|^ just *|^ like|^ more|^ okay|^ on|^ thats *|^ whats
-11	^ yeah that|^ you *|a class *|a computer *|a couple|actually have *|am|an *|and *|any other
-11	back from|best thing|birdhouse *|but a *|clock|company *|couldn't *|did *|disney|do in|dont think
-11	dude *|fell|focus|got the *|got to *|have been|haven't ?|heard *|helped|helps|hiking *|hit|hows *
-11	hundred|i could *|i felt *|i find|i found|i have *|i have a|i haven't *|i honestly *|i know *
-11	i learned|i thought it|i'm pretty|i'm sure|id|in all|in this|is always|is pretty|it doesn't *
-11	it makes|it should|it was really|its so|just do|just really|kid *|kinds *|know why *|learned *
-11	leave *|listening|look at *|man *|me about|me and *|me that *|met|met *|might *|most of|my friends
-11	my sister|never really|not so|of us *|offer|oh man *|open *|or is|pink|probably|random|rock|self
-11	sent *|side *|sign|so we|someone|someone *|stick *|stuff like|take a *|taken *|talked about
-11	talked to *|teach *|that is what|that we|that will|that's the|the *|the person *|they just *
-11	they make *|think|think *|think i'm *|to just *|to keep *|unless you|up the|urn *|wants|ward *
-11	we can *|well it *|went on *|what about|what is your|what kind of|what the *|when ?|which ?|whole ?
-11	why i *|with the|wonder if *|would also|would be so|would have *|wouldn't *|wow that|wow that is
-11	write *|you have a|you're not
-10	#1|#5|1 *|1: another|1: but|1: from|1: good|1: ill|1: she's|1: there's|1: which|2: as|2: everyone
-10	2: hate|2: i'd|2: loved|2: might|2: should|2: well|3: based|3: big|3: black|3: cut|3: dont|3: end
-10	3: finish|3: found|3: gotten|3: isn't|3: less|3: listen|3: must|3: not|3: over|3: realize|3: single
-10	3: sitting|3: star|3: take|3: want|?2d|?aay|?alo|?ath|?ayo|?bio|?die|?dit|?ech|?eds|?eel|?eft
-10	?esy|?ety|?fy|?g's|?ham|?ibe|?ign|?isk|?ita|?lem|?lop|?mid|?mly|?nky|?oak|?oor|?oth|?pig
-10	?pit|?pth|?rap|?rew|?roy|?sie|?tem|?tps|?tta|?udi|?ule|?ulk|?urg|?uys|?vil|?wii|?wny|?ysa
-10	^ *|^ another|^ but|^ from|^ good|^ how are|^ i am|^ i feel|^ i guess|^ i mean|^ i was|^ ill
-10	^ she's|^ there's|^ what about|^ which|^ you could|^ your *|a whole *|about to|actually *
-10	always wanted|am sure|amount|and get *|and i'm *|and its *|and see *|and what|are a|arent|ask *
-10	away from|be able|because you|but i|but i do|but now *|but yeah *|can i|car *|did the *|does
-10	does ?|don't ?|don't think *|dont have|drew|ended *|ended up *|evil *|find a *|finding *|found *
-10	fresh|girl *|going|going to|got a|have a great|have had *|haven't seen *|hope|how are|i am sure
-10	i can't|i dont|i knew|i loved|i remember|i would *|i would probably|i'm not *|if there *|im not *
-10	in my|in our|invest|is a great|is going to|it be|it but *|it can|it really|it to|it's like *
-10	its like|its like *|kids *|kinds|knew *|know if *|liked|listen|love to *|luck *|mainly *|maybe *
-10	more|move|must be|my major|my sister *|nice to|of my|order|past|people in *|personal|planning *
-10	really|really have|recently *|roommate *|said|say that *|saying *|seem to|so i am|so they|some of
-10	someone ?|started|stopped|taken|talking with|that ?|that makes|thats what *|the end *|the fact *
-10	the guy *|the only|the rest *|think i *|think we *|to all|to an|to book a|to create|to figure *
-10	to find|to get|to go *|town *|train|wants *|we got *|we have *|week *|what kind *|what's your
-10	wish *|wow that *|yeah i'm *|yellow *|you|you can|young
-9	#|#2|1: don't|1: let's|1: me|1: only|1: or|1: they're|2: guess|2: it|2: me|2: started|2: why
-9	2: will|30|3: 4|3: also|3: asked|3: couldn't|3: liked|3: loved|3: offer|3: played|3: playing
-9	3: sort|3: sound|3: this|3: tried|3: type|3: video|3: why|?1th|?8am|?90s|?ady|?ain|?aks|?al
-9	?alc|?ana|?asa|?ase|?atd|?aya|?bon|?bou|?dic|?diy|?eas|?eat|?eil|?el|?eps|?ett|?hai|?hic
-9	?ib|?ic|?iek|?ing|?iri|?ket|?kit|?leg|?lip|?mit|?muy|?nah|?ned|?ng|?nie|?nth|?nu|?nuh|?oad
-9	?opo|?ows|?pd|?pty|?rag|?rcy|?red|?reo|?ret|?rgy|?rm|?rsy|?rub|?sed|?sks|?sot|?tee|?ten
-9	?tir|?tom|?tts|?ug|?umm|?uro|?w'd|?ync|?yon|?zes|?zon|^ and i|^ don't|^ i don't|^ it's so
-9	^ let's|^ me|^ no i|^ only|^ or|^ so i|^ that's a|^ they're|a *|a few *|a way|able to do|about ?
-9	all the|and i|and now *|around ?|asian|ask|be pretty|become *|but if *|can get *|could i|create *
-9	cut|decent|decide|didn't have|do a lot|don't really|down the|ended|even *|eventually *|everything *
-9	excited to|exercise|fact|fact that|fan of|feel like|flying|free|friend *|get to|go back|good for
-9	haha i|half *|happened to|have a *|have never|heard|i always|i do *|i feel|i have been|i liked
-9	i think it|i took|i usually *|i'm a|i've never|into the|is to *|it ?|it might|jobs *|just a
-9	just have|just to *|know a|korean|living|long|lord|lot of *|lots of|means|meant|meet|my brother
-9	my brother *|my dad|normal|obviously *|of the|off the|oh i|older|one of *|over the|people to *
-9	people would *|personally *|planning on *|played *|pop|possible *|quite a|really want|related|said *
-9	see how *|seen|senior|set|should *|start *|talk|teach|tell *|that the|the next|the people
-9	the people *|the way *|things like|think you *|this chat|though *|thought|thought it *|to keep
-9	to live|ton of|top|try and *|type of|use *|want to *|wasn't *|watch|we *|we could *|we don't
-9	we don't *|we were *|we would|where is|while *|wind *|with my|wonder|working|working on *|would go
-9	wouldnt *|writing|yeah and *|you just
-8	#6|10|1: actually|1: any|1: oh|2: big|2: long|2: went|3: 2|3: another|3: bunch|3: enjoy|3: hold
-8	3: knew|3: no|3: see|3: set|3: should|3: sounds|3: talking|3: that|3: use|3: wanted|3: watch
-8	3: watched|3: watching|3: wish|?'ma|?6th|?aid|?aim|?apt|?ass|?ava|?awe|?bin|?bug|?caa|?cgi|?ch
-8	?cin|?cit|?cro|?d2|?dum|?eef|?eek|?eph|?ert|?eth|?eum|?gns|?gst|?hom|?ian|?iss|?izo|?k's
-8	?kel|?kin|?kip|?lbs|?lds|?liz|?llt|?lsa|?med|?ml|?mon|?mpy|?nan|?nba|?nd|?ni|?nji|?oam|?ong
-8	?ora|?pa|?pao|?pps|?psh|?put|?rge|?rne|?rom|?sb|?sfl|?tac|?tal|?tap|?the|?tin|?tml|?tti
-8	?uma|?ung|?uot|?url|?utt|?van|?vs|?way|?wok|?yna|?yze|^ actually|^ and it|^ any|^ at *
-8	^ could i|^ i'm *|^ in *|^ my friend|^ oh|^ oh i|^ oh man|^ then *|^ what are|^ what's your
-8	^ where is|^ wow that|^ yeah i|^ you have|a ton of|am so|and a|and have *|and it's *|and we|are not
-8	around|as *|back to|be like *|before i|better than|big ?|bunch|bunch *|but not|can see|church *
-8	come|companies *|computer|cool to *|did|eating|enough to|finished|fix|for your|fun to|going to *
-8	guy *|handle|has been|have a good|hot|how ?|how about|how long|i hope|i know that|i might *|i saw
-8	i saw *|i wasn't *|i will *|i've ?|i've heard *|im *|improve|ink|it i|it was so|it will|it's the
-8	its a *|just be *|learn|leaving|like a *|listen to *|looking *|means *|might be *|movies *|not even
-8	not have|now *|oh|ok *|or the|over|part *|parts|plan *|playing|points *|probably *|short|start
-8	that in|that's a good|the fact that|the new *|there and *|there were|they will *|think ?|thinking
-8	thought it was|through|time i *|to ?|to find *|to have *|to try|told me|tv|two *|waiting|was on
-8	watching *|what if *|what is the|what they|what was|what's your favorite|when i|when people|who ?
-8	wind|within *|would like|wouldn't be|yeah that *|yes i|you ?|you can't *|you could|you could *
-8	you heard|you need|you prefer
-7	#7|1: sometimes|1: ya|2: do|3: back|3: been|3: looks|3: more|3: since|3: talk|50|8|?'e|?235|?2k
-7	?3th|?4d|?ack|?acl|?ads|?ami|?arb|?arf|?ate|?ato|?beg|?bob|?cap|?cop|?ct|?cue|?cus|?cv|?dae
-7	?dey|?dma|?doe|?dve|?ece|?egg|?eha|?eku|?elm|?eup|?faq|?fee|?fes|?fhe|?fog|?fps|?fry|?gby
-7	?gry|?har|?hew|?hid|?how|?hru|?hye|?id|?ids|?ien|?ify|?il|?isa|?isc|?je|?ked|?kim|?kly|?kyo
-7	?lam|?led|?len|?mas|?mj|?nds|?nex|?nga|?ngo|?nis|?noy|?nux|?oey|?ooo|?op|?owo|?pn|?rgh|?rms
-7	?sex|?tad|?tia|?tra|?tup|?ty|?uki|?uld|?ulo|?ur|?usb|?uuh|?ver|?wam|?who|?xar|?xel|?yee
-7	?zip|^ can i|^ i didn't|^ i thought|^ i wonder|^ it's a|^ sometimes|^ thanks for|^ well i|^ ya
-7	^ you are|^ you know|able *|and he|and how *|apply|are the|at ?|be the|beat|being a|book *
-7	brother *|but it is|but it was|butter *|by ?|by the|cool to|couple *|dog *|end up *|enough|every *
-7	felt *|figure out|find *|first *|friends *|girls *|give you|gonna *|haha i *|have any *|how did you
-7	i am so|i dont think|i got|i'd like to|is an|it but|it could|its a|just to|knew|knows|letter
-7	like *|like my|like the *|live *|lots *|love the|not the|now i *|oh man|okay *|or a|paid|parents
-7	people ?|plant|played|probably be|room *|says *|series *|show *|sorry i|starting *|talk about *
-7	that i *|that's what *|the best *|the same|these *|they would *|thing *|think i|this ?|thought about
-7	to do with|trying *|trying to|up a|up and *|using *|video *|was the|we had|where are|who are
-7	why is|would be a|yeah it's|you can *
-6	1: to|1: you're|2 *|2: didn't|3 *|3: doing|3: learned|3: past|3: such|3: tell|3: through|3: up
-6	4 *|?ado|?amd|?ant|?ape|?apy|?ary|?ax|?azy|?bed|?bey|?box|?cne|?css|?de|?dev|?dgy|?dos|?dun
-6	?eak|?ean|?eru|?gb|?ged|?iam|?icy|?ief|?ill|?ils|?irt|?ivy|?jim|?kc|?lb|?lth|?lys|?mel|?meo
-6	?mis|?mps|?ndi|?nee|?nny|?oaf|?oan|?oed|?oos|?ord|?ose|?per|?pid|?pot|?re|?rep|?rey|?ric
-6	?rmy|?rol|?sam|?sha|?sod|?spr|?sue|?tle|?top|?ttp|?ual|?uhh|?uit|?ukd|?uly|?urs|?ves|?vey
-6	?vie|?vy|?wd|?wen|?wly|?ymn|^ but it|^ even *|^ haha i|^ i actually|^ i can't|^ i had|^ i have
-6	^ i used|^ like *|^ so you|^ that would|^ to|^ we are|^ what is|^ wow *|^ yes i|^ you're|a bunch *
-6	able to|about how|act|am not|and i'm|and not *|any of|are just|are you a|as i|as much|based *
-6	because ?|been a|bit of|books *|but i am|classes *|clay|close to|could be *|do a|during *
-6	exactly *|from a|given *|go|goes|have to do|haven't|hear|hey *|higher|human|husband|i am *
-6	i want to|i went|in your|is like|job *|just so|know if|know that *|law|learning|like me|live|lose
-6	lots of *|low|make a *|marvel|me a|million|no i|number|of people|old|one *|our *|outside *|pick
-6	picture|power *|religion|rest *|running *|saw *|seen *|sort of *|starts|teachers|that has
-6	that is a|that would be|the last *|the rest|the world *|thing to|think it would|those are|to give
-6	to know *|to see *|type|us *|walk|was a *|way|we were|well *|went *|were *|what i|which is
-6	yeah that's|yellow|you and|you had|you should *|you want *|you would
-5	#8|000|1: some|2: thought|3: around|3: cause|3: different|3: do|3: heard|3: living|3: own
-5	3: people|3: top|6|?00k|?0x|?1m|?5th|?7th|?9th|?ala|?alf|?ano|?are|?arl|?asy|?att|?awl|?azi
-5	?bar|?bat|?bay|?bee|?bie|?cle|?cpr|?cre|?dan|?den|?dge|?dom|?dow|?eap|?ees|?eez|?efs|?ega
-5	?ek|?elk|?ely|?eo|?ete|?fed|?fo|?fsa|?gap|?gia|?gun|?h's|?had|?hia|?hor|?ial|?idt|?ift|?ile
-5	?ims|?ins|?ior|?ip|?itd|?ld|?lex|?lky|?lls|?lly|?log|?lt|?lyn|?m's|?met|?mpi|?mtc|?n|?nar
-5	?nge|?nic|?njo|?nl|?num|?oab|?obe|?ock|?off|?ogs|?old|?ole|?olm|?one|?ony|?ors|?ote|?our
-5	?ovo|?oys|?p's|?pc|?pf|?pho|?ply|?pur|?qb|?que|?ram|?rby|?rig|?ron|?ros|?rsh|?see|?ski|?spy
-5	?tco|?ths|?thy|?tk|?to|?toy|?tsu|?tty|?uaw|?udo|?und|?uni|?upe|?ura|?use|?ux|?vet|?vnt|?w3
-5	?wns|?xed|?ylo|?yui|?zam|?zen|^ how about|^ if you|^ oh that's|^ okay *|^ some|^ that sounds
-5	^ where *|a very|all the *|am a|and it was|and my|any *|are a *|because we|best|book|both *
-5	bunch of|common|cs|days *|do *|driving|eat|feeling|finally|for two|forgot|get the|got *
-5	graduated|grateful|have you|he is *|he's *|here *|house *|how do you|how is|i *|i am a|i am not
-5	i had|i need *|i took *|i wonder|instead *|into a|is a good|is very|it was a|it's a *|its *
-5	just got|machine|make a|maybe|me and|mix|money *|more *|more than|mostly *|my *|my ?|myself *
-5	now i|oh that's|on your|parents *|part of|playing *|really good *|rich|running|say|school *
-5	school and|seriously *|so i'm|so many|solid|some people *|specific|stuff *|testing|there are
-5	things *|those ?|time i|to my|totally|tried *|was just|was the *|watched *|we are *|went to|with ?
-5	with a *|with your|worried|would ?|yeah *|you going|you just *|you take|younger
-4	1: haha|2: sure|3: am|3: ask|3: going|3: learning|3: said|3: something|3: thinking|?1's|?2nd|?3am
-4	?3s|?4th|?aff|?air|?ann|?ans|?ash|?aws|?ays|?az|?ben|?bli|?btq|?cad|?cia|?cky|?cr|?cts|?dab
-4	?db|?def|?dim|?eam|?eep|?efy|?ehh|?ein|?eky|?ep|?er|?err|?ess|?f's|?fat|?fav|?fbi|?fi|?ft
-4	?gar|?gid|?gin|?gna|?gon|?gov|?gth|?hed|?hee|?hik|?hin|?hug|?iew|?im|?imp|?ipo|?ird|?ire
-4	?ite|?ize|?jdf|?joe|?kan|?ke|?kfc|?lel|?let|?ley|?lit|?loe|?mes|?mn|?mp|?nas|?naw|?ncy|?nda
-4	?ndo|?net|?ney|?nja|?nne|?nos|?nov|?nut|?og|?oli|?olo|?ooh|?ott|?ppl|?pt|?r2|?rel|?rin|?rio
-4	?rls|?rok|?run|?rup|?rus|?sas|?ses|?sla|?sto|?tab|?ted|?tes|?tos|?tp|?tq|?tri|?ts|?uat|?uct
-4	?ue|?ugh|?um|?un|?una|?une|?uto|?v|?vds|?vr|?was|?wee|?wi|?woo|?wth|?x|?yal|?yla|?yn|?you
-4	?yve|?yw|^ but *|^ haha|^ you can|above|and i am|and it's|apple|at my|average|been *|behind
-4	called *|care|class *|close|end *|feet|figured|fit|football|for ?|from *|good ?|group|had a
-4	hahaha *|her|his ?|how is *|how many|i ?|i am|i don't have|i just *|i want|i wanted|i'll be|i'm *
-4	i'm just|if they|inside|it is *|it's *|lead|less *|math|may *|mean *|middle|much|out|out *|part
-4	person *|play|play *|point *|popular|problem *|she *|software|sorry *|such a|tech|that they *
-4	they *|to a *|to get *|to take *|two|type *|was just *|we could|what is|white|wish|wonder *
-4	worked|wow *
-3	2: there|3: live|3: those|4|?1s|?35|?5k|?abs|?ac|?afk|?age|?agh|?alk|?all|?amo|?an|?ar|?ark
-3	?arp|?bia|?bid|?boy|?bq|?bt|?cc|?cg|?cpu|?cub|?dam|?der|?des|?din|?dle|?dug|?dy|?dye|?edd
-3	?eer|?ef|?ege|?ela|?emy|?epp|?ept|?erb|?ery|?exa|?fel|?fin|?fox|?fr|?ful|?gly|?hl|?ho|?hog
-3	?hon|?hou|?hsm|?iac|?ido|?iet|?ifi|?ion|?ipe|?irb|?irk|?ish|?kg|?ki|?kie|?kis|?ksl|?lap
-3	?ler|?lks|?ll|?lob|?ltz|?mm|?mmo|?mob|?ms|?nde|?nus|?oda|?ods|?ois|?ol|?oln|?ols|?onk|?ont
-3	?or|?orb|?orn|?ots|?owd|?owe|?pas|?pay|?poo|?ppa|?py|?ray|?rd|?ree|?rie|?ris|?rks|?rna|?rns
-3	?ro|?rog|?rts|?say|?set|?snl|?soy|?sry|?ssa|?sy|?t't|?tag|?tat|?te|?tea|?ton|?u's|?uau|?ues
-3	?umb|?ury|?us|?usk|?usy|?ut|?ved|?via|?vm|?vw|?wes|?won|?ws|?xa|?xe|?xie|?yan|?yce|?zer
-3	^ also *|^ do you|^ i dont|^ it's *|actually|all *|am *|barely|bed|before *|best *|born|broke
-3	brothers|can be *|choose|clean|companies|credit|depends|different|facebook|far *|form|get *
-3	have the|his *|hour|i can *|i don't *|i might|i want *|i was|i'd like *|if i|is a *|it|it just *
-3	jump|lady|mom|mom *|mountain|never *|no|nothing|odd|of ?|of people *|own|quiet|reading|really *
-3	research|scared|see|see the|something *|teeth|that *|the ?|to be a|want *|we can|when i was
-3	which is *|will be *|you have
-2	100|2: yeah|3: go|3: out|3: seen|3: someone|5|9|?01|?2d2|?60s|?ada|?ags|?ai|?aic|?aii|?ale
-2	?ama|?amp|?ams|?ane|?aq|?ari|?aro|?art|?aty|?aud|?aue|?avi|?avy|?azz|?bi|?ble|?but|?ce|?cha
-2	?ck|?coa|?cos|?cow|?cum|?cy|?d't|?dek|?del|?dip|?dna|?eaf|?ear|?ebs|?edm|?eld|?en|?ene|?ent
-2	?eny|?ese|?eso|?fx|?gas|?gay|?gel|?ght|?git|?gue|?gut|?gym|?heh|?hel|?hio|?hip|?hm|?hod|?hw
-2	?ia|?ict|?in|?ine|?int|?iro|?ium|?jar|?kay|?kee|?ks|?lda|?leo|?les|?lk|?lms|?ln|?mc|?mca
-2	?mi|?moo|?ndy|?nks|?nvo|?nwo|?nya|?o'd|?obo|?oca|?och|?ocs|?odo|?oga|?ogo|?oid|?oit|?oke
-2	?ona|?ono|?ork|?ova|?oy|?pad|?pat|?peg|?pep|?pha|?phi|?ppy|?ps|?pto|?r|?raz|?roc|?rov|?row
-2	?rp|?rta|?ruh|?se|?ser|?sin|?sis|?sme|?sms|?sta|?ste|?ta|?tie|?tip|?tr|?tsy|?tue|?uby|?udy
-2	?ult|?unk|?unn|?ups|?urb|?uum|?uy|?voy|?vu|?wer|?wha|?xer|?xty|?yne|?za|?ze|^ and *|^ but i
-2	^ did you|^ this is|anything|are *|before|bill|but i'm|christmas|date|email|famous|favorite|film
-2	google|guys|haha *|harder|have been *|help|hiking|huge|i feel like|i had *|i have to|i really like
-2	i think i|it will *|land|like i|little *|long *|magic|most ?|natural|need *|of a *|of your|pass
-2	personally|ready|really like *|rest|roommates|schools|simple|stressed|then i|there *|there was
-2	they are *|this *|time *|to *|to be *|up *|up and|visit|wait *|well|whatever|who is|would have
-2	you think *
-1	15|7|?20s|?8th|?abc|?ach|?acs|?aed|?aft|?ait|?ak|?als|?am|?ank|?aus|?av|?ban|?bap|?bbq
-1	?ber|?bit|?bmw|?bom|?boo|?bop|?bow|?bra|?bus|?bys|?ccc|?ces|?cey|?chi|?ci|?cid|?dal|?dds
-1	?deo|?did|?doc|?dor|?eau|?eck|?edy|?egs|?elp|?emp|?ens|?eon|?eos|?eq|?ero|?ers|?es|?ev|?ew
-1	?fer|?fle|?fly|?fty|?fur|?ges|?gh|?gie|?gor|?gs|?hes|?hil|?hoa|?hp|?hup|?ibs|?iem|?ife|?igo
-1	?ink|?io|?ips|?ism|?iy|?ka|?kd|?kok|?la|?laf|?lag|?lan|?lc|?lle|?lor|?lus|?mbo|?mbs|?mia
-1	?mrs|?mud|?mw|?nix|?nk|?nt|?nte|?nvy|?oap|?oat|?od|?oft|?ofy|?oki|?om|?ome|?omo|?oms|?opt
-1	?ori|?otr|?oup|?ove|?ovi|?par|?phy|?pu|?pus|?ras|?rdo|?res|?rex|?rib|?rj|?rs|?rse|?ry|?s's
-1	?sey|?sk|?son|?su|?sum|?td|?tec|?tic|?tl|?tol|?tv|?udl|?uel|?ugs|?ui|?uls|?uno|?usc|?vfx
-1	?vn|?xes|?xic|?xis|?xit|?xs|?y's|?ybe|?yd|?ys|?yye|?zan|?zi|?zie|?zzy|^ i can|^ what *
-1	^ yeah *|a lot *|apparently|art|assume|be a *|building|but it's|case|cat|deep|down *|drive|early
-1	easy|general|hair|hand|hard|he *|health|help *|hopefully|it and|it is a|lot|luck|mad|much *
-1	needed|numbers|off|off *|otherwise|people|pet|plus|real|really like|stop|studying|swimming
-1	that's cool|the first *|to do *|training|wait|was *|water|well i|what are *|will be|yes *
0	2|3: try|3: you|?0pm|?101|?110|?2am|?4s|?aca|?acc|?ag|?aht|?ake|?ard|?ata|?awh|?be|?bo|?bts
0	?cam|?cd|?cob|?das|?dig|?dl|?dm|?do|?dot|?dra|?ect|?eff|?ehi|?eit|?ell|?els|?era|?et|?eze
0	?fb|?ffy|?gan|?gee|?gic|?gr|?hav|?hey|?hur|?hy|?ics|?ied|?iel|?igy|?iht|?ild|?ilo|?ime|?ind
0	?irs|?iu|?jam|?jaw|?jet|?jo|?key|?kra|?ldi|?le|?lix|?lla|?lli|?lm|?lry|?lse|?lsh|?mal|?me
0	?mfy|?min|?mo|?mos|?nay|?nce|?nch|?nfl|?nig|?non|?np|?ns|?nvm|?ny|?nye|?nyl|?oar|?oba|?oem
0	?oen|?ood|?ook|?opl|?ore|?pac|?pea|?pr|?rat|?rb|?ren|?ri|?rit|?rma|?rny|?rof|?ror|?rt|?rug
0	?sco|?si|?sma|?so|?som|?sso|?tha|?try|?uar|?uke|?ump|?ure|?urf|?uri|?urt|?uss|?uts|?uvu
0	?val|?vue|?we|?wn|?wo|?wy|?y|?yer|?ym|?ype|?yst|?zed|?zel|^ a a|^ would you|because of
0	beginning|being *|brain|can i *|changed|currently|doctor|door|down|end|ever|first|forward
0	guess *|i dont *|instead|know|lake|men|next *|robots|run|side|somewhere|special|spirit|spring
0	stress|students|swim|taste|typing|videos|we have|women|word|world *
1	3: great|3: here|3: room|?1pm|?30|?40s|?ace|?ais|?ani|?aps|?ask|?at|?aui|?awi|?bot|?by|?c's
1	?cai|?cee|?cex|?che|?co|?dc|?dhd|?dly|?ds|?eem|?eey|?eh|?elf|?emu|?eno|?eta|?eto|?ets|?ey
1	?eys|?fc|?fic|?ge|?gi|?go|?hea|?her|?het|?hh|?hie|?hol|?hop|?ice|?ies|?ifs|?ig|?imy|?iod
1	?ipt|?isp|?iut|?iv|?j|?jf|?jr|?ku|?lah|?ls|?lty|?lve|?mac|?man|?map|?mar|?mee|?mow|?my|?ne
1	?ngl|?ngs|?nue|?nym|?nys|?oes|?ogy|?oir|?oky|?olf|?oot|?ort|?ot|?pg|?ph|?php|?pod|?psy|?ra
1	?rky|?rv|?saw|?sby|?sh|?she|?sil|?sst|?st|?sys|?tar|?tas|?th|?tsk|?uad|?ubs|?uce|?ued|?uge
1	?uis|?ul|?ula|?upt|?urd|?vos|?vp|?wal|?wap|?wgs|?wt|?xan|?yh|?zis|accounting|better|body
1	chatting|church|computers|definitely|drawing|familiar|far|i don't|i just|in *|key|marketing|music
1	of *|orange|other *|out of|quality|remember|ride|road|security|share|sleeping|talking to|text
1	then|things|to be|uh|up|version|voice|why
2	11|1: wow|2: haha|3: already|3: else|3: friend|3: later|3: night|3: stuff|3: world|?0m|?11|?24
2	?6pm|?aja|?ame|?ang|?any|?ap|?arc|?au|?aze|?bag|?bs|?bum|?cci|?cer|?chu|?chy|?cks|?ded|?dia
2	?eah|?ebt|?edi|?eg|?ema|?emo|?eue|?eve|?exy|?ezy|?fac|?fen|?fts|?fu|?ger|?ggh|?ghs|?gle
2	?gos|?gum|?gy|?hay|?hd|?hit|?ht|?hua|?hub|?ida|?ier|?ika|?ili|?imo|?ina|?iq|?ira|?is|?its
2	?iva|?ix|?jai|?js|?lf|?lic|?lue|?lyl|?ma|?meh|?mns|?mph|?mu|?nco|?nct|?new|?nmo|?oa|?ob
2	?obs|?oe|?ofu|?oin|?ok|?omp|?on|?ons|?opy|?os|?ov|?owl|?ox|?oyu|?pee|?pet|?pff|?phs|?pi
2	?pls|?rec|?rg|?rim|?rip|?rk|?rps|?sc|?shy|?sp|?ss|?sse|?ssy|?tj|?tly|?tor|?tre|?ubo|?uet
2	?uff|?uiz|?uk|?ume|?umn|?ums|?ust|?ute|?uv|?v's|?vo|?vt|?w's|?wl|?yms|?yoo|?zy|^ i just
2	^ it was|^ not *|^ wow|ah|ahh|already|birthday|blood|blue|career|characters|cow|easier|fall
2	family|happy|healthy|home|honestly|information|is ?|leave|longer|me|me to *|mine|name|nature
2	not *|once|one|physics|process|professor|programming|saying|similar|sister|soccer|speaking|speed
2	strong|study|talks|teacher|the other|total|trip|ward|was ?|would be
3	2: really|3: win|?'6|?00s|?6'5|?70s|?80s|?aaa|?acy|?ade|?ali|?aly|?app|?ast|?bbc|?ca|?cca
3	?cil|?cis|?cl|?cly|?cna|?cs|?don|?dry|?du|?ebo|?een|?egi|?ego|?ehr|?epy|?erg|?ews|?fam|?ffs
3	?fft|?fix|?fk|?flu|?fre|?fs|?ga|?gal|?get|?ggy|?gre|?han|?hr|?hre|?hts|?hty|?iah|?ica|?ie
3	?ilk|?ios|?ise|?iz|?ja|?kkk|?ky|?l00|?li|?lis|?lke|?mao|?max|?mey|?mf|?mil|?mni|?nes|?nfo
3	?nom|?nse|?nta|?nts|?oce|?oet|?of|?oh|?olk|?oly|?omy|?oom|?ory|?oul|?ow|?oye|?pe|?pen|?pia
3	?pop|?pts|?pun|?q|?rax|?rek|?rer|?rf|?rl|?roe|?roo|?rst|?sa|?sl|?sm|?soc|?sor|?sts|?ti
3	?tis|?tvs|?tx|?tz|?ube|?uda|?ulb|?up|?uth|?uut|?uzz|?vi|?wis|?xt|?xxx|?yme|?yth|?yu|?zle
3	?zoo|^ good *|about *|ai|alexa|app|busy|calculus|chicken|city|control|course|culture|data
3	dating|doubt|dude|energy|english|explain|french|girls|god|good|government|ground|guessing|hands
3	macbook|may|mean|media|often|oh *|on *|ooh|or *|outside|paper|perhaps|pool|power|room|second
3	secret|service|smells|so *|thing|work|ya|youtube
4	1: hahaha|1: hey|1: hmm|1: no|3: class|3: classes|3: days|3: fun|3: games|3: guy|3: him
4	3: homework|3: idea|3: mind|3: place|3: question|3: sure|3: works|?'5|?0s|?13|?142|?42|?af|?agi
4	?ago|?ahd|?aky|?alm|?api|?as|?ati|?aul|?bby|?bel|?bes|?bla|?bol|?btw|?cat|?cti|?dod|?doo
4	?dox|?dr|?dre|?dys|?eal|?egy|?elo|?erm|?fe|?ff|?gae|?gpu|?gt|?hap|?hs|?hum|?ico|?if|?igs
4	?inx|?ir|?ist|?isy|?ith|?ive|?jae|?km|?kno|?ko|?lab|?lid|?lto|?lum|?mae|?mmy|?moa|?mr|?mth
4	?na|?ner|?nyc|?oc|?orf|?org|?ota|?oty|?ous|?owa|?own|?oww|?pei|?phd|?phe|?po|?pos|?pse|?qui
4	?raw|?rc|?rem|?rpg|?rri|?sax|?sip|?suu|?tc|?tim|?tn|?too|?tow|?ub|?ud|?ude|?uns|?vas|?ven
4	?wow|?ww|?xx|?yc|?yin|?yuh|^ hahaha|^ hey|^ hmm|^ no|account|anime|anywhere|are ?|are you
4	are you *|asking|avengers|back|back *|ball|be ?|bit|brother|changes|code|cooking|day *|do you *
4	each *|eventually|example|final|fire|fish|foot|for *|have to|humans|jobs|kids|knowledge|pasta
4	piano|pictures|place|plans|potter|projects|reality|relive|school|screen|sometimes|spanish|spot
4	student|surprised|switch|technology|term|that one|them|there|time|ton|town|traveling|u|us
4	windows
5	0|2: sorry|3|3: bill|3: conversation|3: exciting|3: game|3: it|3: me|3: morning|3: movie|3: music
5	3: school|3: sense|3: year|?224|?ad|?aj|?ao|?ars|?asm|?avs|?awk|?ay|?ba|?bam|?bb|?bic|?cod
5	?da|?dar|?dew|?digits|?dol|?dpa|?dt|?dvd|?edo|?eis|?eks|?elt|?em|?ems|?erd|?ezo|?fet|?few
5	?fia|?foo|?g13|?gig|?gua|?gus|?hab|?hao|?hk|?hoe|?ima|?itz|?jah|?jis|?kes|?ldy|?loo|?mcu
5	?md|?men|?mg|?nc|?nca|?nel|?ngy|?nj|?nry|?oah|?oal|?oel|?oo|?ops|?osa|?ou|?oze|?ozy|?pan
5	?pel|?pie|?pl|?qe|?qs|?rgi|?rod|?rre|?rro|?rz|?sar|?sch|?sel|?tg|?tio|?uds|?uid|?va|?vin
5	?wk|?xy|?yde|?yr|?yss|?yte|^ hi *|age|anyone *|because i|books|break|business|byu|can do *|car
5	chat *|classes|climb|climbing|come *|cream|dad|girlfriend|going *|graduate|guy|heart|him|i guess
5	i have|imagine|important|involved|is it|it's ?|line|matter|mind|minute|money|more ?|nah|of them
5	pizza|practice|products|slow|so ?|space|stupid|sure|time ?|track|travel|understand|warm|yeah i *
5	year|you like
6	1: yes|3: actually|3: before|3: choice|3: cool|3: day|3: fine|3: good|3: life|3: mean|3: mission
6	3: money|3: p|3: program|3: sucks|3: them|3: thing|3: time|3: utah|?10|?6am|?6s|?abe|?aga|?ahu
6	?and|?aph|?asp|?aut|?axy|?bae|?bbi|?ceo|?com|?cot|?cu|?di|?dog|?dup|?eb|?ecs|?ecy|?eet|?esa
6	?eu|?ext|?fj|?gc|?gl|?gpa|?gtg|?hhh|?hiz|?ias|?ieu|?ige|?inf|?irc|?ity|?ker|?kj|?kle|?kon
6	?lax|?lef|?lin|?lo|?loc|?loy|?lp|?mb|?msy|?nam|?nat|?nf|?nia|?oks|?omb|?omg|?oni|?oop|?oto
6	?pam|?pm|?pvp|?rbs|?rds|?rr|?rrr|?sal|?shi|?sid|?slc|?sle|?sos|?tan|?tte|?uer|?ulu|?uo|?vor
6	?wat|?wh|?wil|?wit|?www|?xc|?ych|?zas|^ yes|air|and ?|and the|animation|at *|be so *|board
6	campus|chocolate|class|college|conversation|cook|countries|difficult|dogs|either|excited
6	experience|fast|favorite ?|food|for my *|friends|grade|hard to *|human *|i mean|it *|level|love *
6	mess|mormon|movies|myself|news|obviously|of the *|phone|president|program|reason|relationship
6	roommate|state|store|style|summer|talking to you|test|that's ?|totally *|try *|very ?|week|world
6	you have *
7	3: agree|3: better|3: booking|3: books|3: dinner|3: far|3: long|3: one|3: ones|3: others|3: points
7	3: series|3: true|?'7|?6'7|?a's|?ail|?aki|?anx|?arm|?awg|?bos|?cut|?cya|?dj|?dx|?ea|?ee|?eqs
7	?ghh|?h|?hal|?hf|?hi|?i's|?iar|?ii|?ik|?imi|?irl|?it|?iti|?itt|?ji|?jk|?lby|?lie|?lio|?lv
7	?mer|?mor|?nad|?nin|?ode|?ofs|?oji|?olt|?oma|?oow|?orm|?oz|?pic|?rn|?rty|?ru|?sen|?sly|?tch
7	?tub|?tyl|?wg|?wpm|?ye|?yl|?z|?zt|?zz|a car|are so *|away|booking|by the *|chance
7	conversations|do you have|don't know|evil|fair|faster|for a *|forget|happened|hours|i'm ?|idk
7	instagram|interesting *|is so *|is that|kind *|lives|m|major|market|minor|nervous|okay|open
7	places|plan|points|pretty ?|real *|recently|safe|science|score|serve|sleep|smell|somehow|songs
7	sound *|sport|sports|struggle|tall|than *|to the *|tough|volleyball|wall|winter|won|worry|years
7	you *|your favorite *
8	1|1: hahahaha|2: good|2: thanks|3: ago|3: amazing|3: campus|3: course|3: fan|3: fast|3: food
8	3: insane|3: ipad|3: list|3: movies|3: sleep|3: story|3: yours|?aas|?agc|?ah|?asl|?ats|?br|?bre
8	?bye|?car|?cme|?coo|?cox|?cw|?dci|?dg|?dp|?enu|?erk|?esr|?ewy|?fl|?g|?gag|?gma|?he|?hen
8	?hms|?hrs|?ibi|?ila|?jh|?joy|?law|?leh|?mba|?mt|?nm|?ppe|?ppo|?ran|?rix|?rra|?rum|?ska|?smh
8	?sty|?tm|?uru|?uuu|?uxd|?vd|?vel|?wan|?wr|?yi|?yle|^ hahahaha|apartment|as a *|bike|both
8	chemistry|cold|competitive|dance|days|death|dream|dreams|ends|fan|friday|game|grades|guess|head
8	hi *|hike|homework|hurt|is true|jarvis|laptop|left|light|love the *|major *|me *|meat|message
8	minutes|murder|not that *|of that *|online|others|out there|person|shot|show|shows|super *
8	talking to *|team|the morning|think about|to call *|too *|topic|very *|wars|ways|worth *|you a *
8	you are *
9	1: nope|2: awesome|2: gotcha|2: right|3: competition|3: dollars|3: left|3: major|3: matter|3: ok
9	3: person|3: pizza|3: plan|3: prompt|3: semester|3: weather|3: week|3: work|?00|?12|?ae|?aho|?ddy
9	?dq|?dsf|?ei|?ere|?eus|?eya|?fff|?fyi|?gf|?goo|?hef|?iao|?jas|?kn|?lia|?lik|?lr|?mus|?noe
9	?oco|?oll|?omi|?ool|?osh|?sky|?tid|?tt|?tto|?uck|?uu|?vre|?xts|?xyz|?yas|?yt|?zo|^ nope
9	all of *|alot|animals|anyways|are the *|at the *|baby|boy|butter|center|character|chat|cheap
9	cheese|chinese|continue|country|credits|dog|earlier|eyes|favorite *|field|for me|games|gone
9	good *|history|house|ideas|intelligence|is good|korea|languages|like for *|mission|movie|not the *
9	now|on my *|page|pigs|pretty *|project|right|right now *|same|schedule|season|sing|sun|support
9	suppose|sushi|table|tired|together|unicorns|useful|was really *|weather|with my *|yeah
10	1: seriously|1: yep|2: crazy|2: interesting|2: ok|2: yes|3: anyone|3: date|3: die|3: expensive
10	3: happen|3: man|3: name|3: possible|3: saturday|3: sorry|3: there|3: tomorrow|3: worse|?ahh|?ave
10	?aye|?bet|?cun|?dat|?ele|?eur|?eww|?gg|?gne|?guh|?hns|?hot|?hu|?idn|?igh|?ito|?iya|?jt|?lee
10	?lu|?nh|?nx|?oof|?oug|?oun|?rea|?ril|?sap|?sew|?sia|?tey|?tu|?tur|?tus|?tw|?uay|?uch|?uf
10	?uh|?xf|?ya|?yy|?yyy|?yz|^ seriously|^ yep|animal|bored|chatting with *|club|company|count
10	curious|day|dinner|do with *|dollars|done|easily|education|engineering|eve|freshman|ha|haha ?
10	havent|hey|honest|in the *|in your *|internship|into the *|is anyone there|island|issues|kid|late
10	life|like that *|list|milk|moment|months|neither|nice|oh ?|ones|point|purple|quick|rain|series
10	snow|so cool|states|story|superpower|that was *|that's pretty *|the world|thoughts|to that *|was it
10	what you *|where are *|wife|words|works|worse|yea|you still there
11	1: awesome|1: definitely|1: hi|1: hmmm|1: same|1: yup|2: bad|2: funny|2: great|3: again|3: awesome
11	3: card|3: everywhere|3: forever|3: friday|3: guess|3: happens|3: kidding|3: late|3: moment|3: okay
11	3: sports|3: then|3: together|?0k|?ab|?aba|?aur|?bas|?bf|?cb|?cur|?day|?duh|?ede|?edu|?ena
11	?eyy|?him|?ldn|?nn|?nre|?nz|?ola|?onw|?ope|?oyo|?sf|?sho|?sir|?sn|?tbh|?tru|?ua|?w|?wel
11	?win|?yay|?yes|?ypt|?zzz|^ anyone there|^ awesome|^ definitely|^ hi|^ hmmm|^ me *|^ probably *
11	^ same|^ why *|^ yup|a great *|about that *|as possible|bad|c|card|cars|coding|cookies
11	development|difference|e|everything|exam|face|fly|foods|friend|funny|happening|hate *|i like it
11	in life|in that *|ipad|is awesome|is really *|job|lab|laugh|married|my wife|office|ohhh|pets
11	possible|problem|quite *|semester|shoot|sick|skills|slightly|song|sorry|sunday|temple|tests
11	that is *|that makes sense|to have|to talk *|twice|utah|website|weeks|whats *|win|wrong|you in *
12	1: gotcha|1: sure|1: true|3: cookies|3: difference|3: dreams|3: evening|3: funny|3: graduate
12	3: order|3: price|3: thursday|3: wrong|?'am|?20|?aos|?bl|?boi|?ha|?lll|?mat|?mdt|?nol|?noo
12	?r23|?yo|?yum|^ ?|^ gotcha|^ see ya|^ sure|^ true|a freshman|ago|alright|as i *|asleep|bot
12	color|cool|design|expensive|finals|for dinner|for you *|girl|goodness|great|greatest ?|happen
12	heck|helpful|heritage|highschool|internet|mountains|of course|ok|oooh|or the *|over the *|park
12	price|problems|round|seriously|society|sometime|system|than the *|that one *|theory|there ?|times
12	too|trees|unfortunately|want to|weekend|what's *|where are you|with me|with them|worst|ya *
12	yesterday|you do|you too|your day going
13	1: cool|2: back|2: sweet|2: true|3: bed|3: languages|3: often|3: quick|?|?aah|?aha|?bh|?ec|?esh
13	?ez|?ggg|?hii|?iot|?kjk|?lad|?mmm|?no|?nw|?rld|?sr|?tew|?tuf|?usa|?wby|^ cool|^ which *
13	a computer|america|an hour|at it|band|brazil|chats|chill|competition|degree|emotions|feelings
13	for a while|for chatting|for the *|for this *|gosh|green|happens|hmm|i agree|i did|i don't know
13	i think|is too *|it does|it out|it's really *|know that|man|me too|memory|month|names|nursing
13	on the *|opinion|per *|pro|prompt|provo|question|questions|ran *|siblings|soon|subject
13	sure that *|that i have|that's *|that's so *|thats *|thats good|the best|the end|they did|today
13	was that|we are|yeah it *|you did|you like *
14	1: nice|1: right|3: alive|3: broken|3: code|3: mine|3: pets|?brb|?ddd|?dis|?fth|?ius|?llo|?nap
14	?oi|?rob|?rsa|?rte|?wa|?wdy|?wls|^ it is|^ nice|^ no way|^ right|agree|ahead|answer|appointment
14	are you doing|attention|boring|bread|child|crazy|dang|do i *|dumb|else|for that *|forever|future
14	get it|goal|great day|have fun|heating|hero|i hear|idea|im ?|in college|issue|it a *|its ?
14	just kidding|language|lately|radio|respond|robot|serious|smart|so cute|so true|sort *|stories
14	street|stuff|texas|that a *|thats so *|the code|the office|themselves|things like that|this semester
14	through the *|to be honest|to byu|to go to|to watch|tonight|with your *|wonderful|yes|you seen *
14	you're right
15	1: as|1: sweet|1: xd|2: agree|2: nice|2: okay|3: anymore|3: either|3: etc|3: radio|3: sometimes
15	3: too|3: weekend|?bro|?bud|?e1|?hg|?kk|?mh|?mie|?o1|?tit|?xd|^ as|^ how *|^ i did|^ sweet
15	^ xd|a great day|about a *|about my *|alone|am i *|an interesting *|ate *|b|biology|broken
15	california|call me *|confused|cost|day going|do you like|earth|fair *|go into|hello *|i get it
15	i'm from *|is always *|is it going|library|like it|morning|night|of all *|of those|oh my *|pain
15	perfect|powers|quickly|refund|reservation|rules|saturday|scary|see you|seen that *|slowly
15	something like that|sounds ?|stand *|sweet|taxi|that much|that too|the summer|they are|this year
15	to do|to read|tomorrow|up the *|war|woah|wow|york
16	1: bye|2: cool|3: hilarious|3: sometime|3: soon|3: tonight|3: well|?cry|?dd|?dn|?ffe|?haw|?hoo
16	?ich|?kr|?lz|?mhm|?nna|?olz|?oon|?sup|?unt|?ypo|^ bye|^ i agree|^ kind *|^ like what|^ love *
16	a human|about your *|alive|are you studying|at byu|at that|awesome|awkward|bacon|beach|beautiful
16	coast|cool too|dangerous|dead|die|does that *|down the *|exactly|good to *|have ever *|hey ?|hi
16	i go|i suppose|i've heard|interesting|into it|is amazing|is anyone *|is great|is my *|is the best
16	itself|lunch|messages|nope|off the *|oh no|other people *|party|planet|sounds *|speaking *|strange
16	that is|that long|the line|the price|though|to me|to talk about|true|ugh|want to be|was your *
16	weird|what is *|work out|yeah i do|yeah they *|you got *|you studying
17	1: ever|1: interesting|2: amazing|3: alright|3: children|3: huh|3: recently|3: slightly|3: slowly
17	3: ya|3: yesterday|?cht|?eed|?hmm|?l|?lol|?pez|?ppp|?rak|?uue|^ ever|^ interesting|^ kind of
17	^ why not|are you taking|area|believe *|by card|challenge|check it out|children|flavor|go on
17	good question|he does|here|hmmm|i'm sorry|in it|is interesting|it a lot|pay by card|sense
17	sounds good|sounds so *|talk about|that bad|the heating|the worst|this summer|ticket|to think *
17	universe|walked *|way cool|what they *|with that *|yeah it is|yes i am|yet|you been *|you in
17	you still *|you sure
18	3: now|3: quickly|3: sunday|3: today|3: yet|?hah|?hha|?ikr|?pal|^ i see|^ oh my|^ oh really
18	a good day|and everything|anymore|cute|dancing|do i|do this|evening|good point|how about *|is it *
18	it really *|later|light *|lucky|majoring *|my order|no i *|oh i see|sad|seven|stuff like that
18	thanks for *|thats really *|the most|they want|thursday|what a *|what i mean|who is *|would you do
18	yeah i am|your first *|yourself
19	1: a|1: exactly|1: hello|2: hahaha|3: anyway|3: dude|3: unfortunately|3: yes|?23|?haa|?nno|?pp
19	?tel|^ a|^ exactly|^ hello|^ see *|^ yeah totally|a a|a a *|anyway|are you sure|bet|breakfast
19	deal|do it|doing great|everywhere|exciting|for one *|for real|for some *|fun|good one|have not
19	have to go|hi ?|hold on|interested *|is also *|is that *|isn't that *|listen *|loud|majoring in
19	me later|moved|netflix|no i haven't|no worries|number *|ocean|of it|oh well|recommend|see you *
19	situation|stressful|terrible|that's not *|that's really *|things to *|used to|what i *|what the
19	why is *|you did *|you hold *|you hold on|you taking|yup
20	3: honestly|3: though|3: yeah|?bu|?ehe|?fd|?hbu|?iii|?sec|^ go *|^ sure *|^ true *|^ will *
20	a a a|a card|about it|absolutely|advice|am i right|amazing|annoying|are the best|are they *
20	call me later|choice|died|eh|enter the *|follow *|from it|from that|he is|holy *|how's it going
20	i will|interested in|is he|is this|it isn't|it really is|like what|liked it|live in|luck with *
20	monday|next year|not my *|oh really|on your *|see that|see ya|she is|that'd be *|that's it
20	thing to *|very much|vote|was little|where is *|worries|worth it|would do
21	2: bye|?fas|?nnn|?xp|a thing|could talk|enjoy it|europe|fantastic|fortnite|hey whats up|how's it *
21	hows it going|in general|is better|is it about|joke|k|much is *|no way|on it|on you|rough|sort of
21	sounds really *|still there|t|was it *|yes i *|yes it is|you like it|yours *
22	3: breakfast|3: lately|3: nights|3: xd|?0's|?eyo|^ i know|and all|and stuff|anybody *|at a time
22	can do that|can get|classic|fine|for everyone|gotta go|hear *|hey whats *|how are you|hungry
22	i right|i was little|know right|leave on *|much it *|nights|no not *|on that|possible to book|prizes
22	right there|s|seven one|the next one|the radio|think of|to go into|two seven *|two seven one
22	what about *|what it was|you later|you up *
23	2: same|2: science|3: apparently|3: eh|?now|about this|all the way|anything else|breakfast *
23	don't think so|done that|for free|good night|good to know|hear that|how are *|i believe|in a while
23	intense|is over|is there *|it back *|jumped *|make sense|neat|next one|no problem|of my favorites
23	please|seen it|so far|so good|sooo *|station|still open|the heating *|the most part|to get into
23	wait a *|was younger|we do|what it *|what's it about|years old|yep|yo|you speak *
24	1: d|2: fine|3: heating|?fa|^ d|am i|did that|f|got to go|gotcha|gross|heating *|hehe|hm
24	i have not|it good|lame|look like|love it|love that|most part|o|of you|oh my|or anything
24	place to *|sucks|time it *|welcome|what i'm *|what that *|wild|with it|you from *
25	1: e|3: carefully|3: tho|?aa|?ttt|^ e|^ hi there|about my bill|adam|are you into|as i can|creepy
25	for it|for the weekend|for what|got it|hi there|hold the *|i hope so|in the fall|incredible
25	like to know|like to read|listen to|my opinion|probably not|that sucks|that works|that's all|they do
25	what about you|you doing|you still open
26	1: b|1: really|3: anyways|3: thanks|^ anyone *|^ b|^ really|again|are late|are you in|can see that
26	enter the code|ever had|for sure|hello|hows it *|i know right|it is broken|kidding|let's do that
26	like a deposit|love that *|talked *|thank *|that before|that out|these days|tho|to chat with
26	to think about|understand that|will do|yes i have|yes it *|you so *|your major
27	appreciate *|back on|carefully|didn't get *|didn't know that|does it *|drew *|fair enough|fall in *
27	give up|how about you|how was *|i do|like to do|not really|or what|possible to pay|quietly|slept *
27	soooo *|sooooo *|to meet you|we are late|yearly|you there
28	3: quietly|?eee|?sdf|after all|after that|and a half|be ready|call back|hold the line|it all|it is
28	laughed *|let's do *|like this|p|than that|them all|true that|try that|where to|yeah totally
29	3: yearly|?aat|^ what up|^ you there|breakfast is|but whatever|can i park|for that|for your *|haha
29	hahah|i park|if you want|impressive|is too late|makes sense|of that|pay by invoice|pay my bill
29	radio *|really is|sure that works|thanks|that way|the two|thing ever|to call back|twenty main *
29	twenty main street|what's your major|who knows
30	3: calmly|3: lightly|3: lol|3: magically|?sit|all the time|are you from|calmly|come from|cried *
30	feel you|going on|hahaha|i come|isn't it|lightly|magically|much it costs|not there|possible to *
30	the wrong *|this fall|to it|wait a moment|what is that|what up|whats up|with you|would you be
30	ya know|yeah definitely|you majoring *|you majoring in
31	3: gracefully|3: hahahaha|3: hourly|3: loudly|?not|?sss|^ and you|^ you too|about the price|am late
31	as well|by the way|does it take|gracefully|hourly|i am late|im back|insane|into that|is broken
31	keep going|loudly|much is it|time breakfast *|time breakfast is|to that|what the heck|yeah exactly
31	you doing today|you up to
32	?sd|^ hey there|anybody there|are you there|d|for one person|get that|hey there|hilarious|is okay
32	like for dinner|than i *|thank you|to you|up to|way to go|yeah probably
33	3: briskly|3: clumsily|3: crisply|3: quirkily|3: softly|?asd|about you|briskly|clumsily|crisply
33	doing that|five one *|five one two|hahahaha|is fine|loved it|maybe not|one two|quirkily|recommend it
33	softly|talking about|the light|time it is|yours
34	3: gingerly|3: hahah|a booking|a while|any more|are they|gingerly|have a booking|hello there|i see
34	it going|what happened|what's up|xd
35	1: f|3: haha|?df|^ f|agreed|anyone home|does it arrive|is my order|not working|or not|what's it *
36	?wbu|do i go|get in|i'm back|meowed *|on my way|pay by *|with a card
37	3: please|about my order|and my wife|major in|spell *|wait really|whined *
38	cackled *|cringed *|lol|my bad|wait what|waved *|what's that
39	coughed *|far is it|guess what|hope not|huh|is your address|on next *|whispered *
40	an a|blinked *|jogged *|what not|with that|you from
41	about that|and breakfast|anyone there|bye|etc|guess not|it be ready|or something|the radio *
42	can i come|for my order|so pretty|when you open|your day *
43	3: hahaha|and why|i think so|my bill
44	for you|it about|my number
45	but still|each other|me to do|why is that
46	i guess so|the light *
47	^ how so|able to help|like that
48	do that
49	do you open
50	guess so|hope so|or so
51	why not
56	and such|how so
65	at all
73	think so
"""
