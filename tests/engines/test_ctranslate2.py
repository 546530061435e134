import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from translate.engines import cache, load_engine
from translate.engines.cache import conversion_key, keep
from translate.engines.ctranslate2 import count_workers
from translate.engines.interface import EngineOptions
from translate.errors import ModelError

OPTIONS = EngineOptions(threads=1)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("TRANSLATE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def converted(home):
    return sorted(path.name for path in (home / "converted").iterdir())


def test_a_model_is_converted_once(builtin, home, monkeypatch):
    first = load_engine("ctranslate2", builtin, OPTIONS).translate(["De kat."])
    assert converted(home) == [conversion_key(builtin.folder, "int8")]

    def fail(*arguments):
        raise AssertionError("converted again")

    monkeypatch.setattr("translate.engines.ctranslate2.convert", fail)
    assert load_engine("ctranslate2", builtin, OPTIONS).translate(["De kat."]) == first


def test_each_number_type_and_each_model_has_its_own_folder(builtin, model_copy, make_random_model):
    same = conversion_key(model_copy.folder, "int8")
    assert same == conversion_key(builtin.folder, "int8")
    assert same != conversion_key(builtin.folder, "float32")
    assert same != conversion_key(make_random_model().folder, "int8")
    path = model_copy.folder / "vocab.json"
    path.write_text(path.read_text() + "\n")
    assert same != conversion_key(model_copy.folder, "int8")


def test_an_interrupted_conversion_leaves_nothing(builtin, home, monkeypatch):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cache.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        load_engine("ctranslate2", builtin, OPTIONS)
    assert converted(home) == []


def test_the_rest_of_a_killed_conversion_is_swept_up_later(builtin, home):
    old, new = (home / "converted" / f".partial-{name}" for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    load_engine("ctranslate2", builtin, OPTIONS)
    assert not old.exists()
    assert new.exists()


def test_a_damaged_conversion_is_made_again(builtin, home):
    expected = load_engine("ctranslate2", builtin, OPTIONS).translate(["De kat."])
    path = home / "converted" / conversion_key(builtin.folder, "int8") / "model.bin"
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    engine = load_engine("ctranslate2", builtin, OPTIONS)
    assert engine.translate(["De kat."]) == expected
    assert engine.warnings == ()
    assert path.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without_and_said(builtin, home):
    home.write_text("a file stands where the folder should be")
    engine = load_engine("ctranslate2", builtin, OPTIONS)
    assert engine.translate(["Hallo."])[0][0].text
    (warning,) = engine.warnings
    assert str(home) in warning
    assert "TRANSLATE_HOME" in warning


def test_a_full_disk_is_done_without_and_leaves_nothing(builtin, home, monkeypatch):
    def fill(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.os, "fsync", fill)
    engine = load_engine("ctranslate2", builtin, OPTIONS)
    assert engine.translate(["Hallo."])[0][0].text
    assert "No space left" in engine.warnings[0]
    assert converted(home) == []


def test_two_processes_that_convert_at_once_both_succeed(tmp_path, monkeypatch):
    cached = tmp_path / "converted" / "key"
    real = cache.tempfile.mkdtemp

    def be_slower(**options):
        cached.mkdir()
        (cached / "model.bin").write_bytes(b"theirs")
        monkeypatch.setattr(cache.shutil, "rmtree", lambda *arguments, **options: None)
        return real(**options)

    monkeypatch.setattr(cache.tempfile, "mkdtemp", be_slower)
    assert keep({"model.bin": b"ours"}, cached) == ""
    assert (cached / "model.bin").read_bytes() == b"theirs"


def test_damaged_weights_are_named(model_copy):
    path = model_copy.folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    for name in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match="cut short") as caught:
            load_engine(name, model_copy, OPTIONS)
        assert caught.value.path == path


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "source.spm", "target.spm", "model.safetensors"])
@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_a_missing_file_is_named(model_copy, engine, name):
    (model_copy.folder / name).unlink()
    with pytest.raises(ModelError, match="missing") as caught:
        load_engine(engine, model_copy, OPTIONS)
    assert caught.value.path == model_copy.folder / name


def test_weights_without_a_layer_are_damage_to_transformers_too(make_random_model):
    import json

    model = make_random_model()
    path = model.folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "decoder_layers": 2}))
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match=r"damaged"):
            load_engine(engine, model, OPTIONS)


def test_pickled_weights_translate_in_both_engines(builtin, model_copy, fast):
    import torch
    from safetensors.torch import load_file

    path = model_copy.folder / "model.safetensors"
    torch.save(load_file(path), model_copy.folder / "pytorch_model.bin")
    path.unlink()
    expected = fast.translate(["Ik heb een hond."])[0][0].text
    assert load_engine("ctranslate2", model_copy, OPTIONS).translate(["Ik heb een hond."])[0][0].text == expected
    assert "dog" in load_engine("transformers", model_copy, OPTIONS).translate(["Ik heb een hond."])[0][0].text


def test_models_with_a_bias_or_separate_matrices_agree_with_the_reference(make_random_model, sentences):
    chosen = sentences[:4]
    for seed, shape in ((1, {"bias": True}), (2, {"tied": False})):
        model = make_random_model(seed, **shape)
        pairs = [(source, "The minister said nothing.") for source in chosen]
        ours, theirs = (
            load_engine(name, model, OPTIONS).score(pairs) for name in ("ctranslate2-float32", "transformers")
        )
        assert ours == pytest.approx(theirs, abs=1e-3)


def test_what_the_library_refuses_is_a_model_error(builtin, monkeypatch):
    import ctranslate2

    def refuse(*arguments, **options):
        raise RuntimeError("unsupported")

    monkeypatch.setattr(ctranslate2, "Translator", refuse)
    with pytest.raises(ModelError, match="cannot load the model: unsupported"):
        load_engine("ctranslate2", builtin, OPTIONS)


def test_a_card_gets_float16(builtin, monkeypatch):
    import ctranslate2

    seen = {}

    def note(path, **options):
        seen.update(options)
        return SimpleNamespace(num_translators=1)

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 2)
    monkeypatch.setattr(ctranslate2, "Translator", note)
    engine = load_engine("ctranslate2", builtin, EngineOptions(device="cuda:1"))
    assert (seen["device"], seen["device_index"], seen["compute_type"]) == ("cuda", 1, "float16")
    assert engine.identity.engine == "ctranslate2-float16"


def test_workers_are_of_one_thread_each():
    assert count_workers(3) == {"inter_threads": 3, "intra_threads": 1}
    assert count_workers(0)["inter_threads"] >= 1


def test_translating_imports_neither_torch_nor_transformers(builtin):
    program = (
        "import sys\nfrom translate.engines import load_engine\nfrom translate.models import find_builtin\n"
        "engine = load_engine('ctranslate2', find_builtin())\n"
        "assert engine.translate(['Ik heb een hond.'])[0][0].text\n"
        "assert not {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)"
    )
    for _ in ("converting", "converted"):
        subprocess.run([sys.executable, "-c", program], check=True, env=dict(os.environ))
