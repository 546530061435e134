import json
import shutil
import time
from pathlib import Path

import pytest

from translate.errors import HubError, ModelError, OutputError
from translate.models import (
    PREFERRED,
    find_model,
    list_models,
    pull_model,
    remove_model,
    verify_model,
)
from translate.models import (
    test_model as prove_model,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BUILTIN = Path(__file__).parents[2] / "translate" / "builtin"


def put_in_cache(home, small, name=PREFERRED, commit=COMMIT):
    repository = home.parent / "hf" / "hub" / f"models--{name.replace('/', '--')}"
    shutil.copytree(small, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    return repository / "snapshots" / commit


def test_the_built_in_model_is_found_by_name():
    model = find_model("built-in")
    assert model.is_builtin
    assert model.folder == BUILTIN
    assert len(model.revision) == 12
    assert model.warning == ""
    verify_model(model.folder)


def test_a_folder_is_found_and_named(small):
    model = find_model(str(small))
    assert (model.folder, model.name, model.is_builtin) == (small, "small", False)
    assert len(model.revision) == 12


def test_a_fetched_folder_keeps_its_name_and_revision(hub, small):
    hub.add(PREFERRED, small)
    folder = pull_model(PREFERRED).folder
    assert find_model(str(folder)) == find_model(PREFERRED)


@pytest.mark.parametrize("name", ["nowhere", "./nowhere/at/all", "../../x", "/none", "a/b/c"])
def test_a_folder_that_is_not_there_is_an_error(name):
    with pytest.raises(ModelError, match="no such model folder"):
        find_model(name)


def test_a_file_is_no_model_folder(small):
    with pytest.raises(ModelError, match="no such model folder"):
        find_model(str(small / "config.json"))


def test_a_folder_of_another_model_is_an_error(small):
    (small / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(ModelError, match="not a MarianMT model"):
        find_model(str(small))


def test_auto_without_a_network_is_the_built_in_model_with_one_warning_quickly():
    start = time.monotonic()
    model = find_model()
    assert time.monotonic() - start < 3
    assert model.is_builtin
    assert PREFERRED in model.warning
    assert "translate model pull" in model.warning
    assert "\n" not in model.warning


def test_auto_offline_does_not_touch_the_network(hub, small, monkeypatch):
    hub.add(PREFERRED, small)
    monkeypatch.setenv("TRANSLATE_OFFLINE", "1")
    model = find_model("auto")
    assert model.is_builtin
    assert "switched off" in model.warning
    assert hub.requests == []


def test_auto_takes_what_is_in_the_store_without_a_network(hub, small, monkeypatch):
    hub.add(PREFERRED, small)
    expected = pull_model(PREFERRED)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert find_model("auto") == expected


def test_auto_takes_what_is_in_the_hub_cache_without_a_network(home, small):
    folder = put_in_cache(home, small)
    model = find_model("auto")
    assert (model.folder, model.name, model.revision, model.warning) == (folder, PREFERRED, COMMIT, "")
    assert find_model(PREFERRED) == model


def test_auto_fetches_what_can_be_fetched_at_once(hub, small):
    hub.add(PREFERRED, small)
    model = find_model("auto")
    assert model.name == PREFERRED
    assert model.warning == ""


@pytest.mark.parametrize("trouble", ["slow", "broken", "gone", "unwritable"])
def test_auto_falls_back_whatever_goes_wrong(hub, small, home, monkeypatch, trouble):
    if trouble != "gone":
        hub.add(PREFERRED, small)
    if trouble == "slow":
        monkeypatch.setattr("translate.models.download._Clock.PATIENCE_S", 0.05)
        monkeypatch.setattr("translate.models.finding.FETCH_S", 0.06)
        hub.delay_s = 0.02
    if trouble == "broken":
        hub.spoilt = {"vocab.json"}
    if trouble == "unwritable":
        home.write_text("a file stands where the folder should be")
    model = find_model("auto")
    assert model.is_builtin
    assert model.warning
    assert "\n" not in model.warning


def test_a_name_is_fetched_and_never_replaced(hub, small):
    hub.add("someone/else", small)
    assert find_model("someone/else").name == "someone/else"
    with pytest.raises(HubError, match="the hub has no model"):
        find_model(PREFERRED)


def test_a_name_without_a_network_is_an_error_and_never_replaced():
    with pytest.raises(HubError):
        find_model(PREFERRED)


def test_the_list_shows_where_each_model_lies(hub, home, small):
    assert [(model.name, model.place) for model in list_models()] == [("built-in", "built-in")]
    hub.add("someone/else", small)
    pull_model("someone/else")
    put_in_cache(home, small)
    models = list_models()
    assert [(model.name, model.place) for model in models] == [
        ("built-in", "built-in"),
        ("someone/else", "store"),
        (PREFERRED, "hub cache"),
    ]
    assert all(model.size_bytes > 100_000 and model.folder.is_dir() for model in models)
    assert models[1].revision == COMMIT


def test_a_cache_that_is_damaged_or_of_other_models_is_passed_over(home, small):
    folder = put_in_cache(home, small)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    other = put_in_cache(home, small, name="someone/else")
    (other / "vocab.json").unlink()
    odd = put_in_cache(home, small, name="odd/one")
    (odd.parent.parent / "refs" / "main").write_text("../../x")
    empty = put_in_cache(home, small, name="no/weights")
    (empty / "model.safetensors").unlink()
    assert [model.name for model in list_models()] == ["built-in"]


def test_a_damaged_record_is_no_model(hub, small):
    hub.add(PREFERRED, small)
    folder = pull_model(PREFERRED).folder
    for content in ("{", "[]", '{"name": 1}', '{"name": "a", "revision": "b", "checksums": 3}'):
        (folder / "translate-model.json").write_text(content)
        assert [model.name for model in list_models()] == ["built-in"]


def test_removing_takes_the_conversions_along(hub, small, home):
    from translate.engines.cache import conversion_key

    hub.add(PREFERRED, small)
    folder = pull_model(PREFERRED).folder
    converted = home / "converted"
    mine = [converted / conversion_key(folder, kind) for kind in ("int8", "float32")]
    for path in (*mine, converted / "another-int8-1"):
        path.mkdir(parents=True)
    assert remove_model(PREFERRED) == folder
    assert not folder.exists()
    assert [path.name for path in converted.iterdir()] == ["another-int8-1"]
    with pytest.raises(ModelError, match="not among the fetched models"):
        remove_model(PREFERRED)


def test_what_was_not_fetched_is_not_removed(home, small):
    with pytest.raises(ModelError, match="built-in model is part"):
        remove_model("built-in")
    folder = put_in_cache(home, small)
    with pytest.raises(ModelError, match="not among") as caught:
        remove_model(PREFERRED)
    assert "cache" in caught.value.hint
    assert folder.is_dir()


def test_a_model_that_cannot_be_removed_is_an_output_error(hub, small, monkeypatch):
    hub.add(PREFERRED, small)
    pull_model(PREFERRED)

    def refuse(path, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("translate.models.finding.shutil.rmtree", refuse)
    with pytest.raises(OutputError, match="Permission denied"):
        remove_model(PREFERRED)


@pytest.mark.parametrize("name", ["vocab.json", "source.spm", "target.spm", "model.safetensors", "config.json"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "noise"])
def test_verifying_names_the_damaged_file_and_the_remedy(small, name, damage):
    path = small / name
    data = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "noise": b"\x00\xff" * 500}[damage])
    with pytest.raises(ModelError) as caught:
        verify_model(small)
    assert caught.value.path == path
    assert "translate model pull" in caught.value.hint


def test_verifying_notices_a_single_bit(hub, small):
    hub.add(PREFERRED, small)
    folder = pull_model(PREFERRED).folder
    path = folder / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(ModelError, match="SHA-256 differs") as caught:
        verify_model(folder)
    assert caught.value.path == path


def test_more_pieces_than_the_model_has_are_damage(small):
    path = small / "vocab.json"
    vocabulary = json.loads(path.read_text())
    vocabulary["extra"] = len(vocabulary)
    path.write_text(json.dumps(vocabulary))
    with pytest.raises(ModelError, match=r"more pieces than config\.json says"):
        verify_model(small)


def test_an_incomplete_package_says_to_install_again(monkeypatch, tmp_path):
    monkeypatch.setattr("translate.models.finding.BUILTIN_FOLDER", tmp_path)
    with pytest.raises(ModelError, match="missing") as caught:
        find_model("built-in")
    assert "install" in caught.value.hint


def test_the_test_of_a_model_is_at_hand():
    from translate.engines import load_engine

    assert all(not result.passed for result in prove_model(load_engine("echo"))[:2])
