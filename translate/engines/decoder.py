"""What an engine's library must do: the records and the protocol between sentences and tensors.

A `Decoder` knows one library and works on batches of pieces; `translate.engines.sentences` does the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

ITEM = TypeVar("ITEM")
RESULT = TypeVar("RESULT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One sentence, or part of one, for a decoder."""

    source: tuple[str, ...]
    """Pieces, the end mark included."""
    prefix: tuple[str, ...] = ()
    """Pieces that the target must begin with."""
    limit: int
    """Most pieces of the target, prefix and end mark included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How a decoder searches."""

    beam_size: int
    n_best: int
    banned_repeat: int = 0
    """Phrases of this many pieces may not come twice; 0 for no such rule."""
    bans_unknown: bool = False
    """Whether the unknown piece may not be written; a rule that costs time and is seldom needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A hypothesis in pieces."""

    pieces: tuple[str, ...]
    """The prefix included, the end mark left out."""
    score: float
    """Mean log-probability per piece after the prefix, the end mark included, as the search counts it."""
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source and a given target in pieces, the source with its end mark and the target without."""

    source: tuple[str, ...]
    target: tuple[str, ...]


Weights = tuple[tuple[float, ...], ...]
"""[target piece][source piece], end marks left out."""


class Decoder(Protocol):
    """What an engine's library must do; results come in the order of the batches and of the items in them."""

    def decode(self, batches: Sequence[Sequence[Request]], search: Search) -> Iterator[list[tuple[Draft, ...]]]:
        """Decode; at most `search.n_best` drafts a request, the best one first, at least one."""
        ...

    def follow(self, batches: Sequence[Sequence[Request]], n_next: int) -> Iterator[list[tuple[str, ...]]]:
        """Return the `n_next` likeliest pieces after each prefix, the likeliest first."""
        ...

    def score(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[float]]:
        """Return mean log-probabilities per target piece, the end mark included."""
        ...

    def attend(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[Weights]]:
        """Return the attention of the guided head: last decoder layer, cross-attention head 0."""
        ...


def run_sorted(
    items: Sequence[ITEM],
    lengths: Sequence[int],
    batch_tokens: int,
    run: Callable[[Sequence[Sequence[ITEM]]], Iterator[list[RESULT]]],
) -> list[RESULT]:
    """Run items in batches of similar length, the longest first; return the results in the items' order.

    Args:
        items: What to run.
        lengths: Pieces of each item.
        batch_tokens: Upper bound of a batch: number of items times the longest of its lengths.
        run: Takes all batches and yields the results of each.
    """
    order = sorted(range(len(items)), key=lambda index: -lengths[index])
    batches: list[list[ITEM]] = []
    longest = 0
    for index in order:
        if not batches or (len(batches[-1]) + 1) * longest > batch_tokens:
            batches.append([])
            longest = lengths[index]
        batches[-1].append(items[index])
    results = (result for group in run(batches) for result in group)
    found = dict(zip(order, results, strict=True))
    return [found[index] for index in range(len(items))]
