"""A run of inline tokens of a web page in, its block out: text as a browser shows it, tags as markup.

White space is collapsed; a pair of tags with words between them is markup around these, all else that is no text
is a point in it. The payload of a markup is the very tag.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from translate.articles.decoding import CONTROLS
from translate.articles.marking import MarkedBlock, make_payload, pad_payload
from translate.articles.tags import Token
from translate.document import Markup, MarkupKind, Span

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
_SPACES = re.compile("[ \t\n\f\r]+")
_UNSEEN = re.compile(f"[{CONTROLS}\u00ad\u200b\ufeff]")


def _has_words(text: str, token: Token) -> bool:
    """Return whether a token is text that is not only white space."""
    return token.kind == "text" and not _SPACES.fullmatch(text, token.start, token.stop)


def _pair(run: Sequence[Token]) -> dict[int, int]:
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


def make_block(text: str, run: Sequence[Token]) -> MarkedBlock | None:
    """Return the block of a run of inline tokens; None when it has no words.

    Args:
        text: Of the file.
        run: Its tokens; those before the first and behind the last word stay outside, unless they are around it.
    """
    words = [index for index, token in enumerate(run) if _has_words(text, token)]
    if not words:
        return None
    pairs = _pair(run)
    index = begin = min((i for i, j in pairs.items() if i < words[0] < j), default=words[0])
    end = max((j for i, j in pairs.items() if i < words[-1] < j), default=words[-1])
    draft = Draft()
    while index <= end:
        index = _add_token(text, run, index, pairs, draft)
    visible = "".join(draft.parts).rstrip(" ")
    markup = [
        replace(part, span=Span(start=min(part.span.start, len(visible)), stop=min(part.span.stop, len(visible))))
        for part in sorted(draft.markup, key=lambda part: (part.span.start, -part.span.stop))
    ]
    return MarkedBlock(place=_find_place(text, run[begin], run[end]), text=visible, markup=tuple(markup))


def _find_place(text: str, first: Token, last: Token) -> Span:
    """Return the place of a block: from its first token to its last, without white space at the ends."""
    start, stop = first.start, last.stop
    if first.kind == "text":
        start = first.stop - len(text[first.start : first.stop].lstrip(" \t\n\f\r"))
    if last.kind == "text":
        stop = last.start + len(text[last.start : last.stop].rstrip(" \t\n\f\r"))
    return Span(start=start, stop=stop)


def _add_token(text: str, run: Sequence[Token], index: int, pairs: dict[int, int], draft: Draft) -> int:
    """Add a token to a block; return the index of the next one."""
    token = run[index]
    raw = text[token.start : token.stop]
    if token.kind == "text":
        draft.add_text(_UNSEEN.sub("", unescape(raw)))
    elif index in draft.waiting:
        begin, opening = draft.waiting.pop(index)
        kind = INLINE[opening.name]
        first = text[opening.start : opening.stop]
        whole = text[opening.start : token.stop]
        payload = make_payload(whole) if kind == "code" else make_payload(first, raw)
        draft.markup.append(Markup(span=Span(start=begin, stop=draft.length), kind=kind, payload=payload))
    elif index in pairs:
        stop = pairs[index]
        if not any(_has_words(text, inner) for inner in run[index:stop]):
            draft.add_point(text[token.start : run[stop].stop], "other")
            return stop + 1
        draft.waiting[stop] = (draft.length, token)
    else:
        draft.add_point(raw, "image" if token.name == "img" else "other")
        if token.name == "br":
            draft.add_text(" ")
    return index + 1
