"""One SQLite file, opened with care: made, migrated, refused, or set aside when it is damaged.

Work is a function of a connection. `Store.write` runs it in one transaction, `Store.read` in one snapshot. When
SQLite finds the file damaged, now or in the middle of a run, the file is set aside, a fresh one takes its place,
what can still be read is carried over, and the work is done again.
"""

import contextlib
import errno
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from translate.atomic import HINTS, make_folder, output_error
from translate.errors import OutputError, TranslateError, TranslationMemoryError
from translate.memory.migrations import APPLICATION_ID, STRICT_SINCE, VERSION, migrate, read_version
from translate.memory.salvage import salvage

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_S = 30.0
"""How long to wait for another process that is writing; its transactions take milliseconds."""
SYNCHRONOUS = "FULL"
"""Each transaction is flushed to the disk: a batch is seconds of work, a flush is milliseconds.
Source: https://www.sqlite.org/pragma.html#pragma_synchronous"""
SUFFIXES = frozenset({".sqlite", ".sqlite3", ".db"})
"""A file of another name that is no database is somebody's document, and is never set aside."""


class DamagedError(Exception):
    """SQLite cannot make sense of the file; handled here, never seen by a caller."""


class Store:
    """An open memory file."""

    def __init__(self, path: Path, *, busy_s: float = BUSY_S) -> None:
        """Open `path`, or make it.

        Raises:
            TranslationMemoryError: Another program's database, a newer version, or locked for too long.
            OutputError: It cannot be made or written.
        """
        self.path = path
        self.busy_s = busy_s
        self.warnings: list[str] = []
        self.notices: list[str] = []
        self._guard = threading.RLock()
        make_folder(path.parent)
        self._connection = self._open()

    def close(self) -> None:
        """Close the file; what was written is on the disk already."""
        self._connection.close()

    def read(self, work: Work[T]) -> T:
        """Return what `work` returns; all it reads is of one moment.

        Raises:
            TranslationMemoryError, OutputError: As `write`.
        """
        return self._run(work, "BEGIN")

    def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction: all of it is kept, or nothing.

        Raises:
            TranslationMemoryError: The file is locked for too long.
            OutputError: The disk is full or cannot be written.
        """
        return self._run(work, "BEGIN IMMEDIATE")

    def _run(self, work: Work[T], begin: str) -> T:
        with self._guard:
            try:
                return self._attempt(work, begin)
            except DamagedError as damage:
                self._connection.close()
                self._connection = self._replace(damage)
                return self._attempt(work, begin)

    def _attempt(self, work: Work[T], begin: str) -> T:
        connection = self._connection
        try:
            connection.execute(begin)
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
        except sqlite3.Error as error:
            raise _explain(error, self.path) from error
        except UnicodeEncodeError as error:
            raise TranslationMemoryError(
                f"cannot hold a text with half a character, U+{ord(error.object[error.start]):04X}",
                path=self.path,
                hint="take that character out of the article",
            ) from error
        return result

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except DamagedError as damage:
            return self._replace(damage)

    def _connect(self) -> sqlite3.Connection:
        """Open the file in the newest layout; two processes may do so at the same moment."""
        deadline = time.monotonic() + self.busy_s
        while True:
            connection: sqlite3.Connection | None = None
            try:
                connection = sqlite3.connect(
                    self.path, timeout=self.busy_s, isolation_level=None, check_same_thread=False
                )
                self._prepare(connection)
            except sqlite3.Error as error:
                _close(connection)
                busy = _code(error) == sqlite3.SQLITE_BUSY
                if busy and time.monotonic() < deadline:
                    time.sleep(0.02)  # changing to WAL does not wait by itself
                    continue
                raise _explain(error, self.path) from error
            except BaseException:
                _close(connection)
                raise
            return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = self._check(connection)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        if version < VERSION:
            if version:
                self._back_up(connection, version)
            migrate(connection)

    def _check(self, connection: sqlite3.Connection) -> int:
        """Return the version of the layout.

        Raises:
            TranslationMemoryError: Not our file, or a newer one.
        """
        connection.execute("BEGIN")  # all three of one moment: another process may be making the file
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = read_version(connection)
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        connection.execute("COMMIT")
        if application != APPLICATION_ID and (application or version or tables):
            raise TranslationMemoryError(
                "is a database of another program", path=self.path, hint="choose another file for the memory"
            )
        if version > VERSION:
            raise TranslationMemoryError(
                f"was written by a newer version of this program: layout {version}, this one reads {VERSION}",
                path=self.path,
                hint="update this program, or choose another file for the memory",
            )
        return version

    def _back_up(self, connection: sqlite3.Connection, version: int) -> None:
        """Keep a copy of a file of an older layout beside it."""
        backup = free_name(self.path, f"version-{version}")
        with contextlib.closing(sqlite3.connect(backup)) as copy:
            connection.backup(copy)
        self.notices.append(
            f"{self.path}: brought from layout {version} to {VERSION}; the older file is kept as {backup.name}"
        )

    def _replace(self, damage: DamagedError) -> sqlite3.Connection:
        """Set the damaged file aside, open a fresh one and carry over what can still be read."""
        if self.path.suffix.lower() not in SUFFIXES:
            raise TranslationMemoryError(
                "is not a translation memory", path=self.path, hint="choose another file for the memory"
            ) from damage
        aside = free_name(self.path, f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        try:
            for ending in ("", "-wal", "-shm"):
                part = Path(f"{self.path}{ending}")
                if part.exists():
                    part.rename(f"{aside}{ending}")
        except OSError as error:
            raise output_error(self.path, error) from error
        connection = self._connect()
        saved = salvage(aside, connection)
        self.warnings.append(
            f"{self.path}: the memory was damaged ({damage}); it is kept as {aside.name}, and a fresh one was "
            f"begun with the {saved.reviews} reviews and {saved.drafts} drafts that could still be read"
        )
        return connection


def free_name(path: Path, ending: str) -> Path:
    """Return `path.ending`, with a number after it where that name is taken."""
    candidate = path.with_name(f"{path.name}.{ending}")
    number = 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}.{ending}-{number}")
    return candidate


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        connection.close()


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 when Python itself raised the error."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _explain(error: sqlite3.Error, path: Path) -> Exception:
    """Return what to raise for an error of SQLite: one of ours, `DamagedError`, or `error` when it is a bug."""
    code = _code(error)
    if "malformed database schema" in str(error) and sqlite3.sqlite_version_info < STRICT_SINCE:
        return TranslationMemoryError(
            f"needs SQLite {'.'.join(map(str, STRICT_SINCE))} or newer; this Python has {sqlite3.sqlite_version}",
            path=path,
            hint="use the Python that made the file, or choose another file for the memory",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "decode to UTF-8" in str(error):
        return DamagedError(str(error))
    return _known(code, path) or error


def _known(code: int, path: Path) -> TranslateError | None:
    """Return the error of ours for a result code; None when there is none."""
    if code == sqlite3.SQLITE_FULL:
        return output_error(path, OSError(errno.ENOSPC, ""))
    if code == sqlite3.SQLITE_READONLY:
        return output_error(path, OSError(errno.EACCES, ""))
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        number = errno.EISDIR if path.is_dir() else errno.EACCES
        return OutputError("the memory cannot be opened", path=path, hint=HINTS[number])
    if code == sqlite3.SQLITE_IOERR:
        return OutputError(
            "the disk reports an error", path=path, hint="check the disk and its free space, then run again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TranslationMemoryError(
            "another process keeps the memory locked",
            path=path,
            hint="wait until it has finished, then run again",
        )
    return None
