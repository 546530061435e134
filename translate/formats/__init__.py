"""Bilingual documents, one file a format: `write_document` and its inverse `read_document`.

A format is imported when it is first asked for.
"""

import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from translate.document import Document
from translate.errors import DocumentError, SettingsError, TranslateError
from translate.formats.interface import Format, Loss, Reading, Row

__all__ = [
    "FORMATS",
    "Format",
    "Loss",
    "Reading",
    "Row",
    "get_format",
    "load_document",
    "load_each",
    "read_document",
    "read_rows",
    "write_document",
]

FORMATS: dict[str, str] = {
    "tsv": "translate.formats.tsv",
    "html": "translate.formats.html",
    "xlsx": "translate.formats.xlsx",
    "tmx": "translate.formats.tmx",
    "xliff": "translate.formats.xliff",
    "xliff12": "translate.formats.xliff12",
    "docx": "translate.formats.docx",
    "jsonl": "translate.formats.jsonl",
}
"""Name -> module with a `FORMAT`."""

_SUFFIXES = {
    ".tsv": "tsv",
    ".tab": "tsv",
    ".csv": "tsv",
    ".txt": "tsv",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
    ".tmx": "tmx",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".sdlxliff": "xliff12",
    ".mxliff": "xliff12",
    ".mqxliff": "xliff12",
    ".jsonl": "jsonl",
}
"""Suffix of a file -> the format that is tried when the content does not say more."""


def get_format(name: str) -> Format:
    """Return a format by name.

    Raises:
        SettingsError: There is none of that name.
    """
    module = FORMATS.get(name)
    if module is None:
        raise SettingsError(f"there is no format {name!r}", hint=f"use one of: {', '.join(FORMATS)}")
    found: Format = importlib.import_module(module).FORMAT
    return found


def detect_format(path: Path) -> Format:
    """Return the format of a file by its suffix and, where that leaves a choice, its content.

    Raises:
        DocumentError: No format has such a suffix.
    """
    name = _SUFFIXES.get(path.suffix.lower())
    if name is None:
        hint = f"a bilingual file ends in one of: {', '.join(sorted(_SUFFIXES))}"
        raise DocumentError(f"{path.suffix or path.name!r} is no bilingual format", path=path, hint=hint)
    return get_format("xliff12" if name == "xliff" and _is_xliff_1(path) else name)


def write_document(document: Document, path: Path, format: str) -> tuple[Loss, ...]:
    """Write a document in one step; return what the format could not carry.

    Raises:
        SettingsError: There is no such format.
        OutputError: The file cannot be written.
    """
    return get_format(format).write(document, path)


def read_document(path: Path, format: str | None = None) -> Document:
    """Read a document, each row of which must be sound.

    Raises:
        SettingsError: There is no such format.
        DocumentError: The file or a row of it cannot be read.
        BatchError: Several rows cannot be read.
    """
    return _choose(path, format).read(path)


def load_document(path: Path, format: str | None = None) -> Reading:
    """Read all that can be read of a document, with an error for each row that cannot.

    Raises:
        SettingsError: There is no such format.
        DocumentError: The file as a whole cannot be read.
    """
    return _choose(path, format).load(path)


def load_each(paths: Iterable[Path]) -> Iterator[Reading | TranslateError]:
    """Yield what can be read of each file, or why it cannot be read; one error does not stop the others."""
    for path in paths:
        try:
            yield load_document(path)
        except TranslateError as error:
            yield error


def read_rows(path: Path, format: str | None = None) -> Iterator[Row | DocumentError]:
    """Yield the rows of a document and an error for each one that cannot be read, in the order of the file.

    Raises:
        SettingsError: There is no such format.
        DocumentError: The file as a whole cannot be read.
    """
    reading = load_document(path, format)
    parts: list[Row | DocumentError] = [*reading.rows, *reading.errors]
    yield from sorted(parts, key=lambda part: part.line or 0)


def _choose(path: Path, format_: str | None) -> Format:
    return detect_format(path) if format_ is None else get_format(format_)


def _is_xliff_1(path: Path) -> bool:
    """Return whether an XLIFF file is of version 1; of the versions, only its first bytes need be known."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return False
    text = start.replace(b"\0", b"").decode("latin-1")
    return re.search(r"<[^!?][^>]*\bversion\s*=\s*[\"']1\.", text) is not None
