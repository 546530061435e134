"""Every error a user can cause; anything else that is raised is a bug and keeps its traceback.

TranslateError            exit status 2, printed as `error: ...` and `hint: ...`
├── ArticleError          an article or an input folder that cannot be read
├── GlossaryError         a term file that cannot be used
├── ModelError            a model that is missing, damaged or not a MarianMT model
│   └── HubError          the model hub cannot be reached or does not have the model
├── DocumentError         a bilingual file that cannot be read
├── TranslationMemoryError  a memory file that is damaged, locked or from a newer version
├── OutputError           a result that cannot be written
├── SettingsError         an option or a configuration file that makes no sense
└── BatchError            several of these at once, each told in full
"""

from collections.abc import Sequence
from pathlib import Path


class TranslateError(Exception):
    """What went wrong, where, and what the user can do about it."""

    def __init__(
        self, message: str, *, hint: str = "", path: Path | str | None = None, line: int | None = None
    ) -> None:
        """Keep the parts apart so that a caller can sort, count or print them.

        Args:
            message: What is wrong, without the place.
            hint: How to mend it; empty when there is nothing to add.
            path: The file it is about.
            line: The line in `path`, counted from 1.
        """
        self.message = message
        self.hint = hint
        self.path = None if path is None else Path(path)
        self.line = line
        super().__init__(message)

    @property
    def place(self) -> str:
        """`path:line`, `path` or nothing."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line is not None else str(self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class ArticleError(TranslateError):
    """An article or an input folder cannot be read."""


class GlossaryError(TranslateError):
    """A term file cannot be used."""


class ModelError(TranslateError):
    """A model is missing, damaged or not a MarianMT model."""


class HubError(ModelError):
    """The model hub cannot be reached, or it does not have the model."""


class DocumentError(TranslateError):
    """A bilingual file cannot be read."""


class TranslationMemoryError(TranslateError):
    """A translation memory is damaged, locked or from a newer version."""


class OutputError(TranslateError):
    """A result cannot be written."""


class SettingsError(TranslateError):
    """An option or a configuration file makes no sense."""


class BatchError(TranslateError):
    """Several errors of one run; the work that could be done is done."""

    def __init__(self, errors: Sequence[TranslateError]) -> None:
        """Keep the errors in the order in which they happened."""
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} inputs could not be done")
