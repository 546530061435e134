"""Where in a draft the words stand that a target should replace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.align import overlap, split_words
from translate.document import Span, Term, TermMatch
from translate.enforce.anchor import find_gaps, find_renderings, read_draft, resemble
from translate.engines.interface import Attention


def match(source: str, form: str, *target: str) -> TermMatch:
    start = source.index(form)
    term = Term(source=(form,), target=target)
    return TermMatch(term=term, span=Span(start=start, stop=start + len(form)), form=form)


def attention(source: str, target: str, links: dict[str, str]) -> Attention:
    """Let each word of the target look at one of the source; those not named look nowhere."""
    ours, theirs = split_words(source), split_words(target)
    rows = [
        [0.9 if links.get(word.of(target)) == other.of(source) else 0.01 for other in ours] for word in theirs
    ]
    return Attention(source_spans=ours, target_spans=theirs, weights=tuple(map(tuple, rows)))


def best(source: str, draft: str, form: str, *targets: str, links: dict[str, str] | None = None) -> str:
    looked = read_draft(source, draft, None if links is None else attention(source, draft, links))
    found = find_renderings(looked, match(source, form, targets[0]), targets)
    return found[0].span.of(draft)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Koeleba", "Coeleba", True),
        ("Loegansk", "Lugansk", True),
        ("Charkov", "Kharkiv", True),
        ("Zelenski", "Zelenskyy", True),
        ("Oekraïne", "EasternOekrain", True),
        ("Oekraïne", "Akrainian", True),
        ("Krim", "Krim", True),
        ("VS", "VS", True),
        ("VS", "US", False),
        ("Kiev", "tree", False),
        ("Poetin", "minister", False),
        ("", "", False),
    ],
)
def test_spellings_that_sound_alike(one: str, other: str, *, alike: bool) -> None:
    assert (resemble(one, other) >= 0.6) == alike
    assert resemble(one, other) == resemble(other, one)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_a_share(one: str, other: str) -> None:
    assert 0 <= resemble(one, other) <= 1
    if any(letter.isalnum() for letter in one):
        assert resemble(one, one) == 1


def test_a_mangled_name_is_found_without_attention() -> None:
    source, draft = "Volgens Koeleba wil Oekraïne praten.", "Ukraine, says Coeleba, wants to talk."
    assert best(source, draft, "Koeleba", "Kuleba") == "Coeleba"


def test_attention_finds_what_spelling_cannot() -> None:
    source, draft = "De regering wil hervormen.", "The cabinet wants to reform."
    assert (
        best(source, draft, "regering", "government", links={"cabinet": "regering", "wants": "wil"}) == "cabinet"
    )


def test_what_the_model_makes_of_the_form_alone_finds_it_too() -> None:
    source, draft = "Gisteren heeft de VS gewonnen.", "Yesterday the US won a victory."
    assert best(source, draft, "VS", "United States", "the US") == "US"


def test_a_rendering_of_several_words_is_found_whole() -> None:
    source = "De minister van Buitenlandse Zaken sprak."
    draft = "The minister of Foreign Affairs spoke."
    links = {"minister": "minister", "of": "van", "Foreign": "Buitenlandse", "Affairs": "Zaken", "spoke": "sprak"}
    form = "minister van Buitenlandse Zaken"
    assert best(source, draft, form, "foreign minister", links=links) == "minister of Foreign Affairs"


def test_words_that_honour_another_term_are_never_taken() -> None:
    source, draft = "Koeleba en Koelebba.", "Kuleba and Colebba."
    taken = (Span(start=0, stop=6),)
    looked = read_draft(source, draft, None, taken)
    found = find_renderings(looked, match(source, "Koelebba", "Kulebba"), ("Kulebba",))
    assert found[0].span.of(draft) == "Colebba"
    assert not any(overlap(anchor.span, taken[0]) for anchor in found)


def test_renderings_neither_begin_nor_end_with_a_stop_word() -> None:
    looked = read_draft("De Krim is mooi.", "The Crimea of the east is a beauty.", None)
    for anchor in find_renderings(looked, match("De Krim is mooi.", "Krim", "Crimea"), ("Crimea",), limit=9):
        words = anchor.span.of(looked.text).casefold().split()
        assert words[0] not in ("the", "of", "is", "a")
        assert words[-1] not in ("the", "of", "is", "a")


def test_numbers_and_words_of_other_source_words_are_no_rendering_of_a_name() -> None:
    source, draft = "In 2014 was Donetsk bij Loegansk.", "In 2014 Donetsk was at Lohansk."
    assert best(source, draft, "Loegansk", "Luhansk") == "Lohansk"


def test_nothing_is_found_in_a_draft_without_words() -> None:
    looked = read_draft("De Krim.", "...", None)
    assert find_renderings(looked, match("De Krim.", "Krim", "Crimea"), ("Crimea",)) == ()
    assert find_gaps(looked, match("De Krim.", "Krim", "Crimea")) == ()


def test_gaps_are_beside_the_neighbours_of_the_term() -> None:
    source, draft = "Gisteren sprak Koeleba lang.", "Yesterday spoke long."
    links = {"Yesterday": "Gisteren", "spoke": "sprak", "long": "lang"}
    looked = read_draft(source, draft, attention(source, draft, links))
    found = find_gaps(looked, match(source, "Koeleba", "Kuleba"))
    assert draft[: found[0].span.start] == "Yesterday spoke "
    assert all(anchor.span.start == anchor.span.stop for anchor in found)


def test_gaps_are_found_by_proportion_where_attention_is_not_known() -> None:
    source, draft = "Gisteren kwam hij met Koeleba", "Yesterday he came along with"
    found = find_gaps(read_draft(source, draft, None), match(source, "Koeleba", "Kuleba"))
    assert found[0].span.start > len(draft) // 2


def test_no_gap_inside_a_target_that_is_right() -> None:
    source, draft = "Zwarte Zee Krim", "Black Sea"
    looked = read_draft(source, draft, None, (Span(start=0, stop=9),))
    assert all(anchor.span.start in (0, 9) for anchor in find_gaps(looked, match(source, "Krim", "Crimea")))
