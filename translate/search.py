"""Where a term occurs in articles: what `translate glossary find` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.articles import read_articles
from translate.document import Segment, Term, TermMatch
from translate.errors import BatchError, TranslateError
from translate.glossary import EMPTY, Glossary, read_glossary
from translate.matching import Matcher
from translate.segment import segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One occurrence of a term."""

    segment: Segment
    match: TermMatch


def find_term(wanted: str, paths: Sequence[Path], glossary_path: Path | None) -> Iterator[Hit]:
    """Yield the occurrences of a term in articles, in order.

    The whole glossary takes part in matching, so that a longer term hides a shorter one here as it does in a run.

    Args:
        wanted: A source or target of the glossary (case is ignored), or any Dutch words.
        paths: Articles and folders of articles.
        glossary_path: Term file; None searches for `wanted` as it stands.

    Raises:
        BatchError: Some articles could not be read; raised after the others are done.
        GlossaryError: The glossary has errors.
    """
    glossary = EMPTY if glossary_path is None else read_glossary(glossary_path)
    terms = [term for term in glossary.terms if _names(term, wanted)]
    if not terms:
        terms = [Term(source=(wanted,), target=(wanted,))]
        glossary = Glossary(terms=(*glossary.terms, *terms), path=None, checksum="")
    matcher = Matcher(glossary)
    errors: list[TranslateError] = []
    for article in read_articles(tuple(paths)):
        if isinstance(article, TranslateError):
            errors.append(article)
            continue
        for found in segment(article):
            for match in matcher.find_matches(found.text):
                if match.term in terms:
                    yield Hit(segment=found, match=match)
    if errors:
        raise BatchError(errors)


def _names(term: Term, wanted: str) -> bool:
    """Return whether `wanted` is one of the term's sources or targets."""
    return wanted.casefold() in {form.casefold() for form in (*term.source, *term.target)}
