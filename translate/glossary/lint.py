"""Rows and terms of a glossary -> complaints, each with its line, what is wrong and how to mend it.

An error makes the glossary unusable, a warning is worth mending, a note is for information.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from translate.document import Severity, Term
from translate.language.folding import BLANK, fold, fold_form
from translate.language.inflection import is_acronym

CASES = ("", "exact")
KINDS = ("", "name", "keep")
COLUMNS = ("source", "target", "case", "kind", "forbidden", "note")

_STRAY = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffd]"
)
_MOJIBAKE = re.compile("\u00c3[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026]|\u00e2\u20ac")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\uff21-\uff5a]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOK_ALIKES = frozenset(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνυ"  # Greek
)
"""Letters of other alphabets that look like Latin ones.

Source: confusables.txt of Unicode Technical Standard 39, the single letters of Greek and Cyrillic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Something in a glossary that should be mended."""

    severity: Severity
    line: int
    """Line in the file, counted from 1; 0 when it is about the file as a whole."""
    column: str
    """Name of the column; empty when it is about the whole row or file."""
    message: str
    hint: str = ""


class Row(NamedTuple):
    """One row of a term file, its cells as they were written."""

    line: int
    source: str
    target: str
    case: str = ""
    kind: str = ""
    forbidden: str = ""
    note: str = ""


def check_row(row: Row) -> Iterator[Complaint]:
    """Yield what is wrong with one row by itself."""
    for column, cell in zip(COLUMNS, row[1:], strict=True):
        if cell and column not in ("case", "kind"):
            yield from _check_cell(row.line, column, cell)
    yield from _check_value(row.line, "case", row.case, CASES)
    yield from _check_value(row.line, "kind", row.kind, KINDS)
    if not row.source.strip(" |"):
        yield Complaint(
            severity="error",
            line=row.line,
            column="source",
            message="the source is empty",
            hint="write the Dutch term in the first column, or delete the row",
        )
    if not row.target.strip(" |") and row.kind.strip() != "keep":
        yield Complaint(
            severity="error",
            line=row.line,
            column="target",
            message=f"{_quote(row.source)} has no target",
            hint="write the English term, or kind `keep` to leave the source form as it is",
        )


def check_terms(terms: Sequence[Term]) -> Iterator[Complaint]:
    """Yield what is wrong with terms taken together, and with the fields of each."""
    accepted = _index_targets(terms)
    seen: dict[str, list[tuple[Term, str]]] = {}
    for term in terms:
        yield from _check_kept(term)
        yield from _check_forbidden(term, accepted)
        yield from _check_sources(term, seen)


def find_new(terms: Iterable[Term], added: Iterable[Term]) -> tuple[Term, ...]:
    """Return those of the added terms that have a variant which neither `terms` nor an earlier one has."""
    seen: dict[str, list[tuple[Term, str]]] = {}
    for term in terms:
        _remember(term, seen)
    new: list[Term] = []
    for term in added:
        if not all(_find_clash(term, variant, seen) for variant in term.source):
            new.append(term)
            _remember(term, seen)
    return tuple(new)


def _check_cell(line: int, column: str, cell: str) -> Iterator[Complaint]:
    """Yield complaints about the characters of a cell."""
    if cell != cell.strip():
        yield Complaint(
            severity="warning",
            line=line,
            column=column,
            message=f"blanks before or after {_quote(cell.strip())}",
            hint="delete them; they are ignored",
        )
    if column != "note" and "|" in cell and any(not part.strip() for part in cell.split("|")):
        yield Complaint(
            severity="warning",
            line=line,
            column=column,
            message=f"nothing between or beside the `|` of {_quote(cell)}",
            hint="delete the superfluous `|`; it is ignored",
        )
    if column == "source" and BLANK in fold(cell).text:
        yield Complaint(
            severity="warning",
            line=line,
            column=column,
            message=f"{_quote(cell)} holds a web or mail address",
            hint="delete it: addresses are left as they are, and no term is looked for in them",
        )
    if cell.isascii() and cell.isprintable():
        return
    yield from _check_characters(line, column, cell)


def _check_characters(line: int, column: str, cell: str) -> Iterator[Complaint]:
    severity: Severity = "warning" if column == "note" else "error"
    if stray := _STRAY.search(cell):
        yield Complaint(
            severity=severity,
            line=line,
            column=column,
            message=f"stray {_name(stray.group())} at character {stray.start() + 1} of {_quote(cell)}",
            hint="type the cell again; the character cannot be seen",
        )
    if "\n" in cell or "\r" in cell or "\t" in cell:
        yield Complaint(
            severity="warning",
            line=line,
            column=column,
            message="a tab or line break inside a cell",
            hint="write a space; it is read as one",
        )
    if _MOJIBAKE.search(cell):
        yield Complaint(
            severity="warning",
            line=line,
            column=column,
            message=f"{_quote(cell)} looks like UTF-8 that was read in another encoding",
            hint="type the accented letters again and save the file as UTF-8",
        )
    if column != "note" and _FOREIGN.search(cell):
        yield from _check_letters(line, column, cell)


def _check_letters(line: int, column: str, cell: str) -> Iterator[Complaint]:
    """Yield complaints about letters that look like Latin ones and are not."""
    for found in _WORD.finditer(cell):
        word = unicodedata.normalize("NFC", found.group())
        foreign = [letter for letter in word if _FOREIGN.match(letter)]
        if not foreign:
            continue
        alike = [letter for letter in foreign if letter in _LOOK_ALIKES or letter >= "\uff21"]
        # Greek letters stand in Latin words by right, as in `TNFα`; Cyrillic ones do not.
        stray = [letter for letter in foreign if letter in alike or letter >= "\u0400"]
        if stray and len(foreign) < len(word):
            yield Complaint(
                severity="error",
                line=line,
                column=column,
                message=f"{_quote(word)} has a {_name(stray[0])} among its Latin letters",
                hint="type the word again in Latin letters; it would never be found",
            )
        elif len(alike) == len(word):
            yield Complaint(
                severity="warning",
                line=line,
                column=column,
                message=f"{_quote(word)} is written in letters that only look Latin ({_name(alike[0])}, ...)",
                hint="type the word again in Latin letters if that is what you mean",
            )


def _check_value(line: int, column: str, cell: str, allowed: tuple[str, ...]) -> Iterator[Complaint]:
    if cell.strip() not in allowed:
        named = " or ".join(f"`{value}`" for value in allowed if value)
        yield Complaint(
            severity="error",
            line=line,
            column=column,
            message=f"unknown {column} {_quote(cell.strip())}",
            hint=f"leave it empty or write {named}",
        )


def _check_kept(term: Term) -> Iterator[Complaint]:
    """Yield a complaint when a term to keep has another target."""
    if term.kind != "keep":
        return
    kept = {fold_form(variant) for variant in term.source}
    for target in term.target:
        if fold_form(target) not in kept:
            yield Complaint(
                severity="error",
                line=term.line,
                column="target",
                message=f"{_quote(term.source[0])} is to be kept, but has the target {_quote(target)}",
                hint="delete the target, or the kind `keep`",
            )


def _check_forbidden(term: Term, accepted: dict[str, list[tuple[Term, str]]]) -> Iterator[Complaint]:
    """Yield a complaint for each forbidden target that is asked for as well, in this row or another."""
    for forbidden in term.forbidden:
        form = fold_form(forbidden)
        for other, target in accepted.get(form.lower(), ()):
            if (term.exact or other.exact) and target != form:
                continue
            if other is term:
                yield Complaint(
                    severity="error",
                    line=term.line,
                    column="forbidden",
                    message=f"{_quote(forbidden)} is forbidden and asked for in the same row",
                    hint="delete it from one of the two columns",
                )
            else:
                yield Complaint(
                    severity="warning",
                    line=term.line,
                    column="forbidden",
                    message=f"{_quote(forbidden)} is forbidden here and asked for in line {other.line}",
                    hint="make the two rows agree",
                )


def _check_sources(term: Term, seen: dict[str, list[tuple[Term, str]]]) -> Iterator[Complaint]:
    """Yield a complaint for each variant that an earlier variant or row has already; then remember them."""
    for variant in term.source:
        clash = _find_clash(term, variant, seen)
        if clash is not None:
            yield _clash(term, variant, clash)
        _remember(term, seen, variant)


def _find_clash(term: Term, variant: str, seen: dict[str, list[tuple[Term, str]]]) -> Term | None:
    """Return the first term that answers to the same source words as a variant; None when there is none."""
    form = fold_form(variant)
    earlier = seen.get(form.lower(), ())
    return next((other for other, text in earlier if _collide(term, form, other, text)), None)


def _remember(term: Term, seen: dict[str, list[tuple[Term, str]]], *variants: str) -> None:
    for variant in variants or term.source:
        form = fold_form(variant)
        seen.setdefault(form.lower(), []).append((term, form))


def _collide(term: Term, form: str, other: Term, text: str) -> bool:
    """Return whether two variants answer to the same source words."""
    if form == text:
        return True
    return not (_case_matters(term, form) or _case_matters(other, text))


def _case_matters(term: Term, form: str) -> bool:
    """Return whether a form is found in its own case only: by its row, or as a short acronym."""
    return term.exact or (is_acronym(form) and len(form) < 4)


def _clash(term: Term, variant: str, other: Term) -> Complaint:
    """Return the complaint about a variant that `other` has too."""
    if other is term:
        return Complaint(
            severity="note",
            line=term.line,
            column="source",
            message=f"{_quote(variant)} is in this row already, in the same or another case",
            hint="delete it, or write case `exact`",
        )
    if (other.kind == "keep") != (term.kind == "keep") or other.target[:1] != term.target[:1]:
        here, there = _quote(_first(term)), _quote(_first(other))
        return Complaint(
            severity="error",
            line=term.line,
            column="source",
            message=f"{_quote(variant)} becomes {here} here, but {there} in line {other.line}",
            hint="keep one of the two rows, or give further accepted targets in one row after `|`",
        )
    if _content(term) == _content(other):
        message, hint = f"the row of {_quote(variant)} is in line {other.line} already", "delete one of the two"
    else:
        message = f"{_quote(variant)} never counts here: line {other.line} has it already"
        hint = "make one row of the two, with the variants separated by `|`"
    return Complaint(severity="warning", line=term.line, column="source", message=message, hint=hint)


def _content(term: Term) -> tuple[object, ...]:
    """Return what two rows have in common when they say the same."""
    return (frozenset(term.source), term.target, term.exact, term.kind, frozenset(term.forbidden))


def _first(term: Term) -> str:
    return term.target[0] if term.target else term.source[0]


def _index_targets(terms: Iterable[Term]) -> dict[str, list[tuple[Term, str]]]:
    """Return by lower-case form who accepts a target; only when something is forbidden at all."""
    terms = tuple(terms)
    wanted = {fold_form(forbidden).lower() for term in terms for forbidden in term.forbidden}
    found: dict[str, list[tuple[Term, str]]] = {}
    for term in terms if wanted else ():
        for target in (*term.target, *(term.source if term.kind == "keep" else ())):
            form = fold_form(target)
            if form.lower() in wanted:
                found.setdefault(form.lower(), []).append((term, form))
    return found


def _name(character: str) -> str:
    """Return how Unicode calls a character, e.g. `CYRILLIC SMALL LETTER A (U+0430)`."""
    return f"{unicodedata.name(character, 'control character')} (U+{ord(character):04X})"


def _quote(text: str) -> str:
    """Return a text for a message: short, on one line, with what cannot be seen made visible."""
    shown = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[:60])
    return f"`{shown}{'...' if len(text) > 60 else ''}`"
