"""Glossaries of DeepL: two columns without a header, CSV or TSV; its site adds columns with language codes.

Source: DeepL API documentation, "Manage glossaries": 10 MiB a file, 1024 bytes a phrase, no source twice.
"""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Term
from translate.interchange.interface import Loss
from translate.interchange.native import read_terms
from translate.interchange.plain import Service, write_table

__all__ = ["read_terms", "write_terms"]

SERVICE = Service(name="DeepL", max_bytes=10 * 1024 * 1024, max_term_bytes=1024)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a glossary that DeepL takes, and return what it does not say.

    Raises:
        GlossaryError: The file would be larger than DeepL takes.
        OutputError: The file cannot be written.
    """
    return write_table(path, terms, SERVICE)
