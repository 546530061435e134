"""The tokens of a web page in, its blocks of prose out, each with the element it stands in.

Which of them are the article is for `content` to say. White space is collapsed as a browser does it; inline
elements become markup whose payload is the very tag.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from translate.articles.decoding import CONTROLS
from translate.articles.marking import MarkedBlock, make_payload, pad_payload
from translate.articles.tags import Token, read_attributes, tokenize
from translate.document import BlockKind, Markup, MarkupKind, Span

SKIPPED = frozenset(
    [
        "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "map", "math", "noembed", "noframes",
        "noscript", "object", "option", "pre", "script", "select", "style", "svg", "template", "textarea",
        "title", "video", "xmp",
    ]
)  # fmt: skip
"""Elements whose content is no prose; most may stand in the middle of a sentence."""

VOID = frozenset(
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr",
    ]
)  # fmt: skip
INLINE: dict[str, MarkupKind] = {
    **dict.fromkeys(["b", "strong"], "bold"),
    **dict.fromkeys(["i", "em", "cite", "dfn", "var"], "italic"),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], "code"),
    **dict.fromkeys(["abbr", "acronym", "bdi", "bdo", "big", "data", "del", "font", "ins", "label"], "other"),
    **dict.fromkeys(["mark", "picture", "q", "s", "small", "span", "strike", "sub", "sup"], "other"),
    **dict.fromkeys(["time", "u", "wbr"], "other"),
    "a": "link",
    "img": "image",
}
CLOSED_BY = {
    **dict.fromkeys(["td", "th"], ("td", "th")),
    **dict.fromkeys(["dt", "dd"], ("dt", "dd")),
    "tr": ("td", "th", "tr"),
    "li": ("li",),
    "p": ("p",),
}
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
    words = [index for index, token in enumerate(run) if _has_words(page, token)]
    if not words:
        return
    pairs = _pair(run)
    begin = min((i for i, j in pairs.items() if i < words[0] < j), default=words[0])
    end = max((j for i, j in pairs.items() if i < words[-1] < j), default=words[-1])
    page.prose.append(_make_prose(page, run, range(begin, end + 1), pairs))


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


@dataclass(slots=True)
class Draft:
    """A block that is being put together."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    ends_in_space: bool = True
    markup: list[Markup] = field(default_factory=list)
    waiting: dict[int, tuple[int, Token]] = field(default_factory=dict)
    """By the index of the end tag: where the words of the markup begin, and its start tag."""

    def add_text(self, text: str) -> None:
        """Add text with its white space collapsed."""
        text = _SPACES.sub(" ", text)
        if self.ends_in_space and text.startswith(" "):
            text = text[1:]
            if self.markup and self.markup[-1].span == Span(start=self.length, stop=self.length) and self.length:
                self.markup[-1] = pad_payload(self.markup[-1])
        if text:
            self.ends_in_space = text[-1] == " "
            self.parts.append(text)
            self.length += len(text)

    def add_point(self, raw: str, kind: MarkupKind) -> None:
        """Add what has no words."""
        self.markup.append(
            Markup(span=Span(start=self.length, stop=self.length), kind=kind, payload=make_payload(raw))
        )


def _make_prose(page: Page, run: list[Token], indices: range, pairs: dict[int, int]) -> Prose:
    """Return the block of some tokens of a run."""
    draft = Draft()
    index = indices.start
    while index < indices.stop:
        index = _add_token(page, run, index, pairs, draft)
    text = "".join(draft.parts).rstrip(" ")
    around = page.elements[page.open[-1]]
    markup = [
        replace(part, span=Span(start=min(part.span.start, len(text)), stop=min(part.span.stop, len(text))))
        for part in sorted(draft.markup, key=lambda part: (part.span.start, -part.span.stop))
    ]
    return Prose(
        MarkedBlock(
            place=_find_place(page.text, run[indices.start], run[indices[-1]]),
            text=text,
            kind=around.kind,
            level=around.level,
            markup=tuple(markup),
        ),
        page.open[-1],
        sum(part.span.stop - part.span.start for part in markup if part.kind == "link"),
    )


def _find_place(text: str, first: Token, last: Token) -> Span:
    """Return the place of a block: from its first token to its last, without white space at the ends."""
    start, stop = first.start, last.stop
    if first.kind == "text":
        start = first.stop - len(text[first.start : first.stop].lstrip(" \t\n\f\r"))
    if last.kind == "text":
        stop = last.start + len(text[last.start : last.stop].rstrip(" \t\n\f\r"))
    return Span(start=start, stop=stop)


def _add_token(page: Page, run: list[Token], index: int, pairs: dict[int, int], draft: Draft) -> int:
    """Add a token to a block; return the index of the next one."""
    token = run[index]
    raw = page.text[token.start : token.stop]
    if token.kind == "text":
        draft.add_text(_UNSEEN.sub("", unescape(raw)))
    elif index in draft.waiting:
        begin, opening = draft.waiting.pop(index)
        kind = INLINE[opening.name]
        first = page.text[opening.start : opening.stop]
        whole = page.text[opening.start : token.stop]
        payload = make_payload(whole) if kind == "code" else make_payload(first, raw)
        draft.markup.append(Markup(span=Span(start=begin, stop=draft.length), kind=kind, payload=payload))
    elif index in pairs:
        stop = pairs[index]
        if not any(_has_words(page, inner) for inner in run[index:stop]):
            draft.add_point(page.text[token.start : run[stop].stop], "other")
            return stop + 1
        draft.waiting[stop] = (draft.length, token)
    else:
        draft.add_point(raw, "image" if token.name == "img" else "other")
        if token.name == "br":
            draft.add_text(" ")
    return index + 1
