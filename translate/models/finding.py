"""Which models are on this machine: find the one to use, fetch, check and remove them.

A model asked for by name is never replaced by another: it is found or that is an error. `auto` may fall back to
the built-in one and then says so in `Model.warning`.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from translate.atomic import output_error
from translate.engines.cache import conversion_key
from translate.engines.folder import FETCH_AGAIN, REQUIRED, WEIGHTS, Model, checksum, find_weights, read_config
from translate.engines.golden import GoldenResult, test_engine
from translate.engines.home import converted_folder, models_folder
from translate.engines.interface import Engine
from translate.engines.pieces import Pieces
from translate.engines.weights import check_safetensors
from translate.errors import HubError, ModelError, OutputError
from translate.models.download import Progress, no_progress, pull_model
from translate.models.hub import is_offline, is_reachable
from translate.models.store import RECORD, check_name, read_record, store_folder

__all__ = (
    "AUTO",
    "BUILTIN",
    "PREFERRED",
    "GoldenResult",
    "HubError",
    "Model",
    "StoredModel",
    "find_model",
    "list_models",
    "pull_model",
    "remove_model",
    "test_model",
    "verify_model",
)

AUTO = "auto"
BUILTIN = "built-in"
PREFERRED = "Helsinki-NLP/opus-mt-nl-en"
"""What `auto` prefers. Source: https://huggingface.co/Helsinki-NLP/opus-mt-nl-en"""
BUILTIN_FOLDER = Path(__file__).parent.parent / "builtin"
PROBE_S = 2.0
"""How long `auto` waits for the hub to answer at all."""
FETCH_S = 60.0
"""How long `auto` lets a download take."""
Place = Literal["built-in", "store", "hub cache"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A model on this machine, as `translate model list` shows it."""

    name: str
    revision: str
    folder: Path
    place: Place
    size_bytes: int


def find_model(name: str = AUTO, *, progress: Progress = no_progress) -> Model:
    """Find a model on this machine, or fetch it.

    Args:
        name: `auto`, `built-in`, a folder, or a hub name.
        progress: Told of a download.

    Raises:
        ModelError: The model asked for is missing, damaged or not a MarianMT model.
        HubError: It is not on this machine and cannot be fetched.
    """
    if name == AUTO:
        return _find_auto(progress)
    if name == BUILTIN:
        return find_builtin()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _open_folder(folder)
    if not _is_hub_name(name) or folder.is_file():
        raise ModelError(
            "no such model folder", path=folder, hint="`translate model list` shows what is on this machine"
        )
    return find_local(name) or pull_model(name, progress=progress)


def find_builtin() -> Model:
    """Return the model that comes with the package.

    Raises:
        ModelError: The package is incomplete.
    """
    try:
        revision = checksum(find_weights(BUILTIN_FOLDER))[:12]
    except ModelError as error:
        raise ModelError(error.message, path=error.path, hint="install the program again") from error
    return Model(folder=BUILTIN_FOLDER, name=BUILTIN, revision=revision, is_builtin=True)


def find_local(name: str) -> Model | None:
    """Return a hub model that is on this machine, in the store or in huggingface_hub's cache; touch no network.

    Raises:
        ModelError: It is there, but not a MarianMT model.
    """
    for stored in (*_list_store(), *_list_cache()):
        if stored.name == name:
            read_config(stored.folder)
            return Model(folder=stored.folder, name=name, revision=stored.revision)
    return None


def list_models() -> tuple[StoredModel, ...]:
    """Return the models on this machine: the built-in one, those fetched, those in huggingface_hub's cache."""
    builtin = find_builtin()
    return (_describe(builtin, "built-in"), *_list_store(), *_list_cache())


def remove_model(name: str) -> Path:
    """Remove a fetched model and what was made of it; return the folder that is gone.

    Raises:
        ModelError: It is not one that this program fetched.
        OutputError: It cannot be removed.
    """
    if name == BUILTIN:
        raise ModelError("the built-in model is part of the program and stays")
    folder = store_folder(name)
    if not folder.is_dir():
        held = any(stored.name == name for stored in _list_cache())
        hint = (
            "it lies in huggingface_hub's cache: remove it with `hf cache rm`"
            if held
            else "see `translate model list`"
        )
        raise ModelError(f"{name} is not among the fetched models", hint=hint)
    with contextlib.suppress(ModelError, OSError):
        _remove_converted(folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise output_error(folder, error) from error
    return folder


def verify_model(folder: Path) -> None:
    """Check every file of a model: there, readable, what its name says, and as it was fetched.

    Raises:
        ModelError: Names the first file that is not, and the remedy.
    """
    config = read_config(folder)
    record = read_record(folder)
    for name in (*REQUIRED, find_weights(folder).name):
        path = folder / name
        if not path.is_file():
            raise ModelError("missing from the model's folder", path=path, hint=FETCH_AGAIN)
        if path.stat().st_size == 0:
            raise ModelError("damaged: the file is empty", path=path, hint=FETCH_AGAIN)
    pieces = Pieces(folder)
    if max(pieces.ids.values()) >= config.vocabulary_size:
        raise ModelError(
            "damaged: more pieces than config.json says", path=folder / "vocab.json", hint=FETCH_AGAIN
        )
    if (folder / WEIGHTS).is_file():
        check_safetensors(folder / WEIGHTS)
    for name, expected in record.checksums if record else ():
        if checksum(folder / name) != expected:
            raise ModelError(
                "damaged: not as it was fetched (SHA-256 differs)", path=folder / name, hint=FETCH_AGAIN
            )


def test_model(engine: Engine) -> tuple[GoldenResult, ...]:
    """Translate known sentences with an engine that is loaded, and compare; see `translate.engines.golden`."""
    return test_engine(engine)


test_model.__test__ = False  # type: ignore[attr-defined]  # not a test of this program's own


def _find_auto(progress: Progress) -> Model:
    """Return the preferred model if it is here or can be fetched within seconds; else the built-in one."""
    why = "it is not on this machine and the network is switched off"
    try:
        found = find_local(PREFERRED)
        if found is not None:
            return found
        if not is_offline():
            why = "it is not on this machine and the hub cannot be reached"
            if is_reachable(PROBE_S):
                return pull_model(PREFERRED, progress=progress, deadline_s=FETCH_S)
    except (ModelError, OutputError) as error:
        why = str(error)
    warning = (
        f"using the rough built-in model instead of {PREFERRED}: {why}; "
        "`translate model pull` fetches it, `--model built-in` silences this"
    )
    return replace(find_builtin(), warning=warning)


def _open_folder(folder: Path) -> Model:
    """Return the model of a folder that the user gave."""
    read_config(folder)
    record = read_record(folder)
    if record is not None:
        return Model(folder=folder, name=record.name, revision=record.revision)
    revision = checksum(find_weights(folder))[:12]
    return Model(folder=folder, name=folder.resolve().name, revision=revision)


def _is_hub_name(name: str) -> bool:
    with contextlib.suppress(ModelError):
        return bool(check_name(name))
    return False


def _list_store() -> Iterator[StoredModel]:
    """Yield the models that this program fetched, by name."""
    for path in sorted(models_folder().glob(f"*/{RECORD}")):
        folder = path.parent
        record = read_record(folder)
        if record is not None and not folder.name.startswith("."):
            model = Model(folder=folder, name=record.name, revision=record.revision)
            yield _describe(model, "store")


def _list_cache() -> Iterator[StoredModel]:
    """Yield the MarianMT models in huggingface_hub's cache, by name, without importing it.

    Source: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
    """
    home = Path(os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
    for reference in sorted(cache.glob("models--*--*/refs/main")):
        repository = reference.parent.parent
        with contextlib.suppress(OSError, ModelError, UnicodeDecodeError):
            commit = reference.read_text(encoding="utf-8").strip()
            folder = repository / "snapshots" / commit
            name = "/".join(repository.name.split("--")[1:])
            if commit.isalnum() and all((folder / wanted).is_file() for wanted in REQUIRED):
                read_config(folder)
                find_weights(folder)
                model = Model(folder=folder, name=name, revision=commit)
                yield _describe(model, "hub cache")


def _describe(model: Model, place: Place) -> StoredModel:
    size_bytes = sum(path.stat().st_size for path in model.folder.iterdir() if path.is_file())
    return StoredModel(
        name=model.name, revision=model.revision, folder=model.folder, place=place, size_bytes=size_bytes
    )


def _remove_converted(folder: Path) -> None:
    """Remove what CTranslate2 made of a model, in whichever number type."""
    key = conversion_key(folder, "int8").split("-")[0]
    for path in converted_folder().glob(f"{key}-*"):
        shutil.rmtree(path, ignore_errors=True)
