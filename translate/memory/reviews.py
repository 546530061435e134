"""What people decided: reviewed translations, rejected ones and notes, with who, when and where."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from translate.memory.records import Likeness, Origin, Place, Recalled, Review

REVIEWED = """
SELECT source, segment, target, draft, file, who, at, neighbours
FROM review LEFT JOIN origin ON origin.id = review.origin
"""
REJECTED = """
SELECT source, segment, target, NULL, file, who, at, ''
FROM rejected LEFT JOIN origin ON origin.id = rejected.origin
"""


def recall(connection: sqlite3.Connection, places: Sequence[Place]) -> tuple[Recalled, ...]:
    """Return for each place what people said of it.

    A review of the same source between the same neighbours wins over one at the same place, that one over one of
    the same source alone; among equals the latest wins.
    """
    return tuple(_recall(connection, place) for place in places)


def _recall(connection: sqlite3.Connection, place: Place) -> Recalled:
    refused = connection.execute(
        "SELECT target, segment FROM rejected WHERE source = ? ORDER BY id", (place.source,)
    ).fetchall()
    review, likeness = _best(
        connection, place, {target for target, segment in refused if segment == place.segment}
    )
    note = connection.execute(
        "SELECT text FROM note WHERE segment = ? AND source = ?", (place.segment, place.source)
    ).fetchone()
    return Recalled(
        review=review,
        likeness=likeness,
        rejected=tuple(dict.fromkeys(target for target, _ in refused)),
        note=note[0] if note else "",
    )


def _best(
    connection: sqlite3.Connection, place: Place, refused_here: set[str]
) -> tuple[Review | None, Likeness | None]:
    """Return the review that fits best; what was refused at this place is no answer, whoever wrote it."""
    neighbours = _checksum(place)
    best: tuple[bool, bool] = (False, False)
    row = None
    for candidate in connection.execute(
        f"{REVIEWED} WHERE key = ? ORDER BY review.id DESC", (_key(place.source),)
    ):
        if candidate[0] != place.source or candidate[2] in refused_here:
            continue
        fit = (bool(neighbours) and candidate[7] == neighbours, candidate[1] == place.segment)
        if row is None or fit > best:
            best, row = fit, candidate
    if row is None:
        return None, None
    likeness: Likeness = "place" if best[1] else "context" if best[0] else "source"
    return _review(row, "reviewed"), likeness


def all_reviews(connection: sqlite3.Connection) -> Iterator[Review]:
    """Yield every reviewed translation, oldest first."""
    for row in connection.execute(f"{REVIEWED} ORDER BY review.id"):
        yield _review(row, "reviewed")


def all_rejected(connection: sqlite3.Connection) -> Iterator[Review]:
    """Yield every rejected translation, oldest first."""
    for row in connection.execute(f"{REJECTED} ORDER BY rejected.id"):
        yield _review(row, "rejected")


def store(connection: sqlite3.Connection, reviews: Sequence[Review]) -> None:
    """Remember what people decided; a later review of the same sentence at the same place gives way to it.

    At one place a translation that is reviewed is no longer rejected, and the other way round.
    """
    for review in reviews:
        origin = _origin(connection, review.origin)
        if review.status == "reviewed":
            _store_reviewed(connection, review, origin)
        else:
            _store_rejected(connection, review, origin)
        if review.note is not None:
            _store_note(connection, review.place, review.note, origin)


def store_notes(connection: sqlite3.Connection, notes: Sequence[tuple[Place, str]], origin: Origin) -> None:
    """Remember notes at their places; an empty one takes an older one away."""
    number = _origin(connection, origin)
    for place, note in notes:
        _store_note(connection, place, note, number)


def withdraw(connection: sqlite3.Connection, places: Sequence[Place]) -> None:
    """Forget the reviews made at these places; what others decided of the same sentence elsewhere stays."""
    for place in places:
        _forget(connection, place)
        connection.execute("DELETE FROM rejected WHERE source = ? AND segment = ?", (place.source, place.segment))


def last_change(connection: sqlite3.Connection, article: str) -> Origin | None:
    """Return where the last decision about an article came from; None when there is none."""
    numbers = " UNION ".join(
        f"SELECT origin FROM {table} WHERE substr(segment, 1, length(?1)) = ?1"
        for table in ("review", "rejected", "note")
    )
    row = connection.execute(
        f"SELECT file, who, at FROM origin WHERE id IN ({numbers}) ORDER BY at DESC, id DESC", (f"{article}:",)
    ).fetchone()
    return None if row is None else Origin(file=row[0], who=row[1], when=row[2])


def _store_reviewed(connection: sqlite3.Connection, review: Review, origin: int) -> None:
    place = review.place
    shown = None if review.draft == review.target else review.draft
    connection.execute(
        "INSERT OR REPLACE INTO review (key, source, segment, neighbours, target, draft, origin) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (_key(place.source), place.source, place.segment, _checksum(place), review.target, shown, origin),
    )
    connection.execute(
        "DELETE FROM rejected WHERE source = ? AND target = ? AND segment = ?",
        (place.source, review.target, place.segment),
    )


def _store_rejected(connection: sqlite3.Connection, review: Review, origin: int) -> None:
    place = review.place
    connection.execute(
        "INSERT OR IGNORE INTO rejected (source, target, segment, origin) VALUES (?, ?, ?, ?)",
        (place.source, review.target, place.segment, origin),
    )
    _forget(connection, place)


def _forget(connection: sqlite3.Connection, place: Place) -> None:
    """Take away the review made at a place."""
    connection.execute("DELETE FROM review WHERE key = ? AND segment = ?", (_key(place.source), place.segment))


def _store_note(connection: sqlite3.Connection, place: Place, note: str, origin: int) -> None:
    if note:
        connection.execute(
            "INSERT OR REPLACE INTO note (segment, source, text, origin) VALUES (?, ?, ?, ?)",
            (place.segment, place.source, note, origin),
        )
    else:
        connection.execute("DELETE FROM note WHERE segment = ? AND source = ?", (place.segment, place.source))


def _origin(connection: sqlite3.Connection, origin: Origin) -> int:
    row = (origin.file, origin.who, origin.when or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    connection.execute("INSERT OR IGNORE INTO origin (file, who, at) VALUES (?, ?, ?)", row)
    return int(
        connection.execute("SELECT id FROM origin WHERE file = ? AND who = ? AND at = ?", row).fetchone()[0]
    )


def _key(source: str) -> int:
    """Return a checksum of a source as SQLite's integers take it, 64 bits with a sign."""
    digest = hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _checksum(place: Place) -> str:
    """Return a short checksum of the neighbours; empty when there are none."""
    if not place.before and not place.after:
        return ""
    neighbours = f"{place.before}\n{place.after}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(neighbours, digest_size=6).hexdigest()


def _review(row: tuple[str, ...], status: str) -> Review:
    """Return the record of a row; the neighbours are not kept, only their checksum."""
    source, segment, target, draft, file, who, at, _ = row
    return Review(
        place=Place(segment=segment, source=source),
        target=target,
        status="reviewed" if status == "reviewed" else "rejected",
        draft=draft,
        origin=Origin(file=file or "", who=who or "", when=at or ""),
    )
