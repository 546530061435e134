"""Reading, formatting and extending term files."""

import os
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Term
from translate.errors import BatchError, GlossaryError
from translate.glossary import (
    EMPTY,
    Glossary,
    add_term,
    add_terms,
    check_glossary,
    format_glossary,
    format_term,
    parse_glossary,
    parse_term,
    read_glossary,
)
from translate.matching import Matcher

DEFAULT = Path(__file__).parent.parent / "glossary" / "nl-en.tsv"
HEADER = "source\ttarget\tcase\tkind\tforbidden\tnote\n"


def write(path, text):
    path.write_bytes(text.encode("utf-8"))
    return path


def term(source, target="", **fields):
    return Term(source=tuple(source.split("|")), target=tuple(filter(None, target.split("|"))), **fields)


def test_reads_every_field(tmp_path):
    rows = "Koeleba|Kuleba\tKuleba|he\texact\tname\tKoeleba|Coeleba\tof Ukraine\nRTL Nieuws\t\t\tkeep\n"
    glossary = read_glossary(write(tmp_path / "a.tsv", HEADER + rows))
    assert glossary.terms == (
        Term(
            source=("Koeleba", "Kuleba"),
            target=("Kuleba", "he"),
            exact=True,
            kind="name",
            forbidden=("Koeleba", "Coeleba"),
            note="of Ukraine",
            line=2,
        ),
        Term(source=("RTL Nieuws",), target=(), kind="keep", line=3),
    )
    assert glossary.path == tmp_path / "a.tsv"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("deepl.csv", 'Krim,Crimea\n"a, b","c ""d"""\n', [("Krim", "Crimea", ""), ("a, b", 'c "d"', "")]),
        ("deepl.tsv", "Krim\tCrimea\nNAVO\tNATO\n", [("Krim", "Crimea", ""), ("NAVO", "NATO", "")]),
        ("site.csv", "Krim,Crimea,nl,en\n", [("Krim", "Crimea", "")]),
        ("omegat.txt", "# mine\nKrim\tCrimea\tIt is\nVS\tUS\n", [("Krim", "Crimea", "It is"), ("VS", "US", "")]),
        ("google.csv", "nl,en,pos\nKrim,Crimea,noun\n", [("Krim", "Crimea", "pos: noun")]),
        ("amazon.csv", "nl-NL,en-GB\nKrim,Crimea\n", [("Krim", "Crimea", "")]),
        ("excel.csv", "\ufeffsource;target\r\nKrim;Crimea\r\n", [("Krim", "Crimea", "")]),
        ("mac.tsv", "source\ttarget\rKrim\tCrimea\r", [("Krim", "Crimea", "")]),
        ("quoted.tsv", 'source\ttarget\n"Krim, de"\t"the ""Crimea"""\n', [("Krim, de", 'the "Crimea"', "")]),
        ("new.tsv", "source\ttarget\tarea\tnote\nVS\tUS\tsea\tx\n", [("VS", "US", "x; area: sea")]),
    ],
)  # fmt: skip
def test_reads_plain_tables(name, text, expected, tmp_path):
    terms = read_glossary(write(tmp_path / name, text)).terms
    assert [(one.source[0], one.target[0], one.note) for one in terms] == expected


def test_the_line_of_a_row_is_its_line_in_the_file(tmp_path):
    text = '# a\nsource,target\n\n"Zwarte\nZee",Black Sea\nKrim,Crimea\n'
    assert [one.line for one in read_glossary(write(tmp_path / "a.csv", text)).terms] == [4, 6]


def test_reads_tbx(tmp_path):
    xml = (
        '<?xml version="1.0"?><martif type="TBX"><text><body><termEntry>'
        '<langSet xml:lang="nl"><tig><term>Krim</term></tig></langSet>'
        '<langSet xml:lang="en"><tig><term>Crimea</term></tig></langSet>'
        "</termEntry></body></text></martif>"
    )
    (one,) = read_glossary(write(tmp_path / "a.tbx", xml)).terms
    assert (one.source, one.target) == (("Krim",), ("Crimea",))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("# only a comment\n", "empty"),
        ("Krim Crimea\nNAVO NATO\n", "only one column"),
        ('a,b\n"Krim,Crimea\n', "quotation marks"),
        ('Krim,Crimea\n"a" b,c\n', "quotation marks"),
    ],
)
def test_refuses_what_is_no_table(text, part, tmp_path):
    with pytest.raises(GlossaryError, match=part) as caught:
        read_glossary(write(tmp_path / "a.csv", text))
    assert caught.value.path == tmp_path / "a.csv"
    assert caught.value.hint
    (complaint,) = check_glossary(tmp_path / "a.csv")
    assert complaint.severity == "error"
    assert part in complaint.message


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(GlossaryError, match="no such file"):
        read_glossary(tmp_path / "none.tsv")
    with pytest.raises(GlossaryError, match="cannot be read"):
        read_glossary(tmp_path)
    with pytest.raises(GlossaryError, match="no such file"):
        list(check_glossary(tmp_path / "none.tsv"))


def test_all_errors_are_told_at_once(tmp_path):
    path = write(tmp_path / "a.tsv", HEADER + "\tCrimea\nKrim\t\nNAVO\tNATO\tbig\n")
    with pytest.raises(BatchError) as caught:
        read_glossary(path)
    assert [error.line for error in caught.value.errors] == [2, 3, 4]
    assert all(error.path == path and error.hint for error in caught.value.errors)


FORMS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1)
PHRASES = st.lists(FORMS, min_size=1, max_size=3).map(" ".join)
SAFE = PHRASES.filter(lambda form: not any(mark in form for mark in ("\u00ad", "\ufffd", "\u00c3", "\u00e2")))
LATIN = SAFE.filter(lambda form: not any("\u0370" <= letter <= "\u052f" or letter > "\uff00" for letter in form))
VARIANTS = st.lists(LATIN, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def make_terms(draw):
    """Terms that do not contradict each other: each form has a number of its own."""
    terms = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["", "name", "keep"]))
        forms = [tuple(f"{form}{number}{mark}" for form in draw(VARIANTS)) for mark in "stf"]
        terms.append(
            Term(
                source=forms[0],
                target=() if kind == "keep" else forms[1],
                exact=draw(st.booleans()),
                kind=kind,
                forbidden=draw(st.sampled_from([(), forms[2]])),
                note=draw(st.sampled_from(["", '"quoted"', '"de" Krim', "# no comment", "a; b"])),
            )
        )
    return terms


@given(make_terms())
@settings(max_examples=150, deadline=None)
def test_parse_is_the_inverse_of_format(terms):
    parsed = parse_glossary(format_glossary(terms))
    assert [replace(one, line=0) for one in parsed] == terms
    assert [one.line for one in parsed] == list(range(2, len(terms) + 2))
    for one in terms:
        assert parse_term(format_term(one)) == one


@pytest.mark.parametrize("source", ["# x", "#", '"x"', '"', "source", "'s-Hertogenbosch", "=1+1", "\\", "#x"])
def test_awkward_sources_come_back(source):
    one = term(source, "x")
    assert parse_term(format_term(one)) == one
    assert [replace(found, line=0) for found in parse_glossary(format_glossary([one]))] == [one]


@pytest.mark.parametrize("form", ["a|b", "a\tb", "a\nb", " a", "a  b", ""])
def test_what_cannot_be_written_is_refused(form):
    with pytest.raises(GlossaryError, match="cannot be written"):
        format_term(Term(source=("x", form), target=("y",)))


@pytest.mark.parametrize("line", ["", "# comment", "  "])
def test_a_row_without_a_term(line):
    with pytest.raises(GlossaryError, match="no term"):
        parse_term(line)


def test_the_checksum_counts_what_rows_say(tmp_path):
    terms = [term("Krim", "Crimea|the Crimea|Krym"), term("NAVO|Navo", "NATO", forbidden=("a", "b"))]
    checksum = Glossary(terms=tuple(terms)).checksum
    assert len(checksum) == 8
    assert Glossary(terms=tuple(reversed(terms))).checksum == checksum
    assert Glossary(terms=tuple(replace(one, note="x", line=7) for one in terms)).checksum == checksum
    assert (
        Glossary(terms=(replace(terms[0], target=("Crimea", "Krym", "the Crimea")), terms[1])).checksum
        == checksum
    )
    for change in (
        {"target": ("Krym", "Crimea", "the Crimea")},
        {"exact": True},
        {"kind": "name"},
        {"forbidden": ("x",)},
        {"source": ("Krim", "krim")},
    ):
        assert Glossary(terms=(replace(terms[0], **change), terms[1])).checksum != checksum
    assert EMPTY.checksum == Glossary(terms=()).checksum != checksum
    path = write(tmp_path / "a.tsv", format_glossary(terms))
    assert read_glossary(path).checksum == checksum
    assert hash(read_glossary(path)) == hash(Glossary(terms=tuple(terms)))


def test_the_default_glossary_is_without_complaint():
    assert list(check_glossary(DEFAULT)) == []
    terms = read_glossary(DEFAULT).terms
    assert len(terms) >= 100
    assert sum(bool(one.note) for one in terms) >= 60
    assert parse_glossary(format_glossary(terms))[0].source == terms[0].source


def test_every_row_of_the_default_glossary_is_found():
    glossary = read_glossary(DEFAULT)
    matcher = Matcher(glossary)
    for one in glossary.terms:
        for source in one.source:
            (found,) = matcher.find_matches(f"Dat is {source} dus.")
            assert found.term == one
            assert found.form == source


def test_adds_a_row_and_keeps_the_rest(tmp_path):
    before = b"# mine\r\nsource\ttarget\tnote\r\nKrim\tCrimea \t\xe2\x80\x9cx\xe2\x80\x9d"
    path = tmp_path / "a.tsv"
    path.write_bytes(before)
    added = add_term(path, term("NAVO|Navo", "NATO", note="a note"))
    assert added == term("NAVO|Navo", "NATO", note="a note", line=4)
    assert path.read_bytes() == before + b"\r\nNAVO|Navo\tNATO\ta note\r\n"
    assert read_glossary(path).terms[1] == added
    assert [one.name for one in tmp_path.iterdir()] == ["a.tsv"]


@pytest.mark.parametrize(
    ("before", "row"),
    [
        ("kind\ttarget\tsource\n", "name\tb, c\ta\n"),
        ("source,target,kind\n", 'a,"b, c",name\n'),
        ("source;target;kind\n", "a;b, c;name\n"),
        ("\ufeffsource\ttarget\tkind\n", "a\tb, c\tname\n"),
    ],
)
def test_a_row_is_written_as_the_file_is(before, row, tmp_path):
    path = write(tmp_path / "a.csv", before)
    added = add_term(path, term("a", "b, c", kind="name"))
    assert path.read_text(encoding="utf-8") == before + row
    assert read_glossary(path).terms == (added,)


@pytest.mark.parametrize("content", [None, b"", b"\n"])
def test_a_new_file_gets_a_header(content, tmp_path):
    path = tmp_path / "new" / "a.tsv"
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    assert add_term(path, term("Krim", "Crimea")).line == 2
    assert path.read_text() == HEADER + "Krim\tCrimea\n"


@pytest.mark.parametrize(
    ("added", "part"),
    [
        (term("krim", "the Crimea"), "but `Crimea` in line 2"),
        (term("krim", "Crimea"), "is there already"),
        (term("NAVO"), "no target"),
        (term("NAVO", "NATO", forbidden=("nato",)), "forbidden and asked for"),
        (term("NAVO", "NATO", kind="name"), "no column `kind`"),
        (term("a|b\tc", "x"), "cannot be written"),
        (term("Kr\u043cm", "x"), "CYRILLIC"),
    ],
)
def test_refuses_a_row_that_would_do_harm(added, part, tmp_path):
    path = write(tmp_path / "a.tsv", "source\ttarget\tforbidden\nKrim\tCrimea\n")
    with pytest.raises(GlossaryError, match=part):
        add_term(path, added)
    assert path.read_text() == "source\ttarget\tforbidden\nKrim\tCrimea\n"


def test_refuses_to_add_to_other_kinds_of_file(tmp_path):
    for name, data in (("a.tbx", b'<?xml version="1.0"?><martif/>'), ("b.tsv", "a\tb\n".encode("utf-16"))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(GlossaryError, match="UTF-8 tables only"):
            add_term(tmp_path / name, term("Krim", "Crimea"))
        assert (tmp_path / name).read_bytes() == data


def test_refuses_to_add_to_a_file_with_errors(tmp_path):
    path = write(tmp_path / "a.tsv", HEADER + "Krim\t\n")
    with pytest.raises(GlossaryError, match="no target") as caught:
        add_term(path, term("NAVO", "NATO"))
    assert caught.value.line == 2


def test_a_header_is_asked_for_where_there_is_none(tmp_path):
    path = write(tmp_path / "a.tsv", "Krim\tCrimea\n")
    with pytest.raises(GlossaryError) as caught:
        add_term(path, term("NAVO", "NATO", kind="name"))
    assert "give the file a header" in caught.value.hint
    assert add_term(path, term("NAVO", "NATO", note="x")).line == 2


def test_adds_rows_that_are_not_there_yet(tmp_path):
    path = write(tmp_path / "a.tsv", HEADER + "Krim\tCrimea\n")
    rows = [term("krim", "Crimea"), term("NAVO|Navo", "NATO"), term("VS", "US"), term("VS", "US", note="again")]
    assert add_terms(path, rows) == (2, 2)
    assert [one.source[0] for one in read_glossary(path).terms] == ["Krim", "NAVO", "VS"]
    bytes_before, time_before = path.read_bytes(), path.stat().st_mtime_ns
    assert add_terms(path, rows) == (0, 4)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (bytes_before, time_before)


def test_one_conflict_adds_none(tmp_path):
    path = write(tmp_path / "a.tsv", HEADER + "Krim\tCrimea\n")
    with pytest.raises(GlossaryError, match="`x` here"):
        add_terms(path, [term("NAVO", "NATO"), term("Krim", "x")])
    assert path.read_text() == HEADER + "Krim\tCrimea\n"


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = write(tmp_path / "a.tsv", HEADER)
    path.chmod(0)
    with pytest.raises(GlossaryError, match="cannot be read"):
        read_glossary(path)


def test_fifty_thousand_rows_are_read_in_seconds(tmp_path):
    draw = random.Random(1)
    rows = "".join(f"woord{n} {draw.random()}|w{n}\tword{n}\t\tname\tforbid{n}\tnoot é\n" for n in range(50_000))
    path = write(tmp_path / "a.tsv", HEADER + rows)
    start = time.process_time()
    assert len(read_glossary(path).terms) == 50_000
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    "header",
    [
        "bron\tdoel",
        "Bron\tDoel\tOpmerking",
        "Nederlands\tEngels",
        "bronterm\tdoelterm",
        "nederlands\tvertaling\tnotitie",
    ],
)
def test_a_header_in_dutch_is_a_header(header):
    terms = parse_glossary(f"{header}\nLoegansk\tLuhansk\n")
    assert [(term.source, term.target) for term in terms] == [(("Loegansk",), ("Luhansk",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source\ttarget\tbron\nLoegansk\tLuhansk\tANP\n", [("Loegansk", "Luhansk")]),
        ("Nederlands\tEngels\tBron\nLoegansk\tLuhansk\tANP\n", [("Loegansk", "Luhansk")]),
        ("source\ttarget\tnote\topmerking\nLoegansk\tLuhansk\ta\tb\n", [("Loegansk", "Luhansk")]),
        ("doel,goal,nl,en\nhuis,house,nl,en\n", [("doel", "goal"), ("huis", "house")]),
        ("Nederlands,Dutch,nl,en\nhuis,house,nl,en\n", [("Nederlands", "Dutch"), ("huis", "house")]),
        ("opmerking,remark,nl,en\nhuis,house,nl,en\n", [("opmerking", "remark"), ("huis", "house")]),
    ],
)
def test_dutch_words_are_a_header_only_where_nothing_else_is(text, expected):
    assert [(term.source[0], term.target[0]) for term in parse_glossary(text)] == expected
