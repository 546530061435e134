"""A model whose two piece models differ, as those of OPUS-MT do: half of its vocabulary is never written."""

import json

import numpy
import pytest

from translate.engines import load_engine
from translate.engines.convert import convert
from translate.engines.interface import EngineOptions

N_FILLERS = 3000


@pytest.fixture(scope="module")
def two_sided(builtin, widen):
    """The built-in model with pieces that only sources, and others that only targets can have."""
    return widen(builtin, N_FILLERS, ("source", "target"))


@pytest.fixture
def engines(two_sided, session_home, monkeypatch):
    monkeypatch.setenv("TRANSLATE_HOME", str(session_home))
    return [
        load_engine(name, two_sided, EngineOptions(threads=1)) for name in ("ctranslate2", "ctranslate2-float32")
    ]


def test_each_side_keeps_the_pieces_that_it_can_have(two_sided):
    files = convert(two_sided.folder, "int8")
    source, target = (json.loads(files[f"{side}_vocabulary.json"]) for side in ("source", "target"))
    every = json.loads((two_sided.folder / "vocab.json").read_text())
    assert len(source) + len(target) - (len(every) - 1 - N_FILLERS) == len(every) - 1
    assert source[0] == target[0] == "</s>"
    assert set(source) | set(target) | {"<pad>"} == set(every)


def test_the_exact_model_keeps_every_piece(two_sided):
    files = convert(two_sided.folder, "float32")
    assert (
        len(json.loads(files["shared_vocabulary.json"]))
        == len(json.loads((two_sided.folder / "vocab.json").read_text())) - 1
    )


def test_texts_are_those_of_the_same_weights_without_the_other_half(engines, fast, exact, sentences):
    for shorter, whole in zip(engines, (fast, exact), strict=True):
        found, expected = shorter.translate(sentences), whole.translate(sentences)
        assert [group[0].text for group in found] == [group[0].text for group in expected]
        assert [group[0].score for group in found] == pytest.approx([g[0].score for g in expected], abs=2e-3)


def test_prefixes_scores_and_attention_work_on_the_shorter_vocabulary(engines, fast):
    shorter, _ = engines
    source = "Koeleba sprak met de minister."
    found, expected = (engine.translate([source], prefixes=["Kuleba"])[0][0] for engine in (shorter, fast))
    assert found.text == expected.text
    pair = [(source, "Kuleba spoke with the minister.")]
    assert shorter.score(pair) == pytest.approx(fast.score(pair), abs=2e-3)
    ours, theirs = shorter.attend(pair)[0], fast.attend(pair)[0]
    assert (ours.source_spans, ours.target_spans) == (theirs.source_spans, theirs.target_spans)
    assert numpy.allclose(ours.weights, theirs.weights, atol=1e-3)
