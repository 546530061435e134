"""A model whose two piece models differ, as those of OPUS-MT do: half of its vocabulary is never written."""

import json
import shutil

import numpy
import pytest

from translate.engines import load_engine
from translate.engines.convert import convert
from translate.engines.folder import Model
from translate.engines.interface import EngineOptions
from translate.engines.weights import read_weights

N_FILLERS = 3000


def piece_message(piece):
    """Return one more entry for a SentencePiece model: protocol buffers may be extended at the end."""
    text = piece.encode()
    body = b"\x0a" + bytes([len(text)]) + text + b"\x15" + numpy.float32(-20).tobytes()
    return b"\x0a" + bytes([len(body)]) + body


@pytest.fixture(scope="module")
def two_sided(builtin, tmp_path_factory):
    """The built-in model with pieces that only sources, and others that only targets can have."""
    from safetensors.numpy import save_file

    folder = tmp_path_factory.mktemp("two-sided")
    shutil.copytree(builtin.folder, folder, dirs_exist_ok=True)
    weights = read_weights(folder)
    vocabulary = json.loads((folder / "vocab.json").read_text())
    pad = vocabulary.pop("<pad>")
    assert pad == len(vocabulary)
    extra = {"source.spm": b"", "target.spm": b""}
    for index in range(N_FILLERS):
        piece = f"▁\ue000{index}"
        vocabulary[piece] = pad + index
        extra[("source.spm", "target.spm")[index % 2]] += piece_message(piece)
    vocabulary["<pad>"] = pad + N_FILLERS
    for name, data in extra.items():
        (folder / name).write_bytes((folder / name).read_bytes() + data)
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    embeddings, bias = weights["model.shared.weight"], weights["final_logits_bias"]
    rows = numpy.random.default_rng(1).normal(size=(N_FILLERS, embeddings.shape[1])).astype("f4") * 0.1
    weights["model.shared.weight"] = numpy.concatenate([embeddings[:pad], rows, embeddings[pad:]])
    never = numpy.full((1, N_FILLERS), -100.0, "f4")
    weights["final_logits_bias"] = numpy.concatenate([bias[:, :pad], never, bias[:, pad:]], axis=1)
    save_file(weights, folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text())
    size = len(vocabulary)
    config.update(
        vocab_size=size, decoder_vocab_size=size, pad_token_id=size - 1, decoder_start_token_id=size - 1
    )
    (folder / "config.json").write_text(json.dumps(config))
    return Model(folder=folder, name="two-sided", revision="test")


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
