"""Glossary rows that reviewers' corrections ask for."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from translate.align import Link
from translate.document import Span, Term
from translate.memory import Draft, DraftKey, Memory, Origin, Place, Review, open_memory
from translate.review import suggest_from_reviews

Row = tuple[str, str, str]
NAMES: list[Row] = [
    ("Minister Koeleba is in Kiev.", "Minister Koeleba is in Kyiv.", "Minister Kuleba is in Kyiv."),
    ("Dat zei Koeleba gisteren.", "Koeleba said that yesterday.", "Kuleba said that yesterday."),
    ("Koeleba's reis gaat door.", "Koeleba's trip goes on.", "Kuleba's journey goes on."),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


@pytest.fixture
def memory(tmp_path: Path):
    with open_memory(tmp_path / "memory.sqlite") as memory:
        yield memory


def correct(memory: Memory, rows: Sequence[Row], article: str = "krim") -> None:
    memory.store_reviews(
        [
            Review(
                place=Place(segment=f"{article}:{number}.1", source=source),
                target=target,
                draft=draft,
                origin=Origin(who="Ann"),
            )
            for number, (source, draft, target) in enumerate(rows, start=1)
        ]
    )


def remember(memory: Memory, pairs: Sequence[tuple[str, str]]) -> None:
    memory.store_drafts(
        "s",
        [
            Draft(key=DraftKey(source=source), draft=draft, draft_score=None, target=draft, score=None)
            for source, draft in pairs
        ],
    )


def test_a_name_corrected_in_three_places(memory: Memory) -> None:
    correct(memory, NAMES)
    (suggestion,) = suggest_from_reviews(memory)
    assert suggestion.term == Term(
        source=("Koeleba",),
        target=("Kuleba",),
        kind="name",
        forbidden=("Koeleba",),
        note="from 3 corrections in 1 article",
    )
    assert suggestion.rendering == "Koeleba"
    assert [place.place.segment for place in suggestion.places] == ["krim:1.1", "krim:2.1", "krim:3.1"]
    assert suggestion.places[0].origin.who == "Ann"
    assert suggestion.existing is None
    assert suggestion.association == 1


def test_once_is_not_often_enough(memory: Memory) -> None:
    correct(memory, NAMES[:1])
    assert suggest_from_reviews(memory) == ()
    assert len(suggest_from_reviews(memory, min_places=1)) == 1


def test_the_same_sentence_twice_is_one_place(memory: Memory) -> None:
    correct(memory, NAMES[1:2])
    correct(memory, NAMES[1:2], article="oekraine")
    assert suggest_from_reviews(memory) == ()


def test_a_word_is_found_by_what_all_drafts_have_for_it(memory: Memory) -> None:
    rows = [
        ("De gemeente besloot het.", "The township decided it.", "The municipality decided it."),
        ("Zij belde de gemeente op.", "She called the township.", "She called the municipality."),
    ]
    correct(memory, rows)
    assert suggest_from_reviews(memory) == (), "`de` and `gemeente` stand in both"
    remember(memory, [("De auto stopte.", "The car stopped."), ("Hij zag de zee.", "He saw the sea.")])
    (suggestion,) = suggest_from_reviews(memory)
    assert suggestion.term == Term(
        source=("gemeente",), target=("municipality",), note="from 2 corrections in 1 article"
    )


def test_words_with_nothing_in_common_suggest_nothing(memory: Memory) -> None:
    correct(
        memory,
        [
            ("Hij liep weg.", "He walked off.", "He walked away."),
            ("Zij vloog op.", "She flew off.", "She flew away."),
        ],
    )
    assert suggest_from_reviews(memory) == ()


def test_reviewers_who_do_not_agree_suggest_nothing(memory: Memory) -> None:
    others = [
        ("Koeleba zwijgt.", "Koeleba is silent.", "Koeleba is silent."),
        ("Koeleba zwijgt nog.", "Koeleba is still silent.", "Kulyeba is still silent."),
    ]
    correct(memory, [*NAMES[1:], *others])
    assert suggest_from_reviews(memory) == ()


def test_what_the_glossary_asks_for_already(memory: Memory) -> None:
    correct(memory, NAMES)
    same = Term(source=("Koelebaa", "koeleba"), target=("Kulyeba", "Kuleba"))
    assert suggest_from_reviews(memory, terms=[same]) == ()
    other = Term(source=("Koeleba",), target=("Kulyeba",), line=4)
    (suggestion,) = suggest_from_reviews(memory, terms=[other])
    assert suggestion.existing == other


def test_a_term_of_several_words(memory: Memory) -> None:
    rows = [
        ("Het Rode Kruis hielp.", "The Red Crucifix helped.", "The Red Cross helped."),
        ("Wij belden het Rode Kruis.", "We called the Red Crucifix.", "We called the Red Cross."),
    ]
    correct(memory, rows)
    remember(memory, [("Het kruis is van hout.", "The crucifix is wooden."), ("Het is laat.", "It is late.")])
    (suggestion,) = suggest_from_reviews(memory)
    assert suggestion.term.target == ("Cross",)
    assert suggestion.term.source[0].endswith("Kruis")


def test_a_target_that_has_the_rendering_in_it_forbids_nothing(memory: Memory) -> None:
    rows = [
        ("Hij is van Sebastopol.", "He is from Sebastopol.", "He is from Sebastopol City."),
        ("Sebastopol ligt daar.", "Sebastopol lies there.", "Sebastopol City lies there."),
    ]
    correct(memory, rows)
    assert suggest_from_reviews(memory) == (), "an insertion replaces nothing"
    correct(memory, [(s, d, t.replace("Sebastopol City", "City Sebastopol-Krim")) for s, d, t in rows])
    assert all("Sebastopol" not in suggestion.term.forbidden for suggestion in suggest_from_reviews(memory))


def test_case_alone_is_a_correction(memory: Memory) -> None:
    rows = [
        ("De navo kwam.", "The nato came.", "The NATO came."),
        ("Daar was de navo.", "There was nato.", "There was NATO."),
    ]
    correct(memory, rows)
    (suggestion,) = suggest_from_reviews(memory)
    assert (suggestion.term.source, suggestion.term.target, suggestion.term.forbidden) == (
        ("navo",),
        ("NATO",),
        (),
    )


def test_links_of_the_model_tell_the_source(memory: Memory) -> None:
    rows = [
        ("De gemeente besloot het.", "The township decided it.", "The municipality decided it."),
        ("Zij belde de gemeente op.", "She called the township.", "She called the municipality."),
    ]
    correct(memory, rows)

    def align(source: str, draft: str) -> list[Link]:
        start, stop = source.index("gemeente"), draft.index("township")
        return [
            Link(source=Span(start=0, stop=2), target=Span(start=0, stop=3), weight=0.9),
            Link(source=Span(start=start, stop=start + 8), target=Span(start=stop, stop=stop + 8), weight=0.9),
        ]

    (suggestion,) = suggest_from_reviews(memory, aligner=align)
    assert suggestion.term.source == ("gemeente",)
    assert suggest_from_reviews(memory, aligner=lambda source, draft: []) == ()


def test_the_most_frequent_comes_first(memory: Memory) -> None:
    correct(memory, NAMES)
    correct(
        memory,
        [
            ("De NAVO kwam.", "The NAVO came.", "The NATO came."),
            ("Leve de NAVO.", "Long live NAVO.", "Long live NATO."),
        ],
        article="navo",
    )
    assert [suggestion.term.target for suggestion in suggest_from_reviews(memory)] == [("Kuleba",), ("NATO",)]


def test_grammar_is_no_term(memory: Memory) -> None:
    rows = [
        ("De man sliep.", "The man slept.", "A man slept."),
        ("De vrouw las.", "The woman read.", "A woman read."),
    ]
    correct(memory, rows)
    assert suggest_from_reviews(memory) == ()


def test_rewritten_sentences_are_no_corrections(memory: Memory) -> None:
    rows = [
        (
            f"De minister gaf {number} toe dat.",
            f"The minister gave {number} that up to.",
            f"It was admitted {number} times.",
        )
        for number in range(5)
    ]
    correct(memory, rows)
    assert all(len(suggestion.term.source[0].split()) <= 4 for suggestion in suggest_from_reviews(memory))
