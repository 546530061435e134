"""`translate review`: how far a review is, and taking a reviewer's edits in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.cli import options
from translate.cli.console import say
from translate.errors import BatchError, TranslationMemoryError

if TYPE_CHECKING:
    from translate.review import Recheck, Summary

app = typer.Typer(help="See how far a review is; take its edits in.", no_args_is_help=True, rich_markup_mode=None)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Reviewed files or folders; by default outputs.", metavar="PATH"),
]


@app.command("status")
def status_command(paths: Paths = None, memory: options.MemoryFile = None) -> None:
    """Print how many rows are open, flagged, reviewed and rejected, article by article.

    Example: translate review status outputs
    """
    from translate.memory import open_memory
    from translate.review import review_status

    where = paths or [options.DEFAULT_OUTPUT]
    with open_memory(options.memory_beside(where, memory)) as opened:
        rows = review_status(opened, where)
    typer.echo("article\trows\topen\tflagged\treviewed\trejected\tedited\twho\twhen")
    for row in rows:
        who, when = (row.last.who, row.last.when) if row.last else ("", "")
        cells = (row.rows, row.open, row.flagged, row.reviewed, row.rejected, "yes" if row.edited else "")
        typer.echo("\t".join((row.article, *map(str, cells), who, when)))
    done = sum(row.reviewed + row.rejected for row in rows)
    say(f"{done} of {sum(row.rows for row in rows)} rows done")


@app.command("apply")
def apply_command(
    paths: Paths = None,
    memory: options.MemoryFile = None,
    who: Annotated[str, typer.Option(help="Name of the reviewer, kept with each decision.")] = "",
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    checks: Annotated[Path | None, typer.Option(help="Configuration of the checks.", metavar="FILE")] = None,
) -> None:
    """Take a reviewer's targets, statuses and notes in, and write every format of the articles again.

    Example: translate review apply outputs --who Ann
    """
    from translate.memory import open_memory
    from translate.review import apply_review

    where = paths or [options.DEFAULT_OUTPUT]
    file = options.memory_beside(where, memory)
    if not file.exists():
        raise TranslationMemoryError(
            "there is no memory here, so nothing can be taken in", path=file, hint="name it with --memory"
        )
    recheck = _make_recheck(options.glossary_or_none(glossary), checks)
    with open_memory(file) as opened:
        summary = apply_review(opened, where, who=who, recheck=recheck)
    say(describe_summary(summary))
    if summary.changes and any(file.parent.glob("*.en.*")):
        say("hint: copies of articles are written by the next `translate run --format article`")
    if summary.errors:
        raise BatchError(summary.errors)


def _make_recheck(glossary: Path | None, checks: Path | None) -> "Recheck":
    """Return the function that audits and checks what a reviewer wrote."""
    from functools import partial

    from translate.checks import read_settings
    from translate.glossary import EMPTY, read_glossary
    from translate.matching import Matcher
    from translate.proofread import recheck

    matcher = Matcher(read_glossary(glossary) if glossary else EMPTY)
    return partial(recheck, settings=read_settings(checks), matcher=matcher)


def describe_summary(summary: "Summary") -> str:
    """Return what was taken in, on one line."""
    parts = [
        f"{summary.count(kind)} {kind}"
        for kind in ("reviewed", "rejected", "withdrawn", "noted")
        if summary.count(kind)
    ]
    counts = (
        (len(summary.deleted), "deleted rows come back"),
        (summary.outdated, "rows of an older copy"),
        (summary.untold, "draft rows that may or may not be edited"),
        (len(summary.written), "files written again"),
        (len(summary.copies), "copies of edited files kept in the folder edited"),
    )
    parts += [f"{count} {what}" for count, what in counts if count]
    return f"review: {', '.join(parts) or 'nothing new'}; {summary.unchanged} rows as they were"
