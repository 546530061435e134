"""What a reviewer does to a TSV, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.errors import OutputError
from translate.formats import get_format, read_document, write_document
from translate.manifest import Manifest, ManifestArticle, WrittenFile, read_manifest, sha256_of, write_manifest
from translate.memory import Draft, DraftKey, FileRecord, Memory, lock_folder, open_memory, places_of
from translate.review import apply_review, find_edits, take_in

SOURCES = ("De Krim.", "Koeleba sprak.", "Ja.", "=1+1", "De NAVO-chef zei niets.", "Ja.")
TARGETS = ("Crimea.", "Kuleba spoke.", "Yes.", "=1+1", "The NATO chief said nothing.", "Yes.")
OUTCOME = TermOutcome(form="Koeleba", target="Kuleba", step="edited")
FORMATS = ("tsv", "html")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def make(name: str = "krim", targets: tuple[str, ...] = TARGETS, sources: tuple[str, ...] = SOURCES) -> Document:
    rows = tuple(
        Translation(
            segment=Segment(id=f"{name}:{number}.1", text=source),
            target=target,
            terms=(OUTCOME,) if "Koeleba" in source else (),
            findings=(Finding(check="length", message="short"),) if target == "Yes." else (),
            draft=target,
            score=-0.5,
        )
        for number, (source, target) in enumerate(zip(sources, targets, strict=True), start=1)
    )
    return Document(name=name, translations=rows, signature="model:x")


def write(memory: Memory, document: Document, formats: tuple[str, ...] = ("tsv",)) -> Path:
    """Write a document as a run does; return the TSV."""
    folder = memory.path.parent
    files = []
    for name in formats:
        path = folder / (document.name + get_format(name).suffix)
        write_document(document, path, name)
        files.append(FileRecord(path=path, format=name, sha256=sha256_of(path)))
    memory.store_written(document, files)
    memory.confirm_written(files)
    return files[0].path


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace texts in a file, each of which stands there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def set_row(path: Path, number: int, **cells: str) -> None:
    """Change cells of the row `number`, counted from 1."""
    lines = path.read_text(encoding="utf-8").split("\n")
    names = lines[0].split("\t")
    row = lines[number].split("\t")
    for name, value in cells.items():
        row[names.index(name)] = value
    lines[number] = "\t".join(row)
    path.write_text("\n".join(lines), encoding="utf-8")


def recalled(memory: Memory, document: Document) -> list[str | None]:
    """Return the reviewed target of each row."""
    known = memory.recall(places_of([row.segment for row in document.translations]))
    return [None if one.review is None else one.review.target for one in known]


@pytest.fixture
def memory(tmp_path: Path):
    with open_memory(tmp_path / "outputs" / "memory.sqlite") as memory:
        yield memory


@pytest.fixture
def tsv(memory: Memory) -> Path:
    return write(memory, make())


class TestChanges:
    def test_nothing_edited_nothing_taken(self, memory: Memory, tsv: Path) -> None:
        before = tsv.read_bytes()
        summary = apply_review(memory, [tsv, tsv.parent])
        assert (summary.changes, summary.errors, summary.written, summary.copies) == ((), (), (), ())
        assert tsv.read_bytes() == before

    def test_an_edited_target_is_reviewed_even_if_its_status_says_draft(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 2, target="Kuleba has spoken.")
        summary = apply_review(memory, [tsv], who="Ann")
        (change,) = summary.changes
        assert (change.segment, change.line, change.kind) == ("krim:2.1", 3, "reviewed")
        assert (change.before, change.after) == ("Kuleba spoke.", "Kuleba has spoken.")
        assert (summary.unchanged, summary.count("reviewed"), summary.count("noted")) == (5, 1, 0)
        (review,) = memory.reviews()
        assert (review.target, review.draft, review.origin.who) == (change.after, change.before, "Ann")
        assert review.origin.file == "krim.tsv"
        row = read_document(tsv).translations[1]
        assert (row.target, row.status, row.terms) == ("Kuleba has spoken.", "reviewed", ())

    def test_a_draft_that_is_called_reviewed_is_kept_with_its_audit(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 2, status="Reviewed ")
        apply_review(memory, [tsv])
        assert recalled(memory, make())[1] == "Kuleba spoke."
        assert memory.recall_document("krim").translations[1].terms == (OUTCOME,)

    def test_rejected(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, status="rejected", note="wrong")
        summary = apply_review(memory, [tsv])
        assert [(change.kind, change.note) for change in summary.changes] == [("rejected", "wrong")]
        known = memory.recall(places_of([make().translations[0].segment]))[0]
        assert (known.review, known.rejected, known.note) == (None, ("Crimea.",), "wrong")
        assert read_document(tsv).translations[0].status == "rejected"

    def test_who_edits_and_rejects_rejects_both(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, status="rejected", target="The Crimea.")
        apply_review(memory, [tsv])
        assert [review.target for review in memory.rejected()] == ["Crimea.", "The Crimea."]

    def test_a_note_alone(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 5, note="who is it?")
        summary = apply_review(memory, [tsv])
        assert [change.kind for change in summary.changes] == ["noted"]
        row = read_document(tsv).translations[4]
        assert (row.status, row.note) == ("draft", "who is it?")
        set_row(tsv, 5, note="")
        apply_review(memory, [tsv])
        assert memory.stats().notes == 0

    def test_back_to_draft(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 2, target="Kuleba has spoken.")
        apply_review(memory, [tsv])
        set_row(tsv, 2, status="draft")
        summary = apply_review(memory, [tsv])
        assert [change.kind for change in summary.changes] == ["withdrawn"]
        assert recalled(memory, make())[1] is None
        assert read_document(tsv).translations[1].status == "draft"

    def test_a_second_review_replaces_the_first(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 2, target="First.")
        apply_review(memory, [tsv], who="Ann")
        set_row(tsv, 2, target="Second.")
        apply_review(memory, [tsv], who="Bob")
        assert recalled(memory, make())[1] == "Second."
        assert [review.origin.who for review in memory.reviews()] == ["Bob"]

    def test_the_same_sentence_twice_keeps_two_translations(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 3, target="Aye.")
        set_row(tsv, 6, target="Yeah.")
        apply_review(memory, [tsv])
        assert recalled(memory, make())[2] == "Aye."
        assert recalled(memory, make())[5] == "Yeah."

    def test_an_emptied_target_is_refused_unless_it_is_meant(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, target="")
        summary = apply_review(memory, [tsv])
        (error,) = summary.errors
        assert (error.path, error.line) == (tsv, 2)
        assert "column 'target'" in error.message
        set_row(tsv, 1, target="", status="reviewed")
        assert apply_review(memory, [tsv]).errors == ()
        assert recalled(memory, make())[0] == ""

    @pytest.mark.parametrize("text", ["=1+1+1", "+31 6 1234", "@naam", "-", "'-", '"quoted"', "a\u2028b", "１３"])
    def test_texts_that_a_spreadsheet_takes_for_something_else(
        self, memory: Memory, tsv: Path, text: str
    ) -> None:
        from translate.formats.cells import format_cell

        set_row(tsv, 1, target=format_cell(text))
        apply_review(memory, [tsv])
        assert recalled(memory, make())[0] == text
        assert read_document(tsv).translations[0].target == text

    @pytest.mark.parametrize("text", ["+31 6 1234", "@naam", "-"])
    def test_formulas_typed_without_the_apostrophe(self, memory: Memory, tsv: Path, text: str) -> None:
        set_row(tsv, 1, target=text)
        apply_review(memory, [tsv])
        assert recalled(memory, make())[0] == text
        assert f"'{text}" in tsv.read_text()


class TestFiles:
    def test_all_formats_are_written_again_and_the_manifest_knows_them(self, memory: Memory) -> None:
        document = make()
        tsv = write(memory, document, ("tsv", "jsonl"))
        other = (
            tsv.with_suffix(".jsonl")
            if tsv.with_suffix(".jsonl").exists()
            else next(tsv.parent.glob("krim.*jsonl"))
        )
        entry = ManifestArticle(
            name="krim",
            source="../krim.txt",
            format="text",
            checksum="0",
            signature="model:x",
            segments=6,
            words=9,
            files=(
                WrittenFile(name=tsv.name, format="tsv", sha256=sha256_of(tsv)),
                WrittenFile(name=other.name, format="jsonl", sha256=sha256_of(other)),
            ),
        )
        write_manifest(tsv.parent, replace(Manifest().with_article(entry), signature="run"))
        set_row(tsv, 2, target="Kuleba has spoken.")
        summary = apply_review(memory, [tsv])
        assert set(summary.written) == {tsv, other}
        assert read_document(other).translations[1].target == "Kuleba has spoken."
        manifest = read_manifest(tsv.parent)
        assert manifest.signature == "run"
        assert {file.sha256 for file in manifest.article("krim").files} == {sha256_of(tsv), sha256_of(other)}
        assert find_edits(memory, [tsv.parent]) == ()

    def test_edited_rows_are_checked_again(self, memory: Memory, tsv: Path) -> None:
        def recheck(document: Document) -> Document:
            rows = tuple(replace(row, note=f"checked {row.status}") for row in document.translations)
            return replace(document, translations=rows)

        set_row(tsv, 1, target="The Crimea.")
        apply_review(memory, [tsv], recheck=recheck)
        assert [row.note for row in read_document(tsv).translations] == ["checked reviewed"] + [
            "checked draft"
        ] * 5

    def test_the_file_as_its_reviewer_left_it_is_kept(self, memory: Memory, tsv: Path) -> None:
        text = (
            tsv.read_text()
            .replace("note\n", "note\tmine\n")
            .replace("Crimea.\tdraft\t\t\t", "X.\tdraft\t\t\t\thello")
        )
        tsv.write_text(text)
        (copy,) = apply_review(memory, [tsv]).copies
        assert copy.read_text() == text
        assert copy.parent == tsv.parent / "edited"
        assert "hello" not in tsv.read_text()

    def test_a_copy_that_came_by_mail_is_taken_in_and_left_alone(
        self, memory: Memory, tsv: Path, tmp_path: Path
    ) -> None:
        mailed = tmp_path / "mail" / "krim (2).tsv"
        mailed.parent.mkdir()
        mailed.write_bytes(tsv.read_bytes())
        set_row(mailed, 1, target="The Crimea.")
        before = mailed.read_bytes()
        summary = apply_review(memory, [mailed])
        assert (summary.written, summary.copies) == ((tsv,), ())
        assert mailed.read_bytes() == before
        assert [path.name for path in mailed.parent.iterdir()] == ["krim (2).tsv"]
        assert read_document(tsv).translations[0].target == "The Crimea."
        assert apply_review(memory, [mailed]).changes == ()

    def test_a_file_that_was_edited_and_not_named_is_not_written_over(self, memory: Memory) -> None:
        tsv = write(memory, make(), ("tsv", "xlsx"))
        other = tsv.with_suffix(".xlsx")
        document = read_document(other)
        write_document(replace(document, translations=document.translations[:2]), other, "xlsx")
        before = other.read_bytes()
        set_row(tsv, 1, target="The Crimea.")
        summary = apply_review(memory, [tsv])
        (error,) = summary.errors
        assert isinstance(error, OutputError)
        assert f"review apply {other}" in error.hint
        assert "not written over" in error.message
        assert other.read_bytes() == before
        assert recalled(memory, make())[0] == "The Crimea."

    def test_what_two_files_say_of_one_row(self, memory: Memory, tsv: Path, tmp_path: Path) -> None:
        mailed = tmp_path / "krim.tsv"
        mailed.write_bytes(tsv.read_bytes())
        set_row(tsv, 1, target="One.")
        set_row(tsv, 2, target="Both.")
        set_row(mailed, 1, target="Another.")
        set_row(mailed, 2, target="Both.")
        set_row(mailed, 5, target="Mine alone.")
        summary = apply_review(memory, [tsv, mailed])
        (error,) = summary.errors
        assert (error.path, error.line) == (mailed, 2)
        assert f"{tsv}:2" in error.message
        assert recalled(memory, make())[:2] == ["One.", "Both."]
        assert recalled(memory, make())[4] == "Mine alone."
        assert summary.written == ()

    def test_while_a_run_works_nothing_is_taken(
        self, memory: Memory, tsv: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from translate.review import apply

        monkeypatch.setattr(apply, "lock_folder", lambda folder: lock_folder(folder, wait_s=0.05))
        with lock_folder(tsv.parent), pytest.raises(OutputError, match="another run works here"):
            apply_review(memory, [tsv])

    def test_a_file_that_is_named_twice_is_taken_once(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, target="The Crimea.")
        set_row(tsv, 2, status="done")
        summary = take_in(memory, [tsv.parent, tsv])
        assert (len(summary.changes), len(summary.errors), summary.unchanged) == (1, 1, 4)

    def test_a_file_that_is_edited_again_in_the_meantime(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, target="The Crimea.")

        def recheck(document: Document) -> Document:
            set_row(tsv, 2, target="Written just now.")
            return document

        (error,) = apply_review(memory, [tsv], recheck=recheck).errors
        assert "not written over" in error.message
        assert read_document(tsv).translations[1].target == "Written just now."
        assert apply_review(memory, [tsv]).errors == ()
        assert recalled(memory, make())[:2] == ["The Crimea.", "Written just now."]

    def test_a_path_that_is_not_there(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, target="The Crimea.")
        summary = apply_review(memory, [tsv.parent / "nothing.tsv", tsv])
        assert [error.message for error in summary.errors] == ["does not exist"]
        assert summary.count("reviewed") == 1

    def test_a_file_of_another_kind(self, memory: Memory, tmp_path: Path) -> None:
        (tmp_path / "a.tsv").write_text("not a table")
        (tmp_path / "a.exe").write_text("x")
        summary = take_in(memory, [tmp_path / "a.tsv", tmp_path / "a.exe"])
        assert [error.path for error in summary.errors] == [tmp_path / "a.tsv", tmp_path / "a.exe"]

    def test_other_files_of_a_folder_are_passed_over(self, memory: Memory, tsv: Path) -> None:
        (tsv.parent / "readme.txt").write_text("hello")
        (tsv.parent / ".hidden.tsv").write_text("source\ttarget\nJa.\tYes.\n")
        assert take_in(memory, [tsv.parent]).errors == ()


class TestAccidents:
    def test_an_edited_source_is_refused_and_the_others_are_taken(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, source="De Krimm.", target="Oops.")
        set_row(tsv, 2, target="Kuleba has spoken.")
        before = tsv.read_bytes()
        summary = apply_review(memory, [tsv])
        (error,) = summary.errors
        assert str(error) == f"{tsv}:2: column 'source': was edited, so the row was not taken"
        assert error.hint == "put it back: De Krim."
        assert recalled(memory, make())[:2] == [None, "Kuleba has spoken."]
        assert (summary.written, tsv.read_bytes()) == ((), before)
        set_row(tsv, 1, source="De Krim.")
        again = apply_review(memory, [tsv])
        assert [change.after for change in again.changes] == ["Oops."]
        assert again.written == (tsv,)
        assert [row.target for row in read_document(tsv).translations[:2]] == ["Oops.", "Kuleba has spoken."]

    def test_white_space_in_a_source_is_no_edit(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, source=" De  Krim. ", target="The Crimea.")
        assert apply_review(memory, [tsv]).errors == ()
        assert recalled(memory, make())[0] == "The Crimea."

    def test_an_id_that_no_longer_exists(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, id="krim:99.1", target="The Crimea.")
        set_row(tsv, 2, id="krim:98.1", source="Nieuw.")
        first, second = apply_review(memory, [tsv]).errors
        assert (first.line, second.line) == (2, 3)
        assert "'krim:99.1' is not in the article" in first.message
        assert "krim:1.1" in first.hint
        assert "krim:" not in second.hint

    def test_a_sentence_that_stands_elsewhere_now(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, id="krim:5.1")
        set_row(tsv, 5, id="krim:1.1")
        errors = apply_review(memory, [tsv]).errors
        assert [error.hint for error in errors] == [
            "this sentence now has the id krim:1.1: give the row that id",
            "this sentence now has the id krim:5.1: give the row that id",
        ]

    def test_duplicated_ids(self, memory: Memory, tsv: Path) -> None:
        lines = tsv.read_text().split("\n")
        tsv.write_text("\n".join([*lines[:3], lines[2].replace("Kuleba spoke", "Twin"), *lines[3:]]))
        (error,) = apply_review(memory, [tsv]).errors
        assert error.line == 4
        assert "line 3" in error.message
        assert memory.reviews() == ()

    def test_a_status_that_does_not_exist(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, status="done", target="X.")
        set_row(tsv, 2, status="reviewed")
        (error,) = apply_review(memory, [tsv]).errors
        assert "'done' is not a status" in error.message
        assert recalled(memory, make())[:2] == [None, "Kuleba spoke."]

    def test_deleted_rows_come_back(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 2, target="Kuleba has spoken.")
        lines = tsv.read_text().split("\n")
        tsv.write_text("\n".join([*lines[:1], lines[2], *lines[4:]]))
        summary = apply_review(memory, [tsv])
        assert summary.deleted == ("krim:1.1", "krim:3.1")
        assert [row.target for row in read_document(tsv).translations] == [
            "Crimea.",
            "Kuleba has spoken.",
            *TARGETS[2:],
        ]

    def test_sorted_rows_keep_their_neighbours(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 3, target="Aye.")
        header, *rows = tsv.read_text().rstrip("\n").split("\n")
        tsv.write_text("\n".join([header, *sorted(rows, key=lambda row: row.split("\t")[2])]) + "\n")
        apply_review(memory, [tsv])
        known = memory.recall(places_of([row.segment for row in make("other").translations]))
        assert [one.likeness for one in known] == [None, None, "context", None, None, "source"]
        assert read_document(tsv).translations[2].target == "Aye."

    @pytest.mark.parametrize(
        "disturb",
        [
            lambda text: text.replace("\n", "\r\n"),
            lambda text: "\n".join(
                '"' + line.replace('"', '""').replace("\t", '"\t"') + '"' for line in text.split("\n")[:-1]
            ),
            lambda text: text + "\t\t\t\t\t\t\n\n",
            lambda text: "\n".join("x\t" + line for line in text.split("\n")[:-1]),
            lambda text: "\n".join("\t".join(reversed(line.split("\t"))) for line in text.split("\n")[:-1]),
        ],
        ids=["excel", "quoted", "empty rows", "added column", "columns turned round"],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_what_spreadsheets_make_of_a_file(
        self, memory: Memory, tsv: Path, disturb: Callable[[str], str], encoding: str
    ) -> None:
        set_row(tsv, 2, target="Kuleba has spoken.", status="reviewed")
        tsv.write_bytes(disturb(tsv.read_text()).encode(encoding))
        summary = apply_review(memory, [tsv])
        assert summary.errors == ()
        assert [(change.segment, change.after) for change in summary.changes] == [
            ("krim:2.1", "Kuleba has spoken.")
        ]
        assert tsv.read_bytes().startswith(b"id\tsource\ttarget")

    def test_missing_columns_mean_no_change(self, memory: Memory, tsv: Path) -> None:
        set_row(tsv, 1, status="reviewed", note="n")
        apply_review(memory, [tsv])
        rows = [line.split("\t")[:3] for line in tsv.read_text().rstrip("\n").split("\n")]
        rows[2][2] = "Kuleba has spoken."
        tsv.write_text("".join("\t".join(row) + "\n" for row in rows))
        summary = apply_review(memory, [tsv])
        assert [(change.segment, change.kind) for change in summary.changes] == [("krim:2.1", "reviewed")]
        assert recalled(memory, make())[0] == "Crimea."
        assert memory.stats().notes == 1

    def test_without_ids_no_row_is_taken(self, memory: Memory, tsv: Path) -> None:
        tsv.write_text(
            "".join("\t".join(line.split("\t")[1:]) + "\n" for line in tsv.read_text().split("\n")[:-1])
        )
        summary = apply_review(memory, [tsv])
        assert len(summary.errors) == 6
        assert "column 'id'" in summary.errors[0].message


class TestOldCopies:
    """A reviewer may send back a file that was made before the last run or the last review."""

    def test_an_earlier_draft_is_not_an_edit(self, memory: Memory, tsv: Path, tmp_path: Path) -> None:
        mailed = tmp_path / "krim.tsv"
        mailed.write_bytes(tsv.read_bytes())
        key = DraftKey(source=SOURCES[4])
        memory.store_drafts(
            "old", [Draft(key=key, draft=TARGETS[4], draft_score=None, target=TARGETS[4], score=None)]
        )
        write(memory, make(targets=(*TARGETS[:4], "NATO's chief said nothing.", TARGETS[5])))
        set_row(mailed, 1, target="The Crimea.")
        summary = apply_review(memory, [mailed])
        assert [change.segment for change in summary.changes] == ["krim:1.1"]
        assert summary.outdated == 1
        assert recalled(memory, make())[4] is None

    def test_it_takes_no_review_back(self, memory: Memory, tsv: Path, tmp_path: Path) -> None:
        mailed = tmp_path / "krim.tsv"
        mailed.write_bytes(tsv.read_bytes())
        set_row(tsv, 1, status="reviewed")
        set_row(tsv, 2, target="Kuleba has spoken.")
        apply_review(memory, [tsv], who="Ann")
        set_row(mailed, 5, target="Bob was here.")
        summary = apply_review(memory, [mailed], who="Bob")
        assert (summary.errors, summary.outdated) == ((), 1)
        assert recalled(memory, make())[:2] == ["Crimea.", "Kuleba has spoken."]
        assert recalled(memory, make())[4] == "Bob was here."

    def test_two_reviewers_of_one_row(self, memory: Memory, tsv: Path, tmp_path: Path) -> None:
        mailed = tmp_path / "krim.tsv"
        mailed.write_bytes(tsv.read_bytes())
        set_row(tsv, 1, target="Ann's Crimea.")
        set_row(tsv, 2, target="Ann's Kuleba.")
        apply_review(memory, [tsv], who="Ann")
        set_row(mailed, 2, target="Bob's Kuleba.")
        summary = apply_review(memory, [mailed], who="Bob")
        (error,) = summary.errors
        assert "reviewed by somebody else" in error.message
        assert "Ann's Kuleba." in error.message
        assert recalled(memory, make())[1] == "Ann's Kuleba."


class TestWithoutAMemory:
    """The memory was deleted or set aside; the files of an earlier run are still there."""

    @pytest.fixture
    def lost(self, memory: Memory) -> Path:
        tsv = memory.path.parent / "krim.tsv"
        write_document(make(), tsv, "tsv")
        return tsv

    def test_what_is_marked_is_taken_and_a_copy_kept(self, memory: Memory, lost: Path) -> None:
        set_row(lost, 1, status="reviewed", target="The Crimea.")
        set_row(lost, 2, status="rejected")
        set_row(lost, 4, note="hm")
        set_row(lost, 5, note="memory: 80 % like a:1.1: x → y")
        text = lost.read_text()
        assert [edit.kind for edit in find_edits(memory, [lost.parent])] == ["unknown"]
        summary = take_in(memory, [lost.parent], who="Ann")
        assert [(change.segment, change.kind) for change in summary.changes] == [
            ("krim:1.1", "reviewed"),
            ("krim:2.1", "rejected"),
            ("krim:4.1", "noted"),
        ]
        assert summary.untold == 4
        assert [copy.read_text() for copy in summary.copies] == [text]
        assert recalled(memory, make())[0] == "The Crimea."
        assert find_edits(memory, [lost.parent]) == ()
        assert memory.stats().notes == 1

    def test_no_copy_of_what_the_manifest_knows(self, memory: Memory, lost: Path) -> None:
        file = WrittenFile(name=lost.name, format="tsv", sha256=sha256_of(lost))
        entry = ManifestArticle(
            name="krim", source="k", format="text", checksum="", signature="", segments=6, words=1, files=(file,)
        )
        write_manifest(lost.parent, Manifest().with_article(entry))
        assert take_in(memory, [lost.parent]).copies == ()

    def test_neighbours_are_found_in_a_sorted_file(self, memory: Memory, lost: Path) -> None:
        set_row(lost, 3, status="reviewed", target="Aye.")
        header, *rows = lost.read_text().rstrip("\n").split("\n")
        lost.write_text("\n".join([header, *reversed(rows)]) + "\n")
        take_in(memory, [lost])
        known = memory.recall(places_of([row.segment for row in make("other").translations]))
        assert [one.likeness for one in known][2] == "context"

    def test_who_reviewed_is_not_forgotten_when_it_is_taken_in_twice(self, memory: Memory, lost: Path) -> None:
        set_row(lost, 1, status="reviewed")
        take_in(memory, [lost], who="Ann")
        lost.write_text(lost.read_text() + "\n")
        summary = take_in(memory, [lost], who="Bob")
        assert (summary.changes, summary.unchanged) == ((), 1)
        assert [review.origin.who for review in memory.reviews()] == ["Ann"]

    def test_ids_of_another_kind(self, memory: Memory, tmp_path: Path) -> None:
        path = tmp_path / "other.tsv"
        path.write_text("id\tsource\ttarget\tstatus\nb\tTwee.\tTwo.\treviewed\na\tEen.\tOne.\treviewed\n")
        assert take_in(memory, [path]).count("reviewed") == 2


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
SEPARATORS = "\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufeff'\"=+-@,;"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            TEXTS, st.one_of(TEXTS, st.text(SEPARATORS, max_size=6)), TEXTS, st.sampled_from(["", "reviewed"])
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_and_applied_is_what_was_meant(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    """`apply(write(x)) == x` for any text."""
    folder = tmp_path_factory.mktemp("any")
    document = make(
        targets=tuple(f"draft {index}" for index in range(len(rows))),
        sources=tuple(f"{index} {row[0]}" for index, row in enumerate(rows)),
    )
    with open_memory(folder / "memory.sqlite") as memory:
        tsv = write(memory, document)
        edited = replace(
            document,
            translations=tuple(
                replace(old, target=f"{index}{target}", note=note, status="reviewed")
                for index, (old, (_, target, note, _)) in enumerate(zip(document.translations, rows, strict=True))
            ),
        )
        write_document(edited, tsv, "tsv")
        summary = apply_review(memory, [tsv])
        assert summary.errors == ()
        assert recalled(memory, document) == [row.target for row in edited.translations]
        known = memory.recall(places_of([row.segment for row in document.translations]))
        assert [one.note for one in known] == [row.note for row in edited.translations]
        assert [(row.target, row.note, row.status) for row in read_document(tsv).translations] == [
            (row.target, row.note, row.status) for row in edited.translations
        ]
        assert apply_review(memory, [tsv]).changes == ()
