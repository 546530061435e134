"""A sentence that is longer than the model takes -> parts that it takes, cut where clauses end.

Nothing is lost: the parts hold every character but the blanks at the cuts, and each part says what stood there.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from translate.document import Span

CUTS = (
    re.compile(r"(?<=[.!?…;:])\s+|\s+(?=[–—-]\s)"),
    re.compile(r"(?<=,)\s+"),
    re.compile(
        r"\s+(?=(?:en|of|maar|want|dus|omdat|doordat|terwijl|zodat|hoewel|nadat|voordat|toen|wanneer"
        r"|waarna|waarbij|waardoor|waarop|and|or|but|because|while|when|which)\s)"
    ),
    re.compile(r"\s+"),
)
"""Places to cut, the best ones first: ends of clauses, commas, before conjunctions, any blank."""
MIDDLE = (0.2, 0.8)
"""A cut of a better kind is taken only if it leaves at least this share of the text on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sentence."""

    text: str
    glue: str = ""
    """What joins it to the part before: a blank, or nothing when a word had to be cut."""


def split_sentence(text: str, count: Callable[[str], int], limit: int) -> tuple[Part, ...]:
    """Cut a sentence into parts of at most `limit` pieces.

    Args:
        text: The sentence.
        count: Returns the number of pieces of a text.
        limit: Most pieces a part may have; at least what one character has.

    Returns:
        The parts in order; one when the sentence is short enough.
    """
    waiting = [Part(text=text)]
    done: list[Part] = []
    while waiting:
        part = waiting.pop()
        if len(part.text) < 2 or count(part.text) <= limit:
            done.append(part)
            continue
        first, last = find_cut(part.text)
        glue = " " if last > first else ""
        waiting.append(Part(text=part.text[last:], glue=glue))
        waiting.append(Part(text=part.text[:first], glue=part.glue))
    return tuple(done)


def find_cut(text: str, share: float = 0.5) -> tuple[int, int]:
    """Return where to cut a text in two: the end of the first part and the start of the second.

    Args:
        text: At least two characters.
        share: Where the cut should be, as a share of the text.
    """
    middle = share * len(text)
    low, high = MIDDLE[0] * len(text), MIDDLE[1] * len(text)
    for cut in CUTS:
        places = [match.span() for match in cut.finditer(text)]
        places = [(first, last) for first, last in places if low <= first and last <= high]
        if places:
            return min(places, key=lambda place: abs(place[0] - middle))
    index = min(max(1, round(middle)), len(text) - 1)
    return index, index


def join_parts(parts: tuple[Part, ...], targets: tuple[str, ...]) -> str:
    """Join the translations of parts as their sources were joined.

    >>> join_parts((Part(text="a"), Part(text="b", glue=" ")), ("x", "y"))
    'x y'
    """
    joined = ""
    for part, target in zip(parts, targets, strict=True):
        joined += (part.glue if joined and target else "") + target
    return joined


def split_evenly(text: str, n_parts: int) -> tuple[Span, ...]:
    """Cut a text into stretches of about the same length, at blanks where there are some.

    Returns:
        `n_parts` stretches that follow each other without a gap; some may be empty.
    """
    cuts = [0]
    for index in range(1, n_parts):
        wanted = index * len(text) // n_parts
        blank = text.rfind(" ", cuts[-1] + 1, wanted + 1)
        cuts.append(max(cuts[-1], wanted if blank < 0 else blank))
    cuts.append(len(text))
    return tuple(Span(start=start, stop=stop) for start, stop in itertools.pairwise(cuts))
