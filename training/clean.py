"""Parallel text in, the pairs worth training on out, and for every other pair the reason it was dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from training.american import americanise

MARKUP = re.compile(r"</?[a-z]+[ >/]|\]\(|\{\{|\}\}|:material-|\[!|https?://\S{40}|\|.*\||\\[a-z]", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d+")
DUTCH_ONLY = frozenset(
    [
        "het",
        "een",
        "niet",
        "zijn",
        "voor",
        "met",
        "naar",
        "deze",
        "worden",
        "wordt",
        "door",
        "ook",
        "uit",
        "kunt",
        "kan",
        "wat",
        "wie",
        "ik",
        "je",
    ]
)
ENGLISH_ONLY = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "this",
        "with",
        "for",
        "are",
        "from",
        "by",
        "can",
        "which",
        "you",
        "your",
        "what",
        "who",
        "they",
    ]
)
GRAM = 7
"""Words in a row that a pair may not share with a line of an evaluation set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A Dutch sentence and its English translation."""

    origin: str
    """Name of the source the pair was read from, without `.tsv.gz`."""
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A pair that is left out, and why."""

    pair: Pair
    reason: str


def normalise(text: str) -> str:
    """Return the text in NFC, without control characters, with single spaces."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "")
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the words in lower case.

    >>> words("NAVO-chef: 13.000!")
    ['navo', 'chef', '13', '000']
    """
    return WORD.findall(text.lower())


def grams(text: str) -> Iterator[str]:
    """Yield every run of `GRAM` words."""
    found = words(text)
    for start in range(len(found) - GRAM + 1):
        yield " ".join(found[start : start + GRAM])


class Contamination:
    """The lines of the evaluation sets, to find pairs that repeat them wholly or nearly."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Remember each line whole and every run of `GRAM` words in it."""
        self.whole: set[str] = set()
        self.runs: set[str] = set()
        for line in lines:
            self.whole.add(" ".join(words(line)))
            self.runs.update(grams(line))
        self.whole.discard("")

    def holds(self, text: str) -> bool:
        """Tell whether the text is an evaluation line or shares a run of words with one."""
        return " ".join(words(text)) in self.whole or any(gram in self.runs for gram in grams(text))


def fault(pair: Pair) -> str | None:
    """Return why a pair is not worth training on, or None."""
    source, target = pair.source, pair.target
    if not source or not target:
        return "empty"
    if not any(map(str.isalpha, source)) or not any(map(str.isalpha, target)):
        return "no letters"
    n_source, n_target = len(source), len(target)
    if max(n_source, n_target) > 500:
        return "too long"
    if max(n_source, n_target) > 2.2 * min(n_source, n_target) + 12:
        return "lengths differ"
    if MARKUP.search(source) or MARKUP.search(target):
        return "markup"
    return _language_fault(source, target) or _number_fault(source, target)


def _language_fault(source: str, target: str) -> str | None:
    dutch, english = words(source), words(target)
    if len(dutch) > 4 and dutch == english:
        return "not translated"
    if sum(word in ENGLISH_ONLY for word in dutch) > max(1, sum(word in DUTCH_ONLY for word in dutch)):
        return "source is not Dutch"
    if sum(word in DUTCH_ONLY for word in english) > max(1, sum(word in ENGLISH_ONLY for word in english)):
        return "target is not English"
    return None


def _number_fault(source: str, target: str) -> str | None:
    ours, theirs = DIGITS.findall(source), DIGITS.findall(target)
    if ours and theirs and "".join(sorted("".join(ours))) != "".join(sorted("".join(theirs))):
        return "numbers differ"
    return None


def key(pair: Pair) -> tuple[str, str]:
    """Return what two pairs must share to count as one: words alone, every number alike."""
    return tuple(DIGITS.sub("0", " ".join(words(text))) for text in (pair.source, pair.target))  # type: ignore[return-value]


def clean(pairs: Iterable[Pair], contamination: Contamination) -> Iterator[Pair | Dropped]:
    """Yield each pair, normalised and in American spelling, or what speaks against it."""
    seen: set[int] = set()
    for raw in pairs:
        pair = Pair(origin=raw.origin, source=normalise(raw.source), target=normalise(raw.target))
        reason = fault(pair)
        if reason is None and (contamination.holds(pair.source) or contamination.holds(pair.target)):
            reason = "in an evaluation set"
        if reason is None:
            identity = hash(key(pair))
            reason = "duplicate" if identity in seen else None
            seen.add(identity)
        if reason is None:
            yield Pair(origin=pair.origin, source=pair.source, target=americanise(pair.target, pair.source))
        else:
            yield Dropped(pair=pair, reason=reason)
