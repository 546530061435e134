"""Plain text in, its blocks out: paragraphs, headings and list items, each with its place in the text.

Blank lines part blocks. Whether a single line end does too depends on the text: where lines were broken to
fit a width, they are joined; else every line is a block. No character but white space lies between blocks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from translate.document import Block, BlockKind, Span

WIDEST_WRAP = 120
"""Lines longer than this were not broken by hand or by a mail program."""
NARROWEST_WRAP = 30
LONGEST_HEADING = 100
"""Characters; headlines of Dutch newspapers seldom pass 80."""

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"(?:[-–—*•‣▪·]|\d{1,3}[.)]|[a-z][.)])[ \t]+")
_DASHES = "-–—"
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'’”»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    stop: int
    text: str
    indent: int
    """White space before it, in characters."""
    follows: bool
    """Whether the line before it is not blank."""


def find_blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    r"""Return the blocks of a plain text from an offset on.

    >>> [(block.kind, block.span.start) for block in find_blocks("Turkije\n\nHet regent.")]
    [('heading', 0), ('paragraph', 9)]
    """
    groups = tuple(_group(_find_lines(text, start)))
    width = find_wrap_width(groups)
    stretches = [stretch for group in groups for stretch in _join(group, width)]
    return tuple(
        _block(text, stretch, is_last=index == len(stretches) - 1) for index, stretch in enumerate(stretches)
    )


def _find_lines(text: str, start: int) -> Iterator[Line]:
    """Yield the lines that are not blank."""
    previous_stop = -2
    for match in _LINE.finditer(text, start):
        stripped = match[0].lstrip()
        if not stripped:
            continue
        indent = len(match[0]) - len(stripped)
        stripped = stripped.rstrip()
        begin = match.start() + indent
        yield Line(begin, begin + len(stripped), stripped, indent, previous_stop == match.start() - 1)
        previous_stop = match.end()


def _group(lines: Iterator[Line]) -> Iterator[tuple[Line, ...]]:
    """Yield runs of lines without a blank line between them."""
    group: list[Line] = []
    for line in lines:
        if group and not line.follows:
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def find_wrap_width(groups: tuple[tuple[Line, ...], ...]) -> int:
    """Return the width that lines were broken to fit, in characters; 0 when they were not.

    A broken line has no room for the first word of the next one, and the next one goes on in lower case about
    as often as Dutch words are lower case (four in five). Lines that are paragraphs or list items differ in
    length, and seldom begin with a lower-case letter.
    """
    pairs = [
        (line, after)
        for group in groups
        if max(len(line.text) for line in group) <= WIDEST_WRAP
        for line, after in pairwise(group)
        if not _BULLET.match(after.text)
    ]
    width = max((len(line.text) for line, _ in pairs), default=0)
    full = [after for line, after in pairs if _is_full(line, after, width)]
    n_lower = sum(after.text[0].islower() for after in full)
    is_wrapped = width >= NARROWEST_WRAP and 2 * len(full) >= len(pairs) and 5 * n_lower >= 2 * len(full)
    return width if is_wrapped else 0


def _is_full(line: Line, after: Line, width: int) -> bool:
    """Return whether the first word of the next line had no room on this one, which is well filled."""
    n_used = len(line.text)
    return 5 * n_used >= 3 * width and n_used + 1 + len(after.text.split(maxsplit=1)[0]) > width


def _join(group: tuple[Line, ...], width: int) -> Iterator[list[Line]]:
    """Yield the lines of each block of a group."""
    block = [group[0]]
    for line, after in pairwise(group):
        if not width or not _goes_on(line, after, width):
            yield block
            block = []
        block.append(after)
    yield block


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Return whether a line and the next one are parts of one paragraph."""
    is_lower = after.text[0].islower()
    if (bullet := _BULLET.match(after.text)) and not (
        after.text[0] in _DASHES and after.text[bullet.end() :][:1].islower()
    ):
        return False
    if len(line.text) > width or len(after.text) > WIDEST_WRAP:
        return False
    if after.indent > line.indent + 1 and not is_lower and not _BULLET.match(line.text):
        return False
    return _is_full(line, after, width) or (is_lower and not _SENTENCE_END.search(line.text[-4:]))


def _block(text: str, lines: list[Line], *, is_last: bool) -> Block:
    """Return the block that the lines make up."""
    span = Span(start=lines[0].start, stop=lines[-1].stop)
    if _BULLET.match(lines[0].text):
        return Block(span=span, kind="list-item", level=1)
    kind: BlockKind = "heading" if not is_last and _is_heading(lines) else "paragraph"
    return Block(span=span, kind=kind, level=2 if kind == "heading" else 0)


def _is_heading(lines: list[Line]) -> bool:
    """Return whether lines read as a headline: short, one line, no stop at its end."""
    line = lines[0].text
    return (
        len(lines) == 1
        and len(line) <= LONGEST_HEADING
        and not line[0].islower()
        and any(character.isalpha() for character in line)
        and not _SENTENCE_END.search(line[-4:])
    )
