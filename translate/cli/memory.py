"""`translate memory`: look into the translation memory, exchange it."""

from pathlib import Path
from typing import Annotated

import typer

from translate.cli import options

app = typer.Typer(
    help="Look into the translation memory and exchange it.", no_args_is_help=True, rich_markup_mode=None
)

Memory = Annotated[Path, typer.Option("--memory", help="Memory file.", metavar="FILE", show_default=True)]
DEFAULT = options.DEFAULT_OUTPUT / options.MEMORY_NAME
