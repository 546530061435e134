"""XLIFF 2.1: one unit with one segment for each of ours, the draft as a translation candidate.

Drafts are in the state `initial`, reviewed segments in `reviewed`, rejected ones `initial` with the sub-state
`translate:rejected`. What comes back `translated`, `reviewed` or `final` is reviewed. Units have ids of their
own, since ours may hold what an id there must not; ours is the unit's name.

Source: OASIS Standard, XLIFF Version 2.1 (2018), core, and its Translation Candidates module.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import Document, Status, Translation
from translate.formats import annotations, units
from translate.formats.interface import Format, Loss, Reading
from translate.formats.units import About, Unit
from translate.formats.xliff12 import check_root
from translate.formats.xml_text import (
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

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
VERSIONS = ("2.0", "2.1", "2.2")
_STATES: dict[Status, tuple[str, str]] = {
    "draft": ("initial", "translate:draft"),
    "reviewed": ("reviewed", "translate:reviewed"),
    "rejected": ("initial", "translate:rejected"),
}
"""Status -> `state` and `subState`."""
_ORIGIN = "translate: draft"
_CATEGORIES = ("terms", "findings")
_SIGNATURE = "signature"


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; what XML forbids is replaced and told where no `cp` element can stand for it.

    Raises:
        OutputError: The file cannot be written.
    """
    losses: list[Loss] = []
    languages = {"srcLang": document.source_language, "trgLang": document.target_language}
    name = units.keep_legal(document.name, document.name, "name", losses)
    head = "\n".join(
        (
            format_tag("xliff", {"xmlns": NAMESPACE, "xmlns:mtc": MATCHES, "version": "2.1", **languages}),
            format_tag("file", {"id": "f1", "original": name, "xml:space": "preserve"}),
        )
    )
    write_xml(path, head, _elements(document, losses), "</file>\n</xliff>")
    return tuple(losses)


def load(path: Path) -> Reading:
    """Read the segments of all files within the file.

    Raises:
        DocumentError: It cannot be opened, is no XLIFF of a known version, or is not Dutch to English.
    """
    elements = iterate_elements(path, frozenset({"file", "unit"}))
    root = next(elements)
    check_root(path, root, VERSIONS)
    source, target = str(root.get("srcLang", "")), str(root.get("trgLang", ""))
    units.check_languages(path, line_of(root), source, target)
    about: About | None = None
    found: list[Unit] = []
    for element in elements:
        is_file = local_name(element) == "file"
        if about is None:
            file = element if is_file else next(element.iterancestors("{*}file"), element)
            about = _about(file, source, target or "en")
        if not is_file:
            found.extend(_read_unit(element))
    return units.read_units(path, found, about or About())


def _elements(document: Document, losses: list[Loss]) -> "Iterator[_Element]":
    """Yield what stands in `file`, which must not be empty."""
    from lxml import etree

    if document.signature:
        signature = units.keep_legal(document.signature, document.name, "signature", losses)
        yield _notes({_SIGNATURE: signature})
    if not document.translations:
        yield etree.Element("group", id="none")
    for number, translation in enumerate(document.translations, 1):
        yield _unit(number, translation, losses)


def _add(parent: "_Element", tag: str, **attributes: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, tag, attributes)


def _notes(texts: dict[str, str]) -> "_Element":
    """Return the notes of a unit or file, by category; the reviewer's own has none."""
    from lxml import etree

    notes = etree.Element("notes")
    for category, text in texts.items():
        note = _add(notes, "note", **({"category": f"translate-{category}"} if category else {}))
        note.text = text
    return notes


def _unit(number: int, translation: Translation, losses: list[Loss]) -> "_Element":
    from lxml import etree

    unit = units.to_unit(translation, losses)
    element = etree.Element("unit", id=f"u{number}", name=replace_forbidden(unit.id), canResegment="no")
    if unit.draft is not None:
        matches = etree.SubElement(element, f"{{{MATCHES}}}matches", nsmap={"mtc": MATCHES})
        match = _add(matches, f"{{{MATCHES}}}match", ref="#s1", type="mt", origin=_ORIGIN)
        annotations.append_any_text(_add(match, "source"), unit.source)
        annotations.append_any_text(_add(match, "target"), unit.draft)
    notes = {"": unit.note, "terms": unit.terms, "findings": unit.findings}
    if any(notes.values()):
        element.append(_notes({category: text for category, text in notes.items() if text}))
    state, sub_state = _STATES[unit.status]
    segment = _add(element, "segment", id="s1", state=state, subState=sub_state)
    _fill(_add(segment, "source"), translation, is_source=True)
    _fill(_add(segment, "target"), translation, is_source=False)
    return element


def _fill(element: "_Element", translation: Translation, *, is_source: bool) -> None:
    """Give `source` or `target` its text; a term has the same id in both."""

    def add_mark(parent: "_Element", index: int) -> "_Element":
        """Add the annotation of a term."""
        term = translation.terms[index]
        value = replace_forbidden(term.target if is_source else term.form)
        return _add(parent, "mrk", id=f"t{index + 1}", type="term", value=value)

    text = translation.segment.text if is_source else translation.target
    marks = annotations.source_marks(translation) if is_source else annotations.target_marks(translation)
    annotations.fill(element, text, marks, add_mark, annotations.append_any_text)


def _about(file: "_Element", source: str, target: str) -> About:
    notes = _read_notes(file)
    is_ours = _SIGNATURE in notes or any(True for _ in file.iterfind("{*}unit[@canResegment='no']"))
    return About(
        name=str(file.get("original", "")) if is_ours or file.find("{*}group[@id='none']") is not None else "",
        source_language=source,
        target_language=target,
        signature=notes.get(_SIGNATURE, ""),
    )


def _read_notes(element: "_Element") -> dict[str, str]:
    """Return the notes by our categories; those of other categories joined under the empty name."""
    notes: dict[str, str] = {}
    others: list[str] = []
    for note in element.iterfind("{*}notes/{*}note"):
        category = str(note.get("category", ""))
        if category.startswith("translate-"):
            notes[category.removeprefix("translate-")] = note.text or ""
        else:
            others.append(note.text or "")
    return {**notes, "": units.join_notes(iter(others))}


def _read_unit(element: "_Element") -> Iterator[Unit]:
    """Yield the segments of a unit; those of a unit that was split have the segment's id after the unit's."""
    notes = _read_notes(element)
    name = str(element.get("name") or element.get("id", ""))
    segments = list(element.iterfind("{*}segment"))
    for index, segment in enumerate(segments):
        source, target, draft, problem = _texts(element, segment)
        yield Unit(
            id=name if len(segments) == 1 else f"{name}/{segment.get('id') or index + 1}",
            source=source,
            target=target,
            status=_status(segment),
            terms=notes.get("terms", "") if index == 0 else "",
            findings=notes.get("findings", "") if index == 0 else "",
            note=notes[""] if index == 0 else "",
            draft=draft if len(segments) == 1 else None,
            line=line_of(segment),
            problem=problem,
        )


def _texts(unit: "_Element", segment: "_Element") -> tuple[str, str | None, str | None, str]:
    """Return source, target and draft of a segment, and why they cannot be read."""
    source, target = segment.find("{*}source"), segment.find("{*}target")
    draft = unit.find(f"{{*}}matches/{{*}}match[@origin='{_ORIGIN}']/{{*}}target")
    if source is None:
        return "", None, None, "has no source"
    try:
        return (
            text_of(source),
            None if target is None else text_of(target),
            None if draft is None else text_of(draft),
            "",
        )
    except ValueError as error:
        return "", None, None, str(error)


def _status(segment: "_Element") -> Status:
    if segment.get("state", "initial") != "initial":
        return "reviewed"
    return "rejected" if segment.get("subState") == "translate:rejected" else "draft"


FORMAT = Format(name="xliff", suffix=".xlf", write=write, load=load, project=units.project)
