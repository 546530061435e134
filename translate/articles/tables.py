"""JSON lines and CSV with one article a row, read row by row; a broken row is named and the others are read.

The title is the article's first block, the text is laid out as a plain text file is. The way back gives the
row alone, in its format (a CSV with its header), with targets in the columns of the title and the text.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from translate.articles.decoding import tidy, unreadable
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.layout import find_blocks
from translate.articles.metadata import find_metadata
from translate.articles.naming import make_name
from translate.articles.rows import Lines, Row, read_csv, read_json, write_csv, write_json
from translate.articles.text import replace_segments
from translate.document import Article, Block, Metadata, Span, Translation
from translate.errors import ArticleError


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield an article for every row, and an error for every row that has none; see `interface.Reader`."""
    is_csv = path.suffix.lower() in (".csv", ".tsv")
    n_rows = 0
    try:
        with path.open("rb") as file:
            lines = Lines(file, path)
            for row in read_csv(lines, columns.text) if is_csv else read_json(lines):
                n_rows += 1
                yield row if isinstance(row, ArticleError) else _make_outcome(row, path, name, columns, n_rows)
    except OSError as error:
        raise unreadable(path, error) from error
    if not n_rows:
        raise ArticleError("the table has no rows", path=path)


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
    """Return the article's row with targets in the place of segments; see `interface.Reader`."""
    del alignments
    original, title, text = json.loads(article.blocks[0].locator)
    start = article.blocks[0].span.stop + 2 if title else 0
    changed = {text: _fill(article, Span(start=start, stop=len(article.text)), translations)}
    if title:
        changed[title] = _fill(article, article.blocks[0].span, translations)
    new = {column: value for column, value in changed.items() if value is not None}
    return (write_csv if article.format == "csv" else write_json)(original, new)


def _fill(article: Article, span: Span, translations: Sequence[Translation]) -> str | None:
    """Return a part of an article's text with targets in the place of segments; None when nothing changed."""
    inside = [
        replace(translation, segment=replace(translation.segment, span=_shift(place, -span.start)))
        for translation in translations
        if (place := translation.segment.span) and span.start <= place.start < span.stop
    ]
    text = span.of(article.text)
    filled = replace_segments(tidy(text, "utf-8", article.path), inside)
    return None if filled == text else filled


def _make_outcome(row: Row, path: Path, name: str, columns: Columns, number: int) -> Outcome:
    """Return the article of a row, or why there is none."""
    folded = {field: getattr(columns, field).strip().casefold() for field in ("id", "title", "date", "text")}
    text = row.values.get(folded["text"], "")
    if not text.strip():
        hint = f"its columns are {', '.join(row.names)}"
        return ArticleError(f"the row has nothing in {columns.text!r}", path=path, line=row.line, hint=hint)
    try:
        decoded = tidy(text, "utf-8", path)
        title = tidy(row.values.get(folded["title"], "").strip() or " ", "utf-8", path).text.strip()
    except ArticleError as error:
        error.line = row.line
        return error
    title = " ".join(title.split())
    offset = len(title) + 2 if title else 0
    facts = find_metadata(decoded.text)
    blocks = find_blocks(decoded.text, facts[-1].span.stop if facts and facts[-1].span else 0)
    locator = json.dumps([row.original, folded["title"] if title else "", folded["text"]])
    heading = (Block(span=Span(start=0, stop=len(title)), kind="heading", level=1),) if title else ()
    moved = (*heading, *(replace(block, span=_shift(block.span, offset)) for block in blocks))
    fields = ((key, row.values.get(folded[key], "")) for key in ("id", "date"))
    return Article(
        name=f"{name}-{make_name(row.values.get(folded['id'], '') or str(number))}",
        path=path,
        format="csv" if path.suffix.lower() in (".csv", ".tsv") else "jsonl",
        text=f"{title}\n\n{decoded.text}" if title else decoded.text,
        blocks=(replace(moved[0], locator=locator), *moved[1:]),
        metadata=(
            *(Metadata(key=key, value=value) for key, value in fields if value),
            *(replace(fact, span=_shift(fact.span, offset)) for fact in facts if fact.span),
        ),
        checksum=hashlib.sha256(row.original.encode("utf-8", "surrogatepass")).hexdigest(),
        warnings=row.warnings + decoded.warnings,
    )


def _shift(span: Span, by: int) -> Span:
    """Return a span moved to the right."""
    return Span(start=span.start + by, stop=span.stop + by)
