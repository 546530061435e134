"""Files and folders: which are read, in what order, under what names; what fails stops no other."""

import os
import unicodedata
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.articles import read_article, read_articles
from translate.articles.naming import LONGEST_NAME_BYTES, make_name, name_files
from translate.articles.reading import load_reader
from translate.document import Article
from translate.errors import ArticleError


def write(path: Path, content: str = "Een zin.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def outcomes(*paths: Path) -> tuple[list[str], list[str]]:
    """Return the names of the articles and the messages of the errors."""
    found = list(read_articles(paths))
    names = [item.name for item in found if isinstance(item, Article)]
    return names, [str(item) for item in found if isinstance(item, ArticleError)]


def test_a_folder_is_walked_through_in_sorted_order(tmp_path: Path):
    for name in (
        "b.txt",
        "a.md",
        "z/c.txt",
        "y/d.html",
        ".verborgen.txt",
        ".git/e.txt",
        "~$f.docx",
        "g.pdf",
        "h",
    ):
        write(tmp_path / name)
    assert outcomes(tmp_path) == (["a", "b", "d", "c"], [])


def test_a_file_given_twice_is_read_once(tmp_path: Path):
    path = write(tmp_path / "a.txt")
    assert outcomes(path, tmp_path, tmp_path / "x" / ".." / "a.txt")[0] == ["a"]


def test_a_failing_file_stops_no_other(tmp_path: Path):
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(b"a\0b")
    write(tmp_path / "c.txt", " ")
    write(tmp_path / "d.txt")
    names, errors = outcomes(tmp_path, tmp_path / "geen.txt", tmp_path / "leeg")
    assert names == ["a", "d"]
    assert [error.removeprefix(str(tmp_path)) for error in errors] == [
        "/b.txt: is not a text file: byte 1 is NUL",
        "/c.txt: the file has no text in it",
        "/geen.txt: there is no such file or folder",
        "/leeg: there is no such file or folder",
    ]


def test_a_folder_without_articles_is_an_error(tmp_path: Path):
    write(tmp_path / "a.pdf")
    names, errors = outcomes(tmp_path)
    assert names == []
    assert errors == [f"{tmp_path}: there are no articles in this folder"]


def test_a_file_of_an_unknown_format_is_an_error_when_it_is_named(tmp_path: Path):
    assert outcomes(write(tmp_path / "a.pdf"))[1] == [f"{tmp_path / 'a.pdf'}: the format .pdf is not known"]
    assert "without a suffix" in outcomes(write(tmp_path / "b"))[1][0]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not hold for this user")
def test_a_folder_that_cannot_be_opened_is_an_error(tmp_path: Path):
    write(tmp_path / "dicht" / "a.txt")
    (tmp_path / "dicht").chmod(0)
    assert "cannot be read: Permission denied" in outcomes(tmp_path)[1][0]
    (tmp_path / "dicht").chmod(0o700)


def test_a_failing_walk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def walk(folder: Path, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return iter(())

    monkeypatch.setattr("translate.articles.reading.os.walk", walk)
    assert outcomes(tmp_path)[1] == [f"{tmp_path}: cannot be read: Permission denied"]


def test_names_do_not_depend_on_the_order_of_paths(tmp_path: Path):
    paths = [
        write(tmp_path / name)
        for name in ("a/nieuws.txt", "b/nieuws.txt", "x/b/nieuws.txt", "b/kort.txt", "b/kort.md", "b/los.txt")
    ]
    expected = name_files(paths)
    names = ["a-nieuws", "b-nieuws", "b-nieuws-2", "b-kort-txt", "b-kort-md", "los"]
    assert [expected[path] for path in paths] == names
    for order in permutations(paths):
        assert name_files(order) == expected


def test_names_that_nothing_else_tells_apart_are_counted(tmp_path: Path):
    paths = [tmp_path / folder / "b" / "n.txt" for folder in ("x", "y", "z")]
    assert [name_files(paths)[path] for path in paths] == ["b-n", "b-n-2", "b-n-3"]


def test_names_that_differ_in_case_only_are_one_name(tmp_path: Path):
    names = name_files([tmp_path / "a" / "Nieuws.txt", tmp_path / "b" / "nieuws.txt"])
    assert sorted(names.values()) == ["a-Nieuws", "b-nieuws"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nieuws", "nieuws"),
        ("een  stuk", "een stuk"),
        ("a:b\\c/d", "a-b-c-d"),
        ("..", "article"),
        ("-rf", "rf"),
        ("CON", "_CON"),
        ("lpt1.oud", "_lpt1.oud"),
        ("a\x00b\u202ec\n", "a b c"),
        ("e\u0301", "\xe9"),
        ("x" * 400, "x" * LONGEST_NAME_BYTES),
    ],
)
def test_name(text: str, name: str):
    assert make_name(text) == name


@given(st.text())
def test_a_name_is_safe_on_every_system(text: str):
    name = make_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip(". ")
    assert all(unicodedata.category(character)[0] != "C" for character in name)
    assert len(name.encode()) <= LONGEST_NAME_BYTES + 1
    assert make_name(name) == name or name.startswith("_")


def test_an_article_knows_its_file(tmp_path: Path):
    article = read_article(write(tmp_path / "a.txt"))
    assert (article.name, article.path, article.format) == ("a", tmp_path / "a.txt", "text")
    assert len(article.checksum) == 64


def test_a_table_is_not_one_article(tmp_path: Path):
    path = write(tmp_path / "a.jsonl", '{"text": "Een."}\n{"text": "Twee."}\n')
    with pytest.raises(ArticleError, match="holds more than one article"):
        read_article(path)


def test_reading_one_article_raises_what_is_wrong(tmp_path: Path):
    with pytest.raises(ArticleError, match="the file is empty"):
        read_article(write(tmp_path / "a.txt", ""))


def test_a_format_that_is_not_known_has_no_reader():
    with pytest.raises(KeyError):
        load_reader("pdf")
