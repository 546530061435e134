import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from translate.engines.interface import EngineOptions
from translate.errors import BatchError, DocumentError, GlossaryError, OutputError, SettingsError
from translate.formats import read_document
from translate.manifest import read_manifest
from translate.memory import open_memory
from translate.pipeline import (
    ArticleDone,
    Failed,
    Finished,
    Progressed,
    RunOptions,
    Started,
    TakenIn,
    Warned,
    run,
)

ROOT = Path(__file__).parent.parent
GLOSSARY = "source\ttarget\tcase\tkind\tforbidden\tnote\nKoeleba|Kuleba\tKuleba\t\tname\nKrim\tCrimea\t\tname\n"


@pytest.fixture
def options(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Koeleba was op de Krim. Hij sprak.\n\nEinde", "utf-8")
    (tmp_path / "g.tsv").write_text(GLOSSARY, "utf-8")
    return RunOptions(
        paths=(tmp_path / "in",),
        output=tmp_path / "out",
        glossary=tmp_path / "g.tsv",
        formats=("tsv",),
        engine="echo",
    )


def events_of(options, kind):
    return [event for event in run(options) if isinstance(event, kind)]


def report_of(options):
    (finished,) = events_of(options, Finished)
    return finished.report


def snapshot(folder):
    """Checksums of all that a user reads in an output folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith((".", "memory"))
    }


def test_events_come_in_order_and_the_files_are_there(options):
    events = list(run(options))
    assert [type(event) for event in events] == [Started, Progressed, Progressed, ArticleDone, Finished]
    assert events[2].done == events[2].total == 3
    assert events[3].files == (options.output / "a.tsv",)
    assert events[4].manifest == options.output / "manifest.json"
    rows = read_document(options.output / "a.tsv").translations
    assert [row.segment.id for row in rows] == ["a:1.1", "a:1.2", "a:2.1"]


def test_terms_are_enforced_and_audited(options):
    (done,) = events_of(options, ArticleDone)
    first = done.document.translations[0]
    assert first.target == "Kuleba was op de Crimea."
    assert [(term.form, term.target, term.step) for term in first.terms] == [
        ("Koeleba", "Kuleba", "decoded"),
        ("Krim", "Crimea", "decoded"),
    ]
    (article,) = read_manifest(options.output).articles
    assert article.terms[0].segment == "a:1.1"
    assert article.terms[0].outcomes == first.terms


def test_without_a_glossary_the_draft_stays(options):
    (done,) = events_of(replace(options, glossary=None), ArticleDone)
    assert done.document.translations[0].target == "Koeleba was op de Krim."
    assert "glossary:none" in done.document.signature


def test_the_same_run_gives_the_same_bytes(options):
    list(run(options))
    first = snapshot(options.output)
    list(run(options))
    assert snapshot(options.output) == first
    list(run(replace(options, output=options.output.parent / "other")))
    assert snapshot(options.output.parent / "other") == first


def test_nothing_is_translated_twice(options):
    list(run(options))
    with open_memory(options.output / "memory.sqlite") as memory:
        before = memory.stats().drafts
    assert before == 3
    report = report_of(options)
    assert report.remembered == 3


def test_fresh_passes_over_remembered_drafts(options):
    list(run(options))
    assert report_of(replace(options, fresh=True)).remembered == 0


def test_a_changed_row_concerns_only_its_own_sentences(options):
    list(run(options))
    options.glossary.write_text(GLOSSARY.replace("Crimea", "the Crimea"), "utf-8")
    assert report_of(options).remembered == 2
    assert "the Crimea" in (options.output / "a.tsv").read_text("utf-8")


def test_a_changed_setting_makes_other_drafts(options):
    list(run(options))
    assert report_of(replace(options, engine_options=EngineOptions(beam_size=1))).remembered == 0


def test_a_failing_article_does_not_stop_the_others(options):
    (options.paths[0] / "b.txt").write_bytes(b"")
    (options.paths[0] / "c.txt").write_bytes(bytes(range(256)) * 20)
    (options.paths[0] / "d.txt").write_text("Nog een.", "utf-8")
    events = list(run(options))
    failed = [event.error for event in events if isinstance(event, Failed)]
    assert [error.path.name for error in failed] == ["b.txt", "c.txt"]
    assert {event.document.name for event in events if isinstance(event, ArticleDone)} == {"a", "d"}


def test_a_missing_path_is_told(options):
    (failed,) = events_of(replace(options, paths=(Path("nowhere.txt"),)), Failed)
    assert "nowhere.txt" in str(failed.error)


def test_two_files_of_one_name_are_both_kept(options, tmp_path):
    other = tmp_path / "more"
    other.mkdir()
    (other / "a.txt").write_text("Iets anders.", "utf-8")
    documents = [
        event.document for event in events_of(replace(options, paths=(*options.paths, other)), ArticleDone)
    ]
    assert len({document.name for document in documents}) == 2
    texts = {document.translations[0].target for document in documents}
    assert texts == {"Kuleba was op de Crimea.", "Iets anders."}
    for document in documents:
        assert (options.output / f"{document.name}.tsv").exists()


def test_another_article_of_the_same_name_is_not_written_over(options, tmp_path):
    list(run(options))
    before = snapshot(options.output)
    other = tmp_path / "more"
    other.mkdir()
    (other / "a.txt").write_text("Iets anders.", "utf-8")
    (failed,) = events_of(replace(options, paths=(other,)), Failed)
    assert "already holds 'a'" in str(failed.error)
    assert snapshot(options.output) == before


def test_a_glossary_with_errors_stops_before_any_work(options):
    options.glossary.write_text(GLOSSARY + "Krim\tKrym\t\tname\n", "utf-8")
    with pytest.raises((GlossaryError, BatchError)):
        list(run(options))
    assert not options.output.exists()


@pytest.mark.parametrize(
    "change",
    [{"formats": ("tsv", "pdf")}, {"engine": "magic"}, {"engine_options": EngineOptions(device="toaster")}],
    ids=str,
)
def test_settings_that_make_no_sense_stop_before_any_work(options, change):
    with pytest.raises(SettingsError):
        list(run(replace(options, **change)))


def test_an_output_folder_that_is_a_file(options):
    options.output.write_text("I am a file", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        list(run(options))


def test_a_damaged_manifest_is_not_written_over(options):
    options.output.mkdir()
    (options.output / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(DocumentError, match="manifest"):
        list(run(options))
    assert (options.output / "manifest.json").read_text("utf-8") == "{"


def test_a_full_disk_fails_the_article_and_leaves_the_old_files(options, monkeypatch):
    list(run(options))
    before = snapshot(options.output)
    (options.paths[0] / "a.txt").write_text("Nieuw. Koeleba sprak.", "utf-8")

    def full(document, path, name):
        raise OutputError("cannot be written: No space left on device", path=path)

    monkeypatch.setattr("translate.writer.write_document", full)
    (failed,) = events_of(options, Failed)
    assert "No space left" in str(failed.error)
    assert snapshot(options.output) == before
    assert not list(options.output.glob(".writing-*"))


def test_closing_the_generator_keeps_what_is_finished(options, monkeypatch):
    monkeypatch.setattr("translate.pipeline.WINDOW_SEGMENTS", 1)
    (options.paths[0] / "b.txt").write_text("Nog een.", "utf-8")
    events = run(options)
    for event in events:
        if isinstance(event, ArticleDone):
            break
    events.close()
    assert [article.name for article in read_manifest(options.output).articles] == ["a"]
    assert (options.output / "a.tsv").exists()
    assert not (options.output / "b.tsv").exists()
    assert [event.document.name for event in events_of(options, ArticleDone)] == ["a", "b"]


def test_what_a_reviewer_wrote_is_taken_in_and_wins(options):
    list(run(options))
    path = options.output / "a.tsv"
    text = path.read_text("utf-8").replace("Hij sprak.\tHij sprak.\tdraft", "Hij sprak.\tHe spoke.\treviewed")
    path.write_text(text, "utf-8")
    (options.paths[0] / "b.txt").write_text("Hij sprak.", "utf-8")
    events = list(run(options))
    (taken,) = [event for event in events if isinstance(event, TakenIn)]
    assert taken.summary.count("reviewed") == 1
    rows = [row for event in events if isinstance(event, ArticleDone) for row in event.document.translations]
    assert [(row.target, row.status) for row in rows if row.segment.text == "Hij sprak."] == [
        ("He spoke.", "reviewed"),
        ("He spoke.", "reviewed"),
    ]


def test_a_reviewed_target_without_its_term_is_missing_it(options):
    list(run(options))
    path = options.output / "a.tsv"
    path.write_text(
        path.read_text("utf-8").replace("Kuleba was op de Crimea.\tdraft", "He was on Crimea.\treviewed"), "utf-8"
    )
    (done,) = events_of(options, ArticleDone)
    first = done.document.translations[0]
    assert [(term.form, term.step) for term in first.terms] == [("Koeleba", "missing"), ("Krim", "reviewed")]
    assert any(finding.check == "term" and finding.severity == "error" for finding in first.findings)


def test_an_accidental_edit_of_a_source_stops_the_run(options):
    list(run(options))
    path = options.output / "a.tsv"
    path.write_text(path.read_text("utf-8").replace("\tHij sprak.\tHij", "\tHij sprak niet.\tHij"), "utf-8")
    edited = path.read_bytes()
    with pytest.raises(BatchError) as caught:
        list(run(options))
    assert "a.tsv:3" in str(caught.value.errors[0])
    assert path.read_bytes() == edited


def test_a_damaged_memory_is_set_aside_and_told(options):
    list(run(options))
    path = options.output / "memory.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    events = list(run(options))
    assert any("damaged" in event.message for event in events if isinstance(event, Warned))
    assert events[-1].report.findings["error"] == 1
    assert list(options.output.glob("memory.sqlite.damaged-*"))


def test_a_guessed_encoding_is_warned_of(options):
    (options.paths[0] / "a.txt").write_bytes("Koeleba één keer naar België.".encode("cp1252"))
    assert any("a.txt" in event.message for event in events_of(options, Warned))


def test_repeated_sentences_are_counted_and_translated_once(options):
    (options.paths[0] / "a.txt").write_text("Ja.\n\nJa.\n\nJa.", "utf-8")
    events = list(run(options))
    assert [event.done for event in events if isinstance(event, Progressed)][-1] == 3
    with open_memory(options.output / "memory.sqlite") as memory:
        assert memory.stats().drafts == 1


def test_the_seeds_with_the_real_model(tmp_path):
    options = RunOptions(
        paths=(ROOT / "seeds",),
        output=tmp_path / "out",
        glossary=ROOT / "glossary" / "nl-en.tsv",
        model="built-in",
        formats=("tsv",),
    )
    documents = [event.document for event in events_of(options, ArticleDone)]
    rows = [row for document in documents for row in document.translations]
    asked = [term for row in rows for term in row.terms]
    honoured = [term for term in asked if term.step != "missing"]
    assert len(asked) > 100
    assert len(honoured) >= 0.99 * len(asked)
    assert {term.target for term in asked if term.form in ("Koeleba", "Kuleba")} == {"Kuleba"}
    for row in rows:
        for term in row.terms:
            if term.target_span is not None:
                assert term.target.casefold() in row.target.casefold() or term.target_span.of(row.target)
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        sources = [row.segment.text for row in rows if row.segment.id.startswith(path.stem)]
        text = path.read_text("utf-8").removeprefix(" date 2021-04")
        assert "".join("".join(sources).split()) == "".join(text.split())
    data = json.loads((options.output / "manifest.json").read_text("utf-8"))
    assert [article["metadata"] for article in data["articles"]][1][0]["value"] == "2021-04"


def test_a_deleted_memory_loses_no_review(options):
    list(run(options))
    path = options.output / "a.tsv"
    path.write_text(
        path.read_text("utf-8").replace("Hij sprak.\tHij sprak.\tdraft", "Hij sprak.\tHe spoke.\treviewed"),
        "utf-8",
    )
    list(run(options))
    for name in ("memory.sqlite", "memory.sqlite-wal", "memory.sqlite-shm"):
        (options.output / name).unlink(missing_ok=True)
    (done,) = events_of(options, ArticleDone)
    assert [row.target for row in done.document.translations if row.status == "reviewed"] == ["He spoke."]


def test_a_file_edited_while_the_run_works_is_not_written_over(options):
    list(run(options))
    path = options.output / "a.tsv"
    failed = []
    for event in run(replace(options, fresh=True)):
        if isinstance(event, Progressed):
            path.write_text(path.read_text("utf-8").replace("Einde\tEinde", "Einde\tThe end"), "utf-8")
        if isinstance(event, Failed):
            failed.append(event.error)
    assert "The end" in path.read_text("utf-8")
    assert "review apply" in failed[0].hint


def test_what_a_format_cannot_carry_is_told(options):
    (options.paths[0] / "a.txt").write_text("Een \ufffe teken.", "utf-8")
    told = [event.message for event in run(replace(options, formats=("tsv", "tmx"))) if isinstance(event, Warned)]
    rows = read_document(options.output / "a.tsv").translations
    assert ("\ufffe" in rows[0].segment.text) == any(message.startswith("tmx: a:1.1: ") for message in told)


def test_the_article_itself_in_the_target_language(options):
    (options.paths[0] / "b.md").write_text("# Koeleba\n\nOp **de Krim** stond `code`.\n", "utf-8")
    list(run(replace(options, formats=("tsv", "article"))))
    assert (options.output / "a.en.txt").read_text("utf-8") == "Kuleba was op de Crimea. Hij sprak.\n\nEinde"
    assert (options.output / "b.en.md").read_text("utf-8") == "# Kuleba\n\nOp **de Crimea** stond `code`.\n"


def test_an_edited_copy_of_the_article_is_kept_beside_the_new_one(options):
    both = replace(options, formats=("tsv", "article"))
    list(run(both))
    (options.output / "a.en.txt").write_text("My own words.", "utf-8")
    list(run(both))
    assert "Kuleba" in (options.output / "a.en.txt").read_text("utf-8")
    (kept,) = (options.output / "edited").iterdir()
    assert kept.read_text("utf-8") == "My own words."


def test_files_of_unknown_formats_are_named(options):
    (options.paths[0] / "b.rtf").write_text("{}", "utf-8")
    (options.paths[0] / ".hidden.rtf").write_text("{}", "utf-8")
    told = [event.message for event in events_of(options, Warned)]
    assert len(told) == 1
    assert "1 files of unknown formats left out" in told[0]
    assert "b.rtf" in told[0]


def test_an_oddity_of_the_glossary_is_told(options):
    options.glossary.write_text(GLOSSARY + "Krim\tCrimea\t\tname\n", "utf-8")
    assert any("g.tsv:4" in event.message for event in events_of(options, Warned))


def test_an_article_is_written_as_soon_as_its_last_sentence_is_known(options, monkeypatch):
    monkeypatch.setattr("translate.translator.BATCH_SEGMENTS", 2)
    monkeypatch.setattr("translate.translator.STRETCH_SEGMENTS", 4)
    for name in "bcd":
        text = "\n\n".join(f"Zin {number} van {name}." for number in range(4))
        (options.paths[0] / f"{name}.txt").write_text(text, "utf-8")
    kinds = [type(event) for event in run(options) if isinstance(event, ArticleDone | Progressed)]
    assert kinds.index(ArticleDone) < len(kinds) - 1 - kinds[::-1].index(Progressed)


def test_formats_of_earlier_runs_do_not_go_stale(options):
    list(run(replace(options, formats=("tsv", "jsonl", "article"))))
    path = options.output / "a.tsv"
    path.write_text(path.read_text("utf-8").replace("Einde\tEinde\tdraft", "Einde\tThe end\treviewed"), "utf-8")
    list(run(options))
    assert read_document(options.output / "a.jsonl").translations[2].target == "The end"
    assert (options.output / "a.en.txt").read_text("utf-8").endswith("The end")
    (options.output / "a.jsonl").unlink()
    list(run(options))
    assert not (options.output / "a.jsonl").exists()
