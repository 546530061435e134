"""Articles, bilingual files or reviews -> rows that a glossary could have; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate import manifest
from translate.articles import FORMATS, read_articles
from translate.document import Document, Term, Translation
from translate.errors import BatchError, TranslateError, TranslationMemoryError
from translate.formats import load_document
from translate.glossary import EMPTY, Glossary, read_glossary
from translate.memory import open_memory
from translate.names import suggest_terms
from translate.proofread import find_documents
from translate.review import suggest_from_reviews
from translate.segment import segment

BILINGUAL = frozenset({".tsv", ".xlsx", ".tmx", ".xlf", ".xliff", ".jsonl"})
"""Endings that are tried as bilingual documents before they are taken for articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A row that somebody may want to add."""

    source: tuple[str, ...]
    target: str
    kind: str
    confidence: float
    """0 to 1."""
    reason: str
    places: tuple[str, ...]
    """Ids of segments."""
    term: Term | None
    """The row; None when a row that is there must be changed by hand instead."""


def propose_from_articles(paths: Sequence[Path], glossary: Path | None) -> tuple[Proposal, ...]:
    """Return English spellings for names that no row of the glossary covers.

    Args:
        paths: Articles, folders of articles, or bilingual files.
        glossary: Term file; None when there is none.

    Raises:
        BatchError: Some files cannot be read.
        GlossaryError: The glossary has errors.
    """
    documents, errors = _read_documents(paths)
    if errors:
        raise BatchError(errors)
    return tuple(
        Proposal(
            source=found.term.source,
            target="|".join(found.term.target),
            kind=found.term.kind,
            confidence=found.confidence,
            reason=found.reason,
            places=tuple(map(str, found.places)),
            term=found.term,
        )
        for found in suggest_terms(documents, _read_glossary(glossary))
    )


def propose_from_reviews(memory: Path, glossary: Path | None) -> tuple[Proposal, ...]:
    """Return the rows that reviewers' corrections ask for.

    Raises:
        TranslationMemoryError: There is no memory, or it cannot be used.
        GlossaryError, BatchError: The glossary has errors.
    """
    if not memory.exists():
        raise TranslationMemoryError("there is no memory here", path=memory, hint="name it with --memory")
    with open_memory(memory) as opened:
        suggestions = suggest_from_reviews(opened, terms=_read_glossary(glossary).terms)
    return tuple(
        Proposal(
            source=found.term.source,
            target="|".join(found.term.target),
            kind=found.term.kind,
            confidence=found.association,
            reason=f"reviewers changed {found.rendering!r} in {len(found.places)} places"
            + (f"; change the row in line {found.existing.line} by hand" if found.existing else ""),
            places=tuple(review.place.segment for review in found.places),
            term=None if found.existing else found.term,
        )
        for found in suggestions
    )


def _read_glossary(path: Path | None) -> Glossary:
    return EMPTY if path is None else read_glossary(path)


def _read_documents(paths: Sequence[Path]) -> tuple[list[Document], list[TranslateError]]:
    """Return bilingual files as they are, and articles as documents without targets."""
    documents: list[Document] = []
    errors: list[TranslateError] = []
    articles: list[Path] = []
    for path in _expand(paths):
        if path.suffix.lower() not in BILINGUAL:
            articles.append(path)
            continue
        try:
            documents.append(load_document(path).document)
        except TranslateError as error:
            if path.suffix.lower() in FORMATS:
                articles.append(path)
            else:
                errors.append(error)
    for item in read_articles(articles):
        if isinstance(item, TranslateError):
            errors.append(item)
        else:
            rows = tuple(Translation(segment=found, target="") for found in segment(item))
            documents.append(Document(name=item.name, translations=rows))
    return documents, errors


def _expand(paths: Sequence[Path]) -> list[Path]:
    """Return paths with the bilingual files in the place of a folder that a run wrote."""
    found: list[Path] = []
    for path in paths:
        is_output = path.is_dir() and (path / manifest.NAME).exists()
        found += find_documents([path]) if is_output else [path]
    return found
