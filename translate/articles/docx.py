"""A DOCX: paragraphs, headings, list items and table cells are prose; all else stays in the copy as it is.

Text of the body, of text boxes, footnotes and endnotes is read; headers and footers, which repeat, are not.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from translate.articles.archive import copy_archive, open_archive, read_part
from translate.articles.decoding import check_unchanged, read_bytes
from translate.articles.filling import fill_block
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.marking import group_by_block
from translate.articles.wordml import Node, ParagraphText, W, read_paragraph, write_paragraph
from translate.document import Article, Block, BlockKind, Metadata, Span, Translation
from translate.errors import ArticleError

FORMAT = "docx"
BODY = "word/document.xml"
PARTS = (BODY, "word/footnotes.xml", "word/endnotes.xml")

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|kop|titre|überschrift) ?([1-9])")
_FACTS = {"title": "title", "creator": "author", "created": "date"}


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the one article of a DOCX; see `interface.Reader`."""
    del columns
    data = read_bytes(path)
    with open_archive(data, path) as archive:
        styles = _read_styles(archive, path)
        texts: list[str] = []
        blocks: list[Block] = []
        position = 0
        for part in PARTS:
            root = _parse_part(archive, part, path)
            for index, paragraph in enumerate(_find_paragraphs(root)):
                found = read_paragraph(paragraph)
                if found.text.strip():
                    blocks.append(_make_block(paragraph, found, position, styles, f"{part}#{index}"))
                    texts.append(found.text)
                    position += len(found.text) + 2
        metadata = tuple(_find_metadata(archive, path))
    if not blocks:
        raise ArticleError("the document has no text in it", path=path)
    yield Article(
        name=name,
        path=path,
        format=FORMAT,
        text="\n\n".join(texts),
        blocks=tuple(blocks),
        metadata=metadata,
        checksum=hashlib.sha256(data).hexdigest(),
    )


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
    """Return the document with targets in the place of segments; see `interface.Reader`."""
    data = read_bytes(article.path)
    check_unchanged(article.path, data, article.checksum)
    groups = group_by_block(article, translations)
    if not groups:
        return data
    changed: dict[str, bytes] = {}
    with open_archive(data, article.path) as archive:
        for part in PARTS:
            inside = [(block, found) for block, found in groups if block.locator.startswith(f"{part}#")]
            root = _parse_part(archive, part, article.path) if inside else None
            if root is None:
                continue
            paragraphs = list(_find_paragraphs(root))
            for block, found in inside:
                paragraph = paragraphs[int(block.locator.partition("#")[2])]
                stretches = list(fill_block(article.text, block, found, alignments))
                write_paragraph(paragraph, read_paragraph(paragraph), stretches)
            written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            changed[part] = written if isinstance(written, bytes) else written.encode("utf-8")
        return copy_archive(archive, changed, article.path)


def _parse_part(archive: ZipFile, name: str, path: Path) -> Node | None:
    """Return the root element of a part of the document; None when only the body is there.

    Raises:
        ArticleError: It is no XML, declares entities, or the body is missing.
    """
    data = read_part(archive, name, path)
    if data is None:
        if name == BODY:
            raise ArticleError(f"is not a DOCX file: it has no {BODY}", path=path)
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(f"is damaged: {name} is not XML ({error})", path=path) from error
    if b"<!DOCTYPE" in data[:2000]:
        raise ArticleError(f"is not safe: {name} declares a document type", path=path)
    return root


def _find_paragraphs(root: Node | None) -> Iterator[Node]:
    """Yield the paragraphs of a part, in order, without the doubles that are kept for old programs."""
    if root is None:
        return
    has_doubles = next(root.iter(_FALLBACK), None) is not None
    for paragraph in root.iter(f"{W}p"):
        if not has_doubles or next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield paragraph


def _make_block(paragraph: Node, found: ParagraphText, start: int, styles: dict[str, str], locator: str) -> Block:
    """Return the block of a paragraph whose text begins at an offset of the article's text."""
    kind, level = _find_kind(paragraph, styles)
    markup = tuple(
        replace(part, span=Span(start=part.span.start + start, stop=part.span.stop + start))
        for part in found.markup
    )
    span = Span(start=start, stop=start + len(found.text))
    return Block(span=span, kind=kind, level=level, locator=locator, markup=markup)


def _find_kind(paragraph: Node, styles: dict[str, str]) -> tuple[BlockKind, int]:
    """Return kind and depth of a paragraph by its style, its numbering and what it stands in."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    identifier = "" if style is None else style.get(f"{W}val", "")
    name = styles.get(identifier, identifier).lower()
    if match := _HEADING.match(name):
        return "heading", int(match[1])
    if name in ("title", "titel"):
        return "heading", 1
    if next(paragraph.iterancestors(f"{W}tc"), None) is not None:
        return "cell", 0
    if (numbering := paragraph.find(f"{W}pPr/{W}numPr")) is not None or name.startswith("list"):
        depth = None if numbering is None else numbering.find(f"{W}ilvl")
        value = "0" if depth is None else depth.get(f"{W}val", "0")
        return "list-item", int(value) + 1 if value.isdecimal() else 1
    return ("quote", 1) if "quote" in name or "citaat" in name else ("paragraph", 0)


def _read_styles(archive: ZipFile, path: Path) -> dict[str, str]:
    """Return the names of the styles by their ids, which differ from language to language."""
    root = _parse_part(archive, "word/styles.xml", path)
    names: dict[str, str] = {}
    for style in () if root is None else root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names


def _find_metadata(archive: ZipFile, path: Path) -> Iterator[Metadata]:
    """Yield what the document's properties say."""
    root = _parse_part(archive, "docProps/core.xml", path)
    for node in () if root is None else root:
        key = _FACTS.get(etree.QName(node).localname) if isinstance(node.tag, str) else None
        value = " ".join((node.text or "").split())
        if key and value:
            yield Metadata(key=key, value=value)
