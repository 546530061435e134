"""Files and folders in, articles out, one at a time; an input that fails is reported and stops no other."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from translate.articles.decoding import unreadable
from translate.articles.interface import Alignments, Columns, Outcome, Reader
from translate.articles.naming import add_counter, name_files
from translate.document import Article, Translation
from translate.errors import ArticleError

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".docx": "docx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
"""Suffix of a file, in lower case -> name of the format."""


def load_reader(format_name: str) -> Reader:
    """Return the reader of a format; its libraries are imported only now.

    Raises:
        KeyError: There is no such format.
    """
    match format_name:
        case "text":
            from translate.articles import text

            return text
        case "markdown":
            from translate.articles import markdown

            return markdown
        case "html":
            from translate.articles import html

            return html
        case "docx":
            from translate.articles import docx

            return docx
        case "jsonl" | "csv":
            from translate.articles import tables

            return tables
    raise KeyError(format_name)


def read_articles(paths: Sequence[Path], *, columns: Columns | None = None) -> Iterator[Outcome]:
    """Yield the articles of files and folders, and an error for each that cannot be read.

    Folders are walked through in sorted order; hidden files and files of other suffixes in them are skipped,
    a file given twice is read once. Names of articles do not depend on the order of `paths`.

    Args:
        paths: Files and folders.
        columns: Where tables keep what.
    """
    found = list(_find_files(paths))
    names = name_files([item for item in found if isinstance(item, Path)])
    taken = {name.casefold() for name in names.values()}
    for item in found:
        if isinstance(item, ArticleError):
            yield item
            continue
        for outcome in _read_file(item, names[item], columns or Columns()):
            if isinstance(outcome, Article) and outcome.name != names[item]:
                yield replace(outcome, name=add_counter(outcome.name, taken))
            else:
                yield outcome


def read_article(path: Path, *, columns: Columns | None = None) -> Article:
    """Return the article of a file that holds one.

    Raises:
        ArticleError: It cannot be read, or holds several.
    """
    outcomes = []
    for outcome in read_articles([path], columns=columns):
        if isinstance(outcome, ArticleError):
            raise outcome
        outcomes.append(outcome)
        if len(outcomes) > 1:
            raise ArticleError("holds more than one article", path=path)
    return outcomes[0]


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments | None = None) -> bytes:
    """Return a copy of an article's file, in its format, with targets in the place of segments.

    Args:
        article: As it was read; the file must still be there, unchanged.
        translations: Of segments of the article, in order; their segments must have spans. A segment that has
            no translation, or an empty one, stays as it is.
        alignments: Word links of segments, by which formatting finds its words.

    Raises:
        ArticleError: The file is gone or has changed.
    """
    return load_reader(article.format).rebuild(article, translations, alignments or {})


def _find_files(paths: Sequence[Path]) -> Iterator[Path | ArticleError]:
    """Yield the files to read, each once, and an error for each path that gives none."""
    seen: set[Path] = set()
    for path in paths:
        for item in _expand(path):
            if isinstance(item, Path):
                identity = item.resolve()
                if identity in seen:
                    continue
                seen.add(identity)
            yield item


def _expand(path: Path) -> Iterator[Path | ArticleError]:
    """Yield the file, the files of the folder, or why there are none."""
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.exists():
            yield ArticleError(
                "there is no such file or folder", path=path, hint="check the spelling of the path"
            )
        elif not is_folder:
            yield path if path.suffix.lower() in FORMATS else _unknown_format(path)
        else:
            yield from _walk(path)
    except OSError as error:
        yield unreadable(path, error)


def _walk(folder: Path) -> Iterator[Path | ArticleError]:
    """Yield the articles' files in a folder and the folders in it, in sorted order."""
    n_files = 0
    failures: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith((".", "~$")) and path.suffix.lower() in FORMATS and path.is_file():
                n_files += 1
                yield path
    yield from (unreadable(Path(failure.filename or folder), failure) for failure in failures)
    if not n_files and not failures:
        hint = "articles are files that end in " + ", ".join(FORMATS)
        yield ArticleError("there are no articles in this folder", path=folder, hint=hint)


def find_skipped(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files in folders that are passed over because their format is not known; no hidden ones."""
    return tuple(
        Path(root, name)
        for path in paths
        if path.is_dir()
        for root, folders, files in os.walk(path)
        if not any(part.startswith(".") for part in Path(root).relative_to(path).parts)
        for name in sorted(files)
        if not name.startswith((".", "~$")) and Path(name).suffix.lower() not in FORMATS
    )


def _unknown_format(path: Path) -> ArticleError:
    """Return the error for a file of a format that cannot be read."""
    hint = "articles are files that end in " + ", ".join(FORMATS)
    return ArticleError(f"the format {path.suffix or 'without a suffix'} is not known", path=path, hint=hint)


def _read_file(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the outcomes of one file."""
    try:
        yield from load_reader(FORMATS[path.suffix.lower()]).read(path, name, columns)
    except ArticleError as error:
        yield error
