"""The systems that `speed.py` compares, each as a function from sentences to translations.

All of them run the same weights on the same sentences with the same beam.
"""

import contextlib
import importlib
import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy

from translate import pipeline
from translate.engines import load_engine
from translate.engines.ctranslate2 import count_workers
from translate.engines.folder import Model
from translate.engines.interface import Engine, EngineOptions
from translate.engines.pieces import END, Pieces
from translate.engines.shortlist import Shortlist, read_lexicon

System = Callable[[Sequence[str]], list[str]]
BATCH_TOKENS = 2048
PARAGRAPHS = 40
"""Sentences of an article, each a paragraph, so that they are cut as they stand."""


def load_ours(model: Model, beam_size: int, max_pieces: int | None = None, engine: str = "ctranslate2") -> Engine:
    """Load this program's engine.

    With `max_pieces`, for untrained weights: every target is stopped there and none is decoded again, although
    each of them looks like a loop.
    """
    options = EngineOptions(beam_size=beam_size, batch_tokens=BATCH_TOKENS)
    loaded: Any = load_engine(engine, model, options)
    if max_pieces is not None:
        loaded._request = _stop_at(max_pieces, loaded._request)
        loaded._searcher._mend = lambda *arguments: set()
    return loaded  # type: ignore[no-any-return]


def load_shortlisted(model: Model, beam_size: int, n_frequent: int, max_pieces: int | None = None) -> Engine:
    """Load this program's engine with a shortlist of that many frequent pieces, whether it is safe or not.

    With untrained weights no shortlist is: they may write any piece of the vocabulary.
    """
    from translate.engines import ctranslate2

    def fit(files: object, pieces: Pieces, workers: object) -> bytes:
        return Shortlist(pieces, read_lexicon()).format(n_frequent)

    with (
        tempfile.TemporaryDirectory() as home,
        mock.patch.dict(os.environ, TRANSLATE_HOME=home),
        mock.patch.object(ctranslate2, "fit_shortlist", fit),
    ):
        return load_ours(model, beam_size, max_pieces)


def ours(engine: Engine) -> System:
    """This program's engine: pieces, batches, decoding, mending, text."""
    return lambda sentences: [group[0].text for group in engine.translate(sentences)]


def whole(engine: Engine, beam_size: int, glossary: Path | None = None) -> System:
    """This program from end to end: articles read and cut, drafts, terms, checks, memory, documents written.

    Each call is a run into a new folder. The engine is handed over ready, as the other systems are.
    """

    def translate(sentences: Sequence[str]) -> list[str]:
        with tempfile.TemporaryDirectory() as name, mock.patch.object(pipeline, "load_engine", lambda *_: engine):
            for start in range(0, len(sentences), PARAGRAPHS):
                text = "\n\n".join(sentences[start : start + PARAGRAPHS])
                (Path(name) / f"a{start:06}.txt").write_text(text + "\n", encoding="utf-8")
            options = pipeline.RunOptions(
                paths=(Path(name),),
                output=Path(name) / "out",
                formats=("tsv",),
                glossary=glossary,
                model="built-in",
                engine="ctranslate2",
                engine_options=EngineOptions(beam_size=beam_size, batch_tokens=BATCH_TOKENS),
            )
            done = [event.document for event in pipeline.run(options) if isinstance(event, pipeline.ArticleDone)]
        found = {one.segment.text: one.target for document in done for one in document.translations}
        return [found[sentence] for sentence in sentences]

    return translate


def _stop_at(max_pieces: int, request: Callable[[str, str], Any]) -> Callable[[str, str], Any]:
    return lambda source, prefix: replace(request(source, prefix), limit=max_pieces)


def make_raw(model: Model, folder: Path) -> Path:
    """Convert a model as CTranslate2's documentation says: its own converter, int8, the whole vocabulary."""
    from ctranslate2.converters import TransformersConverter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        TransformersConverter(str(model.folder)).convert(str(folder), quantization="int8", force=True)
    return folder


def raw(folder: Path, pieces: Pieces, beam_size: int, max_pieces: int = 256) -> System:
    """CTranslate2's `translate_batch` and nothing else, with one worker per core."""
    import ctranslate2

    translator = ctranslate2.Translator(str(folder), compute_type="int8", **count_workers(0))

    def translate(sentences: Sequence[str]) -> list[str]:
        results = translator.translate_batch(
            [[*pieces.encode_source(sentence), END] for sentence in sentences],
            beam_size=beam_size,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=max_pieces,
        )
        return [pieces.decode(result.hypotheses[0]) for result in results]

    return translate


def argos(folder: Path, pieces: Pieces, beam_size: int) -> System:
    """Argos Translate as installed (`pip install --no-deps argostranslate`): its function from text to text.

    It loads its models from packages of its own making and cuts sentences with neural networks. Both are left out
    of the comparison: it is given this model and sentences already cut, one a call, as its paragraphs are.
    """
    import ctranslate2

    for name in ("stanza", "minisbd"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
        sys.modules.setdefault(name, mock.MagicMock())
    from argostranslate import settings
    from argostranslate.translate import apply_packaged_translation

    settings.beam_size = beam_size
    tokenizer = SimpleNamespace(
        encode=lambda sentence: [*pieces.encode_source(sentence), END], decode=pieces.target.decode_pieces
    )
    package = SimpleNamespace(tokenizer=tokenizer, target_prefix="", from_code="nl")
    sentencizer = SimpleNamespace(split_sentences=lambda text: [text])
    translator = ctranslate2.Translator(
        str(folder),
        inter_threads=settings.inter_threads,
        intra_threads=settings.intra_threads,
        compute_type="int8",
    )

    def translate(sentences: Sequence[str]) -> list[str]:
        return [
            apply_packaged_translation(package, sentence, translator, sentencizer, 4)[0].value
            for sentence in sentences
        ]

    return translate


def naive(model: Model, beam_size: int) -> System:
    """The loop people write with transformers: one sentence, `generate`, `decode`."""
    return _transformers(model, beam_size, batch_size=1)


def easynmt(model: Model, beam_size: int) -> System:
    """What EasyNMT does with an OPUS-MT model: sentences sorted by length, eight a batch."""
    return _transformers(model, beam_size, batch_size=8)


def batched(model: Model, beam_size: int) -> System:
    """Transformers done well: sorted by length, 32 sentences a batch, fused attention, no gradients."""
    return _transformers(model, beam_size, batch_size=32)


def _transformers(model: Model, beam_size: int, batch_size: int) -> System:
    import torch
    from transformers import MarianMTModel, MarianTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer: Any = MarianTokenizer.from_pretrained(model.folder)
    marian: Any = MarianMTModel.from_pretrained(model.folder, dtype=torch.float32)

    def translate(sentences: Sequence[str]) -> list[str]:
        order = sorted(range(len(sentences)), key=lambda index: -len(sentences[index]))
        texts = [""] * len(sentences)
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            inputs = tokenizer([sentences[index] for index in chosen], return_tensors="pt", padding=True)
            longest = 3 * inputs.input_ids.shape[1] + 17
            with torch.inference_mode():
                output = marian.generate(**inputs, num_beams=beam_size, max_length=min(longest, 512))
            for index, text in zip(chosen, tokenizer.batch_decode(output, skip_special_tokens=True), strict=True):
                texts[index] = text
        return texts

    return translate


def make_opus_shape(folder: Path, builtin: Path, seed: int = 1) -> Model:
    """Write untrained weights of opus-mt-nl-en's shape: 6+6 layers, width 512, vocabulary 67,022.

    Half of the pieces that the built-in model lacks are source pieces and half are target pieces. None of them
    occurs in text, so that sentences have as many pieces as with the built-in model.
    """
    vocabulary = json.loads((builtin / "vocab.json").read_text(encoding="utf-8"))
    vocabulary.pop("<pad>", None)
    folder.mkdir(parents=True, exist_ok=True)
    fillers = {"source.spm": bytearray(), "target.spm": bytearray()}
    for index in range(len(vocabulary), 67_021):
        piece = f"▁{index:x}\ue000"
        vocabulary[piece] = index
        fillers[("source.spm", "target.spm")[index % 2]] += _piece_message(piece, -20.0)
    vocabulary["<pad>"] = 67_021
    for name, extra in fillers.items():
        (folder / name).write_bytes((builtin / name).read_bytes() + bytes(extra))
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    shutil.copy(builtin / "tokenizer_config.json", folder)
    tokenizer = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    tokenizer.pop("added_tokens_decoder", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    config = json.loads((builtin / "config.json").read_text(encoding="utf-8"))
    config.update(d_model=512, vocab_size=67_022, decoder_vocab_size=67_022, pad_token_id=67_021, dtype="float32")
    config.update(decoder_start_token_id=67_021, encoder_layers=6, decoder_layers=6, bad_words_ids=None)
    config.update(
        encoder_attention_heads=8, decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048
    )
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    _write_random_weights(folder / "model.safetensors", seed)
    return Model(folder=folder, name="opus-mt shape", revision="random")


def _piece_message(piece: str, score: float) -> bytes:
    """Return one more entry for a SentencePiece model: protocol buffers may be extended at the end."""
    text = piece.encode()
    body = b"\x0a" + bytes([len(text)]) + text + b"\x15" + numpy.float32(score).tobytes()
    return b"\x0a" + bytes([len(body)]) + body


def _write_random_weights(path: Path, seed: int) -> None:
    from safetensors.numpy import save_file

    rng = numpy.random.default_rng(seed)
    width, ffn, vocabulary = 512, 2048, 67_022

    def draw(*shape: int) -> "numpy.typing.NDArray[numpy.float32]":
        return rng.standard_normal(shape, dtype=numpy.float32) * numpy.float32(0.05)

    weights = {"model.shared.weight": draw(vocabulary, width)}
    weights["model.shared.weight"][-1] = 0.0
    weights["final_logits_bias"] = numpy.zeros((1, vocabulary), dtype=numpy.float32)
    for side in ("encoder", "decoder"):
        for layer in range(6):
            prefix = f"model.{side}.layers.{layer}"
            for kind in ("self_attn", "encoder_attn")[: 1 if side == "encoder" else 2]:
                for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    weights[f"{prefix}.{kind}.{part}.weight"] = draw(width, width)
                    weights[f"{prefix}.{kind}.{part}.bias"] = draw(width)
                weights |= _norm(f"{prefix}.{kind}_layer_norm", width)
            weights |= {f"{prefix}.fc1.weight": draw(ffn, width), f"{prefix}.fc1.bias": draw(ffn)}
            weights |= {f"{prefix}.fc2.weight": draw(width, ffn), f"{prefix}.fc2.bias": draw(width)}
            weights |= _norm(f"{prefix}.final_layer_norm", width)
    save_file(weights, path)


def _norm(name: str, width: int) -> "dict[str, numpy.typing.NDArray[numpy.float32]]":
    return {
        f"{name}.weight": numpy.ones(width, dtype=numpy.float32),
        f"{name}.bias": numpy.zeros(width, dtype=numpy.float32),
    }
