"""What reviewers changed in the same way, again and again -> rows for the glossary.

A change is found by comparing draft and correction word by word; the source term behind it is the one that goes
with the changed rendering in all remembered sentences, or the one that links of the model point to.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from translate.align import Link, split_words
from translate.document import Span, Term
from translate.memory import Memory, Review
from translate.review.cooccurrence import (
    MAX_WORDS,
    CooccurrenceIndex,
    Guess,
    WordIndex,
    Words,
    contains,
    fold_words,
)

MIN_PLACES = 2
"""Sentences in which a change must have been made: one may be a matter of taste."""
MIN_SHARE = 2 / 3
"""Share of all sentences with a rendering, corrected or accepted by a reviewer, that must agree on the change."""
GRAMMAR = """
a an the this that these those some any no not of to in on at by for from with about as into over
than and or but if so because while when where who which what whose he she it they we you i him her
them us me his its their our your my is are was were be been being am do does did has have had will
would can could may might must shall should there here also then now just only very more most such
one 's
"""
FUNCTION_WORDS = frozenset(GRAMMAR.split())
"""English words that depend on the sentence, not on a term; who changes one into another changes the grammar."""

Aligner = Callable[[str, str], Sequence[Link]]
"""Returns the links between the words of a source and a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A row that the corrections of reviewers ask for."""

    term: Term
    rendering: str
    """What the drafts had."""
    places: tuple[Review, ...]
    """The corrections it comes from, oldest first."""
    association: float
    """How surely `rendering` is what the drafts have for the source term: Dice coefficient, 0 to 1."""
    existing: Term | None = None
    """A row that the glossary has for the same source with another target; it must be changed by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One rendering that a reviewer replaced."""

    review: Review
    draft: Span
    """Offsets into the draft."""
    rendering: str
    correction: str


def suggest_from_reviews(
    memory: Memory, *, terms: Sequence[Term] = (), aligner: Aligner | None = None, min_places: int = MIN_PLACES
) -> tuple[Suggestion, ...]:
    """Return the glossary rows that reviewers' corrections ask for, those with most places first.

    Args:
        memory: Where the corrections are.
        terms: The glossary as it is; what it asks for already is not suggested.
        aligner: Finds the source words of a rendering; None finds them by counting over all remembered sentences.
        min_places: Different sentences in which the same change must have been made.
    """
    reviews = memory.reviews()
    groups: dict[tuple[str, str], list[_Change]] = defaultdict(list)
    for review in reviews:
        for change in _find_changes(review):
            groups[change.rendering, change.correction].append(change)
    shown = ((review.place.source, review.draft) for review in reviews if review.draft is not None)
    index = CooccurrenceIndex([*memory.draft_pairs(), *shown])
    met = WordIndex(review.target if review.draft is None else review.draft for review in reviews)
    found = []
    for (rendering, correction), changes in groups.items():
        n_places = len({change.review.place.source for change in changes})
        met_in = [reviews[number] for number in met.having(fold_words(rendering))]
        if n_places < min_places or not _agreed(met_in, n_places):
            continue
        sources = [change.review.place.source for change in changes]
        guess = _linked(changes, aligner) if aligner else index.guess(rendering, correction, sources)
        if guess is not None:
            found.append(_suggest(guess, changes, terms))
    wanted = [suggestion for suggestion in found if suggestion is not None]
    return tuple(sorted(wanted, key=lambda suggestion: (-len(suggestion.places), suggestion.term.source)))


def _find_changes(review: Review) -> Iterator[_Change]:
    """Yield what a reviewer replaced by something else, up to a few words each."""
    if review.draft is None:
        return
    old, new = split_words(review.draft), split_words(review.target)
    matcher = SequenceMatcher(
        None, [word.of(review.draft) for word in old], [word.of(review.target) for word in new], autojunk=False
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "replace" or max(j - i, m - k) > MAX_WORDS:
            continue
        span = Span(start=old[i].start, stop=old[j - 1].stop)
        rendering = span.of(review.draft)
        correction = Span(start=new[k].start, stop=new[m - 1].stop).of(review.target)
        if not any(FUNCTION_WORDS.issuperset(fold_words(text)) for text in (rendering, correction)):
            yield _Change(review=review, draft=span, rendering=rendering, correction=correction)


def _agreed(met: Sequence[Review], n_places: int) -> bool:
    """Return whether most reviewers who met a rendering changed it so; the others left it or chose another."""
    return n_places >= MIN_SHARE * len({review.place.source for review in met})


def _linked(changes: Sequence[_Change], aligner: Aligner) -> Guess | None:
    """Return the source words that the model's links give most often for a rendering."""
    votes: Counter[Words] = Counter()
    for change in changes:
        assert change.review.draft is not None, "a change is a difference from a draft"
        source = change.review.place.source
        links = aligner(source, change.review.draft)
        spans = [link.source for link in links if change.draft.start <= link.target.start < change.draft.stop]
        if spans:
            whole = Span(start=min(span.start for span in spans), stop=max(span.stop for span in spans))
            votes[fold_words(whole.of(source))] += 1
    if not votes:
        return None
    words, n_votes = votes.most_common(1)[0]
    share = n_votes / len(changes)
    return Guess(words=words, association=share) if share >= MIN_SHARE and len(words) <= MAX_WORDS else None


def _suggest(guess: Guess, changes: Sequence[_Change], terms: Sequence[Term]) -> Suggestion | None:
    """Return the row for a source term; None when the glossary asks for the same already."""
    form = _usual_form(guess.words, changes)
    rendering, correction = changes[0].rendering, changes[0].correction
    existing = next(
        (term for term in terms if any(fold_words(variant) == guess.words for variant in term.source)), None
    )
    if existing is not None and correction in existing.target:
        return None
    is_name = form[:1].isupper() and correction[:1].isupper()
    n_articles = len({change.review.place.article for change in changes})
    term = Term(
        source=(form,),
        target=(correction,),
        kind="name" if is_name else "",
        forbidden=(rendering,) if is_name and not contains(fold_words(correction), fold_words(rendering)) else (),
        note=f"from {len(changes)} corrections in {n_articles} article{'s' if n_articles > 1 else ''}",
    )
    return Suggestion(
        term=term,
        rendering=rendering,
        places=tuple(change.review for change in changes),
        association=guess.association,
        existing=existing,
    )


def _usual_form(words: Words, changes: Sequence[_Change]) -> str:
    """Return how the sources write a term; where forms tie, the one that is not at the start of a sentence."""
    forms: Counter[str] = Counter()
    for change in changes:
        source = change.review.place.source
        spans = split_words(source)
        for start in range(len(spans) - len(words) + 1):
            whole = Span(start=spans[start].start, stop=spans[start + len(words) - 1].stop).of(source)
            if fold_words(whole) == words:
                forms[whole] += 2 if start else 1
    return forms.most_common(1)[0][0]
