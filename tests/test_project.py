"""Promises the project makes about itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import translate
from translate.cli.app import app

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "translate").rglob("*.py"))
TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\0")
HEAVY = ("torch", "transformers", "ctranslate2", "huggingface_hub", "lxml", "openpyxl", "docx", "babel")


def loaded_after(code):
    program = f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def command_names():
    names = [command.name for command in app.registered_commands]
    for group in app.registered_groups:
        names += [f"{group.name} {command.name}" for command in group.typer_instance.registered_commands]
    return names


def test_the_command_line_starts_without_anything_heavy():
    assert loaded_after("import translate.cli").split() == []


@pytest.mark.parametrize("module", ["glossary", "matching", "segment", "review", "checks", "memory", "formats"])
def test_parts_without_a_model_load_no_model_library(module):
    assert not set(loaded_after(f"import translate.{module}").split()) & set(HEAVY[:3])


def test_the_version_is_the_newest_in_the_changelog():
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == translate.__version__


@pytest.mark.parametrize("name", command_names())
def test_every_command_is_in_the_readme(name):
    assert f"translate {name}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_and_public_function_says_what_it_does(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    tops = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    methods = [node for top in tops if isinstance(top, ast.ClassDef) for node in top.body]
    for node in [*tops, *methods]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_contributing_fits_on_a_page():
    assert len((ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()) <= 80


@pytest.mark.skipif(TRACKED == [""], reason="not a git checkout")
def test_no_pickle_and_no_absolute_path_is_tracked():
    assert not [name for name in TRACKED if name.endswith((".pkl", ".pt", ".pth", ".bin"))]
    for name in TRACKED:
        if name.endswith((".py", ".md", ".toml", ".txt")) and (ROOT / name).is_file():
            assert not re.search(r"/(?:root|home/\w+|work)/", (ROOT / name).read_text("utf-8")), name
