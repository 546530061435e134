"""A term -> its forms: Dutch possessives, plurals and adjectives, English plurals and possessives.

Forms are made, not taken apart, so that `Krim` never answers to `Krimpen`. One that does not exist does no harm;
where a rule would often make a different word (`bom`, `bomen`) it is left out, and the glossary names the form.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from translate.document import Inflection

_VOWELS = "aeiouyàáâäèéêëìíîïòóôöùúûü"
_CONSONANTS = "bcdfgklmnprst"
_IRREGULAR = {
    "schip": "schepen",
    "stad": "steden",
    "lid": "leden",
    "kind": "kinderen",
    "heid": "heden",
    "smid": "smeden",
    "volk": "volkeren",
    "goed": "goederen",
    "rund": "runderen",
}
"""Plurals of Dutch words that also end longer words, such as `hoofdstad`."""
_PLURALS = (
    ("man", 3, ("mannen", "lieden", "lui")),
    ("crisis", 2, ("es", "issen")),
    ("basis", 2, ("es", "issen")),
    ("um", 2, ("a", "ums")),
    ("icus", 2, ("i",)),
    ("ie", 1, ("eën", "ën")),
    ("ee", 0, ("ën",)),
    ("e", 0, ("n",)),
)
"""Endings of a word, how many letters go, and what takes their place; the first that fits. No name is a `man`."""
_LENGTHENED = (
    "dag", "weg", "slag", "drag", "dak", "gat", "god", "bod", "hof", "pad", "vat", "dal", "slot", "spel", "glas",
)  # fmt: skip
"""Words of one syllable whose vowel becomes long, so that the consonant is single: `verdrag`, `verdragen`."""
_OTHER_WORDS = frozenset((
    "aarde", "als", "beurs", "bons", "bos", "dans", "eens", "eis", "gans", "garde", "gas", "hals", "halte",
    "hars", "heks", "huis", "kaars", "kans", "kas", "kaste", "keuze", "koers", "kous", "krans", "las", "lens",
    "mars", "mate", "mens", "mode", "mos", "namens", "nieuws", "orde", "paars", "pas", "pauze", "pens",
    "plaats", "pols", "prins", "rede", "reeks", "reis", "rots", "roze", "soms", "spits", "state", "tevens",
    "thuis", "toets", "vals", "vers", "wals", "wegens", "zone",
))  # fmt: skip
"""Words that the rules would make of another one, such as `plaats` of `plaat` and `pauze` of `paus`."""
_ADJECTIVE_ENDINGS = (
    "isch", "ig", "lijk", "air", "aal", "eel", "loos", "baar", "zaam", "ens", "aans", "ees", "ks",
)  # fmt: skip
_PREPOSITIONS = frozenset((
    "van", "voor", "in", "op", "uit", "met", "tegen", "bij", "aan", "over", "te", "tot", "der", "des", "den",
    "of", "for", "on", "at", "with", "to",
))  # fmt: skip
_ENGLISH_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "sis": "ses"}


class Form(NamedTuple):
    """One form of a term."""

    text: str
    """In the case of the term; what the inflection adds is in lower case."""
    inflection: Inflection


@lru_cache(maxsize=1024)
def dutch_forms(source: str, *, name: bool = False) -> tuple[Form, ...]:
    """Return the forms of a Dutch term, each once, the term itself first.

    Args:
        source: A variant as the glossary has it; apostrophes are `'`.
        name: Whether it is a name; an added -s is then possessive rather than plural.

    >>> [form.text for form in dutch_forms("Rus", name=True)]
    ['Rus', "Rus'", 'Russen']
    """
    found: dict[str, Form] = {source: Form(source, "")}
    for form in _dutch(source, name=name or (source[:1].isupper() and not source.endswith(("er", "aar")))):
        if form.text not in _OTHER_WORDS:
            found.setdefault(form.text, form)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def english_forms(target: str) -> tuple[str, ...]:
    """Return the forms of an English target that honour it, each once, the target itself first.

    >>> english_forms("ally")
    ('ally', "ally's", "ally'", 'allies', "allies's", "allies'")
    """
    plurals = [form for word in _heads(target)[:1] for form in _replace(target, word, _english_plurals(word))]
    forms = [target, *plurals]
    return tuple(dict.fromkeys(inflected for form in forms for inflected in (form, f"{form}'s", f"{form}'")))


def is_acronym(form: str) -> bool:
    """Return whether a form is an acronym of at most four capitals, such as `VS`, which is not `vs.`.

    >>> is_acronym("NAVO"), is_acronym("Krim"), is_acronym("F-16")
    (True, False, False)
    """
    return 2 <= len(form) <= 4 and form.isalpha() and form.isupper()


def fits_case(surface: str) -> bool:
    """Return whether an acronym in a text has the capitals that make it one.

    >>> fits_case("VS"), fits_case("vs"), fits_case("Is"), fits_case("Navo"), fits_case("navo")
    (True, False, False, True, False)
    """
    return surface.isupper() or (len(surface) == 4 and surface[0].isupper())


def _dutch(source: str, *, name: bool) -> Iterator[Form]:
    last = source.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    if not last[-1:].isalpha():
        if last[-1:].isdigit():
            yield Form(f"{source}'s", "possessive")
        return
    yield from _added_s(source, name=name)
    if is_acronym(source):
        return
    for word in _heads(source):
        if word.isalpha() and not word.isupper():
            yield from (Form(text, "plural") for text in _replace(source, word, _dutch_plurals(word)))
            if not source.endswith(word):
                yield from (Form(text, "plural") for text in _replace(source, word, [f"{word}s"]))
    if _is_adjective(last):
        yield from (Form(text, "adjective") for text in _replace(source, last, _with_e(last)))
    yield from (Form(text, "adjective") for text in _with_inflected_adjective(source))


def _added_s(source: str, *, name: bool) -> Iterator[Form]:
    """Yield the forms in -s, -'s and -'."""
    end = source[-1].lower()
    if end in "sxz":
        yield Form(f"{source}'", "possessive")
        return
    plain: Inflection = "possessive" if name or is_acronym(source) else "plural"
    yield Form(f"{source}'s", plain if end in "aiouy" else "possessive")
    if not (is_acronym(source) or source.lower().endswith("sch")):
        yield Form(f"{source}s", plain)


def _with_inflected_adjective(source: str) -> list[str]:
    """Return a term of adjective and noun with -e at the adjective, the noun as it is or in the plural.

    >>> _with_inflected_adjective("Russisch paspoort")
    ['Russische paspoort', 'Russische paspoorten', 'Russische paspoorts']
    """
    words = source.split(" ")
    if len(words) != 2 or not words[0].endswith(_ADJECTIVE_ENDINGS) or not words[1].isalpha():
        return []
    nouns = [words[1], *_dutch_plurals(words[1]), f"{words[1]}s"]
    return [f"{adjective} {noun}" for adjective in _with_e(words[0]) for noun in nouns]


def _heads(term: str) -> tuple[str, ...]:
    """Return the words of a term that take its plural: the last, or the one before a preposition or a name.

    >>> _heads("minister van Buitenlandse Zaken"), _heads("Volksrepubliek Donetsk"), _heads("drone-aanval")
    (('minister',), ('Donetsk', 'Volksrepubliek'), ('aanval',))
    """
    words = term.split(" ")
    for index, word in enumerate(words[1:], start=1):
        if word in _PREPOSITIONS:
            return (words[index - 1],)
    last = words[-1].rsplit("-", 1)[-1] or words[-1]
    return (last, words[0]) if len(words) > 1 and last[:1].isupper() else (last,)


def _replace(term: str, word: str, forms: list[str]) -> list[str]:
    """Return the term with one of its words, the last that reads so, in each of the forms."""
    if term.endswith(word):
        return [term[: -len(word)] + form for form in forms]
    before, after = term.split(f"{word} ", 1)
    return [f"{before}{form} {after}" for form in forms]


def _dutch_plurals(word: str) -> list[str]:
    """Return the plurals of a Dutch word that do not end in -s."""
    lower = word.lower()
    for ending, plural in _IRREGULAR.items():
        if lower.endswith(ending):
            return [word[: -len(ending)] + (plural if word != ending.title() else plural.title())]
    for ending, removed, plurals in _PLURALS:
        if lower.endswith(ending) and not (ending == "man" and (word[0].isupper() or lower == ending)):
            return [f"{word[: len(word) - removed]}{plural}" for plural in plurals]
    if lower[-1] in _VOWELS:
        return []
    if word[0].isupper() and (lower.endswith("land") or (lower[-1] == "s" and lower[-2:-1] not in _VOWELS)):
        return []  # other names: `Nederland` and `Nederlanden`, `Hans` and `Hansen`
    return [f"{stem}en" for stem in _stems(word)]


def _with_e(word: str) -> list[str]:
    """Return the forms in -e of a Dutch adjective."""
    return [] if word[-1].lower() in _VOWELS else [f"{stem}e" for stem in _stems(word)]


def _is_adjective(word: str) -> bool:
    """Return whether a word may be an adjective: any in small letters, a capitalised one by its ending."""
    return not word[:1].isupper() or word.endswith(_ADJECTIVE_ENDINGS)


def _stems(word: str) -> list[str]:
    """Return what stands before -en and -e: consonants doubled, vowels shortened, f and s voiced.

    Source: Woordenlijst Nederlandse Taal (Taalunie), the rules for open and closed syllables, f and v, s and z.

    >>> _stems("raket"), _stems("lidstaat"), _stems("brief"), _stems("bom")
    (['rakett', 'raket'], ['lidstat'], ['briev', 'brief'], ['bomm'])
    """
    lower = word.lower()
    last = lower[-1]
    if last not in _CONSONANTS or len(word) < 3:
        return [word]
    if lower[-3:-1] in ("aa", "ee", "oo", "uu"):
        return _voiced(word[:-2] + word[-1])
    if lower[-2] in _VOWELS and lower[-3] not in _VOWELS and not lower.endswith(_LENGTHENED):
        if _has_one_syllable(lower):
            return [word + last]
        return _voiced(word) if _is_unstressed(lower) else [word + last, *_voiced(word)]
    return _voiced(word)


def _has_one_syllable(word: str) -> bool:
    """Return whether a word that ends in one vowel and one consonant has no other vowel."""
    return not any(letter in _VOWELS for letter in word[:-2])


def _is_unstressed(word: str) -> bool:
    """Return whether a word of more syllables ends in one that has no stress: `leider`, `middel`."""
    return word.endswith(("er", "el", "en", "em"))


def _voiced(stem: str) -> list[str]:
    """Return a stem, behind its form with f and s voiced where Dutch may do so."""
    voiced = {"f": "v", "s": "z"}.get(stem[-1])
    if voiced is None or stem[-2].lower() not in _VOWELS + "lnr":
        return [stem]
    return [stem[:-1] + voiced, stem]


def _english_plurals(word: str) -> list[str]:
    """Return the plurals of an English word."""
    lower = word.lower()
    if not word or not word[-1].isalnum():
        return []
    for ending, plural in _ENGLISH_IRREGULAR.items():
        if lower.endswith(ending):
            return [word[: -len(ending)] + plural, f"{word}s"]
    if lower.endswith("y") and lower[-2:-1] not in _VOWELS:
        return [f"{word[:-1]}ies", f"{word}s"] if word[0].isupper() else [f"{word[:-1]}ies"]
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return [f"{word}es"]
    if lower.endswith(("lf", "af", "fe")):
        return [f"{word.rstrip('fe')}ves", f"{word}s"]
    return [f"{word}s", f"{word}es"] if lower.endswith("o") else [f"{word}s"]
