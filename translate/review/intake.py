"""Edited documents -> memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate.document import Document, Translation
from translate.errors import DocumentError, TranslateError
from translate.formats import detect_format, load_document
from translate.formats.interface import Reading
from translate.manifest import sha256_of
from translate.memory import FileRecord, Memory, Origin, Place, Recalled, Review, places_of
from translate.review.compare import Comparison, compare, read_back, take_word
from translate.review.files import find_edits, keep_copy, may_be_lost
from translate.review.records import Change, Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of one file."""

    article: str
    """Empty when the file could not be read at all."""
    summary: Summary
    changes: tuple[Change, ...] = ()
    """All that the file says, also what the memory knew already."""
    file: FileRecord | None = None
    """The file as it was taken in; None when something in it was refused."""


def take_in(memory: Memory, paths: Sequence[Path], *, who: str = "") -> Summary:
    """Take what reviewers did into the memory; write no document.

    A file without errors is then known, and may be written over; a copy of one that stands among the documents is
    kept in the folder `edited` beside it. When this is interrupted, the next time does the rest.

    Args:
        memory: The memory of the runs that wrote the files.
        paths: Files, and folders whose edited files are meant.
        who: The reviewer's name.
    """
    summaries = []
    for taken in take_files(memory, paths, who):
        if taken.file is not None:
            memory.store_taken_in(taken.article, taken.file)
        summaries.append(taken.summary)
    return sum_up(summaries)


def take_files(memory: Memory, paths: Sequence[Path], who: str) -> Iterator[Taken]:
    """Take in file by file; an error of one does not stop the others. No file is marked as taken in yet."""
    earlier: dict[str, Change] = {}
    seen: set[Path] = set()
    for path in paths:
        try:
            edits = find_edits(memory, [path])
        except TranslateError as error:
            yield Taken(article="", summary=Summary(errors=(error,)))
            continue
        for edit in edits:
            if edit.path.resolve() in seen:
                continue
            seen.add(edit.path.resolve())
            try:
                taken = _take_file(memory, edit.path, who, earlier)
            except TranslateError as error:
                taken = Taken(article="", summary=Summary(errors=(error,)))
            earlier |= {change.segment: change for change in taken.summary.changes}
            yield taken


def _take_file(memory: Memory, path: Path, who: str, earlier: dict[str, Change]) -> Taken:
    checksum = sha256_of(path)
    reading = load_document(path)
    base = memory.recall_document(reading.name)
    comparison = _compare(memory, reading, base)
    places = _places(reading, base)
    earlier = {**_decided(memory, comparison.changes, places, base, path.name), **earlier}
    changes = tuple(change for change in comparison.changes if not _conflicts(change, earlier))
    errors = (*comparison.errors, *_complain(comparison.changes, earlier))
    copies: tuple[Path, ...] = ()
    if not errors and may_be_lost(memory, path, checksum):
        copies = (keep_copy(path),)
    fresh = _without_known(memory, changes, places)
    _store(memory, fresh, places, Origin(file=path.name, who=who))
    file = FileRecord(path=path, format=detect_format(path).name, sha256=checksum)
    summary = Summary(
        changes=fresh,
        unchanged=comparison.unchanged + len(changes) - len(fresh),
        deleted=comparison.deleted,
        outdated=comparison.outdated,
        untold=comparison.untold,
        errors=errors,
        copies=copies,
    )
    return Taken(article=reading.name, summary=summary, changes=changes, file=None if errors else file)


def _compare(memory: Memory, reading: Reading, base: Document | None) -> Comparison:
    if base is None:
        return take_word(reading)
    earlier = memory.recall(places_of([row.segment for row in base.translations]))
    shown_before = {
        row.segment.id: {row.draft, known.review.draft if known.review else None}
        for row, known in zip(base.translations, earlier, strict=True)
    }

    def is_old(row: Translation, target: str) -> bool:
        return target in shown_before[row.segment.id] or memory.is_draft(row.segment.text, target)

    shown = read_back(base, detect_format(reading.path))
    in_place = bool(memory.recall_checksums(reading.path))
    return compare(reading, base, shown, is_old=is_old, in_place=in_place)


def _decided(
    memory: Memory, changes: Sequence[Change], places: dict[str, Place], base: Document | None, name: str
) -> dict[str, Change]:
    """Return what was taken from other files since the document was written: it is no base for edits yet."""
    if base is None:
        return {}
    shown = {row.segment.id: row.target for row in base.translations}
    rows = [change for change in changes if change.segment in places]
    known = memory.recall([places[change.segment] for change in rows])
    decided = {}
    for change, found in zip(rows, known, strict=True):
        review = found.review
        if review is None or review.place.segment != change.segment or review.origin.file in ("", name):
            continue
        if review.target != shown.get(change.segment):
            path = Path(review.origin.file)
            decided[change.segment] = replace(change, path=path, line=0, kind=review.status, after=review.target)
    return decided


def _conflicts(change: Change, earlier: dict[str, Change]) -> bool:
    other = earlier.get(change.segment)
    return other is not None and (other.kind, other.after) != (change.kind, change.after)


def _complain(changes: Sequence[Change], earlier: dict[str, Change]) -> Iterator[DocumentError]:
    """Yield an error for each row of which another file says something else."""
    for change in changes:
        if _conflicts(change, earlier):
            other = earlier[change.segment]
            place = f"{other.path}:{other.line}" if other.line else str(other.path)
            yield DocumentError(
                f"the row {change.segment} was edited in another way in {place}, and that was taken",
                path=change.path,
                line=change.line or None,
                hint="make the two the same, or put this one back as it was",
            )


def _places(reading: Reading, base: Document | None) -> dict[str, Place]:
    """Return the place of every segment; neighbours are those of the article, however the file is sorted."""
    document = reading.document if base is None else base
    segments = [translation.segment for translation in document.translations]
    if base is None:
        segments.sort(key=lambda segment: _position(segment.id))
    return {place.segment: place for place in places_of(segments)}


def _position(id_: str) -> tuple[int, ...]:
    """Return paragraph and sentence of an id; nothing when it has none."""
    parts = id_.rpartition(":")[2].split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _without_known(memory: Memory, changes: Sequence[Change], places: dict[str, Place]) -> tuple[Change, ...]:
    """Return the changes that the memory does not have already, so that it keeps who made them, and when."""
    known = memory.recall([places[change.segment] for change in changes])
    return tuple(
        change for change, recalled in zip(changes, known, strict=True) if not _is_known(change, recalled)
    )


def _is_known(change: Change, recalled: Recalled) -> bool:
    if change.note is not None and change.note != recalled.note:
        return False
    match change.kind:
        case "reviewed":
            review = recalled.review
            return review is not None and recalled.likeness == "place" and review.target == change.after
        case "rejected":
            return change.after in recalled.rejected and recalled.likeness != "place"
    return change.kind == "noted"


def _store(memory: Memory, changes: Sequence[Change], places: dict[str, Place], origin: Origin) -> None:
    memory.withdraw_reviews([places[change.segment] for change in changes if change.kind == "withdrawn"])
    memory.store_reviews(
        [review for change in changes for review in _reviews(change, places[change.segment], origin)]
    )
    memory.store_notes(
        [
            (places[change.segment], change.note)
            for change in changes
            if change.kind in ("withdrawn", "noted") and change.note is not None
        ],
        origin,
    )


def _reviews(change: Change, place: Place, origin: Origin) -> Iterator[Review]:
    """Yield what to remember of a change; who rejects an edited target rejects the one before it, too."""
    if change.kind == "rejected":
        for target in dict.fromkeys((change.before, change.after)):
            yield Review(place=place, target=target, status="rejected", note=change.note, origin=origin)
    elif change.kind == "reviewed":
        yield Review(place=place, target=change.after, note=change.note, draft=change.before, origin=origin)


def sum_up(parts: Sequence[Summary]) -> Summary:
    """Return the summary of several."""
    return Summary(
        changes=tuple(change for part in parts for change in part.changes),
        unchanged=sum(part.unchanged for part in parts),
        deleted=tuple(id_ for part in parts for id_ in part.deleted),
        outdated=sum(part.outdated for part in parts),
        untold=sum(part.untold for part in parts),
        errors=tuple(error for part in parts for error in part.errors),
        written=tuple(path for part in parts for path in part.written),
        copies=tuple(path for part in parts for path in part.copies),
    )
