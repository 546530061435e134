import pytest

from translate.errors import BatchError
from translate.search import find_term

GLOSSARY = "source\ttarget\nVolksrepubliek Donetsk\tDonetsk People's Republic\nDonetsk\tDonetsk\nraket\tmissile\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.txt").write_text("De raketten vielen op Donetsk. De Volksrepubliek Donetsk zweeg.", "utf-8")
    (tmp_path / "g.tsv").write_text(GLOSSARY, "utf-8")
    return tmp_path


def forms(wanted, files, glossary="g.tsv"):
    path = files / glossary if glossary else None
    return [(hit.segment.id, hit.match.form) for hit in find_term(wanted, [files / "a.txt"], path)]


def test_a_term_is_found_by_source_or_target_with_its_inflections(files):
    assert forms("raket", files) == [("a:1.1", "raketten")]
    assert forms("MISSILE", files) == [("a:1.1", "raketten")]


def test_a_longer_term_hides_a_shorter_one(files):
    assert forms("Donetsk", files) == [("a:1.1", "Donetsk")]


def test_any_words_can_be_looked_for(files):
    assert forms("zweeg", files) == [("a:1.2", "zweeg")]
    assert forms("vielen op", files, glossary=None) == [("a:1.1", "vielen op")]
    assert forms("iets", files) == []


def test_bad_articles_are_told_after_the_hits(files):
    hits = find_term("raket", [files / "none.txt", files / "a.txt"], files / "g.tsv")
    assert next(hits).match.form == "raketten"
    with pytest.raises(BatchError):
        list(hits)
