"""Attention of the guided head -> which words of a translation belong to which words of its source.

Words are never split: a piece that continues a word inherits the choice of the word's most certain piece, so a
name that the model spells in five pieces still has one link. Everything is given as character spans.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translate.document import Span
from translate.engines.interface import Attention

WORD = re.compile(r"['’]s\b|\d+(?:[.,:]\d+)+|\w+(?:['’](?!s\b)\w+)*")
"""A word; a possessive 's stands apart, the parts of a hyphenated compound too, a number is one word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A word of the target and the word of the source it was made from."""

    source: Span
    """Offsets into the source."""
    target: Span
    """Offsets into the target."""
    weight: float
    """Share of the target word's attention that the source word has, 0 to 1."""


def split_words(text: str) -> tuple[Span, ...]:
    """Return the words of a text, without punctuation.

    >>> [word.of("Kuleba's 3,5 NAVO-chef") for word in split_words("Kuleba's 3,5 NAVO-chef")]
    ['Kuleba', "'s", '3,5', 'NAVO', 'chef']
    """
    return tuple(Span(start=found.start(), stop=found.end()) for found in WORD.finditer(text))


def align_words(attention: Attention, source: str, target: str) -> tuple[Link, ...]:
    """Link every word of the target to at most one word of the source.

    Source: the rule for marked-up text in Bergamot: each target piece takes the source piece it looks at most,
    and the pieces of a word follow the one that is most certain.

    Returns:
        Links in the order of the target; a word that looks at nothing but punctuation has none.
    """
    source_words, target_words = split_words(source), split_words(target)
    links = []
    for index, row in enumerate(weigh_words(attention, source_words, target_words)):
        weight, best = max(((weight, -column) for column, weight in enumerate(row)), default=(0.0, 0))
        if weight > 0:
            links.append(Link(source=source_words[-best], target=target_words[index], weight=weight))
    return tuple(links)


def weigh_words(
    attention: Attention, source_words: Sequence[Span], target_words: Sequence[Span]
) -> tuple[tuple[float, ...], ...]:
    """Sum attention between pieces up to attention between words.

    Returns:
        [target word][source word]: the row of the word's most certain piece, 0 to 1 in sum.
    """
    columns = _owners(attention.source_spans, source_words)
    rows: list[tuple[float, ...]] = [(0.0,) * len(source_words)] * len(target_words)
    certainty = [-1.0] * len(target_words)
    for piece, word in enumerate(_owners(attention.target_spans, target_words)):
        if word is None:
            continue
        row = [0.0] * len(source_words)
        for column, weight in zip(columns, attention.weights[piece], strict=True):
            if column is not None:
                row[column] += weight
        if max(row, default=0.0) > certainty[word]:
            certainty[word], rows[word] = max(row, default=0.0), tuple(row)
    return tuple(rows)


def project(links: Iterable[Link], span: Span) -> Span | None:
    """Carry a stretch of the source over to the target.

    Words linked to it that stand apart are not joined: of several groups of neighbouring words the one with the
    greatest weight is taken.

    Returns:
        Offsets into the target; None when no word of the stretch has a link.
    """
    ordered = sorted(links, key=lambda link: link.target)
    return _heaviest([(link.target, link.weight if overlap(link.source, span) else 0.0) for link in ordered])


def overlap(one: Span, other: Span) -> bool:
    """Return whether two spans of one text share a character."""
    return one.start < other.stop and other.start < one.stop


def _heaviest(weighted: Sequence[tuple[Span, float]]) -> Span | None:
    """Return the run of neighbours with a weight whose sum is greatest; the first one among equals."""
    best: Span | None = None
    best_weight = weight = 0.0
    start = 0
    for span, share in weighted:
        if share <= 0:
            weight = 0.0
            continue
        if weight == 0.0:
            start = span.start
        weight += share
        if weight > best_weight:
            best, best_weight = Span(start=start, stop=span.stop), weight
    return best


def _owners(pieces: Sequence[Span], words: Sequence[Span]) -> list[int | None]:
    """Return for each piece the index of the word it shares a character with; None for punctuation.

    A piece that touches two words (a vocabulary may hold `-Oekr`) belongs to the first of them.
    """
    starts = [word.start for word in words]
    owners: list[int | None] = []
    for piece in pieces:
        index = max(bisect_right(starts, piece.start) - 1, 0)
        near = (i for i in (index, index + 1) if i < len(words) and overlap(words[i], piece))
        owners.append(next(near, None))
    return owners
