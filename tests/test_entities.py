"""Where names stand, on plain-text cases and on texts that have none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.language.entities import begins_sentence, find_names, is_adjective, is_capital, is_compound

CASES = Path(__file__).parent / "cases" / "names.txt"


def cases():
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("=>") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "names"), cases())
def test_case(text, names):
    wanted = [name.strip() for name in names.split("|") if name.strip()]
    assert [span.of(text) for span in find_names(text)] == wanted


@pytest.mark.parametrize("word", ["Oekraïense", "Amerikaanse", "Duits", "Chinese", "pro-Russische", "Brusselse"])
def test_adjectives_are_no_names(word):
    assert is_adjective(word)


@pytest.mark.parametrize("word", ["Koeleba", "Parijs", "Buitenlandse", "NAVO", "Jens"])
def test_what_is_no_adjective(word):
    assert not is_adjective(word)


def test_capitals():
    assert is_capital("Jan") and is_capital("'s-Hertogenbosch") and is_capital("iPhone")
    assert not is_capital("jan") and not is_capital("'t")


def test_compounds():
    assert is_compound("Hoofdonderzoekers")
    assert not is_compound("Poetin")
    assert not is_compound("a" * 10_000)


@pytest.mark.parametrize(
    ("text", "word", "begins"),
    [
        ("Hij kwam. Toen ging hij.", "Toen", True),
        ("Hij zag Rutte.", "Rutte", False),
        ("Hij zei: 'Kom.'", "Kom", True),
        ("Ja, 'Kom', zei hij.", "Kom", True),
        ("Kop\nInwoners", "Inwoners", True),
        ("De 'Titanic' zonk.", "Titanic", False),
        ("— Kom mee.", "Kom", True),
    ],
)
def test_begin_of_a_sentence(text, word, begins):
    assert begins_sentence(text, text.index(word)) is begins


@given(st.text(max_size=120))
def test_names_never_overlap(text):
    stop = 0
    for span in find_names(text):
        assert stop <= span.start < span.stop <= len(text)
        stop = span.stop
