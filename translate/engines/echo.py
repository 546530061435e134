"""The engine without a model: it returns its sources; for tests of everything else.

A piece is a word or a mark between words, so that what aligns by pieces can be tested without weights.
"""

import re
from collections.abc import Sequence

from translate.document import Span
from translate.engines.folder import Model
from translate.engines.interface import Attention, EngineOptions, Hypothesis, Identity

PIECE = re.compile(r"\w+|[^\w\s]")


def load(model: Model | None, options: EngineOptions) -> "EchoEngine":
    """Return the engine; it needs neither a model nor settings."""
    return EchoEngine()


class EchoEngine:
    """An `Engine` whose target is the source."""

    identity = Identity(engine="echo", model="none", revision="none")
    warnings: tuple[str, ...] = ()

    def count_pieces(self, source: str) -> int:
        """Return the number of words and marks, and one for the end."""
        return len(PIECE.findall(source)) + 1

    def can_spell(self, target: str) -> bool:
        """Return True: it can write whatever it can read."""
        return True

    def translate(
        self, sources: Sequence[str], *, n_best: int = 1, prefixes: Sequence[str] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return each source; with a prefix, the prefix and then the source's words after as many as it has."""
        if prefixes is None:
            prefixes = [""] * len(sources)
        return [
            (Hypothesis(text=_continue(source, prefix), score=0.0),)
            for source, prefix in zip(sources, prefixes, strict=True)
        ]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return 0 for each pair."""
        return [0.0] * len(pairs)

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Let the first target piece look at the first source piece, the second at the second, and so on."""
        return [_attend(source, target) for source, target in pairs]


def _continue(source: str, prefix: str) -> str:
    """Return the prefix with the rest of the source after it."""
    if not prefix.strip():
        return source.strip()
    return " ".join((prefix.strip(), *source.split()[len(prefix.split()) :]))


def _attend(source: str, target: str) -> Attention:
    source_spans, target_spans = _spans(source), _spans(target)
    width = len(source_spans)
    return Attention(
        source_spans=source_spans,
        target_spans=target_spans,
        weights=tuple(
            tuple(1.0 if column == min(row, width - 1) else 0.0 for column in range(width))
            for row in range(len(target_spans))
        ),
    )


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(start=match.start(), stop=match.end()) for match in PIECE.finditer(text))
