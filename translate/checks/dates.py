"""Months and days of the week: does the target name the same ones?"""

import re
from collections.abc import Iterator

from translate.checks.figures import Language
from translate.checks.pair import Pair, Side, Word
from translate.document import Finding, Span
from translate.checks.wordlists import word_list

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


def months_and_days(side: Side, language: Language) -> tuple[dict[int, Span], dict[int, Span]]:
    """Return the months (1 to 12) and the days of the week (0 is Monday) that a text names, and where."""
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
    for match in NUMERIC_DATE.finditer(side.text):
        for group in (1, 3, 4, 5):
            if match[group] and 1 <= int(match[group]) <= 12:
                months.setdefault(int(match[group]), Span(start=match.start(group), stop=match.end(group)))
    return months, days


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
    """Return whether a word that can be a month is one: a short form or `mei`, `March`, `May` needs a number near it."""
    full = DUTCH_MONTHS if language == "nl" else ENGLISH_MONTHS
    if word.lower not in ("mei", "may", "march", "maart", "august") and (word.lower in full or word.text in full):
        return language == "en" or word.text[0].islower() or not word.start
    if word.text in ("maart", "mei", "August") or (word.start and word.text in ("March", "May")):
        return True
    if (word.start and side.text[word.start - 1] in "-–") or side.text[word.stop : word.stop + 1] in ("-", "–"):
        return True
    near = side.text[max(0, word.start - 5) : word.stop + 6]
    return any(character.isdecimal() for character in near)


def same_as_month(text: str, span: Span, months: dict[int, Span]) -> bool:
    """Return whether the number at `span` is the month of a numeric date and one of `months`."""
    for match in NUMERIC_DATE.finditer(text):
        if match.start() <= span.start and span.stop <= match.end():
            return any(match[group] and int(match[group]) in months for group in (1, 3, 4, 5))
    return False


def check_dates(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each month or day of the week that is missing or became another one (`date`)."""
    in_source = months_and_days(pair.source, "nl")
    in_target = months_and_days(pair.target, "en")
    for source, target, names in zip(in_source, in_target, (ENGLISH_MONTHS, ENGLISH_DAYS), strict=True):
        offset = 1 if names is ENGLISH_MONTHS else 0
        missing = [key for key in source if key not in target]
        extra = [key for key in target if key not in source]
        for key in missing if extra or len(source) > len(target) else ():
            message = f"{names[key - offset]} is missing"
            if extra:
                message += f", {names[extra[0] - offset]} is new"
            yield Finding(
                check="date",
                message=message,
                severity="error" if extra else "warning",
                source_span=source[key],
                target_span=target[extra[0]] if extra else None,
            )
