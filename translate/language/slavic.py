"""Is a word a Slavic name in the Dutch transcription? Its letters and its ending tell.

Dutch, Frisian, French, German, Italian, Polish, Turkish, Arabic and English names must not be taken for one.
"""

import re

FOREIGN = re.compile(
    r"[^a-zï'’-]|[wqx]|c(?!h)|cz|sz|rz(?![aeioj])|th|ph|ck|sh|[kz]h|y[aoue]|aa|ee|oo(?!e)|uu|eu|ui|ou|"
    r"[^i]ij(?!sk$|tsj)[bcdfghklmnpqrstvwxz]|ch(?:enko|uk|[iy]k|ev|l?in$)|[iy]ch$|sch[aeiou](?!.*[oe]va?$)|"
    r"(?:ische?|[ln]se|iek[se]e?|ieken|enen|anen|erij|ljoen|[^eo]vs|jets|je)$"
)
"""Letters that the transcription does not use, English spellings, and the endings of Dutch words."""
STRONG = re.compile(
    r"tsj|zj|aoe|ooe|oech[ae]?|boerg$|[aeio]jsk$|oe.*oe.*[aeiou]|^joe[bdfgklmnrstvz].{2}|"
    r"[^aeiou]sjt|sj[klmnrtv]|[bdfgklmnprstvz]joe|^[rv]j[aeo]"
)
"""Letters that nothing but the transcription uses."""
ENDINGS = re.compile(
    r"(?:[eo]va?|(?:oe|sj).*(?:kino|[ioea]nka)|ljanka|(?:oe|ch|sj).*[aouiy][bdgklmtvz]ka|[kpr]oeta|oergoet|jova?|skij?|"
    r"skyj|[vt]sky|skaja|enko|[iy]tsj|joek|dze|sjvili|.{3}(?:njan|rjan|sjan|ljan)|tsyn|insk|jarsk|[aeiou]?tsk|"
    r"[bdfgklmnprv]sk|ovka|ivka|grad|gorod|[nl]etsj?|ajev[ao]?|yj|.{3}aja|yja|.{4}oje|yk|iv|ytsja|itsa|tsyna?|pol|"
    r"[bdvz]no|[dklnrt]jak|(?:oe|sj|[bdfgklmnprtvz]j[ao]).*[bdklmnprstvz]y)$"
)
"""Endings that make one mark of the transcription enough."""
WEAK_ENDINGS = re.compile(
    r"(?:[iy]na?|ka|ko|ik|jan|ej|oj|ra|la|na|ta|sa|nja|lja|sja|an|ar|at|ok|ets|on|moet|ove|dar)$"
)
"""Endings that two marks need."""
SLAVIC_IN = re.compile(
    r"(?:oe|sj|[bmrtvdl]ja).*[bdgklmnprstv]ina?$|[aeiou]sjin$|oe.*[kn]oj$|sji?cha$|[aeiou]sj$|[bdfgklmnprstvz]ej$"
)
"""Endings that are enough for a word with `oe` or `sj`."""
POLISH = re.compile(r"^(?!.*(?:v|oe|tsj|sj|zj|ts|y)|ch).*ski$")
"""Names in -ski without any other mark: Polish, Macedonian."""
DUTCH_OE = re.compile(
    r"(?:broek|hoek|boek|zoek|doek|koek|boer|moer|roer|voer|stoel|doel|poel|moed|goed|hoed|voet|groen|schoen|bloem|"
    r"roep|troep|loef|hoef|oever|moen|toen|koe|roe|boen|ploeg|kroeg|vroeg|hoeve|groet|zoet|boet|smoes)"
)
"""Dutch words with `oe` that names are made of."""
FRISIAN = re.compile(
    r"^(?:tsj(?:erk(?:$|[js])|its[ek]|eard|all|ibb|alk|ebb|amk|ikk|omm|erks)|sj(?:oerd|ouk|aak|aan|ors|ef|on$|uul|"
    r"ieuw|eng|oeke|ook|er[sp]|akie|oer|amb|el|ollema)|roelin|boelin|joe(?:st|rg|p|l$)|.*(?:ema|stra|sma|inga)$)"
)
"""Dutch and Frisian names with the letters of the transcription."""
SURE_ENDINGS = re.compile(r"(?:[oe]va?|ski|skyj?|enko|[iy]tsj|yk|yna)$")
"""Endings that tell even of a word that could be Dutch."""


def slavic_confidence(lower: str, slavic: bool) -> float:
    """Return how sure it is, 0 to 1, that a word in small letters is a Slavic name in Dutch transcription."""
    if FRISIAN.match(lower) or ((FOREIGN.search(lower) or POLISH.match(lower)) and not slavic):
        return 0.0
    if STRONG.search(lower):
        return 0.9
    marks, ending = count_marks(lower), ENDINGS.search(lower) is not None
    if slavic:
        return 0.9 if ending else 0.75
    if SLAVIC_IN.search(lower):
        return 0.7
    if marks == 1 and DUTCH_OE.search(lower) and not SURE_ENDINGS.search(lower):
        return 0.0
    if marks and ending:
        return 0.9 if marks > 1 else 0.8
    return 0.6 if marks > 1 and WEAK_ENDINGS.search(lower) else 0.0


def count_marks(lower: str) -> int:
    """Return how many marks of the Dutch transcription a word has: `oe`, `ch`, `j` for y, `sj`, `-vski`."""
    marks = sum(
        bool(re.search(pattern, lower))
        for pattern in (
            r"oe",
            r"(?:^|[aeiouyrl])ch[aeiouymlnr]",
            r"^j[aeo]",
            r"[bdfgklmnprtvz]j[aeo]|[aeo]j[aeo]|[bdfghklmnprstvz]ij[ae]",
            r"sj",
            r"(?:v|ts|g|j|oe|ch|sj).*ski?j?$|tski$|vski$",
            r"[bdklmnprstvz][yi]j$|[ae]j$",
            r"y[bdgklmnprstvz]",
        )
    )
    return marks
