"""The inside of a Markdown block in, its plain text and its markup out, with the source of both kept.

markdown-it-py decides what is emphasis, code, a link; this walk finds each of its tokens in the source again.
Where that fails the block counts as plain text, so that nothing is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translate.articles.marking import make_payload, pad_payload
from translate.document import Markup, MarkupKind, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

PAIRS: dict[str, MarkupKind] = {"strong": "bold", "em": "italic", "s": "other", "link": "link"}
_BACKTICKS = re.compile("`+")
_OPAQUE = re.compile(r"\[\^[^\]\s]{1,40}\]:?|\A\[[ xX]\](?=\s)")
"""A footnote's mark, or the box of a task: neither is CommonMark, both are widely used."""


class LostError(Exception):
    """A token is not where it should be in the source."""


@dataclass(slots=True)
class Walk:
    """A walk over the source of a block, token by token."""

    source: str
    position: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    """Of the text so far."""
    markup: list[Markup] = field(default_factory=list)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    """For each open mark: where its words begin in the text, and how it was opened."""
    in_autolink: bool = False

    def expect(self, mark: str) -> None:
        """Go past a mark.

        Raises:
            LostError: Something else stands here.
        """
        if not self.source.startswith(mark, self.position):
            raise LostError(mark)
        self.position += len(mark)

    def add_text(self, text: str) -> None:
        """Add what a reader sees; of the spaces on both sides of an image only the first is text."""
        here = Span(start=self.length, stop=self.length)
        last = self.text[-1][-1:] if self.text and self.markup and self.markup[-1].span == here else ""
        if text.startswith(" ") and last == " ":
            text = text[1:]
            self.markup[-1] = pad_payload(self.markup[-1])
        if not text:
            return
        self.text.append(text)
        self.length += len(text)

    def add_opaque(self, kind: MarkupKind, payload: str, text: str = "") -> None:
        """Add a markup that is written again as it stood."""
        span = Span(start=self.length, stop=self.length + len(text))
        self.add_text(text)
        self.markup.append(Markup(span=span, kind=kind, payload=make_payload(payload)))


def read_inline(source: str, tokens: Sequence["Token"]) -> tuple[str, tuple[Markup, ...]]:
    """Return the text of a block and its markup, with offsets into the text.

    Args:
        source: Of the block, without the marks of the blocks around it.
        tokens: What markdown-it-py made of it.
    """
    walk = Walk(source)
    try:
        for token in tokens:
            _step(walk, token)
        if walk.source[walk.position :].strip() or walk.waiting:
            raise LostError("end")
    except LostError:
        return source, ()
    return "".join(walk.text), tuple(sorted(walk.markup, key=lambda part: (part.span.start, -part.span.stop)))


def _step(walk: Walk, token: "Token") -> None:
    """Go past one token."""
    name, _, nesting = token.type.rpartition("_")
    if walk.in_autolink:
        walk.in_autolink = token.type != "link_close"
    elif nesting == "open" and name in PAIRS:
        _open(walk, token)
    elif nesting == "close" and name in PAIRS:
        _close(walk, PAIRS[name], token)
    elif token.type in ("softbreak", "hardbreak"):
        _break_line(walk, is_hard=token.type == "hardbreak")
    elif token.type == "code_inline":
        start = walk.position
        walk.expect(token.markup)
        stop = _find_closing(walk.source, walk.position, token.markup)
        walk.position = stop
        walk.add_opaque("code", walk.source[start:stop], token.content)
    elif token.type == "image":
        start = walk.position
        walk.expect("![")
        walk.position = _skip_target(walk.source, _skip_label(walk.source, walk.position))
        walk.add_opaque("image", walk.source[start : walk.position])
    elif token.type == "html_inline":
        walk.expect(token.content)
        walk.add_opaque("other", token.content)
    else:
        _pass_text(walk, token)


def _pass_text(walk: Walk, token: "Token") -> None:
    """Go past plain text, an escaped character or an entity."""
    if token.type == "text_special":
        walk.expect(token.markup)
        walk.add_text(token.content)
        return
    if token.type != "text":
        raise LostError(token.type)
    if not token.content:
        return
    if not walk.source.startswith(token.content, walk.position):
        while walk.source[walk.position : walk.position + 1] in (" ", "\t"):
            walk.position += 1
    walk.expect(token.content)
    position = 0
    for match in _OPAQUE.finditer(token.content):
        walk.add_text(token.content[position : match.start()])
        walk.add_opaque("other", match[0])
        position = match.end()
    walk.add_text(token.content[position:])


def _open(walk: Walk, token: "Token") -> None:
    """Go past what opens emphasis or a link; an address in angle brackets is passed whole."""
    if token.markup == "autolink":
        stop = walk.source.find(">", walk.position) + 1
        raw = walk.source[walk.position : stop]
        walk.expect(raw or "<")
        walk.add_opaque("code", raw, raw[1:-1])
        walk.in_autolink = True
        return
    mark = "[" if token.type == "link_open" else token.markup
    walk.expect(mark)
    walk.waiting.append((walk.length, mark))


def _close(walk: Walk, kind: MarkupKind, token: "Token") -> None:
    """Go past what closes emphasis or a link, and note the markup."""
    if not walk.waiting:
        raise LostError(token.type)
    begin, opening = walk.waiting.pop()
    start = walk.position
    if kind == "link":
        walk.expect("]")
        walk.position = _skip_target(walk.source, walk.position)
    else:
        walk.expect(token.markup)
    closing = walk.source[start : walk.position]
    span = Span(start=begin, stop=walk.length)
    if span.start < span.stop:
        walk.markup.append(Markup(span=span, kind=kind, payload=make_payload(opening, closing)))
    else:  # an image in a link: both are empty, and stay together
        _join_empty(walk, span, opening, closing)


def _join_empty(walk: Walk, span: Span, opening: str, closing: str) -> None:
    """Note a pair of marks without words together with the empty markup between them."""
    inside = ""
    while walk.markup and walk.markup[-1].span == span:
        inside = walk.markup.pop().payload[:-1] + inside
    walk.markup.append(Markup(span=span, kind="image", payload=make_payload(opening + inside + closing)))


def _break_line(walk: Walk, *, is_hard: bool) -> None:
    """Go past a line break; a hard one is kept as a mark."""
    stop = walk.source.find("\n", walk.position)
    before = walk.source[walk.position : stop] if stop >= 0 else "?"
    if before.strip(" \\"):
        raise LostError("break")
    walk.position = stop + 1
    while walk.source[walk.position : walk.position + 1] in (" ", "\t"):
        walk.position += 1
    if is_hard:
        walk.add_opaque("other", f"{before}\n")
    walk.add_text(" " if is_hard else "\n")


def _find_closing(source: str, start: int, mark: str) -> int:
    """Return the offset behind the backticks that close a code span."""
    for match in _BACKTICKS.finditer(source, start):
        if match[0] == mark:
            return match.end()
    raise LostError(mark)


def _skip_label(source: str, start: int) -> int:
    """Return the offset behind the bracket that closes a label."""
    depth = 1
    position = start
    while position < len(source) and depth:
        character = source[position]
        position += 2 if character == "\\" else 1
        depth += (character == "[") - (character == "]")
    if depth:
        raise LostError("]")
    return position


def _skip_target(source: str, start: int) -> int:
    """Return the offset behind the address of a link, `(...)` or `[...]`, or behind nothing."""
    following = source[start : start + 1]
    if following == "(" and (stop := _skip_address(source, start + 1)) is not None:
        return stop
    if following == "[":
        return _skip_label(source, start + 1)
    return start


def _skip_address(source: str, start: int) -> int | None:
    """Return the offset behind `address "title")`; None when it is no address."""
    from markdown_it.helpers import parseLinkDestination, parseLinkTitle

    position = _skip_space(source, start)
    destination = parseLinkDestination(source, position, len(source))
    if destination.ok:
        position = _skip_space(source, destination.pos)
    title = parseLinkTitle(source, position, len(source))
    if title.ok:
        position = _skip_space(source, title.pos)
    return position + 1 if source[position : position + 1] == ")" else None


def _skip_space(source: str, position: int) -> int:
    """Return the offset of the first character from here on that is no white space."""
    while position < len(source) and source[position].isspace():
        position += 1
    return position
