"""A day in the life: run, review half, add articles, change the glossary, run, review the rest."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from translate.checks import DEFAULT
from translate.document import Document
from translate.engines.echo import EchoEngine
from translate.errors import BatchError, OutputError
from translate.formats import read_document, write_document
from translate.glossary import read_glossary
from translate.matching import Matcher
from translate.memory import open_memory
from translate.pipeline import Failed, Finished, RunOptions, Warned, run
from translate.proofread import recheck
from translate.review import Summary, apply_review, review_status, suggest_from_reviews

ARTICLES = {
    "krim": "De Krim is een schiereiland.\n\nMinister Koeleba was in Kiev. Hij zei niets.\n",
    "navo": "Dat zei de NAVO gisteren. Hij zei niets.\n",
}
MORE = {
    "oorlog": "Minister Koeleba was in Kiev. De oorlog duurt voort.\n",
    "vrede": "Minister Koeleba was weer in Kiev. De Krim is een schiereiland.\n",
}
HEADER = "source\ttarget\tcase\tkind\tforbidden\tnote\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


class Desk:
    """A folder in which somebody works."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.decoded: list[str] = []
        self.outputs = folder / "outputs"
        self.glossary = folder / "terms.tsv"
        self.glossary.write_text(HEADER + "Krim\tCrimea\t\tname\t\t\n")
        (folder / "seeds").mkdir()
        desk = self

        class Echo(EchoEngine):
            def translate(self, sources, **options):
                desk.decoded += sources
                return super().translate(sources, **options)

        monkeypatch.setattr("translate.pipeline.load_engine", lambda *_: Echo())

    def add(self, articles: dict[str, str]) -> None:
        for name, text in articles.items():
            (self.folder / "seeds" / f"{name}.txt").write_text(text)

    def run(self) -> list[object]:
        """Run; return the events. What was decoded is in `decoded`."""
        self.decoded.clear()
        options = RunOptions(
            paths=(self.folder / "seeds",),
            output=self.outputs,
            glossary=self.glossary,
            engine="echo",
            formats=("tsv", "jsonl"),
        )
        events = list(run(options))
        assert isinstance(events[-1], Finished)
        assert [event for event in events if isinstance(event, Failed)] == []
        return events

    def read(self, name: str) -> Document:
        return read_document(self.outputs / f"{name}.tsv")

    def review(self, name: str, changes: dict[str, str], status: str = "reviewed") -> None:
        """Change targets of an article by their ids, as a reviewer does in the TSV."""
        document = self.read(name)
        rows = tuple(
            replace(row, target=changes[row.segment.id], status=status) if row.segment.id in changes else row
            for row in document.translations
        )
        write_document(replace(document, translations=rows), self.outputs / f"{name}.tsv", "tsv")

    def apply(self) -> Summary:
        with open_memory(self.outputs / "memory.sqlite") as memory:
            matcher = Matcher(read_glossary(self.glossary))
            return apply_review(
                memory, [self.outputs], who="Ann", recheck=partial(recheck, settings=DEFAULT, matcher=matcher)
            )

    def files(self) -> dict[str, bytes]:
        return {
            path.name: path.read_bytes()
            for path in self.outputs.iterdir()
            if path.suffix in (".tsv", ".jsonl", ".json")
        }


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(tmp_path, monkeypatch)
    desk.add(ARTICLES)
    return desk


def test_a_day(desk: Desk) -> None:
    desk.run()
    assert "Crimea" in desk.read("krim").translations[0].target

    desk.review("krim", {"krim:1.1": "Crimea is a peninsula.", "krim:2.1": "Minister Kuleba was in Kyiv."})
    assert desk.apply().count("reviewed") == 2
    reviewed = desk.files()
    desk.run()
    assert desk.files() == reviewed, "a run after `review apply` gives the same bytes"
    assert desk.decoded == []

    desk.add(MORE)
    desk.run()
    first, second = desk.read("oorlog").translations
    assert (first.target, first.status) == ("Minister Kuleba was in Kyiv.", "reviewed")
    assert second.status == "draft"
    like, same = desk.read("vrede").translations
    assert (same.target, same.status) == ("Crimea is a peninsula.", "reviewed")
    assert like.status == "draft"
    assert like.target != "Minister Kuleba was in Kyiv."
    assert "krim:2.1" in like.note
    assert "{+weer+}" in like.note
    assert set(desk.decoded) == {"De oorlog duurt voort.", "Minister Koeleba was weer in Kiev."}

    desk.glossary.write_text(desk.glossary.read_text() + "oorlog\twar\t\t\t\t\n")
    before = desk.files()
    desk.run()
    assert all("oorlog" in source or "war" in source for source in desk.decoded)
    changed = {name for name, data in desk.files().items() if data != before[name]}
    assert "oorlog.tsv" in changed
    assert "war" in desk.read("oorlog").translations[1].target
    assert [row.target for row in desk.read("krim").translations] == [
        "Crimea is a peninsula.",
        "Minister Kuleba was in Kyiv.",
        "Hij zei niets.",
    ]

    desk.review("vrede", {"vrede:1.1": "Minister Kuleba was in Kyiv again."})
    events = desk.run()
    assert desk.read("vrede").translations[0].status == "reviewed", "the run takes the edits in by itself"
    assert desk.read("vrede").translations[0].note == ""
    assert events
    with open_memory(desk.outputs / "memory.sqlite") as memory:
        statuses = review_status(memory, [desk.outputs])
        assert {status.article: (status.reviewed, status.open) for status in statuses} == {
            "krim": (2, 1),
            "navo": (0, 2),
            "oorlog": (1, 1),
            "vrede": (2, 0),
        }
        suggestions = suggest_from_reviews(memory)
        assert ("Koeleba", "Kuleba") in {(s.term.source[0], s.term.target[0]) for s in suggestions}
    final = desk.files()
    desk.run()
    assert (desk.decoded, desk.files()) == ([], final)


def test_a_run_stops_before_it_writes_over_what_it_cannot_take_in(desk: Desk) -> None:
    desk.run()
    path = desk.outputs / "krim.tsv"
    path.write_text(
        path.read_text()
        .replace("De Krim is", "De Krimm is")
        .replace("Hij zei niets.\tdraft", "He was silent.\tdraft")
    )
    before = path.read_bytes()
    with pytest.raises((BatchError, OutputError)):
        desk.run()
    assert path.read_bytes() == before


def test_a_memory_that_was_deleted_costs_no_review(desk: Desk) -> None:
    desk.run()
    desk.review("krim", {"krim:1.1": "Crimea is a peninsula."})
    desk.apply()
    desk.review("navo", {"navo:1.2": "He was silent."})
    for path in desk.outputs.glob("memory.sqlite*"):
        path.unlink()
    desk.run()
    assert desk.read("krim").translations[0].target == "Crimea is a peninsula."
    assert desk.read("navo").translations[1].target == "He was silent."
    assert desk.read("krim").translations[2].target == "He was silent.", "the same sentence, wherever it stands"


def test_a_damaged_memory_costs_no_review_and_is_told(desk: Desk) -> None:
    desk.run()
    desk.review("krim", {"krim:1.1": "Crimea is a peninsula."})
    desk.apply()
    memory = desk.outputs / "memory.sqlite"
    memory.write_bytes(b"\x00" * len(memory.read_bytes()))
    events = desk.run()
    assert any(isinstance(event, Warned) and "damaged" in event.message for event in events)
    assert desk.read("krim").translations[0].target == "Crimea is a peninsula."


def test_a_rejected_draft_stays_open(desk: Desk) -> None:
    desk.run()
    desk.review("navo", {"navo:1.2": "Hij zei niets."}, status="rejected")
    desk.apply()
    desk.run()
    assert desk.read("navo").translations[1].status == "rejected"
    assert desk.read("krim").translations[2].status == "rejected"
