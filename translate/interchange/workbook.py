"""Excel workbooks: the first sheet is the glossary, every cell is text and none is a formula."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.atomic import open_atomic
from translate.document import Term
from translate.errors import GlossaryError
from translate.glossary.lint import COLUMNS
from translate.glossary.rows import cells_of
from translate.glossary.termfile import read_cells
from translate.interchange.interface import Loss
from translate.interchange.screening import screen_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""A workbook that unpacks to more is refused: a glossary is not that large, but a trap may be."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MAX_CELL = 32_767
"""Characters a cell can have. Source: Excel specifications and limits."""


def read_terms(path: Path) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Return the usable terms of a workbook's first sheet and what was left out.

    Raises:
        GlossaryError: The file cannot be read.
    """
    import openpyxl

    _refuse_traps(path)
    losses: list[Loss] = []
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=False)
        try:
            cells = list(_find_cells(workbook, losses))
        finally:
            workbook.close()
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise GlossaryError(
            f"not an Excel workbook: {error}", path=path, hint="save it as .xlsx again"
        ) from error
    try:
        table = read_cells(cells)
    except GlossaryError as error:
        raise GlossaryError(error.message, hint=error.hint, path=path, line=error.line) from error
    terms, others = screen_rows(table.rows, table.complaints)
    return terms, (*losses, *others)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a workbook; nothing is lost.

    Raises:
        GlossaryError: A cell has a character or a length that a workbook cannot hold.
        OutputError: The file cannot be written.
    """
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    rows = [COLUMNS, *(tuple(cells_of(term).values()) for term in terms)]
    for row in rows:
        _check_cells(row, path)
    workbook = openpyxl.Workbook(write_only=True)
    sheet: Any = workbook.create_sheet("glossary")
    for row in rows:
        cells: list[Any] = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells:
            cell.data_type = "s"  # whatever it begins with
        sheet.append(cells)
    with open_atomic(path) as file:
        workbook.save(file)
    return ()


def _check_cells(row: Sequence[str], path: Path) -> None:
    """Refuse a row that a workbook cannot hold, before any of it is written.

    Raises:
        GlossaryError: A cell is too long or has a control character.
    """
    for cell in row:
        if len(cell) > MAX_CELL:
            raise GlossaryError(f"`{cell[:40]}...` is too long for a cell", path=path, hint="shorten it")
        if _CONTROL.search(cell):
            raise GlossaryError(
                f"{cell[:40]!r} has a control character", path=path, hint="take it out of the term"
            )


def _refuse_traps(path: Path) -> None:
    """Refuse what is no archive, unpacks to far too much, or has a document type in its XML.

    Raises:
        GlossaryError: It does.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise GlossaryError("the workbook unpacks to too much", path=path, hint="save it as .xlsx again")
            for member in members:
                with archive.open(member) as file:
                    if b"<!DOCTYPE" in file.read(1024):
                        raise GlossaryError("XML entities are not read", path=path)
    except OSError as error:
        raise GlossaryError(f"cannot be read: {error.strerror}", path=path) from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise GlossaryError(
            f"not an Excel workbook: {error}", path=path, hint="save it as .xlsx again"
        ) from error


def _find_cells(workbook: "Workbook", losses: list[Loss]) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row that is not empty; a formula is a loss and an empty cell."""
    sheets: Any = workbook.worksheets
    if len(sheets) > 1:
        names = ", ".join(f"`{sheet.title}`" for sheet in sheets[1:])
        losses.append(Loss(message=f"only the first sheet is read, not {names}"))
    for line, row in enumerate(sheets[0].iter_rows() if sheets else (), start=1):
        cells = []
        for cell in row:
            if cell.data_type == "f":
                losses.append(Loss(message=f"left out: a formula in {cell.coordinate}", line=line))
                cells.append("")
            else:
                cells.append(_text(cell.value))
        while len(cells) > 2 and not cells[-1]:
            cells.pop()
        if any(cells):
            yield line, cells


def _text(value: object) -> str:
    """Return a cell's value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
