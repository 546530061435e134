"""Which checks run and how severe their findings are: a TOML file -> `Settings`.

[checks]
quotes = "off"
number-word = "warning"
end = "default"
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from translate.document import Finding
from translate.errors import SettingsError

Grade: TypeAlias = Literal["error", "warning", "note", "off", "default"]
GRADES: tuple[str, ...] = get_args(Grade)
AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to do with the findings of each check."""

    grades: tuple[tuple[str, Grade], ...] = ()
    """Name of a check and its grade; a check that is not named keeps its own severities."""

    def grade(self, finding: Finding) -> Finding | None:
        """Return the finding as these settings have it; None when its check is switched off."""
        if not self.grades:
            return finding
        grade = dict(self.grades).get(finding.check, "default")
        if grade == "off":
            return None
        return finding if grade == "default" else replace(finding, severity=grade)

    def is_off(self, names: Iterable[str]) -> bool:
        """Return whether all these checks are switched off."""
        if not self.grades:
            return False
        grades = dict(self.grades)
        return all(grades.get(name) == "off" for name in names)


DEFAULT = Settings()


def read_settings(path: Path, known: Iterable[str]) -> Settings:
    """Read the table `[checks]` of a TOML file.

    Args:
        path: The file.
        known: Names of all checks.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or names a check or grade that does not exist.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text", path=path, hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        match = AT_LINE.search(str(error))
        raise SettingsError(f"is not TOML: {error}", path=path, line=int(match[1]) if match else None) from error
    return parse_settings(tables, tuple(known), path, text)


def parse_settings(tables: Mapping[str, object], known: tuple[str, ...], path: Path, text: str) -> Settings:
    """Return the settings of a TOML document; `text` is searched for the lines that errors name."""
    for name in tables:
        if name != "checks":
            raise unknown(name, ("checks",), "table", path, find_line(text, name))
    checks = tables.get("checks", {})
    if not isinstance(checks, Mapping):
        raise SettingsError("[checks] is not a table", path=path, line=find_line(text, "checks"))
    grades: list[tuple[str, Grade]] = []
    for name, grade in checks.items():
        line = find_line(text, name)
        if name not in known:
            raise unknown(name, known, "check", path, line)
        if grade not in GRADES:
            raise unknown(str(grade), GRADES, "grade", path, line)
        grades.append((name, cast("Grade", grade)))
    return Settings(grades=tuple(grades))


def unknown(name: str, known: tuple[str, ...], what: str, path: Path, line: int | None) -> SettingsError:
    """Return the error for a name that does not exist, with the nearest ones that do."""
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are: {', '.join(sorted(known))}"
    return SettingsError(f"no {what} is called “{name}”", path=path, line=line, hint=hint)


def find_line(text: str, name: str) -> int | None:
    """Return the first line that begins with a key or a table of that name, counted from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().lstrip("[").lstrip("\"'").startswith(name):
            return number
    return None
