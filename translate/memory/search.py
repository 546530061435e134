"""Where a text stands in the memory, and how much the memory holds."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from translate.memory.migrations import read_version
from translate.memory.records import Found, Stats

COUNTS = ("signature", "draft", "review", "rejected", "note", "article")
SEARCH = """
SELECT source, target, 'reviewed', segment, who, at FROM review LEFT JOIN origin ON origin.id = review.origin
WHERE {0}
UNION ALL
SELECT source, target, 'rejected', segment, who, at FROM rejected LEFT JOIN origin ON origin.id = rejected.origin
WHERE {0}
UNION ALL
SELECT source, target, 'draft', text, '', '' FROM draft LEFT JOIN signature ON signature.id = draft.signature
WHERE {0}
""".format("instr(fold(source), ?1) OR instr(fold(target), ?1)")


def search(connection: sqlite3.Connection, text: str, limit: int) -> tuple[Found, ...]:
    """Return remembered translations with `text` in source or target, whatever the case; reviewed ones first."""
    connection.create_function("fold", 1, str.casefold, deterministic=True)
    return tuple(islice(_rows(connection, text.casefold()), limit))


def _rows(connection: sqlite3.Connection, folded: str) -> Iterator[Found]:
    for source, target, kind, place, who, when in connection.execute(SEARCH, (folded,)):
        yield Found(source=source, target=target, kind=kind, place=place or "", who=who or "", when=when or "")


def count(connection: sqlite3.Connection, path: Path) -> Stats:
    """Return how much the memory holds."""
    rows = {table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTS}
    pages, page_bytes = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
    )
    return Stats(
        path=path,
        version=read_version(connection),
        size_bytes=pages * page_bytes,
        signatures=rows["signature"],
        drafts=rows["draft"],
        reviewed=rows["review"],
        rejected=rows["rejected"],
        notes=rows["note"],
        articles=rows["article"],
    )
