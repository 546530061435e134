"""TMX 1.4b, the format in which translation memories are exchanged.

Source: LISA OSCAR, TMX 1.4b Specification (2005).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from translate import __version__
from translate.document import Document, Status, Translation
from translate.errors import DocumentError
from translate.formats import units
from translate.formats.columns import parse_status
from translate.formats.interface import Format, Loss, Reading
from translate.formats.units import About, Unit
from translate.formats.xml_text import (
    XML_LANG,
    iterate_elements,
    line_of,
    local_name,
    replace_forbidden,
    text_of,
    write_xml,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

VERSIONS = ("1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b")


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; what XML forbids is replaced and told.

    Raises:
        OutputError: The file cannot be written.
    """
    losses: list[Loss] = []
    head = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    head += _format_header(document, losses) + "<body>"
    elements = (_unit(document, translation, losses) for translation in document.translations)
    write_xml(path, head, elements, "</body>\n</tmx>")
    return tuple(losses)


def load(path: Path) -> Reading:
    """Read the Dutch-English units of a memory; those in other languages are counted.

    Raises:
        DocumentError: The file cannot be opened, is no TMX of a known version, or has no such unit.
    """
    about = About()
    found: list[Unit] = []
    n_others = 0
    for part in _iterate(path):
        match part:
            case About():
                about = part
            case Unit():
                found.append(part)
            case None:
                n_others += 1
    return units.read_units(path, found, about, n_others)


def _format_header(document: Document, losses: list[Loss]) -> str:
    from lxml import etree

    header = etree.Element(
        "header",
        creationtool="translate",
        creationtoolversion=__version__,
        segtype="sentence",
        adminlang="en",
        srclang=document.source_language,
        datatype="plaintext",
    )
    header.set("o-tmf", "translate")
    for name, text in (("x-article", document.name), ("x-signature", document.signature)):
        if text:
            _prop(header, name, units.keep_legal(text, document.name, name, losses))
    _prop(header, "x-target-language", document.target_language)
    return etree.tostring(header, encoding="unicode", pretty_print=True)


def _unit(document: Document, translation: Translation, losses: list[Loss]) -> "_Element":
    from lxml import etree

    unit = units.to_unit(translation, losses)
    element = etree.Element("tu", tuid=replace_forbidden(unit.id))
    if unit.note:
        etree.SubElement(element, "note").text = unit.note
    _prop(element, "x-status", unit.status)
    for name, text in (("x-terms", unit.terms), ("x-findings", unit.findings)):
        if text:
            _prop(element, name, text)
    if unit.draft is not None:
        _prop(element, "x-draft", units.keep_legal(unit.draft, unit.id, "draft", losses))
    for language, field, text in (
        (document.source_language, "source", unit.source),
        (document.target_language, "target", unit.target or ""),
    ):
        variant = etree.SubElement(element, "tuv", {XML_LANG: language})
        etree.SubElement(variant, "seg").text = units.keep_legal(text, unit.id, field, losses)
    return element


def _prop(parent: "_Element", name: str, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "prop", type=name).text = text


def _iterate(path: Path) -> Iterator[About | Unit | None]:
    """Yield what the header says, then for each unit itself, or None if it is in other languages."""
    elements = iterate_elements(path, frozenset({"header", "tu"}))
    _check_root(path, next(elements))
    languages: set[str] = set()
    found = False
    for element in elements:
        if local_name(element) == "header":
            yield _about(element)
            continue
        texts, problem = _texts(element)
        languages |= texts.keys()
        unit = _read_unit(element, texts, problem)
        found = found or unit is not None
        yield unit
    if languages and not found:
        message = f"has no unit in nl and en: its languages are {', '.join(sorted(languages))}"
        raise DocumentError(message, path=path, hint="only Dutch to English can be read")


def _check_root(path: Path, root: "_Element") -> None:
    if local_name(root) != "tmx":
        raise DocumentError(f"not a TMX file: it begins with <{local_name(root)}>", path=path, line=line_of(root))
    version = root.get("version", "")
    if version not in VERSIONS:
        message = f"TMX version {version or 'unknown'} cannot be read"
        hint = f"export it as version 1.4; these can be read: {', '.join(VERSIONS)}"
        raise DocumentError(message, path=path, line=line_of(root), hint=hint)


def _about(header: "_Element") -> About:
    props = _props(header)
    source = header.get("srclang", "")
    return About(
        name=props.get("x-article", ""),
        source_language=source if units.is_language(source, "nl") else "nl",
        target_language=props.get("x-target-language", "en"),
        signature=props.get("x-signature", ""),
    )


def _props(element: "_Element") -> dict[str, str]:
    return {child.get("type", ""): child.text or "" for child in element if local_name(child) == "prop"}


def _texts(element: "_Element") -> tuple[dict[str, str], str]:
    """Return the text in each language, by `nl`, `en` or the tag of another one, and what cannot be read."""
    texts: dict[str, str] = {}
    problem = ""
    for variant in element:
        if local_name(variant) != "tuv":
            continue
        tag = str(variant.get(XML_LANG) or variant.get("lang") or "")
        language = next((code for code in ("nl", "en") if units.is_language(tag, code)), tag)
        for segment in variant:
            if local_name(segment) == "seg":
                try:
                    texts.setdefault(language, text_of(segment))
                except ValueError as error:
                    problem = str(error)
                    texts.setdefault(language, "")
    return texts, problem


def _read_unit(element: "_Element", texts: dict[str, str], problem: str) -> Unit | None:
    """Return a unit, or None for one that is not in our languages."""
    if "nl" not in texts or ("en" not in texts and len(texts) > 1):
        return None
    props = _props(element)
    status: Status = "draft"
    try:
        status = parse_status(props.get("x-status", ""))
    except ValueError as error:
        problem = problem or str(error)
    return Unit(
        id=str(element.get("tuid", "")),
        source=texts["nl"],
        target=texts.get("en"),
        status=status,
        terms=props.get("x-terms", ""),
        findings=props.get("x-findings", ""),
        note=units.join_notes(child.text or "" for child in element if local_name(child) == "note"),
        draft=props.get("x-draft"),
        line=line_of(element),
        problem=problem,
    )


FORMAT = Format(name="tmx", suffix=".tmx", write=write, load=load, project=units.project)
