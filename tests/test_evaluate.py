"""The figures of a run, on targets written for the purpose."""

import pytest

from translate.document import Segment, Step, Term, TermOutcome, Translation
from translate.errors import DocumentError
from translate.evaluate import STEPS, TermScore, evaluate, measure_quality
from translate.glossary import Glossary
from translate.matching import Matcher

KULEBA = Term(source=("Koeleba",), target=("Kuleba",), kind="name")
ALLY = Term(source=("bondgenoot",), target=("ally", "partner"), forbidden=("friend",))
MATCHER = Matcher(Glossary(terms=(KULEBA, ALLY)))


def translation(source: str, target: str, *steps: Step) -> Translation:
    matches = MATCHER.find_matches(source)
    terms = tuple(
        TermOutcome(form=match.form, target="", step=step, source_span=match.span)
        for match, step in zip(matches, steps, strict=False)
    )
    return Translation(segment=Segment(id="a:1.1", text=source), target=target, terms=terms)


def report(*translations: Translation, references: list[str] | None = None):
    matches = [MATCHER.find_matches(each.segment.text) for each in translations]
    return evaluate(translations, matches, references)


def test_success_in_three_degrees() -> None:
    found = report(
        translation("Een bondgenoot.", "An ally."),
        translation("Een bondgenoot.", "AN ALLY."),
        translation("Bondgenoten.", "Allies."),
        translation("Een bondgenoot.", "A partner."),
        translation("Een bondgenoot.", "A mate."),
    )
    assert found.total.n_occurrences == 5
    assert (found.total.n_exact, found.total.n_ignoring_case, found.total.n_honoured) == (1, 2, 4)
    assert found.success == 0.8


def test_consistency_is_the_share_of_the_most_frequent_rendering() -> None:
    found = report(
        translation("Een bondgenoot.", "An ally."),
        translation("Een bondgenoot.", "An Ally's."),
        translation("Een bondgenoot.", "A partner."),
        translation("Koeleba.", "Coeleba."),
    )
    assert found.consistency == 0.75  # what stands for the missing one agrees with itself
    assert found.total.n_consistent == 3


def test_what_is_missing_agrees_with_nothing() -> None:
    assert report(*[translation("Koeleba.", "Someone.")] * 4).consistency == 0.25


def test_leaks_and_forbidden_targets_are_counted() -> None:
    found = report(
        translation("Koeleba is een bondgenoot.", "Kuleba (Koeleba) is an ally."),
        translation("Een bondgenoot.", "A friend, a true friend."),
        translation("Een vriend.", "A friend."),
    )
    assert (found.n_leaks, found.n_forbidden) == (1, 2)


def test_steps_are_taken_from_the_audit_and_judged_without_one() -> None:
    found = report(
        translation("Koeleba is een bondgenoot.", "Kuleba is an ally.", "edited", "decoded"),
        translation("Koeleba.", "Kuleba."),
        translation("Koeleba.", "Someone."),
    )
    assert dict(zip(STEPS, found.total.steps, strict=True)) == {
        "model": 1, "decoded": 1, "edited": 1, "reviewed": 0, "missing": 1,
    }  # fmt: skip
    assert sum(found.total.steps) == found.total.n_occurrences


def test_terms_come_the_most_frequent_first() -> None:
    found = report(translation("Koeleba.", "Kuleba."), *[translation("Een bondgenoot.", "An ally.")] * 2)
    assert [score.source for score in found.terms] == ["bondgenoot", "Koeleba"]
    assert (found.n_segments, found.n_with_terms) == (3, 3)


def test_a_run_without_terms_is_all_right() -> None:
    found = report(translation("Niets.", "Nothing."))
    assert (found.success, found.consistency, found.n_with_terms, found.terms) == (1.0, 1.0, 0, ())
    assert found.total == TermScore(
        source="", n_occurrences=0, n_exact=0, n_ignoring_case=0, n_honoured=0, n_consistent=0, steps=(0,) * 5
    )
    assert found.quality is None


def test_quality_against_references() -> None:
    same = "The minister said that the talks would go on for as long as it takes."
    found = report(translation("Niets.", same), references=[same])
    assert found.quality
    assert (round(found.quality.bleu, 6), round(found.quality.chrf, 6)) == (100.0, 100.0)
    assert "tok:13a" in found.quality.signature
    other = measure_quality(["Nothing of the kind was ever said by him in public."], [same])
    assert other.bleu < 10
    assert other.chrf < 40


def test_sacrebleu_s_own_figure() -> None:
    targets = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."]
    references = ["The dog bit the man.", "It was not unexpected.", "The man bit him first."]
    assert measure_quality(targets, references).bleu == pytest.approx(45.0675, abs=1e-3)


def test_references_that_are_too_few_are_refused() -> None:
    with pytest.raises(DocumentError, match="1 translations and 0 references") as caught:
        measure_quality(["One."], [])
    assert "as many lines" in caught.value.hint
