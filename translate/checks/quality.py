"""What shows only in the whole document: a model that was far less sure than elsewhere, and inconsistency.

The score is an estimate of a sentence's quality: on the 997 sentences of FLORES-200 dev the built-in model's
score correlates with chrF2 at 0.51 (Pearson; Spearman 0.49). The five sentences of them that this check finds
have a mean chrF2 of 26, all of them 45 (`benchmarks/quality.py`).
"""

import statistics
from collections.abc import Iterator

from translate.consistency import find_inconsistencies, fold
from translate.document import Document, Finding

FEWEST = 8
"""Scores a document needs before one of them can be called low."""
FAR = 2.5
"""Median absolute deviations (scaled to a standard deviation) below the median.

Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993, section 3) use 3.5; with that too few are found.
"""
LEAST_DROP = 0.35
"""Nats per piece that a low score lies below the median at the least, however alike the other scores are."""
SCALE = 1.4826


def check_scores(document: Document) -> Iterator[tuple[int, Finding]]:
    """Yield the rows whose score lies far below the document's (`score`)."""
    scores = [translation.score for translation in document.translations if translation.score is not None]
    if len(scores) < FEWEST:
        return
    median = statistics.median(scores)
    spread = SCALE * statistics.median(abs(score - median) for score in scores)
    limit = median - max(FAR * spread, LEAST_DROP)
    for row, translation in enumerate(document.translations):
        if translation.score is not None and translation.score < limit:
            message = f"the model was unsure: {translation.score:.2f}, the document has {median:.2f}"
            yield row, Finding(check="score", message=message)


def check_consistency(document: Document) -> Iterator[tuple[int, Finding]]:
    """Yield the rows that differ from an earlier one with the same source or target (`consistency`)."""
    for found in find_inconsistencies((document,)):
        if found.kind == "sources" and only_spelling(tuple(variant.text for variant in found.variants)):
            continue
        first, *others = found.variants
        other_side = "target" if found.kind == "targets" else "source"
        this_side = "source" if found.kind == "targets" else "target"
        for variant in others:
            for place in variant.places:
                yield (
                    place.row,
                    Finding(
                        check="consistency",
                        message=f"the same {this_side} has another {other_side} in {first.places[0].id}",
                        severity="warning" if found.kind == "targets" else "note",
                    ),
                )


def only_spelling(texts: tuple[str, ...]) -> bool:
    """Return whether texts differ in their marks only: hyphens, apostrophes, commas."""
    return len({"".join(character for character in fold(text) if character.isalnum()) for text in texts}) == 1
