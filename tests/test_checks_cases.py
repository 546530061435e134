"""Every check on its plain-text cases: `+` must be found, `-` must stay silent. Add a case without any Python."""

from pathlib import Path

import pytest

from translate.checks import CHECKS, check_document, check_translation
from translate.document import Document, Segment, Translation
from translate.glossary import Glossary, parse_glossary
from translate.matching import Matcher

CASES = Path(__file__).parent / "cases" / "checks"
FEWEST = 10


def lines_of(name):
    path = CASES / f"{name}.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def cases():
    return [(name, line) for name in CHECKS for line in lines_of(name) if line[0] in "+-"]


def pair_of(text, number=1):
    source, _, target = text.partition("=>")
    return Translation(segment=Segment(id=f"a:{number}.1", text=source.strip()), target=target.strip())


def found_by(name, line):
    body = line[2:]
    if name == "score":
        rows = [
            Translation(
                segment=Segment(id=f"a:{i}.1", text=f"Zin {i}."), target=f"Sentence {i}.", score=float(score)
            )
            for i, score in enumerate(body.split(), start=1)
        ]
        return [finding for _, finding in check_document(Document(name="a", translations=tuple(rows)))]
    if name == "consistency":
        rows = [pair_of(text, number) for number, text in enumerate(body.split("##"), start=1)]
        return [finding for _, finding in check_document(Document(name="a", translations=tuple(rows)))]
    glossary = "\n".join(line[2:] for line in lines_of(name) if line.startswith("@"))
    matcher = None
    if glossary:
        header = "source\ttarget\tcase\tkind\tforbidden\tnote\n"
        matcher = Matcher(Glossary(terms=parse_glossary(header + glossary + "\n")))
    return list(check_translation(pair_of(body), matcher=matcher))


@pytest.mark.parametrize(("name", "line"), cases())
def test_case(name, line):
    names = [finding.check for finding in found_by(name, line)]
    assert (name in names) == line.startswith("+"), names


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_ten_cases_and_ten_look_alikes(name):
    lines = lines_of(name)
    assert sum(line.startswith("+ ") for line in lines) >= FEWEST
    assert sum(line.startswith("- ") for line in lines) >= FEWEST


def test_every_file_belongs_to_a_check():
    assert {path.stem for path in CASES.glob("*.txt")} == set(CHECKS)
