"""The columns of every table that people review: a translation as a row of texts, and back.

TSV, XLSX and DOCX share the columns and differ only in how a text becomes a cell. What a person may have done
to a table is taken as it is meant: columns in another order, columns added, columns left out, empty rows. What
cannot be meant is an error that names the line and the column.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from translate.document import Document, Finding, Segment, Status, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import cells
from translate.formats.interface import Reading, Row

COLUMNS = ("id", "source", "target", "status", "terms", "findings", "note")
STATUSES: tuple[Status, ...] = get_args(Status)
_NEEDED = ("source", "target")
_HEADER_LINES = 20
"""How far down a header may stand: people put a title above a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cells of one line of a table, as texts."""

    number: int
    """Counted from 1 in the file."""
    cells: tuple[str, ...]
    """As `format_row` gives them: escaped, but without the apostrophes of `cells.guard`."""
    problem: str = ""
    """Why the line cannot be used, when the file itself says so."""


def format_row(translation: Translation) -> tuple[str, ...]:
    """Return a translation as one escaped cell for each of `COLUMNS`; none has a line break."""
    return (
        cells.escape(translation.segment.id),
        cells.escape(translation.segment.text),
        cells.escape(translation.target),
        translation.status,
        cells.format_terms(translation.terms, translation.target),
        cells.format_findings(translation.findings),
        cells.escape(translation.note),
    )


def severity_of(translation: Translation) -> str:
    """Return the worst that was found, `error`, `warning` or nothing; a missing term is an error."""
    severities = {finding.severity for finding in translation.findings}
    if "error" in severities or any(term.step == "missing" for term in translation.terms):
        return "error"
    return "warning" if "warning" in severities else ""


def project(document: Document) -> Document:
    """Return what of a document a table carries."""
    return Document(
        name=document.name,
        translations=tuple(_project_row(translation) for translation in document.translations),
    )


def read_table(path: Path, lines: Iterable[Line]) -> Reading:
    """Read the lines of a table, the header being one of the first.

    Raises:
        DocumentError: No line has the columns `source` and `target`, or a column stands there twice.
    """
    remaining = iter(lines)
    header = _find_header(path, remaining)
    rows: list[Row] = []
    errors: list[DocumentError] = []
    seen: dict[str, int] = {}
    for line in remaining:
        if not line.problem and not any(cell.strip() for cell in line.cells):
            continue
        try:
            row = _parse_row(path, header, line)
            refuse_twins(path, row, seen)
        except DocumentError as error:
            errors.append(error)
        else:
            rows.append(row)
    name = name_of((row.translation.segment.id for row in rows), path)
    return Reading(path=path, name=name, rows=tuple(rows), errors=tuple(errors))


def name_of(ids: Iterable[str], path: Path) -> str:
    """Return the article's name: what all ids have before the last colon, else the file's own name."""
    names = {id_.rpartition(":")[0] for id_ in ids}
    return names.pop() if len(names) == 1 and "" not in names else stem(path)


def stem(path: Path) -> str:
    """Return a file's name without the suffixes of bilingual formats."""
    return re.sub(r"(\.bilingual|\.xliff12)?\.[A-Za-z0-9]{1,6}$", "", path.name) or path.name


def parse_status(text: str) -> Status:
    """Return a status as people write it, `draft` for none.

    Raises:
        ValueError: There is no such status.
    """
    status = text.strip().lower() or "draft"
    if status not in STATUSES:
        raise ValueError(f"{text.strip()!r} is not a status; use {', '.join(STATUSES[:-1])} or {STATUSES[-1]}")
    return status


def _project_row(translation: Translation) -> Translation:
    return Translation(
        segment=Segment(id=translation.segment.id, text=translation.segment.text),
        target=translation.target,
        status=translation.status,
        terms=tuple(
            TermOutcome(form=t.form, target=cells.shown_target(t, translation.target), step=t.step)
            for t in translation.terms
        ),
        findings=tuple(
            Finding(check=f.check, message=f.message, severity=f.severity) for f in translation.findings
        ),
        note=translation.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    index: dict[str, int]
    """Of each of our columns, where it stands."""
    n_cells: int
    """With the columns that are not ours, without empty ones at the end."""


def _find_header(path: Path, lines: Iterator[Line]) -> _Header:
    """Take lines off until one is a header."""
    for line in lines:
        names = [cell.strip().lower() for cell in line.cells]
        if all(name in names for name in _NEEDED):
            for column in COLUMNS:
                if names.count(column) > 1:
                    message = f"the column {column!r} stands in the header twice"
                    raise DocumentError(
                        message, path=path, line=line.number, hint="rename or delete one of the two columns"
                    )
            index = {column: names.index(column) for column in COLUMNS if column in names}
            return _Header(index=index, n_cells=max(i for i, name in enumerate(names) if name) + 1)
        if line.number >= _HEADER_LINES:
            break
    raise DocumentError(
        "no header with the columns 'source' and 'target'",
        path=path,
        line=1,
        hint=f"the first line should be: {' '.join(COLUMNS)}",
    )


def _parse_row(path: Path, header: _Header, line: Line) -> Row:
    """Read one line.

    Raises:
        DocumentError: A cell that a reviewer may change, or one that the row cannot be without, is not right.
    """
    texts = _texts(path, header, line)
    try:
        status = parse_status(texts.get("status", ""))
    except ValueError as error:
        raise _wrong(path, line, "status", str(error)) from error
    terms, findings, warnings = parse_audit(texts)
    translation = Translation(
        segment=Segment(id=texts.get("id") or f"{stem(path)}:{line.number}.1", text=texts["source"]),
        target=texts["target"],
        status=status,
        terms=terms,
        findings=findings,
        note=texts.get("note", ""),
    )
    absent = tuple(column for column in COLUMNS if column not in header.index)
    return Row(translation=translation, line=line.number, absent=absent, warnings=warnings)


def _texts(path: Path, header: _Header, line: Line) -> dict[str, str]:
    """Return the text of each column; those of the audit are still escaped."""
    if line.problem:
        raise DocumentError(line.problem, path=path, line=line.number)
    texts = {
        column: line.cells[index] if column in ("terms", "findings") else cells.unescape(line.cells[index])
        for column, index in header.index.items()
        if index < len(line.cells)
    }
    for column in (*_NEEDED, *({"id"} & header.index.keys())):
        if column not in texts:
            number = len(line.cells)
            raise _wrong(path, line, column, f"the line ends before it: {number} of {header.n_cells} cells")
    extra = [cell for cell in line.cells[header.n_cells :] if cell.strip()]
    if extra:
        raise _wrong(path, line, "note", f"{extra[0][:40]!r} stands after the last column")
    if "id" in texts and not texts["id"].strip():
        raise _wrong(path, line, "id", "is empty")
    return texts


def _wrong(path: Path, line: Line, column: str, problem: str) -> DocumentError:
    hints = {
        "status": "",
        "id": "copy the line from the file as it was written",
    }
    hint = hints.get(column, "a tab or line break inside a cell moves the rest of the line; take it out")
    return DocumentError(f"column {column!r}: {problem}", path=path, line=line.number, hint=hint)


def parse_audit(texts: dict[str, str]) -> tuple[tuple[TermOutcome, ...], tuple[Finding, ...], tuple[str, ...]]:
    """Read the two columns that only a program writes; return them and what could not be read there."""
    terms: tuple[TermOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings = []
    try:
        terms = cells.parse_terms(texts.get("terms", ""))
    except ValueError as error:
        warnings.append(f"column 'terms': {error}")
    try:
        findings = cells.parse_findings(texts.get("findings", ""))
    except ValueError as error:
        warnings.append(f"column 'findings': {error}")
    return terms, findings, tuple(warnings)


def refuse_twins(path: Path, row: Row, seen: dict[str, int]) -> None:
    """Remember a row's id.

    Raises:
        DocumentError: Another row has it already.
    """
    id_ = row.translation.segment.id
    if id_ in seen:
        message = f"column 'id': {id_!r} stands on line {seen[id_]} already"
        raise DocumentError(message, path=path, line=row.line, hint="delete one of the two")
    seen[id_] = row.line
