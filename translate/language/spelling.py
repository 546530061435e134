"""Two spellings of a name: do they differ as Dutch and English do, or is one of them wrong?"""

import re
import unicodedata
from functools import lru_cache

from translate.language.entities import counterparts, is_adjective, is_compound, is_ordinary, is_translated
from translate.language.exonyms import find_exonym
from translate.language.transcription import propose

POSSESSIVE = re.compile(r"['’]s?$")
SKELETON: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sjtsj|shch|tsj|tch|tsh", "c"),
        (r"dzj|dzh|dj", "j"),
        (r"sj|sh|sch|ch(?=[eo]v)", "S"),
        (r"zj|zh", "Z"),
        (r"ch|kh|gh", "h"),
        (r"ck|k|q", "c"),
        (r"oe|ou|oo", "u"),
        (r"ij|ie|ii|j|y|ee|ei", "i"),
        (r"ph|v|w", "f"),
        (r"th|dt", "t"),
        (r"x", "cs"),
        (r"z", "s"),
        (r"ae|ai", "e"),
        (r"(.)\1", r"\1"),
    )
)
ENDING_PAIRS = """
    > s> >s n>s en>s en>ans en>an en>es en>ese en>ns e> e>ian i>ia i>ian i>is ia>i a>an a>ian >an >ian us> >us
    o>oes ien>ies iers>ians iers>is ers>ans rs>ans r>an er>ian isc>ic isce>ic isS>ic iSe>ic tie>tion ti>tion
    si>sion el>al itet>iti s>es es>s al>alian sen>se os>us um>
"""
REGULAR_ENDINGS = frozenset(tuple(pair.split(">")) for pair in ENDING_PAIRS.split())
"""What may stand after the common part of two skeletons, Dutch and English."""
DUTCH = re.compile(
    r"(?:isch|ische|atie|iteit|heid|ië|iën|iërs?|anen|ezen|aren|ingen|eilanden|eiland|zee|meer|straat|plein|laan|"
    r"gracht|rivier|gebergte|dal|stad|land|landen|talige?|sprekende?|dag|tijd|oorlog|raad|hof|partij|bond|wet|"
    r"ministerie|minister|president|leger|en-|se|sch|aanse?|ingse?|leider|chef|topman|kamp|kust|delta|vallei|bergen|"
    r"woestijn|burger|kapitein|bank|fonds|akkoord|verdrag|ste|de|jarige|"
    r"republiek|republieken|regering|commissie|organisatie|dienst|kamer|beweging)$"
)
LONGEST = 40
"""Letters of the longest word that is taken apart."""


def plain(text: str) -> str:
    """Return a text in small letters without marks on its letters."""
    lower = text.lower()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower.replace("’", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def without_possessive(name: str) -> str:
    """Return a name without `'s` or the apostrophe alone."""
    return POSSESSIVE.sub("", name)


@lru_cache(maxsize=16384)
def english_forms(lower: str) -> frozenset[str]:
    """Return the English forms, in plain small letters, that a Dutch name in small letters can take."""
    forms: set[str] = set()
    for start in {lower, lower.removesuffix("s"), lower.removesuffix("'s")}:
        name = start.capitalize()
        forms |= counterparts().get(start, frozenset())
        if exonym := find_exonym(name):
            forms |= {exonym.english, *exonym.english.split()}
        if proposal := propose(name):
            forms.add(proposal.english)
    if not forms:
        forms |= forms_of_start(lower)
    return frozenset(plain(form) for form in forms if len(form) > 2)


def forms_of_start(lower: str) -> frozenset[str]:
    """Return the English forms of the place that a longer word begins with: `groenlanders`, `nigerdelta`."""
    for cut in range(min(len(lower), LONGEST) - 1, 4, -1):
        if exonym := find_exonym(lower[:cut].capitalize()):
            return frozenset(exonym.english.split())
    return frozenset()


def similarity(one: str, other: str) -> float:
    """Return how alike two spellings are, 0 to 1."""
    return 1.0 - distance(one, other) / max(len(one), len(other), 1)


@lru_cache(maxsize=16384)
def distance(one: str, other: str) -> int:
    """Return the number of letters to change, add, drop or swap to get from one spelling to the other."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other)


def is_regular(dutch: str, english: str) -> bool:
    """Return whether two spellings, in plain small letters, differ only as Dutch and English spellings do.

    >>> is_regular("rohani", "rouhani"), is_regular("macedoniers", "macedonians"), is_regular("merkel", "markel")
    (False, True, False)
    """
    first, second = skeleton(dutch), skeleton(english)
    if first == second:
        return True
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    return shared >= 3 and any(
        (first[cut:], second[cut:]) in REGULAR_ENDINGS for cut in range(max(3, shared - 2), shared + 1)
    )


@lru_cache(maxsize=16384)
def skeleton(form: str) -> str:
    """Return what Dutch and English spelling have in common.

    >>> skeleton("achmed"), skeleton("ahmed")
    ('ahmed', 'ahmed')
    """
    for pattern, replacement in SKELETON:
        form = pattern.sub(replacement, form)
    return form


@lru_cache(maxsize=16384)
def is_kept(name: str) -> bool:
    """Return whether a name is one that English keeps or spells much alike, as far as can be told.

    Dutch words with a capital, compounds, adjectives and inhabitants are translated; other checks see to them.
    """
    lower = name.lower()
    if len(name) < 4 and not name.isupper():
        return False
    if is_translated(lower) or is_adjective(name) or is_ordinary(lower) or DUTCH.search(lower):
        return False
    return not is_compound(lower) and not forms_of_start(lower)
