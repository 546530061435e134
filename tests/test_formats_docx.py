import zipfile

import docx
import pytest
from lxml import etree

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import load_document, read_document, write_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {"w": W}


def row(text="Krim ja.", target="Crimea yes.", *, id="a:1.1", **fields):
    return Translation(segment=Segment(id=id, text=text), target=target, **fields)


def written(tmp_path, *rows, name="a"):
    path = tmp_path / "a.bilingual.docx"
    write_document(Document(name=name, translations=rows or (row(),)), path, "docx")
    return path


def rewrite(path, change, part="word/document.xml"):
    """Write the archive again with `change` applied to the text of one part."""
    with zipfile.ZipFile(path) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    contents[part] = change(contents.get(part, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)


def test_a_word_processor_finds_title_header_and_columns(tmp_path):
    path = written(tmp_path, row(note="n"), row('"=1', "x & <b>", id="a:1.2"), name="kyiv")
    word = docx.Document(path)
    assert word.paragraphs[0].text == "kyiv"
    (table,) = word.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "id",
        "source",
        "target",
        "status",
        "terms",
        "findings",
        "note",
    ]
    assert [cell.text for cell in table.rows[1].cells] == [
        "a:1.1",
        "Krim ja.",
        "Crimea yes.",
        "draft",
        "",
        "",
        "n",
    ]
    assert table.rows[2].cells[2].text == "x & <b>"
    assert table._tbl.find(".//w:tblHeader", NAMESPACES) is not None
    assert word.sections[0].page_width > word.sections[0].page_height


def test_terms_are_underlined_in_both_texts(tmp_path):
    spans = {"source_span": Span(start=0, stop=4), "target_span": Span(start=0, stop=6)}
    path = written(tmp_path, row(terms=(TermOutcome(form="Krim", target="Crimea", step="edited", **spans),)))
    runs = [run for cell in docx.Document(path).tables[0].rows[1].cells for run in cell.paragraphs[0].runs]
    assert [run.text for run in runs if run.underline] == ["Krim", "Crimea"]


def test_flagged_rows_are_tinted_and_others_not(tmp_path):
    path = written(tmp_path, row(findings=(Finding(check="x", message="y"),)), row(id="a:1.2"))
    rows = docx.Document(path).tables[0].rows
    assert [len(found._tr.findall(".//w:shd", NAMESPACES)) for found in rows] == [7, 2, 0]


def test_a_title_like_the_place_of_the_table_does_no_harm(tmp_path):
    name = "the table goes here"
    path = written(tmp_path, row(id=f"{name}:1.1"), name=name)
    assert docx.Document(path).paragraphs[0].text == name
    assert read_document(path).name == name


def test_edits_made_in_a_word_processor_come_back(tmp_path):
    path = written(tmp_path, row(), row("Nee.", "No.", id="a:1.2"))
    word = docx.Document(path)
    cells = word.tables[0].rows[1].cells
    cells[2].paragraphs[0].add_run(" Really\tso.")
    cells[2].add_paragraph("And more.")
    cells[3].paragraphs[0].runs[0].text = "Reviewed"
    cells[6].text = "mooi"
    word.save(path)
    first, second = read_document(path).translations
    assert first == row(target="Crimea yes. Really\tso.\nAnd more.", status="reviewed", note="mooi")
    assert second == row("Nee.", "No.", id="a:1.2")


def test_tracked_changes_are_taken_as_accepted(tmp_path):
    path = written(tmp_path, row(target="Crimea yes."))

    def track(text):
        run = '<w:r><w:rPr><w:lang w:val="en"/></w:rPr><w:t xml:space="preserve">Crimea yes.</w:t></w:r>'
        assert run in text
        return text.replace(
            run,
            '<w:del w:id="1" w:author="J"><w:r><w:delText>Crimea yes.</w:delText></w:r></w:del>'
            '<w:moveFrom w:id="2" w:author="J"><w:r><w:t>gone</w:t></w:r></w:moveFrom>'
            '<w:ins w:id="3" w:author="J"><w:r><w:t>The Crimea</w:t></w:r></w:ins>'
            "<w:hyperlink><w:r><w:t>, yes.</w:t></w:r></w:hyperlink>",
        )

    rewrite(path, track)
    assert read_document(path).translations[0].target == "The Crimea, yes."


def test_comments_join_the_note(tmp_path):
    path = written(tmp_path, row(note="n"), row(id="a:1.2"))
    mark = '<w:r><w:commentReference w:id="4"/></w:r></w:p></w:tc><w:tc>'
    rewrite(path, lambda text: mark.join(text.rsplit("</w:p></w:tc><w:tc>", 1)))
    comment = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="4"><w:p><w:r><w:t>klopt dit?</w:t></w:r></w:p></w:comment>'
    )
    rewrite(path, lambda _: f"{comment}</w:comments>", "word/comments.xml")
    assert [found.note for found in read_document(path).translations] == ["n", "klopt dit?"]


def test_content_controls_and_nested_tables_are_part_of_their_cell(tmp_path):
    path = written(tmp_path)
    status = '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">draft</w:t></w:r>'
    content = "<w:sdtContent><w:r><w:t>reviewed</w:t></w:r></w:sdtContent>"
    control = f"<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr>{content}</w:sdt>"
    rewrite(path, lambda text: text.replace(status, control))
    inner = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    rewrite(path, lambda text: text.replace("</w:tc></w:tr></w:tbl>", inner))
    (found,) = read_document(path).translations
    assert (found.status, found.note) == ("reviewed", "\ninner")


def test_a_bad_status_names_the_row(tmp_path):
    path = written(tmp_path, row(), row(id="a:1.2"))
    rewrite(path, lambda text: text.replace(">draft<", ">klaar<", 1))
    reading = load_document(path)
    assert [error.line for error in reading.errors] == [2]
    assert len(reading.rows) == 1
    assert reading.rows[0].absent == ()


def test_a_document_without_our_table_is_refused(tmp_path):
    docx.Document().save(tmp_path / "a.docx")
    with pytest.raises(DocumentError, match="no header"):
        read_document(tmp_path / "a.docx")


def test_a_damaged_document_is_refused(tmp_path):
    path = written(tmp_path)
    rewrite(path, lambda text: text[: len(text) // 2])
    with pytest.raises(DocumentError, match="damaged"):
        read_document(path)


@pytest.mark.parametrize("part", ["word/document.xml", "word/comments.xml"])
def test_entities_are_refused(tmp_path, part):
    path = written(tmp_path)
    rewrite(path, lambda text: f'<!DOCTYPE x [<!ENTITY a "b">]>{text}', part)
    with pytest.raises(DocumentError, match="declares XML entities"):
        read_document(path)


def test_the_parts_are_well_formed(tmp_path):
    path = written(tmp_path, row("\x01\ufffe]]>", "\u2028&lt;", note="'"))
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
