"""The numbers of a text that are written in words: `anderhalf miljoen`, `half elf`, `two hundred and fifty`."""

from functools import lru_cache
from typing import NamedTuple

from translate.checks.clock_words import Time, lower_at, read_dutch_time, read_english_time
from translate.checks.figures import Figure, Language, as_readings, clock, digit_figures
from translate.checks.number_words import SCALES, dutch_number, english_number
from translate.checks.pair import Side, Word
from translate.checks.wordlists import word_set
from translate.document import Span

CLOCK_WORDS = frozenset({"uur", "am", "pm", "o'clock", "a", "p"})
NOT_COUNTED = word_set(
    """
    één eerste tweede derde vierde beide half one first second third once twice both half
    """
)
DAYTIMES = {"noon": 12, "midday": 12, "midnight": 0, "middernacht": 0}
RANGES = ("à", "a", "tot", "of", "to", "or")
HALF_WORDS = ("half", "halve")
HALVES = (["en", "een", "half"], ["en", "een", "halve"])
MULTIPLES = frozenset(("hundred", "dozen", *(scale for scale in SCALES if len(scale) > 2)))
"""What may follow a range, but no time: `two to three million`."""
IMPLIED = {"kwartier": 15.0, "kwartiertje": 15.0, "etmaal": 24.0, "ton": 100_000.0}
"""Dutch words that English may put as a number: of minutes, of hours, of euros."""


class Reading(NamedTuple):
    """A number in words as it was read."""

    value: float
    stop: int
    """Index of the word after it."""
    hour: tuple[int, int] | None = None
    """Hour and minute, when it can be a time of day."""
    others: tuple[float, ...] = ()
    """What else it can mean: three of `drie kwartier` are 45 minutes."""
    implied: bool = False
    """Whether it is a word that no number need stand for, such as `kwartier`."""


def find_figures(side: Side, language: Language) -> list[Figure]:
    """Return the numbers of a text: those in digits first, then those in words."""
    return [*digit_figures(side.text, language), *word_figures(side, language)]


def word_figures(side: Side, language: Language) -> list[Figure]:
    """Return the numbers that are written in words, in order; `two hundred and fifty` is one of them."""
    read, read_time, can_begin = (
        (read_dutch, read_dutch_time, can_begin_dutch)
        if language == "nl"
        else (read_english, read_english_time, can_begin_english)
    )
    figures: list[Figure] = []
    words, index = side.words if language == "nl" else split_numbers(side.words), 0
    while index < len(words):
        if not can_begin(words[index].lower) or scales_digits(side.text, words[index]):
            index += 1
        elif (time := read_time(words, index)) and lower_at(words, time[2]) not in MULTIPLES:
            figures += time_figures(words, index, time, language)
            index = time[2]
        elif reading := read(words, index):
            figures.append(as_figure(words, index, reading))
            index = reading.stop
        else:
            index += 1
    return figures


def scales_digits(text: str, word: Word) -> bool:
    """Return whether a word is the `million` of `1.5 million`, which is read with its digits."""
    return word.lower in SCALES and text[max(0, word.start - 2) : word.start].rstrip()[-1:].isdigit()


def time_figures(words: tuple[Word, ...], index: int, time: Time, language: Language) -> list[Figure]:
    """Return a time in words as one figure, or as its two numbers: `five to six` may be no time at all."""
    hour, minute, stop = time
    number = dutch_number if language == "nl" else english_number
    ends = [(place, number(words[place].lower)) for place in (index, stop - 1)]
    is_half = any(word.lower.startswith("half") for word in words[index:stop])
    if is_half or any(value is None for _, value in ends):
        return [as_figure(words, index, Reading(hour + minute / 60, stop, (hour, minute)))]
    return [
        as_figure(words, place, Reading(value, place + 1, (hour, minute)))
        for place, value in ends
        if value is not None
    ]


@lru_cache(maxsize=16384)
def can_begin_dutch(lower: str) -> bool:
    """Return whether a number may begin with a word, which few do."""
    return (
        lower.startswith(("half", "halve", "kwart"))
        or lower in DAYTIMES
        or lower in IMPLIED
        or lower in SCALES
        or dutch_number(lower) is not None
    )


@lru_cache(maxsize=16384)
def can_begin_english(lower: str) -> bool:
    """Return whether a number may begin with a word, which few do."""
    return (
        lower in ("half", "quarter", "hundred")
        or lower in DAYTIMES
        or lower in SCALES
        or english_number(lower) is not None
    )


def split_numbers(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words, those that begin with a number in parts: `three-hundred-metre`, but not `twenty-one`."""
    if not any("-" in word.text and english_number(word.lower.partition("-")[0]) is not None for word in words):
        return words
    return tuple(
        part
        for word in words
        for part in ((word,) if english_number(word.lower) == whole_number(word.lower) else split_word(word))
    )


def whole_number(word: str) -> float | None:
    """Return the value of a word without a hyphen, or with one between a ten and a unit; else -1."""
    head, hyphen, tail = word.partition("-")
    if not hyphen:
        return english_number(word)
    ten, unit = english_number(head), english_number(tail) if "-" not in tail else None
    return ten + unit if ten and unit and ten % 10 == 0 and ten >= 20 and unit < 10 else -1.0


def split_word(word: Word) -> tuple[Word, ...]:
    """Return the parts of a hyphenated word."""
    start, parts = word.start, []
    for text in word.text.split("-"):
        parts.append(Word(text, text.lower(), start, start + len(text)))
        start += len(text) + 1
    return tuple(parts)


def read_dutch(words: tuple[Word, ...], index: int) -> Reading | None:
    """Return the Dutch number that starts at `index`, or None."""
    lower, following = words[index].lower, lower_at(words, index + 1)
    if lower in HALF_WORDS and following in SCALES and len(following) > 2:
        return Reading(0.5 * SCALES[following], index + 2)
    if lower in DAYTIMES:
        return Reading(12.0, index + 1, (DAYTIMES[lower], 0))
    if lower in IMPLIED:
        return Reading(IMPLIED[lower], index + 1, implied=True)
    value = dutch_number(lower)
    if value is None:
        return Reading(SCALES[lower], index + 1) if lower in SCALES and len(lower) > 2 else None
    if following in IMPLIED:
        return Reading(value, index + 1, others=(value * IMPLIED[following], value / 4))
    if following in SCALES and len(following) > 2:
        return Reading(value * SCALES[following], index + 2)
    if [following, *(lower_at(words, index + step) for step in (2, 3))] in HALVES:
        return Reading(value + 0.5, index + 4)
    others = (value + 1,) if index and following == "na" and words[index - 1].lower == "op" else ()
    return Reading(value, index + 1, (int(value), 0) if value <= 12 else None, others)


def read_english(words: tuple[Word, ...], index: int) -> Reading | None:
    """Return the English number that starts at `index`, or None."""
    lower = words[index].lower
    if lower == "half":
        return read_english_half(words, index)
    if lower in DAYTIMES:
        return Reading(12.0, index + 1, (DAYTIMES[lower], 0))
    value = english_number(lower)
    if value is None:
        if lower != "hundred" and (lower not in SCALES or len(lower) <= 2):
            return None
        value, stop = extend(words, index, 1.0)
    else:
        value, stop = extend(words, index + 1, value)
    if [lower_at(words, stop + step) for step in range(3)] == ["and", "a", "half"]:
        value, stop = value * 1.5 if value >= 1000 else value + 0.5, stop + 3
        if lower_at(words, stop) in SCALES and len(lower_at(words, stop)) > 2:
            value, stop = value * SCALES[lower_at(words, stop)], stop + 1
    return Reading(value, stop, (int(value), 0) if value <= 12 and lower_at(words, stop) in CLOCK_WORDS else None)


def read_english_half(words: tuple[Word, ...], index: int) -> Reading | None:
    """Return what `half` begins: `half a million`, or None."""
    following, third = lower_at(words, index + 1), lower_at(words, index + 2)
    if following in ("a", "an") and third in SCALES and len(third) > 2:
        return Reading(0.5 * SCALES[third], index + 3)
    return None


def extend(words: tuple[Word, ...], index: int, value: float) -> tuple[float, int]:
    """Return the value of an English number that began with `value`, and the index of the word after it."""
    total, current = 0.0, value
    while index < len(words):
        lower = words[index].lower
        number = english_number(lower)
        if lower in ("hundred", "dozen"):
            current = (current or 1.0) * (100 if lower == "hundred" else 12)
        elif lower in SCALES and len(lower) > 2:
            total, current = total + (current or 1.0) * SCALES[lower], 0.0
        elif (number is not None and current % 100 == 0 and (current or total) and 0 < number < 100) or (
            number is not None and 0 < number < 10 and current % 10 == 0 and current % 100 >= 20
        ):
            current += number
        elif not (lower == "and" and continues(words, index, current or total)):
            break
        index += 1
    return total + current, index


def continues(words: tuple[Word, ...], index: int, value: float) -> bool:
    """Return whether `and` at `index` stands inside a number such as `two hundred and fifty`."""
    following = english_number(lower_at(words, index + 1))
    return value >= 100 and value % 100 == 0 and following is not None and 0 < following < 100


def as_figure(words: tuple[Word, ...], index: int, reading: Reading) -> Figure:
    """Return the figure of the words from `index` on."""
    numbers = {reading.value, *reading.others}
    if 20 <= reading.value <= 90 and index and words[index - 1].lower == "jaren":
        numbers |= {century + reading.value for century in (1800.0, 1900.0, 2000.0)}
    after = lower_at(words, reading.stop)
    if reading.value == 14 and after == "dagen":
        numbers.add(2.0)
    if after in RANGES and len(scale := lower_at(words, reading.stop + 2)) > 2 and scale in SCALES:
        numbers.add(reading.value * SCALES[scale])  # `twee à drie miljoen` is two million to three million
    return Figure(
        span=Span(start=words[index].start, stop=words[reading.stop - 1].stop),
        readings=as_readings(numbers, clock(*reading.hour, "") if reading.hour else set()),
        digits=False,
        counted=words[index].lower not in NOT_COUNTED and words[index].lower not in DAYTIMES,
        implied=reading.implied,
    )
