"""A model's vocabulary -> the part of it that a fast converted model keeps.

An OPUS-MT model has one vocabulary over two piece models. Its targets were cut by `target.spm` alone, so it never
learnt to write a piece that only `source.spm` has; yet the output layer weighs all of them at every step, which
takes most of the time of decoding. Only what `target.spm` can give is kept for targets, and what `source.spm` can
give for sources: names and numbers are spelt as before.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from translate.engines.folder import Config
from translate.engines.pieces import Pieces, read_vocabulary

WORTHWHILE = 0.9
"""Rows are left out only where less than this share of them is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows of the embeddings a converted model keeps, by id."""

    source: list[int]
    target: list[int]


def choose_rows(folder: Path, config: Config, *, exact: bool) -> Rows:
    """Choose the rows to keep; the padding piece has no use in CTranslate2.

    Args:
        folder: The model.
        config: Its configuration.
        exact: Keep every row, so that the arithmetic is that of the reference engine.
    """
    names = {index: piece for piece, index in read_vocabulary(folder).items()}
    every = [index for index in range(config.vocabulary_size) if index != config.pad_id]
    if exact:
        return Rows(source=every, target=every)
    pieces = Pieces(folder)
    kept = []
    for known in (pieces.list_source(), pieces.list_target()):
        rows = [index for index in every if names.get(index, "") in known or index == config.end_id]
        kept.append(rows if len(rows) < WORTHWHILE * len(every) else every)
    return Rows(source=kept[0], target=kept[1])


def list_vocabularies(folder: Path, rows: Rows) -> dict[str, bytes]:
    """Return the vocabulary files: pieces in the order of the rows."""
    names = {index: piece for piece, index in read_vocabulary(folder).items()}
    source, target = (
        json.dumps([names.get(index, f"<unused{index}>") for index in chosen], indent=2).encode()
        for chosen in (rows.source, rows.target)
    )
    if source == target:
        return {"shared_vocabulary.json": source}
    return {"source_vocabulary.json": source, "target_vocabulary.json": target}
