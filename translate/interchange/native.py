"""The glossary's own TSV format, and any plain table: comma, semicolon or tab, with a header or without."""

from collections.abc import Sequence
from pathlib import Path

from translate.atomic import write_text
from translate.document import Term
from translate.errors import GlossaryError
from translate.glossary import format_glossary
from translate.glossary.encoding import decode
from translate.glossary.termfile import read_rows
from translate.interchange.interface import Loss
from translate.interchange.screening import screen_rows


def read_terms(path: Path) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Return the usable terms of a table and what was left out.

    Raises:
        GlossaryError: The file cannot be read.
    """
    try:
        text, encoding, _ = decode(path.read_bytes())
        table = read_rows(text, encoding=encoding)
    except OSError as error:
        raise GlossaryError(f"cannot be read: {error.strerror}", path=path) from error
    except GlossaryError as error:
        raise GlossaryError(error.message, hint=error.hint, path=path, line=error.line) from error
    return screen_rows(table.rows, table.complaints)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a glossary; nothing is lost.

    Raises:
        GlossaryError: A form has a character that the format cannot hold.
        OutputError: The file cannot be written.
    """
    write_text(path, format_glossary(terms))
    return ()
