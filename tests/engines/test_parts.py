import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines.parts import Part, find_cut, join_parts, split_evenly, split_sentence


def n_words(text):
    return len(text.split())


def texts(parts):
    return [part.text for part in parts]


def test_a_short_sentence_stays_whole():
    assert split_sentence("Kort en goed.", n_words, 3) == (Part(text="Kort en goed."),)
    assert split_sentence("", n_words, 3) == (Part(text=""),)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("Een twee drie vier; vijf zes, zeven acht", "Een twee drie vier;"),
        ("Een twee drie – vier vijf zes, zeven", "Een twee drie"),
        ("Een twee drie. Vier vijf zes", "Een twee drie."),
        ("Een twee drie vier, vijf zes maar zeven", "Een twee drie vier,"),
        ("Een twee drie vier maar vijf zes zeven", "Een twee drie vier"),
        ("Een twee drie vier vijf zes zeven acht", "Een twee drie vier"),
    ],
)
def test_the_best_place_to_cut_wins(sentence, first):
    stop, start = find_cut(sentence)
    assert sentence[:stop] == first
    assert not sentence[start].isspace()


def test_a_good_place_far_from_the_middle_is_left():
    sentence = "A; " + "woord " * 30
    assert find_cut(sentence)[0] > len(sentence) // 3


def test_a_comma_inside_a_number_is_no_place_to_cut():
    assert find_cut("Dat kost 1234,5678 euro")[0] in (8, 18)


def test_a_word_without_blanks_is_cut_between_characters():
    parts = split_sentence("x" * 1000, len, 100)
    assert all(len(part.text) <= 100 and not part.glue for part in parts)
    assert "".join(texts(parts)) == "x" * 1000


def test_a_limit_that_cannot_be_kept_does_not_hang():
    assert "".join(texts(split_sentence("abcd", lambda text: 99, 3))) == "abcd"


def test_joining_repeats_what_stood_between_the_parts():
    parts = (Part(text="a"), Part(text="b", glue=" "), Part(text="c"), Part(text="d", glue=" "))
    assert join_parts(parts, ("A", "B", "C", "")) == "A BC"
    assert join_parts(parts, ("", "B", "C", "D")) == "BC D"


@given(st.text(alphabet="ab ,;.–\n", max_size=200), st.integers(min_value=1, max_value=9))
def test_parts_keep_every_character_and_the_limit(sentence, limit):
    parts = split_sentence(sentence, n_words, limit)
    assert "".join("".join(texts(parts)).split()) == "".join(sentence.split())
    assert all(n_words(part.text) <= limit or len(part.text) < 2 for part in parts)
    assert join_parts(parts, tuple(texts(parts))).split() == sentence.split()


@given(st.text(max_size=60), st.integers(min_value=1, max_value=9))
def test_an_even_split_has_no_gap(text, n_parts):
    spans = split_evenly(text, n_parts)
    assert len(spans) == n_parts
    assert "".join(span.of(text) for span in spans) == text
    assert spans[0].start == 0
    assert spans[-1].stop == len(text)


def test_an_even_split_cuts_at_blanks():
    text = "een twee drie vier"
    assert [span.of(text) for span in split_evenly(text, 2)] == ["een twee", " drie vier"]
