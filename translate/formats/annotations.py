"""A text with its terms marked, as the mixed content of an XML element."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from translate.document import Span, Translation
from translate.formats.xml_text import split_forbidden

if TYPE_CHECKING:
    from lxml.etree import _Element

Mark = tuple[Span, int]
"""Where a term stands and its index in the audit."""


def source_marks(translation: Translation) -> list[Mark]:
    """Return where the terms stand in the source, in order, without those that overlap an earlier one."""
    spans = ((term.source_span, index) for index, term in enumerate(translation.terms))
    return _sound(((span, index) for span, index in spans if span is not None), translation.segment.text)


def target_marks(translation: Translation) -> list[Mark]:
    """Return where the terms stand in the target, in order, without those that overlap an earlier one."""
    spans = ((term.target_span, index) for index, term in enumerate(translation.terms))
    return _sound(((span, index) for span, index in spans if span is not None), translation.target)


def fill(
    element: "_Element",
    text: str,
    marks: Iterable[Mark],
    add_mark: "Callable[[_Element, int], _Element]",
    add_text: "Callable[[_Element, str], None]",
) -> None:
    """Give an element a text in which each mark is a child of its own.

    Args:
        element: An element without content.
        text: What it shall say.
        marks: From `source_marks` or `target_marks`.
        add_mark: Adds and returns a child for the term of an index.
        add_text: Adds text at the end of an element.
    """
    position = 0
    for span, index in marks:
        add_text(element, text[position : span.start])
        add_text(add_mark(element, index), span.of(text))
        position = span.stop
    add_text(element, text[position:])


def append_text(element: "_Element", text: str) -> None:
    """Add text that XML can hold at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def append_any_text(element: "_Element", text: str) -> None:
    """Add any text at the end of an element of XLIFF 2, where `cp` stands for what XML cannot hold."""
    from lxml import etree

    for index, part in enumerate(split_forbidden(text)):
        if index % 2:
            etree.SubElement(element, "cp", hex=f"{ord(part):04X}")
        else:
            append_text(element, part)


def _sound(marks: Iterable[Mark], text: str) -> list[Mark]:
    """Return the marks that lie within `text`, sorted, none of them empty or overlapping."""
    kept: list[Mark] = []
    for span, index in sorted(marks):
        after = kept[-1][0].stop if kept else 0
        if after <= span.start < span.stop <= len(text):
            kept.append((span, index))
    return kept
