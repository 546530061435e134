"""The model hub: whether it can be reached, what it has, and its failures in words that help.

Goes through huggingface_hub for addresses, headers and sign-in.
Source: https://huggingface.co/docs/hub/api
"""

import contextlib
import os
import socket
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate.engines.folder import PICKLED_WEIGHTS, REQUIRED, WEIGHTS
from translate.errors import HubError, ModelError

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

OPTIONAL = ("generation_config.json", "tokenizer_config.json", "README.md")
TIMEOUT_S = 10.0
"""Longest silence of the hub."""
NETWORK_HINT = "check the network; a model folder copied from elsewhere can be given with --model PATH"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file on the hub."""

    name: str
    n_bytes: int
    sha256: str
    """Empty for a small file that is kept in git itself."""
    git_sha1: str
    """What git calls the file's contents; empty when unknown."""


def is_offline() -> bool:
    """Return whether the user forbids the network: `TRANSLATE_OFFLINE` or `HF_HUB_OFFLINE` is set."""
    values = (os.environ.get(variable, "") for variable in ("TRANSLATE_OFFLINE", "HF_HUB_OFFLINE"))
    return any(value.strip().lower() in ("1", "true", "yes", "on") for value in values)


def is_reachable(timeout_s: float) -> bool:
    """Return whether the hub (or the proxy before it) takes a connection, without importing anything large.

    Looking a name up cannot be given a time limit, so it happens in a thread that is left alone when it is late.
    """
    address = urllib.parse.urlsplit(os.environ.get("HF_ENDPOINT") or "https://huggingface.co")
    proxy = urllib.request.getproxies().get(address.scheme)
    if proxy and not urllib.request.proxy_bypass(address.hostname or ""):
        address = urllib.parse.urlsplit(proxy if "//" in proxy else f"//{proxy}")
    port = address.port or (443 if address.scheme == "https" else 80)
    connected = threading.Event()

    def connect() -> None:
        with (
            contextlib.suppress(OSError, UnicodeError),
            socket.create_connection((address.hostname or "", port), timeout=timeout_s),
        ):
            connected.set()

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(timeout_s)
    return connected.is_set()


def find_files(name: str, revision: str | None) -> tuple[str, tuple[RemoteFile, ...]]:
    """Ask the hub which commit a revision is and which of its files make the model.

    Raises:
        HubError: It cannot be reached, or has no such model, revision or file.
    """
    from huggingface_hub import HfApi

    with explained(name, revision):
        info = HfApi(endpoint=endpoint()).model_info(
            name, revision=revision, files_metadata=True, timeout=TIMEOUT_S
        )
    files = {file.name: file for file in _list_files(info)}
    weights = WEIGHTS if WEIGHTS in files else PICKLED_WEIGHTS
    for wanted in (*REQUIRED, weights):
        if wanted not in files:
            raise HubError(
                f"{name} on the hub has no {wanted}",
                hint="only MarianMT models can be used, such as Helsinki-NLP/opus-mt-nl-en",
            )
    chosen = [files[wanted] for wanted in (*REQUIRED, weights, *OPTIONAL) if wanted in files]
    return info.sha or revision or "main", tuple(chosen)


def _list_files(info: "ModelInfo") -> Iterator[RemoteFile]:
    for sibling in info.siblings or ():
        large = sibling.lfs
        yield RemoteFile(
            name=sibling.rfilename,
            n_bytes=sibling.size or 0,
            sha256=large.sha256 if large else "",
            git_sha1="" if large else sibling.blob_id or "",
        )


def endpoint() -> str | None:
    """Return the hub's address as it is set now; huggingface_hub reads it only when it is imported."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


@contextlib.contextmanager
def explained(name: str, revision: str | None) -> Iterator[None]:
    """Turn what huggingface_hub raises into errors that say what to do."""
    from huggingface_hub import errors

    try:
        yield
    except errors.RevisionNotFoundError as error:
        raise HubError(f"{name} has no revision {revision!r} on the hub", hint="leave --revision out") from error
    except errors.GatedRepoError as error:
        raise HubError(f"{name} is only for those who are let in", hint="sign in with `hf auth login`") from error
    except errors.RepositoryNotFoundError as error:
        raise HubError(
            f"the hub has no model {name}", hint="check the name; a private model needs `hf auth login`"
        ) from error
    except errors.HFValidationError as error:
        raise ModelError(
            f"{name!r} is not a model's name", hint="it looks like Helsinki-NLP/opus-mt-nl-en"
        ) from error
    except (errors.HfHubHTTPError, ConnectionError, TimeoutError, ValueError) as error:
        raise HubError(
            f"the hub answers with an error for {name}: {_first_line(error)}", hint=NETWORK_HINT
        ) from error
    except Exception as error:
        if not is_network(error):
            raise
        raise HubError(f"the hub cannot be reached: {_first_line(error)}", hint=NETWORK_HINT) from error


def is_network(error: BaseException) -> bool:
    """Return whether an exception is one of the HTTP library that huggingface_hub brings along."""
    return any(kind.__name__ in ("HTTPError", "TransportError", "InvalidURL") for kind in type(error).__mro__)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
