"""Which source term goes with a rendering, by counting over all remembered sentences."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translate.align import split_words

MIN_ASSOCIATION = 0.6
"""Lowest Dice coefficient of a source term and a rendering; lower ones meet by chance."""
MIN_LIKENESS = 50.0
"""Of several terms that go equally well with a rendering, one must look like it, out of 100."""
MAX_WORDS = 4
"""Words of a term at most."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A source term that a rendering may come from."""

    words: Words
    """The source term, case folded."""
    association: float
    """Dice coefficient of the term in the sources and the rendering in the drafts, 0 to 1."""


class WordIndex:
    """Which of many texts have certain words in a row."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Index texts; their numbers count from 0."""
        self._texts = [fold_words(text) for text in texts]
        self._holders: dict[str, set[int]] = defaultdict(set)
        for number, words in enumerate(self._texts):
            for word in words:
                self._holders[word].add(number)

    def having(self, words: Words) -> set[int]:
        """Return the numbers of the texts that have `words` in a row."""
        numbers = set.intersection(*(self._holders.get(word, set()) for word in words))
        return {number for number in numbers if contains(self._texts[number], words)}


class CooccurrenceIndex:
    """Which words of the sources go with which words of the drafts."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Index sources and their drafts."""
        unique = list(dict.fromkeys(pairs))
        self._sources = WordIndex(source for source, _ in unique)
        self._drafts = WordIndex(draft for _, draft in unique)

    def guess(self, rendering: str, correction: str, sources: Sequence[str]) -> Guess | None:
        """Return the source term that goes with a rendering; None when none does often enough, or several do."""
        ranked = sorted(
            (
                (
                    self._association(words, rendering),
                    _likeness(words, (rendering, correction)),
                    -len(words),
                    words,
                )
                for words in _shared(sources)
            ),
            reverse=True,
        )
        if not ranked or ranked[0][0] < MIN_ASSOCIATION:
            return None
        association, likeness, _, winner = ranked[0]
        rivals = [words for other, _, _, words in ranked if other == association and not set(words) & set(winner)]
        if rivals and likeness < MIN_LIKENESS:
            return None
        return Guess(words=winner, association=association)

    def _association(self, words: Words, rendering: str) -> float:
        with_rendering = self._drafts.having(fold_words(rendering))
        with_words = self._sources.having(words)
        return 2 * len(with_words & with_rendering) / (len(with_words) + len(with_rendering))


def _likeness(words: Words, texts: Sequence[str]) -> float:
    """Return how much a source term looks like one of the texts, 0 to 100: names do."""
    from rapidfuzz.fuzz import ratio

    return max(ratio(" ".join(words), text.casefold()) for text in texts)


def _shared(sources: Sequence[str]) -> list[Words]:
    """Return the runs of words that all sources have."""
    runs: set[Words] | None = None
    for source in sources:
        words = fold_words(source)
        here = {
            words[start : start + length]
            for length in range(1, MAX_WORDS + 1)
            for start in range(len(words) - length + 1)
        }
        runs = here if runs is None else runs & here
    return sorted(runs or ())


def fold_words(text: str) -> Words:
    """Return the words of a text without regard to case."""
    return tuple(word.of(text).casefold() for word in split_words(text))


def contains(text: Words, words: Words) -> bool:
    """Return whether a text has these words in a row."""
    return any(text[start : start + len(words)] == words for start in range(len(text) - len(words) + 1))
