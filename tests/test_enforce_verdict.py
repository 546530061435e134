"""Verdicts on targets, and what a candidate must not lose."""

import pytest

from translate.document import Term
from translate.enforce.losses import count_words, find_excess, find_leftover, find_loss, measure_drift
from translate.enforce.verdict import Verdict, judge
from translate.glossary import Glossary
from translate.matching import Matcher

DONETSK = Term(source=("Donetsk",), target=("Donetsk",))
REPUBLIC = Term(source=("Volksrepubliek Donetsk",), target=("Donetsk People's Republic",))
KYIV = Term(source=("Kiev",), target=("Kyiv",), forbidden=("Kiev", "Kiew"))
RUS = Term(source=("Rus",), target=("Russian", "Rus"))


def verdict(source: str, target: str, *terms: Term) -> Verdict:
    return judge(source, target, Matcher(Glossary(terms=terms)).find_matches(source))


def test_a_sentence_without_terms_has_no_problems() -> None:
    assert verdict("Niets.", "Nothing.", KYIV) == Verdict(places=(), flaws=())


def test_a_short_target_inside_a_long_one_counts_once() -> None:
    source = "De Volksrepubliek Donetsk en Donetsk."
    assert verdict(source, "The Donetsk People's Republic.", DONETSK, REPUBLIC).n_problems == 1
    assert verdict(source, "Donetsk People's Republic and Donetsk.", DONETSK, REPUBLIC).n_problems == 0


def test_of_two_occurrences_the_one_nearest_to_the_place_is_honoured() -> None:
    found = verdict("Kiev is ver, maar van hier is het niet ver naar Kiev.", "It is far from here to Kyiv.", KYIV)
    assert found.places[0] is None
    assert found.places[1] is not None
    assert found.failing() == (0,)


def test_leaks_and_forbidden_words_are_told_apart_and_counted_once() -> None:
    found = verdict("Kiev", "Kiew, Kiev", KYIV)
    assert [(flaw.span.start, flaw.leaked) for flaw in found.flaws] == [(0, False), (6, False)]
    assert found.n_problems == 3
    leak = verdict("Een Volksrepubliek Donetsk.", "A Volksrepubliek Donetsk.", REPUBLIC)
    assert [flaw.leaked for flaw in leak.flaws] == [True]


def test_a_source_form_that_is_accepted_is_no_leak() -> None:
    assert verdict("Een Rus.", "A Rus.", RUS).n_problems == 0


@pytest.mark.parametrize(
    ("draft", "candidate", "targets", "loss"),
    [
        ("He has 13,000 men.", "He has 13.000 men.", (), ""),
        ("He has 13,000 men.", "He has men.", (), "the number 13000 is lost"),
        ("He has men.", "He has 13,000 men.", (), ""),
        ("One two three four five six.", "One two.", (), "a part of the sentence is lost"),
        ("One two.", "One two three four five six.", (), "something is said twice"),
        ("One two.", "One two three four five six.", ("three four five six",), ""),
        ("One two.", "One two", (), "the end of the sentence is lost"),
        ("One two", "One two.", (), ""),
        ("The man.", "The schoen.", (), "'schoen' is left untranslated"),
        ("The man.", "The president.", (), ""),
        ("", "Anything may come of it.", (), ""),
    ],
)
def test_losses(draft: str, candidate: str, targets: tuple[str, ...], loss: str) -> None:
    source = "De president heeft 13.000 mannen en een schoen."
    assert find_loss(source, draft, candidate, targets) == loss


@pytest.mark.parametrize(
    ("draft", "candidate", "targets", "excess"),
    [
        ("So be it.", "So be so be it.", (), "'so be' is said twice in a row"),
        ("So so be it.", "So so be it now.", (), ""),
        ("The Duran band.", "The Duran Duran band.", ("Duran Duran",), ""),
        ("It is Kiev.", "It is Kyiv, Kyiv.", ("Kyiv",), "'kyiv' stands more often than it should"),
        ("It is Kiev.", "Kyiv is Kyiv.", ("Kyiv",), "'kyiv' stands more often than it should"),
        ("It is Kiev.", "Kyiv is Kyiv.", ("Kyiv", "Kyiv"), ""),
        ("Kyiv is Kyiv.", "Kyiv is Kyiv.", ("Kyiv",), ""),
        ("D P R", "Donetsk, Donetsk Republic", ("Donetsk", "Donetsk Republic"), ""),
    ],
)
def test_excess(draft: str, candidate: str, targets: tuple[str, ...], excess: str) -> None:
    assert find_excess(draft, candidate, targets) == excess


def test_a_target_may_stand_in_the_place_of_a_leak() -> None:
    assert find_excess("Kiev is Kyiv.", "Kyiv is Kyiv.", ("Kyiv",), n_leaks=1) == ""


def test_many_source_words_left_are_a_loss_even_if_they_could_be_english() -> None:
    source = "warm water in de winter over land"
    assert find_loss(source, "A b c d e f.", "A warm water winter land f.", ()) == "'land' is left untranslated"


def leftover(source: str, candidate: str, **targets: str) -> str:
    terms = tuple(Term(source=(form,), target=(target,)) for form, target in targets.items())
    matches = Matcher(Glossary(terms=terms)).find_matches(source)
    return find_leftover(source, candidate, 0, matches, tuple(targets.values()))


def test_a_mangled_form_beside_the_target_is_a_leftover() -> None:
    source = "Oekraïne en Loegansk"
    assert leftover(source, "Ukraine in EasternOekrain", Oekraïne="Ukraine") == "EasternOekrain"
    assert leftover(source, "Ukraine and a Ukrainian", Oekraïne="Ukraine") == ""
    assert leftover(source, "Ukraine and Lugansk", Oekraïne="Ukraine") == ""


def test_a_word_that_renders_another_source_word_is_no_leftover_unless_that_is_a_term_too() -> None:
    source = "Koeleba en Koelebba"
    assert leftover(source, "Smith and Koelebba", Koeleba="Smith") == ""
    assert leftover(source, "Smith and Koelebba", Koeleba="Smith", Koelebba="Jones") == "Koelebba"


def test_drift_is_the_share_of_words_lost() -> None:
    assert measure_drift("The big dog ran.", "The big dog ran.", ()) == 0
    assert measure_drift("The big dog ran.", "A cat ran.", ()) == pytest.approx(2 / 3)
    assert measure_drift("The big dog ran.", "A cat ran.", ("big dog",)) == 0
    assert measure_drift("", "A cat.", ()) == 0


def test_whole_words_are_counted() -> None:
    assert count_words("a.b", "a.b, a.bc, xa.b a.b") == 2
