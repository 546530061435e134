"""Documents -> how far their review is."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from translate.document import Translation
from translate.formats import FORMATS, detect_format, load_document
from translate.formats.interface import Reading
from translate.manifest import sha256_of
from translate.memory import Memory
from translate.review.files import list_readable
from translate.review.records import ArticleStatus


def review_status(memory: Memory | None, paths: Sequence[Path]) -> tuple[ArticleStatus, ...]:
    """Return how far the review of each article is, by name.

    Of several files of one article the one counts that was edited, and among equals the first in the order of
    `formats.FORMATS`.

    Args:
        memory: The memory of the runs that wrote the files; None when there is none.
        paths: Bilingual files, and folders of them.

    Raises:
        DocumentError: A path does not exist, or a file that is named cannot be read.
    """
    files = [file for path in paths for file in list_readable(path)]
    found: dict[str, ArticleStatus] = {}
    for path in sorted(files, key=lambda path: (not _was_edited(memory, path), _rank(path), path.name)):
        reading = load_document(path)
        if reading.name not in found:
            found[reading.name] = _status(memory, reading)
    return tuple(found[name] for name in sorted(found))


def _rank(path: Path) -> int:
    return list(FORMATS).index(detect_format(path).name)


def _was_edited(memory: Memory | None, path: Path) -> bool:
    if memory is None:
        return False
    checksums = memory.recall_checksums(path)
    return bool(checksums) and sha256_of(path) not in checksums


def _status(memory: Memory | None, reading: Reading) -> ArticleStatus:
    rows = [row.translation for row in reading.rows]
    return ArticleStatus(
        article=reading.name,
        path=reading.path,
        rows=len(rows) + len(reading.errors),
        reviewed=_count(rows, "reviewed"),
        rejected=_count(rows, "rejected"),
        open=_count(rows, "draft") + len(reading.errors),
        flagged=sum(_is_flagged(row) for row in rows),
        edited=_was_edited(memory, reading.path),
        last=None if memory is None else memory.last_change(reading.name),
    )


def _count(rows: Iterable[Translation], status: str) -> int:
    return sum(row.status == status for row in rows)


def _is_flagged(row: Translation) -> bool:
    """Return whether a row is open and something about it is not as it should be."""
    if row.status == "reviewed":
        return False
    return any(finding.severity != "note" for finding in row.findings) or any(
        outcome.step == "missing" for outcome in row.terms
    )
