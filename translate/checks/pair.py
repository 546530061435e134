"""A segment and its target, taken apart once so that every check can look at the same words.

A word is a run of letters with inner apostrophes and hyphens; digits are no letters. Offsets are code points.
"""

import re
from typing import NamedTuple

from translate.document import Span, Translation

WORD = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
LINKS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    lower: str
    """In lower case, with a straight apostrophe."""
    start: int
    stop: int

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return Span(start=self.start, stop=self.stop)


class Side:
    """One text of the pair: as it is, its words, and its words without the links and addresses."""

    __slots__ = ("lowers", "text", "words")

    def __init__(self, text: str) -> None:
        """Take `text` apart; links and mail addresses are blanked out first, so that offsets stay."""
        self.text = text
        self.words = split_words(blank_links(text))
        self.lowers = frozenset(word.lower for word in self.words)


class Pair:
    """What the checks of one segment look at."""

    __slots__ = ("source", "target", "translation")

    def __init__(self, translation: Translation) -> None:
        """Take both texts apart."""
        self.translation = translation
        self.source = Side(translation.segment.text)
        self.target = Side(translation.target)


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text, in order.

    >>> [word.text for word in split_words("NAVO-chef zei: 'nee' om 10.30")]
    ['NAVO-chef', 'zei', 'nee', 'om']
    """
    return tuple(
        Word(match[0], match[0].lower().replace("’", "'"), match.start(), match.end())
        for match in WORD.finditer(text)
    )


def blank_links(text: str) -> str:
    """Return the text with links and mail addresses replaced by as many spaces.

    >>> blank_links("zie www.nos.nl nu")
    'zie            nu'
    """
    if "/" not in text and "@" not in text and "www." not in text:
        return text
    return LINKS.sub(lambda match: " " * len(match[0]), text)
