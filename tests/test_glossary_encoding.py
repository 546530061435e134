"""Term files that are not UTF-8, and files that are no text."""

import pytest

from translate.errors import GlossaryError
from translate.glossary import check_glossary, read_glossary
from translate.glossary.encoding import decode

TEXT = "source\ttarget\nOekraïne\tUkraine\nBelgië\tBelgium\n"


@pytest.mark.parametrize(
    ("encoding", "complaint"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_reads_what_loses_nothing(encoding, complaint, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_bytes(TEXT.encode(encoding))
    assert [one.source[0] for one in read_glossary(path).terms] == ["Oekraïne", "België"]
    found = list(check_glossary(path))
    if complaint:
        assert [one.severity for one in found] == ["warning"]
        assert complaint in found[0].message
        assert "UTF-8" in found[0].hint
    else:
        assert found == []


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"source\ttarget\nKrim\x81\tCrimea\n", "offset 18"),
        (b"\xef\xbb\xbfKrim\xff\tCrimea\n", "offset 4"),
        ("a\tb\n".encode("utf-16") + b"\x00", "offset 10"),
    ],
)
def test_refuses_bytes_that_mean_nothing(data, offset, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_bytes(data)
    with pytest.raises(GlossaryError, match=offset) as caught:
        read_glossary(path)
    assert caught.value.path == path
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a workbook",
        b"%PDF-1.7 a page",
        b"\x89PNG a picture",
        b"a\tb\x00c\n" * 10,
        bytes(range(1, 32)) * 4,
        bytes(range(256)),
    ],
)
def test_refuses_binary_files(data):
    with pytest.raises(GlossaryError, match="not a text file"):
        decode(data)


def test_one_control_character_does_not_make_a_file_binary():
    assert decode(b"Kr\x07im\tCrimea\n")[0] == "Kr\x07im\tCrimea\n"
