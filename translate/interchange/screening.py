"""Rows and terms of a foreign file -> those that can be used together, the others named with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from translate.document import Term
from translate.glossary.lint import Complaint, Row, check_row, check_terms
from translate.glossary.rows import make_term
from translate.interchange.interface import Loss


def screen_rows(
    rows: Iterable[Row], complaints: Iterable[Complaint]
) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Return the terms of rows that are free of errors, and a loss for each row or cell that is not.

    Args:
        rows: The rows of a file.
        complaints: What was said about the file when it was cut into rows.
    """
    losses = [_lose(complaint) for complaint in complaints if complaint.severity == "error"]
    terms: list[Term] = []
    for row in rows:
        errors = [complaint for complaint in check_row(row) if complaint.severity == "error"]
        if errors:
            losses.extend(_lose(error, row.source.split("|")[0].strip()) for error in errors)
        else:
            terms.append(make_term(row))
    kept, clashes = screen_terms(terms)
    return kept, tuple(sorted((*losses, *clashes), key=lambda loss: loss.line))


def screen_terms(terms: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[Loss, ...]]:
    """Return the terms that contradict neither themselves nor an earlier one, and a loss for each other."""
    # Many entries can stand on one line of an XML file; while they are compared, each has a line of its own.
    shared = len({term.line for term in terms}) < len(terms)
    numbered = [replace(term, line=number) for number, term in enumerate(terms, start=1)] if shared else terms
    wrong: dict[int, Complaint] = {}
    for complaint in check_terms(numbered):
        if complaint.severity == "error":
            wrong.setdefault(complaint.line, complaint)
    kept: list[Term] = []
    losses: list[Loss] = []
    for term, one in zip(terms, numbered, strict=True):
        if one.line in wrong:
            losses.append(replace(_lose(wrong[one.line], term.source[0]), line=term.line))
        else:
            kept.append(term)
    return tuple(kept), tuple(losses)


def _lose(complaint: Complaint, term: str = "") -> Loss:
    return Loss(message=f"left out: {complaint.message}", term=term, line=complaint.line)
