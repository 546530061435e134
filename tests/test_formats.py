"""What holds for every bilingual format alike."""

import dataclasses
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError, OutputError, SettingsError, TranslateError
from translate.formats import FORMATS, detect_format, get_format, load_document, read_document, write_document

XML_FORMATS = {"tmx", "xliff", "xliff12"}
TRAPS = st.sampled_from(
    [*"\n\r\t\x85\u2028<>&'\"=+-@;:→()␊␛ \u00a0\u200b\U0001f600", "]]>", "</script>", "<!--", "; "]
)
LEGAL = st.one_of(
    TRAPS, st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
)
ANY = st.one_of(TRAPS, st.characters(codec="utf-8"), st.sampled_from("\x00\x01\x0b\x0c\x1c\ufffe\uffff"))


def texts(alphabet) -> st.SearchStrategy[str]:
    return st.lists(alphabet, max_size=12).map("".join)


def spans(text: str) -> st.SearchStrategy[Span | None]:
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    return st.none() | place.map(lambda pair: Span(start=pair[0], stop=pair[1]))


@st.composite
def translations(draw, alphabet, number):
    text, target = draw(texts(alphabet)), draw(texts(alphabet))
    some, numbers = texts(alphabet), st.none() | st.floats(-20, 0)
    term = st.builds(
        TermOutcome,
        form=some,
        target=some,
        step=st.sampled_from(["model", "decoded", "edited", "missing"]),
        method=some,
        rendering=some,
        cost=numbers,
        reason=some,
        source_span=spans(text),
        target_span=spans(target),
    )
    finding = st.builds(
        Finding,
        check=some,
        message=some,
        severity=st.sampled_from(["error", "warning", "note"]),
        source_span=spans(text),
        target_span=spans(target),
    )
    return Translation(
        segment=Segment(
            id=f"an article:{number}.1",
            text=text,
            kind=draw(st.sampled_from(["paragraph", "heading", "list-item", "cell", "quote"])),
            span=draw(spans(text)),
        ),
        target=target,
        status=draw(st.sampled_from(["draft", "reviewed", "rejected"])),
        terms=tuple(draw(st.lists(term, max_size=3))),
        findings=tuple(draw(st.lists(finding, max_size=2))),
        note=draw(some),
        draft=draw(st.none() | some),
        score=draw(numbers),
    )


@st.composite
def documents(draw, alphabet):
    rows = tuple(draw(translations(alphabet, number)) for number in range(1, draw(st.integers(0, 3)) + 1))
    signature = draw(texts(alphabet))
    return Document(name="an article", translations=rows, target_language="en-GB", signature=signature)


def sample(n_segments: int = 30) -> Document:
    def row(index: int) -> Translation:
        text = f'Volgens minister Koeleba gingen {index} soldaten naar Loegansk, "zei" hij <dinsdag> & later.'
        target = f'According to minister Kuleba {index} soldiers went to Luhansk, he "said" on <Tuesday> & later.'
        term = TermOutcome(
            form="Koeleba",
            target="Kuleba",
            step=("model", "decoded", "edited", "missing")[index % 4],
            source_span=Span(start=17, stop=24),
            target_span=Span(start=22, stop=28),
            rendering="Koeleba",
            cost=-0.25,
        )
        finding = Finding(
            check="number", message="13.000 is missing", severity=("error", "warning", "note")[index % 3]
        )
        return Translation(
            segment=Segment(id=f"kyiv:{index // 5 + 1}.{index % 5 + 1}", text=text),
            target=target,
            status=("draft", "reviewed", "rejected")[index % 3],
            terms=(term,),
            findings=(finding,) if index % 2 else (),
            note="kijk nog eens" if index % 7 == 0 else "",
            draft=target.replace("Kuleba", "Koeleba"),
            score=-0.5,
        )

    return Document(name="kyiv", translations=tuple(map(row, range(n_segments))), signature="model:m|beam:4")


@pytest.mark.parametrize("name", FORMATS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back(tmp_path_factory, name, data):
    document = data.draw(documents(LEGAL if name in XML_FORMATS else ANY))
    format_ = get_format(name)
    path = tmp_path_factory.mktemp("formats") / f"an article{format_.suffix}"
    assert format_.write(document, path) == ()
    found = read_document(path)
    assert found == format_.project(document)
    assert format_.project(found) == found


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_document_gives_the_same_bytes(tmp_path, name, monkeypatch):
    path = tmp_path / "a"
    write_document(sample(), path, name)
    first = path.read_bytes()
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    write_document(sample(), path, name)
    assert path.read_bytes() == first


@pytest.mark.parametrize("name", FORMATS)
def test_the_suffix_leads_back_to_the_format(tmp_path, name):
    path = tmp_path / f"kyiv{get_format(name).suffix}"
    write_document(sample(3), path, name)
    assert detect_format(path).name == name
    assert load_document(path).name == "kyiv"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path, name):
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "none", name)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00\xd8", b"PK\x03\x04 and then nothing", b"<a>", b"{", b"\x00" * 99]
)
def test_a_file_of_something_else_is_an_error_of_ours(tmp_path, name, data):
    (tmp_path / "broken").write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / "broken", name)
    assert str(tmp_path / "broken") in str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_off_is_never_half_a_document(tmp_path, name):
    path = tmp_path / "a"
    write_document(sample(), path, name)
    data = path.read_bytes()
    whole = read_document(path, name)
    for length in range(0, len(data), max(len(data) // 40, 1)):
        path.write_bytes(data[:length])
        try:
            found = read_document(path, name)
        except TranslateError:
            pass
        else:
            # A TSV has no end to miss, and of a page the data is whole before its script begins.
            assert found == whole or name == "tsv", f"{length} bytes of {len(data)} were taken for the whole"
            assert found.translations[:-1] == whole.translations[: len(found.translations) - 1]


@pytest.mark.parametrize("name", FORMATS)
def test_a_failed_write_leaves_the_old_file(tmp_path, name, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"before")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        write_document(sample(), path, name)
    assert path.read_bytes() == b"before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", FORMATS)
def test_edits_of_a_reviewer_change_nothing_else(tmp_path, name):
    document = sample(12)
    edited = dataclasses.replace(
        document.translations[4], target="Something else.", status="reviewed", note="was wrong"
    )
    changed = dataclasses.replace(
        document, translations=(*document.translations[:4], edited, *document.translations[5:])
    )
    format_ = get_format(name)
    format_.write(changed, tmp_path / "a")
    found = format_.read(tmp_path / "a")
    before = format_.project(document).translations
    differing = [index for index, row in enumerate(found.translations) if row != before[index]]
    assert differing == [4]
    assert found.translations[4].target == "Something else."


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.slow
def test_two_thousand_segments_take_seconds(tmp_path, name):
    document = sample(2_000)
    start = time.perf_counter()
    write_document(document, tmp_path / "a", name)
    found = load_document(tmp_path / "a", name)
    assert len(found.rows) == 2_000
    assert time.perf_counter() - start < 10, "2 s on an idle machine"


def test_an_unknown_format_is_named_with_the_known_ones(tmp_path):
    with pytest.raises(SettingsError, match="there is no format 'pdf'") as caught:
        write_document(sample(), tmp_path / "a.pdf", "pdf")
    assert all(name in caught.value.hint for name in FORMATS)


def test_an_unknown_suffix_is_named_with_the_known_ones(tmp_path):
    with pytest.raises(DocumentError, match=r"'\.pdf' is no bilingual format") as caught:
        read_document(tmp_path / "a.pdf")
    assert ".tsv" in caught.value.hint


def test_suffixes_are_unlike_and_say_what_they_are():
    suffixes = [get_format(name).suffix for name in FORMATS]
    assert len(set(suffixes)) == len(suffixes)
    assert all(get_format(name).name == name for name in FORMATS)
