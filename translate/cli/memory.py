"""`translate memory`: look into the translation memory, exchange it."""

from pathlib import Path
from typing import Annotated

import typer

from translate.cli import options
from translate.cli.console import say, warn
from translate.errors import BatchError, TranslationMemoryError

app = typer.Typer(
    help="Look into the translation memory and exchange it.", no_args_is_help=True, rich_markup_mode=None
)

Memory = Annotated[Path, typer.Option("--memory", help="Memory file.", metavar="FILE", show_default=True)]
DEFAULT = options.DEFAULT_OUTPUT / options.MEMORY_NAME


def _existing(path: Path) -> Path:
    """Return the path of a memory that is there; looking must not make one."""
    if not path.exists():
        raise TranslationMemoryError(
            "there is no memory here", path=path, hint="name it with --memory; `translate run` makes one"
        )
    return path


@app.command("stats")
def stats_command(memory: Memory = DEFAULT) -> None:
    """Print how much the memory holds.

    Example: translate memory stats
    """
    from translate.memory import open_memory

    with open_memory(_existing(memory)) as opened:
        stats = opened.stats()
    for name in ("reviewed", "rejected", "notes", "drafts", "signatures", "articles", "version"):
        typer.echo(f"{name}\t{getattr(stats, name)}")
    typer.echo(f"bytes\t{stats.size_bytes}")


@app.command("search")
def search_command(
    text: Annotated[str, typer.Argument(help="Words in the source or the target; case is ignored.")],
    memory: Memory = DEFAULT,
    limit: Annotated[int, typer.Option(min=1, help="Most rows to print.")] = 20,
    fuzzy: Annotated[bool, typer.Option("--fuzzy", help="Reviewed sentences that are like the text.")] = False,
) -> None:
    """Print remembered translations with a text in them, reviewed ones first.

    Example: translate memory search Kuleba
    """
    from translate.memory import open_memory

    with open_memory(_existing(memory)) as opened:
        if fuzzy:
            typer.echo("similarity\tdifference\ttarget\tplace")
            for like in opened.fuzzy(text, limit=limit):
                typer.echo(
                    f"{like.similarity:.0%}\t{like.difference}\t{like.review.target}\t{like.review.place.segment}"
                )
            return
        typer.echo("kind\tsource\ttarget\tplace\twho\twhen")
        for found in opened.search(text, limit=limit):
            typer.echo(f"{found.kind}\t{found.source}\t{found.target}\t{found.place}\t{found.who}\t{found.when}")


@app.command("import")
def import_command(
    paths: options.Documents,
    memory: Memory = DEFAULT,
    who: Annotated[str, typer.Option(help="Whose translations these are.")] = "",
) -> None:
    """Take reviewed translations from bilingual files, such as the TMX of another program.

    Example: translate memory import office.tmx --who Ann
    """
    from translate.memory import open_memory
    from translate.review import import_memory

    with open_memory(memory) as opened:
        done = import_memory(opened, paths, who=who)
    say(f"{done.reviewed} reviewed, {done.rejected} rejected; {done.drafts} drafts left out")
    if done.errors:
        raise BatchError(done.errors)


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(help="TMX or TSV to write.", metavar="FILE")],
    memory: Memory = DEFAULT,
) -> None:
    """Write what people reviewed as a bilingual file, such as a TMX for a CAT tool.

    Example: translate memory export reviewed.tmx
    """
    from translate.memory import open_memory
    from translate.review import export_memory

    with open_memory(_existing(memory)) as opened:
        losses = export_memory(opened, path)
    for loss in losses:
        warn(f"{loss.id}: {loss.field}: {loss.message}")
    say(f"written to {path}")
