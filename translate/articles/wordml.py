"""A paragraph of a word processor in, its text and markup out, and the paragraph with other words in it back.

Runs with the same looks are one stretch, however many pieces the program cut them into. The looks most of the
paragraph has are its own; others are markup, as are links. Pictures, breaks, notes and the like are markup
without words. Runs in a `w:del` are not text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from translate.articles.filling import Stretch, walk_stretch
from translate.document import Markup, MarkupKind, Span

Node: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CONTAINERS = {f"{W}hyperlink", f"{W}ins", f"{W}smartTag", f"{W}sdt", f"{W}fldSimple", f"{W}moveTo"}
DROPPED = {f"{W}proofErr", f"{W}lastRenderedPageBreak", f"{W}softHyphen", f"{W}pPr", f"{W}rPr"}
IGNORED_LOOKS = {f"{W}lang", f"{W}noProof", f"{W}rFonts", f"{W}bCs", f"{W}iCs", f"{W}szCs"}
"""What tells runs apart for the program but not for a reader."""
_SPACES = re.compile("[ \t\r\n]+")
_NOT_XML = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}


@dataclass(slots=True)
class Wrap:
    """What a markup stands for in the file."""

    looks: Node | None = None
    """The `w:rPr` of its runs."""
    container: Node | None = None
    """The element around its runs, such as `w:hyperlink`."""
    point: Node | None = None
    """The element itself, when it has no words."""
    in_run: bool = False
    """Whether `point` stands in a run."""
    before: list[Node] = field(default_factory=list)
    """Runs before the words of a field, such as its instruction."""
    after: list[Node] = field(default_factory=list)
    """Runs behind them."""


@dataclass(slots=True)
class ParagraphText:
    """What a reader sees of a paragraph."""

    text: str = ""
    markup: list[Markup] = field(default_factory=list)
    """Offsets into `text`; a payload is an index into `wraps`."""
    wraps: list[Wrap] = field(default_factory=list)
    looks: Node | None = None
    """The `w:rPr` that most of the text has."""

    def add(self, start: int, kind: MarkupKind, wrap: Wrap) -> None:
        """Add a markup from an offset to the end of the text so far."""
        span = Span(start=start, stop=len(self.text))
        self.markup.append(Markup(span=span, kind=kind, payload=str(len(self.wraps))))
        self.wraps.append(wrap)


@dataclass(slots=True)
class Field:
    """A field that is being read, such as a link or a page number."""

    before: list[Node]
    start: int | None = None
    """Where its words begin in the text; None while its instruction is read."""


@dataclass(slots=True)
class Reading:
    """A paragraph that is being read."""

    found: ParagraphText = field(default_factory=ParagraphText)
    fields: list[Field] = field(default_factory=list)
    dressed: list[tuple[Span, Node | None]] = field(default_factory=list)
    """Stretches of the text and their looks."""


def read_paragraph(paragraph: Node) -> ParagraphText:
    """Return the text and the markup of a `w:p`."""
    reading = Reading()
    _read_children(reading, paragraph)
    found = reading.found
    for unfinished in reading.fields:
        found.add(len(found.text), "other", Wrap(before=unfinished.before))
    _read_looks(reading)
    found.markup.sort(key=lambda part: (part.span.start, -part.span.stop))
    return found


def _read_children(reading: Reading, node: Node) -> None:
    """Read what stands in a paragraph or in an element around some of its runs."""
    for child in node:
        if child.tag == f"{W}r":
            _read_run(reading, child)
        elif child.tag in CONTAINERS:
            _read_container(reading, child)
        elif child.tag not in DROPPED:
            reading.found.add(len(reading.found.text), "other", Wrap(point=child))


def _read_container(reading: Reading, node: Node) -> None:
    """Read an element around runs; one without words is a point."""
    found = reading.found
    start, n_markup = len(found.text), len(found.markup)
    content = node.find(f"{W}sdtContent") if node.tag == f"{W}sdt" else node
    if content is not None:
        _read_children(reading, content)
    if len(found.text) == start:
        del found.markup[n_markup:]
        found.add(start, "other", Wrap(point=node))
        return
    run = node.find(f".//{W}r")
    looks = None if run is None else run.find(f"{W}rPr")
    kind: MarkupKind = "other" if node.tag in (f"{W}ins", f"{W}smartTag", f"{W}moveTo") else "link"
    found.add(start, kind, Wrap(container=node, looks=looks))


def _read_run(reading: Reading, run: Node) -> None:
    """Read a run: its text, and what in it has no words."""
    found = reading.found
    if run.find(f"{W}fldChar") is not None or (reading.fields and reading.fields[-1].start is None):
        _read_field(reading, run)
        return
    looks = run.find(f"{W}rPr")
    start = len(found.text)
    for child in run:
        if child.tag == f"{W}t":
            found.text += _SPACES.sub(" ", child.text or "")
        elif child.tag == f"{W}noBreakHyphen":
            found.text += "\u2011"
        elif child.tag not in DROPPED:
            found.add(len(found.text), _point_kind(child), Wrap(point=child, in_run=True, looks=looks))
            found.text += CHARACTERS.get(child.tag, "")
    if len(found.text) > start:
        reading.dressed.append((Span(start=start, stop=len(found.text)), looks))


def _point_kind(node: Node) -> MarkupKind:
    """Return the kind of something without words."""
    return "image" if node.tag in (f"{W}drawing", f"{W}pict", f"{W}object") else "other"


def _read_field(reading: Reading, run: Node) -> None:
    """Read a run that begins, divides or ends a field, or is part of its instruction."""
    found = reading.found
    mark = run.find(f"{W}fldChar")
    step = None if mark is None else mark.get(f"{W}fldCharType")
    if step == "begin":
        reading.fields.append(Field([run]))
    elif not reading.fields:
        found.add(len(found.text), "other", Wrap(before=[run]))
    elif step == "separate":
        reading.fields[-1].before.append(run)
        reading.fields[-1].start = len(found.text)
    elif step == "end":
        ended = reading.fields.pop()
        start = len(found.text) if ended.start is None else ended.start
        found.add(start, "link", Wrap(before=ended.before, after=[run]))
    else:
        reading.fields[-1].before.append(run)


def _read_looks(reading: Reading) -> None:
    """Find the looks most of the text has, and note the stretches that look otherwise."""
    sizes: Counter[bytes] = Counter()
    merged: list[tuple[int, int, bytes, Node | None]] = []
    for span, looks in reading.dressed:
        key = _look_key(looks)
        sizes[key] += span.stop - span.start
        if merged and merged[-1][1] == span.start and merged[-1][2] == key:
            merged[-1] = (merged[-1][0], span.stop, key, merged[-1][3])
        else:
            merged.append((span.start, span.stop, key, looks))
    usual = sizes.most_common(1)[0][0] if sizes else b""
    found = reading.found
    for start, stop, key, looks in merged:
        if key == usual:
            found.looks = looks if found.looks is None else found.looks
        else:
            span = Span(start=start, stop=stop)
            found.markup.append(Markup(span=span, kind=_look_kind(looks), payload=str(len(found.wraps))))
            found.wraps.append(Wrap(looks=looks))


def _look_key(looks: Node | None) -> bytes:
    """Return what is the same for looks that a reader cannot tell apart."""
    if looks is None:
        return b""
    return b"".join(
        sorted(etree.tostring(child, with_tail=False) for child in looks if child.tag not in IGNORED_LOOKS)
    )


def _look_kind(looks: Node | None) -> MarkupKind:
    """Return the kind of markup that a run's looks are."""
    for tag, kind in ((f"{W}b", "bold"), (f"{W}i", "italic")):
        mark = None if looks is None else looks.find(tag)
        if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off"):
            return "bold" if kind == "bold" else "italic"
    return "other"


def write_paragraph(paragraph: Node, found: ParagraphText, stretches: Iterable[Stretch]) -> None:
    """Put other words into a `w:p`.

    Args:
        paragraph: It loses all its runs.
        found: What `read_paragraph` returned for it.
        stretches: The words, with the markup of `found`.
    """
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    writing = Writing([paragraph], [found.looks])
    for stretch in stretches:
        for event, placement, text in walk_stretch(stretch):
            if placement is None:
                writing.write_text(text)
                continue
            wrap = found.wraps[int(placement.markup.payload)]
            if placement.span.start == placement.span.stop:
                if event == "open":
                    writing.write_point(wrap)
            elif event == "open":
                writing.open(wrap)
            else:
                writing.close(wrap)


@dataclass(slots=True)
class Writing:
    """A paragraph that is being written."""

    parents: list[Node]
    """The elements that are open; runs go into the last."""
    looks: list[Node | None]
    """The looks of the runs to come, the innermost last."""

    def write_text(self, text: str) -> None:
        """Write a run; breaks and tabs in the text are written by their own elements."""
        if visible := _NOT_XML.sub("", text):
            words = etree.SubElement(self._add_run(self.looks[-1]), f"{W}t")
            words.text = visible
            words.set(SPACE, "preserve")

    def write_point(self, wrap: Wrap) -> None:
        """Write what has no words."""
        if wrap.point is None:
            self._write_all([*wrap.before, *wrap.after])
        elif wrap.in_run:
            self._add_run(wrap.looks).append(wrap.point)
        else:
            self._write_all([wrap.point])

    def open(self, wrap: Wrap) -> None:
        """Begin a markup."""
        self._write_all(wrap.before)
        parent = self.parents[-1]
        if wrap.container is not None:
            parent = etree.SubElement(parent, wrap.container.tag)
            for name, value in wrap.container.items():
                parent.set(name, value)
            if wrap.container.tag == f"{W}sdt":
                parent.extend(deepcopy(child) for child in wrap.container if child.tag != f"{W}sdtContent")
                parent = etree.SubElement(parent, f"{W}sdtContent")
        self.parents.append(parent)
        self.looks.append(self.looks[-1] if wrap.before else wrap.looks)

    def close(self, wrap: Wrap) -> None:
        """End a markup."""
        self.parents.pop()
        self.looks.pop()
        self._write_all(wrap.after)

    def _add_run(self, looks: Node | None) -> Node:
        """Add a run and return it."""
        run = etree.SubElement(self.parents[-1], f"{W}r")
        if looks is not None:
            run.append(deepcopy(looks))
        return run

    def _write_all(self, nodes: Sequence[Node]) -> None:
        """Add elements; one that is in the paragraph already is added as a copy."""
        for node in nodes:
            self.parents[-1].append(node if node.getparent() is None else deepcopy(node))
