"""Trained weights in, a MarianMT folder in the Hugging Face layout out: float16, with a model card."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.config import Shape
from training.network import Weights
from training.pieces import FILES

MAX_BYTES = 45_000_000


def model_config(shape: Shape) -> dict[str, object]:
    """Return what `config.json` says of a network of this shape."""
    pad = shape.vocabulary - 1
    return {
        "activation_dropout": 0.0, "activation_function": "swish", "architectures": ["MarianMTModel"],
        "attention_dropout": 0.0, "bos_token_id": 0, "d_model": shape.width,
        "decoder_attention_heads": shape.heads, "decoder_ffn_dim": shape.feed_forward, "decoder_layerdrop": 0.0,
        "decoder_layers": shape.decoder_layers, "decoder_start_token_id": pad,
        "decoder_vocab_size": shape.vocabulary, "dropout": 0.1, "dtype": "float16",
        "encoder_attention_heads": shape.heads, "encoder_ffn_dim": shape.feed_forward, "encoder_layerdrop": 0.0,
        "encoder_layers": shape.encoder_layers, "eos_token_id": 0, "forced_eos_token_id": 0, "init_std": 0.02,
        "is_decoder": False, "is_encoder_decoder": True, "max_position_embeddings": 512, "model_type": "marian",
        "pad_token_id": pad, "scale_embedding": True, "share_encoder_decoder_embeddings": True,
        "static_position_embeddings": True, "tie_word_embeddings": True, "use_cache": True,
        "vocab_size": shape.vocabulary,
    }  # fmt: skip


def read_shape(folder: Path) -> Shape:
    """Return the shape of the network in a model folder."""
    held = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Shape(
        vocabulary=held["vocab_size"],
        width=held["d_model"],
        heads=held["encoder_attention_heads"],
        feed_forward=held["encoder_ffn_dim"],
        encoder_layers=held["encoder_layers"],
        decoder_layers=held["decoder_layers"],
    )


def read_weights(folder: Path) -> Weights:
    """Return the weights of a model folder in full precision, under their Hugging Face names."""
    held = load_file(folder / "model.safetensors")
    return {name: value.float() for name, value in held.items() if is_learnt(name)}


def is_learnt(name: str) -> bool:
    """Tell whether a tensor of a model folder is one that training changes."""
    return (
        "embed_positions" not in name
        and "embed_tokens" not in name
        and name not in ("final_logits_bias", "lm_head.weight")
    )


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_model(folder: Path, weights: Weights, shape: Shape, pieces: Path) -> None:
    """Write a model folder, without its card."""
    folder.mkdir(parents=True, exist_ok=True)
    pad = shape.vocabulary - 1
    _write_json(folder / "config.json", model_config(shape))
    _write_json(
        folder / "generation_config.json",
        {"bad_words_ids": [[pad]], "bos_token_id": 0, "decoder_start_token_id": pad, "eos_token_id": 0,
         "forced_eos_token_id": 0, "max_length": 512, "num_beams": 4, "pad_token_id": pad},
    )  # fmt: skip
    plain = {"lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True}
    special = {0: "</s>", 1: "<unk>", pad: "<pad>"}
    _write_json(
        folder / "tokenizer_config.json",
        {"added_tokens_decoder": {str(index): {"content": name, **plain} for index, name in special.items()},
         "eos_token": "</s>", "model_max_length": 512, "pad_token": "<pad>", "separate_vocabs": False,
         "source_lang": "nl", "sp_model_kwargs": {}, "target_lang": "en", "tokenizer_class": "MarianTokenizer",
         "unk_token": "<unk>"},
    )  # fmt: skip
    held = {name: value.to(torch.float16).contiguous() for name, value in weights.items()}
    held["final_logits_bias"] = torch.zeros(1, shape.vocabulary, dtype=torch.float16)
    save_file(held, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    for name in FILES:
        shutil.copyfile(pieces / name, folder / name)


def package(work: Path, out: Path, card: Path | None) -> int:
    """Write the model folder of a run; return its size in bytes."""
    state = torch.load(work / "checkpoint.pt", map_location="cpu", weights_only=True)
    write_model(out, state["full"], Shape(**state["shape"]), work / "pieces")
    if card is not None:
        shutil.copyfile(card, out / "README.md")
    size = sum(path.stat().st_size for path in out.iterdir())
    if size > MAX_BYTES:
        message = f"{out} has {size} bytes, more than the {MAX_BYTES} a model may have"
        raise ValueError(message)
    return size


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and package."""
    parser = argparse.ArgumentParser(prog="python -m training.package", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that training wrote to")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument(
        "--card", type=Path, default=Path(__file__).with_name("CARD.md"), help="becomes README.md"
    )
    options = parser.parse_args(arguments)
    size = package(options.work, options.out, options.card if options.card.exists() else None)
    print(f"{options.out}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
