"""What honours a term in a target, what is owed, what is forbidden and what leaked."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Term
from translate.glossary import Glossary
from translate.matching import (
    Matcher,
    assign_targets,
    count_missing,
    find_forbidden,
    find_leaks,
    find_target,
    required_target,
)

CASES = Path(__file__).parent / "cases" / "matching-targets.txt"
ROW = re.compile(r"(?P<source>.+?) -> (?P<target>[^(]*)(?P<marks>(?:\s*\((?:exact|name|keep)\))*)$")
FOUND = re.compile(r"\[([^\]]+)\]")


def make(source, target="", *, exact=False, kind="", forbidden=""):
    return Term(
        source=tuple(source.split("|")),
        target=tuple(filter(None, target.split("|"))),
        exact=exact,
        kind=kind,
        forbidden=tuple(filter(None, forbidden.split("|"))),
    )


def read_cases():
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        term = None
        for line in lines:
            if row := ROW.match(line):
                kind = "keep" if "(keep)" in row["marks"] else ""
                term = make(row["source"], row["target"].strip(), exact="(exact)" in row["marks"], kind=kind)
            else:
                yield term, line


ALL = list(read_cases())


def forms(spans, text):
    return [span.of(text) for span in spans]


def match(glossary, source):
    return Matcher(Glossary(terms=tuple(glossary))).find_matches(source)


@pytest.mark.parametrize(("term", "line"), ALL, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_case(term, line):
    expected = FOUND.findall(line)
    target = FOUND.sub(r"\1", line)
    assert forms(find_target(term, target), target) == expected


def test_there_are_enough_cases():
    assert len(ALL) >= 30


@pytest.mark.parametrize(
    ("source", "required"),
    [
        ("Koeleba's woorden", "Kuleba"),
        ("RTL Nieuws' verslag", "RTL Nieuws"),
        ("bij RTL Nieuws", "RTL Nieuws"),
        ("twee Twitters", "Twitter"),
        ("de twitter", "twitter"),
        ("alle museums", "museum"),
    ],
)
def test_required_target(source, required):
    glossary = [
        make("Koeleba", "Kuleba|he", kind="name"),
        make("RTL Nieuws", kind="keep"),
        make("Twitter", kind="keep"),
        make("museum|muzeum", kind="keep"),
    ]
    (found,) = match(glossary, source)
    assert required_target(found) == required


def test_a_kept_form_that_does_not_begin_with_the_variant_is_the_variant():
    (found,) = match([make("hoofdstad", kind="keep")], "twee hoofdsteden")
    assert required_target(found) == "hoofdstad"


def test_a_term_twice_in_the_source_is_owed_twice():
    matches = match([make("Krim", "Crimea")], "De Krim is de Krim")
    assert count_missing(matches, "Crimea is Crimea") == 0
    assert count_missing(matches, "Crimea is there") == 1
    assert count_missing(matches, "It is there") == 2


def test_terms_with_the_same_target_are_counted_together():
    matches = match([make("VS", "US", exact=True), make("Verenigde Staten", "US")], "De VS, de Verenigde Staten")
    assert count_missing(matches, "The US") == 1
    assert count_missing(matches, "The US, the US") == 0


def test_one_occurrence_does_not_serve_a_term_and_the_longer_one_around_it():
    glossary = [make("Oekraïne", "Ukraine"), make("Oost-Oekraïne", "eastern Ukraine")]
    matches = match(glossary, "Oekraïne en Oost-Oekraïne")
    assert count_missing(matches, "eastern Ukraine") == 1
    target = "Eastern Ukraine and Ukraine"
    assert [span and span.of(target) for span in assign_targets(matches, target)] == [
        "Ukraine",
        "Eastern Ukraine",
    ]


def test_as_many_are_served_as_can_be():
    # Greedily the first match would take the only occurrence that the second can have.
    glossary = [make("a1", "alpha|beta"), make("b1", "alpha"), make("c1", "beta|gamma")]
    matches = match(glossary, "c1 a1 b1")
    target = "alpha beta gamma"
    assert [span and span.of(target) for span in assign_targets(matches, target)] == ["gamma", "beta", "alpha"]


def test_a_swap_that_would_overlap_is_not_made():
    glossary = [make("a1", "x y z"), make("b1", "y|z")]
    matches = match(glossary, "a1 b1 b1")
    target = "x y z"
    served = [span for span in assign_targets(matches, target) if span]
    assert all(one.stop <= two.start or two.stop <= one.start for one in served for two in served if one != two)


def test_the_preferred_target_is_given_before_a_pronoun():
    (found,) = match([make("Koeleba", "Kuleba|he")], "Koeleba")
    target = "Today he, Kuleba, left."
    assert [span.of(target) for span in assign_targets([found], target)] == ["Kuleba"]


def test_a_pronoun_serves_where_the_row_lists_it():
    listed = match([make("Koeleba", "Kuleba|he|him")], "Koeleba en Koeleba")
    assert count_missing(listed, "Kuleba said he came") == 0
    unlisted = match([make("Koeleba", "Kuleba")], "Koeleba en Koeleba")
    assert count_missing(unlisted, "Kuleba said he came") == 1


def test_empty_texts_owe_everything():
    matches = match([make("Krim", "Crimea")], "De Krim")
    assert assign_targets(matches, "") == (None,)
    assert assign_targets([], "Crimea") == ()
    assert find_target(matches[0], "") == ()
    assert find_leaks(matches, "") == ()
    assert find_forbidden(Glossary(terms=()), "Crimea") == ()


def test_a_thousand_terms_are_counted_at_once():
    glossary = [make(f"woord{n}", f"word{n}|thing") for n in range(1000)]
    matches = match(glossary, " ".join(f"woord{n}" for n in range(1000)))
    target = " ".join([f"word{n}" for n in range(900)] + ["thing"] * 99)
    assert count_missing(matches, target) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Lugansk and Luhansk", ["Lugansk"]),
        ("Lugansk's mayor", ["Lugansk's"]),
        ("LUGANSK", ["LUGANSK"]),
        ("Luganskaya, preLugansk", []),
        ("Zarya Lugansk won", []),
        ("Zarya Lugansk left Lugansk", ["Lugansk"]),
        ("www.lugansk.ua", []),
        ("Luhansk", []),
        ("", []),
    ],
)
def test_forbidden_targets_of_a_glossary(target, expected):
    glossary = Glossary(
        terms=(
            make("Loegansk|Loehansk", "Luhansk", kind="name", forbidden="Lugansk"),
            make("Zarja Loegansk", "Zarya Lugansk"),
        )
    )
    found = find_forbidden(glossary, target)
    assert [span.of(target) for _, span in found] == expected
    assert all(term == glossary.terms[0] for term, _ in found)


def test_forbidden_targets_of_one_term():
    term = make("Kiev", "Kyiv|Chicken Kiev", forbidden="Kiev")
    target = "Chicken Kiev in Kiev"
    assert [span.start for _, span in find_forbidden(term, target)] == [16]
    (found,) = match([term], "Kiev")
    assert find_forbidden(found, target) == find_forbidden(term, target)
    assert find_forbidden(make("Krim", "Crimea"), "Krim") == ()


def test_what_another_row_asks_for_is_not_forbidden():
    glossary = Glossary(terms=(make("Kiev", "Kyiv", forbidden="Kiev"), make("Dynamo Kiev", kind="keep")))
    assert find_forbidden(glossary, "Dynamo Kiev") == ()
    assert len(find_forbidden(glossary, "Dynamo and Kiev")) == 1


def test_a_forbidden_case_is_looked_for_as_written():
    term = make("internet", "internet", exact=True, forbidden="Internet")
    assert len(find_forbidden(term, "on the Internet")) == 1
    assert find_forbidden(term, "on the internet") == ()


def test_a_place_that_two_rows_forbid_is_told_for_both():
    glossary = Glossary(terms=(make("b", "x", forbidden="bad"), make("a", "y", forbidden="bad word|bad")))
    target = "a bad word"
    found = find_forbidden(glossary, target)
    assert [(term.source[0], span.of(target)) for term, span in found] == [("b", "bad"), ("a", "bad word")]


@pytest.mark.parametrize(
    ("target", "leaks"),
    [
        ("Crimea, de Krim", ["Krim"]),
        ("Krim's fate, Crimea", ["Krim's"]),
        ("Crimea", []),
        ("the krim", []),
        ("THE KRIM", ["KRIM"]),
        ("Krimpen", []),
        ("the Krim-annexation", ["Krim"]),
        ("see www.krim.nl/Krim", []),
    ],
)
def test_leaks_of_a_name(target, leaks):
    matches = match([make("Krim", "Crimea", kind="name")], "De Krim en de Krim")
    assert [span.of(target) for _, span in find_leaks(matches, target)] == leaks


@pytest.mark.parametrize(
    ("row", "source", "target"),
    [
        (make("Donetsk", "Donetsk"), "Donetsk", "Donetsk"),
        (make("Donetsk", "Donetsk Oblast"), "Donetsk", "Donetsk Oblast"),
        (make("minister", "minister"), "de ministers", "the ministers"),
        (make("land", "country"), "het land", "they land in the country"),
        (make("RTL Nieuws", kind="keep"), "RTL Nieuws", "RTL Nieuws"),
        (make("VS", "US"), "de VS", "the US vs. them"),
        (make("drone", "drone"), "twee drones", "two drones"),
    ],
)
def test_no_leak(row, source, target):
    assert find_leaks(match([row], source), target) == ()


def test_leaks_in_any_inflection_and_of_any_variant():
    matches = match([make("Oekraïens|Oekrains", "Ukrainian")], "de Oekraïense grens")
    target = "the Ukrainian, Oekraïense, Oekrains border"
    assert [span.of(target) for _, span in find_leaks(matches, target)] == ["Oekraïense", "Oekrains"]


def test_an_acronym_leaks_in_capitals_only():
    matches = match([make("NAVO", "NATO")], "de NAVO")
    assert len(find_leaks(matches, "NATO is NAVO, Navo")) == 2
    assert find_leaks(matches, "navo") == ()


def test_what_another_match_asks_for_is_no_leak():
    matches = match([make("Kiev", "Kyiv"), make("Dynamo Kiev", kind="keep")], "Dynamo Kiev uit Kiev")
    assert find_leaks(matches, "Dynamo Kiev from Kyiv") == ()
    assert len(find_leaks(matches, "Dynamo Kiev from Kiev")) == 1


WORD = st.sampled_from(["Kyiv", "Kiev", "US", "us", "he", "ally", "allies", "Ukraine", "eastern Ukraine"])
TARGET = st.lists(st.tuples(WORD, st.sampled_from([" ", "-", "'s ", ", "])), max_size=10).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
ROWS = st.lists(
    st.builds(Term, source=st.just(("x",)), target=st.lists(WORD, min_size=1, max_size=3).map(tuple)), max_size=4
)


@given(ROWS, TARGET)
@settings(max_examples=200, deadline=None)
def test_an_occurrence_serves_one_match_only(rows, target):
    matches = [found for row in rows for found in match([row], "x x")]
    spans = [span for span in assign_targets(matches, target) if span]
    ordered = sorted(spans)
    assert all(one.stop <= two.start for one, two in itertools.pairwise(ordered))
    assert len(spans) + count_missing(matches, target) == len(matches)
    for found, span in zip(matches, assign_targets(matches, target), strict=True):
        assert span is None or find_target(found, span.of(target))
