"""Bytes into characters: encodings, line ends, control characters, and what is no text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles.decoding import decode, read_bytes
from translate.document import Span
from translate.errors import ArticleError

PATH = Path("a.txt")
DUTCH = "Oekraïne: ‘één’ café – € 5…"


@pytest.mark.parametrize(
    ("data", "encoding", "n_warnings"),
    [
        (DUTCH.encode(), "utf-8", 0),
        (b"\xef\xbb\xbf" + DUTCH.encode(), "utf-8", 0),
        (b"\xff\xfe" + DUTCH.encode("utf-16-le"), "utf-16-le", 1),
        (b"\xfe\xff" + DUTCH.encode("utf-16-be"), "utf-16-be", 1),
        (b"\xff\xfe\0\0" + DUTCH.encode("utf-32-le"), "utf-32-le", 1),
        (DUTCH.encode("windows-1252"), "windows-1252", 1),
    ],
)
def test_encoding(data: bytes, encoding: str, n_warnings: int):
    decoded = decode(data, PATH)
    assert (decoded.text, decoded.encoding, len(decoded.warnings)) == (DUTCH, encoding, n_warnings)
    assert decoded.encode(decoded.original) == data


def test_the_warning_of_a_guess_names_the_byte():
    assert decode("café".encode("windows-1252"), PATH).warnings == (
        "is not UTF-8 (byte 3); read as Windows-1252",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"abc\0def", "byte 3 is NUL"),
        ("Oekraïne, café, één".encode() + b" \xff", r"byte 24 \(0xff\)"),
        (b"tekst\n" + b"caf\x81", r"a\.txt:2: is not UTF-8 text: byte 9 \(0x81\)"),
        (b"\x89PNG\r\n\x1a\n\xe2\xe3\xff\xfe\xd0\xcf", "is not UTF-8 text: byte 0"),
        (bytes(range(128, 256)) * 3, "is not UTF-8 text: byte 0"),
        (b"\xff\xfea", "is declared as UTF-16-LE but byte 2 is not"),
        (b"\xef\xbb\xbfcaf\xe9", "is declared as UTF-8 but byte 6 is not"),
        (b"a\x01\x02\x03b", "3 of its 5 characters are control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, message: str):
    with pytest.raises(ArticleError, match=message) as caught:
        decode(data, PATH)
    assert caught.value.path == PATH
    assert caught.value.hint


def test_line_ends_become_lf():
    assert decode("a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i".encode(), PATH).text == "a\nb\nc\nd\ne\nf\ng\nh\ni"


def test_control_characters_are_left_out_with_a_warning_and_all_else_stays():
    decoded = decode(("x" * 40 + "\nKoe\x07le\x1bba\t\x9f'").encode(), PATH)
    assert decoded.text == "x" * 40 + "\nKoeleba\t'"
    assert decoded.warnings == ("left out 3 control character(s), the first in line 2",)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_character_is_found_again_in_the_file(text: str):
    try:
        decoded = decode(text.encode(), PATH)
    except ArticleError:
        return
    for offset, character in enumerate(decoded.text):
        place = decoded.locate(Span(start=offset, stop=offset + 1))
        found = place.of(decoded.original)
        assert found == character or character == "\n"
    whole = decoded.locate(Span(start=0, stop=len(decoded.text)))
    assert decoded.encode(decoded.original) == text.encode()
    assert 0 <= whole.start <= whole.stop <= len(decoded.original)


def test_an_empty_stretch_is_found_too():
    decoded = decode(b"a\r\nb", PATH)
    assert decoded.locate(Span(start=1, stop=1)) == Span(start=2, stop=2)


def test_what_the_encoding_cannot_write_is_written_as_utf_8():
    decoded = decode("café".encode("windows-1252"), PATH)
    assert decoded.encode("Łódź") == "Łódź".encode()


@pytest.mark.parametrize(("data", "message"), [(b"", "the file is empty"), (b" \n\t\n", "has no text in it")])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes, message: str):
    (tmp_path / "leeg.txt").write_bytes(data)
    with pytest.raises(ArticleError, match=message):
        read_bytes(tmp_path / "leeg.txt")


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ArticleError, match=r"geen\.txt: cannot be read: No such file") as caught:
        read_bytes(tmp_path / "geen.txt")
    assert caught.value.hint == "check the spelling of the path"
