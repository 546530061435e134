"""What a term file is blamed for, from the plain-text cases."""

import re
from pathlib import Path

import pytest

from translate.errors import BatchError, GlossaryError
from translate.glossary import check_glossary, read_glossary

CASES = Path(__file__).parent / "cases" / "lint.txt"
EXPECTED = re.compile(r"=> (?P<line>\d+) (?P<severity>error|warning|note) (?P<column>\w*): (?P<part>.+)")
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def read_cases():
    for block in re.split(r"^--- ", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, *lines = block.split("\n")
        file = [line for line in lines if not line.startswith("=>")]
        while file and not file[-1]:
            file.pop()
        text = "\n".join(file).replace("→", "\t").replace("\\\\", "\\") + "\n"
        expected = [EXPECTED.match(line).groupdict() for line in lines if line.startswith("=>")]
        yield name, ESCAPE.sub(lambda found: chr(int(found[1], 16)), text), expected


ALL = list(read_cases())


@pytest.mark.parametrize(("name", "text", "expected"), ALL, ids=[name for name, *_ in ALL])
def test_case(name, text, expected, tmp_path):
    path = tmp_path / "terms.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    found = sorted(check_glossary(path), key=lambda one: (one.line, one.severity, one.column))
    wanted = sorted(expected, key=lambda one: (int(one["line"]), one["severity"], one["column"]))
    told = [(str(one.line), one.severity, one.column) for one in found]
    assert told == [(one["line"], one["severity"], one["column"]) for one in wanted], found
    for one, two in zip(found, wanted, strict=True):
        assert two["part"] in one.message
        assert one.hint or one.severity == "note"


@pytest.mark.parametrize(("name", "text", "expected"), ALL, ids=[name for name, *_ in ALL])
def test_a_glossary_with_errors_is_refused_whole(name, text, expected, tmp_path):
    path = tmp_path / "terms.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    errors = [one for one in expected if one["severity"] == "error"]
    if not errors:
        assert read_glossary(path).path == path
        return
    with pytest.raises((GlossaryError, BatchError)) as caught:
        read_glossary(path)
    told = caught.value.errors if isinstance(caught.value, BatchError) else (caught.value,)
    assert len(told) == len(errors)
    for error in told:
        assert error.path == path
        assert error.line
        assert error.hint


def test_each_kind_of_complaint_has_a_case_and_a_silent_one():
    assert len(ALL) >= 50
    assert sum(not expected for _, _, expected in ALL) >= 15
