"""Where formatting goes in a target: bold words, links, code and images find their place by what is linked.

A stretch of markup finds its words in the target by, in this order: spanning the whole segment; words that
stand there unchanged (names, numbers, addresses); the word links of the segment; and, for links and code,
which must not be lost, the place that is as far along in the target as they are in the source.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from translate.articles.interface import Alignments, Link
from translate.document import Block, Markup, Span, Translation

REACH = 5
"""Words to each side in which a link that nothing else places is looked for."""

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A markup and its place in a target."""

    markup: Markup
    span: Span
    """Offsets into the target; empty for what has no words of its own, such as an image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a block's text: a translated segment, or what lies between two."""

    text: str
    """The target of a segment; the source where there is no translation."""
    placements: tuple[Placement, ...] = ()
    """In nesting order: by start, the longer one first."""


def fill_block(
    text: str, block: Block, translations: Sequence[Translation], alignments: Alignments
) -> Iterator[Stretch]:
    """Yield the stretches of a block with targets in the place of segments.

    Args:
        text: Of the article.
        block: With its markup.
        translations: Of segments of the block, in order.
        alignments: Word links of segments.
    """
    points = deque(part for part in block.markup if part.span.start == part.span.stop)
    words = deque(part for part in block.markup if part.span.start < part.span.stop)
    near: list[Markup] = []
    position = block.span.start

    def reach(span: Span) -> list[Markup]:
        near[:] = [part for part in near if part.span.stop > span.start] + _take(words, span.stop - 1)
        return near

    for translation in translations:
        place = translation.segment.span
        if place is None:
            continue
        gap = Span(start=position, stop=place.start)
        yield _keep(text, gap, [*_take(points, gap.stop - 1), *reach(gap)])
        links = alignments.get(translation.segment.id, ())
        yield _translate(text, place, [*_take(points, place.stop), *reach(place)], translation, links)
        position = place.stop
    rest = Span(start=position, stop=block.span.stop)
    yield _keep(text, rest, [*points, *reach(rest)])


def _take(points: deque[Markup], stop: int) -> list[Markup]:
    """Take all that begins up to an offset, that offset included."""
    taken = []
    while points and points[0].span.start <= stop:
        taken.append(points.popleft())
    return taken


def _keep(text: str, span: Span, markup: Sequence[Markup]) -> Stretch:
    """Return a stretch that stays as it is; white space needs no formatting."""
    clipped = clip_markup(markup, span)
    kept = span.of(text)
    if not kept.strip():
        clipped = [part for part in clipped if part.span.start == part.span.stop]
    return Stretch(text=kept, placements=nest(Placement(markup=part, span=part.span) for part in clipped))


def _translate(
    text: str, span: Span, markup: Sequence[Markup], translation: Translation, links: Sequence[Link]
) -> Stretch:
    """Return the stretch of a translated segment."""
    source, target = span.of(text), translation.target
    if target in ("", translation.segment.text):
        return _keep(text, span, markup)
    usable = links if len(source) == len(translation.segment.text) else ()
    return Stretch(text=target, placements=place_markup(source, target, clip_markup(markup, span), usable))


def clip_markup(markup: Sequence[Markup], span: Span) -> list[Markup]:
    """Return the markup inside a span, cut at its ends, with offsets into the span's text."""
    clipped = []
    for part in markup:
        start, stop = max(part.span.start, span.start), min(part.span.stop, span.stop)
        if start < stop or part.span.start == part.span.stop:
            place = Span(start=start - span.start, stop=max(start, stop) - span.start)
            clipped.append(replace(part, span=place))
    return clipped


def walk_stretch(stretch: Stretch) -> Iterator[tuple[Literal["open", "close", "text"], Placement | None, str]]:
    """Yield what to write for a stretch, in order: the start and end of placements and the text between.

    What is empty is only opened. Code is written whole when it is opened: its words are passed over.
    """
    waiting: list[Placement] = []
    position = 0
    for placement in (*stretch.placements, None):
        limit = len(stretch.text) if placement is None else placement.span.start
        while waiting and waiting[-1].span.stop <= limit:
            ended = waiting.pop()
            if position < ended.span.stop:
                yield "text", None, stretch.text[position : ended.span.stop]
            yield "close", ended, ""
            position = max(position, ended.span.stop)
        if position < limit:
            yield "text", None, stretch.text[position:limit]
        if placement is None or limit < position:
            continue  # inside code
        position = limit
        yield "open", placement, ""
        if placement.markup.kind == "code":
            position = placement.span.stop
        elif placement.span.start < placement.span.stop:
            waiting.append(placement)


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
        elif (span := _place_words(source, target, part, links)) is not None:
            placed.append(Placement(markup=part, span=span))
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


def _place_words(source: str, target: str, part: Markup, links: Sequence[Link]) -> Span | None:
    """Return the target's words for a markup that has words."""
    return (
        _place_whole(source, target, part.span)
        or _place_same_words(source, target, part.span)
        or _place_linked(target, part.span, links)
        or (_place_along(source, target, part.span) if part.kind in ("link", "code") else None)
    )


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


def _place_along(source: str, target: str, span: Span) -> Span | None:
    """Return as many words as the markup has, about as far along in the target as they are in the source.

    Of the places near by the one whose words are most alike is taken: names change little.
    """
    here, there = list(_WORD.finditer(source)), list(_WORD.finditer(target))
    if not there:
        return Span(start=0, stop=len(target)) if target else None
    marked = [index for index, word in enumerate(here) if span.start < word.end() and word.start() < span.stop]
    first = marked[0] if marked else 0
    n_words = min(max(1, len(marked)), len(there))
    last = len(there) - n_words
    guess = min(round(first / max(1, len(here)) * len(there)), last)
    matcher = SequenceMatcher(None, b=span.of(source)[:200].lower(), autojunk=False)

    def likeness(index: int) -> float:
        matcher.set_seq1(target[there[index].start() : there[index + n_words - 1].end()][:200].lower())
        return matcher.ratio() - 0.1 * abs(index - guess)

    best = max(range(max(0, guess - REACH), min(last, guess + REACH) + 1), key=likeness)
    return Span(start=there[best].start(), stop=there[best + n_words - 1].end())


def _place_point(source: str, target: str, part: Markup, links: Sequence[Link]) -> Placement:
    """Return the place in the target for what has no words: beside the word that it follows in the source."""
    before, after = source[: part.span.start], source[part.span.start :]
    if not _LETTER.search(after):
        offset = len(target) - len(after.strip()) if target.endswith(after.strip()) else len(target)
    elif not _LETTER.search(before):
        offset = len(before.strip()) if target.startswith(before.strip()) else 0
    else:
        offset = _follow_words(before, after, target, links)
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
