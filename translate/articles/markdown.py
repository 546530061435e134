"""Markdown: headings, paragraphs, list items and table cells are prose; code, HTML and addresses stay untouched.

CommonMark with tables and strikethrough, as markdown-it-py reads it; a front matter between `---` lines gives
metadata. Rebuilt, the file is byte for byte what it was but for the words that were translated.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from translate.articles.decoding import check_unchanged, decode, read_bytes
from translate.articles.inline import read_inline
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.marking import MarkedBlock, make_article, replace_blocks
from translate.articles.metadata import KEYS
from translate.document import Article, BlockKind, Metadata, Span, Translation
from translate.errors import ArticleError

if TYPE_CHECKING:
    from markdown_it.token import Token

FORMAT = "markdown"
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_SPECIAL = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[a-zA-Z/!?])|&(?=#?\w{1,32};)|~~")
_BLOCK_START = re.compile(r"(?:[#>+~=-]|\d{1,9}(?=[.)](?:\s|\Z)))")
_CELL = "|"
"""Note of a table's cell; other blocks have what begins their second line."""


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the one article of a Markdown file; see `interface.Reader`."""
    del columns
    data = read_bytes(path)
    decoded = decode(data, path)
    blocks, metadata = parse_markdown(decoded.text)
    if not blocks:
        raise ArticleError("the file has no text in it", path=path)
    yield make_article(
        [replace(block, place=decoded.locate(block.place)) for block in blocks],
        name=name,
        path=path,
        format_name=FORMAT,
        data=data,
        metadata=metadata,
        warnings=decoded.warnings,
    )


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
    """Return the file with targets in the place of segments; see `interface.Reader`."""
    data = read_bytes(article.path)
    check_unchanged(article.path, data, article.checksum)
    decoded = decode(data, article.path)
    return decoded.encode(replace_blocks(decoded.original, article, translations, alignments, write_markdown))


def write_markdown(text: str, note: str, *, is_whole: bool) -> str:
    r"""Return a text as Markdown writes it; see `marking.Writer`.

    >>> write_markdown("2 * 3 < 7 [sic]", "", is_whole=False)
    '2 \\* 3 < 7 \\[sic\\]'
    >>> write_markdown("1. Nee", "", is_whole=True)
    '1\\. Nee'
    """
    if not is_whole:
        escaped = _SPECIAL.sub(lambda match: "\\" + match[0], text)
        return escaped.replace("|", "\\|") if note == _CELL else escaped
    if note != _CELL:
        text = text.replace("\n", "\n" + note)
    match = _BLOCK_START.match(text)
    if match is None:
        return text
    number = match[0] if match[0][0].isdigit() else ""
    return f"{number}\\{text[len(number) :]}"


@dataclass(slots=True)
class Places:
    """Finds in a text the lines that the blocks of a parser came from."""

    text: str
    starts: list[int] = field(default_factory=list)
    """Where each line begins."""
    cell: int = 0
    """In the row of a table, where the last cell ended."""

    def __post_init__(self) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text)), len(self.text) + 1]

    def line(self, number: int) -> Span:
        """Return the span of a line, without its end."""
        return Span(start=self.starts[number], stop=self.starts[number + 1] - 1)

    def find(self, content: str, first: int, *, heading: bool) -> tuple[Span, str] | None:
        """Return where the content of a block stands and what begins its second line; None when it is lost."""
        found: list[Span] = []
        for number, line in enumerate(content.split("\n"), first):
            place = self.line(number)
            raw = place.of(self.text)
            at = raw.find(line, len(raw) - len(raw.lstrip(" >#"))) if heading else raw.rfind(line)
            if at < 0:
                return None
            found.append(Span(start=place.start + at, stop=place.start + at + len(line)))
        second = self.line(first + 1) if len(found) > 1 else None
        begin = self.text[second.start : found[1].start] if second else ""
        return Span(start=found[0].start, stop=found[-1].stop), begin

    def find_cell(self, content: str, row: int) -> Span | None:
        """Return where the content of a table's cell stands, after the cell that was found before it."""
        place = self.line(row)
        written = content.replace("|", "\\|")
        at = self.text.find(written, max(place.start, self.cell), place.stop)
        if at < 0:
            return None
        self.cell = at + len(written)
        return Span(start=at, stop=self.cell)


def parse_markdown(text: str) -> tuple[list[MarkedBlock], tuple[Metadata, ...]]:
    """Return the blocks of prose of a Markdown text and the metadata of its front matter."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    body = text if front is None else re.sub(r"[^\n]", " ", front[0]) + text[front.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    places = Places(body)
    blocks: list[MarkedBlock] = []
    around: list[Token] = []
    for token in parser.parse(body):
        if token.nesting == 1:
            around.append(token)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline" and token.content.strip():
            block = _make_block(token, around, places)
            if block is not None:
                blocks.append(block)
    return blocks, _read_front_matter(front[1] or "") if front else ()


def _make_block(token: "Token", around: Sequence["Token"], places: Places) -> MarkedBlock | None:
    """Return the block of an inline token; None when it has no words or its source is lost."""
    kind, level = _find_kind(around)
    line = (token.map or around[-1].map or [0])[0]
    if kind == "cell":
        row = next((outer.map for outer in reversed(around) if outer.type == "tr_open"), None) or [line]
        cell = places.find_cell(token.content, row[0])
        found = None if cell is None else (cell, _CELL)
    else:
        found = places.find(token.content, line, heading=kind == "heading")
    if found is None:
        return None
    text, markup = read_inline(token.content, token.children or ())
    if kind == "cell":
        markup = tuple(replace(part, payload=part.payload.replace("|", "\\|")) for part in markup)
    if not text.strip():
        return None
    return MarkedBlock(place=found[0], text=text, kind=kind, level=level, markup=markup, note=found[1])


def _find_kind(around: Sequence["Token"]) -> tuple[BlockKind, int]:
    """Return kind and depth of a block by what it stands in."""
    types = [token.type for token in around]
    if around and types[-1] == "heading_open":
        return "heading", int(around[-1].tag[1:])
    if types and types[-1] in ("th_open", "td_open"):
        return "cell", 0
    if "list_item_open" in types:
        return "list-item", types.count("list_item_open")
    return ("quote", types.count("blockquote_open")) if "blockquote_open" in types else ("paragraph", 0)


def _read_front_matter(content: str) -> tuple[Metadata, ...]:
    """Return the facts of a front matter that the program knows."""
    return tuple(
        Metadata(key=KEYS[match[1].lower()], value=match[2].strip().strip("\"'"))
        for match in _ENTRY.finditer(content)
        if match[1].lower() in KEYS
    )
