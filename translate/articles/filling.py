"""A block's translations in, what to write for it out: targets, what lies between them, and markup around both.

Each format writes the events of `walk_stretch` in its own way.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from translate.articles.interface import Alignments, Link
from translate.articles.placing import Placement, nest, place_markup
from translate.document import Block, Markup, Span, Translation


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
        """Return the markup with words in a span; spans come in order, so that each is looked at once."""
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

    What is opened is closed. The words of code are passed over: what opens it is all of it.
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
        if placement is None:
            return
        kind, is_empty = placement.markup.kind, placement.span.start == placement.span.stop
        if limit < position:  # inside code, which is written: what must not be lost stands behind it
            if is_empty or kind in ("code", "link"):
                yield "open", placement, ""
                yield "close", placement, ""
            continue
        position = limit
        yield "open", placement, ""
        if kind == "code":
            position = placement.span.stop
            yield "close", placement, ""
        elif is_empty:
            yield "close", placement, ""
        else:
            waiting.append(placement)
