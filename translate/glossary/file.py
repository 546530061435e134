"""A term file -> terms, every complaint with its line; and back.

A glossary that has an error is refused as a whole, before any work is done with it. The native format is a UTF-8
TSV with a header; plain tables (DeepL, Google, Amazon, OmegaT) and TBX are read as they are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.atomic import write_bytes
from translate.document import Term
from translate.errors import BatchError, GlossaryError
from translate.glossary.encoding import decode
from translate.glossary.lint import Complaint, check_terms, find_new
from translate.glossary.rows import HEADER, format_row, format_term, in_order, parse_table
from translate.glossary.termfile import count_lines, read_rows
from translate.language.folding import fold_form

__all__ = [
    "EMPTY",
    "Complaint",
    "Glossary",
    "add_term",
    "add_terms",
    "check_glossary",
    "format_glossary",
    "format_term",
    "parse_glossary",
    "parse_term",
    "read_glossary",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms that can be used together."""

    terms: tuple[Term, ...]
    path: Path | None = None
    checksum: str = ""
    """First 8 hex digits of the SHA-256 of what the rows say; neither their order nor their notes count."""

    complaints: tuple[Complaint, ...] = field(default=(), compare=False)
    """What is odd about the file without making it useless, in the order of its lines."""

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
    return Glossary(terms=terms, path=path, complaints=tuple(complaints))


def check_glossary(path: Path) -> Iterator[Complaint]:
    """Yield everything worth mending in a term file, in the order of its lines.

    A file in which no rows can be told apart gives one complaint of severity error.

    Raises:
        GlossaryError: There is no such file, or it may not be read.
    """
    _read_start(path)
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
    terms, complaints = parse_table(read_rows(text))
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
    added, _ = _append(path, (term,))
    if not added:
        raise GlossaryError(f"`{term.source[0]}` is there already", path=path, hint="nothing was added")
    return added[0]


def add_terms(path: Path, terms: Iterable[Term]) -> tuple[int, int]:
    """Add rows at the end of a term file, all of them or, where one would conflict, none.

    Returns:
        How many were added, and how many were left out because the file says the same already.

    Raises:
        GlossaryError: As for `add_term`, except for rows that are there already.
        BatchError: Several of these.
        OutputError: The file cannot be written.
    """
    added, known = _append(path, tuple(terms))
    return len(added), known


def _append(path: Path, terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], int]:
    """Write the terms that a file does not have yet at its end; return them and the number of the others."""
    data = _read_all(path) if path.exists() else b""
    data = data if data.strip() else f"{HEADER}\n".encode()
    if _begins_xml(data) or (decoded := decode(data))[1] not in ("utf-8", "utf-8-sig"):
        raise GlossaryError(
            "rows can be added to UTF-8 tables only",
            path=path,
            hint="make one with `translate glossary import`",
        )
    text = decoded[0]
    dialect = read_rows(text).dialect
    before = "" if text.endswith(("\n", "\r")) else dialect.line_end
    n_lines = count_lines(text + before)
    rows = {term: format_row(term, dialect, path) + dialect.line_end for term in terms}
    everything, complaints = parse_table(read_rows(text + before + "".join(rows.values())))
    _refuse(complaints, path, last_line=n_lines)
    there = tuple(term for term in everything if term.line <= n_lines)
    new = find_new(there, terms)
    if new:
        write_bytes(path, data + (before + "".join(rows[term] for term in new)).encode())
    return tuple(replace(term, line=n_lines + index) for index, term in enumerate(new, start=1)), len(
        terms
    ) - len(new)


def _read(path: Path) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """Read the terms of a file and everything that can be said of them.

    Raises:
        GlossaryError: It cannot be read at all.
    """
    try:
        if _begins_xml(_read_start(path)):
            from translate.glossary.tbx import read_tbx

            terms, complaints = read_tbx(path)
            return terms, in_order((*complaints, *check_terms(terms)))
        text, encoding, about = decode(_read_all(path))
        terms, complaints = parse_table(read_rows(text, encoding=encoding))
    except GlossaryError as error:
        raise GlossaryError(error.message, hint=error.hint, path=path, line=error.line) from error
    return terms, (*about, *complaints)


def _refuse(complaints: Iterable[Complaint], path: Path | None, *, last_line: int | None = None) -> None:
    """Raise the complaints of severity error, if there are any; lines behind the last one are not in the file."""
    errors = []
    for complaint in complaints:
        line = complaint.line or None
        if line is not None and last_line is not None and line > last_line:
            line = None
        if complaint.severity == "error":
            errors.append(GlossaryError(complaint.message, hint=complaint.hint, path=path, line=line))
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise BatchError(errors)


def _read_all(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        GlossaryError: It is not there, not a file or not readable.
    """
    return _read_start(path, size=-1)


def _read_start(path: Path, *, size: int = 512) -> bytes:
    """Return the first bytes of a file; -1 means all of them.

    Raises:
        GlossaryError: It is not there, not a file or not readable.
    """
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError as error:
        raise GlossaryError(
            "there is no such file", path=path, hint="give the glossary with --glossary, or make it first"
        ) from error
    except OSError as error:
        raise GlossaryError(
            f"cannot be read: {error.strerror}", path=path, hint="give a file that you may read"
        ) from error


def _begins_xml(data: bytes) -> bool:
    start = data[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"<?xml", b"<tbx", b"<martif", b"<!DOCTYPE"))


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
