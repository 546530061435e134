"""`config.toml` in, frozen records out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The size of the network."""

    vocabulary: int
    """Pieces, with `</s>`, `<unk>` and `<pad>`."""
    width: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What becomes of the text before training."""

    max_pieces: int
    """Longer sentences are left out."""
    names: int
    """Pairs made with invented names."""
    fragments: int
    """Short pairs made by rule."""
    align_sources: tuple[str, ...]
    """Sources whose pairs get word links, for the guided head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of the training with its own mix of sources."""

    until: float
    """Share of the minutes at which it ends."""
    weights: dict[str, float]
    """How often a pair of a source is seen in one pass; 0.2 is one in five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How the weights are learnt."""

    minutes: float
    """Wall clock; the learning rate reaches zero at its end."""
    workers: int
    """Processes of one thread each, on CPU."""
    tokens: int
    """Padded target tokens of one worker in one step."""
    cuda_tokens: int
    learning_rate: float
    warmup: float
    """Share of the minutes."""
    weight_decay: float
    dropout: float
    label_smoothing: float
    sampled_pieces: int
    """Pieces compared in the softmax besides those that the batch wants; 0 compares all."""
    guided_weight: float
    """Of the guided head's cross entropy against the aligner's links."""
    evaluate_minutes: float
    checkpoint_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One run of the recipe."""

    seed: int
    init: Path | None
    """A MarianMT folder to continue from; None starts at random."""
    shape: Shape
    prepare: Preparation
    train: Training
    stages: tuple[Stage, ...]


def parse_config(text: str) -> Config:
    """Read a configuration from TOML."""
    raw: dict[str, Any] = tomllib.loads(text)
    prepare = raw["prepare"] | {"align_sources": tuple(raw["prepare"]["align_sources"])}
    return Config(
        seed=raw["seed"],
        init=Path(raw["start"]["init"]) if raw["start"]["init"] else None,
        shape=Shape(**raw["shape"]),
        prepare=Preparation(**prepare),
        train=Training(**raw["train"]),
        stages=tuple(Stage(**stage) for stage in raw["stage"]),
    )


def read_config(path: Path = DEFAULT, *, init: Path | None = None) -> Config:
    """Read a configuration file; `init` replaces the model to continue from."""
    config = parse_config(path.read_text(encoding="utf-8"))
    return config if init is None else replace(config, init=init)
