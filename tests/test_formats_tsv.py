import codecs
import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.errors import BatchError, DocumentError, OutputError
from translate.formats import cells, columns, load_document, read_document, read_rows, tsv

LINE_SEPARATORS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
TRAPS = st.sampled_from(
    [
        *LINE_SEPARATORS,
        *"=+-@'\"＝＠→;:()␉␊␛{} \u00a0\u200b\ufeff",
        "; ",
        ": ",
        "''",
        '"',
        " (error)",
        "␛{2028}",
        "1",
    ]
)
TEXT = st.lists(st.one_of(TRAPS, st.text(max_size=4)), max_size=8).map("".join)


def row(text: str = "Hij zei ja.", target: str = "He said yes.", *, id: str = "a:1.1", **fields) -> Translation:
    return Translation(segment=Segment(id=id, text=text), target=target, **fields)


def document(*rows: Translation) -> Document:
    return Document(name="a", translations=rows)


def written(tmp_path: Path, *rows: Translation) -> Path:
    path = tmp_path / "a.tsv"
    tsv.write(document(*rows), path)
    return path


def loaded(tmp_path: Path, text: str | bytes, name: str = "a.tsv") -> list[Translation]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_document(path).translations)


def resaved(path: Path, *, encoding: str = "utf-8", **dialect) -> Path:
    """Save a file again as a spreadsheet would: parse it without quoting rules, write it with them."""
    table = [line.split("\t") for line in path.read_text("utf-8").split("\n")[:-1]]
    out = io.StringIO()
    csv.writer(out, **({"delimiter": "\t", "lineterminator": "\r\n"} | dialect)).writerows(table)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def test_the_file_is_what_the_design_says(tmp_path):
    path = written(
        tmp_path,
        row(
            "Koeleba reist naar Loegansk.",
            "Kuleba travels to Luhansk.",
            terms=(
                TermOutcome(form="Koeleba", target="Kuleba", step="model"),
                TermOutcome(form="Loegansk", target="Luhansk", step="edited"),
            ),
            findings=(
                Finding(check="number", message="13.000 is missing"),
                Finding(check="length", message="too short", severity="error"),
            ),
            note="look again",
        ),
    )
    assert path.read_bytes().decode() == (
        "id\tsource\ttarget\tstatus\tterms\tfindings\tnote\n"
        "a:1.1\tKoeleba reist naar Loegansk.\tKuleba travels to Luhansk.\tdraft\t"
        "Koeleba→Kuleba (model); Loegansk→Luhansk (edited)\t"
        "number: 13.000 is missing; length (error): too short\tlook again\n"
    )


@settings(deadline=None)
@given(source=TEXT, target=TEXT, note=TEXT, check=TEXT, message=TEXT, form=TEXT)
def test_any_text_comes_back(tmp_path_factory, source, target, note, check, message, form):
    findings = (
        Finding(check=check, message=message),
        Finding(check=message, message=check, severity="error"),
        Finding(check="x", message=note, severity="note"),
    )
    terms = (
        TermOutcome(form=form, target=note, step="model"),
        TermOutcome(form=note, target=form, step="missing"),
    )
    original = document(
        row(source, target, note=note, terms=terms, findings=findings),
        row(target, source, id="a:1.2", status="reviewed", note=message),
    )
    path = tmp_path_factory.mktemp("tsv") / "a.tsv"
    assert tsv.write(original, path) == ()
    assert read_document(path) == original == columns.project(original)


@settings(deadline=None)
@given(text=TEXT)
def test_a_cell_never_breaks_a_line_nor_starts_a_formula(text):
    cell = cells.format_cell(text)
    assert cells.parse_cell(cell) == text
    assert len(f"x{cell}x".splitlines()) == 1
    assert "\t" not in cell
    assert not re.match(r"[\s\u200b]*[=+\-@＝＋－＠]", cell)
    assert not cell.startswith('"')


@settings(deadline=None)
@given(target=TEXT, note=TEXT)
@pytest.mark.parametrize(
    "dialect",
    [
        {},
        {"quoting": csv.QUOTE_ALL},
        {"delimiter": ",", "encoding": "utf-8-sig"},
        {"delimiter": ";"},
        {"encoding": "utf-16"},
        {"lineterminator": "\n"},
    ],
    ids=str,
)
def test_what_a_spreadsheet_saves_again_comes_back(tmp_path_factory, dialect, target, note):
    original = document(row('Hij zei "ja, ja".', target, note=note), row('"Ja", zei hij.', note, id="a:1.2"))
    path = tmp_path_factory.mktemp("tsv") / "a.tsv"
    tsv.write(original, path)
    assert read_document(resaved(path, **dialect)) == original


@pytest.mark.parametrize("text", ['"Ja', ' "Ja', '"', '  "=1', '\u00a0"Ja'])
def test_a_quotation_mark_at_the_start_gets_a_space_that_nobody_sees(text):
    assert cells.format_cell(text) == f"\u00a0{text}"
    assert cells.parse_cell(cells.format_cell(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31 6 12345678", "@naam", "-", "-2", "  =1", "\u00a0=1", "＝1+1", "'=1+1", "13.000"],
)
def test_formula_like_cells_are_guarded(text):
    assert cells.format_cell(text).startswith("'")
    assert cells.parse_cell(cells.format_cell(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2014",
        "1,5",
        "2021-04",
        "12:30",
        "12:1.1",
        "5 mei",
        "mei 2014",
        "Jan 5, 2014",
        "1e5",
        "€ 5",
        "TRUE",
        "12 pm",
    ],
)
def test_cells_that_a_spreadsheet_would_convert_are_guarded(text):
    assert cells.format_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "Turkije",
        "'Rusland moet terugtrekken",
        "'s Avonds",
        "a=b",
        "13.000 soldaten",
        "Top 10",
        "G7",
        "Meidagen 2014",
        "Marcheren in mei",
        "",
        "–",
        "C:\\temp",
        "... en toen",
    ],
)
def test_other_cells_stay_as_they_are(text):
    assert cells.format_cell(text) == text


def test_a_formula_that_lost_its_apostrophe_is_still_text():
    assert cells.parse_cell("=1+1") == "=1+1"


def test_columns_may_be_moved_added_and_left_out(tmp_path):
    (found,) = loaded(tmp_path, "Target\tmine\t SOURCE \tid\nYes.\tx\tJa.\ta:1.1\n\t\t\t\n")
    assert found == row("Ja.", "Yes.")
    (read,) = read_rows(tmp_path / "a.tsv")
    assert read.absent == ("status", "terms", "findings", "note")


def test_a_title_above_the_header_is_skipped(tmp_path):
    assert loaded(tmp_path, "My review\n\nid\tsource\ttarget\na:1.1\tJa.\tYes.\n") == [row("Ja.", "Yes.")]


def test_lines_without_cells_at_the_end_are_short_lines(tmp_path):
    assert loaded(tmp_path, "id\tsource\ttarget\tstatus\tnote\na:1.1\tJa.\tYes.") == [row("Ja.", "Yes.")]


def test_empty_cells_after_the_last_column_do_no_harm(tmp_path):
    assert loaded(tmp_path, "id\tsource\ttarget\t\t\na:1.1\tJa.\tYes.\t\t\n\t\t\t\t\n") == [row("Ja.", "Yes.")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_spreadsheets_save(tmp_path, encoding):
    text = "id\tsource\ttarget\r\na:1.1\tOekraïne.\tUkraine…\r\n"
    assert loaded(tmp_path, text.encode(encoding)) == [row("Oekraïne.", "Ukraine…")]


def test_windows_1252_is_refused_with_its_place(tmp_path):
    data = "id\tsource\ttarget\na:1.1\tOekraïne.\tUkraine\n".encode("cp1252")
    with pytest.raises(DocumentError, match="not UTF-8 at byte 28") as caught:
        loaded(tmp_path, data)
    assert caught.value.line == 2
    assert "Unicode Text" in caught.value.hint


def test_quotation_marks_typed_in_a_text_editor_stay(tmp_path):
    header = "id\tsource\ttarget\tstatus\n"
    typed = (
        header
        + 'a:1.1\tJa, zei hij.\t"Yes."\tdraft\na:1.2\tNee.\t"No, he" said\treviewed\na:1.3\tO.\tO."\tdraft\n'
    )
    assert [found.target for found in loaded(tmp_path, typed)] == ['"Yes."', '"No, he" said', 'O."']


def test_marks_round_cells_with_a_comma_are_a_spreadsheets(tmp_path):
    saved = 'id\tsource\ttarget\na:1.1\t"Ja, ja."\t"Yes, yes."\n'
    assert loaded(tmp_path, saved) == [row("Ja, ja.", "Yes, yes.")]


def test_a_lone_mark_swallows_nothing(tmp_path):
    text = 'id\tsource\ttarget\na:1.1\tJa.\t"Yes.\na:1.2\tNee.\tNo."\n'
    assert loaded(tmp_path, text) == [row("Ja.", '"Yes.'), row("Nee.", 'No."', id="a:1.2")]


def test_a_line_break_within_a_quoted_cell_is_kept_and_counted(tmp_path):
    text = 'id\tsource\ttarget\tstatus\na:1.1\tJa.\t"Yes,\nyes."\t\na:1.2\tNee.\tNo.\tdone\n'
    with pytest.raises(DocumentError) as caught:
        loaded(tmp_path, text)
    assert caught.value.line == 4
    first, _ = read_rows(tmp_path / "a.tsv")
    assert first.translation.target == "Yes,\nyes."


HEADER = "id\tsource\ttarget\tstatus\tterms\tfindings\tnote\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "a:1.2\tNee.\tNo.\tdone\t\t\t",
            "column 'status': 'done' is not a status; use draft, reviewed or rejected",
        ),
        ("a:1.2\tNee.", "column 'target': the line ends before it: 2 of 7 cells"),
        ("\tNee.\tNo.\t\t\t\t", "column 'id': is empty"),
        ("a:1.2\tNee.\tNo.\t\t\t\tx\ty", "column 'note': 'y' stands after the last column"),
        ("a:1.1\tNee.\tNo.\t\t\t\t", "column 'id': 'a:1.1' stands on line 2 already"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_taken(tmp_path, line, message):
    text = f"{HEADER}a:1.1\tJa.\tYes.\t\t\t\t\n{line}\na:1.3\tO.\tOh.\tReviewed\t\t\t\n"
    with pytest.raises(DocumentError) as caught:
        loaded(tmp_path, text)
    path = tmp_path / "a.tsv"
    assert str(caught.value) == f"{path}:3: {message}"
    first, error, last = read_rows(path)
    assert isinstance(error, DocumentError)
    assert (error.line, error.message) == (3, message)
    assert first.translation == row("Ja.", "Yes.")
    assert (last.line, last.translation.status) == (4, "reviewed")


def test_all_bad_rows_are_told_at_once(tmp_path):
    with pytest.raises(BatchError) as caught:
        loaded(tmp_path, f"{HEADER}a:1.1\tJa.\tYes.\tx\t\t\t\na:1.2\tJa.\tYes.\ty\t\t\t\n")
    assert [error.line for error in caught.value.errors] == [2, 3]


def test_an_audit_that_cannot_be_read_does_not_cost_the_row(tmp_path):
    with pytest.raises(BatchError):
        loaded(tmp_path, f"{HEADER}a:1.1\tJa.\tYes.\treviewed\tKoeleba?Kuleba\tnonsense\t\n")
    (found,) = load_document(tmp_path / "a.tsv").rows
    assert found.translation == row("Ja.", "Yes.", status="reviewed")
    assert found.warnings == (
        "column 'terms': 'Koeleba?Kuleba' is not of the form 'source→target (step)'",
        "column 'findings': 'nonsense' is not of the form 'check: message'",
    )


@pytest.mark.parametrize("text", ["", "\n\n", "Ja.\tYes.\n", "id\tsource\n"])
def test_a_file_without_a_header_is_refused(tmp_path, text):
    with pytest.raises(DocumentError, match="no header") as caught:
        loaded(tmp_path, text)
    assert "id source target" in caught.value.hint


def test_a_column_that_stands_there_twice_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="'target' stands in the header twice"):
        loaded(tmp_path, "id\tsource\ttarget\ttarget\n")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DocumentError, match="cannot be read: No such file"):
        read_document(tmp_path / "a.tsv")


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(OutputError):
        tsv.write(document(), tmp_path / "a" / "a.tsv")


def test_a_table_without_ids_gets_some(tmp_path):
    (found,) = loaded(tmp_path, "source,target\nJa.,Yes.\n", "mijn.csv")
    assert found == row("Ja.", "Yes.", id="mijn:2.1")


def test_the_name_is_that_of_the_ids_or_of_the_file(tmp_path):
    loaded(tmp_path, "id\tsource\ttarget\nb:1.1\tJa.\tYes.\n", "renamed.tsv")
    assert read_document(tmp_path / "renamed.tsv").name == "b"
    loaded(tmp_path, "id\tsource\ttarget\n", "empty.tsv")
    assert read_document(tmp_path / "empty.tsv").name == "empty"


def test_a_file_full_of_apostrophes_or_digits_takes_no_time():
    for text in ("'" * 100_000, "1" * 100_000, '"' * 100_001, " " * 100_000 + "x", "'1" * 50_000):
        assert cells.parse_cell(cells.format_cell(text)) == text


def test_a_mark_of_utf_8_is_not_part_of_the_header(tmp_path):
    assert loaded(tmp_path, codecs.BOM_UTF8 + b"id\tsource\ttarget\na:1.1\tJa.\tYes.\n") == [row("Ja.", "Yes.")]


def test_a_finding_whose_last_space_was_trimmed_is_read():
    assert cells.parse_findings("name:") == (Finding(check="name", message=""),)
    assert cells.parse_findings("name: ") == cells.parse_findings("name:")
