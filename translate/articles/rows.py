"""The rows of JSON lines and CSV files in, one by one, and a row back as it is written in its format.

A row that is broken is an error with its line, and the rows behind it are read all the same.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from translate.articles.decoding import BYTE_ORDER_MARKS, SAVE_HINT, decode
from translate.errors import ArticleError

LONGEST_CELL = 64 * 1024 * 1024
"""Characters; a quotation mark that is never closed must not swallow a whole table into memory."""

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

ONE_COLUMN = "\x1f"
"""Parts the cells of a table with one column: nothing does, and the text may have commas."""

LONGEST_HEADER = 100_000
"""Characters of a CSV's header that are looked at for what parts its cells."""

_QUOTED = re.compile(r'"[^"]*"')
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, with what is needed to write it again."""

    line: int
    """Where it ends, counted from 1."""
    values: dict[str, str]
    """By the name of the column, folded; what is absent or null has none."""
    names: tuple[str, ...]
    """Of the columns, as written."""
    original: str
    """As it stood in the file; of a CSV, with its header."""
    warnings: tuple[str, ...] = ()


class Lines:
    """The lines of a file as text; one that cannot be decoded raises, and the next call goes on behind it."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        """Find out the encoding by the byte order mark."""
        start = file.read(4)
        mark, encoding = next((item for item in BYTE_ORDER_MARKS if start.startswith(item[0])), (b"", ""))
        file.seek(len(mark))
        self._wide = encoding if encoding.startswith(("utf-16", "utf-32")) else ""
        self._texts = io.TextIOWrapper(file, encoding=self._wide or "utf-8", newline="")
        self._file = file
        self._is_broken = False
        self.path = path
        self.number = 0
        self.warnings: tuple[str, ...] = ()
        """Of the lines since they were last taken."""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        self.number += 1
        if self._wide:
            return self._next_wide()
        line = next(self._file)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            decoded = decode(line, self.path)
            self.warnings += decoded.warnings
            return decoded.original

    def _next_wide(self) -> str:
        """Return the next line of a file in UTF-16 or UTF-32."""
        if self._is_broken:
            raise StopIteration
        try:
            return next(self._texts)
        except UnicodeDecodeError as error:
            self._is_broken = True
            message = f"is declared as {self._wide.upper()} but is not ({error.reason})"
            raise ArticleError(message, path=self.path, hint=SAVE_HINT) from error

    def take_warnings(self) -> tuple[str, ...]:
        """Return the warnings since the last call."""
        taken, self.warnings = self.warnings, ()
        return taken


def read_json(lines: Lines) -> Iterator[Row | ArticleError]:
    """Yield the rows of JSON lines."""
    while True:
        try:
            line = next(lines)
            if line.strip():
                yield _parse_json(line, lines)
        except StopIteration:
            return
        except ArticleError as error:
            error.line = lines.number
            yield error


def _parse_json(line: str, lines: Lines) -> Row:
    """Return the row of a line."""
    try:
        value: Json = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too large"
        raise ArticleError(f"the line is not JSON ({reason})", path=lines.path) from error
    if not isinstance(value, dict):
        raise ArticleError("the line is not a JSON object", path=lines.path, hint='write {"text": "..."}')
    for name, found in value.items():
        if isinstance(found, list | dict) and name.strip().casefold() in ("text", "title"):
            raise ArticleError(f"{name!r} is not a text", path=lines.path)
    values = {name.strip().casefold(): _as_text(found) for name, found in value.items() if found is not None}
    return Row(
        line=lines.number,
        values=values,
        names=tuple(value),
        original=line.strip(),
        warnings=lines.take_warnings(),
    )


def _as_text(value: Json) -> str:
    """Return a JSON value as text; half of a surrogate pair, which is no character, is replaced."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else json.dumps(value)


def read_csv(lines: Lines, text_column: str) -> Iterator[Row | ArticleError]:
    """Yield the rows of a CSV."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        first = next(lines)
    except StopIteration:
        return
    header = "".join([first, *_rest_of_header(first, lines)])
    delimiter = find_delimiter(header)
    names = next(csv.reader(io.StringIO(header, newline=""), delimiter=delimiter))
    folded = [name.strip().casefold() for name in names]
    if text_column.strip().casefold() not in folded:
        message = f"has no column {text_column!r}; its columns are {', '.join(names)}"
        raise ArticleError(message, path=lines.path, line=1, hint="name the column that holds the text")
    header = format_row(names, delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
            if cells:
                yield _make_row(cells, names, header, delimiter, lines)
        except StopIteration:
            return
        except (csv.Error, ArticleError) as error:
            yield _csv_error(error, start, lines)


def _rest_of_header(first: str, lines: Lines) -> Iterator[str]:
    """Yield further lines of a header that has a line break inside quotation marks."""
    n_quotes = first.count('"')
    while n_quotes % 2 and (line := next(lines, None)) is not None:
        n_quotes += line.count('"')
        yield line


def _make_row(cells: list[str], names: list[str], header: str, delimiter: str, lines: Lines) -> Row:
    """Return the record of a row."""
    if len(cells) != len(names):
        raise ArticleError(f"the row has {len(cells)} cells, the header has {len(names)}", path=lines.path)
    values = {name.strip().casefold(): cell for name, cell in zip(names, cells, strict=True) if cell}
    original = header + format_row(cells, delimiter)
    return Row(
        line=lines.number,
        values=values,
        names=tuple(names),
        original=original,
        warnings=lines.take_warnings(),
    )


def _csv_error(error: csv.Error | ArticleError, start: int, lines: Lines) -> ArticleError:
    """Return the error for a row that begins in line `start`."""
    if isinstance(error, ArticleError):
        error.line = start
        return error
    until = f" (up to line {lines.number})" if lines.number > start else ""
    hint = "a quotation mark inside a cell is written twice, and the cell stands in quotation marks"
    return ArticleError(f"the row cannot be read{until}: {error}", path=lines.path, line=start, hint=hint)


def find_delimiter(header: str) -> str:
    """Return what parts the cells of a CSV: the comma, semicolon or tab its first line has most of."""
    first = _QUOTED.sub("", header[:LONGEST_HEADER]).partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return delimiter if delimiter in first else ONE_COLUMN


def format_row(cells: Sequence[str], delimiter: str) -> str:
    """Return a row as it stands in a CSV, quoted where needed."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def write_json(original: str, changed: Mapping[str, str]) -> bytes:
    """Return a line with some of its values replaced, by the folded names of their keys."""
    row = json.loads(original)
    new = {name: changed.get(name.strip().casefold(), value) for name, value in row.items()}
    return (json.dumps(new, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def write_csv(original: str, changed: Mapping[str, str]) -> bytes:
    """Return a header and its row with some of the cells replaced, by the folded names of their columns."""
    names, cells = csv.reader(io.StringIO(original, newline=""), delimiter=find_delimiter(original))
    new = [changed.get(name.strip().casefold(), cell) for name, cell in zip(names, cells, strict=True)]
    delimiter = find_delimiter(original)
    return (format_row(names, delimiter) + format_row(new, delimiter)).encode("utf-8", "surrogatepass")
