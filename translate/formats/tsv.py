"""The file that people review: one line a segment, tab-separated, no quoting, UTF-8, LF.

Written strictly, read liberally: what Excel, LibreOffice and text editors make of it (a byte order mark, UTF-16,
CRLF, quotation marks round cells, commas or semicolons for tabs) reads back as the same cells.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from translate.atomic import write_text
from translate.document import Document, Translation
from translate.errors import DocumentError
from translate.formats import cells, columns
from translate.formats.interface import Format, Loss, Reading

_Habit: TypeAlias = Literal["all", "commas", "none"]
_DELIMITERS = ("\t", ";", ",")
_ENCODING_HINT = (
    "save it as UTF-8: in Excel as 'CSV UTF-8' or 'Unicode Text', in LibreOffice with the character set 'UTF-8'"
)


def format_tsv(document: Document) -> str:
    r"""Return a document as the text of a TSV file.

    >>> format_tsv(Document(name="a", translations=()))
    'id\tsource\ttarget\tstatus\tterms\tfindings\tnote\n'
    """
    lines = ["\t".join(columns.COLUMNS), *map(_format_line, document.translations)]
    return "\n".join(lines) + "\n"


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; nothing of what the columns hold can be lost.

    Raises:
        OutputError: The file cannot be written.
    """
    write_text(path, format_tsv(document))
    return ()


def load(path: Path) -> Reading:
    """Read a TSV or CSV file.

    Raises:
        DocumentError: It cannot be opened or decoded, or it has no header.
    """
    return columns.read_table(path, parse_lines(read_text(path)))


def parse_lines(text: str) -> Iterator[columns.Line]:
    """Yield the lines of a delimited table, quoted or not; the number is that of a line's first part."""
    delimiter = _delimiter(text)
    records = list(_records(text, delimiter))
    habit = _quoting_habit(records, delimiter)
    for number, fields in records:
        texts = (_unquote(field, delimiter, habit) for field in fields)
        yield columns.Line(number=number, cells=tuple(map(cells.unguard, texts)))


def read_text(path: Path) -> str:
    """Read a text file in UTF-8 or UTF-16; line ends become LF.

    Raises:
        DocumentError: It cannot be opened, or it is in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}", path=path) from error
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not {encoding.upper().replace('-SIG', '')} at byte {error.start}"
        raise DocumentError(message, path=path, line=line, hint=_ENCODING_HINT) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _format_line(translation: Translation) -> str:
    return "\t".join(map(cells.guard, columns.format_row(translation)))


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # The header is ASCII: in UTF-16 without a mark every other byte of it is zero.
    if data[1:8:2] == b"\0\0\0\0":
        return "utf-16-le"
    if data[0:8:2] == b"\0\0\0\0":
        return "utf-16-be"
    return "utf-8-sig"


def _delimiter(text: str) -> str:
    """Return what separates the names of the columns; a tab when there is no header."""
    header = next((line for line in text.split("\n", 20)[:20] if "target" in line.lower()), "")
    return max(_DELIMITERS, key=header.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line and its fields as they stand, quotation marks included.

    A field is taken as quoted only if its closing mark is followed by a delimiter or a line end. In a file with
    tabs a quoted field has none: our cells never do, and so a lone mark that someone typed in a text editor
    cannot swallow the cells that follow.
    """
    inner = r"[^\"\t]" if delimiter == "\t" else r"[^\"]"
    quoted = re.compile(rf'"(?:{inner}|"")*"(?=[{delimiter}\n]|\Z)')
    bare = re.compile(rf"[^{delimiter}\n]*")
    number = first = 1
    fields: list[str] = []
    position = 0
    while position < len(text):
        found = (text[position] == '"' and quoted.match(text, position)) or bare.match(text, position)
        assert found is not None, "`bare` matches the empty text"
        fields.append(found[0])
        number += found[0].count("\n")
        position = found.end() + 1
        if text[found.end() : position] != delimiter:
            yield first, fields
            number += 1
            first, fields = number, []
    if fields:
        yield first, [*fields, ""]


def _quoting_habit(records: list[tuple[int, list[str]]], delimiter: str) -> _Habit:
    """Return which cells the file's writer quotes that have no quotation mark, delimiter or line break."""
    if delimiter != "\t" or (records and any(_is_quoted(field) for field in records[0][1])):
        return "all"
    bare = (field for _, fields in records for field in fields if not field.startswith('"'))
    return "none" if any("," in field for field in bare) else "commas"


def _is_quoted(field: str) -> bool:
    return len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', "")


def _unquote(field: str, delimiter: str, habit: _Habit) -> str:
    """Return a field without the marks round it, if they are a program's and not the text's own."""
    if not _is_quoted(field):
        return field
    inner = field[1:-1]
    certain = '""' in inner or "\n" in inner or delimiter in inner
    if certain or habit == "all" or (habit == "commas" and "," in inner):
        return inner.replace('""', '"')
    return field


FORMAT = Format(name="tsv", suffix=".tsv", write=write, load=load, project=columns.project)
