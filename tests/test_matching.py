"""Matching, from the plain-text cases and by properties."""

import itertools
import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Term
from translate.glossary import EMPTY, Glossary
from translate.matching import Matcher, find_forbidden, find_leaks, find_target

CASES = Path(__file__).parent / "cases" / "matching.txt"
ROW = re.compile(r"(?P<source>.+?) -> (?P<target>[^(]*(?:\(sic\))?)(?P<marks>(?:\s*\((?:exact|name|keep)\))*)$")
FOUND = re.compile(r"\[(?P<form>[^\]|]+)(?:\|(?P<inflection>\w*)(?P<compound>\+?))?\]")


@dataclass(frozen=True)
class Case:
    terms: tuple[Term, ...]
    source: str
    expected: tuple[tuple[int, str, str, bool], ...]
    """Start, form, inflection and whether it is a part of a compound."""


def read_term(line):
    row = ROW.match(line)
    marks = row["marks"]
    target = row["target"].strip()
    return Term(
        source=tuple(row["source"].split("|")),
        target=(target,) if target else (),
        exact="(exact)" in marks,
        kind="keep" if "(keep)" in marks else "name" if "(name)" in marks else "",
    )


def read_case(terms, line):
    source, expected, place = "", [], 0
    for found in FOUND.finditer(line):
        source += line[place : found.start()]
        expected.append((len(source), found["form"], found["inflection"] or "", bool(found["compound"])))
        source += found["form"]
        place = found.end()
    return Case(terms, source + line[place:], tuple(expected))


def read_cases():
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        terms = tuple(read_term(line) for line in lines if ROW.match(line))
        for line in lines:
            if not ROW.match(line):
                yield read_case(terms, line)


ALL = list(read_cases())


def find(terms, source):
    matches = Matcher(Glossary(terms=tuple(terms))).find_matches(source)
    return tuple((match.span.start, match.form, match.inflection, match.compound) for match in matches)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.source[:50])
def test_case(case):
    assert find(case.terms, case.source) == case.expected


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.source[:50])
def test_case_with_rows_reversed(case):
    assert find(reversed(case.terms), case.source) == case.expected


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.source[:50])
def test_case_decomposed(case):
    source = unicodedata.normalize("NFD", case.source)
    forms = [(unicodedata.normalize("NFD", form), *rest) for _, form, *rest in case.expected]
    assert [tuple(found[1:]) for found in find(case.terms, source)] == forms


def test_there_are_enough_cases():
    assert len(ALL) >= 70
    assert sum(not case.expected for case in ALL) >= 15


def test_no_glossary_finds_nothing():
    assert Matcher(EMPTY).find_matches("De Krim") == ()
    assert Matcher(Glossary(terms=(Term(source=("Krim",), target=("Crimea",)),))).find_matches("") == ()


def test_a_term_that_is_an_address_is_found_in_none():
    matcher = Matcher(Glossary(terms=(Term(source=("www.krim.nl",), target=("x",)),)))
    assert matcher.find_matches("zie www.krim.nl en www.navo.nl") == ()


def test_a_row_that_asks_for_its_case_goes_first():
    terms = [
        Term(source=("Turkije",), target=("Turkey",)),
        Term(source=("turkije",), target=("turkey",), exact=True),
    ]
    for listed in (terms, terms[::-1]):
        matches = Matcher(Glossary(terms=tuple(listed))).find_matches("turkije Turkije")
        assert [match.term.target[0] for match in matches] == ["turkey", "Turkey"]


def test_a_form_as_written_goes_before_an_inflected_one():
    terms = (Term(source=("Pool",), target=("Pole",)), Term(source=("Polen",), target=("Poland",)))
    (match,) = Matcher(Glossary(terms=terms)).find_matches("Polen")
    assert match.term.target == ("Poland",)
    assert match.inflection == ""


def test_an_acronym_goes_before_the_word_it_looks_like():
    terms = (Term(source=("om",), target=("around",)), Term(source=("OM",), target=("prosecution",)))
    matches = Matcher(Glossary(terms=terms)).find_matches("Om het OM")
    assert [match.term.target[0] for match in matches] == ["around", "prosecution"]


def test_a_thousand_terms_in_one_sentence():
    terms = tuple(Term(source=(f"woord{n}",), target=(f"word{n}",)) for n in range(1000))
    source = " ".join(f"woord{n}" for n in range(1000))
    assert len(Matcher(Glossary(terms=terms)).find_matches(source)) == 1000


@pytest.mark.parametrize(
    "piece", ["'", "\u200b", " ", "Krim ", "Krim", "-", "Krim' ", "www.", "@", "\u0301", "Hans' "]
)
def test_a_hostile_line_takes_linear_time(piece):
    terms = (Term(source=("Krim",), target=("Crimea",)), Term(source=("Hans",), target=("Hans",), exact=True))
    matcher = Matcher(Glossary(terms=terms))
    line = piece * (50_000 // len(piece))
    start = time.process_time()
    matches = matcher.find_matches(line)
    find_leaks(matches, line)
    find_target(terms[1], line.replace("Hans", "HANS"))
    find_forbidden(Term(source=("x",), target=("Krim Krim",), forbidden=("Krim", "Hans")), line)
    assert time.process_time() - start < 10
    assert len(matches) <= 12_500


WORDS = st.sampled_from(["Krim", "krim", "NAVO", "Oost", "Oekraïne", "de", "Hans", "raket", "VS", "om", "Zee's"])
SEPARATORS = st.sampled_from([" ", "-", "  ", "'", "\u2019", ", ", ". ", "en ", "s ", "'s ", "\u00ad", "\u0301"])
TEXTS = st.lists(st.tuples(WORDS, SEPARATORS), max_size=12).map(lambda pairs: "".join(a + b for a, b in pairs))
SOURCES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
TERMS = st.lists(
    st.builds(
        Term,
        source=st.tuples(SOURCES),
        target=st.tuples(st.sampled_from(["A", "B", "C"])),
        exact=st.booleans(),
        kind=st.sampled_from(["", "name"]),
    ),
    max_size=6,
)


@given(TERMS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_matches_stand_in_order_and_never_overlap(terms, source):
    matches = Matcher(Glossary(terms=tuple(terms))).find_matches(source)
    assert all(match.span.of(source) == match.form and match.form for match in matches)
    assert all(one.span.stop <= two.span.start for one, two in itertools.pairwise(matches))


@given(TERMS, TEXTS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_rows_changes_nothing(terms, source, random):
    shuffled = list(terms)
    random.shuffle(shuffled)
    found = [Matcher(Glossary(terms=tuple(listed))).find_matches(source) for listed in (terms, shuffled)]
    assert found[0] == found[1]
