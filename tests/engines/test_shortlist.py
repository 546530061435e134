"""Shortlists: what stands in them, that they leave translations alone, and that a model may refuse them."""

import itertools

import pytest

from translate.engines import load_engine
from translate.engines.ctranslate2 import load_translator
from translate.engines.fitting import is_worthwhile, read_sample
from translate.engines.interface import EngineOptions
from translate.engines.pieces import Pieces
from translate.engines.shortlist import Shortlist, read_lexicon

N_FILLERS = 10_000
OPTIONS = EngineOptions(threads=1)


def parse(shortlist):
    lines = (line.split("\t") for line in shortlist.decode().splitlines())
    return {tuple(source.split(" ")) if source else (): set(target.split(" ")) for source, target in lines}


@pytest.fixture(scope="module")
def pieces(builtin):
    return Pieces(builtin.folder)


@pytest.fixture(scope="module")
def wide(builtin, widen):
    """The built-in model with as many target pieces as make a shortlist worth while."""
    return widen(builtin, N_FILLERS, ("target",))


@pytest.fixture(scope="module")
def wide_engines(wide, session_home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSLATE_HOME", str(session_home))
        return [load_engine(name, wide, OPTIONS) for name in ("ctranslate2", "ctranslate2-full")]


def test_the_lexicon_knows_everyday_words():
    lexicon = read_lexicon()
    assert len(lexicon) > 50_000
    for dutch, english in (
        ("regering", "government"),
        ("lopen", "walk"),
        ("Duitsland", "Germany"),
        ("huis", "house"),
    ):
        assert english in lexicon[dutch]


def test_a_word_brings_its_translations(pieces):
    found = parse(Shortlist(pieces, {"regering": ["government", "cabinet"]}).format(100))
    source = tuple(pieces.encode_source("regering"))
    wanted = {*pieces.encode_target("government"), *pieces.encode_target("cabinet")}
    assert wanted <= found[source] | found[()]


def test_a_capital_at_the_start_of_a_sentence_is_looked_up_too(pieces):
    found = parse(Shortlist(pieces, {"regering": ["government"]}).format(100))
    source = tuple(pieces.encode_source("Regering"))
    assert {*pieces.encode_target("Government"), *pieces.encode_target("government")} <= found[source] | found[()]


def test_a_capital_with_an_entry_of_its_own_keeps_it(pieces):
    found = parse(Shortlist(pieces, {"aken": ["ken"], "Aken": ["Aachen"]}).format(0))
    everything = set().union(*found.values())
    assert set(pieces.encode_target("Aachen")) <= everything


def test_names_and_numbers_can_be_copied(pieces):
    found = parse(Shortlist(pieces, {}).format(0))
    known = pieces.list_target()
    for text in ("Zwaantje Poelgeest", "1.234.567", "ABVAKABO", "naïef – 80 %"):
        source = pieces.encode_source(text)
        allowed = found[()].union(*(found.get((piece,), set()) for piece in source))
        assert known.intersection(source) <= allowed, text


def test_everything_can_be_spelt(pieces):
    always = parse(Shortlist(pieces, {}).format(0))[()]
    known = pieces.list_target()
    assert {piece for piece in known if len(piece.removeprefix("▁")) <= 2} <= always


def test_the_most_frequent_pieces_are_always_there(pieces):
    shortlist = Shortlist(pieces, {})
    few, many = (parse(shortlist.format(n_frequent))[()] for n_frequent in (500, 3000))
    assert few < many
    assert {"▁the", "▁of", "▁and", "ing"} <= few
    assert len(many) >= 3000


def test_the_same_words_make_the_same_bytes(pieces):
    entries = dict(itertools.islice(read_lexicon().items(), 500))
    assert Shortlist(pieces, entries).format(500) == Shortlist(pieces, entries).format(500)


@pytest.mark.slow
def test_a_wide_model_gets_a_shortlist_that_leaves_its_texts_alone(wide, wide_engines, sentences):
    short, full = wide_engines
    _, has_shortlist, _ = load_translator(wide.folder, "int8", threads=1)
    assert has_shortlist
    asked = list(dict.fromkeys([*sentences, *read_sample()]))
    ours, theirs = ([group[0].text for group in engine.translate(asked)] for engine in (short, full))
    n_same = sum(one == other for one, other in zip(ours, theirs, strict=True))
    assert n_same >= 0.99 * len(asked)


@pytest.fixture(autouse=True)
def home(monkeypatch, session_home):
    monkeypatch.setenv("TRANSLATE_HOME", str(session_home))


def test_a_shortlist_compares_fewer_pieces(wide_engines, wide):
    """What it leaves out shares no probability: scores rise, since the rest of the vocabulary is not weighed."""
    short, full = wide_engines
    ours, theirs = (engine.translate(["De regering is gevallen."])[0][0] for engine in (short, full))
    assert ours.text == theirs.text
    assert ours.score >= theirs.score


def test_a_forced_prefix_may_be_anything(wide_engines):
    short, full = wide_engines
    source = "Koeleba sprak met de minister."
    ours, theirs = (engine.translate([source], prefixes=["Kuleba"])[0][0] for engine in (short, full))
    assert ours == theirs


def test_only_a_large_vocabulary_needs_one(builtin, wide):
    assert not is_worthwhile(Pieces(builtin.folder))
    assert is_worthwhile(Pieces(wide.folder))


def test_a_model_that_talks_otherwise_with_a_shortlist_is_left_alone(make_random_model, widen):
    """This one writes rare pieces that no lexicon would expect."""
    unruly = widen(make_random_model(), N_FILLERS, ("target",), 50.0)
    told = []
    _, has_shortlist, _ = load_translator(unruly.folder, "int8", threads=1, notify=told.append)
    assert not has_shortlist
    assert told == ["preparing the model for this computer: about a minute, this once"]
    load_translator(unruly.folder, "int8", threads=1, notify=told.append)
    assert len(told) == 1, "the second time it is ready"


def test_a_shortlist_that_cannot_be_kept_is_not_looked_for(wide, tmp_path, monkeypatch):
    """It would take a minute at every start."""
    (tmp_path / "file").write_text("a file stands where the folder should be")
    monkeypatch.setenv("TRANSLATE_HOME", str(tmp_path / "file"))
    told = []
    _, has_shortlist, warnings = load_translator(wide.folder, "int8", threads=1, notify=told.append)
    assert not has_shortlist
    assert told == []
    assert "TRANSLATE_HOME" in warnings[0]
