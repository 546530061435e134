"""Where formatting goes in a target: bold words, links, code and images find their place by what is linked.

A stretch of markup finds its words in the target by, in this order: spanning the whole segment; words that
stand there unchanged (names, numbers, addresses); the word links of the segment; and, for links and code,
which must not be lost, the place that is as far along in the target as they are in the source.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from translate.articles.interface import Link
from translate.document import Markup, Span

REACH = 5
"""Words to each side in which a link that nothing else places is looked for."""

LEAST_LIKENESS = 0.6
"""Of words that are taken to be code which the model changed, 1 being the code itself."""

LEAST_LINKED = 0.45
"""The same, of words that the model's own links say are the code."""

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A markup and its place in a target."""

    markup: Markup
    span: Span
    """Offsets into the target; empty for what has no words of its own, such as an image."""


def place_markup(
    source: str, target: str, markup: Sequence[Markup], links: Sequence[Link]
) -> tuple[Placement, ...]:
    """Return where the markup of a segment goes in its target, in nesting order.

    Bold and italics that find no words are left out; links, code and what is empty always have a place.

    >>> from translate.document import Markup, Span
    >>> bold = Markup(span=Span(start=3, stop=7), kind="bold")
    >>> place_markup("De Krim is bezet.", "The Krim is occupied.", [bold], ())[0].span
    Span(start=4, stop=8)
    """
    placed = []
    for part in markup:
        if part.span.start == part.span.stop:
            placed.append(_place_point(source, target, part, links))
        elif (placement := _place_words(source, target, part, links)) is not None:
            placed.append(placement)
    return nest(placed)


def nest(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return placements by start, the longer first, none crossing the end of one that holds its start."""
    kept: list[Placement] = []
    open_stops: list[int] = []
    order = enumerate(placements)
    for _, placement in sorted(order, key=lambda item: (item[1].span.start, -item[1].span.stop, item[0])):
        start, stop = placement.span.start, placement.span.stop
        while open_stops and open_stops[-1] <= start:
            open_stops.pop()
        if open_stops and stop > open_stops[-1]:
            stop = open_stops[-1]
        if start < stop:
            open_stops.append(stop)
        kept.append(replace(placement, span=Span(start=start, stop=stop)))
    return tuple(kept)


def _place_words(source: str, target: str, part: Markup, links: Sequence[Link]) -> Placement | None:
    """Return the place of a markup that has words; None when it finds none and may be left out."""
    span = _place_whole(source, target, part.span) or _place_same_words(source, target, part.span)
    if span is None:
        span = _place_linked(target, part.span, links)
        if span is not None and part.kind == "code" and _likeness(source, part.span, target, span) < LEAST_LINKED:
            span = None  # the links reach too far: what they name is not the code
    if span is not None:
        return Placement(markup=part, span=span)
    if part.kind not in ("link", "code"):
        return None
    span, likeness = _place_along(source, target, part.span)
    if part.kind == "link" or likeness >= LEAST_LIKENESS:
        return Placement(markup=part, span=span)
    # Words that are not the code's own must not be written over: it goes behind them.
    behind = Span(start=span.stop, stop=span.stop)
    return Placement(markup=replace(part, payload=f" {part.payload}"), span=behind)


def _likeness(source: str, here: Span, target: str, there: Span) -> float:
    """Return how alike the letters of two stretches are, 0 to 1."""
    return SequenceMatcher(None, here.of(source)[:200].lower(), there.of(target)[:200].lower()).ratio()


def _place_whole(source: str, target: str, span: Span) -> Span | None:
    """Return the whole target when the markup has all words of the source; marks outside it stay outside."""
    before, after = source[: span.start], source[span.stop :]
    if _LETTER.search(before) or _LETTER.search(after):
        return None
    start = _leading_marks(target) if before else 0
    stop = len(target) - _leading_marks(target[::-1]) if after else len(target)
    return Span(start=start, stop=stop) if start < stop else None


def _leading_marks(text: str) -> int:
    """Return the number of characters before the first letter or digit."""
    match = _LETTER.search(text)
    return match.start() if match else len(text)


def _place_same_words(source: str, target: str, span: Span) -> Span | None:
    """Return the target's stretch with the very words of the markup, when it is plain which one that is."""
    words = span.of(source).strip()
    if not words:
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    starts = [match.start() for match in pattern.finditer(target)]
    in_source = [match.start() for match in pattern.finditer(source)]
    lead = len(span.of(source)) - len(span.of(source).lstrip())
    if len(starts) == 1 or (starts and len(starts) == len(in_source) and span.start + lead in in_source):
        start = starts[0] if len(starts) == 1 else starts[in_source.index(span.start + lead)]
        return Span(start=start, stop=start + len(words))
    return None


def _place_linked(target: str, span: Span, links: Sequence[Link]) -> Span | None:
    """Return the stretch of the target that is linked to the markup's words."""
    found = sorted({there for here, there in links if here.start < span.stop and span.start < here.stop})
    if not found:
        return None
    foreign = [there for here, there in links if not (here.start < span.stop and span.start < here.stop)]
    best = run = (found[0].start, found[0].stop)
    for there in found[1:]:
        between = [other for other in foreign if run[1] <= other.start and other.stop <= there.start]
        run = (there.start, there.stop) if len(between) > 1 else (run[0], max(run[1], there.stop))
        best = max(best, run, key=lambda item: item[1] - item[0])
    return _widen(target, Span(start=best[0], stop=best[1]))


def _widen(target: str, span: Span) -> Span:
    """Return a span grown to whole words."""
    start, stop = span.start, span.stop
    while 0 < start < len(target) and target[start - 1].isalnum() and target[start].isalnum():
        start -= 1
    while 0 < stop < len(target) and target[stop - 1].isalnum() and target[stop].isalnum():
        stop += 1
    return Span(start=start, stop=stop)


def _place_along(source: str, target: str, span: Span) -> tuple[Span, float]:
    """Return as many words as the markup has, about as far along in the target as they are in the source.

    Of the places near by the one whose words are most alike is taken: names change little.

    Returns:
        The place, and how alike the words are: 0 (nothing in common) to 1 (the same).
    """
    here, there = list(_WORD.finditer(source)), list(_WORD.finditer(target))
    if not there:
        return Span(start=0, stop=len(target)), 0.0
    marked = [index for index, word in enumerate(here) if span.start < word.end() and word.start() < span.stop]
    first = marked[0] if marked else 0
    n_words = min(max(1, len(marked)), len(there))
    last = len(there) - n_words
    guess = min(round(first / max(1, len(here)) * len(there)), last)
    matcher = SequenceMatcher(None, b=span.of(source)[:200].lower(), autojunk=False)

    def likeness(index: int) -> float:
        """Return how alike the words from an index on are to those of the markup."""
        matcher.set_seq1(target[there[index].start() : there[index + n_words - 1].end()][:200].lower())
        return matcher.ratio()

    near = range(max(0, guess - REACH), min(last, guess + REACH) + 1)
    best = max(near, key=lambda index: likeness(index) - 0.1 * abs(index - guess))
    return Span(start=there[best].start(), stop=there[best + n_words - 1].end()), likeness(best)


def _place_point(source: str, target: str, part: Markup, links: Sequence[Link]) -> Placement:
    """Return the place in the target for what has no words: beside the word that it follows in the source."""
    before, after = source[: part.span.start], source[part.span.start :]
    if not _LETTER.search(after):
        offset = len(target) - len(after.strip()) if target.endswith(after.strip()) else len(target)
    elif not _LETTER.search(before):
        offset = len(before.strip()) if target.startswith(before.strip()) else 0
    else:
        offset = _follow_words(before, after, target, links)
        if before.rstrip() and not _LETTER.match(before.rstrip()[-1]):
            while target[offset : offset + 1] and not (target[offset].isalnum() or target[offset].isspace()):
                offset += 1
    if before[-1:].isspace() and target[offset : offset + 1].isspace():
        offset += 1
    return Placement(markup=part, span=Span(start=offset, stop=offset))


def _follow_words(before: str, after: str, target: str, links: Sequence[Link]) -> int:
    """Return the offset behind the target's words for what stands before a place in the source."""
    linked = [(here.stop, there.stop) for here, there in links if here.stop <= len(before)]
    if linked:
        stop = max(linked)[1]
        return _widen(target, Span(start=stop, stop=stop)).stop
    words = list(_WORD.finditer(target))
    n_before, n_after = len(_WORD.findall(before)), len(_WORD.findall(after))
    index = round(n_before / (n_before + n_after) * len(words))
    return words[index - 1].end() if index else 0
