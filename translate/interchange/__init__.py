"""Term files of other programs -> terms, and terms -> their files; what a format cannot hold is named.

To add a format, write a module with `read_terms` and `write_terms` as `interface` promises, and name it here.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import cast

from translate.document import Term
from translate.errors import SettingsError
from translate.interchange.interface import Loss, TermFormat

__all__ = ["FORMATS", "Loss", "TermFormat", "export_terms", "import_terms"]

FORMATS = {
    "tsv": "translate.interchange.native",
    "tbx": "translate.interchange.termbase",
    "deepl": "translate.interchange.deepl",
    "google": "translate.interchange.google",
    "amazon": "translate.interchange.amazon",
    "omegat": "translate.interchange.omegat",
    "xlsx": "translate.interchange.workbook",
}
"""Name of a format and the module that reads and writes it."""
ENDINGS = {
    ".tsv": "tsv",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".csv": "deepl",
    ".txt": "omegat",
    ".tab": "omegat",
    ".utf8": "omegat",
    ".xlsx": "xlsx",
}
"""Format that is meant when none is named, by the ending of the file."""


def import_terms(path: Path, format: str | None = None) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Read another program's term file.

    Args:
        path: The file.
        format: One of FORMATS; None to go by the file's ending.

    Returns:
        Terms that can be used together, in the order of the file, and what was left out, with its reason.

    Raises:
        GlossaryError: The file cannot be read.
        SettingsError: No such format.
    """
    return _load(path, format).read_terms(path)


def export_terms(terms: Iterable[Term], path: Path, format: str | None = None) -> tuple[Loss, ...]:
    """Write another program's term file, whole or not at all.

    Args:
        terms: Terms that can be used together, as `read_glossary` gives them.
        path: The file to write.
        format: One of FORMATS; None to go by the file's ending.

    Returns:
        What the file does not say of the terms; empty when it says everything.

    Raises:
        GlossaryError: The program would refuse the file, or a term cannot be written.
        OutputError: The file cannot be written.
        SettingsError: No such format.
    """
    return _load(path, format).write_terms(path, tuple(terms))


def _load(path: Path, format: str | None) -> TermFormat:
    """Return the module of a format.

    Raises:
        SettingsError: No such format.
    """
    name = format or ENDINGS.get(path.suffix.lower(), "")
    if name not in FORMATS:
        what = (
            f"unknown term file format `{format}`" if format else f"no term file format ends in `{path.suffix}`"
        )
        raise SettingsError(what, hint=f"give --format with one of {', '.join(FORMATS)}")
    return cast("TermFormat", import_module(FORMATS[name]))
