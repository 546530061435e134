"""DOCX: what paragraphs are, formatting that follows its words, and archives that are not to be trusted."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from translate.articles import archive, read_article, rebuild
from translate.document import Article, Span, Translation
from translate.errors import ArticleError
from translate.segment import segment

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = (
    '<w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Lijst"><w:name w:val="List Bullet"/></w:style>'
    '<w:style w:styleId="Citaat"><w:name w:val="Quote"/></w:style><w:style w:styleId="X"/>'
)
CORE = (
    '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><!-- x -->'
    "<dc:title>De titel</dc:title><dc:creator> Jan  Bos </dc:creator><dc:subject>x</dc:subject>"
    "</c:coreProperties>"
)


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(content)}</w:p>"


def part(content: str, name: str = "document") -> str:
    body = f"<w:body>{content}</w:body>" if name == "document" else content
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMES}>{body}</w:{name}>'


def make(path: Path, content: str, **parts: str) -> Path:
    """Write a DOCX; `parts` are further parts, `__` in their names standing for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", part(content))
        file.writestr("word/styles.xml", part(STYLES, "styles"))
        file.writestr("docProps/core.xml", CORE)
        file.writestr("word/media/kaart.png", bytes(range(256)))
        for name, data in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", data)
    return path


def shapes(article: Article) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.span.of(article.text)) for block in article.blocks]


def put(
    article: Article, targets: dict[str, str], links: dict[str, list[tuple[str, str]]] | None = None
) -> Article:
    """Return the article of a copy in which some sentences are replaced; links are pairs of words by source."""
    parts = segment(article)
    translations = [Translation(segment=found, target=targets.get(found.text, found.text)) for found in parts]
    alignments = {
        found.id: [
            (span_of(found.text, here), span_of(targets[found.text], there)) for here, there in links[found.text]
        ]
        for found in parts
        if links and found.text in links
    }
    copy = article.path.with_name("kopie.docx")
    copy.write_bytes(rebuild(article, translations, alignments))
    return read_article(copy)


def span_of(text: str, words: str) -> Span:
    return Span(start=text.index(words), stop=text.index(words) + len(words))


def xml_of(article: Article, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(article.path) as file:
        return file.read(name).decode()


def runs_of(article: Article) -> list[tuple[str, str]]:
    """Return of each run its looks, as tags without namespace, and its text."""
    root = etree.fromstring(xml_of(article).encode())
    found = []
    for node in root.iter(f"{W}r"):
        looks = node.find(f"{W}rPr")
        tags = [] if looks is None else [etree.QName(child).localname for child in looks]
        found.append((" ".join(tags), "".join(text.text or "" for text in node.iter(f"{W}t"))))
    return found


def test_what_paragraphs_are(tmp_path: Path):
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('Cel'))}</w:tc></w:tr></w:tbl>"
    numbered = '<w:numPr><w:ilvl w:val="1"/></w:numPr>'
    content = [
        paragraph(run("Titel"), style="Titel"),
        paragraph(run("Kop"), style="Kop1"),
        paragraph(run("Kop twee"), style="Heading2"),
        paragraph(run("Een zin. Nog een.")),
        paragraph(),
        paragraph(run("Punt"), style="Lijst"),
        paragraph(run("Dieper"), properties=numbered),
        paragraph(run("Plat"), properties="<w:numPr/>"),
        paragraph(run("Citaat"), style="Citaat"),
        table,
    ]
    article = read_article(make(tmp_path / "a.docx", "".join(content)))
    assert shapes(article) == [
        ("heading", 1, "Titel"),
        ("heading", 1, "Kop"),
        ("heading", 2, "Kop twee"),
        ("paragraph", 0, "Een zin. Nog een."),
        ("list-item", 1, "Punt"),
        ("list-item", 2, "Dieper"),
        ("list-item", 1, "Plat"),
        ("quote", 1, "Citaat"),
        ("cell", 0, "Cel"),
    ]
    assert [(fact.key, fact.value) for fact in article.metadata] == [("title", "De titel"), ("author", "Jan Bos")]


def test_unchanged_it_is_the_same_file(tmp_path: Path):
    article = read_article(make(tmp_path / "a.docx", paragraph(run("Een zin."))))
    translations = [Translation(segment=found, target=found.text) for found in segment(article)]
    assert rebuild(article, translations) == article.path.read_bytes()


def test_only_paragraphs_with_a_translation_change_and_all_parts_stay(tmp_path: Path):
    untouched = paragraph(run("Blijft ", "<w:b/>"), run("zo.", "<w:u/>"), properties="<w:keepNext/>")
    article = read_article(make(tmp_path / "a.docx", untouched + paragraph(run("Een zin."))))
    copy = put(article, {"Een zin.": "One sentence <&>."})
    assert [text for _, _, text in shapes(copy)] == ["Blijft zo.", "One sentence <&>."]
    assert untouched in xml_of(copy).replace(" " + NAMES, "")
    with zipfile.ZipFile(article.path) as before, zipfile.ZipFile(copy.path) as after:
        assert before.namelist() == after.namelist()
        assert after.testzip() is None
        assert after.read("word/media/kaart.png") == bytes(range(256))


def test_pieces_with_the_same_looks_are_one(tmp_path: Path):
    pieces = [
        run("De "),
        run("NA", "<w:b/>"),
        "<w:proofErr/>",
        run("VO", '<w:lang w:val="en"/><w:b/>'),
        run(" wacht."),
    ]
    article = read_article(make(tmp_path / "a.docx", paragraph(*pieces)))
    assert [(part.kind, part.span.of(article.text)) for part in article.blocks[0].markup] == [("bold", "NAVO")]


def test_formatting_follows_its_words_by_links(tmp_path: Path):
    content = paragraph(
        run("Voor "), run("Koeleba", "<w:b/>"), run(" is dat "), run("niet", "<w:i/>"), run(" zo. Nee.")
    )
    article = read_article(make(tmp_path / "a.docx", content))
    source, target = "Voor Koeleba is dat niet zo.", "That is not so for Kuleba."
    copy = put(article, {source: target}, {source: [("Koeleba", "Kuleba"), ("niet", "not")]})
    assert runs_of(copy) == [
        ("", "That is "),
        ("i", "not"),
        ("", " so for "),
        ("b", "Kuleba"),
        ("", "."),
        ("", " "),
        ("", "Nee."),
    ]


def test_without_links_only_unchanged_words_keep_their_looks(tmp_path: Path):
    content = paragraph(
        run("Minister "), run("Blok", "<w:b/>"), run(" is "), run("blij", "<w:i/>"), run(" met Rusland.")
    )
    article = read_article(make(tmp_path / "a.docx", content))
    copy = put(article, {"Minister Blok is blij met Rusland.": "Minister Blok is happy with Russia."})
    assert runs_of(copy) == [("", "Minister "), ("b", "Blok"), ("", " is happy with Russia.")]


@pytest.mark.parametrize(
    ("looks", "kind"),
    [("<w:b/>", "bold"), ('<w:b w:val="0"/>', "other"), ('<w:i w:val="1"/>', "italic"), ("<w:u/>", "other")],
)
def test_kinds_of_looks(tmp_path: Path, looks: str, kind: str):
    article = read_article(make(tmp_path / "a.docx", paragraph(run("Lange tekst "), run("kort", looks))))
    assert [part.kind for part in article.blocks[0].markup] == [kind]


def test_the_usual_looks_of_a_paragraph_are_those_of_its_target(tmp_path: Path):
    article = read_article(
        make(tmp_path / "a.docx", paragraph(run("Alles is vet hier, ", "<w:b/>"), run("dit niet.")))
    )
    copy = put(article, {"Alles is vet hier, dit niet.": "All is bold."})
    assert runs_of(copy) == [("b", "All is bold.")]


def test_a_link_is_never_lost(tmp_path: Path):
    link = f'<w:hyperlink r:id="rId4" w:history="1">{run("de site", "<w:u/>")}</w:hyperlink>'
    article = read_article(make(tmp_path / "a.docx", paragraph(run("Kijk op "), link, run(" voor meer."))))
    copy = put(article, {"Kijk op de site voor meer.": "See the site for more."})
    assert 'r:id="rId4" w:history="1"' in xml_of(copy)
    assert [(part.kind, part.span.of(copy.text)) for part in copy.blocks[0].markup if part.kind == "link"] == [
        ("link", "the site")
    ]
    assert ("u", "the site") in runs_of(copy)


def test_a_link_that_is_a_field_keeps_its_instruction(tmp_path: Path):
    def mark(step: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>'

    instruction = '<w:r><w:instrText>HYPERLINK "https://nos.nl"</w:instrText></w:r>'
    field = [mark("begin"), instruction, mark("separate"), run("NOS"), mark("end")]
    article = read_article(make(tmp_path / "a.docx", paragraph(run("Lees "), *field, run(" nu."), mark("begin"))))
    assert article.text == "Lees NOS nu."
    copy = put(article, {"Lees NOS nu.": "Read NOS now."})
    xml = xml_of(copy)
    order = [xml.index(item) for item in ('"begin"', "instrText", '"separate"', "NOS</w:t>", '"end"')]
    assert order == sorted(order)
    assert xml.count('w:fldCharType="begin"') == 2
    assert copy.text == "Read NOS now."


def test_an_end_of_a_field_without_its_beginning_stays(tmp_path: Path):
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    article = read_article(make(tmp_path / "a.docx", paragraph(end, run("Een zin."))))
    assert 'fldCharType="end"' in xml_of(put(article, {"Een zin.": "One."}))


def test_content_controls_and_insertions_are_read_and_deletions_are_not(tmp_path: Path):
    control = f'<w:sdt><w:sdtPr><w:tag w:val="naam"/></w:sdtPr><w:sdtContent>{run("Blok")}</w:sdtContent></w:sdt>'
    deleted = "<w:del><w:r><w:delText>oud</w:delText></w:r></w:del>"
    inserted = f'<w:ins w:id="1">{run("zeer ")}</w:ins>'
    empty = "<w:smartTag><w:r><w:t></w:t></w:r></w:smartTag><w:sdt/>"
    content = paragraph(run("Minister "), control, run(" is "), deleted, inserted, run("blij."), empty)
    article = read_article(make(tmp_path / "a.docx", content))
    assert article.text == "Minister Blok is zeer blij."
    copy = put(article, {article.text: "Minister Blok is very happy."})
    xml = xml_of(copy)
    assert copy.text == "Minister Blok is very happy."
    assert '<w:sdtPr><w:tag w:val="naam"/></w:sdtPr><w:sdtContent><w:r>' in xml
    assert "<w:delText>oud</w:delText>" in xml
    assert "<w:smartTag>" in xml


def test_pictures_breaks_tabs_and_notes_stay(tmp_path: Path):
    picture = '<w:r><w:drawing w:x="1"/></w:r>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    mixed = (
        "<w:r><w:t>Naam</w:t><w:tab/><w:t>Rol</w:t><w:br/><w:t>Tweede</w:t><w:noBreakHyphen/>"
        "<w:t>regel.</w:t></w:r>"
    )
    content = [
        paragraph(run("Een "), picture, run("kaart."), note, '<w:bookmarkStart w:id="0"/>', run(" Twee.")),
        paragraph(mixed),
    ]
    article = read_article(make(tmp_path / "a.docx", "".join(content)))
    assert article.text == "Een kaart. Twee.\n\nNaam\tRol\nTweede\u2011regel."
    copy = put(article, {"Een kaart.": "A map.", "Naam Rol Tweede\u2011regel.": "Name role second line."})
    xml = xml_of(copy)
    first, second = xml.split("</w:p>")[:2]
    order = [
        first.index(item) for item in ("A ", "drawing", "map.", "footnoteReference", "bookmarkStart", "Twee.")
    ]
    assert order == sorted(order)
    assert second.count("<w:tab/>") == second.count("<w:br/>") == 1
    assert copy.blocks[1].span.of(copy.text).split() == ["Name", "role", "second", "line."]


def test_text_boxes_are_read_once_and_notes_too(tmp_path: Path):
    box = f"<w:txbxContent>{paragraph(run('In de doos.'))}</w:txbxContent>"
    picture = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    notes = part(f'<w:footnote w:id="2">{paragraph(run("Een noot."))}</w:footnote>', "footnotes")
    path = make(tmp_path / "a.docx", paragraph(run("Buiten."), picture), word__footnotes=notes)
    article = read_article(path)
    assert [text for _, _, text in shapes(article)] == ["Buiten.", "In de doos.", "Een noot."]
    copy = put(article, {"Buiten.": "Outside.", "In de doos.": "In the box.", "Een noot.": "A note."})
    assert [text for _, _, text in shapes(copy)] == ["Outside.", "In the box.", "A note."]
    assert "A note." in xml_of(copy, "word/footnotes.xml")


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path):
    article = read_article(make(tmp_path / "a.docx", paragraph(run("Een zin."))))
    assert put(article, {"Een zin.": "One\x07 sen\ufffftence."}).text == "One sentence."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 en dan niets", "is not a DOCX file or is damaged"),
        (b"gewone tekst", "is not a DOCX file or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .doc file or protected by a password"),
        (b"", "the file is empty"),
    ],
)
def test_what_is_no_docx(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(ArticleError, match=message):
        read_article(tmp_path / "a.docx")


def test_a_damaged_docx(tmp_path: Path):
    path = make(tmp_path / "a.docx", paragraph(*(run(f"Zin {number}.") for number in range(200))))
    data = bytearray(path.read_bytes())
    start = data.index(b"word/document.xml") + 40
    data[start : start + 60] = bytes(60)
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=r"a\.docx: is damaged: word/document\.xml"):
        read_article(path)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ArticleError, match="is not a DOCX file or is damaged"):
        read_article(path)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("<w:document", "is damaged: word/document.xml is not XML"),
        ('<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>', "is not safe: word/document.xml declares a document type"),
        ("<x/>", "the document has no text in it"),
        (None, "is not a DOCX file: it has no word/document.xml"),
    ],
)
def test_a_docx_with_a_bad_body(tmp_path: Path, document: str | None, message: str):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        if document is not None:
            file.writestr("word/document.xml", document)
    with pytest.raises(ArticleError, match=message):
        read_article(tmp_path / "a.docx")


def test_a_bomb_is_refused_by_what_it_says(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 20_000_000)
    with pytest.raises(ArticleError, match="is a ZIP bomb: 1 parts of 20000000 bytes unpacked"):
        read_article(tmp_path / "a.docx")


def test_a_bomb_is_refused_whatever_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "LARGEST_PART_BYTES", 1000)
    path = make(tmp_path / "a.docx", paragraph(run("Een zin. " * 500)))
    with pytest.raises(ArticleError, match=r"word/document\.xml is larger than 1000 bytes unpacked"):
        read_article(path)


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    with pytest.raises(ArticleError, match="5 parts"):
        read_article(make(tmp_path / "a.docx", paragraph(run("Een zin."))))


def test_a_password_is_named(tmp_path: Path):
    data = bytearray(make(tmp_path / "a.docx", paragraph(run("Een zin."))).read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(ArticleError, match="is protected by a password"):
        read_article(tmp_path / "a.docx")


def test_a_part_that_is_damaged_is_not_copied(tmp_path: Path):
    path = make(tmp_path / "a.docx", paragraph(run("Een zin.")))
    data = path.read_bytes().replace(bytes(range(100, 120)), bytes(20))
    opened = archive.open_archive(data, path)
    with opened, pytest.raises(ArticleError, match=r"word/media/kaart\.png cannot be unpacked"):
        archive.copy_archive(opened, {}, path)


def test_a_copy_has_all_parts(tmp_path: Path):
    path = make(tmp_path / "a.docx", paragraph(run("Een zin.")))
    with archive.open_archive(path.read_bytes(), path) as opened:
        copy = archive.copy_archive(opened, {"word/styles.xml": b"<x/>"}, path)
        names = opened.namelist()
    with zipfile.ZipFile(io.BytesIO(copy)) as copied:
        assert copied.namelist() == names
        assert copied.read("word/styles.xml") == b"<x/>"
