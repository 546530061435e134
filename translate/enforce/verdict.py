"""Whether a target honours the terms of its sentence: what is missing, what leaked, what is forbidden.

Each occurrence is counted once. Two terms that share a target are counted together, and a long target that
contains a short one counts for the long one only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.document import Span, Term, TermMatch
from translate.matching import assign_targets, find_forbidden, find_leaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Words in the target that must go."""

    index: int
    """Which of the sentence's matches it is about."""
    span: Span
    """Offsets into the target."""
    leaked: bool
    """True for the source form left in the target, False for a forbidden target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is right and what is wrong with a target."""

    places: tuple[Span | None, ...]
    """For each match, in their order, where its target stands; None when it is missing."""
    flaws: tuple[Flaw, ...]
    """In the order of the target; none of them twice."""

    @property
    def n_problems(self) -> int:
        """Return how many occurrences are missing and how many flaws there are; 0 when all is well."""
        return sum(place is None for place in self.places) + len(self.flaws)

    def failing(self) -> tuple[int, ...]:
        """Return the indices of the matches that are missing or have a flaw, in order."""
        flawed = {flaw.index for flaw in self.flaws}
        return tuple(i for i, place in enumerate(self.places) if place is None or i in flawed)


def judge(source: str, target: str, matches: Sequence[TermMatch]) -> Verdict:
    """Say for each term of a sentence where its target stands, and what must not stand there."""
    if not matches:
        return Verdict(places=(), flaws=())
    places = _pair_up(assign_targets(matches, target), matches, len(target) / max(len(source), 1))
    owners = _find_owners(places, matches)
    flaws: dict[Span, Flaw] = {}
    for term, index in owners.items():
        for _, span in find_forbidden(term, target):
            flaws.setdefault(span, Flaw(index=index, span=span, leaked=False))
    for match, span in find_leaks(matches, target):
        flaws.setdefault(span, Flaw(index=owners[match.term], span=span, leaked=True))
    kept = [flaw for flaw in flaws.values() if not any(_inside(flaw.span, place) for place in places)]
    return Verdict(places=places, flaws=tuple(sorted(kept, key=lambda flaw: (flaw.span, flaw.index))))


def _find_owners(places: Sequence[Span | None], matches: Sequence[TermMatch]) -> dict[Term, int]:
    """Return for each term the match that its flaws are counted to.

    A missing occurrence comes first: it is the one that a flaw is most likely the rendering of.
    """
    owners: dict[Term, int] = {}
    for index in sorted(range(len(matches)), key=lambda index: (places[index] is not None, index)):
        owners.setdefault(matches[index].term, index)
    return owners


def _pair_up(
    places: Sequence[Span | None], matches: Sequence[TermMatch], ratio: float
) -> tuple[Span | None, ...]:
    """Where a target stands less often than its term, give each place to the nearest occurrence.

    Args:
        places: As many as there are, given to the first occurrences.
        matches: The terms of the sentence.
        ratio: Length of the target over length of the source.
    """
    groups: dict[Term, list[int]] = {}
    for index, match in enumerate(matches):
        groups.setdefault(match.term, []).append(index)
    paired: list[Span | None] = list(places)
    for group in groups.values():
        spans = sorted(span for index in group if (span := places[index]) is not None)
        if len(group) == len(spans):
            continue
        for index in group:
            paired[index] = None
        first = 0
        for n_placed, span in enumerate(spans):
            last = len(group) - (len(spans) - n_placed)
            distances = [abs(matches[group[k]].span.start * ratio - span.start) for k in range(first, last + 1)]
            nearest = first + distances.index(min(distances))
            paired[group[nearest]] = span
            first = nearest + 1
    return tuple(paired)


def _inside(span: Span, place: Span | None) -> bool:
    """Return whether a stretch is part of a target that is right."""
    return place is not None and place.start <= span.start and span.stop <= place.stop
