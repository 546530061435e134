"""`translate run`: the main job."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.cli import options
from translate.cli.console import FOUND, progress_bar, say, warn
from translate.cli.review import describe_summary
from translate.errors import BatchError, TranslateError

if TYPE_CHECKING:
    from translate.pipeline import Event, RunOptions
    from translate.report import Report


def run_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Articles or folders of articles; by default the folder seeds.", metavar="PATH"),
    ] = None,
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    output: options.Output = options.DEFAULT_OUTPUT,
    formats: Annotated[str, typer.Option("--format", "-f", help="Formats to write, with commas.")] = "tsv,html",
    model: options.Model = "auto",
    engine: options.EngineName = "auto",
    beam_size: options.BeamSize = 4,
    batch_tokens: options.BatchTokens = 2048,
    device: options.Device = "auto",
    jobs: options.Jobs = 0,
    memory: options.MemoryFile = None,
    checks: Annotated[Path | None, typer.Option(help="Configuration of the checks.", metavar="FILE")] = None,
    abbreviations: Annotated[
        Path | None, typer.Option(help="Your own abbreviations, one a line.", metavar="FILE")
    ] = None,
    columns: options.ColumnNames = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Translate again what is remembered as a draft.")
    ] = False,
) -> None:
    """Translate articles and write aligned bilingual documents.

    Example: translate run seeds --glossary glossary/nl-en.tsv --format tsv,html,xlsx
    """
    from translate.engines.interface import EngineOptions
    from translate.pipeline import RunOptions

    used = options.glossary_or_none(glossary)
    if used is None:
        warn(f"no glossary at {glossary}: translating without one")
    run_options = RunOptions(
        paths=tuple(paths or [options.DEFAULT_INPUT]),
        output=output,
        glossary=used,
        formats=tuple(dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip())),
        model=model,
        engine=engine,
        engine_options=EngineOptions(
            beam_size=beam_size, batch_tokens=batch_tokens, device=device, threads=jobs, notify=say
        ),
        fresh=fresh,
        memory=memory,
        checks=checks,
        abbreviations=abbreviations,
        columns=options.parse_columns(columns),
    )
    _follow(run_options)


def _follow(run_options: "RunOptions") -> None:
    """Run, showing what happens; end with the exit status that fits."""
    from translate.pipeline import run

    start = time.perf_counter()
    errors: list[TranslateError] = []
    finished: list[str] = []
    try:
        with progress_bar("translating") as advance:
            report = _consume(run(run_options), errors, finished, advance)
    except KeyboardInterrupt:
        say(f"interrupted: {len(finished)} articles are finished; the same command goes on from here")
        raise
    if report is not None:
        _print_summary(report, run_options.output, time.perf_counter() - start)
    if errors:
        raise BatchError(errors)
    if report is not None and report.findings["error"]:
        raise typer.Exit(FOUND)


def _consume(
    events: "Iterable[Event]",
    errors: list[TranslateError],
    finished: list[str],
    advance: Callable[[int, int | None], None],
) -> "Report | None":
    """Show events as they come; return the report of a run that reached its end.

    Args:
        events: What the run tells.
        errors: Gathers what could not be done.
        finished: Gathers the names of articles that are done.
        advance: Moves the progress bar.
    """
    from translate.pipeline import ArticleDone, Failed, Finished, Progressed, TakenIn, Warned

    report = None
    for event in events:
        match event:
            case Warned(message=message):
                warn(message)
            case TakenIn(summary=summary):
                say(describe_summary(summary))
            case Failed(error=error):
                errors.append(error)
            case Progressed(done=done, total=total):
                advance(done, total)
            case ArticleDone(document=document):
                finished.append(document.name)
            case Finished(report=counted):
                report = counted
    return report


def _print_summary(report: "Report", output: Path, seconds: float) -> None:
    """Say what was done and where it lies."""
    from translate.report import describe_report

    if report.articles:
        for line in describe_report(report, seconds):
            say(line)
        say(f"written to {output}{os.sep}")
