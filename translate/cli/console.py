"""What goes to stderr: errors, warnings, the progress bar; and the exit status that findings ask for."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from translate.errors import BatchError, TranslateError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from translate.document import Finding

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


def exit_for(findings: "Iterable[Finding]") -> None:
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


@contextlib.contextmanager
def download_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show the progress of a download on a terminal; yield a function that takes (file, bytes, total bytes).

    When stderr is not a terminal, a line tells of each file that is begun.
    """
    if not sys.stderr.isatty():
        seen: set[str] = set()

        def tell(file: str, n_bytes: int, total_bytes: int) -> None:
            if file not in seen:
                seen.add(file)
                say(f"fetching {file} ({total_bytes / 1e6:.1f} MB)")

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(file: str, n_bytes: int, total_bytes: int) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=total_bytes)
            progress.update(tasks[file], completed=n_bytes, total=total_bytes)

        yield advance
