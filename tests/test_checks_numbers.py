"""Numbers as the checks read them: notation, words, times, units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.checks.figure_words import find_figures
from translate.checks.number_words import dutch_number, english_number
from translate.checks.pair import Side, split_words


def readings(text, language):
    return {reading for figure in find_figures(Side(text), language) for reading in figure.readings}


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("13.000", "nl", 13000.0),
        ("13,000", "en", 13000.0),
        ("1.234.567,89", "nl", 1234567.89),
        ("1,234,567.89", "en", 1234567.89),
        ("1,5 mln.", "nl", 1.5e6),
        ("1.5 million", "en", 1.5e6),
        ("2,4 miljard", "nl", 2.4e9),
        ("$2.4bn", "en", 2.4e9),
        ("anderhalf miljoen", "nl", 1.5e6),
        ("one and a half million", "en", 1.5e6),
        ("a million and a half", "en", 1.5e6),
        ("half a million", "en", 5e5),
        ("een half miljoen", "nl", 5e5),
        ("two hundred and fifty thousand", "en", 250e3),
        ("tweehonderdvijftigduizend", "nl", 250e3),
        ("vijftienhonderd", "nl", 1500.0),
        ("twenty-first", "en", 21.0),
        ("eenentwintigste", "nl", 21.0),
        ("three-hundred-metre", "en", 300.0),
        ("thirteen-year-old", "en", 13.0),
        ("dertienjarige", "nl", 13.0),
        ("two dozen", "en", 24.0),
        ("10½", "en", 10.5),
        ("jaren 80", "nl", 1980.0),
        ("jaren tachtig", "nl", 1980.0),
        ("1980s", "en", 80.0),
        ("1995-96", "en", 1996.0),
        ("op drie na", "nl", 4.0),
        ("13 000", "nl", 13.0),
    ],
)
def test_value(text, language, value):
    assert ("n", value) in readings(text, language)


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("10.30 uur", "nl", 630.0),
        ("10:30", "en", 630.0),
        ("10.30 am", "en", 630.0),
        ("10:30 p.m.", "en", 1350.0),
        ("22.30 uur", "nl", 1350.0),
        ("10.30 uur", "nl", 1350.0),
        ("half elf", "nl", 630.0),
        ("half past ten", "en", 630.0),
        ("noon", "en", 720.0),
        ("midnight", "en", 0.0),
        ("middernacht", "nl", 0.0),
        ("10 pm", "en", 1320.0),
        ("tien uur", "nl", 600.0),
        ("ten o'clock", "en", 600.0),
        ("0230 UTC", "en", 150.0),
        ("12.00 uur", "nl", 0.0),
        ("24.00 uur", "nl", 0.0),
    ],
)
def test_time(text, language, minutes):
    assert ("t", minutes) in readings(text, language)


@pytest.mark.parametrize("text", ["10:30 am", "9 pm"])
def test_half_of_the_day_counts(text):
    times = [value for kind, value in readings(text, "en") if kind == "t"]
    assert len(times) == 1


@pytest.mark.parametrize("text", ["een man", "De dag", "halve finale", "eerlijk", "achterdeur", "half"])
def test_what_is_no_number_in_dutch(text):
    assert readings(text, "nl") == set()


@pytest.mark.parametrize("text", ["a man", "and", "half of it", "hyphen-ated", "tense"])
def test_what_is_no_number_in_english(text):
    assert readings(text, "en") == set()


def test_exponents_are_no_numbers():
    assert readings("20 km2", "nl") == {("n", 20.0)}


def test_version_numbers_are_one_number():
    assert readings("3.14.1", "nl").isdisjoint(readings("3.14.2", "en"))
    assert readings("2.19.48", "nl") == readings("2:19:48", "en") != readings("2:19:49", "en")


def test_date_in_digits_is_three_numbers():
    assert {("n", 12.0), ("n", 4.0), ("n", 2021.0)} <= readings("12.04.2021", "nl")


UNITS = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
TENS = {20: "twintig", 30: "dertig", 40: "veertig", 50: "vijftig", 60: "zestig", 70: "zeventig", 90: "negentig"}


@given(st.sampled_from(sorted(TENS)), st.integers(2, 9))
def test_tens_and_units(ten, unit):
    joint = "ën" if UNITS[unit].endswith("e") else "en"
    assert dutch_number(UNITS[unit] + joint + TENS[ten]) == ten + unit


@given(st.integers(2, 12), st.integers(2, 12))
def test_hundreds_and_thousands(hundreds, rest):
    word = f"{UNITS[hundreds]}honderd{UNITS[rest]}"
    assert dutch_number(word) == hundreds * 100 + rest
    assert dutch_number(f"{word}duizend") == (hundreds * 100 + rest) * 1000


@given(st.text(max_size=60))
def test_any_word_has_a_value_or_none(word):
    assert dutch_number(word) is None or dutch_number(word) >= 0
    assert english_number(word) is None or english_number(word) >= 0


@given(st.integers(1000, 999_999_999))
def test_both_notations_of_a_number_agree(number):
    english = f"{number:,}"
    dutch = english.replace(",", ".")
    assert readings(dutch, "nl") == readings(english, "en") == readings(str(number), "nl")


@given(st.text(max_size=100))
def test_words_stand_where_they_say(text):
    for word in split_words(text):
        assert text[word.start : word.stop] == word.text
