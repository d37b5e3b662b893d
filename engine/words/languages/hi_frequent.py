"""Words that are frequent in Hindi, in Latin letters: they tell that a caller speaks it. In its own script each word
does."""

from offhook.engine.words.languages.language import word_set

FREQUENT = word_set(
    # Pronouns, and what points at things.
    "main mai mein mujhe mujhko mujhse mera meri mere hum ham humein hamein humko hamara hamari hamare tum tumhe"
    " tumhara aap aapko aapka aapki aapke aapse woh wo voh usko uska uski uske us unka unki unke unko yeh ye yah isko"
    " iska iski iske is inka jis koi kuch kuchh sab sabhi apna apni apne khud yahan yahaan wahan vahan idhar udhar"
    # Verbs.
    " hai hain hoon hun hu ho tha thi the hoga hogi honge hona hota hoti hote hua hui hue kar karo karna karni karne"
    " karta karti karte karein karenge karunga karungi kiya kijiye kijiyega kariye chahiye chahie chahta chahti chahte"
    " chahunga chahungi chahenge sakta sakti sakte sakenge sakoon raha rahi rahe rahega jaana jaane jata jati jaata"
    " gaya gayi gaye jao jaiye jayega jayegi aana aane aata aati aaya aayi aaye aaiye aayega aayenge aa dena dene diya"
    " dijiye dijiyega dedo lene liya lijiye lo batao bataiye bataye batana bataiyega bolo boliye bolna bol kehna kaha"
    " kahna suno suniye sunna pata maloom malum dekho dekhna dekhiye milega milegi milna mili milta rakhna rakho rukna"
    " rukiye rehna rahna khana khaana peena lagta lagti lagega lagegi laga pahunchna bhejna bhej bheja bhejiye karwana"
    " karvana karwani chal chalo chalega badalna samajh samjha sochna"
    # What joins words.
    " ka ki ke ko se ne par pe tak liye saath sath baad pehle pahle andar bahar paas aur ya lekin magar kyunki kyonki"
    " agar toh to bhi hi na nahi nahin mat sirf bas phir fir jab tab"
    # Questions, and how things are.
    " kya kyon kyun kab kahan kahaan kaise kaisa kaisi kitna kitni kitne kaun kaunsa kaunsi kis kisko kiska haan"
    " haanji ji jee accha achha acha achcha theek thik sahi galat bahut bohot thoda thodi zyada jyada kam abhi ab"
    " jaldi der kabhi namaste namaskar shukriya dhanyavaad dhanyawad kripya maaf zaroor zarur bilkul shayad bada badi"
    " chhota naya nayi khali bhai sahab saab"
    # What calls are about.
    " aaj kal parso subah shaam sham dopahar raat din mahina mahine hafta hafte saal ghanta ghante baje samay kamra"
    " kamre log logon aadmi naam paisa paise rupaye rupay kiraya daam dawa dawai taarikh tarikh sawaal jankari"
    " jaankari nashta paani ghar gaadi gadi sadak pati patni beti bete maa bachcha bachche bacche parivar"
    # Numbers and days.
    " ek char chaar paanch panch chhah saat aath nau gyarah barah bees sau aadha sadhe saadhe sava paune somvar"
    " mangalvar budhvar guruvar shukravar shanivar ravivar itvar"
    # English words that are as frequent in Hindi: they tell little.
    " hello okay please sorry thanks thank good morning evening room rooms book booking table time number phone"
    " address doctor appointment cancel change check bill order delivery problem car reservation family minute minutes"
    " week month year price help call free open close key breakfast dinner lunch bed train house person one two three"
    " four five six seven eight nine ten monday tuesday wednesday thursday friday saturday sunday january february"
    " march april june july august september october november december"
)
