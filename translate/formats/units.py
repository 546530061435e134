"""What TMX and XLIFF have in common: a unit with an id, two texts, notes and properties; a document made of them.

A unit is ours if its id is one that we give. In a file that has such units, those of other programs are kept out
and counted; a file that has none is taken whole, its segments numbered in their order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from translate.document import Document, Finding, Segment, Status, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import cells, columns
from translate.formats.interface import Loss, Reading, Row
from translate.formats.xml_text import find_forbidden, replace_forbidden

_OURS = re.compile(r".+:\d+\.\d+", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One pair of texts of a TMX or XLIFF file."""

    id: str
    """As the file has it; empty when it has none."""
    source: str
    target: str | None
    """None when the file has no target in our language."""
    status: Status = "draft"
    terms: str = ""
    """As in the column `terms`."""
    findings: str = ""
    """As in the column `findings`."""
    note: str = ""
    draft: str | None = None
    line: int = 0
    problem: str = ""
    """Why it cannot be used; empty when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself."""

    name: str = ""
    source_language: str = "nl"
    target_language: str = "en"
    signature: str = ""


def to_unit(translation: Translation, losses: list[Loss]) -> Unit:
    """Return a translation as texts that XML can hold, except for source, target and draft; add what was lost."""
    note = keep_legal(translation.note, translation.segment.id, "note", losses)
    return Unit(
        id=cells.escape(translation.segment.id),
        source=translation.segment.text,
        target=translation.target,
        status=translation.status,
        terms=cells.format_terms(translation.terms, translation.target),
        findings=cells.format_findings(translation.findings),
        note=note,
        draft=translation.draft,
    )


def keep_legal(text: str, id_: str, field: str, losses: list[Loss]) -> str:
    """Return `text` with U+FFFD for what XML forbids, and add that to `losses`."""
    forbidden = find_forbidden(text)
    if not forbidden:
        return text
    message = f"XML cannot hold {', '.join(forbidden)}; U+FFFD stands in its place"
    losses.append(Loss(id=id_, field=field, message=message))
    return replace_forbidden(text)


def project(document: Document) -> Document:
    """Return what of a document TMX and XLIFF carry: the columns, the draft, and what is said of the whole."""
    kept = columns.project(document)
    return Document(
        name=document.name,
        translations=tuple(
            Translation(
                segment=row.segment,
                target=row.target,
                status=row.status,
                terms=row.terms,
                findings=row.findings,
                note=row.note,
                draft=original.draft,
            )
            for row, original in zip(kept.translations, document.translations, strict=True)
        ),
        source_language=document.source_language,
        target_language=document.target_language,
        signature=document.signature,
    )


def read_units(path: Path, units: Iterable[Unit], about: About, n_left_out: int = 0) -> Reading:
    """Gather the units of a file into a document; see the module for which ones."""
    every = list(units)
    ours = [unit for unit in every if _OURS.fullmatch(unit.id)]
    taken = ours or every
    rows: list[Row] = []
    errors: list[DocumentError] = []
    seen: dict[str, int] = {}
    for number, unit in enumerate(taken, 1):
        try:
            row = _row(path, unit, f"{columns.stem(path)}:{number}.1" if not ours else "")
            columns.refuse_twins(path, row, seen)
        except DocumentError as error:
            errors.append(error)
        else:
            rows.append(row)
    name = about.name or columns.name_of((row.translation.segment.id for row in rows), path)
    return Reading(
        path=path,
        name=name,
        rows=tuple(rows),
        errors=tuple(errors),
        foreign=len(every) - len(taken) + n_left_out,
        source_language=about.source_language,
        target_language=about.target_language,
        signature=about.signature,
    )


def is_language(tag: str, language: str) -> bool:
    """Return whether a language tag is `language` or one of its varieties, in any notation.

    >>> [is_language(tag, "en") for tag in ("EN-us", "en_GB", "eng", "de")]
    [True, True, True, False]
    """
    primary = re.split("[-_]", tag.strip().lower())[0]
    return primary == language or primary in _OTHER_CODES.get(language, ())


_OTHER_CODES = {"nl": ("nld", "dut"), "en": ("eng",)}
"""Source: ISO 639-2: the bibliographic and terminological codes of the same languages."""


def check_languages(path: Path, line: int, source: str, target: str | None) -> None:
    """Check the languages that a file declares; an absent target language is taken for ours.

    Raises:
        DocumentError: It is not Dutch to English.
    """
    if not is_language(source, "nl") or (target and not is_language(target, "en")):
        message = f"is {source or 'unknown'} to {target or 'unknown'}, not nl to en"
        raise DocumentError(message, path=path, line=line, hint="only Dutch to English can be read")


def _row(path: Path, unit: Unit, made_up_id: str) -> Row:
    """Return a unit as a row.

    Raises:
        DocumentError: It has no target, or something in it cannot be read.
    """
    id_ = made_up_id or cells.unescape(unit.id)
    shown = unit.id or made_up_id
    if unit.problem:
        raise DocumentError(f"segment {shown}: {unit.problem}", path=path, line=unit.line)
    if unit.target is None:
        hint = "translate it in the program that wrote the file, or take it out"
        raise DocumentError(f"segment {shown} has no target", path=path, line=unit.line, hint=hint)
    terms, findings, warnings = _audit(unit)
    translation = Translation(
        segment=Segment(id=id_, text=unit.source),
        target=unit.target,
        status=unit.status,
        terms=terms,
        findings=findings,
        note=unit.note,
        draft=unit.draft,
    )
    absent = ("id", "status", "terms", "findings") if made_up_id else ()
    return Row(translation=translation, line=unit.line, absent=absent, warnings=warnings)


def _audit(unit: Unit) -> tuple[tuple[TermOutcome, ...], tuple[Finding, ...], tuple[str, ...]]:
    return columns.parse_audit({"terms": unit.terms, "findings": unit.findings})


def join_notes(notes: Iterator[str]) -> str:
    """Return several notes as one; people add theirs beside ours."""
    return "; ".join(note for note in notes if note)
