"""What a format of term files promises, and the record of what one cannot hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from translate.document import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that did not come across."""

    message: str
    """What is lost and why, for the person who edits the glossary."""
    term: str = ""
    """First source variant of the term; empty when it is about the whole file."""
    line: int = 0
    """Line of the file that was read, counted from 1; 0 when it is not known."""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}`{self.term}`: {self.message}" if self.term else f"{place}{self.message}"


class TermFormat(Protocol):
    """A module that reads and writes one format."""

    def read_terms(self, path: Path) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
        """Return the usable terms of a file and what was left out.

        Raises:
            GlossaryError: The file cannot be read.
        """
        ...

    def write_terms(self, path: Path, terms: Sequence[Term]) -> tuple[Loss, ...]:
        """Write a file whole or not at all, and return what it does not say.

        Raises:
            GlossaryError: The program would refuse the file, or a term cannot be written.
            OutputError: The file cannot be written.
        """
        ...
