"""Plain text: paragraphs, headings and a few facts at the start; rebuilt byte for byte but for the targets."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from translate.articles.decoding import DecodedText, check_unchanged, decode, read_bytes
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.layout import find_blocks
from translate.articles.metadata import find_metadata
from translate.document import Article, Translation

FORMAT = "text"


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the one article of a text file; see `interface.Reader`."""
    del columns
    yield parse_text(read_bytes(path), path, name)


def parse_text(data: bytes, path: Path, name: str) -> Article:
    """Return the article that the bytes of a text file hold.

    Raises:
        ArticleError: They are no text.
    """
    decoded = decode(data, path)
    metadata = find_metadata(decoded.text)
    last = metadata[-1].span if metadata else None
    return Article(
        name=name,
        path=path,
        format=FORMAT,
        text=decoded.text,
        blocks=find_blocks(decoded.text, last.stop if last else 0),
        metadata=metadata,
        checksum=hashlib.sha256(data).hexdigest(),
        warnings=decoded.warnings,
    )


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
    """Return the file with targets in the place of segments; see `interface.Reader`."""
    del alignments
    data = read_bytes(article.path)
    check_unchanged(article.path, data, article.checksum)
    decoded = decode(data, article.path)
    return decoded.encode(replace_segments(decoded, translations))


def replace_segments(decoded: DecodedText, translations: Sequence[Translation]) -> str:
    """Return the file's characters with targets in the place of segments, and all else as it stood."""
    parts: list[str] = []
    position = 0
    for translation in translations:
        span = translation.segment.span
        if span is None or translation.target in ("", translation.segment.text):
            continue
        place = decoded.locate(span)
        parts += [decoded.original[position : place.start], translation.target]
        position = place.stop
    return "".join([*parts, decoded.original[position:]])
