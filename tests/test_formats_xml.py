"""TMX and XLIFF: what stands in the files, what others do to them, and what is refused."""

import pytest
from lxml import etree

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import get_format, load_document, read_document, write_document

NAMESPACES = {
    "x1": "urn:oasis:names:tc:xliff:document:1.2",
    "x2": "urn:oasis:names:tc:xliff:document:2.0",
    "mtc": "urn:oasis:names:tc:xliff:matches:2.0",
}
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def row(text="Koeleba zei ja.", target="Kuleba said yes.", *, id="a:1.1", **fields):
    return Translation(segment=Segment(id=id, text=text), target=target, **fields)


def rich():
    return row(
        status="reviewed",
        terms=(
            TermOutcome(
                form="Koeleba",
                target="Kuleba",
                step="edited",
                source_span=Span(start=0, stop=7),
                target_span=Span(start=0, stop=6),
            ),
        ),
        findings=(Finding(check="number", message="13 is missing"),),
        note="goed",
        draft="Koeleba said yes.",
    )


def write(tmp_path, name, *rows, **fields):
    document = Document(name="a", translations=rows or (rich(),), **fields)
    path = tmp_path / f"a{get_format(name).suffix}"
    losses = write_document(document, path, name)
    return path, losses


def tmx_file(tmp_path, body, *, version="1.4", source="nl", prolog=""):
    path = tmp_path / "memory.tmx"
    header = f'<header creationtool="x" srclang="{source}" segtype="sentence" datatype="xml"/>'
    path.write_text(f'{prolog}<tmx version="{version}">{header}<body>{body}</body></tmx>', "utf-8")
    return path


def tu(source="Ja.", target="Yes.", languages=("nl", "en"), attributes=""):
    variants = "".join(
        f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'
        for language, text in zip(languages, (source, target), strict=False)
    )
    return f"<tu {attributes}>{variants}</tu>"


def xliff12_file(tmp_path, body, *, version="1.2", source="nl", target="en", prolog=""):
    path = tmp_path / "a.xlf"
    path.write_text(
        f'{prolog}<xliff version="{version}" xmlns="{NAMESPACES["x1"]}"><file original="doc.docx" datatype="x"'
        f' source-language="{source}" target-language="{target}"><body>{body}</body></file></xliff>',
        "utf-8",
    )
    return path


def xliff2_file(tmp_path, body, *, version="2.1", source="nl", target="en", prolog=""):
    path = tmp_path / "a.xlf"
    path.write_text(
        f'{prolog}<xliff version="{version}" xmlns="{NAMESPACES["x2"]}" srcLang="{source}" trgLang="{target}">'
        f'<file id="f">{body}</file></xliff>',
        "utf-8",
    )
    return path


def test_tmx_holds_the_pair_and_the_audit(tmp_path):
    path, _ = write(tmp_path, "tmx", signature="model:m")
    root = etree.parse(path).getroot()
    assert root.get("version") == "1.4"
    assert root.find("header").get("srclang") == "nl"
    assert root.findtext("header/prop[@type='x-signature']") == "model:m"
    unit = root.find("body/tu")
    assert [child.tag for child in unit] == ["note", "prop", "prop", "prop", "prop", "tuv", "tuv"]
    assert unit.findtext("prop[@type='x-terms']") == "Koeleba→Kuleba (edited)"
    assert [segment.text for segment in unit.iter("seg")] == ["Koeleba zei ja.", "Kuleba said yes."]


def test_xliff12_marks_terms_and_keeps_the_draft(tmp_path):
    path, _ = write(tmp_path, "xliff12")
    unit = etree.parse(path).find(".//x1:trans-unit", NAMESPACES)
    assert unit.get("approved") == "yes"
    assert unit.find("x1:target", NAMESPACES).get("state") == "signed-off"
    mark = unit.find("x1:source/x1:mrk", NAMESPACES)
    assert (mark.get("mtype"), mark.get("comment"), mark.text) == ("term", "Kuleba (edited)", "Koeleba")
    assert unit.find("x1:target/x1:mrk", NAMESPACES).text == "Kuleba"
    assert unit.findtext("x1:alt-trans/x1:target", None, NAMESPACES) == "Koeleba said yes."
    notes = {note.get("from"): note.text for note in unit.iterfind("x1:note", NAMESPACES)}
    assert notes == {
        "reviewer": "goed",
        "translate: terms": "Koeleba→Kuleba (edited)",
        "translate: findings": "number: 13 is missing",
    }


def test_xliff2_marks_terms_and_keeps_the_draft(tmp_path):
    path, _ = write(tmp_path, "xliff", signature="model:m")
    root = etree.parse(path).getroot()
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "nl", "en")
    unit = root.find(".//x2:unit", NAMESPACES)
    segment = unit.find("x2:segment", NAMESPACES)
    assert (segment.get("state"), segment.get("subState")) == ("reviewed", "translate:reviewed")
    mark = segment.find("x2:source/x2:mrk", NAMESPACES)
    assert (mark.get("type"), mark.get("value"), mark.text) == ("term", "Kuleba", "Koeleba")
    match = unit.find("mtc:matches/mtc:match", NAMESPACES)
    assert match.get("ref") == f"#{segment.get('id')}"
    assert match.findtext("x2:target", None, NAMESPACES) == "Koeleba said yes."


def test_an_empty_xliff2_still_has_what_its_schema_asks_for(tmp_path):
    path = tmp_path / "a.xlf"
    write_document(Document(name="a", translations=()), path, "xliff")
    assert etree.parse(path).find(".//x2:file/x2:group", NAMESPACES) is not None
    assert read_document(path).translations == ()


@pytest.mark.parametrize("name", ["tmx", "xliff", "xliff12"])
def test_terms_that_overlap_or_lie_outside_are_not_marked(tmp_path, name):
    spans = [(0, 7), (3, 9), (4, 4), (10, 99)]
    terms = tuple(
        TermOutcome(form="x", target="y", step="model", source_span=Span(start=start, stop=stop))
        for start, stop in spans
    )
    path, _ = write(tmp_path, name, row(terms=terms))
    assert read_document(path).translations[0].segment.text == "Koeleba zei ja."
    n_marks = len(etree.parse(path).findall(".//{*}mrk"))
    assert n_marks == (0 if name == "tmx" else 1)


@pytest.mark.parametrize("name", ["tmx", "xliff12"])
def test_what_xml_forbids_is_told_and_replaced(tmp_path, name):
    path, losses = write(tmp_path, name, row("Ja\x01\x02.", "Yes\ufffe.", note="\x00", draft="\x1b"))
    assert [(loss.id, loss.field) for loss in losses] != []
    assert {loss.field for loss in losses} == {"source", "target", "note", "draft"}
    message = next(loss.message for loss in losses if loss.field == "source")
    assert message == "XML cannot hold U+0001, U+0002; U+FFFD stands in its place"
    assert read_document(path).translations == (
        row("Ja\ufffd\ufffd.", "Yes\ufffd.", note="\ufffd", draft="\ufffd"),
    )


def test_xliff2_has_an_element_for_what_xml_forbids(tmp_path):
    original = row("Ja\x01\x02.", "Yes\ufffe.", draft="\x1b")
    path, losses = write(tmp_path, "xliff", original)
    assert losses == ()
    assert read_document(path).translations == (original,)
    _, losses = write(tmp_path, "xliff", row(note="\x01"))
    assert [loss.field for loss in losses] == ["note"]


@pytest.mark.parametrize("make", [tmx_file, xliff12_file, xliff2_file])
@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE, f"<?xml version='1.0'?>\n{LAUGHS}"])
def test_entities_are_refused_by_name(tmp_path, make, prolog):
    with pytest.raises(DocumentError, match="declares XML entities") as caught:
        read_document(make(tmp_path, "", prolog=prolog))
    assert caught.value.line is not None
    assert "DOCTYPE" in caught.value.hint


def test_an_outside_dtd_is_not_followed(tmp_path):
    prolog = '<!DOCTYPE tmx SYSTEM "http://192.0.2.1/tmx14.dtd">'
    path = tmx_file(tmp_path, tu() + tu("a &undefined; b", "c", attributes='tuid="2"'), prolog=prolog)
    reading = load_document(path)
    assert [found.translation.target for found in reading.rows] == ["Yes."]
    assert "refers to an XML entity" in str(reading.errors[0])


@pytest.mark.parametrize("version", ["2.0", "", "1.5"])
def test_an_unknown_tmx_version_is_refused(tmp_path, version):
    with pytest.raises(DocumentError, match=r"TMX version .* cannot be read"):
        read_document(tmx_file(tmp_path, tu(), version=version))


@pytest.mark.parametrize("version", ["1.1", "1.4", "1.4b"])
def test_known_tmx_versions_are_read(tmp_path, version):
    assert read_document(tmx_file(tmp_path, tu(), version=version)).translations[0].target == "Yes."


@pytest.mark.parametrize("version", ["3.0", "", "2"])
def test_an_unknown_xliff_version_is_refused(tmp_path, version):
    with pytest.raises(DocumentError, match=r"XLIFF version .* cannot be read"):
        read_document(xliff2_file(tmp_path, "", version=version))


def test_other_xml_is_refused(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_text("<html/>")
    with pytest.raises(DocumentError, match="not a TMX file: it begins with <html>"):
        read_document(path)
    with pytest.raises(DocumentError, match="not XLIFF: it begins with <html>"):
        read_document(path, "xliff")


@pytest.mark.parametrize("make", [xliff12_file, xliff2_file])
@pytest.mark.parametrize("pair", [("de", "en"), ("en", "nl"), ("nl", "fr"), ("", "en")])
def test_an_xliff_of_other_languages_is_refused(tmp_path, make, pair):
    body = '<trans-unit id="1"><source/><target/></trans-unit><unit id="u"><segment><source/></segment></unit>'
    with pytest.raises(DocumentError, match="not nl to en"):
        read_document(make(tmp_path, body, source=pair[0], target=pair[1]))


def test_a_tmx_of_other_languages_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="no unit in nl and en: its languages are de, fr"):
        read_document(tmx_file(tmp_path, tu(languages=("de", "fr"))))


def test_units_of_other_languages_are_kept_out_and_counted(tmp_path):
    reading = load_document(tmx_file(tmp_path, tu() + tu(languages=("nl", "de")) + tu(languages=("fr", "en"))))
    assert (len(reading.rows), reading.foreign) == (1, 2)


@pytest.mark.parametrize("languages", [("NL-be", "en-GB"), ("nld", "ENG"), ("dut", "en_US"), ("en", "nl")])
def test_languages_in_any_notation_and_order(tmp_path, languages):
    texts = ("Ja.", "Yes.") if not languages[0].startswith("en") else ("Yes.", "Ja.")
    (found,) = read_document(tmx_file(tmp_path, tu(*texts, languages=languages))).translations
    assert (found.segment.text, found.target) == ("Ja.", "Yes.")


def test_segments_of_another_program_are_kept_out_of_ours_and_counted(tmp_path):
    path, _ = write(tmp_path, "tmx", rich(), row("Nee.", "No.", id="a:1.2"))
    text = path.read_text("utf-8").replace("</body>", tu() + tu(attributes='tuid="77"') + "</body>")
    path.write_text(text, "utf-8")
    reading = load_document(path)
    assert [found.translation.segment.id for found in reading.rows] == ["a:1.1", "a:1.2"]
    assert reading.foreign == 2


def test_a_memory_of_another_program_is_taken_whole(tmp_path):
    reading = load_document(tmx_file(tmp_path, tu() + tu("Nee.", "No.")))
    assert [found.translation.segment.id for found in reading.rows] == ["memory:1.1", "memory:2.1"]
    assert reading.foreign == 0
    assert reading.rows[0].absent == ("id", "status", "terms", "findings")


def test_missing_targets_are_told_one_by_one(tmp_path):
    reading = load_document(tmx_file(tmp_path, tu(languages=("nl",)) + tu("Nee.", "No.")))
    assert [str(error.message) for error in reading.errors] == ["segment memory:1.1 has no target"]
    assert [found.translation.target for found in reading.rows] == ["No."]
    unit = '<trans-unit id="a:1.1"><source>Ja.</source></trans-unit>'
    assert len(load_document(xliff12_file(tmp_path, unit)).errors) == 1
    unit = '<unit id="u" name="a:1.1"><segment><source>Ja.</source></segment></unit>'
    assert len(load_document(xliff2_file(tmp_path, unit)).errors) == 1


def test_an_id_given_twice_is_refused(tmp_path):
    path = tmx_file(tmp_path, tu(attributes='tuid="a:1.1"') * 2)
    with pytest.raises(DocumentError, match=r"'a:1.1' stands on line 1 already"):
        read_document(path)


def test_a_status_that_does_not_exist_is_refused(tmp_path):
    unit = tu(attributes='tuid="a:1.1"').replace("<tuv", '<prop type="x-status">done</prop><tuv', 1)
    with pytest.raises(DocumentError, match=r"segment a:1.1: 'done' is not a status"):
        read_document(tmx_file(tmp_path, unit))


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('een <ph x="1">&lt;br/&gt;</ph>twee', "een <br/>twee"),
        ('<bpt i="1">&lt;b&gt;</bpt>een<ept i="1">&lt;/b&gt;</ept>', "<b>een</b>"),
        ('een <ph x="1"/> twee', 'een <ph x="1"/> twee'),
        ('een <hi type="term">twee</hi>', "een twee"),
        ("een <!-- niets -->twee<?pi?>!", "een twee!"),
        ('<ph x="1">&lt;img alt="<sub>een</sub>"/&gt;</ph>', '<img alt="<sub>een</sub>"/>'),
    ],
)
def test_inline_tags_in_tmx_are_kept(tmp_path, inline, text):
    (found,) = read_document(tmx_file(tmp_path, tu(inline, "x"))).translations
    assert found.segment.text == text


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('<g id="1">een</g> <x id="2"/>', '<g id="1">een</g> <x id="2"/>'),
        ('<mrk mtype="seg" mid="0">een</mrk> <mrk mtype="seg" mid="1">twee</mrk>', "een twee"),
        ('<bx id="1"/>een<ex id="1"/>', '<bx id="1"/>een<ex id="1"/>'),
    ],
)
def test_inline_tags_in_xliff12_are_kept(tmp_path, inline, text):
    unit = f'<trans-unit id="7"><source>{inline}</source><target>x</target></trans-unit>'
    (found,) = read_document(xliff12_file(tmp_path, unit)).translations
    assert found.segment.text == text


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('<pc id="1">een</pc> <ph id="2"/>', '<pc id="1">een</pc> <ph id="2"/>'),
        ('<mrk id="m" type="term">een</mrk>', "een"),
        ('<sm id="m"/>een<em startRef="m"/>', "een"),
        ('een<cp hex="0001"/>', "een\x01"),
    ],
)
def test_inline_tags_in_xliff2_are_kept(tmp_path, inline, text):
    unit = f'<unit id="u"><segment><source>{inline}</source><target>x</target></segment></unit>'
    (found,) = read_document(xliff2_file(tmp_path, unit)).translations
    assert found.segment.text == text


@pytest.mark.parametrize("hexadecimal", ["zz", "FFFFFFFFFF", ""])
def test_a_code_point_that_is_none_is_refused(tmp_path, hexadecimal):
    unit = f'<unit id="u"><segment><source><cp hex="{hexadecimal}"/></source><target/></segment></unit>'
    with pytest.raises(DocumentError, match="which is no character"):
        read_document(xliff2_file(tmp_path, unit))


@pytest.mark.parametrize(
    ("attributes", "target", "status"),
    [
        ("", "", "draft"),
        ("", 'state="new"', "draft"),
        ('approved="yes"', "", "reviewed"),
        ("", 'state="translated"', "reviewed"),
        ("", 'state="final"', "reviewed"),
        ('approved="yes"', 'state="needs-review-translation"', "draft"),
        ("", 'state="needs-translation" state-qualifier="rejected-grammar"', "rejected"),
        ("", 'state="signed-off" state-qualifier="rejected-grammar"', "reviewed"),
    ],
)
def test_states_of_xliff12_become_a_status(tmp_path, attributes, target, status):
    unit = f'<trans-unit id="a:1.1" {attributes}><source>Ja.</source><target {target}>Yes.</target></trans-unit>'
    (found,) = read_document(xliff12_file(tmp_path, unit)).translations
    assert found.status == status


@pytest.mark.parametrize(
    ("segment", "status"),
    [
        ("", "draft"),
        ('state="initial" subState="translate:rejected"', "rejected"),
        ('state="translated"', "reviewed"),
        ('state="final" subState="translate:rejected"', "reviewed"),
    ],
)
def test_states_of_xliff2_become_a_status(tmp_path, segment, status):
    unit = (
        f'<unit id="u" name="a:1.1"><segment {segment}><source>Ja.</source><target>Yes.</target></segment></unit>'
    )
    (found,) = read_document(xliff2_file(tmp_path, unit)).translations
    assert found.status == status


def test_edits_and_comments_of_a_cat_tool_come_back(tmp_path):
    path, _ = write(tmp_path, "xliff12", rich())
    text = path.read_text("utf-8")
    text = text.replace('<mrk mtype="term" comment="Koeleba">Kuleba</mrk> said yes.', "Mr Kuleba agreed.")
    text = text.replace("<alt-trans", '<note from="Jan">mooi</note><alt-trans', 1)
    path.write_text(text, "utf-8")
    (found,) = read_document(path).translations
    assert (found.target, found.note) == ("Mr Kuleba agreed.", "goed; mooi")
    path, _ = write(tmp_path, "xliff", rich())
    text = path.read_text("utf-8").replace("<notes>", '<notes><note category="query">mooi</note>', 1)
    path.write_text(text, "utf-8")
    assert read_document(path).translations[0].note == "mooi; goed"


def test_a_unit_that_a_tool_split_has_an_id_for_each_part(tmp_path):
    part = "<segment id='{0}'><source>Ja{0}.</source><target>Yes{0}.</target></segment>"
    path = xliff2_file(tmp_path, f"<unit id='u9'>{part.format('s1')}<ignorable/>{part.format('s2')}</unit>")
    reading = load_document(path)
    assert [found.translation.target for found in reading.rows] == ["Yess1.", "Yess2."]


def test_a_unit_without_a_source_is_refused(tmp_path):
    with pytest.raises(DocumentError, match="has no source"):
        read_document(xliff12_file(tmp_path, '<trans-unit id="1"><target>x</target></trans-unit>'))
    with pytest.raises(DocumentError, match="has no source"):
        read_document(xliff2_file(tmp_path, '<unit id="u"><segment><target>x</target></segment></unit>'))


def test_several_files_in_one_are_one_document(tmp_path):
    unit = '<trans-unit id="{}"><source>Ja.</source><target>Yes.</target></trans-unit>'
    path = xliff12_file(tmp_path, unit.format("a:1.1"))
    whole = path.read_text("utf-8")
    second = whole[whole.index("<file") : whole.index("</xliff>")].replace("a:1.1", "a:2.1")
    path.write_text(whole.replace("</xliff>", f"{second}</xliff>"), "utf-8")
    assert [found.segment.id for found in read_document(path).translations] == ["a:1.1", "a:2.1"]


def test_xml_that_is_not_well_formed_names_the_line(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_text('<tmx version="1.4">\n<body>\n<tu></body></tmx>')
    with pytest.raises(DocumentError, match="not well-formed XML") as caught:
        read_document(path)
    assert caught.value.line == 3


def test_an_encoding_that_does_not_exist_is_named(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(b'<?xml version="1.0" encoding="UTF-88"?><tmx version="1.4"/>')
    with pytest.raises(DocumentError, match="names an unknown encoding: UTF-88"):
        read_document(path)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252", "utf-8-sig"])
def test_encodings_that_xml_declares_are_read(tmp_path, encoding):
    path = tmp_path / "a.tmx"
    named = encoding.removesuffix("-sig")
    text = tmx_file(tmp_path, tu("één", "one")).read_text("utf-8")
    path.write_bytes(f'<?xml version="1.0" encoding="{named}"?>{text}'.encode(encoding))
    assert read_document(path).translations[0].segment.text == "één"
