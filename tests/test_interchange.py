"""Term files of other programs, there and back; what they cannot hold is named."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.document import Term
from translate.errors import GlossaryError, SettingsError
from translate.glossary import read_glossary
from translate.interchange import FORMATS, Loss, amazon, deepl, export_terms, google, import_terms
from translate.interchange.plain import write_table

DEFAULT = Path(__file__).parent.parent / "glossary" / "nl-en.tsv"
FULL = ("tsv", "tbx", "xlsx")
PLAIN = ("deepl", "google", "amazon", "omegat")
RICH = Term(
    source=("Koeleba", "Kuleba"),
    target=("Kuleba", "he"),
    exact=True,
    kind="name",
    forbidden=("Koeleba",),
    note="minister; of Ukraine",
)


def bare(terms):
    return [replace(term, line=0) for term in terms]


def term(source, target="", **fields):
    return Term(source=tuple(source.split("|")), target=tuple(filter(None, target.split("|"))), **fields)


@pytest.mark.parametrize("name", FULL)
def test_formats_that_lose_nothing(name, tmp_path):
    terms = (
        RICH,
        term("RTL Nieuws", kind="keep", exact=True),
        term("=1+1", "+3", note='"x", y'),
        term("a;b", "c,d"),
    )
    path = tmp_path / f"terms.{name}"
    assert export_terms(terms, path) == ()
    back, losses = import_terms(path)
    assert losses == ()
    assert bare(back) == list(terms)


@pytest.mark.parametrize("name", FULL)
def test_the_default_glossary_comes_back(name, tmp_path):
    terms = read_glossary(DEFAULT).terms
    assert export_terms(terms, tmp_path / f"a.{name}") == ()
    back, losses = import_terms(tmp_path / f"a.{name}")
    assert losses == ()
    assert bare(back) == bare(terms)


FORM = st.text(st.sampled_from("abcéïKrim'’-=+@\"<&>;,#. "), min_size=1, max_size=8).map(lambda text: f"a{text}b")
FORMS = st.lists(FORM.map(lambda form: " ".join(form.split())), min_size=1, max_size=3, unique=True)


@st.composite
def make_terms(draw):
    terms = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["", "name", "keep"]))
        forms = [tuple(f"{form}{number}{mark}" for form in draw(FORMS)) for mark in "stf"]
        forms[0] = tuple({form.lower(): form for form in forms[0]}.values())
        terms.append(
            Term(
                source=forms[0],
                target=() if kind == "keep" else forms[1],
                exact=draw(st.booleans()),
                kind=kind,
                forbidden=draw(st.sampled_from([(), forms[2]])),
                note=draw(st.sampled_from(["", "a note", '"quoted"', "= 1 < 2 & 3", "# x"])),
            )
        )
    return terms


@pytest.mark.parametrize("name", FULL)
def test_any_terms_come_back(name, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / f"a.{name}"

    @given(make_terms())
    @settings(max_examples=25, deadline=None)
    def check(terms):
        assert export_terms(terms, path) == ()
        back, losses = import_terms(path)
        assert (bare(back), losses) == (terms, ())

    check()


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_plain_formats_hold_source_and_target_and_name_the_rest(name, ending, tmp_path):
    path = tmp_path / f"a.{ending}"
    losses = export_terms([RICH, term("Krim", "Crimea"), term("VPRO", kind="keep", exact=True)], path, name)
    back, none = import_terms(path, name)
    assert none == ()
    expected = [("Koeleba", "Kuleba"), ("Kuleba", "Kuleba"), ("Krim", "Crimea"), ("VPRO", "VPRO")]
    assert [(one.source[0], one.target[0]) for one in back] == expected
    said = "\n".join(map(str, losses))
    for part in ("`he`", "forbidden targets: `Koeleba`", "kind: `name`", "kind: `keep`", "`Koeleba|Kuleba`"):
        assert part in said
    assert ("minister; of Ukraine" in said) == (name != "omegat")
    assert ("only in the case" in said) == (name in ("google", "amazon"))
    assert all(loss.term in ("Koeleba", "VPRO", "") for loss in losses)


@pytest.mark.parametrize("name", PLAIN)
def test_what_fits_a_plain_format_comes_back_without_a_word(name, tmp_path):
    exact = name in ("google", "amazon")
    terms = [term("Krim", "Crimea", exact=exact), term("a, b", 'c "d"', exact=exact)]
    assert export_terms(terms, tmp_path / "a.csv", name) == ()
    back, losses = import_terms(tmp_path / "a.csv", name)
    assert losses == ()
    assert [(one.source, one.target) for one in back] == [(one.source, one.target) for one in terms]


def test_the_files_are_as_the_services_want_them(tmp_path):
    terms = [term("Krim, de", "Crimea", note="a note")]
    for name, ending, content in (
        ("deepl", "csv", '"Krim, de",Crimea\n'),
        ("deepl", "tsv", "Krim, de\tCrimea\n"),
        ("google", "csv", '"Krim, de",Crimea\n'),
        ("amazon", "csv", 'nl,en\n"Krim, de",Crimea\n'),
        ("omegat", "txt", "Krim, de\tCrimea\ta note\n"),
    ):
        export_terms(terms, tmp_path / f"a.{ending}", name)
        assert (tmp_path / f"a.{ending}").read_text(encoding="utf-8") == content


@pytest.mark.parametrize(("name", "limit"), [("deepl", 1024), ("google", 1024), ("amazon", 200)])
def test_a_term_longer_than_a_service_takes_is_left_out_and_named(name, limit, tmp_path):
    fits, long = "é" * (limit // 2), "é" * (limit // 2) + "x"
    terms = [term(fits, "a", exact=True), term(long, "b", exact=True), term("c", long, exact=True)]
    losses = export_terms(terms, tmp_path / "a.csv", name)
    left_out = [loss for loss in losses if "left out" in loss.message]
    assert [loss.term for loss in left_out] == [long, "c"]
    assert all(f"{limit} bytes" in loss.message for loss in left_out)
    assert [one.source[0] for one in import_terms(tmp_path / "a.csv", name)[0]] == [fits]


def test_a_file_larger_than_a_service_takes_is_not_written(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    small = replace(deepl.SERVICE, max_bytes=12)
    assert write_table(path, [term("Krim", "Crimea")], small) == ()
    with pytest.raises(GlossaryError, match="13 bytes are more than the 12 that DeepL takes"):
        write_table(path, [term("Krims", "Crimea")], small)
    assert path.read_text() == "Krim,Crimea\n"
    assert {one.SERVICE.max_bytes for one in (deepl, google, amazon)} == {10 * 1024 * 1024}


def test_a_source_is_written_once(tmp_path):
    terms = [term("Krim", "Crimea"), term("Krim", "the Crimea")]
    (loss,) = export_terms(terms, tmp_path / "a.csv", "deepl")
    assert "takes a source once" in loss.message
    assert (tmp_path / "a.csv").read_text() == "Krim,Crimea\n"


@pytest.mark.parametrize("source", ["=1+1", "+31", "@x", "-gate", "#MeToo", "a\u200bb"])
def test_what_would_be_misread_in_a_table_is_left_out_and_named(source, tmp_path):
    (loss,) = export_terms([term(source, "x")], tmp_path / "a.csv", "deepl")
    assert "left out" in loss.message
    assert (tmp_path / "a.csv").read_text() == ""


def test_a_note_that_looks_like_a_formula_is_named(tmp_path):
    (loss,) = export_terms([term("a", "b", note="=HYPERLINK(1)")], tmp_path / "a.txt", "omegat")
    assert "=HYPERLINK(1)" in loss.message
    assert (tmp_path / "a.txt").read_text() == "a\tb\n"


def test_rows_that_cannot_be_used_are_left_out_and_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("source,target,kind,area\nKrim,Crimea,,sea\n,x,,\nKrim,Krym,,\nNAVO,NATO,org,\nVS,US,name,\n")
    terms, losses = import_terms(path)
    assert [(one.source[0], one.note) for one in terms] == [("Krim", "area: sea"), ("VS", "")]
    assert [loss.line for loss in losses] == [3, 4, 5]
    assert "empty" in losses[0].message
    assert "in line 2" in losses[1].message
    assert "unknown kind `org`" in losses[2].message
    assert str(losses[1]).startswith("line 4: `Krim`: left out")


def test_rows_with_too_many_cells_are_left_out_and_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("source,target\nKrim,Crimea\na,b,c\n")
    terms, (loss,) = import_terms(path)
    assert len(terms) == 1
    assert str(loss) == "line 3: left out: 3 columns where there should be at most 2"


def test_the_format_is_known_by_the_ending(tmp_path):
    terms = [term("Krim", "Crimea")]
    for ending in ("tsv", "tbx", "xml", "csv", "txt", "tab", "utf8", "xlsx", "CSV"):
        export_terms(terms, tmp_path / f"a.{ending}")
        assert bare(import_terms(tmp_path / f"a.{ending}")[0]) == terms


@pytest.mark.parametrize(("name", "format"), [("a.pdf", None), ("a", None), ("a.csv", "sdltb")])
def test_an_unknown_format_is_named_with_those_there_are(name, format, tmp_path):
    with pytest.raises(SettingsError) as caught:
        import_terms(tmp_path / name, format)
    assert (format or "ends in") in caught.value.message
    assert all(known in caught.value.hint for known in FORMATS)
    with pytest.raises(SettingsError):
        export_terms([], tmp_path / name, format)


@pytest.mark.parametrize("name", FORMATS)
def test_a_missing_and_an_empty_file(name, tmp_path):
    with pytest.raises(GlossaryError) as caught:
        import_terms(tmp_path / "none", name)
    assert caught.value.path == tmp_path / "none"
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(GlossaryError) as caught:
        import_terms(tmp_path / "empty", name)
    assert caught.value.path == tmp_path / "empty"


def test_a_loss_reads_well():
    assert str(Loss(message="gone")) == "gone"
    assert str(Loss(message="gone", term="Krim", line=3)) == "line 3: `Krim`: gone"
