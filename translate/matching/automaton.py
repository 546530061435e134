"""Many patterns -> where any of them occurs in a text, in one pass, however many there are."""

from collections.abc import Iterable, Iterator


class Automaton:
    """An Aho-Corasick automaton over a fixed set of patterns.

    >>> list(Automaton(["rim", "krim"]).find("de krim"))
    [(3, 7, 1), (4, 7, 0)]
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Build it; patterns are not empty, and each is given once."""
        import ahocorasick  # type: ignore[import-not-found]  # it has neither stubs nor annotations

        self._found = ahocorasick.Automaton(ahocorasick.STORE_ANY)
        for index, pattern in enumerate(patterns):
            self._found.add_word(pattern, (len(pattern), index))
        self._is_empty = len(self._found) == 0
        if not self._is_empty:
            self._found.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield start, stop and the pattern's index of every occurrence, overlapping ones too."""
        if self._is_empty:
            return
        for last, (length, index) in self._found.iter(text):
            yield last + 1 - length, last + 1, index
