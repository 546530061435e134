"""Months and days of the week: does the target name the same ones?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from translate.checks.figures import Language
from translate.checks.pair import Pair, Side, Word
from translate.checks.wordlists import word_list
from translate.document import Finding, Span

DUTCH_MONTHS = word_list(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    """
)
ENGLISH_MONTHS = word_list(
    """
    January February March April May June July August September October November December
    """
)
DUTCH_SHORT = word_list("jan feb mrt apr _ jun jul aug sep okt nov dec")
ENGLISH_SHORT = word_list("Jan Feb Mar Apr _ Jun Jul Aug Sep Oct Nov Dec")
DUTCH_DAYS = word_list("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag")
ENGLISH_DAYS = word_list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
DAY_PARTS = re.compile(r"(?:ochtend|morgen|middag|avond|nacht|en|s)$")
NUMERIC_DATE = re.compile(
    r"(?<![\d.,/-])(?:(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|(?<=[-/])\d{2})|\d{4}-(\d{1,2})-(\d{1,2}))(?![\d/-])"
)
TABLES = {
    "nl": (
        {word: month for words in (DUTCH_MONTHS, DUTCH_SHORT) for month, word in enumerate(words, start=1)},
        {word: day for day, word in enumerate(DUTCH_DAYS)},
    ),
    "en": (
        {word: month for words in (ENGLISH_MONTHS, ENGLISH_SHORT) for month, word in enumerate(words, start=1)},
        {form: day for day, word in enumerate(ENGLISH_DAYS) for form in (word, word + "s", word + "'s")},
    ),
}


class Calendar(NamedTuple):
    """What a text says of months and days of the week, and where."""

    months: dict[int, Span]
    """Named months, 1 to 12."""
    days: dict[int, Span]
    """Days of the week, 0 is Monday."""
    numeric: frozenset[int]
    """Months that a numeric date can mean: day and month may change places."""


def read_calendar(side: Side, language: Language) -> Calendar:
    """Return the months and days of the week that a text names."""
    months: dict[int, Span] = {}
    days: dict[int, Span] = {}
    month_names, day_names = TABLES[language]
    for word in split_hyphens(side.words):
        form = word.lower if language == "nl" else word.text
        if (month := month_names.get(form)) and is_month(side, word, language):
            months.setdefault(month, word.span)
        elif (day := day_names.get(form)) is not None:
            days.setdefault(day, word.span)
        elif language == "nl" and "dag" in form and (part := day_names.get(DAY_PARTS.sub("", form))) is not None:
            days.setdefault(part, word.span)
    numbers = (
        int(group) for match in NUMERIC_DATE.finditer(side.text) for group in match.group(1, 3, 4, 5) if group
    )
    return Calendar(months, days, frozenset(number for number in numbers if 1 <= number <= 12))


def split_hyphens(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the words, those with hyphens in parts: `mid-March`, `Nov-Feb`."""
    for word in words:
        if "-" not in word.text:
            yield word
            continue
        start = word.start
        for part in word.text.split("-"):
            yield Word(part, part.lower(), start, start + len(part))
            start += len(part) + 1


def is_month(side: Side, word: Word, language: Language) -> bool:
    """Return whether a word that can be a month is one; a short form, `March` and `May` need a number near."""
    full = DUTCH_MONTHS if language == "nl" else ENGLISH_MONTHS
    if word.lower not in ("mei", "may", "march", "maart", "august") and (word.lower in full or word.text in full):
        return language == "en" or word.text[0].islower() or not word.start
    if word.text in ("maart", "mei", "August") or (word.start and word.text in ("March", "May")):
        return True
    if (word.start and side.text[word.start - 1] in "-–") or side.text[word.stop : word.stop + 1] in ("-", "–"):
        return True
    near = side.text[max(0, word.start - 5) : word.stop + 6]
    return any(character.isdecimal() for character in near)


def month_spans(text: str, months: dict[int, Span]) -> set[Span]:
    """Return where the numbers of a text stand that are the month of a numeric date and one of `months`."""
    return {
        Span(start=match.start(group), stop=match.end(group))
        for match in NUMERIC_DATE.finditer(text)
        if any(match[group] and int(match[group]) in months for group in (1, 3, 4, 5))
        for group in (1, 3, 4, 5)
        if match[group]
    }


def check_dates(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each month or day of the week that is missing or became another one (`date`)."""
    source, target = read_calendar(pair.source, "nl"), read_calendar(pair.target, "en")
    yield from compare(source.months, target.months, ENGLISH_MONTHS, 1, source.numeric | target.numeric)
    yield from compare(source.days, target.days, ENGLISH_DAYS, 0, frozenset())
    new = [month for month in target.months if month not in source.months and month not in source.numeric]
    if new and source.numeric and not source.months:
        message = f"{ENGLISH_MONTHS[new[0] - 1]} is not in the source"
        yield Finding(check="date", message=message, severity="error", target_span=target.months[new[0]])


def compare(
    source: dict[int, Span], target: dict[int, Span], names: tuple[str, ...], first: int, known: frozenset[int]
) -> Iterator[Finding]:
    """Yield a finding for each month or day that is missing.

    Args:
        source: What the source names.
        target: What the target names.
        names: English names, for the message.
        first: The number of the first name.
        known: What a numeric date of either side accounts for.
    """
    missing = [key for key in source if key not in target and key not in known]
    extra = [key for key in target if key not in source and key not in known]
    for key in missing if extra or len(source) > len(target) else ():
        message = f"{names[key - first]} is missing"
        if extra:
            message += f", {names[extra[0] - first]} is new"
        yield Finding(
            check="date",
            message=message,
            severity="error" if extra else "warning",
            source_span=source[key],
            target_span=target[extra[0]] if extra else None,
        )
