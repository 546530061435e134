"""Encoded pairs as flat arrays on disk: what `prepare` writes and `train` reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint16]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ragged:
    """Rows of different length, end to end."""

    flat: NDArray[np.uint16]
    starts: Offsets
    """Where each row starts; one more than there are rows."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> Ids:
        """Return one row."""
        return self.flat[self.starts[row] : self.starts[row + 1]]

    @property
    def lengths(self) -> Offsets:
        """The length of every row."""
        return np.diff(self.starts)

    def lengths_of(self, rows: NDArray[np.int64]) -> Offsets:
        """Return the lengths of some rows."""
        return self.starts[rows + 1] - self.starts[rows]


def ragged(rows: Iterable[Sequence[int]]) -> Ragged:
    """Lay rows end to end.

    >>> ragged([[5, 6], [7]])[1].tolist()
    [7]
    """
    held = [np.asarray(row, dtype=np.uint16) for row in rows]
    starts = np.zeros(len(held) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in held], out=starts[1:])
    return Ragged(flat=np.concatenate(held) if held else np.zeros(0, np.uint16), starts=starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All pairs of a run."""

    source: Ragged
    target: Ragged
    origins: tuple[str, ...]
    """Names of the sources."""
    origin: NDArray[np.uint8]
    """Index into `origins`, of every pair."""
    links: Ragged
    """Piece links of every pair, as source, target, source, target; an empty row where none were made."""

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.source)


def write_corpus(path: Path, corpus: Corpus) -> None:
    """Write the pairs without their links."""
    np.savez(
        path,
        source=corpus.source.flat,
        source_starts=corpus.source.starts,
        target=corpus.target.flat,
        target_starts=corpus.target.starts,
        origins=np.asarray(corpus.origins),
        origin=corpus.origin,
    )


def write_links(path: Path, links: Ragged) -> None:
    """Write the links of a corpus."""
    np.savez(path, flat=links.flat, starts=links.starts)


def read_corpus(work: Path) -> Corpus:
    """Read `pairs.npz`, and `links.npz` where an aligner has written it."""
    with np.load(work / "pairs.npz") as held:
        source = Ragged(flat=held["source"], starts=held["source_starts"])
        target = Ragged(flat=held["target"], starts=held["target_starts"])
        origins, origin = tuple(held["origins"].tolist()), held["origin"]
    links = Ragged(flat=np.zeros(0, np.uint16), starts=np.zeros(len(source) + 1, np.int64))
    if (work / "links.npz").exists():
        with np.load(work / "links.npz") as held:
            links = Ragged(flat=held["flat"], starts=held["starts"])
    return Corpus(source=source, target=target, origins=origins, origin=origin, links=links)
