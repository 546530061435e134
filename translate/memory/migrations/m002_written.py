"""What was written: the last document of every article, and the checksums of its files."""

import sqlite3

WRITTEN = """
CREATE TABLE article (name TEXT PRIMARY KEY, document BLOB NOT NULL) {strict};
CREATE TABLE written (
    path TEXT PRIMARY KEY, -- relative to the folder of the memory, with forward slashes
    article TEXT NOT NULL,
    format TEXT NOT NULL, -- empty: a person's file, no run wrote it
    sha256 TEXT NOT NULL, -- of what stands there
    next TEXT -- of what is about to take its place; NULL: nothing
) {strict};
CREATE INDEX written_article ON written (article);
"""


def migrate(connection: sqlite3.Connection, strict: str) -> None:
    """Create the tables inside the caller's transaction.

    Args:
        connection: The memory.
        strict: `STRICT`, or empty where this SQLite is too old for it.
    """
    for statement in WRITTEN.format(strict=strict).split(";\n"):
        connection.execute(statement)
