"""Parameters that more than one command takes, declared once."""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from translate.errors import SettingsError

if TYPE_CHECKING:
    from translate.articles import Columns

DEFAULT_GLOSSARY = Path("glossary/nl-en.tsv")
DEFAULT_OUTPUT = Path("outputs")
DEFAULT_INPUT = Path("seeds")
MEMORY_NAME = "memory.sqlite"

Glossary: TypeAlias = Annotated[
    Path, typer.Option("--glossary", "-g", help="Term file to follow.", show_default=True, metavar="FILE")
]
Output: TypeAlias = Annotated[Path, typer.Option("--output", "-o", help="Folder for results.", metavar="FOLDER")]
Model: TypeAlias = Annotated[
    str,
    typer.Option(help="Model: `auto`, `built-in`, a name on the hub, or a folder in the Hugging Face layout."),
]
EngineName: TypeAlias = Annotated[
    str, typer.Option("--engine", help="Engine: auto, ctranslate2, transformers, echo.")
]
BeamSize: TypeAlias = Annotated[int, typer.Option(min=1, max=64, help="Hypotheses kept while decoding.")]
BatchTokens: TypeAlias = Annotated[int, typer.Option(min=16, help="Largest batch, in source pieces.")]
Device: TypeAlias = Annotated[str, typer.Option(help="Where to compute: auto, cpu, cuda, mps.")]
Jobs: TypeAlias = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="Processor threads; 0 is one per core.")
]
MemoryFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--memory", help="Translation memory; by default memory.sqlite in the output folder.", metavar="FILE"
    ),
]
ColumnNames: TypeAlias = Annotated[
    str,
    typer.Option(
        "--columns", help="Columns of CSV and JSONL files, e.g. text=body,title=kop.", metavar="NAME=COLUMN,..."
    ),
]
Documents: TypeAlias = Annotated[list[Path], typer.Argument(help="Bilingual files or folders.", metavar="PATH")]


def glossary_or_none(path: Path) -> Path | None:
    """Return the glossary to use; None when only the default was meant and it is not here."""
    return None if path == DEFAULT_GLOSSARY and not path.exists() else path


def memory_beside(paths: list[Path], memory: Path | None) -> Path:
    """Return the memory to use: the one named, or the one in the folder of the first path."""
    if memory is not None:
        return memory
    return (paths[0] if paths[0].is_dir() else paths[0].parent) / MEMORY_NAME


def parse_columns(text: str) -> "Columns | None":
    """Return the names of a table's columns; None when the usual ones are meant.

    Raises:
        SettingsError: A part is not of the form `name=column`, or the name is none of ours.
    """
    from translate.articles import Columns

    if not text:
        return None
    known = [field.name for field in fields(Columns)]
    chosen: dict[str, str] = {}
    for part in text.split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or name not in known or not column:
            raise SettingsError(
                f"--columns has {part!r}", hint=f"write name=column, where name is one of {', '.join(known)}"
            )
        chosen[name] = column
    return Columns(**chosen)
