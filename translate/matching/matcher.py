"""A source text -> the glossary's terms in it, and the target side's answers from `honouring`.

Terms are found on whole words by one automaton over all their forms, inflections included. The longest match
wins and matches never overlap; one that its boundaries or its case rule out makes room for a shorter one inside
it. The order of the glossary's rows changes nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from translate.document import Inflection, Term, TermMatch
from translate.glossary import Glossary
from translate.language.folding import (
    Folded,
    closes_word,
    fold,
    fold_form,
    is_possessive,
    is_word,
    joins_word,
    opens_word,
)
from translate.language.inflection import dutch_forms, fits_case, is_acronym
from translate.matching.automaton import Automaton
from translate.matching.counting import assign_targets, count_missing
from translate.matching.forbidding import find_forbidden
from translate.matching.honouring import find_leaks, find_target, required_target, select_longest

__all__ = [
    "Matcher",
    "assign_targets",
    "count_missing",
    "find_forbidden",
    "find_leaks",
    "find_target",
    "required_target",
]

_OTHER_NAME = re.compile(r"(?<!\w)(?:wit|nieuw)-\Z")
"""First parts that make a name another name: `Wit-Russisch` is not Russian, `Nieuw-Guinea` is not Guinea."""


class _Entry(NamedTuple):
    """One form of one term, as the automaton finds it."""

    term: Term
    form: str
    """The form in the term's own case; empty when case does not matter at all."""
    base: int
    """Number of characters before the inflection where an acronym's case matters, else 0."""
    inflection: Inflection


class _Candidate(NamedTuple):
    """A possible match; offsets are those of the folded text."""

    start: int
    stop: int
    entry: _Entry


class Matcher:
    """A glossary made ready for searching; making it costs far more than using it.

    An acronym of two or three capitals (`VS`, `IS`, `OM`) is found only in capitals, one of four (`NAVO`) also as
    `Navo`, whatever the row's case: in small letters they are other words.
    """

    def __init__(self, glossary: Glossary) -> None:
        """Build the automaton over all forms of all terms."""
        self.glossary = glossary
        forms: dict[str, list[_Entry]] = {}
        for term in sorted(glossary.terms, key=_canonical):
            for form, entry in _find_entries(term):
                forms.setdefault(form, []).append(entry)
        # As written goes before inflected, and a row that asks for its case before one that does not.
        self._entries = [tuple(sorted(entries, key=_rank)) for entries in forms.values()]
        self._automaton = Automaton(forms)

    def find_matches(self, source: str) -> tuple[TermMatch, ...]:
        """Find the terms of a source sentence.

        Returns:
            Matches in the order of the text, never overlapping. Of a hyphenated word that is in no row, such as
            `NAVO-chef`, the part that is a term.
        """
        if not self._entries or not source:
            return ()
        folded = fold(source)
        candidates = select_longest(self._find_candidates(folded))
        return tuple(_match(found, folded, source) for found in candidates)

    def _find_candidates(self, folded: Folded) -> Iterator[_Candidate]:
        """Yield each stretch of whole words that is a form of a term, with the best of its terms."""
        lower = folded.lower
        for start, stop, index in self._automaton.find(lower):
            if not closes_word(lower, stop) or not opens_word(lower, start) or joins_word(lower, stop):
                continue
            if lower[stop - 1] == "'" and not is_possessive(lower, start, stop):
                continue
            if start and lower[start - 1] == "-" and _OTHER_NAME.search(lower, max(0, start - 7), start):
                continue
            surface = folded.text[start:stop]
            entry = next((entry for entry in self._entries[index] if _fits(entry, surface)), None)
            if entry is not None:
                yield _Candidate(start, stop, entry)


def _canonical(term: Term) -> tuple[object, ...]:
    """Return what decides between two terms with the same form, whatever their rows' order."""
    return (sorted(term.source), term.target, term.exact, term.kind, term.forbidden, term.note)


def _rank(entry: _Entry) -> tuple[bool, bool, bool]:
    return (entry.inflection != "", not entry.term.exact, not entry.base)


def _find_entries(term: Term) -> Iterator[tuple[str, _Entry]]:
    """Yield the forms of a term in lower case, each with its entry."""
    for variant in term.source:
        source = fold_form(variant)
        if not source:
            continue
        base = len(source) if is_acronym(source) else 0
        for text, inflection in dutch_forms(source, name=term.kind in ("name", "keep")):
            yield text.lower(), _Entry(term, text if term.exact else "", base, inflection)


def _fits(entry: _Entry, surface: str) -> bool:
    """Return whether the case of a text's form is what its row allows."""
    if entry.form:
        return surface == entry.form
    return entry.base == 0 or fits_case(surface[: entry.base])


def _match(found: _Candidate, folded: Folded, source: str) -> TermMatch:
    """Return the record of a candidate."""
    span = folded.span(found.start, found.stop)
    return TermMatch(
        term=found.entry.term,
        span=span,
        form=span.of(source),
        inflection=found.entry.inflection,
        compound=_is_part(folded.lower, found.start, found.stop),
    )


def _is_part(text: str, start: int, stop: int) -> bool:
    """Return whether a hyphen joins a stretch to more of its word; `NAVO-` in `NAVO- en EU-landen` counts."""
    before = start > 1 and text[start - 1] == "-" and is_word(text[start - 2])
    return before or text[stop : stop + 1] == "-"
