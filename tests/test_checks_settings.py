"""The configuration of the checks: what is read, and what is refused with its line and a remedy."""

import pytest

from translate.checks import CHECKS, DEFAULT, read_settings
from translate.errors import SettingsError


def write(tmp_path, text):
    path = tmp_path / "checks.toml"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_no_file_means_the_defaults():
    assert read_settings(None) is DEFAULT


def test_grades_are_read(tmp_path):
    path = write(tmp_path, '[checks]\nquotes = "off"\n"number-word" = "warning"\nend = "default"\n')
    assert read_settings(path).grades == (("quotes", "off"), ("number-word", "warning"), ("end", "default"))


def test_every_check_can_be_graded(tmp_path):
    text = "[checks]\n" + "".join(f'{name} = "note"\n' for name in CHECKS)
    assert len(read_settings(write(tmp_path, text)).grades) == len(CHECKS)


@pytest.mark.parametrize("text", ["", "# nothing\n", "[checks]\n", "\ufeff[checks]\n"])
def test_an_empty_file_changes_nothing(tmp_path, text):
    assert read_settings(write(tmp_path, text)).grades == ()


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('[checks]\nquotes = "off"\nnumbr = "off"\n', 3, "no check is called “numbr”", "number"),
        ('[checks]\nquotes = "of"\n', 2, "no grade is called “of”", "off"),
        ("[checks]\nquotes = false\n", 2, "no grade is called “False”", "there are"),
        ('[check]\nquotes = "off"\n', 1, "no table is called “check”", "checks"),
        ('[checks]\nxyzzy = "off"\n', 2, "no check is called “xyzzy”", "there are: brackets"),
        ("checks = 3\n", 1, "[checks] is not a table", ""),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, text, line, message, hint):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert caught.value.place == f"{path}:{line}"
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_broken_toml_names_its_line(tmp_path):
    path = write(tmp_path, '[checks]\nquotes = "off\n')
    with pytest.raises(SettingsError, match="is not TOML") as caught:
        read_settings(path)
    assert caught.value.line == 2


def test_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")


def test_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "checks.toml"
    path.write_bytes(b'[checks]\nquotes = "\xff"\n')
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings(path)
