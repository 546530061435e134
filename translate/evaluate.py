"""Translations and reference translations -> how good they are, and how well they honour the glossary.

The figures of the field: BLEU and chrF2++ (sacreBLEU), term success in three degrees of strictness, consistency,
leakage of source forms, forbidden targets.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from translate.document import Step, Term, TermMatch, Translation
from translate.errors import DocumentError
from translate.matching import assign_targets, find_forbidden, find_leaks, required_target

STEPS: tuple[Step, ...] = ("model", "decoded", "edited", "reviewed", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Likeness to the references."""

    bleu: float
    """Corpus BLEU, 0 to 100."""
    chrf: float
    """Corpus chrF2++, 0 to 100."""
    signature: str
    """What sacreBLEU says of how BLEU was computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermScore:
    """How one term, or all of them, fared over a run."""

    source: str
    """The variants as the glossary has them; empty for all terms together."""
    n_occurrences: int
    """In the sources."""
    n_exact: int
    """Occurrences that the preferred target stands for, letter for letter."""
    n_ignoring_case: int
    """The same, whatever the case."""
    n_honoured: int
    """Occurrences that any accepted target honours, inflections included."""
    n_consistent: int
    """Occurrences with the most frequent rendering."""
    steps: tuple[int, ...]
    """Occurrences by step, in the order of `STEPS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The report over a run."""

    n_segments: int
    n_with_terms: int
    """Segments with a term in their source."""
    quality: Quality | None
    """None without references."""
    total: TermScore
    terms: tuple[TermScore, ...]
    """One for each term that occurs, the most frequent first."""
    n_leaks: int
    """Source forms left in translations."""
    n_forbidden: int
    """Forbidden targets of the terms in the source that stand in the translation."""

    @property
    def success(self) -> float:
        """Return the share of occurrences that are honoured, 0 to 1; 1 when there are none."""
        return self.total.n_honoured / self.total.n_occurrences if self.total.n_occurrences else 1.0

    @property
    def consistency(self) -> float:
        """Return the share of occurrences with their term's most frequent rendering, 0 to 1."""
        return self.total.n_consistent / self.total.n_occurrences if self.total.n_occurrences else 1.0


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What is counted for a term."""

    n_occurrences: int = 0
    n_exact: int = 0
    n_ignoring_case: int = 0
    n_honoured: int = 0
    renderings: Counter[str] = field(default_factory=Counter)
    steps: Counter[Step] = field(default_factory=Counter)


def evaluate(
    translations: Sequence[Translation],
    matches: Sequence[Sequence[TermMatch]],
    references: Sequence[str] | None = None,
) -> Evaluation:
    """Report on translations.

    Args:
        translations: Segments with their targets; their audit is counted by step.
        matches: For each translation the terms in its source.
        references: For each translation what a person wrote; None without.

    Raises:
        DocumentError: There are not as many references as translations.
    """
    tallies: dict[Term, _Tally] = {}
    n_leaks = n_forbidden = 0
    for translation, found in zip(translations, matches, strict=True):
        _tally(tallies, translation, found)
        n_leaks += len(find_leaks(found, translation.target))
        n_forbidden += sum(
            len(find_forbidden(term, translation.target)) for term in {match.term for match in found}
        )
    scores = [_score_term(term, tally) for term, tally in tallies.items()]
    return Evaluation(
        n_segments=len(translations),
        n_with_terms=sum(bool(found) for found in matches),
        quality=None if references is None else measure_quality([t.target for t in translations], references),
        total=_sum_scores(scores),
        terms=tuple(sorted(scores, key=lambda score: (-score.n_occurrences, score.source))),
        n_leaks=n_leaks,
        n_forbidden=n_forbidden,
    )


def measure_quality(targets: Sequence[str], references: Sequence[str]) -> Quality:
    """Compare translations with references.

    Raises:
        DocumentError: There are not as many references as translations.
    """
    if len(targets) != len(references):
        raise DocumentError(
            f"there are {len(targets)} translations and {len(references)} references",
            hint="the two files must have one sentence a line, and as many lines",
        )
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    bleu = BLEU()
    score = bleu.corpus_score(list(targets), [list(references)])
    chrf = CHRF(word_order=2).corpus_score(list(targets), [list(references)])
    return Quality(bleu=score.score, chrf=chrf.score, signature=str(bleu.get_signature()))


def _tally(tallies: dict[Term, _Tally], translation: Translation, matches: Sequence[TermMatch]) -> None:
    """Count the terms of one translation."""
    steps = {outcome.source_span: outcome.step for outcome in translation.terms}
    places = assign_targets(matches, translation.target)
    for match, place in zip(matches, places, strict=True):
        tally = tallies.setdefault(match.term, _Tally())
        tally.steps[steps.get(match.span, "missing" if place is None else "model")] += 1
        tally.n_occurrences += 1
        if place is None:
            continue
        rendering, required = place.of(translation.target), required_target(match)
        tally.n_honoured += 1
        tally.n_exact += rendering == required
        tally.n_ignoring_case += rendering.casefold() == required.casefold()
        tally.renderings[_plain(rendering)] += 1


def _plain(rendering: str) -> str:
    """Return a rendering without case and possessive, which do not make it another one."""
    return re.sub(r"['’]s?$", "", rendering).casefold()


def _score_term(term: Term, tally: _Tally) -> TermScore:
    """Sum up a term. What stands for it where it is missing is not known and counts as a rendering of its own."""
    most = max(tally.renderings.values(), default=0)
    return TermScore(
        source="|".join(term.source),
        n_occurrences=tally.n_occurrences,
        n_exact=tally.n_exact,
        n_ignoring_case=tally.n_ignoring_case,
        n_honoured=tally.n_honoured,
        n_consistent=max(most, 1),
        steps=tuple(tally.steps[step] for step in STEPS),
    )


def _sum_scores(scores: Sequence[TermScore]) -> TermScore:
    """Add up the terms of a run."""
    return TermScore(
        source="",
        n_occurrences=sum(score.n_occurrences for score in scores),
        n_exact=sum(score.n_exact for score in scores),
        n_ignoring_case=sum(score.n_ignoring_case for score in scores),
        n_honoured=sum(score.n_honoured for score in scores),
        n_consistent=sum(score.n_consistent for score in scores),
        steps=tuple(sum(score.steps[index] for score in scores) for index in range(len(STEPS))),
    )
