"""Glossaries of OmegaT: UTF-8, tabs, no header; source, target and a comment. A line with `#` is a comment."""

from collections.abc import Sequence
from pathlib import Path

from translate.document import Term
from translate.interchange.interface import Loss
from translate.interchange.native import read_terms
from translate.interchange.plain import Service, write_table

__all__ = ["read_terms", "write_terms"]

SERVICE = Service(name="OmegaT", notes=True)


def write_terms(path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
    """Write a glossary for the `glossary` folder of an OmegaT project, and return what it does not say.

    Raises:
        OutputError: The file cannot be written.
    """
    return write_table(path, terms, SERVICE)
