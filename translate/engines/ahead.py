"""Chunks of sentences -> their translations, the next chunk decoding while the last one is being used.

Whoever checks, mends and writes one chunk leaves the decoder's workers idle; here they are a chunk ahead. Memory
is bounded: no more than `N_AHEAD` chunks are decoded before they are asked for.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from translate.engines.interface import Engine, Hypothesis

N_AHEAD = 1
"""Chunks that may be decoded before they are asked for; one keeps the workers busy."""


def translate_ahead(
    engine: Engine, chunks: Iterable[Sequence[str]]
) -> Iterator[tuple[Sequence[str], list[tuple[Hypothesis, ...]]]]:
    """Yield each chunk with its translations, in order.

    The engine may be used for other things meanwhile. What a chunk raises is raised when its turn comes; a
    consumer that stops early waits for no more than the chunk that is being decoded.
    """
    waiting: deque[tuple[Sequence[str], Future[list[tuple[Hypothesis, ...]]]]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="translate-ahead") as pool:
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(engine.translate, chunk)))
                if len(waiting) > N_AHEAD:
                    ready, future = waiting.popleft()
                    yield ready, future.result()
            while waiting:
                ready, future = waiting.popleft()
                yield ready, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
