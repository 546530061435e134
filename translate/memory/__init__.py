"""What was translated before: drafts of machines, decisions of people, and what was written; one SQLite file.

    with open_memory(Path("outputs/memory.sqlite")) as memory:
        drafts = memory.recall_drafts(signature, keys)

Only this package knows SQL. Every store is one transaction: it is on the disk when the call returns, or nothing
of it is. Two processes may use one memory at the same time.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from translate.document import Document
from translate.memory import drafts, reviews, search, written
from translate.memory.fuzzy import MARK, THRESHOLD, FuzzyIndex, format_fuzzy, mark_difference
from translate.memory.lock import UNFINISHED, lock_folder
from translate.memory.records import (
    UNKNOWN,
    Draft,
    DraftKey,
    Found,
    Fuzzy,
    Origin,
    Place,
    Plain,
    Recalled,
    Review,
    Stats,
    places_of,
)
from translate.memory.store import Store
from translate.memory.written import FileRecord

__all__ = [
    "MARK",
    "UNFINISHED",
    "Draft",
    "DraftKey",
    "FileRecord",
    "Found",
    "Fuzzy",
    "FuzzyIndex",
    "Memory",
    "Origin",
    "Place",
    "Plain",
    "Recalled",
    "Review",
    "Stats",
    "format_fuzzy",
    "lock_folder",
    "mark_difference",
    "open_memory",
    "places_of",
]


@contextlib.contextmanager
def open_memory(path: Path) -> Iterator["Memory"]:
    """Open a memory file, or make it; close it when the block ends.

    Raises:
        TranslationMemoryError: Another program's database, a newer version, or locked for too long.
        OutputError: It cannot be made or written.
    """
    memory = Memory(Store(path))
    try:
        yield memory
    finally:
        memory.close()


class Memory:
    """An open translation memory.

    Every method raises TranslationMemoryError when the file is locked for too long, OutputError when the disk is
    full or cannot be written. A file that turns out to be damaged is replaced, which `warnings` tells.
    """

    def __init__(self, store: Store) -> None:
        """Use an open file."""
        self._store = store
        self._fuzzy: FuzzyIndex | None = None

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was lost, or may be: the file was damaged. May grow while the memory is used."""
        return tuple(self._store.warnings)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a user may want to know and need not act on: the file was migrated."""
        return tuple(self._store.notices)

    def recall_drafts(self, signature: str, keys: Sequence[DraftKey]) -> tuple[Draft | None, ...]:
        """Return for each key its draft under the signature, or None."""
        return self._store.read(lambda connection: drafts.recall_drafts(connection, signature, keys))

    def recall_plain(self, signature: str, sources: Sequence[str]) -> tuple[Plain | None, ...]:
        """Return for each source what the model wrote before terms were enforced, whatever the terms; or None."""
        return self._store.read(lambda connection: drafts.recall_plain(connection, signature, sources))

    def store_drafts(self, signature: str, batch: Sequence[Draft]) -> None:
        """Remember a batch in one transaction; a draft whose target is empty is no result, and is left out."""
        self._store.write(lambda connection: drafts.store_drafts(connection, signature, batch))

    def is_draft(self, source: str, target: str) -> bool:
        """Return whether a machine wrote `target` for `source`, in whatever run that is remembered."""
        return self._store.read(lambda connection: drafts.is_draft(connection, source, target))

    def draft_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return every remembered source with what a model wrote for it before terms were enforced."""
        return self._store.read(drafts.draft_pairs)

    def recall(self, places: Sequence[Place]) -> tuple[Recalled, ...]:
        """Return for each place what people said of its sentence; `places_of` makes the places of an article."""
        return self._store.read(lambda connection: reviews.recall(connection, places))

    def store_reviews(self, decisions: Sequence[Review]) -> None:
        """Remember decisions in one transaction; a later one at the same place wins."""
        self._fuzzy = None
        self._store.write(lambda connection: reviews.store(connection, decisions))

    def store_notes(self, notes: Sequence[tuple[Place, str]], origin: Origin = UNKNOWN) -> None:
        """Remember notes at their places; an empty note takes an older one away."""
        self._store.write(lambda connection: reviews.store_notes(connection, notes, origin))

    def withdraw_reviews(self, places: Sequence[Place]) -> None:
        """Forget the reviews made at these places."""
        self._fuzzy = None
        self._store.write(lambda connection: reviews.withdraw(connection, places))

    def reviews(self) -> tuple[Review, ...]:
        """Return every reviewed translation, oldest first."""
        return self._store.read(lambda connection: tuple(reviews.all_reviews(connection)))

    def rejected(self) -> tuple[Review, ...]:
        """Return every rejected translation, oldest first."""
        return self._store.read(lambda connection: tuple(reviews.all_rejected(connection)))

    def last_change(self, article: str) -> Origin | None:
        """Return where the last decision about an article came from; None when there is none."""
        return self._store.read(lambda connection: reviews.last_change(connection, article))

    def fuzzy(self, source: str, *, limit: int = 3, threshold: float = THRESHOLD) -> tuple[Fuzzy, ...]:
        """Return reviewed sentences that are like `source` but not the same, the most alike first.

        Args:
            source: The new sentence.
            limit: How many at most.
            threshold: Lowest share of equal words, 0 to 1.
        """
        if self._fuzzy is None:
            self._fuzzy = FuzzyIndex(self.reviews())
        return self._fuzzy.find(source, limit=limit, threshold=threshold)

    def store_written(self, document: Document, files: Sequence[FileRecord]) -> None:
        """Remember an article's document and the checksums of its files; call it before they take their names.

        A process that dies before `confirm_written` leaves files that are known all the same, old or new.
        """
        folder = self.path.parent
        self._store.write(lambda connection: written.announce(connection, folder, document, files))

    def confirm_written(self, files: Sequence[FileRecord]) -> None:
        """Remember that the files have taken their names; whoever puts an older one back has edited it."""
        folder = self.path.parent
        self._store.write(lambda connection: written.confirm(connection, folder, files))

    def store_taken_in(self, article: str, file: FileRecord) -> None:
        """Remember that a file as it stands there may be written over: its edits have been taken in."""
        folder = self.path.parent
        self._store.write(lambda connection: written.store_taken_in(connection, folder, article, file))

    def recall_document(self, article: str) -> Document | None:
        """Return the last document written of an article, or None."""
        return self._store.read(lambda connection: written.recall_document(connection, article))

    def recall_files(self, article: str) -> tuple[FileRecord, ...]:
        """Return the files that runs wrote of an article, by path."""
        folder = self.path.parent
        return self._store.read(lambda connection: written.recall_files(connection, folder, article))

    def recall_checksums(self, path: Path) -> frozenset[str]:
        """Return the checksums that a file may have when nobody touched it; empty when it was never written."""
        folder = self.path.parent
        return self._store.read(lambda connection: written.recall_checksums(connection, folder, path))

    def search(self, text: str, *, limit: int = 100) -> tuple[Found, ...]:
        """Return translations with `text` in source or target, whatever the case; reviewed ones first."""
        return self._store.read(lambda connection: search.search(connection, text, limit))

    def stats(self) -> Stats:
        """Return how much the memory holds."""
        return self._store.read(lambda connection: search.count(connection, self.path))
