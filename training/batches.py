"""A corpus and a mix of sources in, one pass of padded batches out, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.corpus import Corpus, Ragged
from training.network import Batch

Rows = NDArray[np.int64]
STEP = 4
"""Lengths are padded to a multiple of this, so that few shapes occur."""


def draw_rows(corpus: Corpus, weights: Mapping[str, float], rng: np.random.Generator) -> Rows:
    """Draw the rows of one pass: each as often as the weight of its source says, a fraction being a chance."""
    wanted = np.asarray([weights.get(origin, 0.0) for origin in corpus.origins])[corpus.origin]
    times = np.floor(wanted + rng.random(len(corpus))).astype(np.int64)
    return np.repeat(np.arange(len(corpus)), times)


def cut_batches(corpus: Corpus, rows: Rows, tokens: int, rng: np.random.Generator) -> list[Rows]:
    """Sort rows by length and cut them where another row would pad the batch beyond `tokens`; then shuffle."""
    source, target = corpus.source.lengths[rows], corpus.target.lengths[rows]
    longest = -(-np.maximum(source, target) // STEP) * STEP
    rows = rows[np.lexsort((rng.random(len(rows)), source, longest))]
    sizes = -(-np.maximum(corpus.source.lengths[rows], corpus.target.lengths[rows]) // STEP) * STEP
    batches: list[Rows] = []
    start = 0
    while start < len(rows):
        stop = min(start + max(1, tokens // int(sizes[start])), len(rows))
        stop = min(stop, start + max(1, tokens // int(sizes[stop - 1])))
        batches.append(rows[start:stop])
        start = stop
    return [batches[index] for index in rng.permutation(len(batches))]


def pass_batches(
    corpus: Corpus, weights: Mapping[str, float], tokens: int, seed: Sequence[int], worker: int, workers: int
) -> list[Rows]:
    """Return one worker's batches of one pass; every worker gets as many."""
    rng = np.random.default_rng(seed)
    batches = cut_batches(corpus, draw_rows(corpus, weights, rng), tokens, rng)
    if len(batches) < workers:
        batches = batches * workers
    return batches[worker : len(batches) // workers * workers : workers]


def _pad(side: Ragged, rows: Rows, fill: int, device: torch.device) -> Tensor:
    length = -(-int(side.lengths_of(rows).max()) // STEP) * STEP
    held = np.full((len(rows), length), fill, dtype=np.int64)
    for index, row in enumerate(rows):
        ids = side[row]
        held[index, : len(ids)] = ids
    return torch.from_numpy(held).to(device)


def _links(corpus: Corpus, rows: Rows) -> tuple[Tensor, Tensor] | None:
    found: list[NDArray[np.int64]] = []
    shares: list[NDArray[np.float32]] = []
    for index, row in enumerate(rows):
        links = corpus.links[row].astype(np.int64).reshape(-1, 2)
        if len(links):
            found.append(np.column_stack([np.full(len(links), index), links[:, 1], links[:, 0]]))
            shares.append((1.0 / np.bincount(links[:, 1])[links[:, 1]]).astype(np.float32))
    if not found:
        return None
    return torch.from_numpy(np.concatenate(found)), torch.from_numpy(np.concatenate(shares))


def collate(corpus: Corpus, rows: Rows, pad: int, device: torch.device) -> Batch:
    """Pad rows to one batch."""
    links = _links(corpus, rows)
    return Batch(
        source=_pad(corpus.source, rows, pad, device),
        target=_pad(corpus.target, rows, pad, device),
        links=None if links is None else links[0].to(device),
        link_weights=None if links is None else links[1].to(device),
    )
