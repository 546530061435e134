"""A batch that does not fit into memory -> the same results from smaller batches."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from translate.errors import ModelError

ITEM = TypeVar("ITEM")
SIGNS = ("out of memory", "can't allocate memory", "bad_alloc", "cannot allocate")
"""What the libraries' messages say when memory is full; there is no common exception."""


def is_full(error: BaseException) -> bool:
    """Return whether an error says that memory is full.

    >>> is_full(RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"))
    True
    >>> is_full(RuntimeError("shape mismatch"))
    False
    """
    text = str(error).lower()
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and any(sign in text for sign in SIGNS)
    )


def halve_when_full(
    batch: Sequence[ITEM], pending: Sequence[Any] | None, submit: Callable[[Sequence[ITEM]], Sequence[Any]]
) -> list[Any]:
    """Wait for a batch's results; where memory did not hold it, run it again in halves.

    Args:
        batch: What was asked for.
        pending: What `submit` returned: results, or objects whose `result()` waits for them; None to submit.
        submit: Starts a batch.

    Raises:
        ModelError: Not even a single sentence fits.
    """
    try:
        waiting = submit(batch) if pending is None else pending
        return [item.result() if hasattr(item, "result") else item for item in waiting]
    except (MemoryError, RuntimeError) as error:
        if not is_full(error):
            raise
        if len(batch) < 2:
            raise ModelError(
                "not enough memory to translate a single sentence",
                hint="close other programs, or use a smaller model or --beam-size 1",
            ) from error
    middle = len(batch) // 2
    return halve_when_full(batch[:middle], None, submit) + halve_when_full(batch[middle:], None, submit)
