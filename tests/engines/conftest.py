"""Engines on the built-in model, loaded once, and models made on the spot."""

import json
import os
import shutil
import struct
from pathlib import Path

import numpy
import pytest

from translate.engines import load_engine
from translate.engines.folder import Model
from translate.engines.interface import EngineOptions
from translate.engines.weights import read_weights

BUILTIN = Path(__file__).parents[2] / "translate" / "builtin"


@pytest.fixture(scope="session")
def sentences():
    """Sentences that a linguist may add to."""
    text = (Path(__file__).parents[1] / "cases" / "engines-sentences.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="session")
def session_home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def builtin():
    return Model(folder=BUILTIN, name="built-in", revision="test")


def load(name, model, home, **options):
    old = os.environ.get("TRANSLATE_HOME")
    os.environ["TRANSLATE_HOME"] = str(home)
    try:
        return load_engine(name, model, EngineOptions(threads=1, **options))
    finally:
        if old is None:
            del os.environ["TRANSLATE_HOME"]
        else:
            os.environ["TRANSLATE_HOME"] = old


@pytest.fixture(scope="session")
def fast(builtin, session_home):
    return load("ctranslate2", builtin, session_home)


@pytest.fixture(scope="session")
def exact(builtin, session_home):
    return load("ctranslate2-float32", builtin, session_home)


@pytest.fixture(scope="session")
def greedy(builtin, session_home):
    return load("ctranslate2", builtin, session_home, beam_size=1)


@pytest.fixture(scope="session")
def reference(builtin, session_home):
    return load("transformers", builtin, session_home)


@pytest.fixture
def model_copy(tmp_path):
    """A copy of the built-in model that a test may damage."""
    folder = tmp_path / "model"
    shutil.copytree(BUILTIN, folder)
    return Model(folder=folder, name="copy", revision="test")


def write_safetensors(path, arrays):
    """Write float32 arrays as the format's description says, not as this program does."""
    table, position, chunks = {}, 0, []
    for name, array in arrays.items():
        data = numpy.ascontiguousarray(array, dtype="<f4").tobytes()
        table[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [position, position + len(data)],
        }
        position += len(data)
        chunks.append(data)
    header = json.dumps(table).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"".join(chunks))


def random_arrays(rng, *, width=16, ffn=32, vocabulary=8000, layers=1, tied=True, scale=0.1):
    """Weights of a MarianMT model that was never trained."""
    arrays = {"final_logits_bias": numpy.zeros((1, vocabulary))}
    arrays["model.shared.weight"] = rng.normal(size=(vocabulary, width))
    if not tied:
        for name in ("model.encoder.embed_tokens", "model.decoder.embed_tokens", "lm_head"):
            arrays[f"{name}.weight"] = rng.normal(size=(vocabulary, width))
        del arrays["model.shared.weight"]
    for side in ("encoder", "decoder"):
        for layer in range(layers):
            prefix = f"model.{side}.layers.{layer}"
            for kind in ("self_attn", "encoder_attn")[: 1 if side == "encoder" else 2]:
                for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    arrays[f"{prefix}.{kind}.{part}.weight"] = rng.normal(size=(width, width)) * scale
                    arrays[f"{prefix}.{kind}.{part}.bias"] = rng.normal(size=width) * scale
                arrays[f"{prefix}.{kind}_layer_norm.weight"] = numpy.ones(width)
                arrays[f"{prefix}.{kind}_layer_norm.bias"] = numpy.zeros(width)
            arrays[f"{prefix}.fc1.weight"] = rng.normal(size=(ffn, width)) * scale
            arrays[f"{prefix}.fc1.bias"] = numpy.zeros(ffn)
            arrays[f"{prefix}.fc2.weight"] = rng.normal(size=(width, ffn)) * scale
            arrays[f"{prefix}.fc2.bias"] = numpy.zeros(width)
            arrays[f"{prefix}.final_layer_norm.weight"] = numpy.ones(width)
            arrays[f"{prefix}.final_layer_norm.bias"] = numpy.zeros(width)
    return arrays


def piece_message(piece):
    """Return one more entry for a SentencePiece model: protocol buffers may be extended at the end."""
    text = piece.encode()
    body = b"\x0a" + bytes([len(text)]) + text + b"\x15" + numpy.float32(-20).tobytes()
    return b"\x0a" + bytes([len(body)]) + body


def write_wide(model, folder, n_fillers, sides, bias_of_fillers=-100.0):
    """Write a model with more pieces, dealt out to the sides in turn, that no text has.

    With the bias as it is none of them is ever written.
    """
    shutil.copytree(model.folder, folder, dirs_exist_ok=True)
    weights = dict(read_weights(folder))
    vocabulary = json.loads((folder / "vocab.json").read_text())
    pad = vocabulary.pop("<pad>")
    assert pad == len(vocabulary)
    extra = dict.fromkeys(sides, b"")
    for index in range(n_fillers):
        piece = f"▁\ue000{index}"
        vocabulary[piece] = pad + index
        extra[sides[index % len(sides)]] += piece_message(piece)
    vocabulary["<pad>"] = pad + n_fillers
    for side, data in extra.items():
        path = folder / f"{side}.spm"
        path.write_bytes(path.read_bytes() + data)
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    embeddings, bias = weights["model.shared.weight"], weights["final_logits_bias"]
    rows = numpy.random.default_rng(1).normal(size=(n_fillers, embeddings.shape[1])) * 0.1
    weights["model.shared.weight"] = numpy.concatenate([embeddings[:pad], rows, embeddings[pad:]])
    more = numpy.full((1, n_fillers), bias_of_fillers)
    weights["final_logits_bias"] = numpy.concatenate([bias[:, :pad], more, bias[:, pad:]], axis=1)
    write_safetensors(folder / "model.safetensors", weights)
    config = json.loads((folder / "config.json").read_text())
    size = len(vocabulary)
    config.update(
        vocab_size=size, decoder_vocab_size=size, pad_token_id=size - 1, decoder_start_token_id=size - 1
    )
    (folder / "config.json").write_text(json.dumps(config))
    return Model(folder=folder, name=folder.name, revision="test")


@pytest.fixture(scope="session")
def widen(tmp_path_factory):
    """Return `write_wide` into a new folder."""
    return lambda model, *arguments: write_wide(model, tmp_path_factory.mktemp("wide"), *arguments)


@pytest.fixture
def make_random_model(tmp_path):
    """Return a function that writes an untrained model with the built-in one's pieces."""

    def make(seed=1, *, tied=True, bias=False):
        folder = tmp_path / f"random-{seed}"
        folder.mkdir()
        for name in ("source.spm", "target.spm", "vocab.json"):
            shutil.copy(BUILTIN / name, folder)
        config = json.loads((BUILTIN / "config.json").read_text())
        vocabulary = config["vocab_size"]
        config.update(
            d_model=16,
            encoder_ffn_dim=32,
            decoder_ffn_dim=32,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            dtype="float32",
            share_encoder_decoder_embeddings=tied,
            tie_word_embeddings=tied,
        )
        (folder / "config.json").write_text(json.dumps(config))
        arrays = random_arrays(numpy.random.default_rng(seed), vocabulary=vocabulary, tied=tied)
        for array in arrays.values():
            if array.shape == (vocabulary, 16):
                array[config["pad_token_id"]] = 0.0
        if bias:
            arrays["final_logits_bias"][0, :100] = 1.0
        write_safetensors(folder / "model.safetensors", arrays)
        return Model(folder=folder, name=folder.name, revision="test")

    return make
