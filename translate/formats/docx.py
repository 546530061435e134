"""A table for review in a word processor: source and target side by side, the other columns beside them.

Reviewers may edit with changes tracked and write comments: insertions count, deletions do not, and comments join
the note.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from translate.atomic import write_bytes
from translate.document import Document, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import annotations, cells, columns, packages
from translate.formats.interface import Format, Loss, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_COMMENTS = "word/comments.xml"
_TABLE_GOES_HERE = "the table goes here"
_WIDTHS = {
    "id": 1100,
    "source": 3900,
    "target": 3900,
    "status": 1000,
    "terms": 2500,
    "findings": 1500,
    "note": 1500,
}
"""In twentieths of a point; together the width of A4 across within its margins."""
_TINTS = {"error": "F6D5D0", "warning": "FCEFC9", "header": "E8ECEC"}
_UNDERLINES = {"model": "single", "decoded": "double", "edited": "dash", "reviewed": "thick", "missing": "wave"}
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}sdtPr", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"})
_AS_TEXT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; nothing of what its columns hold can be lost.

    Raises:
        OutputError: The file cannot be written.
    """
    skeleton = _skeleton(document)
    with zipfile.ZipFile(BytesIO(skeleton)) as package:
        main = package.read(_MAIN).decode()
    # The last paragraph makes way for the table, and an empty one follows it, as word processors ask for.
    before, _, after = main.rpartition(_TABLE_GOES_HERE)
    before, after = before[: before.rindex("<w:p>")], after[after.index("</w:p>") + len("</w:p>") :]
    whole = f"{before}{_format_table(document)}<w:p/>{after}"
    write_bytes(path, packages.freeze(skeleton, {_MAIN: whole.encode()}))
    return ()


def load(path: Path) -> Reading:
    """Read the rows of all tables that follow one with our header.

    Raises:
        DocumentError: It cannot be opened, is refused, or has no such table.
    """
    from lxml import etree

    with packages.open_package(path, _MAIN) as package:
        try:
            comments = _read_comments(package)
            with package.open(_MAIN) as file:
                return columns.read_table(path, _lines(file, comments))
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise DocumentError(f"damaged: {error}", path=path) from error


def _skeleton(document: Document) -> bytes:
    """Return a document with everything but the table."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    word = docx.Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(13)
    word.styles["Normal"].font.size = Pt(10)
    word.core_properties.title = cells.escape(document.name)[:255]
    word.core_properties.author = "translate"
    word.core_properties.comments = ""
    word.add_heading(cells.escape(document.name), level=1)
    word.add_paragraph(
        "Edit the target, the status (draft, reviewed or rejected) and the note; leave id and source as they "
        "are. Tracked changes and comments are welcome."
    )
    word.add_paragraph(_TABLE_GOES_HERE)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _format_table(document: Document) -> str:
    names = tuple(_WIDTHS)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS.values())
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFC4C4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    header = "".join(_cell(name, _run(name, "<w:b/>"), _TINTS["header"]) for name in names)
    rows = "".join(_format_row(translation, document) for translation in document.translations)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS.values())}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>{rows}</w:tbl>"
    )


def _format_row(translation: Translation, document: Document) -> str:
    values = dict(zip(columns.COLUMNS, columns.format_row(translation), strict=True))
    tint = _TINTS.get(columns.severity_of(translation), "")
    source = _marked(
        translation.segment.text,
        annotations.source_marks(translation),
        translation.terms,
        document.source_language,
    )
    target = _marked(
        translation.target, annotations.target_marks(translation), translation.terms, document.target_language
    )
    small = '<w:color w:val="6B7280"/><w:sz w:val="15"/>'
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + _cell("id", _run(_keep_end(values["id"]), small), tint)
        + _cell("source", source)
        + _cell("target", target)
        + _cell("status", _run(values["status"], '<w:sz w:val="18"/>'))
        + _cell("terms", _run(values["terms"], small))
        + _cell("findings", _run(values["findings"], '<w:sz w:val="17"/>'), tint)
        + _cell("note", _run(_keep_end(values["note"]), '<w:sz w:val="18"/>'))
        + "</w:tr>"
    )


def _keep_end(text: str) -> str:
    """Return an escaped text with spaces at its end escaped too: LibreOffice drops them there."""
    kept = text.rstrip(" ")
    return kept + "␛{20}" * (len(text) - len(kept))


def _cell(name: str, runs: str, tint: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
    spacing = '<w:pPr><w:spacing w:before="30" w:after="30"/></w:pPr>'
    properties = f'<w:tcPr><w:tcW w:w="{_WIDTHS[name]}" w:type="dxa"/>{shade}</w:tcPr>'
    return f"<w:tc>{properties}<w:p>{spacing}{runs}</w:p></w:tc>"


def _run(text: str, properties: str = "") -> str:
    if not text:
        return ""
    kept = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{kept}<w:t xml:space="preserve">{escape(packages.hide_codes(text))}</w:t></w:r>'


def _marked(text: str, marks: list[tuple[Span, int]], terms: tuple[TermOutcome, ...], language: str) -> str:
    """Return a text as runs; each term is underlined by how it was honoured."""
    spoken = f"<w:lang w:val={quoteattr(language)}/>"
    parts = []
    position = 0
    for span, index in marks:
        line = f'<w:u w:val="{_UNDERLINES[terms[index].step]}"/>'
        parts.append(_run(cells.escape(text[position : span.start]), spoken))
        parts.append(_run(cells.escape(span.of(text)), line + spoken))
        position = span.stop
    parts.append(_run(_keep_end(cells.escape(text[position:])), spoken))
    return "".join(parts)


def _lines(file: IO[bytes], comments: dict[str, str]) -> Iterator[columns.Line]:
    """Yield the rows of all tables; a table within a cell is part of the cell."""
    from lxml import etree

    number = 0
    context = etree.iterparse(
        file, events=("end",), tag=f"{_W}tr", resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, row in context:
        if next(row.iterancestors(f"{_W}tr"), None) is not None:
            continue
        number += 1
        texts = [_text_of(cell) for cell in _cells_of(row)]
        remarks = [comments.get(str(mark.get(f"{_W}id")), "") for mark in row.iter(f"{_W}commentReference")]
        # Our last column is the note, and the only one in which a remark of the reviewer has a place.
        if any(remarks) and texts:
            texts[-1] = "; ".join(text for text in (texts[-1], *remarks) if text)
        yield columns.Line(number=number, cells=tuple(texts))
        row.clear()


def _cells_of(row: "_Element") -> "Iterator[_Element]":
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iterfind(f"{_W}sdtContent/{_W}tc")


def _text_of(element: "_Element") -> str:
    """Return the text of a cell as it stands when all tracked changes are accepted; paragraphs become lines."""
    paragraphs = [child for child in element.iter(f"{_W}p") if not _is_unseen(child, element)]
    return "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs)


def _pieces(element: "_Element") -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _AS_TEXT:
            yield _AS_TEXT[str(child.tag)]
        elif child.tag not in _UNSEEN and child.tag != f"{_W}p":
            yield from _pieces(child)


def _is_unseen(element: "_Element", top: "_Element") -> bool:
    parents = element.iterancestors()
    return any(parent.tag in _UNSEEN for parent in parents if parent is not top)


def _read_comments(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the text of each comment by its id."""
    from lxml import etree

    if _COMMENTS not in package.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(package.read(_COMMENTS), parser)
    return {str(comment.get(f"{_W}id")): _text_of(comment) for comment in root.iter(f"{_W}comment")}


FORMAT = Format(name="docx", suffix=".bilingual.docx", write=write, load=load, project=columns.project)
