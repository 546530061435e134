"""Excel workbooks: text and nothing but text."""

import zipfile
from datetime import datetime

import openpyxl
import pytest

from translate.document import Term
from translate.errors import GlossaryError
from translate.interchange import export_terms, import_terms, workbook


def save(path, *rows, sheets=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in sheets:
        book.create_sheet(name)
    book.save(path)
    return path


def test_what_looks_like_a_formula_is_written_as_text(tmp_path):
    path = tmp_path / "a.xlsx"
    export_terms([Term(source=("=1+1",), target=("@x",), note="=HYPERLINK(1)")], path)
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert "<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


def test_a_formula_is_not_read(tmp_path):
    path = save(tmp_path / "a.xlsx", ["source", "target"], ["Krim", "=A1"], ["NAVO", "NATO"])
    terms, losses = import_terms(path)
    assert [one.source[0] for one in terms] == ["NAVO"]
    assert [str(loss) for loss in losses] == [
        "line 2: left out: a formula in B2",
        "line 2: `Krim`: left out: `Krim` has no target",
    ]


def test_numbers_and_dates_are_read_as_text(tmp_path):
    rows = [[2014, 2014.0], [1.5, True], ["x", datetime(2021, 4, 1)]]
    terms, losses = import_terms(save(tmp_path / "a.xlsx", ["source", "target"], *rows))
    assert losses == ()
    assert [(one.source[0], one.target[0]) for one in terms] == [
        ("2014", "2014"),
        ("1.5", "TRUE"),
        ("x", "2021-04-01T00:00:00"),
    ]


def test_columns_without_a_header_and_empty_rows(tmp_path):
    path = save(tmp_path / "a.xlsx", ["Krim", "Crimea", "a note", None], [None, None], ["NAVO", "NATO"])
    terms, _ = import_terms(path)
    assert [(one.source[0], one.note, one.line) for one in terms] == [("Krim", "a note", 1), ("NAVO", "", 3)]


def test_an_empty_sheet_is_refused(tmp_path):
    with pytest.raises(GlossaryError, match="empty") as caught:
        import_terms(save(tmp_path / "a.xlsx"))
    assert caught.value.path == tmp_path / "a.xlsx"


def test_unknown_columns_become_notes(tmp_path):
    path = save(tmp_path / "a.xlsx", ["Source", "Target", "Client"], ["Krim", "Crimea", "ACME"])
    assert import_terms(path)[0][0].note == "client: ACME"


def test_other_sheets_are_named(tmp_path):
    path = save(tmp_path / "a.xlsx", ["source", "target"], ["Krim", "Crimea"], sheets=["old", "new"])
    _, (loss,) = import_terms(path)
    assert loss.message == "only the first sheet is read, not `old`, `new`"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 cut off", b"source,target\n", b"\xd0\xcf\x11\xe0 an old .xls"]
)
def test_refuses_what_is_no_workbook(data, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(GlossaryError, match="not an Excel workbook") as caught:
        import_terms(tmp_path / "a.xlsx")
    assert caught.value.path == tmp_path / "a.xlsx"


def test_refuses_an_archive_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(GlossaryError, match="not an Excel workbook"):
        import_terms(tmp_path / "a.xlsx")


def test_refuses_entities_and_what_unpacks_to_too_much(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(GlossaryError, match="entities"):
        import_terms(tmp_path / "a.xlsx")
    path = save(tmp_path / "b.xlsx", ["source", "target"], ["Krim", "Crimea"])
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(GlossaryError, match="unpacks to too much"):
        import_terms(path)


def test_refuses_what_a_cell_cannot_hold(tmp_path):
    for note, part in (("x" * 40_000, "too long"), ("a\x07b", "control character")):
        with pytest.raises(GlossaryError, match=part):
            export_terms([Term(source=("a",), target=("b",), note=note)], tmp_path / "a.xlsx")
        assert not (tmp_path / "a.xlsx").exists()
