"""The numbers of a text and every way to read them: `13.000` in Dutch, `13,000` in English, `10.30 uur`.

A reading is a number, or minutes after midnight for a time of day. Two figures agree when they share a reading.
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from translate.checks.number_words import SCALES
from translate.document import Span

Language: TypeAlias = Literal["nl", "en"]
Reading: TypeAlias = tuple[str, float]

DIGITS = re.compile(r"\d+(?:[.,:’'\u00a0\u202f]\d+)*")
GROUPS = re.compile(r"[1-9]\d{0,2}([.,’'\u00a0\u202f ])\d{3}(?:\1\d{3})*")
PLAIN_TIME = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)")
SCALE_AFTER = re.compile(
    r"[\s\u00a0-]?(duizend|miljoen|mln|miljard|mld|mrd|biljoen|thousand|million|mn|m|billion|bn|trillion|k)\b"
)
HALF_DAY = re.compile(r"\s?([ap])\.?\s?m\b", re.IGNORECASE)
HOUR_AFTER = re.compile(r"\s?(?:uur\b|u\b|h\b|o['’]clock)|\s?(?:UTC|GMT|hours|hrs|local)\b", re.IGNORECASE)
DECADE_AFTER = re.compile(r"['’]?s\b")
DECADE_BEFORE = re.compile(r"\bjaren\s['’]?$", re.IGNORECASE)
YEAR_BEFORE = re.compile(r"\b(\d\d)\d\d\s?[-–—/]\s?$")
EXPONENT_BEFORE = re.compile(r"(?:\b|\d)(?:m|mi|km|cm|mm|ft)$")
NUMERIC_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text."""

    span: Span
    readings: frozenset[Reading]
    """`("n", 13000.0)` for a number, `("t", 630.0)` for minutes after midnight."""
    digits: bool
    """Whether it is written in digits."""
    foreign: bool = False
    """Whether its marks are those of the other language, such as `13.000` in English for thirteen thousand."""
    counted: bool = True
    """False for words that are often no number, such as `one` or `first`: they may come and go."""
    implied: bool = False
    """Whether it explains a number of the other side without calling for one, as `kwartier` does."""


def digit_figures(text: str, language: Language) -> list[Figure]:
    """Return the numbers that are written in digits, in order."""
    return [read_digits(match, language) for match in DIGITS.finditer(text) if not is_exponent(match)]


def is_exponent(match: re.Match[str]) -> bool:
    """Return whether a number is the 2 or 3 of `km2`."""
    before = match.string[max(0, match.start() - 3) : match.start()]
    return match[0] in ("2", "3") and EXPONENT_BEFORE.search(before) is not None


def read_digits(match: re.Match[str], language: Language) -> Figure:
    """Return one number in digits with everything that the text around it says of it."""
    text, digits = match.string, match[0]
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 12]
    numbers, foreign = read_numbers(digits, language)
    times = read_times(digits, after)
    if times and (":" in digits or ("." in digits and HALF_DAY.match(after))):
        numbers = set()
    if scale := SCALE_AFTER.match(after.lower()):
        scaled = {number * SCALES[scale[1]] for number in numbers}
        numbers = scaled | numbers if scale[1] == "m" else scaled
    if after[:1] in FRACTIONS:
        numbers = {number + FRACTIONS[after[0]] for number in numbers}
    if len(digits) == 2 and DECADE_BEFORE.search(before):
        numbers = numbers | {century + float(digits) for century in (1800.0, 1900.0, 2000.0)}
    if digits.isdecimal() and len(digits) == 2 and (year := YEAR_BEFORE.search(before)):
        numbers = numbers | {float(year[1] + digits)}
    if digits.isdecimal() and len(digits) in (2, 4) and DECADE_AFTER.match(after):
        numbers = numbers | {float(digits) % 100}
    return Figure(Span(start=match.start(), stop=match.end()), as_readings(numbers, times), True, foreign)


def read_numbers(digits: str, language: Language) -> tuple[set[float], bool]:
    """Return the values that digits with marks can have, and whether the marks are the other language's.

    >>> read_numbers("13.000", "nl"), read_numbers("1.5", "en"), read_numbers("1,5", "en")
    (({13000.0}, False), ({1.5}, False), ({1.5}, True))
    """
    point, comma = (",", ".") if language == "nl" else (".", ",")
    if digits.isdecimal():
        return {float(digits)}, False
    if GROUPS.fullmatch(digits):
        whole = float(re.sub(r"\D", "", digits))
        if point not in digits:
            return {whole}, False
        return {whole, plain_float(digits.replace(point, "."))}, True
    for mark, group, foreign in ((point, comma, False), (comma, point, True)):
        head, found, tail = digits.rpartition(mark)
        if found and tail.isdecimal() and (head.isdecimal() or (group in head and GROUPS.fullmatch(head))):
            return {float(f"{re.sub(r'[^0-9]', '', head) or 0}.{tail}")}, foreign and (
                group in head or len(tail) < 3
            )
    parts = [part for part in re.split(r"\D", digits) if part]
    if len(parts) > 2 and not NUMERIC_DATE.fullmatch(digits):
        return {float("".join(parts)[:15])}, False
    return {float(part) for part in parts}, False


def plain_float(text: str) -> float:
    """Return the value of digits with one decimal point, 0 for anything else."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def read_times(digits: str, after: str) -> set[float]:
    """Return the minutes after midnight that digits can mean as a time of day; empty when they cannot."""
    half = HALF_DAY.match(after)
    if match := PLAIN_TIME.fullmatch(digits):
        hour, minute = int(match[1]), int(match[2])
    elif digits.isdecimal() and len(digits) == 4 and int(digits[:2]) < 24 and int(digits[2:]) < 60:
        if not HOUR_AFTER.match(after):
            return set()
        hour, minute = int(digits[:2]), int(digits[2:])
    elif digits.isdecimal() and len(digits) <= 2 and int(digits) <= 24 and (half or HOUR_AFTER.match(after)):
        hour, minute = int(digits), 0
    else:
        return set()
    return clock(hour, minute, half[1].lower() if half else "")


def clock(hour: int, minute: int, half: str) -> set[float]:
    """Return minutes after midnight; a time up to 12 without `am` or `pm` has both readings.

    >>> sorted(clock(10, 30, "")), sorted(clock(10, 30, "p")), sorted(clock(22, 30, ""))
    ([630.0, 1350.0], [1350.0], [1350.0])
    """
    minutes = hour % 24 * 60.0 + minute
    if half == "p":
        return {minutes % 720 + 720}
    if half == "a":
        return {minutes % 720}
    return {minutes, minutes + 720} if hour < 12 else {minutes, minutes - 720} if hour == 12 else {minutes}


def as_readings(numbers: set[float], times: set[float]) -> frozenset[Reading]:
    """Return numbers and times as readings, rounded so that equal ones compare equal."""
    return frozenset(
        {("n", float(f"{number:.9g}")) for number in numbers} | {("t", minutes) for minutes in times}
    )
