"""Drafts under the run's signature; what people decided under the source and its place."""

import sqlite3

DRAFTS = """
CREATE TABLE signature (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) {strict};
CREATE TABLE draft (
    signature INTEGER NOT NULL REFERENCES signature (id),
    source TEXT NOT NULL,
    terms TEXT NOT NULL,
    draft TEXT, -- NULL: the same as target
    draft_score REAL,
    target TEXT NOT NULL,
    score REAL,
    outcomes TEXT, -- JSON; NULL: none
    PRIMARY KEY (signature, source, terms)
) {without};
"""
REVIEWS = """
CREATE TABLE origin (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (file, who, at)
) {strict};
CREATE TABLE review (
    id INTEGER PRIMARY KEY, -- a later review has a higher one
    key INTEGER NOT NULL, -- checksum of source: an index of numbers is small
    source TEXT NOT NULL,
    segment TEXT NOT NULL,
    neighbours TEXT NOT NULL, -- checksums of the sentences before and after
    target TEXT NOT NULL,
    draft TEXT, -- what the reviewer was shown; NULL: the same as target, or unknown
    origin INTEGER NOT NULL REFERENCES origin (id),
    UNIQUE (key, segment)
) {strict};
CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    segment TEXT NOT NULL,
    origin INTEGER NOT NULL REFERENCES origin (id),
    UNIQUE (source, target, segment)
) {strict};
CREATE TABLE note (
    segment TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    origin INTEGER NOT NULL REFERENCES origin (id),
    PRIMARY KEY (segment, source)
) {without};
"""


def migrate(connection: sqlite3.Connection, strict: str) -> None:
    """Create the tables inside the caller's transaction.

    Args:
        connection: The memory.
        strict: `STRICT`, or empty where this SQLite is too old for it.
    """
    without = f"{strict}, WITHOUT ROWID".lstrip(", ")
    for statement in (DRAFTS + REVIEWS).format(strict=strict, without=without).split(";\n"):
        connection.execute(statement)
