"""Terms -> a plain table of source and target, within the limits of the service it is meant for.

Each source variant becomes a row of its own with the preferred target. What such a table has no place for, or the
service would refuse, is left out and named.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.atomic import write_bytes
from translate.document import Term
from translate.errors import GlossaryError
from translate.interchange.interface import Loss

_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula when it opens a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a service takes."""

    name: str
    header: tuple[str, ...] = ()
    """First row; empty for none."""
    notes: bool = False
    """Whether a third column holds notes."""
    max_bytes: int | None = None
    """Size of a file, in UTF-8; None for no limit."""
    max_term_bytes: int | None = None
    """Size of a source or a target, in UTF-8; None for no limit."""
    case_sensitive: bool = False
    """Whether the service finds a source in its own case only."""


def write_table(path: Path, terms: Sequence[Term], service: Service) -> tuple[Loss, ...]:
    """Write a table, separated by commas where the file's name ends in `.csv`, else by tabs.

    Raises:
        GlossaryError: The file would be larger than the service takes.
        OutputError: The file cannot be written.
    """
    losses: list[Loss] = []
    rows = list(_make_rows(terms, service, losses))
    if service.case_sensitive and any(not term.exact for term in terms):
        losses.insert(0, Loss(message=f"{service.name} finds terms only in the case in which they are written"))
    data = _format(rows if not service.header else [service.header, *rows], path.suffix.lower() == ".csv")
    if service.max_bytes is not None and len(data) > service.max_bytes:
        raise GlossaryError(
            f"{len(data)} bytes are more than the {service.max_bytes} that {service.name} takes",
            path=path,
            hint="split the glossary",
        )
    write_bytes(path, data)
    return tuple(losses)


def _make_rows(terms: Sequence[Term], service: Service, losses: list[Loss]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of terms and add what they do not say to the losses."""
    written: set[str] = set()
    for term in terms:
        losses.extend(_find_losses(term, service))
        for source in term.source:
            target = term.target[0] if term.target else source
            reason = _refuse(source, target, service, written)
            if reason:
                losses.append(
                    Loss(message=f"`{source}` is left out: {reason}", term=term.source[0], line=term.line)
                )
                continue
            written.add(source)
            note = term.note if service.notes and not term.note.startswith(_FORMULA) else ""
            yield (source, target, note) if note else (source, target)


def _refuse(source: str, target: str, service: Service, written: set[str]) -> str:
    """Return why a row cannot be written; empty when it can."""
    for form in (source, target):
        if service.max_term_bytes is not None and len(form.encode()) > service.max_term_bytes:
            return f"longer than the {service.max_term_bytes} bytes that {service.name} takes"
        if form.startswith(_FORMULA):
            return "a spreadsheet would take it for a formula"
        if not form.isprintable():
            return "it has a character that cannot be printed"
    if source.startswith("#"):
        return "it would be read as a comment"
    return f"{service.name} takes a source once" if source in written else ""


def _find_losses(term: Term, service: Service) -> Iterator[Loss]:
    """Yield a loss for each thing about a term that a table of two columns cannot say."""
    said = {
        "further accepted targets": "|".join(term.target[1:]),
        "forbidden targets": "|".join(term.forbidden),
        "that these are one term": "|".join(term.source[1:] and term.source),
        "case": "exact" if term.exact and not service.case_sensitive else "",
        "kind": term.kind,
        "note": "" if service.notes and not term.note.startswith(_FORMULA) else term.note,
    }
    for what, value in said.items():
        if value:
            message = f"{service.name} has no place for {what}: `{value}`"
            yield Loss(message=message, term=term.source[0], line=term.line)


def _format(rows: Sequence[Sequence[str]], commas: bool) -> bytes:
    """Return a table's bytes; a cell is quoted where it must be."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="," if commas else "\t", lineterminator="\n")
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
