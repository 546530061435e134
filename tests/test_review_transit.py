"""Tables that went through a spreadsheet into another format."""

from dataclasses import replace
from pathlib import Path

import pytest

from translate.document import Document, Segment, Translation
from translate.formats import load_document, write_document
from translate.formats.cells import unguard
from translate.formats.interface import Reading
from translate.manifest import sha256_of
from translate.memory import FileRecord, open_memory
from translate.review import take_in
from translate.review.transit import undo_transit

TEXTS = ("=1+1", "+31 6 1234", "13.000", "'-'", "''=1", "Gewoon.", "'s Avonds.")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def make() -> Document:
    rows = tuple(
        Translation(segment=Segment(id=f"k:{number}.1", text=text), target=f"{text}", note=text)
        for number, text in enumerate(TEXTS, start=1)
    )
    return Document(name="k", translations=rows)


def change(document: Document, how) -> Document:
    """Change all texts, as a program does that knows nothing of our cells."""
    return replace(
        document,
        translations=tuple(
            replace(
                row,
                segment=replace(row.segment, text=how(row.segment.text)),
                target=how(row.target),
                note=how(row.note),
            )
            for row in document.translations
        ),
    )


def load(document: Document, folder: Path) -> Reading:
    path = folder / "k.xlsx"
    write_document(document, path, "xlsx")
    return load_document(path)


@pytest.mark.parametrize("how", [unguard, str])
def test_apostrophes_are_as_they_were(tmp_path: Path, how) -> None:
    document = make()
    reading = load(change(document, how), tmp_path)
    undone = undo_transit(reading, {row.segment.id: row for row in document.translations})
    assert [
        (row.translation.segment.text, row.translation.target, row.translation.note) for row in undone.rows
    ] == [(text, text, text) for text in TEXTS]


@pytest.mark.parametrize("how", [unguard, str])
def test_edits_made_on_the_way_are_kept(tmp_path: Path, how) -> None:
    document = make()
    out = tmp_path / "outputs"
    with open_memory(out / "memory.sqlite") as memory:
        write_document(document, out / "k.tsv", "tsv")
        memory.store_written(
            document, [FileRecord(path=out / "k.tsv", format="tsv", sha256=sha256_of(out / "k.tsv"))]
        )
        rows = list(document.translations)
        rows[2] = replace(rows[2], target="14.000")
        rows[5] = replace(rows[5], target="Plain.")
        back = change(replace(document, translations=tuple(rows)), how)
        write_document(back, tmp_path / "k.xlsx", "xlsx")
        summary = take_in(memory, [tmp_path / "k.xlsx"])
        assert summary.errors == ()
        assert [(one.segment, one.after) for one in summary.changes] == [("k:3.1", "14.000"), ("k:6.1", "Plain.")]


def test_an_apostrophe_that_a_reviewer_takes_away_stays_away(tmp_path: Path) -> None:
    document = make()
    rows = list(document.translations)
    rows[3] = replace(rows[3], target="-'")
    reading = load(replace(document, translations=tuple(rows)), tmp_path)
    shown = {row.segment.id: row for row in document.translations}
    assert undo_transit(reading, shown).rows[3].translation.target == "-'"


def test_rows_of_other_ids_are_left_alone(tmp_path: Path) -> None:
    reading = load(change(make(), unguard), tmp_path)
    shown = {row.segment.id: row for row in make().translations[:5]}
    assert undo_transit(reading, shown).rows[6].translation.target == "'s Avonds."
    assert undo_transit(reading, {}) == reading


@pytest.mark.parametrize(
    ("before", "now", "meant"),
    [
        ("13.000", "'13.000 men", "13.000 men"),
        ("13.000", "13.000 men", "13.000 men"),
        ("13.000", "'tis", "'tis"),
        ("Yes.", "'Yes.'", "'Yes.'"),
        ("'-'", "''- no", "''- no"),
        ("", "'13", "'13"),
    ],
)
def test_the_apostrophe_of_a_number_that_got_words(tmp_path: Path, before: str, now: str, meant: str) -> None:
    def document(target: str) -> Document:
        row = Translation(segment=Segment(id="k:1.1", text="Ja."), target=target)
        return Document(name="k", translations=(row,))

    shown = {"k:1.1": document(before).translations[0]}
    (row,) = undo_transit(load(document(now), tmp_path), shown).rows
    assert row.translation.target == meant
