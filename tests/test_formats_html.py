"""The review page as a file; what it does in a browser is in test_formats_review_page.py."""

import base64
import hashlib
import html
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import load_document, read_document, write_document
from translate.formats.html import format_html

SPAN = Span(start=0, stop=3)


def row(text="Krim.", target="Crimea.", *, id="a:1.1", **fields):
    return Translation(segment=Segment(id=id, text=text), target=target, **fields)


def document(*rows, **fields):
    return Document(**({"name": "a", "translations": rows or (row(), row(id="a:1.2"))} | fields))


def loaded(tmp_path, text):
    path = tmp_path / "a.html"
    path.write_text(text, "utf-8")
    return load_document(path)


def with_edits(page, edits):
    return page.replace('hidden="">{}<', "").replace(
        '<pre id="edits" hidden>{}</pre>', f'<pre hidden="" id="edits">{html.escape(json.dumps(edits))}</pre>'
    )


HOSTILE = st.sampled_from(
    ["</script>", "<script>", "<!--", "-->", "]]>", "&lt;", "{{script}}", "</pre>", '"', "\\", "'"]
)


@settings(deadline=None)
@given(text=st.lists(HOSTILE | st.text(max_size=3), max_size=6).map("".join))
def test_no_text_gets_out_of_its_place(text):
    page = format_html(document(row(text, text, note=text), name=text, signature=text))
    data = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1]
    assert not set(data) & set("<>&")
    assert json.loads(data)["rows"][0]["source"] == text
    assert page.count("<script") == page.count("</script>") == 2
    title = re.search(r"<title>(.*?) · review</title>", page, re.DOTALL)[1]
    assert html.unescape(title) == text
    assert "<" not in title


def test_the_policy_allows_the_pages_own_style_and_script_alone():
    page = format_html(document())
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_names_no_address_and_no_file():
    page = format_html(document())
    assert re.findall(r"https?://|\bsrc=|@import|url\(", page) == []
    assert re.findall(r'href="([^"]*)"', page) == ["#document"]
    assert re.findall(r"\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", page) == []


def test_each_segment_stands_on_a_line_of_its_own():
    page = format_html(document(row(), row(id="a:1.2")))
    assert len([line for line in page.split("\n") if line.startswith('{"id": ')]) == 2


def test_edits_that_a_browser_saved_count(tmp_path):
    terms = (TermOutcome(form="Krim", target="Crimea", step="model", source_span=SPAN, target_span=SPAN),)
    findings = (Finding(check="name", message="x", source_span=SPAN, target_span=SPAN),)
    page = format_html(document(row(terms=terms, findings=findings), row(id="a:1.2", terms=terms)))
    edits = {
        "a:1.1": {"target": "<b>The Crimea & more", "status": "reviewed"},
        "a:1.2": {"note": "n"},
        "a:9.9": {},
    }
    first, second = loaded(tmp_path, with_edits(page, edits)).document.translations
    assert (first.target, first.status) == ("<b>The Crimea & more", "reviewed")
    assert first.terms[0].source_span == SPAN
    assert first.terms[0].target_span is None
    assert first.findings[0].target_span is None
    assert (second.note, second.terms) == ("n", terms)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"status": "done"}, "segment 1: field 'status': 'done' is not one of"),
        ({"target": 1}, "field 'target': a text is needed"),
        ([], "its edit is not an object"),
    ],
)
def test_a_wrong_edit_costs_its_row_alone(tmp_path, edit, message):
    reading = loaded(tmp_path, with_edits(format_html(document()), {"a:1.1": edit}))
    assert [found.translation.segment.id for found in reading.rows] == ["a:1.2"]
    assert message in str(reading.errors[0])


def test_a_page_that_was_reshaped_by_a_browser_is_read(tmp_path):
    page = format_html(document()).replace("\n", "\r\n")
    page = page.replace(
        '<script type="application/json" id="data">', "<SCRIPT id='data' type='application/json'>"
    )
    assert loaded(tmp_path, page).document.translations == document().translations


def test_data_edited_by_hand_counts(tmp_path):
    page = format_html(document()).replace('"target": "Crimea."', '"target": "The Crimea."', 1)
    assert [found.translation.target for found in loaded(tmp_path, page).rows] == ["The Crimea.", "Crimea."]


def test_a_mistake_made_by_hand_is_named_with_its_line(tmp_path):
    page = format_html(document()).replace('"target": "Crimea."', '"target": "The "Crimea"."', 1)
    with pytest.raises(DocumentError, match="its data is no longer JSON") as caught:
        loaded(tmp_path, page)
    lines = page.split("\n")
    assert '"The "Crimea' in lines[caught.value.line - 1]


def test_a_row_edited_wrongly_is_named_and_the_others_taken(tmp_path):
    page = format_html(document()).replace('"target": "Crimea."', '"target": 7', 1)
    reading = loaded(tmp_path, page)
    assert len(reading.rows) == 1
    assert "segment 1: field 'target': a text is needed, not 7" in str(reading.errors[0])


def test_a_row_copied_by_hand_is_refused(tmp_path):
    page = format_html(document()).replace("a:1.2", "a:1.1")
    assert "'a:1.1' stands on line 1 already" in str(loaded(tmp_path, page).errors[0])


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><p>Hello</p></html>", "not a review page"),
        ('<script id="data">[]</script>', "its data cannot be read"),
        ('<script id="data">{"document": "a"}</script>', "no list of rows"),
        ('<script id="data">{"document": "a", "rows": NaN}</script>', "NaN is no number"),
    ],
)
def test_other_pages_are_refused(tmp_path, page, message):
    with pytest.raises(DocumentError, match=message):
        loaded(tmp_path, page)


def test_the_version_of_the_data_changes_with_every_field(tmp_path):
    def revision(found):
        return re.search(r'"revision": "(\w+)"', format_html(found))[1]

    assert revision(document()) == revision(document())
    assert revision(document()) != revision(document(row(note="x"), row(id="a:1.2")))
    assert revision(document()) != revision(document(signature="x"))


def test_the_page_of_an_empty_document_is_read_back(tmp_path):
    empty = Document(name="a", translations=())
    write_document(empty, tmp_path / "a.html", "html")
    assert read_document(tmp_path / "a.html") == empty
