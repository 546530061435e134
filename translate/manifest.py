"""What a run wrote and how: `manifest.json` beside the documents, read back before the next run writes again.

The file holds no time and no absolute path, so that the same run gives the same bytes. `read_manifest` is the
inverse of `write_manifest`.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from translate.atomic import write_text
from translate.document import Document, Metadata, Span, TermOutcome
from translate.errors import DocumentError

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file as the run left it; a different checksum later means that somebody edited it."""

    name: str
    """File name inside the output folder."""
    format: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentAudit:
    """How every term of one segment was honoured."""

    segment: str
    """Id of the segment."""
    outcomes: tuple[TermOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestArticle:
    """What is known of one article of the output folder."""

    name: str
    source: str
    """Path of the article relative to the output folder, with forward slashes."""
    format: str
    checksum: str
    signature: str
    segments: int
    words: int
    """Source words, counted at white space."""
    metadata: tuple[Metadata, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    terms: tuple[SegmentAudit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSummary:
    """What became of one term over all articles: counts of occurrences by step."""

    target: str
    forms: tuple[str, ...]
    """Source forms seen, sorted."""
    occurrences: int
    model: int = 0
    decoded: int = 0
    edited: int = 0
    reviewed: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All articles of an output folder, sorted by name."""

    signature: str = ""
    """Signature of the last run."""
    articles: tuple[ManifestArticle, ...] = ()

    def article(self, name: str) -> ManifestArticle | None:
        """Return the entry of an article, or None."""
        return next((article for article in self.articles if article.name == name), None)

    def with_article(self, article: ManifestArticle) -> "Manifest":
        """Return the manifest with `article` in the place of an older entry of the same name."""
        others = (known for known in self.articles if known.name != article.name)
        articles = tuple(sorted((*others, article), key=lambda entry: entry.name))
        return Manifest(signature=article.signature, articles=articles)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, lower-case hex, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def audit(document: Document) -> tuple[SegmentAudit, ...]:
    """Return the audit of a document: the segments that have terms."""
    return tuple(
        SegmentAudit(segment=translation.segment.id, outcomes=translation.terms)
        for translation in document.translations
        if translation.terms
    )


def summarise_terms(articles: tuple[ManifestArticle, ...]) -> tuple[TermSummary, ...]:
    """Return one row per target, most occurrences first, over all articles."""
    forms: dict[str, set[str]] = {}
    counts: dict[str, dict[str, int]] = {}
    for article in articles:
        for segment in article.terms:
            for outcome in segment.outcomes:
                forms.setdefault(outcome.target, set()).add(outcome.form)
                steps = counts.setdefault(outcome.target, {})
                steps[outcome.step] = steps.get(outcome.step, 0) + 1
    rows = [
        TermSummary(target=target, forms=tuple(sorted(forms[target])), occurrences=sum(steps.values()), **steps)
        for target, steps in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.occurrences, row.target)))


def format_manifest(manifest: Manifest) -> str:
    """Return the manifest as JSON text, the summary per term included."""
    data = {
        "version": VERSION,
        "signature": manifest.signature,
        "terms": [asdict(row) for row in summarise_terms(manifest.articles)],
        "articles": [asdict(article) for article in manifest.articles],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def parse_manifest(text: str) -> Manifest:
    """Read what `format_manifest` wrote.

    Raises:
        ValueError: It is not a manifest of this version.
        KeyError, TypeError: A field is missing or of the wrong kind.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError("not a manifest of a version that this program reads")
    articles = tuple(_parse_article(article) for article in data["articles"])
    return Manifest(signature=data["signature"], articles=articles)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of an output folder; an empty one when there is none.

    Raises:
        DocumentError: The file is there but cannot be read.
    """
    path = folder / NAME
    try:
        return parse_manifest(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            f"is not a manifest that this version reads ({error})",
            path=path,
            hint="it tells which files were edited since they were written; move the folder's files away, "
            "or choose another --output",
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write the manifest of an output folder in one step; return its path.

    Raises:
        OutputError: It cannot be written.
    """
    path = folder / NAME
    write_text(path, format_manifest(manifest))
    return path


def _parse_article(data: dict[str, Any]) -> ManifestArticle:
    fields = dict(data)
    fields["metadata"] = tuple(_parse_metadata(entry) for entry in data["metadata"])
    fields["files"] = tuple(WrittenFile(**entry) for entry in data["files"])
    fields["terms"] = tuple(
        SegmentAudit(segment=entry["segment"], outcomes=tuple(map(_parse_outcome, entry["outcomes"])))
        for entry in data["terms"]
    )
    return ManifestArticle(**fields)


def _parse_metadata(data: dict[str, Any]) -> Metadata:
    return Metadata(key=data["key"], value=data["value"], span=_parse_span(data["span"]))


def _parse_outcome(data: dict[str, Any]) -> TermOutcome:
    spans = {key: _parse_span(data[key]) for key in ("source_span", "target_span")}
    return TermOutcome(**{**data, **spans})


def _parse_span(data: dict[str, int] | None) -> Span | None:
    return None if data is None else Span(**data)
