"""Sentences -> hypotheses: what is the same for every engine that decodes MarianMT pieces.

A `Decoder` knows one library; `SentenceEngine` cuts sentences into pieces, splits those that are too long,
translates equal ones once, has them searched for, and puts text and scores together again.
"""

import math
from collections.abc import Iterator, Sequence

from translate.engines.decoder import Decoder, Draft, Request
from translate.engines.interface import Attention, EngineOptions, Hypothesis, Identity
from translate.engines.mending import Drafts
from translate.engines.pairs import PairReader
from translate.engines.parts import Part, join_parts, split_sentence
from translate.engines.pieces import BLANK, END, Pieces
from translate.engines.searching import Searcher

EXTRA_PIECES = 16
"""How many pieces a target may have on top of `max_target_ratio` times those of the source."""


class SentenceEngine:
    """An `Engine` over a `Decoder`."""

    def __init__(
        self,
        *,
        decoder: Decoder,
        pieces: Pieces,
        identity: Identity,
        options: EngineOptions,
        max_positions: int,
        warnings: tuple[str, ...] = (),
    ) -> None:
        """Put the parts together.

        Args:
            decoder: Knows the library and the weights.
            pieces: Cuts and joins text.
            identity: What the signature says.
            options: Settings; threads and device are the decoder's business.
            max_positions: Most pieces that the model takes.
            warnings: What a user should know about how the model was loaded.
        """
        self.identity = identity
        self.warnings = warnings
        self._pieces = pieces
        self._options = options
        self._max_positions = max_positions
        batch_tokens = options.batch_tokens
        self._pairs = PairReader(
            decoder=decoder, pieces=pieces, batch_tokens=batch_tokens, max_positions=max_positions
        )
        self._searcher = Searcher(
            decoder=decoder, pairs=self._pairs, beam_size=options.beam_size, batch_tokens=batch_tokens
        )

    def count_pieces(self, source: str) -> int:
        """Return the number of source pieces, the end mark included."""
        return self._pieces.count(source)

    def can_spell(self, target: str) -> bool:
        """Return whether the target vocabulary can write `target` without an unknown piece."""
        return self._pieces.can_spell(target)

    def translate(
        self, sources: Sequence[str], *, n_best: int = 1, prefixes: Sequence[str] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; see `Engine.translate`."""
        given = [""] * len(sources) if prefixes is None else [" ".join(prefix.split()) for prefix in prefixes]
        cut = [self._cut(source) for source in sources]
        jobs = [
            [(part.text, prefix if index == 0 else "") for index, part in enumerate(parts)]
            for parts, prefix in zip(cut, given, strict=True)
        ]
        distinct = list(dict.fromkeys(job for group in jobs for job in group))
        found = dict(zip(distinct, self._translate_parts(distinct, n_best), strict=True))
        return [
            found[group[0]] if len(group) == 1 else self._join(parts, [found[job] for job in group])
            for parts, group in zip(cut, jobs, strict=True)
        ]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return the mean log-probability per target piece of given pairs; see `Engine.score`."""
        return self._pairs.score(pairs)

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Return the attention of the guided head for given pairs; see `Engine.attend`."""
        return self._pairs.attend(pairs)

    def _cut(self, source: str) -> tuple[Part, ...]:
        """Split a sentence that the model cannot take whole, or whose target it might not have room for."""
        most = self._max_positions // 2
        # A piece has at least one character: most sentences need not be counted.
        if len(source) < most - 1 or self._pieces.count(source) <= most:
            return (Part(text=source),)
        # Well under what the model takes: none was trained on many sentences of more than some 60 pieces.
        return split_sentence(source, self._pieces.count, max(8, most // 4))

    def _translate_parts(self, parts: list[tuple[str, str]], n_best: int) -> Iterator[tuple[Hypothesis, ...]]:
        """Translate (source, prefix) pairs that are short enough, in order."""
        requests = [self._request(source, prefix) for source, prefix in parts]
        drafts = iter(self._searcher.find([request for request in requests if request is not None], n_best))
        for (_, prefix), request in zip(parts, requests, strict=True):
            if request is None:
                yield (Hypothesis(text=prefix, score=0.0),)
            else:
                yield self._hypotheses(request, prefix, next(drafts))

    def _request(self, source: str, prefix: str) -> Request | None:
        """Return what to decode; None for a source without anything to translate."""
        pieces = self._pieces.encode_source(source)
        if not pieces:
            return None
        forced = self._pieces.encode_target(prefix) if prefix else ()
        limit = int(self._options.max_target_ratio * (len(pieces) + 1)) + EXTRA_PIECES + 1
        limit = max(limit, len(forced) + EXTRA_PIECES)
        most = self._max_positions - 1  # the start mark takes one
        return Request(
            source=(*pieces, END),
            prefix=forced[: most - 1],
            limit=min(limit, most),
        )

    def _hypotheses(self, request: Request, prefix: str, drafts: Drafts) -> tuple[Hypothesis, ...]:
        """Turn drafts into text; of those with the same text the first stays."""
        texts: dict[str, Draft] = {}
        for draft in drafts:
            texts.setdefault(self._text(request, prefix, draft), draft)
        return tuple(
            Hypothesis(text=text, score=min(0.0, draft.score), finished=draft.finished)
            for text, draft in texts.items()
        )

    def _text(self, request: Request, prefix: str, draft: Draft) -> str:
        """Join a draft's pieces; the prefix stands as it was given, even where the vocabulary cannot spell it."""
        if not request.prefix:
            return self._pieces.decode(draft.pieces)
        rest = draft.pieces[len(request.prefix) :]
        text = self._pieces.decode(rest)
        return prefix + (" " if text and rest[0].startswith(BLANK) else "") + text

    def _join(self, parts: tuple[Part, ...], found: list[tuple[Hypothesis, ...]]) -> tuple[Hypothesis, ...]:
        """Join the hypotheses of a sentence's parts, best with best, second with second."""
        joined = []
        for rank in range(max(map(len, found))):
            chosen = [hypotheses[min(rank, len(hypotheses) - 1)] for hypotheses in found]
            lengths = [len(self._pieces.encode_target(hypothesis.text)) + 1 for hypothesis in chosen]
            total = math.fsum(h.score * n for h, n in zip(chosen, lengths, strict=True))
            text = join_parts(parts, tuple(hypothesis.text for hypothesis in chosen))
            finished = all(hypothesis.finished for hypothesis in chosen)
            joined.append(Hypothesis(text=text, score=total / sum(lengths), finished=finished))
        return tuple(joined)
