"""Spellings that differ as Dutch and English do, and spellings that are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.language.spelling import distance, english_forms, is_kept, is_regular, plain, similarity, skeleton


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("achmed", "ahmed"),
        ("macedoniers", "macedonians"),
        ("sicilie", "sicily"),
        ("venezolanen", "venezolans"),
        ("koeleba", "kuleba"),
        ("tsjaikovski", "tchaikovsky"),
        ("zjivkov", "zhivkov"),
        ("iraki", "iraqi"),
        ("meksiko", "mexico"),
    ],
)
def test_regular(dutch, english):
    assert is_regular(dutch, english)


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("merkel", "markel"),
        ("stoltenberg", "stoltenburg"),
        ("rutte", "ratte"),
        ("biden", "bidon"),
        ("trump", "tramp"),
    ],
)
def test_irregular(dutch, english):
    assert not is_regular(dutch, english)


@pytest.mark.parametrize("name", ["Stoltenberg", "Merkel", "Rotterdam", "NAVO-Unie"[:0] + "Zapatero", "UNHCR"])
def test_names_that_english_keeps(name):
    assert is_kept(name)


@pytest.mark.parametrize("name", ["Defensie", "Amerikaanse", "Groenlanders", "Ladogameer", "Jan", "Sovjetleger"])
def test_names_that_english_does_not_keep(name):
    assert not is_kept(name)


def test_english_forms():
    assert "vienna" in english_forms("wenen")
    assert "putin" in english_forms("poetins")
    assert "greenland" in english_forms("groenlanders")
    assert english_forms("stoltenberg") == frozenset()


def test_plain():
    assert plain("Çavuşoğlu’s") == "cavusoglu's"
    assert plain("ABC") == "abc"


def test_distance_counts_a_swap_once():
    assert distance("merkel", "mekrel") == 1
    assert similarity("", "") == 1.0
    assert similarity("abcd", "abce") == 0.75


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_between_nothing_and_all(one, other):
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, one) == 1.0
    assert is_regular(one, one)
    assert skeleton(one) == skeleton(one)
