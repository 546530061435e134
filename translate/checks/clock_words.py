"""Times of day in words: `kwart voor zes`, `vijf over half drie`, `halftien`, `quarter to six`."""

from collections.abc import Callable

from translate.checks.number_words import dutch_number, english_number
from translate.checks.pair import Word

Time = tuple[int, int, int]
"""Hour, minute, and the index of the word after it."""
DUTCH_BEFORE, DUTCH_AFTER = ("voor",), ("over", "na")
AFTER_ONE = ("", "'s", "vannacht", "vanmiddag", "begint", "begon")
"""What may follow `half een`."""
ENGLISH_BEFORE, ENGLISH_AFTER = ("to", "before", "till"), ("past", "after")


def read_dutch_time(words: tuple[Word, ...], index: int) -> Time | None:
    """Return the time that starts at `index`, or None."""
    lower = lower_at(words, index)
    if lower == "half" or (lower.startswith("half") and dutch_hour(lower[4:])):
        return half_of(words, index)
    minutes = 15.0 if lower in ("kwart", "kwartier") else dutch_number(lower)
    if minutes is None or not 1 <= minutes < 30:
        return None
    index += 2 if lower_at(words, index + 1) == "minuten" else 1
    sign = sign_of(lower_at(words, index), DUTCH_BEFORE, DUTCH_AFTER)
    if not sign:
        return None
    half = half_of(words, index + 1)
    if half:
        return shift(half[0], half[1] + sign * int(minutes), half[2])
    hour = hour_at(words, index + 1)
    return shift(hour, sign * int(minutes), index + 2) if hour else None


def half_of(words: tuple[Word, ...], index: int) -> Time | None:
    """Return the time that `half drie` or `halfdrie` is."""
    lower = lower_at(words, index)
    hour, stop = dutch_hour(lower[4:]), index + 1
    if lower == "half":
        hour, stop = hour_at(words, index + 1), index + 2
    return shift(hour, -30, stop) if hour and lower.startswith("half") else None


def read_english_time(words: tuple[Word, ...], index: int) -> Time | None:
    """Return the time that starts at `index`, or None: `half past ten`, `quarter to six`, `ten past four`."""
    lower = lower_at(words, index)
    minutes = {"quarter": 15.0, "half": 30.0}.get(lower) or english_number(lower)
    if minutes is None or not 1 <= minutes <= 30:
        return None
    index += 2 if lower_at(words, index + 1) == "minutes" else 1
    sign = sign_of(lower_at(words, index), ENGLISH_BEFORE, ENGLISH_AFTER)
    named = lower_at(words, index + 1)
    hour = 12 if named in ("noon", "midday", "midnight") else hour_of(english_number, named)
    return shift(hour, sign * int(minutes), index + 2) if sign and hour else None


def sign_of(word: str, before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return -1 for a word such as `voor`, 1 for one such as `over`, 0 for any other."""
    return -1 if word in before else 1 if word in after else 0


def hour_at(words: tuple[Word, ...], index: int) -> int | None:
    """Return the hour that a Dutch word names; `een` is one only where it cannot be an article."""
    lower = lower_at(words, index)
    if lower == "een":
        return 1 if lower_at(words, index + 1) in AFTER_ONE else None
    return dutch_hour(lower)


def dutch_hour(word: str) -> int | None:
    """Return the hour that a word names, 1 to 12, or None."""
    return hour_of(dutch_number, word) if not word.endswith(("de", "ste")) else None


def hour_of(read: Callable[[str], float | None], word: str) -> int | None:
    """Return the value of a number word that can be an hour."""
    value = read(word)
    return int(value) if value is not None and value in range(1, 13) else None


def shift(hour: int, minutes: int, stop: int) -> Time:
    """Return the time some minutes before or after a full hour, 1 to 12.

    >>> shift(1, -30, 2), shift(12, 15, 3)
    ((12, 30, 2), (12, 15, 3))
    """
    total = (hour * 60 + minutes) % 720
    return (total // 60 or 12, total % 60, stop)


def lower_at(words: tuple[Word, ...], index: int) -> str:
    """Return a word in lower case, empty where there is none."""
    return words[index].lower if 0 <= index < len(words) else ""
