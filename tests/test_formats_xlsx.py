import zipfile

import openpyxl
import pytest

from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import load_document, packages, read_document, write_document, xlsx


def row(text="Ja.", target="Yes.", *, id="a:1.1", **fields):
    return Translation(segment=Segment(id=id, text=text), target=target, **fields)


def written(tmp_path, *rows):
    path = tmp_path / "a.xlsx"
    write_document(Document(name="a", translations=rows), path, "xlsx")
    return path


def sheet_of(path):
    return openpyxl.load_workbook(path).active


@pytest.mark.parametrize(
    "text", ["=1+1", "+31 6", "@naam", "-", "'=1", "13.000", "TRUE", "#N/A", "2021-04", '=HYPERLINK("x")']
)
def test_cells_are_text_and_are_never_calculated(tmp_path, text):
    path = written(tmp_path, row(text, text, note=text))
    cells = sheet_of(path)[2]
    assert [cells[index].data_type for index in (1, 2, 6)] == ["s", "s", "s"]
    assert {cell.number_format for cell in cells} == {"@"}
    assert read_document(path).translations == (row(text, text, note=text),)


def test_the_sheet_is_laid_out_for_review(tmp_path):
    sheet = sheet_of(written(tmp_path, row(), row(id="a:1.2")))
    assert [cell.value for cell in sheet[1]] == ["id", "source", "target", "status", "terms", "findings", "note"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet.column_dimensions["B"].width > 40
    assert sheet["C2"].alignment.wrap_text
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"draft,reviewed,rejected"', "D2:D3")
    assert len(list(sheet.conditional_formatting)) == 1


def test_a_row_is_as_high_as_its_longest_cell(tmp_path):
    sheet = sheet_of(written(tmp_path, row(), row("x" * 200, id="a:1.2"), row("x" * 30_000, id="a:1.3")))
    heights = [sheet.row_dimensions[number].height for number in (2, 3, 4)]
    assert heights == [15, 60, 400]


def test_flagged_rows_are_coloured_and_others_not(tmp_path):
    missing = TermOutcome(form="Krim", target="Crimea", step="missing")
    sheet = sheet_of(
        written(
            tmp_path,
            row(findings=(Finding(check="number", message="x"),)),
            row(id="a:1.2", terms=(missing,)),
            row(id="a:1.3", findings=(Finding(check="number", message="x", severity="note"),)),
        )
    )
    fills = [sheet.cell(number, 1).fill.start_color.rgb for number in (2, 3, 4)]
    assert fills[0] != fills[1]
    assert sheet["A4"].fill.fill_type is None


def test_formulas_that_a_reviewer_left_are_their_text(tmp_path):
    path = written(tmp_path, row())
    book = openpyxl.load_workbook(path)
    book.active["C2"] = "=1+1"
    book.active["G2"] = 13.5
    book.save(path)
    (found,) = read_document(path).translations
    assert (found.target, found.note) == ("=1+1", "13.5")


def test_an_array_formula_is_its_text(tmp_path):
    path = written(tmp_path, row())
    book = openpyxl.load_workbook(path)
    book.active["C2"] = openpyxl.worksheet.formula.ArrayFormula("C2:C3", "=SUM(A1:A2)")
    book.save(path)
    assert read_document(path).translations[0].target == "=SUM(A1:A2)"


def test_a_workbook_saved_again_reads_the_same(tmp_path):
    rows = (row('"Ja", zei hij. _x0041_ _x005F_', "=1", note="'x"), row("\x01a\tb\nc\u2028", " d ", id="a:1.2"))
    path = written(tmp_path, *rows)
    openpyxl.load_workbook(path).save(path)
    assert read_document(path).translations == rows


def test_columns_may_be_moved_and_other_sheets_stand_before(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["about this file"])
    sheet = book.create_sheet("review")
    sheet.append(["my review"])
    sheet.append(["Target", "Source", "id", "who"])
    sheet.append(["Yes.", "Ja.", "a:1.1", "Jan"])
    sheet.append([None, None, None, None])
    book.save(tmp_path / "b.xlsx")
    assert read_document(tmp_path / "b.xlsx").translations == (row(),)


def test_a_bad_row_is_named(tmp_path):
    path = written(tmp_path, row(), row(id="a:1.2"))
    book = openpyxl.load_workbook(path)
    book.active["D3"] = "klaar"
    book.save(path)
    reading = load_document(path)
    assert [error.line for error in reading.errors] == [3]
    assert "column 'status': 'klaar' is not a status" in str(reading.errors[0])
    assert len(reading.rows) == 1


@pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f600" * 20_000])
def test_a_text_too_long_for_a_cell_is_told_and_never_taken_back_cut(tmp_path, text):
    path = tmp_path / "a.xlsx"
    document = Document(name="a", translations=(row(text), row(id="a:1.2")))
    (loss,) = write_document(document, path, "xlsx")
    assert (loss.id, loss.field) == ("a:1.1", "source")
    assert len(sheet_of(path)["B2"].value) <= xlsx.MAX_CELL_CHARACTERS
    reading = load_document(path)
    assert "take the row from the TSV" in str(reading.errors[0])
    assert [found.translation.segment.id for found in reading.rows] == ["a:1.2"]


def test_a_text_of_the_greatest_length_is_whole(tmp_path):
    rows = (row("x" * 32_767),)
    assert read_document(written(tmp_path, *rows)).translations == rows


def add_part(path, name, content):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)


def test_a_bomb_is_refused(tmp_path):
    path = written(tmp_path, row())
    add_part(path, "xl/media/x.bin", b"\0" * 80_000_000)
    with pytest.raises(DocumentError, match=r"refused: .* bytes unpack to"):
        read_document(path)


def test_entities_are_refused(tmp_path):
    path = written(tmp_path, row())
    add_part(path, "xl/other.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(DocumentError, match=r"refused: xl/other\.xml declares XML entities"):
        read_document(path)


def test_an_archive_of_something_else_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(DocumentError, match=r"not a \.xlsx file: it has no xl/workbook\.xml"):
        read_document(path)


def test_a_damaged_part_is_told(tmp_path):
    path = written(tmp_path, row())
    data = bytearray(path.read_bytes())
    start = data.index(b"xl/styles.xml") + 60
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"damaged|cannot be read"):
        read_document(path)


def test_a_workbook_without_our_columns_is_refused(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(DocumentError, match="no header"):
        read_document(tmp_path / "a.xlsx")


def test_freezing_twice_changes_nothing(tmp_path):
    data = written(tmp_path, row()).read_bytes()
    assert packages.freeze(data) == data


def test_a_workbook_made_from_our_tsv_reads_as_the_tsv(tmp_path):
    book = openpyxl.Workbook()
    for line in (
        ["id", "source", "target"],
        ["a:1.1", "'=1+1", '\u00a0"Yes"'],
        ["a:1.2", "'s Avonds", "'13.000"],
    ):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    assert read_document(tmp_path / "a.xlsx").translations == (
        row("=1+1", '"Yes"'),
        row("'s Avonds", "13.000", id="a:1.2"),
    )


def test_a_line_break_that_excel_wrote_is_a_line_break(tmp_path):
    path = written(tmp_path, row())
    book = openpyxl.load_workbook(path)
    book.active["C2"] = "one_x000D_\ntwo"
    book.save(path)
    assert read_document(path).translations[0].target == "one\ntwo"
