import json
import re
import struct

import numpy
import pytest

from translate.engines.weights import check_safetensors, convert_pickled, read_safetensors, read_weights
from translate.errors import ModelError


def write(path, table, data=b"", length=None):
    header = json.dumps(table).encode() if isinstance(table, dict) else table
    path.write_bytes(struct.pack("<Q", len(header) if length is None else length) + header + data)
    return path


def entry(dtype, shape, start, stop):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, stop]}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.safetensors"


@pytest.mark.parametrize(
    ("dtype", "numbers"),
    [
        ("F32", numpy.array([1.5, -2.0], "<f4")),
        ("F16", numpy.array([1.5, -2.0], "<f2")),
        ("F64", numpy.array([1.5, -2.0], "<f8")),
        ("I64", numpy.array([3, -2], "<i8")),
        ("I8", numpy.array([3, -2], "i1")),
        ("U8", numpy.array([3, 200], "u1")),
        ("BF16", numpy.array([0x3FC0, 0xC000], "<u2")),
    ],
)
def test_every_number_type_becomes_float32(path, dtype, numbers):
    write(path, {"x": entry(dtype, [2, 1], 0, numbers.nbytes)}, numbers.tobytes())
    array = read_safetensors(path)["x"]
    assert array.dtype == numpy.float32
    assert array.shape == (2, 1)
    expected = [1.5, -2.0] if dtype == "BF16" else numbers.tolist()
    assert array[:, 0].tolist() == expected


def test_the_library_reads_the_same(builtin):
    from safetensors.numpy import load_file

    ours, theirs = read_weights(builtin.folder), load_file(builtin.folder / "model.safetensors")
    assert ours.keys() == theirs.keys()
    assert all(numpy.array_equal(ours[name], theirs[name].astype(numpy.float32)) for name in ours)


@pytest.mark.parametrize(
    ("table", "data", "complaint"),
    [
        ({"x": entry("F32", [2], 0, 8)}, b"1234", "cut short"),
        ({"x": entry("F32", [2], 0, 8)}, b"x" * 12, "bytes follow the last tensor"),
        ({"x": entry("F32", [3], 0, 8)}, b"x" * 8, "not a safetensors file"),
        ({"x": entry("F99", [2], 0, 8)}, b"x" * 8, "not a safetensors file"),
        ({"x": entry("F32", ["a"], 0, 8)}, b"x" * 8, "not a safetensors file"),
        ({"x": entry("F32", [2], -8, 0)}, b"", "not a safetensors file"),
        ({"x": {}}, b"", "not a safetensors file"),
        ({"x": 1}, b"", "not a safetensors file"),
        (b"[1]", b"", "not a safetensors file"),
        (b"{", b"", "not a safetensors file"),
        (b"\xff\xfe", b"", "not a safetensors file"),
    ],
)
def test_a_table_that_cannot_be_true_is_damage(path, table, data, complaint):
    write(path, table, data)
    with pytest.raises(ModelError, match=re.escape(complaint)) as caught:
        check_safetensors(path)
    assert caught.value.path == path


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 100])
def test_a_file_without_a_table_is_damage(path, content):
    path.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        check_safetensors(path)


def test_every_cut_of_a_file_is_noticed(path):
    write(path, {"x": entry("F32", [2], 0, 8)}, numpy.ones(2, "<f4").tobytes())
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelError):
            check_safetensors(path)


def test_a_missing_file_and_a_folder_are_named(path):
    with pytest.raises(ModelError, match="cannot be read"):
        check_safetensors(path)
    path.mkdir()
    with pytest.raises(ModelError, match=r"cannot be read|not a safetensors"):
        check_safetensors(path)


def test_numbers_that_are_not_finite_are_damage(path):
    write(path, {"x": entry("F32", [2], 0, 8)}, numpy.array([1, numpy.nan], "<f4").tobytes())
    with pytest.raises(ModelError, match="x holds numbers that are not finite"):
        read_safetensors(path)


def test_pickled_weights_are_read_and_become_safetensors(tmp_path):
    import torch

    shared = torch.ones(3, 2, dtype=torch.float16)
    tensors = {
        "model.shared.weight": shared,
        "lm_head.weight": shared,
        "model.decoder.embed_tokens.weight": shared.clone(),
        "bias": torch.arange(3.0)[::2],
    }
    torch.save(tensors, tmp_path / "pytorch_model.bin")
    assert read_weights(tmp_path)["bias"].tolist() == [0.0, 2.0]
    convert_pickled(tmp_path)
    assert not (tmp_path / "pytorch_model.bin").exists()
    arrays = read_weights(tmp_path)
    assert arrays.keys() == {"model.shared.weight", "bias"}
    assert arrays["bias"].tolist() == [0.0, 2.0]


class Evil:
    """Something that a pickle would run."""

    def __reduce__(self):
        return (exec, ("raise SystemExit('it ran')",))


def test_a_pickle_that_would_run_something_is_refused(tmp_path):
    import torch

    torch.save({"x": Evil()}, tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="not of weights alone"):
        read_weights(tmp_path)


@pytest.mark.parametrize("content", [b"", b"abc", None])
def test_damaged_or_missing_pickled_weights_are_named(tmp_path, content):
    path = tmp_path / "pytorch_model.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_weights(tmp_path)
    assert caught.value.path == path


def test_a_pickle_of_something_else_is_refused(tmp_path):
    import torch

    torch.save([1, 2], tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="not a table of weights"):
        read_weights(tmp_path)
