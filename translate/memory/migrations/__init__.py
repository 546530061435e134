"""The numbered steps that bring a memory file to the newest layout, one transaction each."""

import sqlite3
from collections.abc import Callable

from translate.memory.migrations import m001_texts, m002_written

MIGRATIONS: tuple[Callable[[sqlite3.Connection, str], None], ...] = (m001_texts.migrate, m002_written.migrate)
"""Step number n, counted from 1, brings a file from version n - 1 to n. Never change one that was released."""
VERSION = len(MIGRATIONS)
STRICT_SINCE = (3, 37)
"""First SQLite with STRICT tables. Source: https://www.sqlite.org/stricttables.html"""
APPLICATION_ID = 0x544E4C45
"""`TNLE`; tells our files from other SQLite databases."""


def read_version(connection: sqlite3.Connection) -> int:
    """Return the version of the layout; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, *, to: int = VERSION) -> None:
    """Bring a file up to version `to`; another process may be doing the same."""
    strict = "STRICT" if sqlite3.sqlite_version_info >= STRICT_SINCE else ""
    for number, step in enumerate(MIGRATIONS[:to], start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if read_version(connection) < number:
                step(connection, strict)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
