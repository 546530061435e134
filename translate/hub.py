"""The model hub -> a model's files on this machine, whole, checked and at a known revision.

Goes through huggingface_hub for addresses, headers and sign-in. What was fetched of an interrupted download is
kept and completed the next time. Nothing of what is fetched is ever run.
Source: https://huggingface.co/docs/hub/api
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.atomic import output_error, write_text
from translate.engines.folder import PICKLED_WEIGHTS, REQUIRED, WEIGHTS, checksum, read_config
from translate.engines.home import models_folder
from translate.engines.weights import convert_pickled
from translate.errors import HubError, ModelError

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

RECORD = "translate-model.json"
"""Stands beside a fetched model and says what it is."""
OPTIONAL = ("generation_config.json", "tokenizer_config.json", "README.md")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
TIMEOUT_S = 10.0
"""Longest silence of the hub."""
CHUNK_BYTES = 1 << 18
TRIES = 3
"""How often a broken download is taken up again before it is an error."""
Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are there, and the bytes in all."""
NETWORK_HINT = "check the network; a model folder copied from elsewhere can be given with --model PATH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a fetched model is."""

    name: str
    """Hub name."""
    revision: str
    """Commit."""
    checksums: tuple[tuple[str, str], ...]
    """SHA-256 of each file, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file on the hub."""

    name: str
    n_bytes: int
    sha256: str
    """Empty for a small file that is kept in git itself."""
    git_sha1: str
    """What git calls the file's contents; empty when unknown."""


def no_progress(name: str, n_bytes: int, total_bytes: int) -> None:
    """Do nothing; the default."""


def check_name(name: str) -> str:
    """Return a hub name; refuse what could lead out of the store.

    Raises:
        ModelError: It is not of the form `owner/model`.
    """
    if not NAME.fullmatch(name) or ".." in name or "--" in name:
        raise ModelError(
            f"{name!r} is neither a model folder nor a model's name on the hub",
            hint="a name looks like Helsinki-NLP/opus-mt-nl-en; `translate model list` shows what is here",
        )
    return name


def store_folder(name: str) -> Path:
    """Return where a fetched model lives; it need not be there.

    Raises:
        ModelError: The name is not of the form `owner/model`.
    """
    return models_folder() / check_name(name).replace("/", "--")


def read_record(folder: Path) -> Record | None:
    """Read what a fetched model is; None when the folder has no (usable) record."""
    try:
        data = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        checksums = tuple((str(name), str(value)) for name, value in dict(data["checksums"]).items())
        return Record(name=str(data["name"]), revision=str(data["revision"]), checksums=checksums)
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def pull_model(
    name: str,
    revision: str | None = None,
    *,
    progress: Progress = no_progress,
    deadline_s: float | None = None,
) -> Path:
    """Fetch a model, or complete a fetch that was interrupted.

    Args:
        name: Hub name.
        revision: Branch, tag or commit; None for the newest.
        progress: Told of every chunk.
        deadline_s: Give up when the whole download is seen to take longer than this; None for never.

    Returns:
        The model's folder.

    Raises:
        HubError: The hub cannot be reached, does not have the model, or sent something damaged.
        ModelError: The name is malformed, or what was fetched is not a MarianMT model.
        OutputError: The store cannot be written.
    """
    target = store_folder(name)
    if revision is not None and (not REVISION.fullmatch(revision) or ".." in revision):
        raise ModelError(f"{revision!r} is not a revision", hint="give a branch, a tag or a commit")
    if is_offline():
        raise HubError(
            f"{name} is not fetched: TRANSLATE_OFFLINE or HF_HUB_OFFLINE is set",
            hint="unset it, or " + NETWORK_HINT,
        )
    commit, files = find_files(name, revision)
    present = read_record(target)
    if present is not None and present.revision == commit and _is_complete(target, present):
        return target
    partial = target.with_name(f".partial-{target.name}-{commit}")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        _fetch_all(name, commit, files, partial, _Clock(progress, files, deadline_s))
        _finish(name, commit, partial, target)
    except OSError as error:
        raise output_error(target, error) from error
    return target


def find_files(name: str, revision: str | None) -> tuple[str, tuple[RemoteFile, ...]]:
    """Ask the hub which commit a revision is and which of its files make the model.

    Raises:
        HubError: It cannot be reached, or has no such model, revision or file.
    """
    from huggingface_hub import HfApi

    with _explained(name, revision):
        info = HfApi(endpoint=_endpoint()).model_info(
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


def _endpoint() -> str | None:
    """Return the hub's address as it is set now; huggingface_hub reads it only when it is imported."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


@contextlib.contextmanager
def _explained(name: str, revision: str | None) -> Iterator[None]:
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
    except (errors.HfHubHTTPError, OSError, ValueError) as error:
        raise HubError(
            f"the hub answers with an error for {name}: {_first_line(error)}", hint=NETWORK_HINT
        ) from error
    except Exception as error:
        if not _is_network(error):
            raise
        raise HubError(f"the hub cannot be reached: {_first_line(error)}", hint=NETWORK_HINT) from error


def _is_network(error: BaseException) -> bool:
    """Return whether an exception is one of the HTTP library that huggingface_hub brings along."""
    return any(kind.__name__ in ("HTTPError", "TransportError", "InvalidURL") for kind in type(error).__mro__)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


class _Clock:
    """Tells of progress, and gives a download up that will take too long."""

    PATIENCE_S = 3.0
    """Time before the speed is judged."""

    def __init__(self, progress: Progress, files: tuple[RemoteFile, ...], deadline_s: float | None) -> None:
        self._progress = progress
        self._total_bytes = sum(file.n_bytes for file in files)
        self._deadline_s = deadline_s
        self._start_s = time.monotonic()
        self._fetched_bytes = 0

    def tell(self, file: RemoteFile, n_bytes: int, n_new: int) -> None:
        """Take note of new bytes.

        Raises:
            HubError: The download is too slow for its deadline.
        """
        self._progress(file.name, n_bytes, file.n_bytes)
        self._fetched_bytes += n_new
        passed_s = time.monotonic() - self._start_s
        if self._deadline_s is None or passed_s < self.PATIENCE_S:
            return
        if passed_s * self._total_bytes / max(1, self._fetched_bytes) > self._deadline_s:
            raise HubError(
                "the network is too slow to fetch the model now", hint="run `translate model pull` once"
            )


def _fetch_all(name: str, commit: str, files: tuple[RemoteFile, ...], folder: Path, clock: _Clock) -> None:
    """Fetch every file that is not there whole."""
    for file in files:
        path = folder / file.name
        if path.is_file() and _is_right(path, file):
            clock.tell(file, file.n_bytes, file.n_bytes)
            continue
        part = folder / f"{file.name}.part"
        with _explained(name, commit):
            _fetch(name, commit, file, part, clock)
        if not _is_right(part, file):
            part.unlink(missing_ok=True)
            raise HubError(f"{file.name} of {name} arrived damaged", hint="run the same command again")
        part.replace(path)


def _fetch(name: str, commit: str, file: RemoteFile, part: Path, clock: _Clock) -> None:
    """Fetch a file, from where an earlier try ended; take it up again when the connection breaks."""
    for attempt in range(1, TRIES + 1):
        try:
            _stream(name, commit, file, part, clock)
        except Exception as error:
            if attempt == TRIES or not _is_network(error):
                raise
        else:
            if part.stat().st_size >= file.n_bytes:
                return
    raise HubError(f"{file.name} of {name} arrives cut short", hint="run the same command again")


def _stream(name: str, commit: str, file: RemoteFile, part: Path, clock: _Clock) -> None:
    """Append what is missing of a file."""
    from huggingface_hub import get_session, hf_hub_url
    from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

    done = part.stat().st_size if part.exists() else 0
    if done > file.n_bytes:
        part.unlink()
        done = 0
    # Compression would make a byte range mean something else.
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    if done == file.n_bytes and part.exists():
        return
    url = hf_hub_url(name, file.name, revision=commit, endpoint=_endpoint())
    stream: Any = get_session().stream("GET", url, headers=headers, timeout=TIMEOUT_S, follow_redirects=True)
    with stream as response:
        if response.status_code != 416:  # a range that the server does not know: start again
            hf_raise_for_status(response)
        is_rest = response.status_code == 206
        done = done if is_rest else 0
        with part.open("ab" if is_rest else "wb") as output:
            if response.status_code == 416:
                return
            for chunk in response.iter_bytes(CHUNK_BYTES):
                output.write(chunk)
                done += len(chunk)
                clock.tell(file, done, len(chunk))


def _is_right(path: Path, file: RemoteFile) -> bool:
    """Return whether a fetched file is the one on the hub."""
    if path.stat().st_size != file.n_bytes:
        return False
    if file.sha256:
        return checksum(path) == file.sha256
    if not file.git_sha1:
        return True
    # Git's own name for contents; it guards against accidents here, not against attacks.
    sha1 = hashlib.sha1(b"blob %d\0" % file.n_bytes, usedforsecurity=False)
    sha1.update(path.read_bytes())
    return sha1.hexdigest() == file.git_sha1


def _finish(name: str, commit: str, partial: Path, target: Path) -> None:
    """Check a fetched model, write its record and give it its place.

    Raises:
        ModelError: It is not a MarianMT model.
        OutputError: The store cannot be written.
    """
    try:
        read_config(partial)
        if (partial / PICKLED_WEIGHTS).is_file():
            convert_pickled(partial)
    except ModelError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    checksums = tuple(sorted((path.name, checksum(path)) for path in partial.iterdir() if path.is_file()))
    record = asdict(Record(name=name, revision=commit, checksums=checksums))
    record["checksums"] = dict(checksums)
    write_text(partial / RECORD, json.dumps(record, indent=2) + "\n")
    old = target.with_name(f".old-{target.name}")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _is_complete(folder: Path, record: Record) -> bool:
    """Return whether every file of a fetched model is there as it was fetched."""
    try:
        return all(checksum(folder / name) == expected for name, expected in record.checksums)
    except ModelError:
        return False
