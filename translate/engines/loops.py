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
        run = 0
        for index in range(size, n_pieces):
            run = run + 1 if pieces[index] == pieces[index - size] else 0
            if run == wanted:
                return True
    return False
