"""`translate segment`: what the program sees in an article before any model does."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.cli import options
from translate.cli.console import warn
from translate.errors import BatchError, TranslateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from translate.articles import Columns, Outcome
    from translate.document import Article
    from translate.segment.abbreviations import Abbreviations


def segment_command(
    paths: Annotated[
        list[Path], typer.Argument(help="Articles or folders; - is standard input.", metavar="PATH")
    ],
    plain: Annotated[bool, typer.Option("--plain", help="Only the segments, one a line.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Why each possible boundary is one or not.")] = False,
    abbreviations: Annotated[
        Path | None, typer.Option(help="Your own abbreviations, one a line.", metavar="FILE")
    ] = None,
    columns: options.ColumnNames = "",
) -> None:
    """Print the segments of articles as TSV: id, kind, source. No model is needed.

    Example: translate segment seeds --explain
    """
    from translate.segment import read_abbreviations

    extra = read_abbreviations(abbreviations) if abbreviations else None
    errors: list[TranslateError] = []
    if not plain:
        typer.echo("position\tboundary\treason\tleft\tright" if explain else "id\tkind\tsource")
    for article in _read(paths, options.parse_columns(columns)):
        if isinstance(article, TranslateError):
            errors.append(article)
            continue
        for message in article.warnings:
            warn(f"{article.path}: {message}")
        for line in _explain(article, extra) if explain else _list(article, extra, plain):
            typer.echo(line)
    if errors:
        raise BatchError(errors)


def _read(paths: list[Path], columns: "Columns | None") -> "Iterable[Outcome]":
    """Yield the articles of files and folders, or the one on standard input."""
    from translate.articles import read_articles

    if paths != [Path("-")]:
        return read_articles(paths, columns=columns)
    from translate.articles.text import parse_text

    return [parse_text(sys.stdin.buffer.read(), Path("-"), "stdin")]


def _list(article: "Article", abbreviations: "Abbreviations | None", plain: bool) -> "Iterator[str]":
    """Yield the segments of an article, one a line."""
    from translate.segment import segment

    for found in segment(article, abbreviations):
        yield found.text if plain else f"{found.id}\t{found.kind}\t{found.text}"


def _explain(article: "Article", abbreviations: "Abbreviations | None") -> "Iterator[str]":
    """Yield every place where a sentence could end: offset, yes or no, why, and what stands on both sides."""
    from translate.segment import explain_boundaries, put_on_one_line

    for block in article.blocks:
        text = block.span.of(article.text)
        for boundary in explain_boundaries(text, abbreviations):
            position = block.span.start + boundary.position
            left = text[max(0, boundary.position - 30) : boundary.position]
            right = text[boundary.position :][:20].strip()
            answer = "yes" if boundary.is_boundary else "no"
            yield "\t".join(
                (
                    f"{article.name}:{position}",
                    answer,
                    boundary.reason,
                    *(put_on_one_line(part) for part in (left, right)),
                )
            )
