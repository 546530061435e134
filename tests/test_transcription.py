"""Dutch transcription of Slavic names -> English; names of other languages stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.language.transcription import established, given_names, propose, transcribe

SLAVIC = """
Poetin Putin
Rjabkov Ryabkov
Koeleba Kuleba
Loegansk Luhansk
Loehansk Luhansk
Janoekovitsj Yanukovych
Chodorkovski Khodorkovsky
Chroesjtsjov Khrushchev
Gorbatsjov Gorbachev
Zelenski Zelensky
Zacharova Zakharova
Misjoestin Mishustin
Joesjtsjenko Yushchenko
Porosjenko Poroshenko
Jatsenjoek Yatsenyuk
Solzjenitsyn Solzhenitsyn
Krasnojarsk Krasnoyarsk
Tsjeljabinsk Chelyabinsk
Novorossijsk Novorossiysk
Orenboerg Orenburg
Sjtsjoekin Shchukin
Petrosjan Petrosyan
Zjytomyr Zhytomyr
Kasjanov Kasyanov
Charkiv Kharkiv
Sjojgoe Shoigu
Poetins Putin
Navalnyj Navalny
"""
STAY = """
Boerhaave Hoekstra Koekkoek Moerdijk Roemer Boersma Goethe Koch Bach Chopin Chirac Charles Michel Jeroen
Joris Jolanda Sjoerd Sjoukje Tjitske Tsjerk Björn Djokovic Lewandowski Jaruzelski Sikorski Polanski
Kaczynski Berlusconi Michelangelo Chiara Erdogan Yilmaz Khashoggi Moussa Jamal Benjamin Johnny Jeremy
Cherry Chomsky Marchenko Joel Paviljoen Dostoevsky Sarajevo Maja Natasja Stoltenberg Ivanov Lavrov
Donetsk Trump NAVO Reykjavik Jakarta
"""


@pytest.mark.parametrize("line", SLAVIC.split("\n")[1:-1])
def test_slavic_name(line):
    dutch, english = line.split()
    assert propose(dutch).english == english


@pytest.mark.parametrize("name", STAY.split())
def test_other_name_stays(name):
    assert propose(name) is None


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("Viktor Janoekovitsj", "Viktor Yanukovych"),
        ("Joeri Gagarin", "Yuri Gagarin"),
        ("Michail Gorbatsjov", "Mikhail Gorbachev"),
        ("Nikolai Rimski-Korsakov", "Nikolai Rimsky-Korsakov"),
        ("Vladimir Kara-Moerza", "Vladimir Kara-Murza"),
        ("Nizjni Novgorod", "Nizhny Novgorod"),
        ("Poetin's", "Putin"),
        ("Joezjno-Sachalinsk", "Yuzhno-Sakhalinsk"),
    ],
)
def test_several_words(name, english):
    assert propose(name).english == english


def test_given_name_lends_its_language_to_the_rest():
    assert propose("Makej") is not None
    assert propose("Dmytro Koeba").english == "Dmytro Kuba"
    assert propose("Koeba") is None


def test_reasons_and_confidence():
    assert propose("Gorbatsjov").confidence == 1.0
    assert propose("Gorbatsjov").reason == "established English form"
    assert propose("Joeri").reason == "given name"
    assert "Ukrainian" in propose("Tymosjtsjenko").reason
    assert 0.5 <= propose("Rjabkov").confidence < 1


@pytest.mark.parametrize(
    "name", ["", "x", "Jo", "poetin-achtig", "POETINOV", "Kremlin", "novitsjok-gif", "a" * 101]
)
def test_what_is_no_name_gets_no_proposal(name):
    assert propose(name) is None


def test_compound_with_a_dutch_word_gets_no_proposal():
    assert propose("Loebjanka-plein") is None


def test_russian_and_ukrainian_endings_differ():
    assert transcribe("sergij", "ru") == "sergy"
    assert transcribe("serhij", "uk") == "serhiy"


def test_tables_are_in_order():
    for table in (established(), given_names()):
        assert len(table) > 100
        for dutch, english in table.items():
            assert dutch == dutch.lower() and english == english.strip() != ""


@given(st.text(max_size=110))
def test_any_text_gets_a_proposal_that_differs_or_none(name):
    proposal = propose(name)
    assert proposal is None or (proposal.english != name and 0 < proposal.confidence <= 1)


@given(st.sampled_from(SLAVIC.split("\n")[1:-1]))
def test_english_form_gets_no_further_proposal(line):
    english = line.split()[1]
    again = propose(english)
    assert again is None
