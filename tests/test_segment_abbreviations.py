"""Abbreviations: the built-in list, a user's own, and that hardly any ends a sentence before a name."""

from pathlib import Path

import pytest

from translate.errors import SettingsError
from translate.segment.abbreviations import (
    CLASSES,
    Abbreviations,
    builtin_abbreviations,
    classify,
    parse_abbreviations,
    read_abbreviations,
)
from translate.segment.boundaries import load_starters, split_sentences

LIST = Path(__file__).parent / "cases" / "abbreviations.txt"
NAMES = ("Jansen", "De Vries", "Van den Berg", "Amsterdam", "Stoltenberg")
SENTENCES = ("Volgens {} {} is dat niet zo.", "Het gaat om {} {} en anderen.", "Zij wees {} {} aan.")


def read_list() -> list[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return sorted({word for line in lines if not line.startswith("#") for word in line.split()})


def count_sentences(text: str, abbreviations: Abbreviations | None = None) -> int:
    return len(split_sentences(text, abbreviations))


def test_at_most_8_in_100_abbreviations_end_a_sentence_before_a_name():
    abbreviations = read_list()
    cases = [
        (word, sentence.format(word, name)) for word in abbreviations for sentence in SENTENCES for name in NAMES
    ]
    false = {word for word, text in cases if count_sentences(text) > 1}
    n_false = sum(count_sentences(text) > 1 for _, text in cases)
    assert len(abbreviations) >= 150
    assert n_false <= 0.08 * len(cases), sorted(false)


def test_every_class_of_the_built_in_list_has_entries_and_none_has_two_classes():
    lines = (
        (Path(__file__).parent.parent / "translate" / "segment" / "abbreviations.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    words = [word for line in lines if not line.startswith(("#", "[")) for word in line.split()]
    known = builtin_abbreviations()
    assert set(known.values()) == set(CLASSES)
    assert len(words) == len({word.removesuffix(".") for word in words}) == len(known)


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("dhr", "title"),
        ("Dhr", "title"),
        ("oud-min", "may-end"),
        ("min./max", "inside"),
        ("J", "initial"),
        ("J.P", "initial"),
        ("A.F.Th", "initial"),
        ("J.-P", "initial"),
        ("NK", ""),
        ("EU", ""),
        ("DHR", ""),
        ("klantnr", "number"),
        ("zgv", "may-end"),
        ("x.y.z", "may-end"),
        ("nu.nl", ""),
        ("tv", "word"),
        ("Jan", "number-word"),
        ("jan", "number"),
        ("Max", "may-end"),
        ("huis", ""),
        ("", ""),
    ],
)
def test_class_of_a_word(token: str, kind: str):
    assert classify(token, builtin_abbreviations())[1] == kind


def test_a_capital_at_the_start_of_a_sentence_says_nothing():
    known = builtin_abbreviations()
    assert classify("Bijv", known, opens=True) == ("Bijv", "inside")
    assert classify("Bijv", known) == ("Bijv", "may-end")


def test_capitals_all_around_make_a_title_of_a_word_in_capitals():
    known = builtin_abbreviations()
    assert classify("DHR", known, shouted=True) == ("DHR", "title")
    assert classify("VS", known, shouted=True) == ("", "")


def test_a_users_file_adds_to_the_built_in_list_and_wins(tmp_path: Path):
    path = tmp_path / "eigen.txt"
    path.write_text("# eigen\nredact.  foobar\n[ends]\nbijv.\n", encoding="utf-8")
    known = read_abbreviations(path)
    assert known["redact"] == known["foobar"] == "inside"
    assert known["bijv"] == "ends"
    assert known["dhr"] == "title"
    assert count_sentences("De redact. Jansen belde.") == 2
    assert count_sentences("De redact. Jansen belde.", known) == 1
    assert count_sentences("Zo is het bijv. Nederland niet.", known) == 2


def test_a_byte_order_mark_is_no_part_of_the_first_entry(tmp_path: Path):
    path = tmp_path / "eigen.txt"
    path.write_bytes(b"\xef\xbb\xbfredact.\n")
    assert "redact" in read_abbreviations(path)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("dhr.\n[titel]\n", 2, "[titel] is not a class"),
        ("dhr.\n\n->\n", 3, "'->' cannot be an abbreviation"),
        ("a" * 30, 1, "cannot be an abbreviation"),
        ("een,twee", 1, "'een,twee' cannot be an abbreviation"),
    ],
)
def test_a_mistake_is_named_with_its_line(content: str, line: int, message: str):
    with pytest.raises(SettingsError) as caught:
        parse_abbreviations(content, Path("eigen.txt"))
    assert caught.value.line == line
    assert message in caught.value.message
    assert caught.value.hint


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"geen\.txt: cannot be read"):
        read_abbreviations(tmp_path / "geen.txt")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9.")
    with pytest.raises(SettingsError, match=r"latin\.txt: is not UTF-8 text \(byte 3\)"):
        read_abbreviations(tmp_path / "latin.txt")


def test_words_that_begin_sentences_are_lower_case_and_of_one_kind():
    sure, particles = load_starters()
    assert len(sure) > 200
    assert {"de", "van", "in"} <= particles
    assert not sure & particles
    assert all(word == word.lower() and "[" not in word for word in sure | particles)
