from dataclasses import replace

from translate.document import Span, Term, TermMatch
from translate.engines.interface import Identity
from translate.signature import Signature, format_signature, terms_digest

SIGNATURE = Signature(
    identity=Identity(engine="ctranslate2-int8", model="built-in", revision="3f2a9c0d11e4"),
    beam_size=4,
    segment_version=2,
    enforce_version=1,
    glossary="1f0c9a2e",
    version="0.1.0",
)
KOELEBA = Term(source=("Koeleba", "Kuleba"), target=("Kuleba",), kind="name", line=2)


def match(term=KOELEBA, start=0, form="Koeleba"):
    return TermMatch(term=term, span=Span(start=start, stop=start + len(form)), form=form)


def test_every_setting_stands_in_it():
    assert str(SIGNATURE) == (
        "model:built-in|revision:3f2a9c0d11e4|engine:ctranslate2-int8|beam:4|segment:2|enforce:1"
        "|glossary:1f0c9a2e|version:0.1.0"
    )


def test_drafts_are_kept_when_only_the_glossary_or_the_version_changes():
    other = replace(SIGNATURE, glossary="ffffffff", version="0.2.0")
    assert format_signature(SIGNATURE, glossary=False) == format_signature(other, glossary=False)
    assert format_signature(SIGNATURE, glossary=False) != format_signature(
        replace(SIGNATURE, beam_size=1), glossary=False
    )


def test_a_model_name_cannot_forge_a_field():
    forged = replace(SIGNATURE, identity=Identity(engine="echo", model="x|beam:9\n", revision=""))
    assert str(forged).count("|") == str(SIGNATURE).count("|")
    assert "\n" not in str(forged)


def test_a_sentence_without_terms_has_an_empty_digest():
    assert terms_digest(()) == ""


def test_the_digest_follows_what_the_row_asks_for():
    digest = terms_digest([match()])
    assert digest != terms_digest([match(replace(KOELEBA, target=("Coleba",)))])
    assert digest != terms_digest([match(replace(KOELEBA, forbidden=("Coleba",)))])
    assert digest != terms_digest([match(start=4)])


def test_the_digest_does_not_follow_notes_lines_or_order():
    one, two = match(), match(start=20, form="Kuleba")
    assert terms_digest([one, two]) == terms_digest([two, one])
    assert terms_digest([one]) == terms_digest([match(replace(KOELEBA, note="minister", line=77))])
