import pytest

from translate.engines import golden, load_engine
from translate.engines.golden import GoldenResult, is_healthy
from translate.engines.interface import EngineOptions, Hypothesis


def test_the_built_in_model_is_healthy(fast):
    results = golden.test_engine(fast)
    assert is_healthy(results)
    assert all(result.target for result in results)


def test_an_untrained_model_is_not(make_random_model, monkeypatch, tmp_path):
    monkeypatch.setenv("TRANSLATE_HOME", str(tmp_path))
    engine = load_engine("ctranslate2-float32", make_random_model(), EngineOptions(beam_size=1, threads=1))
    results = golden.test_engine(engine)
    assert not is_healthy(results)
    assert not any(result.passed for result in results)


def test_a_model_that_copies_is_not():
    assert not is_healthy(golden.test_engine(load_engine("echo")))


class Parrot:
    """An engine that always says the same."""

    def __init__(self, text, score=-0.5):
        self.hypothesis = Hypothesis(text=text, score=score)

    def translate(self, sources):
        return [(self.hypothesis,)] * len(sources)


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        (Parrot(""), "empty"),
        (Parrot("no no no no no"), "repeats itself"),
        (Parrot("Good morning.", score=-7.0), "unlikely words (score -7.00)"),
        (Parrot("Banana."), "without good morning"),
    ],
)
def test_what_is_wrong_is_said(engine, reason):
    assert golden.test_engine(engine)[0].reason == reason


def test_a_right_translation_passes_whatever_its_case():
    assert golden.test_engine(Parrot("GOOD MORNING!"))[0].passed
    assert GoldenResult(source="a", target="b", score=0.0, reason="").passed
