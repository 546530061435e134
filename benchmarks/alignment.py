"""A model folder and hand-aligned sentences in, the alignment error rate of its guided head out.

The guided head is the first cross-attention head of the last decoder layer. The model reads the reference
translation; a word is linked to a source word where one of its pieces looks most at a piece of that word.
Alignment error rate: Och and Ney, Computational Linguistics 29 (2003).
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import sentencepiece
import torch
from transformers import MarianMTModel

from training.pieces import Pieces

DATA = Path(__file__).with_name("data") / "alignment-nl-en.tsv"
_TIGHT_LEFT = re.compile(r"^[.,;:?!)]$|^'$")
_LINK = re.compile(r"(\d+)([-?])(\d+)")
Link = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A sentence pair that a person has aligned."""

    source: tuple[str, ...]
    """Words and punctuation marks."""
    target: tuple[str, ...]
    sure: frozenset[Link]
    """Links that must be found, as source word and target word, from 0."""
    possible: frozenset[Link]
    """Links that may be found; the sure ones are among them."""


def parse_aligned(line: str) -> Aligned:
    r"""Read one line of the data: source, target, and links, `-` for sure and `?` for possible.

    >>> sorted(parse_aligned("Zij slaapt .\tShe is asleep .\t0-0 1?1 1-2 2-3").sure)
    [(0, 0), (1, 2), (2, 3)]
    """
    source, target, links = line.split("\t")
    found = [(int(ours), kind, int(theirs)) for ours, kind, theirs in _LINK.findall(links)]
    return Aligned(
        source=tuple(source.split()),
        target=tuple(target.split()),
        sure=frozenset((ours, theirs) for ours, kind, theirs in found if kind == "-"),
        possible=frozenset((ours, theirs) for ours, _, theirs in found),
    )


def read_aligned(path: Path) -> list[Aligned]:
    """Read the data; the first line is a header."""
    return [parse_aligned(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def join_words(words: tuple[str, ...]) -> tuple[str, list[int]]:
    """Return the running text, and for every character the word it belongs to (a space to the word after it).

    >>> join_words(("'", "Ja", ",", "'", "zei", "hij", "."))[0]
    "'Ja,' zei hij."
    """
    text, owners, n_quotes = "", list[int](), 0
    for index, word in enumerate(words):
        opens = word == "'" and n_quotes % 2 == 0
        n_quotes += word == "'"
        after_opening = index > 0 and words[index - 1] == "'" and n_quotes % 2 == 1 and not opens
        tight = not index or after_opening or (_TIGHT_LEFT.match(word) is not None and not opens)
        piece = word if tight else f" {word}"
        text += piece
        owners += [index] * len(piece)
    return text, owners


def piece_words(
    model: sentencepiece.SentencePieceProcessor, words: tuple[str, ...]
) -> tuple[list[str], list[int]]:
    """Return the pieces of the running text and the word each belongs to."""
    text, owners = join_words(words)
    pieces: list[str] = model.encode(text, out_type=str)
    found: list[int] = []
    stop = -1  # the first piece starts with a mark for a space that the text does not have
    for piece in pieces:
        stop += len(piece)
        found.append(owners[max(0, stop - 1)])
    if stop != len(text):
        message = f"the pieces do not spell the text: {text}"
        raise ValueError(message)
    return pieces, found


@torch.no_grad()
def find_links(model: MarianMTModel, pieces: Pieces, pair: Aligned) -> set[Link]:
    """Return the word links that the guided head makes."""
    source, source_words = piece_words(pieces.source, pair.source)
    target, target_words = piece_words(pieces.target, pair.target)
    ids = [[*(pieces.ids.get(piece, 1) for piece in side), 0] for side in (source, target)]
    inputs = torch.tensor([ids[0]])
    shifted = torch.tensor([[model.config.decoder_start_token_id, *ids[1][:-1]]])
    found = model(input_ids=inputs, decoder_input_ids=shifted, output_attentions=True)
    attention = found.cross_attentions[-1][0, 0]  # [target_pieces, source_pieces]
    best = attention[: len(target), : len(source)].argmax(dim=1).tolist()
    return {(source_words[place], target_words[index]) for index, place in enumerate(best)}


def error_rate(pairs: list[Aligned], found: list[set[Link]]) -> tuple[float, float, float]:
    """Return alignment error rate, precision and recall over all pairs."""
    n_found = sum(map(len, found))
    n_sure = sum(len(pair.sure) for pair in pairs)
    hits = sum(len(links & pair.sure) for pair, links in zip(pairs, found, strict=True))
    allowed = sum(len(links & pair.possible) for pair, links in zip(pairs, found, strict=True))
    return 1 - (hits + allowed) / (n_found + n_sure), allowed / n_found, hits / n_sure


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alignment", description=__doc__)
    parser.add_argument("model", type=Path, help="MarianMT folder")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    pairs, pieces = read_aligned(options.data), Pieces(options.model)
    model = MarianMTModel.from_pretrained(options.model, attn_implementation="eager", dtype=torch.float32)
    rate, precision, recall = error_rate(pairs, [find_links(model, pieces, pair) for pair in pairs])
    print(
        f"{len(pairs)} sentences: alignment error rate {rate:.3f}, precision {precision:.3f}, recall {recall:.3f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
