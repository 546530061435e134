"""What goes to stderr: errors, warnings, the progress bar; and the exit status that findings ask for."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator

import typer

from translate.document import Finding
from translate.errors import BatchError, TranslateError

FOUND = 1
"""Exit status: done, with findings of severity error."""


def say(message: str) -> None:
    """Print a line for a person to stderr."""
    typer.echo(message, err=True)


def print_error(error: TranslateError) -> None:
    """Print an error, each of several, with its hint."""
    if isinstance(error, BatchError):
        for single in error.errors:
            print_error(single)
        return
    say(f"error: {error}")
    if error.hint:
        say(f"hint: {error.hint}")


def warn(message: str) -> None:
    """Print a warning."""
    say(f"warning: {message}")


def exit_for(findings: Iterable[Finding]) -> None:
    """End the command with status 1 when a finding is an error."""
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(FOUND)


@contextlib.contextmanager
def progress_bar(description: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a progress bar on a terminal; yield a function that takes (done, total or None).

    When stderr is not a terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
