"""The reference engine: transformers' MarianMTModel in float32, on a processor, CUDA or MPS.

Attention is computed the plain way (`eager`) throughout: the fused kinds return no weights, and one kind for all
calls keeps texts, scores and alignments consistent.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from translate.engines.decoder import Draft, Pair, Request, Search, Weights
from translate.engines.folder import Model, read_config
from translate.engines.interface import EngineOptions, Identity
from translate.engines.marian import MarianMTModel, load_marian, make_settings, quiet
from translate.engines.memory import halve_when_full
from translate.engines.pieces import UNKNOWN, Pieces
from translate.engines.sentences import SentenceEngine
from translate.errors import SettingsError

if TYPE_CHECKING:
    import torch

IGNORED = -100
"""Marks padding in targets; any number that is no id would do."""


def load(model: Model, options: EngineOptions) -> SentenceEngine:
    """Load the engine.

    Raises:
        ModelError: The model is missing, damaged or not a MarianMT model.
        SettingsError: The device is not there.
    """
    import torch

    config = read_config(model.folder)
    device = find_device(options.device)
    if options.threads and device == "cpu":
        torch.set_num_threads(options.threads)
    pieces = Pieces(model.folder)
    return SentenceEngine(
        decoder=TransformersDecoder(load_marian(model.folder).to(device), pieces),
        pieces=pieces,
        identity=Identity(engine="transformers", model=model.name, revision=model.revision),
        options=options,
        max_positions=config.max_positions,
    )


def find_device(name: str) -> str:
    """Return the device to use.

    Raises:
        SettingsError: It is not there.
    """
    import torch

    has_mps = torch.backends.mps.is_available()
    n_cards = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if name == "auto":
        return "cuda" if n_cards else "mps" if has_mps else "cpu"
    kind, _, index = name.partition(":")
    if (kind == "cuda" and int(index or 0) >= n_cards) or (kind == "mps" and not has_mps):
        raise SettingsError(f"there is no device {name!r} here", hint="use --device cpu")
    return name


class TransformersDecoder:
    """A `Decoder` over a MarianMTModel."""

    def __init__(self, model: MarianMTModel, pieces: Pieces) -> None:
        """Keep the model."""
        self._model = model
        self._pieces = pieces
        self._pad = int(model.config.pad_token_id)
        self._end = int(model.config.eos_token_id)

    def decode(self, batches: Sequence[Sequence[Request]], search: Search) -> Iterator[list[tuple[Draft, ...]]]:
        """Decode; see `Decoder.decode`."""
        for batch in batches:
            # A forced prefix cannot be padded, so only those of the same length are decoded together.
            drafts: dict[int, tuple[Draft, ...]] = {}
            for length in sorted({len(request.prefix) for request in batch}):
                rows = [row for row, request in enumerate(batch) if len(request.prefix) == length]
                found = halve_when_full(
                    [batch[row] for row in rows], None, lambda group: self._generate(group, search)
                )
                drafts.update(zip(rows, found, strict=True))
            yield [drafts[row] for row in range(len(batch))]

    def follow(self, batches: Sequence[Sequence[Request]], n_next: int) -> Iterator[list[tuple[str, ...]]]:
        """Look ahead; see `Decoder.follow`."""
        for batch in batches:
            yield halve_when_full(batch, None, lambda group: self._follow(group, n_next))

    def score(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[float]]:
        """Score; see `Decoder.score`."""
        for batch in batches:
            yield halve_when_full(batch, None, self._score)

    def attend(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[Weights]]:
        """Attend; see `Decoder.attend`."""
        for batch in batches:
            yield halve_when_full(batch, None, self._attend)

    def _generate(self, batch: Sequence[Request], search: Search) -> list[tuple[Draft, ...]]:
        import torch

        start = self._model.config.decoder_start_token_id
        prefixes = torch.tensor([[start, *self._pieces.to_ids(request.prefix)] for request in batch])
        source_ids, mask = self._pad_sources([request.source for request in batch])
        config = make_settings(
            num_beams=search.beam_size,
            num_return_sequences=search.n_best,
            # As CTranslate2 does: the search ends when as many hypotheses as the beam is wide have ended.
            early_stopping=search.beam_size > 1,
            no_repeat_ngram_size=search.banned_repeat,
            max_length=max(request.limit for request in batch) + 1,
            suppress_tokens=[self._pieces.ids[UNKNOWN]] if search.bans_unknown else None,
            decoder_start_token_id=start,
            pad_token_id=self._pad,
            eos_token_id=self._end,
        )
        with torch.inference_mode(), quiet():
            output: Any = self._model.generate(
                source_ids,
                attention_mask=mask,
                decoder_input_ids=prefixes.to(self._model.device),
                generation_config=config,
            )
        rows: list[list[int]] = output[:, 1:].tolist()
        owners = [request for request in batch for _ in range(search.n_best)]
        cut = [self._cut(row) for row in rows]
        scores = self._score(
            [Pair(source=owner.source, target=pieces) for owner, (pieces, _) in zip(owners, cut, strict=True)]
        )
        drafts = [
            Draft(pieces=pieces, score=score, finished=has_end and len(pieces) < owner.limit)
            for owner, (pieces, has_end), score in zip(owners, cut, scores, strict=True)
        ]
        return [tuple(drafts[row : row + search.n_best]) for row in range(0, len(drafts), search.n_best)]

    def _cut(self, ids: list[int]) -> tuple[tuple[str, ...], bool]:
        """Return the pieces before the end mark, and whether there was one."""
        has_end = self._end in ids
        kept = ids[: ids.index(self._end)] if has_end else [index for index in ids if index != self._pad]
        return self._pieces.to_pieces(kept), has_end

    def _follow(self, batch: Sequence[Request], n_next: int) -> list[tuple[str, ...]]:
        output, _ = self._force(
            [Pair(source=request.source, target=request.prefix) for request in batch], with_attention=False
        )
        logits = output.logits.clone()  # [batch, target_pieces, vocabulary]
        logits[..., self._pieces.ids[UNKNOWN]] = float("-inf")
        return [
            self._pieces.to_pieces(logits[index, len(request.prefix)].topk(n_next).indices.tolist())
            for index, request in enumerate(batch)
        ]

    def _score(self, batch: Sequence[Pair]) -> list[float]:
        import torch

        output, wanted = self._force(batch, with_attention=False)
        log_probs = torch.log_softmax(output.logits, dim=-1)  # [batch, target_pieces, vocabulary]
        real = wanted != IGNORED
        chosen = log_probs.gather(-1, wanted.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        means = chosen.masked_fill(~real, 0.0).sum(-1) / real.sum(-1)
        return [float(mean) for mean in means]

    def _attend(self, batch: Sequence[Pair]) -> list[Weights]:
        output, _ = self._force(batch, with_attention=True)
        guided = output.cross_attentions[-1][:, 0]  # [batch, target_pieces, source_pieces]
        return [
            tuple(tuple(row) for row in guided[index, : len(pair.target), : len(pair.source) - 1].tolist())
            for index, pair in enumerate(batch)
        ]

    def _force(self, batch: Sequence[Pair], *, with_attention: bool) -> tuple[Any, "torch.Tensor"]:
        """Run the model over given targets; return its output and the target ids, end marks included."""
        import torch

        source_ids, mask = self._pad_sources([pair.source for pair in batch])
        targets = [[*self._pieces.to_ids(pair.target), self._end] for pair in batch]
        longest = max(map(len, targets))
        start = self._model.config.decoder_start_token_id
        inputs = [[start, *row[:-1], *[self._pad] * (longest - len(row))] for row in targets]
        wanted = [[*row, *[IGNORED] * (longest - len(row))] for row in targets]
        with torch.inference_mode():
            output = self._model(
                input_ids=source_ids,
                attention_mask=mask,
                decoder_input_ids=torch.tensor(inputs, device=self._model.device),
                output_attentions=with_attention,
                use_cache=False,
            )
        return output, torch.tensor(wanted, device=self._model.device)

    def _pad_sources(self, sources: Sequence[Sequence[str]]) -> tuple["torch.Tensor", "torch.Tensor"]:
        """Return ids and mask of sources. [batch, source_pieces]."""
        import torch

        rows = [self._pieces.to_ids(source) for source in sources]
        longest = max(map(len, rows))
        ids = torch.tensor([[*row, *[self._pad] * (longest - len(row))] for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        return ids.to(self._model.device), mask.to(self._model.device)
