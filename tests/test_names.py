"""Names over documents: spellings, renderings, inconsistencies, reports, proposals."""

import pytest

from translate.document import Document, Segment, Span, Term, TermOutcome, Translation
from translate.glossary import EMPTY, Glossary
from translate.names import collect_names, format_html, format_table, format_tsv, suggest_terms


def document(name, *pairs):
    return Document(
        name=name,
        translations=tuple(
            Translation(segment=Segment(id=f"{name}:{i}.1", text=source), target=target)
            for i, (source, target) in enumerate(pairs, start=1)
        ),
    )


ONE = document(
    "000",
    ("Volgens minister Koeleba is dat zo.", "According to minister Kuleba that is so."),
    ("Het leger in Loegansk zwijgt.", "The army in Lugansk is silent."),
    ("De Russische onderminister Rjabkov waarschuwt.", "Russian deputy minister Rjabkov warns."),
    ("NAVO-chef Stoltenberg komt.", "NATO chief Stoltenberg is coming."),
)
OTHER = document(
    "002",
    ("Dat zei Dmytro Kuleba.", "Dmytro Kuleba said so."),
    ("In Loehansk is het stil.", "It is quiet in Luhansk."),
    ("Kuleba reisde naar Turkije.", "Kuleba travelled to Turkey."),
)


def report(name, *documents):
    return next(found for found in collect_names(documents) if any(name == s.text for s in found.spellings))


def test_spellings_of_one_person_are_one_report():
    found = report("Koeleba", ONE, OTHER)
    assert {(spelling.text, spelling.count) for spelling in found.spellings} == {("Kuleba", 2), ("Koeleba", 1)}
    assert [(rendering.text, rendering.count) for rendering in found.renderings] == [("Kuleba", 3)]
    assert found.places == ("000:1.1", "002:1.1", "002:3.1")
    assert found.inconsistent


def test_place_in_two_spellings_with_two_renderings():
    found = report("Loegansk", ONE, OTHER)
    assert {spelling.text for spelling in found.spellings} == {"Loegansk", "Loehansk"}
    assert {rendering.text for rendering in found.renderings} == {"Lugansk", "Luhansk"}


def test_consistent_name():
    found = report("Stoltenberg", ONE, OTHER)
    assert not found.inconsistent
    assert found.renderings[0].places == ("000:4.1",)


def test_inconsistent_names_come_first_then_the_frequent_ones():
    reports = collect_names([ONE, OTHER])
    flags = [found.inconsistent for found in reports]
    assert flags == sorted(flags, reverse=True)
    consistent = [found.count for found in reports if not found.inconsistent]
    assert consistent == sorted(consistent, reverse=True)


def test_part_of_a_compound_is_the_name():
    assert report("NAVO", ONE).renderings[0].text == "NATO"


def test_names_of_other_languages_with_one_key_stay_apart():
    apart = document("a", ("Daar staat Emma.", "There is Emma."), ("De EMA vergadert.", "The EMA meets."))
    assert len(collect_names([apart])) == 2


def test_genitive_belongs_to_the_name():
    found = report("Poetin", document("a", ("Daar is Poetins leger.", "There is Putin's army.")))
    assert (found.name, found.renderings[0].text) == ("Poetin", "Putin")


def test_word_that_only_begins_sentences_is_a_name_when_the_target_has_it():
    assert report("Biden", document("a", ("Biden komt.", "Biden is coming.")))
    assert not collect_names([document("a", ("Wrijf harder.", "Rub harder."))])


def test_audit_tells_the_rendering():
    row = Translation(
        segment=Segment(id="a:1.1", text="De Krim is bezet."),
        target="The peninsula is occupied.",
        terms=(
            TermOutcome(
                form="Krim",
                target="peninsula",
                step="model",
                source_span=Span(start=3, stop=7),
                target_span=Span(start=4, stop=13),
            ),
        ),
    )
    (found,) = collect_names([Document(name="a", translations=(row,))])
    assert found.renderings[0].text == "peninsula"


def test_audit_that_was_read_from_a_file_tells_it_too():
    row = Translation(
        segment=Segment(id="a:1.1", text="De Krim is bezet."),
        target="The Peninsula is occupied.",
        terms=(TermOutcome(form="Krim", target="Peninsula", step="model"),),
    )
    (found,) = collect_names([Document(name="a", translations=(row,))])
    assert found.renderings[0].text == "Peninsula"


def test_alignment_tells_what_spelling_does_not():
    unlike = document("a", ("Dat zei Xanthopoulos gisteren.", "The Greek said so yesterday."))
    assert report("Xanthopoulos", unlike).renderings[0].text == ""
    (found,) = collect_names([unlike], align=lambda translation, span: Span(start=4, stop=9))
    assert found.renderings[0].text == "Greek"


def test_alignment_that_finds_nothing_leaves_it_empty():
    unlike = document("a", ("Dat zei Xanthopoulos gisteren.", "The Greek said so yesterday."))
    (found,) = collect_names([unlike], align=lambda translation, span: None)
    assert found.renderings[0].text == ""


def test_segments_without_a_target_have_no_rendering():
    (found,) = collect_names([document("a", ("Hij woont in Wenen.", ""))])
    assert found.renderings == ()


def test_no_documents_no_names():
    assert collect_names([]) == ()


def test_table_marks_what_is_inconsistent():
    lines = format_table(collect_names([ONE, OTHER])).splitlines()
    assert lines[0].split() == ["name", "count", "spellings", "renderings"]
    assert lines[1].startswith("!")
    assert not lines[-1].startswith("!")
    assert all(line == line.rstrip() for line in lines)


def test_table_of_nothing_is_its_header():
    assert format_table(()).split() == ["name", "count", "spellings", "renderings"]


def test_table_shortens_what_is_too_wide():
    wide = document("a", ("Daar is Aa" + "b" * 90 + ".", "There is Aa" + "b" * 90 + "."))
    assert "…" in format_table(collect_names([wide]))


def test_tsv_has_one_row_for_each_name():
    rows = [line.split("\t") for line in format_tsv(collect_names([ONE, OTHER])).splitlines()]
    assert rows[0] == ["name", "count", "spellings", "renderings", "inconsistent", "places"]
    assert {len(row) for row in rows} == {6}
    assert [row for row in rows if row[0] == "Kuleba"] == [
        ["Kuleba", "3", "Kuleba (2), Koeleba (1)", "Kuleba (3)", "yes", "000:1.1 002:1.1 002:3.1"]
    ]


def test_html_is_escaped():
    evil = document("<a>", ("Dat is Bob&Co<script>alert(1)</script> hier.", "That is Bob&Co<script> here."))
    page = format_html(collect_names([evil]), title="<Names>")
    assert "<script" not in page and "&lt;Names&gt;" in page and "&lt;a&gt;:1.1" in page


def test_html_marks_what_is_inconsistent_and_says_where():
    page = format_html(collect_names([ONE, OTHER]))
    assert page.count('<tr class="inconsistent">') == 2
    assert 'title="002:2.1"' in page


def test_suggestions_are_names_that_came_out_dutch():
    (suggestion,) = suggest_terms([ONE, OTHER], EMPTY)
    assert suggestion.term == Term(
        source=("Rjabkov",), target=("Ryabkov",), kind="name", note="Dutch transcription of a Slavic name"
    )
    assert suggestion.places == ("000:3.1",)
    assert 0.5 <= suggestion.confidence <= 1


def test_what_the_glossary_has_is_not_suggested():
    glossary = Glossary(terms=(Term(source=("Rjabkov",), target=("Ryabkov",)),))
    assert suggest_terms([ONE, OTHER], glossary) == ()


def test_untranslated_articles_get_proposals_surest_first():
    article = document(
        "a",
        ("Minister Koeleba vloog van Wenen naar Moskou.", ""),
        ("Daar sprak hij met Rjabkov en met Stoltenberg.", ""),
    )
    found = suggest_terms([article], EMPTY)
    assert [s.term.target[0] for s in found] == ["Kuleba", "Moscow", "Ryabkov", "Vienna"]
    assert [s.confidence for s in found] == sorted((s.confidence for s in found), reverse=True)


def test_spellings_of_one_name_become_variants_of_one_row():
    article = document("a", ("Het leger in Loegansk zwijgt.", ""), ("Het is stil in Loehansk.", ""))
    (suggestion,) = suggest_terms([article], EMPTY)
    assert set(suggestion.term.source) == {"Loegansk", "Loehansk"}
    assert suggestion.term.target == ("Luhansk",)


@pytest.mark.parametrize(
    "text", ["", "x", "😀", "مرحبا", "A" * 10_000, "De Van der " * 500, "-".join("AB" * 500)]
)
def test_hostile_texts_do_no_harm(text):
    reports = collect_names([document("a", (text, text))])
    assert format_table(reports) and format_tsv(reports) and format_html(reports)
    suggest_terms([document("a", (text, text))], EMPTY)
