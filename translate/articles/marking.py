"""Formats that are text with marks in it (Markdown, HTML): blocks into articles, and targets back into the text.

A reader finds the stretches of the file that are prose and says what in them is markup; this module makes the
article, and on the way back writes only the stretches in which something was translated. All else stays, to
the byte, as it was.
"""

import bisect
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from translate.articles.filling import Stretch, fill_block, walk_stretch
from translate.articles.interface import Alignments
from translate.document import Article, Block, BlockKind, Markup, Metadata, Span, Translation

PAYLOAD_DIVIDER = "\x1f"
"""Stands between what opens and what closes a markup in its payload; control characters never are in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedBlock:
    """A block of prose with its place in the file."""

    place: Span
    """Offsets into the file's characters: all of the block's text and markup, and nothing else."""
    text: str
    """What a reader sees."""
    kind: BlockKind = "paragraph"
    level: int = 0
    markup: tuple[Markup, ...] = ()
    """Offsets into `text`."""
    note: str = ""
    """What the reader must know to write the block."""


def make_payload(opening: str, closing: str = "") -> str:
    """Return the payload of a markup that is written with these marks around its words."""
    return f"{opening}{PAYLOAD_DIVIDER}{closing}"


def pad_payload(part: Markup) -> Markup:
    """Return a markup without words that writes a space behind it, which the text has only before it."""
    opening, _, closing = part.payload.partition(PAYLOAD_DIVIDER)
    return replace(part, payload=make_payload(f"{opening} ", closing))


def make_article(
    marked: Sequence[MarkedBlock],
    *,
    name: str,
    path: Path,
    format_name: str,
    data: bytes,
    metadata: tuple[Metadata, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Article:
    """Return the article that the marked blocks of a file make up; `data` is the file's bytes."""
    blocks = []
    position = 0
    for block in marked:
        span = Span(start=position, stop=position + len(block.text))
        markup = tuple(replace(part, span=_shift(part.span, position)) for part in block.markup)
        locator = f"{block.place.start}-{block.place.stop}-{block.note}"
        blocks.append(Block(span=span, kind=block.kind, level=block.level, locator=locator, markup=markup))
        position = span.stop + 2
    return Article(
        name=name,
        path=path,
        format=format_name,
        text="\n\n".join(block.text for block in marked),
        blocks=tuple(blocks),
        metadata=metadata,
        checksum=hashlib.sha256(data).hexdigest(),
        warnings=warnings,
    )


class Writer(Protocol):
    """How a format writes the text of a block."""

    def __call__(self, text: str, note: str, *, is_whole: bool) -> str:
        """Return a text as the format writes it.

        Args:
            text: Plain text; or, when `is_whole`, all of a block with its markup, as it is about to be written.
            note: The block's note.
            is_whole: Whether this is the last chance to mend how a block begins and breaks its lines.
        """
        ...


def replace_blocks(
    original: str,
    article: Article,
    translations: Sequence[Translation],
    alignments: Alignments,
    write: Writer,
) -> str:
    """Return the file's characters with targets in the place of segments; blocks without any stay as they are.

    Args:
        original: The file's characters.
        article: As it was read.
        translations: Of segments of the article, in order.
        alignments: Word links of segments.
        write: How the format writes text.
    """
    parts: list[str] = []
    position = 0
    for block, translated in group_by_block(article, translations):
        start, stop, note = block.locator.split("-", 2)
        escape = partial(write, note=note, is_whole=False)
        stretches = fill_block(article.text, block, translated, alignments)
        written = "".join(part for stretch in stretches for part in write_stretch(stretch, escape))
        parts += [original[position : int(start)], write(written, note, is_whole=True)]
        position = int(stop)
    return "".join([*parts, original[position:]])


def group_by_block(
    article: Article, translations: Sequence[Translation]
) -> list[tuple[Block, list[Translation]]]:
    """Return the blocks in which something was translated, each with its translations, in order."""
    starts = [block.span.start for block in article.blocks]
    groups: dict[int, list[Translation]] = defaultdict(list)
    changed = set()
    for translation in translations:
        if translation.segment.span is not None:
            index = bisect.bisect_right(starts, translation.segment.span.start) - 1
            groups[index].append(translation)
            if translation.target not in ("", translation.segment.text):
                changed.add(index)
    return [(article.blocks[index], groups[index]) for index in sorted(changed)]


def write_stretch(stretch: Stretch, escape: Callable[[str], str]) -> Iterator[str]:
    """Yield the parts of a stretch as the format writes it: its text escaped, its markup around it."""
    for event, placement, text in walk_stretch(stretch):
        if placement is None:
            yield escape(text)
        else:
            opening, _, closing = placement.markup.payload.partition(PAYLOAD_DIVIDER)
            yield opening if event == "open" else closing


def _shift(span: Span, by: int) -> Span:
    """Return a span moved to the right."""
    return Span(start=span.start + by, stop=span.stop + by)
