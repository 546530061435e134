import json
import struct
import subprocess
import sys
import warnings

import numpy
import pytest

from translate.engines.convert import convert, make_positions
from translate.errors import ModelError


def read_binary(data):
    """Read a CTranslate2 model: arrays by name as (shape, type, bytes), and aliases."""
    position = 0

    def take(kind):
        nonlocal position
        (value,) = struct.unpack_from("<" + kind, data, position)
        position += struct.calcsize("<" + kind)
        return value

    def take_string():
        nonlocal position
        length = take("H")
        text = data[position : position + length - 1].decode()
        position += length
        return text

    head = (take("I"), take_string(), take("I"))
    arrays = {}
    for _ in range(take("I")):
        name = take_string()
        shape = tuple(take("I") for _ in range(take("B")))
        kind, size = take("B"), take("I")
        arrays[name] = (shape, kind, data[position : position + size])
        position += size
    aliases = {take_string(): take_string() for _ in range(take("I"))}
    assert position == len(data)
    return head, arrays, aliases


def convert_with_library(folder, output, quantization):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ctranslate2.converters import TransformersConverter

        TransformersConverter(str(folder)).convert(str(output), quantization=quantization)
    return {path.name: path.read_bytes() for path in output.iterdir()}


@pytest.mark.parametrize(("ours", "theirs"), [("int8", "int8_float32"), ("float32", "float32")])
def test_the_built_in_model_is_converted_as_by_the_library(builtin, tmp_path, ours, theirs):
    expected = convert_with_library(builtin.folder, tmp_path / "out", theirs)
    found = convert(builtin.folder, ours)
    assert found.keys() == expected.keys()
    for name in ("config.json", "shared_vocabulary.json"):
        assert json.loads(found[name]) == json.loads(expected[name])
    head, arrays, aliases = read_binary(found["model.bin"])
    their_head, their_arrays, their_aliases = read_binary(expected["model.bin"])
    assert (head, aliases) == (their_head, their_aliases)
    positions = "decoder/position_encodings/encodings"  # the library computes them in the file's float16
    ours, theirs = (numpy.frombuffer(table.pop(positions)[2], "<f4") for table in (arrays, their_arrays))
    assert numpy.allclose(ours, theirs, atol=1e-3)
    assert arrays == their_arrays


def test_a_float32_model_with_a_bias_is_converted_as_by_the_library(make_random_model, tmp_path):
    model = make_random_model(bias=True)
    expected = convert_with_library(model.folder, tmp_path / "out", "int8_float32")
    _, arrays, aliases = read_binary(convert(model.folder, "int8")["model.bin"])
    _, their_arrays, their_aliases = read_binary(expected["model.bin"])
    names = arrays.keys() | aliases.keys()
    assert names == their_arrays.keys() | their_aliases.keys()
    assert "decoder/projection/bias" in names
    for name in names:  # the library also lets equal arrays, such as zeros, share their bytes
        assert arrays[aliases.get(name, name)] == their_arrays[their_aliases.get(name, name)], name


def test_float16_halves_everything_but_single_numbers(builtin):
    _, arrays, _ = read_binary(convert(builtin.folder, "float16")["model.bin"])
    assert {kind for shape, kind, _ in arrays.values() if shape} == {4}
    assert arrays["decoder/scale_embeddings"][1] == 0


def test_separate_matrices_stay_separate(make_random_model):
    _, arrays, aliases = read_binary(convert(make_random_model(tied=False).folder, "float32")["model.bin"])
    assert "encoder/embeddings_0/weight" in arrays
    assert "decoder/projection/weight" in arrays
    assert aliases == {"encoder/position_encodings/encodings": "decoder/position_encodings/encodings"}


def test_positions_are_those_of_transformers():
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    for width in (8, 16):
        expected = MarianSinusoidalPositionalEmbedding(32, width).create_weight().numpy()
        assert numpy.array_equal(make_positions(32, width), expected)


def test_conversion_imports_neither_torch_nor_transformers(builtin):
    program = (
        "import sys\nfrom pathlib import Path\nfrom translate.engines.convert import convert\n"
        f"convert(Path({str(builtin.folder)!r}), 'int8')\n"
        "assert not {'torch', 'transformers', 'ctranslate2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def change_config(model, **values):
    path = model.folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@pytest.mark.parametrize("values", [{"activation_function": "tanh"}, {"decoder_start_token_id": 5}])
def test_what_ctranslate2_cannot_run_is_said(model_copy, values):
    change_config(model_copy, **values)
    with pytest.raises(ModelError, match="CTranslate2 cannot run") as caught:
        convert(model_copy.folder, "int8")
    assert "transformers" in caught.value.hint


@pytest.mark.parametrize("values", [{"decoder_layers": 9}, {"d_model": 128}, {"vocab_size": 9000}])
def test_weights_that_do_not_fit_the_configuration_are_damage(model_copy, values):
    change_config(model_copy, **values)
    with pytest.raises(ModelError, match=r"do not fit config\.json"):
        convert(model_copy.folder, "int8")


def test_a_hole_in_the_vocabulary_keeps_the_other_ids(model_copy):
    path = model_copy.folder / "vocab.json"
    vocabulary = json.loads(path.read_text())
    name = next(piece for piece, index in vocabulary.items() if index == 100)
    del vocabulary[name]
    path.write_text(json.dumps(vocabulary))
    listed = json.loads(convert(model_copy.folder, "int8")["shared_vocabulary.json"])
    assert listed[100] == "<unused100>"
    assert listed[101] == next(piece for piece, index in vocabulary.items() if index == 101)
