"""A text -> a form in which equal words compare equal, with the way back to offsets in the text.

Folding joins what only looks different: composed and decomposed letters, kinds of apostrophe and hyphen, runs of
white space, the ij ligature. Invisible characters fall away, and web and mail addresses are blanked out, so that
nothing is found in them. The fold of a fold is the same fold, except where something was blanked out.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from translate.document import Span

APOSTROPHES = "'\u2019\u2018\u02bc\u2032\u00b4\u0060\uff07\u201b"
HYPHENS = "-\u2010\u2011\u2012\u2013\ufe63\uff0d"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphen, zero-width and direction marks: they show nothing, so they must not hide a term."""
BLANK = "\ufffc"
"""Stands for each character of an address; it is in no term."""

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(HYPHENS, "-"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
        "\u03c2": "\u03c3",  # a final sigma depends on what follows
    }
)
_CHANGES_LENGTH = re.compile(rf"\s\s|[\u0130\u0132\u0133{INVISIBLE}]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
_CLUSTER = re.compile(rf"\s[\s{INVISIBLE}]*|[^\W_](?:[{INVISIBLE}]*[\u0300-\u036f])*|.", re.DOTALL)
_QUOTATION = 200
"""Characters before a word within which a quotation that is still open began."""
_LIGATURES = str.maketrans({"\u0132": "IJ", "\u0133": "ij"})
_NOTHING = dict.fromkeys(map(ord, INVISIBLE))
_DOTTED_I = re.compile("I\u0307+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text, in its own case and in lower case, both of the same length."""

    text: str
    """Case as it was."""
    lower: str
    capitals: bool = False
    """Whether all letters of the text are capitals."""
    starts: tuple[int, ...] | None = None
    """Offset in the original text of each folded character; None when they are the same."""
    stops: tuple[int, ...] | None = None
    """Offset just behind each folded character's original."""

    def span(self, start: int, stop: int) -> Span:
        """Return the stretch of the original text that became `text[start:stop]`, which is not empty."""
        if self.starts is None or self.stops is None:
            return Span(start=start, stop=stop)
        return Span(start=self.starts[start], stop=self.stops[stop - 1])


@lru_cache(maxsize=256)
def fold(text: str) -> Folded:
    """Fold a text for comparison.

    >>> fold("de Krim\u2010annexatie").text
    'de Krim-annexatie'
    """
    if "://" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(lambda found: BLANK * len(found.group()), text)
    return _fold(text)


def _fold(text: str) -> Folded:
    """Fold a text, addresses too."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        folded = text.translate(_SAME_LENGTH)
        if not _CHANGES_LENGTH.search(folded):
            return Folded(text=folded, lower=folded.lower(), capitals=folded.isupper())
    return _fold_slowly(text)


def fold_form(form: str) -> str:
    """Return a term's form as it is looked for: folded, without white space around it.

    Addresses in it stay, so that a term that is one is found nowhere, and not in every address of its length.
    """
    return _fold(form).text.strip()


def is_word(character: str) -> bool:
    """Return whether a character belongs to a word: a letter, a digit, a combining mark or a low line."""
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def opens_word(text: str, index: int) -> bool:
    """Return whether a word can begin at `index` of a folded text; an apostrophe inside a word is no boundary.

    >>> opens_word("de Krim", 3), opens_word("d'Estaing", 2), opens_word("'Krim'", 1)
    (True, False, True)
    """
    if index == 0:
        return True
    if is_word(text[index - 1]):
        return False
    return text[index - 1] != "'" or index == 1 or not is_word(text[index - 2])


def closes_word(text: str, index: int) -> bool:
    """Return whether a word can end before `index` of a folded text."""
    return index >= len(text) or not is_word(text[index])


def joins_word(text: str, index: int) -> bool:
    """Return whether an apostrophe at `index` goes on with the word before it, as in `VVD'er`."""
    return text[index : index + 1] == "'" and index + 1 < len(text) and is_word(text[index + 1])


def is_possessive(text: str, start: int, stop: int) -> bool:
    """Return whether the apostrophe that ends a form belongs to it and does not close a quotation.

    A possessive is followed by what is possessed, and no quotation is open before it.
    """
    if not (text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isalnum()):
        return False
    first = max(0, start - _QUOTATION)
    quotes = [first + found.start() for found in re.finditer("'", text[first:start])]
    opened = sum(opens_word(text, index) and is_word(text[index + 1]) for index in quotes)
    closed = sum(index > 0 and not opens_word(text, index) and closes_word(text, index + 1) for index in quotes)
    return opened <= closed


def _fold_slowly(text: str) -> Folded:
    """Fold a text whose length changes, keeping for each character where it came from."""
    characters: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    for found in _CLUSTER.finditer(text):
        for character in _fold_cluster(found.group()):
            characters.append(character)
            starts.append(found.start())
            stops.append(found.end())
    folded = "".join(characters)
    return Folded(
        text=folded,
        lower=folded.lower(),
        capitals=folded.isupper(),
        starts=tuple(starts),
        stops=tuple(stops),
    )


def _fold_cluster(cluster: str) -> str:
    """Fold one letter with its marks, or one run of white space."""
    if cluster[0].isspace():
        return " "
    cluster = cluster.translate(_NOTHING)
    # A capital I with a dot is the only letter whose lower case is longer than itself.
    letters = _DOTTED_I.sub("I", unicodedata.normalize("NFD", cluster.translate(_LIGATURES)))
    return unicodedata.normalize("NFC", letters).translate(_SAME_LENGTH)
