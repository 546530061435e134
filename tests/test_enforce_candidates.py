"""Texts that may honour the terms: rewritten sources, prefixes, edited drafts."""

import pytest

from translate.document import Span, Term
from translate.enforce.anchor import Anchor, read_draft
from translate.enforce.candidates import (
    Candidate,
    Sentence,
    Wish,
    choose_anchors,
    edit_draft,
    find_wishes,
    force_prefix,
    rewrite_source,
)
from translate.enforce.compass import phrase, reach, widen
from translate.enforce.losses import find_loss
from translate.enforce.verdict import judge
from translate.glossary import Glossary
from translate.matching import Matcher, required_target

DRAFT = Candidate(text="", step="model", method="")


def sentence(source: str, **targets: str) -> Sentence:
    """Make a sentence whose terms are given as `form=target`."""
    terms = tuple(Term(source=(form,), target=(target,)) for form, target in targets.items())
    matches = Matcher(Glossary(terms=terms)).find_matches(source)
    required = tuple(required_target(match) for match in matches)
    return Sentence(
        source=source,
        matches=matches,
        required=required,
        phrases=tuple(phrase(source, match, target) for match, target in zip(matches, required, strict=True)),
        glosses=((),) * len(matches),
    )


def wish(text: str, words: str, index: int, *, evidence: float = 2.0, doubled: bool = False) -> Wish:
    start = text.index(words)
    span = Span(start=start, stop=start + len(words))
    return Wish(index=index, anchors=(Anchor(span=span, evidence=evidence),), doubled=doubled)


@pytest.mark.parametrize(
    ("source", "targets", "expected"),
    [
        ("Koeleba zag de Krim.", {"Koeleba": "Kuleba", "Krim": "Crimea"}, "Kuleba zag de Crimea."),
        ("Het is Koeleba's plan.", {"Koeleba": "Kuleba"}, "Het is Kuleba's plan."),
        ("De NAVO-topman sprak.", {"NAVO": "NATO"}, "De NATO-topman sprak."),
        ("In Oost-Oekraïne vriest het.", {"Oekraïne": "Ukraine"}, "In eastern Ukraine vriest het."),
        ("Regeringen vallen.", {"Regering": "government"}, "Government vallen."),
        ("Wij zien niets.", {"Krim": "Crimea"}, "Wij zien niets."),
    ],
)
def test_targets_take_the_place_of_dutch_forms(source: str, targets: dict[str, str], expected: str) -> None:
    known = sentence(source, **targets)
    assert rewrite_source(known, range(len(known.matches))) == expected


def test_only_the_terms_asked_for_are_rewritten() -> None:
    known = sentence("Koeleba zag de Krim.", Koeleba="Kuleba", Krim="Crimea")
    assert rewrite_source(known, [1]) == "Koeleba zag de Crimea."


def test_a_prefix_ends_with_its_term_and_mends_the_article() -> None:
    known = sentence("Het is een Oekraïens dorp.", Oekraïens="Ukrainian")
    text = "It is an Oekrainian town."
    wishes = (wish(text, "Oekrainian", 0),)
    draft = read_draft(known.source, text, None)
    assert force_prefix(known, draft, wishes, choose_anchors(wishes)) == "It is a Ukrainian"


def test_a_prefix_ends_with_the_first_or_the_last_term() -> None:
    known = sentence("Koeleba zag Loegansk.", Koeleba="Kuleba", Loegansk="Luhansk")
    text = "An Coeleba saw Lugans today."
    wishes = (wish(text, "Lugans", 1), wish(text, "Coeleba", 0))
    draft = read_draft(known.source, text, None)
    chosen = choose_anchors(wishes)
    assert force_prefix(known, draft, wishes, chosen) == "A Kuleba"
    assert force_prefix(known, draft, wishes, chosen, last=True) == "A Kuleba saw Luhansk"


def test_there_is_no_prefix_for_words_that_only_have_to_go() -> None:
    known = sentence("Koeleba sprak.", Koeleba="Kuleba")
    text = "Kuleba, Koeleba, spoke."
    wishes = (wish(text, "Koeleba", 0, doubled=True),)
    assert force_prefix(known, read_draft(known.source, text, None), wishes, choose_anchors(wishes)) == ""
    assert force_prefix(known, read_draft(known.source, text, None), (), {}) == ""


def test_two_wishes_never_get_overlapping_places() -> None:
    text = "The Black Zee coast."
    wishes = (wish(text, "Black Zee", 0, evidence=1.0), wish(text, "Zee", 1, evidence=3.0))
    assert set(choose_anchors(wishes)) == {1}


def test_editing_mends_all_terms_at_once() -> None:
    known = sentence("Koeleba zag Loegansk.", Koeleba="Kuleba", Loegansk="Luhansk")
    text = "Coeleba saw Lugans today."
    wishes = (wish(text, "Coeleba", 0), wish(text, "Lugans", 1))
    found = edit_draft(known, read_draft(known.source, text, None), wishes, DRAFT)
    assert [candidate.text for candidate in found] == ["Kuleba saw Luhansk today."]
    assert found[0].edited == {0, 1}


def test_unclear_places_are_tried_one_by_one() -> None:
    known = sentence("De zege was groot.", zege="victory")
    text = "The gain was a feat."
    anchors = tuple(
        Anchor(span=Span(start=text.index(word), stop=text.index(word) + 4), evidence=0.5)
        for word in ("gain", "feat")
    )
    draft = read_draft(known.source, text, None)
    found = edit_draft(known, draft, (Wish(index=0, anchors=anchors),), DRAFT)
    assert [candidate.text for candidate in found] == ["The victory was a feat.", "The gain was a victory."]


def test_doubled_words_are_replaced_or_removed() -> None:
    known = sentence("Koeleba sprak.", Koeleba="Kuleba")
    text = "Kuleba and Koeleba spoke."
    found = edit_draft(
        known, read_draft(known.source, text, None), (wish(text, "Koeleba", 0, doubled=True),), DRAFT
    )
    assert [candidate.text for candidate in found] == ["Kuleba and Kuleba spoke.", "Kuleba and spoke."]


def test_nothing_to_mend_nothing_edited() -> None:
    known = sentence("Koeleba sprak.", Koeleba="Kuleba")
    assert edit_draft(known, read_draft(known.source, "Kuleba spoke.", None), (), DRAFT) == []


def test_wishes_stand_in_the_order_of_the_draft() -> None:
    known = sentence("Koeleba zag de Krim.", Koeleba="Kuleba", Krim="Crimea")
    text = "The Krim was seen by Coeleba."
    draft = read_draft(known.source, text, None)
    wishes = find_wishes(known, draft, judge(known.source, text, known.matches))
    assert [(each.index, each.anchors[0].span.of(text)) for each in wishes] == [(1, "Krim"), (0, "Coeleba")]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Zuid-Afrika", "Africa", "South Africa"),
        ("Noord-Ierland", "Ireland", "Northern Ireland"),
        ("Oost-Europa", "Europe", "Eastern Europe"),
        ("Zuidoost-Turkije", "Turkey", "south-eastern Turkey"),
        ("Midden-Italië", "Italy", "central Italy"),
        ("NAVO-Italië", "Italy", "Italy"),
    ],
)
def test_points_of_the_compass(source: str, target: str, expected: str) -> None:
    part = source.split("-")[1]
    known = sentence(f"In {source} vriest het.", **{part: target})
    assert known.phrases == (expected,)
    whole = reach(known.source, known.matches[0]).of(known.source)
    assert whole == (part if expected == target else source)


@pytest.mark.parametrize(
    ("before", "words", "widened"),
    [
        ("in ", "Oekrain", "Oekrain"),
        ("in East-", "Oekrain", "East-Oekrain"),
        ("in Eastern ", "Oekrain", "Eastern Oekrain"),
        ("in the beast ", "Oekrain", "Oekrain"),
    ],
)
def test_a_point_of_the_compass_goes_with_the_rendering(before: str, words: str, widened: str) -> None:
    text = f"{before}{words}."
    assert widen(text, Span(start=len(before), stop=len(before + words))).of(text) == widened


@pytest.mark.parametrize(
    ("draft", "candidate", "loss"),
    [
        ("He came on Tuesday.", "Kuleba came.", "'Tuesday' is lost"),
        ("It fell in March.", "It fell.", "'March' is lost"),
        ("He did not come.", "He came here.", "'not' is lost"),
        ("He didn't come.", "Kuleba never came.", ""),
        ("The march began.", "The walk began.", ""),
        ("He came on Tuesday.", "On Tuesday Kuleba came.", ""),
    ],
)
def test_a_candidate_that_loses_a_day_or_a_negation_is_refused(draft, candidate, loss):
    assert find_loss("Hij kwam.", draft, candidate, ()) == loss
