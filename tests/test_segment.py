"""Sentence boundaries: the cases of `cases/segment.txt`, and what must hold for any text."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles.layout import find_blocks
from translate.document import Article, Block, Span
from translate.segment import put_on_one_line, segment, split_text
from translate.segment.boundaries import explain_boundaries, split_sentences

CASES = Path(__file__).parent / "cases" / "segment.txt"
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
DUTCH = st.text(
    st.sampled_from(" \n\t.!?…'\"’“”„«»,;:()[]-–0123456789aAbBdeEinSst'ËéØ\u00a0\u2028\x85"), max_size=120
)


def read_cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def article_of(text: str, *blocks: Block) -> Article:
    blocks = blocks or find_blocks(text)
    return Article(name="a", path=Path("a.txt"), format="text", text=text, blocks=blocks)


@pytest.mark.parametrize("case", read_cases())
def test_case(case: str):
    sentences = case.split(" | ")
    text = " ".join(sentences)
    assert [span.of(text) for span in split_sentences(text)] == sentences


def test_there_are_enough_cases_and_half_of_them_stay_whole():
    cases = read_cases()
    n_whole = sum(" | " not in case for case in cases)
    assert len(cases) >= 250
    assert len(set(cases)) == len(cases)
    assert n_whole >= len(cases) / 2
    assert n_whole <= 2 * len(cases) / 3


@given(st.one_of(st.text(), DUTCH))
def test_spans_and_the_white_space_between_them_rebuild_any_text(text: str):
    position = 0
    for span in split_sentences(text):
        assert not text[position : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        position = span.stop
    assert not text[position:].strip()


@given(st.one_of(st.text(), DUTCH))
def test_blocks_and_segments_lose_no_character_of_any_text(text: str):
    segments = segment(article_of(text, *find_blocks(text)) if text.strip() else article_of("a"))
    expected = text if text.strip() else "a"
    assert "".join("".join(found.text.split()) for found in segments) == "".join(expected.split())
    assert all(len(found.text.splitlines()) == 1 and "\t" not in found.text for found in segments)


@given(DUTCH)
def test_every_boundary_is_explained(text: str):
    found = list(explain_boundaries(text))
    stops = {span.stop for span in split_sentences(text)}
    assert all(boundary.reason for boundary in found)
    assert [boundary.position for boundary in found] == sorted({boundary.position for boundary in found})
    inner = {boundary.position for boundary in found if boundary.is_boundary}
    assert stops - {len(text.rstrip())} <= inner


@pytest.mark.parametrize(
    ("text", "is_boundary", "reason"),
    [
        ("Volgens dhr. Bos.", False, "dhr. never ends a sentence"),
        ("Zie nr. 5.", False, "nr. and a number"),
        ("Van J.P. Bos.", False, "J.P. and what may belong to it"),
        ("Bij de N.V. Daar niet.", True, "N.V. and a word that begins sentences"),
        ("Het is op. Bos ging.", True, "a full stop and the start of a sentence"),
        ("Kom! Bos ging.", True, "! and the start of a sentence"),
        ("Kom! zei hij.", False, "a lower-case word follows"),
        ("Kom! , zei hij.", False, "',' goes on with the sentence"),
        ("Kom.Bos ging.", True, "the white space is missing"),
        ("1. Bos.", False, "1. is the label of a list item"),
        ("Dat (!) Bos.", False, "the bracket holds nothing but marks"),
        ("Het (ja!) Bos.", False, "the bracket began inside the sentence"),
        ("Hij liep 3 km. Bos niet.", True, "km. after a number"),
        ("Bij Yahoo! Bos.", False, "Yahoo! is a name"),
        ("Kom! (", False, "nothing but marks follows"),
        ("Dit . Bos ging.", True, "a full stop and the start of a sentence"),
    ],
)
def test_reason(text: str, is_boundary: bool, reason: str):
    boundary = next(explain_boundaries(text))
    assert (boundary.is_boundary, boundary.reason) == (is_boundary, reason)


def test_ids_count_blocks_and_sentences_from_one():
    segments = segment(article_of("Turkije\n\nHet regent. Het waait.\n\nEinde."))
    assert [found.id for found in segments] == ["a:1.1", "a:2.1", "a:2.2", "a:3.1"]
    assert [found.kind for found in segments] == ["heading", "paragraph", "paragraph", "paragraph"]
    assert segments[2].span == Span(start=21, stop=31)
    assert segments[2].text == "Het waait."


def test_marks_alone_are_a_segment():
    assert [found.text for found in segment(article_of("Een.\n\n***\n\nTwee."))] == ["Een.", "***", "Twee."]


def test_a_block_without_words_has_no_segments_and_keeps_its_number():
    text = "Een.   Twee."
    blocks = (
        Block(span=Span(start=0, stop=4)),
        Block(span=Span(start=4, stop=7)),
        Block(span=Span(start=7, stop=12)),
    )
    assert [found.id for found in segment(article_of(text, *blocks))] == ["a:1.1", "a:3.1"]


def test_text_of_a_segment_is_one_line():
    text = "De oorlog in\n\tOekraïne  duurt\u2028voort."
    whole = Block(span=Span(start=0, stop=len(text)))
    assert segment(article_of(text, whole))[0].text == "De oorlog in Oekraïne  duurt voort."


def test_line_breaks_and_tabs_become_spaces_and_other_spaces_stay():
    assert put_on_one_line("a \r\n b\t\tc") == "a b c"
    assert put_on_one_line("a\u00a0 b") == "a\u00a0 b"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_articles_at_hand_lose_nothing(path: Path):
    text = path.read_text(encoding="utf-8")
    joined = "".join(text[start:stop] for start, stop in split_text(text))
    assert "".join(joined.split()) == "".join(text.split())


PATTERNS = (
    "a", ".", ". ", " ", "'", "''", ". '", "\"", "(", ")", ".) ", "( a .) B ", "A. ", "a. ", "dhr. ", "...", "… ",
    "1. ", ",,", "- ", ". - ", "’s ", ". 's ", "[1]", ".[1]", "a.b.", ".'", "?\" ", "\n", "\u00a0", ".A", "Ab.Cd",
    ". (", "x.) Y ", ". \"", "` ", "Van de ", ". de ", "é", "\U0001f600",
)  # fmt: skip


def seconds(text: str) -> float:
    start = time.process_time()
    split_sentences(text)
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("prefix", ["", "Dit is ( een zin. "])
def test_time_is_linear_in_the_length_of_the_text(pattern: str, prefix: str):
    size = 20_000
    took = seconds(prefix + pattern * (size // len(pattern)))
    assert took < 0.02 * size / 1000, f"{took:.2f} s for {size} characters"


def test_a_line_of_a_hundred_thousand_characters_is_cut():
    text = "Dhr. Jansen woont in Kiev, zegt hij. " * 2_750
    assert len(text) > 100_000
    assert len(split_sentences(text)) == 2_750
