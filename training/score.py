"""Weights in, their loss, BLEU and chrF2 on the development set out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch

from training.batches import collate, cut_batches
from training.config import Shape
from training.corpus import Corpus, Ragged, ragged
from training.network import Network, Weights
from training.optimise import Crew
from training.package import write_model
from training.pieces import Pieces

SAMPLE = 300
"""Sentences translated for the scores printed while training."""


def read_dev(work: Path) -> tuple[list[str], list[str]]:
    """Return the development set, sources and references."""
    source, target = ((work / f"dev.{side}").read_text(encoding="utf-8").splitlines() for side in ("nl", "en"))
    return source, target


def dev_corpus(work: Path) -> Corpus:
    """Return the development set as pieces."""
    pieces = Pieces(work / "pieces")
    source, target = read_dev(work)
    links = Ragged(flat=np.zeros(0, np.uint16), starts=np.zeros(len(source) + 1, np.int64))
    return Corpus(
        source=ragged(map(pieces.encode_source, source)),
        target=ragged(map(pieces.encode_target, target)),
        origins=("dev",),
        origin=np.zeros(len(source), np.uint8),
        links=links,
    )


@torch.no_grad()
def dev_loss(network: Network, weights: Weights, work: Path, crew: Crew, device: torch.device) -> float:
    """Return the cross entropy in nats a piece; every worker computes a part of it."""
    corpus = dev_corpus(work)
    batches = cut_batches(corpus, np.arange(len(corpus)), 4096, np.random.default_rng(0))
    sums = torch.zeros(2, device=device)
    for rows in batches[crew.worker :: crew.workers]:
        losses = network.losses(weights, collate(corpus, rows, network.pad, device))
        sums += torch.stack([losses.plain, torch.tensor(float(losses.n_targets), device=device)])
    crew.add_up(sums)
    return float(sums[0] / sums[1])


def translate(folder: Path, lines: list[str], beam: int) -> list[str]:
    """Translate lines with a model folder, by CTranslate2 in int8 on CPU."""
    import ctranslate2  # type: ignore[import-untyped]

    pieces = Pieces(folder)
    with tempfile.TemporaryDirectory() as converted:
        ctranslate2.converters.TransformersConverter(str(folder)).convert(
            converted, quantization="int8", force=True
        )
        translator = ctranslate2.Translator(converted, compute_type="int8", inter_threads=1, intra_threads=2)
        sources = [[*pieces.source.encode(line, out_type=str), "</s>"] for line in lines]
        found = translator.translate_batch(sources, beam_size=beam, max_batch_size=2048, batch_type="tokens")
    return [pieces.target.decode(result.hypotheses[0]) for result in found]


def dev_score(weights: Weights, shape: Shape, work: Path) -> str:
    """Return BLEU and chrF2 of greedy translations of the first sentences."""
    import sacrebleu

    source, target = read_dev(work)
    with tempfile.TemporaryDirectory() as folder:
        write_model(Path(folder), {name: value.cpu() for name, value in weights.items()}, shape, work / "pieces")
        found = translate(Path(folder), source[:SAMPLE], 1)
    references = [target[:SAMPLE]]
    bleu, chrf = sacrebleu.corpus_bleu(found, references), sacrebleu.corpus_chrf(found, references)
    return f"BLEU {bleu.score:.1f}  chrF2 {chrf.score:.1f}"
