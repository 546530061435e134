"""A source and a reference, line by line -> how good the current settings are on them.

Nothing is remembered: each line is translated anew, as a run without a memory would.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path

from translate import glossary
from translate.document import Segment, Translation
from translate.engines import load_engine
from translate.engines.interface import EngineOptions, Identity
from translate.evaluate import Evaluation, evaluate
from translate.lines import read_pairs
from translate.matching import Matcher
from translate.memory import Draft
from translate.models import find_model
from translate.translator import Sentence, cut_batches, decode_batch, honour_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentOptions:
    """What to translate, with what, and what to compare with."""

    source: Path
    reference: Path
    glossary: Path | None = None
    model: str = "auto"
    engine: str = "auto"
    engine_options: EngineOptions = field(default_factory=EngineOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The figures of one set of settings."""

    identity: Identity
    evaluation: Evaluation
    words: int
    """Source words, counted at white space."""
    seconds: float
    """Wall-clock time of translating, without loading the model."""
    warning: str
    """What a user should know about the model."""


def assess(options: AssessmentOptions) -> Assessment:
    """Translate a file of sentences and compare with its reference.

    Raises:
        DocumentError: A file cannot be read, or the two differ in their number of lines.
        GlossaryError, BatchError: The glossary has errors.
        ModelError: The model cannot be used.
    """
    pairs = read_pairs(options.source, options.reference)
    sources, references = [source for source, _ in pairs], [reference for _, reference in pairs]
    terms = glossary.read_glossary(options.glossary) if options.glossary else glossary.EMPTY
    matcher = Matcher(terms)
    model = find_model(options.model)
    engine = load_engine(options.engine, model, options.engine_options)
    sentences = [Sentence(text=text, matches=matcher.find_matches(text)) for text in sources]
    start = time.perf_counter()
    drafts: dict[str, Draft] = {}
    for batch in cut_batches(list({sentence.text: sentence for sentence in sentences}.values())):
        drafts |= {draft.key.source: draft for draft in honour_terms(batch, decode_batch(batch, engine), engine)}
    seconds = time.perf_counter() - start
    translations = [
        _join(f"{options.source.stem}:1.{number}", drafts[sentence.text])
        for number, sentence in enumerate(sentences, 1)
    ]
    return Assessment(
        identity=engine.identity,
        evaluation=evaluate(translations, [sentence.matches for sentence in sentences], references),
        words=sum(len(text.split()) for text in sources),
        seconds=seconds,
        warning=model.warning,
    )


def _join(segment_id: str, draft: Draft) -> Translation:
    return Translation(
        segment=Segment(id=segment_id, text=draft.key.source),
        target=draft.target,
        terms=draft.terms,
        draft=draft.draft,
        score=draft.score,
    )
