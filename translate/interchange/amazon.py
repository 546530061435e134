"""Custom terminologies of Amazon Translate: a header of language codes, the source language first, CSV or TSV.

Source: Amazon Translate developer guide, "Creating a custom terminology" and "Guidelines and limits": 10 MB a
file, 200 bytes a term, sources are case-sensitive.
"""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Term
from translate.interchange.interface import Loss
from translate.interchange.native import read_terms
from translate.interchange.plain import Service, write_table

__all__ = ["read_terms", "write_terms"]

SERVICE = Service(
    name="Amazon", header=("nl", "en"), max_bytes=10 * 1024 * 1024, max_term_bytes=200, case_sensitive=True
)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a terminology that Amazon takes, and return what it does not say.

    Raises:
        GlossaryError: The file would be larger than Amazon takes.
        OutputError: The file cannot be written.
    """
    return write_table(path, terms, SERVICE)
