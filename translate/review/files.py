"""Which files are as a run wrote them, and which are not; written again without losing what a person did."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from translate.atomic import make_folder, output_error
from translate.document import Document
from translate.errors import DocumentError, OutputError
from translate.formats import detect_format, get_format, load_document, write_document
from translate.formats.interface import Format
from translate.manifest import NAME as MANIFEST
from translate.manifest import read_manifest, sha256_of
from translate.memory import UNFINISHED, FileRecord, Memory
from translate.review.records import Edit

COPIES = "edited"
"""Folder beside the documents with files as their reviewers left them, before they were written again."""


def find_edits(memory: Memory, paths: Sequence[Path]) -> tuple[Edit, ...]:
    """Return the bilingual files that do not stand there as they were written.

    Args:
        memory: The memory of the runs that wrote them.
        paths: Files and folders; of a folder the files in it that can be read.

    Raises:
        DocumentError: A path does not exist, or a file that is named is of no bilingual format.
    """
    return tuple(edit for path in paths for edit in _edits(memory, path))


def _edits(memory: Memory, path: Path) -> Iterator[Edit]:
    for file in _candidates(path):
        checksums = memory.recall_checksums(file)
        if sha256_of(file) in checksums:
            continue
        if checksums:
            yield Edit(path=file, kind="edited")
        elif file == path or _is_document(file):
            yield Edit(path=file, kind="unknown")


def list_readable(path: Path) -> list[Path]:
    """Return the file, or the bilingual documents of a folder, by name.

    Raises:
        DocumentError: It does not exist, or a single file is of no bilingual format.
    """
    return [file for file in _candidates(path) if file == path or _is_document(file)]


def may_be_lost(memory: Memory, path: Path, sha256: str) -> bool:
    """Return whether a run may write over a file, and it holds what no run wrote.

    A run writes over what stands beside a manifest or the memory. Where the memory never saw the file, the
    manifest may know it.
    """
    if path.resolve().parent != memory.path.resolve().parent and not path.with_name(MANIFEST).exists():
        return False
    articles = read_manifest(path.parent).articles
    return all((file.name, file.sha256) != (path.name, sha256) for article in articles for file in article.files)


def _candidates(path: Path) -> list[Path]:
    """Return the file, or the files of a folder that may be bilingual documents, by name.

    Raises:
        DocumentError: It does not exist, or a single file is of no bilingual format.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
        return [file for file in files if _format_of(file) is not None]
    if not path.exists():
        raise DocumentError("does not exist", path=path)
    detect_format(path)
    return [path]


def _format_of(path: Path) -> Format | None:
    try:
        return detect_format(path)
    except DocumentError:
        return None


def _is_document(path: Path) -> bool:
    """Return whether a file that the memory never saw is a bilingual document; folders hold other files too."""
    try:
        load_document(path)
    except DocumentError:
        return False
    return True


def keep_copy(path: Path) -> Path:
    """Copy a file as it stands into the folder `edited` beside it; return the copy. The same bytes are kept once.

    Raises:
        OutputError: The copy cannot be written.
    """
    copy = path.parent / COPIES / f"{path.stem}.{sha256_of(path)[:8]}{path.suffix}"
    if not copy.exists():
        make_folder(copy.parent)
        try:
            shutil.copy2(path, copy)
        except OSError as error:
            raise output_error(copy, error) from error
    return copy


def refuse_edited(memory: Memory, path: Path) -> None:
    """Refuse to write over a file that was edited since it was written or taken in.

    Raises:
        OutputError: It was.
    """
    if path.exists() and sha256_of(path) not in memory.recall_checksums(path):
        raise OutputError(
            "was edited since it was written, so it was not written over",
            path=path,
            hint=f"take the edits in: translate review apply {path}",
        )


def _is_still(file: FileRecord, path: Path) -> bool:
    """Return whether a file stands at `path` as it was when it was taken in."""
    return path.exists() and path.samefile(file.path) and sha256_of(path) == file.sha256


def write_again(
    memory: Memory, document: Document, accepted: Sequence[FileRecord] = ()
) -> tuple[FileRecord, ...]:
    """Write every file of an article again; return them.

    Args:
        memory: Knows the files.
        document: What they are to hold.
        accepted: Edited files that were taken in just now, and may be written over.

    Raises:
        OutputError: One was edited since it was written or taken in, or cannot be written. Nothing was written.
    """
    files = tuple(file for file in memory.recall_files(document.name) if file.path.parent.is_dir())
    for file in files:
        if not any(_is_still(other, file.path) for other in accepted):
            refuse_edited(memory, file.path)
    if not files:
        return ()
    with tempfile.TemporaryDirectory(dir=files[0].path.parent, prefix=UNFINISHED) as folder:
        ready = []
        for file in files:
            fresh = Path(folder) / file.path.name
            write_document(document, fresh, get_format(file.format).name)
            ready.append(FileRecord(path=file.path, format=file.format, sha256=sha256_of(fresh)))
        memory.store_written(document, ready)  # first, so that a crash in between leaves only known files
        for file in ready:
            (Path(folder) / file.path.name).replace(file.path)
        memory.confirm_written(ready)
    return tuple(ready)
