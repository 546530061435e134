"""Two-way consistency over documents."""

from hypothesis import given
from hypothesis import strategies as st

from translate.consistency import find_inconsistencies, fold
from translate.document import Document, Segment, Translation


def document(name, *pairs, status="draft"):
    return Document(
        name=name,
        translations=tuple(
            Translation(segment=Segment(id=f"{name}:{i}.1", text=source), target=target, status=status)
            for i, (source, target) in enumerate(pairs, start=1)
        ),
    )


def test_one_source_with_two_targets_over_two_documents():
    one = document("a", ("Dienstindeler", "Roster planner"), ("Dienstindeler", "Roster planner"))
    other = document("b", ("Nee.", "No."), ("dienstindeler ", "Scheduler"))
    (found,) = find_inconsistencies([one, other])
    assert (found.kind, found.text) == ("targets", "Dienstindeler")
    assert [(variant.text, len(variant.places)) for variant in found.variants] == [
        ("Roster planner", 2),
        ("Scheduler", 1),
    ]
    place = found.variants[1].places[0]
    assert (place.document, place.row, place.id) == (1, 1, "b:2.1")


def test_one_target_for_two_sources():
    (found,) = find_inconsistencies(
        [document("a", ("De oorlog begon.", "The war began."), ("Vrede.", "The war began."))]
    )
    assert found.kind == "sources"
    assert {variant.text for variant in found.variants} == {"De oorlog begon.", "Vrede."}


def test_short_targets_may_answer_to_much():
    assert not list(find_inconsistencies([document("a", ("Ja.", "Yes."), ("Jawel.", "Yes."))]))


def test_rejected_and_empty_targets_do_not_count():
    assert not list(find_inconsistencies([document("a", ("Ja.", "Yes."), ("Ja.", ""))]))
    one, other = document("a", ("Ja.", "Yes.")), document("b", ("Ja.", "Sure."), status="rejected")
    assert not list(find_inconsistencies([one, other]))


def test_no_documents():
    assert not list(find_inconsistencies([]))


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=12))
def test_the_same_rows_twice_add_no_inconsistency(pairs):
    once = {(found.kind, fold(found.text)) for found in find_inconsistencies([document("a", *pairs)])}
    twice = {(f.kind, fold(f.text)) for f in find_inconsistencies([document("a", *pairs), document("b", *pairs)])}
    assert once == twice
