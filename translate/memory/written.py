"""What runs wrote: the last document of every article and the checksums of its files."""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.document import Document
from translate.memory.codec import decode_document, encode_document

TAKEN_IN = ""
"""In the place of a format: a person's version of the file, not ours."""
KEPT = 4
"""Checksums kept for a file: what stands there now, what is about to, and a few before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file as it was, or is about to be, written."""

    path: Path
    format: str
    sha256: str
    """Lower-case hex."""


def store(connection: sqlite3.Connection, folder: Path, document: Document, files: Sequence[FileRecord]) -> None:
    """Remember a document and the files that hold it; earlier checksums of the files stay known for a while."""
    connection.execute(
        "INSERT OR REPLACE INTO article (name, document) VALUES (?, ?)",
        (document.name, encode_document(document)),
    )
    for file in files:
        path = relative(folder, file.path)
        connection.execute(
            "INSERT OR REPLACE INTO written (path, sha256, format, article) VALUES (?, ?, ?, ?)",
            (path, file.sha256, file.format, document.name),
        )
        connection.execute(
            "DELETE FROM written WHERE path = ?1 AND number NOT IN "
            "(SELECT number FROM written WHERE path = ?1 ORDER BY number DESC LIMIT ?2)",
            (path, KEPT),
        )


def store_taken_in(connection: sqlite3.Connection, folder: Path, article: str, file: FileRecord) -> None:
    """Remember that a file as it stands there is known: what was edited in it has been taken in."""
    connection.execute(
        "INSERT OR IGNORE INTO written (path, sha256, format, article) VALUES (?, ?, ?, ?)",
        (relative(folder, file.path), file.sha256, TAKEN_IN, article),
    )


def recall_document(connection: sqlite3.Connection, article: str) -> Document | None:
    """Return the last document of an article; None when none was written."""
    row = connection.execute("SELECT document FROM article WHERE name = ?", (article,)).fetchone()
    return None if row is None else decode_document(row[0])


def recall_files(connection: sqlite3.Connection, folder: Path, article: str) -> tuple[FileRecord, ...]:
    """Return the files of an article with their newest checksums, in the order in which they were written."""
    rows = connection.execute(
        "SELECT path, format, sha256, max(number) FROM written WHERE article = ? AND format <> ? "
        "GROUP BY path ORDER BY 4",
        (article, TAKEN_IN),
    )
    return tuple(
        FileRecord(path=folder / path, format=format_name, sha256=sha256) for path, format_name, sha256, _ in rows
    )


def recall_checksums(connection: sqlite3.Connection, folder: Path, path: Path) -> frozenset[str]:
    """Return the checksums under which a file was written; empty when it never was."""
    rows = connection.execute("SELECT sha256 FROM written WHERE path = ?", (relative(folder, path),))
    return frozenset(sha256 for (sha256,) in rows)


def relative(folder: Path, path: Path) -> str:
    """Return `path` as seen from `folder`, so that both can move together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return path.resolve().as_posix()
