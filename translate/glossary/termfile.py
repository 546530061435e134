"""The bytes of a term file -> rows, whatever their encoding, delimiter and columns, with complaints about them.

A first row that names its columns is a header; without one, two columns are source and target, a third is a note
(OmegaT), a third and fourth with language codes (DeepL) are left out. A line that begins with `#` and a blank, or
is `#` alone, is a comment.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain

from translate.errors import GlossaryError
from translate.glossary.lint import COLUMNS, Complaint, Row

NAMES = {
    "source": "source",
    "source term": "source",
    "dutch": "source",
    "nl": "source",
    "target": "target",
    "target term": "target",
    "english": "target",
    "en": "target",
    "case": "case",
    "kind": "kind",
    "forbidden": "forbidden",
    "note": "note",
    "notes": "note",
    "comment": "note",
    "description": "note",
}
"""Names that a header may have, in small letters, and the columns they mean."""
DUTCH_NAMES = {
    "bron": "source",
    "bronterm": "source",
    "nederlands": "source",
    "doel": "target",
    "doelterm": "target",
    "engels": "target",
    "vertaling": "target",
    "opmerking": "note",
    "opmerkingen": "note",
    "notitie": "note",
}
"""The same in Dutch; each means its column only where no other cell of the header does."""
_ONE_COLUMN = "only one column"
_COMMENT = re.compile(r"#(\s|#|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?")
_REGION = re.compile(r"^(nl|en)[-_][a-z]{2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a term file is written, so that a row can be added in the same way."""

    delimiter: str
    columns: tuple[str, ...]
    """Column of each cell: one of lint.COLUMNS, another name, or empty for a cell that is ignored."""
    header: bool
    encoding: str = "utf-8"
    line_end: str = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A term file, read."""

    rows: tuple[Row, ...]
    dialect: Dialect
    complaints: tuple[Complaint, ...] = ()


def read_rows(text: str, *, encoding: str = "utf-8") -> Table:
    """Cut a term file's text into rows.

    Raises:
        GlossaryError: There is nothing in it, or no columns.
    """
    lines = [line for line in text.splitlines() if line.strip() and not _COMMENT.match(line)]
    if not lines:
        raise _empty()
    delimiter = _find_delimiter(lines[:200])
    line_end = "\r\n" if "\r\n" in text else "\n"
    return read_cells(_cut(_unify(text), delimiter), delimiter=delimiter, encoding=encoding, line_end=line_end)


def read_cells(
    cells: Iterable[tuple[int, list[str]]],
    *,
    delimiter: str = "\t",
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> Table:
    """Make rows of a table that is cut into cells already.

    Args:
        cells: Line and cells of each row.
        delimiter: What stood between the cells.
        encoding: How the file was encoded.
        line_end: What ended its lines.

    Raises:
        GlossaryError: There is nothing in it.
    """
    table = iter(cells)
    first = next(table, None)
    if first is None:
        raise _empty()
    complaints: list[Complaint] = []
    columns = find_columns(first[1])
    header = columns is not None
    if columns is None:
        columns = _guess_columns(first[1])
        table = chain((first,), table)
    else:
        complaints.extend(_check_header(first[0], columns))
    usable = not any(complaint.severity == "error" for complaint in complaints)
    rows = tuple(_make_rows(table, columns, complaints)) if usable else ()
    complaints = _summarise(complaints, len(rows))
    if not rows and not complaints:
        complaints.append(Complaint(severity="note", line=0, column="", message="the glossary has no rows"))
    dialect = Dialect(delimiter=delimiter, columns=columns, header=header, encoding=encoding, line_end=line_end)
    return Table(rows=rows, dialect=dialect, complaints=tuple(complaints))


def count_lines(text: str) -> int:
    """Return how many lines a text that ends with a line end has."""
    return _unify(text).count("\n")


def find_columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Return the columns that a header names; None when the row is no header.

    >>> find_columns(["Source", "Target", "pos"])
    ('source', 'target', 'pos')
    """
    names = [_REGION.sub(r"\1", cell.strip().lower()) for cell in cells]
    known = [NAMES.get(name, name) for name in names]
    if names[2:4] == ["nl", "en"] and set(known[:2]) != {"source", "target"}:
        return None
    for index, name in enumerate(names):
        if (column := DUTCH_NAMES.get(name)) and column not in known:
            known[index] = column
    # The language codes of DeepL's third and fourth column are no names of columns.
    is_pair = "source" in known and "target" in known and (known[0] in COLUMNS or "source" in names)
    return tuple(known) if is_pair or len(set(known) & set(COLUMNS)) >= 3 else None


def quote_cell(cell: str, delimiter: str, *, first: bool = False) -> str:
    """Return a cell as a file of this delimiter has it; only what would be misread is quoted.

    Args:
        cell: What it says, on one line.
        delimiter: Tab, comma or semicolon.
        first: Whether it begins a row, where `# ` would make a comment.
    """
    needed = first and _COMMENT.match(cell) is not None
    if delimiter == "\t":
        needed = needed or _unquote(cell) != cell
    else:
        needed = needed or any(mark in cell for mark in (delimiter, '"'))
    return '"' + cell.replace('"', '""') + '"' if needed else cell


def _unify(text: str) -> str:
    """Return a text with every line end as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_delimiter(lines: Sequence[str]) -> str:
    """Return tab where there are tabs; else the one of comma and semicolon that cuts most lines alike.

    Raises:
        GlossaryError: Nothing separates columns.
    """
    if any("\t" in line for line in lines):
        return "\t"
    scores: dict[str, int] = {}
    for delimiter in ",;":
        counts: Counter[int] = Counter()
        with suppress(GlossaryError):  # quotation marks can be right with the other delimiter
            counts.update(len(cells) for _, cells in _cut("\n".join(lines), delimiter) if len(cells) > 1)
        scores[delimiter] = max(counts.values(), default=0)
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if not scores[best]:
        raise GlossaryError(
            "there is only one column: no tab, comma or semicolon in it",
            hint="separate source and target with a tab; some editors put spaces in its place",
            line=1,
        )
    return best


def _cut(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of each row that is neither blank nor a comment.

    Raises:
        GlossaryError: A quoted cell does not end.
    """
    if delimiter == "\t":
        for line, content in enumerate(text.split("\n"), start=1):
            if content.strip() and not _COMMENT.match(content):
                yield line, [_unquote(cell) for cell in content.split("\t")]
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _COMMENT.match(cells[0]):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise GlossaryError(
            f"the quotation marks of a cell are wrong: {error}", hint='write a quotation mark as ""', line=line
        ) from error


def _unquote(cell: str) -> str:
    """Return a cell without the quotation marks that a spreadsheet put around it.

    >>> _unquote('"Krim, de"'), _unquote('"de" Krim'), _unquote('"a""b"')
    ('Krim, de', '"de" Krim', 'a"b')
    """
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"')
    return cell


def _empty() -> GlossaryError:
    return GlossaryError(
        "the glossary is empty", hint="the first line is a header: source, target, ... with tabs between"
    )


def _guess_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a file without header by its first row."""
    if len(cells) >= 4 and all(_LANGUAGE.fullmatch(cell.strip()) for cell in cells[2:4]):
        return ("source", "target", "", "", "")
    return ("source", "target", "note")


def _check_header(line: int, columns: Sequence[str]) -> Iterator[Complaint]:
    """Yield complaints about the names of the columns."""
    for column in ("source", "target"):
        if column not in columns:
            yield Complaint(
                severity="error",
                line=line,
                column=column,
                message=f"the header has no column `{column}`",
                hint=f"the columns are {', '.join(COLUMNS)}, in any order",
            )
    for column, count in Counter(filter(None, columns)).items():
        if count > 1:
            yield Complaint(
                severity="error",
                line=line,
                column=column,
                message=f"the header has the column `{column}` {count} times",
                hint="give each column a name of its own",
            )
        elif column not in COLUMNS:
            yield Complaint(
                severity="note",
                line=line,
                column=column,
                message=f"unknown column `{column}`; what it says is kept in the note",
                hint=f"the columns are {', '.join(COLUMNS)}",
            )


def _make_rows(
    table: Iterator[tuple[int, list[str]]], columns: tuple[str, ...], complaints: list[Complaint]
) -> Iterator[Row]:
    """Yield the rows; one with too few or too many cells gives a complaint instead."""
    for line, cells in table:
        if len(cells) < 2:
            complaints.append(_too_few(line, cells))
        elif any(cell.strip() for cell in cells[len(columns) :]):
            complaints.append(_too_many(line, cells, columns))
        else:
            yield _make_row(line, cells, columns)


def _summarise(complaints: list[Complaint], n_rows: int) -> list[Complaint]:
    """Return the complaints, those about single columns as one where they are the rule."""
    single = [complaint for complaint in complaints if complaint.message.startswith(_ONE_COLUMN)]
    if len(single) <= max(n_rows, 5):
        return complaints
    others = [complaint for complaint in complaints if complaint not in single]
    first = replace(
        single[0],
        message=f"{_ONE_COLUMN} here and in {len(single) - 1} other lines",
        hint="is this a glossary? Separate source and target with a tab",
    )
    return [first, *others]


def _make_row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    """Return a row of which each cell stands in its column; cells of unknown columns join the note."""
    found = {column: cell for column, cell in zip(columns, cells, strict=False) if column in COLUMNS}
    others = [
        f"{column}: {cell.strip()}"
        for column, cell in zip(columns, cells, strict=False)
        if column and column not in COLUMNS and cell.strip()
    ]
    note = "; ".join(filter(None, (found.get("note", ""), *others)))
    return Row(
        line=line,
        source=found.get("source", ""),
        target=found.get("target", ""),
        case=found.get("case", ""),
        kind=found.get("kind", ""),
        forbidden=found.get("forbidden", ""),
        note=note,
    )


def _too_few(line: int, cells: Sequence[str]) -> Complaint:
    return Complaint(
        severity="error",
        line=line,
        column="target",
        message=f"{_ONE_COLUMN}: `{cells[0].strip()[:60]}`",
        hint="separate source and target with the same mark as in the other rows, usually a tab",
    )


def _too_many(line: int, cells: Sequence[str], columns: Sequence[str]) -> Complaint:
    return Complaint(
        severity="error",
        line=line,
        column="",
        message=f"{len(cells)} columns where there should be at most {len(columns)}",
        hint="separate variants with `|`, and give the file a header: " + ", ".join(COLUMNS),
    )
