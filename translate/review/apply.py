"""Edited documents -> memory, and the articles' files written again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate.document import Document, Translation
from translate.errors import DocumentError, TranslateError
from translate.formats import detect_format, load_document
from translate.formats.interface import Reading
from translate.manifest import WrittenFile, audit, read_manifest, write_manifest
from translate.memory import FileRecord, Memory, Origin, Place, Recalled, Review, lock_folder, places_of
from translate.review.compare import Comparison, compare, read_back, take_word
from translate.review.files import find_edits, is_output, keep_copy, sha256_of, write_again
from translate.review.records import Change, Recheck, Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What came of one file."""

    article: str
    """Empty when the file could not be read at all."""
    summary: Summary


def take_in(memory: Memory, paths: Sequence[Path], *, who: str = "") -> Summary:
    """Take what reviewers did into the memory; write no document.

    A file without errors is then known, and may be written over; a copy of one that stands among the documents is
    kept in the folder `edited` beside it. When this is interrupted, the next time does the rest.

    Args:
        memory: The memory of the runs that wrote the files.
        paths: Files, and folders whose edited files are meant.
        who: The reviewer's name.
    """
    return _sum([taken.summary for taken in _take_files(memory, paths, who)])


def apply_review(
    memory: Memory, paths: Sequence[Path], *, who: str = "", recheck: Recheck | None = None
) -> Summary:
    """Take what reviewers did into the memory, and write all files of their articles again.

    A file with a row that was refused stays as it is, and so do the other files of its article.

    Args:
        memory: The memory of the runs that wrote the files.
        paths: Files, and folders whose edited files are meant.
        who: The reviewer's name.
        recheck: Audits and checks an edited document; None leaves edited rows without audit and findings.

    Raises:
        OutputError: A run works in the folder of the memory.
    """
    with lock_folder(memory.path.parent):
        taken = list(_take_files(memory, paths, who))
        held = {file.article for file in taken if file.summary.errors}
        changed = dict.fromkeys(file.article for file in taken if file.summary.changes)
        written = [_write_article(memory, article, recheck) for article in changed if article not in held]
    return _sum([*(file.summary for file in taken), *written])


def _take_files(memory: Memory, paths: Sequence[Path], who: str) -> Iterator[_Taken]:
    """Take in file by file; an error of one does not stop the others."""
    earlier: dict[str, Change] = {}
    for path in paths:
        try:
            edits = find_edits(memory, [path])
        except TranslateError as error:
            yield _Taken(article="", summary=Summary(errors=(error,)))
            continue
        for edit in edits:
            try:
                taken = _take_file(memory, edit.path, who, earlier)
            except TranslateError as error:
                taken = _Taken(article="", summary=Summary(errors=(error,)))
            earlier |= {change.segment: change for change in taken.summary.changes}
            yield taken


def _take_file(memory: Memory, path: Path, who: str, earlier: dict[str, Change]) -> _Taken:
    checksum = sha256_of(path)
    reading = load_document(path)
    base = memory.recall_document(reading.name)
    comparison = _compare(reading, base)
    changes = tuple(change for change in comparison.changes if not _conflicts(change, earlier))
    errors = (*comparison.errors, *_complain(comparison.changes, earlier))
    copies: tuple[Path, ...] = ()
    if not errors and is_output(memory, path):
        copies = (keep_copy(path),)
    places = _places(reading, base)
    fresh = _without_known(memory, changes, places)
    _store(memory, fresh, places, Origin(file=path.name, who=who))
    if base is not None:
        memory.store_written(_update(base, changes), ())
    if not errors:
        file = FileRecord(path=path, format=detect_format(path).name, sha256=checksum)
        memory.store_taken_in(reading.name, file)
    summary = Summary(
        changes=fresh,
        unchanged=comparison.unchanged + len(changes) - len(fresh),
        deleted=comparison.deleted,
        untold=comparison.untold,
        errors=errors,
        copies=copies,
    )
    return _Taken(article=reading.name, summary=summary)


def _compare(reading: Reading, base: Document | None) -> Comparison:
    if base is None:
        return take_word(reading)
    return compare(reading, base, read_back(base, detect_format(reading.path)))


def _conflicts(change: Change, earlier: dict[str, Change]) -> bool:
    other = earlier.get(change.segment)
    return other is not None and (other.kind, other.after) != (change.kind, change.after)


def _complain(changes: Sequence[Change], earlier: dict[str, Change]) -> Iterator[DocumentError]:
    """Yield an error for each row of which another file says something else."""
    for change in changes:
        if _conflicts(change, earlier):
            other = earlier[change.segment]
            yield DocumentError(
                f"the row {change.segment} was edited in another way in {other.path}:{other.line}, which was taken",
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


def _update(base: Document, changes: Sequence[Change]) -> Document:
    """Return a document with the changes in it."""
    by_id = {change.segment: change for change in changes}
    return replace(
        base,
        translations=tuple(
            _updated(row, by_id[row.segment.id]) if row.segment.id in by_id else row for row in base.translations
        ),
    )


def _updated(row: Translation, change: Change) -> Translation:
    """Return a row with a change in it, and without what was found in the target that stood there before."""
    note = row.note if change.note is None else change.note
    if change.kind == "noted":
        return replace(row, note=note)
    status = "draft" if change.kind == "withdrawn" else change.kind
    if change.after == row.target:
        return replace(row, status=status, note=note)
    return replace(row, target=change.after, status=status, note=note, terms=(), findings=(), score=None)


def _write_article(memory: Memory, article: str, recheck: Recheck | None) -> Summary:
    """Write the files of an article again, and say so in the manifest beside them."""
    document = memory.recall_document(article)
    if document is None:
        return Summary()
    try:
        document = document if recheck is None else recheck(document)
        files = write_again(memory, document)
        for folder in dict.fromkeys(file.path.parent for file in files):
            _update_manifest(folder, document, [file for file in files if file.path.parent == folder])
    except TranslateError as error:
        return Summary(errors=(error,))
    return Summary(written=tuple(file.path for file in files))


def _update_manifest(folder: Path, document: Document, files: Sequence[FileRecord]) -> None:
    manifest = read_manifest(folder)
    entry = manifest.article(document.name)
    if entry is None:
        return
    fresh = {
        file.path.name: WrittenFile(name=file.path.name, format=file.format, sha256=file.sha256) for file in files
    }
    entry = replace(entry, files=tuple(fresh.get(file.name, file) for file in entry.files), terms=audit(document))
    write_manifest(folder, replace(manifest.with_article(entry), signature=manifest.signature))


def _sum(parts: Sequence[Summary]) -> Summary:
    return Summary(
        changes=tuple(change for part in parts for change in part.changes),
        unchanged=sum(part.unchanged for part in parts),
        deleted=tuple(id_ for part in parts for id_ in part.deleted),
        untold=sum(part.untold for part in parts),
        errors=tuple(error for part in parts for error in part.errors),
        written=tuple(path for part in parts for path in part.written),
        copies=tuple(path for part in parts for path in part.copies),
    )
