"""Names that are in no glossary and came out in their Dutch spelling -> rows to accept one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from translate.document import Document, Term
from translate.glossary import Glossary
from translate.language.exonyms import find_exonym
from translate.language.spelling import plain
from translate.language.transcription import Proposal, propose
from translate.matching import Matcher
from translate.names.collect import NameReport, collect_names

EXONYM_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A row that a person may add to the glossary."""

    term: Term
    confidence: float
    """0 to 1."""
    reason: str
    places: tuple[str, ...]
    """Ids of the segments where the name stands."""


def suggest_terms(documents: Iterable[Document], glossary: Glossary) -> tuple[Suggestion, ...]:
    """Propose glossary rows for names; nothing is written.

    A name is proposed when no row of the glossary matches it, a table or the rules know its English form, and
    some target has it in its Dutch spelling or there is no target yet.

    Returns:
        The surest ones first.
    """
    matcher = Matcher(glossary)
    found = [
        suggestion for report in collect_names(documents) if (suggestion := suggest(report, matcher)) is not None
    ]
    return tuple(sorted(found, key=lambda suggestion: (-suggestion.confidence, suggestion.term.source)))


def suggest(report: NameReport, matcher: Matcher) -> Suggestion | None:
    """Return the row to propose for one name, or None."""
    dutch = [spelling.text for spelling in report.spellings if proposal_for(spelling.text) is not None]
    dutch = [name for name in dutch if not matcher.find_matches(name)]
    if not dutch or not came_out_dutch(report, dutch):
        return None
    proposal = proposal_for(dutch[0])
    if proposal is None or any(matcher.find_matches(spelling.text) for spelling in report.spellings):
        return None
    return Suggestion(
        term=Term(source=tuple(dutch), target=(proposal.english,), kind="name", note=proposal.reason),
        confidence=proposal.confidence,
        reason=proposal.reason,
        places=report.places,
    )


def came_out_dutch(report: NameReport, dutch: list[str]) -> bool:
    """Return whether a target has the name in its Dutch spelling, or no target is there yet."""
    if not report.renderings:
        return True
    spellings = {plain(name) for name in dutch}
    return any(plain(found.text) in spellings for found in report.renderings)


def proposal_for(name: str) -> Proposal | None:
    """Return the English form of a name from the tables or the rules, None when there is none."""
    if exonym := find_exonym(name):
        reason = f"English name of the place ({exonym.source})"
        return Proposal(english=exonym.english, confidence=EXONYM_CONFIDENCE, reason=reason)
    return propose(name)
