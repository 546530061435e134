"""Where in a draft the words stand that a term's target should replace.

Several witnesses are added up word by word: the attention of the guided head, the likeness of spelling between a
draft's word and the source form or the target (a model that has never seen `Koeleba` writes `Coeleba`), capitals,
and the place in the sentence. No single one of them has to be right.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from translate.align import overlap, split_words, weigh_words
from translate.document import Span, TermMatch
from translate.engines.interface import Attention

STOP_WORDS = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "not",
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "may",
    "as", "that", "this", "these", "those", "it", "its", "he", "she", "they", "his", "her", "their", "who",
    "which", "what", "when", "there", "than", "then", "into", "about", "after", "before", "over", "under",
    "between", "also", "more", "most", "no", "so", "if", "up", "out", "do", "does", "did", "said", "says",
    "s",
})  # fmt: skip
"""English words without a content of their own; a rendering neither begins nor ends with one."""

ALIKE = 1.0
"""Evidence of spelling from which on a word is taken for the term itself."""
EXTRA_WORDS = 2
"""How many words longer than the term and its targets a rendering may be."""
BREAKS = frozenset(",;:!?()")
"""Marks that no rendering goes across."""
FLOOR = 0.05
"""Attention below which differences mean nothing; chosen on the development set."""
CEILING = 0.25
"""Most attention that counts as looking elsewhere."""
LIKENESS = 0.6
"""Spellings less alike than this are not taken for one name."""
FOLDS = (
    ("tsch", "g"), ("tsj", "g"), ("tch", "g"), ("sch", "s"), ("ch", "g"), ("kh", "g"), ("gh", "g"), ("h", "g"),
    ("sj", "s"), ("zj", "s"), ("sg", "s"), ("zg", "s"), ("z", "s"), ("oe", "u"), ("ou", "u"), ("ij", "i"),
    ("ie", "i"), ("y", "i"), ("j", "i"), ("ck", "k"), ("c", "k"), ("q", "k"), ("ph", "f"), ("x", "ks"),
    ("w", "v"), ("tg", "t"),
)  # fmt: skip
"""Letters that Dutch and English use for the same sound, in the order in which they are replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A stretch of a draft that may be the rendering of a term."""

    span: Span
    """Offsets into the draft; empty for a gap where the term may be inserted."""
    evidence: float
    """Sum of the witnesses in natural logarithms of odds; above 0 it is more likely than not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft cut into words, with what is needed to find renderings in it."""

    source: str
    text: str
    source_words: tuple[Span, ...]
    """Offsets into `source`."""
    words: tuple[Span, ...]
    """Offsets into `text`."""
    weights: tuple[tuple[float, ...], ...]
    """Attention, [word of the draft][word of the source]; no rows where it is not known."""
    taken: tuple[Span, ...] = ()
    """Offsets into `text` of words that already honour a term."""


def read_draft(source: str, text: str, attention: Attention | None, taken: Sequence[Span] = ()) -> Draft:
    """Cut a draft into words and sum up its attention."""
    source_words, words = split_words(source), split_words(text)
    weights = () if attention is None else weigh_words(attention, source_words, words)
    return Draft(
        source=source,
        text=text,
        source_words=source_words,
        words=words,
        weights=weights,
        taken=tuple(taken),
    )


def find_renderings(
    draft: Draft, match: TermMatch, targets: Sequence[str], *, limit: int = 3
) -> tuple[Anchor, ...]:
    """Find the stretches of a draft that may stand for a term.

    Args:
        draft: The draft.
        match: The term in the source.
        targets: Spellings that a rendering may resemble besides the source form.
        limit: The most stretches to return.

    Returns:
        The likeliest one, its likeliest other extent, then stretches elsewhere; none overlaps a word that already
        honours a term.
    """
    spelling = _weigh_spelling(draft, match, targets)
    scores = _weigh_evidence(draft, match, spelling)
    n_words = max(len(text.split()) for text in (match.form, *targets))
    anchors = sorted(
        _stretches(draft, scores, spelling, n_words), key=lambda anchor: (-anchor.evidence, anchor.span)
    )
    chosen: list[Anchor] = []
    for anchor in anchors:
        n_overlapping = sum(overlap(anchor.span, other.span) for other in chosen)
        if n_overlapping == 0 or (n_overlapping == 1 and len(chosen) == 1):
            chosen.append(anchor)
        if len(chosen) == limit:
            break
    return tuple(chosen)


def find_gaps(draft: Draft, match: TermMatch) -> tuple[Anchor, ...]:
    """Find the places where a term that the draft left out may be inserted, the likeliest first.

    They are after what the source word before the term became, before what the one after it became, and where the
    term stands in the source by proportion.
    """
    inside = [index for index, word in enumerate(draft.source_words) if overlap(word, match.span)]
    if not draft.words:
        return ()
    places = []
    if inside and inside[0] > 0:
        places.append(_counterpart(draft, inside[0] - 1) + 1)
    if inside and inside[-1] + 1 < len(draft.source_words):
        places.append(_counterpart(draft, inside[-1] + 1))
    places.append(round(match.span.start / max(len(draft.source), 1) * len(draft.words)))
    starts = [word.start for word in draft.words] + [draft.words[-1].stop]
    gaps = (Span(start=starts[place], stop=starts[place]) for place in dict.fromkeys(places))
    return tuple(
        Anchor(span=gap, evidence=0.0)
        for gap in gaps
        if not any(word.start < gap.start < word.stop for word in draft.taken)
    )


def resemble(one: str, other: str) -> float:
    """Return how alike two spellings are to a reader who knows Dutch and English sounds, 0 to 1.

    A word in which nearly all of the other one stands, such as `EasternOekrain`, is alike too.

    >>> resemble("Koeleba", "Kuleba"), resemble("Loegansk", "Luhansk"), resemble("Kiev", "tree") < 0.5
    (1.0, 1.0, True)
    """
    first, second = fold(one), fold(other)
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 4:
        return float(first == second and bool(first))
    # Most pairs of words have nothing in common; seeing that is a hundred times cheaper than measuring it.
    return 0.0 if _pairs_of_letters(shorter).isdisjoint(_pairs_of_letters(longer)) else _likeness(shorter, longer)


@lru_cache(maxsize=65536)
def _pairs_of_letters(word: str) -> frozenset[str]:
    """Return the neighbouring letters of a word."""
    return frozenset(word[index : index + 2] for index in range(len(word) - 1))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Reduce a word to its sounds, roughly: no accents, no doubled letters, one letter for one sound.

    >>> fold("Charkov"), fold("Kharkov"), fold("Zelensky"), fold("Selenskij")
    ('garkov', 'garkov', 'selenski', 'selenski')
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())
    for spelling, sound in FOLDS:
        text = text.replace(spelling, sound)
    return "".join(c for index, c in enumerate(text) if index == 0 or text[index - 1] != c)


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    """Return 1 minus the edit distance per letter of the longer string, or the share of a long common part."""
    common = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    contained = 0.9 * common / len(one) if common > 4 else 0.0
    if len(one) < LIKENESS * len(other):
        return contained
    previous = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        current = [i]
        for j, right in enumerate(other, start=1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (left != right)))
        previous = current
    return max(contained, 1 - previous[-1] / len(other))


def _weigh_evidence(draft: Draft, match: TermMatch, spelling: Sequence[float]) -> list[float]:
    """Return for each word of the draft the evidence that it belongs to the rendering of a term."""
    middle = (match.span.start + match.span.stop) / 2 / max(len(draft.source), 1)
    attention = _weigh_attention(draft, match)
    scores = []
    for index, word in enumerate(draft.words):
        place = (word.start + word.stop) / 2 / max(len(draft.text), 1)
        scores.append(0.5 * attention[index] + spelling[index] - 1.5 * abs(place - middle) - 0.3)
    return scores


def _weigh_attention(draft: Draft, match: TermMatch) -> list[float]:
    """Return for each word of the draft how much more than others it looks at the term, and at nothing else."""
    if not draft.weights:
        return [0.0] * len(draft.words)
    inside = {index for index, word in enumerate(draft.source_words) if overlap(word, match.span)}
    looks = [sum(row[index] for index in inside) for row in draft.weights]
    # Where many words belong to the term, the mean is no longer what looking elsewhere looks like.
    mean = min(max(sum(looks) / max(len(looks), 1), FLOOR), CEILING)
    scores = []
    for look, row in zip(looks, draft.weights, strict=True):
        rival = max((weight for column, weight in enumerate(row) if column not in inside), default=0.0)
        scores.append(
            math.log((look + FLOOR) / (mean + FLOOR)) + math.log((look + FLOOR) / (max(rival, mean) + FLOOR))
        )
    return scores


def _weigh_spelling(draft: Draft, match: TermMatch, targets: Sequence[str]) -> list[float]:
    """Return for each word of the draft what its spelling says: likeness, capitals, belonging elsewhere."""
    mine = {word.of(text) for text in (match.form, *targets) for word in split_words(text)} - STOP_WORDS
    others = {word.of(draft.source) for word in draft.source_words if not overlap(word, match.span)} - mine
    strange = {fold(word) for word in others if len(word) > 3 or word.isdigit()}
    is_name = targets[0][:1].isupper()
    is_plain = not any(word[:1].isupper() for word in mine)
    scores = []
    for index, span in enumerate(draft.words):
        word = span.of(draft.text)
        if word.casefold() in STOP_WORDS or word[:1] in "'’":
            scores.append(-1.5)
            continue
        best = max((resemble(word, form) for form in mine), default=0.0)
        score = 5 * (best - 0.5) if best >= LIKENESS else 0.0
        capital = word[:1].isupper()
        if best < 1 and is_name and not capital:
            score = score / 2 - 0.7
        elif best < 1 and index > 0 and capital and is_plain:
            score -= 0.7
        if word[:1].isdigit() and best < 1:
            score -= 3
        if best < LIKENESS and fold(word) in strange:
            score -= 3
        scores.append(score)
    return scores


def _stretches(draft: Draft, scores: Sequence[float], spelling: Sequence[float], n_words: int) -> list[Anchor]:
    """Return every short stretch within a clause that begins and ends with words of content.

    Args:
        draft: The draft.
        scores: Evidence for each of its words.
        spelling: The part of it that spelling gives.
        n_words: Words of the longest spelling; more words that look like the term are the term once more.
    """
    taken = [any(overlap(word, span) for span in draft.taken) for word in draft.words]
    is_stop = [word.of(draft.text).casefold() in STOP_WORDS for word in draft.words]
    anchors = []
    for first, word in enumerate(draft.words):
        evidence = 0.0
        n_alike = 0
        for last in range(first, min(first + n_words + EXTRA_WORDS, len(draft.words))):
            before = draft.text[draft.words[last - 1].stop : draft.words[last].start] if last > first else ""
            n_alike += spelling[last] >= ALIKE
            if taken[last] or n_alike > n_words or not BREAKS.isdisjoint(before):
                break
            evidence += scores[last]
            if not is_stop[first] and not is_stop[last]:
                span = Span(start=word.start, stop=draft.words[last].stop)
                anchors.append(Anchor(span=span, evidence=evidence))
    return anchors


def _counterpart(draft: Draft, column: int) -> int:
    """Return the index of the draft's word that looks most at a source word; by proportion if none does."""
    weight, best = max(((row[column], -index) for index, row in enumerate(draft.weights)), default=(0.0, 0))
    if weight <= FLOOR:
        return min(round(column / len(draft.source_words) * len(draft.words)), len(draft.words) - 1)
    return -best
