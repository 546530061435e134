"""Segments in, translations out: memory, then the engine, then the glossary, then the checks.

Each batch that leaves the engine is remembered before the next one starts, so that a run that is killed at any
moment loses at most the batch in flight.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from translate.align import align_words
from translate.document import Segment, Span, TermMatch, Translation
from translate.enforce import Request, audit_target, enforce
from translate.engines.interface import Engine
from translate.matching import Matcher
from translate.memory import Draft, DraftKey, Memory, Plain, Recalled, format_fuzzy, places_of
from translate.signature import Signature, format_signature, terms_digest

BATCH_SEGMENTS = 64
"""Sentences that are decoded, enforced and remembered in one go: what an interruption can cost."""
STRETCH_SEGMENTS = 512
"""Sentences in reading order among which those of like length share a batch."""
AHEAD = 3
"""Batches that are decoded before their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A distinct source text with the terms found in it."""

    text: str
    matches: tuple[TermMatch, ...]

    @property
    def key(self) -> DraftKey:
        """Return what its draft is remembered under."""
        return DraftKey(source=self.text, terms=terms_digest(self.matches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A batch that is done."""

    drafts: Mapping[str, Draft]
    """By source text."""
    remembered: bool
    """Whether they came from memory."""


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

    @property
    def engine(self) -> Engine:
        """Return the engine; it is loaded when the first sentence needs it, not before."""
        if self._engine is None:
            self._engine = self.load_engine()
        return self._engine

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what the engine has to tell the user; nothing when it was not needed."""
        return () if self._engine is None else tuple(getattr(self._engine, "warnings", ()))

    def draft(self, segments: Sequence[Segment]) -> Iterator[Drafted]:
        """Yield the drafts of the distinct sentences of `segments`, remembered ones first, batch by batch.

        Raises:
            ModelError: The engine cannot be loaded.
        """
        texts = dict.fromkeys(segment.text for segment in segments)
        sentences = [Sentence(text=text, matches=self.matcher.find_matches(text)) for text in texts]
        signature = format_signature(self.signature, glossary=False)
        remembered: dict[str, Draft] = {}
        if not self.fresh:
            known = self.memory.recall_drafts(signature, [sentence.key for sentence in sentences])
            remembered = {
                sentence.text: draft
                for sentence, draft in zip(sentences, known, strict=True)
                if draft is not None
            }
            yield Drafted(drafts=remembered, remembered=True)
        # Cut before what is remembered is left out: a run that goes on makes the batches of one that was not
        # stopped, and int8 arithmetic may decide a near-tie differently in other company.
        cut = cut_batches(sentences)
        rest = ([sentence for sentence in batch if sentence.text not in remembered] for batch in cut)
        batches = [batch for batch in rest if batch]
        for batch, plain in self._decode(signature, batches) if batches else ():
            drafts = honour_terms(batch, plain, self.engine)
            self.memory.store_drafts(signature, drafts)
            yield Drafted(drafts={draft.key.source: draft for draft in drafts}, remembered=False)

    def _decode(
        self, signature: str, batches: Sequence[Sequence[Sentence]]
    ) -> Iterator[tuple[Sequence[Sentence], dict[str, Plain]]]:
        """Yield batches with what the model writes for them.

        The next batch is decoded while the caller works on the one it has, so that the engine is never idle.
        """
        engine = self.engine
        known = [self._recall_plain(signature, batch) for batch in batches]
        # Two callers keep both workers of CTranslate2 busy; transformers is not made for more than one.
        callers = 2 if engine.identity.engine.startswith("ctranslate2") else 1
        with ThreadPoolExecutor(max_workers=callers) as pool:
            ahead = deque(
                pool.submit(decode_batch, batch, engine, plain)
                for batch, plain in zip(batches[:AHEAD], known, strict=False)
            )
            for number, batch in enumerate(batches):
                plain = ahead.popleft().result()
                if number + AHEAD < len(batches):
                    following = number + AHEAD
                    ahead.append(pool.submit(decode_batch, batches[following], engine, known[following]))
                try:
                    yield batch, plain
                except BaseException:
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise

    def _recall_plain(self, signature: str, batch: Sequence[Sentence]) -> dict[str, Plain]:
        """Return what the model wrote for sentences of which only the terms have changed since."""
        if self.fresh:
            return {}
        known = self.memory.recall_plain(signature, [sentence.text for sentence in batch])
        return {plain.source: plain for plain in known if plain is not None}

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
            if draft.target in known.rejected:
                return replace(translation, status="rejected")
            return replace(translation, note=known.note or self._suggest(segment.text))
        target = known.review.target
        terms = audit_target(segment.text, target, self.matcher.find_matches(segment.text))
        return replace(translation, target=target, terms=terms, status="reviewed", score=None)

    def align(self, translations: Iterable[Translation]) -> dict[str, tuple[tuple[Span, Span], ...]]:
        """Return the word links of translations by the ids of their segments; empty targets have none."""
        rows = [row for row in translations if row.target.strip() and row.target != row.segment.text]
        attention = self.engine.attend([(row.segment.text, row.target) for row in rows]) if rows else []
        return {
            row.segment.id: tuple(
                (link.source, link.target) for link in align_words(weights, row.segment.text, row.target)
            )
            for row, weights in zip(rows, attention, strict=True)
        }

    def _suggest(self, source: str) -> str:
        """Return a note on the reviewed sentence that is most like a new one; empty when none is like it."""
        return next(map(format_fuzzy, self.memory.fuzzy(source, limit=1)), "")


def cut_batches(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Yield batches of sentences of like length, stretch by stretch: articles are finished in their order."""
    for begin in range(0, len(sentences), STRETCH_SEGMENTS):
        stretch = sentences[begin : begin + STRETCH_SEGMENTS]
        ordered = sorted(stretch, key=lambda sentence: (-len(sentence.text), sentence.text))
        for start in range(0, len(ordered), BATCH_SEGMENTS):
            yield ordered[start : start + BATCH_SEGMENTS]


def decode_batch(
    batch: Sequence[Sentence], engine: Engine, known: Mapping[str, Plain] | None = None
) -> dict[str, Plain]:
    """Return what the model writes for distinct sentences, by source.

    Args:
        batch: Distinct sentences.
        engine: Decodes them.
        known: What the model wrote for some of them before; these are not decoded again.
    """
    plain = dict(known or {})
    unknown = [sentence.text for sentence in batch if sentence.text not in plain]
    for source, hypotheses in zip(unknown, engine.translate(unknown) if unknown else (), strict=True):
        best = hypotheses[0]
        plain[source] = Plain(source=source, draft=best.text, draft_score=_round(best.score))
    return plain


def honour_terms(batch: Sequence[Sentence], plain: Mapping[str, Plain], engine: Engine) -> list[Draft]:
    """Return the drafts of a batch, each honouring the terms of its sentence where that can be done."""
    requests = [
        Request(
            source=sentence.text,
            draft=plain[sentence.text].draft,
            score=plain[sentence.text].draft_score,
            matches=sentence.matches,
        )
        for sentence in batch
    ]
    return [
        Draft(
            key=sentence.key,
            draft=request.draft,
            draft_score=request.score,
            target=outcome.target,
            score=_round(outcome.score),
            terms=outcome.terms,
        )
        for sentence, request, outcome in zip(batch, requests, enforce(requests, engine), strict=True)
    ]


def _round(score: float | None) -> float | None:
    """Return a score without the digits that depend on what else was in the batch."""
    return None if score is None else round(score, 3)
