"""Documents -> every mention of a name: where it stands, and what the target has for it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from translate.document import Document, Span, Translation
from translate.language.entities import PARTICLES, begins_sentence, find_names, is_capital, is_translated
from translate.language.exonyms import find_exonym
from translate.language.spelling import english_forms, plain
from translate.language.transcription import propose
from translate.names.rendering import find_rendering

Aligner: TypeAlias = Callable[[Translation, Span], Span | None]
"""Says which stretch of the target answers to a stretch of the source, e.g. by the model's attention."""

PART = re.compile(r"\S+")
GENITIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name at one place."""

    name: str
    """As the source spells it, without a possessive ending."""
    rendering: str
    """What the target has for it; empty when nothing was found there."""
    place: str
    """The segment's id."""
    translated: bool
    """Whether the segment has a target at all."""


def find_mentions(documents: Iterable[Document], align: Aligner | None) -> list[Mention]:
    """Return every mention of a name.

    A single word that only ever begins sentences counts as a name when the target or a table of names knows it.
    """
    found: list[tuple[Mention, bool]] = []
    for document in documents:
        for translation in document.translations:
            found.extend(mentions_of(translation, align))
    sure = {plain(mention.name) for mention, initial in found if not initial}
    kept = [
        mention for mention, initial in found if not initial or plain(mention.name) in sure or is_known(mention)
    ]
    names = {mention.name for mention in kept}
    return [without_genitive(mention, names) for mention in kept if not is_common(mention)]


def without_genitive(mention: Mention, names: set[str]) -> Mention:
    """Return the mention with `Poetins` as `Poetin`, where that name stands elsewhere or is known."""
    base = mention.name[:-1]
    if mention.name.endswith("s") and len(base) > 3 and (base in names or propose(base) or find_exonym(base)):
        return replace(mention, name=base)
    return mention


def is_common(mention: Mention) -> bool:
    """Return whether a mention is a Dutch word with a capital, such as `Defensie` or `Westen`, and no name."""
    name = mention.name
    if " " in name or name.isupper() or not is_translated(name) or plain(mention.rendering) == plain(name):
        return False
    return find_exonym(name) is None and propose(name) is None


def is_known(mention: Mention) -> bool:
    """Return whether a word that begins a sentence is a name as far as the target or a table can tell."""
    same = plain(mention.rendering) == plain(mention.name)
    return same or any(form[:1].isalpha() for form in english_forms(mention.name.lower()))


def mentions_of(translation: Translation, align: Aligner | None) -> Iterator[tuple[Mention, bool]]:
    """Yield the names of one segment, and whether each is a single word that begins a sentence."""
    source = translation.segment.text
    for span in find_names(source):
        for part in split_name(source, span):
            name = GENITIVE.sub("", part.of(source))
            rendering = find_rendering(translation, part, name, align(translation, part) if align else None)
            initial = " " not in name and begins_sentence(source, part.start) and not name.isupper()
            yield (
                Mention(
                    name=name,
                    rendering=rendering,
                    place=translation.segment.id,
                    translated=bool(translation.target.strip()),
                ),
                initial,
            )


def split_name(text: str, span: Span) -> Iterator[Span]:
    """Yield the names in a run of capitalised words: `NAVO-chef Stoltenberg` is `NAVO` and `Stoltenberg`."""
    start = span.start
    stop = start
    for match in PART.finditer(text, span.start, span.stop):
        word = match[0]
        head = capital_head(word)
        if head == len(word):
            stop = match.end()
            continue
        if start < match.start() and stop > start:
            yield trim(text, Span(start=start, stop=stop))
        if head:
            yield Span(start=match.start(), stop=match.start() + head)
        start = stop = min(match.end() + 1, span.stop)
    if stop > start:
        yield trim(text, Span(start=start, stop=stop))


def capital_head(word: str) -> int:
    """Return how many characters of a compound are names: all of `Oost-Oekraïne`, four of `NAVO-chef`."""
    head = 0
    for part in re.split(r"(?<=[-‑])", word):
        bare = part.rstrip("-‑")
        if bare and not is_capital(bare) and bare.lower() not in PARTICLES and not bare[0].isdecimal():
            return max(0, head - 1)
        head += len(part)
    return head


def trim(text: str, span: Span) -> Span:
    """Return a span without the particles that would begin or end it."""
    words = list(PART.finditer(text, span.start, span.stop))
    while len(words) > 1 and words[-1][0] in PARTICLES:
        words.pop()
    return Span(start=words[0].start(), stop=words[-1].end())
