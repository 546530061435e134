"""What every bilingual format promises: a document goes into a file and comes back; what could not is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from translate.document import Document, Translation
from translate.errors import BatchError, DocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that a format could not carry; the TSV of the same document has it whole."""

    id: str
    """The segment's id."""
    field: str
    """The column or field it stood in, e.g. `target`."""
    message: str
    """For a person to read, e.g. `U+0001 cannot stand in XML; U+FFFD stands in its place`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One segment as a file has it."""

    translation: Translation
    line: int = 0
    """Line in the file (row of a sheet, item of a page), counted from 1; 0 when unknown."""
    absent: tuple[str, ...] = ()
    """Columns that the file does not have, so that an empty field is not taken for an emptied one."""
    warnings: tuple[str, ...] = ()
    """What was left out of the row although it stood in the file, e.g. an audit that was edited by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a file has: the rows that could be read and an error for each one that could not."""

    path: Path
    name: str
    """The article's name."""
    rows: tuple[Row, ...]
    errors: tuple[DocumentError, ...] = ()
    foreign: int = 0
    """Segments kept out because another program made them; 0 when the whole file is from elsewhere."""
    source_language: str = "nl"
    target_language: str = "en"
    signature: str = ""

    @property
    def document(self) -> Document:
        """The rows that could be read, as a document."""
        return Document(
            name=self.name,
            translations=tuple(row.translation for row in self.rows),
            source_language=self.source_language,
            target_language=self.target_language,
            signature=self.signature,
        )

    def complaints(self) -> Iterator[DocumentError]:
        """Yield every error, and every warning of a row as an error."""
        yield from self.errors
        for row in self.rows:
            for warning in row.warnings:
                yield DocumentError(warning, path=self.path, line=row.line or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A bilingual file format: two functions that are each other's inverse, and what they keep."""

    name: str
    """The name that `--format` takes."""
    suffix: str
    """What follows the article's name in a file name, dots included."""
    write: Callable[[Document, Path], tuple[Loss, ...]]
    """Write a document in one step; the same document gives the same bytes. Raises OutputError."""
    load: Callable[[Path], Reading]
    """Read all that can be read. Raises DocumentError when the file as a whole cannot be."""
    project: Callable[[Document], Document]
    """Return what of a document the format carries: `read(write(x)) == project(x)` but for losses."""

    def read(self, path: Path) -> Document:
        """Read a document of which every row must be sound.

        Raises:
            DocumentError: The file or one row cannot be read.
            BatchError: Several rows cannot be read.
        """
        reading = self.load(path)
        errors = tuple(reading.complaints())
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise BatchError(errors)
        return reading.document
