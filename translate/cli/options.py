"""Parameters that more than one command takes, declared once."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

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
Documents: TypeAlias = Annotated[
    list[Path], typer.Argument(help="Bilingual files or folders.", metavar="PATH...")
]


def glossary_or_none(path: Path) -> Path | None:
    """Return the glossary to use; None when only the default was meant and it is not here."""
    return None if path == DEFAULT_GLOSSARY and not path.exists() else path


def memory_beside(paths: list[Path], memory: Path | None) -> Path:
    """Return the memory to use: the one named, or the one in the folder of the first path."""
    if memory is not None:
        return memory
    return (paths[0] if paths[0].is_dir() else paths[0].parent) / MEMORY_NAME
