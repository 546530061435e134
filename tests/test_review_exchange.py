"""The memory's reviews as documents, and documents into the memory."""

from pathlib import Path

import pytest

from translate.document import Document, Segment, Translation
from translate.errors import DocumentError
from translate.formats import read_document, write_document
from translate.memory import Memory, Origin, Place, Review, open_memory
from translate.review import export_memory, import_memory


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


@pytest.fixture
def memory(tmp_path: Path):
    with open_memory(tmp_path / "memory.sqlite") as memory:
        yield memory


def review(segment: str, source: str, target: str, status: str = "reviewed") -> Review:
    return Review(
        place=Place(segment=segment, source=source), target=target, status=status, origin=Origin(who="Ann")
    )


@pytest.mark.parametrize("suffix", [".tsv", ".tmx", ".xlf", ".jsonl", ".xlsx"])
def test_what_is_exported_comes_back(memory: Memory, tmp_path: Path, suffix: str) -> None:
    reviews = [
        review("krim:1.1", "De Krim.", "Crimea."),
        review("krim:1.2", "Ja.", "Yes."),
        review("oekraine:7.1", "Ja.", "Aye."),
    ]
    memory.store_reviews(reviews)
    path = tmp_path / f"export{suffix}"
    assert export_memory(memory, path) == ()
    with open_memory(tmp_path / "other.sqlite") as other:
        imported = import_memory(other, [path], who="Bob")
        assert (imported.reviewed, imported.rejected, imported.errors) == (3, 0, ())
        assert {(found.place.source, found.target) for found in other.reviews()} == {
            (old.place.source, old.target) for old in reviews
        }
        assert {found.origin.who for found in other.reviews()} == {"Bob"}
        assert {found.origin.file for found in other.reviews()} == {path.name}


def test_rejections_are_exported_and_imported(memory: Memory, tmp_path: Path) -> None:
    memory.store_reviews([review("a:1.1", "Ja.", "Yo.", "rejected"), review("a:1.1", "Ja.", "Yes.")])
    path = tmp_path / "export.tsv"
    export_memory(memory, path)
    assert [(row.segment.id, row.target, row.status) for row in read_document(path).translations] == [
        ("a:1.1", "Yes.", "reviewed"),
        ("a/2:1.1", "Yo.", "rejected"),
    ]
    with open_memory(tmp_path / "other.sqlite") as other:
        assert import_memory(other, [path]).rejected == 1
        assert [found.target for found in other.rejected()] == ["Yo."]


def test_reviews_without_a_place(memory: Memory, tmp_path: Path) -> None:
    memory.store_reviews([review("", "Ja.", "Yes."), review("", "Nee.", "No.")])
    export_memory(memory, tmp_path / "export.tsv")
    ids = [row.segment.id for row in read_document(tmp_path / "export.tsv").translations]
    assert ids == ["memory:1.1", "memory/2:1.1"]


def test_drafts_and_empty_targets_are_left_out(memory: Memory, tmp_path: Path) -> None:
    rows = (
        Translation(segment=Segment(id="a:1.1", text="Een."), target="One."),
        Translation(segment=Segment(id="a:1.2", text="Twee."), target="", status="reviewed"),
        Translation(segment=Segment(id="a:1.3", text="Drie."), target="Three.", status="reviewed", note="sure"),
    )
    write_document(Document(name="a", translations=rows), tmp_path / "a.tsv", "tsv")
    imported = import_memory(memory, [tmp_path / "a.tsv"])
    assert (imported.reviewed, imported.drafts) == (1, 2)
    (known,) = memory.recall([Place(segment="a:1.3", source="Drie.", before="Twee.")])
    assert (known.review.target, known.note, known.likeness) == ("Three.", "sure", "place")


def test_a_file_without_statuses_was_approved_by_its_maker(memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("source,target\nJa.,Yes.\nNee.,No.\n")
    assert import_memory(memory, [tmp_path / "a.csv"]).reviewed == 2


def test_what_cannot_be_read_is_told_and_the_rest_taken(memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("source\ttarget\tstatus\nJa.\tYes.\tdone\nNee.\tNo.\treviewed\n")
    imported = import_memory(memory, [tmp_path / "nothing.tsv", tmp_path / "a.tsv"])
    assert (len(imported.errors), imported.reviewed) == (2, 1)
    assert imported.errors[1].line == 2


def test_an_export_to_no_format(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no bilingual format"):
        export_memory(memory, tmp_path / "export.exe")


def test_an_empty_memory_is_an_empty_document(memory: Memory, tmp_path: Path) -> None:
    export_memory(memory, tmp_path / "export.tsv")
    assert read_document(tmp_path / "export.tsv").translations == ()
