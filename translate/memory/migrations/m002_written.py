"""What was written: the last document of every article, and the checksums of its files."""

import sqlite3

WRITTEN = """
CREATE TABLE article (name TEXT PRIMARY KEY, document BLOB NOT NULL) {strict};
CREATE TABLE written (
    number INTEGER PRIMARY KEY, -- the order in which files were written
    path TEXT NOT NULL, -- relative to the folder of the memory, with forward slashes
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    article TEXT NOT NULL,
    UNIQUE (path, sha256)
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
