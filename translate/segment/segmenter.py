"""An article in, its segments out: sentences and headings that together hold every word of its blocks."""

import re

from translate.document import Article, Block, Segment, Span
from translate.segment.abbreviations import Abbreviations, read_abbreviations
from translate.segment.boundaries import VERSION, Boundary, explain_boundaries, split_sentences

__all__ = [
    "VERSION",
    "Boundary",
    "explain_boundaries",
    "read_abbreviations",
    "segment",
    "split_sentences",
    "split_text",
]

_SPACES = re.compile(r"\s+")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")


def segment(article: Article, abbreviations: Abbreviations | None = None) -> tuple[Segment, ...]:
    """Return the segments of an article, in order; what lies between them is white space and metadata.

    Args:
        article: As a reader made it.
        abbreviations: None for the built-in ones.
    """
    segments = []
    for paragraph, block in enumerate(article.blocks, 1):
        text = block.span.of(article.text)
        spans = _join_code(split_sentences(text, abbreviations), block)
        for sentence, span in enumerate(spans, 1):
            start = block.span.start + span.start
            segments.append(
                Segment(
                    id=f"{article.name}:{paragraph}.{sentence}",
                    text=put_on_one_line(span.of(text)),
                    kind=block.kind,
                    span=Span(start=start, stop=start + span.stop - span.start),
                )
            )
    return tuple(segments)


def _join_code(spans: list[Span], block: Block) -> list[Span]:
    """Return the sentences of a block with those that part a stretch of code made one: code is never divided."""
    code = [part.span for part in block.markup if part.kind == "code"]
    joined = spans[:1]
    for span in spans[1:] if code else ():
        stop = block.span.start + joined[-1].stop
        if any(part.start < stop < part.stop for part in code):
            joined[-1] = Span(start=joined[-1].start, stop=span.stop)
        else:
            joined.append(span)
    return joined if code else spans


def put_on_one_line(text: str) -> str:
    r"""Return a text in which any white space with a tab or line break in it is one space.

    >>> put_on_one_line("de Krim\n\tin 2014")
    'de Krim in 2014'
    """
    if not _BREAKS.search(text):
        return text
    return _SPACES.sub(lambda match: " " if _BREAKS.search(match[0]) else match[0], text)


def split_text(text: str) -> list[tuple[int, int]]:
    """Return start and stop of every segment of a plain text, metadata at its start included.

    What scorers of segmentation ask for: the text is laid out as an article's would be.
    """
    from translate.articles.layout import find_blocks

    spans = []
    for block in find_blocks(text):
        start = block.span.start
        spans += [(start + span.start, start + span.stop) for span in split_sentences(block.span.of(text))]
    return spans
