"""How far a review is, and which files were edited."""

from dataclasses import replace
from pathlib import Path

import pytest

from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.errors import DocumentError, OutputError
from translate.formats import write_document
from translate.manifest import sha256_of
from translate.memory import FileRecord, Memory, open_memory
from translate.review import find_edits, review_status, take_in
from translate.review.files import keep_copy, refuse_edited

WARNING = Finding(check="number", message="13 is missing")
NOTE = Finding(check="style", message="long", severity="note")
MISSING = TermOutcome(form="Krim", target="Crimea", step="missing", reason="?")
HONOURED = TermOutcome(form="Krim", target="Crimea", step="model")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def make(name: str) -> Document:
    rows = [
        {"status": "reviewed", "findings": (WARNING,)},
        {"status": "rejected", "findings": (WARNING,)},
        {"terms": (MISSING,)},
        {"findings": (NOTE,), "terms": (HONOURED,)},
        {"findings": (WARNING,), "terms": (MISSING,)},
    ]
    translations = tuple(
        replace(
            Translation(
                segment=Segment(id=f"{name}:{number}.1", text=f"Zin {number}."), target=f"Sentence {number}."
            ),
            **fields,
        )
        for number, fields in enumerate(rows, start=1)
    )
    return Document(name=name, translations=translations)


def write(memory: Memory, name: str, format_name: str = "tsv") -> Path:
    path = memory.path.parent / f"{name}.{format_name}"
    document = make(name)
    write_document(document, path, format_name)
    files = [FileRecord(path=path, format=format_name, sha256=sha256_of(path))]
    memory.store_written(document, files)
    memory.confirm_written(files)
    return path


@pytest.fixture
def memory(tmp_path: Path):
    with open_memory(tmp_path / "outputs" / "memory.sqlite") as memory:
        yield memory


def test_counts(memory: Memory) -> None:
    path = write(memory, "krim")
    (status,) = review_status(memory, [path])
    assert (status.article, status.path, status.rows) == ("krim", path, 5)
    assert (status.reviewed, status.rejected, status.open, status.flagged) == (1, 1, 3, 3)
    assert (status.edited, status.last) == (False, None)


def test_without_a_memory(tmp_path: Path) -> None:
    write_document(make("krim"), tmp_path / "krim.tsv", "tsv")
    (status,) = review_status(None, [tmp_path])
    assert (status.reviewed, status.edited, status.last) == (1, False, None)


def test_articles_by_name_and_each_once(memory: Memory) -> None:
    write(memory, "oekraine")
    write(memory, "krim", "xlsx")
    tsv = write(memory, "krim")
    found = review_status(memory, [memory.path.parent])
    assert [status.article for status in found] == ["krim", "oekraine"]
    assert found[0].path == tsv


def test_of_two_formats_the_edited_one_counts(memory: Memory) -> None:
    write(memory, "krim")
    xlsx = write(memory, "krim", "xlsx")
    document = make("krim")
    reviewed = tuple(replace(row, status="reviewed") for row in document.translations)
    write_document(replace(document, translations=reviewed), xlsx, "xlsx")
    (status,) = review_status(memory, [memory.path.parent])
    assert (status.path, status.edited, status.reviewed, status.open, status.flagged) == (xlsx, True, 5, 0, 0)


def test_who_changed_it_last(memory: Memory) -> None:
    path = write(memory, "krim")
    path.write_text(path.read_text().replace("Sentence 3.", "Phrase 3."))
    (status,) = review_status(memory, [path])
    assert status.edited
    take_in(memory, [path], who="Ann")
    (status,) = review_status(memory, [path])
    assert not status.edited
    assert status.last is not None
    assert (status.last.who, status.last.file) == ("Ann", "krim.tsv")


def test_rows_that_cannot_be_read_are_open(memory: Memory) -> None:
    path = write(memory, "krim")
    path.write_text(path.read_text().replace("\treviewed\t", "\tklaar\t"))
    (status,) = review_status(memory, [path])
    assert (status.rows, status.reviewed, status.open) == (5, 0, 4)


def test_what_is_named_must_be_there_and_readable(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="does not exist"):
        review_status(memory, [tmp_path / "nothing.tsv"])
    (tmp_path / "a.tsv").write_text("x")
    with pytest.raises(DocumentError, match="header"):
        review_status(memory, [tmp_path / "a.tsv"])
    assert review_status(memory, [tmp_path]) == ()


class TestEdits:
    def test_kinds(self, memory: Memory) -> None:
        folder = memory.path.parent
        write(memory, "krim")
        assert find_edits(memory, [folder]) == ()
        edited = write(memory, "oekraine")
        edited.write_text(edited.read_text() + "\n")
        write_document(make("nieuw"), folder / "nieuw.tsv", "tsv")
        assert [(edit.path.name, edit.kind) for edit in find_edits(memory, [folder])] == [
            ("nieuw.tsv", "unknown"),
            ("oekraine.tsv", "edited"),
        ]

    def test_putting_the_first_version_back_is_an_edit(self, memory: Memory) -> None:
        path = write(memory, "krim")
        first = path.read_bytes()
        path.write_text(path.read_text().replace("Sentence 3.", "Phrase 3."))
        take_in(memory, [path])
        assert find_edits(memory, [path]) == ()
        path.write_bytes(first)
        assert len(find_edits(memory, [path])) == 1

    def test_edited_files_are_not_written_over(self, memory: Memory) -> None:
        path = write(memory, "krim")
        refuse_edited(memory, path)
        refuse_edited(memory, path.with_name("new.tsv"))
        path.write_text("x")
        with pytest.raises(OutputError, match="not written over") as caught:
            refuse_edited(memory, path)
        assert f"translate review apply {path}" in caught.value.hint

    def test_copies(self, tmp_path: Path) -> None:
        path = tmp_path / "krim.tsv"
        path.write_text("one")
        first = keep_copy(path)
        assert first == keep_copy(path)
        path.write_text("two")
        assert keep_copy(path) != first
        assert sorted(copy.read_text() for copy in (tmp_path / "edited").iterdir()) == ["one", "two"]

    def test_a_copy_that_cannot_be_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "krim.tsv").write_text("one")

        def full(*_: object) -> None:
            raise OSError(28, "full")

        monkeypatch.setattr("shutil.copy2", full)
        with pytest.raises(OutputError, match="No space left"):
            keep_copy(tmp_path / "krim.tsv")
