"""A target text -> the targets in it that a glossary forbids, whether or not their terms are in the source."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from translate.document import Span, Term, TermMatch
from translate.glossary import Glossary
from translate.language.folding import closes_word, fold, fold_form, opens_word
from translate.matching.automaton import Automaton
from translate.matching.honouring import (
    Hit,
    Wanted,
    accepted_forms,
    find_hits,
    fits_place,
    select_longest,
    term_of,
    wanted_forms,
)


class _Forbidden(NamedTuple):
    """An occurrence of what a term forbids; offsets are those of the folded text."""

    start: int
    stop: int
    term: Term


def find_forbidden(sought: Term | TermMatch | Glossary, target: str) -> tuple[tuple[Term, Span], ...]:
    """Find forbidden targets, also where their terms are not in the source.

    A forbidden form inside an accepted target, such as `Kiev` in `Dynamo Kiev` where a row says so, is no hit.

    Returns:
        Pairs of the term that forbids and the span of `target`, in order of the text.
    """
    if isinstance(sought, Glossary):
        return _prohibition_of(sought).find(target)
    term = term_of(sought)
    return _prohibition_by(term).find(target) if term.forbidden else ()


class _Prohibition:
    """Terms made ready for finding their forbidden targets."""

    def __init__(self, terms: Iterable[Term]) -> None:
        terms = tuple(terms)
        self._forms: dict[str, list[tuple[Term, Wanted]]] = {}
        for term in terms:
            for forbidden in term.forbidden:
                for wanted in wanted_forms(forbidden, term.exact, 0):
                    self._forms.setdefault(wanted.lower, []).append((term, wanted))
        self._names = tuple(self._forms)
        self._automaton = Automaton(self._names)
        self._protecting = self._find_protecting(terms)

    def _find_protecting(self, terms: Iterable[Term]) -> dict[str, tuple[Wanted, ...]]:
        """Return for each forbidden form the accepted forms that hold it."""
        found: dict[str, dict[Wanted, None]] = {}
        for term in terms if self._forms else ():
            if not any(self._holds(target) for target in (term.target or term.source)):
                continue
            for wanted in accepted_forms(term):
                for _, _, index in self._automaton.find(wanted.lower):
                    found.setdefault(self._names[index], {})[wanted] = None
        return {form: tuple(wanted) for form, wanted in found.items()}

    def _holds(self, target: str) -> bool:
        return next(self._automaton.find(fold_form(target).lower()), None) is not None

    def find(self, target: str) -> tuple[tuple[Term, Span], ...]:
        """Return the forbidden targets in a text, in order."""
        if not self._forms or not target:
            return ()
        folded = fold(target)
        hits: list[_Forbidden] = []
        allowed: dict[str, list[Hit]] = {}
        for start, stop, index in self._automaton.find(folded.lower):
            if not (opens_word(folded.lower, start) and closes_word(folded.lower, stop)):
                continue
            form = self._names[index]
            if form not in allowed:
                allowed[form] = select_longest(find_hits(self._protecting.get(form, ()), folded))
            if _is_inside(start, stop, allowed[form]):
                continue
            terms = (term for term, wanted in self._forms[form] if fits_place(wanted, folded, start, stop))
            hits.extend(_Forbidden(start, stop, term) for term in terms)
        return tuple((hit.term, folded.span(hit.start, hit.stop)) for hit in _in_order(hits))


def _is_inside(start: int, stop: int, hits: Sequence[Hit]) -> bool:
    """Return whether one of the hits, which are in order and do not overlap, holds a stretch."""
    place = bisect_right(hits, start, key=lambda hit: hit.start) - 1
    return place >= 0 and stop <= hits[place].stop


def _in_order(hits: list[_Forbidden]) -> list[_Forbidden]:
    """Return for each term its longest hits, all in the order of the text."""
    by_term: dict[Term, list[_Forbidden]] = {}
    for hit in hits:
        by_term.setdefault(hit.term, []).append(hit)
    longest = [hit for found in by_term.values() for hit in select_longest(found)]
    return sorted(longest, key=lambda hit: (hit.start, hit.stop, hit.term.source))


@lru_cache(maxsize=4)
def _prohibition_of(glossary: Glossary) -> _Prohibition:
    return _Prohibition(glossary.terms)


@lru_cache(maxsize=1024)
def _prohibition_by(term: Term) -> _Prohibition:
    return _Prohibition((term,))
