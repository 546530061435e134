"""Numbers, times and units: is every number of the source in the target, and none that the source lacks?

Dutch and English notation, words and digits are the same number: `13.000` = `13,000` = `thirteen thousand`.
"""

import re
from collections.abc import Iterator

from translate.checks.dates import month_spans, read_calendar
from translate.checks.figure_words import find_figures
from translate.checks.figures import HOUR_AFTER, Figure, plain_float
from translate.checks.pair import Pair, Side
from translate.document import Finding, Span

UNITS = {
    "percent": ("%", "procent", "pct", "percent", "per cent", "percentage"),
    "euro": ("€", "euro", "euros", "eur"),
    "dollar": ("$", "us$", "dollar", "dollars", "usd"),
    "pound sterling": ("£", "gbp", "pond sterling", "pounds sterling"),
    "kilometre": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "metre": ("meter", "meters", "metre", "metres"),
    "centimetre": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "millimetre": ("mm", "millimeter", "millimeters", "millimetre", "millimetres"),
    "mile": ("mijl", "mijlen", "mile", "miles", "mi"),
    "foot": ("voet", "foot", "feet", "ft"),
    "kilogram": ("kg", "kilo", "kilogram", "kilograms", "kilos", "kilogrammes"),
    "gram": ("gram", "grams", "grammes"),
    "tonne": ("ton", "tonne", "tonnes", "tons"),
    "litre": ("liter", "liters", "litre", "litres"),
    "km/h": (
        "km/u",
        "km/h",
        "kmh",
        "kph",
        "kilometer per uur",
        "kilometres per hour",
        "kilometers per hour",
        "kilometers an hour",
        "kilometres an hour",
    ),
    "mph": ("mph", "miles per hour", "miles an hour", "mijl per uur"),
    "hectare": ("hectare", "hectaren", "hectares", "ha"),
    "second": ("seconde", "seconden", "second", "seconds"),
    "minute": ("minuut", "minuten", "minute", "minutes"),
    "day": ("dag", "dagen", "day", "days"),
    "week": ("week", "weken", "weeks"),
    "month": ("maand", "maanden", "month", "months"),
    "year": ("jaar", "jaren", "year", "years"),
}
MONEY = ("euro", "dollar", "pound sterling")
NEVER_UNSAID = frozenset(
    (*MONEY, "percent", "kilometre", "centimetre", "millimetre", "kilogram", "hectare", "km/h")
)
"""Units that English names as Dutch does; an age or a date can do without its `years` or `days`."""
SHORT_UNITS = {
    "percent": ("pc",),
    "kilometre": ("km", "km2", "km²", "k"),
    "centimetre": ("cm",),
    "millimetre": ("mm",),
    "kilogram": ("kg", "kgs"),
    "hectare": ("ha",),
    "pound sterling": ("pounds", "pound", "gbp", "quid"),
    "dollar": ("bucks",),
}
"""How English may abbreviate or shorten them."""
UNIT_NAMES = {word: unit for unit, words in UNITS.items() for word in words}
UNIT_AFTER = re.compile(
    r"[\s\u00a0-]?(?:(?:duizend|miljoen|mln\.?|miljard|mld\.?|mrd\.?|thousand|million|billion|bn|m)[\s\u00a0])?("
    + "|".join(sorted(map(re.escape, UNIT_NAMES), key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)
CONVERTED_AFTER = re.compile(r"\s?[^\W\d_]+(?:\s[^\W\d_]+)?\s?\([\d.,]+\s?[^\W\d_]")
MINUS_BEFORE = re.compile(r"(?:(?:^|(?<!\d)[\s(])[-−–]|(?<!\d)(?<!\d\s)\b[Mm]in\s)$")
FAR = 8
"""Characters before a number in which its sign stands."""
DEGREES_AFTER = re.compile(r"\s?(?:°|graden|procent|%)")
BELOW = re.compile(
    r"[-−–]\s?[€$£]?\d|"
    r"\b(?:minus|below|negative|sub-?zero|under|down|off|discount|frost|fell|falls?|drop\w*|declin\w*|loss\w*|lost|cut\w*)\b",
    re.IGNORECASE,
)
UNIT_BEFORE = re.compile(r"(US\$|[€$£])[\s\u00a0]?$")


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Yield what is wrong with the numbers of a segment: `number`, `number-word`, `time`, `money`, `unit`."""
    source, target = find_figures(pair.source, "nl"), find_figures(pair.target, "en")
    if not source and not target:
        return
    missing, extra = unmatched(source, target), unmatched(target, source)
    if missing or extra:
        missing, extra = without_months(pair, missing, extra)
        yield from changed(pair, [f for f in missing if f.digits], extra)
        yield from words_changed(pair, [f for f in missing if not f.digits], extra)
    yield from signs(pair, source, target)
    yield from notations(pair, source, target)
    yield from units(pair, source, target)


def unmatched(figures: list[Figure], others: list[Figure]) -> list[Figure]:
    """Return the figures that share a reading with none of the others."""
    readings = {reading for other in others for reading in other.readings}
    return [figure for figure in figures if readings.isdisjoint(figure.readings)]


def without_months(pair: Pair, missing: list[Figure], extra: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Return both lists without the months of numeric dates that the other side names in words."""
    known = month_spans(pair.source.text, read_calendar(pair.target, "en").months)
    new = month_spans(pair.target.text, read_calendar(pair.source, "nl").months)
    return (
        [figure for figure in missing if figure.span not in known],
        [figure for figure in extra if figure.span not in new],
    )


def changed(pair: Pair, missing: list[Figure], extra: list[Figure]) -> Iterator[Finding]:
    """Yield a finding for each number in digits that is missing, and for each that is new."""
    source, target = pair.source.text, pair.target.text
    new = [figure for figure in extra if figure.digits]
    for figure, other in zip(missing, new, strict=False):
        message = f"{figure.span.of(source)} became {other.span.of(target)}"
        yield Finding(
            check="time" if is_time(figure, source) else "number",
            message=message,
            severity="error",
            source_span=figure.span,
            target_span=other.span,
        )
    for figure in missing[len(new) :]:
        yield Finding(
            check="time" if is_time(figure, source) else "number",
            message=f"{figure.span.of(source)} is missing",
            severity="error" if new else "warning",
            source_span=figure.span,
        )
    for figure in new[len(missing) :]:
        yield Finding(
            check="number",
            message=f"{figure.span.of(target)} is not in the source",
            severity="note" if is_conversion(target, figure.span) else "warning",
            target_span=figure.span,
        )


def is_time(figure: Figure, text: str) -> bool:
    """Return whether a number is likely a time of day: `10.30`, `22.00 uur`."""
    if not any(kind == "t" for kind, _ in figure.readings):
        return False
    return not figure.span.of(text).isdecimal() or HOUR_AFTER.match(text, figure.span.stop) is not None


def is_conversion(text: str, span: Span) -> bool:
    """Return whether a number is one of two in different units, such as `200 pounds` in `200 pounds (90kg)`."""
    if CONVERTED_AFTER.match(text, span.stop):
        return True
    return text[max(0, span.start - 2) : span.start].lstrip().startswith("(")


def words_changed(pair: Pair, missing: list[Figure], extra: list[Figure]) -> Iterator[Finding]:
    """Yield a note for each number in words that is missing; a warning where another one stands in its place."""
    new = [figure for figure in extra if not figure.digits and figure.counted]
    source, target = pair.source.text, pair.target.text
    for figure in missing:
        if figure.implied:
            continue
        word = figure.span.of(source)
        other = new.pop(0) if new and figure.counted else None
        yield Finding(
            check="number-word",
            message=f"{word} became {other.span.of(target)}" if other else f"{word} is missing",
            severity="warning" if other else "note",
            source_span=figure.span,
            target_span=other.span if other else None,
        )


def signs(pair: Pair, source: list[Figure], target: list[Figure]) -> Iterator[Finding]:
    """Yield a finding for each number below zero that is no longer: `-5 graden` -> `5 degrees`."""
    if BELOW.search(pair.target.text):
        return
    first = {reading: other for other in reversed(target) for reading in other.readings}
    for figure in source:
        before = pair.source.text[max(0, figure.span.start - FAR) : figure.span.start]
        if not MINUS_BEFORE.search(before):
            continue
        if figure.span.start == 1 and not DEGREES_AFTER.match(pair.source.text, figure.span.stop):
            continue  # an item of a list
        found = next((first[reading] for reading in sorted(figure.readings) if reading in first), None)
        if found:
            yield Finding(
                check="number",
                message=f"{figure.span.of(pair.source.text)} lost its minus sign",
                severity="warning",
                source_span=figure.span,
                target_span=found.span,
            )


def notations(pair: Pair, source: list[Figure], target: list[Figure]) -> Iterator[Finding]:
    """Yield a finding for each number that the target writes the Dutch way, such as `13.000`."""
    known = {reading for figure in source for reading in figure.readings}
    for figure in target:
        if not figure.foreign:
            continue
        written = figure.span.of(pair.target.text)
        english = ("n", float(f"{plain_float(written.replace(',', '')):.9g}"))
        if not known.isdisjoint(figure.readings) and english not in known:
            yield Finding(
                check="notation",
                message=f"{written} is written the Dutch way",
                target_span=figure.span,
            )


def units(pair: Pair, source: list[Figure], target: list[Figure]) -> Iterator[Finding]:
    """Yield a finding for each number whose unit or currency became another one."""
    for figure in source:
        unit = unit_of(pair.source.text, figure.span)
        if not unit:
            continue
        others = [other for other in target if not figure.readings.isdisjoint(other.readings)]
        found = [unit_of(pair.target.text, other.span) for other in others]
        if found and not any(found) and unit in NEVER_UNSAID and not names_unit(pair.target, unit):
            yield Finding(
                check="money" if unit in MONEY else "unit",
                message=f"{unit} is missing",
                severity="warning",
                source_span=figure.span,
                target_span=others[0].span,
            )
        if unit == "tonne" and set(found) & set(MONEY):
            continue  # `twee ton` is also two hundred thousand euros
        if unit == "day" and "week" in found and ("n", 14.0) in figure.readings:
            continue  # `veertien dagen` is two weeks
        if found and all(found) and unit not in found:
            yield Finding(
                check="money" if unit in MONEY else "unit",
                message=f"{unit} became {found[0]}",
                severity="error" if unit in MONEY and found[0] in MONEY else "warning",
                source_span=figure.span,
                target_span=others[0].span,
            )


def names_unit(side: Side, unit: str) -> bool:
    """Return whether a text names a unit anywhere, in letters, by its sign, or within a longer word."""
    text = side.text.lower().replace("-", " ").replace("\u00a0", " ")
    return any(word in text for word in UNITS[unit] if len(word) > 2 or not word.isalpha()) or any(
        re.search(rf"(?<![^\W\d_]){word}(?!\w)", text) for word in SHORT_UNITS.get(unit, ())
    )


def unit_of(text: str, span: Span) -> str:
    """Return the unit of the number at `span`, empty when it has none that is known."""
    if before := UNIT_BEFORE.search(text, max(0, span.start - 4), span.start):
        return UNIT_NAMES[before[1].lower()]
    after = UNIT_AFTER.match(text, span.stop)
    return UNIT_NAMES[after[1].lower()] if after else ""
