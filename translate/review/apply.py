"""Edited documents -> memory, and the articles' files written again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate.document import Document, Translation
from translate.errors import TranslateError
from translate.manifest import audit, read_manifest, sha256_of, write_manifest
from translate.memory import MARK, FileRecord, Memory, lock_folder
from translate.review.files import write_again
from translate.review.intake import Taken, sum_up, take_files
from translate.review.records import Change, Recheck, Summary


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
        taken = list(take_files(memory, paths, who))
        written = [
            _write_article(memory, article, [file for file in taken if file.article == article], recheck)
            for article in dict.fromkeys(file.article for file in taken)
        ]
    return sum_up([*(file.summary for file in taken), *written])


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
    """Return a row with a change in it, and without what was said of the target that stood there before."""
    note = row.note if change.note is None else change.note
    if change.kind == "noted":
        return replace(row, note=note)
    note = "" if note.startswith(MARK) else note
    status = "draft" if change.kind == "withdrawn" else change.kind
    if change.after == row.target:
        return replace(row, status=status, note=note)
    return replace(row, target=change.after, status=status, note=note, terms=(), findings=(), score=None)


def _write_article(memory: Memory, article: str, taken: Sequence[Taken], recheck: Recheck | None) -> Summary:
    """Write the files of an article again, say so in the manifest beside them, and mark what was taken in."""
    accepted = [file.file for file in taken if file.file is not None]
    changes = [change for file in taken for change in file.changes]
    document = memory.recall_document(article)
    files: tuple[FileRecord, ...] = ()
    if changes and document is not None and len(accepted) == len(taken):
        document = _update(document, changes)
        try:
            document = document if recheck is None else recheck(document)
            files = write_again(memory, document, accepted)
            for folder in dict.fromkeys(file.path.parent for file in files):
                _update_manifest(folder, document, [file for file in files if file.path.parent == folder])
        except TranslateError as error:
            return Summary(errors=(error,))
    for file in accepted:
        if sha256_of(file.path) == file.sha256:
            memory.store_taken_in(article, file)
    return Summary(written=tuple(file.path for file in files))


def _update_manifest(folder: Path, document: Document, files: Sequence[FileRecord]) -> None:
    manifest = read_manifest(folder)
    entry = manifest.article(document.name)
    if entry is None:
        return
    checksums = {file.path.name: file.sha256 for file in files}
    entry = replace(
        entry,
        files=tuple(replace(file, sha256=checksums.get(file.name, file.sha256)) for file in entry.files),
        terms=audit(document),
    )
    write_manifest(folder, replace(manifest.with_article(entry), signature=manifest.signature))
