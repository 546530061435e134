"""What a run is asked for, and what it tells while it is under way."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from translate.articles import Columns
from translate.document import Document
from translate.engines.interface import EngineOptions
from translate.errors import TranslateError
from translate.report import Report
from translate.review import Summary
from translate.signature import Signature

DEFAULT_FORMATS = ("tsv", "html")
MEMORY_NAME = "memory.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What to translate, with what, and where to."""

    paths: tuple[Path, ...]
    """Articles and folders of articles."""
    output: Path
    glossary: Path | None = None
    """Term file; None translates without one."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    model: str = "auto"
    engine: str = "auto"
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    fresh: bool = False
    """Translate again what is remembered as a draft."""
    memory: Path | None = None
    """None means `memory.sqlite` in the output folder."""
    checks: Path | None = None
    """Configuration of the checks; None means the defaults."""
    abbreviations: Path | None = None
    """The user's own abbreviations for cutting sentences."""
    columns: Columns | None = None
    """Names of the columns of JSONL and CSV files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something the user should know; the run goes on."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One input could not be done; the others go on."""

    error: TranslateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The model is chosen."""

    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """Segments whose target is known, of those read so far."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDone:
    """An article's documents are on disk."""

    document: Document
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The last event of a run that was not interrupted."""

    report: Report
    manifest: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What reviewers changed in documents of earlier runs is remembered now."""

    summary: Summary


Event: TypeAlias = Warned | TakenIn | Failed | Started | Progressed | ArticleDone | Finished
