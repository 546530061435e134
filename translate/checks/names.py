"""Names: is each name of the source in the target, as it is, in its English form, or nowhere?"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from translate.checks.pair import Pair, Word
from translate.document import Finding
from translate.entities import (
    begins_sentence,
    counterparts,
    find_names,
    is_adjective,
    is_compound,
    is_ordinary,
    is_translated,
)
from translate.exonyms import find_exonym
from translate.transcription import propose

SHORTEST = 3
NEAR = 0.7
"""Likeness of two spellings from which they are taken for one name, 0 to 1."""
SKELETON: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sjtsj|shch", "sh"),
        (r"tsj|tch|ch|kh|gh|c|k|q", "k"),
        (r"sj|sh|sch", "s"),
        (r"zj|zh|z|j(?=[aeiou])(?<=g)", "s"),
        (r"oe|ou|oo|w(?=[^aeiou]|$)", "u"),
        (r"ij|ie|ii|j|y|ee|ei", "i"),
        (r"ph|v|w", "f"),
        (r"th|dt", "t"),
        (r"x", "ks"),
        (r"ae|ai", "e"),
        (r"(.)\1", r"\1"),
    )
)
DUTCH = re.compile(
    r"(?:isch|ische|atie|iteit|heid|ië|iën|iërs?|anen|ezen|aren|ingen|eilanden|eiland|zee|meer|straat|plein|laan|gracht|"
    r"rivier|gebergte|dal|stad|land|landen|talige?|sprekende?|dag|tijd|oorlog|raad|hof|partij|bond|wet|ministerie|minister|"
    r"president|leger|en-|se|sch|aanse?|ingse?|leider|chef|topman|kamp|kust|delta|vallei|berg(?:en)|woestijn|burg(?:er)|"
    r"kapitein|bank|fonds|akkoord|verdrag|ste|de)$"
)
ENDINGS = re.compile(r"(?:ers?|iers?|eans?|ians?|ans?|isk?e?|ies|es|en|is[km]e?|us|os|um|os|ia|ie|a|e|i|o|s|n)$")


def check_names(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each name that the target spells otherwise, or lacks (`name`)."""
    if not any(character.isupper() for character in pair.source.text[1:]) or not pair.target.words:
        return
    target = plain(pair.target.text)
    missing = [word for word in name_words(pair) if is_kept(word.text) and not is_rendered(word, target)]
    if not missing:
        return
    strange = strangers(pair)
    for word in missing:
        twin = find_twin(word, strange)
        if twin is None and explained(word, pair):
            continue
        if twin is not None:
            strange.remove(twin)
        yield Finding(
            check="name",
            message=f"{word.text} became {twin.text}" if twin else f"{word.text} is not in the target",
            severity="warning" if twin or strange else "note",
            source_span=word.span,
            target_span=twin.span if twin else None,
        )


def name_words(pair: Pair) -> list[Word]:
    """Return the capitalised words of the source's names, none of them twice."""
    spans = find_names(pair.source.text)
    found: dict[str, Word] = {}
    for word in pair.source.words:
        if len(word.text) < SHORTEST or not any(character.isupper() for character in word.text):
            continue
        inside = next((span for span in spans if span.start <= word.start and word.stop <= span.stop), None)
        if inside and (word.stop < inside.stop or not begins_sentence(pair.source.text, word.start)):
            found.setdefault(word.lower, word)
    return list(found.values())


def is_rendered(word: Word, target: str) -> bool:
    """Return whether a name stands in the target in any form that is right; of a compound, its capitalised parts.

    Args:
        word: The name's word in the source.
        target: The target in plain small letters.
    """
    if plain(word.text) in target:
        return True
    parts = [part for part in re.split(r"[-‑]", word.text) if any(character.isupper() for character in part)]
    return all(part_rendered(part, target) for part in parts)


def part_rendered(part: str, target: str) -> bool:
    """Return whether a word without hyphens stands in the target, as it is or in an English form."""
    form = plain(part)
    stem = re.sub(r"(?:['’]s|['’]|s)$", "", form)
    if form in target or (len(stem) >= SHORTEST and stem in target) or len(form) < SHORTEST:
        return True
    return any(has(english, target) for known in {part.lower(), stem} for english in english_forms(known))


@lru_cache(maxsize=8192)
def english_forms(lower: str) -> frozenset[str]:
    """Return the English forms, in plain small letters, that a Dutch name can take."""
    name = lower[:1].upper() + lower[1:]
    forms = set(counterparts().get(lower, ()))
    if exonym := find_exonym(name):
        forms |= {exonym.english, *exonym.english.split()}
    if proposal := propose(name):
        forms.add(proposal.english)
    return frozenset(plain(form) for form in forms)


def has(form: str, target: str) -> bool:
    """Return whether the stem of an English form is in the target: `french` also answers to `France`."""
    return form[: max(4, len(form) - 2)] in target


def strangers(pair: Pair) -> list[Word]:
    """Return the capitalised words of the target, inside a sentence, that nothing in the source explains."""
    source = plain(pair.source.text)
    return [
        word
        for word in pair.target.words
        if word.text[0].isupper()
        and len(word.text) >= SHORTEST
        and plain(re.sub(r"['’]s?$", "", word.text)) not in source
        and (not begins_sentence(pair.target.text, word.start) or word.start == 0)
    ]


def find_twin(word: Word, strange: list[Word]) -> Word | None:
    """Return the word of the target that is the same name in another spelling which English does not have."""
    form = plain(re.sub(r"['’]s?$", "", word.text))
    best: tuple[float, Word] | None = None
    for other in strange:
        likeness = similarity(form, plain(re.sub(r"['’]s?$", "", other.text)))
        if likeness >= NEAR and (best is None or likeness > best[0]):
            best = (likeness, other)
    if best is None or same_skeleton(form, plain(best[1].text)):
        return None
    return best[1]


def similarity(one: str, other: str) -> float:
    """Return how alike two spellings are, 0 to 1."""
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.normalized_similarity(one, other)


def same_skeleton(one: str, other: str) -> bool:
    """Return whether two spellings differ only as Dutch and English spellings do."""
    first, second = skeleton(one), skeleton(other)
    return first == second or ENDINGS.sub("", first) == ENDINGS.sub("", second)


@lru_cache(maxsize=8192)
def skeleton(form: str) -> str:
    """Return what Dutch and English spelling have in common.

    >>> skeleton("shakespeare") == skeleton("sjakespeare")
    True
    """
    for pattern, replacement in SKELETON:
        form = pattern.sub(replacement, form)
    return form


@lru_cache(maxsize=8192)
def is_kept(name: str) -> bool:
    """Return whether a name is one that English keeps or spells much alike, as far as can be told.

    Dutch words with a capital, compounds, adjectives and inhabitants are translated: other checks look after them.
    """
    lower = name.lower()
    if len(name) < 4 and not name.isupper():
        return False
    for part in lower.split("-"):
        if is_translated(part) or is_adjective(part) or is_ordinary(part) or DUTCH.search(part):
            return False
    return not is_compound(lower) and not any(known_place(lower[:cut]) for cut in range(4, len(lower)))


@lru_cache(maxsize=16384)
def known_place(start: str) -> bool:
    """Return whether the beginning of a word is a place or people that English calls otherwise (`Groenlanders`)."""
    return start in counterparts() or find_exonym(start.capitalize()) is not None


def explained(word: Word, pair: Pair) -> bool:
    """Return whether a word of the target begins like the name, so that it is likely derived from it."""
    start = skeleton(plain(word.text))[:4]
    return len(start) == 4 and any(skeleton(plain(other.text)).startswith(start) for other in pair.target.words)


def plain(text: str) -> str:
    """Return a text in small letters without marks on its letters."""
    lower = text.lower().replace("’", "'")
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
