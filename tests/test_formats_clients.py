"""Files that other programs wrote (see tests/clients), and golden files of our own."""

from pathlib import Path

import pytest

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.formats import get_format, load_document, read_document, tmx, write_document

FIXTURES = Path(__file__).parent / "formats"
GOLDEN = Path(__file__).parent / "golden" / "formats"
SAVED = [
    ("libreoffice.xlsx", "xlsx"),
    ("libreoffice-from-tsv.xlsx", "xlsx"),
    ("libreoffice.csv", "tsv"),
    ("libreoffice-from-tsv.csv", "tsv"),
    ("libreoffice.bilingual.docx", "docx"),
]


def mark(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start=start, stop=start + len(part))


def kyiv() -> Document:
    source = 'Koeleba zei: "Er zijn 13.000 militairen bij Loegansk & de Krim <1>."'
    target = 'Kuleba said: "There are troops near Luhansk & the Crimea <1>."'
    terms = tuple(
        TermOutcome(
            form=form,
            target=wanted,
            step=step,
            method="alignment" if step == "edited" else "",
            rendering="Cooleba" if step == "edited" else "",
            cost=-0.25 if step == "edited" else None,
            reason="the draft has no place for it" if step == "missing" else "",
            source_span=mark(source, form),
            target_span=None if step == "missing" else mark(target, wanted),
        )
        for form, wanted, step in (
            ("Koeleba", "Kuleba", "edited"),
            ("Loegansk", "Luhansk", "decoded"),
            ("Krim", "Crimea", "model"),
            ("militairen", "soldiers", "missing"),
        )
    )
    findings = (
        Finding(
            check="number", message="13.000 is missing", severity="error", source_span=mark(source, "13.000")
        ),
        Finding(check="term", message="militairen should be soldiers"),
    )
    return Document(
        name="kyiv",
        translations=(
            Translation(segment=Segment(id="kyiv:1.1", text="Turkije", kind="heading"), target="Turkey"),
            Translation(
                segment=Segment(id="kyiv:2.1", text=source),
                target=target,
                terms=terms,
                findings=findings,
                draft=target.replace("Kuleba", "Cooleba"),
                score=-0.5,
            ),
            Translation(
                segment=Segment(id="kyiv:2.2", text='"=1+1"'),
                target="=1+1",
                status="reviewed",
                note="klopt; zie 2.1\tof niet",
            ),
            Translation(segment=Segment(id="kyiv:3.1", text="13.000"), target="\u2028", status="rejected"),
        ),
        signature="model:built-in|beam:4",
    )


@pytest.mark.parametrize(("file", "name"), SAVED)
def test_what_libreoffice_saved_is_what_was_written(file, name):
    original = read_document(FIXTURES / "clients.jsonl")
    assert len(original.translations) == 14
    reading = load_document(FIXTURES / file, name)
    assert reading.errors == ()
    assert reading.document.translations == get_format(name).project(original).translations


def test_a_memory_of_omegat_is_read_whole():
    reading = load_document(FIXTURES / "omegat.tmx")
    original = read_document(FIXTURES / "clients.jsonl")
    pairs = {(row.translation.segment.text, row.translation.target) for row in reading.rows}
    assert reading.errors == ()
    assert len(pairs) == 13
    assert pairs < {(row.segment.text, row.target) for row in original.translations}
    assert {row.translation.note for row in reading.rows} == {"", "=note"}
    assert (reading.source_language, reading.target_language) == ("NL", "en")


@pytest.mark.parametrize("name", ["tsv", "jsonl", "tmx", "xliff", "xliff12"])
def test_golden(tmp_path, name, monkeypatch, update_golden):
    monkeypatch.setattr(tmx, "__version__", "0.0.0")
    golden = GOLDEN / f"kyiv{get_format(name).suffix}"
    write_document(kyiv(), golden if update_golden else tmp_path / "kyiv", name)
    if not update_golden:
        assert (tmp_path / "kyiv").read_text("utf-8") == golden.read_text("utf-8")
