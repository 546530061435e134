"""A paragraph of a word processor in, its text and markup out, and the paragraph with other words in it back.

Runs with the same looks are one stretch, however many pieces the program cut them into. The looks most of the
paragraph has are its own; others are markup, as are links. Pictures, breaks, notes and the like are markup
without words. Runs in a `w:del` are not text.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from translate.articles.placing import Placement, Stretch
from translate.document import Markup, MarkupKind, Span

Node: TypeAlias = "etree._Element"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CONTAINERS = {f"{W}hyperlink", f"{W}ins", f"{W}smartTag", f"{W}sdt", f"{W}fldSimple", f"{W}moveTo"}
DROPPED = {f"{W}proofErr", f"{W}lastRenderedPageBreak", f"{W}softHyphen", f"{W}pPr", f"{W}rPr"}
IGNORED_LOOKS = {f"{W}lang", f"{W}noProof", f"{W}rFonts", f"{W}bCs", f"{W}iCs", f"{W}szCs"}
"""What tells runs apart for the program but not for a reader."""
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}


@dataclass(slots=True)
class Wrap:
    """What a markup stands for in the file."""

    looks: Node | None = None
    """The `w:rPr` of its runs."""
    container: Node | None = None
    """The element around its runs, such as `w:hyperlink`."""
    point: Node | None = None
    """The element itself, when it has no words."""
    before: list[Node] = field(default_factory=list)
    """Runs before the words of a field, such as its instruction."""
    after: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class ParagraphText:
    """What a reader sees of a paragraph."""

    text: str = ""
    markup: list[Markup] = field(default_factory=list)
    """Offsets into `text`; a payload is an index into `wraps`."""
    wraps: list[Wrap] = field(default_factory=list)
    looks: Node | None = None
    """The `w:rPr` that most of the text has."""
