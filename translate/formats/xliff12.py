"""XLIFF 1.2, which most CAT tools open: one `trans-unit` a segment.

Drafts need review (`needs-review-translation`), reviewed segments are `signed-off` and approved, rejected ones
`needs-translation`. What comes back `translated`, `signed-off`, `final` or approved is reviewed.

Source: OASIS Standard, XLIFF Version 1.2 (2008).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import Document, Status, Translation
from translate.errors import DocumentError
from translate.formats import annotations, units
from translate.formats.interface import Format, Loss, Reading
from translate.formats.units import About, Unit
from translate.formats.xml_text import (
    XML_LANG,
    format_tag,
    iterate_elements,
    line_of,
    local_name,
    replace_forbidden,
    text_of,
    write_xml,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSIONS = ("1.0", "1.1", "1.2")
_STATES: dict[Status, tuple[str, str]] = {
    "draft": ("needs-review-translation", "mt-suggestion"),
    "reviewed": ("signed-off", ""),
    "rejected": ("needs-translation", "rejected-inaccurate"),
}
"""Status -> `state` and `state-qualifier`."""
_DONE = frozenset({"translated", "signed-off", "final"})
_DRAFT_ORIGIN = "translate: draft"
_FROM = {"terms": "translate: terms", "findings": "translate: findings"}
_SIGNATURE = "translate: signature"


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; what XML forbids is replaced and told.

    Raises:
        OutputError: The file cannot be written.
    """
    losses: list[Loss] = []
    attributes = {
        "original": units.keep_legal(document.name, document.name, "name", losses),
        "source-language": document.source_language,
        "target-language": document.target_language,
        "datatype": "plaintext",
        "tool-id": "translate",
        "xml:space": "preserve",
    }
    head = "\n".join(
        (
            format_tag("xliff", {"xmlns": NAMESPACE, "version": "1.2"}),
            format_tag("file", attributes),
            _format_header(document, losses) + "<body>",
        )
    )
    elements = (_unit(document, translation, losses) for translation in document.translations)
    write_xml(path, head, elements, "</body>\n</file>\n</xliff>")
    return tuple(losses)


def load(path: Path) -> Reading:
    """Read the units of all files within the file.

    Raises:
        DocumentError: It cannot be opened, is no XLIFF of a known version, or is not Dutch to English.
    """
    elements = iterate_elements(path, frozenset({"file", "trans-unit"}))
    check_root(path, next(elements), VERSIONS)
    about: About | None = None
    found: list[Unit] = []
    for element in elements:
        is_file = local_name(element) == "file"
        if about is None:
            about = _about(path, element if is_file else _file_of(element))
        if not is_file:
            found.append(_read_unit(element))
    return units.read_units(path, found, about or About())


def check_root(path: Path, root: "_Element", versions: tuple[str, ...]) -> None:
    """Check that a file is XLIFF.

    Raises:
        DocumentError: It is something else or of a version that is not one of `versions`.
    """
    if local_name(root) != "xliff":
        raise DocumentError(f"not XLIFF: it begins with <{local_name(root)}>", path=path, line=line_of(root))
    version = str(root.get("version", ""))
    if version not in versions:
        message = f"XLIFF version {version or 'unknown'} cannot be read"
        hint = f"export it as XLIFF {versions[-1]}"
        raise DocumentError(message, path=path, line=line_of(root), hint=hint)


def _format_header(document: Document, losses: list[Loss]) -> str:
    from lxml import etree

    header = etree.Element("header")
    if document.signature:
        note = _add(header, "note", {"from": _SIGNATURE})
        note.text = units.keep_legal(document.signature, document.name, "signature", losses)
    _add(header, "tool", {"tool-id": "translate", "tool-name": "translate"})
    return etree.tostring(header, encoding="unicode", pretty_print=True)


def _unit(document: Document, translation: Translation, losses: list[Loss]) -> "_Element":
    from lxml import etree

    unit = units.to_unit(translation, losses)
    element = etree.Element("trans-unit", id=replace_forbidden(unit.id))
    element.set("approved", "yes" if unit.status == "reviewed" else "no")
    source = _add(element, "source", {XML_LANG: document.source_language})
    _fill(source, translation, "source", losses)
    state, qualifier = _STATES[unit.status]
    target = _add(element, "target", {"state": state, XML_LANG: document.target_language})
    if qualifier:
        target.set("state-qualifier", qualifier)
    _fill(target, translation, "target", losses)
    if unit.note:
        _add(element, "note", {"from": "reviewer", "annotates": "target"}).text = unit.note
    for field, text in (("terms", unit.terms), ("findings", unit.findings)):
        if text:
            _add(element, "note", {"from": _FROM[field]}).text = text
    if unit.draft is not None:
        proposal = _add(element, "alt-trans", {"origin": _DRAFT_ORIGIN, "tool-id": "translate"})
        draft = _add(proposal, "target", {XML_LANG: document.target_language})
        draft.text = units.keep_legal(unit.draft, unit.id, "draft", losses)
    return element


def _fill(element: "_Element", translation: Translation, field: str, losses: list[Loss]) -> None:
    """Give `source` or `target` its text, the terms in it marked."""
    is_source = field == "source"
    text = translation.segment.text if is_source else translation.target
    marks = annotations.source_marks(translation) if is_source else annotations.target_marks(translation)

    def add_mark(parent: "_Element", index: int) -> "_Element":
        """Add the annotation of a term."""
        term = translation.terms[index]
        comment = f"{term.target} ({term.step})" if is_source else term.form
        return _add(parent, "mrk", {"mtype": "term", "comment": replace_forbidden(comment)})

    legal = units.keep_legal(text, translation.segment.id, field, losses)
    annotations.fill(element, legal, marks, add_mark, annotations.append_text)


def _add(parent: "_Element", name: str, attributes: dict[str, str]) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, name, attributes)


def _file_of(unit: "_Element") -> "_Element":
    return next(unit.iterancestors("{*}file"), unit)


def _about(path: Path, file: "_Element") -> About:
    """Read what a `file` element says of itself, before its first unit is forgotten.

    Raises:
        DocumentError: It is not Dutch to English.
    """
    source, target = file.get("source-language", ""), file.get("target-language")
    units.check_languages(path, line_of(file), str(source), None if target is None else str(target))
    notes = (note for note in file.iterfind("{*}header/{*}note") if note.get("from") == _SIGNATURE)
    tool = str(file.get("tool-id", ""))
    return About(
        name=str(file.get("original", "")) if tool == "translate" else "",
        source_language=str(source),
        target_language=str(target or "en"),
        signature=next((note.text or "" for note in notes), ""),
    )


def _read_unit(element: "_Element") -> Unit:
    children = {local_name(child): child for child in reversed(element)}
    problem = "" if "source" in children else "has no source"
    source = target = draft = None
    try:
        source, target = (text_of(children[name]) if name in children else None for name in ("source", "target"))
        draft = _draft(element)
    except ValueError as error:
        problem = str(error)
    notes = {str(note.get("from", "")): note.text or "" for note in _named(element, "note")}
    return Unit(
        id=str(element.get("id", "")),
        source=source or "",
        target=target,
        status=_status(element, children.get("target")),
        terms=notes.get(_FROM["terms"], ""),
        findings=notes.get(_FROM["findings"], ""),
        note=units.join_notes(
            note.text or "" for note in _named(element, "note") if note.get("from") not in _FROM.values()
        ),
        draft=draft,
        line=line_of(element),
        problem=problem,
    )


def _status(element: "_Element", target: "_Element | None") -> Status:
    state = "" if target is None else str(target.get("state", ""))
    qualifier = "" if target is None else str(target.get("state-qualifier", ""))
    if state in _DONE or (element.get("approved") == "yes" and not state.startswith("needs")):
        return "reviewed"
    return "rejected" if qualifier.startswith("rejected") else "draft"


def _draft(element: "_Element") -> str | None:
    for proposal in _named(element, "alt-trans"):
        if proposal.get("origin") == _DRAFT_ORIGIN:
            for target in _named(proposal, "target"):
                return text_of(target)
    return None


def _named(element: "_Element", name: str) -> "Iterator[_Element]":
    return (child for child in element if local_name(child) == name)


FORMAT = Format(name="xliff12", suffix=".xliff12.xlf", write=write, load=load, project=units.project)
