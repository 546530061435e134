"""Words replaced in English sentences: plain-text cases in cases/edit.txt, and what holds for any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.document import Span
from translate.enforce.edit import (
    indefinite_article,
    is_headline,
    pluralise,
    remove_words,
    replace_term,
    starts_sentence,
)

CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "edit.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    draft, term, expected = case.split(" => ")
    found = re.search(r"\[(.*?)\]", draft)
    assert found
    text = draft[: found.start()] + found[1] + draft[found.end() :]
    span = Span(start=found.start(), stop=found.start() + len(found[1]))
    edited, placed = replace_term(text, span, term.removeprefix("="), exact=term.startswith("="))
    assert edited == expected
    assert placed.of(edited).casefold() == term.removeprefix("=").casefold()


@given(
    st.text(max_size=60),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(["Kuleba", "a.b*", "men's", "the US"]),
)
def test_the_term_always_stands_where_it_is_said_to_stand(text: str, start: int, length: int, term: str) -> None:
    span = Span(start=min(start, len(text)), stop=min(start + length, len(text)))
    edited, placed = replace_term(text, span, term)
    assert placed.of(edited).casefold() == term.casefold()


@given(st.text(alphabet="ab .,'", max_size=40))
def test_what_stands_far_away_is_not_touched(text: str) -> None:
    frame = "Nobody here knew that " + text + " was what they had wanted all along."
    start = len("Nobody here knew that ")
    edited, _ = replace_term(frame, Span(start=start, stop=start + len(text)), "Kuleba")
    assert edited.startswith("Nobody here knew")
    assert edited.endswith("was what they had wanted all along.")


def test_long_runs_of_blanks_and_quotes_cost_no_time() -> None:
    text = " " * 50_000 + "'" * 50_000 + "x"
    edited, _ = replace_term(text, Span(start=len(text) - 1, stop=len(text)), "Kuleba")
    assert edited == text[:-1] + "Kuleba"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the Krim Crimea", "Krim", "the Crimea"),
        ("the Crimea Krim.", "Krim", "the Crimea."),
        ("Krim Crimea", "Krim", "Crimea"),
        ("Crimea Krim", "Krim", "Crimea"),
        ("(Krim) Crimea", "Krim", "() Crimea"),
        ("A Krim event.", "Krim", "An event."),
        ("the Crimea, Krim, coast", "Krim", "the Crimea,, coast"),
    ],
)
def test_removed_words_leave_one_space(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    assert remove_words(text, Span(start=start, stop=start + len(words))) == expected


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("apple", "an"), ("Ukrainian", "a"), ("unit", "a"), ("uninvited guest", "an"), ("university", "a"),
        ("hour", "an"), ("house", "a"), ("honest man", "an"), ("one-off", "a"), ("European", "a"), ("FBI", "an"),
        ("UN", "a"), ("UK", "a"), ("NATO", "a"), ("UNESCO", "a"), ("8-year-old", "an"), ("18th", "an"),
        ("10th", "a"), ("180th", "a"), ("élite", "an"), ("“eager", "an"), ("X-ray", "an"), ("umbrella", "an"),
        ("", "a"), ("HSBC", "an"), ("A-level", "an"), ("U-boat", "a"), ("T-shirt", "a"),
    ],
)  # fmt: skip
def test_indefinite_article(word: str, article: str) -> None:
    assert indefinite_article(word) == article


@pytest.mark.parametrize(
    ("term", "plural"),
    [
        ("ally", "allies"), ("day", "days"), ("woman", "women"), ("German", "Germans"), ("human", "humans"),
        ("bus", "buses"), ("box", "boxes"), ("troops", "troops"), ("people", "people"),
        ("spokesperson", "spokespeople"),        ("Kennedy", "Kennedys"), ("boss", "bosses"),
    ],
)  # fmt: skip
def test_pluralise(term: str, plural: str) -> None:
    assert pluralise(term) == plural


def test_headlines_are_all_capitals_and_more_than_a_word() -> None:
    assert is_headline("KULEBA IN KYIV")
    assert not is_headline("NATO")
    assert not is_headline("NATO in KYIV")
    assert not is_headline("13.000 !")


def test_a_sentence_starts_after_a_stop_but_not_after_an_initial() -> None:
    assert starts_sentence("")
    assert starts_sentence('He left. "')
    assert starts_sentence("He left! ")
    assert not starts_sentence("the ")
    assert not starts_sentence("J. ")
    assert not starts_sentence("the 'so-called ")
