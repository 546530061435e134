"""Text in, piece ids out: SentencePiece with the vocabulary file that MarianMT expects beside it."""

from __future__ import annotations

import json
import shutil
import struct
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import sentencepiece

END = 0
UNKNOWN = 1
LETTERS = (
    "áàâäãåæçéèêëíìîïñóòôöõøœúùûüýßčćđěęąğıİłńňřśšşșțťůűőžźżðþăāīūė"
    "ÁÀÂÄÅÇÉÈÊËÍÎÓÖØÚÜČŠŞŽŁĐ€£$°„‚«»–—•·×→~^|<>{}[]&@#%+=*_/"
)
"""Characters of names and of print that every model must know."""
LETTER_SCORE = -12.3
"""Log-probability given to a letter that replaces a rare piece."""
FILES = ("source.spm", "target.spm", "vocab.json")


class Pieces:
    """The pieces of a model folder; one set for both languages."""

    def __init__(self, folder: Path) -> None:
        """Load `source.spm`, `target.spm` and `vocab.json`."""
        self.ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self.target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))

        self._names = {index: piece for piece, index in self.ids.items()}

    def names(self, ids: Iterable[int]) -> list[str]:
        """Return the pieces of ids."""
        return [self._names[int(index)] for index in ids]

    @property
    def pad(self) -> int:
        """The id of `<pad>`: always the last one."""
        return self.ids["<pad>"]

    def encode_source(self, text: str) -> list[int]:
        """Return the ids of a Dutch text, with `</s>` at the end."""
        return [self.ids.get(piece, UNKNOWN) for piece in self.source.encode(text, out_type=str)] + [END]

    def encode_target(self, text: str) -> list[int]:
        """Return the ids of an English text, with `</s>` at the end."""
        return [self.ids.get(piece, UNKNOWN) for piece in self.target.encode(text, out_type=str)] + [END]


def learn_pieces(lines: Iterable[str], size: int, folder: Path, *, n_lines: int = 300_000) -> None:
    """Learn `size` pieces, `<pad>` among them, from lines of both languages and write the three files."""
    folder.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(folder / "source"),
        vocab_size=size - 1,
        character_coverage=0.9998,
        required_chars=LETTERS,
        input_sentence_size=n_lines,
        shuffle_input_sentence=True,
        hard_vocab_limit=False,
        eos_id=END,
        unk_id=UNKNOWN,
        bos_id=-1,
        pad_id=-1,
        num_threads=2,
        minloglevel=2,
    )
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "source.vocab").unlink()
    shutil.copyfile(folder / "source.spm", folder / "target.spm")
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    ids = {model.id_to_piece(index): index for index in range(model.get_piece_size())}
    ids["<pad>"] = len(ids)
    _write_ids(folder, ids)


def _write_ids(folder: Path, ids: dict[str, int]) -> None:
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")


def copy_pieces(model: Path, folder: Path, lines: Iterable[str]) -> None:
    """Take the pieces of a model that training continues from, and make room for characters that they lack.

    Each missing one of `LETTERS` replaces the piece that occurs least in the lines, so that no id moves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(model / name, folder / name)
    pieces = Pieces(folder)
    missing = [letter for letter in LETTERS if pieces.source.encode(letter, out_type=int)[-1] == UNKNOWN]
    counts = Counter(chain.from_iterable(pieces.source.encode(list(lines), out_type=int)))
    long_enough = [
        index for piece, index in pieces.ids.items() if len(piece.strip("▁")) > 1 and index < pieces.pad
    ]
    rarest = sorted(
        (index for index in long_enough if index > UNKNOWN), key=lambda index: (counts[index], -index)
    )
    replaced = dict(zip(rarest, missing, strict=False))
    content = replace_pieces((folder / "source.spm").read_bytes(), replaced)
    for name in FILES[:2]:
        (folder / name).write_bytes(content)
    ids = {replaced.get(index, piece): index for piece, index in pieces.ids.items()}
    _write_ids(folder, ids)


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """Return the number written at a place in seven-bit groups, and the place after it."""
    value = shift = 0
    while True:
        byte = content[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place


def replace_pieces(content: bytes, replaced: dict[int, str]) -> bytes:
    """Return a SentencePiece model in which some pieces, by id, are other characters.

    The file is a protocol buffer; field 1 of its top level is a piece, with text (1) and score (2) inside.
    """
    parts: list[bytes] = []
    place = index = 0
    while place < len(content):
        start = place
        tag, place = _varint(content, place)
        size, place = _varint(content, place)
        if tag & 7 != 2:
            message = f"field {tag >> 3} of a SentencePiece model is not a record"
            raise ValueError(message)
        place += size
        part = content[start:place]
        if tag == 10:
            if index in replaced:
                letter = replaced[index].encode()
                inside = bytes([10, len(letter)]) + letter + b"\x15" + struct.pack("<f", LETTER_SCORE)
                part = bytes([10, len(inside)]) + inside
            index += 1
        parts.append(part)
    return b"".join(parts)
