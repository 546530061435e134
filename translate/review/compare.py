"""A document as it was written and as it came back -> what its reviewer did, row by row.

A target that was edited is reviewed, whether or not the status was changed too: people forget the status, and
nobody edits a sentence to leave it a draft. Only `rejected` says otherwise.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from translate.document import Document, Status, Translation
from translate.errors import DocumentError
from translate.formats import load_document
from translate.formats.interface import Format, Reading, Row
from translate.memory import MARK
from translate.review.records import Change, ChangeKind
from translate.review.transit import undo_transit

IsOld = Callable[[Translation, str], bool]
"""Whether a row, as it was written last, was once shown with a target that a machine wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of a file's rows."""

    changes: tuple[Change, ...]
    errors: tuple[DocumentError, ...]
    unchanged: int = 0
    deleted: tuple[str, ...] = ()
    outdated: int = 0
    untold: int = 0


def compare(
    reading: Reading, base: Document, shown: Document, *, is_old: IsOld, in_place: bool = True
) -> Comparison:
    """Return what a reviewer did to a document.

    Args:
        reading: The file as it came back.
        base: The document as it was written last.
        shown: The same document as the file's format reads it back when nobody touched it.
        is_old: Tells an older draft from an edit, for a file that was made before the last run.
        in_place: Whether the file stands where it was written. Of a copy, a row that is a draft again takes no
            review back: the copy may be older than the review.
    """
    bases = {row.segment.id: row for row in base.translations}
    shows = {row.segment.id: row for row in shown.translations}
    reading = undo_transit(reading, shows)
    changes: list[Change] = []
    errors: list[DocumentError] = [*reading.errors]
    outdated = 0
    for row in reading.rows:
        id_ = row.translation.segment.id
        try:
            _refuse_stranger(reading, row, shows)
            if _is_outdated(row, bases[id_], shows[id_], is_old):
                outdated += 1
            elif change := _change(reading.path, row, bases[id_], shows[id_]):
                changes.append(change)
        except DocumentError as error:
            errors.append(error)
    if outdated:
        errors += [_conflict(change) for change in changes if _is_conflict(change, bases)]
        changes = [change for change in changes if not _is_conflict(change, bases)]
    if outdated or not in_place:
        changes = [change for change in changes if change.kind != "withdrawn"]
    present = {row.translation.segment.id for row in reading.rows}
    return Comparison(
        changes=tuple(changes),
        errors=tuple(errors),
        unchanged=len(reading.rows) + len(reading.errors) - len(changes) - len(errors) - outdated,
        deleted=() if errors else tuple(id_ for id_ in bases if id_ not in present),
        outdated=outdated,
    )


def take_word(reading: Reading) -> Comparison:
    """Return what a reviewer says in a file that the memory never saw: only its statuses and notes tell."""
    changes = tuple(_words(reading))
    untold = sum(row.translation.status == "draft" for row in reading.rows)
    return Comparison(changes=changes, errors=reading.errors, untold=untold)


def read_back(document: Document, format_: Format) -> Document:
    """Return a document as it reads back from a format when nobody touched the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document{format_.suffix}"
        format_.write(document, path)
        return load_document(path, format_.name).document


def _words(reading: Reading) -> Iterator[Change]:
    for row in reading.rows:
        translation = row.translation
        kind: ChangeKind = "noted" if translation.status == "draft" else translation.status
        note = None if translation.note.startswith(MARK) else translation.note
        if kind == "noted" and not note:
            continue
        yield Change(
            segment=translation.segment.id,
            path=reading.path,
            line=row.line,
            kind=kind,
            before=translation.target,
            after=translation.target,
            note=note,
        )


def _refuse_stranger(reading: Reading, row: Row, shows: dict[str, Translation]) -> None:
    """Refuse a row that cannot be told to belong to its sentence.

    Raises:
        DocumentError: The id is missing or unknown, or the source is not the one that was written.
    """
    id_, source = row.translation.segment.id, row.translation.segment.text
    if "id" in row.absent:
        raise _wrong(reading, row, "id", "is not in the file", "put the column back as it was written")
    known = shows.get(id_)
    if known is not None and _same(known.segment.text, source):
        return
    now = [other for other, translation in shows.items() if _same(translation.segment.text, source)]
    elsewhere = f"this sentence now has the id {now[0]}: give the row that id" if len(now) == 1 else ""
    if known is None:
        hint = elsewhere or "copy what you wrote to the row of the sentence it belongs to"
        raise _wrong(reading, row, "id", f"{id_!r} is not in the article as it was last written", hint)
    hint = elsewhere or f"put it back: {known.segment.text}"
    raise _wrong(reading, row, "source", "was edited, so the row was not taken", hint)


def _same(one: str, other: str) -> bool:
    """Return whether two sources differ in white space at most, which spreadsheets like to touch."""
    return one == other or one.split() == other.split()


def _is_outdated(row: Row, base: Translation, shown: Translation, is_old: IsOld) -> bool:
    """Return whether a row holds a draft that a machine wrote earlier; nobody edited it."""
    now = row.translation
    return now.status == "draft" and now.target != shown.target and is_old(base, now.target)


def _is_conflict(change: Change, bases: dict[str, Translation]) -> bool:
    """Return whether a file that is older than the last review contradicts that review."""
    reviewed = bases[change.segment].status == "reviewed"
    return reviewed and change.kind in ("reviewed", "rejected") and change.after != change.before


def _conflict(change: Change) -> DocumentError:
    return DocumentError(
        f"column 'target': the row was reviewed by somebody else since this copy was made: {change.before}",
        path=change.path,
        line=change.line or None,
        hint="put that text here, or change it in the newest file",
    )


def _change(path: Path, row: Row, base: Translation, shown: Translation) -> Change | None:
    """Return what was done to a row; None when nothing was.

    Raises:
        DocumentError: The target was emptied and nothing says that this is meant.
    """
    now = row.translation
    status = base.status if "status" in row.absent else now.status
    noted = "note" not in row.absent and now.note != shown.note
    edited = now.target != shown.target
    if edited and not now.target.strip() and status == "draft":
        message = "column 'target': was emptied, so the row was not taken"
        hint = "set its status to reviewed if that is meant, to rejected if not"
        raise DocumentError(message, path=path, line=row.line or None, hint=hint)
    kind = _kind(base.status, status, edited=edited, noted=noted)
    if kind is None:
        return None
    return Change(
        segment=base.segment.id,
        path=path,
        line=row.line,
        kind=kind,
        before=base.target,
        after=now.target if edited else base.target,
        note=now.note if noted else None,
    )


def _kind(before: Status, after: Status, *, edited: bool, noted: bool) -> ChangeKind | None:
    """Return what was done to a row of these statuses; None when nothing was."""
    if after == "rejected" and (edited or before != "rejected"):
        return "rejected"
    if edited or (after == "reviewed" and before != "reviewed"):
        return "reviewed"
    if after != before:
        return "withdrawn"
    return "noted" if noted else None


def _wrong(reading: Reading, row: Row, column: str, problem: str, hint: str) -> DocumentError:
    return DocumentError(f"column {column!r}: {problem}", path=reading.path, line=row.line or None, hint=hint)
