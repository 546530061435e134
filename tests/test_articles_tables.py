"""Tables: an article a row, a broken row named and the rest read, and a row written back."""

import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from translate.articles import Columns, read_articles, rebuild
from translate.document import Article, Translation
from translate.errors import ArticleError
from translate.segment import segment


def read(path: Path, content: str | bytes, columns: Columns | None = None) -> tuple[list[Article], list[str]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(read_articles([path], columns=columns))
    errors = [str(item).removeprefix(f"{path.parent}/") for item in found if isinstance(item, ArticleError)]
    return [item for item in found if isinstance(item, Article)], errors


def shout(article: Article) -> bytes:
    return rebuild(article, [Translation(segment=part, target=part.text.upper()) for part in segment(article)])


def keep(article: Article) -> bytes:
    return rebuild(article, [Translation(segment=part, target=part.text) for part in segment(article)])


def texts(articles: Iterable[Article]) -> list[list[str]]:
    return [[part.text for part in segment(article)] for article in articles]


def test_json_lines(tmp_path: Path):
    line = '{"id": 7, "title": "Een kop", "date": "2021-04-13", "text": "Een zin.\\r\\nTwee.", "x": [1]}'
    (article,), errors = read(tmp_path / "a.jsonl", line + "\n\n")
    assert errors == []
    assert (article.name, article.format) == ("a-7", "jsonl")
    assert [(fact.key, fact.value) for fact in article.metadata] == [("id", "7"), ("date", "2021-04-13")]
    assert [(part.kind, part.text) for part in segment(article)] == [
        ("heading", "Een kop"),
        ("paragraph", "Een zin."),
        ("paragraph", "Twee."),
    ]
    assert json.loads(keep(article)) == json.loads(line)
    assert json.loads(shout(article)) == {**json.loads(line), "title": "EEN KOP", "text": "EEN ZIN.\nTWEE."}


def test_csv(tmp_path: Path):
    content = 'ID;Titel;Tekst;x\n1;"Een ""kop""";"Een zin.\nTwee; drie.";q\n2;;Vier.;\n'
    columns = Columns(title="titel", text=" TEKST ")
    articles, errors = read(tmp_path / "a.csv", content, columns)
    assert errors == []
    assert [article.name for article in articles] == ["a-1", "a-2"]
    assert texts(articles) == [['Een "kop"', "Een zin.", "Twee; drie."], ["Vier."]]
    assert keep(articles[0]).decode() == content.partition("\n2;")[0] + "\n"
    assert shout(articles[1]).decode() == "ID;Titel;Tekst;x\n2;;VIER.;\n"
    assert shout(articles[0]).decode() == 'ID;Titel;Tekst;x\n1;"EEN ""KOP""";"EEN ZIN.\nTWEE; DRIE.";q\n'


@pytest.mark.parametrize(("suffix", "delimiter"), [("csv", ","), ("csv", ";"), ("csv", "\t"), ("tsv", "\t")])
def test_the_delimiter_is_found(tmp_path: Path, suffix: str, delimiter: str):
    content = delimiter.join(["id", "text"]) + "\n" + delimiter.join(["1", "Een zin."]) + "\n"
    articles, _ = read(tmp_path / f"a.{suffix}", content)
    assert texts(articles) == [["Een zin."]]


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path):
    lines = [
        '{"text": "Een."}',
        '{"text": "Twee."',
        '["lijst"]',
        '{"text": ["lijst"]}',
        '{"text": null, "id": 5}',
        '{"text": "  "}',
        "[" * 100_000,
        '{"text": "\x00 \\u0001\\u0002"}',
        '{"text": "Negen."}',
    ]
    articles, errors = read(tmp_path / "a.jsonl", "\n".join(lines))
    assert texts(articles) == [["Een."], ["Negen."]]
    assert [error.split(":")[1] for error in errors] == ["2", "3", "4", "5", "6", "7", "8"]
    assert errors[0] == "a.jsonl:2: the line is not JSON (Expecting ',' delimiter)"
    assert errors[1] == "a.jsonl:3: the line is not a JSON object"
    assert errors[2] == "a.jsonl:4: 'text' is not a text"
    assert errors[3] == "a.jsonl:5: the row has nothing in 'text'"


def test_a_broken_row_is_named_and_the_rest_is_read(tmp_path: Path):
    content = 'id,text\n1,Een.\n2\n3,"drie"x\n4,\n5,"Vijf\nregels."\n6,Zes.\n7,"open\n8,Acht.\n'
    articles, errors = read(tmp_path / "a.csv", content)
    assert texts(articles) == [["Een."], ["Vijf", "regels."], ["Zes."]]
    assert errors == [
        "a.csv:3: the row has 1 cells, the header has 2",
        "a.csv:4: the row cannot be read: ',' expected after '\"'",
        "a.csv:5: the row has nothing in 'text'",
        "a.csv:9: the row cannot be read (up to line 11): unexpected end of data",
    ]


def test_an_error_of_a_row_with_line_breaks_names_where_it_begins(tmp_path: Path):
    _, errors = read(tmp_path / "a.csv", 'id,text,x\n1,"a\nb"\n')
    assert errors == ["a.csv:2: the row has 2 cells, the header has 3"]


def test_ids_that_are_not_unique_or_not_safe_give_unique_safe_names(tmp_path: Path):
    lines = [
        '{"id": "a/b:c", "text": "x"}',
        '{"id": "A/B:C", "text": "x"}',
        '{"text": "x"}',
        '{"id": "", "text": "x"}',
    ]
    articles, _ = read(tmp_path / "n.jsonl", "\n".join(lines))
    assert [article.name for article in articles] == ["n-a-b-c", "n-A-B-C-2", "n-3", "n-4"]


def test_a_row_cannot_take_the_name_of_a_file(tmp_path: Path):
    (tmp_path / "n.jsonl").write_text('{"id": 1, "text": "x"}', encoding="utf-8")
    (tmp_path / "n-1.txt").write_text("x", encoding="utf-8")
    names = [found.name for found in read_articles([tmp_path]) if isinstance(found, Article)]
    assert names == ["n-1", "n-1-2"]


def test_metadata_in_the_text_of_a_row(tmp_path: Path):
    (article,), _ = read(tmp_path / "a.jsonl", '{"title": "Kop", "text": "date 2021-04 Nu niet."}')
    fact = article.metadata[0]
    assert fact.span is not None
    assert fact.span.of(article.text) == "date 2021-04"
    assert texts([article]) == [["Kop", "Nu niet."]]
    assert json.loads(shout(article))["text"] == "date 2021-04 NU NIET."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(tmp_path: Path, encoding: str):
    content = "id,text\n1,Oekraïne.\n2,Café.\n"
    articles, errors = read(tmp_path / "a.csv", content.encode(encoding))
    assert errors == []
    assert texts(articles) == [["Oekraïne."], ["Café."]]
    assert (len(articles[0].warnings) > 0) == (encoding == "windows-1252")


def test_a_line_that_cannot_be_decoded_is_named(tmp_path: Path):
    content = b'{"text": "Een."}\n{"text": "caf\x81"}\n{"text": "Drie."}\n'
    articles, errors = read(tmp_path / "a.jsonl", content)
    assert texts(articles) == [["Een."], ["Drie."]]
    assert errors[0].startswith("a.jsonl:2: is not UTF-8 text: byte 13")
    articles, errors = read(tmp_path / "a.csv", b"id,text\n1,caf\x81\n2,Twee.\n")
    assert texts(articles) == [["Twee."]]
    assert errors[0].startswith("a.csv:2: is not UTF-8 text")


def test_a_wide_file_that_is_damaged_is_refused(tmp_path: Path):
    content = b"\xff\xfe" + "id,text\n1,x\n".encode("utf-16-le") + b"\x00\xd8\n"
    _, errors = read(tmp_path / "a.csv", content)
    assert "is declared as UTF-16-LE but is not" in errors[0]


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path):
    (article,), _ = read(tmp_path / "a.jsonl", '{"text": "a\\ud800b"}')
    assert texts([article]) == [["a\ufffdb"]]
    assert json.loads(keep(article)) == {"text": "a\ud800b"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "a.csv: the table has no rows"),
        ("a.jsonl", "\n\n", "a.jsonl: the table has no rows"),
        ("a.csv", "id,text\n", "a.csv: the table has no rows"),
        ("a.csv", "id,tekst\n1,x\n", "a.csv:1: has no column 'text'; its columns are id, tekst"),
    ],
)
def test_a_table_without_articles(tmp_path: Path, name: str, content: str, message: str):
    assert read(tmp_path / name, content) == ([], [message])


def test_a_header_with_a_line_break_in_it(tmp_path: Path):
    (article,), _ = read(tmp_path / "a.csv", '"id\nnummer",text\n1,Een.\n')
    assert texts([article]) == [["Een."]]
    assert shout(article).decode() == '"id\nnummer",text\n1,EEN.\n'


def test_a_table_that_cannot_be_opened_is_an_error(tmp_path: Path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.csv")
    found = list(read_articles([tmp_path / "a.csv"]))
    assert isinstance(found[0], ArticleError)


def test_a_row_of_control_characters_is_named(tmp_path: Path):
    _, errors = read(tmp_path / "a.jsonl", '{"text": "a\\u0001\\u0002"}\n')
    assert errors == ["a.jsonl:1: is not a text file: 2 of its 3 characters are control characters"]


def test_a_table_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_text("text\nx\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    found = list(read_articles([tmp_path / "a.csv"]))
    assert [str(item) for item in found] == [f"{tmp_path / 'a.csv'}: cannot be read: Permission denied"]


def test_a_table_of_one_column_may_have_commas(tmp_path: Path):
    (article,), _ = read(tmp_path / "a.csv", "text\nEen, twee; drie.\n")
    assert shout(article) == b"text\nEEN, TWEE; DRIE.\n"


def test_a_long_table_is_streamed(tmp_path: Path):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("text\n")
        file.writelines(
            f"Dit is artikel {number} van de lange tabel, met een zin erin.\n" for number in range(2_000)
        )
    tracemalloc.start()
    n_articles = sum(isinstance(found, Article) for found in read_articles([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n_articles == 2_000
    assert peak < 2_000_000
