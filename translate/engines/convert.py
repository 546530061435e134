"""A MarianMT folder -> the files of a CTranslate2 model, without torch and without transformers.

CTranslate2's own converter imports both, which takes longer than converting; what it writes for a MarianMT model
is a short list of arrays. A test holds that the bytes are the same.
Source: https://opennmt.net/CTranslate2/conversion.html and the binary version 6 that CTranslate2 >= 4 reads.
"""

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from translate.engines.folder import CONFIG, FETCH_AGAIN, Config, find_weights, read_config
from translate.engines.pieces import END, UNKNOWN
from translate.engines.rows import Rows, choose_rows, list_vocabularies
from translate.engines.weights import read_weights
from translate.errors import ModelError

if TYPE_CHECKING:
    from translate.engines.weights import Array

Quantization = Literal["int8", "float16", "float32"]

FORMAT = 3
"""Raised when what is written changes, or the lexicon of shortlists: nothing old is then taken from a cache."""
BINARY_VERSION = 6
SPECIFICATION = ("TransformerSpec", 7)
TYPE_IDS = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}
ACTIVATIONS = {"relu": 0, "gelu_new": 1, "gelu_pytorch_tanh": 1, "swish": 2, "silu": 2, "gelu": 3, "gelu_fast": 1}


def convert(folder: Path, quantization: Quantization) -> dict[str, bytes]:
    """Convert a model.

    Args:
        folder: A MarianMT model in the Hugging Face layout.
        quantization: Number type of the matrices; everything else stays float32 (`float16`: float16).

    Returns:
        The files of the CTranslate2 model by name.

    Raises:
        ModelError: The model is damaged, not a MarianMT model, or of a shape that CTranslate2 cannot run.
    """
    config = read_config(folder)
    path = find_weights(folder)
    if config.activation not in ACTIVATIONS or config.start_id != config.pad_id:
        raise ModelError(
            "CTranslate2 cannot run this kind of MarianMT model",
            path=folder / CONFIG,
            hint="try --engine transformers",
        )
    weights = read_weights(folder)
    rows = choose_rows(folder, config, exact=quantization == "float32")
    try:
        arrays, aliases = _lay_out(weights, config, rows)
    except (KeyError, ValueError, IndexError) as error:
        raise ModelError(
            f"damaged: the weights do not fit config.json ({error})", path=path, hint=FETCH_AGAIN
        ) from error
    return {
        "model.bin": _serialise(_quantise(arrays, quantization), aliases),
        "config.json": json.dumps(
            {
                "add_source_bos": False,
                "add_source_eos": False,
                "bos_token": "<s>",
                "decoder_start_token": END,
                "eos_token": END,
                "layer_norm_epsilon": None,
                "multi_query_attention": False,
                "unk_token": UNKNOWN,
            },
            indent=2,
        ).encode(),
        **list_vocabularies(folder, rows),
    }


def _lay_out(weights: "Mapping[str, Array]", config: Config, rows: Rows) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the arrays by CTranslate2's names, and which names stand for the array of another."""
    import numpy

    shared = weights.get("model.shared.weight", weights.get("model.decoder.embed_tokens.weight"))
    if shared is None:
        raise KeyError("model.shared.weight")
    _expect(shared, (config.vocabulary_size, config.width), "model.shared.weight")
    arrays: dict[str, Any] = {
        "decoder/embeddings/weight": shared[rows.target],
        "decoder/position_encodings/encodings": make_positions(config.max_positions, config.width),
    }
    aliases = {"encoder/position_encodings/encodings": "decoder/position_encodings/encodings"}
    for name, other, chosen in (
        ("encoder/embeddings_0/weight", "model.encoder.embed_tokens.weight", rows.source),
        ("decoder/projection/weight", "lm_head.weight", rows.target),
    ):
        own = shared if config.tied_embeddings else weights.get(other, shared)
        if chosen == rows.target and (own is shared or numpy.array_equal(own, shared)):
            aliases[name] = "decoder/embeddings/weight"
        else:
            arrays[name] = own[chosen]
    bias = weights.get("final_logits_bias")
    if bias is not None and bias.any():
        arrays["decoder/projection/bias"] = bias.reshape(-1)[rows.target]
    _lay_out_numbers(arrays, config)
    for side, layers in (("encoder", config.encoder_layers), ("decoder", config.decoder_layers)):
        for index in range(layers):
            _lay_out_layer(arrays, weights, config, side, index)
    return arrays, aliases


def _lay_out_numbers(arrays: dict[str, Any], config: Config) -> None:
    """Add the single numbers that describe the model."""
    import numpy

    scale = numpy.float32(math.sqrt(config.width) if config.scale_embedding else 1.0)
    for side, heads in (("encoder", config.encoder_heads), ("decoder", config.decoder_heads)):
        arrays[f"{side}/activation"] = numpy.int8(ACTIVATIONS[config.activation])
        arrays[f"{side}/num_heads"] = numpy.int16(heads)
        arrays[f"{side}/pre_norm"] = numpy.int8(0)
        arrays[f"{side}/scale_embeddings"] = scale
    arrays["encoder/embeddings_merge"] = numpy.int8(0)
    arrays["encoder/multi_query_attention"] = numpy.int8(0)
    for name in ("alibi", "alibi_use_positive_positions", "scale_alibi"):
        arrays[f"decoder/{name}"] = numpy.int8(0)
    arrays["decoder/start_from_zero_embedding"] = numpy.int8(1)
    # The guided head: Marian trains the first cross-attention head of the last decoder layer on alignments.
    arrays["decoder/alignment_layer"] = numpy.int16(-1)
    arrays["decoder/alignment_heads"] = numpy.int16(1)


def _lay_out_layer(
    arrays: dict[str, Any], weights: "Mapping[str, Array]", config: Config, side: str, index: int
) -> None:
    """Add the arrays of one layer."""
    import numpy

    old, new = f"model.{side}.layers.{index}", f"{side}/layer_{index}"

    def copy(target: str, *sources: str) -> None:
        for kind in ("weight", "bias"):
            stacked = numpy.concatenate([weights[f"{old}.{source}.{kind}"] for source in sources])
            arrays[f"{new}/{target}/{kind}"] = stacked

    def copy_norm(target: str, source: str) -> None:
        arrays[f"{new}/{target}/layer_norm/gamma"] = weights[f"{old}.{source}.weight"]
        arrays[f"{new}/{target}/layer_norm/beta"] = weights[f"{old}.{source}.bias"]

    copy("self_attention/linear_0", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
    copy("self_attention/linear_1", "self_attn.out_proj")
    copy_norm("self_attention", "self_attn_layer_norm")
    if side == "decoder":
        copy("attention/linear_0", "encoder_attn.q_proj")
        copy("attention/linear_1", "encoder_attn.k_proj", "encoder_attn.v_proj")
        copy("attention/linear_2", "encoder_attn.out_proj")
        copy_norm("attention", "encoder_attn_layer_norm")
    copy("ffn/linear_0", "fc1")
    copy("ffn/linear_1", "fc2")
    copy_norm("ffn", "final_layer_norm")
    _expect(arrays[f"{new}/self_attention/linear_0/weight"], (3 * config.width, config.width), old)


def _expect(array: "Array", shape: tuple[int, ...], name: str) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, not {shape}")


def make_positions(n_positions: int, width: int) -> "Array":
    """Return Marian's position encodings: sines in the left half, cosines in the right one. [position, width]."""
    import numpy

    angles = numpy.arange(n_positions)[:, None] / 10000 ** (2 * (numpy.arange(width) // 2) / width)
    half = width // 2 + width % 2
    encodings = numpy.empty((n_positions, width), dtype=numpy.float32)
    encodings[:, :half] = numpy.sin(angles[:, 0::2])
    encodings[:, half:] = numpy.cos(angles[:, 1::2])
    return encodings


def _quantise(arrays: dict[str, Any], quantization: Quantization) -> dict[str, Any]:
    """Return the arrays in the wanted number type; int8 has a scale for each row."""
    import numpy

    if quantization == "float32":
        return arrays
    if quantization == "float16":
        return {
            name: array.astype(numpy.float16) if array.ndim and array.dtype == numpy.float32 else array
            for name, array in arrays.items()
        }
    quantised: dict[str, Any] = {}
    for name, array in arrays.items():
        if not name.endswith("/weight"):
            quantised[name] = array
            continue
        largest = numpy.abs(array).max(axis=1)
        largest[largest == 0] = 127.0
        scale = (127.0 / largest).astype(numpy.float32)
        quantised[name] = numpy.rint(array * scale[:, None]).astype(numpy.int8)
        quantised[name + "_scale"] = scale
    return quantised


def _serialise(arrays: dict[str, Any], aliases: dict[str, str]) -> bytes:
    """Write the arrays as CTranslate2 reads them: name, shape, number type, bytes."""
    chunks = [struct.pack("<I", BINARY_VERSION), _string(SPECIFICATION[0])]
    chunks.append(struct.pack("<II", SPECIFICATION[1], len(arrays)))
    for name, array in sorted(arrays.items()):
        chunks.append(_string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape))
        chunks.append(struct.pack("<BI", TYPE_IDS[array.dtype.name], array.nbytes))
        chunks.append(array.tobytes())
    chunks.append(struct.pack("<I", len(aliases)))
    chunks.extend(_string(alias) + _string(name) for alias, name in sorted(aliases.items()))
    return b"".join(chunks)


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data
