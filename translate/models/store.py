"""The folder of fetched models: where each one lives, and the record that says what it is.

Names are checked here, so that no name leads out of the store.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from translate.atomic import write_text
from translate.engines.folder import checksum
from translate.engines.home import models_folder
from translate.errors import ModelError

RECORD = "translate-model.json"
"""Stands beside a fetched model and says what it is."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a fetched model is."""

    name: str
    """Hub name."""
    revision: str
    """Commit."""
    checksums: tuple[tuple[str, str], ...]
    """SHA-256 of each file, by name."""


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


def write_record(folder: Path, name: str, revision: str) -> None:
    """Write what a fetched model is, with the checksums of the files that are there.

    Raises:
        ModelError: A file cannot be read.
        OutputError: The record cannot be written.
    """
    checksums = {path.name: checksum(path) for path in sorted(folder.iterdir()) if path.name != RECORD}
    data = {"name": name, "revision": revision, "checksums": checksums}
    write_text(folder / RECORD, json.dumps(data, indent=2) + "\n")


def is_complete(folder: Path, record: Record) -> bool:
    """Return whether every file of a fetched model is there as it was fetched."""
    try:
        return all(checksum(folder / name) == expected for name, expected in record.checksums)
    except ModelError:
        return False
