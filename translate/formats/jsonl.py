"""Every field there is, for programs: one JSON object a line, the first one about the document.

`document.schema.json` beside this file says what the objects look like. The first line counts the segments, so
that a file that was cut off is noticed.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from translate.atomic import open_atomic
from translate.document import Document
from translate.errors import DocumentError
from translate.formats import records
from translate.formats.columns import refuse_twins
from translate.formats.interface import Format, Loss, Reading, Row
from translate.formats.tsv import read_text

_NOT_IN_A_LINE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def format_line(value: records.Json) -> str:
    r"""Return a JSON value on one line that every program takes for one line.

    >>> format_line({"text": "één\u2028twee"})
    '{"text": "één\\u2028twee"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _NOT_IN_A_LINE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def parse_line(text: str) -> records.Json:
    """Return the JSON value that `format_line` was given.

    Raises:
        ValueError: It is not JSON; `NaN` and `Infinity` are not.
    """

    def refuse(name: str) -> None:
        """Raise ValueError for a constant that JSON does not have."""
        raise ValueError(f"{name} is no number")

    try:
        value: records.Json = json.loads(text, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; nothing can be lost.

    Raises:
        OutputError: The file cannot be written.
    """
    with open_atomic(path) as file:
        file.write(f"{format_line(records.encode_head(document))}\n".encode())
        for translation in document.translations:
            file.write(f"{format_line(records.encode(translation))}\n".encode())
    return ()


def load(path: Path) -> Reading:
    """Read a document.

    Raises:
        DocumentError: It cannot be opened or decoded, or its first line is not about a document.
    """
    lines = _objects(path)
    number, first = next(lines, (1, None))
    if isinstance(first, DocumentError):
        raise first
    try:
        head = records.decode_head(first)
    except ValueError as error:
        raise DocumentError(f"not about a document: {error}", path=path, line=number) from error
    rows: list[Row] = []
    errors: list[DocumentError] = []
    seen: dict[str, int] = {}
    for number, value in lines:
        try:
            rows.append(_row(path, number, value, seen))
        except DocumentError as error:
            errors.append(error)
    if head.n_segments is not None and head.n_segments > len(rows) + len(errors):
        message = f"the file ends after {len(rows) + len(errors)} of {head.n_segments} segments"
        errors.append(DocumentError(message, path=path, line=number, hint="write it again; it was cut off"))
    return Reading(
        path=path,
        name=head.name,
        rows=tuple(rows),
        errors=tuple(errors),
        source_language=head.source_language,
        target_language=head.target_language,
        signature=head.signature,
    )


def _row(path: Path, number: int, value: records.Json | DocumentError, seen: dict[str, int]) -> Row:
    if isinstance(value, DocumentError):
        raise value
    try:
        row = Row(translation=records.decode(value), line=number)
    except ValueError as error:
        raise DocumentError(str(error), path=path, line=number) from error
    refuse_twins(path, row, seen)
    return row


def _objects(path: Path) -> Iterator[tuple[int, records.Json | DocumentError]]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, parse_line(line)
        except ValueError as error:
            reason = str(error).partition(":")[0]
            yield number, DocumentError(f"not a JSON object: {reason}", path=path, line=number)


FORMAT = Format(name="jsonl", suffix=".jsonl", write=write, load=load, project=lambda document: document)
