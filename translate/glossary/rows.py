"""Rows of a term file -> terms with complaints, and terms -> rows, in the native format or a file's own."""

from collections.abc import Iterable
from pathlib import Path

from translate.document import Term
from translate.errors import GlossaryError
from translate.glossary.lint import COLUMNS, Complaint, Row, check_row, check_terms
from translate.glossary.termfile import Dialect, Table, quote_cell

HEADER = "\t".join(COLUMNS)


def parse_table(table: Table) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """Return the terms of a table's rows and the complaints about them, in the order of lines."""
    complaints = list(table.complaints)
    terms: list[Term] = []
    for row in table.rows:
        found = tuple(check_row(row))
        complaints.extend(found)
        if not any(complaint.severity == "error" for complaint in found):
            terms.append(make_term(row))
    complaints.extend(check_terms(terms))
    return tuple(terms), in_order(complaints)


def in_order(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Return complaints in the order of their lines."""
    return tuple(sorted(complaints, key=lambda complaint: complaint.line))


def make_term(row: Row) -> Term:
    """Return the term of a row in which no error was found."""
    kind = row.kind.strip()
    return Term(
        source=split_forms(row.source),
        target=split_forms(row.target),
        exact=row.case.strip() == "exact",
        kind="keep" if kind == "keep" else "name" if kind == "name" else "",
        forbidden=split_forms(row.forbidden),
        note=" ".join(row.note.split()),
        line=row.line,
    )


def split_forms(cell: str) -> tuple[str, ...]:
    """Return the forms in a cell, each once."""
    return tuple(dict.fromkeys(form for part in cell.split("|") if (form := " ".join(part.split()))))


def cells_of(term: Term) -> dict[str, str]:
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


def format_row(term: Term, dialect: Dialect, path: Path) -> str:
    """Return a term as a row of a file.

    Raises:
        GlossaryError: The file has no column for a part of it.
    """
    cells = cells_of(term)
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


def format_term(term: Term) -> str:
    r"""Return a term as one row of the native format, without line end; empty cells at the end are left out.

    Raises:
        GlossaryError: A form has a character that the format cannot hold.
    """
    cells = cells_of(term)
    return "\t".join(
        quote_cell(cells[column], "\t", first=index == 0) for index, column in enumerate(COLUMNS)
    ).rstrip("\t")
