"""Segments in, translations out: memory, then the engine, then the glossary, then the checks.

Each batch that leaves the engine is remembered before the next one starts, so that a run that is killed at any
moment loses at most the batch in flight.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate.document import Segment, TermMatch, Translation
from translate.enforce import Request, audit_target, enforce
from translate.engines.interface import Engine
from translate.matching import Matcher
from translate.memory import Draft, DraftKey, Memory, Recalled, places_of
from translate.signature import Signature, format_signature, terms_digest

BATCH_SEGMENTS = 256
"""Sentences that are decoded, enforced and remembered in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A distinct source text with the terms found in it."""

    text: str
    matches: tuple[TermMatch, ...]

    @property
    def key(self) -> DraftKey:
        """Return what its draft is remembered under."""
        return DraftKey(source=self.text, terms=terms_digest(self.matches))


@dataclass(slots=True, kw_only=True)
class Translator:
    """Everything that turns a segment into a translation, kept for the length of a run."""

    load_engine: Callable[[], Engine]
    matcher: Matcher
    memory: Memory
    signature: Signature
    fresh: bool = False
    """Whether remembered drafts are passed over; reviewed translations always count."""
    _engine: Engine | None = field(default=None, init=False)

    def draft(self, segments: Sequence[Segment]) -> Iterator[dict[str, Draft]]:
        """Yield the drafts of the distinct sentences of `segments`, remembered ones first, batch by batch.

        Raises:
            ModelError: The engine cannot be loaded.
        """
        texts = dict.fromkeys(segment.text for segment in segments)
        sentences = [Sentence(text=text, matches=self.matcher.find_matches(text)) for text in texts]
        signature = format_signature(self.signature, glossary=False)
        if not self.fresh:
            known = self.memory.recall_drafts(signature, [sentence.key for sentence in sentences])
            remembered = {
                sentence.text: draft
                for sentence, draft in zip(sentences, known, strict=True)
                if draft is not None
            }
            yield remembered
            sentences = [sentence for sentence in sentences if sentence.text not in remembered]
        for batch in self._batches(sentences):
            drafts = self._translate(batch)
            self.memory.store_drafts(signature, drafts)
            yield {draft.key.source: draft for draft in drafts}

    def _batches(self, sentences: list[Sentence]) -> Iterator[list[Sentence]]:
        """Yield batches of sentences of like length, the longest first."""
        if not sentences:
            return
        engine = self.engine
        ordered = sorted(sentences, key=lambda sentence: (-engine.count_pieces(sentence.text), sentence.text))
        for start in range(0, len(ordered), BATCH_SEGMENTS):
            yield ordered[start : start + BATCH_SEGMENTS]

    def _translate(self, batch: Sequence[Sentence]) -> list[Draft]:
        """Decode a batch and make it honour its terms."""
        hypotheses = [best[0] for best in self.engine.translate([sentence.text for sentence in batch])]
        requests = [
            Request(source=sentence.text, draft=best.text, score=best.score, matches=sentence.matches)
            for sentence, best in zip(batch, hypotheses, strict=True)
        ]
        outcomes = enforce(requests, self.engine)
        return [
            Draft(
                key=sentence.key,
                draft=best.text,
                draft_score=best.score,
                target=outcome.target,
                score=outcome.score,
                terms=outcome.terms,
            )
            for sentence, best, outcome in zip(batch, hypotheses, outcomes, strict=True)
        ]

    @property
    def engine(self) -> Engine:
        """Return the engine; it is loaded when the first sentence needs it, not before."""
        if self._engine is None:
            self._engine = self.load_engine()
        return self._engine

    def join(self, segments: Sequence[Segment], drafts: Mapping[str, Draft]) -> tuple[Translation, ...]:
        """Return the translations of one article's segments; what a reviewer wrote wins over a draft."""
        recalled = self.memory.recall(places_of(segments))
        return tuple(
            self._choose(segment, drafts[segment.text], known)
            for segment, known in zip(segments, recalled, strict=True)
        )

    def _choose(self, segment: Segment, draft: Draft, known: Recalled) -> Translation:
        """Return a reviewer's target, or the draft; a draft that was rejected says so."""
        translation = Translation(
            segment=segment,
            target=draft.target,
            terms=draft.terms,
            note=known.note,
            draft=draft.draft,
            score=draft.score,
        )
        if known.review is None:
            rejected = draft.target in known.rejected
            return replace(translation, status="rejected") if rejected else translation
        target = known.review.target
        terms = audit_target(segment.text, target, self.matcher.find_matches(segment.text))
        return replace(translation, target=target, terms=terms, status="reviewed", score=None)
