"""The tokens of a web page in, its blocks of prose out, each with the element it stands in.

Which of them are the article is for `content` to say.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from translate.articles.marking import MarkedBlock
from translate.articles.runs import INLINE, VOID, make_block
from translate.articles.tags import Token, read_attributes, tokenize
from translate.document import BlockKind

SKIPPED = frozenset(
    [
        "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "map", "math", "noembed", "noframes",
        "noscript", "object", "option", "pre", "script", "select", "style", "svg", "template", "textarea",
        "title", "video", "xmp",
    ]
)  # fmt: skip
"""Elements whose content is no prose; most may stand in the middle of a sentence."""

CLOSED_BY = {
    **dict.fromkeys(["td", "th"], ("td", "th")),
    **dict.fromkeys(["dt", "dd"], ("dt", "dd")),
    "tr": ("td", "th", "tr"),
    "li": ("li",),
    "p": ("p",),
}
"""Elements that a start tag ends when they are open right around it."""

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
    tokens = tokenize(text)
    for token in tokens:
        if token.kind == "start" and token.name in SKIPPED and token.name not in ("head", "pre"):
            _skip(page, token, tokens)
        else:
            _take(page, token)
    _flush(page)
    return page


def _take(page: Page, token: Token) -> None:
    """Go on by one token."""
    if token.kind in ("text", "other") or token.name in INLINE or token.name in ("br", "input"):
        _add_inline(page, token)
        return
    _flush(page)
    (_open_element if token.kind == "start" else _close_element)(page, token)


def _skip(page: Page, token: Token, tokens: Iterator[Token]) -> None:
    """Go past an element whose content is no prose: it stays in the run as one piece.

    An element that is never closed ends where the one around it does.
    """
    depth: Counter[str] = Counter((token.name,))
    stop = token.stop
    for inner in tokens:
        if token.name == "title" and inner.kind == "other":
            page.facts.append(("title", {"content": unescape(page.text[inner.start : inner.stop])}))
        if inner.kind == "end" and not depth[inner.name] and page.n_open[inner.name]:
            _add_inline(page, replace(token, kind="other", stop=stop))
            _take(page, inner)
            return
        stop = inner.stop
        if inner.kind == "start" and inner.name not in VOID:
            depth[inner.name] += 1
        elif inner.kind == "end" and depth[inner.name]:
            depth[inner.name] -= 1
            if not depth[token.name]:
                break
    _add_inline(page, replace(token, kind="other", stop=stop))


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
    if token.name in VOID or (token.attributes.endswith("/") and token.name not in ("div", "p", "span")):
        return
    parent = page.open[-1]
    around = page.elements[parent]
    kind, level = _find_kind(token.name, around)
    hidden = around.is_skipped or token.name in SKIPPED or _is_hidden(attributes)
    page.elements.append(
        Element(token.name, attributes, parent, token.start, len(page.text), kind, level, hidden)
    )
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
    block = make_block(page.text, run)
    if block is not None:
        around = page.elements[page.open[-1]]
        n_linked = sum(part.span.stop - part.span.start for part in block.markup if part.kind == "link")
        page.prose.append(Prose(replace(block, kind=around.kind, level=around.level), page.open[-1], n_linked))
