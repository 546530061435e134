import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import translate.formats
from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import jsonl, load_document, read_document, records, write_document

SPAN = Span(start=0, stop=3)
FULL = Translation(
    segment=Segment(id="a:1.1", text="Oekraïne.", kind="heading", span=SPAN),
    target="Ukraine.",
    status="rejected",
    terms=(
        TermOutcome(
            form="Oekraïne",
            target="Ukraine",
            step="decoded",
            method="n-best",
            rendering="Oekraine",
            cost=-1,
            reason="why",
            source_span=SPAN,
            target_span=SPAN,
        ),
    ),
    findings=(Finding(check="name", message="say", severity="note", source_span=SPAN, target_span=SPAN),),
    note="n",
    draft="Oekraine.",
    score=-0.25,
)
HEAD = '{"document": "a", "segments": 1}\n'
ROW = '{"id": "a:1.1", "source": "Ja.", "target": "Yes."}\n'


@pytest.fixture(scope="module")
def schema():
    path = translate.formats.__path__[0]
    with open(f"{path}/document.schema.json", encoding="utf-8") as file:  # noqa: PTH123
        loaded = json.load(file)
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def lines(tmp_path, *rows):
    path = tmp_path / "a.jsonl"
    write_document(Document(name="a", translations=rows, signature="s"), path, "jsonl")
    return path.read_text("utf-8").splitlines()


def loaded(tmp_path, text):
    path = tmp_path / "a.jsonl"
    path.write_text(text, "utf-8")
    return load_document(path)


def test_every_line_is_as_the_schema_says(tmp_path, schema):
    least = Translation(segment=Segment(id="a:1.2", text=""), target="")
    written = lines(tmp_path, FULL, least)
    assert len(written) == 3
    for line in written:
        schema.validate(json.loads(line))


@pytest.mark.parametrize(
    "change",
    [{"status": "done"}, {"extra": 1}, {"score": "0"}, {"span": {"start": -1, "stop": 2}}, {"terms": [{}]}],
)
def test_the_schema_refuses_what_the_reader_refuses_or_never_writes(tmp_path, schema, change):
    value = json.loads(lines(tmp_path, FULL)[1]) | change
    assert not schema.is_valid(value)


def test_the_schema_has_every_field_of_the_records(schema):
    names = {name: set(schema.schema["$defs"][name]["properties"]) for name in ("term", "finding")}
    assert names["term"] == set(TermOutcome.__dataclass_fields__)
    assert names["finding"] == set(Finding.__dataclass_fields__)
    fields = set(Translation.__dataclass_fields__) | set(Segment.__dataclass_fields__)
    assert set(schema.schema["$defs"]["segment"]["properties"]) == fields - {"segment", "text"} | {"source"}


def test_every_field_comes_back(tmp_path):
    lines(tmp_path, FULL)
    assert read_document(tmp_path / "a.jsonl").translations == (FULL,)


@settings(deadline=None)
@given(text=st.text(st.characters()))
def test_any_text_is_one_line(text):
    line = jsonl.format_line({"text": text})
    assert len(line.splitlines()) == 1
    assert jsonl.parse_line(line.encode().decode()) == {"text": text}


def test_the_least_that_a_program_may_write_is_read(tmp_path):
    (row,) = loaded(tmp_path, HEAD + ROW).rows
    assert row.translation == Translation(segment=Segment(id="a:1.1", text="Ja."), target="Yes.")
    assert row.line == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a JSON object: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "not a JSON object"),
        ("[]", "an object is needed, not []"),
        ("7", "an object is needed, not 7"),
        ('{"id": "a:1.1", "source": "x"}', "field 'target': a text is needed, not nothing"),
        ('{"id": 1, "source": "x", "target": ""}', "field 'id': a text is needed, not 1"),
        ('{"id": "b", "source": "x", "target": "", "status": "done"}', "'done' is not one of draft, reviewed"),
        ('{"id": "b", "source": "x", "target": "", "kind": "table"}', "field 'kind': 'table' is not one of"),
        (
            '{"id": "b", "source": "x", "target": "", "score": true}',
            "field 'score': a number is needed, not True",
        ),
        ('{"id": "b", "source": "x", "target": "", "score": NaN}', "not a JSON object: NaN is no number"),
        ('{"id": "b", "source": "x", "target": "", "score": 1e999}', "field 'score': the number is too large"),
        ('{"id": "b", "source": "x", "target": "", "draft": 1}', "field 'draft': a text is needed"),
        ('{"id": "b", "source": "x", "target": "", "terms": {}}', "field 'terms': a list is needed"),
        ('{"id": "b", "source": "x", "target": "", "findings": [{}]}', "field 'check': a text is needed"),
        ('{"id": "b", "source": "x", "target": "", "span": {"start": 3, "stop": 1}}', "stops at 1 before"),
        ('{"id": "b", "source": "x", "target": "", "span": {"start": -1, "stop": 1}}', "a whole number"),
        (ROW, "'a:1.1' stands on line 2 already"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_taken(tmp_path, line, message):
    reading = loaded(tmp_path, f"{HEAD}{ROW}{line.strip()}\n\n{ROW.replace('1.1', '1.2')}")
    assert [row.line for row in reading.rows] == [2, 5]
    (error,) = reading.errors
    assert error.line == 3
    assert message in str(error)


@pytest.mark.parametrize("first", ["", "{", "[]", ROW, '{"document": 1}', '{"document": "a", "segments": "x"}'])
def test_a_file_that_does_not_begin_with_a_document_is_refused(tmp_path, first):
    with pytest.raises(DocumentError):
        loaded(tmp_path, first)


def test_a_file_that_was_cut_off_is_told(tmp_path):
    reading = loaded(tmp_path, HEAD.replace("1}", "3}") + ROW)
    assert "ends after 1 of 3 segments" in str(reading.errors[0])


def test_fields_that_are_not_ours_do_no_harm(tmp_path):
    reading = loaded(tmp_path, HEAD + ROW.replace("}", ', "mine": [1]}'))
    assert len(reading.rows) == 1


def test_the_head_is_given_back():
    document = Document(name="a", translations=(FULL,), signature="s", target_language="en-GB")
    head = records.decode_head(records.encode_head(document))
    assert (head.name, head.signature, head.target_language, head.n_segments) == ("a", "s", "en-GB", 1)
