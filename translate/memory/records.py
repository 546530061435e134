"""The records of the memory: what it is asked, what it is told, what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from translate.document import Segment, TermOutcome

Likeness = Literal["place", "context", "source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKey:
    """What a draft is remembered under, within one signature."""

    source: str
    terms: str = ""
    """Checksum of what the glossary asks of the sentence; empty when it asks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What the model wrote for a source before terms were enforced."""

    source: str
    draft: str
    draft_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sentence that a machine finished: everything but the checks can be rebuilt from it."""

    key: DraftKey
    draft: str
    """What the model wrote before terms were enforced."""
    draft_score: float | None
    target: str
    score: float | None
    """Score of `target`; None when not measured."""
    terms: tuple[TermOutcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence where it stands: what a review is remembered under."""

    segment: str
    """Id, `<article>:<paragraph>.<sentence>`."""
    source: str
    before: str = ""
    """Source of the sentence before it in its article; empty at the start."""
    after: str = ""
    """Source of the sentence after it; empty at the end."""

    @property
    def article(self) -> str:
        """The article's name; empty when the id has none."""
        return self.segment.rpartition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a review came from."""

    file: str = ""
    """Name of the file that was taken in."""
    who: str = ""
    """The reviewer; empty when unknown."""
    when: str = ""
    """UTC, ISO 8601 to the second; empty means now when it is stored."""


UNKNOWN = Origin()
"""Nobody in particular, now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided on one sentence."""

    place: Place
    target: str
    """The translation to use; of a rejected one the text that must not be offered again."""
    status: Literal["reviewed", "rejected"] = "reviewed"
    note: str | None = None
    """None leaves what is noted at the place; empty takes it away."""
    draft: str | None = None
    """The target that the reviewer was shown; None when it is the same as `target`, or unknown."""
    origin: Origin = UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """All that people said of a sentence."""

    review: Review | None = None
    """The reviewed translation that fits best, or None. Its note belongs to its own place."""
    likeness: Likeness | None = None
    """How well it fits: the same place, the same neighbours, or only the same source."""
    rejected: tuple[str, ...] = ()
    """Targets that a reviewer refused for this source, oldest first."""
    note: str = ""
    """What a reviewer noted at this very place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzy:
    """A reviewed sentence that is like the one asked for."""

    review: Review
    similarity: float
    """Share of the words that are the same, 0 to 1."""
    difference: str
    """The remembered source, with `[-what it has-]` and `{+what the new one has+}` marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A remembered translation in which a text was found."""

    source: str
    target: str
    kind: Literal["draft", "reviewed", "rejected"]
    place: str = ""
    """The segment's id for a review, the signature for a draft."""
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a memory holds."""

    path: Path
    version: int
    size_bytes: int
    signatures: int
    drafts: int
    reviewed: int
    rejected: int
    notes: int
    articles: int


def places_of(segments: Sequence[Segment]) -> tuple[Place, ...]:
    """Return the places of an article's segments, which must be all of them and in order."""
    texts = ["", *(segment.text for segment in segments), ""]
    return tuple(
        Place(segment=segment.id, source=segment.text, before=texts[index], after=texts[index + 2])
        for index, segment in enumerate(segments)
    )
