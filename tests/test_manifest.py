import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.document import Document, Metadata, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.manifest import (
    Manifest,
    ManifestArticle,
    SegmentAudit,
    WrittenFile,
    audit,
    format_manifest,
    parse_manifest,
    read_manifest,
    sha256_of,
    summarise_terms,
    write_manifest,
)

spans = st.none() | st.builds(lambda a, b: Span(start=a, stop=a + b), st.integers(0, 99), st.integers(0, 99))
outcomes = st.builds(
    TermOutcome,
    form=st.text(),
    target=st.text(),
    step=st.sampled_from(["model", "decoded", "edited", "reviewed", "missing"]),
    cost=st.none() | st.floats(-9, 9),
    reason=st.text(),
    source_span=spans,
    target_span=spans,
)
articles = st.builds(
    ManifestArticle,
    name=st.text(),
    source=st.text(),
    format=st.text(),
    checksum=st.text(),
    signature=st.text(),
    segments=st.integers(0),
    words=st.integers(0),
    metadata=st.tuples(st.builds(Metadata, key=st.text(), value=st.text(), span=spans)),
    files=st.tuples(st.builds(WrittenFile, name=st.text(), format=st.text(), sha256=st.text())),
    terms=st.tuples(st.builds(SegmentAudit, segment=st.text(), outcomes=st.tuples(outcomes))),
)


def article(name, *steps, target="Kuleba"):
    found = tuple(TermOutcome(form="Koeleba", target=target, step=step) for step in steps)
    return ManifestArticle(
        name=name,
        source=f"../seeds/{name}.txt",
        format="text",
        checksum="0" * 64,
        signature="model:x",
        segments=1,
        words=2,
        terms=(SegmentAudit(segment=f"{name}:1.1", outcomes=found),),
    )


@given(st.lists(articles, max_size=3, unique_by=lambda entry: entry.name))
def test_parse_is_the_inverse_of_format(entries):
    manifest = Manifest()
    for entry in entries:
        manifest = manifest.with_article(entry)
    assert parse_manifest(format_manifest(manifest)) == manifest


def test_an_article_is_replaced_and_the_others_stay_in_order():
    manifest = (
        Manifest().with_article(article("b")).with_article(article("a")).with_article(article("b", "model"))
    )
    assert [entry.name for entry in manifest.articles] == ["a", "b"]
    assert manifest.article("b").terms[0].outcomes[0].step == "model"
    assert manifest.article("c") is None


def test_terms_are_counted_by_step_over_all_articles():
    rows = summarise_terms(
        (
            article("a", "model", "decoded", "model"),
            article("b", "missing"),
            article("c", "edited", target="NATO"),
        )
    )
    assert [(row.target, row.occurrences, row.model, row.decoded, row.edited, row.missing) for row in rows] == [
        ("Kuleba", 4, 2, 1, 0, 1),
        ("NATO", 1, 0, 0, 1, 0),
    ]
    assert rows[0].forms == ("Koeleba",)


def test_only_segments_with_terms_are_audited():
    outcome = TermOutcome(form="Krim", target="Crimea", step="model")
    document = Document(
        name="a",
        translations=(
            Translation(segment=Segment(id="a:1.1", text="Ja."), target="Yes."),
            Translation(segment=Segment(id="a:1.2", text="De Krim."), target="Crimea.", terms=(outcome,)),
        ),
    )
    assert audit(document) == (SegmentAudit(segment="a:1.2", outcomes=(outcome,)),)


def test_a_folder_without_a_manifest_has_an_empty_one(tmp_path):
    assert read_manifest(tmp_path) == Manifest()


def test_write_then_read(tmp_path):
    manifest = Manifest().with_article(article("a", "model"))
    path = write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert sha256_of(path) == sha256_of(write_manifest(tmp_path, manifest))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 99}', '{"version": 1}', '{"version": 1, "signature": "", "articles": [1]}'],
)
def test_a_damaged_manifest_is_refused_by_name(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_manifest(tmp_path)
    assert "manifest.json" in str(caught.value)
    assert "--output" in caught.value.hint


def test_no_time_and_no_absolute_path_in_it():
    data = json.loads(format_manifest(Manifest().with_article(article("a"))))
    assert set(data) == {"version", "signature", "terms", "articles"}
    assert data["articles"][0]["source"] == "../seeds/a.txt"
