"""The cascade on the built-in model: real weights, real drafts."""

import pytest

from translate.document import Term
from translate.enforce import Request, enforce
from translate.engines import load_engine
from translate.engines.interface import Engine
from translate.glossary import Glossary
from translate.matching import Matcher, count_missing, find_leaks
from translate.models import find_builtin

TERMS = (
    Term(source=("Koeleba", "Kuleba"), target=("Kuleba",), kind="name"),
    Term(source=("Loegansk",), target=("Luhansk",), kind="name", forbidden=("Lugansk",)),
    Term(source=("Krim",), target=("Crimea",), kind="name"),
    Term(source=("NAVO",), target=("NATO",), kind="name", exact=True),
    Term(source=("Kiev",), target=("Kyiv",), kind="name", forbidden=("Kiev",)),
    Term(source=("Oekraïne",), target=("Ukraine",), kind="name"),
    Term(source=("bondgenoot",), target=("partner country",)),
    Term(source=("Zwarte Zee",), target=("Black Sea",), kind="name"),
    Term(source=("onderhandelingen",), target=("peace talks",)),
    Term(source=("Ξένος",), target=("Ξένος",), kind="name"),
)
SOURCES = (
    "Koeleba sprak gisteren met de pers in Kiev.",
    "De NAVO heeft schepen in de Zwarte Zee bij de Krim.",
    "Het weer is vandaag mooi.",
    "In Oost-Oekraïne en in Loegansk wordt gevochten.",
    "Volgens Koeleba is een bondgenoot nodig, en die bondgenoot is de NAVO.",
    "De onderhandelingen duurden 13 uur.",
    "KOELEBA NAAR KIEV",
    "Loegansk",
    "De stad Ξένος ligt aan zee.",
)
MATCHER = Matcher(Glossary(terms=TERMS))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine("ctranslate2", find_builtin())


@pytest.fixture(scope="module")
def requests(engine: Engine) -> list[Request]:
    return [
        Request(source=source, draft=found[0].text, score=found[0].score, matches=MATCHER.find_matches(source))
        for source, found in zip(SOURCES, engine.translate(SOURCES), strict=True)
    ]


def test_every_term_is_honoured(engine: Engine, requests: list[Request]) -> None:
    for request, outcome in zip(requests, enforce(requests, engine), strict=True):
        assert count_missing(request.matches, outcome.target) == 0
        assert find_leaks(request.matches, outcome.target) == ()
        assert "Lugansk" not in outcome.target
        assert {term.step for term in outcome.terms} <= {"model", "decoded", "edited"}
        for term in outcome.terms:
            assert term.target_span
            assert term.target_span.of(outcome.target).casefold().startswith(term.target.casefold())


def test_a_sentence_without_terms_is_the_draft(engine: Engine, requests: list[Request]) -> None:
    outcome = enforce(requests, engine)[2]
    assert (outcome.target, outcome.score, outcome.terms) == (requests[2].draft, requests[2].score, ())


def test_most_of_what_the_model_misses_is_decoded(engine: Engine, requests: list[Request]) -> None:
    steps = [term.step for outcome in enforce(requests, engine) for term in outcome.terms]
    assert steps.count("decoded") > 0
    assert steps.count("missing") == 0


def test_what_the_vocabulary_cannot_spell_is_edited(engine: Engine, requests: list[Request]) -> None:
    assert not engine.can_spell("Ξένος")
    term = enforce(requests[-1:], engine)[0].terms[0]
    assert term.step in ("model", "edited")


def test_numbers_survive(engine: Engine, requests: list[Request]) -> None:
    request, outcome = requests[5], enforce(requests, engine)[5]
    assert ("13" in request.draft) <= ("13" in outcome.target)


def test_batch_and_repetition_change_nothing(engine: Engine, requests: list[Request]) -> None:
    together = [outcome.target for outcome in enforce(requests, engine)]
    assert [enforce([request], engine)[0].target for request in requests] == together
    assert [outcome.target for outcome in enforce(requests[::-1], engine)] == together[::-1]
    again = [
        Request(source=request.source, draft=target, matches=request.matches)
        for request, target in zip(requests, together, strict=True)
    ]
    assert [outcome.target for outcome in enforce(again, engine)] == together


def test_the_order_of_the_rows_changes_nothing(engine: Engine, requests: list[Request]) -> None:
    turned = Matcher(Glossary(terms=TERMS[::-1]))
    others = [
        Request(source=each.source, draft=each.draft, score=each.score, matches=turned.find_matches(each.source))
        for each in requests
    ]
    assert [each.target for each in enforce(others, engine)] == [
        each.target for each in enforce(requests, engine)
    ]
