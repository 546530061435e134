"""A model on the hub -> its files on this machine, whole, checked and at a known revision.

What was fetched of an interrupted download is kept and completed the next time. Nothing of what is fetched is
ever run.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from translate.atomic import output_error
from translate.engines.folder import PICKLED_WEIGHTS, Model, checksum, read_config
from translate.engines.weights import convert_pickled
from translate.errors import HubError, ModelError
from translate.models.hub import (
    NETWORK_HINT,
    TIMEOUT_S,
    RemoteFile,
    endpoint,
    explained,
    find_files,
    is_network,
    is_offline,
)
from translate.models.store import is_complete, read_record, store_folder, write_record

REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
TRIES = 3
"""How often a broken download is taken up again before it is an error."""
Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are there, and the bytes in all."""


def no_progress(name: str, n_bytes: int, total_bytes: int) -> None:
    """Do nothing; the default."""


def pull_model(
    name: str,
    revision: str | None = None,
    *,
    progress: Progress = no_progress,
    deadline_s: float | None = None,
) -> Model:
    """Fetch a model, or complete a fetch that was interrupted.

    Args:
        name: Hub name.
        revision: Branch, tag or commit; None for the newest.
        progress: Told of every chunk.
        deadline_s: Give up when the whole download is seen to take longer than this; None for never.

    Returns:
        The model as it lies in the store.

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
    if present is not None and present.revision == commit and is_complete(target, present):
        return Model(folder=target, name=name, revision=commit)
    partial = target.with_name(f".partial-{target.name}-{commit}")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        _fetch_all(name, commit, files, partial, _Clock(progress, files, deadline_s))
        _finish(name, commit, partial, target)
    except OSError as error:
        raise output_error(target, error) from error
    return Model(folder=target, name=name, revision=commit)


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
        with explained(name, commit):
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
            if attempt == TRIES or not is_network(error):
                raise
        else:
            if part.stat().st_size >= file.n_bytes:
                return
    raise HubError(f"{file.name} of {name} arrives cut short", hint="run the same command again")


def _stream(name: str, commit: str, file: RemoteFile, part: Path, clock: _Clock) -> None:
    """Append what is missing of a file."""
    from huggingface_hub import get_session, hf_hub_url, utils

    library: Any = utils
    done = part.stat().st_size if part.exists() else 0
    if done > file.n_bytes:
        part.unlink()
        done = 0
    # Compression would make a byte range mean something else.
    headers = {**library.build_hf_headers(), "Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    if done == file.n_bytes and part.exists():
        return
    url = hf_hub_url(name, file.name, revision=commit, endpoint=endpoint())
    stream: Any = get_session().stream("GET", url, headers=headers, timeout=TIMEOUT_S, follow_redirects=True)
    with stream as response:
        if response.status_code != 416:  # a range that the server does not know: start again
            library.hf_raise_for_status(response)
        is_rest = response.status_code == 206
        done = done if is_rest else 0
        with part.open("ab" if is_rest else "wb") as output:
            if response.status_code == 416:
                return
            for chunk in response.iter_bytes():
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
    write_record(partial, name, commit)
    old = target.with_name(f".old-{target.name}")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)
