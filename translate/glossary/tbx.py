"""A TBX file (TermBase eXchange, ISO 30042) -> terms, and terms -> a TBX-Basic file.

Versions of 2008 (`martif`, `termEntry`) and 2019 (`tbx`, `conceptEntry`, both styles) are read,
one entry at a time, however large the file. What TBX-Basic has no place for, the case mode and the kind `keep`,
stands in notes that are read back. The administrative status of an English term says what it is: preferred first,
admitted after it, deprecated and superseded forbidden.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.atomic import open_atomic
from translate.document import Term, TermKind
from translate.errors import GlossaryError
from translate.glossary.lint import Complaint

if TYPE_CHECKING:
    from lxml.etree import _Element

DUTCH = ("nl", "nld", "dut")
ENGLISH = ("en", "eng")
"""Language codes of ISO 639-1 and 639-2; a region may follow."""
_ENTRIES = ("{*}termEntry", "{*}conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EXACT, _KEEP = "case: exact", "kind: keep"
_FORBIDDEN = ("deprecated", "superseded", "obsolete", "forbidden")
_STATUS = "administrativeStatus"
_INLINE = ("hi", "foreign", "bpt", "ept", "it", "ph", "ut", "sc", "ec", "")
"""Elements inside a text; the last one is a comment."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX-Basic" xml:lang="nl">
<martifHeader><fileDesc><sourceDesc><p>Dutch-English glossary</p></sourceDesc></fileDesc></martifHeader>
<text><body>
"""
_FOOT = "</body></text>\n</martif>\n"


@dataclass(slots=True, kw_only=True)
class _Entry:
    """What one entry says, while it is read."""

    line: int
    sources: list[str] = field(default_factory=list)
    preferred: list[str] = field(default_factory=list)
    admitted: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    name: bool = False


def read_tbx(path: Path) -> tuple[tuple[Term, ...], tuple[Complaint, ...]]:
    """Read the Dutch-English entries of a TBX file.

    Raises:
        GlossaryError: It cannot be read, is no TBX, declares entities, or has no entry in both languages.
    """
    terms: list[Term] = []
    complaints: list[Complaint] = []
    languages: set[str] = set()
    for entry in _find_entries(path):
        languages |= entry.languages
        term = _make_term(entry)
        if term is not None:
            terms.append(term)
        else:
            complaints.append(_incomplete(entry))
    if not terms:
        raise GlossaryError(
            "no entry has both a Dutch and an English term",
            path=path,
            hint=f"languages in it: {', '.join(sorted(languages)) or 'none'}",
        )
    return tuple(terms), tuple(complaints)


def write_tbx(path: Path, terms: Iterable[Term]) -> None:
    """Write a TBX-Basic file of version 2008, which most tools read; nothing of the terms is lost.

    Raises:
        GlossaryError: A form has a character that XML cannot hold.
        OutputError: It cannot be written.
    """
    from lxml import etree

    with open_atomic(path) as file:
        file.write(_HEAD.encode())
        for number, term in enumerate(terms, start=1):
            try:
                file.write(etree.tostring(_entry(term, number), encoding="utf-8") + b"\n")
            except ValueError as error:
                raise GlossaryError(
                    f"`{term.source[0]}` cannot be written as XML: {error}",
                    hint="take the control character out of the term",
                ) from error
        file.write(_FOOT.encode())


def _find_entries(path: Path) -> Iterator[_Entry]:
    """Yield the entries, each forgotten by the parser when the next one comes."""
    from lxml import etree

    try:
        with path.open("rb") as file:
            events = etree.iterparse(
                file, events=("end",), tag=_ENTRIES, resolve_entities=False, no_network=True, load_dtd=False
            )
            for number, (_, element) in enumerate(events):
                if number == 0:
                    _refuse_entities(element, path)
                yield _read_entry(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except OSError as error:
        raise GlossaryError(f"cannot be read: {error.strerror}", path=path) from error
    except etree.XMLSyntaxError as error:
        raise GlossaryError(
            f"not well-formed XML: {error.msg}", path=path, line=error.lineno, hint="export the file again"
        ) from error


def _refuse_entities(element: "_Element", path: Path) -> None:
    """Refuse a document type that declares entities: a glossary has no use for them."""
    declared: Any = element.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise GlossaryError("XML entities are not read", path=path, hint="delete the entity declarations")


def _read_entry(element: "_Element") -> _Entry:
    """Read one entry."""
    line: Any = element.sourceline
    entry = _Entry(line=line or 0)
    for child in element:
        name = _local(child)
        if name in _LANGUAGES:
            code = _language(child)
            entry.languages.add(code)
            if code in (*DUTCH, *ENGLISH):
                _read_language(child, entry, dutch=code in DUTCH)
        elif name:
            _read_notes(child, entry)
    return entry


def _read_language(element: "_Element", entry: _Entry, *, dutch: bool) -> None:
    """Read the terms and the notes of one language."""
    for child in element:
        if _local(child) in ("tig", "ntig", "termSec"):
            _read_term(child, entry, dutch=dutch)
        elif _local(child):
            _read_notes(child, entry)


def _read_term(element: "_Element", entry: _Entry, *, dutch: bool) -> None:
    """Read one term with its status."""
    term, status = "", ""
    for part in element.iter("*"):
        name, kind = _local(part), part.get("type", "")
        text = _text(part)
        if name == "term":
            term = text
        elif _STATUS in (name, kind):
            status = text.lower()
        elif "partOfSpeech" in (name, kind):
            entry.name = entry.name or text.replace(" ", "").lower() == "propernoun"
        elif name == "note" and text:
            entry.notes.append(text)
    if not term:
        return
    if dutch:
        entry.sources.append(term)
    elif status.startswith(_FORBIDDEN):
        entry.forbidden.append(term)
    elif status.startswith("preferred"):
        entry.preferred.append(term)
    else:
        entry.admitted.append(term)


def _read_notes(element: "_Element", entry: _Entry) -> None:
    """Keep what an element says as a note, with its type before it."""
    for part in element.iter("*"):
        holds_text = _local(part) not in _INLINE and all(_local(child) in _INLINE for child in part)
        if holds_text and (text := _text(part)):
            kind = part.get("type", "")
            entry.notes.append(f"{kind}: {text}" if kind else text)


def _make_term(entry: _Entry) -> Term | None:
    """Return the term of an entry; None when it has no Dutch or no English."""
    notes = [note for note in entry.notes if note not in (_EXACT, _KEEP)]
    kind: TermKind = "keep" if _KEEP in entry.notes else "name" if entry.name else ""
    source = tuple(dict.fromkeys(entry.sources))
    target = tuple(dict.fromkeys((*entry.preferred, *entry.admitted)))
    if not source or not (target or kind == "keep"):
        return None
    return Term(
        source=source,
        target=() if kind == "keep" and set(target) <= set(source) else target,
        exact=_EXACT in entry.notes,
        kind=kind,
        forbidden=tuple(dict.fromkeys(entry.forbidden)),
        note="; ".join(notes),
        line=entry.line,
    )


def _incomplete(entry: _Entry) -> Complaint:
    known = [*entry.sources, *entry.preferred, *entry.admitted]
    lacking = "English" if entry.sources else "Dutch"
    return Complaint(
        severity="warning",
        line=entry.line,
        column="target" if entry.sources else "source",
        message=f"the entry{f' of `{known[0]}`' if known else ''} has no {lacking} term and is left out",
        hint="",
    )


def _entry(term: Term, number: int) -> "_Element":
    """Return the element of one term."""
    from lxml import etree

    entry = etree.Element("termEntry", {"id": f"t{number}"})
    marks = [_EXACT] * term.exact + [_KEEP] * (term.kind == "keep")
    for note in [*marks, *([term.note] if term.note else [])]:
        etree.SubElement(entry, "note").text = note
    dutch = etree.SubElement(entry, "langSet", {_XML_LANG: "nl"})
    for index, source in enumerate(term.source):
        _add_term(dutch, source, "admittedTerm" if index else "preferredTerm", name=term.kind == "name")
    english = etree.SubElement(entry, "langSet", {_XML_LANG: "en"})
    for index, target in enumerate(term.target or term.source):
        _add_term(english, target, "admittedTerm" if index else "preferredTerm", name=term.kind == "name")
    for forbidden in term.forbidden:
        _add_term(english, forbidden, "deprecatedTerm", name=term.kind == "name")
    return entry


def _add_term(language: "_Element", text: str, status: str, *, name: bool) -> None:
    """Add a term with its status to a language."""
    from lxml import etree

    group = etree.SubElement(language, "tig")
    etree.SubElement(group, "term").text = text
    etree.SubElement(group, "termNote", {"type": _STATUS}).text = f"{status}-admn-sts"
    if name:
        etree.SubElement(group, "termNote", {"type": "partOfSpeech"}).text = "properNoun"


def _local(element: "_Element") -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _language(element: "_Element") -> str:
    """Return the language code without region, in small letters."""
    code = element.get(_XML_LANG) or element.get("lang") or ""
    return code.replace("_", "-").split("-")[0].lower()


def _text(element: "_Element") -> str:
    """Return all text in an element, inline markup left out, on one line."""
    return " ".join("".join(str(part) for part in element.itertext()).split())
