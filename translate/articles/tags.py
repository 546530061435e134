"""HTML in, its tags and the text between them out, each with its place, in linear time.

It follows the tokeniser of the HTML standard as far as an article needs: quoted attributes, comments, elements
whose content is no markup. What is malformed is text or is skipped, never an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

RAW_ELEMENTS = ("script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes")
"""Elements that end at their own end tag and nowhere else."""

_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_REST = re.compile(r"(?:[^\"'>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+>")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, a stretch of text, or what is neither."""

    kind: Literal["start", "end", "text", "other"]
    start: int
    stop: int
    """Half-open, in characters of the file."""
    name: str = ""
    """Of the element, in lower case."""
    attributes: str = ""
    """What stands behind the name."""


def tokenize(text: str, position: int = 0) -> Iterator[Token]:
    """Yield the tokens of an HTML text; together they are all of it.

    >>> [(token.kind, token.name) for token in tokenize("<p class=x>Hoi<br/></p>")]
    [('start', 'p'), ('text', ''), ('start', 'br'), ('end', 'p')]
    """
    while position < len(text):
        begin = text.find("<", position)
        if begin < 0:
            begin = len(text)
        if begin > position:
            yield Token("text", position, begin)
        if begin == len(text):
            return
        token = _read_tag(text, begin)
        yield token
        position = token.stop
        if token.kind == "start" and token.name in RAW_ELEMENTS:
            stop = _find_end_tag(text, position, token.name)
            if stop > position:
                yield Token("other", position, stop)
            position = stop


def read_attributes(attributes: str) -> dict[str, str]:
    """Return the attributes of a tag by name, in lower case; of two with one name the first."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes[:20_000]):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), unescape(value))
    return found


def _read_tag(text: str, begin: int) -> Token:
    """Return the token that begins with `<` at an offset."""
    if match := _NAME.match(text, begin):
        rest = _REST.match(text, match.end())
        stop = rest.end() if rest else len(text)
        kind: Literal["start", "end"] = "end" if text[begin + 1] == "/" else "start"
        return Token(kind, begin, stop, match[1].lower(), text[match.end() : stop - 1])
    if text.startswith("<!--", begin):
        return Token("other", begin, _behind(text, "-->", begin + 2))
    if text[begin + 1 : begin + 2] in ("!", "?", "/"):
        return Token("other", begin, _behind(text, ">", begin + 2))
    return Token("text", begin, begin + 1)


def _behind(text: str, mark: str, start: int) -> int:
    """Return the offset behind the next mark, or the end of the text."""
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _find_end_tag(text: str, start: int, name: str) -> int:
    """Return where the end tag of a raw element begins, or the end of the text."""
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, start)
    return match.start() if match else len(text)
