"""Sentences that are like a new one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from translate.memory import (
    MARK,
    FuzzyIndex,
    Place,
    Review,
    format_fuzzy,
    mark_difference,
    open_memory,
)
from translate.memory.fuzzy import split_words

SENTENCE = "Minister Blok is gisteren in Kiev aangekomen."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def review(source: str, target: str = "target", segment: str = "a:1.1") -> Review:
    return Review(place=Place(segment=segment, source=source), target=target)


def test_one_other_word() -> None:
    index = FuzzyIndex([review(SENTENCE, "He came."), review("Iets heel anders.")])
    (match,) = index.find("Minister Hoekstra is gisteren in Kiev aangekomen.")
    assert match.review.target == "He came."
    assert match.similarity == pytest.approx(7 / 8)
    assert match.difference == "Minister [-Blok-]{+Hoekstra+} is gisteren in Kiev aangekomen."
    assert format_fuzzy(match) == f"{MARK}87 % like a:1.1: {match.difference} → He came."


def test_the_same_sentence_is_no_fuzzy_match() -> None:
    assert FuzzyIndex([review(SENTENCE)]).find(SENTENCE) == ()


def test_below_the_threshold_nothing_is_offered() -> None:
    index = FuzzyIndex([review("Een twee drie vier.")])
    assert index.find("Een twee drie.", threshold=0.9) == ()
    assert len(index.find("Een twee drie.", threshold=0.8)) == 1


def test_the_most_alike_come_first_and_no_more_than_asked_for() -> None:
    index = FuzzyIndex(
        [review("een twee drie vijf zes"), review("een twee drie vier vijf zes"), review("een twee vier zes")]
    )
    found = index.find("een twee drie vier vijf zes zeven", limit=2, threshold=0.5)
    assert [match.review.place.source for match in found] == [
        "een twee drie vier vijf zes",
        "een twee drie vijf zes",
    ]


def test_of_one_source_the_last_review_counts() -> None:
    index = FuzzyIndex([review("een twee drie", "old"), review("een twee drie", "new", "b:1.1")])
    assert [match.review.target for match in index.find("een twee drie vier")] == ["new"]


@pytest.mark.parametrize("source", ["", " ", "…"])
def test_a_sentence_without_words(source: str) -> None:
    assert FuzzyIndex([review(SENTENCE), review("!")]).find(source) == ()


WORDS = st.lists(st.sampled_from(["een", "de", "Krim", "Kiev", "NAVO", "en", "."]), max_size=8).map(" ".join)


@given(st.lists(WORDS, max_size=12), WORDS, st.sampled_from([0.0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0]))
def test_the_index_finds_what_comparing_all_finds(sources: list[str], source: str, threshold: float) -> None:
    index = FuzzyIndex([review(text) for text in sources])
    found = index.find(source, limit=99, threshold=threshold)
    expected = {
        text
        for text in sources
        if text != source
        and Levenshtein.normalized_similarity(split_words(source), split_words(text))
        >= max(threshold - 1e-9, 1e-9)
    }
    assert {match.review.place.source for match in found} == expected


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("a b c", "a b c", "a b c"),
        ("a b c", "a c", "a [-b-] c"),
        ("a c", "a b c", "a {+b+} c"),
        ("a b", "a b c", "a b{+c+}"),
        ("b c", "a b c", "{+a+} b c"),
        ("a b.", "a b!", "a b[-.-]{+!+}"),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
        ("x  y z", "x  q r z", "x  {+q+} [-y-]{+r+} z"),
    ],
)
def test_differences(old: str, new: str, marked: str) -> None:
    assert mark_difference(old, new) == marked


@given(WORDS, WORDS)
def test_a_marked_difference_has_all_words_of_the_old_sentence(old: str, new: str) -> None:
    marked = mark_difference(old, new)
    kept = "".join(part.split("+}")[-1] for part in marked.split("{+")).replace("[-", "").replace("-]", "")
    assert kept.split() == old.split()


def test_the_memory_sees_new_reviews_at_once(tmp_path: Path) -> None:
    with open_memory(tmp_path / "memory.sqlite") as memory:
        assert memory.fuzzy(SENTENCE) == ()
        memory.store_reviews([review("Minister Hoekstra is gisteren in Kiev aangekomen.")])
        assert len(memory.fuzzy(SENTENCE)) == 1
        assert memory.fuzzy(SENTENCE, threshold=0.95) == ()
        memory.withdraw_reviews(
            [Place(segment="a:1.1", source="Minister Hoekstra is gisteren in Kiev aangekomen.")]
        )
        assert memory.fuzzy(SENTENCE) == ()
