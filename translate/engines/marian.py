"""A MarianMT folder -> transformers' MarianMTModel in float32, complete, silent, with no settings of its own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from translate.engines.folder import FETCH_AGAIN, PICKLED_WEIGHTS, find_weights, read_config
from translate.engines.weights import check_safetensors
from translate.errors import ModelError

MarianMTModel = Any
"""transformers is typed too loosely to be checked against."""


def load_marian(folder: Path) -> MarianMTModel:
    """Load a MarianMT model in float32, ready for inference.

    Raises:
        ModelError: It is missing, damaged or not a MarianMT model.
    """
    import torch
    import transformers

    config = read_config(folder)
    weights = find_weights(folder)
    is_pickled = weights.name == PICKLED_WEIGHTS
    if not is_pickled:
        check_safetensors(weights)
    try:
        with quiet():
            marian: Any = transformers.MarianMTModel
            model, info = marian.from_pretrained(
                folder,
                dtype=torch.float32,
                attn_implementation="eager",
                local_files_only=True,
                use_safetensors=not is_pickled,
                output_loading_info=True,
            )
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise ModelError(
            f"damaged: the weights cannot be loaded ({error})", path=weights, hint=FETCH_AGAIN
        ) from error
    if info["missing_keys"] or info.get("mismatched_keys"):
        raise ModelError("damaged: weights are missing or of the wrong shape", path=weights, hint=FETCH_AGAIN)
    model.eval()
    # All settings of a search are given with each call; what the folder recommends must not mix with them.
    model.generation_config = make_settings()
    # The padding piece starts the decoder and is no word: it must take no share of a probability.
    model.final_logits_bias[0, config.pad_id] = float("-inf")
    return model


def make_settings(**values: object) -> Any:  # noqa: ANN401
    """Return settings of a search, none of them from elsewhere."""
    import transformers

    settings: Any = transformers.GenerationConfig
    return settings(**values)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from writing bars and advice to the terminal."""
    import transformers

    logging: Any = transformers.utils.logging
    verbosity = logging.get_verbosity()
    had_bar = logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if had_bar:
            logging.enable_progress_bar()
