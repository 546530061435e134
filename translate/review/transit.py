"""A table that came back another way than it went out -> its texts as they were meant.

A table for spreadsheets has an apostrophe before what looks like a formula or a number. Who writes words after
such a number leaves the apostrophe there. Who saves our workbook as a CSV file has no such apostrophes, so that a
text that begins with one of its own seems to have one; the sources tell, for nobody edits them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from translate.document import Translation
from translate.formats.cells import guard, unguard
from translate.formats.interface import Reading, Row

Shown = Mapping[str, Translation]
"""The rows by id as they read back when nobody touched the file."""


def undo_transit(reading: Reading, shown: Shown) -> Reading:
    """Return the rows without apostrophes that are not theirs, and with those that they have lost."""
    rows = reading.rows
    if _lost_apostrophes(reading, shown):
        rows = tuple(_give_back(row, shown) for row in rows)
    return replace(reading, rows=tuple(_drop_leftover(row, shown) for row in rows))


def _lost_apostrophes(reading: Reading, shown: Shown) -> bool:
    """Return whether some source that began with an apostrophe stands there without it."""
    texts = (row.translation.segment for row in reading.rows)
    pairs = ((text.text, shown[text.id].segment.text) for text in texts if text.id in shown)
    return any(cell != original and cell == unguard(original) for cell, original in pairs)


def _change_texts(row: Row, change: Callable[[str], str]) -> Row:
    translation = row.translation
    return replace(
        row,
        translation=replace(
            translation,
            segment=replace(translation.segment, text=change(translation.segment.text)),
            target=change(translation.target),
            note=change(translation.note),
        ),
    )


def _drop_leftover(row: Row, shown: Shown) -> Row:
    """Return a row without the apostrophe that a number had in the table, when words were written after it."""
    known = shown.get(row.translation.segment.id)
    target = row.translation.target
    if known is None or not known.target or guard(known.target) != f"'{known.target}":
        return row
    if not target.startswith(f"'{known.target[0]}") or known.target.startswith("'"):
        return row
    return replace(row, translation=replace(row.translation, target=target[1:]))


def _give_back(row: Row, shown: Shown) -> Row:
    """Return a row with the texts as they were shown where only the apostrophe is gone."""
    known = shown.get(row.translation.segment.id)
    if known is None:
        return row
    originals = {unguard(text): text for text in (known.segment.text, known.target, known.note)}
    return _change_texts(row, lambda text: originals.get(text, text))
