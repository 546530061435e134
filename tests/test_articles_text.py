"""Plain text: blocks, headings, wrapped lines, and the facts at the start."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles import read_article, rebuild
from translate.articles.layout import find_blocks
from translate.articles.metadata import find_metadata
from translate.document import Article, Translation
from translate.errors import ArticleError
from translate.segment import segment

SEEDS = Path(__file__).parent.parent / "seeds"
WRAPPED = """Turkije

Door de oplopende spanningen zoekt Oekraïne volop steun
bij het Westen. De opbouw vindt niet alleen plaats langs
de grens van Oekraïne, zei Kuleba.
Vorige weekend reisde Kuleba ook naar Turkije, een land
dat lid is van de NAVO.
  Moskou ziet daarin een provocatie die het niet over
zijn kant laat gaan.

- Eerste punt van de lijst, dat wel erg lang is en dus
  doorloopt
- Tweede punt
"""


def blocks_of(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in find_blocks(text)]


def read(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Article:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_article(path)


def translate(article: Article, **targets: str) -> list[Translation]:
    """Return a translation of every segment: by its number, or the source."""
    found = segment(article)
    return [
        Translation(segment=part, target=targets.get(f"s{number}", part.text))
        for number, part in enumerate(found, 1)
    ]


def test_blank_lines_part_blocks_and_short_lines_without_a_stop_are_headings():
    assert blocks_of("Weer twee doden\n\nDe oorlog duurt voort. Al jaren.\n \nNavalny\n\nEinde") == [
        ("heading", "Weer twee doden"),
        ("paragraph", "De oorlog duurt voort. Al jaren."),
        ("heading", "Navalny"),
        ("paragraph", "Einde"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "in kleine letters",
        "Een zin met een punt.",
        "Een zin in 'aanhaling.'",
        "Het aantal burgers is daardoor vergroot,",
        "13.000",
        "x" * 101,
    ],
)
def test_what_is_no_heading(line: str):
    assert blocks_of(f"{line}\n\nEen alinea.")[0] == ("paragraph", line)


def test_lines_of_a_text_whose_paragraphs_are_lines_are_blocks():
    long = (
        "Rusland moet per direct stoppen met de troepenopbouw aan de grens met Oekraïne, zegt Stoltenberg. " * 3
    )
    text = f"Turkije\n{long}\n{long}\nNavalny\n{long}"
    assert [found for _, found in blocks_of(text)] == [part.strip() for part in text.split("\n")]


def test_lines_broken_to_fit_a_width_are_joined():
    assert [" ".join(found.split()) for _, found in blocks_of(WRAPPED)] == [
        "Turkije",
        "Door de oplopende spanningen zoekt Oekraïne volop steun bij het Westen. De opbouw vindt niet alleen"
        " plaats langs de grens van Oekraïne, zei Kuleba.",
        "Vorige weekend reisde Kuleba ook naar Turkije, een land dat lid is van de NAVO.",
        "Moskou ziet daarin een provocatie die het niet over zijn kant laat gaan.",
        "- Eerste punt van de lijst, dat wel erg lang is en dus doorloopt",
        "- Tweede punt",
    ]
    assert [kind for kind, _ in blocks_of(WRAPPED)][-2:] == ["list-item", "list-item"]


def test_a_heading_right_above_a_wrapped_paragraph_stays_a_heading():
    text = WRAPPED.replace("Turkije\n\n", "Turkije\n")
    assert blocks_of(text)[0] == ("heading", "Turkije")


def test_a_list_of_short_lines_is_not_joined():
    text = "www.nos.nl\nwww.volkskrant.nl/buitenland/oekraine\nwww.trouw.nl\nde rest"
    assert [found for _, found in blocks_of(text)] == text.split("\n")


def test_a_line_too_long_to_be_wrapped_is_never_joined():
    text = WRAPPED + "\n" + "lang " * 40 + "\nvervolg in kleine letters"
    assert blocks_of(text)[-1] == ("paragraph", "vervolg in kleine letters")


@pytest.mark.parametrize("marker", ["- ", "* ", "• ", "– ", "1. ", "12) ", "a. "])
def test_list_items(marker: str):
    assert blocks_of(f"{marker}Jan\n{marker}Piet") == [
        ("list-item", f"{marker}Jan"),
        ("list-item", f"{marker}Piet"),
    ]


@given(st.text(st.sampled_from("ab A.\n \t-1*\r'"), max_size=200))
def test_only_white_space_lies_between_blocks(text: str):
    position = 0
    for block in find_blocks(text):
        assert not text[position : block.span.start].strip()
        assert block.span.of(text) == block.span.of(text).strip() != ""
        position = block.span.stop
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (" date 2021-04 Nu de situatie dreigt.", [("date", "2021-04")]),
        ("date 2021-04-13 'Nu' niet.", [("date", "2021-04-13")]),
        ("Datum 2021-04-13\nNu de situatie.", [("date", "2021-04-13")]),
        ("date 2021-04-13T16:20:00+02:00 Nu.", [("date", "2021-04-13T16:20:00+02:00")]),
        ("date: 2021-04-03\n\nTekst.", [("date", "2021-04-03")]),
        ("datum: 3 april 2021\nTekst.", [("date", "3 april 2021")]),
        ("Bijgewerkt: 3-4-2021 Tekst.", [("updated", "3-4-2021")]),
        ("date: 2021\ntekst.", [("date", "2021")]),
        (
            "title: NAVO helpt Oekraïne\nauthor: Jan Bos\nsource: NOS\nurl: https://nos.nl/a\nid: x7\n\nTekst.",
            [
                ("title", "NAVO helpt Oekraïne"),
                ("author", "Jan Bos"),
                ("source", "NOS"),
                ("url", "https://nos.nl/a"),
                ("id", "x7"),
            ],
        ),
        ("Date 2021 was een zwaar jaar.", []),
        ("Date 2021-04 was een zware maand.", []),
        ("Datum van de verkiezingen bekend", []),
        ("Datum: de verkiezingen zijn op 3 mei.", []),
        ("Bron: de politie zegt dat er drie doden zijn.", []),
        ("Auteur: " + "x" * 90 + "\nTekst.", []),
        ("url: geen adres\nTekst.", []),
        ("id: niet een woord\nTekst.", []),
        ("Rusland: 2021-04-03\nTekst.", []),
        ("Let op: dit is tekst.", []),
        ("Tekst.\ndate: 2021-04-03\n", []),
        ("title: alleen dit", []),
        ("update 2021-04 Nu niet.", []),
    ],
)
def test_facts_at_the_start(text: str, facts: list[tuple[str, str]]):
    found = find_metadata(text)
    assert [(fact.key, fact.value) for fact in found] == facts
    for fact in found:
        assert fact.span is not None
        assert fact.span.of(text).endswith(fact.value)


def test_a_fact_is_part_of_no_segment(tmp_path: Path):
    article = read(tmp_path, " date 2021-04 Nu de situatie dreigt. Ja.\n\nTurkije\n\nDoor.")
    assert [part.text for part in segment(article)] == ["Nu de situatie dreigt.", "Ja.", "Turkije", "Door."]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_segments_and_metadata_are_all_of_an_article(path: Path):
    article = read_article(path)
    facts = [fact.span.of(article.text) for fact in article.metadata if fact.span]
    joined = "".join([*facts, *(part.text for part in segment(article))])
    assert "".join(joined.split()) == "".join(path.read_text(encoding="utf-8").split())


def test_the_second_article_has_its_headings_and_its_date():
    article = read_article(SEEDS / "002_f4077dce51d9a717.txt")
    headings = [block.span.of(article.text) for block in article.blocks if block.kind == "heading"]
    assert [(fact.key, fact.value) for fact in article.metadata] == [("date", "2021-04")]
    assert headings == ["Turkije", "Navalny"]
    assert segment(article)[0].text.startswith("Nu de situatie in Oost-Oekraïne")


@given(
    st.text(st.sampled_from("ab A.\n \r\t\x0c\x85\u2028é€'"), min_size=1, max_size=80),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
)
def test_rebuilt_without_a_change_it_is_the_file_to_the_byte(tmp_path_factory, text: str, encoding: str):
    path = tmp_path_factory.mktemp("a") / "a.txt"
    path.write_bytes(text.encode(encoding, "ignore"))
    try:
        article = read_article(path)
    except ArticleError:
        return
    assert rebuild(article, translate(article)) == path.read_bytes()


def test_rebuilt_it_has_the_targets_and_all_else_as_it_was(tmp_path: Path):
    article = read(
        tmp_path, b"\xef\xbb\xbfdate: 2021-04-03\r\n\r\nEen  zin. \r\n Twee\x07 zinnen.\r\n\r\n\tKop\r\n"
    )
    rebuilt = rebuild(article, translate(article, s1="One sentence.", s3="Head"))
    assert rebuilt == b"\xef\xbb\xbfdate: 2021-04-03\r\n\r\nOne sentence. \r\n Twee\x07 zinnen.\r\n\r\n\tHead\r\n"


def test_an_empty_target_leaves_the_source(tmp_path: Path):
    article = read(tmp_path, "Een. Twee.")
    assert rebuild(article, translate(article, s1="")) == b"Een. Twee."


def test_a_file_that_changed_is_not_rebuilt(tmp_path: Path):
    article = read(tmp_path, "Een. Twee.")
    article.path.write_text("Een. Drie.", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"a\.txt: the file has changed"):
        rebuild(article, translate(article))


def test_ten_megabytes_and_a_line_of_a_hundred_thousand_characters(tmp_path: Path):
    sentence = "Dhr. Jansen zei dat de situatie zorgelijk is, " + "en nog veel meer, " * 25 + "aldus de NAVO. "
    paragraph = sentence * 200
    article = read(tmp_path, "\n\n".join([paragraph] * 100))
    start = time.process_time()
    assert len(segment(article)) == 20_000
    assert time.process_time() - start < 30
