"""What a reader of an article format promises; the rest of the package knows no more about formats.

A reader is a module with two functions. `read` turns a file into articles whose blocks know where they came
from; `rebuild` is the way back: a copy of the file, in its own format, with targets in the place of segments.
A format that the program can read but that has no reader of its own does not exist.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from translate.document import Article, Span, Translation
from translate.errors import ArticleError

Link: TypeAlias = tuple[Span, Span]
"""A stretch of a segment's text and the stretch of its target that says the same."""

Alignments: TypeAlias = Mapping[str, Sequence[Link]]
"""Links by the id of the segment; a segment without links is placed without them."""

Outcome: TypeAlias = Article | ArticleError
"""What comes of an input: an article, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of the columns of a table, or of the keys of JSON lines, that hold an article; case is ignored."""

    id: str = "id"
    title: str = "title"
    date: str = "date"
    text: str = "text"


class Reader(Protocol):
    """One article format."""

    def read(self, path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
        """Yield the articles of a file, and an error for each that cannot be read.

        Args:
            path: The file.
            name: Unique within the run; of a table, the first part of the names of its articles.
            columns: Where a table keeps what.

        Raises:
            ArticleError: The file as a whole cannot be read.
        """
        ...

    def rebuild(self, article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
        """Return a copy of the article's file with targets in the place of the segments they translate.

        Args:
            article: As `read` made it.
            translations: Of segments of this article, in order; what has none stays as it is.
            alignments: By which bold, italics and links find their words.

        Raises:
            ArticleError: The file is gone, or is not what it was when the article was read.
        """
        ...
