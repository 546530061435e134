"""The pieces of a hypothesis -> whether the model got stuck in a loop.

A stock model that is given a fragment sometimes repeats one phrase until it is stopped. Such a hypothesis is
decoded again without repeated trigrams; see `translate.engines.sentences`.
"""

from collections.abc import Sequence

LONGEST = 12
"""Longest phrase, in pieces, whose repetition is looked for."""
REPEATS_SHORT = 4
"""A phrase of one or two pieces must follow itself this often to be a loop: `ha ha ha` is not one."""
REPEATS_LONG = 3
"""The same for a longer phrase."""


def is_loop(target: Sequence[str], source: Sequence[str] = ()) -> bool:
    """Return whether some phrase follows itself too often, and more often than any phrase of the source does.

    >>> is_loop("a b c a b c a b c".split())
    True
    >>> is_loop("ha ha ha".split())
    False
    >>> is_loop("no no no no no".split(), "nee nee nee nee nee".split())
    False
    """
    return _repeats(target) and not _repeats(source)


def _repeats(pieces: Sequence[str]) -> bool:
    n_pieces = len(pieces)
    for size in range(1, min(LONGEST, n_pieces // REPEATS_LONG) + 1):
        wanted = size * ((REPEATS_SHORT if size < 3 else REPEATS_LONG) - 1)
        # A run of `wanted` repeats covers one of every `wanted` places: the others need not be looked at.
        for index in range(size + wanted - 1, n_pieces, wanted):
            if pieces[index] == pieces[index - size] and _run(pieces, index, size) >= wanted:
                return True
    return False


def _run(pieces: Sequence[str], index: int, size: int) -> int:
    """Return how many places around `index` repeat what stands `size` places before them."""
    start = stop = index
    while start > size and pieces[start - 1] == pieces[start - 1 - size]:
        start -= 1
    while stop + 1 < len(pieces) and pieces[stop + 1] == pieces[stop + 1 - size]:
        stop += 1
    return stop + 1 - start
