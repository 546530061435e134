"""What machines translated, under the signature of their run."""

import sqlite3
from collections.abc import Sequence

from translate.memory.codec import decode_outcomes, encode_outcomes
from translate.memory.records import Draft, DraftKey, Plain

SELECT = """
SELECT coalesce(draft, target), draft_score, target, score, outcomes FROM draft
WHERE signature = ? AND source = ? AND terms = ?
"""
SELECT_PLAIN = """
SELECT coalesce(draft, target), draft_score FROM draft WHERE signature = ? AND source = ? LIMIT 1
"""
STORE = """
INSERT OR REPLACE INTO draft (signature, source, terms, draft, draft_score, target, score, outcomes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def recall_drafts(
    connection: sqlite3.Connection, signature: str, keys: Sequence[DraftKey]
) -> tuple[Draft | None, ...]:
    """Return for each key its draft, or None."""
    number = _signature(connection, signature)
    return tuple(_recall(connection, number, key) for key in keys)


def _recall(connection: sqlite3.Connection, signature: int | None, key: DraftKey) -> Draft | None:
    row = connection.execute(SELECT, (signature, key.source, key.terms)).fetchone()
    if row is None:
        return None
    draft, draft_score, target, score, outcomes = row
    return Draft(
        key=key, draft=draft, draft_score=draft_score, target=target, score=score, terms=decode_outcomes(outcomes)
    )


def recall_plain(
    connection: sqlite3.Connection, signature: str, sources: Sequence[str]
) -> tuple[Plain | None, ...]:
    """Return for each source what the model wrote before terms were enforced, whatever the terms; or None."""
    number = _signature(connection, signature)
    rows = (connection.execute(SELECT_PLAIN, (number, source)).fetchone() for source in sources)
    return tuple(
        None if row is None else Plain(source=source, draft=row[0], draft_score=row[1])
        for source, row in zip(sources, rows, strict=True)
    )


def store_drafts(connection: sqlite3.Connection, signature: str, drafts: Sequence[Draft]) -> None:
    """Remember drafts; an older one of the same key gives way. An empty target is no result, and is left out."""
    connection.execute("INSERT OR IGNORE INTO signature (text) VALUES (?)", (signature,))
    number = _signature(connection, signature)
    connection.executemany(
        STORE,
        (
            (
                number,
                draft.key.source,
                draft.key.terms,
                None if draft.draft == draft.target else draft.draft,
                draft.draft_score,
                draft.target,
                draft.score,
                encode_outcomes(draft.terms),
            )
            for draft in drafts
            if draft.target.strip() or not draft.key.source.strip()
        ),
    )


def is_draft(connection: sqlite3.Connection, source: str, target: str) -> bool:
    """Return whether any remembered draft of `source`, of whatever run, is `target`."""
    row = connection.execute(
        "SELECT 1 FROM signature JOIN draft ON draft.signature = signature.id "
        "WHERE source = ?1 AND (target = ?2 OR draft = ?2) LIMIT 1",
        (source, target),
    ).fetchone()
    return row is not None


def draft_pairs(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Return every source with what a model wrote for it before terms were enforced."""
    return tuple(connection.execute("SELECT DISTINCT source, coalesce(draft, target) FROM draft"))


def _signature(connection: sqlite3.Connection, signature: str) -> int | None:
    row = connection.execute("SELECT id FROM signature WHERE text = ?", (signature,)).fetchone()
    return None if row is None else int(row[0])
