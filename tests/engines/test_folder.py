import json
import re
from pathlib import Path

import pytest

from translate.engines.folder import checksum, find_weights, read_config
from translate.engines.home import converted_folder, find_home, models_folder
from translate.errors import ModelError


def test_the_built_in_configuration_is_read(builtin):
    config = read_config(builtin.folder)
    data = json.loads((builtin.folder / "config.json").read_text())
    assert config.width == data["d_model"]
    assert config.pad_id == data["pad_token_id"]
    assert config.tied_embeddings


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ModelError, match="no such model folder") as caught:
        read_config(tmp_path / "none")
    assert caught.value.path == tmp_path / "none"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"model_type": "bert"}, "not a MarianMT model: model_type is 'bert'"),
        ({"model_type": None}, "not a MarianMT model"),
        ({"d_model": "x"}, "d_model is 'x'"),
        ({"d_model": -1}, "d_model is -1"),
        ({"vocab_size": True}, "vocab_size is True"),
        ({"encoder_attention_heads": 0}, "0 attention heads"),
        ({"encoder_attention_heads": 7}, "cannot be shared by 7"),
        ({"eos_token_id": 10**6}, "outside the vocabulary"),
    ],
)
def test_a_configuration_that_cannot_be_true_is_refused(model_copy, values, complaint):
    path = model_copy.folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))
    with pytest.raises(ModelError, match=re.escape(complaint)) as caught:
        read_config(model_copy.folder)
    assert caught.value.path == path


def test_a_missing_or_unreadable_configuration_is_named(model_copy):
    path = model_copy.folder / "config.json"
    path.unlink()
    with pytest.raises(ModelError, match="missing from the model's folder"):
        read_config(model_copy.folder)
    path.mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        read_config(model_copy.folder)


def test_safetensors_are_preferred_and_an_empty_file_is_damage(model_copy):
    (model_copy.folder / "pytorch_model.bin").write_bytes(b"x")
    weights = model_copy.folder / "model.safetensors"
    assert find_weights(model_copy.folder) == weights
    weights.write_bytes(b"")
    with pytest.raises(ModelError, match="empty"):
        find_weights(model_copy.folder)
    weights.unlink()
    assert find_weights(model_copy.folder).name == "pytorch_model.bin"
    (model_copy.folder / "pytorch_model.bin").unlink()
    with pytest.raises(ModelError, match="missing"):
        find_weights(model_copy.folder)


def test_a_checksum_of_nothing_is_an_error(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        checksum(tmp_path / "none")
    (tmp_path / "a").write_bytes(b"abc")
    assert checksum(tmp_path / "a").startswith("ba7816bf")


def test_one_variable_moves_everything(monkeypatch, tmp_path):
    monkeypatch.setenv("TRANSLATE_HOME", str(tmp_path))
    assert models_folder() == tmp_path / "models"
    assert converted_folder() == tmp_path / "converted"


@pytest.mark.parametrize(
    ("platform", "kind", "expected"),
    [
        ("linux", "data", ".local/share/translate-nl-en"),
        ("linux", "cache", ".cache/translate-nl-en"),
        ("darwin", "data", "Library/Application Support/translate-nl-en"),
        ("darwin", "cache", "Library/Caches/translate-nl-en"),
        ("win32", "data", "AppData/Local/translate-nl-en"),
    ],
)
def test_each_system_has_its_own_place(monkeypatch, tmp_path, platform, kind, expected):
    for name in ("TRANSLATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert find_home(kind) == tmp_path / expected


def test_xdg_folders_count_only_when_absolute(monkeypatch, tmp_path):
    monkeypatch.delenv("TRANSLATE_HOME", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_home("cache") == tmp_path / "translate-nl-en"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert find_home("cache") == Path.home() / ".cache" / "translate-nl-en"
