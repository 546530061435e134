"""Engines turn sentences into hypotheses with one model; this is where they are found by name.

`load_engine` imports an engine's libraries only when that engine is asked for.
"""

import importlib
import importlib.util
from collections.abc import Callable

from translate.engines.folder import Model
from translate.engines.interface import Engine, EngineOptions
from translate.errors import ModelError, SettingsError

ENGINES = {
    "transformers": "translate.engines.transformers:load",
    "ctranslate2": "translate.engines.ctranslate2:load_int8",
    "ctranslate2-full": "translate.engines.ctranslate2:load_full",
    "ctranslate2-float32": "translate.engines.ctranslate2:load_float32",
    "echo": "translate.engines.echo:load",
}
"""Name -> module and function that loads it."""
AUTO = "auto"
Load = Callable[[Model | None, EngineOptions], Engine]


def load_engine(name: str, model: Model | None = None, options: EngineOptions | None = None) -> Engine:
    """Load an engine with a model.

    Args:
        name: One of `ENGINES`, or `auto`: see `choose_engine`.
        model: What to load; `echo` takes none.
        options: Settings; None for the defaults.

    Raises:
        SettingsError: There is no such engine, or its library is not installed, or an option makes no sense.
        ModelError: The model is missing, damaged or not a MarianMT model.
    """
    options = options or EngineOptions()
    check_options(options)
    if name == AUTO:
        name = choose_engine(options)
    if name not in ENGINES:
        raise SettingsError(f"there is no engine {name!r}", hint="choose one of " + ", ".join((AUTO, *ENGINES)))
    if model is None and name != "echo":
        raise ModelError(f"the engine {name} needs a model", hint="give one with --model")
    module, function = ENGINES[name].split(":")
    try:
        load: Load = getattr(importlib.import_module(module), function)
        return load(model, options)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the engine {name} needs {error.name}, which is not installed", hint=f"pip install {error.name}"
        ) from error


def choose_engine(options: EngineOptions) -> str:
    """Return the engine that `auto` stands for on this machine, without importing either library."""
    if options.device not in ("auto", "cpu"):
        return "transformers"
    return "ctranslate2" if importlib.util.find_spec("ctranslate2") else "transformers"


def check_options(options: EngineOptions) -> None:
    """Refuse settings that make no sense.

    Raises:
        SettingsError: Names the option and what it may be.
    """
    for name, value, least in (
        ("--beam-size", options.beam_size, 1),
        ("--batch-tokens", options.batch_tokens, 1),
        ("--threads", options.threads, 0),
        ("max_target_ratio", options.max_target_ratio, 0.1),
    ):
        if value < least:
            raise SettingsError(f"{name} is {value}", hint=f"it must be at least {least}")
    kind, _, index = options.device.partition(":")
    if kind not in ("auto", "cpu", "cuda", "mps") or (index and not index.isdecimal()):
        raise SettingsError(f"there is no device {options.device!r}", hint="auto, cpu, cuda, cuda:0 or mps")
