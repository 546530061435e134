"""Taking a review in is cut off at every step, and done again."""

from dataclasses import replace
from pathlib import Path

import pytest

from translate.document import Document, Segment, Translation
from translate.formats import write_document
from translate.manifest import sha256_of
from translate.memory import FileRecord, open_memory, places_of
from translate.memory.store import Store
from translate.review import Summary, apply_review, find_edits

FORMATS = ("tsv", "jsonl")
N_TRANSACTIONS = 5
"""Of `review apply` for one file: withdrawn, reviewed, notes, about to write, written."""


def make() -> Document:
    rows = tuple(
        Translation(segment=Segment(id=f"krim:{number}.1", text=f"Zin {number}."), target=f"Sentence {number}.")
        for number in range(1, 6)
    )
    return Document(name="krim", translations=rows)


def set_up(folder: Path) -> None:
    """Write a document and review it."""
    document = make()
    with open_memory(folder / "memory.sqlite") as memory:
        files = []
        for name in FORMATS:
            path = folder / f"krim.{name}"
            write_document(document, path, name)
            files.append(FileRecord(path=path, format=name, sha256=sha256_of(path)))
        memory.store_written(document, files)
        memory.confirm_written(files)
    rows = list(document.translations)
    rows[0] = replace(rows[0], target="Edited 1.")
    rows[1] = replace(rows[1], status="reviewed", note="fine")
    rows[2] = replace(rows[2], status="rejected")
    rows[3] = replace(rows[3], note="hm")
    write_document(replace(document, translations=tuple(rows)), folder / "krim.tsv", "tsv")


def apply(folder: Path) -> Summary:
    with open_memory(folder / "memory.sqlite") as memory:
        return apply_review(memory, [folder], who="Ann")


def outcome(folder: Path) -> object:
    """Return all that must be the same however often it was cut off."""
    with open_memory(folder / "memory.sqlite") as memory:
        recalled = memory.recall(places_of([row.segment for row in make().translations]))
        known = [
            (one.review.target if one.review else None, one.likeness, one.rejected, one.note) for one in recalled
        ]
        assert find_edits(memory, [folder]) == ()
        stats = memory.stats()
        files = [(folder / f"krim.{name}").read_bytes() for name in FORMATS]
        return known, files, (stats.reviewed, stats.rejected, stats.notes)


@pytest.mark.parametrize("written", range(N_TRANSACTIONS + 1))
def test_cut_off_before_a_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        set_up(folder)
    assert apply(whole).errors == ()
    write = Store.write
    left = written

    def cut_off(self, work):
        nonlocal left
        if left == 0:
            raise KeyboardInterrupt
        left -= 1
        return write(self, work)

    monkeypatch.setattr(Store, "write", cut_off)
    try:
        apply(cut)
    except KeyboardInterrupt:
        assert written < N_TRANSACTIONS
    else:
        assert written == N_TRANSACTIONS
    monkeypatch.setattr(Store, "write", write)
    assert apply(cut).errors == ()
    assert outcome(cut) == outcome(whole)
