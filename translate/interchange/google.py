"""Glossaries of Google Cloud Translation: one direction, two columns without a header, CSV or TSV.

Sets of equivalent terms, which have a header of language codes, are read as well.

Source: Cloud Translation documentation, "Glossaries" and "Quotas and limits": 10,485,760 bytes of UTF-8 a
glossary, 1,024 bytes a term, case counts unless a request says otherwise.
"""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Term
from translate.interchange.interface import Loss
from translate.interchange.native import read_terms
from translate.interchange.plain import Service, write_table

__all__ = ["read_terms", "write_terms"]

SERVICE = Service(name="Google", max_bytes=10_485_760, max_term_bytes=1024, case_sensitive=True)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a glossary that Google takes, and return what it does not say.

    Raises:
        GlossaryError: The file would be larger than Google takes.
        OutputError: The file cannot be written.
    """
    return write_table(path, terms, SERVICE)
