"""Consistency over any number of documents: sources with several targets, targets for several sources.

Texts are compared without regard to case, spacing and closing punctuation, so that only real differences count.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from translate.document import Document

InconsistencyKind: TypeAlias = Literal["targets", "sources"]
SHORTEST = 12
"""Characters from which one target for several sources is worth a look; `Yes.` may answer to much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a segment stands among the documents of a run."""

    document: int
    """Index of the document."""
    row: int
    """Index of the translation in the document."""
    id: str
    """The segment's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One of the texts that stand against the same text on the other side."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistency:
    """A text that has several counterparts."""

    kind: InconsistencyKind
    """`targets`: one source with several targets; `sources`: one target for several sources."""
    text: str
    """The text that is the same."""
    variants: tuple[Variant, ...]
    """Its counterparts, the most frequent one first."""


def find_inconsistencies(documents: Iterable[Document]) -> Iterator[Inconsistency]:
    """Yield every text with several counterparts: first sources with several targets, then the other way round.

    Rejected translations and empty targets do not count.
    """
    by_source: dict[str, list[tuple[str, str, Place]]] = defaultdict(list)
    by_target: dict[str, list[tuple[str, str, Place]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for row, translation in enumerate(document.translations):
            source, target = translation.segment.text, translation.target
            if translation.status == "rejected" or not target.strip():
                continue
            place = Place(document=number, row=row, id=translation.segment.id)
            by_source[fold(source)].append((source, target, place))
            if len(target) >= SHORTEST:
                by_target[fold(target)].append((target, source, place))
    yield from several("targets", by_source)
    yield from several("sources", by_target)


def several(kind: InconsistencyKind, texts: dict[str, list[tuple[str, str, Place]]]) -> Iterator[Inconsistency]:
    """Yield an inconsistency for each text whose counterparts differ."""
    for key, rows in texts.items():
        if len(rows) < 2 or not key:
            continue
        variants: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for _, counterpart, place in rows:
            variants[fold(counterpart)].append((counterpart, place))
        if len(variants) > 1:
            ordered = sorted(
                variants.values(), key=lambda found: (-len(found), found[0][1].document, found[0][1].row)
            )
            yield Inconsistency(
                kind=kind,
                text=rows[0][0],
                variants=tuple(
                    Variant(text=found[0][0], places=tuple(place for _, place in found)) for found in ordered
                ),
            )


def fold(text: str) -> str:
    """Return a text without what does not matter: case, spacing, kinds of quotation marks, the last full stop.

    >>> fold("‘Ja’,  zei hij. ") == fold("'Ja', zei hij")
    True
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = plain.translate(SAME)
    return " ".join(plain.split()).rstrip(" .")


SAME = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00a0": " "}
)
