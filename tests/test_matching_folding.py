"""Folding: what compares equal, and the way back to the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.language.folding import BLANK, closes_word, fold, fold_form, is_possessive, joins_word, opens_word


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Oekraïne", "Oekrai\u0308ne"),
        ("Koeleba's", "Koeleba’s"),
        ("Koeleba's", "Koeleba`s"),
        ("NAVO-top", "NAVO\u2011top"),
        ("Zwarte Zee", "Zwarte\u00a0Zee"),
        ("Zwarte Zee", "Zwarte \n\t Zee"),
        ("Oekraïne", "Oekra\u00adïne"),
        ("NAVO", "NA\u200bVO"),
        ("IJsland", "\u0132sland"),
        ("ijs", "\u0133s"),
        ("a b", "a \u200b b"),
    ],
)
def test_what_compares_equal(one, two):
    assert fold(one).text == fold(two).text


@pytest.mark.parametrize(("one", "two"), [("Krim", "Krím"), ("a-b", "a—b"), ("ab", "a b"), ("Krim", "krim")])
def test_what_does_not(one, two):
    assert fold(one).text != fold(two).text


@pytest.mark.parametrize("letter", ["\u0130", "\u03a3", "\u1e9e", "\ufb03", "\u0149", "\u01f0"])
def test_lower_case_has_the_same_length(letter):
    folded = fold(f"{letter}a{letter}")
    assert len(folded.text) == len(folded.lower)


def test_addresses_are_blanked_out():
    folded = fold("zie https://krim.nl/x en krim@navo.nl, Krim")
    assert folded.text == f"zie {BLANK * 17} en {BLANK * 12}, Krim"
    assert fold_form(" www.krim.nl ") == "www.krim.nl"


TEXTS = st.text(st.sampled_from("aïi\u0308'’`-\u2011 \t\n\u00a0\u00ad\u200b\u0132İΣσé."), max_size=30)


@given(TEXTS | st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once.text).text == once.text
    assert len(once.text) == len(once.lower)


@given(TEXTS, TEXTS)
def test_a_word_is_found_again_in_the_text(before, after):
    text = f"{before} Oekrai\u0308ne {after}"
    folded = fold(text)
    start = folded.text.index("Oekraïne")
    found = folded.span(start, start + 8).of(text)
    assert unicodedata.normalize("NFC", found) == "Oekraïne"


@given(TEXTS)
def test_offsets_never_run_back(text):
    folded = fold(text)
    spans = [folded.span(index, index + 1) for index in range(len(folded.text))]
    assert all(span.start < span.stop <= len(text) for span in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "index", "opens"), [("a'b", 2, False), ("a 'b", 3, True), ("'b", 1, True), ("ab", 1, False)]
)
def test_an_apostrophe_inside_a_word_is_no_boundary(text, index, opens):
    assert opens_word(text, index) == opens


def test_ends_of_words():
    assert closes_word("ab", 2)
    assert closes_word("ab-c", 2)
    assert not closes_word("ab", 1)
    assert not closes_word("a_b", 1)
    assert not closes_word("a\u0301", 1)
    assert joins_word("vvd'er", 3)
    assert not joins_word("vvd' er", 3)


@pytest.mark.parametrize(
    ("text", "possessive"),
    [
        ("hans' fiets", True),
        ("hans'", False),
        ("hans'.", False),
        ("'ik ben hans' zei hij", False),
        ("'ja' zei hans' broer", True),
        ("m'n hans' fiets", True),
    ],
)
def test_the_apostrophe_of_a_possessive_closes_no_quotation(text, possessive):
    start = text.index("hans")
    assert is_possessive(text, start, start + 5) == possessive
