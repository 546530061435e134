"""Quality checks: what a careful editor would notice in a translation.

Each check is a generator of findings over one `Pair`; `CHECKS` says what each is called and how severe it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from translate.checks import content, dates, names, negation, numbers, punctuation, quality, repetition, terms
from translate.checks import settings as configuration
from translate.checks.pair import Pair
from translate.checks.settings import DEFAULT, Settings
from translate.document import Document, Finding, Severity, Translation
from translate.matching import Matcher

__all__ = ["CHECKS", "DEFAULT", "Check", "Settings", "check_document", "check_translation", "read_settings"]

PairCheck: TypeAlias = Callable[[Pair], Iterator[Finding]]
DocumentCheck: TypeAlias = Callable[[Document], Iterator[tuple[int, Finding]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check is called and what it finds."""

    name: str
    severity: Severity
    """Of its gravest findings, as long as the settings do not say otherwise."""
    description: str
    """One line for a translator."""


CATALOGUE: tuple[tuple[str, Severity, str], ...] = (
    ("term", "error", "a glossary term is missing from the target"),
    ("forbidden", "error", "the target has a word that the glossary forbids"),
    ("source-form", "error", "a glossary term was left in its source form"),
    ("number", "error", "a number is new or became another one (error) or is missing (warning)"),
    ("number-word", "warning", "a number in words is missing or became another one"),
    ("notation", "warning", "a number stands in Dutch notation"),
    ("date", "error", "a month or a day of the week is missing or became another one"),
    ("time", "error", "a time of day is missing or became another one"),
    ("money", "error", "a sum of money changed its currency"),
    ("unit", "warning", "a number changed its unit"),
    ("negation", "warning", "a negation of the source is not in the target"),
    ("name", "warning", "a name of the source is not in the target, or is spelt differently there"),
    ("empty", "error", "the target is empty"),
    ("untranslated", "error", "the target is the source, or Dutch words are left in it"),
    ("length", "error", "the target is much shorter or longer than targets are"),
    ("sentences", "warning", "the target has more or fewer sentences than the source"),
    ("loop", "error", "the target says the same thing several times in a row"),
    ("doubled", "warning", "a word stands twice"),
    ("copied", "error", "a link, address, tag or piece of code was changed or lost"),
    ("quotes", "warning", "quotation marks are lost or have no partner"),
    ("brackets", "warning", "brackets are lost or have no partner"),
    ("end", "warning", "the sentence ends with another mark"),
    ("capitals", "warning", "the target begins with a small letter or stands in capitals"),
    ("score", "warning", "the model was far less sure than in the rest of the document"),
    ("consistency", "warning", "the same source has different targets, or the same target different sources"),
)
CHECKS: dict[str, Check] = {
    name: Check(name=name, severity=severity, description=description)
    for name, severity, description in CATALOGUE
}
PAIR_CHECKS: tuple[tuple[tuple[str, ...], PairCheck], ...] = (
    (("empty",), content.check_empty),
    (("number", "number-word", "notation", "time", "money", "unit"), numbers.check_numbers),
    (("date",), dates.check_dates),
    (("negation",), negation.check_negation),
    (("name",), names.check_names),
    (("untranslated",), content.check_untranslated),
    (("length",), content.check_length),
    (("sentences",), content.check_sentences),
    (("loop", "doubled"), repetition.check_repetition),
    (("copied",), content.check_copied),
    (("quotes",), punctuation.check_quotes),
    (("brackets",), punctuation.check_brackets),
    (("end",), punctuation.check_end),
    (("capitals",), punctuation.check_capitals),
)
DOCUMENT_CHECKS: tuple[tuple[str, DocumentCheck], ...] = (
    ("score", quality.check_scores),
    ("consistency", quality.check_consistency),
)


def check_translation(
    translation: Translation, settings: Settings = DEFAULT, matcher: Matcher | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with one translation.

    Args:
        translation: The segment and its target; an empty target gets the one finding `empty`.
        settings: Which checks run and how severe they are.
        matcher: Looks for terms that must not appear; without it, terms are judged by the audit alone.
    """
    pair = Pair(translation)
    for finding in find_all(pair, settings, matcher):
        graded = settings.grade(finding)
        if graded is not None:
            yield graded


def find_all(pair: Pair, settings: Settings, matcher: Matcher | None) -> Iterator[Finding]:
    """Yield the findings of every check that is not switched off, with the checks' own severities."""
    yield from terms.check_terms(pair, matcher)
    for covered, check in PAIR_CHECKS if pair.target.text.strip() else PAIR_CHECKS[:1]:
        if not settings.is_off(covered):
            yield from check(pair)


def check_document(document: Document, settings: Settings = DEFAULT) -> Iterator[tuple[int, Finding]]:
    """Yield what shows only in the whole document: the index of the translation and the finding."""
    for name, check in DOCUMENT_CHECKS:
        if settings.is_off((name,)):
            continue
        for row, finding in check(document):
            graded = settings.grade(finding)
            if graded is not None:
                yield row, graded


def read_settings(path: Path | None) -> Settings:
    """Read which checks run, and how severe they are, from a TOML file; None means the defaults.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or names a check or grade that does not exist.
    """
    return DEFAULT if path is None else configuration.read_settings(path, CHECKS)
