"""Names: is each name of the source in the target, as it is, in its English form, or nowhere?"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from translate.checks.pair import Pair, Word
from translate.document import Finding
from translate.entities import begins_sentence, counterparts, find_names, is_adjective, is_ordinary, is_translated
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
ENDINGS = re.compile(r"(?:ers?|iers?|eans?|ians?|ans?|isk?e?|ies|es|en|is[km]e?|us|os|um|os|ia|ie|a|e|i|o|s|n)$")


def check_names(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each name that the target spells otherwise, or lacks (`name`)."""
    if not any(character.isupper() for character in pair.source.text[1:]) or not pair.target.words:
        return
    target = plain(pair.target.text)
    missing = [word for word in name_words(pair) if not is_rendered(word, pair, target)]
    if not missing:
        return
    strange = strangers(pair)
    for word in missing:
        twin = find_twin(word, strange)
        if twin is not None:
            strange.remove(twin)
            yield Finding(
                check="name",
                message=f"{word.text} became {twin.text}",
                source_span=word.span,
                target_span=twin.span,
            )
        elif is_copied(word):
            severity = "warning" if strange else "note"
            yield Finding(
                check="name", message=f"{word.text} is not in the target", severity=severity, source_span=word.span
            )


def name_words(pair: Pair) -> list[Word]:
    """Return the capitalised words of the source's names, none of them twice."""
    spans = find_names(pair.source.text)
    found: dict[str, Word] = {}
    for word in pair.source.words:
        if len(word.text) >= SHORTEST and any(character.isupper() for character in word.text):
            if any(span.start <= word.start and word.stop <= span.stop for span in spans):
                found.setdefault(word.lower, word)
    return list(found.values())


def is_rendered(word: Word, pair: Pair, target: str) -> bool:
    """Return whether a name stands in the target in any form that is right.

    Args:
        word: The name's word in the source.
        pair: The texts.
        target: The target in plain small letters.
    """
    form = plain(word.text)
    stem = re.sub(r"(?:['’]s|['’]|s)$", "", form)
    if form in target or (len(stem) >= SHORTEST and stem in target):
        return True
    for part in {word.lower, stem, *form.split("-")}:
        if len(part) >= SHORTEST and english_forms(part) and any(has(form, target) for form in english_forms(part)):
            return True
    return False


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


def is_copied(word: Word) -> bool:
    """Return whether a name is one that English keeps as it is, as far as can be told."""
    parts = word.text.split("-")
    return len(word.text) >= 4 and not any(
        is_translated(part) or is_adjective(part) or is_ordinary(part) or english_forms(part.lower()) for part in parts
    )


def plain(text: str) -> str:
    """Return a text in small letters without marks on its letters."""
    lower = text.lower().replace("’", "'")
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
