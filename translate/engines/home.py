"""Where models and what is made of them live on this machine.

`TRANSLATE_HOME` names one folder for all of it; without it the operating system's own places are used.
Source: https://specifications.freedesktop.org/basedir-spec/latest/
"""

import os
import sys
from pathlib import Path

NAME = "translate-nl-en"


def find_home(kind: str = "data") -> Path:
    """Return the folder for what should stay (`data`) or can be made again (`cache`); it need not exist.

    Raises:
        RuntimeError: The operating system knows no home folder; only a broken account has none.
    """
    own = os.environ.get("TRANSLATE_HOME", "")
    if own:
        return Path(own).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / ("Caches" if kind == "cache" else "Application Support") / NAME
    default = ".cache" if kind == "cache" else ".local/share"
    variable = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    return (Path(variable) if Path(variable).is_absolute() else Path.home() / default) / NAME


def models_folder() -> Path:
    """Return the folder of fetched models."""
    return find_home("data") / "models"


def converted_folder() -> Path:
    """Return the folder of models converted for CTranslate2."""
    return find_home("cache") / "converted"
