"""Bilingual files, also of other programs -> what a careful editor would notice in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate.checks import DEFAULT, Settings, check_document, check_translation
from translate.consistency import find_inconsistencies
from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.enforce import audit_target
from translate.errors import BatchError, TranslateError
from translate.formats import load_each
from translate.lines import read_pairs
from translate.matching import Matcher

SUFFIXES = frozenset({".tsv", ".xlsx", ".tmx", ".xlf", ".xliff", ".jsonl", ".html", ".docx"})
"""Endings of the bilingual files that are looked for in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding and where it was made."""

    path: Path
    id: str
    """Id of the segment."""
    finding: Finding


def read_all(paths: Sequence[Path]) -> tuple[tuple[Document, ...], tuple[TranslateError, ...]]:
    """Return the documents that can be read, and an error for each file or row that cannot."""
    documents: list[Document] = []
    errors: list[TranslateError] = []
    for reading in load_each(paths):
        if isinstance(reading, TranslateError):
            errors.append(reading)
            continue
        documents.append(reading.document)
        errors += reading.errors
    return tuple(documents), tuple(errors)


def proofread(
    paths: Sequence[Path], settings: Settings = DEFAULT, matcher: Matcher | None = None
) -> Iterator[Remark]:
    """Yield the findings of bilingual files, file by file, then what is inconsistent between them.

    Raises:
        BatchError: Some files, or rows of them, could not be read; raised when the others are done.
    """
    errors: list[TranslateError] = []
    documents: list[Document] = []
    read: list[Path] = []
    for reading in load_each(paths):
        if isinstance(reading, TranslateError):
            errors.append(reading)
            continue
        errors += reading.errors
        documents.append(reading.document)
        read.append(reading.path)
        yield from _proofread_document(reading.path, reading.document, settings, matcher)
    if len(documents) > 1 and not settings.is_off(("consistency",)):
        yield from _compare(read, documents, settings)
    if errors:
        raise BatchError(errors)


def add_findings(document: Document, settings: Settings, matcher: Matcher) -> Document:
    """Return a document with its findings, those of a segment before those of the whole document."""
    findings = [list(check_translation(translation, settings, matcher)) for translation in document.translations]
    for row, finding in check_document(document, settings):
        findings[row].append(finding)
    translations = (
        replace(translation, findings=tuple(found))
        for translation, found in zip(document.translations, findings, strict=True)
    )
    return replace(document, translations=tuple(translations))


def recheck(document: Document, settings: Settings, matcher: Matcher) -> Document:
    """Return a document that people have edited with a new audit of what they wrote, and new findings."""
    translations = (
        translation
        if translation.status == "draft"
        else replace(translation, terms=_audit(translation, matcher), score=None)
        for translation in document.translations
    )
    return add_findings(replace(document, translations=tuple(translations)), settings, matcher)


def _audit(translation: Translation, matcher: Matcher) -> tuple[TermOutcome, ...]:
    source = translation.segment.text
    return audit_target(source, translation.target, matcher.find_matches(source))


def proofread_lines(
    source: Path, target: Path, settings: Settings = DEFAULT, matcher: Matcher | None = None
) -> Iterator[Remark]:
    """Yield the findings of two plain files that are aligned line by line.

    Raises:
        DocumentError: A file cannot be read, or the two differ in their number of lines.
    """
    translations = tuple(
        Translation(segment=Segment(id=f"{source.stem}:{number}.1", text=text), target=translated)
        for number, (text, translated) in enumerate(read_pairs(source, target), 1)
        if text.strip() or translated.strip()
    )
    yield from _proofread_document(
        target, Document(name=source.stem, translations=translations), settings, matcher
    )


def _proofread_document(
    path: Path, document: Document, settings: Settings, matcher: Matcher | None
) -> Iterator[Remark]:
    of_document: dict[int, list[Finding]] = {}
    for row, finding in check_document(document, settings):
        of_document.setdefault(row, []).append(finding)
    for row, translation in enumerate(document.translations):
        for finding in (*check_translation(translation, settings, matcher), *of_document.get(row, ())):
            yield Remark(path=path, id=translation.segment.id, finding=finding)


def _compare(paths: Sequence[Path], documents: Sequence[Document], settings: Settings) -> Iterator[Remark]:
    """Yield what is inconsistent between files; within one file it has been told already."""
    for inconsistency in find_inconsistencies(documents):
        places = [place for variant in inconsistency.variants for place in variant.places]
        if len({place.document for place in places}) < 2:
            continue
        variants = "; ".join(f"“{variant.text}” in {variant.places[0].id}" for variant in inconsistency.variants)
        finding = settings.grade(
            Finding(check="consistency", message=f"{inconsistency.kind}: “{inconsistency.text}”: {variants}")
        )
        if finding is not None:
            yield Remark(path=paths[places[0].document], id=places[0].id, finding=finding)


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """Return the bilingual files that paths name: files as they are, of folders those of one format each.

    A run writes the same article in several formats; of a folder only the TSVs are taken, where there are any.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            tables = sorted(path.glob("*.tsv"))
            files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
            found += tables or files
        else:
            found.append(path)
    return found
