"""Attention -> links between words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.align import Link, align_words, overlap, project, split_words, weigh_words
from translate.document import Span
from translate.engines.interface import Attention


def spans(text: str, pieces: str) -> tuple[Span, ...]:
    """Cut a text at the places that are marked with `|` in `pieces`; blanks belong to no piece."""
    found, position = [], 0
    for piece in pieces.split("|"):
        start = text.index(piece.strip(), position)
        position = start + len(piece.strip())
        found.append(Span(start=start, stop=position))
    return tuple(found)


def words(text: str) -> list[str]:
    return [span.of(text) for span in split_words(text)]


def linked(links: tuple[Link, ...], source: str, target: str) -> list[tuple[str, str]]:
    return [(link.source.of(source), link.target.of(target)) for link in links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kuleba's 3,5 NAVO-chef", ["Kuleba", "'s", "3,5", "NAVO", "chef"]),
        ("don't; 13.000 om 20:15", ["don't", "13.000", "om", "20:15"]),
        ("'s ochtends", ["'s", "ochtends"]),
        ("Oekraïne…!", ["Oekraïne"]),
        ("", []),
        (" -- ", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


SOURCE, TARGET = "Koeleba sprak vandaag.", "Today Kuleba spoke."
ATTENTION = Attention(
    source_spans=spans(SOURCE, "Koe|leba|sprak|vandaag|."),
    target_spans=spans(TARGET, "Today|Ku|le|ba|spoke|."),
    weights=(
        (0.0, 0.1, 0.1, 0.7, 0.1),
        (0.5, 0.2, 0.2, 0.1, 0.0),
        (0.1, 0.1, 0.6, 0.1, 0.1),  # a continuation piece that looks elsewhere, but is less certain than its word
        (0.1, 0.2, 0.3, 0.2, 0.2),
        (0.1, 0.0, 0.8, 0.1, 0.0),
        (0.0, 0.0, 0.0, 0.0, 1.0),
    ),
)


def test_pieces_of_a_word_follow_the_most_certain_one() -> None:
    links = align_words(ATTENTION, SOURCE, TARGET)
    assert linked(links, SOURCE, TARGET) == [("vandaag", "Today"), ("Koeleba", "Kuleba"), ("sprak", "spoke")]
    assert links[1].weight == pytest.approx(0.7)  # both pieces of the source word together


def test_a_stretch_is_projected_onto_the_target() -> None:
    links = align_words(ATTENTION, SOURCE, TARGET)
    whole = Span(start=0, stop=len("Koeleba sprak"))
    found = project(links, whole)
    assert found and found.of(TARGET) == "Kuleba spoke"


def test_nothing_is_projected_from_what_has_no_link() -> None:
    links = align_words(ATTENTION, SOURCE, TARGET)
    assert project(links, Span(start=len(SOURCE) - 1, stop=len(SOURCE))) is None
    assert project((), Span(start=0, stop=5)) is None


def test_of_groups_that_stand_apart_the_heaviest_is_taken() -> None:
    def link(start: int, weight: float, source: int) -> Link:
        span = Span(start=source, stop=source + 1)
        return Link(source=span, target=Span(start=start, stop=start + 1), weight=weight)

    links = (link(0, 0.4, 0), link(2, 0.9, 5), link(4, 0.3, 0), link(6, 0.3, 0), link(8, 0.5, 9))
    assert project(links, Span(start=0, stop=1)) == Span(start=4, stop=7)


def test_a_word_that_looks_only_at_punctuation_has_no_link() -> None:
    attention = Attention(
        source_spans=spans("ja !", "ja|!"), target_spans=spans("yes", "yes"), weights=((0.0, 1.0),)
    )
    assert align_words(attention, "ja !", "yes") == ()


def test_texts_without_words_have_no_links() -> None:
    attention = Attention(source_spans=(), target_spans=(Span(start=0, stop=3),), weights=((),))
    assert align_words(attention, "", "yes") == ()
    assert weigh_words(attention, (), split_words("yes")) == ((),)


def test_a_piece_with_a_blank_before_it_belongs_to_its_word() -> None:
    source, target = "de Krim", "the Crimea"
    attention = Attention(
        source_spans=(Span(start=0, stop=2), Span(start=2, stop=7)),
        target_spans=(Span(start=0, stop=3), Span(start=3, stop=10)),
        weights=((0.9, 0.1), (0.2, 0.8)),
    )
    assert linked(align_words(attention, source, target), source, target) == [("de", "the"), ("Krim", "Crimea")]


@given(
    st.text(alphabet="ab -'.1", max_size=20),
    st.text(alphabet="cd -’,2", max_size=20),
    st.lists(st.floats(0, 1), min_size=400, max_size=400),
)
def test_links_are_whole_words_in_order(source: str, target: str, numbers: list[float]) -> None:
    pieces = [tuple(Span(start=i, stop=i + 1) for i in range(len(text))) for text in (source, target)]
    rows = tuple(tuple(numbers[i * len(source) : (i + 1) * len(source)]) for i in range(len(target)))
    links = align_words(Attention(source_spans=pieces[0], target_spans=pieces[1], weights=rows), source, target)
    assert [link.target for link in links] == sorted({link.target for link in links})
    assert {link.source for link in links} <= set(split_words(source))
    assert {link.target for link in links} <= set(split_words(target))


def test_spans_that_touch_do_not_overlap() -> None:
    assert not overlap(Span(start=0, stop=2), Span(start=2, stop=3))
    assert overlap(Span(start=0, stop=3), Span(start=2, stop=3))
