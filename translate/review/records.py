"""The records of a review: what was edited, what was taken in, what is still open."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from translate.document import Document
from translate.errors import TranslateError
from translate.memory import Origin

ChangeKind = Literal["reviewed", "rejected", "withdrawn", "noted"]
"""`withdrawn`: a reviewed or rejected row was set back to draft."""
Recheck = Callable[[Document], Document]
"""Audits the terms of an edited document and checks it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A file that does not stand there as a run wrote it."""

    path: Path
    kind: Literal["edited", "unknown"]
    """`unknown`: the memory never saw it; it was set aside or deleted, or another program wrote the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a reviewer did to one row."""

    segment: str
    """Id."""
    path: Path
    line: int
    """Counted from 1; 0 when unknown."""
    kind: ChangeKind
    before: str
    """The target as it was written."""
    after: str
    """The target now."""
    note: str | None = None
    """None when it was left as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was taken in, and what was not."""

    changes: tuple[Change, ...] = ()
    """In the order of the files and their rows."""
    unchanged: int = 0
    """Rows that stand as they were written, or that the memory knows already."""
    deleted: tuple[str, ...] = ()
    """Ids of rows that were written but are no longer in the file; the next run writes them again."""
    outdated: int = 0
    """Draft rows of an older copy: they hold an earlier draft, not an edit. Nothing was taken from them."""
    untold: int = 0
    """Draft rows of files that the memory never saw: nobody can tell whether they were edited."""
    errors: tuple[TranslateError, ...] = ()
    """One for each row or file that was refused; its file is not written over."""
    written: tuple[Path, ...] = ()
    """Files that were written again."""
    copies: tuple[Path, ...] = ()
    """Copies of edited files as the reviewer left them."""

    def count(self, kind: str) -> int:
        """Return how many changes are of a kind."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import brought into the memory."""

    reviewed: int
    rejected: int
    drafts: int
    """Rows that were left out: nobody reviewed them, or they have no target."""
    errors: tuple[TranslateError, ...] = ()
    """One for each row or file that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStatus:
    """How far the review of one article is."""

    article: str
    path: Path
    """The file that was counted."""
    rows: int
    reviewed: int
    rejected: int
    open: int
    """Rows of status draft."""
    flagged: int
    """Open rows with a finding of severity error or warning, or with a missing term."""
    edited: bool
    """Whether the file was changed since it was written: `translate review apply` has not taken it in."""
    last: Origin | None
    """The last decision that was taken in; None when there is none."""
