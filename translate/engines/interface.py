"""What an engine promises; the rest of the program knows no more about models than this file.

An engine turns sentences into hypotheses with one model, one beam size and one device, fixed when it is made.
It never drops or truncates text: a sentence longer than the model takes is split at clause boundaries,
translated in parts and joined again. With float32 weights the same source gives the same text whatever else is in
the batch; int8 rounds, and may decide a near-tie differently in other company.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from translate.document import Span


def _say_nothing(message: str) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """Settings of an engine; all but `threads`, `batch_tokens` and `notify` stand in the signature of a run."""

    beam_size: int = 4
    batch_tokens: int = 2048
    """Upper bound of a batch: number of sentences times the pieces of the longest one."""
    device: str = "auto"
    """`auto`, `cpu`, `cuda`, `cuda:0`, `mps`."""
    threads: int = 0
    """Processor threads in all; 0 means one per core."""
    max_target_ratio: float = 3.0
    """Targets longer than this many pieces per source piece (plus 16) are stopped: only loops are that long."""
    notify: Callable[[str], None] = field(default=_say_nothing, compare=False, repr=False)
    """Is told, in a sentence for the user, what takes long; the default does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a signature says of an engine and its model."""

    engine: str
    """E.g. `transformers`, `ctranslate2-int8`, `echo`."""
    model: str
    """Hub name, `built-in`, or the name of a folder."""
    revision: str
    """Commit of the hub, or the first 12 hex digits of the SHA-256 of the weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One translation of a sentence."""

    text: str
    score: float
    """Mean log-probability per target piece, the end mark included; at most 0."""
    finished: bool = True
    """False when decoding was stopped at the length limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Attention of the guided head: how much each target piece looked at each source piece."""

    source_spans: tuple[Span, ...]
    """Characters of each source piece in the source text; the end mark is left out."""
    target_spans: tuple[Span, ...]
    """Characters of each target piece in the target text; the end mark is left out."""
    weights: tuple[tuple[float, ...], ...]
    """[target piece][source piece], each row at most 1 in sum (the end mark's share is left out)."""


class Engine(Protocol):
    """A translation model that is loaded and ready."""

    @property
    def identity(self) -> Identity:
        """Return what the signature says of it."""
        ...

    def count_pieces(self, source: str) -> int:
        """Return the number of source pieces, the end mark included; what batches are measured in."""
        ...

    def can_spell(self, target: str) -> bool:
        """Return whether the target vocabulary can write `target` without an unknown piece."""
        ...

    def translate(
        self, sources: Sequence[str], *, n_best: int = 1, prefixes: Sequence[str] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences.

        Args:
            sources: Sentences, one line each.
            n_best: How many hypotheses a sentence; more than the beam size is raised to it by a wider beam.
            prefixes: For each source the text its target must begin with, word for word; "" for none.
                A prefix ends at a word boundary. The text of a hypothesis includes it.

        Returns:
            For each source, in order, 1 to `n_best` hypotheses, the best one first.
        """
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return for each (source, target) the mean log-probability per target piece, the end mark included."""
        ...

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Return for each (source, target) the attention of the guided head, by one teacher-forced pass."""
        ...
