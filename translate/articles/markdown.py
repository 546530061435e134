"""Markdown: headings, paragraphs, list items and table cells are prose; code, HTML and addresses stay untouched.

CommonMark with tables and strikethrough, as markdown-it-py reads it; a front matter between `---` lines gives
metadata. Rebuilt, the file is byte for byte what it was but for the words that were translated.
"""

import re
from collections.abc import Iterator, Sequence
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
MOST_CHARACTERS = 20_000_000

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_SPECIAL = re.compile(
    r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|<(?=[a-zA-Z/!?])|&(?=#?\w{1,32};)|~~|(?<=\|)|\|"
)
_LINE_START = re.compile(r"^(?:([#>+=~-]|\d{1,9}[.)](?=\s|\Z)))")


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the one article of a Markdown file; see `interface.Reader`."""
    del columns
    data = read_bytes(path)
    decoded = decode(data, path)
    blocks, metadata = parse_markdown(decoded.text)
    if not blocks:
        raise ArticleError("the file has no text in it", path=path)
    yield make_article(
        blocks,
        name=name,
        path=path,
        format_name=FORMAT,
        data=data,
        metadata=metadata,
        warnings=decoded.warnings,
    )
