"""A model's folder in the Hugging Face layout -> what the engines must know of it before they load it.

Nothing is believed: a file that is missing, empty or not what its name says is a ModelError that names it.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from translate.errors import ModelError

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
PICKLED_WEIGHTS = "pytorch_model.bin"
SOURCE_PIECES = "source.spm"
TARGET_PIECES = "target.spm"
VOCABULARY = "vocab.json"
REQUIRED = (CONFIG, SOURCE_PIECES, TARGET_PIECES, VOCABULARY)
"""Files that every model has beside its weights."""

FETCH_AGAIN = "fetch it again with `translate model pull`, or give another folder with --model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model on this machine."""

    folder: Path
    name: str
    """Hub name, `built-in`, or the name of a folder."""
    revision: str
    """Commit of the hub, or the first 12 hex digits of the SHA-256 of the weights."""
    is_builtin: bool = False
    warning: str = ""
    """What a user should know about the choice of this model, in one line; empty when there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The numbers of `config.json` that describe a MarianMT model."""

    width: int
    """Size of an embedding (`d_model`)."""
    encoder_layers: int
    decoder_layers: int
    encoder_heads: int
    decoder_heads: int
    activation: str
    vocabulary_size: int
    """Pieces in the vocabulary, the padding piece included."""
    max_positions: int
    """Most pieces in a source or target, end mark included."""
    pad_id: int
    end_id: int
    start_id: int
    """Piece that the decoder starts from."""
    scale_embedding: bool
    tied_embeddings: bool
    """Whether encoder, decoder and output layer share one matrix."""


def read_json(path: Path) -> dict[str, object]:
    """Read a file that must hold one JSON object.

    Raises:
        ModelError: It is missing, cannot be read, or is no JSON object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError("missing from the model's folder", path=path, hint=FETCH_AGAIN) from error
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}", path=path, hint=FETCH_AGAIN) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ModelError(f"damaged: not JSON ({error})", path=path, hint=FETCH_AGAIN) from error
    if not isinstance(data, dict):
        raise ModelError("damaged: not a JSON object", path=path, hint=FETCH_AGAIN)
    return data


def read_config(folder: Path) -> Config:
    """Read `config.json` and make sure that it describes a MarianMT model.

    Raises:
        ModelError: The folder or file is missing, or the model is of another kind.
    """
    if not folder.is_dir():
        raise ModelError("no such model folder", path=folder, hint="`translate model list` shows what is there")
    path = folder / CONFIG
    data = read_json(path)
    kind = data.get("model_type")
    if kind != "marian":
        raise ModelError(
            f"not a MarianMT model: model_type is {kind!r}, not 'marian'",
            path=path,
            hint="give a folder or hub name of an OPUS-MT model, such as Helsinki-NLP/opus-mt-nl-en",
        )
    tied = data.get("share_encoder_decoder_embeddings", True) is not False
    vocabulary_size = _number(data, "vocab_size", path)
    config = Config(
        width=_number(data, "d_model", path),
        encoder_layers=_number(data, "encoder_layers", path),
        decoder_layers=_number(data, "decoder_layers", path),
        encoder_heads=_number(data, "encoder_attention_heads", path),
        decoder_heads=_number(data, "decoder_attention_heads", path),
        activation=str(data.get("activation_function", "swish")),
        vocabulary_size=vocabulary_size,
        max_positions=_number(data, "max_position_embeddings", path, default=512),
        pad_id=_number(data, "pad_token_id", path, default=vocabulary_size - 1),
        end_id=_number(data, "eos_token_id", path, default=0),
        start_id=_number(data, "decoder_start_token_id", path, default=vocabulary_size - 1),
        scale_embedding=bool(data.get("scale_embedding", True)),
        tied_embeddings=tied,
    )
    _check_heads(config, path)
    return config


def _number(data: dict[str, object], key: str, path: Path, default: int | None = None) -> int:
    """Return a whole number of at least 0 from a configuration."""
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ModelError(f"damaged: {key} is {value!r}, not a whole number", path=path, hint=FETCH_AGAIN)
    return value


def _check_heads(config: Config, path: Path) -> None:
    """Refuse numbers that contradict each other; a library would fail on them later and say less."""
    for heads in (config.encoder_heads, config.decoder_heads):
        if not heads or config.width % heads:
            raise ModelError(
                f"damaged: a width of {config.width} cannot be shared by {heads} attention heads",
                path=path,
                hint=FETCH_AGAIN,
            )
    if max(config.pad_id, config.end_id, config.start_id) >= config.vocabulary_size:
        raise ModelError("damaged: a special piece lies outside the vocabulary", path=path, hint=FETCH_AGAIN)


def find_weights(folder: Path) -> Path:
    """Return the file of the weights: safetensors where there is one.

    Raises:
        ModelError: There is none, or it is empty.
    """
    for name in (WEIGHTS, PICKLED_WEIGHTS):
        path = folder / name
        if path.is_file():
            if path.stat().st_size == 0:
                raise ModelError("damaged: the file is empty", path=path, hint=FETCH_AGAIN)
            return path
    raise ModelError("missing from the model's folder", path=folder / WEIGHTS, hint=FETCH_AGAIN)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, lower-case hex.

    Raises:
        ModelError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}", path=path, hint=FETCH_AGAIN) from error
