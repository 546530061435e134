"""A term file -> terms, every complaint with its line; and back.

A glossary that has an error is refused as a whole, before any work is done with it. The native format is a UTF-8
TSV with a header; plain tables (DeepL, Google, Amazon, OmegaT) and TBX are read as they are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from translate.atomic import write_bytes
from translate.document import Term
from translate.errors import BatchError, GlossaryError
from translate.folding import fold_form
from translate.lint import COLUMNS, Complaint, Row, check_row, check_terms
from translate.termfile import Dialect, Table, decode, quote_cell, read_rows

__all__ = [
    "EMPTY",
    "Complaint",
    "Glossary",
    "add_term",
    "check_glossary",
    "format_glossary",
    "format_term",
    "parse_glossary",
    "parse_term",
    "read_glossary",
]

HEADER = "\t".join(COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms that can be used together."""

    terms: tuple[Term, ...]
    path: Path | None = None
    checksum: str = ""
    """First 8 hex digits of the SHA-256 of what the rows say; neither their order nor their notes count."""

    def __post_init__(self) -> None:
        if not self.checksum:
            object.__setattr__(self, "checksum", _checksum(self.terms))

    def __hash__(self) -> int:
        return hash(self.checksum)


def read_glossary(path: Path) -> Glossary:
    """Read a glossary that can be used.

    Raises:
        GlossaryError: It cannot be read, or something in it makes it unusable.
        BatchError: Several things do, each told in full.
    """
    terms, complaints = _read(path)
    _refuse(complaints, path)
    return Glossary(terms=terms, path=path)


def check_glossary(path: Path) -> Iterator[Complaint]:
    """Yield everything worth mending in a term file, in the order of its lines.

    A file that cannot be read as one at all gives one complaint of severity error.
    """
    try:
        _, complaints = _read(path)
    except GlossaryError as error:
        complaints = (
            Complaint(severity="error", line=error.line or 0, column="", message=error.message, hint=error.hint),
        )
    yield from complaints


def parse_glossary(text: str) -> tuple[Term, ...]:
    """Return the terms of a glossary's text; the inverse of `format_glossary`.

    Raises:
        GlossaryError: Something makes it unusable.
        BatchError: Several things do.
    """
    terms, complaints = _parse(read_rows(text))
    _refuse(complaints, None)
    return terms


def format_glossary(terms: Iterable[Term]) -> str:
    r"""Return a glossary's text, header included, in the order of the terms.

    Raises:
        GlossaryError: A form has a character that the format cannot hold.

    >>> format_glossary([Term(source=("Koeleba", "Kuleba"), target=("Kuleba",), kind="name")])
    'source\ttarget\tcase\tkind\tforbidden\tnote\nKoeleba|Kuleba\tKuleba\t\tname\n'
    """
    return "".join(f"{line}\n" for line in (HEADER, *map(format_term, terms)))


def parse_term(line: str) -> Term:
    r"""Return the term of one row with the columns of the native format; the inverse of `format_term`.

    Raises:
        GlossaryError: Something makes it unusable.
        BatchError: Several things do.

    >>> parse_term("Krim\tCrimea\t\tname").target
    ('Crimea',)
    """
    (term,) = parse_glossary(f"{HEADER}\n{line}\n") or (None,)
    if term is None:
        raise GlossaryError("no term in this row", hint="write source, tab, target")
    return replace(term, line=0)


def format_term(term: Term) -> str:
    r"""Return a term as one row of the native format, without line end; empty cells at the end are left out.

    Raises:
        GlossaryError: A form has a character that the format cannot hold.
    """
    cells = _cells(term)
    return "\t".join(
        quote_cell(cells[column], "\t", first=index == 0) for index, column in enumerate(COLUMNS)
    ).rstrip("\t")


def add_term(path: Path, term: Term) -> Term:
    """Add a row at the end of a term file; what stands in it stays, byte for byte.

    A file that does not exist is made. The row is written with the columns and the delimiter of the file.

    Returns:
        The term with the line it has now.

    Raises:
        GlossaryError: The row would conflict with another or is there already, the file has no place for a part
            of it, or it is not one that rows can be added to.
        BatchError: Several of these.
        OutputError: The file cannot be written.
    """
    if not path.exists():
        write_bytes(path, format_glossary([replace(term, line=0)]).encode())
        return read_glossary(path).terms[0]
    data = _read_bytes(path)
    text, encoding, _ = decode(data)
    if text.lstrip().startswith("<") or not encoding.startswith("utf-8"):
        raise GlossaryError(
            "rows can be added to UTF-8 tables only",
            path=path,
            hint="make one with `translate glossary import`",
        )
    dialect = read_rows(text).dialect
    before = "" if not text or text.endswith(("\n", "\r")) else dialect.line_end
    row = _format_row(term, dialect, path) + dialect.line_end
    changed = text + before + row
    terms, complaints = _parse(read_rows(changed))
    _refuse(complaints, path)
    added = terms[-1]
    for complaint in complaints:
        if complaint.line == added.line and complaint.severity == "warning":
            raise GlossaryError(complaint.message, path=path, line=added.line, hint="nothing was added")
    write_bytes(path, data + (before + row).encode("utf-8"))
    return added


def _read(path: Path) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """Read the terms of a file and everything that can be said of them.

    Raises:
        GlossaryError: It cannot be read at all.
    """
    try:
        if _is_xml(path):
            from translate.tbx import read_tbx

            terms, complaints = read_tbx(path)
            return terms, _in_order((*complaints, *check_terms(terms)))
        text, encoding, about = decode(_read_bytes(path))
        terms, complaints = _parse(read_rows(text, encoding=encoding))
    except GlossaryError as error:
        raise GlossaryError(error.message, hint=error.hint, path=path, line=error.line) from error
    return terms, (*about, *complaints)


def _parse(table: Table) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """Return the terms of a table's rows and the complaints about them, in the order of lines."""
    complaints = list(table.complaints)
    terms: list[Term] = []
    for row in table.rows:
        found = tuple(check_row(row))
        complaints.extend(found)
        if not any(complaint.severity == "error" for complaint in found):
            terms.append(_make_term(row))
    complaints.extend(check_terms(terms))
    return tuple(terms), _in_order(complaints)


def _in_order(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    return tuple(sorted(complaints, key=lambda complaint: complaint.line))


def _make_term(row: Row) -> Term:
    """Return the term of a row in which no error was found."""
    kind = row.kind.strip()
    return Term(
        source=_split(row.source),
        target=_split(row.target),
        exact=row.case.strip() == "exact",
        kind="keep" if kind == "keep" else "name" if kind == "name" else "",
        forbidden=_split(row.forbidden),
        note=" ".join(row.note.split()),
        line=row.line,
    )


def _split(cell: str) -> tuple[str, ...]:
    """Return the forms in a cell, each once."""
    return tuple(dict.fromkeys(form for part in cell.split("|") if (form := " ".join(part.split()))))


def _cells(term: Term) -> dict[str, str]:
    """Return the cells of a term by column.

    Raises:
        GlossaryError: A form has a character that the format cannot hold.
    """
    for form in (*term.source, *term.target, *term.forbidden):
        if "|" in form or form != " ".join(form.split()) or not form:
            raise GlossaryError(
                f"`{form}` cannot be written in a glossary",
                hint="a form is not empty and has no `|`, tab, line break or blanks around it",
            )
    return {
        "source": "|".join(term.source),
        "target": "|".join(term.target),
        "case": "exact" if term.exact else "",
        "kind": term.kind,
        "forbidden": "|".join(term.forbidden),
        "note": " ".join(term.note.split()),
    }


def _format_row(term: Term, dialect: Dialect, path: Path) -> str:
    """Return a term as a row of a file.

    Raises:
        GlossaryError: The file has no column for a part of it.
    """
    cells = _cells(term)
    for column, cell in cells.items():
        if cell and column not in dialect.columns:
            raise GlossaryError(
                f"the file has no column `{column}` for `{cell}`",
                path=path,
                hint=f"add `{column}` to the header of the file"
                if dialect.header
                else "give the file a header: " + ", ".join(COLUMNS),
            )
    row = [
        quote_cell(cells.get(column, ""), dialect.delimiter, first=index == 0)
        for index, column in enumerate(dialect.columns)
    ]
    while len(row) > 2 and not row[-1]:
        row.pop()
    return dialect.delimiter.join(row)


def _refuse(complaints: Iterable[Complaint], path: Path | None) -> None:
    """Raise the complaints of severity error, if there are any."""
    errors = [
        GlossaryError(complaint.message, hint=complaint.hint, path=path, line=complaint.line or None)
        for complaint in complaints
        if complaint.severity == "error"
    ]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise BatchError(errors)


def _read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        GlossaryError: It is not there, not a file or not readable.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise GlossaryError(
            "there is no such file", path=path, hint="give the glossary with --glossary, or make it first"
        ) from error
    except OSError as error:
        raise GlossaryError(
            f"cannot be read: {error.strerror}", path=path, hint="give a file that you may read"
        ) from error


def _is_xml(path: Path) -> bool:
    """Return whether a file begins as XML does."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        return False
    return (
        start.replace(b"\0", b"")
        .lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        .startswith((b"<?xml", b"<tbx", b"<martif"))
    )


def _checksum(terms: Iterable[Term]) -> str:
    """Return the checksum of what terms say, whatever their order."""
    rows = sorted(
        json.dumps(
            [
                sorted(map(fold_form, term.source)),
                [*term.target[:1], *sorted(term.target[1:])],
                term.exact,
                term.kind,
                sorted(term.forbidden),
            ],
            ensure_ascii=False,
        )
        for term in terms
    )
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()[:8]


EMPTY = Glossary(terms=())
"""The glossary of a run without one."""
