import pytest

from translate.checks import DEFAULT
from translate.document import Document, Segment, Term, TermOutcome, Translation
from translate.errors import BatchError, DocumentError
from translate.formats import write_document
from translate.glossary import Glossary
from translate.matching import Matcher
from translate.proofread import add_findings, find_documents, proofread, proofread_lines, recheck

KRIM = Term(source=("Krim",), target=("Crimea",), kind="name")
MATCHER = Matcher(Glossary(terms=(KRIM,), path=None, checksum="0"))


def row(source, target, id="a:1.1", **fields):
    return Translation(segment=Segment(id=id, text=source), target=target, **fields)


def document(*rows, name="a"):
    return Document(name=name, translations=rows)


def checks_of(remarks):
    return [(remark.path.name, remark.id, remark.finding.check) for remark in remarks]


def test_findings_of_a_file(tmp_path):
    path = tmp_path / "a.tsv"
    write_document(document(row("Er zijn 13 doden.", "There are 14 dead.")), path, "tsv")
    assert checks_of(proofread([path])) == [("a.tsv", "a:1.1", "number")]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    good = tmp_path / "b.tsv"
    write_document(document(row("Er zijn 13 doden.", "There are 14 dead.")), good, "tsv")
    remarks = proofread([tmp_path / "none.tsv", good])
    assert next(remarks).path == good
    with pytest.raises(BatchError) as caught:
        list(remarks)
    assert "none.tsv" in str(caught.value.errors[0])


def test_inconsistencies_between_files_are_told_once(tmp_path):
    for name, target in (("a", "They sounded the alarm today."), ("b", "They raised the alarm today.")):
        text = "Zij sloegen vandaag alarm."
        write_document(document(row(text, target, f"{name}:1.1"), name=name), tmp_path / f"{name}.tsv", "tsv")
    found = [remark for remark in proofread(find_documents([tmp_path])) if remark.finding.check == "consistency"]
    assert len(found) == 1
    assert "raised" in found[0].finding.message
    assert "sounded" in found[0].finding.message


def test_of_a_folder_only_the_tables_are_taken(tmp_path):
    for name in ("a.tsv", "a.jsonl", "a.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in find_documents([tmp_path])] == ["a.tsv"]
    (tmp_path / "a.tsv").unlink()
    assert [path.name for path in find_documents([tmp_path])] == ["a.jsonl", "a.xlsx"]


def test_two_plain_files(tmp_path):
    source, target = tmp_path / "x.nl", tmp_path / "x.en"
    source.write_text("Ja.\n\nOp de Krim.\n", "utf-8")
    target.write_text("Yes.\n\nOn the Krim.\n", "utf-8")
    assert checks_of(proofread_lines(source, target, matcher=MATCHER)) == [("x.en", "x:3.1", "source-form")]


@pytest.mark.parametrize("data", [b"One.\nTwo.\n", b"\xff\xfe\xff", None])
def test_two_plain_files_that_do_not_fit(tmp_path, data):
    source, target = tmp_path / "x.nl", tmp_path / "x.en"
    source.write_text("Ja.\n", "utf-8")
    if data is not None:
        target.write_bytes(data)
    with pytest.raises(DocumentError, match=r"x\.en"):
        list(proofread_lines(source, target))


def test_what_people_wrote_is_audited_anew_and_drafts_are_left_alone():
    old = (TermOutcome(form="Krim", target="Crimea", step="edited"),)
    rechecked = recheck(
        document(
            row("De Krim.", "Crimea.", status="reviewed", terms=old, score=-1.0),
            row("De Krim!", "Crimea!", "a:1.2", terms=old, score=-1.0),
            row("De Krim?", "The peninsula?", "a:1.3", status="reviewed"),
        ),
        settings=DEFAULT,
        matcher=MATCHER,
    )
    assert [[term.step for term in found.terms] for found in rechecked.translations] == [
        ["reviewed"],
        ["edited"],
        ["missing"],
    ]
    assert [found.score for found in rechecked.translations] == [None, -1.0, None]
    assert [finding.check for finding in rechecked.translations[2].findings] == ["term"]


def test_findings_are_replaced_not_added_to():
    once = add_findings(document(row("Er zijn 13 doden.", "There are 14 dead.")), DEFAULT, MATCHER)
    assert add_findings(once, DEFAULT, MATCHER) == once
