"""`model.safetensors` or `pytorch_model.bin` -> float32 arrays by name, without importing torch for the former.

The safetensors format is an eight-byte length, a JSON table and the raw numbers; a table that does not fit the
file is a damaged file. A `pytorch_model.bin` is a pickle: it is read by torch with `weights_only=True`, which
runs no code of the file, and written once as safetensors.
Source: https://github.com/huggingface/safetensors#format
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from translate.atomic import open_atomic
from translate.engines.folder import FETCH_AGAIN, PICKLED_WEIGHTS, WEIGHTS
from translate.errors import ModelError

if TYPE_CHECKING:
    import numpy
    import numpy.typing
    import torch

    Array = numpy.typing.NDArray[numpy.float32]

LENGTH_BYTES = 8
ITEM_BYTES = {"F32": 4, "F16": 2, "BF16": 2, "F64": 8, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def check_safetensors(path: Path) -> dict[str, tuple[str, tuple[int, ...], int, int]]:
    """Read the table of a safetensors file and make sure that it fits the file.

    Returns:
        For each tensor its number type, its shape, and where its bytes start and stop in the file.

    Raises:
        ModelError: The file is missing, cut short or otherwise damaged.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(LENGTH_BYTES), "little")
            if length > size - LENGTH_BYTES:
                raise _damaged(path, "the file is cut short")
            header = json.loads(file.read(length))
        start = LENGTH_BYTES + length
        table = {
            name: _check_entry(entry, start, size, path)
            for name, entry in header.items()
            if name != "__metadata__"
        }
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}", path=path, hint=FETCH_AGAIN) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path, "not a safetensors file") from error
    if max((stop for *_, stop in table.values()), default=start) != size:
        raise _damaged(path, "bytes follow the last tensor")
    return table


def _check_entry(
    entry: Mapping[str, object], start: int, size: int, path: Path
) -> tuple[str, tuple[int, ...], int, int]:
    """Return a row of the table with offsets into the file; refuse one that cannot be true."""
    kind = str(entry["dtype"])
    shape = tuple(int(n) for n in entry["shape"])  # type: ignore[attr-defined]
    first, last = (int(n) + start for n in entry["data_offsets"])  # type: ignore[attr-defined]
    if last > size:
        raise _damaged(path, "the file is cut short")
    if first < start or last - first != math.prod(shape) * ITEM_BYTES[kind]:
        raise ValueError(kind)
    return kind, shape, first, last


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(f"damaged: {reason}", path=path, hint=FETCH_AGAIN)


def read_weights(folder: Path) -> "dict[str, Array]":
    """Read the weights of a model folder as float32.

    Raises:
        ModelError: They are missing or damaged.
    """
    path = folder / WEIGHTS
    if path.is_file():
        return read_safetensors(path)
    return _read_pickled(folder / PICKLED_WEIGHTS)


def read_safetensors(path: Path) -> "dict[str, Array]":
    """Read a safetensors file; whatever its number type, the arrays are float32.

    Raises:
        ModelError: It is missing, cut short or otherwise damaged, or holds numbers that are not finite.
    """
    import numpy

    table = check_safetensors(path)
    data = numpy.memmap(path, dtype=numpy.uint8, mode="r")
    arrays = {}
    for name, (kind, shape, start, stop) in table.items():
        array = _decode(data[start:stop], kind).reshape(shape)
        if not numpy.isfinite(array).all():
            raise _damaged(path, f"{name} holds numbers that are not finite")
        arrays[name] = array
    return arrays


def _decode(raw: "numpy.typing.NDArray[numpy.uint8]", kind: str) -> "Array":
    """Turn little-endian bytes into float32."""
    import numpy

    raw = numpy.ascontiguousarray(raw)
    if kind == "BF16":  # the upper half of a float32
        return (raw.view("<u2").astype(numpy.uint32) << 16).view(numpy.float32)
    kinds = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"}
    return raw.view(kinds.get(kind, "u1")).astype(numpy.float32)


def _read_pickled(path: Path) -> "dict[str, Array]":
    """Read a `pytorch_model.bin` without running anything in it."""
    import numpy

    return {
        name: tensor.float().numpy().astype(numpy.float32, copy=False)
        for name, tensor in _load_pickled(path).items()
    }


def _load_pickled(path: Path) -> "dict[str, torch.Tensor]":
    """Load a pickle of tensors, and of nothing else."""
    import pickle  # for the name of its error alone

    import torch

    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise ModelError("missing from the model's folder", path=path, hint=FETCH_AGAIN) from error
    except (OSError, RuntimeError, EOFError, LookupError, ValueError, TypeError, pickle.UnpicklingError) as error:
        raise _damaged(path, "not a file of PyTorch weights, or not of weights alone") from error
    if not isinstance(loaded, dict):
        raise _damaged(path, "not a table of weights")
    return {name: tensor for name, tensor in loaded.items() if isinstance(tensor, torch.Tensor)}


def convert_pickled(folder: Path) -> None:
    """Write `model.safetensors` from `pytorch_model.bin`, then remove the latter.

    Raises:
        ModelError: The pickle is damaged or holds more than weights.
        OutputError: The folder cannot be written.
    """
    from safetensors.torch import save

    tensors = _load_pickled(folder / PICKLED_WEIGHTS)
    # A shared matrix stands under several names; safetensors wants each of them with bytes of its own.
    distinct = {name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()}
    for name in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"):
        shared = distinct.get("model.shared.weight")
        if shared is not None and name in distinct and distinct[name].equal(shared):
            del distinct[name]
    with open_atomic(folder / WEIGHTS) as file:
        file.write(save(distinct, metadata={"format": "pt"}))
    (folder / PICKLED_WEIGHTS).unlink()
