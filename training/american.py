"""English text in, the same in American spelling out: the sources mix both, and a small model should learn one.

Most of the text is American already. Only spellings are changed, never the choice of words, and only of listed
words: `advise`, `exercise` and `four` stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = """
aeroplane>airplane aeroplanes>airplanes ageing>aging aluminium>aluminum amongst>among analyse>analyze
analysed>analyzed analyses>analyses analysing>analyzing anaemia>anemia anaesthesia>anesthesia
anaesthetic>anesthetic appal>appall behove>behoove calibre>caliber catalyse>catalyze centimetre>centimeter
centimetres>centimeters centre>center centres>centers centred>centered cheque>check cheques>checks cosy>cozy
councillor>councilor councillors>councilors counsellor>counselor counsellors>counselors defence>defense
defences>defenses diarrhoea>diarrhea distil>distill enrol>enroll enrolment>enrollment
fibre>fiber fibres>fibers foetus>fetus fulfil>fulfill fulfils>fulfills fulfilment>fulfillment grey>gray
greyish>grayish gramme>gram grammes>grams haemorrhage>hemorrhage instalment>installment instalments>installments
jewellery>jewelry judgement>judgment judgements>judgments kerb>curb kilogramme>kilogram kilogrammes>kilograms
kilometre>kilometer kilometres>kilometers learnt>learned leukaemia>leukemia licence>license licences>licenses
litre>liter litres>liters lustre>luster manoeuvre>maneuver manoeuvres>maneuvers manoeuvred>maneuvered
manoeuvring>maneuvering marvellous>marvelous meagre>meager metre>meter metres>meters millimetre>millimeter
millimetres>millimeters mould>mold moulds>molds mouldy>moldy moustache>mustache offence>offense offences>offenses
orthopaedic>orthopedic paediatric>pediatric paediatrician>pediatrician paralyse>paralyze paralysed>paralyzed
plough>plow ploughed>plowed ploughing>plowing ploughs>plows practise>practice practised>practiced
practising>practicing pretence>pretense programme>program programmes>programs pyjamas>pajamas sabre>saber
sceptic>skeptic sceptics>skeptics sceptical>skeptical scepticism>skepticism skilful>skillful skilfully>skillfully
smoulder>smolder smouldering>smoldering smouldered>smoldered sombre>somber spectre>specter
sulphur>sulfur theatre>theater theatres>theaters tyre>tire tyres>tires
whilst>while wilful>willful woollen>woolen
"""
IZE = """
agon anatom antagon apolog author brutal canon capital central character civil colon computer critic custom
democrat demon demoral demobil destabil digital dramat econom emphas energ equal external factor familiar fantas
fertil final formal general global harmon hospital hypnot ideal idol immun immortal individual industrial
institutional internal internat jeopard legal liberal local marginal material maxim mechan memor mesmer militar
minim mobil modern monopol moral national natural neutral normal optim organ ostrac oxid patron penal personal
polar politic popular pressur priorit privat professional public radical random rational real recogn
revolution romantic ruthlen satir scrutin secular sensit serial social special stabil standard steril
stigmat subsid summar symbol sympath synchron synthes tantal terror theor traumat trivial urban util
vandal victim visual vital western
"""
OUR = """
arm behavi cand clam col demean endeav fav ferv flav harb hon hum lab neighb od parl ranc rig rum sav savi
splend tum val vap vig
"""
DOUBLED = """
cancel channel counsel dial equal fuel grovel initial jewel label level marvel model panel pedal quarrel rival
shovel signal snivel spiral squirrel swivel total towel travel tunnel unravel
"""
SPELLED = dict(pair.split(">") for pair in WORDS.split())
IZE_WORD = re.compile(
    rf"((?:re|un|de|dis|over|mis)?(?:{'|'.join(IZE.split())}))is(e|ed|es|er|ers|ing|ation|ations|ational|able)"
)
OUR_WORD = re.compile(
    rf"((?:dis|mis|un)?(?:{'|'.join(OUR.split())}))our"
    r"(s|ed|ing|er|ers|able|ably|al|ful|fully|less|hood|hoods|ing|ly|ite|ites|itism|ist|ists|y|)"
)
DOUBLED_WORD = re.compile(rf"({'|'.join(DOUBLED.split())})l(ed|ing|er|ers|ings)")
WORD = re.compile(r"(?<![\w./@-])[^\W\d_]+(?![\w@]|\.\w)")
NAMES = frozenset(("Grey", "Tyre"))
"""Words that are names where they have a capital."""
PER_CENT = re.compile(r"\b([Pp]er) cent\b")


@lru_cache(maxsize=65536)
def american_word(word: str) -> str:
    """Return a word in American spelling, its capitals kept.

    >>> [american_word(word) for word in ("Organisation", "exercise", "neighbours", "TRAVELLED", "four")]
    ['Organization', 'exercise', 'neighbors', 'TRAVELED', 'four']
    """
    lower = word.lower()
    found = SPELLED.get(lower, lower)
    if match := IZE_WORD.fullmatch(lower):
        found = f"{match[1]}iz{match[2]}"
    elif match := OUR_WORD.fullmatch(lower):
        found = f"{match[1]}or{match[2]}"
    elif match := DOUBLED_WORD.fullmatch(lower):
        found = match[1] + match[2]
    if found == lower:
        return word
    if word.isupper():
        return found.upper()
    return found.capitalize() if word[0].isupper() else found


def americanise(text: str, source: str = "") -> str:
    """Return a text in American spelling; capitalised words that its source has too are names, and stay.

    >>> americanise("The Labour programme cost 5 per cent more.")
    'The Labor program cost 5 percent more.'
    >>> americanise("The Labour Party", "De Labourpartij")
    'The Labour Party'
    """

    def respell(match: re.Match[str]) -> str:
        word = match[0]
        is_name = word in NAMES or (word[0].isupper() and word in source)
        return word if is_name else american_word(word)

    return PER_CENT.sub(r"\1cent", WORD.sub(respell, text))
