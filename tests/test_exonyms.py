"""Places that Dutch and English call by different names."""

import pytest

from translate.language.exonyms import find_exonym, tables


@pytest.mark.parametrize(
    ("dutch", "english", "source"),
    [
        ("Wenen", "Vienna", "list of exonyms"),
        ("Parijs", "Paris", "list of exonyms"),
        ("Den Haag", "The Hague", "list of exonyms"),
        ("Zwarte Zee", "Black Sea", "list of exonyms"),
        ("Duitsland", "Germany", "CLDR"),
        ("Kroatië", "Croatia", "CLDR"),
        ("Kiev", "Kyiv", "CLDR"),
        ("Noord-Dakota", "North Dakota", "Natural Earth"),
        ("turkije", "Turkey", "list of exonyms"),
    ],
)
def test_exonym(dutch, english, source):
    found = find_exonym(dutch)
    assert (found.english, found.source) == (english, source)


@pytest.mark.parametrize("name", ["Utrecht", "China", "Madrid", "Stoltenberg", "", "Bergen", "xyz"])
def test_what_has_no_other_name(name):
    assert find_exonym(name) is None


def test_no_table_is_empty_or_maps_to_nothing():
    for name, table in tables():
        assert len(table) > 200, name
        assert all(dutch and english for dutch, english in table.items())
