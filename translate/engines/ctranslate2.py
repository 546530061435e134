"""The fast engine: CTranslate2 with the model's weights converted once and kept in the user's cache.

`load_int8` is the default on a processor, `load_full` the same without a shortlist; `load_float32` computes as
the reference engine does. On CUDA the former two take float16. Neither torch nor transformers is imported.
"""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from translate.engines.cache import can_keep, conversion_key, keep
from translate.engines.convert import Quantization, convert
from translate.engines.decoder import Draft, Pair, Request, Search, Weights
from translate.engines.fitting import FILE as SHORTLIST
from translate.engines.fitting import fit_shortlist, is_worthwhile
from translate.engines.folder import Model, read_config
from translate.engines.home import converted_folder
from translate.engines.interface import EngineOptions, Identity
from translate.engines.memory import halve_when_full
from translate.engines.pieces import END, Pieces
from translate.engines.sentences import SentenceEngine
from translate.errors import ModelError, SettingsError

QUEUED = 3
"""Batches in the queue for each worker: enough that none waits, few enough that an interrupt is soon heard."""
ITEM = TypeVar("ITEM")
Translator = Any
"""ctranslate2.Translator; the library is not typed."""


def load_int8(model: Model, options: EngineOptions) -> SentenceEngine:
    """Load the engine with matrices of eight bits (CUDA: float16), and a shortlist where that is safe.

    Raises:
        ModelError: The model is missing, damaged or not a MarianMT model.
        SettingsError: The device is not there.
    """
    return _load(model, options, "int8", shortlisted=True)


def load_full(model: Model, options: EngineOptions) -> SentenceEngine:
    """Load the engine with matrices of eight bits (CUDA: float16) and never a shortlist.

    Raises:
        ModelError: The model is missing, damaged or not a MarianMT model.
        SettingsError: The device is not there.
    """
    return _load(model, options, "int8", shortlisted=False)


def load_float32(model: Model, options: EngineOptions) -> SentenceEngine:
    """Load the engine with the weights in full.

    Raises:
        ModelError: The model is missing, damaged or not a MarianMT model.
        SettingsError: The device is not there.
    """
    return _load(model, options, "float32", shortlisted=False)


def _load(
    model: Model, options: EngineOptions, quantization: Quantization, *, shortlisted: bool
) -> SentenceEngine:
    device, index = find_device(options.device)
    if device == "cuda" and quantization == "int8":
        quantization = "float16"
    pieces = Pieces(model.folder)
    translator, has_shortlist, warnings = load_translator(
        model.folder, quantization, device, index, options.threads, options.notify
    )
    return SentenceEngine(
        decoder=CTranslate2Decoder(translator, shortlisted=shortlisted and has_shortlist),
        pieces=pieces,
        identity=Identity(engine=f"ctranslate2-{quantization}", model=model.name, revision=model.revision),
        options=options,
        max_positions=read_config(model.folder).max_positions,
        warnings=warnings,
    )


def find_device(name: str) -> tuple[str, int]:
    """Return CTranslate2's name for a device and its index.

    Raises:
        SettingsError: It is not there.
    """
    import ctranslate2  # type: ignore[import-untyped]

    kind, _, index = name.partition(":")
    if kind == "mps":
        raise SettingsError("CTranslate2 does not run on mps", hint="use --device cpu, or --engine transformers")
    n_cards = ctranslate2.get_cuda_device_count() if kind in ("auto", "cuda") else 0
    if kind == "cuda" and int(index or 0) >= n_cards:
        raise SettingsError(f"there is no device {name!r} here", hint="use --device cpu")
    return ("cuda" if n_cards else "cpu"), int(index or 0)


def load_translator(
    folder: Path,
    quantization: Quantization,
    device: str = "cpu",
    index: int = 0,
    threads: int = 0,
    notify: Callable[[str], object] = bool,
) -> tuple[Translator, bool, tuple[str, ...]]:
    """Convert a model where that was not yet done, and load it.

    Returns:
        The translator, whether a shortlist is safe with it, and what the user should know, e.g. that the cache
        could not be written.

    Raises:
        ModelError: The model is damaged or not a MarianMT model.
    """
    import ctranslate2

    def load(files: dict[str, bytes] | None) -> Translator:
        return ctranslate2.Translator(
            str(cached), device=device, device_index=index, compute_type=quantization, files=files, **workers
        )

    workers = count_workers(threads) if device == "cpu" else {"inter_threads": 1, "intra_threads": 0}
    cached = converted_folder() / conversion_key(folder, quantization)
    if cached.is_dir():
        with contextlib.suppress(RuntimeError, ValueError, OSError):
            return load(None), (cached / SHORTLIST).is_file(), ()
        # A converted model that cannot be loaded is damaged; it is made again.
    files = convert(folder, quantization)
    try:
        is_fast = device == "cpu" and quantization == "int8"
        if is_fast and is_worthwhile(pieces := Pieces(folder)) and can_keep(cached):
            notify("preparing the model for this computer: about a minute, this once")
            if shortlist := fit_shortlist(files, pieces, workers):
                files[SHORTLIST] = shortlist
        translator = load(files)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"CTranslate2 cannot load the model: {error}", path=folder, hint="try --engine transformers"
        ) from error
    warning = keep(files, cached)
    return translator, SHORTLIST in files, (warning,) if warning else ()


def count_workers(threads: int) -> dict[str, int]:
    """Share the processor's threads: workers of one thread each beat one worker of many.

    Args:
        threads: Threads in all; 0 for one per core that this process may use.
    """
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"inter_threads": threads or n_cores, "intra_threads": 1}


class CTranslate2Decoder:
    """A `Decoder` over a CTranslate2 translator; its workers take batches from one queue."""

    def __init__(self, translator: Translator, *, shortlisted: bool = False) -> None:
        """Keep the translator.

        Args:
            translator: Of CTranslate2.
            shortlisted: Whether free decoding compares only what the translator's shortlist names; behind a
                forced prefix everything is compared, since what a glossary asks for may be anything.
        """
        self._translator = translator
        self._shortlisted = shortlisted
        self._n_workers: int = translator.num_translators

    def decode(self, batches: Sequence[Sequence[Request]], search: Search) -> Iterator[list[tuple[Draft, ...]]]:
        """Decode; see `Decoder.decode`."""

        def submit(batch: Sequence[Request]) -> list[Any]:
            pending: list[Any] = self._translator.translate_batch(
                [list(request.source) for request in batch],
                target_prefix=[list(request.prefix) for request in batch],
                asynchronous=True,
                beam_size=search.beam_size,
                num_hypotheses=search.n_best,
                no_repeat_ngram_size=search.banned_repeat,
                disable_unk=search.bans_unknown,
                max_input_length=0,
                max_decoding_length=max(request.limit for request in batch),
                use_vmap=self._shortlisted and not any(request.prefix for request in batch),
                return_scores=True,
                return_end_token=True,
            )
            return pending

        for batch, results in self._run(batches, submit):
            yield [_drafts(request, result) for request, result in zip(batch, results, strict=True)]

    def follow(self, batches: Sequence[Sequence[Request]], n_next: int) -> Iterator[list[tuple[str, ...]]]:
        """Look ahead; see `Decoder.follow`."""

        def submit(batch: Sequence[Request]) -> list[Any]:
            pending: list[Any] = self._translator.translate_batch(
                [list(request.source) for request in batch],
                target_prefix=[list(request.prefix) for request in batch],
                asynchronous=True,
                beam_size=1,
                num_hypotheses=n_next,
                return_alternatives=True,
                disable_unk=True,
                max_input_length=0,
                max_decoding_length=max(len(request.prefix) for request in batch) + 1,
                return_end_token=True,
            )
            return pending

        for batch, results in self._run(batches, submit):
            yield [_following(request, result) for request, result in zip(batch, results, strict=True)]

    def score(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[float]]:
        """Score; see `Decoder.score`."""

        def submit(batch: Sequence[Pair]) -> list[Any]:
            pending: list[Any] = self._translator.score_batch(
                [list(pair.source) for pair in batch],
                [list(pair.target) for pair in batch],
                asynchronous=True,
                max_input_length=0,
            )
            return pending

        for _, results in self._run(batches, submit):
            yield [sum(result.log_probs) / len(result.log_probs) for result in results]

    def attend(self, batches: Sequence[Sequence[Pair]]) -> Iterator[list[Weights]]:
        """Attend; see `Decoder.attend`. The whole target is forced, so that nothing is left to decode."""

        def submit(batch: Sequence[Pair]) -> list[Any]:
            pending: list[Any] = self._translator.translate_batch(
                [list(pair.source) for pair in batch],
                target_prefix=[list(pair.target) for pair in batch],
                asynchronous=True,
                beam_size=1,
                max_input_length=0,
                max_decoding_length=max(len(pair.target) for pair in batch) + 1,
                return_attention=True,
            )
            return pending

        for batch, results in self._run(batches, submit):
            yield [_weights(pair, result) for pair, result in zip(batch, results, strict=True)]

    def _run(
        self, batches: Sequence[Sequence[ITEM]], submit: Callable[[Sequence[ITEM]], list[Any]]
    ) -> Iterator[tuple[Sequence[ITEM], list[Any]]]:
        """Keep the queue filled and wait for each batch; what memory does not hold is tried again in halves."""
        queue: deque[tuple[Sequence[ITEM], list[Any]]] = deque()
        for batch in batches:
            queue.append((batch, submit(batch)))
            if len(queue) > QUEUED * self._n_workers:
                ready, pending = queue.popleft()
                yield ready, halve_when_full(ready, pending, submit)
        for ready, pending in queue:
            yield ready, halve_when_full(ready, pending, submit)


def _drafts(request: Request, result: Any) -> tuple[Draft, ...]:  # noqa: ANN401
    """Turn a result into drafts."""
    return tuple(
        Draft(
            pieces=tuple(pieces[:-1] if pieces and pieces[-1] == END else pieces),
            score=score,
            finished=bool(pieces) and pieces[-1] == END and len(pieces) <= request.limit,
        )
        for pieces, score in zip(result.hypotheses, result.scores, strict=True)
    )


def _following(request: Request, result: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the piece after the prefix in each alternative."""
    rest = [pieces[len(request.prefix) :] for pieces in result.hypotheses]
    return tuple(pieces[0] if pieces else END for pieces in rest)


def _weights(pair: Pair, result: Any) -> Weights:  # noqa: ANN401
    """Return the rows of the target's own pieces, without the column of the end mark."""
    rows = result.attention[0][: len(pair.target)]
    return tuple(tuple(row[: len(pair.source) - 1]) for row in rows)
