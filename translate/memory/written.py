"""What runs wrote: the last document of every article and the checksums of its files."""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.document import Document
from translate.memory.codec import decode_document, encode_document

OURS = "format <> ''"
"""Of the files that are known, those that a run wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file as it was, or is about to be, written."""

    path: Path
    format: str
    sha256: str
    """Lower-case hex."""


def announce(
    connection: sqlite3.Connection, folder: Path, document: Document, files: Sequence[FileRecord]
) -> None:
    """Remember a document and the checksums of the files that are about to hold it."""
    connection.execute(
        "INSERT OR REPLACE INTO article (name, document) VALUES (?, ?)",
        (document.name, encode_document(document)),
    )
    connection.executemany(
        "INSERT INTO written (path, article, format, sha256, next) VALUES (?1, ?2, ?3, ?4, ?4) "
        "ON CONFLICT (path) DO UPDATE SET article = ?2, format = ?3, next = ?4",
        [(relative(folder, file.path), document.name, file.format, file.sha256) for file in files],
    )


def confirm(connection: sqlite3.Connection, folder: Path, files: Sequence[FileRecord]) -> None:
    """Remember that announced files stand there now; what stood there before is known no longer."""
    connection.executemany(
        "UPDATE written SET sha256 = next, next = NULL WHERE path = ? AND next = ?",
        [(relative(folder, file.path), file.sha256) for file in files],
    )


def store_taken_in(connection: sqlite3.Connection, folder: Path, article: str, file: FileRecord) -> None:
    """Remember that a file as it stands there is known: what was edited in it has been taken in."""
    connection.execute(
        "INSERT INTO written (path, article, format, sha256) VALUES (?1, ?2, '', ?3) "
        "ON CONFLICT (path) DO UPDATE SET sha256 = ?3, next = NULL",
        (relative(folder, file.path), article, file.sha256),
    )


def recall_document(connection: sqlite3.Connection, article: str) -> Document | None:
    """Return the last document of an article; None when none was written."""
    row = connection.execute("SELECT document FROM article WHERE name = ?", (article,)).fetchone()
    return None if row is None else decode_document(row[0])


def recall_files(connection: sqlite3.Connection, folder: Path, article: str) -> tuple[FileRecord, ...]:
    """Return the files that runs wrote of an article, by path."""
    rows = connection.execute(
        f"SELECT path, format, coalesce(next, sha256) FROM written WHERE article = ? AND {OURS} ORDER BY path",
        (article,),
    )
    return tuple(FileRecord(path=folder / path, format=name, sha256=sha256) for path, name, sha256 in rows)


def recall_checksums(connection: sqlite3.Connection, folder: Path, path: Path) -> frozenset[str]:
    """Return the checksums that a file may have when nobody touched it; empty when it was never written."""
    row = connection.execute(
        "SELECT sha256, coalesce(next, sha256) FROM written WHERE path = ?", (relative(folder, path),)
    ).fetchone()
    return frozenset(row or ())


def relative(folder: Path, path: Path) -> str:
    """Return `path` as seen from `folder`, so that both can move together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return path.resolve().as_posix()
