"""Formatting finds its words in a target: unchanged words, word links, or nothing at all."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles.filling import Stretch, walk_stretch
from translate.articles.placing import Placement, nest, place_markup
from translate.document import Markup, MarkupKind, Span

SOURCE = "De Russische minister Rjabkov waarschuwt de VS."
TARGET = "Russian minister Ryabkov warns the US."


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, stop=start + len(words))


def link(source: str, target: str) -> tuple[Span, Span]:
    return span_of(SOURCE, source), span_of(TARGET, target)


LINKS = (
    link("Russische", "Russian"),
    link("minister", "minister"),
    link("Rjabkov", "Ryabkov"),
    link("waarschuwt", "warns"),
    link("de VS", "the US"),
)


def place(
    words: str,
    kind: MarkupKind,
    links: Sequence[tuple[Span, Span]] = (),
    source: str = SOURCE,
    target: str = TARGET,
) -> list[str]:
    """Return the words of the target that a markup of some words of the source gets."""
    markup = Markup(span=span_of(source, words), kind=kind)
    return [found.span.of(target) for found in place_markup(source, target, [markup], links)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Rjabkov", ["Ryabkov"]),
        ("minister Rjabkov", ["minister Ryabkov"]),
        ("waarschuwt de VS", ["warns the US"]),
        ("minister", ["minister"]),
        (SOURCE, [TARGET]),
        (SOURCE[:-1], [TARGET[:-1]]),
    ],
)
@pytest.mark.parametrize("kind", ["bold", "italic", "link"])
def test_words_are_found_by_links(words: str, kind: MarkupKind, expected: list[str]):
    assert place(words, kind, LINKS) == expected


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("minister", "bold", ["minister"]),
        ("Rjabkov", "bold", []),
        ("Rjabkov", "other", []),
        ("Rjabkov", "link", ["Ryabkov"]),
        ("Rjabkov", "code", ["Ryabkov"]),
        ("waarschuwt", "code", [""]),
        (SOURCE, "bold", [TARGET]),
    ],
)
def test_without_links_only_what_must_not_be_lost_is_guessed(words: str, kind: MarkupKind, expected: list[str]):
    assert place(words, kind) == expected


def test_the_second_of_the_same_words_finds_the_second():
    source, target = "Ja en Ja.", "Ja and Ja."
    markup = Markup(span=Span(start=6, stop=8), kind="bold")
    assert place_markup(source, target, [markup], ())[0].span == Span(start=7, stop=9)


def test_words_inside_a_word_are_not_the_words():
    assert place("Jan", "bold", source="Voor Jan is dat zo.", target="For January it is.") == []


def test_linked_words_that_stand_apart_are_not_joined_over_others():
    source, target = "Hij belt haar op.", "He will call her up later on."
    links = [
        (span_of(source, "belt"), span_of(target, "call")),
        (span_of(source, "belt"), span_of(target, "on")),
        (span_of(source, "haar"), span_of(target, "her")),
        (span_of(source, "op"), span_of(target, "up")),
        (span_of(source, "op"), span_of(target, "later")),
    ]
    assert place("belt", "bold", links, source, target) == ["call"]


def test_a_link_to_half_a_word_takes_the_whole():
    links = [(span_of(SOURCE, "Rjabkov"), Span(start=19, stop=22))]
    assert place("Rjabkov", "bold", links) == ["Ryabkov"]


@pytest.mark.parametrize(
    ("source", "point", "target", "expected"),
    [
        ("Een kaart hier.", 0, "A map here.", 0),
        ("Een kaart hier.", 15, "A map here.", 11),
        ("Een kaart hier.", 14, "A map here.", 10),
        ("Een kaart hier.", 9, "A map here.", 5),
        ("Een kaart hier.", 10, "A map here.", 6),
        ("'Een kaart.'", 1, "'A map.'", 1),
        ("Een kaart.", 0, "", 0),
    ],
)
def test_what_has_no_words_follows_its_words(source: str, point: int, target: str, expected: int):
    markup = Markup(span=Span(start=point, stop=point), kind="image")
    assert place_markup(source, target, [markup], ())[0].span == Span(start=expected, stop=expected)


def test_what_has_no_words_follows_linked_words():
    point = SOURCE.index(" waarschuwt")
    markup = Markup(span=Span(start=point, stop=point), kind="image")
    place = place_markup(SOURCE, TARGET, [markup], LINKS)[0].span.start
    assert TARGET[:place] == "Russian minister Ryabkov"


def test_placements_that_cross_are_cut():
    outer = Placement(markup=Markup(span=Span(start=0, stop=5), kind="bold"), span=Span(start=0, stop=5))
    crossing = Placement(markup=Markup(span=Span(start=3, stop=9), kind="link"), span=Span(start=3, stop=9))
    assert [found.span for found in nest([crossing, outer])] == [Span(start=0, stop=5), Span(start=3, stop=5)]


def test_what_falls_into_code_is_written_behind_it():
    code = Placement(markup=Markup(span=Span(start=0, stop=4), kind="code"), span=Span(start=0, stop=4))
    others: list[MarkupKind] = ["image", "link", "code", "bold"]
    inside = [
        Placement(markup=Markup(span=Span(start=2, stop=stop), kind=kind), span=Span(start=2, stop=stop))
        for kind, stop in zip(others, (2, 3, 3, 3), strict=True)
    ]
    events = list(walk_stretch(Stretch(text="code en", placements=nest([code, *inside]))))
    opened = [placement.markup.kind for event, placement, _ in events if placement and event == "open"]
    assert sorted(opened) == ["code", "code", "image", "link"]
    assert [text for _, _, text in events if text] == [" en"]


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: Span(start=min(pair), stop=max(pair)))
KINDS: st.SearchStrategy[MarkupKind] = st.sampled_from(["bold", "link", "image", "code"])


@given(
    st.lists(st.tuples(SPANS, KINDS), max_size=6), st.text("ab .", max_size=12), st.lists(st.tuples(SPANS, SPANS))
)
def test_whatever_is_placed_is_well_nested_and_inside_the_target(
    parts: list[tuple[Span, MarkupKind]], target: str, links: list[tuple[Span, Span]]
):
    markup = [Markup(span=span, kind=kind) for span, kind in parts]
    inside = [(here, there) for here, there in links if there.stop <= len(target)]
    placed = place_markup("ab ab.ab, ab", target, markup, inside)
    depth: list[Placement] = []
    opened: list[Markup] = []
    text = ""
    for event, placement, words in walk_stretch(Stretch(text=target, placements=placed)):
        text += words
        if placement is None:
            continue
        assert 0 <= placement.span.start <= placement.span.stop <= len(target)
        if event == "close":
            assert depth.pop() is placement
        else:
            depth.append(placement)
            opened.append(replace(placement.markup, payload=""))
    assert not depth
    assert all(
        part in opened for part in markup if part.kind in ("link", "code") or part.span.start == part.span.stop
    )
    if all(part.kind != "code" for part in markup):
        assert text == target
