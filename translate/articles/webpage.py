"""The tokens of a web page in, its blocks of prose out, each with the element it stands in.

Which of them are the article is for `content` to say. White space is collapsed as a browser does it; inline
elements become markup whose payload is the very tag.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from translate.articles.decoding import CONTROLS
from translate.articles.marking import MarkedBlock, make_payload
from translate.articles.tags import Token, read_attributes, tokenize
from translate.document import BlockKind, Markup, MarkupKind, Span

SKIPPED = frozenset(
    ("audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math", "noembed")
    + ("noframes", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea")
    + ("title", "video", "xmp", "pre")
)
"""Elements whose content is no prose."""

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
INLINE: dict[str, MarkupKind] = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("abbr", "acronym", "bdi", "bdo", "big", "data", "del", "font", "ins", "label", "mark"), "other"),
    **dict.fromkeys(("q", "s", "small", "span", "strike", "sub", "sup", "time", "u", "wbr", "picture"), "other"),
    "a": "link",
    "img": "image",
}
CLOSED_BY = {"p": ("p",), "li": ("li",), "td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr"), "dt": ("dt", "dd"), "dd": ("dt", "dd")}  # fmt: skip
"""Elements that a start tag ends when they are open right around it."""

_SPACES = re.compile("[ \t\n\f\r]+")
_UNSEEN = re.compile(f"[{CONTROLS}\u00ad\u200b\ufeff]")
_BREAKING = re.compile(r"[.!?:…\"'”’]\s*\Z")


@dataclass(slots=True)
class Element:
    """An element that is not inline."""

    name: str
    attributes: dict[str, str]
    parent: int
    """Index in the page's elements; the root is its own parent."""
    start: int
    stop: int
    """Offsets into the file's characters."""
    kind: BlockKind = "paragraph"
    level: int = 0
    is_skipped: bool = False
    """Whether its content is no prose or cannot be seen."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A block of prose and the element it stands in."""

    block: MarkedBlock
    element: int
    n_linked: int
    """Characters of its text that are links."""


@dataclass(slots=True)
class Page:
    """A page as it is read."""

    text: str
    elements: list[Element] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    facts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The attributes of `meta`, `time` and `html` tags, in order."""
    run: list[Token] = field(default_factory=list)
    """Inline tokens since the last block."""
    open: list[int] = field(default_factory=list)
    n_open: Counter[str] = field(default_factory=Counter)


def read_page(text: str) -> Page:
    """Return the elements and the blocks of prose of a page."""
    page = Page(text)
    page.elements.append(Element("", {}, 0, 0, len(text)))
    page.open.append(0)
    for token in tokenize(text):
        if token.kind in ("text", "other") or token.name in INLINE or token.name == "br":
            _add_inline(page, token)
        elif token.kind == "start":
            _flush(page)
            _open_element(page, token)
        elif token.kind == "end":
            _flush(page)
            _close_element(page, token)
    _flush(page)
    return page


def _add_inline(page: Page, token: Token) -> None:
    """Add a token to the run, unless nobody sees it; a line break before a new sentence ends the run."""
    if page.elements[page.open[-1]].is_skipped:
        return
    if token.name == "time" and token.kind == "start":
        page.facts.append(("time", read_attributes(token.attributes)))
    if token.kind == "text" and page.run and page.run[-1].name == "br":
        following = page.text[token.start : token.stop].strip(" \t\n\f\r")
        if following and not (following[0].islower() and not _ends_sentence(page)):
            _flush(page)
    elif token.name == "br" and page.run and page.run[-1].name == "br":
        _flush(page)
    page.run.append(token)


def _ends_sentence(page: Page) -> bool:
    """Return whether the last text of the run ends a sentence."""
    last = next((token for token in reversed(page.run) if token.kind == "text"), None)
    return last is None or _BREAKING.search(page.text[max(last.start, last.stop - 20) : last.stop]) is not None


def _open_element(page: Page, token: Token) -> None:
    """Add an element, and go into it unless it can have no content."""
    attributes = read_attributes(token.attributes)
    if token.name in ("meta", "html"):
        page.facts.append((token.name, attributes))
    for name in CLOSED_BY.get(token.name, ()):
        if page.elements[page.open[-1]].name == name:
            _pop(page, token.start)
    if token.name in VOID or token.attributes.endswith("/") and token.name not in ("div", "p", "span"):
        return
    parent = page.open[-1]
    around = page.elements[parent]
    kind, level = _find_kind(token.name, around)
    hidden = around.is_skipped or token.name in SKIPPED or _is_hidden(attributes)
    page.elements.append(Element(token.name, attributes, parent, token.start, len(page.text), kind, level, hidden))
    page.open.append(len(page.elements) - 1)
    page.n_open[token.name] += 1


def _close_element(page: Page, token: Token) -> None:
    """Leave the element that an end tag names, with all in it; an end tag without its element is nothing."""
    if not page.n_open[token.name]:
        return
    while page.elements[page.open[-1]].name != token.name:
        _pop(page, token.start)
    _pop(page, token.stop)


def _pop(page: Page, stop: int) -> None:
    """Leave the innermost element."""
    element = page.elements[page.open.pop()]
    element.stop = stop
    page.n_open[element.name] -= 1


def _find_kind(name: str, around: Element) -> tuple[BlockKind, int]:
    """Return kind and depth of the blocks in an element."""
    if re.fullmatch("h[1-6]", name):
        return "heading", int(name[1])
    if name in ("ul", "ol", "dl"):
        return around.kind, around.level + 1 if around.kind == "list-item" else 1
    if name in ("li", "dt", "dd"):
        return "list-item", max(1, around.level)
    if name in ("td", "th"):
        return "cell", 0
    if name == "blockquote":
        return "quote", 1
    return around.kind, around.level


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Return whether an element is not shown."""
    style = attributes.get("style", "").replace(" ", "").lower()
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _flush(page: Page) -> None:
    """Make a block of the run, if it has words, and begin another."""
    run, page.run = page.run, []
    first = next((i for i, token in enumerate(run) if _has_words(page, token)), None)
    if first is None:
        return
    last = max(i for i, token in enumerate(run) if _has_words(page, token))
    element = page.open[-1]
    pairs = _pair(run)
    begin = min((i for i, j in pairs.items() if i < first <= j), default=first)
    end = max((j for i, j in pairs.items() if begin <= i <= last < j), default=last)
    begin = min((i for i, j in pairs.items() if i < begin and j <= end and j > begin), default=begin)
    block, n_linked = _make_block(page, run, begin, end, pairs)
    around = page.elements[element]
    prose = MarkedBlock(place=block.place, text=block.text, kind=around.kind, level=around.level, markup=block.markup)
    page.prose.append(Prose(prose, element, n_linked))


def _has_words(page: Page, token: Token) -> bool:
    """Return whether a token is text that is not only white space."""
    return token.kind == "text" and not _SPACES.fullmatch(page.text, token.start, token.stop)


def _pair(run: list[Token]) -> dict[int, int]:
    """Return for each start tag in a run that has an end tag there the index of that."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    n_waiting: Counter[str] = Counter()
    for index, token in enumerate(run):
        if token.kind == "start" and token.name not in VOID:
            waiting.append(index)
            n_waiting[token.name] += 1
        elif token.kind == "end" and n_waiting[token.name]:
            while True:
                start = waiting.pop()
                n_waiting[run[start].name] -= 1
                if run[start].name == token.name:
                    pairs[start] = index
                    break
    return pairs


def _make_block(
    page: Page, run: list[Token], begin: int, end: int, pairs: dict[int, int]
) -> tuple[MarkedBlock, int]:
    """Return the block of the tokens from `begin` to `end`, and how much of it is links."""
    text = ""
    return MarkedBlock(place=Span(start=0, stop=0), text=text), 0
