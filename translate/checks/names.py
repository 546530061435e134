"""Names: is each name of the source in the target, as it is, in its English form, or nowhere?"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from translate.checks.pair import Pair, Word
from translate.document import Finding
from translate.language.entities import begins_sentence, find_names, is_ordinary, is_translated
from translate.language.exonyms import find_exonym
from translate.language.spelling import (
    distance,
    english_forms,
    is_kept,
    is_regular,
    plain,
    similarity,
    skeleton,
    without_possessive,
)

SHORTEST = 3
NEAR = 0.7
"""Likeness of two spellings from which they are taken for one name, 0 to 1."""


class Name(NamedTuple):
    """One capitalised word of the source, or such a part of a compound."""

    word: Word
    form: str
    """In plain small letters, without a possessive ending."""
    sure: bool
    """Whether it stands inside a name that does not begin the sentence."""
    rendered: bool
    """Whether the target has it, as it is or in an English form."""


def check_names(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each name that the target spells otherwise, or lacks (`name`)."""
    if not pair.target.words or not any(map(str.isupper, pair.source.text)):
        return
    target = plain(pair.target.text)
    names = find_words(pair, target)
    if not names:
        return
    strange = strangers(pair, names)
    twins = find_twins(names, strange)
    for name, twin in twins:
        yield Finding(
            check="name",
            message=f"{name.word.text} became {twin.text}",
            source_span=name.word.span,
            target_span=twin.span,
        )
    known = {name.form for name, _ in twins}
    left = len(strange) - len(twins)
    for name in names:
        if name.rendered or not name.sure or name.form in known or begins_like(name.form, pair.target.words):
            continue
        if is_kept(name.word.text):
            yield Finding(
                check="name",
                message=f"{name.word.text} is not in the target",
                severity="warning" if left > 0 and not name.word.text.isupper() else "note",
                source_span=name.word.span,
            )


def find_words(pair: Pair, target: str) -> list[Name]:
    """Return the capitalised words of the source, compounds in parts, none of them twice."""
    spans = find_names(pair.source.text)
    found: dict[str, Name] = {}
    covered = [term.source_span for term in pair.translation.terms if term.source_span and term.step != "missing"]
    for word in capitalised(pair.source.words):
        if any(span.start <= word.start < span.stop for span in covered):
            continue  # the glossary has spoken
        form = plain(without_possessive(word.text))
        if len(form) < SHORTEST or form in found:
            continue
        inside = next((span for span in spans if span.start <= word.start and word.stop <= span.stop), None)
        initial = begins_sentence(pair.source.text, word.start)
        if inside is None and not initial and is_translated(word.text):
            continue
        found[form] = Name(word, form, inside is not None and not initial, is_rendered(word, form, target))
    return list(found.values())


def capitalised(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the words with a capital; of a compound such as `NAVO-chef` the parts with one."""
    for word in words:
        if word.text.islower():
            continue
        if "-" not in word.text or find_exonym(word.text):
            if word.text[0].isupper():
                yield word
            continue
        start = word.start
        for text in word.text.split("-"):
            if text[:1].isupper():
                yield Word(text, text.lower(), start, start + len(text))
            start += len(text) + 1


def is_rendered(word: Word, form: str, target: str) -> bool:
    """Return whether a name stands in the target in any form that is right.

    Args:
        word: The name's word in the source.
        form: The word in plain small letters.
        target: The target in plain small letters.
    """
    if form in target:
        return True
    if form.endswith("s") and len(form) > SHORTEST and form[:-1] in target:
        return True
    return any(english[: max(4, len(english) - 2)] in target for english in english_forms(word.lower))


def strangers(pair: Pair, names: list[Name]) -> list[Word]:
    """Return the capitalised words of the target that nothing in the source explains."""
    source = plain(pair.source.text)
    expected = tuple(english for name in names for english in english_forms(name.word.lower))
    found = []
    for word in capitalised(pair.target.words):
        form = plain(without_possessive(word.text))
        if len(form) < SHORTEST or form in source or form in COMMON or form.startswith(expected):
            continue
        if word.start == 0 or not begins_sentence(pair.target.text, word.start):
            found.append(word)
    return found


COMMON = frozenset(
    ("the", "and", "for", "with", "this", "that", "but", "his", "her", "they", "there", "when", "after")
)


def find_twins(names: list[Name], strange: list[Word]) -> list[tuple[Name, Word]]:
    """Return names and the words of the target that are the same name, wrongly spelt."""
    twins: list[tuple[Name, Word]] = []
    for word in strange:
        form = plain(without_possessive(word.text))
        near = [name for name in names if form[0] == name.form[0] or form[-2:] == name.form[-2:]]
        name = max(near, key=lambda name: similarity(name.form, form), default=None)
        if name is not None and is_misspelt(name, form):
            twins.append((name, word))
    return twins


@lru_cache(maxsize=4096)
def is_misspelt(name: Name, form: str) -> bool:
    """Return whether a word of the target is a name of the source, spelt wrongly.

    A name that English keeps must not differ at all but for what Dutch spelling explains; of anything else, only
    a single letter that became another one is sure to be a fault.
    """
    if similarity(name.form, form) < NEAR or is_regular(name.form, form):
        return False
    if name.sure and not name.rendered and is_kept(name.word.text):
        return True
    if len(form) != len(name.form) or distance(name.form, form) != 1 or form[0] != name.form[0]:
        return False
    return name.sure or not is_ordinary(name.word.text)


def begins_like(form: str, words: tuple[Word, ...]) -> bool:
    """Return whether a word of the target begins like a name, so that it is likely derived from it."""
    start = skeleton(form)[:4]
    return len(start) == 4 and any(skeleton(plain(word.text)).startswith(start) for word in words)
