"""TBX, the exchange format of term bases; see `translate.glossary.tbx` for what becomes of what."""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Term
from translate.glossary.tbx import read_tbx, write_tbx
from translate.interchange.interface import Loss
from translate.interchange.screening import screen_terms


def read_terms(path: Path) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Return the usable terms of a TBX file and what was left out.

    Raises:
        GlossaryError: The file cannot be read.
    """
    terms, complaints = read_tbx(path)
    kept, losses = screen_terms(terms)
    return kept, (*(Loss(message=complaint.message, line=complaint.line) for complaint in complaints), *losses)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a TBX-Basic file; nothing is lost.

    Raises:
        GlossaryError: A form has a character that XML cannot hold.
        OutputError: The file cannot be written.
    """
    write_tbx(path, terms)
    return ()
