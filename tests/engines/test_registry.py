import importlib.util

import pytest

from translate.engines import ENGINES, choose_engine, load_engine
from translate.engines.interface import EngineOptions
from translate.errors import ModelError, SettingsError


def test_an_unknown_engine_is_told_which_there_are():
    with pytest.raises(SettingsError, match="no engine 'marian'") as caught:
        load_engine("marian")
    assert all(name in caught.value.hint for name in ENGINES)


def test_an_engine_without_a_model_says_so():
    with pytest.raises(ModelError, match="needs a model"):
        load_engine("ctranslate2")


@pytest.mark.parametrize(
    "options",
    [
        {"beam_size": 0},
        {"batch_tokens": 0},
        {"threads": -1},
        {"max_target_ratio": 0},
        {"device": "tpu"},
        {"device": "cuda:x"},
        {"device": ""},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(SettingsError):
        load_engine("echo", None, EngineOptions(**options))


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
@pytest.mark.parametrize("device", ["cuda:99", "mps"])
def test_a_device_that_is_not_there_is_refused(builtin, engine, device):
    with pytest.raises(SettingsError, match=r"no device|does not run on"):
        load_engine(engine, builtin, EngineOptions(device=device))


def test_auto_takes_ctranslate2_on_a_processor_and_transformers_elsewhere(monkeypatch):
    assert choose_engine(EngineOptions()) == "ctranslate2"
    assert choose_engine(EngineOptions(device="cuda")) == "transformers"
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert choose_engine(EngineOptions()) == "transformers"


def test_a_library_that_is_not_installed_is_named(builtin, monkeypatch):
    monkeypatch.setitem(ENGINES, "ctranslate2", "translate.engines.no_such_module:load")
    with pytest.raises(SettingsError, match="which is not installed") as caught:
        load_engine("ctranslate2", builtin)
    assert "pip install" in caught.value.hint


def test_the_reference_engine_keeps_to_its_threads_and_names_weights_that_it_cannot_load(model_copy, monkeypatch):
    import torch
    import transformers

    threads = []
    monkeypatch.setattr(torch, "set_num_threads", threads.append)

    def refuse(*arguments, **options):
        raise RuntimeError("size mismatch")

    monkeypatch.setattr(transformers.MarianMTModel, "from_pretrained", refuse)
    with pytest.raises(ModelError, match="the weights cannot be loaded") as caught:
        load_engine("transformers", model_copy, EngineOptions(threads=1, device="cpu"))
    assert caught.value.path == model_copy.folder / "model.safetensors"
    assert threads == [1]
