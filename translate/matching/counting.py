"""Matches of a source and a target text -> which occurrence answers which match, and how many are owed.

An occurrence counts once: a term that the source has twice is owed twice, and different terms with the same
target are counted together.
"""

from collections import deque
from collections.abc import Sequence

from translate.document import Span, Term, TermMatch
from translate.language.folding import fold
from translate.matching.honouring import Hit, accepted_forms, find_hits, select_longest


def assign_targets(matches: Sequence[TermMatch], target: str) -> tuple[Span | None, ...]:
    """Give each match of a source its own occurrence in the target.

    Returns:
        For each match, in order, the span of `target` that honours it; None where the target owes it. As many
        matches are served as the occurrences allow, the preferred target and the earlier occurrence first.
    """
    folded = fold(target)
    found: dict[Term, tuple[Hit, ...]] = {}
    for match in matches:
        if match.term not in found:
            hits = select_longest(find_hits(accepted_forms(match.term), folded))
            found[match.term] = tuple(sorted(hits, key=lambda hit: (hit.rank > 0, hit.start)))
    wishes = [found[match.term] for match in matches]
    served = _serve(wishes)
    return tuple(None if hit is None else folded.span(hit.start, hit.stop) for hit in served)


def count_missing(matches: Sequence[TermMatch], target: str) -> int:
    """Return how many of a source's matches the target owes."""
    return sum(span is None for span in assign_targets(matches, target))


def _serve(wishes: Sequence[Sequence[Hit]]) -> list[Hit | None]:
    """Give each wish one of its hits so that no two overlap; as many as augmenting paths can serve."""
    served: list[Hit | None] = [None] * len(wishes)
    holders: dict[int, int] = {}
    """Character of the target -> index of the wish that holds it."""

    def free(wish: int) -> None:
        hit = served[wish]
        if hit is not None:
            for index in range(hit.start, hit.stop):
                del holders[index]
            served[wish] = None

    def take(wish: int, hit: Hit) -> None:
        served[wish] = hit
        holders.update(dict.fromkeys(range(hit.start, hit.stop), wish))

    for wish in sorted(range(len(wishes)), key=lambda wish: len(wishes[wish])):
        path = _find_path(wish, wishes, holders)
        for one, _ in path:
            free(one)
        for one, hit in path:
            take(one, hit)
    return served


def _find_path(wish: int, wishes: Sequence[Sequence[Hit]], holders: dict[int, int]) -> list[tuple[int, Hit]]:
    """Return which wishes take which hits so that one more is served; empty when it cannot be."""
    came_from: dict[int, tuple[int, Hit] | None] = {wish: None}
    queue = deque([wish])
    tried: set[tuple[int, int]] = set()
    while queue:
        one = queue.popleft()
        for hit in wishes[one]:
            if (hit.start, hit.stop) in tried:
                continue
            tried.add((hit.start, hit.stop))
            holding = {holders[index] for index in range(hit.start, hit.stop) if index in holders} - {one}
            if not holding:
                path = _trace(one, hit, came_from)
                return path if len(select_longest(move for _, move in path)) == len(path) else []
            # Where two holders would have to move at once the swap is not tried: it is too rare.
            if len(holding) == 1 and (other := holding.pop()) not in came_from:
                came_from[other] = (one, hit)
                queue.append(other)
    return []


def _trace(wish: int, hit: Hit, came_from: dict[int, tuple[int, Hit] | None]) -> list[tuple[int, Hit]]:
    """Return the moves of a path, the last found first."""
    path = [(wish, hit)]
    step = came_from[wish]
    while step is not None:
        path.append(step)
        step = came_from[step[0]]
    return path
