"""Sources with given targets -> scores and attention, by one teacher-forced pass.

A pair that is longer than the model takes is cut evenly into stretches that belong together: its score is the
mean over them, and a target piece looks only at its own stretch of the source.
"""

from collections.abc import Sequence

from translate.document import Span
from translate.engines.decoder import Decoder, Pair, Weights, run_sorted
from translate.engines.interface import Attention
from translate.engines.parts import split_evenly
from translate.engines.pieces import END, Pieces

SpanPair = tuple[Span, Span]
"""A stretch of a source and the stretch of its target that goes with it."""


class PairReader:
    """Scores and aligns pairs with one decoder."""

    def __init__(self, *, decoder: Decoder, pieces: Pieces, batch_tokens: int, max_positions: int) -> None:
        """Put the parts together; see `translate.engines.sentences.SentenceEngine`."""
        self._decoder = decoder
        self._pieces = pieces
        self._batch_tokens = batch_tokens
        self._most = max_positions - 2
        """Pieces that a stretch may have: the end mark and the start mark take two."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the mean log-probability per target piece, the end mark included."""
        cut = [self._cut(source, target) for source, target in pairs]
        flat = self._flatten(pairs, cut)
        scores = iter(self.score_pieces(flat))
        lengths = iter([len(pair.target) + 1 for pair in flat])
        results = []
        for spans in cut:
            weighted = [(next(scores), next(lengths)) for _ in spans]
            results.append(sum(score * n for score, n in weighted) / sum(n for _, n in weighted))
        return results

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Return the attention of the guided head."""
        cut = [self._cut(source, target) for source, target in pairs]
        flat = self._flatten(pairs, cut)
        weights = iter(run_sorted(flat, _lengths(flat), self._batch_tokens, self._decoder.attend))
        return [
            self._join(source, target, spans, [next(weights) for _ in spans])
            for (source, target), spans in zip(pairs, cut, strict=True)
        ]

    def score_pieces(self, pairs: Sequence[Pair]) -> list[float]:
        """Score pairs that the model takes whole."""
        scores = run_sorted(pairs, _lengths(pairs), self._batch_tokens, self._decoder.score)
        return [min(0.0, score) for score in scores]

    def _flatten(self, pairs: Sequence[tuple[str, str]], cut: list[list[SpanPair]]) -> list[Pair]:
        """Return all stretches of all pairs in pieces."""
        return [
            Pair(
                source=(*self._pieces.encode_source(source_span.of(source)), END),
                target=self._pieces.encode_target(target_span.of(target)),
            )
            for (source, target), spans in zip(pairs, cut, strict=True)
            for source_span, target_span in spans
        ]

    def _cut(self, source: str, target: str) -> list[SpanPair]:
        """Return the stretches that are scored together; one, unless the model cannot take the pair whole."""
        n_parts = 1
        while True:
            spans = list(zip(split_evenly(source, n_parts), split_evenly(target, n_parts), strict=True))
            if all(self._fits(source, target, pair) for pair in spans) or n_parts > len(source + target):
                return spans
            n_parts *= 2

    def _fits(self, source: str, target: str, spans: SpanPair) -> bool:
        if len(source) < self._most and len(target) < self._most:  # a piece has at least one character
            return True
        n_source = self._pieces.count(spans[0].of(source))
        return n_source <= self._most and len(self._pieces.encode_target(spans[1].of(target))) <= self._most

    def _join(self, source: str, target: str, spans: list[SpanPair], weights: list[Weights]) -> Attention:
        """Put the attention of a pair's stretches together, each in its own block."""
        source_blocks = [_moved(self._pieces.source_spans(span.of(source)), span.start) for span, _ in spans]
        target_blocks = [_moved(self._pieces.target_spans(span.of(target)), span.start) for _, span in spans]
        width = sum(map(len, source_blocks))
        rows: list[tuple[float, ...]] = []
        before = 0
        for block, matrix in zip(source_blocks, weights, strict=True):
            after = width - before - len(block)
            rows.extend((*(0.0,) * before, *row, *(0.0,) * after) for row in matrix)
            before += len(block)
        return Attention(
            source_spans=tuple(span for block in source_blocks for span in block),
            target_spans=tuple(span for block in target_blocks for span in block),
            weights=tuple(rows),
        )


def _lengths(pairs: Sequence[Pair]) -> list[int]:
    return [len(pair.source) + len(pair.target) for pair in pairs]


def _moved(spans: tuple[Span, ...], start: int) -> tuple[Span, ...]:
    """Return spans of a stretch as spans of the text it was cut from."""
    return tuple(Span(start=span.start + start, stop=span.stop + start) for span in spans) if start else spans
