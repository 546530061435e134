"""Markdown: what is prose, what is markup, and a copy in which only the words differ."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from translate.articles import read_article, rebuild
from translate.articles.inline import read_inline
from translate.articles.markdown import Places, parse_markdown, write_markdown
from translate.document import Article, Translation
from translate.errors import ArticleError
from translate.segment import segment

FIXTURE = Path(__file__).parent / "articles" / "nieuws.md"


def read(tmp_path: Path, content: str | bytes) -> Article:
    path = tmp_path / "a.md"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_article(path)


def put(article: Article, targets: dict[str, str] | None = None) -> str:
    """Return the file with some sentences replaced by others."""
    found = targets or {}
    translations = [
        Translation(segment=part, target=found.get(part.text, part.text)) for part in segment(article)
    ]
    return rebuild(article, translations).decode()


def blocks_of(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in parse_markdown(text)[0]]


def markup_of(text: str) -> list[tuple[str, str, str]]:
    """Return kind, words and payload of each markup, with `|` where the words stand."""
    (block,) = parse_markdown(text)[0]
    return [(part.kind, part.span.of(block.text), part.payload.replace("\x1f", "|")) for part in block.markup]


def test_the_fixture_is_rebuilt_to_the_byte():
    assert put(read_article(FIXTURE)) == FIXTURE.read_text(encoding="utf-8")


def test_the_fixture_keeps_its_structure_when_it_is_translated():
    article = read_article(FIXTURE)
    before = FIXTURE.read_text(encoding="utf-8")
    translations = [Translation(segment=part, target=part.text.upper()) for part in segment(article)]
    after = rebuild(article, translations).decode()
    kinds = [(kind, level) for kind, level, _ in blocks_of(before)]
    assert [(kind, level) for kind, level, _ in blocks_of(after)] == kinds
    for kept in (
        '](https://nos.nl/artikel/2376?a=1&b=2 "Het artikel (lang)")',
        "`Koeleba`.  \n",
        " ![een kaart](img/kaart.png) EN <https://navo.int>.",
        "TURKIJE\n-------\n",
        "> DE NAVO-CHEF",
        "2. TWEEDE PUNT",
        "   - DIEPER",
        "* [x] KLAAR \\* MET STERRETJE & AMPERSAND & MEER",
        "| **KOELEBA** | MINISTER \\| DIPLOMAAT |",
        "| STOLTENBERG | [CHEF][navo] |",
        '```python\nprint("Dit is code. Niet vertalen.")\n```',
        "    ook code\n",
        '<div class="x">Ruwe HTML. Blijft staan.</div>',
        "VOETNOOT[^1] EN EEN [VERWIJZING][navo], EN [![plaatje](a.png)](b.html).",
        "[^1]: DE NOOT ZELF.",
        '[navo]: https://navo.int "NAVO"',
        '---\ntitle: "NAVO steunt Oekraïne"\n',
    ):
        assert kept in after


def test_the_front_matter_is_metadata():
    assert [(fact.key, fact.value) for fact in read_article(FIXTURE).metadata] == [
        ("title", "NAVO steunt Oekraïne"),
        ("date", "2021-04-13"),
    ]


def test_blocks():
    text = "# Een\n\nTwee\ndrie\n\n> Vier\n\n- Vijf\n  1. Zes\n\n|A|B|\n|-|-|\n|c|d|\n\n```\nx\n```\n"
    assert blocks_of(text) == [
        ("heading", 1, "Een"),
        ("paragraph", 0, "Twee\ndrie"),
        ("quote", 1, "Vier"),
        ("list-item", 1, "Vijf"),
        ("list-item", 2, "Zes"),
        *(("cell", 0, letter) for letter in "ABcd"),
    ]


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("een **twee** drie", [("bold", "twee", "**|**")]),
        ("een __twee__ drie", [("bold", "twee", "__|__")]),
        ("een *twee* drie", [("italic", "twee", "*|*")]),
        ("***een***", [("bold", "een", "**|**"), ("italic", "een", "*|*")]),
        ("een ~~twee~~", [("other", "twee", "~~|~~")]),
        ("een [twee](a)", [("link", "twee", "[|](a)")]),
        ("een [twee](<a b> 'titel') drie", [("link", "twee", "[|](<a b> 'titel')")]),
        ("een [**twee** drie](a(b)c)", [("link", "twee drie", "[|](a(b)c)"), ("bold", "twee", "**|**")]),
        ("een [a[b]](c)", [("link", "a[b]", "[|](c)")]),
        ("een ``co`de`` twee", [("code", "co`de", "``co`de``|")]),
        ("een <http://x.nl/%C3%A9> twee", [("code", "http://x.nl/%C3%A9", "<http://x.nl/%C3%A9>|")]),
        ("een ![alt \\] tekst](a.png 'x') twee", [("image", "", "![alt \\] tekst](a.png 'x') |")]),
        ("een <br/> twee", [("other", "", "<br/> |")]),
        ("een\\\ntwee", [("other", "", "\\\n|")]),
        ("een &amp; \\* twee", []),
        ("2 * 3 en snake_case en 5 < 6", []),
        ("[geen link]", []),
    ],
)
def test_markup(text: str, markup: list[tuple[str, str, str]]):
    assert markup_of(text) == markup


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("een twee", "een **twee**"),
        ("een twee", "een"),
        ("een `twee", "een `twee`"),
        ("een ![twee", "een ![twee](x)"),
        ("een twee", "een\ntwee"),
        ("een *twee", "een *twee*"),
        ("een [twee", "een [twee](x)"),
    ],
)
def test_a_block_whose_tokens_are_lost_is_plain_text(source: str, other: str):
    tokens = MarkdownIt("commonmark").disable("text_join").parseInline(other)[0].children or []
    assert read_inline(source, tokens) == (source, ())


def test_tokens_that_are_not_known_or_not_paired_make_a_block_plain_text():
    token = MarkdownIt("commonmark").parseInline("een *twee*")[0].children or []
    assert read_inline("een", [replace_type(token[0], "footnote_ref")]) == ("een", ())
    assert read_inline("*", [token[3]]) == ("*", ())


def replace_type(token: Token, name: str) -> Token:
    token.type = name
    return token


def test_a_block_that_is_not_found_in_its_lines_is_left_out():
    places = Places("een\ntwee\n| drie |")
    assert places.find("vier", 0, heading=False) is None
    assert places.find("een\nvijf", 0, heading=False) is None
    assert places.find_cell("vier", 2) is None


def test_a_cell_without_words_is_no_block():
    assert blocks_of("|A|B|\n|-|-|\n|![x](y)| |\n") == [("cell", 0, "A"), ("cell", 0, "B")]


@pytest.mark.parametrize(
    ("content", "source", "target", "expected"),
    [
        ("Een **NAVO** man.", "Een NAVO man.", "A NATO man.", "A NATO man."),
        ("Een **NAVO** man.", "Een NAVO man.", "A man of NAVO.", "A man of **NAVO**."),
        ("**Een man.** Nee.", "Een man.", "A man.", "**A man.** Nee."),
        ("**Een man. Nee.**", "Een man.", "A man.", "**A man.** **Nee.**"),
        ("Zie [NAVO](x).", "Zie NAVO.", "See NATO.", "See [NATO](x)."),
        ("Zie `x_y`.", "Zie x_y.", "See x_y.", "See `x_y`."),
        ("Zie `x_y` nu.", "Zie x_y nu.", "See it now.", "See it `x_y` now."),
        ("Zie `x_y` nu.", "Zie x_y nu.", "See x_z now.", "See `x_y` now."),
        ("Zie `een. Yy` nu.", "Zie een. Yy nu.", "See now.", "See now `een. Yy`."),
        ("Een.\n", "Een.", "1. One.", "1\\. One.\n"),
        ("Een.\n", "Een.", "# One * [two] _x_ a_b <b> &amp; `c`", None),
        ("> Een.\n> Twee.\n", "Een.", "One.", "> One.\n> Twee.\n"),
        ("- Een.\n  Twee.\n", "Twee.", "Two.", "- Een.\n  Two.\n"),
        ("|A|\n|-|\n|b|\n", "b", "x|y", "|A|\n|-|\n|x\\|y|\n"),
        ("Een  \ntwee.", "Een twee.", "One two.", "One  \n two."),
        ("> Een.  \n> Twee.\n", "Een.", "One.", "> One.  \n>  Twee.\n"),
        ("Een. <!-- x --> Twee.", "Een.", "One.", "One. <!-- x --> Twee."),
    ],
)
def test_a_target_in_its_place(tmp_path: Path, content: str, source: str, target: str, expected: str | None):
    after = put(read(tmp_path, content), {source: target})
    if expected is not None:
        assert after == expected
    else:
        assert blocks_of(after) == [("paragraph", 0, target)]


def test_a_windows_file_keeps_its_line_ends(tmp_path: Path):
    content = b"\xef\xbb\xbf# Kop\r\n\r\nEen *twee*.\r\nDrie.\r\n"
    article = read(tmp_path, content)
    assert put(article).encode() == content
    assert put(article, {"Kop": "Head"}).encode() == content.replace(b"Kop", b"Head")


def test_a_file_without_prose_is_an_error(tmp_path: Path):
    with pytest.raises(ArticleError, match="has no text in it"):
        read(tmp_path, "```\ncode\n```\n")


def test_what_begins_a_line_is_escaped_only_there():
    assert write_markdown("- een", "", is_whole=True) == "\\- een"
    assert write_markdown("een - twee", "", is_whole=True) == "een - twee"
    assert write_markdown("2021 was", "", is_whole=True) == "2021 was"


SNIPPETS = (
    "een |Twee. |**|*|_|`|[|](x)|![|\n|\n\n|- |> |# |1. |\\|<b>|&amp;|~~|<http://x.nl>|  \n|\t|é|:|(|)|[^1]|"
    "---\n|```\n"
)
MARKDOWN = st.lists(st.sampled_from([*SNIPPETS.split("|"), "|", "|-|\n"]), max_size=25).map("".join)
WITHOUT_CODE = MARKDOWN.filter(lambda content: "`" not in content and "<http" not in content)


@given(MARKDOWN)
def test_any_markdown_is_rebuilt_to_the_byte(tmp_path_factory, content: str):
    path = tmp_path_factory.mktemp("a") / "a.md"
    path.write_bytes(content.encode())
    try:
        article = read_article(path)
    except ArticleError:
        return
    assert put(article) == content


@given(WITHOUT_CODE)
def test_writing_a_block_again_does_not_change_what_it_says(tmp_path_factory, content: str):
    """Every block is written anew in capitals; that must be all that changes."""
    path = tmp_path_factory.mktemp("a") / "a.md"
    path.write_bytes(content.encode())
    try:
        article = read_article(path)
    except ArticleError:
        return
    translations = [
        Translation(segment=part, target=part.text.replace("een", "EEN").replace("Twee", "TWEE"))
        for part in segment(article)
    ]
    after = rebuild(article, translations).decode()
    assert [_folded(block) for block in blocks_of(after)] == [_folded(block) for block in blocks_of(content)]


def _folded(block: tuple[str, int, str]) -> tuple[str, int, str]:
    kind, level, text = block
    return kind, level, " ".join(text.lower().split())
