"""What can still be read of a damaged memory file -> the fresh one."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """How many rows were carried over."""

    drafts: int = 0
    reviews: int = 0
    """Reviewed translations, rejections and notes."""


def salvage(damaged: Path, connection: sqlite3.Connection) -> Salvaged:
    """Copy every row that can be read from `damaged` into the fresh file behind `connection`.

    Each table is read from both ends, so that a damaged page hides only the rows on it and those between two
    such pages. A row that the fresh tables refuse is left out.
    """
    counts: dict[str, int] = {}
    with contextlib.closing(sqlite3.connect(damaged)) as old, contextlib.suppress(sqlite3.Error):
        connection.execute("BEGIN IMMEDIATE")
        for table in _tables(connection):
            counts[table] = _copy(table, old, connection)
        connection.execute("COMMIT")
    if connection.in_transaction:
        connection.rollback()
        return Salvaged()
    reviews = sum(counts.get(table, 0) for table in ("review", "rejected", "note"))
    return Salvaged(drafts=counts.get("draft", 0), reviews=reviews)


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    return [name for (name,) in names]


def _copy(table: str, old: sqlite3.Connection, new: sqlite3.Connection) -> int:
    """Copy one table; return how many rows came over."""
    columns = [(row[1], row[5]) for row in new.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(name for name, _ in columns)
    keys = [name for name, position in sorted(columns, key=lambda column: column[1]) if position]
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    before = new.total_changes
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{key} {direction}" for key in keys)
        for row in _readable(old, f"SELECT {names} FROM {table} ORDER BY {order}"):
            with contextlib.suppress(sqlite3.IntegrityError):
                new.execute(insert, row)
    return new.total_changes - before


def _readable(connection: sqlite3.Connection, query: str) -> Iterator[tuple[object, ...]]:
    """Yield rows up to the first that cannot be read."""
    with contextlib.suppress(sqlite3.Error):
        yield from connection.execute(query)
