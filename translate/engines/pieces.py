"""Text <-> SentencePiece pieces of a MarianMT model, with the characters that each piece stands for.

Both real engines cut and join text here, so that they cannot differ. The pieces are those of
`transformers.MarianTokenizer`, except that a text that happens to begin with `>>...<<` is text unless the model
knows that language code: nothing of a sentence is swallowed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from translate.document import Span
from translate.engines.folder import (
    CONFIG,
    FETCH_AGAIN,
    SOURCE_PIECES,
    TARGET_PIECES,
    VOCABULARY,
    read_config,
    read_json,
)
from translate.errors import ModelError

TARGET_VOCABULARY = "target_vocab.json"
LEAST_FILLED = 0.5
"""Share of the places of a vocabulary that must hold a piece; fewer, and the file was cut off."""
END = "</s>"
UNKNOWN = "<unk>"
PAD = "<pad>"
BLANK = "▁"
"""What SentencePiece writes for a blank; it opens a word."""


class Pieces:
    """The two piece models and the vocabulary of one MarianMT model."""

    def __init__(self, folder: Path) -> None:
        """Load them.

        Raises:
            ModelError: A file is missing or damaged.
        """
        if (folder / TARGET_VOCABULARY).is_file():
            raise ModelError(
                "a model with a vocabulary for each language cannot be used",
                path=folder / TARGET_VOCABULARY,
                hint="take one with a joint vocabulary, such as Helsinki-NLP/opus-mt-nl-en",
            )
        self.source = _load_pieces(folder / SOURCE_PIECES)
        self.target = _load_pieces(folder / TARGET_PIECES)
        self.ids = read_vocabulary(folder)
        """Id in the model of every piece."""
        self.names = {index: piece for piece, index in self.ids.items()}

    def encode_source(self, text: str) -> tuple[str, ...]:
        """Cut a source text into pieces, without the end mark; unknown ones keep their spelling."""
        code, rest = self._split_code(text)
        return (*code, *self.source.encode(rest, out_type=str))

    def encode_target(self, text: str) -> tuple[str, ...]:
        """Cut a target text into pieces, without the end mark; unknown ones keep their spelling."""
        return tuple(self.target.encode(text, out_type=str))

    def decode(self, pieces: Sequence[str]) -> str:
        """Join target pieces; marks such as the end of a sentence are left out."""
        kept = [piece for piece in pieces if piece not in (END, UNKNOWN, PAD)]
        return str(self.target.decode_pieces(kept)).replace(BLANK, " ").strip()

    def to_ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the model's ids; of a piece that the vocabulary lacks, the unknown id."""
        unknown = self.ids[UNKNOWN]
        return [self.ids.get(piece, unknown) for piece in pieces]

    def to_pieces(self, ids: Sequence[int]) -> tuple[str, ...]:
        """Return the pieces of ids; the inverse of `to_ids` where nothing is unknown."""
        return tuple(self.names.get(index, UNKNOWN) for index in ids)

    def count(self, source: str) -> int:
        """Return the number of source pieces, the end mark included."""
        return len(self.encode_source(source)) + 1

    def can_spell(self, target: str) -> bool:
        """Return whether the vocabulary has every target piece of a text and gives its words back."""
        pieces = self.encode_target(target)
        return all(piece in self.ids for piece in pieces) and self.decode(pieces) == " ".join(target.split())

    def list_source(self) -> set[str]:
        """Return every piece that `encode_source` can give and the vocabulary has, and the language codes."""
        codes = {piece for piece in self.ids if piece.startswith(">>") and piece.endswith("<<")}
        return codes | self._list(self.source)

    def list_target(self) -> set[str]:
        """Return every piece that `encode_target` can give and the vocabulary has."""
        return self._list(self.target)

    def _list(self, processor: Any) -> set[str]:  # noqa: ANN401
        pieces = {processor.id_to_piece(index) for index in range(processor.get_piece_size())}
        return (pieces & self.ids.keys()) | {END, UNKNOWN}

    def source_spans(self, text: str) -> tuple[Span, ...]:
        """Return the characters that each piece of `encode_source` stands for."""
        code, rest = self._split_code(text)
        start = len(text) - len(rest)
        return (*(Span(start=0, stop=start) for _ in code), *_spans(self.source, rest, start))

    def target_spans(self, text: str) -> tuple[Span, ...]:
        """Return the characters that each piece of `encode_target` stands for."""
        return _spans(self.target, text, 0)

    def _split_code(self, text: str) -> tuple[tuple[str, ...], str]:
        """Part a language code that the model knows from the text after it."""
        if text.startswith(">>"):
            stop = text.find("<<") + 2
            if stop > 1 and text[:stop] in self.ids:
                return (text[:stop],), text[stop:]
        return (), text


def read_vocabulary(folder: Path) -> dict[str, int]:
    """Read the piece-to-id table of a model.

    Raises:
        ModelError: It is missing or damaged.
    """
    path = folder / VOCABULARY
    ids: dict[str, int] = {}
    for piece, index in read_json(path).items():
        if isinstance(index, bool) or not isinstance(index, int) or index < 0:
            raise ModelError(f"damaged: the id of {piece!r} is {index!r}", path=path, hint=FETCH_AGAIN)
        ids[piece] = index
    for mark in (END, UNKNOWN):
        if mark not in ids:
            raise ModelError(f"damaged: the vocabulary has no {mark}", path=path, hint=FETCH_AGAIN)
    if len(set(ids.values())) != len(ids):
        raise ModelError("damaged: two pieces have the same id", path=path, hint=FETCH_AGAIN)
    if (folder / CONFIG).is_file():
        size = read_config(folder).vocabulary_size
        if len(ids) < LEAST_FILLED * size:
            message = f"damaged: {len(ids)} pieces, where {CONFIG} says {size}"
            raise ModelError(message, path=path, hint=FETCH_AGAIN)
    return ids


def _load_pieces(path: Path) -> Any:  # noqa: ANN401
    """Load a SentencePiece model; the library is not typed."""
    from sentencepiece import SentencePieceProcessor

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError("missing from the model's folder", path=path, hint=FETCH_AGAIN) from error
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}", path=path, hint=FETCH_AGAIN) from error
    processor = SentencePieceProcessor()
    try:
        processor.LoadFromSerializedProto(data)
        usable = processor.get_piece_size() > 0 and bool(processor.encode("a", out_type=str))
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError("damaged: not a SentencePiece model", path=path, hint=FETCH_AGAIN) from error
    if not usable:
        raise ModelError("damaged: not a SentencePiece model", path=path, hint=FETCH_AGAIN)
    return processor


def _spans(processor: Any, text: str, start: int) -> tuple[Span, ...]:  # noqa: ANN401
    """Return the span of each piece, without the blanks around it, moved by `start`.

    SentencePiece counts a blank to the piece that follows it; for whoever aligns words it is noise.
    """
    spans = []
    for first, last in processor.encode(text, return_type="offset_mapping")["offsets"]:
        part = text[first:last]
        first += len(part) - len(part.lstrip())
        last = max(first, last - (len(part) - len(part.rstrip())))
        spans.append(Span(start=start + first, stop=start + last))
    return tuple(spans)
