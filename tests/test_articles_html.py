"""Web pages: the article without what is around it, and a copy in which only its words differ."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles import read_article, rebuild
from translate.articles.tags import read_attributes, tokenize
from translate.articles.webpage import read_page
from translate.document import Article, Span, Translation
from translate.errors import ArticleError
from translate.segment import segment

FIXTURE = Path(__file__).parent / "articles" / "pagina.html"


def read(tmp_path: Path, content: str | bytes) -> Article:
    path = tmp_path / "a.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_article(path)


def put(article: Article, targets: dict[str, str] | None = None) -> str:
    """Return the file with some sentences replaced by others."""
    found = targets or {}
    parts = segment(article)
    translations = [Translation(segment=part, target=found.get(part.text, part.text)) for part in parts]
    return rebuild(article, translations).decode()


def texts(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks]


def prose(content: str) -> list[str]:
    return [found.block.text for found in read_page(content).prose]


def test_the_article_of_the_fixture():
    article = read_article(FIXTURE)
    assert [(block.kind, block.span.of(article.text)) for block in article.blocks] == [
        ("heading", "NAVO steunt Oekraïne"),
        ("paragraph", "Rusland moet per direct stoppen met de troepenopbouw. Dat zei Stoltenberg."),
        (
            "paragraph",
            "De oproep kwam van minister Koeleba van Buitenlandse\xa0Zaken. Volgens NAVO-chef Stoltenberg"
            ' "kan dat zo niet"1. Één man <Austin> zweeg.',
        ),
        ("paragraph", "De Krim. Foto: ANP"),
        ("heading", "Turkije"),
        ("paragraph", "Eerste regel."),
        ("paragraph", "Tweede regel loopt door."),
        ("list-item", "Een punt over de Krim."),
        ("list-item", "Nog een punt."),
        ("quote", '"Wij willen Oekraïne zien slagen."'),
        ("cell", "Land"),
        ("cell", "Doden"),
        ("cell", "Oekraïne"),
        ("cell", "13.000"),
        ("paragraph", "Ook dit blijft."),
    ]
    assert [(fact.key, fact.value) for fact in article.metadata] == [
        ("title", "NAVO steunt Oekraïne | Voorbeeldkrant"),
        ("date", "2021-04-13T16:20:00+02:00"),
    ]


def test_the_fixture_is_rebuilt_to_the_byte():
    assert put(read_article(FIXTURE)) == FIXTURE.read_text(encoding="utf-8")


def test_the_fixture_keeps_its_structure_when_it_is_translated():
    article = read_article(FIXTURE)
    before = FIXTURE.read_text(encoding="utf-8")
    translations = [Translation(segment=part, target=part.text.upper()) for part in segment(article)]
    after = rebuild(article, translations).decode()
    head, tail = before.index("<h1>"), len(before) - before.index("</article>")
    told = before[:head].replace('<html lang="nl">', '<html lang="en">')
    assert after[:head] == told.replace("NAVO steunt Oekraïne |", "NAVO STEUNT OEKRAÏNE |")
    assert after[-tail:] == before[-tail:]
    for kept in (
        '<p class="intro"><strong>RUSLAND MOET PER DIRECT STOPPEN MET DE TROEPENOPBOUW.</strong> <strong>DAT ZEI',
        "<a href=\"/koeleba?x=1&amp;y=2\" data-id='7'>MINISTER KOELEBA</a> VAN",
        "<sup>1</sup>. ÉÉN MAN &lt;AUSTIN&gt; ZWEEG.</p>",
        "<p>EERSTE REGEL.<br>TWEEDE REGEL<br/>",
        '<p>OOK <img src="a.png"> DIT <svg><text>niet</text></svg> BLIJFT.',
        '<div class="share social"><a href="#">Deel op Facebook</a></div>',
        "<p hidden>Verborgen.</p>",
        "<pre>code blijft. Staan.</pre>",
        "<!-- intro einde -->",
    ):
        assert kept in after


def test_links_place_what_the_words_alone_do_not(tmp_path: Path):
    article = read(tmp_path, "<p>Voor <b>Koeleba</b> is dat <i>niet</i> zo.</p>")
    (part,) = segment(article)
    target = "That is not so for Kuleba."
    links = {
        part.id: [
            (_span(part.text, "Koeleba"), _span(target, "Kuleba")),
            (_span(part.text, "niet"), _span(target, "not")),
        ]
    }
    translations = [Translation(segment=part, target=target)]
    assert rebuild(article, translations, links) == b"<p>That is <i>not</i> so for <b>Kuleba</b>.</p>"
    assert rebuild(article, translations) == b"<p>That is not so for Kuleba.</p>"


def _span(text: str, words: str) -> Span:
    return Span(start=text.index(words), stop=text.index(words) + len(words))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>Een<p>Twee<li>Drie", ["Een", "Twee", "Drie"]),
        ("<b>Een</b> <i>twee</i>", ["Een twee"]),
        ("Een <span> </span>twee", ["Een twee"]),
        ("Een\n\t twee", ["Een twee"]),
        ("<p>Een<br><br>twee</p>", ["Een", "twee"]),
        ("<p>Een<br>twee</p>", ["Een twee"]),
        ("<p>Een.<br>twee</p>", ["Een.", "twee"]),
        ("<p>Een<br>Twee</p>", ["Een", "Twee"]),
        ("<p>Een</div> twee</p>", ["Een", "twee"]),
        ("<script>x</script>Een", ["Een"]),
        ("<script>een</scrip> twee", []),
        ("Een <svg><p>x</svg> twee", ["Een twee"]),
        ("<p>Een <button>x</p><p>Twee", ["Een", "Twee"]),
        ("<div style='display: none'>x</div>Een", ["Een"]),
        ("<div aria-hidden=true>x</div>Een", ["Een"]),
        ("Oe\xadkra&shy;ïne\u200b", ["Oekraïne"]),
        ("5 < 6 &amp; 7 > 3", ["5 < 6 & 7 > 3"]),
        ("&#1;Een&#10;twee", ["Een twee"]),
        ("</b>Een<b>", ["Een"]),
        ("<!-- <p>x --> Een", ["Een"]),
        ("<?php x ?><!DOCTYPE x>Een</>", ["Een"]),
        ("<dl><dt>Een<dd>Twee</dl>", ["Een", "Twee"]),
        ("<p><a href=x><img></a></p>", []),
    ],
)
def test_prose(content: str, expected: list[str]):
    assert prose(content) == expected


def page(body: str) -> str:
    return f"<html><head><title>x</title></head><body>{body}</body></html>"


ARTICLE = "<p>De oorlog in Oekraïne duurt voort. Niemand weet hoe lang nog.</p>" * 4


@pytest.mark.parametrize(
    "around",
    [
        "<nav><p>Menu</p></nav>{}",
        "<div class='cookie-wall'><p>Cookies?</p></div>{}",
        "<div id=sideBarMenu><p>Menu</p></div>{}",
        "<header><p>De Krant</p></header>{}",
        "<div role=navigation>Menu</div>{}",
        "{}<footer>Over ons</footer>",
        "<main>{}</main><div>Over ons</div>",
        "<div>Over ons</div><article>{}</article><article><p>Teaser.</p></article>",
        "<div><div>{}</div></div><div>Over ons.</div>",
        "<div itemprop=articleBody>{}</div><p>Anders.</p>",
        "<ul><li><a href=x>Voorpagina</a></li></ul>{}",
    ],
)
def test_what_is_around_an_article_is_left_out(tmp_path: Path, around: str):
    article = read(tmp_path, page(around.format(ARTICLE)))
    assert set(texts(article)) == {"De oorlog in Oekraïne duurt voort. Niemand weet hoe lang nog."}


def test_an_article_in_an_element_with_a_misleading_name_is_found(tmp_path: Path):
    assert len(texts(read(tmp_path, page(f"<div class='page has-sidebar'>{ARTICLE}</div>")))) == 4


@pytest.mark.parametrize(
    "name",
    ["overflow-hidden", "elementor-widget", "has-sidebar", "kop--social", "no-comments", "shares", "addition"],
)
def test_a_class_that_only_sounds_like_something_else_leaves_nothing_out(tmp_path: Path, name: str):
    article = read(tmp_path, page(f"{ARTICLE}<p class='{name}'>Slot van het stuk.</p>"))
    assert texts(article)[-1] == "Slot van het stuk."


@pytest.mark.parametrize(
    "name", ["sr-only", "articleShareButtons", "block_related", "lees-ook teaser", "Comments"]
)
def test_a_class_that_says_what_it_is_leaves_it_out(tmp_path: Path, name: str):
    article = read(tmp_path, page(f"{ARTICLE}<p class='{name}'>Iets anders.</p>"))
    assert "Iets anders." not in texts(article)


def test_an_element_with_the_headline_in_it_is_kept_whatever_its_name(tmp_path: Path):
    article = read(tmp_path, page(f"<div class='social'><h1>Oorlog</h1><p>Intro.</p></div>{ARTICLE}"))
    assert texts(article)[:2] == ["Oorlog", "Intro."]


def test_the_headline_above_an_article_belongs_to_it(tmp_path: Path):
    article = read(tmp_path, page(f"<h1>Oorlog</h1><div itemprop=articleBody>{ARTICLE}</div>"))
    assert texts(article)[0] == "Oorlog"


def test_the_article_around_a_body_is_taken(tmp_path: Path):
    article = read(
        tmp_path,
        page(f"<article><h1>Oorlog</h1><p>Intro.</p><div itemprop=articleBody>{ARTICLE}</div></article>"),
    )
    assert texts(article)[:2] == ["Oorlog", "Intro."]


@pytest.mark.parametrize(
    ("declared", "encoding", "warning"),
    [
        ("utf-8", "utf-8", ()),
        ("windows-1252", "windows-1252", ()),
        ("iso-8859-1", "windows-1252", None),
        ("iso-8859-1", "utf-8", ("declares iso-8859-1; read as utf-8",)),
        ("utf-8", "windows-1252", ("declares utf-8; read as windows-1252",)),
        ("onzin", "windows-1252", ("declares onzin; read as windows-1252",)),
        ("", "windows-1252", ("declares no encoding; read as windows-1252",)),
        ("", "utf-8", ()),
    ],
)
def test_a_wrong_charset_is_seen_through(
    tmp_path: Path, declared: str, encoding: str, warning: tuple[str, ...] | None
):
    meta = f"<meta charset='{declared}'>" if declared else ""
    content = f"{meta}<p>Oekraïne is één land.</p>".encode(encoding)
    article = read(tmp_path, content)
    assert texts(article) == ["Oekraïne is één land."]
    if warning is not None:
        assert article.warnings == warning
    rebuilt = rebuild(article, [Translation(segment=segment(article)[0], target="Łódź – één.")])
    assert ("Łódź" if encoding == "utf-8" else "&#321;ód&#378;").encode(encoding) in rebuilt
    assert "één.</p>".encode(encoding) in rebuilt


def test_the_time_of_an_article_is_its_date(tmp_path: Path):
    article = read(tmp_path, f"<article><p><time datetime='2021-04-13'>13 april</time></p>{ARTICLE}</article>")
    assert [(fact.key, fact.value) for fact in article.metadata] == [("date", "2021-04-13")]


def test_a_page_in_utf_16(tmp_path: Path):
    content = "<p>Oekraïne.</p>".encode("utf-16")
    article = read(tmp_path, content)
    assert texts(article) == ["Oekraïne."]
    assert rebuild(article, [Translation(segment=segment(article)[0], target="Ukraine.")]) == (
        content[:2] + "<p>Ukraine.</p>".encode("utf-16")[2:]
    )


def test_a_page_that_is_no_text_or_has_none_is_an_error(tmp_path: Path):
    with pytest.raises(ArticleError, match="byte 2 is NUL"):
        read(tmp_path, b"<p\0>")
    with pytest.raises(ArticleError, match="is not UTF-8 text"):
        read(tmp_path, b"<p>\x81\x8d")
    with pytest.raises(ArticleError, match="the page has no article in it"):
        read(tmp_path, "<html><body><script>x</script></body></html>")


def test_attributes():
    assert read_attributes(" a=1 B='2 3' c=\"&amp;\" d a=x /") == {"a": "1", "b": "2 3", "c": "&", "d": ""}


def test_a_quoted_mark_does_not_end_a_tag():
    tokens = list(tokenize("<a title='x > y' b=\"<p>\">tekst"))
    assert [(token.kind, token.name) for token in tokens] == [("start", "a"), ("text", "")]


HTML = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<a href='x'>",
                "</a>",
                "<br>",
                "<img>",
                "<div>",
                "</div>",
                "<li>",
                "<!--",
            ),
            *(
                "-->",
                "<script>",
                "</script>",
                "<svg>",
                "</svg>",
                "<td>",
                "een ",
                "Twee. ",
                " ",
                "&amp;",
                "&nbsp;",
                "<",
            ),
            *(">", "'", '"', "\r\n", "<code>", "</code>", "<article>", "</article>", "<nav>", "</nav>", "é"),
        ]
    ),
    max_size=25,
).map("".join)


@given(HTML)
def test_any_page_is_rebuilt_to_the_byte(tmp_path_factory, content: str):
    path = tmp_path_factory.mktemp("a") / "a.html"
    path.write_bytes(content.encode())
    try:
        article = read_article(path)
    except ArticleError:
        return
    assert put(article) == content


@given(HTML)
def test_tokens_are_all_of_a_page(content: str):
    position = 0
    for token in tokenize(content):
        assert token.start == position
        position = token.stop
    assert position == len(content)


@given(HTML)
def test_a_page_written_anew_says_the_same(tmp_path_factory, content: str):
    path = tmp_path_factory.mktemp("a") / "a.html"
    path.write_bytes(content.encode())
    try:
        article = read_article(path)
    except ArticleError:
        return
    translations = [Translation(segment=part, target=part.text.replace("e", "E")) for part in segment(article)]
    path.write_bytes(rebuild(article, translations))
    again = " ".join(part.text.lower() for part in segment(read_article(path)))
    assert again == " ".join(part.text.lower() for part in segment(article))


@pytest.mark.parametrize(
    "pattern", ["<a '", '<a b="', "<", "<!--", "<p>x", "<b>x", "</b>", "<svg>", "<div>", "x<br>", "<a b=c "]
)
def test_time_is_linear_in_the_length_of_the_page(pattern: str):
    content = "<p>begin</p>" + pattern * (20_000 // len(pattern))
    start = time.process_time()
    read_page(content)
    assert time.process_time() - start < 3


PAGE = (
    '<!doctype html><html class="a" lang="{}"><head><title>{}</title>'
    '<meta property="og:title" content="{}"></head><body><h1>Kabinet &amp; Kamer vallen</h1>'
    "<p>Dat meldt het persbureau.</p></body></html>"
)
TARGETS = {"Kabinet & Kamer vallen": 'Cabinet "falls" & rises'}


@pytest.mark.parametrize("language", ["nl", "nl-NL", "nl-be"])
def test_a_translated_page_says_that_it_is_english(tmp_path, language):
    article = read(tmp_path, PAGE.format(language, "Krant", "Krant"))
    assert put(article, TARGETS).startswith('<!doctype html><html class="a" lang="en"><head><title>Krant</title>')


def test_a_headline_in_the_title_is_translated_there_too(tmp_path):
    title = "Kabinet &amp; Kamer vallen"
    article = read(tmp_path, PAGE.format("nl", f"{title} | Krant", title))
    rebuilt = put(article, TARGETS)
    assert "<title>Cabinet &quot;falls&quot; &amp; rises | Krant</title>" in rebuilt
    assert 'content="Cabinet &quot;falls&quot; &amp; rises"' in rebuilt


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Poetin: 'NAVO's plan is oorlog' - Krant", "Putin: &#x27;war&#x27; - Krant"),
        ("Poetin: &#39;NAVO&#39;s plan is oorlog&#39;", "Putin: &#x27;war&#x27;"),
        ("Oekraïners vluchten massaal", "Oekraïners vluchten massaal"),
        ("Oekraïne vraagt om hulp | Krant", "Ukraine asks for help | Krant"),
    ],
)
def test_titles_of_all_kinds(tmp_path, title, expected):
    page = (
        '<html><head><title>{0}</title><meta content="{0}" property="og:title"></head><body>'
        "<h1>Poetin: 'NAVO's plan is oorlog'</h1><p>Oekraïne</p><p>Oekraïne vraagt om hulp</p>"
        "<p>Dat meldt het persbureau.</p></body></html>"
    )
    targets = {
        "Poetin: 'NAVO's plan is oorlog'": "Putin: 'war'",
        "Oekraïne": "Ukraine",
        "Oekraïne vraagt om hulp": "Ukraine asks for help",
    }
    rebuilt = put(read(tmp_path, page.format(title)), targets)
    assert f"<title>{expected}</title>" in rebuilt
    assert f'content="{expected}"' in rebuilt


def test_a_page_of_which_nothing_was_translated_stays_as_it_was(tmp_path):
    page = PAGE.format("nl", "Krant", "Krant")
    assert put(read(tmp_path, page)) == page


def test_another_language_and_other_titles_stay(tmp_path):
    article = read(tmp_path, PAGE.format("fr", "Over ons", "Over ons"))
    rebuilt = put(article, TARGETS)
    assert 'lang="fr"' in rebuilt
    assert "<title>Over ons</title>" in rebuilt


def test_a_lang_in_the_text_is_no_language_of_the_page(tmp_path):
    page = '<html data-lang="nl" lang=nl><body><p>Het is te lang=nl hier.</p><p lang="nl">Nee.</p></body></html>'
    article = read(tmp_path, page)
    rebuilt = put(article, {"Het is te lang=nl hier.": "It is too lang=nl here."})
    assert rebuilt == page.replace(" lang=nl>", " lang=en>", 1).replace(
        "Het is te lang=nl hier", "It is too lang=nl here"
    )
