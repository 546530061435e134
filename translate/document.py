"""The records that cross module borders: what is read, translated, audited and written.

Offsets are Unicode code points, half-open, as Python slices take them. Sequences are tuples, so that every
record can be compared and hashed; change one with `dataclasses.replace`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["paragraph", "heading", "list-item", "cell", "quote"]
MarkupKind: TypeAlias = Literal["bold", "italic", "code", "link", "image", "other"]
TermKind: TypeAlias = Literal["", "name", "keep"]
Inflection: TypeAlias = Literal["", "possessive", "plural", "adjective"]
Status: TypeAlias = Literal["draft", "reviewed", "rejected"]
Step: TypeAlias = Literal["model", "decoded", "edited", "reviewed", "missing"]
Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text; the field that holds it says of which text."""

    start: int
    stop: int
    """Half-open: the first code point that no longer belongs to it."""

    def of(self, text: str) -> str:
        """Return the stretch of `text`.

        >>> Span(start=3, stop=6).of("de Krim")
        'Kri'
        """
        return text[self.start : self.stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """Something inside a block that is not plain text, such as a link or bold words."""

    span: Span
    """Offsets into Article.text; empty for an image."""
    kind: MarkupKind
    payload: str = ""
    """What the reader needs to write it again, e.g. the address of a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text that no sentence crosses: a paragraph, a heading, a list item, a table cell."""

    span: Span
    """Offsets into Article.text."""
    kind: BlockKind = "paragraph"
    level: int = 0
    """Depth of a heading or list item, counted from 1; 0 where depth means nothing."""
    locator: str = ""
    """Where the block stands in the original file, in the private notation of the reader that made it."""
    markup: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A fact about an article that stands in its text but is not a sentence, such as `date 2021-04`."""

    key: str
    value: str
    span: Span | None = None
    """Offsets into Article.text of key and value together; None when it came from a column or a tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One source text, read whole."""

    name: str
    """Unique within a run; the stem of the files written for it and the first part of its segments' ids."""
    path: Path
    """The file it came from."""
    format: str
    """Name of the reader, e.g. `text`, `markdown`, `html`, `docx`, `jsonl`, `csv`."""
    text: str
    """What a reader of the article sees; line ends are LF."""
    blocks: tuple[Block, ...]
    """In reading order, not overlapping."""
    metadata: tuple[Metadata, ...] = ()
    checksum: str = ""
    """SHA-256 of the file's bytes (of the row, where a file holds many articles), lower-case hex."""
    warnings: tuple[str, ...] = ()
    """What a user should know about how it was read, e.g. a guessed encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One sentence or heading of an article: the unit that is translated and reviewed."""

    id: str
    """`<article>:<paragraph>.<sentence>`, both counted from 1 over the article's blocks."""
    text: str
    """The sentence on one line: any run of white space with a tab or line break in it is one space."""
    kind: BlockKind = "paragraph"
    span: Span | None = None
    """Offsets into Article.text; None when the segment was read from a bilingual document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One row of a glossary."""

    source: tuple[str, ...]
    """Variants; each of them becomes the one target. At least one."""
    target: tuple[str, ...]
    """Accepted targets, the preferred one first. Empty only for kind `keep`: the source form stays."""
    exact: bool = False
    """Whether the case of a source form must match as written."""
    kind: TermKind = ""
    forbidden: tuple[str, ...] = ()
    """Targets that must not appear for this term."""
    note: str = ""
    line: int = 0
    """Line in the glossary file, counted from 1; 0 when the term came from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A term found in a source text."""

    term: Term
    span: Span
    """Offsets into the segment's text; of a compound, the part that is the term."""
    form: str
    """The source as it stands there, inflection included."""
    inflection: Inflection = ""
    compound: bool = False
    """Whether it is a part of a hyphenated word such as `NAVO-chef`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOutcome:
    """How one occurrence of a term was honoured; the audit has one for each."""

    form: str
    """The source form found."""
    target: str
    """The target that the glossary asks for, as it should stand here."""
    step: Step
    method: str = ""
    """What within the step won, e.g. `rewritten source`, `n-best`, `prefix`."""
    rendering: str = ""
    """What the draft had in its place; empty when it already had the target or nothing could be found."""
    cost: float | None = None
    """Score of the final target minus score of the draft, both given the source; None when not measured."""
    reason: str = ""
    """Why a term is missing, or what stood in the way of an earlier step."""
    source_span: Span | None = None
    """Offsets into the segment's text."""
    target_span: Span | None = None
    """Offsets into the final target; None when missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a reviewer should look at."""

    check: str
    """Name of the check, e.g. `number`."""
    message: str
    """For a translator to read, e.g. `13.000 is missing`."""
    severity: Severity = "warning"
    source_span: Span | None = None
    """Offsets into the segment's text."""
    target_span: Span | None = None
    """Offsets into the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A segment with its target: one row of every bilingual document."""

    segment: Segment
    target: str
    status: Status = "draft"
    terms: tuple[TermOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    note: str = ""
    draft: str | None = None
    """What the model wrote before terms were enforced; None when unknown."""
    score: float | None = None
    """Mean log-probability per target token given the source, at most 0; None when not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An aligned bilingual document: one article's translations, in order."""

    name: str
    """The article's name."""
    translations: tuple[Translation, ...]
    source_language: str = "nl"
    target_language: str = "en"
    signature: str = ""
    """The run's signature, `model:...|revision:...|...`; empty when unknown."""
