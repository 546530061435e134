"""The memory's reviews <-> bilingual documents of every format, such as TMX and TSV."""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Document, Segment, Translation
from translate.errors import TranslateError
from translate.formats import detect_format, load_each, write_document
from translate.formats.interface import Loss, Reading
from translate.memory import Memory, Origin, Review, places_of
from translate.review.records import Imported

TAKEN = 1000
"""Reviews that are stored in one transaction."""


def import_memory(memory: Memory, paths: Sequence[Path], *, who: str = "") -> Imported:
    """Take the translations of bilingual documents into the memory as reviewed ones.

    What a document calls rejected is remembered as rejected, what it calls a draft is left out. Where a format
    has no status, as TMX, all it holds was approved by whoever made it.

    Args:
        memory: Where they go.
        paths: Bilingual files.
        who: The name to remember them under.
    """
    n_reviewed = n_rejected = n_drafts = 0
    errors: list[TranslateError] = []
    for reading in load_each(paths):
        if isinstance(reading, TranslateError):
            errors.append(reading)
            continue
        errors += reading.errors
        reviews = _reviews(reading, Origin(file=reading.path.name, who=who))
        for start in range(0, len(reviews), TAKEN):
            memory.store_reviews(reviews[start : start + TAKEN])
        n_rejected += sum(review.status == "rejected" for review in reviews)
        n_reviewed += sum(review.status == "reviewed" for review in reviews)
        n_drafts += len(reading.rows) - len(reviews)
    return Imported(reviewed=n_reviewed, rejected=n_rejected, drafts=n_drafts, errors=tuple(errors))


def export_memory(memory: Memory, path: Path) -> tuple[Loss, ...]:
    """Write all reviewed and rejected translations as one document; return what the format could not carry.

    Raises:
        DocumentError: No format has such a suffix.
        OutputError: The file cannot be written.
    """
    format_ = detect_format(path)
    reviews = (*memory.reviews(), *memory.rejected())
    rows: dict[str, Translation] = {}
    for review in reviews:
        id_ = _free_id(review.place.segment or "memory:1.1", rows)
        rows[id_] = Translation(
            segment=Segment(id=id_, text=review.place.source),
            target=review.target,
            status=review.status,
            draft=review.draft,
        )
    return write_document(Document(name=path.stem, translations=tuple(rows.values())), path, format_.name)


def _reviews(reading: Reading, origin: Origin) -> list[Review]:
    """Return what to remember of a document."""
    places = places_of([row.translation.segment for row in reading.rows])
    reviews = []
    for place, row in zip(places, reading.rows, strict=True):
        translation = row.translation
        status = "reviewed" if "status" in row.absent else translation.status
        if status == "draft" or not translation.target.strip():
            continue
        reviews.append(
            Review(
                place=place,
                target=translation.target,
                status=status,
                note=translation.note or None,
                origin=origin,
            )
        )
    return reviews


def _free_id(id_: str, taken: dict[str, Translation]) -> str:
    """Return an id that no other row has: two versions of one sentence may stand at one place."""
    article, _, position = id_.rpartition(":")
    number = 1
    while id_ in taken:
        number += 1
        id_ = f"{article}/{number}:{position}"
    return id_
