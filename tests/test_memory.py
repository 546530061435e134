"""Drafts, reviews, rejections, notes, written files, search, stats."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import TranslationMemoryError
from translate.memory import (
    Draft,
    DraftKey,
    FileRecord,
    Memory,
    Origin,
    Place,
    Review,
    open_memory,
    places_of,
)
from translate.memory.codec import decode_document, decode_outcomes, encode_document, encode_outcomes
from translate.memory.store import Store

SIGNATURE = "model:built-in|revision:1|engine:echo|beam:4|segment:1|enforce:1"
OUTCOME = TermOutcome(
    form="Koeleba",
    target="Kuleba",
    step="edited",
    rendering="Koeleba",
    cost=-0.125,
    source_span=Span(start=0, stop=7),
    target_span=Span(start=3, stop=9),
)
ANN = Origin(file="krim.tsv", who="Ann", when="2026-01-02T03:04:05Z")
BOB = Origin(file="krim.xlsx", who="Bob", when="2026-02-02T03:04:05Z")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave flushing to the operating system: no test cuts the power."""
    monkeypatch.setattr("translate.memory.store.SYNCHRONOUS", "OFF")


def draft(source: str, target: str = "target", digest: str = "", **fields: object) -> Draft:
    return replace(
        Draft(
            key=DraftKey(source=source, terms=digest), draft=target, draft_score=-0.5, target=target, score=-0.5
        ),
        **fields,
    )


def place(segment: str = "krim:1.1", source: str = "Ja.", before: str = "", after: str = "") -> Place:
    return Place(segment=segment, source=source, before=before, after=after)


def review(where: Place, target: str, **fields: object) -> Review:
    return replace(Review(place=where, target=target, origin=ANN), **fields)


@pytest.fixture
def memory(tmp_path: Path):
    with open_memory(tmp_path / "memory.sqlite") as memory:
        yield memory


class TestDrafts:
    def test_come_back_as_they_were(self, memory: Memory) -> None:
        full = draft(
            "Koeleba.", "He Kuleba.", "abc", draft="Koeleba.", draft_score=-0.1, score=-0.3, terms=(OUTCOME,)
        )
        plain = draft("Ja.", draft_score=None, score=None)
        memory.store_drafts(SIGNATURE, [full, plain])
        assert memory.recall_drafts(SIGNATURE, [plain.key, full.key]) == (plain, full)

    def test_another_signature_terms_or_source_is_another_draft(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("Ja.", digest="a")])
        assert memory.recall_drafts("model:other", [DraftKey(source="Ja.", terms="a")]) == (None,)
        keys = [DraftKey(source="Ja.", terms="b"), DraftKey(source="ja.", terms="a"), DraftKey(source="Ja.")]
        assert memory.recall_drafts(SIGNATURE, keys) == (None, None, None)

    def test_a_later_one_wins(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("Ja.", "Yes.")])
        memory.store_drafts(SIGNATURE, [draft("Ja.", "Aye.")])
        (found,) = memory.recall_drafts(SIGNATURE, [DraftKey(source="Ja.")])
        assert found is not None
        assert found.target == "Aye."
        assert memory.stats().drafts == 1

    @pytest.mark.parametrize("target", ["", " ", "\n"])
    def test_an_empty_result_is_not_done(self, memory: Memory, target: str) -> None:
        memory.store_drafts(SIGNATURE, [draft("Ja.", target)])
        assert memory.recall_drafts(SIGNATURE, [DraftKey(source="Ja.")]) == (None,)

    def test_an_empty_source_may_have_an_empty_target(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft(" ", "")])
        assert memory.recall_drafts(SIGNATURE, [DraftKey(source=" ")]) == (draft(" ", ""),)

    def test_plain_drafts_are_found_whatever_the_terms(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("Koeleba.", "Kuleba.", digest="old", draft="Koeleba.")])
        found, missing = memory.recall_plain(SIGNATURE, ["Koeleba.", "Nee."])
        assert found is not None
        assert (found.source, found.draft, found.draft_score) == ("Koeleba.", "Koeleba.", -0.5)
        assert missing is None
        assert memory.recall_plain("model:other", ["Koeleba."]) == (None,)

    def test_both_versions_of_a_draft_are_the_machines(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("Koeleba.", "Kuleba.", draft="Koeleba.")])
        assert memory.is_draft("Koeleba.", "Kuleba.")
        assert memory.is_draft("Koeleba.", "Koeleba.")
        assert not memory.is_draft("Koeleba.", "Somebody.")
        assert not memory.is_draft("Somebody.", "Kuleba.")

    def test_pairs_have_what_the_model_wrote(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("Koeleba.", "Kuleba.", draft="Koeleba."), draft("Ja.", "Yes.")])
        assert sorted(memory.draft_pairs()) == [("Ja.", "Yes."), ("Koeleba.", "Koeleba.")]

    def test_half_a_character_is_an_error_of_ours(self, memory: Memory) -> None:
        with pytest.raises(TranslationMemoryError, match="U\\+D800"):
            memory.store_drafts(SIGNATURE, [draft("a\ud800")])


@settings(max_examples=25, deadline=None)
@given(source=TEXTS, target=TEXTS)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, source: str, target: str) -> None:
    path = tmp_path_factory.mktemp("any") / "memory.sqlite"
    with open_memory(path) as memory:
        where = Place(segment="a:1.1", source=source, before=target)
        memory.store_reviews([review(where, target, note=source)])
        memory.store_drafts(SIGNATURE, [draft(source, f"{target}.")])
    with open_memory(path) as memory:
        (known,) = memory.recall([where])
        assert known.review is not None
        assert (known.review.target, known.note) == (target, source)
        (found,) = memory.recall_drafts(SIGNATURE, [DraftKey(source=source)])
        assert found is not None
        assert found.target == f"{target}."


class TestReviews:
    def test_nothing_is_known_of_a_new_sentence(self, memory: Memory) -> None:
        (known,) = memory.recall([place()])
        assert (known.review, known.likeness, known.rejected, known.note) == (None, None, (), "")

    def test_who_when_and_where_from(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes.", draft="Yeah.", note="formal")])
        (known,) = memory.recall([place()])
        assert known.review is not None
        assert (known.review.origin, known.review.draft, known.note) == (ANN, "Yeah.", "formal")
        assert known.likeness == "place"

    def test_the_time_is_now_when_none_is_given(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes.", origin=Origin())])
        (known,) = memory.recall([place()])
        assert known.review is not None
        assert known.review.origin.when.endswith("Z")

    def test_the_same_neighbours_win_over_the_same_place_and_that_over_the_source(self, memory: Memory) -> None:
        alone = place("b:9.1", before="x", after="y")
        here = place("a:1.1", before="old", after="old")
        neighbours = place("c:1.1", before="Komt hij?", after="Mooi.")
        asked = place("a:1.1", before="Komt hij?", after="Mooi.")
        memory.store_reviews([review(alone, "source")])
        (known,) = memory.recall([asked])
        assert (known.review.target, known.likeness) == ("source", "source")
        memory.store_reviews([review(here, "place")])
        (known,) = memory.recall([asked])
        assert (known.review.target, known.likeness) == ("place", "place")
        memory.store_reviews([review(neighbours, "context")])
        (known,) = memory.recall([asked])
        assert (known.review.target, known.likeness) == ("context", "context")
        memory.store_reviews([review(asked, "both")])
        (known,) = memory.recall([asked])
        assert (known.review.target, known.likeness) == ("both", "place")

    def test_of_equals_the_latest_wins(self, memory: Memory) -> None:
        memory.store_reviews(
            [review(place("a:1.1", after="x"), "first"), review(place("b:1.1", after="y"), "second")]
        )
        memory.store_reviews([review(place("a:1.1", after="x"), "third")])
        (known,) = memory.recall([place("c:1.1", after="z")])
        assert known.review.target == "third"
        assert memory.stats().reviewed == 2

    def test_case_and_space_make_another_source(self, memory: Memory) -> None:
        memory.store_reviews([review(place(source="Ja."), "Yes.")])
        assert [known.review for known in memory.recall([place(source="ja."), place(source="Ja. ")])] == [
            None,
            None,
        ]

    def test_a_machine_never_changes_a_review(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes.")])
        memory.store_drafts(SIGNATURE, [draft("Ja.", "Yeah.")])
        assert [known.review.target for known in memory.recall([place()])] == ["Yes."]

    def test_a_rejected_draft_is_remembered_for_every_place(self, memory: Memory) -> None:
        memory.store_reviews(
            [review(place(), "Yeah.", status="rejected"), review(place(), "Yo.", status="rejected")]
        )
        (known,) = memory.recall([place("b:1.1")])
        assert (known.review, known.rejected) == (None, ("Yeah.", "Yo."))
        assert [rejected.target for rejected in memory.rejected()] == ["Yeah.", "Yo."]

    def test_who_rejects_a_review_takes_it_back_at_that_place(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes."), review(place("b:1.1"), "Yes.")])
        memory.store_reviews([review(place(), "Yes.", status="rejected", origin=BOB)])
        here, there = memory.recall([place(), place("b:1.1")])
        assert here.review is None
        assert there.review is not None

    def test_who_reviews_what_was_rejected_takes_that_back(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes.", status="rejected")])
        memory.store_reviews([review(place(), "Yes.")])
        (known,) = memory.recall([place()])
        assert (known.rejected, known.review.target) == ((), "Yes.")

    def test_a_withdrawn_review_is_gone_here_only(self, memory: Memory) -> None:
        memory.store_reviews([review(place(), "Yes.")])
        memory.store_reviews([review(place(), "Yo.", status="rejected"), review(place("b:1.1"), "Aye.")])
        memory.store_reviews([review(place(), "Yes.")])
        memory.withdraw_reviews([place()])
        (known,) = memory.recall([place()])
        assert (known.review.target, known.likeness, known.rejected) == ("Aye.", "source", ())

    def test_notes_stay_at_their_place(self, memory: Memory) -> None:
        memory.store_notes([(place(), "check this")], ANN)
        assert [known.note for known in memory.recall([place(), place("b:1.1")])] == ["check this", ""]
        memory.store_reviews([review(place(), "Yes.")])
        assert [known.note for known in memory.recall([place()])] == ["check this"]
        memory.store_notes([(place(), "")])
        assert [known.note for known in memory.recall([place()])] == [""]
        assert memory.stats().notes == 0

    def test_the_last_change_of_an_article(self, memory: Memory) -> None:
        assert memory.last_change("krim") is None
        memory.store_reviews([review(place(), "Yes."), review(place("krim_2:1.1"), "Yes.", origin=BOB)])
        assert memory.last_change("krim") == ANN
        memory.store_notes([(place("krim:7.1"), "note")], BOB)
        assert memory.last_change("krim") == BOB
        assert memory.last_change("kri") is None

    def test_reviews_come_oldest_first(self, memory: Memory) -> None:
        memory.store_reviews([review(place("b:1.1"), "1"), review(place("a:1.1"), "2")])
        assert [found.target for found in memory.reviews()] == ["1", "2"]


class TestWritten:
    DOCUMENT = Document(
        name="krim",
        translations=(
            Translation(
                segment=Segment(id="krim:1.1", text="Koeleba.", kind="heading", span=Span(start=0, stop=8)),
                target="Kuleba\u2028.",
                terms=(OUTCOME,),
                findings=(Finding(check="number", message="13 is missing", source_span=Span(start=1, stop=2)),),
                draft="Koeleba.",
                score=-0.5,
            ),
        ),
        signature=SIGNATURE,
    )

    def record(self, memory: Memory, name: str = "krim.tsv", sha256: str = "a" * 64) -> FileRecord:
        return FileRecord(path=memory.path.parent / name, format="tsv", sha256=sha256)

    def test_a_document_comes_back_whole(self, memory: Memory) -> None:
        memory.store_written(self.DOCUMENT, [self.record(memory)])
        assert memory.recall_document("krim") == self.DOCUMENT
        assert memory.recall_document("oekraine") is None
        assert memory.recall_files("krim") == (self.record(memory),)

    def test_until_it_is_confirmed_both_the_old_and_the_new_file_are_known(self, memory: Memory) -> None:
        path = memory.path.parent / "krim.tsv"
        first, second, third = (self.record(memory, sha256=letter * 64) for letter in "abc")
        memory.store_written(self.DOCUMENT, [first])
        assert memory.recall_checksums(path) == {first.sha256}
        memory.confirm_written([first])
        memory.store_written(self.DOCUMENT, [second])
        assert memory.recall_checksums(path) == {first.sha256, second.sha256}
        memory.store_written(self.DOCUMENT, [third])
        assert memory.recall_checksums(path) == {first.sha256, third.sha256}
        memory.confirm_written([second])
        assert memory.recall_checksums(path) == {first.sha256, third.sha256}
        memory.confirm_written([third])
        assert memory.recall_checksums(path) == {third.sha256}
        assert memory.recall_files("krim") == (third,)
        assert memory.recall_checksums(path.with_suffix(".html")) == frozenset()

    def test_a_file_that_was_taken_in_is_still_ours(self, memory: Memory) -> None:
        written, edited = self.record(memory), self.record(memory, sha256="e" * 64)
        memory.store_written(self.DOCUMENT, [written])
        memory.store_taken_in("krim", edited)
        assert memory.recall_checksums(edited.path) == {edited.sha256}
        assert memory.recall_files("krim") == (edited,)

    def test_what_was_taken_in_is_known_but_not_ours(self, memory: Memory, tmp_path: Path) -> None:
        copy = FileRecord(path=tmp_path / "mail" / "krim.tsv", format="tsv", sha256="f" * 64)
        memory.store_taken_in("krim", copy)
        assert memory.recall_checksums(copy.path) == {copy.sha256}
        assert memory.recall_files("krim") == ()

    def test_files_are_known_after_the_folder_moved(self, tmp_path: Path) -> None:
        with open_memory(tmp_path / "old" / "memory.sqlite") as memory:
            memory.store_written(self.DOCUMENT, [self.record(memory)])
        (tmp_path / "old").rename(tmp_path / "new")
        with open_memory(tmp_path / "new" / "memory.sqlite") as memory:
            assert memory.recall_files("krim") == (self.record(memory),)


class TestCodec:
    def test_nothing_for_no_outcomes(self) -> None:
        assert encode_outcomes(()) is None
        assert decode_outcomes(None) == ()

    @given(st.text(), st.floats(allow_nan=False), st.integers(0, 9))
    def test_outcomes_come_back(self, text: str, cost: float, start: int) -> None:
        outcomes = (
            OUTCOME,
            replace(OUTCOME, form=text, cost=cost, reason=text, source_span=Span(start=start, stop=start)),
            TermOutcome(form="a", target="b", step="missing"),
        )
        assert decode_outcomes(encode_outcomes(outcomes)) == outcomes

    @given(st.text())
    def test_documents_come_back(self, text: str) -> None:
        row = TestWritten.DOCUMENT.translations[0]
        document = replace(
            TestWritten.DOCUMENT,
            translations=(row, replace(row, target=text, note=text, status="reviewed", terms=(), findings=())),
        )
        assert decode_document(encode_document(document)) == document


class TestSearchAndStats:
    def test_search_ignores_case_and_looks_at_both_sides(self, memory: Memory) -> None:
        memory.store_reviews([review(place(source="Één."), "One.")])
        memory.store_reviews([review(place(source="Twee."), "ONE more", status="rejected")])
        memory.store_drafts(SIGNATURE, [draft("Nee.", "None.")])
        found = memory.search("one")
        assert [(hit.kind, hit.target) for hit in found] == [
            ("reviewed", "One."),
            ("rejected", "ONE more"),
            ("draft", "None."),
        ]
        assert (found[0].place, found[0].who, found[0].when) == ("krim:1.1", "Ann", ANN.when)
        assert found[2].place == SIGNATURE
        assert [hit.source for hit in memory.search("éÉN")] == ["Één."]
        assert memory.search("nothing") == ()

    def test_search_takes_signs_of_patterns_as_they_are(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("100 %"), draft("100 _")])
        assert [hit.source for hit in memory.search("%")] == ["100 %"]

    def test_search_stops_at_the_limit(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft(f"Zin {number}.") for number in range(9)])
        assert len(memory.search("zin", limit=4)) == 4

    def test_stats(self, memory: Memory) -> None:
        memory.store_drafts(SIGNATURE, [draft("a"), draft("b")])
        memory.store_reviews([review(place(), "Yes.", note="n"), review(place("b:1.1"), "x", status="rejected")])
        memory.store_written(TestWritten.DOCUMENT, ())
        stats = memory.stats()
        assert (stats.signatures, stats.drafts, stats.reviewed, stats.rejected) == (1, 2, 1, 1)
        assert (stats.notes, stats.articles, stats.version, stats.path) == (1, 1, 2, memory.path)
        assert stats.size_bytes > 0


def test_places_know_their_neighbours() -> None:
    segments = [Segment(id=f"a:1.{number}", text=f"Zin {number}.") for number in (1, 2, 3)]
    assert [(found.before, found.source, found.after) for found in places_of(segments)] == [
        ("", "Zin 1.", "Zin 2."),
        ("Zin 1.", "Zin 2.", "Zin 3."),
        ("Zin 2.", "Zin 3.", ""),
    ]
    assert places_of([]) == ()
    assert place("a:b:1.2").article == "a:b"
    assert place("x").article == ""


def test_a_memory_works_without_strict_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.memory.migrations.STRICT_SINCE", (99, 0))
    with open_memory(tmp_path / "memory.sqlite") as memory:
        memory.store_drafts(SIGNATURE, [draft("Ja.")])
        memory.store_reviews([review(place(), "Yes.", note="n")])
        assert memory.stats().drafts == 1


def test_work_of_several_threads_takes_turns(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    memory = Memory(Store(tmp_path / "memory.sqlite"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: memory.store_drafts(SIGNATURE, [draft(f"Zin {number}.")]), range(40)))
    assert memory.stats().drafts == 40
    memory.close()
