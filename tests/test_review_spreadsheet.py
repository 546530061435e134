"""The round trip through LibreOffice, where it is installed."""

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from translate.document import Document, Segment, Translation
from translate.formats import load_document, write_document
from translate.manifest import sha256_of
from translate.memory import FileRecord, Memory, open_memory
from translate.review import take_in

SOFFICE = shutil.which("soffice")
TAB = "9,34,76,1"
"""Tab, quotation mark, UTF-8, from the first line. Source: LibreOffice's CSV filter parameters."""
COMMA = "44,34,76,1"
TEXTS = (
    *("=1+1", "+31 6 12345678", "@naam", "-", "'s avonds", 'Hij zei "ja"', "13.000", "1/2", "3-4-2021", "true"),
    *("00123", "1e5", "a\u2028b", "a\tb", "a\nb", "x;y,z", "''", "'=1", "€ 5,00", "#N/A", "=SUM(A1:A9)"),
    *("Ünï çödé 👍🏽", "a\u00a0b", '"Ja"', '"Nee" zei hij'),
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def convert(path: Path, kind: str, folder: Path, *options: str) -> Path:
    """Open a file in LibreOffice and save it as another kind."""
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        *options,
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (saved,) = folder.iterdir()
    return saved


@pytest.fixture
def document() -> Document:
    rows = tuple(
        Translation(
            segment=Segment(id=f"k:{number}.1", text=f"Zin {number}." if number % 2 else text), target=text
        )
        for number, text in enumerate(TEXTS, start=1)
    )
    return Document(name="k", translations=rows)


@pytest.fixture
def memory(tmp_path: Path, document: Document):
    with open_memory(tmp_path / "outputs" / "memory.sqlite") as memory:
        files = []
        for name in ("tsv", "xlsx"):
            path = tmp_path / "outputs" / f"k.{name}"
            write_document(document, path, name)
            files.append(FileRecord(path=path, format=name, sha256=sha256_of(path)))
        memory.store_written(document, files)
        memory.confirm_written(files)
        yield memory


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [
        ("k.tsv", "xlsx", (f"--infilter=CSV:{TAB}",)),
        ("k.tsv", f"csv:Text - txt - csv (StarCalc):{TAB}", (f"--infilter=CSV:{TAB}",)),
        ("k.tsv", f"csv:Text - txt - csv (StarCalc):{COMMA}", (f"--infilter=CSV:{TAB}",)),
        ("k.xlsx", f"csv:Text - txt - csv (StarCalc):{TAB}", ()),
        ("k.xlsx", "xlsx", ()),
    ],
    ids=["tsv-xlsx", "tsv-tsv", "tsv-csv", "xlsx-tsv", "xlsx-xlsx"],
)
def test_what_nobody_edited_comes_back_as_it_was(
    memory: Memory, tmp_path: Path, name: str, kind: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "saved").mkdir()
    saved = convert(tmp_path / "outputs" / name, kind, tmp_path / "saved", *options)
    summary = take_in(memory, [saved])
    assert (summary.errors, summary.changes) == ((), ())
    assert summary.unchanged == len(TEXTS)


def test_what_was_edited_in_between_is_taken(memory: Memory, document: Document, tmp_path: Path) -> None:
    for folder in ("saved", "again"):
        (tmp_path / folder).mkdir()
    saved = convert(tmp_path / "outputs" / "k.tsv", "xlsx", tmp_path / "saved", f"--infilter=CSV:{TAB}")
    edited = load_document(saved).document
    rows = [replace(row, target=f"{row.target} edited", status="reviewed") for row in edited.translations]
    write_document(replace(edited, translations=tuple(rows)), saved, "xlsx")
    table = convert(saved, f"csv:Text - txt - csv (StarCalc):{COMMA}", tmp_path / "again")
    with table.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(TEXTS) + 1
    summary = take_in(memory, [table])
    assert summary.errors == ()
    after = {change.before: change.after for change in summary.changes}
    # A workbook has no apostrophes of ours, so an edited text that begins with its own cannot be told from one.
    assert after == {text: f"{text} edited" for text in TEXTS} | {"'=1": after["'=1"]}
    assert after["'=1"] in ("'=1 edited", "=1 edited")
