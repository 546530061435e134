import hashlib
import json
import shutil
import time

import pytest

from translate.errors import HubError, ModelError, OutputError
from translate.models import find_model, list_models, pull_model, remove_model, verify_model

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "Helsinki-NLP/opus-mt-nl-en"


def same_file(one, other):
    return one.read_bytes() == other.read_bytes()


def test_a_model_is_fetched_whole_and_recorded(hub, home):
    source = hub.add(NAME)
    told = []
    model = pull_model(NAME, progress=lambda *what: told.append(what))
    assert model.folder == home / "models" / "Helsinki-NLP--opus-mt-nl-en"
    assert (model.name, model.revision) == (NAME, COMMIT)
    for name in ("config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json"):
        assert same_file(model.folder / name, source / name)
    record = json.loads((model.folder / "translate-model.json").read_text())
    assert record["revision"] == COMMIT
    weights = (source / "model.safetensors").read_bytes()
    assert record["checksums"]["model.safetensors"] == hashlib.sha256(weights).hexdigest()
    sizes = [(n_bytes, total) for name, n_bytes, total in told if name == "model.safetensors"]
    assert sizes == sorted(sizes)
    assert sizes[-1] == (len(weights), len(weights))
    verify_model(model.folder)
    assert find_model(NAME) == model


def test_only_what_the_model_needs_is_fetched(hub, small):
    shutil.copytree(small, hub.folder / NAME)
    for name in ("run.py", "model.onnx", "tf_model.h5", "pytorch_model.bin"):
        (hub.folder / NAME / name).write_bytes(b"x")
    folder = pull_model(NAME).folder
    assert not {"run.py", "model.onnx", "tf_model.h5", "pytorch_model.bin"} & {p.name for p in folder.iterdir()}


def test_a_model_that_is_there_is_not_fetched_again(hub, small):
    hub.add(NAME, small)
    pull_model(NAME)
    hub.requests.clear()
    pull_model(NAME, revision=COMMIT)
    assert hub.requests == []


def test_a_damaged_model_is_fetched_again(hub, small):
    hub.add(NAME, small)
    folder = pull_model(NAME).folder
    (folder / "source.spm").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="not a SentencePiece model"):
        verify_model(folder)
    pull_model(NAME)
    verify_model(folder)


@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_connection_that_breaks_is_taken_up_again(hub, small, knows_ranges):
    hub.add(NAME, small)
    hub.knows_ranges = knows_ranges
    hub.cut_after["source.spm"] = 70_000
    folder = pull_model(NAME).folder
    assert same_file(folder / "source.spm", small / "source.spm")
    asked = [bounds for name, bounds in hub.requests if name == "source.spm"]
    assert len(asked) == 2
    assert asked[1].startswith("bytes=")


def test_an_interrupted_download_goes_on_where_it_ended(hub, small):
    hub.add(NAME, small)

    def interrupt(name, n_bytes, total):
        if name == "source.spm":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull_model(NAME, progress=interrupt)
    assert [model.name for model in list_models()] == ["built-in"]
    assert any(name == "config.json" for name, _ in hub.requests)
    hub.requests.clear()
    folder = pull_model(NAME).folder
    assert same_file(folder / "source.spm", small / "source.spm")
    assert not any(name == "config.json" for name, _ in hub.requests)
    assert [bounds for name, bounds in hub.requests if name == "source.spm"] != [None]
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_file_that_keeps_breaking_is_an_error_and_its_start_is_kept(hub, small, monkeypatch):
    hub.add(NAME, small)

    class Always(dict):
        def pop(self, name, default=None):
            return 100 if name == "source.spm" else default

    hub.cut_after = Always()
    with pytest.raises(HubError) as caught:
        pull_model(NAME)
    assert caught.value.hint


def test_a_file_that_arrives_damaged_is_refused_and_fetched_anew(hub, small):
    hub.add(NAME, small)
    for name in ("target.spm", "vocab.json"):
        hub.spoilt = {name}
        with pytest.raises(HubError, match=f"{name} of {NAME} arrived damaged"):
            pull_model(NAME)
        assert [model.name for model in list_models()] == ["built-in"]
    hub.spoilt = set()
    verify_model(pull_model(NAME).folder)


def test_a_part_that_is_longer_than_the_file_is_thrown_away(hub, small, home):
    hub.add(NAME, small)
    partial = home / "models" / f".partial-Helsinki-NLP--opus-mt-nl-en-{COMMIT}"
    partial.mkdir(parents=True)
    (partial / "config.json.part").write_bytes(b"x" * 10**5)
    (partial / "vocab.json.part").write_bytes((small / "vocab.json").read_bytes())
    verify_model(pull_model(NAME).folder)


def test_pickled_weights_become_safetensors(hub, small):
    import torch
    from safetensors.torch import load_file

    folder = hub.add(NAME, small)
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    fetched = pull_model(NAME).folder
    assert (fetched / "model.safetensors").is_file()
    assert not (fetched / "pytorch_model.bin").exists()
    verify_model(fetched)


def test_a_model_of_another_kind_is_refused_and_not_kept(hub, small):
    folder = hub.add(NAME, small)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="not a MarianMT model"):
        pull_model(NAME)
    assert [model.name for model in list_models()] == ["built-in"]


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "source.spm", "model.safetensors"])
def test_a_repository_without_a_file_is_refused_before_anything_is_fetched(hub, small, name):
    folder = hub.add(NAME, small)
    (folder / name).unlink()
    with pytest.raises(HubError, match="has no"):
        pull_model(NAME)
    assert hub.requests == []


def test_an_unknown_model_is_an_error_with_a_hint(hub):
    with pytest.raises(HubError, match="the hub has no model nobody/nothing") as caught:
        pull_model("nobody/nothing")
    assert "check the name" in caught.value.hint


def test_an_unknown_revision_is_an_error(hub, small):
    hub.add(NAME, small)
    with pytest.raises(HubError, match="no revision 'v9'"):
        pull_model(NAME, "v9")


@pytest.mark.parametrize(
    ("status", "message"), [(403, "let in"), (500, "answers with an error"), (429, "answers")]
)
def test_a_hub_that_refuses_says_so(hub, small, status, message):
    hub.add(NAME, small)
    hub.status["/api/"] = status
    with pytest.raises(HubError, match=message):
        pull_model(NAME)


def test_a_file_that_the_hub_does_not_give_out_is_an_error(hub, small):
    hub.add(NAME, small)
    hub.status[f"/{NAME}/resolve/{COMMIT}/vocab.json"] = 404
    with pytest.raises(HubError, match="answers with an error"):
        pull_model(NAME)


def test_no_network_ends_in_seconds():
    start = time.monotonic()
    with pytest.raises(HubError, match=r"cannot be reached|answers with an error") as caught:
        pull_model(NAME)
    assert time.monotonic() - start < 5
    assert "--model PATH" in caught.value.hint


@pytest.mark.parametrize("variable", ["TRANSLATE_OFFLINE", "HF_HUB_OFFLINE"])
def test_the_network_can_be_forbidden(hub, small, monkeypatch, variable):
    hub.add(NAME, small)
    monkeypatch.setenv(variable, "1")
    with pytest.raises(HubError, match=f"{variable.split('_')[0]}.*_OFFLINE|OFFLINE"):
        pull_model(NAME)
    assert hub.requests == []


@pytest.mark.parametrize(
    "name", ["../../x", "a/../b", "/etc", "a", "a/b/c", "", "a//b", "-a/b", "a/.b", "a/b\n", "C:\\x", "a--b/c"]
)
def test_a_name_that_leads_elsewhere_is_refused(hub, home, name):
    for call in (pull_model, remove_model):
        with pytest.raises(ModelError):
            call(name)
    assert not home.exists()


@pytest.mark.parametrize("revision", ["../x", "", " ", "a b", "-x", "a/../../b"])
def test_a_revision_that_leads_elsewhere_is_refused(hub, revision):
    with pytest.raises(ModelError, match="not a revision"):
        pull_model(NAME, revision)


def test_a_store_that_cannot_be_written_is_an_output_error(hub, small, home):
    hub.add(NAME, small)
    partial = home / "models" / f".partial-Helsinki-NLP--opus-mt-nl-en-{COMMIT}"
    (partial / "vocab.json.part").mkdir(parents=True)
    with pytest.raises(OutputError):
        pull_model(NAME)
    shutil.rmtree(home)
    home.write_text("a file stands where the folder should be")
    with pytest.raises(OutputError):
        pull_model(NAME)


def test_a_download_that_takes_too_long_is_given_up_and_kept(hub, small, monkeypatch):
    hub.add(NAME, small)
    monkeypatch.setattr("translate.models.download._Clock.PATIENCE_S", 0.05)
    hub.delay_s = 0.02
    with pytest.raises(HubError, match="too slow") as caught:
        pull_model(NAME, deadline_s=0.06)
    assert "model pull" in caught.value.hint
    hub.delay_s = 0.0
    verify_model(pull_model(NAME, deadline_s=60.0).folder)
