"""The columns of the review file as a workbook: every cell is text, and none is ever calculated.

Reviewers get a header that stays in view, filters, wrapped text, a list to choose the status from, and colours
that follow the status. What a cell of a workbook cannot hold is escaped as in the TSV.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from translate.atomic import write_bytes
from translate.document import Document, Translation
from translate.errors import DocumentError, TranslateError
from translate.formats import columns, packages
from translate.formats.cells import unguard
from translate.formats.interface import Format, Loss, Reading

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_CELL_CHARACTERS = 32_767
"""Source: Microsoft, Excel specifications and limits: total number of characters that a cell can contain."""
_WIDTHS = {"id": 30, "source": 60, "target": 60, "status": 12, "terms": 34, "findings": 34, "note": 30}
"""In characters."""
_LINE_POINTS = 15
_MAX_POINTS = 400
"""Source: Microsoft, Excel specifications and limits: a row is at most 409 points high."""
_CUT = "␛{cut}"
_MARK = "translate review"
"""Says that a formula needs no apostrophe to be text, unlike in a workbook that was made from a TSV."""
_COLOURS = {"error": "FFF6D5D0", "warning": "FFFCEFC9", "reviewed": "FFDCEBDD", "rejected": "FFE3E3E6"}


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; a text longer than a cell takes is cut, marked, and told.

    Raises:
        OutputError: The file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "translate"
    book.properties.keywords = _MARK
    sheet = cast("Worksheet", book.create_sheet("review"))
    _lay_out(sheet, len(document.translations))
    losses: list[Loss] = []
    cells = _Cells(sheet)
    sheet.append(cells.header())
    for number, translation in enumerate(document.translations, 2):
        # Programs differ in whether they fit the height of a row to its text when they open a file.
        sheet.row_dimensions[number].height = _height(translation)
        sheet.append(cells.row(translation, losses))
    out = BytesIO()
    book.save(out)
    write_bytes(path, packages.freeze(out.getvalue()))
    return tuple(losses)


def load(path: Path) -> Reading:
    """Read the first sheet of a workbook that has our columns.

    Raises:
        DocumentError: It cannot be opened, is refused, or no sheet has a header.
    """
    packages.open_package(path, "xl/workbook.xml").close()
    try:
        with path.open("rb") as file:
            return _load(path, file)
    except TranslateError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise DocumentError(f"not a workbook that can be read: {error}", path=path) from error


def _load(path: Path, file: BinaryIO) -> Reading:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, keep_links=False)
    problem = DocumentError("the workbook has no sheet", path=path)
    read_cell = str if _MARK in (book.properties.keywords or "") else unguard
    for sheet in book.worksheets:
        try:
            return columns.read_table(path, _lines(sheet.iter_rows(values_only=True), read_cell))
        except DocumentError as error:
            problem = error
    raise problem


class _Cells:
    """Makes the cells of a sheet; styles are made once."""

    def __init__(self, sheet: "Worksheet") -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self._sheet = sheet
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._bold = Font(bold=True)
        self._small = Font(size=9, color="FF6B7280")
        self._fills = {
            severity: PatternFill("solid", start_color=_COLOURS[severity]) for severity in ("error", "warning")
        }

    def header(self) -> "list[Cell]":
        """Return the first row."""
        cells = [self._cell(name) for name in columns.COLUMNS]
        for cell in cells:
            cell.font = self._bold
        return cells

    def row(self, translation: Translation, losses: list[Loss]) -> "list[Cell]":
        """Return a row; add to `losses` what was cut."""
        texts = columns.format_row(translation)
        for name, text in zip(columns.COLUMNS, texts, strict=True):
            if _n_units(packages.hide_codes(text)) > MAX_CELL_CHARACTERS:
                message = f"a cell takes {MAX_CELL_CHARACTERS:,} characters; this text has {len(text):,}"
                losses.append(Loss(id=translation.segment.id, field=name, message=message))
        cells = [self._cell(text) for text in texts]
        cells[0].font = self._small
        fill = self._fills.get(columns.severity_of(translation))
        if fill is not None:
            cells[0].fill = cells[5].fill = fill
        return cells

    def _cell(self, text: str) -> "Cell":
        from openpyxl.cell import WriteOnlyCell

        cell: Cell = WriteOnlyCell(self._sheet, _fit(packages.hide_codes(text)))
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = self._wrapped
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
        return cell


def _height(translation: Translation) -> float:
    """Return the height in points that shows the longest cell of a row."""
    texts = zip(_WIDTHS.values(), columns.format_row(translation), strict=True)
    # Words do not fill a line to its end.
    n_lines = max(-(-len(text) // int(width * 0.85)) for width, text in texts)
    return float(min(max(n_lines, 1) * _LINE_POINTS, _MAX_POINTS))


def _lay_out(sheet: "Worksheet", n_rows: int) -> None:
    """Set what goes before the rows: widths, the fixed header, filters, the choice of statuses, colours."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, name in enumerate(columns.COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS[name]
    last = max(n_rows + 1, 2)
    letter = get_column_letter(columns.COLUMNS.index("status") + 1)
    whole = f"A2:{get_column_letter(len(columns.COLUMNS))}{last}"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = whole.replace("A2", "A1", 1)
    choice = DataValidation(type="list", formula1=f'"{",".join(columns.STATUSES)}"', allow_blank=True)
    choice.error = f"Choose one of: {', '.join(columns.STATUSES)}"
    choice.add(f"{letter}2:{letter}{last}")
    sheet.data_validations.append(choice)
    for status in ("reviewed", "rejected"):
        style = DifferentialStyle(fill=PatternFill(bgColor=_COLOURS[status]))
        rule = Rule(type="expression", dxf=style, formula=[f'${letter}2="{status}"'])
        sheet.conditional_formatting.add(whole, rule)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True


def _lines(rows: Iterator[tuple[object, ...]], read_cell: Callable[[str], str]) -> Iterator[columns.Line]:
    for number, row in enumerate(rows, 1):
        texts = tuple(read_cell(_decode(value)) for value in row)
        cut = next((text for text in texts if text.endswith(_CUT)), None)
        problem = "was too long for a cell and is cut; take the row from the TSV" if cut is not None else ""
        yield columns.Line(number=number, cells=texts, problem=problem)


def _decode(value: object) -> str:
    """Return the text of a cell: of a formula itself, never what it would give."""
    if value is None:
        return ""
    # Excel writes the return of a line break that was pasted as the code of the character.
    return str(getattr(value, "text", value)).replace("_x000D_", "")


def _fit(text: str) -> str:
    if _n_units(text) <= MAX_CELL_CHARACTERS:
        return text
    return text[: MAX_CELL_CHARACTERS // 2 - len(_CUT)] + _CUT


def _n_units(text: str) -> int:
    """Return the length as Excel counts it: a character beyond U+FFFF is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


FORMAT = Format(name="xlsx", suffix=".xlsx", write=write, load=load, project=columns.project)
